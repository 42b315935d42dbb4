import { createdIds, dayMs, hourMs, minuteMs, type Simulation, simulate } from "./simulation";

const start = Date.parse("2026-11-20T18:00:00Z");
const watchCalls = { resourceType: "calls", showNewRecords: true };

let simulation: Simulation;
afterEach(async () => {
  expect(simulation.sandbox.log.violations()).toEqual([]);
  await simulation.close();
});

/** A call every ten minutes during the simulation, each visible so much after its end. */
const addCalls = ({ sandbox }: Simulation, hours: number, lateMs: number) =>
  Array.from({ length: hours * 6 }, (_, index) => {
    const started = start + index * 10 * minuteMs;
    return sandbox.world.addCall({ started, durationSeconds: 300, visibleAt: started + 5 * minuteMs + lateMs });
  });

describe("New Records of calls", () => {
  it.each([0, 60 * minuteMs])("delivers each call once over 80 polls, visible after %d ms", async (lateMs) => {
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
    expect(polled.filter(({ isQuiet }) => isQuiet).length).toBe(330 - new Set(polled.filter((p) => !p.isQuiet)).size);
    void dayMs;
  });
});
