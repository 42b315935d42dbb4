import { z } from "zod";
import { InputError } from "#src/base/errors";
import { listAnswer, records, requestId } from "#src/entities/entity";
import { Transcript, transcript } from "#src/entities/transcript";
import { optional, reworded } from "#src/form/field";
import { callIds, fromDateTimeText, toDateTimeText, workspaceId } from "#src/form/fields";
import { operation } from "#src/operation";
import { refuseEverything, unmarkedPrivateCallsNote } from "./selection";

export const getCallTranscript = operation({
  label: "Get Call Transcript",
  description: "Gets the transcripts of certain calls, or of all calls of a date range.",
  endpoint: "POST /v2/calls/transcript",
  scopes: ["api:calls:read:transcript"],
  effect: "reads",
  fields: {
    callIds: optional(
      reworded(callIds, {
        comments:
          "Gong's ids of the calls: a list, one id, or ids separated by commas; not together with a workspace. Leave empty to cover every call of the range.",
      }),
    ),
    fromDateTime: optional(
      reworded(fromDateTimeText, {
        comments:
          "Only calls that started at this moment or later. ISO 8601 with a zone, such as 2026-01-05T10:00:00Z. Leave empty to go back to the first call.",
      }),
    ),
    toDateTime: optional(
      reworded(toDateTimeText, {
        comments: "Only calls that started before this moment. ISO 8601 with a zone. Leave empty to go up to now.",
      }),
    ),
    workspaceId: optional(
      reworded(workspaceId, {
        comments: "Gong's id of the workspace; not together with call ids. Leave empty to cover every workspace.",
      }),
    ),
  },
  request: (filter) => {
    refuseEverything(filter);
    if (filter.callIds && filter.workspaceId !== undefined)
      throw new InputError([
        "Call IDs and Workspace cannot be used together: Gong refuses the pair. Leave Workspace empty to get the named calls, or Call IDs empty to get the calls of the workspace.",
      ]);
    return { body: { filter } };
  },
  response: () => listAnswer({ callTranscripts: z.array(Transcript()).describe("One entry per call.") }),
  list: {
    key: "callTranscripts",
    cursor: "body",
    id: "callId",
    empty: "noCalls",
    splitBy: { from: "fromDateTime", to: "toDateTime" },
  },
  example: { requestId, records, callTranscripts: [transcript] },
  notes: [
    "Call IDs or a range is needed: an empty list from an earlier step never means every call of the company.",
    "Times are in milliseconds from the start of the call.",
    "Speakers have ids only; Get Readable Transcript adds their names.",
    unmarkedPrivateCallsNote,
    "A transcript may come some time after its call appeared.",
  ],
});
