import { gong } from "#src/gong/index";
import type { Operation } from "#src/operation";
import { operations } from "#src/operations/index";
import { checkLive, type Outcome, RefusedCredentialsError } from "#tools/checkLive/check";
import { plan } from "#tools/checkLive/plan";
import { toDetails, toLine, toReport } from "#tools/checkLive/report";
import { hurry } from "../../door/gong/support";
import { connectionTo, tokenConnectionTo } from "../../support/component";
import { type Sandbox, startSandbox } from "../../support/sandbox";
import { type Changed, startProxy } from "./proxy";

jest.setTimeout(60_000);

let sandbox: Sandbox;

/** The calls of a made-up company move with the day, and what they hold with them. */
beforeAll(async () => {
  jest.spyOn(Date, "now").mockReturnValue(Date.UTC(2026, 10, 20, 12));
  sandbox = await startSandbox({ world: { calls: 120, days: 60 }, limits: false });
});

afterEach(() => sandbox.reset());
afterAll(async () => {
  await sandbox.close();
  jest.restoreAllMocks();
});

const checkWith = (connection: unknown) => hurry(() => checkLive(gong(connection)));

/** Checks a Gong whose answers somebody changes on the way. */
const checkChanged = async (change: (endpoint: string, text: string) => Changed | undefined): Promise<Outcome[]> => {
  const proxy = await startProxy(sandbox.url, change);
  try {
    return await checkWith({
      ...connectionTo(sandbox),
      fields: { ...connectionTo(sandbox).fields, baseUrl: proxy.url },
    });
  } finally {
    await proxy.close();
  }
};

const outcomeOf = (outcomes: readonly Outcome[], action: string): Outcome => {
  const found = outcomes.find((outcome) => outcome.action === action);
  if (!found) throw new Error(`${action} was not checked.`);
  return found;
};

const reading = Object.entries<Operation>(operations).filter(([, { effect }]) => effect === "reads");

describe("the plan", () => {
  it("has every reading operation once, and no other", () => {
    expect(plan.map(({ key }) => key).sort()).toEqual(reading.map(([key]) => key).sort());
  });
});

