import type { Operation } from "#src/operation";
import { operations } from "#src/operations/index";
import { built, connectionTo, harness, quietLogger } from "../../support/component";
import { leastAnswers } from "../../support/forms";
import { useHost } from "../../support/host";
import { hurry } from "../gong/support";

let answer: { status?: number; headers?: Record<string, string>; body: string } = { body: "{}" };
const host = useHost((_request, response) => {
  response.writeHead(answer.status ?? 200, { "Content-Type": "application/json", ...answer.headers });
  response.end(answer.body);
});
beforeEach(() => {
  answer = { body: "{}" };
});

const run = async (key: string, inputs: Record<string, unknown>, context: Record<string, unknown> = {}) => {
  const connection = connectionTo({ url: host.url, accessKey: "KEY-OF-EFFECTS", accessKeySecret: "secret-of-effects" });
  const logger = quietLogger();
  const work = () => harness.action(key, { connection, ...inputs }, { logger, ...context } as never);
  return { ...((await hurry(work)) as { data: unknown }), lines: logger.lines };
};
const simulated = { isSimulatedTestExecution: true };
const answersOf = ({ fields }: Operation) => leastAnswers(fields, () => true);

describe("a simulated execution", () => {
  const all = Object.entries<Operation>(operations);

  it("of a write sends nothing and gives its example", async () => {
    const writes = all.filter(([, { effect }]) => effect === "writes" || effect === "repeatable");
    expect(writes.length).toBeGreaterThan(20);
    for (const [key, operation] of writes) {
      const { data, lines } = await run(key, answersOf(operation), simulated);
      expect([key, data]).toEqual([
        key,
        built.actions[key]?.examplePayload && (built.actions[key].examplePayload as { data: unknown }).data,
      ]);
      expect(lines.join()).toContain("simulated, so nothing was sent");
    }
    expect(host.asked).toEqual([]);
  });

  it("of an AI action is refused", async () => {
    const asking = all.filter(([, { effect }]) => effect === "spendsCredits");
    expect(asking.length).toBeGreaterThan(0);
    for (const [key, operation] of asking)
      await expect(run(key, answersOf(operation), simulated)).rejects.toThrow(/does not run as a sample/);
    expect(host.asked).toEqual([]);
  });

  it("of a read runs", async () => {
    await run("listWorkspaces", {}, simulated);
    expect(host.asked).toHaveLength(1);
  });

  it("of a raw request sends only what changes nothing", async () => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const { data } = await run("rawRequest", { url: "/v2/calls", method }, simulated);
      expect(data).toEqual({ requestId: expect.any(String) });
    }
    expect(host.asked).toEqual([]);
    await run("rawRequest", { url: "/v2/calls", method: "GET" }, simulated);
    expect(host.asked).toHaveLength(1);
  });
});

describe("a raw request", () => {
  it("is repeated by itself after a 500 only where it changes nothing", async () => {
    answer = { status: 500, body: '{"requestId":"r","errors":["x"]}' };
    await run("rawRequest", { url: "/v2/calls", method: "POST" }).catch(() => {});
    expect(host.asked).toHaveLength(1);
    await run("rawRequest", { url: "/v2/calls", method: "GET" }).catch(() => {});
    expect(host.asked).toHaveLength(1 + 5);
  });

  it("waits after 429 as often as its own retries say", async () => {
    answer = { status: 429, body: '{"requestId":"r","errors":["limit"]}', headers: { "Retry-After": "2" } };
    await run("rawRequest", { url: "/v2/calls", method: "POST", maxRetries: "2" }).catch(() => {});
    expect(host.asked).toHaveLength(3);
  });

  it("refuses data beside form data, names with spaces, and times that no timer holds", async () => {
    const post = { url: "/v2/calls", method: "POST" };
    const refused: [Record<string, unknown>, RegExp][] = [
      [{ data: '{"a":1}', formData: [{ key: "b", value: "2" }] }, /exclude each other/],
      [{ headers: [{ key: "X Y", value: "2" }] }, /cannot be sent: X Y/],
      [{ headers: [{ key: "Authorization", value: "2" }] }, /must not hold Authorization/],
      [{ timeout: "2147483648" }, /Timeout/],
      [{ retryDelayMS: "2147483648" }, /Retry Delay/],
    ];
    for (const [inputs, words] of refused)
      await expect(run("rawRequest", { ...post, ...inputs })).rejects.toThrow(words);
    expect(host.asked).toEqual([]);
  });

  it("sends a file as its body, and reads a document as text without secret headers", async () => {
    answer = { body: "<a/>", headers: { "Set-Cookie": "sid=1", "X-Auth-Token": "t", "X-Other": "o" } };
    const inputs = { method: "POST", url: "/v2/x", responseType: "document", includeFullResponse: true };
    const { data } = await run("rawRequest", { ...inputs, data: Buffer.from("bytes") });
    expect(host.asked[0]?.body.toString()).toContain("bytes");
    expect(data).toMatchObject({ statusCode: 200, body: "<a/>", headers: { "x-other": "o" } });
    expect(Object.keys((data as { headers: object }).headers)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/cookie|token/)]),
    );
  });
});

describe("an action", () => {
  it("with Max Records wants Fetch All", async () => {
    await expect(run("listUsers", { maxRecords: "5" })).rejects.toThrow(/Max Records works with Fetch All only/);
    expect(host.asked).toEqual([]);
  });

  it("tells of what Gong left undone, in the log and in its output", async () => {
    const undone = { flowId: "1", crmProspectId: "p", errorCode: "InvalidState", errorMessage: "in the flow already" };
    answer = { body: JSON.stringify({ requestId: "r", prospectsAssigned: [], prospectsNotAssigned: [undone] }) };
    const inputs = answersOf(operations.assignProspectsToFlow as unknown as Operation);
    const { data, lines } = await run("assignProspectsToFlow", inputs);
    expect(data).toMatchObject({ partialFailure: { count: 1, message: expect.any(String) } });
    expect(lines).toContain((data as { partialFailure: { message: string } }).partialFailure.message);
  });
});
