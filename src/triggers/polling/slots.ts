import { GongError } from "#src/base/errors";
import { hourMs, minuteMs } from "#src/base/time";
import { keptIdOf, markOf } from "#src/triggers/keptIds";

/**
 * Reading instead of counting. Time is cut into slots. Of each slot is known when it was last read to its end, and which
 * records were seen in it. A page costs one request whether it is read or only counted, so a poll reads whole whatever
 * is most overdue, together with its neighbors as far as one page holds them, until nothing is due or what it may spend
 * is spent. A slot is forgotten only after a complete read made when nothing more could appear in it.
 */

/** One page of a list that is cut by time. */
export interface RecordPage<T> {
  readonly records: readonly T[];
  /** How many records Gong says the whole range has; it may run ahead of the list. */
  readonly total: number;
  readonly cursor?: string;
}

/** A list of Gong's that can be read by ranges of time slots. */
export interface Source<T> {
  /** The length of a slot in milliseconds. */
  readonly slotMs: number;
  /** How far ahead of the clock a record's time may lie, in milliseconds: meetings are held early. */
  readonly aheadMs: number;
  /** The pages of the slots from one (included) to another (excluded). */
  pages(from: number, to: number): AsyncIterable<RecordPage<T>>;
  /** Undefined for a record that cannot be told from others. */
  idOf(record: T): string | undefined;
  /** The time by which Gong lists it, in milliseconds since 1970; NaN where the record does not tell. */
  momentOf(record: T): number;
}

/** Which slots are watched, what is known of them, and what was spent on them. */
export interface Watch {
  readonly slots: Slots;
  /** The first slot that is still read. Never moves back. */
  since: number;
  /** What the first read of a slot finds listed before this moment (milliseconds since 1970) is only remembered. */
  quietBefore?: number;
  /** When the latest good poll began, in milliseconds since 1970. */
  polledAt: number;
  /** Up to which moment (milliseconds since 1970) the passing time has paid for watching. */
  paidUntil: number;
  /** What was spent beside watching and is not paid yet, in milliseconds of passing time. */
  owedMs: number;
  /** As `paidUntil`, for reading the youngest slots in polls that follow each other within minutes. */
  eagerUntil: number;
}

export interface PollBounds {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How late a record may appear, in milliseconds. */
  readonly lateMs: number;
  /** Requests sent so far. */
  readonly requests: () => number;
  /** False when no further read should be begun. */
  readonly hasTime: () => boolean;
  /** False when no past records should be read now. */
  readonly readsPast?: boolean;
  /** False when a fault before the first page ends the reading as any other does. */
  readonly mayThrow?: boolean;
  readonly warn: (message: string) => void;
}

export interface Polled<T> {
  /** Records that were not seen before, each once. */
  readonly found: T[];
  /** True when there is more to find at once: a past that is not read to its end. */
  readonly more: boolean;
  /** True when a past was read, which is done beside the allowance. */
  readonly isPast: boolean;
  /**
   * True when reading on at once brings more: of a past, or of a first reading that a fault cut, since what appears
   * before its end is taken for old. False when a fault came before anything was learned.
   */
  readonly goesOn: boolean;
}

/** The most records of one page. */
const pageSize = 100;

/**
 * A request pays for so long: 86,400 / 47 = 1,838 requests a day, six or seven in a poll every five minutes. Runs that
 * fail forget what they spent: with one in fifty of them, and one request in twenty, a day stays below 1,930.
 */
const requestMs = 47_000;
/** No more is saved up than pays for an hour, so that a schedule of up to an hour loses nothing. */
const mostSavedMs = hourMs;
/** More is not owed than six hours pay: neither a clock that jumped nor thousands of waiting calls stop the rest. */
const mostOwedMs = 6 * hourMs;
/** So much is left over from poll to poll, and may be owed before what can wait has to wait: eight requests. */
const spareMs = 8 * requestMs;
/** Seven of ten calls appear within an hour after they were held: until then a slot is due at every poll. */
const youngMs = hourMs;
/** Polls of every minute read the youngest at every fifth; a few at once, as a person tries them, read each time. */
const youngWaitMs = 4.5 * minuteMs;
/** Calls that appear later are spread over a day: every 30 minutes would cost half as much again at 2,000 calls a day. */
const waitMs = 45 * minuteMs;
/** So many known records leave room on a page for what may have come since. */
const mostKnown = 90;
/** More than so many slots whose last read is due are a past: a look-back, a pause or an outage. */
const mostDueSlots = 4;
/** A past is read in ranges of at most a thousand records. */
const mostPages = 10;
/** What one poll hands out at most. It begins no further range where that might go beyond. */
export const mostRecords = 5_000;
/** Records are remembered longer than their slots are read where there is room: a call that is moved late is no new one. */
const keptMs = 12 * hourMs;
const mostKept = 12_000;

