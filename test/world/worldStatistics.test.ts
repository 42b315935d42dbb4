import { createWorld } from "#sandbox/world/index";
import { plainDate, startOfDay } from "#sandbox/world/time";
import { itemsOf, question, refusalOf } from "./worldQuestions";

const world = createWorld();
const filter = { fromDate: "2026-09-02", toDate: "2026-11-10" };
const ask = (key: string, body: object) => question(world, `POST /v2/stats/${key}`, { body });

interface Totals {
  userId: string;
  userAggregateActivityStats: Record<string, number>;
}

const aggregate = itemsOf<Totals>(ask("activity/aggregate", { filter }));

test("Calls as host are the calls that were held in the range, in the company's days.", () => {
  const from = startOfDay(filter.fromDate);
  const to = startOfDay(filter.toDate);
  for (const { userId, userAggregateActivityStats } of aggregate) {
    const held = world.calls.filter(
      (call) => call.primaryUserId === userId && call.started >= from && call.started < to,
    );
    expect(userAggregateActivityStats.callsAsHost).toBe(held.length);
  }
  expect(aggregate.length).toBeGreaterThan(5);
  expect(ask("activity/aggregate", { filter })).toMatchObject({ extra: { timeZone: "America/Los_Angeles" } });
});

test.each(["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"])("Periods of a %s add up to the whole.", (aggregationPeriod) => {
  const periods = itemsOf<{ userId: string; userAggregateActivity: Record<string, unknown>[] }>(
    ask("activity/aggregate-by-period", { filter, aggregationPeriod }),
  );
  for (const [at, { userId, userAggregateActivity }] of periods.entries()) {
    expect(userId).toBe(aggregate[at]?.userId);
    for (const [name, total] of Object.entries(aggregate[at]?.userAggregateActivityStats ?? {})) {
      expect(userAggregateActivity.reduce((sum, period) => sum + Number(period[name]), 0)).toBe(total);
    }
    expect(userAggregateActivity[0]?.fromDate).toBe(filter.fromDate);
    expect(userAggregateActivity.at(-1)?.toDate).toBe(filter.toDate);
  }
  const second = String(periods[0]?.userAggregateActivity[1]?.fromDate);
  if (aggregationPeriod === "WEEK") expect(new Date(`${second}T00:00:00Z`).getUTCDay()).toBe(1);
  if (aggregationPeriod === "QUARTER") expect(second).toBe("2026-10-01");
});

test("Day by day names the calls that were counted.", () => {
  const [first] = itemsOf<{ userDailyActivityStats: { callsAsHost: string[]; fromDate: string }[] }>(
    ask("activity/day-by-day", { filter }),
  );
  const days = first?.userDailyActivityStats ?? [];
  expect(days.flatMap(({ callsAsHost }) => callsAsHost)).toHaveLength(
    aggregate[0]?.userAggregateActivityStats.callsAsHost ?? -1,
  );
  for (const { callsAsHost, fromDate } of days) {
    for (const id of callsAsHost) expect(plainDate(world.findCall(id)?.started ?? 0)).toBe(fromDate);
  }
});

test("Dates after today, upside down or unreadable are refused.", () => {
  const refused = (changes: object) => refusalOf(ask("interaction", { filter: { ...filter, ...changes } }));
  expect(refused({ toDate: "2026-11-21" })).toBe("400 filter.toDate: must not be after today");
  expect(refused({ toDate: "2026-09-01" })).toBe("400 filter.fromDate: must be before toDate");
  expect(refused({ fromDate: "yesterday" })).toMatch(/^400 filter.fromDate: must be a date/);
});

interface Review {
  scorecardId: string;
  scorecardName: string;
  callId: string;
  reviewMethod: string;
  reviewTime: string;
  reviewerUserId: string | null;
  reviewedUserId: string;
}

const reviews = (asked: object, now = world.options.now) =>
  itemsOf<Review>(question(world, "POST /v2/stats/activity/scorecards", { body: { filter: asked }, now }));

test("Answered scorecards are the manual ones unless asked for; automatic ones have no reviewer.", () => {
  const manual = reviews({});
  const both = reviews({ reviewMethod: "BOTH" });
  const automatic = reviews({ reviewMethod: "AUTOMATIC" });
  expect(manual.length).toBeGreaterThan(20);
  expect(manual.every(({ reviewMethod, reviewerUserId }) => reviewMethod === "MANUAL" && reviewerUserId)).toBe(true);
  expect(automatic.every(({ reviewerUserId }) => reviewerUserId === null)).toBe(true);
  expect(both).toHaveLength(manual.length + automatic.length);
  const [one] = both;
  const some = reviews({
    reviewMethod: "BOTH",
    scorecardIds: [one?.scorecardId],
    reviewedUserIds: [one?.reviewedUserId],
  });
  expect(some).toContainEqual(one);
  expect(new Set(some.map(({ scorecardName }) => scorecardName)).size).toBe(1);
  for (const { callId } of both) expect(world.findCall(callId)).toBeDefined();
});

test("Reviews appear when they were made, and are cut by the day of the review.", () => {
  const [first] = reviews({});
  const time = Date.parse(first?.reviewTime ?? "");
  expect(reviews({}, time - 1)).toHaveLength(0);
  expect(reviews({}, time)).toHaveLength(1);
  const day = plainDate(time);
  expect(reviews({ reviewFromDate: day }).length).toBe(reviews({}).length);
  expect(reviews({ reviewToDate: day })).toHaveLength(0);
});

test("A test can add a review.", () => {
  const callId = world.calls[0]?.id ?? "";
  const before = reviews({}).length;
  world.state.scorecards.push({
    callId,
    scorecardName: "Discovery Call",
    reviewMethod: "MANUAL",
    reviewedAt: world.options.now,
  });
  expect(reviews({})).toHaveLength(before + 1);
  expect(reviews({}).at(-1)).toMatchObject({ callId, scorecardName: "Discovery Call" });
  world.state.scorecards.pop();
});

test("Logs go by time, and access is forgotten after fourteen days.", () => {
  const log = (logType: string, query: Record<string, string>) =>
    itemsOf<{ eventTime: string }>(question(world, "GET /v2/logs", { query: { logType, ...query } })).map(
      ({ eventTime }) => Date.parse(eventTime),
    );
  const fromDateTime = "2026-10-01T00:00:00Z";
  const plays = log("UserCallPlay", { fromDateTime, toDateTime: "2026-10-08T00:00:00Z" });
  expect(plays.length).toBeGreaterThan(300);
  expect(plays).toEqual([...plays].sort((one, other) => one - other));
  expect(Math.min(...plays)).toBeGreaterThanOrEqual(Date.parse(fromDateTime));
  expect(Math.max(...plays)).toBeLessThan(Date.parse("2026-10-08T00:00:00Z"));
  expect(Math.min(...log("AccessLog", { fromDateTime }))).toBeGreaterThanOrEqual(world.options.now - 14 * 86_400_000);
});
