import { InputError } from "#src/base/errors";
import { hourMs } from "#src/base/time";
import { type Call, call } from "#src/entities/call";
import type { User } from "#src/entities/user";
import * as field from "#src/form/field";
import { type Input, optional } from "#src/form/field";
import type { StepContext } from "#src/recipe";
import { definePolling, lookBackDate, watching } from "#src/triggers/polling/definePolling";
import { callSource, defaultLateMs, pollFields, userSource } from "#src/triggers/polling/sources";
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
  lookBackDate,
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

type PollContext = StepContext & { readonly settings: Settings };

const watchCalls = ({ gong, settings }: PollContext) => {
  const { workspaceId, showNewRecords = true, showUpdatedRecords } = settings;
  const lateMs = lateMsOf(settings);
  const source = callSource(gong, { workspaceId });
  const wanted = isWanted(settings);
  return watching({
    kind: "calls",
    filter: { workspaceId },
    lateMs,
    source,
    async deliver(found: readonly Call[], { state, now, onCredit, whenPaid }): Promise<Changes> {
      const updated: Call[] = [];
      if (showUpdatedRecords) {
        await onCredit(() => rememberCalls(gong, state, found, now - lateMs));
        await whenPaid(async () => {
          updated.push(...(await findUpdatedCalls(gong, state, { slotMs: source.slotMs, workspaceId, now })));
        });
      }
      return { created: showNewRecords ? found.filter(wanted) : [], updated: updated.filter(wanted) };
    },
  });
};

const watchUsers = ({ gong, settings }: PollContext) => {
  const { showNewRecords = true, showUpdatedRecords } = settings;
  return watching({
    kind: "users",
    filter: {},
    lateMs: lateMsOf(settings),
    source: userSource(gong),
    async deliver(found: readonly User[], { state, now, whenPaid }): Promise<Changes> {
      const updated: User[] = [];
      if (showUpdatedRecords)
        await whenPaid(async () => {
          updated.push(...(await findUpdatedUsers(gong, state, now)));
        });
      return { created: showNewRecords ? found : [], updated };
    },
  });
};

const lateMsOf = ({ lateArrivalHours }: Settings) =>
  lateArrivalHours === undefined ? defaultLateMs : lateArrivalHours * hourMs;

/** Delivers each call or user that appears in Gong once, however late, and on request what changed. */
export const pollChangesTrigger = definePolling({
  label: "New Records",
  description:
    "Starts the workflow for calls or users that are new in Gong, each once, also when a call appears hours after it was held; on request also for those that changed.",
  fields,
  watch: (context) => {
    const { resourceType, showNewRecords = true, showUpdatedRecords = false } = context.settings;
    if (!showNewRecords && !showUpdatedRecords)
      throw new InputError([
        "Show New Records and Show Updated Records are both off, so nothing would ever be delivered. Switch one of them on.",
      ]);
    return resourceType === "calls" ? watchCalls(context) : watchUsers(context);
  },
  items: ({ created, updated }) => [...tagged(created, "created"), ...tagged(updated, "updated")],
  example: { created: [call], updated: [{ ...call, changed: ["title", "outcome"] }] } as Changes,
});

/** The records one by one, each with `changeType`: created or updated. */
const tagged = (records: readonly unknown[], changeType: string) =>
  records.map((record) => ({ ...(record as object), changeType }));
