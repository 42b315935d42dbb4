import type { Answer, Exchange, Handler } from "#sandbox/types";
import type { CallEntry, UserEntry, World } from "#sandbox/world/index";
import { Random } from "#sandbox/world/random";
import { addDays, companyTimeZone, formatTime, plainDate, startOfDay } from "#sandbox/world/time";
import { bodyOf, earliest, latest, list, momentOf, refuse } from "./answer";

interface ActivityFilter {
  fromDate: string;
  toDate: string;
  createdFromDateTime?: string;
  createdToDateTime?: string;
  userIds?: string[];
}

type Period = "DAY" | "WEEK" | "MONTH" | "QUARTER" | "YEAR";

/** What is counted, and on how many of a host's calls it happens. */
const activities = {
  callsAsHost: 1,
  callsGaveFeedback: 0.1,
  callsRequestedFeedback: 0.08,
  callsReceivedFeedback: 0.12,
  ownCallsListenedTo: 0.3,
  othersCallsListenedTo: 0.25,
  callsSharedInternally: 0.15,
  callsSharedExternally: 0.05,
  callsAttended: 1,
  callsCommentsGiven: 0.2,
  callsCommentsReceived: 0.2,
  callsMarkedAsFeedbackGiven: 0.05,
  callsMarkedAsFeedbackReceived: 0.05,
  callsScorecardsFilled: 0.1,
  callsScorecardsReceived: 0.1,
} as const;

type Activity = keyof typeof activities;

/** For each activity the ids of the calls on which it happened; the same for a call whatever the range. */
const detail = (world: World, calls: readonly CallEntry[]): Record<Activity, string[]> => {
  const names = Object.keys(activities) as Activity[];
  const ids = Object.fromEntries(names.map((name) => [name, [] as string[]])) as Record<Activity, string[]>;
  for (const call of calls) {
    const random = new Random(world.seed, "activity", call.index);
    for (const [name, share] of Object.entries(activities) as [Activity, number][]) {
      if (random.next() < share) ids[name].push(call.id);
    }
  }
  return ids;
};

const count = (world: World, calls: readonly CallEntry[]) =>
  Object.fromEntries(Object.entries(detail(world, calls)).map(([name, ids]) => [name, ids.length]));

