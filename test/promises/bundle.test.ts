import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createHarness } from "@prismatic-io/spectral/dist/testing";
import { createWebhookKeys } from "#sandbox/index";
import source from "#src/index";
import { type BuiltComponent, connectionTo, quietLogger } from "../support/component";
import { useSandbox } from "../support/door";
import { wav } from "../support/forms";

type Component = typeof source;

/** Milliseconds since 1970 of the last change in a file or folder. */
const changedAt = (path: string): number => {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(...readdirSync(path).map((each) => changedAt(join(path, each))));
};

const bundlePath = "dist/index.js";

/** What is published. */
const loadBundle = (): Component => {
  const sources = ["src", "tools/bundle", "assets", "webpack.config.js", "package-lock.json"];
  if (statSync(bundlePath, { throwIfNoEntry: false }) === undefined) throw new Error("Run npm run build first.");
  if (statSync(bundlePath).mtimeMs < Math.max(...sources.map(changedAt)))
    throw new Error("dist is older than the sources that it is built from. Run npm run build first.");
  return (require("../../dist/index.js") as { default: Component }).default;
};

const component = loadBundle();
const bundle = component as unknown as BuiltComponent;
const text = readFileSync(bundlePath, "utf8");
const asPublished = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("the bundle", () => {
  it("stays small", () => expect(Buffer.byteLength(text) / 1024).toBeLessThanOrEqual(1_200));

  it.each([
    ["axios", "There is no suitable adapter to dispatch the request"],
    ["zod", "Encountered Promise during synchronous parse"],
    ["spectral", "Attempted to invoke an action for a trigger with no pollAction"],
  ])("holds %s once", (_name, sentence) => expect(text.split(sentence)).toHaveLength(2));

  it.each([
    ["test helpers of spectral", "Trigger does not support onInstanceDelete"],
    ["a YAML parser", "Nested mappings are not allowed"],
    ["a database of file types", "application/vnd.oasis.opendocument"],
    ["source maps", "sourceMappingURL"],
    ["licence texts", "Permission is hereby granted"],
  ])("holds no %s", (_what, sentence) => expect(text).not.toContain(sentence));

  it("is one file and its icons", () => {
    expect(readdirSync("dist").filter((name) => !name.endsWith(".png"))).toEqual(["index.js"]);
  });

  it.each(["actions", "triggers", "dataSources"] as const)("publishes the same %s as the sources", (kind) => {
    const ours = source[kind] as Record<string, unknown>;
    const published = component[kind] as Record<string, unknown>;
    expect(Object.keys(published).sort()).toEqual(Object.keys(ours).sort());
    for (const key of Object.keys(ours))
      expect({ [key]: asPublished(published[key]) }).toEqual({ [key]: asPublished(ours[key]) });
  });

  it("publishes everything else as the sources have it", () => {
    const { actions: _a, triggers: _t, dataSources: _d, ...ours } = source;
    const { actions: _b, triggers: _u, dataSources: _e, ...published } = component;
    expect(asPublished(published)).toEqual(asPublished(ours));
  });
});

