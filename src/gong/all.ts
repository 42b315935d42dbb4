import { BrokenConnectionError, GongError, RepeatedCursorError } from "#src/base/errors";
import { type Answer, follow, type Page, type Position, toResume, totalOf } from "./pages";

/** A date range as inputs of an operation; from is inclusive, to exclusive. */
export interface Range {
  readonly fromDateTime: string;
  readonly toDateTime: string;
}

export interface Reading {
  readonly fetchPage: (cursor: string | undefined, range?: Range) => Promise<Answer>;
  readonly listKey: string;
  readonly from: Position;
  /** Present when parts of the range can be read side by side. */
  readonly range?: Range;
  /** How long Gong takes to answer. */
  readonly latencyMs: () => number;
  readonly maxRecords: number;
  readonly onItems?: (items: readonly unknown[]) => void;
}

export interface Readout {
  readonly first: Answer | undefined;
  readonly items: readonly unknown[];
  /** Why it stopped early, or null. */
  readonly reason: string | null;
  readonly resume: string | null;
}

interface Entry {
  readonly item: unknown;
  readonly mark: string;
}

/** One part of the range that is read beside the others. */
interface Lane {
  readonly records: Entry[];
  readonly marks: Set<string>;
  fault?: unknown;
  done: Promise<void>;
}

/**
 * Reads a list to its end. When the pages of a long range take longer than Gong's limit asks, later parts of the range
 * are read at the same time: the first lane follows Gong's own cursor until it meets what another lane has read, so no
 * record is lost whatever moment Gong files it under, and the seams are told by id.
 *
 * A fault after the first page ends the reading but throws nothing away.
 * @throws the fault when nothing was read yet; RepeatedCursorError always.
 */
export const readAll = async (reading: Reading): Promise<Readout> => {
  const { fetchPage, listKey, from, maxRecords } = reading;
  const main = newLane();
  const told = new Set<string>();
  const add = (lane: Lane, page: Page, room = Number.POSITIVE_INFINITY) => {
    const records = page.items.map((item, index) => ({ item, mark: page.marks[index] as string }));
    for (const record of records.slice(0, room)) {
      lane.records.push(record);
      lane.marks.add(record.mark);
    }
    // Records without an id may equal each other: only where lanes overlap does a mark mean "the same".
    const fresh = sides.length > 0 ? records.filter(({ mark }) => !told.has(mark)) : records;
    for (const { mark } of records) told.add(mark);
    if (fresh.length > 0) reading.onItems?.(fresh.slice(0, room).map(({ item }) => item));
  };
  let sides: readonly Lane[] = [];
  let first: Answer | undefined;
  let position: Position = from;
  let reason: string | null = null;
  let stopped = false;

  const readSide = async (range: Range): Promise<Lane> => {
    const lane = newLane();
    lane.done = (async () => {
      try {
        for await (const page of follow((cursor) => fetchPage(cursor, range), listKey)) {
          add(lane, page);
          if (stopped) return;
        }
      } catch (error) {
        lane.fault = error;
      }
    })();
    return lane;
  };

  const pages = follow((cursor) => fetchPage(cursor), listKey, from);
  try {
    for (;;) {
      const { value: page, done } = await pages.next();
      if (done) break;
      const room = maxRecords - main.records.length;
      add(main, page, room);
      const isMidPage = page.items.length > room;
      position = { cursor: isMidPage ? page.cursor : page.next, isMidPage, isRestarted: page.isRestarted };
      if (main.records.length >= maxRecords && (isMidPage || page.next)) {
        reason = `Max Records (${maxRecords}) was reached.`;
        break;
      }
      const total = totalOf(page.answer) ?? 0;
      if (first === undefined) {
        first = page.answer;
        const isFromStart = from.cursor === undefined && !from.isRestarted;
        if (reading.range && page.next && isFromStart && total <= maxRecords)
          sides = await Promise.all(split(reading.range, page, total, reading.latencyMs(), Date.now()).map(readSide));
        continue;
      }
      if (sides.some(({ fault }) => fault !== undefined)) break;
      const last = page.marks.at(-1);
      if (last === undefined || !sides.some(({ marks }) => marks.has(last))) continue;
      await Promise.all(sides.map(({ done }) => done));
      // Fewer than Gong counted means that its order is not the one of time: the first lane reads on to the end.
      if (
        join(main, sides).length >= (totalOf(first) ?? Number.POSITIVE_INFINITY) ||
        sides.some(({ fault }) => fault !== undefined)
      )
        break;
    }
  } catch (error) {
    stopped = true;
    await Promise.all(sides.map(({ done }) => done));
    if (first === undefined) throw error;
    reason = toReason(error);
  }
  await Promise.all(sides.map(({ done }) => done));
  for (const { fault } of sides) if (fault !== undefined) reason ??= toReason(fault);

  const records = join(main, sides);
  const resume = (): string => {
    const delivered = from.delivered && [...from.delivered, ...records.map(({ mark }) => mark)];
    // Other lanes have read ahead of the cursor, so any later page may hold what is delivered.
    return toResume({ ...position, delivered, isRestarted: position.isRestarted || sides.length > 0 });
  };
  return { first, items: records.map(({ item }) => item), reason, resume: reason === null ? null : resume() };
};

