import { z } from "zod";
import { once } from "#src/base/lazy";
import { cut, markOf } from "#src/triggers/keptIds";
import { fromEarlierComponent, fromVersion1 } from "./earlierStates";
import { Slots, type Watch } from "./slots";

/** What a polling trigger keeps from poll to poll. The platform stores it as JSON that a person can read. */
export interface PollState extends Watch {
  /** What is watched; another kind starts over. */
  readonly kind: string;
  /** The filters that Gong itself applies: they decide what is listed. */
  readonly scope: string;
  /** What is known of each record's content, by its short mark; only where changes are watched. */
  prints: Map<string, string>;
  printsAt: number;
  /** Ids of calls that wait for something, with the moment at which each was first seen, in milliseconds since 1970. */
  readonly waiting: Map<string, number>;
  /** True when more of what waited was ready than one poll hands out. */
  isFull: boolean;
}

/** A state in which nothing was read yet. */
export const newState = (
  { kind, scope, since, quietBefore }: Pick<PollState, "kind" | "scope" | "since" | "quietBefore">,
  now: number,
): PollState => ({
  kind,
  scope,
  since,
  quietBefore,
  polledAt: now,
  slots: new Slots(),
  paidUntil: 0,
  owedMs: 0,
  eagerUntil: 0,
  prints: new Map(),
  printsAt: 0,
  waiting: new Map(),
  isFull: false,
});

const shortMarkLength = 7;

/** Tells one record's content from another's, by 42 bits of the id's hash. */
export const shortMarkOf = (id: string): string => markOf(id).slice(1, 1 + shortMarkLength);

const moment = () => z.iso.datetime().transform((text) => Date.parse(text));
const begin = () => z.string().refine((text) => !Number.isNaN(Date.parse(text)));
const prints = () => z.object({ length: z.int().min(1), text: z.string().regex(/^[\w-]*$/), at: z.number() });

const Stored = once(() =>
  z.object({
    version: z.literal(2),
    kind: z.string(),
    scope: z.string(),
    polledAt: moment(),
    paidUntil: moment(),
    owedMs: z.number().min(0).optional(),
    eagerUntil: moment(),
    since: moment(),
    quietBefore: moment().optional(),
    /** By the begin of the slot: when it was last read, in seconds since 1970 or 0, and what is kept of the ids seen in it. */
    slots: z.record(begin(), z.string().regex(/^\d{1,12}(?: (?:\d{1,20}|#[\w-]{8}))*$/)),
    prints: prints().optional(),
    waiting: z.record(begin(), z.string().regex(/^[\d ]*$/)).optional(),
    isFull: z.boolean().optional(),
  }),
);

const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
/** The begin of a slot, as short as it can be read. */
const minuteOf = (milliseconds: number) => `${iso(milliseconds).slice(0, 16)}Z`;

/** The state as plain JSON, for the platform to store. */
export const serialize = (state: PollState, slotMs: number): Record<string, unknown> => {
  const waiting = new Map<number, string[]>();
  for (const [id, seenAt] of state.waiting) waiting.set(seenAt, [...(waiting.get(seenAt) ?? []), id]);
  const [firstPrint] = state.prints.values();
  const stored: z.input<ReturnType<typeof Stored>> = {
    version: 2,
    kind: state.kind,
    scope: state.scope,
    polledAt: iso(state.polledAt),
    paidUntil: iso(state.paidUntil),
    eagerUntil: iso(state.eagerUntil),
    ...(state.owedMs > 0 ? { owedMs: Math.round(state.owedMs) } : {}),
    since: iso(state.since * slotMs),
    ...(state.quietBefore === undefined ? {} : { quietBefore: iso(state.quietBefore) }),
    slots: Object.fromEntries(
      state.slots
        .entries()
        .map(([slot, readAt, known]) => [
          minuteOf(slot * slotMs),
          [Math.floor((readAt ?? 0) / 1000), ...known].join(" "),
        ]),
    ),
    ...(firstPrint === undefined
      ? {}
      : {
          prints: {
            length: firstPrint.length,
            text: [...state.prints].map(([mark, print]) => mark + print).join(""),
            at: state.printsAt,
          },
        }),
    ...(waiting.size > 0
      ? { waiting: Object.fromEntries([...waiting].map(([seenAt, ids]) => [iso(seenAt), ids.join(" ")])) }
      : {}),
    ...(state.isFull ? { isFull: true } : {}),
  };
  return stored;
};

/** What was found in the platform's store. */
export type Found =
  | { readonly is: "nothing" }
  | { readonly is: "state"; readonly state: PollState }
  /** Of an earlier Gong component. */
  | { readonly is: "earlier"; readonly polledAt: number; readonly ids: readonly string[] }
  /** Nothing that can be understood. */
  | { readonly is: "garbage" };

/** Reads what an earlier poll, an earlier version, an earlier component or an accident left behind. Never throws. */
export const parse = (stored: unknown, { slotMs, now }: { readonly slotMs: number; readonly now: number }): Found => {
  if (typeof stored !== "object" || stored === null || Array.isArray(stored))
    return stored === undefined || stored === null ? { is: "nothing" } : { is: "garbage" };
  if (Object.keys(stored).length === 0) return { is: "nothing" };
  if (!("version" in stored) && "lastPolledAt" in stored) {
    const earlier = fromEarlierComponent(stored);
    return earlier ? { is: "earlier", ...earlier, polledAt: Math.min(earlier.polledAt, now) } : { is: "garbage" };
  }
  const isVersion1 = "version" in stored && stored.version === 1;
  const state = readState(isVersion1 ? fromVersion1(stored, slotMs) : stored, slotMs, now);
  // A clock that once ran far ahead must not keep the trigger silent until that day comes.
  if (!state || state.polledAt > now + mostAheadMs || state.since * slotMs > now + mostAheadMs)
    return { is: "garbage" };
  return { is: "state", state };
};

const mostAheadMs = 24 * 60 * 60 * 1000;

const readState = (stored: unknown, slotMs: number, now: number): PollState | undefined => {
  const { data } = Stored().safeParse(stored);
  if (!data) return undefined;
  const state = newState({ ...data, since: Math.floor(data.since / slotMs) }, data.polledAt);
  for (const [beginning, text] of Object.entries(data.slots)) {
    const slot = Math.floor(Date.parse(beginning) / slotMs);
    const [read, ...known] = text.split(" ");
    for (const key of known) state.slots.putKey(key, slot);
    // A clock that was set back must not keep a slot from being read until it is there again.
    const readAt = Math.min(Number(read) * 1000, now);
    if (readAt > 0) state.slots.markRead(slot, slot + 1, readAt);
  }
  for (const [seenAt, ids] of Object.entries(data.waiting ?? {}))
    for (const id of ids.split(" ").filter(Boolean)) state.waiting.set(id, Date.parse(seenAt));
  return Object.assign(state, {
    paidUntil: data.paidUntil,
    owedMs: data.owedMs ?? 0,
    eagerUntil: data.eagerUntil,
    isFull: data.isFull ?? false,
    prints: new Map(
      cut(data.prints?.text ?? "", shortMarkLength + (data.prints?.length ?? 0)).map((each) => [
        each.slice(0, shortMarkLength),
        each.slice(shortMarkLength),
      ]),
    ),
    printsAt: data.prints?.at ?? 0,
  });
};
