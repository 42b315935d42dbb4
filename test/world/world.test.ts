import { createWorld } from "#sandbox/world/index";
import { formatTime, plainDate, startOfDay } from "#sandbox/world/time";
import { bodyOf, itemsOf, question, refusalOf } from "./worldQuestions";

const hour = 3_600_000;
const callsAt = (world: ReturnType<typeof createWorld>, now: number, query: Record<string, string> = {}) => {
  const answer = question(world, "GET /v2/calls", { query, now });
  return itemsOf<{ id: string; started: string; scheduled: string | null }>(answer);
};

test("The same options make the same world, another seed makes another.", () => {
  const everything = (seed: number) => {
    const world = createWorld({ seed, calls: 20 });
    return JSON.stringify([
      itemsOf(question(world, "GET /v2/calls")),
      itemsOf(question(world, "GET /v2/users")),
      itemsOf(question(world, "POST /v2/calls/transcript", { body: { filter: {} } })),
    ]);
  };
  expect(everything(1)).toBe(everything(1));
  expect(everything(1)).not.toBe(everything(2));
});

test("The world has the people, workspaces and calls that it promises.", () => {
  const world = createWorld();
  const users = world.users.map((user) => world.describeUser(user));
  expect(world.calls).toHaveLength(250);
  expect(callsAt(world, world.options.now)).toHaveLength(250);
  expect(users).toHaveLength(15);
  expect(world.workspaces.length).toBeGreaterThanOrEqual(2);
  expect(users.filter(({ active }) => !active)).toHaveLength(1);
  expect(users.filter(({ settings }) => !settings.telephonyCallsImported).length).toBeGreaterThanOrEqual(2);
  expect(users.filter(({ emailAliases }) => emailAliases.length > 0).length).toBeGreaterThanOrEqual(5);
  expect(users.filter(({ trustedEmailAddress }) => trustedEmailAddress).length).toBeGreaterThanOrEqual(2);
  for (const { managerId } of users) expect(managerId === null || world.findUser(managerId)).toBeTruthy();
  for (const { id } of world.calls) expect(id).toMatch(/^\d{19}$/);
  const newest = Math.max(...world.users.map(({ createdAt }) => createdAt));
  expect(newest).toBeLessThan(world.calls[0]?.started ?? 0);
  const days = (world.calls.at(-1)?.started ?? 0) - (world.calls[0]?.started ?? 0);
  expect(days / 24 / hour).toBeGreaterThan(80);
});

test("Users are found by primary, trusted and alias address in any case.", () => {
  const world = createWorld();
  for (const user of world.users) {
    const { emailAddress, emailAliases, trustedEmailAddress } = world.describeUser(user);
    for (const address of [emailAddress, ...emailAliases, ...(trustedEmailAddress ? [trustedEmailAddress] : [])]) {
      expect(world.findUserByAddress(address.toUpperCase())).toBe(user);
    }
  }
});

test("GET /v2/calls goes by the planned time of web conferences, the extensive list by the real start.", () => {
  const world = createWorld({ calls: 0 });
  const planned = Date.UTC(2026, 10, 2, 10);
  const call = world.addCall({ direction: "Conference", scheduled: planned, started: planned + 120_000 });
  const atPlannedTime = {
    fromDateTime: new Date(planned).toISOString(),
    toDateTime: new Date(planned + 1).toISOString(),
  };
  expect(callsAt(world, world.options.now, atPlannedTime).map(({ id }) => id)).toEqual([call.id]);
  const extensive = (filter: object) => question(world, "POST /v2/calls/extensive", { body: { filter } });
  expect(itemsOf(extensive(atPlannedTime))).toEqual([]);
  const atStart = { fromDateTime: new Date(planned + 120_000).toISOString() };
  expect(itemsOf(extensive(atStart))).toHaveLength(1);
  expect(itemsOf(extensive({ toDateTime: atStart.fromDateTime }))).toHaveLength(0);
});

