import { z } from "zod";
import { once } from "#src/base/lazy";
import { call } from "./call";
import { entity } from "./entity";
import { scorecard } from "./scorecard";
import { manager, user } from "./user";

/** Gong's document says numbers and others saw digits in text. */
const id = () => z.union([z.string(), z.number()]);

/** A scorecard that someone, or Gong, filled in for a call. */
export const AnsweredScorecard = once(() =>
  entity({
    answeredScorecardId: id().describe("Gong's id of this filled-in scorecard."),
    scorecardId: id().describe("Gong's id of the scorecard."),
    scorecardName: z.string().describe("What the scorecard is called."),
    callId: id().describe("Gong's id of the call, up to 20 digits."),
    callStartTime: z.string().describe("ISO 8601 with offset."),
    reviewedUserId: id().describe("The host of the call."),
    reviewerUserId: id().describe("Null when Gong reviewed the call itself."),
    reviewMethod: z.string().describe("AUTOMATIC or MANUAL."),
    editorUserId: id().describe("Who changed the answers last; null when nobody but the reviewer did."),
    reviewTime: z.string().describe("ISO 8601 with offset."),
    visibilityType: z.string().describe("PUBLIC, PRIVATE, OPT_IN_USERS, MANAGERS or MANAGERS_AND_REVIEWEE."),
    answers: z.array(ScorecardAnswer()).describe("One entry per question."),
  }),
);

const ScorecardAnswer = once(() =>
  entity({
    questionId: id().describe("Gong's id of the question."),
    questionRevisionId: id().describe("The id of this wording of the question."),
    isOverall: z.boolean().describe("True for the question about the call as a whole."),
    score: z.number().describe("1 to 50; null when it was not answered by a score."),
    answerText: z.string().describe("What the reviewer wrote; null where nothing was."),
    notApplicable: z.boolean().describe("True when the reviewer marked the question as not applicable."),
    selectedOptions: z
      .array(z.string())
      .describe("The ids of the options that were chosen; null for questions without options."),
  }),
);

export const answeredScorecard = {
  answeredScorecardId: "5520618842901137744",
  scorecardId: scorecard.scorecardId,
  scorecardName: scorecard.scorecardName,
  callId: call.id,
  callStartTime: call.started,
  reviewedUserId: user.id,
  reviewerUserId: manager.id,
  reviewMethod: "MANUAL",
  editorUserId: manager.id,
  reviewTime: "2026-01-06T09:30:00-08:00",
  visibilityType: "PUBLIC",
  answers: scorecard.questions.map(({ questionId, questionRevisionId, isOverall }) => ({
    questionId,
    questionRevisionId,
    isOverall,
    score: 4,
    answerText: "Asked about the budget early and let Priya finish.",
    notApplicable: false,
    selectedOptions: ["2"],
  })),
};
