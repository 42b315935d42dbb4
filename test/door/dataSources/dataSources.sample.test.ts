import { component } from "@prismatic-io/spectral";
import { createHarness } from "@prismatic-io/spectral/dist/testing";
import { handlers } from "#sandbox/handlers/index";
import { dataSources as all } from "#src/dataSources/index";
import published from "../../promises/compat/published-keys.json";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../support/sandbox";
import { seed, someOf } from "../../support/seed";
import { standIn } from "../../support/standIn";
import { whileTimeFlies } from "../gong/support";

const { userMapForm: _u, activityTypeRulesForm: _a, callFiltersForm: _f, crmFieldMapForm: _m, ...dataSources } = all;

const built = component({
  key: "gong",
  display: { label: "Gong", description: "The dropdowns alone.", iconPath: "icon.png" },
  dataSources,
});
const harness = createHarness(built);

type Key = keyof typeof dataSources;
interface Entry {
  readonly key: string;
  readonly label: string;
}

// A large world on a busy machine takes its time.
let sandbox: Sandbox;
let warnings: string[] = [];
const start = async (options: SandboxOptions = {}) => {
  sandbox = await startSandbox({ world: { now: Date.now() }, ...options });
};

beforeEach(() => {
  warnings = [];
  jest.useFakeTimers({
    now: Date.UTC(2026, 0, 20, 12),
    doNotFake: ["nextTick", "setImmediate", "queueMicrotask", "performance"],
  });
});
afterEach(async () => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  expect(sandbox.log.violations()).toEqual([]);
  await sandbox.close();
});

const silent = () => undefined;
const choose = async (key: Key, params: Record<string, unknown> = {}, baseUrl = sandbox.url): Promise<Entry[]> => {
  const connection = {
    key: "gongApiKey",
    configVarKey: "Gong",
    fields: { baseUrl, accessKey: sandbox.accessKey, accessKeySecret: sandbox.accessKeySecret },
  };
  const warn = (message: unknown) => void warnings.push(String(message));
  const logger = { metric: silent, trace: silent, debug: silent, info: silent, log: silent, warn, error: silent };
  const { result } = await whileTimeFlies(() => harness.dataSource(key, { connection, ...params }, { logger }));
  return result as Entry[];
};

/** Lets the sandbox list these in place of its own. */
const listing = (operation: string, items: readonly object[]) =>
  jest.spyOn(handlers, operation).mockImplementation(() => ({ list: items }));

const labelsOf = (entries: readonly Entry[]) => entries.map(({ label }) => label);

/** What each dropdown needs to be filled in the sandbox's world. */
const needs = (key: Key): Record<string, unknown> => {
  const workspaceId = sandbox.world.workspaces[0]?.id;
  if (key === "flows" || key === "flowFolders") return { flowOwnerEmail: sandbox.world.users[0]?.emailAddress };
  return ["folders", "permissionProfiles", "targets"].includes(key) ? { workspaceId } : {};
};

/** How each is listed by Gong: the operation, an item without name, and two that share one. */
const shapes: Readonly<
  Record<Exclude<Key, "calls" | "userEmails">, { operation: string; item: (id: string, name: string | null) => object }>
