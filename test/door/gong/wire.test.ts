import { ConnectionError } from "@prismatic-io/spectral";
import { z } from "zod";
import * as field from "#src/form/field";
import {
  GongBusyError,
  GongError,
  gong,
  InputError,
  MissingScopeError,
  NotAnsweredError,
  redact,
  registerSecret,
  toActionableError,
} from "#src/gong/index";
import { type Effect, operation, type RequestParts } from "#src/operation";
import { WebhookRefusedError } from "#src/triggers/webhook/signature";
import { useHost } from "../../support/host";
import { knowLocalNamesOnly } from "../../support/names";
import { startSandbox } from "../../support/sandbox";
import { hurry } from "./support";

const secrets = ["ACCESSKEY0815", "very-SECRET-4711", Buffer.from("ACCESSKEY0815:very-SECRET-4711").toString("base64")];

type Reply = readonly [number, unknown?, Record<string, string>?];

let replies: Reply[] = [];

const host = useHost((_request, response) => {
  const [status, body = {}, extra = {}] = (replies.length > 1 ? replies.shift() : replies[0]) ?? [200];
  const isRaw = typeof body === "string" || Buffer.isBuffer(body);
  response.writeHead(status, { "Content-Type": "application/json", ...extra });
  response.end(isRaw ? body : JSON.stringify(body));
});
const { answer: reply } = host;
beforeEach(() => {
  replies = [[200]];
});

const connection = () => ({
  key: "gongApiKey",
  configVarKey: "Gong",
  fields: { baseUrl: host.url, accessKey: secrets[0], accessKeySecret: secrets[1] },
});

const make = (
  endpoint: `${"GET" | "POST" | "PUT" | "DELETE"} /v2/${string}`,
  {
    effect = "reads",
    request,
    list,
  }: { effect?: Effect; request?: () => RequestParts; list?: "noCalls" | "gongError" } = {},
) =>
  operation({
    label: "Do It",
    description: "Does it.",
    endpoint,
    scopes: ["api:calls:create"],
    effect,
    fields: { callId: field.optional(field.text({ label: "Call ID", comments: "The call." })) },
    request,
    response: () => z.looseObject({}),
    list: list && { key: "calls", cursor: "query", empty: list },
    example: {},
  });

const failureOf = async (work: Promise<unknown>): Promise<Error> => {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error("It did not fail.");
};
const run = (...parameters: Parameters<typeof make>) => hurry(() => gong(connection()).run(make(...parameters), {}));
const expectNoSecret = (text: string) => {
  for (const secret of secrets) expect(text).not.toContain(secret);
};
const everythingOf = (fault: unknown) =>
  `${JSON.stringify(fault)} ${String(fault)} ${(fault as Error).stack} ${JSON.stringify({ ...(fault as object) })}`;

describe("on the wire", () => {
  it.each(["GET /v2/crm/entities", "DELETE /v2/meetings/1", "POST /v2/calls", "PUT /v2/calls/1"] as const)(
    "%s can have a body",
    async (endpoint) => {
      await run(endpoint, { request: () => ({ body: ["1", "2"] }) });
      expect(host.asked[0]?.body.toString()).toBe('["1","2"]');
      expect(host.asked[0]?.headers).toMatchObject({ "content-type": "application/json", "content-length": "9" });
      expect(host.asked[0]?.headers.authorization).toBe(`Basic ${secrets[2]}`);
    },
  );

  it("opens a new line for each write, which is never repeated", async () => {
    const lines: unknown[] = [];
    host.answer = (request, response, body) => {
      lines.push(request.socket.remotePort);
      return reply(request, response, body);
    };
    for (const effect of ["reads", "writes", "writes"] as const) await run("POST /v2/calls", { effect });
    expect(new Set(lines).size).toBe(3);
  });

  it("has no body where none is meant", async () => {
    await run("GET /v2/users");
    expect(host.asked[0]?.headers).not.toHaveProperty("content-type");
    expect(host.asked[0]?.body).toHaveLength(0);
  });

  it("D26: sends the digits of long numbers", async () => {
    const digits = { id: 6286478263646001879n, when: new Date(0), none: undefined };
    const expected = '{"id":6286478263646001879,"when":"1970-01-01T00:00:00.000Z"}';
    await run("POST /v2/calls", { request: () => ({ body: digits, query: { digits } }) });
    await hurry(() => gong(connection()).raw({ method: "POST", url: "/v2/calls", body: digits }));
    await hurry(() => gong(connection()).raw({ method: "POST", url: "/v2/calls", formData: { digits } }));
    expect(host.asked[0]?.url).toBe(`/v2/calls?digits=${encodeURIComponent(expected)}`);
    expect(host.asked.slice(0, 2).map(({ body }) => body.toString())).toEqual([expected, expected]);
    expect(host.asked[2]?.body.toString()).toContain(expected);
  });

  it("D26: keeps the digits of long numbers", async () => {
    replies = [[200, '{"integrationId":6286478263646001879}']];
    expect(await run("GET /v2/crm/integrations")).toEqual({ integrationId: "6286478263646001879" });
  });
});

