import { hourMs } from "#src/base/time";
import type { Call } from "#src/entities/call";
import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import { completeCallSample } from "#src/recipes/calls/completeCall";
import type { CompleteCall } from "#src/recipes/completeCallShape";
import { include, toParts } from "#src/recipes/shared";
import { definePolling, lookBackDate, watching } from "#src/triggers/polling/definePolling";
import { awaitableParts, findReadyCalls } from "#src/triggers/polling/readyCalls";
import { callSource, defaultLateMs, pollFields, usableId } from "#src/triggers/polling/sources";

const defaultMaxWaitHours = 24;

const fields = {
  include,
  waitFor: optional(
    field.choiceList(
      {
        label: "Wait For",
        comments:
          "The parts that a call needs to have before it is delivered; they are included in the record. Not every call ever gets an outcome or a CRM record. Leave empty to wait for the transcript.",
        example: "transcript",
      },
      [
        { value: "transcript", label: "Transcript" },
        { value: "trackers", label: "Trackers" },
        { value: "brief", label: "Brief" },
        { value: "outcome", label: "Call outcome" },
        { value: "crm", label: "CRM record" },
      ] satisfies readonly { value: (typeof awaitableParts)[number]; label: string }[],
    ),
  ),
  maxWaitHours: optional(
    field.integer(
      {
        label: "Max Wait (hours)",
        comments:
          "After how many whole hours a call is delivered although parts are missing; missing in the record names them. From 1 to 168, counted from the poll that first saw the call. Leave empty for 24.",
        placeholder: "24",
        example: "24",
      },
      { min: 1, max: 168 },
    ),
  ),
  lookBackDate,
  workspaceId: pollFields.workspaceId,
  primaryUserIds: pollFields.primaryUserIds,
  includePrivateCalls: optional(
    field.toggle({
      label: "Include Private Calls",
      comments: "Deliver private calls too. When off, private calls are left out.",
      example: "false",
    }),
  ),
};

/** Delivers each call once, as a complete record, when Gong has finished the parts that matter. */
export const callsReady = definePolling({
  label: "Calls Ready",
  description:
    "Starts the workflow for each new call once, when its transcript or other chosen parts are there, with the call as one complete record; after the maximum wait also without them.",
  fields,
  watch: ({ gong, logger, settings }) => {
    const { workspaceId, primaryUserIds, includePrivateCalls = false, maxWaitHours = defaultMaxWaitHours } = settings;
    const waitFor = awaitableParts.filter((part) => (settings.waitFor ?? ["transcript"]).includes(part));
    const isWanted = ({ isPrivate, primaryUserId }: Call) =>
      (includePrivateCalls || isPrivate !== true) &&
      (!primaryUserIds || primaryUserIds.includes(String(primaryUserId)));
    return watching({
      kind: "calls that get ready",
      filter: { workspaceId },
      lateMs: defaultLateMs,
      source: callSource(gong, { workspaceId }),
      async deliver(found, { state, now, whenPaid }) {
        const { waiting } = state;
        for (const call of found) {
          const id = usableId(call.id);
          if (id && isCallId(id) && isWanted(call)) waiting.set(id, now);
        }
        const calls: CompleteCall[] = [];
        await whenPaid(async () => {
          if (waiting.size === 0) return;
          const { ready, gone, isFull } = await findReadyCalls(
            { gong, logger },
            {
              seenAt: waiting,
              waitFor,
              include: toParts(settings.include),
              expiredBefore: now - maxWaitHours * hourMs,
              includePrivateCalls,
            },
          );
          calls.push(...ready);
          for (const id of [...ready.map(({ id }) => id ?? ""), ...gone]) waiting.delete(id);
          state.isFull = isFull && waiting.size > 0;
          if (gone.length > 0) logger.info(`Calls that Gong no longer shows, or that became private: ${gone.length}.`);
        });
        return { calls };
      },
    });
  },
  items: ({ calls }) => calls,
  example: { calls: [completeCallSample] as CompleteCall[] },
});

/** Only these can be asked for; the platform's store keeps no foreign text. */
const isCallId = (id: string) => /^\d{1,20}$/.test(id);