describe("the bundle at work", () => {
  const harness = createHarness(component);
  const sandbox = useSandbox({ world: { calls: 30, users: 12 }, pageSize: 5 });
  const logger = quietLogger();
  const run = async (key: string, inputs: Record<string, unknown> = {}, connection = connectionTo(sandbox)) => {
    const result = await harness.action(key, { connection, ...inputs }, { logger });
    return (result as { data: Record<string, unknown> }).data;
  };

  const aCall = () => sandbox.world.addCall({ isPrivate: false, visibleAt: 0, partsVisibleAt: 0 }).id;

  it("reads one thing", async () => {
    const [user] = sandbox.world.users;
    expect(await run("getUser", { userId: user?.id })).toMatchObject({ user: { id: user?.id } });
  });

  it("follows pages", async () => {
    const { users, continuation } = await run("listUsers", { fetchAll: true });
    expect(users).toHaveLength(12);
    expect(continuation).toMatchObject({ truncated: false });
    expect(sandbox.log.entries.filter(({ path }) => path.startsWith("/v2/users")).length).toBeGreaterThanOrEqual(3);
  });

  it("uploads a file", async () => {
    const [user] = sandbox.world.users;
    const { callId } = await run("createNewCall", {
      clientUniqueId: "bundle-1",
      actualStart: "2026-01-05T10:00:00Z",
      direction: "Outbound",
      primaryUser: user?.id,
      parties: [{ userId: user?.id }],
    });
    const fileInput = { data: wav, contentType: "audio/wav" };
    expect(await run("addMedia", { callId, fileInput })).toMatchObject({ callId });
  });

  it("runs a recipe", async () => {
    expect(await run("getTrackerMentions", { callId: aCall(), trackers: ["Competitors"] })).toHaveProperty("mentioned");
  });

  it("reads a CSV table, and writes a workbook and its zip", async () => {
    const [user] = sandbox.world.users;
    const otherUsers = `User ID,Email Address,Status\n005A2,${user?.emailAddress},Active\n`;
    const { results } = await run("matchUsers", { gongUsers: [user?.id], otherUsers });
    expect(results).toMatchObject([{ otherUserId: "005A2" }]);
    const { file } = (await run("exportRunLog", {
      entries: [{ callId: "7782342274025937895", status: "synced", loggedAt: "2026-01-05T20:00:00.000Z" }],
    })) as { file: { data: Buffer } };
    const zip = file.data.toString("latin1");
    expect(zip.startsWith("PK\u0003\u0004")).toBe(true);
    expect(zip).toContain("xl/workbook.xml");
    expect(zip).toContain("PK\u0005\u0006");
  });

  it("polls: sets out quietly, then hands out what is new", async () => {
    const instanceState = {};
    const poll = async () =>
      (await harness.trigger(
        "pollChangesTrigger",
        undefined,
        { connection: connectionTo(sandbox), resourceType: "calls", showNewRecords: true },
        { logger, instanceState },
      )) as unknown as { resultType: string; payload: { body: { data: { created: { id: string }[] } } } };
    expect(await poll()).toMatchObject({ resultType: "polled_no_changes" });
    const { id } = sandbox.world.addCall({ started: Date.now(), durationSeconds: 60, visibleAt: 0 });
    const { resultType, payload } = await poll();
    expect(resultType).toBe("completed");
    expect(payload.body.data.created.map((call) => call.id)).toEqual([id]);
  });

  it("fills a dropdown", async () => {
    const { result } = (await harness.dataSource("workspaces", { connection: connectionTo(sandbox) }, { logger })) as {
      result: unknown[];
    };
    expect(result[0]).toEqual({ key: expect.stringMatching(/^\d+$/), label: expect.any(String) });
  });

  it("takes a signed webhook and refuses one that another key signed", async () => {
    const url = "https://hooks.northwind.example/gong";
    const callId = aCall();
    const ring = async (keys: ReturnType<typeof createWebhookKeys>) => {
      const { headers, body } = sandbox.webhook({ url, callId, keys });
      const parsed = JSON.parse(body) as unknown;
      const payload = { headers: { ...headers }, rawBody: { data: body }, body: { data: parsed } };
      const inputs = { publicKeys: [sandbox.webhookKeys.publicKey], webhookUrl: url };
      return harness.trigger("webhook", payload, inputs, { logger });
    };
    const answer = await ring(sandbox.webhookKeys);
    expect(answer?.payload).toMatchObject({ call: { id: callId, verified: true } });
    await expect(ring(createWebhookKeys())).rejects.toMatchObject({ name: "WebhookRefusedError" });
  });

  it("says that a connection is broken in the platform's own terms", async () => {
    const wrong = connectionTo({ ...sandbox, accessKeySecret: "another-secret" });
    const fault = await run("getUser", { userId: "1" }, wrong).catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({ isSpectralError: true, name: "ConnectionError", status: 401 });
    expect(fault).toHaveProperty("connection.key", "gongApiKey");
    expect(JSON.stringify(fault)).not.toContain("another-secret");
  });

  it("hands faults through the component's error hook", async () => {
    const perform = bundle.actions.getUser?.perform;
    const broken = {
      get connection() {
        throw "a fault of the platform";
      },
    };
    await expect(perform?.({ logger }, broken)).rejects.toMatchObject({ message: "a fault of the platform" });
    await expect(run("getTrackerMentions", { callId: "1", maxLength: "long" })).rejects.toMatchObject({
      name: "InputError",
    });
  });
});

describe("what was left out of the bundle", () => {
  const unused = require("../../tools/bundle/unused.js") as {
    readonly createHarness: (() => void) & { readonly spy: () => void };
  };

  it("fails loudly when it is called after all", () => {
    const words = /^createHarness was left out of this bundle because no component runs it/;
    expect(() => unused.createHarness()).toThrow(words);
    expect(() => Reflect.construct(unused.createHarness, [])).toThrow(words);
    expect(() => unused.createHarness.spy()).toThrow(/^spy was left out/);
  });

  it("is silent while it is only loaded", () => {
    expect(`${typeof unused.createHarness} ${typeof unused.createHarness.spy}`).toBe("function function");
  });
});

describe("what stands in for parts of lodash", () => {
  it.each([
    ["camelCase", ["NOT_ALLOWED"]],
    ["camelCase", ["SAFE"]],
    ["snakeCase", ["notAllowed"]],
    ["snakeCase", ["safe"]],
    ["omit", [{ a: 1, b: undefined, c: 3 }, ["a", "d"]]],
    ["uniq", [["b", "a", "b"]]],
  ])("%s answers as lodash does: %j", (name, given) => {
    const [ours, theirs] = [require(`../../tools/bundle/lodash/${name}.js`), require(`lodash/${name}`)] as ((
      ...given: unknown[]
    ) => unknown)[];
    expect(ours?.(...given)).toEqual(theirs?.(...given));
  });
});
