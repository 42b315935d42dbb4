import { GongError } from "#src/base/errors";
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
  /** Up to which moment (milliseconds since 1970) the passing time has paid for requests. */
  paidUntil: number;
  /** What was spent beside watching and is not paid yet, in milliseconds of passing time. */
  owedMs: number;
  /** The same as `paidUntil` for polls that follow each other within minutes. */
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

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A request pays for so long: 86,400 / 45 = 1,920 requests a day, 7 in a poll every five minutes. */
export const requestMs = 45_000;
/** No more is saved up than pays for an hour, so that a schedule of up to an hour loses nothing. */
const mostSavedMs = hourMs;
/** So much is left over from poll to poll, and may be owed before what can wait has to wait: eight requests. */
const spareMs = 8 * requestMs;
/** Seven of ten calls appear within an hour after they were held: until then a slot is due at every poll. */
const youngMs = hourMs;
const youngWaitMs = 4.5 * minuteMs;
/** Polls of every minute read the youngest at every fifth; a few at once, as a person tries them, read each time. */
const mostEagerMs = hourMs;
/** Calls that appear later are spread over a day: every 30 minutes would cost half as much again at 2,000 calls a day. */
const waitMs = 45 * minuteMs;
const pageSize = 100;
/** A page less what may have come since. */
const mostKnown = 80;
/** More than so many slots whose last read is due are a past: a look-back, a pause or an outage. */
const mostDueSlots = 4;
/** A past is read in ranges of at most a thousand records. */
const mostPages = 10;
/** What one poll hands out at most, and after how many it begins no further range. */
export const mostRecords = 5_000;
const nearlyMostRecords = mostRecords - mostPages * pageSize;
/** Records are remembered longer than their slots are read where there is room: a call that is moved late is no new one. */
const keptMs = 12 * hourMs;
const mostKeptCharacters = 240_000;

interface Slot {
  readAt?: number;
  readonly keys: Set<string>;
}

/** The slots of which something is known. */
export class Slots {
  private readonly slots = new Map<number, Slot>();
  private readonly slotOfKey = new Map<string, number>();
  private marks = 0;
  private characters = 0;

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

  /** The slot under which a record is known. */
  slotOf(id: string): number | undefined {
    return this.slotOfKey.get(keptIdOf(id)) ?? (this.marks > 0 ? this.slotOfKey.get(markOf(id)) : undefined);
  }

  /** Remembers a record under a slot, and nowhere else. */
  put(id: string, slot: number) {
    if (this.marks > 0) this.drop(markOf(id));
    this.putKey(keptIdOf(id), slot);
  }