interface Slot {
  readAt?: number;
  readonly keys: Set<string>;
}

/** The slots of which something is known. */
export class Slots {
  private readonly slots = new Map<number, Slot>();
  private readonly slotOfKey = new Map<string, number>();

  /** How many records are known. */
  get size() {
    return this.slotOfKey.size;
  }

  /** When the slot was last read to its end, in milliseconds since 1970; undefined when it never was. */
  readAt(slot: number): number | undefined {
    return this.slots.get(slot)?.readAt;
  }

  count(slot: number): number {
    return this.slots.get(slot)?.keys.size ?? 0;
  }

  /** The slot under which a record is known; version 1 kept a mark of any id. */
  slotOf(id: string): number | undefined {
    return this.slotOfKey.get(keptIdOf(id)) ?? this.slotOfKey.get(markOf(id));
  }

  /** Remembers a record under a slot, and nowhere else. */
  put(id: string, slot: number) {
    const key = keptIdOf(id);
    if (this.slotOfKey.get(key) === slot) return;
    this.drop(markOf(id));
    this.putKey(key, slot);
  }

  /** The same for what is kept of an id. */
  putKey(key: string, slot: number) {
    this.drop(key);
    this.at(slot).keys.add(key);
    this.slotOfKey.set(key, slot);
  }

  markRead(from: number, to: number, readAt: number) {
    for (let slot = from; slot < to; slot++) this.at(slot).readAt = readAt;
  }

  /** Forgets what was last read, so that all of it is due; what is known stays known. */
  forgetReads() {
    for (const slot of this.slots.values()) slot.readAt = undefined;
  }

  /**
   * Forgets the slots before `since`: those without records at once, the others when they lie before `keptFrom` or, the
   * oldest first, when all together hold too many.
   */
  forget(since: number, keptFrom: number) {
    const past = [...this.slots.keys()].filter((slot) => slot < since).sort((a, b) => a - b);
    for (const slot of past) {
      if (this.count(slot) > 0 && slot >= keptFrom && this.size <= mostKept) continue;
      for (const key of this.at(slot).keys) this.drop(key);
      this.slots.delete(slot);
    }
  }

  /** What is known, in order. */
  entries(): [slot: number, readAt: number | undefined, keys: ReadonlySet<string>][] {
    return [...this.slots].sort(([a], [b]) => a - b).map(([slot, { readAt, keys }]) => [slot, readAt, keys]);
  }

  private at(number: number): Slot {
    const slot = this.slots.get(number) ?? { keys: new Set() };
    this.slots.set(number, slot);
    return slot;
  }

  private drop(key: string) {
    this.slots.get(this.slotOfKey.get(key) ?? Number.NaN)?.keys.delete(key);
    this.slotOfKey.delete(key);
  }
}

/**
 * Finds the records that were not seen before, and brings the watch up to date: it is changed, and kept only when the
 * poll as a whole succeeds. A fault ends the reading; what was read until then is kept and handed out.
 * @throws whatever reading throws before a first page was there.
 */
export const pollSlots = async <T>(source: Source<T>, watch: Watch, bounds: PollBounds): Promise<Polled<T>> => {
  const reader = new Reader(source, watch, bounds);
  const known = watch.slots.size;
  let isCut = false;
  try {
    await reader.readDue();
    await reader.readPast();
  } catch (error) {
    if (!(error instanceof GongError) || (reader.pages === 0 && bounds.mayThrow !== false)) throw error;
    bounds.warn(`Reading stopped early and goes on at the next poll: ${error.message}`);
    isCut = true;
  }
  const hasLearned = reader.ranges > 0 || watch.slots.size > known;
  const more = reader.finish();
  const goesOn = isCut ? hasLearned && (more || watch.quietBefore !== undefined) : more;
  return { found: reader.found, more, goesOn, isPast: reader.isBehind };
};

/** From a slot (included) to another (excluded). */
interface Range {
  readonly from: number;
  readonly to: number;
}

