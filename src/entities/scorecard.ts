import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";
import { manager } from "./user";
import { workspace } from "./workspace";

/** A question of a scorecard. Gong's document calls its ids and bounds numbers; they arrive as text. */
const ScorecardQuestion = once(() =>
  entity({
    questionId: z.string().describe("Gong's id of the question."),
    questionRevisionId: z.string().describe("The id of this wording of the question."),
    questionText: z.string().describe("What is asked."),
    isOverall: z.boolean().describe("Whether it asks for the overall mark."),
    questionType: z.string().describe("How it is answered, such as SINGLE_SELECT."),
    answerGuide: z.string().describe("What reviewers are told about answering; null when nothing is."),
    minRange: z.string().describe("The lowest mark; null for a question without range."),
    maxRange: z.string().describe("The highest mark; null for a question without range."),
    answerOptions: z
      .array(
        entity({ id: z.number().describe("The option's id."), text: z.string().describe("What the option says.") }),
      )
      .describe("Null for a question without options."),
    updaterUserId: z.string().describe("The user who changed it last."),
    created: z.string().describe("ISO 8601."),
    updated: z.string().describe("ISO 8601."),
  }),
);

/** The definition of a scorecard. */
export const Scorecard = once(() =>
  entity({
    scorecardId: z.string().describe("Gong's id of the scorecard."),
    scorecardName: z.string().describe("What the scorecard is called."),
    workspaceId: z.string().describe("Gong's id of the workspace; null where it belongs to none."),
    enabled: z.boolean().describe("False for a scorecard that is out of use."),
    updaterUserId: z.string().describe("-1 stands for Gong itself."),
    created: z.string().describe("ISO 8601."),
    updated: z.string().describe("ISO 8601."),
    reviewMethod: z.string().describe("AUTOMATIC or MANUAL."),
    questions: z.array(ScorecardQuestion()).describe("The questions in their order."),
  }),
);
export type Scorecard = z.infer<ReturnType<typeof Scorecard>>;

export const scorecard = {
  scorecardId: "6471838278126905832",
  scorecardName: "Discovery Call",
  workspaceId: workspace.id,
  enabled: true,
  updaterUserId: manager.id,
  created: "2025-03-17T09:40:12-07:00",
  updated: "2025-10-02T15:11:30-07:00",
  reviewMethod: "MANUAL",
  questions: [
    {
      questionId: "5471838278126905901",
      questionRevisionId: "5471838278126905977",
      questionText: "How well were the buyer's needs explored?",
      isOverall: false,
      questionType: "SINGLE_SELECT",
      answerGuide: "Good: at least three needs were named by the buyer.",
      minRange: "1",
      maxRange: "5",
      answerOptions: [
        { id: 1, text: "Not at all" },
        { id: 2, text: "In depth" },
      ],
      updaterUserId: manager.id,
      created: "2025-03-17T09:40:12-07:00",
      updated: "2025-10-02T15:11:30-07:00",
    },
  ],
};
