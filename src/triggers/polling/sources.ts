import type { z } from "zod";
import { dayMs, hourMs, minuteMs } from "#src/base/time";
import type { AnsweredScorecard as AnsweredScorecardShape } from "#src/entities/answeredScorecard";
import type { Call } from "#src/entities/call";
import type { User } from "#src/entities/user";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { primaryUserIds, workspaceId } from "#src/form/fields";
import type { Gong } from "#src/gong/index";
import { listCallsUsingGet } from "#src/operations/calls/index";
import { listAnsweredScorecards } from "#src/operations/stats/index";
import { listUsersByFilter } from "#src/operations/users";
import type { Source } from "./slots";

/** The lists of Gong's that triggers follow, and the inputs that choose of them. */

/** The slots of calls and users: at 10,000 calls a day one holds about two pages, at 200 calls a day a page holds many. */
const quarterHourMs = 15 * minuteMs;

/** Inputs that several triggers have. */
export const pollFields = {
  lateArrivalHours: optional(
    field.integer(
      {
        label: "Late Arrival (hours)",
        comments:
          "How late a record may appear in Gong and still be delivered, in whole hours from 1 to 168. Calls appear after they were processed, which may take a day. More hours cost more requests. Leave empty for 26.",
        placeholder: "26",
        example: "26",
      },
      { min: 1, max: 168 },
    ),
  ),
  workspaceId: optional(workspaceId),
  primaryUserIds: optional(
    reworded(primaryUserIds, {
      comments:
        "Gong's ids of the users whose calls are delivered: a list, one id, or ids separated by commas. Only the host of a call counts. Leave empty for the calls of every host.",
    }),
  ),
};

export const defaultLateMs = 26 * hourMs;

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
const momentIn = (text: unknown): number => (typeof text === "string" ? Date.parse(text) : Number.NaN);

/** An id that tells a record from others; undefined for anything else. */
export const usableId = (id: string | number | null | undefined): string | undefined =>
  String(id ?? "").trim() || undefined;

/** A list in parts of a hundred, the most ids that one request takes. */
export const inHundreds = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / 100) }, (_, index) => items.slice(index * 100, (index + 1) * 100));

/** The calls of one workspace, or of all. */
export const callSource = (gong: Gong, filter: { readonly workspaceId?: string }): Source<Call> => ({
  slotMs: quarterHourMs,
  // A meeting that was held before its planned time is listed under the planned one.
  aheadMs: dayMs,
  async *pages(from, to) {
    const range = { fromDateTime: iso(from * quarterHourMs), toDateTime: iso(to * quarterHourMs) };
    for await (const answer of gong.pages(listCallsUsingGet, { ...range, ...filter }))
      yield pageOf(answer, answer.calls);
  },
  idOf: ({ id }) => usableId(id),
  // GET /v2/calls lists web conferences by their planned time, other calls by their start.
  momentOf: ({ direction, scheduled, started }) =>
    direction === "Conference" && scheduled ? momentIn(scheduled) : momentIn(started),
});

/** The users by the time of their creation. */
export const userSource = (gong: Gong): Source<User> => ({
  slotMs: quarterHourMs,
  aheadMs: quarterHourMs,
  async *pages(from, to) {
    const range = { createdFromDateTime: iso(from * quarterHourMs), createdToDateTime: iso(to * quarterHourMs) };
    for await (const answer of gong.pages(listUsersByFilter, range)) yield pageOf(answer, answer.users);
  },
  idOf: ({ id }) => usableId(id),
  momentOf: ({ created }) => momentIn(created),
});

export type AnsweredScorecard = z.infer<ReturnType<typeof AnsweredScorecardShape>>;

/** The answered scorecards by the day of their review, which is a day of the company's own zone. */
export const answerSource = (
  gong: Gong,
  filter: Pick<field.Input<(typeof listAnsweredScorecards)["fields"]>, "scorecardIds" | "reviewMethod">,
): Source<AnsweredScorecard> => ({
  // Gong filters answered scorecards by days.
  slotMs: dayMs,
  aheadMs: dayMs,
  async *pages(from, to) {
    const day = (slot: number) => iso(slot * dayMs).slice(0, 10);
    // Gong may refuse an end that lies ahead; leaving it open reads up to now.
    const isOpen = to * dayMs > Date.now() + dayMs;
    const range = { reviewFromDate: day(from), ...(isOpen ? {} : { reviewToDate: day(to) }) };
    for await (const answer of gong.pages(listAnsweredScorecards, { ...range, ...filter }))
      yield pageOf(answer, answer.answeredScorecards);
  },
  idOf: ({ answeredScorecardId }) => usableId(answeredScorecardId),
  // The day as it is written, with the company's offset: the day that Gong filters by.
  momentOf: ({ reviewTime }) => momentIn(typeof reviewTime === "string" ? reviewTime.slice(0, 10) : undefined),
});
