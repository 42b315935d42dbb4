import { markOf } from "#src/triggers/keptIds";
import { newState, serialize } from "#src/triggers/polling/state";
import { built } from "../../support/component";
import { createdIds, dayMs, hourMs, minuteMs, type Simulation, simulate, useSimulations } from "./simulation";

const start = Date.parse("2026-11-20T18:00:00Z");
const watchCalls = { resourceType: "calls", showNewRecords: true };

let simulation: Simulation;
useSimulations();

describe("New Records of calls", () => {
  const twoDays = 2 * dayMs;
  const add = (patch: Parameters<Simulation["sandbox"]["world"]["addCall"]>[0]) =>
    simulation.sandbox.world.addCall({ started: start + minuteMs, visibleAt: start + minuteMs, ...patch });

  it("goes on from the state of an earlier component: what was listed since, and nothing from before", async () => {
    simulation = await simulate("pollChangesTrigger", start, watchCalls, { world: { calls: 0, now: start } });
    const lastPolledAt = start - twoDays;
    const before = add({ started: lastPolledAt - hourMs, visibleAt: 0 });
    const known = add({ started: lastPolledAt + hourMs, visibleAt: 0 });
    const missed = add({ started: lastPolledAt + 2 * hourMs, visibleAt: 0 });
    const late = add({ started: lastPolledAt - 3 * hourMs, visibleAt: start + hourMs });
    const fresh = add({});
    simulation.state = {
      __prismaticInternal: {
        polling: { lastPolledAt: new Date(lastPolledAt).toISOString(), knownIds: [known.id] },
      },
    };
    expect(createdIds([await simulation.poll()])).toEqual([missed.id]);
    const later = createdIds(await simulation.polls(20));
    expect(later).toEqual([fresh.id]);
    expect([before.id, late.id].some((id) => later.includes(id))).toBe(false);
  });

  it("delivers nothing at first, not even a meeting that was held before its planned time", async () => {
    simulation = await simulate("pollChangesTrigger", start, watchCalls, { world: { calls: 0, now: start } });
    add({ direction: "Conference", started: start - hourMs, scheduled: start + hourMs, visibleAt: start - minuteMs });
    const early = add({ direction: "Conference", scheduled: start + 3 * hourMs, visibleAt: start + 10 * minuteMs });
    expect(await simulation.poll()).toMatchObject({ isQuiet: true, data: { created: [] } });
    expect(createdIds(await simulation.polls(3))).toEqual([early.id]);
  });

  it.each([
    ["that cannot be read", { version: 1, known: "everything" }],
    [
      "that lies ahead",
      serialize(newState({ kind: "calls", scope: "[]", since: 9e6, quietBefore: undefined }, start), 15 * minuteMs),
    ],
  ])("starts over from a state %s, and says so", async (_what, polling) => {
    simulation = await simulate("pollChangesTrigger", start, watchCalls, { world: { calls: 30, now: start } });
    simulation.state = { __prismaticInternal: { polling } };
    expect(await simulation.poll()).toMatchObject({ isQuiet: true, data: { created: [] } });
    expect(simulation.lines.join("\n")).toContain("starts over");
    const { id } = add({ started: simulation.flight.now, visibleAt: simulation.flight.now + minuteMs });
    expect(createdIds(await simulation.polls(2))).toEqual([id]);
  });

  it("delivers the calls of a workspace and of hosts, private ones too unless switched off", async () => {
    simulation = await simulate("pollChangesTrigger", start, watchCalls, { world: { calls: 0, now: start } });
    const [first, second] = simulation.sandbox.world.workspaces;
    await simulation.close();
    const inputs = { ...watchCalls, workspaceId: first?.id, primaryUserIds: "7, 8" };
    for (const [includePrivateCalls, expected] of [
      ["true", 2],
      ["false", 1],
    ] as const) {
      simulation = await simulate(
        "pollChangesTrigger",
        start,
        { ...inputs, includePrivateCalls },
        { world: { calls: 0, now: start } },
      );
      const wanted = { workspaceId: first?.id, primaryUserId: "7", isPrivate: false };
      const open = add(wanted);
      const secret = add({ ...wanted, isPrivate: true });
      add({ ...wanted, primaryUserId: "9" });
      add({ ...wanted, workspaceId: second?.id });
      await simulation.poll();
      expect(createdIds(await simulation.polls(3)).sort()).toEqual([open.id, secret.id].slice(0, expected).sort());
      if (includePrivateCalls === "true") await simulation.close();
    }
  });

  it("delivers what changed, by name, and each change once", async () => {
    simulation = await simulate(
      "pollChangesTrigger",
      start,
      { ...watchCalls, showUpdatedRecords: "true" },
      { world: { calls: 120, days: 1, now: start } },
    );
    const { world } = simulation.sandbox;
    await simulation.poll();
    const { id } = add({ content: { brief: "Short." } });
    // Comparing 120 calls is not due at every poll: the call changes between its delivery and the next comparison.
    expect(await simulation.polls(1)).toMatchObject([{ data: { created: [{ id }], updated: [] } }]);
    const [other] = world.calls.slice(-3);
    world.updateCall(id, {
      metaData: { title: "Renamed" },
      content: { callOutcome: { id: "1", category: "ANSWERED", name: "Connected" } },
    });
    world.updateCall(other?.id ?? "", { content: { brief: "Another brief." } });
    const updated = (await simulation.polls(5)).flatMap(
      ({ data }) => data.updated as { id: string; changed: string[] }[],
    );
    expect(updated.map(({ id, changed }) => [id, changed]).sort()).toEqual(
      [
        [id, ["title", "outcome"]],
        [other?.id, ["brief"]],
      ].sort(),
    );
    expect(updated.find((each) => each.id === id)).toMatchObject({
      title: "Renamed",
      primaryUserId: expect.any(String),
    });
  });

  it("hands out batches of records that say whether they are new", async () => {
    simulation = await simulate("pollChangesTrigger", start, watchCalls, { world: { calls: 0, now: start } });
    const trigger = built.triggers.pollChangesTrigger as unknown as {
      triggerResolverSupport: string;
      triggerResolverDefaultBatchSize: number;
      resolveTriggerItems: (context: unknown, result: unknown) => unknown[];
      examplePayload: string | object;
    };
    const example =
      typeof trigger.examplePayload === "string" ? JSON.parse(trigger.examplePayload) : trigger.examplePayload;
    expect([trigger.triggerResolverSupport, trigger.triggerResolverDefaultBatchSize]).toEqual(["valid", 50]);
    expect(trigger.resolveTriggerItems({}, example)).toMatchObject([
      { changeType: "created" },
      { changeType: "updated", changed: ["title", "outcome"] },
    ]);
  });

  it("delivers nothing from before the look-back date, which may have a time", async () => {
    const inputs = { ...watchCalls, lookBackDate: new Date(start - 53 * minuteMs).toISOString() };
    simulation = await simulate("pollChangesTrigger", start, inputs, { world: { calls: 0, now: start } });
    const before = { direction: "Outbound", started: start - 54 * minuteMs, visibleAt: 0 } as const;
    add(before);
    const { id } = add({ ...before, started: start - 52 * minuteMs });
    expect(createdIds([await simulation.poll(), ...(await simulation.polls(2))])).toEqual([id]);
  });

  it("goes on from the state of version 1: what that knew is not delivered again", async () => {
    simulation = await simulate("pollChangesTrigger", start, watchCalls, { world: { calls: 0, now: start } });
    const [known, missed] = [3, 2].map((hours) => add({ started: start - hours * hourMs, visibleAt: 0 }).id);
    const slotMs = 15 * minuteMs;
    const since = Math.floor((start - 26 * hourMs) / slotMs);
    simulation.state = {
      __prismaticInternal: {
        polling: {
          version: 1,
          kind: "calls",
          scope: "[]",
          polledAt: start - hourMs,
          since,
          known: { [Math.floor((start - 3 * hourMs) / slotMs) - since]: markOf(known ?? "").slice(1) },
          earlier: "",
          allowance: 9,
          wholeAt: start - hourMs,
        },
      },
    };
    expect(createdIds(await simulation.polls(3))).toEqual([missed]);
  });

  it("says in errors which step and which operation failed", async () => {
    simulation = await simulate("pollChangesTrigger", start, watchCalls, { world: { calls: 0, now: start } });
    simulation.sandbox.faults.add({ kind: "401", match: { operation: "GET /v2/calls", times: 9 } });
    await expect(simulation.poll()).rejects.toThrow(/^New Records, List Calls/);
  });

  it("refuses a look-back date that lies ahead", async () => {
    simulation = await simulate(
      "pollChangesTrigger",
      start,
      { ...watchCalls, lookBackDate: "2027-01-01" },
      { world: { calls: 0, now: start } },
    );
    await expect(simulation.poll()).rejects.toThrow("Look Back Date must not lie ahead.");
  });
});

