import { z } from "zod";
import { once } from "#src/base/lazy";
import { call } from "./call";
import { entity } from "./entity";
import { user } from "./user";

/** What Gong counts of a user's doings, in all three activity lists. */
const activities = {
  callsAsHost: "Calls that the user held.",
  callsAttended: "Calls of other hosts that the user took part in.",
  callsGaveFeedback: "Calls on which the user gave feedback.",
  callsRequestedFeedback: "Calls on which the user asked for feedback.",
  callsReceivedFeedback: "Calls on which the user was given feedback.",
  callsMarkedAsFeedbackGiven: "Calls on which somebody pressed Mark as reviewed.",
  callsMarkedAsFeedbackReceived: "Calls of the user on which somebody pressed Mark as reviewed.",
  callsCommentsGiven: "Calls on which the user commented.",
  callsCommentsReceived: "Calls of the user on which others commented.",
  callsScorecardsFilled: "Scorecards that the user filled in; by day, the calls that they are about.",
  callsScorecardsReceived: "Calls of the user for which others filled in a scorecard.",
  callsSharedInternally: "Calls that the user shared within the company.",
  callsSharedExternally: "Calls that the user shared with people outside.",
  ownCallsListenedTo: "Calls of their own that the user listened to.",
  othersCallsListenedTo: "Calls of others that the user listened to.",
} as const;

type Activity = keyof typeof activities;

const eachActivity = <T>(toValue: (words: string) => T) =>
  Object.fromEntries(Object.entries(activities).map(([activity, words]) => [activity, toValue(words)])) as Record<
    Activity,
    T
  >;

/** A user's activity in the whole range. */
export const UserActivity = once(() =>
  entity({
    userId: z.string().describe("Gong's id of the user."),
    userEmailAddress: z.string().describe("The user's e-mail address."),
    userAggregateActivityStats: entity(eachActivity((words) => z.number().describe(words))).describe(
      "Numbers of calls.",
    ),
  }),
);

/** A user's activity, period by period. */
export const UserActivityByPeriod = once(() =>
  entity({
    userId: z.string().describe("Gong's id of the user."),
    userEmailAddress: z.string().describe("The user's e-mail address."),
    userAggregateActivity: z
      .array(entity({ ...eachActivity((words) => z.number().describe(words)), ...period("the range") }))
      .describe("One entry per period, with numbers of calls."),
  }),
);

/** A user's activity, day by day. */
export const UserDailyActivity = once(() =>
  entity({
    userId: z.string().describe("Gong's id of the user."),
    userEmailAddress: z.string().describe("The user's e-mail address."),
    userDailyActivityStats: z
      .array(entity({ ...eachActivity((words) => z.array(z.string()).describe(words)), ...period("the day") }))
      .describe("One entry per day, with ids of calls."),
  }),
);

const period = (limits: string) => ({
  fromDate: z.string().describe(`ISO 8601. The first entry starts with ${limits}.`),
  toDate: z.string().describe(`ISO 8601. The last entry ends with ${limits}.`),
});

/** How a user talks on calls. */
export const InteractionStats = once(() =>
  entity({
    userId: z.string().describe("Gong's id of the user."),
    userEmailAddress: z.string().describe("The user's e-mail address."),
    personInteractionStats: z
      .array(
        entity({
          name: z
            .string()
            .describe("Longest Monologue, Longest Customer Story, Interactivity, Patience or Question Rate."),
          value: z.number().describe("Seconds for the longest parts, else a rate."),
        }),
      )
      .describe("One entry per measure."),
  }),
);

/** The range that an answer covers, beside its list. */
export const rangeShape = () => ({
  fromDateTime: z.string().describe("ISO 8601 with offset."),
  toDateTime: z.string().describe("ISO 8601 with offset."),
  timeZone: z.string().describe("The company's time zone."),
});

export const range = {
  fromDateTime: "2026-01-05T00:00:00-08:00",
  toDateTime: "2026-02-05T00:00:00-08:00",
  timeZone: "America/Los_Angeles",
};

const who = { userId: user.id, userEmailAddress: user.emailAddress };

const counts = {
  ...eachActivity(() => 1),
  callsAsHost: 12,
  callsAttended: 5,
  callsSharedInternally: 3,
  ownCallsListenedTo: 4,
  othersCallsListenedTo: 2,
};

export const userActivity = { ...who, userAggregateActivityStats: counts };

export const userActivityByPeriod = {
  ...who,
  userAggregateActivity: [{ ...counts, fromDate: "2026-01-05T00:00:00-08:00", toDate: "2026-01-12T00:00:00-08:00" }],
};

export const userDailyActivity = {
  ...who,
  userDailyActivityStats: [
    {
      ...eachActivity(() => [call.id]),
      fromDate: "2026-01-05T00:00:00-08:00",
      toDate: "2026-01-06T00:00:00-08:00",
    },
  ],
};

export const interactionStats = {
  ...who,
  personInteractionStats: [
    { name: "Longest Monologue", value: 138.4 },
    { name: "Longest Customer Story", value: 96 },
    { name: "Interactivity", value: 6.21 },
    { name: "Patience", value: 0.84 },
    { name: "Question Rate", value: 15.3 },
  ],
};
