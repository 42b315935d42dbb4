import {
  createdIds,
  dayMs,
  hourMs,
  minuteMs,
  type Polled,
  type Simulation,
  simulate,
  useSimulations,
} from "./simulation";

const start = Date.parse("2026-11-20T18:00:00Z");
const lookBack = { lookBackDate: "2020-01-01" };
const newCalls = { resourceType: "calls", showNewRecords: true, ...lookBack };

let simulation: Simulation;
useSimulations();

const begin = async (trigger: string, inputs: Record<string, unknown>, calls: number, days = 90) => {
  simulation = await simulate(trigger, start, inputs, { world: { calls, days, now: start, users: 20 } });
  return simulation;
};

const readyIds = (polled: readonly Polled[]) =>
  polled.flatMap(({ data }) => (data.calls as { id: string }[]).map(({ id }) => id));

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

describe("a past, looked back to 2020", () => {
  it("comes in one recurrence where the flow batches, and with the next polls where it does not", async () => {
    const { flight } = await begin("pollChangesTrigger", newCalls, 5_200, 30);
    const first = await simulation.poll();
    expect([first.isQuiet, first.items.length > 3_900, first.next !== null]).toEqual([false, true, true]);
    const kept = structuredClone(simulation.state);
    const second = await simulation.poll(true, first.next ?? {});
    expect([second.isQuiet, second.next]).toEqual([false, null]);
    expectEachOnce(createdIds([first, second]), 5_200);
    // Where the platform does not ask for the next part, the same comes with the next poll.
    simulation.state = kept;
    flight.pass(5 * minuteMs);
    expect(createdIds([await simulation.poll()]).sort()).toEqual(createdIds([second]).sort());
    expect(await simulation.polls(1)).toMatchObject([{ isQuiet: true, next: null, items: [] }]);
  });

  it("loses nothing to a fault in the middle of a recurrence, and goes on at the next", async () => {
    const { sandbox, flight } = await begin("pollChangesTrigger", newCalls, 5_200, 30);
    const first = await simulation.poll();
    const fault = sandbox.faults.add({ kind: "503", match: { operation: "GET /v2/calls", times: 999 } });
    const stopped = await simulation.poll(true, first.next ?? {});
    expect(stopped).toMatchObject({ next: null, items: [] });
    expect(simulation.lines.join("\n")).toContain("goes on at the next poll");
    fault.remove();
    flight.pass(5 * minuteMs);
    expectEachOnce(createdIds([first, stopped, ...(await simulation.recurrence())]), 5_200);
  });
});

describe("a past in the other triggers", () => {
  it("brings Calls Ready the calls whose parts exist, at most 500 at a time, in one recurrence", async () => {
    await begin("callsReady", { ...lookBack, includePrivateCalls: "true", include: ["participants"] }, 700);
    const parts = await simulation.recurrence();
    const ids = readyIds(parts);
    expect(ids.length).toBe(new Set(ids).size);
    expect(ids.length).toBeGreaterThan(700 * 0.95);
    expect(Math.max(...parts.map(({ items }) => items.length))).toBeLessThanOrEqual(500);
    expect(parts.length).toBeLessThanOrEqual(4);
  });

  it("brings New Scorecard Answers those that were given before", async () => {
    simulation = await simulate(
      "newScorecardAnswers",
      start,
      { lookBackDate: new Date(start - 30 * dayMs).toISOString().slice(0, 10) },
      { limits: false, world: { calls: 400, days: 20, now: start - hourMs, users: 12 } },
    );
    const parts = await simulation.recurrence();
    const ids = parts.flatMap(({ items }) =>
      items.map((item) => (item as { answeredScorecardId: string }).answeredScorecardId),
    );
    expect(ids.length).toBeGreaterThan(30);
    expectEachOnce(ids, ids.length);
  });
});