interface Selection {
  readonly users: readonly UserEntry[];
  readonly callsOf: (user: UserEntry) => readonly CallEntry[];
  readonly filter: ActivityFilter;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** The users and calls of a request. Without ids only users with activity come, as in Gong. */
const select = (world: World, { now, body }: Exchange): Selection | Answer => {
  const { filter } = body as { filter: ActivityFilter };
  const from = startOfDay(filter.fromDate);
  const to = startOfDay(filter.toDate);
  if (Number.isNaN(from)) return refuse(400, "filter.fromDate: must be a date in the format YYYY-MM-DD");
  if (Number.isNaN(to)) return refuse(400, "filter.toDate: must be a date in the format YYYY-MM-DD");
  if (from >= to) return refuse(400, "filter.fromDate: must be before toDate");
  if (filter.toDate > plainDate(now)) return refuse(400, "filter.toDate: must not be after today");
  const byHost = new Map<string, CallEntry[]>();
  for (const call of world.callIndex.between("started", from, to)) {
    if (call.visibleAt > now) continue;
    const calls = byHost.get(call.primaryUserId);
    if (calls) calls.push(call);
    else byHost.set(call.primaryUserId, [call]);
  }
  const ids = filter.userIds?.length ? new Set(filter.userIds) : undefined;
  const createdFrom = momentOf(filter.createdFromDateTime, earliest);
  const createdTo = momentOf(filter.createdToDateTime, latest);
  const users = world.users.filter(
    ({ id, createdAt }) => (ids ? ids.has(id) : byHost.has(id)) && createdAt >= createdFrom && createdAt < createdTo,
  );
  const extra = { fromDateTime: formatTime(from), toDateTime: formatTime(to), timeZone: companyTimeZone };
  return { users, callsOf: (user) => byHost.get(user.id) ?? [], filter, extra };
};

/** The first day of the period after the one in which a day lies. */
const nextPeriod = (date: string, period: Period): string => {
  const day = new Date(`${date}T00:00:00Z`);
  const year = day.getUTCFullYear();
  const month = day.getUTCMonth();
  const first = (atYear: number, atMonth: number) => new Date(Date.UTC(atYear, atMonth, 1)).toISOString().slice(0, 10);
  switch (period) {
    case "DAY":
      return addDays(date, 1);
    case "WEEK":
      return addDays(date, 7 - ((day.getUTCDay() + 6) % 7));
    case "MONTH":
      return first(year, month + 1);
    case "QUARTER":
      return first(year, (Math.floor(month / 3) + 1) * 3);
    case "YEAR":
      return first(year + 1, 0);
  }
};

/** The periods of a range, the first and last cut to the range. */
const periodsOf = ({ fromDate, toDate }: ActivityFilter, period: Period) => {
  const periods: { fromDate: string; toDate: string }[] = [];
  for (let start = fromDate; start < toDate; ) {
    const next = nextPeriod(start, period);
    const end = next < toDate ? next : toDate;
    periods.push({ fromDate: start, toDate: end });
    start = end;
  }
  return periods;
};

/** A user's calls by period; periods without calls stay when `keepEmpty`. */
const byPeriod = <T extends object>(
  calls: readonly CallEntry[],
  filter: ActivityFilter,
  period: Period,
  describe: (calls: readonly CallEntry[]) => T,
) => {
  const dated = calls.map((call) => ({ call, date: plainDate(call.started) }));
  return periodsOf(filter, period).map((range) => ({
    ...describe(dated.filter(({ date }) => date >= range.fromDate && date < range.toDate).map(({ call }) => call)),
    ...range,
  }));
};

const who = ({ id, emailAddress }: UserEntry) => ({ userId: id, userEmailAddress: emailAddress });

export const activity: Record<string, Handler> = {
  "POST /v2/stats/activity/aggregate": (world, exchange) => {
    const selection = select(world, exchange);
    if (!("users" in selection)) return selection;
    const { users, callsOf, extra } = selection;
    return list(users, (user) => ({ ...who(user), userAggregateActivityStats: count(world, callsOf(user)) }), extra);
  },

  "POST /v2/stats/activity/aggregate-by-period": (world, exchange) => {
    const selection = select(world, exchange);
    if (!("users" in selection)) return selection;
    const { users, callsOf, filter } = selection;
    const { aggregationPeriod } = bodyOf<{ aggregationPeriod: Period }>(exchange);
    return list(users, (user) => ({
      ...who(user),
      userAggregateActivity: byPeriod(callsOf(user), filter, aggregationPeriod, (calls) => count(world, calls)),
    }));
  },

  "POST /v2/stats/activity/day-by-day": (world, exchange) => {
    const selection = select(world, exchange);
    if (!("users" in selection)) return selection;
    const { users, callsOf, filter } = selection;
    return list(users, (user) => ({
      ...who(user),
      userDailyActivityStats: byPeriod(callsOf(user), filter, "DAY", (calls) => detail(world, calls)),
    }));
  },

  "POST /v2/stats/interaction": (world, exchange) => {
    const selection = select(world, exchange);
    if (!("users" in selection)) return selection;
    const { users, extra } = selection;
    return list(
      users,
      (user) => {
        const random = new Random(world.seed, "interaction", user.index);
        const value = (lowest: number, highest: number) =>
          Math.round((lowest + random.next() * (highest - lowest)) * 100) / 100;
        return {
          ...who(user),
          personInteractionStats: [
            { name: "Longest Monologue", value: value(40, 180) },
            { name: "Longest Customer Story", value: value(30, 140) },
            { name: "Interactivity", value: value(1, 9) },
            { name: "Patience", value: value(0.3, 1.6) },
            { name: "Question Rate", value: value(5, 22) },
          ],
        };
      },
      extra,
    );
  },
};
