import { hourMs } from "#src/base/time";
import { answeredScorecard } from "#src/entities/answeredScorecard";
import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import type { Gong } from "#src/gong/index";
import { listDetailedCalls } from "#src/operations/calls/index";
import { definePolling, lookBackDate, watching } from "#src/triggers/polling/definePolling";
import { type AnsweredScorecard, answerSource, inHundreds } from "#src/triggers/polling/sources";

/** Two days, and the fourteen hours by which the company's day may differ from that of UTC. */
const lateMs = 62 * hourMs;

const fields = {
  scorecardIds: optional(
    field.list(
      field.gongId({
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
  lookBackDate,
  workspaceId: optional(
    field.gongId({
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
export const newScorecardAnswers = definePolling({
  label: "New Scorecard Answers",
  description:
    "Starts the workflow for each scorecard that a person, or Gong itself, filled in for a call, once, with the answers.",
  fields,
  watch: ({ gong, settings }) => {
    const { workspaceId, scorecardIds, reviewMethod = "BOTH" } = settings;
    const filter = { reviewMethod, ...(scorecardIds ? { scorecardIds } : {}) };
    return watching({
      kind: "answered scorecards",
      filter,
      lateMs,
      source: answerSource(gong, filter),
      async deliver(found, { onCredit }) {
        let answeredScorecards = [...found];
        if (workspaceId !== undefined && found.length > 0)
          await onCredit(async () => {
            answeredScorecards = await inWorkspace(gong, found, workspaceId);
          });
        return { answeredScorecards };
      },
    });
  },
  items: ({ answeredScorecards }) => answeredScorecards,
  example: { answeredScorecards: [answeredScorecard] as AnsweredScorecard[] },
});

/** Gong filters scorecards by no workspace, but calls by both id and workspace. */
const inWorkspace = async (
  gong: Gong,
  found: readonly AnsweredScorecard[],
  workspaceId: string,
): Promise<AnsweredScorecard[]> => {
  const ids = [...new Set(found.flatMap(({ callId }) => (callId ? [String(callId)] : [])))];
  const inside = new Set<string>();
  for (const callIds of inHundreds(ids)) {
    const { calls } = await gong.run(listDetailedCalls, { callIds, workspaceId });
    for (const { metaData } of calls ?? []) if (metaData?.id) inside.add(metaData.id);
  }
  return found.filter(({ callId }) => inside.has(String(callId)));
};
