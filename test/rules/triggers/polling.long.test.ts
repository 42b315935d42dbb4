import { writeFileSync } from "node:fs";
import { drain, type Outcome, run, type Scenario } from "./pollingSimulation";
import { dayMs, makeCalls, minuteMs } from "./syntheticGong";

/** Requests of a day that are promised, by calls of a day. */
const promised: Readonly<Record<number, number>> = { 200: 700, 2000: 1_500, 10000: 1_930 };
const days = Number(process.env.SIMULATED_DAYS ?? 30);
const rows: string[] = [];

const rowOf = ({ seed, callsADay, isDirty, faults, everyMs = 5 * minuteMs }: Scenario, outcome: Outcome) => {
  const { requestsADay, mostAPoll, late, mostCharacters, lost, twice } = outcome;
  const world = `${isDirty ? "all dirt" : "clean"}${faults ? ", faults" : ""}, every ${everyMs / minuteMs} min`;
  const kilobytes = Math.round(mostCharacters / 1_000);
  return `| ${callsADay} | ${world} | ${seed} | ${requestsADay.join("-")} | ${mostAPoll} | ${late.median} / ${late.p95} / ${late.worst} | ${kilobytes} | ${lost.length} | ${twice.length} |`;
};

afterAll(() => {
  const table = [
    "| calls a day | world | seed | requests a day | most a poll | minutes late: median / 95 % / worst | state, KB | lost | twice |",
    "|---|---|---|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
  process.stdout.write(`\n${table}\n`);
  if (process.env.SIMULATION_TABLE) writeFileSync(process.env.SIMULATION_TABLE, `${table}\n`);
});

const worlds = [200, 2_000, 10_000].flatMap((callsADay) =>
  [1, 2].flatMap((seed) => [
    { callsADay, seed, isDirty: false },
    { callsADay, seed, isDirty: true },
    { callsADay, seed, isDirty: true, faults: 0.05 },
  ]),
);

describe(`${days} simulated days`, () => {
  it.each<Omit<Scenario, "days">>([
    ...worlds,
    { callsADay: 200, seed: 1, isDirty: true, everyMs: minuteMs },
    { callsADay: 200, seed: 1, isDirty: true, everyMs: 60 * minuteMs },
    { callsADay: 10_000, seed: 1, isDirty: true, everyMs: 15 * minuteMs },
  ])("lose nothing, give nothing twice and keep to the requests: %j", async (scenario) => {
    const outcome = await run({ ...scenario, days });
    rows.push(rowOf({ ...scenario, days }, outcome));
    // A call that was moved out of the window before it was read is lost; one moved into it after it was forgotten comes
    // twice. No other may.
    expect(outcome.lost.filter(({ move }) => !move)).toEqual([]);
    expect(outcome.twice.filter(({ move }) => !move)).toEqual([]);
    expect(outcome.lost.length + outcome.twice.length).toBeLessThanOrEqual(1 + outcome.delivered / 5_000);
    expect(outcome.requestsADay[1]).toBeLessThanOrEqual(promised[scenario.callsADay] ?? 0);
    if (!scenario.faults) expect(outcome.mostCharacters).toBeLessThan(256 * 1024);
  });
});

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