describe("against a Gong that keeps to the contract", () => {
  it("calls every operation that can be called once, and finds no new field, type or status", async () => {
    const outcomes = await checkWith(tokenConnectionTo(sandbox));
    expect(outcomes.filter(({ result }) => result === "failed" || result === "empty")).toEqual([]);
    expect(outcomes.filter(({ result }) => result === "skipped").map(({ action }) => action)).toEqual([
      "Get CRM Request Status",
      "Get Bulk Assignment",
    ]);
    const kinds = outcomes.flatMap(({ differences }) => differences.map(({ kind }) => kind));
    expect(kinds.filter((kind) => !["null", "missing", "new value"].includes(kind))).toEqual([]);
    expect(sandbox.log.violations()).toEqual([]);
    expect(sandbox.log.entries).toHaveLength(38);
  });

  it("sends only what reads, spends no credits, and changes nothing", async () => {
    await checkWith(tokenConnectionTo(sandbox));
    const readingEndpoints = new Set(reading.map(([, { endpoint }]) => endpoint.replace(/\{\w+\}/g, "{}")));
    const sent = sandbox.log.entries.map(({ operation = "" }) => operation.replace(/\{\w+\}/g, "{}"));
    expect(sent.filter((endpoint) => !readingEndpoints.has(endpoint))).toEqual([]);
    expect(sandbox.world.creditsSpent).toBe(0);
  });

  it("keeps Gong's pace", async () => {
    await checkWith(tokenConnectionTo(sandbox));
    const starts = sandbox.log.entries.map(({ startedAt }) => startedAt);
    const gaps = starts.slice(3).map((start, index) => start - (starts[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
  });
});

describe("planted differences", () => {
  it("are found by path and kind", async () => {
    const outcomes = await checkChanged((endpoint, text) => {
      if (endpoint === "GET /v2/users") return { text: text.replaceAll('"active":', '"shoeSize":44,"active":') };
      if (endpoint === "GET /v2/workspaces") return { text: text.replace(/"name":"[^"]*"/g, '"name":null') };
      if (endpoint === "GET /v2/calls") return { text: text.replace(/"duration":(\d+)/g, '"duration":"$1"') };
      if (endpoint === "GET /v2/call-outcomes") return { status: 203 };
      if (endpoint === "GET /v2/settings/trackers") return { text: text.replaceAll('"keywordTrackers"', '"trackers"') };
      if (endpoint === "GET /v2/settings/scorecards")
        return { status: 418, text: '{"requestId":"r","errors":["Tea."]}' };
      return undefined;
    });
    const differences = (action: string) => {
      const { result, differences: all } = outcomeOf(outcomes, action);
      return { result, differences: all.map(({ path, kind, described, found }) => [path, kind, described, found]) };
    };
    expect(differences("List Users")).toEqual({
      result: "differs",
      differences: [["users[].shoeSize", "new field", "nothing", "a field"]],
    });
    expect(differences("List Workspaces")).toEqual({
      result: "as described",
      differences: [["workspaces[].name", "null", "string", "null"]],
    });
    expect(differences("List Calls").differences).toContainEqual([
      "calls[].duration",
      "other type",
      "integer (int64)",
      "string",
    ]);
    expect(differences("List Call Outcomes")).toMatchObject({
      result: "differs",
      differences: [["(status)", "other status", expect.stringContaining("200"), "203"]],
    });
    expect(differences("List Trackers")).toEqual({
      result: "differs",
      differences: [
        ["keywordTrackers", "missing", "array", "absent"],
        ["trackers", "new field", "nothing", "a field"],
      ],
    });
    expect(differences("List Scorecards").differences).toEqual([
      ["(status)", "other status", expect.stringContaining("200"), "418"],
    ]);
  });
});

describe("what cannot be called", () => {
  it("is skipped for a missing scope, which is named, and the rest goes on", async () => {
    const scopes = ["api:users:read", "api:calls:read:basic", "api:calls:read:extensive"];
    const outcomes = await checkWith(tokenConnectionTo(sandbox, scopes));
    expect(outcomeOf(outcomes, "List Users").result).toBe("as described");
    expect(outcomeOf(outcomes, "List Trackers")).toMatchObject({
      result: "skipped",
      reason: "The connection lacks a scope: api:settings:trackers:read.",
    });
    expect(outcomeOf(outcomes, "List Detailed Calls").result).not.toBe("skipped");
    expect(outcomeOf(outcomes, "Get Permission Profile")).toMatchObject({
      result: "skipped",
      reason: "Nothing to ask for: there is no permission profile.",
    });
  });

  it("is skipped where Gong has nothing to ask for", async () => {
    const bare = await startSandbox({ world: { calls: 0, crmIntegration: false }, limits: false });
    const outcomes = await checkWith(connectionTo(bare));
    await bare.close();
    expect(outcomeOf(outcomes, "List Calls")).toMatchObject({ result: "empty" });
    expect(outcomeOf(outcomes, "Get Call").reason).toBe("Nothing to ask for: there is no call of the last 30 days.");
    expect(outcomeOf(outcomes, "List CRM Schema Fields").reason).toBe(
      "Nothing to ask for: there is no generic CRM integration.",
    );
  });

  it("is told apart: forbidden, refused, failed, without a usable answer", async () => {
    const refuse = (status: number) => ({ status, text: '{"requestId":"r","errors":["Ada Reyes may not."]}' });
    const outcomes = await checkChanged((endpoint) => {
      if (endpoint === "GET /v2/workspaces") return refuse(403);
      if (endpoint === "GET /v2/call-outcomes") return refuse(500);
      if (endpoint === "GET /v2/logs") return refuse(400);
      if (endpoint === "GET /v2/settings/briefs") return { text: "<html>Sign in</html>" };
      return undefined;
    });
    expect(outcomeOf(outcomes, "List Workspaces")).toMatchObject({
      result: "skipped",
      reason: expect.stringContaining("403"),
    });
    expect(outcomeOf(outcomes, "List Call Outcomes")).toMatchObject({
      result: "failed",
      reason: "Gong failed with status 500. Run the check again later.",
    });
    expect(outcomeOf(outcomes, "Get Logs Data by Type and Time Range")).toMatchObject({
      result: "failed",
      reason: "Gong refused the request with status 400.",
    });
    expect(outcomeOf(outcomes, "List Briefs")).toMatchObject({
      result: "failed",
      reason: "No usable answer came.",
    });
    expect(JSON.stringify(outcomes)).not.toContain("Ada Reyes");
  });

  it("ends the check when the day's budget is spent: the rest is skipped without a request", async () => {
    const limited = await startSandbox({ limits: { perDay: 10 } });
    const outcomes = await checkWith(connectionTo(limited));
    const requests = limited.log.entries.length;
    await limited.close();
    expect(outcomes.slice(0, 10).map(({ result }) => result)).not.toContain("skipped");
    expect(new Set(outcomes.slice(11).map(({ reason }) => reason)).size).toBe(1);
    expect(requests).toBe(11);
  });

  it("ends the check when the credentials are refused", async () => {
    const wrong = { ...connectionTo(sandbox).fields, accessKeySecret: "another-secret" };
    await expect(checkWith({ ...connectionTo(sandbox), fields: wrong })).rejects.toThrow(RefusedCredentialsError);
    expect(sandbox.log.entries).toHaveLength(1);
  });
});

/** Everything that Gong says in these answers: text and long numbers, not the names of fields. */
const contentOf = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  if (typeof value === "number" || typeof value === "bigint") return String(value).length > 4 ? [String(value)] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(contentOf);
};

it("tells nothing of what Gong holds: no id, name, address, title, secret or host", async () => {
  const answers: unknown[] = [];
  const proxy = await startProxy(sandbox.url, (_endpoint, text) => {
    answers.push(JSON.parse(text));
    const withField = text.replaceAll('"requestId":', '"newField":"Contoso Farms","requestId":');
    return { text: withField.replaceAll('"External"', '"Contoso Farms"') };
  });
  const connection = connectionTo(sandbox);
  const client = gong({ ...connection, fields: { ...connection.fields, baseUrl: proxy.url } });
  const outcomes = await hurry(() => checkLive(client));
  await proxy.close();
  const report = toReport(outcomes, { version: "0.1.0", signIn: "access key", requests: 38 }, Date.now());
  const shared = [JSON.stringify(report), ...outcomes.map(toLine), ...toDetails(outcomes)].join("\n");
  expect(outcomes.filter(({ result }) => result === "differs").length).toBeGreaterThan(30);

  const telling = answers.flatMap(contentOf).filter((text) => text.length > 5 && /[@\d\s]/.test(text));
  expect(telling.length).toBeGreaterThan(1000);
  expect(telling.filter((text) => shared.includes(text))).toEqual([]);
  const people = sandbox.world.users.map((user) => sandbox.world.fullName(user));
  const secrets = [sandbox.accessKey, sandbox.accessKeySecret, new URL(proxy.url).host, "Contoso Farms"];
  expect([...people, ...secrets].filter((text) => shared.includes(text))).toEqual([]);
});
