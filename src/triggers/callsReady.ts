import { pollingTrigger, type TriggerPayload } from "@prismatic-io/spectral";
import { connectionInput } from "#src/actions/toAction";
import { withClient } from "#src/actions/withClient";
import * as field from "#src/form/field";
import { formOf, optional, read } from "#src/form/field";
import { type CompleteCall, completeCallSample } from "#src/recipes/calls/completeCall";
import { include, toParts } from "#src/recipes/shared";
import { mayAsk } from "#src/triggers/polling/callWindows";
import {
  batching,
  defaultLateMs,
  pollBudgetMs,
  pollFields,
  samplePayload,
  startPoll,
  withBody,
} from "#src/triggers/polling/polling";
import { findNewRecords } from "#src/triggers/polling/pollRecords";
import { packPlace } from "#src/triggers/polling/pollState";
import { awaitableParts, costOfAsking, findReadyCalls } from "#src/triggers/polling/readyCalls";
import { callSource } from "#src/triggers/polling/sources";

const hourMs = 60 * 60 * 1000;
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
export const callsReady = pollingTrigger({
  display: {
    label: "Calls Ready",
    description:
      "Starts the workflow for each new call once, when its transcript or other chosen parts are there, with the call as one complete record; after the maximum wait also without them.",
  },
  inputs: { connection: connectionInput, ...formOf(fields) },
  perform: async (context, payload, { connection, ...answers }) => {
    const opening = { connection, context, read: () => read(fields, answers), bounds: { budgetMs: pollBudgetMs } };
    return withClient(opening, async ({ gong: client, input: settings, logger }) => {
      const { workspaceId, primaryUserIds, includePrivateCalls = false, maxWaitHours = defaultMaxWaitHours } = settings;
      const waitFor = awaitableParts.filter((part) => (settings.waitFor ?? ["transcript"]).includes(part));
      const source = callSource(client, { workspaceId });
      const { place, ...moment } = startPoll({
        state: context.polling.getState(),
        kind: "calls that get ready",
        filter: { workspaceId },
        slotMs: source.slotMs,
        lateMs: defaultLateMs,
        logger,
      });
      const found = await findNewRecords(source, place, {
        ...moment,
        lateMs: defaultLateMs,
        requests: () => client.requests,
        warn: (words) => logger.warn(words),
      });
      const isHost = (id: unknown) => !primaryUserIds || primaryUserIds.includes(String(id));
      for (const { id, isPrivate, primaryUserId } of found)
        if (id && isHost(primaryUserId) && (includePrivateCalls || isPrivate !== true))
          place.waiting.set(id, moment.now);

      const calls: CompleteCall[] = [];
      if (place.waiting.size > 0 && mayAsk(place.allowance, costOfAsking(place.waiting.size, waitFor))) {
        const before = client.requests;
        const { ready, gone } = await findReadyCalls(
          { gong: client, logger },
          {
            seenAt: place.waiting,
            waitFor,
            include: toParts(settings.include),
            expiredBefore: moment.now - maxWaitHours * hourMs,
            includePrivateCalls,
          },
        );
        place.allowance -= client.requests - before;
        calls.push(...ready);
        for (const id of [...ready.map((call) => call.id ?? ""), ...gone]) place.waiting.delete(id);
        if (gone.length > 0) logger.info(`Calls that Gong no longer shows, or that became private: ${gone.length}.`);
      }
      context.polling.setState(packPlace(place));
      return { payload: withBody(payload, { calls }), polledNoChanges: calls.length === 0 };
    });
  },
  ...batching,
  triggerResolver: {
    resolveItems: (_context: unknown, { payload }: { payload: TriggerPayload }) =>
      (payload.body.data as { calls: unknown[] }).calls,
  },
  examplePayload: { payload: samplePayload({ calls: [completeCallSample] }), polledNoChanges: false },
});
