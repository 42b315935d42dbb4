import { X509Certificate } from "node:crypto";
import { get } from "node:https";
import { startSandbox } from "#sandbox/index";
import { useSandbox } from "../support/door";
import { ask } from "./ask";

const start = Date.UTC(2026, 10, 20, 18);

describe("over HTTPS", () => {
  it("serves with a certificate of its own, which clients have to be told", async () => {
    const sandbox = await startSandbox({ https: true, world: { calls: 1 } });
    try {
      expect(sandbox.url).toMatch(/^https:/);
      const certificate = new X509Certificate(sandbox.ca ?? "");
      expect(certificate.verify(certificate.publicKey)).toBe(true);
      expect((await ask(sandbox, "GET /v2/workspaces")).status).toBe(200);
      await expect(ask({ ...sandbox, ca: "none" }, "GET /v2/workspaces")).rejects.toThrow();
      await expect(fetch(`${sandbox.url}/v2/workspaces`)).rejects.toThrow("fetch failed");
      sandbox.faults.add({ kind: "reset" });
      await expect(ask(sandbox, "GET /v2/workspaces")).rejects.toThrow();
    } finally {
      await sandbox.close();
    }
  });
});

describe("over HTTP", () => {
  const sandbox = useSandbox({ limits: {}, clock: start, world: { calls: 5 } }, { mayBreakContract: true });

  it("gives every answer an id, in its body and in a header", async () => {
    const [good, bad] = [await ask(sandbox, "GET /v2/workspaces"), await ask(sandbox, "GET /v2/emails")];
    for (const answer of [good, bad]) {
      expect(answer.body.requestId).toMatch(/^sb\w+$/);
      expect(answer.headers["x-traceid"]).toBe(answer.body.requestId);
    }
    expect(good.body.requestId).not.toBe(bad.body.requestId);
  });

  it("logs what it was asked, without credentials", async () => {
    const body = { filter: { userIds: ["1"] } };
    await ask(sandbox, "POST /v2/users/extensive", body);
    const id = sandbox.world.users[0]?.id;
    await ask(sandbox, `GET /v2/users/${id}`);
    expect(sandbox.log.entries).toEqual([
      expect.objectContaining({ operation: "POST /v2/users/extensive", body, startedAt: start, isAuthorized: true }),
      expect.objectContaining({
        operation: "GET /v2/users/{id}",
        path: `/v2/users/${id}`,
        status: 200,
        violations: [],
      }),
    ]);
    const secret = Buffer.from(`${sandbox.accessKey}:${sandbox.accessKeySecret}`).toString("base64");
    expect(JSON.stringify(sandbox.log.entries)).not.toContain(secret);
    sandbox.log.clear();
    expect(sandbox.log.entries).toEqual([]);
  });

  it("is as at the start after a reset", async () => {
    const host = sandbox.world.users[0]?.id;
    const token = sandbox.issueToken().access_token;
    sandbox.clock.advance(1000);
    sandbox.grant([]);
    sandbox.faults.add({ kind: "500" });
    sandbox.limits.spend(10_000);
    sandbox.world.addCall({ primaryUserId: host });
    sandbox.reset();
    expect(sandbox.clock.now()).toBe(start);
    expect(sandbox.world.calls).toHaveLength(5);
    expect((await ask(sandbox, "GET /v2/workspaces")).status).toBe(200);
    expect((await ask(sandbox, "GET /v2/users", undefined, { authorization: `Bearer ${token}` })).status).toBe(401);
  });

  it("serves its contract to anybody", async () => {
    const answer = await ask(sandbox, "GET /openapi.json", undefined, { authorization: undefined });
    expect([answer.status, answer.body.openapi]).toEqual([200, "3.0.1"]);
  });

  it("can be controlled from another process", async () => {
    const control = (line: string, body?: unknown) => ask(sandbox, line, body, { authorization: undefined });
    await control("POST /sandbox/clock", { set: "2026-12-01T00:00:00Z", advance: 500 });
    expect(sandbox.clock.now()).toBe(Date.UTC(2026, 11, 1) + 500);
    await control("POST /sandbox/faults", { kind: "503", match: { operation: "GET /v2/users" } });
    expect((await ask(sandbox, "GET /v2/users")).status).toBe(503);
    expect((await control("GET /sandbox/faults")).body).toMatchObject({ faults: [{ kind: "503", hits: 1 }] });
    expect((await control("GET /sandbox/log")).body).toMatchObject({ entries: [{ status: 503 }], violations: [] });
    await control("POST /sandbox/limits", { spend: 10_000 });
    expect((await control("GET /sandbox/state")).body).toMatchObject({ url: sandbox.url, requestsLeftToday: 0 });
    await control("POST /sandbox/reset", {});
    expect(sandbox.clock.now()).toBe(start);
    expect((await control("POST /sandbox/clock", { set: "soon" })).status).toBe(400);
    expect(sandbox.clock.now()).toBe(start);
    expect((await ask(sandbox, "POST /sandbox/reset", "{}", { "content-type": "text/plain" })).status).toBe(415);
    expect((await control("POST /sandbox/reset")).status).toBe(200);
    expect((await control("DELETE /sandbox/faults")).status).toBe(200);
    expect((await control("GET /sandbox/nothing")).status).toBe(404);
  });

  it("waits before each answer when told so", async () => {
    sandbox.setLatency(60);
    const before = performance.now();
    await ask(sandbox, "GET /v2/workspaces");
    expect(performance.now() - before).toBeGreaterThan(55);
  });
});

