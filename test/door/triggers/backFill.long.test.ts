import { createdIds, dayMs, hourMs, minuteMs, type Simulation, simulate, useSimulations } from "./simulation";

const start = Date.parse("2026-11-20T00:00:00Z");
const lookBackDate = new Date(start - 90 * dayMs).toISOString().slice(0, 10);
const inputs = { resourceType: "calls", showNewRecords: true, lookBackDate };

let simulation: Simulation;
useSimulations();

const begin = async (calls: number) => {
  simulation = await simulate("pollChangesTrigger", start, inputs, {
    world: { calls, days: 90, now: start, users: 20 },
  });
  return simulation;
};

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

describe("the back-fill from the look-back date", () => {
  it("takes 50,000 calls over several polls that are cut off, each call once, within a third of the least requests", async () => {
    const { sandbox, flight } = await begin(50_000);
    const ids: string[] = [];
    const requests: number[] = [];
    const lasted: number[] = [];
    let biggest = 0;
    for (let poll = 0; poll < 60 && ids.length < 50_000; poll++) {
      // Gong asks for more time than a poll has: what was read is handed out, and the next poll goes on from there.
      if (poll % 3 === 1)
        sandbox.faults.add({ kind: "429", retryAfter: 290, match: { nth: 17 + poll, operation: "GET /v2/calls" } });
      const polled = await simulation.poll();
      sandbox.faults.clear();
      ids.push(...createdIds([polled]));
      requests.push(polled.requests);
      lasted.push(polled.ended - polled.began);
      biggest = Math.max(biggest, JSON.stringify(simulation.state).length, createdIds([polled]).length);
      flight.pass(5 * minuteMs);
    }
    expect(new Set(ids).size).toBe(50_000);
    expect(ids.length).toBe(50_000);
    expect(requests.length).toBeGreaterThan(12);
    expect(sum(requests)).toBeLessThanOrEqual(500 * 1.33);
    expect(Math.max(...lasted)).toBeLessThan(60_000);
    expect(biggest).toBeLessThan(256_000);
  });

  it("loses nothing to killed executions, and goes on after Gong's cursor has expired", async () => {
    const { sandbox, flight } = await begin(6_000);
    const ids: string[] = [];
    for (let poll = 0; poll < 12; poll++) {
      if (poll === 1)
        sandbox.faults.add({ kind: "429", retryAfter: 600, match: { nth: 9, operation: "GET /v2/calls" } });
      const isKilled = poll === 0 || poll === 3;
      const polled = await simulation.poll(!isKilled);
      sandbox.faults.clear();
      if (!isKilled) ids.push(...createdIds([polled]));
      flight.pass(2 * hourMs);
    }
    expect(new Set(ids).size).toBe(6_000);
    expect(ids.length).toBe(6_000);
    expect(simulation.lines.join("\n")).toContain("goes on at the next poll");
  });
});