const newLane = (): Lane => ({ records: [], marks: new Set(), done: Promise.resolve() });

const toReason = (fault: unknown): string => {
  const mayContinue = fault instanceof GongError || fault instanceof BrokenConnectionError;
  if (!mayContinue || fault instanceof RepeatedCursorError) throw fault;
  return fault.message;
};

/** The lanes one after the other, what two of them read only once. */
const join = (main: Lane, sides: readonly Lane[]): readonly Entry[] => {
  const joined = [...main.records];
  const seen = new Set(main.marks);
  for (const { records } of sides)
    for (const record of records) {
      if (seen.has(record.mark)) continue;
      seen.add(record.mark);
      joined.push(record);
    }
  return joined;
};

/** Gong's limit as the time between two requests. */
const msPerRequest = 340;
const mostLanes = 3;
const pageSize = 100;

/**
 * The parts of a range to read beside the first lane, once its first page tells how much there is. As many lanes as
 * keep Gong's limit busy at this latency, and none when two more pages are not worth it. The moment of the last call
 * is only a guess at how the rest is spread; nothing depends on it but speed.
 */
export const split = (range: Range, first: Page, total: number, latencyMs: number, now: number): readonly Range[] => {
  const size = Math.max(first.items.length, 1);
  const pagesLeft = Math.ceil(total / Math.min(size, pageSize)) - 1;
  const lanes = Math.min(mostLanes, Math.ceil(latencyMs / msPerRequest), pagesLeft);
  const from = Date.parse(range.fromDateTime);
  const end = Date.parse(range.toDateTime);
  const filled = Math.min(end, Math.max(now, from));
  const guess = startOf(first.items.at(-1)) ?? from + (filled - from) * (size / total);
  const reached = guess > from && guess < filled ? guess : from;
  const width = (filled - reached) / lanes;
  if (!(lanes >= 2) || !(width >= 60_000)) return [];
  const seams = Array.from({ length: lanes - 1 }, (_, index) => toIso(reached + width * (index + 1)));
  return seams.map((fromDateTime, index) => ({ fromDateTime, toDateTime: seams[index + 1] ?? range.toDateTime }));
};

const startOf = (call: unknown): number | undefined => {
  const { started, metaData } = (call ?? {}) as { started?: unknown; metaData?: { started?: unknown } | null };
  const moment = Date.parse(String(started ?? metaData?.started));
  return Number.isNaN(moment) ? undefined : moment;
};

const toIso = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace(".000Z", "Z");
