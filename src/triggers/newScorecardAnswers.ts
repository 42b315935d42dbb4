import { pollingTrigger, type TriggerPayload } from "@prismatic-io/spectral";
import { connectionInput } from "#src/actions/toAction";
import { withClient } from "#src/actions/withClient";
import { answeredScorecard } from "#src/entities/answeredScorecard";
import * as field from "#src/form/field";
import { formOf, optional, read } from "#src/form/field";
import type { Gong } from "#src/gong/index";
import { listDetailedCalls } from "#src/operations/calls/index";
import { inHundreds } from "#src/triggers/polling/callWindows";
import { batching, pollBudgetMs, samplePayload, startPoll, withBody } from "#src/triggers/polling/polling";
import { findNewRecords } from "#src/triggers/polling/pollRecords";
import { packPlace } from "#src/triggers/polling/pollState";
import { type AnsweredScorecard, answerSource, dayMs } from "#src/triggers/polling/sources";

/** Two days, and the fourteen hours by which the company's day may differ from that of UTC. */
const lateMs = 62 * 60 * 60 * 1000;

const fields = {
  scorecardIds: optional(
    field.list(
      field.text({
        label: "Scorecards",
        comments:
          "Gong's ids of the scorecards: a list, one id, or ids separated by commas. Leave empty for every scorecard.",
        placeholder: answeredScorecard.scorecardId,
        example: answeredScorecard.scorecardId,
        dataSource: "scorecards",
      }),
    ),
  ),
  reviewMethod: optional(
    field.choice(
      {
        label: "Review Method",
        comments: "Who filled the scorecards in. Leave empty for both: people, and Gong itself.",
        example: "BOTH",
      },
      [
        { value: "BOTH", label: "People and Gong" },
        { value: "AUTOMATIC", label: "Gong only (automatic)" },
        { value: "MANUAL", label: "People only (manual)" },
      ],
    ),
  ),
  workspaceId: optional(
    field.text({
      label: "Workspace",
      comments:
        "Gong's id of the workspace whose calls were reviewed. Needs the scope api:calls:read:extensive, since a scorecard's answers do not name it. Leave empty to cover every workspace.",
      placeholder: "623457276584334",
      example: "623457276584334",
      dataSource: "workspaces",
    }),
  ),
};

/** Delivers each answered scorecard once, whoever answered it. */
export const newScorecardAnswers = pollingTrigger({
  display: {
    label: "New Scorecard Answers",
    description:
      "Starts the workflow for each scorecard that a person, or Gong itself, filled in for a call, once, with the answers.",
  },
  inputs: { connection: connectionInput, ...formOf(fields) },
  perform: async (context, payload, { connection, ...answers }) => {
    const opening = { connection, context, read: () => read(fields, answers), bounds: { budgetMs: pollBudgetMs } };
    return withClient(opening, async ({ gong: client, input, logger }) => {
      const { workspaceId, scorecardIds, reviewMethod = "BOTH" } = input;
      const filter = { reviewMethod, ...(scorecardIds ? { scorecardIds } : {}) };
      const { place, ...moment } = startPoll({
        state: context.polling.getState(),
        kind: "answered scorecards",
        filter,
        slotMs: dayMs,
        lateMs,
        logger,
      });
      const found = await findNewRecords(answerSource(client, { now: moment.now, ...filter }), place, {
        ...moment,
        lateMs,
        requests: () => client.requests,
        warn: (words) => logger.warn(words),
      });
      const answeredScorecards = workspaceId === undefined ? found : await inWorkspace(client, found, workspaceId);
      context.polling.setState(packPlace(place));
      return { payload: withBody(payload, { answeredScorecards }), polledNoChanges: answeredScorecards.length === 0 };
    });
  },
  ...batching,
  triggerResolver: {
    resolveItems: (_context: unknown, { payload }: { payload: TriggerPayload }) =>
      (payload.body.data as { answeredScorecards: unknown[] }).answeredScorecards,
  },
  examplePayload: { payload: samplePayload({ answeredScorecards: [answeredScorecard] }), polledNoChanges: false },
});

/** Gong filters scorecards by no workspace, but calls by both id and workspace. */
const inWorkspace = async (
  client: Gong,
  found: readonly AnsweredScorecard[],
  workspaceId: string,
): Promise<AnsweredScorecard[]> => {
  const ids = [...new Set(found.flatMap(({ callId }) => (callId ? [String(callId)] : [])))];
  const inside = new Set<string>();
  for (const callIds of inHundreds(ids)) {
    const { calls } = await client.run(listDetailedCalls, { callIds, workspaceId });
    for (const { metaData } of calls ?? []) if (metaData?.id) inside.add(metaData.id);
  }
  return found.filter(({ callId }) => inside.has(String(callId)));
};
