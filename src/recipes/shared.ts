import { z } from "zod";
import { GongBusyError, GongError, InputError, MissingScopeError, RepeatedCursorError } from "#src/base/errors";
import { fromWord, toWord } from "#src/base/json";
import { once } from "#src/base/lazy";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import * as fields from "#src/form/fields";
import { isRow } from "#src/form/table";
import type { Gong } from "#src/gong/client";
import { type CallPart, callParts } from "#src/recipes/completeCallShape";
import type { Redactable } from "./redaction";

/** The inputs and outputs that recipes share: the same key means the same wherever it occurs (catalogue). */

const callIds = optional(
  reworded(fields.callIdsUnread, {
    comments:
      "Gong's ids of the calls: a list, one id, or ids separated by commas. Filters that are set as well narrow them down. Leave empty to read every call of the range, which then needs From.",
  }),
);

const fromDateTime = optional(
  reworded(fields.fromDateTime, {
    comments:
      "Only calls that started at this moment or later. ISO 8601 with a zone, such as 2026-01-05T10:00:00Z. Leave empty only when Call IDs or Resume From is given.",
  }),
);

const toDateTime = optional(
  reworded(fields.toDateTime, {
    comments: "Only calls that started before this moment. ISO 8601 with a zone. Leave empty to go up to now.",
  }),
);

export const workspaceId = optional(fields.workspaceId);

const primaryUserIds = optional(
  field.list(
    field.foreignId({
      label: "Hosts",
      comments:
        "The users who hosted the calls: Gong's ids, e-mail addresses or names; a list, or several separated by commas. Leave empty to cover every host.",
      placeholder: "ada.reyes@northwind.example",
      example: "234599484848423",
      dataSource: "users",
    }),
  ),
);

export const includePrivateCalls = optional(
  field.toggle({
    label: "Include Private Calls",
    comments:
      "Also read calls that are private in Gong. When off, private calls of a range are left out, and a private call that was named is listed under skipped with the code PRIVATE.",
    example: "false",
  }),
);

export const maxCalls = optional(
  field.integer(
    {
      label: "Max Calls",
      comments:
        "The most calls to read in this run; private ones count. Leave empty for no limit. When more remain, truncated is true and resume says where to continue.",
      placeholder: "1000",
      example: "1000",
    },
    { min: 1 },
  ),
);

export const resumeFrom = optional(
  field.text({
    label: "Resume From",
    comments:
      "The resume value of an earlier run that stopped before its end; the calls and the range come from it, the other inputs from the form. Leave empty to begin anew.",
    placeholder: "eyJmaWx0ZXIiOnt9fQ",
    example: "eyJmaWx0ZXIiOnsiZnJvbURhdGVUaW1lIjoiMjAyNi0wMS0wNVQwMDowMDowMFoifX0",
  }),
);

/** How long a recipe may take. The client's time ends with it, so that what was read is handed out. */
export const timeLimitSeconds = optional(
  field.integer(
    {
      label: "Time Limit Seconds",
      comments:
        "How many seconds this step may take; what was done until then is handed out, and resume leads to the rest. A synchronous flow has 30 seconds in all, so give 20 there. Leave empty for ten minutes.",
      placeholder: "20",
      example: "20",
    },
    { min: 1, max: 800 },
  ),
);

/** What is hidden in words that are handed out. */
const redactLabels: Record<Redactable, string> = {
  emails: "E-mail addresses",
  phones: "Phone numbers",
  cards: "Card numbers",
};

export const redact = optional(
  field.choiceList(
    {
      label: "Redact",
      comments:
        "What to replace by [email], [phone] and [card], as written and as spoken, also over several sentences. It rather hides too much: any seven digits in a row count as a phone number. Leave empty to hide nothing.",
      example: "emails",
    },
    redactLabels,
  ),
);

/** Which calls a recipe reads: certain ones, or those of a range. */
export const callSelection = {
  callIds,
  fromDateTime,
  toDateTime,
  workspaceId,
  primaryUserIds,
  includePrivateCalls,
  maxCalls,
  resumeFrom,
};

const partLabels: Record<CallPart, string> = {
  participants: "Participants",
  crm: "CRM records with their fields",
  trackers: "Trackers with phrases and moments",
  topics: "Topics",
  brief: "Brief",
  outline: "Outline",
  keyPoints: "Key points",
  highlights: "Highlights",
  nextSteps: "Next steps",
  outcome: "Call outcome",
  interaction: "Interaction statistics and talk times",
  comments: "Public comments",
  media: "Media links (needs the scope api:calls:read:media-url)",
  transcript: "Transcript",
};