describe("New Records with nothing to deliver", () => {
  it.each(["calls", "users"])("is refused: both switches off, of %s", async (resourceType) => {
    const inputs = { resourceType, showNewRecords: "false", showUpdatedRecords: "false" };
    simulation = await simulate("pollChangesTrigger", start, inputs, { world: { calls: 0, now: start } });
    await expect(simulation.poll()).rejects.toThrow(
      "Show New Records and Show Updated Records are both off, so nothing would ever be delivered.",
    );
    expect(simulation.sandbox.log.entries).toEqual([]);
  });
});

describe("New Records of users", () => {
  const watchUsers = { resourceType: "users", showNewRecords: true };

  it("delivers each new user once, without reading all users", async () => {
    simulation = await simulate("pollChangesTrigger", start, watchUsers, {
      world: { calls: 0, users: 900, now: start },
    });
    const { world, log } = simulation.sandbox;
    expect(await simulation.poll()).toMatchObject({ isQuiet: true });
    log.clear();
    const users = [1, 17, 40].map((minutes) => world.addUser({ createdAt: start + minutes * minuteMs }));
    expect(createdIds(await simulation.polls(12))).toEqual(users.map(({ id }) => id));
    expect(log.entries.every(({ operation }) => operation === "POST /v2/users/extensive")).toBe(true);
    expect(log.entries.length).toBeLessThanOrEqual(12);
  });

  it("delivers the users that an earlier component did not know", async () => {
    simulation = await simulate("pollChangesTrigger", start, watchUsers, { world: { calls: 0, users: 5, now: start } });
    const { world } = simulation.sandbox;
    const [known, missed] = [1, 2].map((hours) => world.addUser({ createdAt: start - hours * hourMs }).id);
    simulation.state = {
      __prismaticInternal: {
        polling: { lastPolledAt: start, knownIds: [...world.users.map(({ id }) => id)].filter((id) => id !== missed) },
      },
    };
    expect(createdIds(await simulation.polls(3))).toEqual([missed]);
    expect(known).not.toBe(missed);
  });

  it("delivers what changed in users", async () => {
    simulation = await simulate(
      "pollChangesTrigger",
      start,
      { ...watchUsers, showUpdatedRecords: "true" },
      { world: { calls: 0, users: 120, now: start } },
    );
    const { world } = simulation.sandbox;
    await simulation.poll();
    const [, , user] = world.users;
    if (user) user.patch = { ...user.patch, title: "Vice President of Everything", active: false };
    const updated = (await simulation.polls(4)).flatMap(({ data }) => data.updated as object[]);
    expect(updated).toMatchObject([{ id: user?.id, changed: ["profile", "active"] }]);
  });
});
