import { z } from "zod";
import { once } from "#src/base/lazy";
import { call } from "./call";
import { entity } from "./entity";
import { user } from "./user";

/** What Gong counts of a user's doings, in all three activity lists. */
const activities = [
  "callsAsHost",
  "callsAttended",
  "callsGaveFeedback",
  "callsRequestedFeedback",
  "callsReceivedFeedback",
  "callsMarkedAsFeedbackGiven",
  "callsMarkedAsFeedbackReceived",
  "callsCommentsGiven",
  "callsCommentsReceived",
  "callsScorecardsFilled",
  "callsScorecardsReceived",
  "callsSharedInternally",
  "callsSharedExternally",
  "ownCallsListenedTo",
  "othersCallsListenedTo",
] as const;

const eachActivity = <T>(what: T) =>
  Object.fromEntries(activities.map((activity) => [activity, what])) as Record<(typeof activities)[number], T>;

/** A user's activity in the whole range. */
export const UserActivity = once(() =>
  entity({
    userId: z.string(),
    userEmailAddress: z.string(),
    userAggregateActivityStats: entity(eachActivity(z.number())).describe("Numbers of calls."),
  }),
);

/** A user's activity, period by period. */
export const UserActivityByPeriod = once(() =>
  entity({
    userId: z.string(),
    userEmailAddress: z.string(),
    userAggregateActivity: z
      .array(entity({ ...eachActivity(z.number()), ...period("the range") }))
      .describe("One entry per period, with numbers of calls."),
  }),
);

/** A user's activity, day by day. */
export const UserDailyActivity = once(() =>
  entity({
    userId: z.string(),
    userEmailAddress: z.string(),
    userDailyActivityStats: z
      .array(entity({ ...eachActivity(z.array(z.string())), ...period("the day") }))
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
    userId: z.string(),
    userEmailAddress: z.string(),
    personInteractionStats: z.array(
      entity({
        name: z
          .string()
          .describe("Longest Monologue, Longest Customer Story, Interactivity, Patience or Question Rate."),
        value: z.number(),
      }),
    ),
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
  ...eachActivity(1),
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
      ...eachActivity([call.id]),
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