describe("faults", () => {
  it.each([429, 500, 502, 503, 504])("a read is repeated after %i, a write only after 429", async (status) => {
    replies = [
      [status, { requestId: "r", errors: ["x"] }],
      [200, { ok: true }],
    ];
    expect(await run("POST /v2/calls/extensive")).toEqual({ ok: true });
    host.asked = [];
    replies = [
      [status, { requestId: "r", errors: ["x"] }],
      [200, { ok: true }],
    ];
    const write = run("POST /v2/calls", { effect: "writes" });
    if (status === 429) expect(await write).toEqual({ ok: true });
    else expect((await failureOf(write)).message).toMatch(/look in Gong whether the change was made/);
    expect(host.asked).toHaveLength(status === 429 ? 2 : 1);
  });

  it.each<[string, Reply, number]>([
    ["500", [500, { requestId: "r", errors: ["x"] }], 5],
    ["503", [503, { requestId: "r", errors: ["x"] }], 9],
    ["HTML", [200, "<html>"], 4],
    ["cut JSON", [200, '{"calls":['], 4],
  ])("a read that always meets %s is given up after so many requests", async (_what, reply, requests) => {
    replies = [reply];
    await failureOf(run("GET /v2/users"));
    expect(host.asked).toHaveLength(requests);
  });

  it.each([429, 500])("AI is never asked twice after %i", async (status) => {
    replies = [[status, { requestId: "r", errors: ["x"] }]];
    const fault = await failureOf(run("GET /v2/entities/ask-entity", { effect: "spendsCredits" }));
    expect(fault.name).toBe(status === 429 ? "GongBusyError" : "GongError");
    expect(host.asked).toHaveLength(1);
  });

  it("a certificate that is not trusted ends the work at once", async () => {
    const sandbox = await startSandbox({ https: true });
    const lines: string[] = [];
    const logger = { debug: (line: string) => void lines.push(line), info: () => {}, warn: () => {} };
    const unsure = { ...connection(), fields: { ...connection().fields, baseUrl: sandbox.url } };
    const step = { logger, debug: { enabled: true } };
    const fault = await failureOf(hurry(() => gong(unsure, step).run(make("GET /v2/users"), {})));
    await sandbox.close();
    expect(fault.message).toMatch(/certificate|CERT/);
    expect(lines).toEqual([expect.stringMatching(/CERT.* in \d+ ms/)]);
  });

  it("waits as long as Gong asks, and stops at once when that does not fit", async () => {
    replies = [[429, {}, { "Retry-After": "40" }], [200]];
    let waited = 0;
    await hurry(async () => {
      const began = Date.now();
      await gong(connection()).run(make("GET /v2/users"), {});
      waited = Date.now() - began;
    });
    expect(waited).toBeGreaterThanOrEqual(40_000);
    replies = [[429, { requestId: "r", errors: ["limit"] }, { "Retry-After": "18000" }]];
    const fault = await failureOf(run("GET /v2/users"));
    expect(fault).toBeInstanceOf(GongBusyError);
    expect(fault.message).toMatch(/Gong asks to wait 60 minutes\. Run this again later\./);
    replies = [[200]];
    await hurry(() => gong(connection()).run(make("GET /v2/users"), {}), 3_600_000);
  });

  it("D28: HTML and nothing with status 200 are named", async () => {
    replies = [[200, "<!DOCTYPE html><p>Sign in</p>", { "Content-Type": "text/html" }]];
    const page = await failureOf(run("GET /v2/users"));
    expect(page).toBeInstanceOf(NotAnsweredError);
    expect(page.message).toMatch(/HTML page where data is due.*Base URL/);
    replies = [[200, ""]];
    expect((await failureOf(run("POST /v2/calls", { effect: "writes" }))).message).toMatch(/empty body.*Look in Gong/);
  });

  it("a broken line says what may have happened: nothing for a read, perhaps everything for a write", async () => {
    host.answer = (_request, response) => void response.destroy();
    const messageOf = async (effect: Effect) => (await failureOf(run("POST /v2/calls", { effect }))).message;
    expect(await messageOf("reads")).toMatch(/Nothing was changed; run it again later\.$/);
    expect(await messageOf("writes")).toMatch(/carried it out all the same: look in Gong before running it again\.$/);
    expect(await messageOf("spendsCredits")).toMatch(/all the same and charged credits for it: look in Gong/);
  });

  it.each([
    [503, 400, "A call with clientUniqueId 'pbx-1' has already been posted for the call 7", true],
    [502, 409, "accounts-1 was used before", true],
    [429, 409, "accounts-1 was used before", false],
    [503, 400, "parties: must not be null", false],
  ])("a refusal after %i that may be of the first attempt says so: %i %s", async (first, then, words, isTwin) => {
    replies = [
      [first, { requestId: "r", errors: ["x"] }],
      [then, { requestId: "r", errors: [words] }],
    ];
    const { message } = await failureOf(run("POST /v2/calls", { effect: "repeatable" }));
    expect(message).toContain(words);
    expect(/It was sent before, without a good answer, .* look there\./.test(message)).toBe(isTwin);
  });

  it("a missing scope that Gong does not name is the one of the operation", async () => {
    replies = [[401, { requestId: "r", errors: ["Insufficient permissions"] }]];
    expect((await failureOf(run("GET /v2/users"))).message).toContain("The scope api:calls:create is missing.");
    replies = [[401, { requestId: "r", errors: ["Missing scope api:users:read"] }]];
    expect((await failureOf(run("GET /v2/users"))).message).toContain(
      "The scope api:users:read is missing. This action needs api:calls:create as well.",
    );
  });

  it("Gong's own advice goes first where it gives some", async () => {
    const advice = { userFacingError: "Buy more credits.", helpUrl: "https://help.example/credits", fixUrl: null };
    replies = [[402, { requestId: "r", errors: ["No credits"], ...advice }]];
    expect((await failureOf(run("GET /v2/users"))).message).toContain(
      "No credits. Buy more credits. https://help.example/credits. (Gong request r)",
    );
  });

  it("a bare value where an object is due is named", async () => {
    replies = [[200, "null"]];
    expect((await failureOf(run("GET /v2/users"))).message).toMatch(/bare value where an object is due/);
  });

  it("D29: a redirect is not followed, and names the right base URL", async () => {
    replies = [[302, "", { Location: "https://us-12345.api.gong.io/v2/users" }]];
    const fault = await failureOf(run("GET /v2/users"));
    expect(host.asked).toHaveLength(1);
    expect(fault).toBeInstanceOf(ConnectionError);
    expect(fault.message).toMatch(/right base URL is https:\/\/us-12345\.api\.gong\.io: put it into the Base URL/);
  });

  it("an answer of 300 is no good one", async () => {
    replies = [[300, { ok: true }]];
    expect((await failureOf(run("GET /v2/users"))).message).toMatch(/redirects GET/);
    replies = [[299, { ok: true }]];
    expect(await run("GET /v2/users")).toEqual({ ok: true });
  });

  it.each(["https://app.gong.io/signin", "https://login.northwind.example/saml?to=/v2/users", "/login", "nowhere"])(
    "D29: a redirect to %s names no base URL, since the credentials do not belong there",
    async (Location) => {
      replies = [[302, "", { Location }]];
      const fault = await failureOf(run("GET /v2/users"));
      expect(fault).not.toBeInstanceOf(ConnectionError);
      expect(fault).not.toHaveProperty("facts.address");
      expect(fault.message).toMatch(/redirects GET .* Check that the Base URL/);
    },
  );

  it("an unknown host fails soon, with words", async () => {
    const lost = { ...connection(), fields: { ...connection().fields, baseUrl: "https://gong.invalid" } };
    const allowed = process.env.GONG_ALLOWED_HOSTS;
    process.env.GONG_ALLOWED_HOSTS = `${allowed},gong.invalid`;
    const lookup = knowLocalNamesOnly();
    const fault = await failureOf(hurry(() => gong(lost).run(make("GET /v2/users"), {})));
    lookup.mockRestore();
    process.env.GONG_ALLOWED_HOSTS = allowed;
    expect(fault.message).toMatch(/could not be looked up|does not exist/);
  });

  it("waits for an answer that takes its time, also shortly before the end of the run", async () => {
    let delaysMs: number[] = [];
    host.answer = async (_request, response) => {
      for (const delayMs of delaysMs) {
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        response.write(" ");
      }
      response.end("{}");
    };
    for (const [budgetMs, ...delays] of [
      [600_000, 110_000],
      [1000, 4000],
      [600_000, 30_000, 40_000, 40_000],
    ] as const) {
      delaysMs = [...delays];
      const ask = () => gong(connection(), undefined, { budgetMs }).run(make("GET /v2/users"), {});
      expect(await hurry(ask)).toEqual({});
    }
    expect(host.asked).toHaveLength(3);
  });

  it("ends an answer that falls silent", async () => {
    host.answer = (_request, response) => void response.writeHead(200, { "Content-Length": "500" }).write("{");
    const raw = { method: "GET", url: "/v2/users", timeoutMs: 400_000, retries: { max: 0 } };
    let lastedMs = 0;
    const silent = await failureOf(
      hurry(async () => {
        const began = Date.now();
        await gong(connection())
          .raw(raw)
          .finally(() => {
            lastedMs = Date.now() - began;
          });
      }),
    );
    expect(silent.message).toMatch(/no answer came in time \(60 seconds\)/);
    expect(lastedMs).toBeLessThan(70_000);
  });

  it("ends an answer of more than 100 MB", async () => {
    const large = Buffer.alloc(101 * 1024 ** 2, 32);
    host.answer = (_request, response) => void response.end(large);
    // In real time, since its way takes some; an account of its own, since the time of the other has flown ahead.
    const fresh = { ...connection(), fields: { ...connection().fields, accessKey: "ACCESSKEYOFNOW" } };
    const fault = await failureOf(gong(fresh).run(make("GET /v2/users"), {}));
    expect(fault.message).toMatch(/more than 100 MB.*Ask for fewer records/);
  });

  it("refuses an answer that has too many records, or is nested too deep", async () => {
    replies = [[200, `{"calls":[${"{},".repeat(199_999)}{}]}`]];
    expect((await failureOf(run("GET /v2/calls", { list: "noCalls" }))).message).toMatch(
      /answered with 200,000 records/,
    );
    replies = [[200, `{"calls":${"[".repeat(100_000)}${"]".repeat(100_000)}}`]];
    expect((await failureOf(run("GET /v2/calls"))).message).toMatch(/nested too deep/);
  });

  it("believes a Retry-After for an hour, then one request tries", async () => {
    const slow = { ...connection(), fields: { ...connection().fields, accessKey: "ACCESSKEYOFTENYEARS" } };
    replies = [
      [429, { requestId: "r", errors: ["limit"] }, { "Retry-After": "315360000" }],
      [200, { ok: true }],
    ];
    const ask = (pauseMs?: number) => hurry(() => gong(slow).run(make("GET /v2/users"), {}), pauseMs);
    expect(await failureOf(ask())).toBeInstanceOf(GongBusyError);
    expect(await failureOf(ask())).toBeInstanceOf(GongBusyError);
    expect(host.asked).toHaveLength(1);
    expect(await ask(3_600_000)).toEqual({ ok: true });
  });

  it("only Gong's own text is an empty list", async () => {
    replies = [[404, { requestId: "r", errors: [" No calls found corresponding to the provided filters. "] }]];
    const records = { totalRecords: 0, currentPageSize: 0, currentPageNumber: 0 };
    expect(await run("GET /v2/calls", { list: "noCalls" })).toEqual({ requestId: "r", calls: [], records });
    replies = [[404, { requestId: "r", errors: ["Workspace not found"] }]];
    expect(await failureOf(run("GET /v2/calls", { list: "noCalls" }))).toBeInstanceOf(GongError);
    expect(await run("GET /v2/calls", { list: "gongError" })).toMatchObject({ calls: [] });
    replies = [[404, "<html>nginx</html>"]];
    expect(await failureOf(run("GET /v2/calls", { list: "gongError" }))).toBeInstanceOf(GongError);
  });

  it("50,000 records may come at once, and no more", async () => {
    const answerWith = (count: number) =>
      [200, { requestId: "r", calls: Array.from({ length: count }, () => ({})) }] as const;
    replies = [[...answerWith(50_000)]];
    expect((await run("GET /v2/calls", { list: "noCalls" })).calls).toHaveLength(50_000);
    replies = [[...answerWith(50_001)]];
    expect((await failureOf(run("GET /v2/calls", { list: "noCalls" }))).message).toMatch(/50,001 records at once/);
  });
});