> = {
  workspaces: { operation: "GET /v2/workspaces", item: (id, name) => ({ id, name }) },
  folders: { operation: "GET /v2/library/folders", item: (id, name) => ({ id, name, parentFolderId: null }) },
  users: {
    operation: "GET /v2/users",
    item: (id, name) => ({ id, firstName: name, lastName: null, emailAddress: null }),
  },
  trackers: { operation: "GET /v2/settings/trackers", item: (id, name) => ({ trackerId: id, trackerName: name }) },
  scorecards: {
    operation: "GET /v2/settings/scorecards",
    item: (id, name) => ({ scorecardId: id, scorecardName: name }),
  },
  briefs: { operation: "GET /v2/settings/briefs", item: (id, name) => ({ briefId: id, briefName: name }) },
  flows: { operation: "GET /v2/flows", item: (id, name) => ({ id, name, folderName: null }) },
  flowFolders: { operation: "GET /v2/flows/folders", item: (id, name) => ({ id, name, parentFolderId: null }) },
  permissionProfiles: { operation: "GET /v2/all-permission-profiles", item: (id, name) => ({ id, name }) },
  crmIntegrations: { operation: "GET /v2/crm/integrations", item: (integrationId, name) => ({ integrationId, name }) },
  callOutcomes: { operation: "GET /v2/call-outcomes", item: (_id, callOutcome) => ({ callOutcome }) },
  targets: { operation: "GET /v2/targets", item: (id, name) => ({ id, name }) },
};

const knownByName = ["briefs", "callOutcomes"];
const keys = Object.keys(dataSources) as Key[];
const keysOfLists = Object.keys(shapes) as Exclude<Key, "calls" | "userEmails">[];

describe("every dropdown", () => {
  beforeEach(() => start({ limits: false }));

  it("keeps the keys and inputs that workflows already use", () => {
    expect(keys).toHaveLength(14);
    for (const [key, { type, inputs }] of Object.entries(published.dataSources)) {
      const ours = built.dataSources[key];
      expect(ours?.dataSourceType).toBe(type);
      for (const input of inputs) {
        const { type, required } = ours?.inputs.find((each: { key: string }) => each.key === input.key) ?? {};
        expect({ key: input.key, type }).toEqual({ key: input.key, type: input.type });
        expect(required === true && !input.required).toBe(false);
      }
    }
  });

  it.each(keys)("%s has a label, an example and the connection first", (key) => {
    const { display, inputs, examplePayload } = built.dataSources[key] ?? {};
    expect(display?.label).toMatch(/^Fetch [A-Z]/);
    expect(display?.description).toMatch(/^[A-Z].*\.$/);
    expect(inputs?.[0]?.key).toBe("connection");
    expect(examplePayload).toEqual({
      result: [{ key: expect.stringMatching(/./), label: expect.stringMatching(/./) }],
    });
  });

  it.each(keys)("%s offers entries with keys and labels that differ", async (key) => {
    const entries = await choose(key, needs(key));
    expect(entries.length).toBeGreaterThan(0);
    for (const { key, label } of entries)
      expect([key, label]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)]);
    expect(new Set(labelsOf(entries)).size).toBe(entries.length);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  });

  it.each(keysOfLists)("%s is empty when Gong has none", async (key) => {
    listing(shapes[key].operation, []);
    expect(await choose(key, needs(key))).toEqual([]);
  });

  it.each(keys)("%s is empty when Gong leaves the list out", async (key) => {
    const end = standIn(() => ({ requestId: "r" }));
    try {
      expect(await choose(key, needs(key), "https://api.gong.io")).toEqual([]);
    } finally {
      end();
    }
  });

  it.each(keysOfLists)("%s is sorted by label as people read it", async (key) => {
    const { operation, item } = shapes[key];
    listing(operation, [
      item("1", "west 10"),
      item("2", "West 9"),
      item("3", "Élan"),
      item("4", "zoo"),
      item("5", "east"),
    ]);
    expect(labelsOf(await choose(key, needs(key)))).toEqual(["east", "Élan", "West 9", "west 10", "zoo"]);
  });

  it.each(keysOfLists.filter((key) => !knownByName.includes(key)))(
    "%s has words for what has no name, and tells equal names apart",
    async (key) => {
      const { operation, item } = shapes[key];
      listing(operation, [item("11", null), item("12", "Twin"), item("13", "Twin"), item("14", "  ")]);
      const entries = await choose(key, needs(key));
      expect(labelsOf(entries).slice(0, 2)).toEqual(["Twin (12)", "Twin (13)"]);
      expect(labelsOf(entries).slice(2)).toEqual([
        expect.stringMatching(/^Unnamed .* \(11\)$/),
        expect.stringMatching(/^Unnamed .* \(14\)$/),
      ]);
      expect(entries.map(({ key }) => key)).toEqual(["12", "13", "11", "14"]);
    },
  );

  it.each(knownByName as Exclude<Key, "calls" | "userEmails">[])(
    "%s offers each name once, and nothing without name",
    async (key) => {
      const { operation, item } = shapes[key];
      listing(operation, [item("11", null), item("12", "Twin"), item("13", "Twin")]);
      expect(await choose(key)).toEqual([{ key: "Twin", label: "Twin" }]);
    },
  );

  it.each([
    ["folders", "Workspace"],
    ["permissionProfiles", "Workspace"],
    ["targets", "Workspace"],
    ["flows", "Flow Owner Email"],
    ["flowFolders", "Flow Owner Email"],
  ] as const)("%s says which input comes first, and asks Gong nothing", async (key, label) => {
    await expect(choose(key)).rejects.toThrow(`Fill in ${label} first`);
    await expect(choose(key, { workspaceId: " ", flowOwnerEmail: "" })).rejects.toThrow(`Fill in ${label} first`);
    expect(sandbox.log.entries).toEqual([]);
  });
});

