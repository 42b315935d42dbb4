import { z } from "zod";
import { once } from "#src/base/lazy";
import { cut } from "#src/triggers/keptIds";

/** What version 1 and earlier Gong components left in the platform's store. */

/** How long the marks of ids were in version 1. */
const markLength = 8;
/** Milliseconds since 1970, as far as dates reach. */
const moment = () => z.number().min(0).max(8.64e15);

const Version1 = once(() =>
  z.object({
    kind: z.string(),
    scope: z.string(),
    polledAt: moment(),
    since: z.int().min(0).max(1e8),
    /** By the number of a slot, counted from `since`. */
    known: z.record(z.string().regex(/^-?\d{1,7}$/), z.string().regex(/^[\w-]*$/)),
    sweep: z.object({ quietBefore: moment().optional() }).optional(),
    earlier: z.string().optional(),
    prints: z.unknown().optional(),
    /** By the moment at which they were first seen: ids to the base of 36. */
    waiting: z.record(z.string().regex(/^\d{1,15}$/), z.string()).optional(),
  }),
);

const iso = (milliseconds: number) => new Date(milliseconds).toISOString();

/**
 * The state of version 1, which counted, as one of today: what it knows of records stays known, by its marks, and all
 * slots that it watched are read once more. Undefined for anything else.
 */
export const fromVersion1 = (stored: object, slotMs: number): object | undefined => {
  const { data } = Version1().safeParse(stored);
  if (!data) return undefined;
  const { kind, scope, polledAt, since, known, sweep, earlier = "", prints, waiting = {} } = data;
  const slots: Record<string, string> = {};
  const add = (slot: number, marks: string) => {
    const begin = iso(slot * slotMs);
    slots[begin] = [slots[begin] ?? "0", ...cut(marks, markLength).map((mark) => `#${mark}`)].join(" ");
  };
  for (const [offset, marks] of Object.entries(known)) add(since + Number(offset), marks);
  add(Math.max(since, Math.floor(polledAt / slotMs)), earlier);
  const never = iso(0);
  return {
    version: 2,
    kind,
    scope,
    polledAt: iso(polledAt),
    paidUntil: never,
    eagerUntil: never,
    since: iso(since * slotMs),
    slots,
    ...(sweep?.quietBefore === undefined ? {} : { quietBefore: iso(sweep.quietBefore) }),
    prints,
    waiting: Object.fromEntries(
      Object.entries(waiting).map(([seenAt, ids]) => [
        iso(Number(seenAt)),
        ids
          .split(",")
          .filter((id) => /^[\da-z]{1,13}$/.test(id))
          .map(fromBase36)
          .join(" "),
      ]),
    ),
  };
};

const fromBase36 = (written: string): string =>
  [...written].reduce((value, digit) => value * 36n + BigInt(Number.parseInt(digit, 36)), 0n).toString();

/** When an earlier component polled last, in milliseconds since 1970, and the ids that it knew; undefined without a time. */
export const fromEarlierComponent = (state: object): { polledAt: number; ids: string[] } | undefined => {
  const { lastPolledAt, knownIds } = state as { lastPolledAt?: unknown; knownIds?: unknown };
  const polledAt = momentOf(lastPolledAt);
  if (polledAt === undefined) return undefined;
  const ids = Array.isArray(knownIds) ? knownIds.filter((id) => typeof id === "string" || typeof id === "number") : [];
  return { polledAt, ids: ids.map(String) };
};

/** ISO text, seconds or milliseconds since 1970. */
const momentOf = (value: unknown): number | undefined => {
  const number = typeof value === "string" && /^\d{9,13}$/.test(value) ? Number(value) : value;
  const read = typeof number === "number" ? inMilliseconds(number) : Date.parse(String(number ?? ""));
  return read > Date.UTC(2000, 0) ? read : undefined;
};

const inMilliseconds = (time: number) => (time < 1e11 ? time * 1000 : time);