describe("errors", () => {
  it.each<[number, string, RegExp, new (...parameters: never[]) => Error]>([
    [
      400,
      "parties: must not be null",
      /parties: must not be null\. Correct the named input\. \(Gong request req1\)/,
      GongError,
    ],
    [400, "Bad request", /Bad request\. Gong does not say what is wrong/, GongError],
    [400, "Some calls not found", /Some calls not found\. Check the ids/, GongError],
    [401, "Bad key", /Check both parts of the access key.*and the Base URL.*five minutes/, ConnectionError],
    [401, "The token has been revoked", /regional API address/, ConnectionError],
    [
      401,
      "You don't have permission to use 'api:calls:create' in your app.",
      /scope api:calls:create is missing\. An administrator adds it to the access key/,
      MissingScopeError,
    ],
    [402, "x", /AI credits/, GongError],
    [403, "x", /trusted IP/, GongError],
    [404, "Call ID 1 was not found", /Check the ids/, GongError],
    [409, "x", /POST \/v2\/calls: x\. \(Gong request req1\)$/, GongError],
    [409, "", /already has this/, GongError],
    [413, "x", /too large/, GongError],
    [415, "x", /content/, GongError],
    [422, "x", /correct the values/, GongError],
  ])(
    "D27: say what, where, Gong's words, request id and what to do after %i %s",
    async (status, words, message, kind) => {
      replies = [[status, { requestId: "req1", errors: [words] }]];
      const fault = await failureOf(run("POST /v2/calls", { effect: "writes" }));
      expect(fault).toBeInstanceOf(kind);
      expect(fault.message).toMatch(message);
      expect(fault.message).toMatch(new RegExp(`^Do It: Gong answered ${status} to POST /v2/calls`));
      expect(fault.message).not.toMatch(/status code/i);
      const plain = JSON.parse(JSON.stringify(fault));
      expect(plain).toMatchObject({ message: fault.message, status, requestId: "req1", gongErrors: [words] });
      expectNoSecret(everythingOf(fault));
    },
  );

  it("tell several sentences of Gong's apart, and leave empty help links out", async () => {
    replies = [
      [409, { requestId: "req1", errors: ["No host", "No time."], userFacingError: "", fixUrl: " ", helpUrl: "" }],
    ];
    const fault = await failureOf(run("POST /v2/meetings", { effect: "writes" }));
    expect(fault.message).toBe("Do It: Gong answered 409 to POST /v2/meetings: No host; No time. (Gong request req1)");
  });

  it("explain a missing scope to whoever uses OAuth", async () => {
    replies = [
      [401, { requestId: "req1", errors: ["You don't have permission to use 'api:calls:create' in your app."] }],
    ];
    const token = { access_token: "token-of-oauth-4711", api_base_url_for_customer: host.url };
    const oauth = { key: "oauth2", configVarKey: "Gong", fields: {}, token };
    const fault = await failureOf(hurry(() => gong(oauth).run(make("POST /v2/calls"), {})));
    expect(fault.message).toMatch(/ticks it in the integration.*Scopes of the connection/);
  });

  it("name the step beside the operation, and the path that Gong does not have", async () => {
    replies = [[404, { requestId: "r", errors: ["x"] }]];
    const named = await failureOf(hurry(() => gong(connection(), { name: "Get All" }).run(make("GET /v2/users"), {})));
    expect(named.message).toMatch(/^Get All, Do It: Gong answered 404/);
    const raw = await failureOf(hurry(() => gong(connection()).raw({ method: "GET", url: "/users" })));
    expect(raw.message).toMatch(/Paths of Gong's API begin with \/v2: try \/v2\/users\./);
  });

  it("pass the hook unchanged, however often", () => {
    const refused = new WebhookRefusedError("url", "it was signed for another address.");
    const ours = [
      new InputError(["A is required."]),
      new GongError("No."),
      refused,
      toActionableError(new TypeError("x")),
    ];
    for (const fault of ours) {
      expect(toActionableError(toActionableError(fault))).toBe(fault);
      expect(JSON.parse(JSON.stringify(fault))).toMatchObject({ name: fault.name, message: fault.message });
    }
    expect(JSON.parse(JSON.stringify(refused))).toHaveProperty("check", "url");
  });

  it("become errors whatever was thrown, without secrets", () => {
    registerSecret("webhook-secret-99");
    const config = { headers: { Authorization: `Basic ${secrets[2]}` } };
    const thrown: unknown[] = [
      Object.assign(new Error(`Basic ${secrets[2]} failed`), { isAxiosError: true, code: "ECONNRESET", config }),
      Object.assign(new Error("webhook-secret-99"), { config }),
      new ConnectionError({ ...connection() } as never, "Broken."),
      { message: `Bearer abcdefghijklmnop`, data: config },
      "webhook-secret-99",
      { accessKeySecret: "whatever" },
      { digits: 6286478263646001879n },
      undefined,
      null,
    ];
    for (const each of thrown) {
      const fault = toActionableError(each);
      expect(fault).toBeInstanceOf(Error);
      expect(fault.message).not.toBe("");
      expect(JSON.parse(JSON.stringify(fault))).toHaveProperty("message", fault.message);
      expectNoSecret(everythingOf(fault));
      expect(everythingOf(fault)).not.toMatch(/webhook-secret-99|abcdefghijklmnop|whatever/);
      expect(toActionableError(fault)).toBe(fault);
    }
    expect(toActionableError(thrown[2])).toBeInstanceOf(ConnectionError);
  });
});

describe("the time of a run", () => {
  const within = (budgetMs: number, account = connection()) => gong(account, undefined, { budgetMs });
  const slow = () => ({ ...connection(), fields: { ...connection().fields, accessKey: "ACCESSKEYOFTIMES" } });

  it("is told as what is left of it", async () => {
    const client = within(60_000);
    const left = await hurry(async () => {
      const fresh = within(60_000).remainingMs;
      await new Promise((resolve) => setTimeout(resolve, 20_000));
      return fresh;
    });
    expect(left).toBe(60_000);
    expect(client.remainingMs).toBeGreaterThan(50_000);
    expect(within(-1).remainingMs).toBe(0);
  });

  it("marks an error of which only time is the cause", async () => {
    replies = [[503, { requestId: "r", errors: ["x"] }]];
    const ask = () => hurry(() => within(3000).run(make("GET /v2/users"), {}));
    expect(await failureOf(ask())).toMatchObject({ name: "GongBusyError", facts: { status: 503 } });
    replies = [[200, "{"]];
    expect(await failureOf(ask())).toMatchObject({ name: "NotAnsweredError", facts: { outOfTime: true } });
    host.answer = (_request, response) => void response.destroy();
    expect(await failureOf(ask())).toMatchObject({
      name: "NotAnsweredError",
      facts: { outOfTime: true, mayHaveHappened: false },
    });
    expect(await failureOf(run("GET /v2/users"))).not.toHaveProperty("facts.outOfTime");
    expect(await failureOf(run("POST /v2/calls", { effect: "writes" }))).toMatchObject({
      facts: { mayHaveHappened: true },
    });
  });

  it("is used up where a turn would come after its end", async () => {
    const account = { ...connection(), fields: { ...connection().fields, accessKey: "ACCESSKEYOFTURNS" } };
    const ask = () => within(500, account).run(make("GET /v2/users"), {});
    const fault = await failureOf(hurry(() => Promise.all([ask(), ask(), ask(), ask()])));
    expect(fault.message).toMatch(/was not sent: the time for this run is used up\. Run it again later/);
    expect(fault).toBeInstanceOf(GongBusyError);
    expect(fault).not.toHaveProperty("facts.retryAfterSeconds");
    expect(host.asked).toHaveLength(3);
  });

  it("says how long Gong asks to wait where nothing is sent for that", async () => {
    replies = [[429, { requestId: "r", errors: ["limit"] }, { "Retry-After": "600" }], [200]];
    await failureOf(hurry(() => within(3000, slow()).run(make("GET /v2/users"), {})));
    const fault = await failureOf(hurry(() => within(3000, slow()).run(make("GET /v2/users"), {}), 60_000));
    expect(fault.message).toMatch(
      /was not sent: Gong's limits are used up, and Gong asks to wait (9|10) minutes\. Run/,
    );
    expect(fault).toMatchObject({ name: "GongBusyError", facts: { retryAfterSeconds: expect.any(Number) } });
    const { retryAfterSeconds } = (fault as GongError).facts;
    expect(retryAfterSeconds).toBeGreaterThan(500);
    expect(retryAfterSeconds).toBeLessThan(545);
    expect(host.asked).toHaveLength(1);
  });
});

describe("secrets", () => {
  it("never reach the log", async () => {
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);
    const logger = { debug: write, info: write, warn: write };
    replies = [
      [500, { errors: [`Basic ${secrets[2]}`] }],
      [200, {}],
    ];
    await hurry(() =>
      gong(connection(), { logger, debug: { enabled: true } }).run(make("GET /v2/users/{callId}"), {
        callId: secrets[1],
      }),
    );
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join("\n")).toMatch(/GET \/v2\/users\/\[redacted\] 500/);
    expectNoSecret(lines.join("\n"));
    lines.length = 0;
    replies = [[500], [200, {}]];
    await hurry(() => gong(connection(), { logger }).run(make("GET /v2/users"), {}));
    expect(lines).toEqual(["Gong: GET /v2/users failed (500); trying again in 1 s."]);
  });

  it.each([
    ["https://media.example/a.mp3?X-Amz-Signature=abc&X-Amz-Date=1", "https://media.example/a.mp3?[redacted]"],
    ["see https://media.example/a?token=abc, thanks", "see https://media.example/a?[redacted] thanks"],
    ["https://user:word@media.example/a", "https://media.example/a"],
    ["https://api.gong.io/v2/calls?workspaceId=1", "https://api.gong.io/v2/calls?workspaceId=1"],
    ["GET /v2/users?a=1&signature=abc&b=2", "GET /v2/users?a=1&signature=[redacted]&b=2"],
    ["Authorization: Basic QUJDREVGR0g=", "Authorization: Basic [redacted]"],
    ['{"access_token":"abc","x":1}', '{"access_token":"[redacted]","x":1}'],
    ["eyJhbGciOiJIUzI1NiJ9.eyJwYWdlIjoxfQ.c2ln", "[redacted]"],
  ])("are cut out of %j", (text, expected) => {
    expect(redact(text)).not.toMatch(/abc|word@|QUJD/);
    expect(redact(text)).toBe(expected);
    expect(redact(redact(text))).toBe(redact(text));
  });
});