  /** The same for what is kept of an id. */
  putKey(key: string, slot: number) {
    if (this.slotOfKey.get(key) === slot) return;
    this.drop(key);
    this.at(slot).keys.add(key);
    this.slotOfKey.set(key, slot);
    this.characters += key.length + 1;
    if (key.startsWith("#")) this.marks += 1;
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
   * oldest first, when all together take too much room.
   */
  forget(since: number, keptFrom: number) {
    const past = [...this.slots.keys()].filter((slot) => slot < since).sort((a, b) => a - b);
    for (const number of past) {
      const keys = this.slots.get(number)?.keys ?? new Set();
      if (keys.size > 0 && number >= keptFrom && this.characters <= mostKeptCharacters) continue;
      for (const key of keys) this.drop(key);
      this.slots.delete(number);
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
    const slot = this.slotOfKey.get(key);
    if (slot === undefined) return;
    this.slotOfKey.delete(key);
    this.slots.get(slot)?.keys.delete(key);
    this.characters -= key.length + 1;
    if (key.startsWith("#")) this.marks -= 1;
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
  private spent = 0;
  private readonly paidUntil: number;
  /** Slots before it ended so long ago that nothing more appears in them: once read, they are forgotten. */
  private readonly edge: number;
  private readonly end: number;
  readonly isBehind: boolean;
  private readonly isEager: boolean;

  constructor(
    private readonly source: Source<T>,
    private readonly watch: Watch,
    private readonly bounds: PollBounds,
  ) {
    const { now, lateMs } = bounds;
    this.edge = this.slotAt(now - lateMs);
    this.end = this.slotAt(now + source.aheadMs) + 1;
    this.isBehind = this.edge - watch.since > mostDueSlots;
    watch.eagerUntil = Math.min(Math.max(watch.eagerUntil, now - mostEagerMs), now);
    this.isEager = watch.eagerUntil + youngWaitMs <= now;
    // What was spent beside watching takes at most half of the time that pays for both.
    const paid = Math.min(Math.max(watch.paidUntil, now - mostSavedMs), now + mostSavedMs);
    const repaid = Math.min(watch.owedMs, Math.max(0, now - paid) / 2);
    watch.owedMs -= repaid;
    this.paidUntil = paid + repaid;
  }

  /** Reads what is due, the most overdue first. */
  async readDue() {
    const { watch, bounds } = this;
    const allowed = Math.floor((bounds.now - this.paidUntil) / requestMs);
    const first = () => (this.isBehind ? Math.max(watch.since, this.edge) : watch.since);
    let widest = Number.POSITIVE_INFINITY;
    while (this.mayGoOn()) {
      const slot = this.mostOverdue(first());
      if (slot === undefined) return;
      const isFree = watch.slots.readAt(slot) === undefined && this.startOf(slot) <= bounds.now;
      if (!isFree && this.spent >= allowed) return;
      const range = this.widened(slot, first(), widest);
      const isOneSlot = range.to - range.from === 1;
      const before = bounds.requests();
      const most = isOneSlot && (isFree || this.spent === 0) ? Number.POSITIVE_INFINITY : allowed - this.spent;
      const { isWhole } = await this.read(range, isFree ? Math.max(mostPages, most) : most).finally(() => {
        if (!isFree) this.spent += bounds.requests() - before;
      });
      if (isWhole) watch.slots.markRead(range.from, range.to, bounds.now);
      // It comes first at the next poll.
      else if (isOneSlot) return;
      widest = isWhole ? Number.POSITIVE_INFINITY : Math.ceil((range.to - range.from) / 2);
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
      const right = (mostPages * pageSize * 0.9) / Math.max(total, 1);
      width = Math.max(1, Math.floor(slots * Math.min(isWhole ? 2 : 1 / 2, right)));
    }
  }

  /** Settles what was spent, and tells whether there is more to find at once. */
  finish(): boolean {
    const { watch, bounds, edge } = this;
    const { now, lateMs } = bounds;
    watch.paidUntil = Math.max(this.paidUntil + requestMs * this.spent, now - spareMs);
    if (this.isEager && this.ranges > 0) watch.eagerUntil += youngWaitMs;
    while (watch.since < edge && this.isDone(watch.since)) watch.since += 1;
    watch.slots.forget(watch.since, this.slotAt(now - lateMs - keptMs));
    const { quietBefore = Number.NEGATIVE_INFINITY } = watch;
    const quietTo = Math.ceil(quietBefore / this.source.slotMs);
    if (!this.hasUnread({ from: watch.since, to: quietTo })) watch.quietBefore = undefined;
    if (this.isBehind && watch.since < edge) return true;
    return this.hasUnread({ from: Math.max(watch.since, edge, quietTo), to: this.slotAt(now) + 1 });
  }

  /** Reads a range to its end, unless it is longer than so many pages; what was seen of it is known all the same. */
  private async read(range: Range, most: number): Promise<{ isWhole: boolean; total: number }> {
    let first: RecordPage<T> | undefined;
    for await (const page of this.source.pages(range.from, range.to)) {
      for (const record of page.records) this.collect(record, range);
      this.pages += 1;
      const isTooLong = !first && page.total > most * pageSize;
      first ??= page;
      if (page.cursor && (isTooLong || this.found.length >= mostRecords)) return { isWhole: false, total: first.total };
    }
    this.ranges += 1;
    return { isWhole: true, total: first?.total ?? 0 };
  }

  private collect(record: T, range: Range) {
    const { slots, quietBefore } = this.watch;
    const id = this.source.idOf(record);
    if (id === undefined) return;
    const moment = this.source.momentOf(record);
    const known = slots.slotOf(id);
    const isIn = (slot: number | undefined): slot is number =>
      slot !== undefined && slot >= range.from && slot < range.to;
    const told = isIn(this.slotAt(moment)) ? this.slotAt(moment) : undefined;
    // Kept too long rather than too short: what was forgotten too early would come again.
    const slot = told ?? (isIn(known) ? known : range.to - 1);
    const isQuiet =
      quietBefore !== undefined &&
      (told === undefined
        ? this.hasUnread(range) && this.startOf(range.from) < quietBefore
        : slots.readAt(told) === undefined && moment < quietBefore);
    if (known === undefined && !isQuiet) this.found.push(record);
    slots.put(id, slot);
  }

  private hasUnread({ from, to }: Range): boolean {
    for (let slot = from; slot < to; slot++) if (this.watch.slots.readAt(slot) === undefined) return true;
    return false;
  }

  private mayGoOn(): boolean {
    return this.found.length <= nearlyMostRecords && this.bounds.hasTime();
  }

  private mostOverdue(first: number): number | undefined {
    let most: number | undefined;
    let longest = 1;
    for (let slot = first; slot < this.end; slot++) {
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
    const readAt = this.watch.slots.readAt(slot);
    return readAt !== undefined && readAt >= this.startOf(slot + 1) + this.bounds.lateMs;
  }

  /** The slot with its neighbors, those that wait longer first, as far as a page holds what is known of them. */
  private widened(slot: number, first: number, widest: number): Range {
    const { slots } = this.watch;
    let [from, to, count] = [slot, slot + 1, slots.count(slot)];
    while (to - from < widest) {
      const [next] = [from - 1, to]
        .filter((each) => each >= first && each < this.end && count + slots.count(each) <= mostKnown)
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

/** True when what was spent beside watching is as good as paid. */
export const isPaid = ({ owedMs }: Watch): boolean => owedMs <= spareMs;

/** Counts requests that were spent beside watching: they are paid from the same passing time. */
export const owe = (watch: Watch, requests: number) => {
  watch.owedMs = Math.min(watch.owedMs + requests * requestMs, mostOwedMs);
};

/** A clock that jumped, or an afternoon of thousands of waiting calls, must not stop the rest for good. */
const mostOwedMs = 6 * hourMs;