describe("particular dropdowns", () => {
  beforeEach(() => start({ limits: false }));

  it("B37: shows users with their address, on all pages, and marks inactive ones", async () => {
    for (let count = 0; count < 240; count += 1) sandbox.world.addUser({});
    const leaver = sandbox.world.addUser({ firstName: "Noor", lastName: "Haddad", active: false });
    const entries = await choose("users");
    expect(entries).toHaveLength(sandbox.world.users.length);
    expect(sandbox.log.of("GET /v2/users").length).toBeGreaterThan(2);
    expect(entries.find(({ key }) => key === leaver.id)?.label).toBe(`Noor Haddad (${leaver.emailAddress}), inactive`);
  });

  it("fails rather than offering half of the users", async () => {
    for (let count = 0; count < 140; count += 1) sandbox.world.addUser({});
    sandbox.faults.add({
      kind: "400",
      match: { operation: "GET /v2/users", page: 1, times: Number.POSITIVE_INFINITY },
    });
    await expect(choose("users")).rejects.toThrow();
  });

  it("shows folders with the folders that they lie in", async () => {
    const folder = (id: string, name: string | null, parentFolderId: string | null) => ({ id, name, parentFolderId });
    listing("GET /v2/library/folders", [
      folder("1", "Onboarding", "2"),
      folder("2", "Sales", null),
      folder("3", "First week", "1"),
      folder("4", "Of a private parent", "99"),
      folder("5", "Circle A", "6"),
      folder("6", "Circle B", "5"),
      folder("7", "In a nameless one", "8"),
      folder("8", null, null),
    ]);
    expect(labelsOf(await choose("folders", needs("folders")))).toEqual([
      "Circle A / Circle B",
      "Circle B / Circle A",
      "Of a private parent",
      "Sales",
      "Sales / Onboarding",
      "Sales / Onboarding / First week",
      "Unnamed folder (8)",
      "Unnamed folder (8) / In a nameless one",
    ]);
  });

  it("offers the trackers of one workspace when it is named", async () => {
    const workspaceId = sandbox.world.workspaces[0]?.id;
    const all = await choose("trackers");
    const some = await choose("trackers", { workspaceId });
    expect(some.length).toBeLessThan(all.length);
    expect(labelsOf(some)).toContain("Competitors");
    const names = sandbox.world.workspaces.map(({ name }) => `Competitors (${name})`);
    expect(names).toEqual(expect.arrayContaining(labelsOf(all).filter((label) => label.startsWith("Competitors"))));
    expect(labelsOf(all).filter((label) => label.startsWith("Competitors"))).toHaveLength(2);
  });

  it("names the workspace of those trackers only whose name comes twice, spaces aside", async () => {
    listing("GET /v2/workspaces", [
      { id: "1", name: " West " },
      { id: "2", name: "East" },
      { id: "3", name: null },
    ]);
    const tracker = (trackerId: string, trackerName: string | null, workspaceId: string) => ({
      ...{ trackerId, trackerName, workspaceId },
    });
    listing("GET /v2/settings/trackers", [
      tracker("11", "Twin ", "1"),
      tracker("12", "Twin", "2"),
      tracker("13", "Twin", "3"),
      tracker("14", "Only", "1"),
      tracker("15", " ", "1"),
      tracker("16", null, "2"),
    ]);
    expect(labelsOf(await choose("trackers"))).toEqual([
      ...["Only", "Twin", "Twin (East)", "Twin (West)", "Unnamed tracker (15)", "Unnamed tracker (16)"],
    ]);
    sandbox.log.clear();
    expect(labelsOf(await choose("trackers"))).toHaveLength(6);
    expect(sandbox.log.of("GET /v2/workspaces")).toHaveLength(1);
    listing("GET /v2/settings/trackers", [tracker("14", "Only", "1"), tracker("16", "Other", "2")]);
    sandbox.log.clear();
    expect(labelsOf(await choose("trackers"))).toEqual(["Only", "Other"]);
    expect(sandbox.log.of("GET /v2/workspaces")).toEqual([]);
  });

  it("tells trackers apart by their ids where workspaces may not be read, and says so", async () => {
    await sandbox.close();
    await start({ limits: false, scopes: ["api:settings:trackers:read"] });
    const labels = labelsOf(await choose("trackers"));
    expect(labels.filter((label) => /^Competitors \(\d+\)$/.test(label))).toHaveLength(2);
    expect(warnings.join()).toContain("api:workspaces:read");
  });

  it("offers the addresses of users, with their names", async () => {
    const leaver = { id: "1", firstName: "Noor", lastName: "Haddad", emailAddress: "noor.haddad@northwind.example" };
    listing("GET /v2/users", [
      { ...leaver, active: false },
      { id: "2", firstName: "No", lastName: "Address", emailAddress: null },
    ]);
    expect(await choose("userEmails")).toEqual([
      { key: leaver.emailAddress, label: `Noor Haddad (${leaver.emailAddress}), inactive` },
    ]);
  });

  it("shows flow folders with those that they lie in, for either name of their owner", async () => {
    listing("GET /v2/flows/folders", [
      { id: "1", name: "Outbound", parentFolderId: "null" },
      { id: "2", name: "Fairs", parentFolderId: "1" },
    ]);
    const email = sandbox.world.users[0]?.emailAddress;
    for (const key of ["flowOwnerEmail", "flowFolderOwnerEmail"])
      expect(labelsOf(await choose("flowFolders", { [key]: email }))).toEqual(["Outbound", "Outbound / Fairs"]);
  });

  it("marks scorecards that are switched off", async () => {
    expect(labelsOf(await choose("scorecards"))).toContain("Demo (2025), disabled");
  });

  it("offers briefs by name, and a published one before its namesake", async () => {
    listing("GET /v2/settings/briefs", [
      { briefId: "1", briefName: "Handover", status: "Not published" },
      { briefId: "2", briefName: "Handover", status: "Published" },
      { briefId: "3", briefName: "Renewal", status: "Not published" },
    ]);
    expect(await choose("briefs")).toEqual([
      { key: "Handover", label: "Handover" },
      { key: "Renewal", label: "Renewal, not published" },
    ]);
  });

  it("shows flows with their folder", async () => {
    listing("GET /v2/flows", [{ id: "1", name: "Warm leads", folderName: "Outbound" }]);
    expect(await choose("flows", needs("flows"))).toEqual([{ key: "1", label: "Outbound / Warm leads" }]);
  });

  it("keeps every digit of a CRM integration's id", async () => {
    const [entry] = await choose("crmIntegrations");
    expect(entry?.key).toBe(sandbox.world.state.crmIntegration?.id);
    expect(entry?.label).toMatch(/^Northwind CRM \(.+@.+\)$/);
  });
});

