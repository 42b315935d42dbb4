import { isCursorFault } from "#src/gong/answer";
import { GongError, RepeatedCursorError } from "#src/gong/index";
import {
  costOfFinding,
  isFew,
  isFlood,
  isPause,
  isTooLong,
  isWholeLookDue,
  mayFind,
  mayLook,
  middleOf,
  nextWidth,
  pagesOf,
  tailStart,
} from "./callWindows";
import { markOf, type Place, type Sweep } from "./pollState";

/** One page of a list that is cut by time. */
export interface RecordPage<T> {
  readonly records: readonly T[];
  /** How many records Gong says the whole range has. */
  readonly total: number;
  readonly cursor?: string;
}

/** A list of Gong's that can be read by ranges of time slots. */
export interface Source<T> {
  /** The length of a slot in milliseconds. */
  readonly slotMs: number;
  /** How far behind the clock a record's time may lie, and how far ahead, in milliseconds: meetings are held early. */
  readonly aheadMs: number;
  /** The pages of the slots from one (included) to another (excluded). */
  pages(from: number, to: number, cursor?: string): AsyncIterable<RecordPage<T>>;
  idOf(record: T): string | undefined;
  /** The time by which Gong lists it, in milliseconds since 1970, as far as the record tells. */
  momentOf(record: T): number;
}

export interface PollBounds {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds since the latest good poll. */
  readonly passedMs: number;
  /** How late a record may appear, in milliseconds. */
  readonly lateMs: number;
  /** Requests sent so far by this poll. */
  readonly requests: () => number;
  /** True while nothing is handed out: the first poll only saves its place. */
  readonly isSilent: boolean;
  readonly warn: (message: string) => void;
}

/** What one poll hands out at most, and what one poll of a long read spends; a first look may take its whole time. */
const mostRecordsPerPoll = 5_000;
const mostRequestsPerPoll = 60;
const fewRequests = 10;
/** Halving beyond this costs more than reading everything in order. */
const mostRequestsPerLook = 40;

/**
 * Finds the records that were not seen before, and brings the place up to date. The place given is changed: it is kept
 * only when the poll as a whole succeeds.
 * @throws whatever reading throws before a first page of a long read was there.
 */
