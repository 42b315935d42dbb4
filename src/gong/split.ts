import { isoSecondOf, minuteMs } from "#src/base/time";

/** A date range in ISO 8601; from is included, to is not. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

/** Gong's limit as the time between two requests. */
const msPerRequest = 340;
const mostLanes = 3;
const pageSize = 100;

/** What the first page of a range says about the rest. */
interface FirstPage {
  /** Its records. */
  readonly size: number;
  readonly total: number;
  /** The moment of its last record, in milliseconds since 1970; NaN where records have none. */
  readonly reached: number;
  readonly requestsPerPage: number;
  readonly latencyMs: number;
  readonly now: number;
}

/**
 * The parts of a range to read beside the first lane, once its first page tells how much there is. As many lanes as
 * keep Gong's limit busy at this latency, and none when two more pages are not worth it. The rest is taken to be spread
 * like the first page, up to the end of the range at most: a guess on which nothing depends but speed.
 */
export const split = (range: Range, first: FirstPage): readonly Range[] => {
  const { total, requestsPerPage, latencyMs, now, ...page } = first;
  const size = Math.max(page.size, 1);
  const pagesLeft = Math.ceil(total / Math.min(size, pageSize)) - 1;
  const lanes = Math.min(mostLanes, Math.ceil(latencyMs / (msPerRequest * requestsPerPage)), pagesLeft);
  const from = Date.parse(range.from);
  const end = Date.parse(range.to);
  const filled = Math.min(end, Math.max(now, from));
  const isKnown = page.reached > from && page.reached < filled;
  const reached = isKnown ? page.reached : from + (filled - from) * (size / total);
  const last = Math.min(filled, from + (reached - from) * (total / size));
  const width = (last - reached) / lanes;
  if (!(lanes >= 2) || !(width >= minuteMs)) return [];
  const seams = Array.from({ length: lanes - 1 }, (_, index) => isoSecondOf(reached + width * (index + 1)));
  return seams.map((seam, index) => ({ from: seam, to: seams[index + 1] ?? range.to }));
};
