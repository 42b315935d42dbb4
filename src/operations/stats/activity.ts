import { z } from "zod";
import {
  InteractionStats,
  interactionStats,
  range,
  rangeShape,
  UserActivity,
  UserActivityByPeriod,
  UserDailyActivity,
  userActivity,
  userActivityByPeriod,
  userDailyActivity,
} from "#src/entities/activity";
import { AnsweredScorecard, answeredScorecard } from "#src/entities/answeredScorecard";
import { listAnswer, records, requestId } from "#src/entities/entity";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { userIds } from "#src/form/fields";
import { operation } from "#src/operation";

const usersAndDays = {
  ...field.range({
    fromDate: field.date({
      label: "From Date",
      comments: "The first day, included: YYYY-MM-DD in the time zone of the company in Gong.",
      example: "2026-01-05",
    }),
    toDate: field.date({
      label: "To Date",
      comments: "The day after the last one, not after today: YYYY-MM-DD in the time zone of the company in Gong.",
      example: "2026-02-05",
    }),
  }),
  userIds: optional(
    reworded(userIds, {
      comments:
        "Gong's ids of the users: a list, one id, or ids separated by commas. Leave empty to cover every user with activity in the range.",
    }),
  ),
  ...field.range({
    createdFromDateTime: optional(
      field.dateTime({
        label: "Users Created From",
        comments:
          "Only users who were created in Gong at this moment or later. ISO 8601 with a zone. Leave empty to go back to the first user.",
        example: "2025-01-01T00:00:00Z",
      }),
    ),
    createdToDateTime: optional(
      field.dateTime({
        label: "Users Created To",
        comments:
          "Only users who were created in Gong before this moment. ISO 8601 with a zone. Leave empty to go up to now.",
        example: "2026-01-01T00:00:00Z",
      }),
    ),
  }),
};

const dayNotes = [
  "Days are days in the time zone of the company in Gong. To Date is excluded and must not be after today, so today's own activity can be had tomorrow.",
  "Nobody with activity in the range is an empty list.",
];

export const listAggregateActivity = operation({
  label: "List Aggregate Activity",
  description: "Lists what users did in Gong in a range of days: one record of counts per user.",
  endpoint: "POST /v2/stats/activity/aggregate",
  scopes: ["api:stats:user-actions"],
  effect: "reads",
  fields: usersAndDays,
  request: (filter) => ({ body: { filter } }),
  response: () =>
    listAnswer({
      usersAggregateActivityStats: z.array(UserActivity()).describe("One entry per user."),
      ...rangeShape(),
    }),
  list: { key: "usersAggregateActivityStats", cursor: "body", id: "userId", empty: "gongError" },
  example: { requestId, records, usersAggregateActivityStats: [userActivity], ...range },
  notes: dayNotes,
});

export const listAggregateActivityByPeriod = operation({
  label: "List Aggregate Activity by Period",
  description: "Lists what users did in Gong in a range of days, counted per day, week, month, quarter or year.",
  endpoint: "POST /v2/stats/activity/aggregate-by-period",
  scopes: ["api:stats:user-actions"],
  effect: "reads",
  fields: {
    aggregationPeriod: field.choice(
      {
        label: "Aggregation Period",
        comments:
          "The length of the periods. Weeks start on Monday; the first and last period may be cut by the range.",
        example: "WEEK",
      },
      [
        { value: "DAY", label: "Day" },
        { value: "WEEK", label: "Week" },
        { value: "MONTH", label: "Month" },
        { value: "QUARTER", label: "Quarter" },
        { value: "YEAR", label: "Year" },
      ],
    ),
    ...usersAndDays,
  },
  request: ({ aggregationPeriod, ...filter }) => ({ body: { filter, aggregationPeriod } }),
  response: () =>
    listAnswer({ usersAggregateActivity: z.array(UserActivityByPeriod()).describe("One entry per user.") }),
  list: { key: "usersAggregateActivity", cursor: "body", id: "userId", empty: "gongError" },
  example: { requestId, records, usersAggregateActivity: [userActivityByPeriod] },
  notes: [
    ...dayNotes,
    "Gong counts the same call once per day: listened to twice on a day it is one, on two days it is two.",
  ],
});

