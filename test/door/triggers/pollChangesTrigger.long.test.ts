import { createdIds, dayMs, hourMs, minuteMs, type Simulation, simulate, useSimulations } from "./simulation";

const start = Date.parse("2026-11-20T18:00:00Z");
const watchCalls = { resourceType: "calls", showNewRecords: true };

let simulation: Simulation;
useSimulations();

/** A call every ten minutes during the simulation, each visible so much after its end. */
const addCalls = ({ sandbox }: Simulation, hours: number, lateMs: number) =>
  Array.from({ length: hours * 6 }, (_, index) => {
    const started = start + index * 10 * minuteMs;
    return sandbox.world.addCall({ started, durationSeconds: 300, visibleAt: started + 5 * minuteMs + lateMs });
  });

describe("New Records of calls", () => {
  it.each([0, 60 * minuteMs])("B10: delivers each call once over 80 polls, visible after %d ms", async (lateMs) => {
    simulation = await simulate("pollChangesTrigger", start, watchCalls, { world: { calls: 0, now: start } });
    const calls = addCalls(simulation, 5, lateMs);
    const first = await simulation.poll();
    expect(first).toMatchObject({ isQuiet: true, data: { created: [], updated: [] } });
    const ids = createdIds(await simulation.polls(80));
    expect(ids.length).toBe(calls.length);
    expect(new Set(ids)).toEqual(new Set(calls.map(({ id }) => id)));
  });

  it("delivers each call once over 330 polls, visible after 24 hours", async () => {
    simulation = await simulate("pollChangesTrigger", start, watchCalls, { world: { calls: 0, now: start } });
    const calls = addCalls(simulation, 3, 24 * hourMs);
    await simulation.poll();
    const polled = await simulation.polls(330);
    const ids = createdIds(polled);
    expect(ids.length).toBe(calls.length);
    expect(new Set(ids)).toEqual(new Set(calls.map(({ id }) => id)));
    expect(polled.filter(({ isQuiet }) => isQuiet).length).toBe(330 - calls.length);
  });

  it("loses nothing while polling stood still for days", async () => {
    simulation = await simulate("pollChangesTrigger", start, watchCalls, {
      limits: false,
      world: { calls: 3_000, days: 6, now: start + 6 * dayMs, lateness: (index) => (index % 20) * hourMs },
    });
    await simulation.poll();
    simulation.flight.pass(5 * dayMs);
    const visible = simulation.sandbox.world.calls.filter(
      ({ visibleAt }) => visibleAt > start && visibleAt <= simulation.flight.now,
    );
    const ids = createdIds([await simulation.poll(), ...(await simulation.polls(3))]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(visible.filter(({ id }) => !ids.includes(id))).toEqual([]);
    expect(visible.length).toBeGreaterThan(2_000);
  });

  it("finds a call that came while another went: the count alone would not show it", async () => {
    simulation = await simulate("pollChangesTrigger", start, watchCalls, {
      limits: false,
      world: { calls: 600, days: 1, now: start },
    });
    await simulation.poll();
    const { world } = simulation.sandbox;
    const [gone] = world.calls.slice(-20);
    const { id } = world.addCall({ started: start - 4 * hourMs, visibleAt: start + minuteMs });
    if (gone) world.callIndex.remove(gone);
    expect(createdIds(await simulation.polls(26, 30 * minuteMs))).toEqual([id]);
  });

  it("loses nothing where two polls run side by side, of which the platform keeps either state", async () => {
    simulation = await simulate("pollChangesTrigger", start, watchCalls, { world: { calls: 0, now: start } });
    await simulation.poll();
    const calls = addCalls(simulation, 2, 0);
    const ids: string[] = [];
    for (let poll = 0; poll < 30; poll++) {
      simulation.flight.pass(5 * minuteMs);
      // Both begin with the same state, and what one keeps replaces what the other did.
      ids.push(...createdIds([await simulation.poll(false), await simulation.poll()]));
    }
    for (const { id } of calls) expect(ids.filter((each) => each === id).length).toBe(2);
  });
});