test("Calls, transcripts and parts appear when their time has come.", () => {
  const world = createWorld({
    calls: 3,
    lateness: () => hour,
    transcriptLateness: () => hour,
    partsLateness: (_, part) => (part === "brief" ? 2 * hour : 0),
  });
  const [call] = world.calls;
  if (!call) throw new Error("There is no call.");
  expect(call.visibleAt).toBe(call.started + call.durationSeconds * 1000 + hour);
  const isListed = (now: number) => callsAt(world, now).some(({ id }) => id === call.id);
  const isTranscribed = (now: number) =>
    itemsOf(question(world, "POST /v2/calls/transcript", { body: { filter: { callIds: [call.id] } }, now })).length > 0;
  const hasBrief = (now: number) => {
    const contentSelector = { exposedFields: { content: { brief: true } } };
    const body = { filter: { callIds: [call.id] }, contentSelector };
    return itemsOf<{ content: { brief?: string } }>(question(world, "POST /v2/calls/extensive", { body, now }))[0]
      ?.content.brief;
  };
  expect([isListed(call.visibleAt - 1), isListed(call.visibleAt)]).toEqual([false, true]);
  const one = question(world, "GET /v2/calls/{id}", { path: { id: call.id }, now: call.visibleAt - 1 });
  expect(refusalOf(one)).toBe(`404 Call ID ${call.id} was not found`);
  expect([isTranscribed(call.visibleAt + hour - 1), isTranscribed(call.visibleAt + hour)]).toEqual([false, true]);
  expect(hasBrief(call.visibleAt + 2 * hour - 1)).toBeUndefined();
  expect(hasBrief(call.visibleAt + 2 * hour)).toEqual(expect.any(String));
});

test("Tests can add and change calls and users, and take it all back.", () => {
  const world = createWorld({ calls: 5 });
  const before = JSON.stringify(itemsOf(question(world, "GET /v2/calls")));
  const added = world.addCall({ metaData: { title: "Added" }, isPrivate: true, visibleAt: world.options.now });
  expect(callsAt(world, world.options.now).at(-1)).toMatchObject({ id: added.id, title: "Added", isPrivate: true });
  world.updateCall(added.id, { metaData: { purpose: "Demo" }, content: { brief: "Short." } });
  world.updateCall(added.id, { content: { keyPoints: [] } });
  const described = world.describeCall(added);
  expect(described.metaData).toMatchObject({ title: "Added", purpose: "Demo" });
  expect(described.content).toMatchObject({ brief: "Short.", keyPoints: [] });
  const user = world.addUser({ emailAddress: "New.Person@northwind.example", active: false });
  expect(world.findUserByAddress("new.person@northwind.example")).toBe(user);
  expect(bodyOf(question(world, "GET /v2/users/{id}", { path: { id: user.id } })).user).toMatchObject({
    active: false,
  });
  expect(() => world.updateCall("1", {})).toThrow("There is no call 1.");
  world.reset();
  expect(JSON.stringify(itemsOf(question(world, "GET /v2/calls")))).toBe(before);
  expect(world.findUserByAddress("new.person@northwind.example")).toBeUndefined();
});

test("Ranges that are upside down or unreadable are refused in Gong's words.", () => {
  const world = createWorld({ calls: 1 });
  const filter = { fromDateTime: "2026-11-02T00:00:00Z", toDateTime: "2026-11-01T00:00:00Z" };
  const extensive = question(world, "POST /v2/calls/extensive", { body: { filter } });
  expect(refusalOf(extensive)).toBe("400 filter.fromDateTime: must be before toDateTime");
  expect(refusalOf(question(world, "GET /v2/calls", { query: filter }))).toBe(
    "400 fromDateTime: must be before toDateTime",
  );
});

test("Times carry the company's offset, also across a change of clocks.", () => {
  expect(formatTime(Date.UTC(2026, 0, 5, 11, 0, 0, 123), 456)).toBe("2026-01-05T03:00:00.123456-08:00");
  expect(formatTime(Date.UTC(2026, 6, 5, 11))).toBe("2026-07-05T04:00:00-07:00");
  expect(formatTime(Date.UTC(2026, 6, 5, 11, 0, 0, 50))).toBe("2026-07-05T04:00:00.05-07:00");
  expect(startOfDay("2026-11-01")).toBe(Date.UTC(2026, 10, 1, 7));
  expect(startOfDay("2026-11-02")).toBe(Date.UTC(2026, 10, 2, 8));
  expect(plainDate(Date.UTC(2026, 10, 2, 7, 59))).toBe("2026-11-01");
  expect(startOfDay("soon")).toBeNaN();
});
