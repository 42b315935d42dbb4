import { GongError } from "#src/base/errors";
import type { RecordPage } from "#src/triggers/polling/slots";

/**
 * A list of calls as Gong keeps it, in virtual time and without a network: calls appear late, move, vanish, come in
 * bursts; pages shift while they are read, and totals run ahead of the list. A month of polls takes seconds.
 */
export interface SyntheticCall {
  readonly id: string;
  /** The time by which it is listed, in milliseconds since 1970. */
  moment: number;
  readonly visibleAt: number;
  readonly goneAt: number;
  readonly hasStart: boolean;
  readonly hasId: boolean;
  /** Moved to another time, once. */
  readonly move?: { readonly at: number; readonly to: number };
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
const quarterMs = 15 * minuteMs;

/** Numbers from 0 to 1 that a seed decides. */
export const chance = (seed: number) => {
  let state = (seed * 7919 + 17) | 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    return ((state ^ (state >>> 15)) >>> 0) / 2 ** 32;
  };
};

export interface WorldOptions {
  readonly seed: number;
  readonly callsADay: number;
  /** In milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly isDirty: boolean;
  /** Calls from before this moment are there at once, as a past that nobody changes. */
  readonly settledBefore?: number;
}

/** All calls of a world, in no order. */
export const makeCalls = ({ seed, callsADay, from, to, isDirty, settledBefore = 0 }: WorldOptions): SyntheticCall[] => {
  const random = chance(seed);
  let next = 7_000_000_000_000_000_000n + BigInt(seed) * 1_000_000_000n;
  const calls: SyntheticCall[] = [];
  const add = (moment: number, patch: Partial<SyntheticCall> = {}): SyntheticCall => {
    next += 7_919n;
    const lateness = random() < 0.7 ? random() * hourMs : random() * 24 * hourMs;
    const visibleAt = moment < settledBefore ? 0 : moment + 5 * minuteMs + lateness;
    const call: SyntheticCall = {
      id: String(next),
      moment,
      visibleAt,
      goneAt: Number.POSITIVE_INFINITY,
      hasStart: true,
      hasId: true,
      ...patch,
    };
    calls.push(call);
    return call;
  };
  const addDirty = (moment: number) => {
    const dice = random();
    if (dice < 0.02) return void add(moment, { goneAt: moment + random() * 36 * hourMs });
    if (dice < 0.04) {
      const call = add(moment);
      const at = call.visibleAt + random() * 10 * hourMs;
      Object.assign(call, { move: { at, to: moment + (random() * 6 - 3) * hourMs } });
      return;
    }
    // A meeting that was held up to half a day before its planned time, by which it is listed.
    if (dice < 0.05) return void add(moment, { visibleAt: moment - random() * 12 * hourMs });
    if (dice < 0.052) return void add(moment, { hasStart: false });
    add(moment, dice < 0.053 ? { hasId: false } : {});
  };
  const addUsual = (day: number) => {
    // Nearly all calls are held in twelve hours of the day; in a clean world they are spread over all of it.
    const isAtNight = !isDirty || random() < 0.03;
    const moment = day * dayMs + (isAtNight ? random() * dayMs : 8 * hourMs + random() * 12 * hourMs);
    if (moment < from || moment >= to) return;
    if (isDirty && moment >= settledBefore) addDirty(moment);
    else add(moment);
  };
  /** One goes and one comes in the same quarter of an hour: the number of calls does not show it. */
  const addPair = (day: number) => {
    const moment = day * dayMs + random() * dayMs;
    const at = moment + hourMs + random() * 20 * hourMs;
    if (moment < from || moment >= to) return;
    add(moment, { visibleAt: moment + 10 * minuteMs, goneAt: at });
    add(Math.floor(moment / quarterMs) * quarterMs + random() * quarterMs, { visibleAt: at });
  };
  /** Calls of one quarter of an hour that appear together. */
  const addBurst = (moment: number) => {
    if (moment >= from)
      for (let index = 0; index < 500; index++) add(moment + random() * quarterMs, { visibleAt: moment + 2 * hourMs });
  };
  for (let day = Math.floor(from / dayMs); day * dayMs < to; day++) {
    for (let index = 0; index < callsADay; index++) addUsual(day);
    for (let pair = 0; isDirty && pair < 10; pair++) addPair(day);
    if (isDirty && day % 3 === 0) addBurst(day * dayMs + 10 * hourMs);
  }
  return calls;
};

/** The same list behind a clock of its own: what a request sees is what is visible when it is made. */
export class SyntheticGong {
  requests = 0;
  /** In order of time. */
  private readonly bySlot = new Map<number, SyntheticCall[]>();
  private readonly moves: SyntheticCall[];
  private nextMove = 0;

  constructor(
    readonly calls: readonly SyntheticCall[],
    /** Virtual time, in milliseconds since 1970: a request takes 400 of them. */
    readonly clock: { now: number },
    private readonly options: {
      readonly random: () => number;
      readonly faults: number;
      readonly totalsAhead: boolean;
    },
  ) {
    for (const call of calls) this.slot(call.moment).push(call);
    for (const listed of this.bySlot.values()) listed.sort(byMoment);
    this.moves = calls.filter(({ move }) => move).sort((a, b) => (a.move?.at ?? 0) - (b.move?.at ?? 0));
  }

  /** The pages between two moments, each as it is when it is asked for; a cursor is an offset, as with Gong. */
  async *pages(from: number, to: number, cursor?: string): AsyncGenerator<RecordPage<SyntheticCall>> {
    let offset = Number(cursor ?? 0);
    let ahead = 0;
    for (;;) {
      this.requests += 1;
      this.clock.now += 400;
      if (this.options.random() < this.options.faults) throw new GongError("Gong is unwell.", { status: 500 });
      const listed = this.listed(from, to, this.clock.now);
      if (this.options.totalsAhead) ahead ||= this.listed(from, to, this.clock.now + 30 * minuteMs).length;
      const records = listed.slice(offset, offset + 100);
      offset += 100;
      const isLast = offset >= listed.length;
      yield { records, total: Math.max(ahead, listed.length), cursor: isLast ? undefined : String(offset) };
      if (isLast) return;
    }
  }

  private listed(from: number, to: number, at: number): SyntheticCall[] {
    this.moveOn(this.clock.now);
    const found: SyntheticCall[] = [];
    for (let slot = Math.floor(from / quarterMs); slot * quarterMs < to; slot++)
      for (const call of this.bySlot.get(slot) ?? [])
        if (call.visibleAt <= at && call.goneAt > at && call.moment >= from && call.moment < to) found.push(call);
    return found;
  }

  private moveOn(now: number) {
    for (let call = this.moves[this.nextMove]; call?.move && call.move.at <= now; call = this.moves[this.nextMove]) {
      const before = this.slot(call.moment);
      before.splice(before.indexOf(call), 1);
      call.moment = call.move.to;
      const after = this.slot(call.moment);
      after.push(call);
      after.sort(byMoment);
      this.nextMove += 1;
    }
  }

  private slot(moment: number): SyntheticCall[] {
    const slot = Math.floor(moment / quarterMs);
    const calls = this.bySlot.get(slot) ?? [];
    this.bySlot.set(slot, calls);
    return calls;
  }
}

const byMoment = (a: SyntheticCall, b: SyntheticCall) => a.moment - b.moment;