describe(`the dropdown of calls, a sample drawn by the seed ${seed}`, () => {
  const day = 24 * 3_600_000;
  const newestOf = (count: number) =>
    [...sandbox.world.calls]
      .filter(({ started }) => started >= Date.now() - 30 * day)
      .sort((a, b) => b.started - a.started)
      .slice(0, count)
      .map(({ id }) => id);
  const requests = () => sandbox.log.of("GET /v2/calls").length;

  it("shows the calls of 30 days with time, title and host, newest first", async () => {
    await start({ limits: false, world: { now: Date.now(), days: 30, calls: 1 } });
    const host = sandbox.world.addUser({ firstName: "Ada", lastName: "Reyes" });
    const at = (daysAgo: number, title: string) =>
      sandbox.world.addCall({ started: Date.now() - daysAgo * day, metaData: { title }, primaryUserId: host.id });
    at(40, "Too old");
    const older = at(12, "Older");
    const newer = at(2, "Newer");
    const entries = await choose("calls");
    expect(labelsOf(entries).join()).not.toContain("Too old");
    const ours = entries.filter(({ key }) => [older.id, newer.id].includes(key));
    expect(ours.map(({ key }) => key)).toEqual([newer.id, older.id]);
    expect(ours[0]?.label).toMatch(/^2026-01-1\d \d\d:\d\d UTC-0[78]:00 · Newer · Ada Reyes$/);
  });

  it("is empty for an account without calls", async () => {
    await start({ limits: false, world: { calls: 0 } });
    expect(await choose("calls")).toEqual([]);
    expect(requests()).toBe(1);
  });

  it("takes the calls of one workspace when it is named", async () => {
    await start({ limits: false });
    const workspaceId = sandbox.world.workspaces[1]?.id;
    const some = await choose("calls", { workspaceId });
    const all = await choose("calls");
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan(all.length);
  });

  it.each(someOf(["officeHours", "even"] as const, 1))(
    "takes the newest 1,000 of a large account in few requests (%s)",
    async (spread) => {
      await start({ world: { now: Date.now(), calls: 9_000, days: 30, spread } });
      expect((await choose("calls")).map(({ key }) => key)).toEqual(newestOf(1_000));
      expect(requests()).toBeLessThanOrEqual(22);
    },
  );

  it("finds older calls behind a burst of new ones", async () => {
    await start({ world: { now: Date.now(), calls: 300, days: 30 } });
    for (let count = 0; count < 900; count += 1)
      sandbox.world.addCall({ started: Date.now() - 2 * 3_600_000 - count * 1_000, durationSeconds: 60 });
    expect((await choose("calls")).map(({ key }) => key)).toEqual(newestOf(1_000));
    expect(requests()).toBeLessThanOrEqual(20);
  });

  it("has words for a call without date, title or host", async () => {
    await start({ limits: false });
    listing("GET /v2/calls", [{ id: "77", started: null, title: null, primaryUserId: null }]);
    expect(await choose("calls")).toEqual([{ key: "77", label: "No date · Untitled call · no host" }]);
  });

  it("shows ids of hosts where users may not be read, and says so", async () => {
    await start({ limits: false, scopes: ["api:calls:read:basic"] });
    const [entry] = await choose("calls");
    expect(entry?.label).toMatch(/ · user \d+$/);
    expect(warnings.join()).toContain("api:users:read");
  });

  it("does not hide any other fault behind ids", async () => {
    await start({ limits: false });
    sandbox.faults.add({ kind: "400", match: { operation: "POST /v2/users/extensive" } });
    await expect(choose("calls")).rejects.toThrow("400");
  });
});
