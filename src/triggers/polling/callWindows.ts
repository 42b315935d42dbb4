import type { KnownRecords } from "./pollState";

/**
 * What a poll looks at and what it may spend on it. Gong counts any range for one request (`totalRecords`), so a range
 * is read again only where Gong's count differs from what is known. Everything here is decided from numbers.
 */

export const pageSize = 100;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Requests of Gong's ten thousand a day that looking may spend. With what may be saved up (100), what one long read may
 * borrow (110) and the whole looks (250), it stays below 1,500 in any day.
 */
const allowancePerDay = 1_030;
export const mostAllowance = 100;

/** The allowance after so many milliseconds. A clock that was set back adds nothing. */
export const refilled = (allowance: number, passedMs: number): number =>
  Math.min(mostAllowance, allowance + (Math.max(0, passedMs) / dayMs) * allowancePerDay);

/** Requests for so many records. */
export const pagesOf = (records: number): number => Math.max(1, Math.ceil(records / pageSize));

/** A range of so few records is read in whole as soon as its count differs. */
const fewRecords = 300;
export const isFew = (records: number): boolean => records <= fewRecords;

const tailMs = 60 * 60 * 1000;

/** Where the newest slots begin, in which most new records are: the last hour, or more while they hold less than a page. */
export const tailStart = (known: KnownRecords, since: number, end: number, now: number, slotMs: number): number => {
  const latest = Math.max(since, Math.floor((now - tailMs) / slotMs));
  let count = known.count(latest, end);
  let start = latest;
  for (const [slot, each] of [...known.filled(since, latest)].reverse()) {
    if (count >= pageSize) break;
    count += each;
    start = slot;
  }
  return start;
};

/** The slot that divides a range into halves of about as many records; both halves have at least one slot. */
export const middleOf = (known: KnownRecords, from: number, to: number): number => {
  const half = known.count(from, to) / 2;
  let count = 0;
  for (const [slot, each] of known.filled(from, to)) {
    count += each;
    if (count >= half) return Math.min(to - 1, Math.max(from + 1, slot));
  }
  return Math.floor((from + to) / 2);
};

/** What finding so many scattered differences costs in requests: halving for each, but never more than reading all. */
export const costOfFinding = (difference: number, records: number): number =>
  Math.min(Math.abs(difference) * 7, pagesOf(records));

/** What the newest slots may cost at most before it is known. */
const mostForTail = 12;

/** True when the allowance suffices to count everything and to follow up a difference, with what is owed for older slots. */
export const mayLook = (allowance: number, records: number, owed: number): boolean =>
  allowance >= Math.min(Math.min(pagesOf(records), mostForTail) + owed, mostAllowance - 10);

/** True when older slots may be searched now. */
export const mayFind = (allowance: number, cost: number): boolean => allowance >= Math.min(cost, mostAllowance - 40);

const pauseMs = 60 * 60 * 1000;

/** True when polling stood still for so long that catching up is no everyday expense. */
export const isPause = (passedMs: number): boolean => passedMs > pauseMs;

/** True when waiting records may be asked for now. */
export const mayAsk = (allowance: number, cost: number): boolean => allowance >= Math.min(cost, mostAllowance - 40);

/** So many differences mean that polling paused, or that Gong caught up: reading in order is cheaper and resumable. */
export const isFlood = (difference: number, total: number): boolean =>
  difference > 1_000 || (difference > fewRecords && difference > total / 2);

/**
 * True when everything is to be read in whole once more: every twelve hours, and less often where it is long. It finds
 * what counts cannot show: a record that came while another went.
 */
export const isWholeLookDue = (passedMs: number, records: number): boolean =>
  passedMs >= Math.max(dayMs / 2, (pagesOf(records) / 250) * dayMs);

const mostPerPart = 5_000;
const rightPerPart = 4_000;

/** True when a part of a sweep holds more than one poll should take. */
export const isTooLong = (records: number, width: number): boolean => records > mostPerPart && width > 1;

/** How many slots the next part of a sweep takes, from what this one held. */
export const nextWidth = (width: number, records: number): number =>
  Math.max(1, Math.min(Math.floor((width * rightPerPart) / Math.max(records, 1)), width * 20));

/** The most calls whose content is compared: their prints fit into the state beside a full week of marks. */
export const mostCompared = 6_000;

const comparingPerDay = 400;

/** True when comparing the contents of so many records is worth its requests again. */
export const isComparingDue = (passedMs: number, records: number): boolean =>
  passedMs >= (pagesOf(records) / comparingPerDay) * dayMs;

/** A list in parts of a hundred, the most ids that one request takes. */
export const inHundreds = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / pageSize) }, (_, index) =>
    items.slice(index * pageSize, (index + 1) * pageSize),
  );
