import { z } from "zod";
import { GongError, isOutOfTime } from "#src/base/errors";
import { dayMs, isoOf, minuteMs } from "#src/base/time";
import type { StepContext } from "#src/recipe";
import { type Note, type ResumeToken, resumeToken } from "#src/recipes/shared";
import { toHostIds } from "#src/recipes/users/listing";
import { type CallFilter, CallFilterSchema, type CallSelection, callsResume, rangeOf } from "./read";

/** How many results of a call were handed out. */
export interface HandedOut {
  readonly id: string;
  readonly matches: number;
}

/** What is left of a search. */
interface SearchLeft {
  /** Calls with results for which there was no room, or no time. */
  readonly matched: readonly HandedOut[];
  /** The resume value of a reading that stopped in the middle. */
  readonly calls: string | null;
  /** The part of the range that was not looked at. */
  readonly filter: CallFilter | null;
}

const Moment = () => z.string().refine((said) => !Number.isNaN(Date.parse(said)));

/** The resume value of a search of this kind. */
export const searchToken = (kind: string): ResumeToken<SearchLeft> =>
  resumeToken<SearchLeft>(kind, () =>
    z.object({
      matched: z.array(z.object({ id: z.string(), matches: z.number() })),
      calls: z.string().nullable(),
      filter: CallFilterSchema()
        .and(z.object({ fromDateTime: Moment(), toDateTime: Moment() }))
        .nullable(),
    }),
  );

/** What one reading gave. */
export interface Looked<R> {
  readonly results: readonly R[];
  /** Calls whose results are not, or not all, among them. */
  readonly matched: readonly HandedOut[];
  readonly failed: readonly Note[];
  readonly skipped: readonly Note[];
  readonly scanned: number;
  readonly reason: string | null;
  readonly resume: string | null;
}

/** How to search. */
export interface Search<R> {
  readonly token: ResumeToken<SearchLeft>;
  /** Reads these calls, and gives at most `room` results; of calls that were handed out in part, the others. */
  look(part: CallSelection, room: number, handedOut: readonly HandedOut[]): Promise<Looked<R>>;
  /** The most results, and the label of the input that says so. */
  readonly most?: { readonly count: number; readonly label: string };
  /** Which end of the range comes first. */
  readonly newestFirst: boolean;
  /** True where a range is read in parts, so that what comes first is there first. */
  readonly inParts: boolean;
}

/**
 * Reads calls until there are enough results, calls, or time. Gong lists the oldest calls first, so a range is read
 * in parts from that end which is to come first.
 * @throws InputError when neither ids nor a start are given, and what reading calls throws.
 */
export const searchCalls = async <R>(
  context: StepContext,
  { resumeFrom, maxCalls = Number.POSITIVE_INFINITY, ...given }: CallSelection,
  { token, look, most, newestFirst, inParts }: Search<R>,
) => {
  const mostResults = most?.count ?? Number.POSITIVE_INFINITY;
  const results: R[] = [];
  const failed: Note[] = [];
  const skipped: Note[] = [];
  let scanned = 0;
  let stopped: string | null = null;

  /** Looks through the calls of one reading, and says what is left of them. */
  const lookAt = async (part: CallSelection, handedOut: readonly HandedOut[] = []) => {
    const room = maxCalls === Number.POSITIVE_INFINITY ? {} : { maxCalls: maxCalls - scanned };
    const { includePrivateCalls, which } = given;
    const looked = await look(
      { ...part, ...room, includePrivateCalls, which },
      mostResults - results.length,
      handedOut,
    );
    results.push(...looked.results);
    failed.push(...looked.failed);
    skipped.push(...looked.skipped);
    scanned += looked.scanned;
    stopped = looked.reason;
    return { matched: looked.matched, calls: looked.resume };
  };

  const begin = async (): Promise<SearchLeft> => {
    const { primaryUserIds, ...others } = given;
    const selection = primaryUserIds
      ? { ...others, primaryUserIds: await toHostIds(context.gong, primaryUserIds) }
      : others;
    if (selection.callIds?.length) return { ...(await lookAt(selection)), filter: null };
    return { matched: [], calls: null, filter: rangeOf(selection) };
  };

  let widthMs = inParts ? firstWidthMs : Number.POSITIVE_INFINITY;
  const lookOn = async (left: SearchLeft): Promise<SearchLeft> => {
    if (left.matched.length > 0) {
      const { matched, calls } = await lookAt({ callIds: left.matched.map(({ id }) => id) }, left.matched);
      const unread = new Set(calls ? callsResume.read(calls).callIds : []);
      return { ...left, matched: [...matched, ...left.matched.filter(({ id }) => unread.has(id))] };
    }
    if (left.calls) return { ...left, ...(await lookAt({ resumeFrom: left.calls })) };
    const { part, rest } = partOf(left.filter ?? {}, widthMs, newestFirst);
    const before = scanned;
    const looked = await lookAt(part);
    widthMs = nextWidthMs(widthMs, scanned - before);
    return { ...looked, filter: rest };
  };

  const isOver = ({ matched, calls, filter }: SearchLeft) => matched.length === 0 && calls === null && filter === null;
  let left = resumeFrom ? token.read(resumeFrom) : await begin();
  try {
    while (!isOver(left) && stopped === null && results.length < mostResults && scanned < maxCalls)
      left = await lookOn(left);
  } catch (error) {
    if (!(error instanceof GongError) || !isOutOfTime(error) || scanned === 0) throw error;
    stopped = error.message;
  }
  if (most && results.length >= mostResults) stopped = `${most.label} (${mostResults}) was reached.`;
  else if (scanned >= maxCalls) stopped = `Max Calls (${maxCalls}) was reached.`;
  const truncated = !isOver(left);
  return {
    results,
    failed,
    skipped,
    scanned,
    truncated,
    reason: truncated ? stopped : null,
    resume: truncated ? token.write(left) : null,
  };
};

/** How much of a range to read at first; nobody knows how many calls a day there are. */
const firstWidthMs = dayMs;

/** The part of a range at one of its ends, and what is left of it. */
const partOf = (
  filter: CallFilter,
  widthMs: number,
  newestFirst: boolean,
): { part: CallFilter; rest: CallFilter | null } => {
  const { fromDateTime = "", toDateTime = "" } = filter;
  const [from, to] = [Date.parse(fromDateTime), Date.parse(toDateTime)];
  const cut = Math.floor((newestFirst ? to - widthMs : from + widthMs) / 1000) * 1000;
  if (!(cut > from && cut < to)) return { part: filter, rest: null };
  const moment = isoOf(cut);
  const [older, newer] = [
    { ...filter, toDateTime: moment },
    { ...filter, fromDateTime: moment },
  ];
  return newestFirst ? { part: newer, rest: older } : { part: older, rest: newer };
};

/** How much to read next: parts double until they have some hundred calls, so that few pages are half empty. */
const nextWidthMs = (widthMs: number, calls: number): number => {
  if (calls < 100) return widthMs * 4;
  if (calls < 500) return widthMs * 2;
  return calls > 1000 ? Math.max(minuteMs, widthMs / 2) : widthMs;
};
