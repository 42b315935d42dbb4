import { resume } from "#src/triggers/polling/resume";
import { pollSlots, type Source } from "#src/triggers/polling/slots";
import { type PollState, serialize } from "#src/triggers/polling/state";
import { chance, dayMs, hourMs, makeCalls, minuteMs, type SyntheticCall, SyntheticGong } from "./syntheticGong";

const slotMs = 15 * minuteMs;
const lateMs = 26 * hourMs;
const quiet = { info: () => undefined, warn: () => undefined };

export interface Scenario {
  readonly seed: number;
  readonly callsADay: number;
  readonly days: number;
  readonly isDirty: boolean;
  /** Share of requests that fail; two of a hundred polls are lost besides. */
  readonly faults?: number;
  readonly everyMs?: number;
}

/** What a simulated time of polling came to. */
export interface Outcome {
  /** Of whole days, without the first. */
  readonly requestsADay: readonly [least: number, most: number];
  readonly mostAPoll: number;
  /** Minutes from appearance to delivery, of calls that were not moved and did not wait for the end of an outage. */
  readonly late: { readonly median: number; readonly p95: number; readonly p99: number; readonly worst: number };
  readonly mostCharacters: number;
  /** After how many minutes all was read once that was there already. */
  readonly firstDone: number;
  readonly delivered: number;
  readonly lost: readonly SyntheticCall[];
  readonly twice: readonly SyntheticCall[];
}

/** What is simulated: polls in virtual time, and keeps what a poll left, as the platform does. */
export interface Engine {
  /** Polls once, as a run of the trigger does. Where it throws, nothing has changed. */
  poll(gong: SyntheticGong, now: number): Promise<readonly SyntheticCall[]>;
  /** False until what was there already has been read once. */
  isWatching(): boolean;
  /** Takes what is kept through the platform's store, and tells how many characters that holds. */
  store(): number;
  /** Goes back to what was stored last: the run that received the records failed. */
  restore(): void;
}

export const sourceOf = (gong: SyntheticGong): Source<SyntheticCall> => ({
  slotMs,
  aheadMs: dayMs,
  pages: (from, to) => gong.pages(from * slotMs, to * slotMs),
  idOf: ({ id, hasId }) => (hasId ? id : undefined),
  momentOf: ({ moment, hasStart }) => (hasStart ? moment : Number.NaN),
});

/** The engine under test, which goes on within a poll as the trigger does. */
export const engine = (lookBackTo?: number): Engine & { more: boolean } => {
  let stored: unknown = {};
  let state: PollState | undefined;
  return {
    more: false,
    async poll(gong, now) {
      const source = sourceOf(gong);
      state ??= resume({ stored, kind: "calls", filter: {}, ...source, lateMs, now, logger: quiet, lookBackTo });
      const before = { ...state };
      const began = gong.clock.now;
      const hasTime = () => gong.clock.now - began < 4 * minuteMs;
      const part = (mayThrow: boolean) => {
        const at = now + gong.clock.now - began;
        const bounds = { now: at, lateMs, requests: () => gong.requests, hasTime, mayThrow, warn: () => undefined };
        return pollSlots(source, state ?? before, bounds);
      };
      try {
        let polled = await part(true);
        while (polled.found.length === 0 && polled.goesOn && hasTime()) polled = await part(false);
        this.more = polled.more;
        return polled.found;
      } catch (error) {
        // Nothing was read, so of no slot anything is known that was not known before.
        state = before;
        throw error;
      }
    },
    isWatching: () => state !== undefined && state.quietBefore === undefined,
    store() {
      const text = JSON.stringify(state ? serialize(state, slotMs) : stored);
      stored = JSON.parse(text);
      state = undefined;
      return text.length;
    },
    restore() {
      state = undefined;
    },
  };
};

