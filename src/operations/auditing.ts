import { z } from "zod";
import { listAnswer, records, requestId } from "#src/entities/entity";
import { LogEntry, logEntry } from "#src/entities/logEntry";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { fromDateTimeText, toDateTimeText } from "#src/form/fields";
import { operation } from "#src/operation";

export const getLogsDataByTypeAndTimeRange = operation({
  label: "Get Logs Data by Type and Time Range",
  description: "Lists the entries of one of Gong's logs in a time range.",
  endpoint: "GET /v2/logs",
  scopes: ["api:logs:read"],
  effect: "reads",
  fields: {
    logType: field.choice(
      {
        label: "Log Type",
        comments: "Which log to read. The access log reaches 14 days back, and the user activity log to March 2021.",
        example: "UserActivityLog",
      },
      [
        { value: "AccessLog", label: "Access (sign-ins, 14 days)" },
        { value: "UserActivityLog", label: "User activity" },
        { value: "UserCallPlay", label: "Calls played by users" },
        { value: "ExternallySharedCallAccess", label: "Shared calls opened by outsiders" },
        { value: "ExternallySharedCallPlay", label: "Shared calls played by outsiders" },
      ],
    ),
    fromDateTime: fromDateTimeText,
    toDateTime: optional(
      reworded(toDateTimeText, {
        comments: `${toDateTimeText.form.comments} Leave empty to go up to the latest entry.`,
      }),
    ),
  },
  response: () => listAnswer({ logEntries: z.array(LogEntry()).describe("One entry per event.") }),
  list: { key: "logEntries", cursor: "query", empty: "gongError" },
  example: { requestId, records, logEntries: [logEntry] },
  notes: [
    "Gong keeps the access log for 14 days; earlier entries do not come back.",
    "Entries have no id. To recognise one that was seen before, compare all its values.",
    "What stands in `logRecord` depends on the type of log.",
    "No entries in the range is an empty list.",
  ],
});
