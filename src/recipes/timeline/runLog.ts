import { z } from "zod";
import { once } from "#src/base/lazy";
import { hourMs } from "#src/base/time";
import { isRow, textCell } from "#src/form/table";
import { dateTime } from "#src/form/value";

/** What became of a call in a run. */
export const runStatuses = [
  { value: "synced", label: "Synced: the activity was handed out complete" },
  { value: "partial", label: "Partial: the activity was handed out, and something is missing in it" },
  { value: "skipped-private", label: "Skipped: the call is private" },
  { value: "skipped-filter", label: "Skipped: a filter did not let it through" },
  { value: "retry-waiting", label: "Waiting: a later run tries again" },
  { value: "failed-permanent", label: "Failed: it needs a person" },
] as const;

export type RunStatus = (typeof runStatuses)[number]["value"];

const text = () => z.string().nullable();

/** One line of the run log. */
export const LogEntry = once(() =>
  z.object({
    callId: text().describe("Gong's id of the call, up to 20 digits."),
    title: text().describe("Null for private calls: nothing of them is told."),
    url: text().describe("The call's page in Gong. It does not expire."),
    started: text().describe("ISO 8601 with offset."),
    hostName: text().describe("The host's name; null when it is not known."),
    hostEmailAddress: text().describe("The host's e-mail address; null when it is not known."),
    hostUserId: text().describe("Gong's user id."),
    activityType: text().describe("The kind of activity; null when there is none."),
    ownerId: text().describe("The author's id in the target system."),
    accountId: text().describe("The account's id in the target system."),
    status: z
      .enum(["synced", "partial", "skipped-private", "skipped-filter", "retry-waiting", "failed-permanent"])
      .describe("What became of the call."),
    code: text().describe(
      "The reason in one word; null when there is nothing to say. PRIVATE, FILTER, TEST or a reason of the webhook trigger; GONG_UNAVAILABLE, LIMIT_REACHED, OWNER_NOT_FOUND and CONFLICT, which later runs try again; OWNER_INACTIVE, OWNER_WITHOUT_ADDRESS, ACCOUNT_NOT_FOUND, ACCOUNT_AND_CONTACTS_NOT_FOUND, RECORDING_GONE, NOT_FOUND, NOT_AN_ID, NOT_A_CALL, NO_CALL, REFUSED and FORBIDDEN, which need a person; TRACKERS_NOT_TICKED, TRACKERS_NOT_READY, TRACKERS_NOT_RECOGNISED and SEVERAL_ACCOUNTS, which do not hold an activity back.",
    ),
    message: text().describe("The reason as a sentence, with what to do."),
    attempts: z.number().describe("How many runs have tried this call, this one included."),
    nextTry: text().describe("ISO 8601: a run at this moment or later tries again. Null when none will."),
    giveUp: z.boolean().describe("True when the last attempt was made and failed."),
    loggedAt: z.string().describe("ISO 8601: when this entry was made."),
  }),
);
export type LogEntry = z.infer<ReturnType<typeof LogEntry>>;

/** Why a call was not handed out, or not complete. */
export interface Reason {
  readonly code: string;
  readonly message: string;
}

/** Codes of faults that pass, or that somebody will fix: later runs try again. */
const retryable = ["GONG_UNAVAILABLE", "LIMIT_REACHED", "OWNER_NOT_FOUND", "CONFLICT"];

const longestWaitHours = 24;

/** Hours until the next try after this many attempts: 1, 2, 4, 8, 16, then 24. */
const waitHours = (attempts: number): number => Math.min(longestWaitHours, 2 ** (attempts - 1));

export interface RetryPlan {
  readonly status: "retry-waiting" | "failed-permanent";
  readonly attempts: number;
  readonly nextTry: string | null;
  readonly giveUp: boolean;
}

/** What a retry is planned by. */
export interface RetryOptions {
  /** Calls that wait for another try, by id. */
  readonly waiting: ReadonlyMap<string, Waiting>;
  readonly maxAttempts: number;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/**
 * Whether and when to try a failed call again.
 * @param attemptsBefore attempts of earlier runs, as their log tells.
 */
export const planRetry = (
  code: string,
  attemptsBefore: number,
  { nowMs, maxAttempts }: Pick<RetryOptions, "nowMs" | "maxAttempts">,
): RetryPlan => {
  const attempts = attemptsBefore + 1;
  const giveUp = retryable.includes(code) && attempts >= maxAttempts;
  if (giveUp || !retryable.includes(code)) return { status: "failed-permanent", attempts, nextTry: null, giveUp };
  const nextTry = new Date(nowMs + waitHours(attempts) * hourMs).toISOString();
  return { status: "retry-waiting", attempts, nextTry, giveUp };
};

/** What earlier runs say about a call that waits. */
export interface Waiting {
  readonly callId: string;
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly nextTryMs: number;
  readonly entry: LogEntry;
}

/**
 * The calls that wait for another try, by id: those whose latest entry says so. Entries of other forms are passed over,
 * so that the whole log can be handed in, and entries need not have kept more than callId and status.
 */
export const waitingIn = (entries: readonly unknown[]): ReadonlyMap<string, Waiting> => {
  const latest = new Map<string, { readonly loggedMs: number; readonly waiting: Waiting | undefined }>();
  for (const entry of entries) {
    if (!isRow(entry)) continue;
    const callId = textCell(entry, ["callId"]);
    if (callId === null) continue;
    const loggedMs = momentOf(entry.loggedAt) ?? 0;
    const known = latest.get(callId);
    if (known && known.loggedMs > loggedMs) continue;
    const read = LogEntry().safeParse({ ...emptyEntry, ...entry });
    const isWaiting = read.success && read.data.status === "retry-waiting";
    latest.set(callId, {
      loggedMs,
      waiting: isWaiting
        ? {
            callId,
            attempts: read.data.attempts,
            nextTryMs: momentOf(read.data.nextTry) ?? 0,
            entry: read.data,
          }
        : undefined,
    });
  }
  return new Map([...latest].flatMap(([callId, { waiting }]) => (waiting ? [[callId, waiting] as const] : [])));
};

const emptyEntry = {
  title: null,
  url: null,
  started: null,
  hostName: null,
  hostEmailAddress: null,
  hostUserId: null,
  activityType: null,
  ownerId: null,
  accountId: null,
  code: null,
  message: null,
  attempts: 1,
  nextTry: null,
  giveUp: false,
  loggedAt: "",
};

const readMoment = once(dateTime);

/** A moment in milliseconds since 1970, or null for what is none. */
export const momentOf = (said: unknown): number | null => {
  const read = readMoment().safeParse(said);
  return read.success ? Date.parse(read.data) : null;
};
