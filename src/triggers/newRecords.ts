import { pollingTrigger, type TriggerPayload } from "@prismatic-io/spectral";
import { connectionInput } from "#src/actions/toAction";
import { withClient } from "#src/actions/withClient";
import { type Call, call } from "#src/entities/call";
import * as field from "#src/form/field";
import { formOf, type Input, optional, read } from "#src/form/field";
import {
  batching,
  pollBudgetMs,
  pollFields,
  samplePayload,
  startPoll,
  toLateMs,
  withBody,
} from "#src/triggers/polling/polling";
import { findNewRecords } from "#src/triggers/polling/pollRecords";
import { packPlace } from "#src/triggers/polling/pollState";
import { callSource, quarterHourMs, userSource } from "#src/triggers/polling/sources";
import { findUpdatedCalls, findUpdatedUsers, rememberCalls } from "#src/triggers/polling/updatedRecords";

const fields = {
  resourceType: field.choice(
    { label: "Resource Type", comments: "What to watch: the calls or the users of Gong.", example: "calls" },
    [
      { value: "calls", label: "Calls" },
      { value: "users", label: "Users" },
    ],
  ),
  showNewRecords: optional(
    field.toggle(
      {
        label: "Show New Records",
        comments: "Deliver each record that appears in Gong, once. When off, new records are only remembered.",
        example: "true",
      },
      "true",
    ),
  ),
  lookBackDate: optional(
    field.dateTimeText({
      label: "Look Back Date",
      comments:
        "The day from which on existing records are delivered too when the trigger runs for the first time, as YYYY-MM-DD (midnight UTC). At most 5,000 are delivered by each poll, so a long past takes several polls. Leave empty to deliver only what appears from the first poll on. Later changes of this date have no effect.",
      placeholder: "2026-01-05",
      example: "2026-01-05",
    }),
  ),
  showUpdatedRecords: optional(
    field.toggle({
      label: "Show Updated Records",
      comments:
        "Also deliver records whose content changed, with the names of what changed. Of calls, the newest 6,000 that started within the late-arrival hours are compared; this needs the scope api:calls:read:extensive. When off, changes are not looked for.",
      example: "false",
    }),
  ),
  ...pollFields,
  includePrivateCalls: optional(
    field.toggle(
      {
        label: "Include Private Calls",
        comments:
          "Deliver private calls too. On here, because this trigger has always delivered them; it is off in the newer triggers. When off, private calls are left out.",
        example: "true",
      },
      "true",
    ),
  ),
};

type Settings = Input<typeof fields>;

/** What a workflow receives: records as Gong lists them. */
export interface Changes {
  readonly created: readonly unknown[];
  /** The same with `changed`: the names of what changed. */
  readonly updated: readonly unknown[];
}

const isWanted = ({ primaryUserIds, includePrivateCalls = true }: Settings) => {
  const hosts = primaryUserIds && new Set(primaryUserIds);
  return (call: Call) =>
    (includePrivateCalls || call.isPrivate !== true) && (!hosts || hosts.has(String(call.primaryUserId)));
};

/**
 * Delivers each call or user that appears in Gong once, however late, and on request what changed. A poll that fails
 * leaves the place as it was; the platform keeps a new place only after a good run.
 */
export const pollChangesTrigger = pollingTrigger({
  display: {
    label: "New Records",
    description:
      "Starts the workflow for calls or users that are new in Gong, each once, also when a call appears hours after it was held; on request also for those that changed.",
  },
  inputs: { connection: connectionInput, ...formOf(fields) },
  perform: async (context, payload, { connection, ...answers }) => {
    const opening = { connection, context, read: () => read(fields, answers), bounds: { budgetMs: pollBudgetMs } };
    return withClient(opening, async ({ gong: client, input: settings, logger }) => {
      const { resourceType: kind, workspaceId, lookBackDate, showNewRecords = true, showUpdatedRecords } = settings;
      const filter = kind === "calls" ? { workspaceId } : {};
      const lateMs = toLateMs(settings.lateArrivalHours);
      const { place, ...moment } = startPoll({
        state: context.polling.getState(),
        kind,
        filter,
        slotMs: quarterHourMs,
        lateMs,
        ...(lookBackDate === undefined ? {} : { lookBackTo: Date.parse(lookBackDate) }),
        logger,
      });
      const { now } = moment;
      const bounds = {
        ...moment,
        lateMs,
        requests: () => client.requests,
        warn: (words: string) => logger.warn(words),
      };
      const changes = { created: [] as unknown[], updated: [] as unknown[] };
      if (kind === "calls") {
        const wanted = isWanted(settings);
        const found = await findNewRecords(callSource(client, filter), place, bounds);
        changes.created = found.filter(wanted);
        if (showUpdatedRecords) {
          await rememberCalls(client, place, found, now - lateMs);
          const updated = await findUpdatedCalls(client, place, { workspaceId, now });
          changes.updated = updated.filter(wanted);
        }
      } else {
        changes.created = await findNewRecords(userSource(client), place, bounds);
        if (showUpdatedRecords) changes.updated = await findUpdatedUsers(client, place, now);
      }
      if (!showNewRecords) changes.created = [];
      context.polling.setState(packPlace(place));
      return {
        payload: withBody(payload, changes),
        polledNoChanges: changes.created.length + changes.updated.length === 0,
      };
    });
  },
  ...batching,
  triggerResolver: {
    resolveItems: (_context: unknown, { payload }: { payload: TriggerPayload }) => itemsOf(payload),
  },
  examplePayload: {
    payload: samplePayload({
      created: [call],
      updated: [{ ...call, changed: ["title", "outcome"] }],
    } satisfies Changes),
    polledNoChanges: false,
  },
});

/** The records one by one, each with `changeType`: created or updated. */
const itemsOf = ({ body }: TriggerPayload): unknown[] => {
  const { created, updated } = body.data as Changes;
  const tagged = (records: readonly unknown[], changeType: string) =>
    records.map((record) => ({ ...(record as object), changeType }));
  return [...tagged(created, "created"), ...tagged(updated, "updated")];
};
