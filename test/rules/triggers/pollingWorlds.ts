import { appendFileSync } from "node:fs";
import { type Outcome, run, type Scenario } from "./pollingSimulation";
import { minuteMs } from "./syntheticGong";

/** Requests of a day that are promised, by calls of a day. */
const promised: Readonly<Record<number, number>> = { 200: 700, 2000: 1_500, 10000: 1_930 };
/** An outage, clocks that jump and two bursts are within eight; CI simulates no more. */
const days = Number(process.env.SIMULATED_DAYS ?? 30);
/** One for each simulation, to be printed as a table. */
export const rows: string[] = [];

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
  if (process.env.SIMULATION_TABLE) appendFileSync(process.env.SIMULATION_TABLE, `${table}\n`);
});

/** So many calls a day with two seeds each: clean, with all the dirt of the world, and with faults besides. */
export const worldsOf = (callsADay: number): Omit<Scenario, "days">[] =>
  [1, 2].flatMap((seed) => [
    { callsADay, seed, isDirty: false },
    { callsADay, seed, isDirty: true },
    { callsADay, seed, isDirty: true, faults: 0.05 },
  ]);

/** Simulates these worlds, and holds each to what is promised. */
export const simulateWorlds = (worlds: readonly Omit<Scenario, "days">[]) =>
  describe(`${days} simulated days`, () => {
    it.each(worlds)("lose nothing, give nothing twice and keep to the requests: %j", async (scenario) => {
      const outcome = await run({ ...scenario, days });
      rows.push(rowOf({ ...scenario, days }, outcome));
      // A call that was moved out of the window before it was read is lost; one moved into it after it was forgotten
      // comes twice. No other may.
      expect(outcome.lost.filter(({ move }) => !move)).toEqual([]);
      expect(outcome.twice.filter(({ move }) => !move)).toEqual([]);
      expect(outcome.lost.length + outcome.twice.length).toBeLessThanOrEqual(1 + outcome.delivered / 5_000);
      expect(outcome.requestsADay[1]).toBeLessThanOrEqual(promised[scenario.callsADay] ?? 0);
      if (!scenario.faults) expect(outcome.mostCharacters).toBeLessThan(256 * 1024);
    });
  });
