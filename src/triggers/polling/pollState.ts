import { createHash } from "node:crypto";
import { z } from "zod";
import { once } from "#src/base/lazy";

/**
 * Where a polling trigger stands: what it keeps from poll to poll. The platform stores it as JSON, so it is packed:
 * eight characters for each record that was seen within the late-arrival window, grouped by the time slot that Gong
 * lists it under.
 */
export interface Place {
  /** What is watched; another kind starts over. */
  readonly kind: string;
  /** The filters that Gong itself applies: they decide what a count means. */
  readonly scope: string;
  /** When the latest good poll began, in milliseconds since 1970. */
  polledAt: number;
  /** The first slot that is still watched. Never moves back. */
  since: number;
  readonly known: KnownRecords;
  /** A long read that goes on over several polls. */
  sweep?: Sweep;
  /** Requests that may be spent on looking; below zero when a long read had to borrow. */
  allowance: number;
  /** Requests that a difference in older slots will cost; looking waits until there is enough for it. */
  owed: number;
  /** When everything that is watched was last read in whole, in milliseconds since 1970. */
  wholeAt: number;
  /** Marks of records that were delivered before this place began, as long as its first sweep lasts. */
  earlier: Set<string>;
  /** What is known of each record's content, by its short mark; only where changes are watched. */
  prints: Map<string, string>;
  printsAt: number;
  /** Ids of records that wait for something, with the moment at which each was first seen, in milliseconds since 1970. */
  waiting: Map<string, number>;
}

/** A read of all slots in order, in parts that fit into one poll. */
export interface Sweep {
  /** The first slot that is not read yet. */
  next: number;
  /** How many slots the next part takes. */
  width: number;
  /** The end of the part that is being read, and Gong's cursor in it. */
  to?: number;
  cursor?: string;
  /** Records listed before this moment (milliseconds since 1970) are only remembered: others delivered them. */
  readonly quietBefore?: number;
  /** Records listed before this moment (milliseconds since 1970) were as late as they may be when the sweep began. */
  readonly lateFrom: number;
  /** True for a first read, a catch-up and the regular whole look, which are not taken from the allowance. */
  readonly isFree: boolean;
}

/** The records that were seen, each under the slot that Gong lists it under. */
export class KnownRecords {
  private readonly slots = new Map<string, number>();
  private readonly counts = new Map<number, number>();

  get size() {
    return this.slots.size;
  }

  slotOf(mark: string): number | undefined {
    return this.slots.get(mark);
  }

  /** Remembers a record, or moves it to another slot. */
  put(mark: string, slot: number) {
    this.drop(mark);
    this.slots.set(mark, slot);
    this.counts.set(slot, (this.counts.get(slot) ?? 0) + 1);
  }

  drop(mark: string) {
    const slot = this.slots.get(mark);
    if (slot === undefined) return;
    this.slots.delete(mark);
    const left = (this.counts.get(slot) ?? 0) - 1;
    if (left > 0) this.counts.set(slot, left);
    else this.counts.delete(slot);
  }

  /** How many records are known from one slot (included) to another (excluded). */
  count(from: number, to: number): number {
    let count = 0;
    for (const [slot, each] of this.counts) if (slot >= from && slot < to) count += each;
    return count;
  }

  /** The slots that hold records, in order, each with their number. */
  filled(from: number, to: number): readonly (readonly [slot: number, count: number])[] {
    return [...this.counts].filter(([slot]) => slot >= from && slot < to).sort(([a], [b]) => a - b);
  }

  /** Forgets the records of these slots that a complete read did not find: Gong no longer lists them there. */
  keepOnly(from: number, to: number, seen: ReadonlySet<string>) {
    for (const [mark, slot] of this.slots) if (slot >= from && slot < to && !seen.has(mark)) this.drop(mark);
  }

  forgetBefore(slot: number) {
    for (const [mark, each] of this.slots) if (each < slot) this.drop(mark);
  }

