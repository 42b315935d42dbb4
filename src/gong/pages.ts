import { createHash } from "node:crypto";
import { GongError, InputError, RepeatedCursorError } from "#src/base/errors";
import { fromWord, toWord } from "#src/base/json";
import type { Answer, List } from "#src/operation";
import { isCursorFault } from "./answer";

/** Follows cursors. The requests themselves are made by `fetchPage`; everything here is decided from its answers. */

/** Where to begin or continue. */
export interface Position {
  /** Gong's cursor of the next page; undefined for the first. */
  readonly cursor?: string;
  /** The marks of the records that were handed out before; undefined for a plain cursor of Gong's, whose past is unknown. */
  readonly delivered?: readonly string[];
  /** The marks of the records of the page of `cursor` that were handed out before; absent when none of them was. */
  readonly taken?: readonly string[];
  /** True when any later page may hold records that were handed out before. */
  readonly isRestarted?: boolean;
}

/** A record with a short text that tells it from the others of its list. */
export interface Marked {
  readonly item: unknown;
  readonly mark: string;
}

export interface Page<A extends Answer> {
  readonly answer: A;
  /** Its records, without those handed out before. */
  readonly records: readonly Marked[];
  /** The marks of those handed out before. */
  readonly taken: readonly string[];
  /** The cursor that fetched it. */
  readonly cursor?: string;
  readonly next?: string;
  readonly isRestarted: boolean;
}

const mostFruitlessRestarts = 2;

/**
 * Yields page after page. When a cursor has expired, begins the range again and leaves out what was handed out before.
 * @throws RepeatedCursorError, and whatever `fetchPage` throws.
 */
export async function* follow<A extends Answer>(
  fetchPage: (cursor: string | undefined) => Promise<A>,
  list: List,
  from: Position = { delivered: [] },
): AsyncGenerator<Page<A>> {
  const past = pastOf(from);
  let cursor = from.cursor;
  let trail = newTrail();
  for (;;) {
    let answer: A;
    try {
      answer = await fetchPage(cursor);
    } catch (error) {
      if (cursor === undefined || !isExpiredCursor(error) || !past.mayRestart()) throw error;
      cursor = undefined;
      trail = newTrail();
      continue;
    }
    const all = markedIn(answer, list);
    const { records, taken } = past.sort(all);
    const next = cursorOf(answer);
    refuseCircle(trail, { cursor, next, answer, records: list.id === undefined ? [] : all });
    const isWhole = records.length === all.length;
    const page = isWhole ? answer : { ...answer, [list.key]: records.map(({ item }) => item) };
    yield { answer: page, records, taken, cursor, next, isRestarted: past.isRestarted };
    if (!next) return;
    cursor = next;
  }
}

/** What was handed out before, and how much of it may come again. */
const pastOf = (from: Position) => {
  const delivered = from.delivered && [...from.delivered];
  let hidden = count((from.isRestarted ? delivered : from.taken) ?? []);
  let isRestarted = from.isRestarted ?? false;
  let fruitlessRestarts = 0;
  return {
    get isRestarted() {
      return isRestarted;
    },
    /** Begins the range again, which has no sense when that brought nothing new, or when the past is unknown. */
    mayRestart: (): boolean => {
      if (!delivered || ++fruitlessRestarts > mostFruitlessRestarts) return false;
      hidden = count(delivered);
      isRestarted = true;
      return true;
    },
    /** Tells the records of a page that were handed out before from the others, which now are. */
    sort: (all: readonly Marked[]) => {
      const records: Marked[] = [];
      const taken: string[] = [];
      for (const each of all)
        if (takeOff(hidden, each.mark)) taken.push(each.mark);
        else records.push(each);
      if (!isRestarted) hidden = count([]);
      if (records.length > 0) fruitlessRestarts = 0;
      for (const { mark } of records) delivered?.push(mark);
      return { records, taken };
    },
  };
};

/** The cursors that were followed, and the records of the latest page. */
interface Trail {
  readonly visited: Set<string>;
  latest: string;
}

const newTrail = (): Trail => ({ visited: new Set(), latest: "" });

