import type { Operation } from "#src/operation";
import { listDetailedCalls } from "#src/operations/calls/index";
import { getCallTranscript } from "#src/operations/calls/transcript";
import { listTrackers } from "#src/operations/settings";
import { listUsers } from "#src/operations/users";
import { checkConnection } from "#src/recipes/index";
import { built, connectionTo, tokenConnectionTo } from "../../support/component";
import { act, useSandbox } from "../../support/door";
import { standIn, wholeAnswer } from "../../support/standIn";
import { hurry } from "../gong/support";

const gong = useSandbox({ world: { calls: 60, days: 20, now: Date.now() } });

interface Check {
  name: string;
  ok: boolean;
  found: string;
  fix: string | null;
}

const check = async (connection: Record<string, unknown>, inputs: Record<string, unknown> = {}) => {
  const data = await hurry(() =>
    act<{ ok: boolean; checks: Check[] }>(gong, "checkConnection", { connection, ...inputs }),
  );
  expect(checkConnection.output().parse(data)).toEqual(data);
  return { ...data, named: new Map(data.checks.map((each) => [each.name, each])) };
};

describe("Check Connection", () => {
  it("finds a good token good, with two requests", async () => {
    const { ok, named, checks } = await check(tokenConnectionTo(gong));
    expect(ok).toBe(true);
    expect(gong.log.entries).toHaveLength(2);
    expect([...named.keys()]).toEqual(
      expect.arrayContaining(["Host", "Credentials", "Calls", "Clock", "Trackers", "Call import", "CRM link"]),
    );
    expect(named.get("Scope api:users:read")).toMatchObject({ ok: true });
    for (const { found, fix, ok } of checks) {
      expect(found).toMatch(/\.$/);
      expect(fix === null).toBe(ok);
    }
  });

  it("B8: finds a good access key good, with three requests", async () => {
    const { ok, named } = await check(connectionTo(gong));
    expect(ok).toBe(true);
    expect(gong.log.entries).toHaveLength(3);
    expect([...named.keys()]).toEqual([
      ...["Host", "Credentials", "Scope api:users:read", "Scope api:calls:read:extensive"],
      ...["Scope api:calls:read:transcript", "Clock", "Calls", "Trackers", "CRM link", "Call import"],
    ]);
    expect(named.get("Scope api:calls:read:transcript")).toMatchObject({ ok: true });
  });

  it("tells whether it saw all users or the first hundred, and reads on only in full", async () => {
    const active = { ...(listUsers.example as { users: object[] }).users[0], active: true };
    let pages = 0;
    const end = standIn((operation) => {
      if (operation === listUsers) {
        pages += 1;
        return { users: [{ ...active, id: String(pages) }], records: pages < 3 ? { cursor: String(pages) } : {} };
      }
      if (operation === listDetailedCalls) return { ...wholeAnswer(operation), records: { totalRecords: 7 } };
      if (operation === listTrackers) return { keywordTrackers: [{ trackerName: "Harvest" }, {}] };
      return wholeAnswer(operation);
    });
    try {
      const connection = connectionTo({ url: "https://api.gong.io", accessKey: "k", accessKeySecret: "s" });
      expect((await check(connection)).named.get("Call import")?.found).toMatch(/the first 1 active user[.:]/);
      pages = 0;
      const { named } = await check(connection, { depth: "full" });
      expect(named.get("Call import")?.found).toMatch(/(?<!first )2 active users[.:]/);
      expect(named.get("Calls")?.found).toContain("sees 7 calls");
      expect(named.get("Trackers")?.found).toMatch(/Not mentioned in these calls: Harvest\.$/);
    } finally {
      end();
    }
  });

  it.each<[string, unknown, unknown]>([
    ["the last call that it sees", [{}, { metaData: { id: "1" } }, { metaData: { id: "2" } }], { callIds: ["2"] }],
    ["the last hour where it sees none", [], expect.objectContaining({ fromDateTime: expect.any(String) })],
    [
      "the last hour where the call has no id",
      [{ metaData: { id: null } }],
      expect.not.objectContaining({ callIds: 1 }),
    ],
    ["the last hour where the call is empty", [null], expect.objectContaining({ toDateTime: expect.any(String) })],
  ])("tries the transcript of %s", async (_what, calls, expected) => {
    const asked: unknown[] = [];
    const run = async ({ label }: Operation, input: unknown) => {
      if (label === getCallTranscript.label) asked.push(input);
      return { calls };
    };
    const raw = async () => ({ headers: {}, body: undefined });
    await checkConnection.run({}, { gong: { raw, run, scopes: { granted: [], requested: [] } } } as never);
    expect(asked).toEqual([expected]);
  });

  it("reports no fault of its own as one of the connection", async () => {
    const broken = { raw: () => Promise.reject(new TypeError("broken")) };
    await expect(checkConnection.run({}, { gong: broken } as never)).rejects.toThrow("broken");
  });

  it.each(["odd", [null], [7], {}])("takes %j in the place of the users without a crash", async (users) => {
    const end = standIn((operation) => ({ ...wholeAnswer(operation), ...(operation === listUsers ? { users } : {}) }));
    try {
      const odd = await check(connectionTo({ url: "https://api.gong.io", accessKey: "k", accessKeySecret: "s" }));
      expect(odd.named.get("Credentials")).toMatchObject({ ok: true });
    } finally {
      end();
    }
  });

  it("tries more when it may", async () => {
    const { ok, named } = await check(connectionTo(gong), { depth: "full" });
    expect(ok).toBe(true);
    expect(named.has("Scope api:logs:read")).toBe(true);
    expect(named.get("Call import")?.found).not.toContain("first");
    expect(gong.log.entries.length).toBeLessThanOrEqual(16);
    // The scopes of the action are read off what it declares.
    const ran = new Set(gong.log.entries.map(({ operation }) => operation));
    expect([...ran].filter((each) => !checkConnection.uses.some(({ endpoint }) => endpoint === each))).toEqual([]);
    expect(ran.size).toBe(checkConnection.uses.length);
    const asked = (endpoint: string) => gong.log.entries.filter(({ operation }) => operation === endpoint);
    for (const endpoint of ["GET /v2/calls", "GET /v2/logs"]) {
      const { fromDateTime = "", toDateTime = "" } = asked(endpoint)[0]?.query ?? {};
      expect(Date.parse(toDateTime) - Date.parse(fromDateTime)).toBe(3_600_000);
    }
    const callIds = [expect.stringMatching(/^\d+$/)];
    expect(asked("POST /v2/calls/transcript")[0]?.body).toEqual({ filter: { callIds } });
    expect(asked("POST /v2/calls/extensive")[1]?.body).toEqual({
      filter: { callIds },
      contentSelector: { exposedFields: { media: true } },
    });
  });

  it("compares the token's scopes with those that the connection asks for", async () => {
    const connection = {
      ...tokenConnectionTo(gong, ["api:users:read", "api:calls:read:extensive"]),
      fields: { scopes: "api:users:read api:logs:read" },
    };
    const { ok, named } = await check(connection);
    expect(ok).toBe(false);
    expect(named.get("Scope api:users:read")?.ok).toBe(true);
    expect(named.get("Scope api:logs:read")).toMatchObject({ ok: false, fix: expect.stringContaining("reconnect") });
    expect(named.has("Scope api:flows:read")).toBe(false);
  });

  it("B7: reports scopes that an access key lacks, and what it could not look at", async () => {
    gong.grant(["api:calls:read:transcript"]);
    const { ok, named } = await check(connectionTo(gong));
    expect(ok).toBe(false);
    expect(named.get("Credentials")?.ok).toBe(true);
    for (const scope of ["api:users:read", "api:calls:read:extensive"])
      expect(named.get(`Scope ${scope}`)).toMatchObject({ ok: false, found: expect.stringContaining(scope) });
    expect(named.get("Calls")?.ok).toBe(false);
  });

  it.each([
    ["a dead key", { accessKeySecret: "wrong-secret-of-tests" }, "Credentials", /Create an access key/],
    ["no secret", { accessKeySecret: " " }, "Connection", /Correct the connection/],
    ["the web app's address", { baseUrl: "https://app.gong.io" }, "Connection", /Correct the connection/],
    ["a host that nobody answers at", { baseUrl: "http://127.0.0.1:1" }, "Host", /Base URL/],
  ])("reports %s instead of failing", async (_what, fields, name, fix) => {
    const good = connectionTo(gong);
    const { ok, named } = await check({ ...good, fields: { ...good.fields, ...fields } });
    expect(ok).toBe(false);
    expect(named.get(name)).toMatchObject({ ok: false, fix: expect.stringMatching(fix) });
    expect(JSON.stringify([...named])).not.toContain("wrong-secret-of-tests");
    // What comes after would only fail for the same reason.
    expect(gong.log.entries.length).toBeLessThanOrEqual(1);
    expect([...named.keys()].at(-1)).toBe(name);
  });

  it("tells the owner of a token to reconnect, even when the token names no scopes", async () => {
    const { token, ...connection } = tokenConnectionTo(gong);
    gong.faults.add({ kind: "401" });
    const { named } = await check({ ...connection, token: { ...token, scope: "" } });
    expect(named.get("Credentials")).toMatchObject({ ok: false, fix: expect.stringMatching(/^Reconnect/) });
  });

  it("names the right host when Gong redirects", async () => {
    gong.faults.add({ kind: "redirect", location: "https://us-12345.api.gong.io" });
    const { ok, named } = await check(tokenConnectionTo(gong));
    expect(ok).toBe(false);
    expect(named.get("Host")?.fix).toContain("https://us-12345.api.gong.io");
  });

  it("sees a connection that sees no calls", async () => {
    gong.faults.add({
      kind: "404",
      errors: ["No calls found corresponding to the provided filters"],
      match: { operation: "POST /v2/calls/extensive" },
    });
    const { ok, named } = await check(tokenConnectionTo(gong));
    expect(ok).toBe(false);
    expect(named.get("Calls")).toMatchObject({ ok: false, fix: expect.stringContaining("administrator") });
  });

  it("B4: says which trackers have no phrases", async () => {
    gong.world.addCall({
      visibleAt: 0,
      partsVisibleAt: 0,
      isPrivate: false,
      content: { trackers: [{ id: "1", name: "Harvest", type: "KEYWORD", count: 2, phrases: [] }] },
    });
    const { named } = await check(tokenConnectionTo(gong), { depth: "full" });
    expect(named.get("Trackers")).toMatchObject({
      ok: false,
      found: expect.stringContaining("Harvest"),
      fix: expect.stringContaining("Separate phrases"),
    });
  });

  it("has an example that fits what it says it returns", () => {
    const { examplePayload } = built.actions.checkConnection ?? {};
    const { data } = examplePayload as { data: { ok: boolean; checks: Check[] } };
    expect(data.ok).toBe(true);
    expect(data.checks.find(({ name }) => name === "Trackers")?.found).toContain("keyword trackers");
  });
});
