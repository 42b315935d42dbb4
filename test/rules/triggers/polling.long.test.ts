import { drain } from "./pollingSimulation";
import { rows, simulateWorlds, worldsOf } from "./pollingWorlds";
import { dayMs, makeCalls, minuteMs } from "./syntheticGong";

simulateWorlds([
  ...worldsOf(200),
  ...worldsOf(2_000),
  { callsADay: 200, seed: 1, isDirty: true, everyMs: minuteMs },
  { callsADay: 2_000, seed: 1, isDirty: true, everyMs: minuteMs },
  { callsADay: 2_000, seed: 1, isDirty: true, everyMs: 15 * minuteMs },
  { callsADay: 200, seed: 1, isDirty: true, everyMs: 60 * minuteMs },
]);

describe("a past of 90 days at 2,000 calls a day", () => {
  const now = Date.UTC(2026, 10, 20, 18);
  const calls = makeCalls({
    seed: 9,
    callsADay: 2_000,
    from: now - 90 * dayMs,
    to: now,
    isDirty: false,
    settledBefore: now,
  });

  it.each([
    ["from its first day", now - 90 * dayMs, 0],
    ["from six years before", now - 6 * 365 * dayMs, 0],
    ["while one request in twenty fails", now - 90 * dayMs, 0.05],
  ])("is drained %s, each call once", async (_what, lookBackTo, faults) => {
    const { delivered, polls, requests, mostAPart, empty } = await drain(calls, { now, lookBackTo, faults });
    rows.push(
      `| look-back | ${calls.length} calls, ${faults * 100} % faults | 9 | ${requests} in all | ${mostAPart.requests} | ${polls} parts, ${empty} empty, most ${mostAPart.records} records | | ${calls.length - new Set(delivered).size} | ${delivered.length - new Set(delivered).size} |`,
    );
    expect([new Set(delivered).size, delivered.length]).toEqual([calls.length, calls.length]);
    expect(mostAPart.records).toBeLessThanOrEqual(5_000);
  });
});
