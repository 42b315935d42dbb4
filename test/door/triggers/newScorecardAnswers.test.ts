import { dayMs, hourMs, type Polled, type Simulation, simulate, useSimulations } from "./simulation";

const start = Date.parse("2026-10-30T18:00:00Z");

let simulation: Simulation;
useSimulations();

const answersIn = (polled: readonly Polled[]) =>
  polled.flatMap(({ items }) => items as { answeredScorecardId: string; reviewTime: string }[]);

const daysAsked = () =>
  simulation.sandbox.log.entries.map(({ body }) => {
    const { filter } = body as { filter: { reviewFromDate: string; reviewToDate?: string } };
    return [filter.reviewFromDate, filter.reviewToDate];
  });

it("delivers each scorecard that is answered from now on, once, and leaves the last day open", async () => {
  const world = { calls: 200, days: 4, now: start + dayMs, users: 8 };
  simulation = await simulate("newScorecardAnswers", start, {}, { limits: false, world });
  expect(await simulation.poll()).toMatchObject({ isQuiet: true, data: { answeredScorecards: [] } });
  const answers = answersIn(await simulation.polls(8, 3 * hourMs));
  expect(answers.length).toBeGreaterThan(10);
  expect(new Set(answers.map((each) => each.answeredScorecardId)).size).toBe(answers.length);
  expect(answers.filter(({ reviewTime }) => Date.parse(reviewTime) < start)).toEqual([]);
  expect(daysAsked().filter(([from, to]) => to !== undefined || !from?.startsWith("2026-10-2"))).toEqual([]);
});

it("delivers a past from the beginning of its first day, in ranges that end", async () => {
  const world = { calls: 100, days: 20, now: start, users: 8 };
  const inputs = { lookBackDate: "2026-10-15T12:00:00Z" };
  simulation = await simulate("newScorecardAnswers", start, inputs, { limits: false, world });
  const answers = answersIn(await simulation.recurrence());
  const days = answers.map(({ reviewTime }) => reviewTime.slice(0, 10)).sort();
  expect([days.length > 30, days[0], days.at(-1)]).toEqual([true, "2026-10-15", "2026-10-30"]);
  expect(daysAsked()).toEqual([
    ["2026-10-28", undefined],
    ["2026-10-15", "2026-10-28"],
  ]);
});
