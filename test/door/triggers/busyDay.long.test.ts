import { createdIds, dayMs, hourMs, minuteMs, type Simulation, simulate, useSimulations } from "./simulation";

const start = Date.parse("2026-11-20T18:00:00Z");
const watchCalls = { resourceType: "calls", showNewRecords: true };

let simulation: Simulation;
useSimulations();

describe("New Records of calls at 10,000 calls a day", () => {
  it("spends at most 1,930 requests a day, and delivers each call once", async () => {
    simulation = await simulate("pollChangesTrigger", start, watchCalls, {
      world: {
        calls: 20_000,
        days: 2,
        users: 20,
        now: start + 0.5 * dayMs,
        lateness: (index) => (index % 50 === 3 ? ((index * 37) % 1_000) * 72_000 : ((index * 37) % 60) * minuteMs),
      },
    });
    const first = await simulation.poll();
    // The first reading takes a minute of its own: what appears meanwhile may come with it, what was there before not.
    const calls = new Map(simulation.sandbox.world.calls.map((call) => [call.id, call]));
    for (const id of createdIds([first])) expect(calls.get(id)?.visibleAt).toBeGreaterThan(start);
    const polled = await simulation.polls(144);
    const ids = createdIds([first, ...polled]);
    expect(new Set(ids).size).toBe(ids.length);
    const visible = simulation.sandbox.world.calls.filter(
      ({ visibleAt }) => visibleAt > first.ended && visibleAt < simulation.flight.now - 4 * hourMs,
    );
    const delivered = new Set(ids);
    expect(visible.filter(({ id }) => !delivered.has(id))).toEqual([]);
    expect(visible.length).toBeGreaterThan(3_000);
    // Half a day of 1,930 requests.
    expect(polled.reduce((sum, { requests }) => sum + requests, 0)).toBeLessThanOrEqual(965);
    expect(JSON.stringify(simulation.state).length).toBeLessThan(256_000);
  });
});
