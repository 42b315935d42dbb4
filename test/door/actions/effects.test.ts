import { z } from "zod";
import { recipeToAction, toAction } from "#src/actions/toAction";
import * as field from "#src/form/field";
import type { Operation } from "#src/operation";
import { operations } from "#src/operations/index";
import { recipe } from "#src/recipe";
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

  it("sends fields and files, under the names that are given", async () => {
    const files = { fileData: { one: Buffer.from("1st"), two: { data: "2nd", contentType: "a/b" } } };
    const inputs = { url: "/v2/x", method: "POST", formData: { a: 5 }, ...files };
    await run("rawRequest", { ...inputs, fileDataFileNames: { two: "b.txt" } });
    await run("rawRequest", inputs);
    const bodies = host.asked.map(({ body }) => body.toString());
    expect(bodies[0]).toMatch(
      /name="a"\r\n\r\n5\r\n.*name="one"; filename="one".*\r\n\r\n1st\r\n.*filename="b.txt".*2nd\r\n/s,
    );
    expect(bodies[1]).toContain('name="two"; filename="two"');
    await expect(run("rawRequest", { ...inputs, fileData: { one: 5 } })).rejects.toThrow(
      "File Data.one must be a file from an earlier step.",
    );
  });

  it("sends its query and headers as text, and waits as long as it is told", async () => {
    const inputs = { url: "/v2/x", method: "GET", queryParams: { a: "b c" }, headers: { "X-Count": 5 } };
    await run("rawRequest", { ...inputs, timeout: "0" });
    expect(host.asked[0]).toMatchObject({ url: "/v2/x?a=b%20c", headers: { "x-count": "5" } });
    host.answer = () => {};
    for (const [timeout, words] of [
      ["3000", "(3 seconds)"],
      ["0", "(2 minutes)"],
    ] as const)
      await expect(run("rawRequest", { ...inputs, timeout, maxRetries: "0" })).rejects.toThrow(words);
  });

  it("is repeated after any error when told, after waits that grow when told", async () => {
    answer = { status: 404, body: '{"requestId":"r","errors":["x"]}' };
    const lasting = async (more: Record<string, unknown>) => {
      host.asked = [];
      const times: number[] = [];
      const plain = host.answer;
      host.answer = (...parts) => {
        times.push(Date.now());
        return plain(...parts);
      };
      await run("rawRequest", { url: "/v2/x", method: "POST", maxRetries: "2", retryDelayMS: "8000", ...more }).catch(
        () => {},
      );
      host.answer = plain;
      return times.slice(1).map((time, index) => Math.floor((time - (times[index] ?? 0)) / 4000));
    };
    expect(await lasting({})).toEqual([]);
    expect(await lasting({ retryAllErrors: true })).toEqual([2, 2]);
    expect(await lasting({ retryAllErrors: true, useExponentialBackoff: true })).toEqual([2, 4]);
  });

  it("has a sample", async () => {
    expect(await built.actions.rawRequest?.examplePerform?.({}, {})).toEqual({
      data: { requestId: expect.any(String) },
    });
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
  it("without a connection fails with words, unless it checks connections", async () => {
    const connection = { key: "gongApiKey", configVarKey: "Gong", fields: {} };
    await expect(run("listWorkspaces", { connection })).rejects.toMatchObject({
      name: "ConnectionError",
      message: expect.stringContaining("has no Access Key"),
    });
    expect((await run("checkConnection", { connection })).data).toMatchObject({
      ok: false,
      checks: [{ name: "Connection" }],
    });
    expect(host.asked).toEqual([]);
  });

  it("logs its requests where the platform debugs", async () => {
    const { lines, ...logger } = quietLogger();
    const connection = connectionTo({
      url: host.url,
      accessKey: "KEY-OF-EFFECTS",
      accessKeySecret: "secret-of-effects",
    });
    const { perform } = toAction(operations.listWorkspaces as unknown as Operation);
    const listWith = (enabled: boolean) =>
      hurry(() => perform({ logger, debug: { enabled } } as never, { connection } as never));
    await listWith(true);
    expect(lines).toEqual([expect.stringMatching(/^Gong: GET \/v2\/workspaces 200 in \d+ ms\.$/)]);
    await listWith(false);
    expect(lines).toHaveLength(1);
  });

  it("takes as long as its form allows", async () => {
    const timed = recipe({
      label: "Tell Time",
      description: "Tells what is left.",
      uses: [],
      effect: "reads",
      fields: { timeLimitSeconds: field.optional(field.integer({ label: "Time Limit", comments: "Seconds." })) },
      output: () => z.object({ left: z.number() }),
      example: { left: 1 },
      run: async (_input, { gong }) => ({ left: Math.round(gong.remainingMs / 1000) }),
    });
    const connection = connectionTo({
      url: host.url,
      accessKey: "KEY-OF-EFFECTS",
      accessKeySecret: "secret-of-effects",
    });
    const left = async (answers: object) => {
      const { data } = await recipeToAction(timed).perform(
        { logger: quietLogger() } as never,
        { connection, ...answers } as never,
      );
      return (data as { left: number }).left;
    };
    expect(await left({ timeLimitSeconds: "30" })).toBe(30);
    expect(await left({})).toBeGreaterThan(60);
  });

  it("looks up first what it is about to erase, where that is asked for", async () => {
    const [key, erase] = Object.entries<Operation>(operations).find(([, { lookUpFirst }]) => lookUpFirst) ?? [];
    if (!key || !erase?.lookUpFirst) throw new Error("No operation looks anything up first.");
    const { when, operation } = erase.lookUpFirst;
    answer = { body: JSON.stringify(operation.example) };
    const { data } = await run(key, { ...answersOf(erase), [when]: true });
    expect(data).toMatchObject({ foundBeforehand: operation.example });
    expect(host.asked).toHaveLength(2);
    expect((await run(key, answersOf(erase))).data).not.toHaveProperty("foundBeforehand");
    expect(host.asked).toHaveLength(3);
  });

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