export const listDailyActivity = operation({
  label: "List Daily Activity",
  description: "Lists the calls that users hosted, heard, shared and reviewed, day by day.",
  endpoint: "POST /v2/stats/activity/day-by-day",
  scopes: ["api:stats:user-actions:detailed"],
  effect: "reads",
  fields: usersAndDays,
  request: (filter) => ({ body: { filter } }),
  response: () => listAnswer({ usersDetailedActivities: z.array(UserDailyActivity()).describe("One entry per user.") }),
  list: { key: "usersDetailedActivities", cursor: "body", id: "userId", empty: "gongError" },
  example: { requestId, records, usersDetailedActivities: [userDailyActivity] },
  notes: [...dayNotes, "A page holds 100 users with all their days, so a long range makes large pages."],
});

export const listInteractionStats = operation({
  label: "List Interaction Stats",
  description: "Lists how users talk on calls: monologues, patience, questions and interactivity.",
  endpoint: "POST /v2/stats/interaction",
  scopes: ["api:stats:interaction"],
  effect: "reads",
  fields: usersAndDays,
  request: (filter) => ({ body: { filter } }),
  response: () =>
    listAnswer({
      peopleInteractionStats: z.array(InteractionStats()).describe("One entry per user."),
      ...rangeShape(),
    }),
  list: { key: "peopleInteractionStats", cursor: "body", id: "userId", empty: "gongError" },
  example: { requestId, records, peopleInteractionStats: [interactionStats], ...range },
  notes: [...dayNotes, "Only calls with Whisper switched on are counted."],
});

const scorecardDay = (label: string, comments: string, example: string) =>
  optional(field.date({ label, comments: `${comments} YYYY-MM-DD in the time zone of the company in Gong.`, example }));

export const listAnsweredScorecards = operation({
  label: "List Answered Scorecards",
  description: "Lists the scorecards that people, or Gong itself, filled in for calls, with the answers.",
  endpoint: "POST /v2/stats/activity/scorecards",
  scopes: ["api:stats:scorecards"],
  effect: "reads",
  fields: {
    ...field.range({
      callFromDate: scorecardDay(
        "Call From Date",
        "Only calls of this day or later. Leave empty to go back to the earliest call.",
        "2026-01-05",
      ),
      callToDate: scorecardDay(
        "Call To Date",
        "Only calls before this day. Leave empty to go up to the latest call.",
        "2026-02-05",
      ),
    }),
    ...field.range({
      reviewFromDate: scorecardDay(
        "Review From Date",
        "Only reviews of this day or later. Leave empty to go back to the earliest review.",
        "2026-01-05",
      ),
      reviewToDate: scorecardDay(
        "Review To Date",
        "Only reviews before this day. Leave empty to go up to the latest review.",
        "2026-02-05",
      ),
    }),
    reviewMethod: optional(
      field.choice(
        {
          label: "Review Method",
          comments:
            "Who filled the scorecards in. Leave empty for Gong's default, which is people only: reviews that Gong made automatically are then missing.",
          example: "BOTH",
        },
        [
          { value: "BOTH", label: "People and Gong" },
          { value: "AUTOMATIC", label: "Gong only (automatic)" },
          { value: "MANUAL", label: "People only (manual)" },
        ],
      ),
    ),
    scorecardIds: optional(
      field.list(
        field.gongId({
          label: "Scorecard IDs",
          comments:
            "Gong's ids of the scorecards: a list, one id, or ids separated by commas. Leave empty to cover every scorecard.",
          placeholder: answeredScorecard.scorecardId,
          example: answeredScorecard.scorecardId,
          dataSource: "scorecards",
        }),
      ),
    ),
    reviewedUserIds: optional(
      reworded(userIds, {
        label: "Reviewed User IDs",
        comments:
          "Gong's ids of the users whose calls were reviewed: a list, one id, or ids separated by commas. Leave empty to cover every user.",
      }),
    ),
  },
  request: (filter) => ({ body: { filter } }),
  response: () =>
    listAnswer({ answeredScorecards: z.array(AnsweredScorecard()).describe("One entry per filled-in scorecard.") }),
  list: { key: "answeredScorecards", cursor: "body", id: "answeredScorecardId", empty: "gongError" },
  example: { requestId, records, answeredScorecards: [answeredScorecard] },
  notes: [
    "Without a review method Gong leaves out the reviews that it made automatically.",
    "An automatic review has no reviewer: its reviewerUserId is null.",
    "Nothing answered in the range is an empty list.",
  ],
});
