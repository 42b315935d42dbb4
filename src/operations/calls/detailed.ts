import { z } from "zod";
import { InputError } from "#src/base/errors";
import { DetailedCall, detailedCall } from "#src/entities/detailedCall";
import { listAnswer, records, requestId } from "#src/entities/entity";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { callIds, fromDateTime, primaryUserIds, toDateTime, workspaceId } from "#src/form/fields";
import { operation } from "#src/operation";
import { privateCallsNote, refuseEverything } from "./selection";

/** Where each part is switched on in Gong's content selector. */
const partPaths = {
  parties: ["parties"],
  structure: ["content", "structure"],
  topics: ["content", "topics"],
  trackers: ["content", "trackers"],
  trackerOccurrences: ["content", "trackerOccurrences"],
  brief: ["content", "brief"],
  outline: ["content", "outline"],
  highlights: ["content", "highlights"],
  keyPoints: ["content", "keyPoints"],
  callOutcome: ["content", "callOutcome"],
  speakers: ["interaction", "speakers"],
  personInteractionStats: ["interaction", "personInteractionStats"],
  questions: ["interaction", "questions"],
  video: ["interaction", "video"],
  publicComments: ["collaboration", "publicComments"],
  media: ["media"],
} as const;

type Part = keyof typeof partPaths;

const partLabels: Record<Part, string> = {
  parties: "Participants",
  structure: "Structure",
  topics: "Topics",
  trackers: "Trackers",
  trackerOccurrences: "Trackers with each moment and speaker",
  brief: "Brief",
  outline: "Outline",
  highlights: "Highlights and next steps",
  keyPoints: "Key points",
  callOutcome: "Call outcome",
  speakers: "Talk time of each speaker",
  personInteractionStats: "Interaction statistics of the host",
  questions: "Number of questions",
  video: "What the video showed",
  publicComments: "Public comments",
  media: "Media links (needs the scope api:calls:read:media-url)",
};

const exposedFields = (include: readonly (Part | "everything")[]) => {
  const chosen = include.includes("everything")
    ? (Object.keys(partPaths) as Part[])
    : include.filter((each) => each !== "everything");
  const parts: readonly Part[] = chosen.includes("trackerOccurrences") ? ["trackers", ...chosen] : chosen;
  const selector: Record<string, true | Record<string, true>> = {};
  for (const part of parts) {
    const [group, property] = partPaths[part];
    selector[group] = property ? { ...(selector[group] as Record<string, true>), [property]: true } : true;
  }
  return selector;
};

const contextTimings = (context: string | undefined, contextTiming: readonly string[] | undefined) => {
  if (!contextTiming) return context ? { context } : {};
  if (context && context !== "Extended")
    throw new InputError([
      `CRM Context Timing needs the CRM Context "Extended" (it is "${context}"). Choose Extended, or leave the timing empty.`,
    ]);
  return { context: "Extended", contextTiming };
};

export const listDetailedCalls = operation({
  label: "List Detailed Calls",
  description:
    "Lists calls with the parts that are asked for: participants, CRM links, trackers, brief, comments, media links and more.",
  endpoint: "POST /v2/calls/extensive",
  scopes: ["api:calls:read:extensive"],
  optionalScopes: ["api:calls:read:media-url"],
  effect: "reads",
  fields: {
    fromDateTime: optional(
      reworded(fromDateTime, {
        comments:
          "Only calls that started at this moment or later. ISO 8601 with a zone, such as 2026-01-05T10:00:00Z. Leave empty to go back to the first call.",
      }),
    ),
    toDateTime: optional(
      reworded(toDateTime, {
        comments: "Only calls that started before this moment. ISO 8601 with a zone. Leave empty to go up to now.",
      }),
    ),
    include: optional(
      field.choiceList(
        {
          label: "Include",
          comments:
            "The parts to return beside title, time and host. Leave empty for those alone. CRM links are chosen in CRM Context; media links need a scope of their own.",
          example: "everything",
        },
        { everything: "Everything", ...partLabels },
      ),
    ),
    context: optional(
      field.choice(
        {
          label: "CRM Context",
          comments: "Whether to return the linked CRM records. Leave empty for none.",
          example: "Extended",
        },
        [
          { value: "None", label: "None" },
          { value: "Basic", label: "Basic: types and ids" },
          { value: "Extended", label: "Extended: types, ids and field values" },
        ],
      ),
    ),
    contextTiming: optional(
      field.choiceList(
        {
          label: "CRM Context Timing",
          comments:
            "Of which moment the CRM field values are; both may be chosen. Choosing any means the CRM Context Extended. Leave empty for the values of now.",
          example: "TimeOfCall",
        },
        [
          { value: "Now", label: "Now" },
          { value: "TimeOfCall", label: "At the time of the call" },
        ],
      ),
    ),
    callIds: optional(
      reworded(callIds, {
        comments:
          "Gong's ids of the calls: a list, one id, or ids separated by commas. With From or To, only those of the range are returned. Leave empty to cover every call of the range.",
      }),
    ),
    primaryUserIds: optional(primaryUserIds),
    workspaceId: optional(workspaceId),
  },
  request: ({ include, context, contextTiming, ...filter }) => {
    refuseEverything(filter);
    const contentSelector = {
      ...contextTimings(context, contextTiming),
      ...(include ? { exposedFields: exposedFields(include) } : {}),
    };
    // Gong refuses a body without filter, even when nothing is filtered.
    return { body: { filter, ...(Object.keys(contentSelector).length > 0 ? { contentSelector } : {}) } };
  },
  response: () =>
    listAnswer({ calls: z.array(DetailedCall()).describe("The calls with the parts that were asked for.") }),
  list: {
    key: "calls",
    cursor: "body",
    id: "metaData.id",
    empty: "noCalls",
    splitBy: { from: "fromDateTime", to: "toDateTime", moment: "metaData.started" },
  },
  example: { requestId, records, calls: [detailedCall] },
  notes: [
    "Call IDs or a range is needed: an empty list from an earlier step never means every call of the company.",
    privateCallsNote,
    "Only parts that were asked for come back, and any of them may be missing or null.",
    "Media links are good for eight hours; keep the call's url instead.",
    "Moments of trackers exist for calls since 2023-01-01.",
    "Calls count by their actual start, unlike in List Calls.",
    "With Extended CRM context a page is several times as large.",
  ],
});