/** The cursor may have another text and lead to the same page all the same, which only ids tell. */
const refuseCircle = (trail: Trail, { cursor, next, answer, records }: Omit<Page<Answer>, "taken" | "isRestarted">) => {
  if (cursor) trail.visited.add(cursor);
  const page = records.map(({ mark }) => mark).join();
  if ((next && trail.visited.has(next)) || (page !== "" && page === trail.latest))
    throw new RepeatedCursorError(
      "Gong gave the same cursor twice, so that reading on would never end. Read a shorter range, and report it to Gong's support.",
      { requestId: typeof answer.requestId === "string" ? answer.requestId : undefined },
    );
  trail.latest = page;
};

const isExpiredCursor = (fault: unknown) =>
  fault instanceof GongError && fault.gongErrors.some((words) => isCursorFault(words));

/** The records of an answer. */
export const itemsOf = (answer: Answer, { key }: Pick<List, "key">): readonly unknown[] => {
  const list = answer[key];
  return Array.isArray(list) ? list : [];
};

/** What an answer says of the whole list, in the types that its schema has seen to. */
const recordsOf = (answer: Answer) =>
  (answer.records ?? {}) as { readonly cursor?: string | null; readonly totalRecords?: number | null };

/** The cursor of the next page, if there is one. */
const cursorOf = (answer: Answer): string | undefined => recordsOf(answer).cursor || undefined;

/** How many records Gong says the whole range has. */
export const totalOf = (answer: Answer): number | undefined => recordsOf(answer).totalRecords ?? undefined;

const count = (marks: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return counts;
};

/** Records without an id may equal each other, so each delivered one hides one, not all. */
const takeOff = (counts: Map<string, number>, mark: string): boolean => {
  const left = counts.get(mark) ?? 0;
  if (left > 0) counts.set(mark, left - 1);
  return left > 0;
};

const markLength = 8;

/** The marks are of 48 bits, so that a million records stay apart. */
const markedIn = (answer: Answer, list: List): readonly Marked[] =>
  itemsOf(answer, list).map((item) => {
    const text = String(at(item, list.id) ?? JSON.stringify(item));
    return { item, mark: createHash("sha256").update(text).digest("base64url").slice(0, markLength) };
  });

/** What a record holds at a path, with dots between the names. */
export const at = (item: unknown, path: string | undefined): unknown =>
  path
    ?.split(".")
    .reduce<unknown>((holder, name) => (holder as Record<string, unknown> | null | undefined)?.[name], item);

const resumePrefix = "gong1.";

/** True for a resume value of ours; any other cursor is Gong's own. */
const isResume = (cursor: string | undefined): cursor is string => cursor?.startsWith(resumePrefix) ?? false;

/**
 * A text that holds a position. It outlives Gong's cursor: with the marks of what was handed out, the range can be
 * read again from the beginning without handing anything out twice. Eight characters a record.
 */
export const toResume = ({ cursor, delivered, taken, isRestarted }: Position): string =>
  resumePrefix + toWord({ c: cursor, d: delivered?.join(""), p: taken?.join(""), r: isRestarted ? 1 : undefined });

const marksIn = (text: unknown): string[] | undefined => {
  if (text === undefined) return undefined;
  if (typeof text !== "string") throw new Error();
  return text.match(/.{8}/g) ?? [];
};

/**
 * The position in a resume value or a cursor of Gong's.
 * @throws InputError for a resume value that was changed or cut.
 */
export const toPosition = (cursor: string | undefined): Position => {
  const trimmed = cursor?.trim();
  if (!trimmed) return { delivered: [] };
  if (!isResume(trimmed)) return { cursor: trimmed };
  try {
    const { c, d, p, m, r } = fromWord(trimmed.slice(resumePrefix.length)) as Readonly<Record<string, unknown>>;
    if (c !== undefined && typeof c !== "string") throw new Error();
    const delivered = marksIn(d);
    // Values of earlier versions say with `m` that some of the page were taken, and mean all of `d`.
    return { cursor: c, delivered, taken: m === 1 ? delivered : marksIn(p), isRestarted: r === 1 };
  } catch {
    throw new InputError([
      "Cursor is not complete: hand over the whole resume value of the earlier run, or leave it empty.",
    ]);
  }
};
