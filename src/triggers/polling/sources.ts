import type { z } from "zod";
import type { AnsweredScorecard as AnsweredScorecardShape } from "#src/entities/answeredScorecard";
import type { Call } from "#src/entities/call";
import type { User } from "#src/entities/user";
import type { Gong } from "#src/gong/index";
import { listCallsUsingGet } from "#src/operations/calls/index";
import { listAnsweredScorecards } from "#src/operations/stats/index";
import { listUsersByFilter } from "#src/operations/users";
import type { Source } from "./pollRecords";

/** The lists of Gong's that triggers follow. */

const minuteMs = 60 * 1000;
/** The slots of answered scorecards, which Gong filters by days. */
export const dayMs = 24 * 60 * minuteMs;

/** The slots of calls and users: short, so that what is read again holds little that is known; a week has 672. */
export const quarterHourMs = 15 * minuteMs;

const iso = (moment: number) => new Date(moment).toISOString();

interface Listed {
  readonly records?: { readonly totalRecords?: number | null; readonly cursor?: string | null } | null;
}

const pageOf = <T>({ records }: Listed, list: readonly T[] | null | undefined) => ({
  records: list ?? [],
  total: records?.totalRecords ?? list?.length ?? 0,
  cursor: records?.cursor || undefined,
});

/** A moment in an answer, in milliseconds since 1970; NaN when there is none. */
const momentIn = (text: string | null | undefined): number => Date.parse(text ?? "");

/** The calls of one workspace, or of all. */
export const callSource = (gong: Gong, filter: { readonly workspaceId?: string }): Source<Call> => ({
  slotMs: quarterHourMs,
  // A meeting that was held before its planned time is listed under the planned one.
  aheadMs: dayMs,
  async *pages(from, to, cursor) {
    const range = { fromDateTime: iso(from * quarterHourMs), toDateTime: iso(to * quarterHourMs) };
    for await (const answer of gong.pages(listCallsUsingGet, { ...range, ...filter }, { cursor }))
      yield pageOf(answer, answer.calls);
  },
  idOf: ({ id }) => id ?? undefined,
  // GET /v2/calls lists web conferences by their planned time, other calls by their start (reference.md §5).
  momentOf: ({ direction, scheduled, started }) =>
    direction === "Conference" && scheduled ? momentIn(scheduled) : momentIn(started),
});

/** The users by the time of their creation. */
export const userSource = (gong: Gong): Source<User> => ({
  slotMs: quarterHourMs,
  aheadMs: quarterHourMs,
  async *pages(from, to, cursor) {
    const range = { createdFromDateTime: iso(from * quarterHourMs), createdToDateTime: iso(to * quarterHourMs) };
    for await (const answer of gong.pages(listUsersByFilter, range, { cursor })) yield pageOf(answer, answer.users);
  },
  idOf: ({ id }) => id ?? undefined,
  momentOf: ({ created }) => momentIn(created),
});

export type AnsweredScorecard = z.infer<ReturnType<typeof AnsweredScorecardShape>>;

/** The answered scorecards by the day of their review, which is a day of the company's own zone. */
export const answerSource = (
  gong: Gong,
  { now, ...filter }: { readonly now: number; readonly scorecardIds?: string[]; readonly reviewMethod?: string },
): Source<AnsweredScorecard> => ({
  slotMs: dayMs,
  aheadMs: dayMs,
  async *pages(from, to, cursor) {
    const day = (slot: number) => iso(slot * dayMs).slice(0, 10);
    // Gong may refuse an end that lies ahead; leaving it open reads up to now.
    const isOpen = to * dayMs > now + dayMs;
    const range = { reviewFromDate: day(from), ...(isOpen ? {} : { reviewToDate: day(to) }) };
    for await (const answer of gong.pages(listAnsweredScorecards, { ...range, ...filter }, { cursor }))
      yield pageOf(answer, answer.answeredScorecards);
  },
  idOf: ({ answeredScorecardId }) =>
    answeredScorecardId === null || answeredScorecardId === undefined ? undefined : String(answeredScorecardId),
  // The day as it is written, with the company's offset: the day that Gong filters by.
  momentOf: ({ reviewTime }) => momentIn(reviewTime?.slice(0, 10)),
});