  entries(): Iterable<[mark: string, slot: number]> {
    return this.slots;
  }
}

const markLength = 8;
const shortMarkLength = 7;

/**
 * Tells a record from others by 48 bits of its id's hash. Among the 70,000 calls of a busy week, a new call is taken
 * for a known one with a chance of 1 in 4,000,000,000: once in a thousand years at 10,000 calls a day.
 */
export const markOf = (id: string): string => hashOf(id).slice(0, markLength);

/** The same with 42 bits, for what only compares contents. */
export const shortMarkOf = (id: string): string => hashOf(id).slice(0, shortMarkLength);

/** The hash of a text, as 43 characters of six bits each. */
export const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64url");

const PackedPlace = once(() =>
  z.object({
    version: z.literal(1),
    kind: z.string(),
    scope: z.string(),
    polledAt: z.number(),
    since: z.int().min(0),
    known: z.record(z.string().regex(/^-?\d+$/), packed(markLength)),
    sweep: z
      .object({
        next: z.int().min(0),
        width: z.int().min(1),
        to: z.int().optional(),
        cursor: z.string().optional(),
        quietBefore: z.number().optional(),
        lateFrom: z.number(),
        isFree: z.boolean(),
      })
      .refine(({ next, to }) => to === undefined || to > next)
      .optional(),
    allowance: z.number(),
    owed: z.number().optional(),
    wholeAt: z.number(),
    earlier: packed(markLength).optional(),
    prints: z.object({ length: z.int().min(1), text: z.string(), at: z.number() }).optional(),
    waiting: z.record(z.string().regex(/^-?\d+$/), z.string()).optional(),
  }),
);

const packed = (length: number) =>
  z
    .string()
    .regex(/^[\w-]*$/)
    .refine((text) => text.length % length === 0);

/** The place as plain JSON, for the platform to store. */
export const packPlace = (place: Place): Record<string, unknown> => {
  const known: Record<string, string> = {};
  for (const [mark, slot] of place.known.entries())
    known[slot - place.since] = (known[slot - place.since] ?? "") + mark;
  const waiting: Record<string, string> = {};
  for (const [id, seenAt] of place.waiting)
    waiting[seenAt] = (waiting[seenAt] === undefined ? "" : `${waiting[seenAt]},`) + shortened(id);
  const [firstPrint] = place.prints.values();
  const packed: z.input<ReturnType<typeof PackedPlace>> = {
    version: 1,
    kind: place.kind,
    scope: place.scope,
    polledAt: place.polledAt,
    since: place.since,
    known,
    allowance: Math.round(place.allowance * 1000) / 1000,
    wholeAt: place.wholeAt,
    ...(place.owed > 0 ? { owed: place.owed } : {}),
    ...(place.sweep ? { sweep: { ...place.sweep } } : {}),
    ...(place.earlier.size > 0 ? { earlier: [...place.earlier].join("") } : {}),
    ...(firstPrint === undefined
      ? {}
      : {
          prints: {
            length: firstPrint.length,
            text: [...place.prints].map(([mark, print]) => mark + print).join(""),
            at: place.printsAt,
          },
        }),
    ...(place.waiting.size > 0 ? { waiting } : {}),
  };
  return packed;
};

/** What was found in the platform's store. */
export type Found =
  | { readonly is: "nothing" }
  | { readonly is: "place"; readonly place: Place }
  /** Of an earlier Gong component. */
  | { readonly is: "earlier"; readonly polledAt: number; readonly ids: readonly string[] }
  /** Nothing that can be understood. */
  | { readonly is: "garbage" };

