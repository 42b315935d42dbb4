import { createdIds, minuteMs, type Simulation, simulate } from "./simulation";

const start = Date.parse("2026-11-20T18:00:00Z");
const lookBack = { lookBackDate: "2020-01-01" };
const newCalls = { resourceType: "calls", showNewRecords: true, ...lookBack };

let simulation: Simulation;
afterEach(async () => {
  expect(simulation.sandbox.log.violations()).toEqual([]);
  await simulation.close();
});

const begin = async (trigger: string, inputs: Record<string, unknown>, calls: number, days = 90) => {
  simulation = await simulate(trigger, start, inputs, { world: { calls, days, now: start, users: 20 } });
  return simulation;
};

/** Every id once. */
const expectEachOnce = (ids: readonly string[], count: number) =>
  expect([new Set(ids).size, ids.length]).toEqual([count, count]);

describe("a past of 12,000 calls, looked back to 2020", () => {
  it("comes in one recurrence where the flow batches, part after part", async () => {
    const { sandbox, flight } = await begin("pollChangesTrigger", newCalls, 12_000);
    const fresh = sandbox.world.addCall({ started: start - minuteMs, visibleAt: start + 20_000, isPrivate: false });
    const parts = await simulation.recurrence();
    expect(parts.length).toBe(3);
    expect(parts.map(({ isQuiet }) => isQuiet)).toEqual([false, false, false]);
    expect(Math.max(...parts.map(({ items }) => items.length))).toBeLessThanOrEqual(5_000);
    expect(Math.max(...parts.map(({ began, ended }) => ended - began))).toBeLessThan(4 * minuteMs);
    flight.pass(5 * minuteMs);
    // The new call is watched for in every part: it comes with one of them, or with the next poll.
    const ids = [...createdIds(parts), ...createdIds(await simulation.recurrence())];
    expectEachOnce(ids, 12_001);
    expect(ids).toContain(fresh.id);
    flight.pass(5 * minuteMs);
    expect(await simulation.recurrence()).toMatchObject([{ isQuiet: true, next: null, items: [] }]);
  });

  it("comes with the next polls where it does not batch: something in the first, and never quiet while more waits", async () => {
    await begin("pollChangesTrigger", newCalls, 12_000);
    const polled = [await simulation.poll(), ...(await simulation.polls(3))];
    expectEachOnce(createdIds(polled), 12_000);
    expect(polled.map(({ data, isQuiet }) => [(data.created as unknown[]).length > 0, isQuiet])).toEqual([
      [true, false],
      [true, false],
      [true, false],
      [false, true],
    ]);
  });
});