class Reader<T> {
  readonly found: T[] = [];
  /** Pages that were read, and ranges that were read to their end. */
  pages = 0;
  ranges = 0;
  /** True when so much waits for its last read that it is a past. */
  readonly isBehind: boolean;
  /** Slots before it ended so long ago that nothing more appears in them: once read, they are forgotten. */
  private readonly edge: number;
  private readonly end: number;
  /** The first slot that is watched; those before it are a past. */
  private readonly first: number;
  private readonly isEager: boolean;
  private readonly allowed: number;
  private spent = 0;

  constructor(
    private readonly source: Source<T>,
    private readonly watch: Watch,
    private readonly bounds: PollBounds,
  ) {
    const { now, lateMs } = bounds;
    this.edge = this.slotAt(now - lateMs);
    this.end = this.slotAt(now + source.aheadMs) + 1;
    this.isBehind = this.edge - watch.since > mostDueSlots;
    this.first = this.isBehind ? this.edge : watch.since;
    watch.eagerUntil = within(now - mostSavedMs, watch.eagerUntil, now);
    this.isEager = watch.eagerUntil + youngWaitMs <= now;
    const paidUntil = within(now - mostSavedMs, watch.paidUntil, now + mostSavedMs);
    // What was spent beside watching takes at most half of the time that pays for both.
    const repaidMs = within(0, (now - paidUntil) / 2, watch.owedMs);
    watch.owedMs -= repaidMs;
    watch.paidUntil = paidUntil + repaidMs;
    this.allowed = Math.floor((now - watch.paidUntil) / requestMs);
  }

  /** Reads what is due, the most overdue first. */
  async readDue() {
    const { watch, bounds } = this;
    let widest = Number.POSITIVE_INFINITY;
    while (this.mayGoOn()) {
      const slot = this.mostOverdue();
      if (slot === undefined) return;
      const isFree = watch.slots.readAt(slot) === undefined && this.startOf(slot) <= bounds.now;
      if (!isFree && this.spent >= this.allowed) return;
      const range = this.widened(slot, widest);
      const slots = range.to - range.from;
      const before = bounds.requests();
      const { isWhole } = await this.read(range, this.roomFor(slots, isFree)).finally(() => {
        if (!isFree) this.spent += bounds.requests() - before;
      });
      if (isWhole) watch.slots.markRead(range.from, range.to, bounds.now);
      // It comes first at the next poll.
      else if (slots === 1) return;
      widest = isWhole ? Number.POSITIVE_INFINITY : Math.ceil(slots / 2);
    }
  }

  /** Reads what is left of the past, the oldest first, in ranges of about a thousand records. */
  async readPast() {
    const { watch, edge } = this;
    if (!this.isBehind || this.bounds.readsPast === false) return;
    let width = edge - watch.since;
    while (watch.since < edge && this.mayGoOn()) {
      const range = { from: watch.since, to: Math.min(edge, watch.since + width) };
      const slots = range.to - range.from;
      const { isWhole, total } = await this.read(range, slots === 1 ? Number.POSITIVE_INFINITY : mostPages);
      if (isWhole) watch.since = range.to;
      const right = (mostPages * mostKnown) / Math.max(total, 1);
      width = Math.max(1, Math.floor(slots * Math.min(isWhole ? 2 : 1 / 2, right)));
    }
  }

  /** Settles what was spent, and tells whether there is more to find at once. */
  finish(): boolean {
    const { watch, edge } = this;
    const { now, lateMs } = this.bounds;
    watch.polledAt = now;
    watch.paidUntil = Math.max(watch.paidUntil + requestMs * this.spent, now - spareMs);
    if (this.isEager && this.ranges > 0) watch.eagerUntil += youngWaitMs;
    while (watch.since < edge && this.isDone(watch.since)) watch.since += 1;
    watch.slots.forget(watch.since, this.slotAt(now - lateMs - keptMs));
    const quietTo = Math.ceil((watch.quietBefore ?? 0) / this.source.slotMs);
    if (!this.hasUnread({ from: watch.since, to: quietTo })) watch.quietBefore = undefined;
    if (this.isBehind && watch.since < edge) return true;
    return this.hasUnread({ from: Math.max(watch.since, edge, quietTo), to: this.slotAt(now) + 1 });
  }

  /** How many pages a range may have: one slot is read whole, if not in this poll then in the next. */
  private roomFor(slots: number, isFree: boolean): number {
    if (slots === 1 && (isFree || this.spent === 0)) return Number.POSITIVE_INFINITY;
    return isFree ? mostPages : this.allowed - this.spent;
  }