/** Reads what an earlier poll, an earlier version, an earlier component or an accident left behind. Never throws. */
export const readState = (state: unknown, now: number): Found => {
  if (typeof state !== "object" || state === null || Array.isArray(state))
    return state === undefined || state === null ? { is: "nothing" } : { is: "garbage" };
  if (Object.keys(state).length === 0) return { is: "nothing" };
  if (!("version" in state) && "lastPolledAt" in state) return readEarlier(state, now);
  const { data } = PackedPlace().safeParse(state);
  // A clock that once ran far ahead must not keep the trigger silent until that day comes.
  if (!data || data.polledAt > now + mostAheadMs) return { is: "garbage" };
  return { is: "place", place: unpack(data) };
};

const mostAheadMs = 24 * 60 * 60 * 1000;

const unpack = ({
  known,
  prints,
  waiting,
  earlier,
  sweep,
  owed,
  ...rest
}: z.output<ReturnType<typeof PackedPlace>>) => {
  const records = new KnownRecords();
  for (const [offset, marks] of Object.entries(known))
    for (const mark of cut(marks, markLength)) records.put(mark, rest.since + Number(offset));
  const printLength = shortMarkLength + (prints?.length ?? 0);
  const place: Place = {
    kind: rest.kind,
    scope: rest.scope,
    polledAt: rest.polledAt,
    since: rest.since,
    known: records,
    sweep,
    allowance: rest.allowance,
    owed: owed ?? 0,
    wholeAt: rest.wholeAt,
    earlier: new Set(cut(earlier ?? "", markLength)),
    prints: new Map(
      cut(prints?.text ?? "", printLength).map((each) => [each.slice(0, shortMarkLength), each.slice(shortMarkLength)]),
    ),
    printsAt: prints?.at ?? 0,
    waiting: new Map(
      Object.entries(waiting ?? {}).flatMap(([seenAt, ids]) =>
        ids.split(",").map((id) => [lengthened(id), Number(seenAt)]),
      ),
    ),
  };
  return place;
};

const cut = (text: string, length: number): string[] => text.match(new RegExp(`.{${length}}`, "g")) ?? [];

/** Ids of twenty digits take thirteen characters; any other text stays as it is, percent-encoded. */
const shortened = (id: string): string =>
  /^[1-9]\d*$/.test(id) ? BigInt(id).toString(36) : `=${encodeURIComponent(id)}`;

const lengthened = (written: string): string => {
  if (written.startsWith("=")) return decoded(written.slice(1));
  let value = 0n;
  for (const digit of written) value = value * 36n + BigInt(Number.parseInt(digit, 36) || 0);
  return value.toString();
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    // A damaged id is an id that Gong does not know; waiting for it ends at the maximum wait.
    return text;
  }
};

const readEarlier = (state: object, now: number): Found => {
  const { lastPolledAt, knownIds } = state as { lastPolledAt?: unknown; knownIds?: unknown };
  const polledAt = momentOf(lastPolledAt);
  if (polledAt === undefined) return { is: "garbage" };
  const ids = Array.isArray(knownIds) ? knownIds.filter((id) => typeof id === "string" || typeof id === "number") : [];
  return { is: "earlier", polledAt: Math.min(polledAt, now), ids: ids.map(String) };
};

/** ISO text, seconds or milliseconds since 1970. */
const momentOf = (value: unknown): number | undefined => {
  const text = typeof value === "string" ? value.trim() : value;
  const number = typeof text === "string" && /^\d{9,13}$/.test(text) ? Number(text) : text;
  const moment =
    typeof number === "number" ? (number < 1e11 ? number * 1000 : number) : Date.parse(String(number ?? ""));
  return moment > Date.UTC(2000, 0) ? moment : undefined;
};

/** A place at which nothing was read yet. */
export const newPlace = (
  { kind, scope, since }: Pick<Place, "kind" | "scope" | "since">,
  now: number,
  allowance: number,
): Place => ({
  kind,
  scope,
  since,
  polledAt: now,
  known: new KnownRecords(),
  allowance,
  owed: 0,
  wholeAt: now,
  earlier: new Set(),
  prints: new Map(),
  printsAt: 0,
  waiting: new Map(),
});