describe("clock", () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask", "performance"] }));
  afterEach(() => jest.useRealTimers());

  it("runs on Date.now() unless told otherwise, so that fake timers drive it", async () => {
    jest.setSystemTime(start);
    const sandbox = await startSandbox({ world: { calls: 1 } });
    try {
      expect(sandbox.clock.now()).toBe(start);
      jest.advanceTimersByTime(5_000);
      expect(sandbox.clock.now()).toBe(start + 5_000);
      sandbox.clock.set(0);
      jest.advanceTimersByTime(5_000);
      expect(sandbox.clock.now()).toBe(5_000);
    } finally {
      await sandbox.close();
    }
  });
});

const shared = useSandbox({ clock: start, world: { calls: 5 } }, { mayBreakContract: true });

describe("who may ask", () => {
  it.each(["127.0.0.1:1", "localhost", "localhost:8080", "[::1]:80"])("answers under its own name %s", async (host) => {
    expect((await ask(shared, "GET /v2/users", undefined, { host })).status).toBe(200);
  });

  it.each(["rebound.example", "127.0.0.1.example:80", "gong.io", "localhost.example"])(
    "refuses the name %s, wherever it asks",
    async (host) => {
      for (const line of ["GET /v2/users", "GET /sandbox/log", "GET /"]) {
        expect((await ask(shared, line, undefined, { host })).status).toBe(421);
      }
    },
  );

  it("lets no page of another site steer it", async () => {
    const origin = "https://other.example";
    expect((await ask(shared, "POST /sandbox/reset", undefined, { origin })).status).toBe(403);
    expect((await ask(shared, "POST /sandbox/reset", undefined, { origin: shared.url })).status).toBe(200);
  });
});

describe("what it refuses of its controls", () => {
  it.each<[string, unknown, RegExp]>([
    [
      "POST /sandbox/faults",
      { kind: "503", match: { operation: "GET /v2/user" } },
      /match\.operation: is no operation/,
    ],
    ["POST /sandbox/faults", { kind: "whim" }, /kind: /],
    ["POST /sandbox/faults", { kind: "503", retryafter: 1 }, /"retryafter"/],
    ["POST /sandbox/limits", { spent: 10 }, /"spent"/],
    ["POST /sandbox/clock", { forward: 10 }, /"forward"/],
    ["POST /sandbox/webhook", { url: "https://hooks.example/1", callId: "1" }, /rings on this machine only/],
  ])("%s %j", async (line, body, words) => {
    const { status, text } = await ask(shared, line, body, { authorization: undefined });
    expect(status).toBe(400);
    expect(JSON.parse(text).errors.join(" ")).toMatch(words);
  });
});

it("shows its addresses, keys and links as a page", async () => {
  const { status, text, headers } = await ask(shared, "GET /", undefined, { authorization: undefined });
  expect(status).toBe(200);
  expect(headers["content-type"]).toContain("text/html");
  for (const shown of [shared.url, shared.accessKey, shared.accessKeySecret, 'href="/openapi.json"'])
    expect(text).toContain(shown);
});

it("lets two sandboxes with certificates of their own be trusted together", async () => {
  const [one, other] = await Promise.all([startSandbox({ https: true }), startSandbox({ https: true })]);
  const askBoth = [one, other].map(
    ({ url }) =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = { ca: [one.ca ?? "", other.ca ?? ""] };
        get(`${url}/openapi.json`, options, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        }).once("error", reject);
      }),
  );
  expect(await Promise.all(askBoth)).toEqual([200, 200]);
  await Promise.all([one.close(), other.close()]);
});