  /** Reads a range to its end, unless it has more pages than there is room for; what was seen of it stays known. */
  private async read(range: Range, room: number): Promise<{ isWhole: boolean; total: number }> {
    let first: RecordPage<T> | undefined;
    for await (const page of this.source.pages(range.from, range.to)) {
      for (const record of page.records) this.collect(record, range);
      this.pages += 1;
      const isTooLong = !first && page.total > room * pageSize;
      first ??= page;
      if (page.cursor && (isTooLong || this.found.length >= mostRecords)) return { isWhole: false, total: first.total };
    }
    this.ranges += 1;
    return { isWhole: true, total: first?.total ?? 0 };
  }

  private collect(record: T, range: Range) {
    const { slots, quietBefore = Number.NEGATIVE_INFINITY } = this.watch;
    const id = this.source.idOf(record);
    if (id === undefined) return;
    const moment = this.source.momentOf(record);
    const isIn = (slot: number | undefined): slot is number =>
      slot !== undefined && slot >= range.from && slot < range.to;
    const known = slots.slotOf(id);
    const told = this.slotAt(moment);
    const isTold = isIn(told);
    if (known === undefined) {
      const begin = isTold ? moment : this.startOf(range.from);
      const isQuiet = begin < quietBefore && this.hasUnread(isTold ? { from: told, to: told + 1 } : range);
      if (!isQuiet) this.found.push(record);
    }
    // Kept too long rather than too short: what was forgotten too early would come again.
    const untold = isIn(known) ? known : range.to - 1;
    slots.put(id, isTold ? told : untold);
  }

  private hasUnread({ from, to }: Range): boolean {
    for (let slot = from; slot < to; slot++) if (this.watch.slots.readAt(slot) === undefined) return true;
    return false;
  }

  private mayGoOn(): boolean {
    return this.found.length <= mostRecords - mostPages * pageSize && this.bounds.hasTime();
  }

  private mostOverdue(): number | undefined {
    let most: number | undefined;
    let longest = 1;
    for (let slot = this.first; slot < this.end; slot++) {
      const wait = this.waitOf(slot);
      if (wait < longest || (most !== undefined && wait === longest)) continue;
      most = slot;
      longest = wait;
    }
    return most;
  }

  /** How long a slot has waited to be read, as a share of how long it may. */
  private waitOf(slot: number): number {
    const { now } = this.bounds;
    if (slot < this.edge) return this.isDone(slot) ? 0 : Number.POSITIVE_INFINITY;
    const waitedMs = now - (this.watch.slots.readAt(slot) ?? 0);
    const isYoung = this.startOf(slot) <= now && now - this.startOf(slot + 1) < youngMs;
    if (!isYoung) return waitedMs / waitMs;
    return Math.max(waitedMs / youngWaitMs, this.isEager && waitedMs > 0 ? 1 : 0);
  }

  /** True after the last read that a slot needs. */
  private isDone(slot: number): boolean {
    return (this.watch.slots.readAt(slot) ?? 0) >= this.startOf(slot + 1) + this.bounds.lateMs;
  }

  /** The slot with its neighbors, those that wait longer first, as far as a page holds what is known of them. */
  private widened(slot: number, widest: number): Range {
    const { slots } = this.watch;
    let [from, to, count] = [slot, slot + 1, slots.count(slot)];
    while (to - from < widest) {
      const [next] = [from - 1, to]
        .filter((each) => each >= this.first && each < this.end && count + slots.count(each) <= mostKnown)
        .sort((a, b) => this.waitOf(b) - this.waitOf(a));
      if (next === undefined) break;
      count += slots.count(next);
      from = Math.min(from, next);
      to = Math.max(to, next + 1);
    }
    return { from, to };
  }

  private slotAt(moment: number): number {
    return Math.floor(moment / this.source.slotMs);
  }

  private startOf(slot: number): number {
    return slot * this.source.slotMs;
  }
}

const within = (least: number, value: number, most: number) => Math.min(Math.max(value, least), most);

/** True when what was spent beside watching is as good as paid. */
export const isPaid = ({ owedMs }: Watch): boolean => owedMs <= spareMs;

/** Counts requests that were spent beside watching: they are paid from the same passing time. */
export const owe = (watch: Watch, requests: number) => {
  watch.owedMs = Math.min(watch.owedMs + requests * requestMs, mostOwedMs);
};
