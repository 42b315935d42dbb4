import { hourMs, minuteMs, type Polled, type Simulation, simulate, useSimulations } from "./simulation";

const start = Date.parse("2026-11-20T18:00:00Z");
const world = { calls: 0, now: start };

let simulation: Simulation;
useSimulations();

interface ReadyCall {
  readonly id: string;
  readonly missing: readonly string[];
  readonly transcript?: { readonly turns: readonly unknown[] } | null;
}

const callsIn = ({ data }: Polled) => data.calls as readonly ReadyCall[];

/** At which poll each call came, from 1. */
const pollsOf = (polled: readonly Polled[]) =>
  polled.flatMap((each, index) => callsIn(each).map((call) => [call.id, index + 1] as const));

describe("Calls Ready", () => {
  it("delivers each call once, at the first poll after its transcript appeared", async () => {
    simulation = await simulate("callsReady", start, {}, { world });
    const { sandbox } = simulation;
    const late = Array.from({ length: 20 }, (_, index) => {
      const started = start + index * 7 * minuteMs;
      const visibleAt = started + 10 * minuteMs;
      const transcriptVisibleAt = visibleAt + ((index * 37) % 100) * minuteMs;
      return sandbox.world.addCall({ started, durationSeconds: 300, isPrivate: false, visibleAt, transcriptVisibleAt });
    });
    expect(await simulation.poll()).toMatchObject({ isQuiet: true, data: { calls: [] } });
    const polled = await simulation.polls(55);
    for (const [id, poll] of pollsOf(polled)) {
      const { transcriptVisibleAt = 0 } = late.find((call) => call.id === id) ?? {};
      expect(polled[poll - 1]?.ended).toBeGreaterThanOrEqual(transcriptVisibleAt);
      expect(polled[poll - 2]?.began ?? 0).toBeLessThan(transcriptVisibleAt);
    }
    expect(new Set(pollsOf(polled).map(([id]) => id))).toEqual(new Set(late.map(({ id }) => id)));
    expect(pollsOf(polled).length).toBe(late.length);
    for (const call of polled.flatMap(callsIn)) {
      expect(call.missing).not.toContain("transcript");
      expect(call.transcript?.turns.length).toBeGreaterThan(0);
    }
    expect(polled.filter(({ isQuiet }) => isQuiet).length).toBe(
      polled.filter((each) => callsIn(each).length === 0).length,
    );
  });

  it("waits for every chosen part, and asks for waiting calls only", async () => {
    simulation = await simulate(
      "callsReady",
      start,
      { waitFor: ["brief", "transcript"], include: ["brief"] },
      { world },
    );
    const { sandbox } = simulation;
    const started = start + minuteMs;
    const call = sandbox.world.addCall({
      started,
      isPrivate: false,
      visibleAt: started + 10 * minuteMs,
      transcriptVisibleAt: started + 30 * minuteMs,
      partsVisibleAt: started + 90 * minuteMs,
    });
    await simulation.poll();
    const polled = await simulation.polls(30);
    expect(pollsOf(polled)).toEqual([[call.id, 19]]);
    sandbox.log.clear();
    await simulation.polls(5);
    expect(sandbox.log.entries.every(({ operation }) => operation === "GET /v2/calls")).toBe(true);
  });

  it("delivers after the maximum wait with what is missing", async () => {
    simulation = await simulate("callsReady", start, { waitFor: ["transcript"], maxWaitHours: "2" }, { world });
    const started = start + minuteMs;
    const call = simulation.sandbox.world.addCall({
      started,
      isPrivate: false,
      visibleAt: started,
      transcript: null,
    });
    await simulation.poll();
    const polled = await simulation.polls(40);
    const [delivered] = polled.flatMap(callsIn);
    expect(pollsOf(polled)).toEqual([[call.id, 1 + 24 + 1]]);
    expect(delivered?.missing).toContain("transcript");
  });

  it("leaves private calls and those of other hosts out", async () => {
    simulation = await simulate("callsReady", start, { primaryUserIds: ["234599484848423"] }, { world });
    const { sandbox } = simulation;
    const started = start + minuteMs;
    const add = (primaryUserId: string, isPrivate: boolean) =>
      sandbox.world.addCall({ started, visibleAt: started, primaryUserId, isPrivate });
    const wanted = add("234599484848423", false);
    add("234599484848423", true);
    add("563515258458745", false);
    await simulation.poll();
    expect((await simulation.polls(3)).flatMap(callsIn).map(({ id }) => id)).toEqual([wanted.id]);
  });

  it("loses nothing to a poll that failed, and drops a call that Gong no longer shows", async () => {
    simulation = await simulate("callsReady", start, { maxWaitHours: "1" }, { world });
    const { sandbox, flight } = simulation;
    const started = start + minuteMs;
    const kept = sandbox.world.addCall({ started, visibleAt: started, isPrivate: false });
    const lost = sandbox.world.addCall({
      started,
      visibleAt: started,
      isPrivate: false,
      transcriptVisibleAt: start + 50 * hourMs,
    });
    await simulation.poll();
    flight.pass(5 * minuteMs);
    const fault = sandbox.faults.add({ kind: "401", match: { operation: "POST /v2/calls/extensive", times: 99 } });
    await expect(simulation.poll()).rejects.toThrow();
    fault.remove();
    expect(callsIn(await simulation.poll()).map(({ id }) => id)).toEqual([kept.id]);
    sandbox.world.callIndex.remove(lost);
    expect((await simulation.polls(15)).flatMap(callsIn)).toEqual([]);
    expect(JSON.stringify(simulation.state)).not.toContain("waiting");
    expect(simulation.lines.filter((line) => /could not be read/.test(line))).toEqual([]);
  });

  it("goes on waiting for calls that Gong fails to give, and says how many", async () => {
    const parts = { waitFor: ["brief"], include: ["brief", "transcript"] };
    simulation = await simulate("callsReady", start, parts, { world });
    const { sandbox, flight, lines } = simulation;
    const started = start + minuteMs;
    const calls = [1, 2].map(() => sandbox.world.addCall({ started, visibleAt: started, isPrivate: false }));
    await simulation.poll();
    flight.pass(5 * minuteMs);
    const fault = sandbox.faults.add({ kind: "500", match: { operation: "POST /v2/calls/transcript", times: 99 } });
    expect(callsIn(await simulation.poll())).toEqual([]);
    expect(lines.filter((line) => /could not be read/.test(line))).toEqual([
      expect.stringMatching(/could not be read: 2\. .*500/),
    ]);
    fault.remove();
    const [later] = await simulation.polls(1);
    expect(later && callsIn(later).map(({ id }) => id)).toEqual(calls.map(({ id }) => id));
    expect(lines.filter((line) => /could not be read/.test(line))).toHaveLength(1);
  });
});