describe("a raw request", () => {
  const raw = (request: Partial<Parameters<ReturnType<typeof gong>["raw"]>[0]>) =>
    hurry(() => gong(connection()).raw({ method: "GET", url: "/v2/users", ...request }));

  it("sends JSON by default and gives status, headers and body", async () => {
    replies = [[201, '{"id":9007199254740993}', { "Set-Cookie": "session=abc", "X-Traceid": "t1" }]];
    const answer = await raw({ method: "post", url: "v2/calls?a=1", query: { b: "x y" }, body: { c: 1 } });
    expect(host.asked[0]).toMatchObject({ method: "POST", url: "/v2/calls?a=1&b=x%20y" });
    expect(host.asked[0]?.headers["content-type"]).toBe("application/json");
    expect(host.asked[0]?.body.toString()).toBe('{"c":1}');
    expect(answer).toMatchObject({ statusCode: 201, body: { id: "9007199254740993" } });
    expect(answer.headers).toMatchObject({ "x-traceid": "t1" });
    expect(answer.headers).not.toHaveProperty("set-cookie");
  });

  it.each([
    "https://evil.example/v2/users",
    "//evil.example/v2/users",
    "\\\\evil.example/v2",
    "https://127.0.0.1.evil.example/v2",
    "http://user@127.0.0.1/v2",
    "http://127.0.0.1:1/v2/users",
    "javascript:alert(1)",
  ])("never goes to %s", async (url) => {
    const fault = await failureOf(raw({ url }));
    expect(fault).toBeInstanceOf(InputError);
    expect(host.asked).toHaveLength(0);
  });

  it("may name its own host, and stays there whatever the path", async () => {
    await raw({ url: `${host.url}/v2/users` });
    await raw({ url: "/../../@evil.example/x" });
    expect(host.asked.map(({ url }) => url)).toEqual(["/v2/users", "/@evil.example/x"]);
  });

  it("does not let the caller replace the credentials", async () => {
    expect(await failureOf(raw({ headers: { authorization: "Basic x" } }))).toBeInstanceOf(InputError);
    expect(await failureOf(raw({ headers: { "X-A": "b\r\nAuthorization: c" } }))).toBeInstanceOf(InputError);
    expect(host.asked).toHaveLength(0);
  });

  it("sends headers without the spaces around them, which hide none of its own", async () => {
    await raw({ headers: { " X-Note ": "\tfirst, second  " } });
    expect(host.asked[0]?.headers["x-note"]).toBe("first, second");
    const refusals = [
      [{ " Authorization ": "Basic x" }, "Headers must not hold"],
      [{ "X Note": "a" }, "cannot be sent: X Note"],
      [{ "X-Note": "caf\u00e9 \u2713" }, "cannot be sent: X-Note"],
    ] as const;
    for (const [headers, words] of refusals)
      expect((await failureOf(raw({ headers: { ...headers } }))).message).toContain(words);
    expect(host.asked).toHaveLength(1);
  });

  it("gives bytes and text when asked, and names HTML", async () => {
    replies = [[200, Buffer.from([0, 255, 1])]];
    expect((await raw({ responseType: "arraybuffer" })).body).toEqual(Buffer.from([0, 255, 1]));
    replies = [[200, "[1]"]];
    expect((await raw({ responseType: "text" })).body).toBe("[1]");
    replies = [[200, "fine", { "Content-Type": "text/plain" }]];
    expect((await raw({})).body).toBe("fine");
    replies = [[200, "<html>", { "Content-Type": "text/html" }]];
    expect(await failureOf(raw({}))).toBeInstanceOf(NotAnsweredError);
  });

  it("takes empty data for no body, also beside form data", async () => {
    for (const body of ["", null]) {
      await raw({ method: "POST", body });
      await raw({ method: "POST", body, formData: { a: "1" } });
    }
    expect(host.asked.map(({ body }) => body.toString().slice(0, 6))).toEqual(["", "------", "", "------"]);
    await raw({ method: "POST", body: 0 });
    expect(host.asked.at(-1)?.body.toString()).toBe("0");
    await raw({ method: "POST", body: Buffer.from([0, 255]) });
    expect(host.asked.at(-1)).toMatchObject({ body: Buffer.from([0, 255]) });
    expect(host.asked.at(-1)?.headers).toMatchObject({ "content-type": "application/octet-stream" });
    expect((await failureOf(raw({ method: "POST", body: false, formData: { a: "1" } }))).message).toMatch(/exclude/);
  });

  it("sends fields and files as multipart", async () => {
    await raw({
      method: "PUT",
      formData: { a: "1" },
      files: [{ part: "mediaFile", fileName: 'a".wav', content: Buffer.from("RIFF") }],
    });
    const body = host.asked[0]?.body.toString() ?? "";
    expect(host.asked[0]?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(host.asked[0]?.headers["content-length"]).toBe(String(body.length));
    expect(body).toMatch(/name="a"\r\n\r\n1\r\n--.*name="mediaFile"; filename="a%22\.wav"/s);
    expect(body).toContain("\r\nContent-Type: application/octet-stream\r\n\r\nRIFF");
  });

  it("follows its own retries and timeout", async () => {
    replies = [[500], [500], [200, { ok: 1 }]];
    const retries = { max: 2, delayMs: 10, onAllErrors: true };
    expect((await raw({ method: "POST", retries })).body).toEqual({ ok: 1 });
    host.asked = [];
    replies = [[500]];
    await failureOf(raw({ retries: { max: 0 } }));
    expect(host.asked).toHaveLength(1);
    host.asked = [];
    replies = [[429, { requestId: "r", errors: ["limit"] }]];
    expect(await failureOf(raw({ method: "POST", retries: { max: 1, delayMs: 10 } }))).toBeInstanceOf(GongBusyError);
    expect(host.asked).toHaveLength(2);
  });
});