/** The parts of a complete call; read the answer with `toParts`. */
export const include = optional(
  field.choiceList(
    {
      label: "Include",
      comments:
        "The parts of each call to return beside title, time and host. Choose All for every part; it returns media links too, which need a scope of their own. Leave empty for every part but the media links. Without the transcript, half the requests are spent.",
      example: "all",
    },
    { all: "All", ...partLabels },
  ),
);

/** The parts that the answer to `include` asks for. */
export const toParts = (answer: readonly (CallPart | "all")[] | undefined): readonly CallPart[] => {
  if (answer?.includes("all")) return callParts;
  return callParts.filter((part) => (answer ? answer.includes(part) : part !== "media"));
};

/** What became of an item that has no result. */
export interface Note {
  readonly id: string;
  /** One word for filters and branches. */
  readonly code: string;
  /** What happened and what to do, for a person. */
  readonly message: string;
  readonly [more: string]: unknown;
}

const NoteSchema = once(() =>
  z.looseObject({
    id: z.string().describe("Gong's id of the item."),
    code: z.string().describe("One word for filters and branches, such as NOT_FOUND or PRIVATE."),
    message: z.string().describe("What happened and what to do."),
  }),
);

/** What a recipe over many items returns, its results being of this shape. */
export const itemsOutput = <R extends z.ZodType>(result: R) =>
  z.object({
    results: z.array(result).describe("One entry per item."),
    failed: z.array(NoteSchema()).describe("Items that could not be done; the others were."),
    skipped: z.array(NoteSchema()).describe("Items that were left out on purpose."),
    scanned: z.number().describe("How many items were looked at in this run, those without a result included."),
    truncated: z.boolean().describe("True when more remains. Run the step again with resume in Resume From."),
    reason: z.string().nullable().describe("Why it stopped early; null when nothing is left."),
    resume: z.string().nullable().describe("Goes into Resume From to continue; null when nothing is left."),
    requests: z.number().describe("Requests to Gong that this run took, repetitions included."),
    requestsToday: z
      .number()
      .describe(
        "Requests of today (UTC) with these credentials, as far as this process knows. Gong allows 10,000 a day for the whole company.",
      ),
  });

/** Adds the counters of the client to what a recipe over many items found. */
export const withCounters = <T extends object>(gong: Gong, found: T) => ({
  ...found,
  requests: gong.requests,
  requestsToday: gong.spentToday,
});

/** A recipe's counters in an example. */
export const exampleCounters = { scanned: 1, truncated: false, reason: null, resume: null, requestsToday: 2 };

/**
 * True for a fault of one request that leaves the other items alone. Broken credentials, a missing scope and a cursor
 * that repeats would meet every item, and end the recipe.
 */
export const isOfOneItem = (fault: unknown): fault is GongError =>
  fault instanceof GongError && !(fault instanceof MissingScopeError) && !(fault instanceof RepeatedCursorError);

/** The note of an item whose request failed. */
export const toFailure = (id: string, fault: GongError): Note => ({
  id,
  code: codeOf(fault),
  message: fault.message,
  ...(fault.requestId ? { requestId: fault.requestId } : {}),
});

/** The one word for what went wrong with an item; the same for every recipe over calls and people. */
const codeOf = (error: unknown): string => {
  if (error instanceof InputError) return "REFUSED";
  if (!(error instanceof GongError)) return "GONG_UNAVAILABLE";
  if (error instanceof GongBusyError || error.status === 429) return "LIMIT_REACHED";
  if (error.status === 400) return "REFUSED";
  if (error.status === 403) return "FORBIDDEN";
  return error.status === 404 ? "NOT_FOUND" : "GONG_UNAVAILABLE";
};

/** Where a recipe stopped, as one text that a person or a later step can hand back. */
export interface ResumeToken<T> {
  write(left: T): string;
  /** @throws InputError for a text that was changed or cut, or that comes from another kind of step. */
  read(resume: string): T;
}

/**
 * The resume values of one kind of step: what is left, as `schema` describes it. Values that were handed out before
 * kinds were written hold what is left alone; they are read as well.
 */
export const resumeToken = <T>(kind: string, schema: () => z.ZodType<T>): ResumeToken<T> => ({
  write: (left) => toWord({ kind, left }),
  read: (resume) => {
    const held = fromWord(resume);
    const isKinded = isRow(held) && typeof held.kind === "string" && "left" in held;
    if (isKinded && held.kind !== kind)
      throw new InputError([
        "Resume From comes from another action: hand over a resume value of this one, or leave it empty to begin anew.",
      ]);
    const { success, data } = schema().safeParse(isKinded ? held.left : held);
    if (success) return data;
    throw new InputError([
      "Resume From is not complete: hand over the whole resume value of the earlier run, or leave it empty to begin anew.",
    ]);
  },
});
