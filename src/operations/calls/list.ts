import { z } from "zod";
import { Call, call } from "#src/entities/call";
import { answerWith, listAnswer, records, requestId } from "#src/entities/entity";
import { optional } from "#src/form/field";
import { callId, fromDateTimeText, toDateTimeText, workspaceId } from "#src/form/fields";
import { operation } from "#src/operation";
import { privateCallsNote } from "./selection";

export const listCallsUsingGet = operation({
  label: "List Calls",
  description: "Lists the calls of a date range: title, time, host and the like.",
  endpoint: "GET /v2/calls",
  scopes: ["api:calls:read:basic"],
  effect: "reads",
  fields: {
    fromDateTime: fromDateTimeText,
    toDateTime: toDateTimeText,
    workspaceId: optional(workspaceId),
  },
  response: () => listAnswer({ calls: z.array(Call()).describe("The calls, the oldest first.") }),
  list: {
    key: "calls",
    cursor: "query",
    id: "id",
    empty: "noCalls",
    splitBy: { from: "fromDateTime", to: "toDateTime", moment: "started" },
  },
  example: { requestId, records, calls: [call] },
  notes: [
    "Web conferences that Gong recorded count by their scheduled time, all other calls by their actual start.",
    "A call appears once Gong has processed it, which takes minutes to hours, and up to a day for an uploaded one.",
    "Participants, CRM links and content come with List Detailed Calls.",
    privateCallsNote,
  ],
});

export const getCallUsingGet = operation({
  label: "Get Call",
  description: "Gets one call: title, time, host and the like.",
  endpoint: "GET /v2/calls/{callId}",
  scopes: ["api:calls:read:basic"],
  effect: "reads",
  fields: { callId },
  response: () => answerWith({ call: Call().describe("The call.") }),
  example: { requestId, call },
  notes: ["A call that was just created may be unknown to Gong for up to a day.", privateCallsNote],
});
