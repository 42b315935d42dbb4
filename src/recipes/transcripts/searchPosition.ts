import { z } from "zod";
import { type CallFilter, CallFilterSchema } from "#src/recipes/calls/callsResume";
import { resumeToken } from "#src/recipes/shared";

/** How many matches of a call were handed out. */
export interface HandedOut {
  readonly id: string;
  readonly matches: number;
}

/** What is left of a search. */
export interface SearchLeft {
  /** Calls with matches for which there was no room. */
  readonly matched: readonly HandedOut[];
  /** The resume value of a reading that stopped in the middle. */
  readonly calls: string | null;
  /** The part of the range that was not looked at. */
  readonly filter: CallFilter | null;
}

const dayMs = 86_400_000;

/** How much of a range to read at first; nobody knows how many calls a day there are. */
export const firstWidthMs = dayMs;

/** The newest part of a range, and what is left of it before that part. */
export const newestPart = (filter: CallFilter, widthMs: number): { part: CallFilter; rest: CallFilter | null } => {
  const { fromDateTime = "", toDateTime = "" } = filter;
  const seam = Math.floor((Date.parse(toDateTime) - widthMs) / 1000) * 1000;
  if (!(seam > Date.parse(fromDateTime))) return { part: filter, rest: null };
  const moment = new Date(seam).toISOString().replace(".000Z", "Z");
  return { part: { ...filter, fromDateTime: moment }, rest: { ...filter, toDateTime: moment } };
};

/** How much to read next, so that a part has some hundred calls. */
export const nextWidthMs = (widthMs: number, calls: number): number => {
  if (calls < 100) return widthMs * 4;
  if (calls < 200) return widthMs * 2;
  return calls > 600 ? Math.max(60_000, widthMs / 2) : widthMs;
};

const Moment = () => z.string().refine((said) => !Number.isNaN(Date.parse(said)));

/** The resume value of a search. */
export const searchResume = resumeToken<SearchLeft>("search", () =>
  z.object({
    matched: z.array(z.object({ id: z.string(), matches: z.number() })),
    calls: z.string().nullable(),
    filter: CallFilterSchema()
      .and(z.object({ fromDateTime: Moment(), toDateTime: Moment() }))
      .nullable(),
  }),
);
