import { connectionTo, harness, quietLogger, tokenConnectionTo } from "../support/component";
import { useSandbox } from "../support/door";

/** What somebody who builds an integration does on the first day, through the component's front door. */

const sandbox = useSandbox();

const logger = quietLogger();
const act = async <T>(key: string, inputs: Record<string, unknown>, connection: unknown = tokenConnectionTo(sandbox)) =>
  ((await harness.action(key, { connection, ...inputs }, { logger })) as { data: T }).data;

const refusal = async (key: string, inputs: Record<string, unknown>, connection?: unknown): Promise<string> => {
  const outcome: unknown = await act(key, inputs, connection).catch((error: unknown) => error);
  if (!(outcome instanceof Error)) throw new Error(`${key} was not refused.`);
  return outcome.message;
};

interface CallList {
  readonly calls: readonly { readonly metaData: { readonly id: string } }[];
  readonly records: { readonly totalRecords: number; readonly currentPageSize: number; readonly cursor?: string };
  readonly continuation?: {
    readonly truncated: boolean;
    readonly reason: string | null;
    readonly resume: string | null;
  };
}

const now = Date.now();
const ninetyDays = () => {
  return {
    fromDateTime: new Date(now - 91 * 86_400_000).toISOString(),
    toDateTime: new Date(now + 86_400_000).toISOString(),
  };
};

describe("listing calls", () => {
  it("gives one page as Gong gave it", async () => {
    const page = await act<CallList>("listDetailedCalls", ninetyDays());
    expect(page.calls).toHaveLength(100);
    expect(page.records).toMatchObject({ currentPageSize: 100, cursor: expect.any(String) });
    expect(page.continuation).toBeUndefined();
    const next = await act<CallList>("listDetailedCalls", { ...ninetyDays(), cursor: page.records.cursor });
    expect(next.calls[0]?.metaData.id).not.toBe(page.calls[0]?.metaData.id);
  });

  it("gives all with Fetch All, each once", async () => {
    const all = await act<CallList>("listDetailedCalls", { ...ninetyDays(), fetchAll: "true" });
    const ids = all.calls.map(({ metaData }) => metaData.id);
    const visible = sandbox.world.calls.filter(({ visibleAt }) => visibleAt <= sandbox.clock.now());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(visible.length);
    expect(ids.length).toBeGreaterThan(200);
    expect(all.records).toMatchObject({ currentPageSize: ids.length });
    expect(all.records.cursor).toBeUndefined();
    expect(all.continuation).toEqual({ truncated: false, reason: null, resume: null });
  });

  it("stops at Max Records in the middle of a page and goes on from there", async () => {
    const all = await act<CallList>("listDetailedCalls", { ...ninetyDays(), fetchAll: true });
    const first = await act<CallList>("listDetailedCalls", { ...ninetyDays(), fetchAll: true, maxRecords: "130" });
    expect(first.calls).toHaveLength(130);
    expect(first.continuation).toMatchObject({ truncated: true, resume: expect.any(String) });
    const cursor = first.continuation?.resume;
    const rest = await act<CallList>("listDetailedCalls", { ...ninetyDays(), fetchAll: true, cursor });
    expect([...first.calls, ...rest.calls].map(({ metaData }) => metaData.id)).toEqual(
      all.calls.map(({ metaData }) => metaData.id),
    );
  });

  it("gives an empty list for an empty range", async () => {
    const range = { fromDateTime: "2001-01-01", toDateTime: "2001-01-02" };
    expect(await act("listCallsUsingGet", range)).toMatchObject({ calls: [], records: { totalRecords: 0 } });
    expect(await act("listDetailedCalls", { ...range, fetchAll: true })).toMatchObject({ calls: [] });
    expect(await act("getCallTranscript", range)).toMatchObject({ callTranscripts: [] });
  });
});

describe("dropdowns", () => {
  const options = async (key: string, inputs: Record<string, unknown> = {}) => {
    const { result } = (await harness.dataSource(
      key,
      { connection: tokenConnectionTo(sandbox), ...inputs },
      { logger },
    )) as {
      result: readonly { readonly key: string; readonly label: string }[];
    };
    return result;
  };

  it("are complete and can be told apart", async () => {
    const users = await options("users");
    expect(users).toHaveLength(sandbox.world.users.length);
    const workspaces = await options("workspaces");
    expect(workspaces.length).toBeGreaterThanOrEqual(2);
    const folders = await options("folders", { workspaceId: workspaces[0]?.key });
    const calls = await options("calls");
    for (const list of [users, workspaces, folders, calls]) {
      expect(new Set(list.map(({ label }) => label)).size).toBe(list.length);
      for (const { key, label } of list) expect(label.trim() && key).toBeTruthy();
    }
    expect(calls[0]?.label).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d UTC\S* · .+ · .+/);
  });
});

