import type { FaultKind } from "#sandbox/index";
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

/** Daylight saving time ends on 1 November 2026 in the company's zone. */
const start = Date.parse("2026-10-12T07:03:20Z");
const end = start + 30 * dayMs;

let simulation: Simulation;
useSimulations();

/** Numbers from 0 to 1 that a seed decides. */
const chance = (seed: number) => {
  let state = seed * 7919 + 17;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    return ((state ^ (state >>> 15)) >>> 0) / 2 ** 32;
  };
};

const passing: readonly FaultKind[] = ["429", "503", "reset", "html", "truncated", "expiredCursor"];

const faultBy = (random: () => number): FaultKind | undefined => {
  if (random() < 0.02) return "401";
  return random() < 0.1 ? passing[Math.floor(random() * passing.length)] : undefined;
};

/** Most calls are there within the hour, some take up to a day. */
const lateness = (seed: number) => {
  const late = Array.from({ length: 5_000 }, () => 0);
  const random = chance(seed + 1_000);
  for (const index of late.keys()) late[index] = random() < 0.7 ? random() * hourMs : random() * 24.5 * hourMs;
  return (index: number) => late[index] ?? 0;
};

describe("thirty days of late calls, faults, crashes, a new interval, skewed clocks and a change of daylight saving", () => {
  it.each([1, 2])(
    "lose no call and give none twice, seed %d",
    async (seed) => {
      const random = chance(seed);
      const middle = start + (10 + random() * 10) * dayMs;
      simulation = await simulate(
        "pollChangesTrigger",
        start,
        { resourceType: "calls", showNewRecords: true },
        { world: { seed, calls: 5_000, days: 30, now: end, users: 20, lateness: lateness(seed) } },
        // Two minutes behind Gong's clock, then two ahead.
        () => ((simulation?.flight.now ?? start) < middle ? -2 * minuteMs : 2 * minuteMs),
      );
      const { sandbox, flight } = simulation;
      const visible = (from: number, to: number) =>
        sandbox.world.calls.filter(({ visibleAt }) => visibleAt > from && visibleAt <= to).map(({ id }) => id);
      await simulation.poll();
      const afterFirst = sandbox.clock.now();

      const crashesAt = [random() * 30, random() * 30].map((days) => start + days * dayMs);
      const kept: Polled[] = [];
      let failures = 0;
      let crashes = 0;
      let lastGood = 0;
      while (flight.now < end + 2 * hourMs) {
        flight.pass(flight.now < middle ? 40 * minuteMs : 90 * minuteMs);
        sandbox.faults.clear();
        const kind = faultBy(random);
        if (kind && flight.now < end) sandbox.faults.add({ kind, match: { nth: 1 + Math.floor(random() * 3) } });
        const isCrash = crashes < 2 && flight.now > (crashesAt[crashes] ?? 0);
        const began = sandbox.clock.now();
        try {
          const polled = await simulation.poll(!isCrash);
          if (isCrash) crashes += 1;
          else {
            kept.push(polled);
            lastGood = began;
          }
        } catch {
          failures += 1;
        }
      }
      const ids = createdIds(kept);
      const delivered = new Set(ids);
      expect(ids.length).toBe(delivered.size);
      expect(visible(afterFirst, lastGood).filter((id) => !delivered.has(id))).toEqual([]);
      expect(visible(0, start - 2 * minuteMs).filter((id) => delivered.has(id))).toEqual([]);
      expect(delivered.size).toBeGreaterThan(4_900);
      expect({ crashes, hasFailed: failures > 0 }).toEqual({ crashes: 2, hasFailed: true });
    },
    600_000,
  );
});
