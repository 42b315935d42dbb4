import { BrokenConnectionError, GongError, RepeatedCursorError } from "#src/base/errors";
import type { Answer, List } from "#src/operation";
import { at, follow, type Marked, type Page, type Position, toResume, totalOf } from "./pages";
import { type Range, split } from "./split";

export interface Reading<A extends Answer> {
  /** Sends the request of one page, of the whole range or of a part of it. */
  readonly fetchPage: (cursor: string | undefined, part?: Range) => Promise<A>;
  readonly list: List;
  readonly from: Position;
  /** Present when parts of the range can be read side by side. */
  readonly range?: Range;
  /** How long Gong takes to answer. */
  readonly latencyMs: () => number;
  readonly maxRecords: number;
  /** A page itself, and what the caller sends for it. */
  readonly requestsPerPage: number;
  readonly onItems?: (items: readonly unknown[]) => void;
}

export interface Readout<A extends Answer> {
  readonly first: A;
  readonly items: readonly unknown[];
  /** Why it stopped early, or null. */
  readonly reason: string | null;
  readonly resume: string | null;
}

/** One part of the range that is read beside the others. */
interface Lane {
  readonly records: Marked[];
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
export const readAll = async <A extends Answer>(reading: Reading<A>): Promise<Readout<A>> => {
  const { fetchPage, list, from, maxRecords } = reading;
  const main = newLane();
  const tell = teller(reading.onItems);
  let sides: readonly Lane[] = [];
  let first: A | undefined;
  let position: Position = from;
  let reason: string | null = null;
  let isStopped = false;

  const beginSide = (part: Range): Lane => {
    const lane = newLane();
    const read = async () => {
      for await (const { records } of follow((cursor) => fetchPage(cursor, part), list)) {
        append(lane, records);
        tell(records, true);
        if (isStopped) return;
      }
    };
    lane.done = read().catch((error: unknown) => {
      lane.fault = error;
    });
    return lane;
  };

  /** Takes what there is room for. */
  const take = (page: Page<A>) => {
    const room = maxRecords - main.records.length;
    const isMidPage = page.records.length > room;
    const records = isMidPage ? page.records.slice(0, room) : page.records;
    append(main, records);
    tell(records, sides.length > 0);
    const taken = isMidPage ? [...page.taken, ...records.map(({ mark }) => mark)] : undefined;
    position = { cursor: isMidPage ? page.cursor : page.next, taken, isRestarted: page.isRestarted };
    if (main.records.length >= maxRecords && (isMidPage || page.next))
      reason = `Max Records (${maxRecords}) was reached.`;
  };

  try {
    for await (const page of follow((cursor) => fetchPage(cursor), list, from)) {
      take(page);
      const isFirst = first === undefined;
      first ??= page.answer;
      if (reason !== null) break;
      if (isFirst) sides = partsBeside(reading, page).map(beginSide);
      else if (await isCovered(main, sides, page, totalOf(first))) break;
    }
  } catch (error) {
    isStopped = true;
    await allDone(sides);
    if (!first) throw error;
    reason = toReason(error);
  }
  await allDone(sides);
  if (!first) throw new Error("A list without a first page.");
  const faulty = sides.find(isFaulty);
  if (faulty) reason ??= toReason(faulty.fault);

  const records = join(main, sides);
  const resume = (): string => {
    const delivered = from.delivered && [...from.delivered, ...records.map(({ mark }) => mark)];
    // Other lanes have read ahead of the cursor, so any later page may hold what is delivered.
    return toResume({ ...position, delivered, isRestarted: position.isRestarted || sides.length > 0 });
  };
  return { first, items: records.map(({ item }) => item), reason, resume: reason === null ? null : resume() };
};

const newLane = (): Lane => ({ records: [], marks: new Set(), done: Promise.resolve() });

const append = (lane: Lane, records: readonly Marked[]) => {
  for (const record of records) {
    lane.records.push(record);
    lane.marks.add(record.mark);
  }
};

/** Hands each record on once. Only where lanes overlap does a mark mean "the same": without ids, records may be equal. */
const teller = (onItems: Reading<Answer>["onItems"]) => {
  const told = new Set<string>();
  return (records: readonly Marked[], mayOverlap: boolean) => {
    const fresh = mayOverlap ? records.filter(({ mark }) => !told.has(mark)) : records;
    for (const { mark } of records) told.add(mark);
    if (fresh.length > 0) onItems?.(fresh.map(({ item }) => item));
  };
};

const isFaulty = ({ fault }: Lane) => fault !== undefined;

const allDone = (lanes: readonly Lane[]) => Promise.all(lanes.map(({ done }) => done));

/** True when the other lanes have all that the first would read after this page, or when one of them has failed. */
const isCovered = async (main: Lane, sides: readonly Lane[], page: Page<Answer>, total: number | undefined) => {
  if (sides.some(isFaulty)) return true;
  const last = page.records.at(-1)?.mark;
  if (last === undefined || !sides.some(({ marks }) => marks.has(last))) return false;
  await allDone(sides);
  // Fewer than Gong counted means that its order is not the one of time: the first lane reads on to the end.
  return join(main, sides).length >= (total ?? Number.POSITIVE_INFINITY) || sides.some(isFaulty);
};

const toReason = (fault: unknown): string => {
  const mayContinue = fault instanceof GongError || fault instanceof BrokenConnectionError;
  if (!mayContinue || fault instanceof RepeatedCursorError) throw fault;
  return fault.message;
};

/** The lanes one after the other, what two of them read only once. */
const join = (main: Lane, sides: readonly Lane[]): readonly Marked[] => {
  const joined = [...main.records];
  const seen = new Set(main.marks);
  for (const record of sides.flatMap(({ records }) => records)) {
    if (seen.has(record.mark)) continue;
    seen.add(record.mark);
    joined.push(record);
  }
  return joined;
};

/** The parts of the range to read beside the first lane, none where that is not worth it. */
const partsBeside = (reading: Reading<Answer>, { answer, records, next }: Page<Answer>): readonly Range[] => {
  const { range, from, list, maxRecords, requestsPerPage, latencyMs } = reading;
  const total = totalOf(answer) ?? 0;
  const isFromStart = from.cursor === undefined && !from.isRestarted;
  if (!range || !next || !isFromStart || total > maxRecords) return [];
  const reached = Date.parse(String(at(records.at(-1)?.item, list.splitBy?.moment)));
  const page = { size: records.length, total, reached, requestsPerPage };
  return split(range, { ...page, latencyMs: latencyMs(), now: Date.now() });
};
