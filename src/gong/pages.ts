import { createHash } from "node:crypto";
import { GongError, InputError, RepeatedCursorError } from "#src/base/errors";
import { isCursorFault } from "./answer";

/** Follows cursors. The requests themselves are made by `fetchPage`; everything here is decided from its answers. */

export type Answer = Readonly<Record<string, unknown>>;

/** Where to begin or continue. */
export interface Position {
  /** Gong's cursor of the next page; undefined for the first. */
  readonly cursor?: string;
  /** The marks of the records that were handed out before; undefined for a plain cursor of Gong's, whose past is unknown. */
  readonly delivered?: readonly string[];
  /** True when the page of `cursor` was handed out in part. */
  readonly isMidPage?: boolean;
  /** True when any later page may hold records that were handed out before. */
  readonly isRestarted?: boolean;
}

export interface Page {
  readonly answer: Answer;
  /** Its records, without those handed out before. */
  readonly items: readonly unknown[];
  /** One mark for each of `items`. */
  readonly marks: readonly string[];
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
export async function* follow(
  fetchPage: (cursor: string | undefined) => Promise<Answer>,
  listKey: string,
  from: Position = { delivered: [] },
): AsyncGenerator<Page> {
  const delivered = from.delivered ? [...from.delivered] : undefined;
  let known = from.isMidPage || from.isRestarted ? count(delivered ?? []) : undefined;
  let isRestarted = from.isRestarted ?? false;
  let fruitlessRestarts = 0;
  let cursor = from.cursor;
  const visited = new Set<string>();
  let latest = "";
  for (;;) {
    if (cursor) visited.add(cursor);
    let answer: Answer;
    try {
      answer = await fetchPage(cursor);
    } catch (error) {
      const mayRestart =
        cursor !== undefined && delivered !== undefined && ++fruitlessRestarts <= mostFruitlessRestarts;
      if (!isExpiredCursor(error) || !mayRestart) throw error;
      known = count(delivered);
      isRestarted = true;
      cursor = undefined;
      visited.clear();
      latest = "";
      continue;
    }
    const all = itemsOf(answer, listKey).map((item) => ({ item, mark: markOf(item, listKey) }));
    const fresh = known ? all.filter(({ mark }) => !takeOff(known as Map<string, number>, mark)) : all;
    if (!isRestarted) known = undefined;
    if (fresh.length > 0) fruitlessRestarts = 0;
    const marks = fresh.map(({ mark }) => mark);
    for (const mark of marks) delivered?.push(mark);
    const items = fresh.map(({ item }) => item);
    const next = cursorOf(answer);
    // The cursor may have another text and lead to the same page all the same.
    const page = idsOfLists[listKey] ? all.map(({ mark }) => mark).join() : "";
    if ((next && visited.has(next)) || (page !== "" && page === latest))
      throw new RepeatedCursorError(
        "Gong gave the same cursor twice, so that reading on would never end. Read a shorter range, and report it to Gong's support.",
        { requestId: typeof answer.requestId === "string" ? answer.requestId : undefined },
      );
    latest = page;
    const isWhole = fresh.length === all.length;
    yield { answer: isWhole ? answer : { ...answer, [listKey]: items }, items, marks, cursor, next, isRestarted };
    if (!next) return;
    cursor = next;
  }
}

const isExpiredCursor = (fault: unknown) =>
  fault instanceof GongError && fault.gongErrors.some((words) => isCursorFault(words));

/** The records of an answer. */
export const itemsOf = (answer: Answer, listKey: string): readonly unknown[] => {
  const list = answer[listKey];
  return Array.isArray(list) ? list : [];
};

/** The cursor of the next page, if there is one. */
export const cursorOf = (answer: Answer): string | undefined => {
  const cursor = (answer.records as { cursor?: unknown } | null | undefined)?.cursor;
  return typeof cursor === "string" && cursor !== "" ? cursor : undefined;
};

/** How many records Gong says the whole range has. */
export const totalOf = (answer: Answer): number | undefined => {
  const total = (answer.records as { totalRecords?: unknown } | null | undefined)?.totalRecords;
  return typeof total === "number" ? total : undefined;
};

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

/** What tells records apart; lists that are not here have no id, and the whole record tells. */
const idsOfLists: Readonly<Record<string, readonly string[]>> = {
  calls: ["id", "metaData.id"],
  callTranscripts: ["callId"],
  users: ["id"],
  usersAggregateActivityStats: ["userId"],
  usersAggregateActivity: ["userId"],
  usersDetailedActivities: ["userId"],
  peopleInteractionStats: ["userId"],
  answeredScorecards: ["answeredScorecardId"],
  flows: ["id"],
  flowsFolders: ["id"],
};

const markLength = 8;

/** A short mark that tells a record from the others of its list: 48 bits, so that a million records stay apart. */
export const markOf = (item: unknown, listKey: string): string => {
  const id = (idsOfLists[listKey] ?? []).map((path) => at(item, path)).find((each) => each !== undefined);
  const text = id === undefined ? JSON.stringify(item) : String(id);
  return createHash("sha256").update(text).digest("base64url").slice(0, markLength);
};

const at = (item: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((holder, name) => (holder as Record<string, unknown> | null | undefined)?.[name], item) ??
  undefined;

const resumePrefix = "gong1.";

/** True for a resume value of ours; any other cursor is Gong's own. */
export const isResume = (cursor: string | undefined): cursor is string => cursor?.startsWith(resumePrefix) ?? false;

/**
 * A text that holds a position. It outlives Gong's cursor: with the marks of what was handed out, the range can be
 * read again from the beginning without handing anything out twice. Eight characters a record.
 */
export const toResume = ({ cursor, delivered, isMidPage, isRestarted }: Position): string =>
  resumePrefix +
  Buffer.from(
    JSON.stringify({ c: cursor, d: delivered?.join(""), m: isMidPage ? 1 : undefined, r: isRestarted ? 1 : undefined }),
  ).toString("base64url");

/**
 * The position in a resume value or a cursor of Gong's.
 * @throws InputError for a resume value that was changed or cut.
 */
export const toPosition = (cursor: string | undefined): Position => {
  const trimmed = cursor?.trim();
  if (!trimmed) return { delivered: [] };
  if (!isResume(trimmed)) return { cursor: trimmed };
  try {
    const { c, d, m, r } = JSON.parse(Buffer.from(trimmed.slice(resumePrefix.length), "base64url").toString("utf8"));
    if ((c !== undefined && typeof c !== "string") || (d !== undefined && typeof d !== "string")) throw new Error();
    return {
      cursor: c,
      delivered: d?.match(/.{8}/g) ?? (d === "" ? [] : undefined),
      isMidPage: m === 1,
      isRestarted: r === 1,
    };
  } catch {
    throw new InputError([
      "Cursor is not complete: hand over the whole resume value of the earlier run, or leave it empty.",
    ]);
  }
};