export const findNewRecords = async <T>(source: Source<T>, place: Place, bounds: PollBounds): Promise<T[]> => {
  const { slotMs, aheadMs } = source;
  const { known } = place;
  const { now, requests } = bounds;
  const slotAt = (moment: number) => Math.floor(moment / slotMs);
  const end = slotAt(now + aheadMs) + 1;
  const found: T[] = [];

  /** Takes a page in, and gives the marks of its records. */
  const take = (records: readonly T[], from: number, to: number, quietBefore = Number.NEGATIVE_INFINITY) =>
    records.flatMap((record) => {
      const id = source.idOf(record);
      if (id === undefined) return [];
      const mark = markOf(id);
      const slot = known.slotOf(mark);
      const moment = source.momentOf(record);
      const isHere = slot !== undefined && slot >= from && slot < to;
      // Only a range of one slot tells for certain by which of its times Gong lists a call.
      if (!isHere) known.put(mark, Math.min(to - 1, Math.max(from, slotAt(moment) || 0)));
      const isNew = slot === undefined && !place.earlier.has(mark) && !bounds.isSilent && !(moment < quietBefore);
      if (isNew) found.push(record);
      return [mark];
    });

  const firstPage = async (from: number, to: number) => {
    for await (const page of source.pages(from, to)) return { ...page, marks: take(page.records, from, to) };
    throw new Error("A list without a first page.");
  };

  /** Reads the rest of a range whose first page is there. */
  const readOn = async (from: number, to: number, first: Awaited<ReturnType<typeof firstPage>>) => {
    const seen = new Set(first.marks);
    let { total } = first;
    if (first.cursor)
      for await (const page of source.pages(from, to, first.cursor)) {
        for (const mark of take(page.records, from, to)) seen.add(mark);
        total = page.total;
      }
    // Pages shift while records come and go: what a count does not confirm is not forgotten, or it would come twice.
    if (seen.size === total) known.keepOnly(from, to, seen);
  };

  /** Finds differences in a range of which the count is known: halves it until little is left to read. */
  const search = async (from: number, to: number, total: number, deadline: number): Promise<boolean> => {
    if (total === known.count(from, to)) return true;
    if (requests() >= deadline) return false;
    if (to - from === 1 || isFew(total)) {
      await readOn(from, to, await firstPage(from, to));
      return true;
    }
    const middle = middleOf(known, from, to);
    const newer = await firstPage(middle, to);
    if (newer.total !== known.count(middle, to)) {
      if (to - middle === 1 || isFew(newer.total)) await readOn(middle, to, newer);
      else if (!(await search(middle, to, newer.total, deadline))) return false;
    }
    return search(from, middle, total - newer.total, deadline);
  };

  /** Stops watching what can no longer be added to: slots that were read when they were older than the lateness. */
  const stopWatching = (slot: number) => {
    if (slot <= place.since) return;
    place.since = slot;
    known.forgetBefore(slot);
  };

  const finish = (lateFrom = now - bounds.lateMs) => {
    stopWatching(slotAt(lateFrom));
    place.owed = 0;
  };

  const look = async () => {
    const before = requests();
    const allowance = () => place.allowance - (requests() - before);
    if (!mayLook(allowance(), known.count(place.since, end), place.owed)) return;
    const whole = await firstPage(place.since, end);
    const difference = () => whole.total - known.count(place.since, end);
    if (difference() === 0) return finish();
    if (isFew(whole.total) || !whole.cursor) {
      await readOn(place.since, end, whole);
      place.wholeAt = now;
      return finish();
    }
    if (isFlood(difference(), whole.total)) {
      place.sweep = newSweep(place.since, end, { isFree: isPause(bounds.passedMs), lateFrom: now - bounds.lateMs });
      return sweepOn(place.sweep);
    }
    const start = tailStart(known, place.since, end, now, slotMs);
    const tail = await firstPage(start, end);
    if (tail.total !== known.count(start, end)) await readOn(start, end, tail);
    const left = whole.total - tail.total;
    const missing = left - known.count(place.since, start);
    if (missing === 0) return finish();
    const cost = costOfFinding(missing, left);
    if (!mayFind(allowance(), cost)) {
      place.owed = cost;
      return;
    }
    const isCheaperInOrder = cost >= pagesOf(left);
    if (!isCheaperInOrder && (await search(place.since, start, left, requests() + mostRequestsPerLook)))
      return finish();
    place.sweep = newSweep(place.since, end, { isFree: false, lateFrom: now - bounds.lateMs });
  };

  /** Reads part after part in order. What was read is kept although a fault ends it: the next poll goes on from there. */
  const sweepOn = async (sweep: Sweep) => {
    const before = requests();
    const spent = () => requests() - before;
    const isFull = () => found.length >= mostRecordsPerPoll || (!bounds.isSilent && spent() >= mostRequestsPerPoll);
    let hasRead = false;
    for (;;) {
      const from = sweep.next;
      const to = sweep.to ?? Math.max(from + 1, Math.min(from + sweep.width, end));
      const isFromStart = sweep.cursor === undefined;
      const seen = new Set<string>();
      let total = 0;
      let isShortened = false;
      try {
        for await (const page of source.pages(from, to, sweep.cursor)) {
          total = page.total;
          if (isFromStart && seen.size === 0 && isTooLong(total, to - from) && !bounds.isSilent) {
            sweep.width = nextWidth(to - from, total);
            isShortened = true;
            break;
          }
          for (const mark of take(page.records, from, to, sweep.quietBefore)) seen.add(mark);
          hasRead = true;
          sweep.to = to;
          sweep.cursor = page.cursor;
          if (page.cursor && isFull()) return;
        }
      } catch (error) {
        if (!(error instanceof GongError) || error instanceof RepeatedCursorError) throw error;
        if (!isFromStart && seen.size === 0 && error.gongErrors.some(isCursorFault)) {
          // The cursor died between two polls. What was handed out of this part is known.
          sweep.cursor = undefined;
          continue;
        }
        if (!hasRead) throw error;
        bounds.warn(`Reading stopped early and goes on at the next poll: ${error.message}`);
        return;
      }
      sweep.cursor = undefined;
      sweep.to = undefined;
      if (isShortened) continue;
      if (isFromStart && seen.size === total) known.keepOnly(from, to, seen);
      sweep.next = to;
      sweep.width = nextWidth(to - from, total);
      if (to >= end) {
        place.sweep = undefined;
        place.earlier.clear();
        place.wholeAt = now;
        return finish(sweep.lateFrom);
      }
      stopWatching(Math.min(sweep.next, slotAt(sweep.lateFrom)));
      if (isFull() || (!bounds.isSilent && spent() >= fewRequests)) return;
    }
  };

  if (!place.sweep && isWholeLookDue(now - place.wholeAt, known.count(place.since, end)))
    place.sweep = newSweep(place.since, end, { isFree: true, lateFrom: now - bounds.lateMs });
  const isFree = () => place.sweep?.isFree === true;
  const wasFree = isFree();
  const before = requests();
  if (place.sweep) await sweepOn(place.sweep);
  else await look();
  if (!wasFree && !isFree()) place.allowance -= requests() - before;
  return found;
};

/** A sweep over all slots from one to another, and on to the newest by the time it gets there. */
export const newSweep = (
  from: number,
  to: number,
  options: Pick<Sweep, "isFree" | "quietBefore" | "lateFrom">,
): Sweep => ({ next: from, width: Math.max(1, to - from), ...options });