/** Polls for so many days and tells what came of it. */
export const run = async (scenario: Scenario, polled: Engine = engine()): Promise<Outcome> => {
  const { seed, callsADay, days, isDirty, faults = 0, everyMs = 5 * minuteMs } = scenario;
  const start = Date.UTC(2026, 9, 12, 7, 3);
  const end = start + days * dayMs;
  const random = chance(seed + 500);
  const clock = { now: start };
  const calls = makeCalls({ seed, callsADay, from: start - 3 * dayMs, to: end + dayMs, isDirty });
  const gong = new SyntheticGong(calls, clock, { random, faults, totalsAhead: isDirty });
  const outage = isDirty ? { from: start + 4.5 * dayMs, to: start + 4.5 * dayMs + 8 * hourMs } : { from: 0, to: 0 };
  const skew = () => (isDirty ? skewAt((clock.now - start) / dayMs) : 0);

  let firstDone = Number.POSITIVE_INFINITY;
  let mostAPoll = 0;
  let mostCharacters = 0;
  const perDay = new Map<number, number>();
  const deliveredAt = new Map<SyntheticCall, number>();
  const twice: SyntheticCall[] = [];
  const receive = (found: readonly SyntheticCall[]) => {
    for (const call of found)
      if (deliveredAt.has(call)) twice.push(call);
      else deliveredAt.set(call, clock.now);
  };
  let lastGood = start;
  for (let at = start; at < end; at += everyMs) {
    if (at >= outage.from && at < outage.to) continue;
    clock.now = Math.max(clock.now, at);
    const before = gong.requests;
    const isLost = faults > 0 && random() < 0.02;
    // It takes most of the time, so it is done every hour, and before what is thrown away.
    if (isLost || (at - start) % hourMs < everyMs) mostCharacters = Math.max(mostCharacters, polled.store());
    const began = clock.now;
    try {
      const found = await polled.poll(gong, clock.now + skew());
      if (isLost) polled.restore();
      else {
        receive(found);
        if (polled.isWatching()) firstDone = Math.min(firstDone, clock.now);
        lastGood = began;
      }
    } catch {
      // The platform polls again.
    }
    const spent = gong.requests - before;
    const day = Math.floor((at - start) / dayMs);
    perDay.set(day, (perDay.get(day) ?? 0) + spent);
    if (at > start && !(at >= outage.to && at < outage.to + 3 * hourMs)) mostAPoll = Math.max(mostAPoll, spent);
  }

  const isIn = (moment: number, from: number, to: number) => moment >= from && moment < to;
  // What appears before all was read once counts as there already; what appears last may wait for its turn.
  const expected = calls.filter(
    ({ hasId, visibleAt, goneAt, moment }) =>
      hasId &&
      isIn(visibleAt, firstDone, Math.min(lastGood - 8 * hourMs, moment + lateMs)) &&
      goneAt === Number.POSITIVE_INFINITY,
  );
  const wholeDays = [...perDay].filter(([day]) => day > 0 && day < days - 1).map(([, requests]) => requests);
  return {
    requestsADay: [Math.min(...wholeDays), Math.max(...wholeDays)],
    mostAPoll,
    late: lateness(
      expected
        .filter(({ visibleAt, move }) => !move && !isIn(visibleAt, outage.from - 4 * hourMs, outage.to))
        .flatMap((call) => {
          const at = deliveredAt.get(call);
          return at === undefined ? [] : [(at - call.visibleAt) / minuteMs];
        }),
    ),
    mostCharacters,
    firstDone: Math.round((firstDone - start) / minuteMs),
    delivered: deliveredAt.size,
    lost: expected.filter((call) => !deliveredAt.has(call)),
    twice,
  };
};

/** How far the client's clock runs ahead, in milliseconds: ten minutes, or minus ten, for hours of every third day. */
const skewAt = (day: number): number => {
  if (day % 3 > 1.2 && day % 3 < 1.4) return 10 * minuteMs;
  return day % 3 > 2.2 && day % 3 < 2.4 ? -10 * minuteMs : 0;
};

const lateness = (minutes: number[]) => {
  minutes.sort((a, b) => a - b);
  const share = (part: number) =>
    Math.round(minutes[Math.min(minutes.length - 1, Math.floor(minutes.length * part))] ?? 0);
  return { median: share(0.5), p95: share(0.95), p99: share(0.99), worst: share(1) };
};

/** How a past is read to its end. */
export interface Drained {
  readonly polls: number;
  readonly requests: number;
  readonly mostAPart: { readonly records: number; readonly requests: number };
  /** Parts that delivered nothing although more waited. */
  readonly empty: number;
  readonly delivered: readonly string[];
}

/** Reads part after part from a look-back date on, as in one recurrence or at an interval, until nothing waits. */
export const drain = async (
  calls: readonly SyntheticCall[],
  { now, lookBackTo, everyMs = 0, faults = 0 }: { now: number; lookBackTo: number; everyMs?: number; faults?: number },
): Promise<Drained> => {
  const clock = { now };
  const gong = new SyntheticGong(calls, clock, { random: chance(7), faults, totalsAhead: false });
  const polled = engine(lookBackTo);
  const delivered: string[] = [];
  let [polls, empty, records, requests] = [0, 0, 0, 0];
  do {
    const before = gong.requests;
    try {
      const found = await polled.poll(gong, clock.now);
      polled.store();
      delivered.push(...found.map(({ id }) => id));
      records = Math.max(records, found.length);
      if (found.length === 0 && polled.more) empty += 1;
    } catch {
      // The platform polls again.
    }
    requests = Math.max(requests, gong.requests - before);
    polls += 1;
    clock.now += everyMs;
  } while (polled.more && polls < 1_000);
  return { polls, requests: gong.requests, mostAPart: { records, requests }, empty, delivered };
};