describe("mistakes are answered with what to do", () => {
  it("a wrong key", async () => {
    const connection = connectionTo({ ...sandbox, accessKeySecret: "mistyped" });
    const words = await refusal("listWorkspaces", {}, connection);
    expect(words).toMatch(/401|access key/i);
    expect(words).toMatch(/access key/i);
    expect(words).not.toContain("mistyped");
  });

  it("a missing scope", async () => {
    const connection = tokenConnectionTo(sandbox, ["api:users:read"]);
    const words = await refusal("listDetailedCalls", ninetyDays(), connection);
    expect(words).toContain("api:calls:read:extensive");
    expect(words).toMatch(/Gong/);
    expect(words).toMatch(/reconnect|authori[sz]e/i);
  });

  it.each([
    ["a version and a space", (url: string) => `${url}/v2 `],
    ["a slash and a line break", (url: string) => `\n${url}/ `],
    ["a whole endpoint", (url: string) => `${url}/v2/calls`],
  ])("a base URL with %s simply works", async (_what, paste) => {
    const connection = connectionTo({ ...sandbox, url: paste(sandbox.url) });
    expect(await act("listWorkspaces", {}, connection)).toMatchObject({ workspaces: expect.any(Array) });
  });

  it("a malformed list of participants, with everything else that is wrong, and nothing is sent", async () => {
    sandbox.log.clear();
    const words = await refusal("createNewCall", {
      clientUniqueId: "pbx-1",
      primaryUser: "234599484848423",
      direction: "sideways",
      actualStart: "yesterday",
      parties: '[{"emial": "priya.nair@contoso.example"}, {"emailAddress": "no address"}]',
    });
    expect(words).toMatch(/Parties\[1\].*emial/);
    expect(words).toMatch(/Parties\[2\]\.emailAddress must be an e-mail address.*no address/);
    expect(words).toMatch(/Direction must be one of/);
    expect(words).toMatch(/Start.* must be a date and time/);
    expect(sandbox.log.entries).toEqual([]);
  });

  it("a date and a paging input that are both wrong, in one message", async () => {
    const words = await refusal("listCallsUsingGet", { fromDateTime: "some day", fetchAll: "maybe", maxRecords: "x" });
    expect(words).toMatch(/^From must be .* To is required\. Fetch All must be .* Max Records must be /);
  });

  it("a header that the connection sets, in a whole sentence", async () => {
    const inputs = { url: "/v2/users", method: "GET", responseType: "json" };
    expect(await refusal("rawRequest", { ...inputs, headers: [{ key: "Authorization", value: "mine" }] })).toBe(
      "Headers must not hold Authorization, which the connection and the client set.",
    );
  });

  it("a timeout of 0 is none of them: a raw request waits as ever", async () => {
    const inputs = { url: "/v2/users", method: "GET", responseType: "json" };
    expect(await act("rawRequest", { ...inputs, timeout: "0" })).toMatchObject({ users: expect.any(Array) });
  });

  it("a file of a raw request that is none", async () => {
    const inputs = { url: "/v2/calls/1/media", method: "PUT", responseType: "json" };
    expect(await refusal("rawRequest", { ...inputs, fileData: [{ key: "mediaFile", value: 5 }] })).toBe(
      "File Data.mediaFile must be a file from an earlier step.",
    );
  });

  it("an origin with a path; a slash at its end does no harm", async () => {
    const settings = (allowedOrigin: string) => ({
      integrationTypeSettings: [{ integrationType: "DIALER", allowedOrigin }],
    });
    const words = await refusal("updateIntegrationSettings", settings("https://northwind.partner.example/dialer"));
    expect(words).toMatch(/^Integration Type Settings\[1\]\.allowedOrigin must be scheme and host alone/);
    expect(await act("updateIntegrationSettings", settings("https://northwind.partner.example/"))).toMatchObject({
      requestId: expect.any(String),
    });
  });

  it("a call that does not exist", async () => {
    expect(await refusal("getCallUsingGet", { callId: "1" })).toMatch(/Call ID 1 was not found/);
  });
});
