import type { Effect } from "#src/operation";

/** How an attempt went wrong, as far as trying again is concerned. */
export type Failure =
  | { readonly status: number; readonly retryAfterMs?: number }
  /** No usable answer. `sent` is false when the request certainly never left, so that repeating it is safe. */
  | { readonly unanswered: string; readonly sent: boolean };

export type Decision =
  | { readonly again: true; readonly waitMs: number }
  /** `busy` when only time is missing: trying again later will do. */
  | { readonly again: false; readonly busy: boolean; readonly waitMs?: number };

/** What a raw request may decide for itself. */
export interface OwnRetries {
  readonly max: number;
  readonly delayMs?: number;
  readonly onAllErrors?: boolean;
  readonly growing?: boolean;
}

export interface Attempt {
  readonly effect: Effect;
  readonly failure: Failure;
  /** 1 for the first. */
  readonly attempt: number;
  /** From 0 to 1; spreads the waits of many clients. */
  readonly random: number;
  /** What is left of the time budget. */
  readonly remainingMs: number;
  readonly own?: OwnRetries;
}

const longestWaitMs = 30_000;
/**
 * A 500 may be Gong's lasting answer (tasks of a company without Engage), and a page or a host name that is not Gong's
 * a lasting mistake, so these get fewer chances than a gateway's fault.
 */
const mostRetries = { 500: 4, ENOTFOUND: 2, UNREADABLE: 3, other: 8 };

/**
 * Whether to try again and after how long. 429 is an invitation for any effect but `spendsCredits`, and waits as Gong
 * asks. Other passing faults are repeated only where repeating does nothing, or where nothing was sent. Everything
 * else is final. A wait that does not fit into the budget is not begun.
 */
export const decide = ({ effect, failure, attempt, random, remainingMs, own }: Attempt): Decision => {
  const final = { again: false, busy: false } as const;
  if (effect === "spendsCredits") return { ...final, busy: isStatus(failure, 429) };
  if (own ? attempt > own.max || !(own.onAllErrors || isPassing(failure, effect)) : !isPassing(failure, effect))
    return own && isStatus(failure, 429) ? { again: false, busy: true, waitMs: askedFor(failure) } : final;
  if (!own && attempt > retriesFor(failure)) return final;
  const waitMs = askedFor(failure) ?? ownWait(own, attempt) ?? backoffMs(attempt, random);
  return waitMs < remainingMs ? { again: true, waitMs } : { again: false, busy: true, waitMs };
};

/** What the network says of certificates, and of an answer that is too large: neither passes. */
const lasting = /CERT|UNABLE_TO_VERIFY|^TOO_LARGE$/;

const isStatus = (failure: Failure, status: number) => "status" in failure && failure.status === status;

const askedFor = (failure: Failure) => ("status" in failure ? failure.retryAfterMs : undefined);

const isPassing = (failure: Failure, effect: Effect): boolean => {
  if (isStatus(failure, 429)) return true;
  const mayRepeat = effect === "reads" || effect === "repeatable";
  if ("status" in failure) return mayRepeat && [500, 502, 503, 504].includes(failure.status);
  return (mayRepeat || !failure.sent) && !lasting.test(failure.unanswered);
};

const retriesFor = (failure: Failure): number => {
  if (isStatus(failure, 429)) return Number.POSITIVE_INFINITY;
  const kind = "status" in failure ? failure.status : failure.unanswered;
  return mostRetries[kind as keyof typeof mostRetries] ?? mostRetries.other;
};

/** 1 s, 2 s, 4 s … at most 30 s, of which up to a half is left to chance. */
const backoffMs = (attempt: number, random: number) =>
  Math.round(Math.min(longestWaitMs, 1000 * 2 ** (attempt - 1)) * (0.5 + random / 2));

const ownWait = (own: OwnRetries | undefined, attempt: number): number | undefined => {
  if (own?.delayMs === undefined) return undefined;
  return own.growing ? own.delayMs * 2 ** (attempt - 1) : own.delayMs;
};

/** No limit of Gong's lasts longer without a change: whoever waited that long may ask once. */
const longestBelievedMs = 3_600_000;

/**
 * Milliseconds that a `Retry-After` header asks for: seconds, or a date seen from `now`. Undefined for neither, and for
 * no time at all, at most an hour: a date read by a clock that is ahead lies in the past, and obeying it would spend the day's budget.
 */
export const readRetryAfter = (header: string | undefined, now: number): number | undefined => {
  const text = header?.trim() ?? "";
  const waitMs = millisecondsIn(text, now);
  return waitMs > 0 ? Math.min(waitMs, longestBelievedMs) : undefined;
};

const millisecondsIn = (text: string, now: number): number => {
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  return /[a-z]{3}/i.test(text) ? Date.parse(text) - now : 0;
};
