import type { IncomingMessage } from "node:http";
import { inspect } from "node:util";
import { createHarness } from "@prismatic-io/spectral/dist/testing";
import { type FaultKind, type Sandbox, startSandbox } from "#sandbox/index";
import source from "#src/index";
import { useHost } from "../support/host";
import { knowLocalNamesOnly } from "../support/names";
import { hurry } from "./gong/support";
import type { Part } from "./oddAnswers";

/**
 * Secrets are planted wherever one can be: in connections, inputs, addresses, and in the answers of a host that repeats
 * whatever it was told. Then everything that comes out is searched.
 */

type Component = typeof source;
const published = (require("../../dist/index.js") as { default: Component }).default;

const planted = {
  accessKey: "PLANTEDKEY4711",
  accessKeySecret: 'planted "secret" /+& of key',
  accessToken: "planted-access-token.0815",
  refreshToken: "planted-refresh-token",
  clientSecret: "planted-client-secret",
  urlSecret: "planted-url-secret",
  signature: "planted0signature",
  cookie: "planted-cookie",
};
const basic = Buffer.from(`${planted.accessKey}:${planted.accessKeySecret}`).toString("base64");
const link = `https://media.northwind.example/a.mp3?X-Amz-Date=1&X-Amz-Signature=${planted.signature}`;

const formsOf = (secret: string) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
const needles = [...Object.values(planted), basic].flatMap(formsOf);
const expectNone = (text: string, more: readonly string[] = []) => {
  for (const needle of [...needles, ...more.flatMap(formsOf)])
    if (text.includes(needle)) throw new Error(`"${needle}" came out: …${around(text, needle)}…`);
};
const around = (text: string, needle: string) => {
  const at = text.indexOf(needle);
  return text.slice(Math.max(0, at - 120), at + needle.length + 40);
};

/** All that a log, a debugger or the platform could make of a value. */
const everythingOf = (value: unknown): string =>
  [
    String(value),
    inspect(value, { depth: 10, showHidden: true, getters: true, maxStringLength: null, maxArrayLength: null }),
    asJson(value),
    ...(value instanceof Error
      ? [
          value.message,
          value.stack ?? "",
          ...Reflect.ownKeys(value).map((key) => asJson(Reflect.get(value, key))),
          ...(value.cause === undefined ? [] : [everythingOf(value.cause)]),
        ]
      : []),
  ].join("\n");

const asJson = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
};

interface Outcome {
  readonly thrown?: unknown;
  readonly result?: unknown;
  readonly logged: string;
}

/** Runs a piece of work and catches all that it says. */
const listenTo = async (work: (context: never) => Promise<unknown>, isDebugging: boolean): Promise<Outcome> => {
  const lines: string[] = [];
  const write = (...parts: unknown[]) => void lines.push(...parts.map(everythingOf));
  const logger = { metric: write, trace: write, debug: write, info: write, log: write, warn: write, error: write };
  const spies = (["log", "info", "warn", "error", "debug"] as const).map((name) =>
    jest.spyOn(console, name).mockImplementation(write),
  );
  try {
    // Two hours later, so that no wait that an earlier answer asked for keeps this request from being sent.
    const result = await hurry(() => work({ logger, globalDebug: isDebugging } as never), 7_200_000);
    return { result, logged: lines.join("\n") };
  } catch (thrown) {
    return { thrown, logged: lines.join("\n") };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
};

type Connection = Record<string, unknown>;

const keyConnection = (baseUrl: string, accessKey = planted.accessKey, accessKeySecret = planted.accessKeySecret) => ({
  key: "gongApiKey",
  configVarKey: "Gong",
  fields: { baseUrl, accessKey, accessKeySecret },
});
const tokenConnection = (baseUrl: string, token: Record<string, unknown> = {}) => ({
  key: "oauth2",
  configVarKey: "Gong",
  fields: { clientId: "client", clientSecret: planted.clientSecret },
  token: {
    access_token: planted.accessToken,
    refresh_token: planted.refreshToken,
    api_base_url_for_customer: baseUrl,
    ...token,
  },
});

const range = { fromDateTime: "2026-01-01T00:00:00Z", toDateTime: "2026-11-20T00:00:00Z" };
const newCall = {
  clientUniqueId: "secrets-1",
  actualStart: "2026-01-05T10:00:00Z",
  direction: "Outbound",
  primaryUser: "234599484848423",
  parties: [{ userId: "234599484848423" }],
};

/** What is run: actions, data sources and triggers that read, write, upload and fail. */
const worksOf = (component: Component, connection: Connection, host: string) => {
  const own = connection.key === "oauth2" ? planted.accessToken : planted.accessKeySecret;
  const harness = createHarness(component);
  type Context = Parameters<typeof harness.action>[2];
  const action = (key: string, inputs: Record<string, unknown>) => (context: Context) =>
    harness.action(key, { connection, ...inputs }, context);
  const dropdown = (key: string) => (context: Context) =>
    harness.dataSource(key, { connection } as never, context as never);
  const poll = (key: string, inputs: Record<string, unknown>) => async (context: Context) => {
    const instanceState = {};
    const result = await harness.trigger(key, undefined, { connection, ...inputs }, {
      ...context,
      instanceState,
    } as never);
    return [result, instanceState];
  };
  const ring = (inputs: Record<string, unknown>, headers: Record<string, string>) => async (context: Context) => {
    const queryParameters = { key: `${planted.urlSecret}x`, token: planted.accessToken };
    const body = { callData: { metaData: { id: "7782342274025937895" } } };
    await harness.trigger(
      "webhook",
      { headers, queryParameters, rawBody: { data: JSON.stringify(body) }, body: { data: body } } as never,
      inputs,
      context as never,
    );
  };
  return {
    "listUsers, all pages": action("listUsers", { fetchAll: true }),
    "getCallUsingGet of a secret": action("getCallUsingGet", { callId: own }),
    "listDetailedCalls, all pages": action("listDetailedCalls", { ...range, fetchAll: true }),
    getCompleteCalls: action("getCompleteCalls", range),
    "getCompleteCalls by ids": action("getCompleteCalls", { callIds: ["1", "7782342274025937895"] }),
    checkConnection: action("checkConnection", {}),
    createNewCall: action("createNewCall", { ...newCall, downloadMediaUrl: link }),
    "createNewCall with faults": action("createNewCall", {
      ...newCall,
      direction: link,
      duration: own,
      parties: JSON.stringify([{ userId: own, password: planted.accessKeySecret, mediaChannelId: own }]),
      downloadMediaUrl: `${link} ${"x".repeat(200)}`,
    }),
    "addMedia from a signed address": action("addMedia", {
      callId: "7782342274025937895",
      mediaUrl: `${host}/a.mp3?X-Amz-Signature=${planted.signature}`,
    }),
    "addMedia of an address as text": action("addMedia", { callId: "1", fileInput: link, fileName: "a.mp3" }),
    "rawRequest to another host": action("rawRequest", {
      url: `https://user:${planted.clientSecret}@other.example/v2?access_token=${planted.accessToken}`,
      method: "GET",
    }),
    "rawRequest with faults": action("rawRequest", { url: "/v2/users", method: "GET", timeout: own, maxRetries: link }),
    "rawRequest with its own headers": action("rawRequest", {
      url: `/v2/users?access_token=${planted.accessToken}`,
      method: "GET",
      headers: [{ key: "authorization", value: `Bearer ${planted.accessToken}` }],
    }),
    "rawRequest with a secret header": action("rawRequest", {
      url: `/v2/users?signature=${planted.signature}`,
      method: "GET",
      headers: [{ key: "x-cookie", value: `session=${planted.cookie}` }],
    }),
    "the dropdown of users": dropdown("users"),
    "the dropdown of calls": dropdown("calls"),
    "the dropdown of workspaces": dropdown("workspaces"),
    pollChangesTrigger: poll("pollChangesTrigger", { resourceType: "calls", showNewRecords: true }),
    callsReady: poll("callsReady", {}),
    "pollChangesTrigger with faults": poll("pollChangesTrigger", { resourceType: own, lateArrivalHours: own }),
    "callsReady with faults": poll("callsReady", { maxWaitHours: own }),
    "newScorecardAnswers with faults": poll("newScorecardAnswers", { reviewMethod: own }),
    "a webhook with a wrong secret": ring({ verification: "urlSecret", urlSecret: planted.urlSecret }, {}),
    "a webhook with a secret that is no text": ring(
      { verification: "urlSecret", urlSecret: { value: planted.urlSecret } },
      {},
    ),
    "a webhook with its secret in another input": ring(
      { verification: planted.urlSecret, urlSecret: planted.urlSecret },
      {},
    ),
    "a webhook with a wrong token": ring(
      { verification: "signedJwt", publicKeys: [planted.urlSecret] },
      { authorization: `Bearer eyJhbGciOiJub25lIn0.eyJhIjoxfQ.${planted.accessToken}` },
    ),
  };
};

/** Answers of a host that repeats what it was told, as proxies and debug pages do. */
const echoes = (request: IncomingMessage): Record<string, [number, string, Record<string, string>?]> => {
  const { authorization = "" } = request.headers;
  // Words that look like anything else are known as secrets only to the connection that holds them.
  const own = authorization.startsWith("Basic")
    ? `the key ${planted.accessKey} with ${planted.accessKeySecret}`
    : `the token ${planted.accessToken}, then ${planted.refreshToken}, of ${planted.clientSecret}`;
  const said = [
    `Authorization: ${authorization}`,
    `${request.method} ${request.url}`,
    own,
    `see ${link} and https://user:${planted.clientSecret}@proxy.example/`,
    `Set-Cookie: session=${planted.cookie}`,
    `refresh_token=${planted.refreshToken}`,
    `access_token: ${planted.accessToken}`,
    `{"accessKeySecret": ${JSON.stringify(planted.accessKeySecret)}}`,
  ];
  const errors = JSON.stringify({ requestId: request.headers.authorization, errors: said });
  const page = `<!DOCTYPE html><pre>${said.join("\n")}</pre>`;
  const json = { "Content-Type": "application/json" };
  const html = { "Content-Type": "text/html" };
  const debugPage = JSON.stringify({ message: said.join(" "), headers: request.rawHeaders, link });
  return {
    "400 with the headers": [400, errors, json],
    "401 with the headers": [401, errors, json],
    "403 with the headers": [403, errors, json],
    "404 with the headers": [404, errors, json],
    "404 with no errors of Gong's": [404, debugPage, json],
    "409 with the headers": [409, errors, json],
    "429 with the headers": [429, errors, { ...json, "Retry-After": "3600" }],
    "503 with the headers": [503, errors, { ...json, "Retry-After": "3600" }],
    "502 with a page": [502, page, { ...html, "Retry-After": "3600" }],
    "402 with a reference that is a secret": [402, debugPage, { "X-Traceid": `${request.headers.authorization}` }],
    "200 with a page": [200, page, html],
    "200 with broken JSON": [200, said.join(" "), json],
    "200 with a bare text": [200, JSON.stringify(said.join(" ")), json],
    "a redirect with secrets": [
      302,
      page,
      { Location: `https://us-1.api.gong.io/v2/users?access_token=${planted.accessToken}&sig=${planted.signature}` },
    ],
    "a redirect with a password": [307, "", { Location: `https://gong:${planted.clientSecret}@us-1.api.gong.io/` }],
    "a redirect to nowhere": [301, "", { Location: `no address ${planted.clientSecret}` }],
  };
};

let echo = "";
const parrot = useHost((request, response) => {
  const [status, body, headers] = echoes(request)[echo] ?? [500, ""];
  response.writeHead(status, headers).end(body);
});
let sandbox: Sandbox;

beforeAll(async () => {
  // Redirects lead to hosts of Gong's.
  knowLocalNamesOnly();
  sandbox = await startSandbox({ limits: false, pageSize: 10, world: { calls: 12, users: 12 } });
});
afterAll(() => sandbox.close());

/** Those that are told apart by what is planted in them. */
export const works = Object.keys(worksOf(source, {}, ""));

const faults: readonly FaultKind[] = [
  ...(["400", "401", "402", "403", "404", "409", "422", "429", "500", "502", "503", "504"] as const),
  ...(["reset", "silence", "truncated", "html", "empty", "redirect", "expiredCursor", "repeatedCursor"] as const),
];

/** The bundle is the same code: a fault of each kind shows that it is the same at work. */
const someFaults: readonly FaultKind[] = ["401", "429", "503", "reset", "html", "redirect"];

const components = {
  "the sources": { component: source, kinds: faults },
  "the bundle": { component: published, kinds: someFaults },
};

/** A piece of work for a connection. */
type Work = (connection: Connection, context: never) => Promise<unknown>;

/** Searches all that comes out when a host repeats what it was told, with and without the platform's debugging. */
const searchEchoes = async (name: string, work: Work) => {
  const connections = [keyConnection(parrot.url), tokenConnection(parrot.url)];
  for (const [index, mode] of Object.keys(echoes({ headers: {} } as IncomingMessage)).entries()) {
    echo = mode;
    for (const isDebugging of [true, false]) {
      const connection = connections[(index + Number(isDebugging)) % 2] as Connection;
      const { thrown, result, logged } = await listenTo((context) => work(connection, context), isDebugging);
      expectNone(logged);
      expect(thrown).not.toBeInstanceOf(TypeError);
      expectNone(everythingOf(thrown));
      // A raw request hands out what the host says: that is what was asked for.
      if (!name.startsWith("rawRequest")) expectNone(everythingOf(result));
    }
  }
};

/** Searches all that comes out under these faults of the sandbox, and under none. */
const searchFaults = async (name: string, work: Work, kinds: readonly FaultKind[]) => {
  const isDebugging = name.length % 2 === 0;
  const mores: string[] = ["X-Amz-Signature"];
  // Made on the clock that flies, else it would have expired there.
  const connection = () => {
    const token = sandbox.issueToken();
    mores.push(token.access_token, token.refresh_token);
    return tokenConnection(sandbox.url, { ...token });
  };
  for (const kind of [undefined, ...kinds]) {
    sandbox.faults.clear();
    if (kind) sandbox.faults.add({ kind, retryAfter: 1 });
    const { thrown, result, logged } = await listenTo((context) => work(connection(), context), isDebugging);
    expectNone(logged, mores);
    expectNone(everythingOf(thrown), mores);
    // Who asks for the links of recordings gets them.
    if (name !== "getCallMedia") expectNone(everythingOf(result), mores);
  }
  sandbox.faults.clear();
};

/** Searches these works, of the sources or of the bundle. */
export const searchWorks = (which: keyof typeof components, names: readonly string[]) => {
  const { component, kinds } = components[which];
  const workOf = (name: string): Work => {
    return (connection, context) =>
      worksOf(component, connection, parrot.url)[name as keyof ReturnType<typeof worksOf>](context);
  };
  it.each(names)("D20: lets no secret out when a host repeats them: %s", (name) => searchEchoes(name, workOf(name)));
  it.each(names)("D20: lets no secret out under any fault of the sandbox: %s", (name) =>
    searchFaults(name, workOf(name), kinds),
  );
};

/** Searches what everything that a builder can put into a flow lets out. */
export const searchParts = (some: readonly Part[]) => {
  it.each(some.map((part) => [part.name, part] as const))(
    "D20: lets no secret out whatever happens: %s",
    async (_, part) => {
      const work: Work = (connection, context) => part.run(connection, context);
      await searchEchoes(part.name, work);
      await searchFaults(part.name, work, faults);
    },
  );
};

/** Searches what links and broken connections let out. */
export const searchLinks = (which: keyof typeof components) => {
  const { component } = components[which];

  it("hands signed links to the step that asked for them, and to nobody else", async () => {
    const harness = createHarness(component);
    const connection = keyConnection(sandbox.url, sandbox.accessKey, sandbox.accessKeySecret);
    const { result, logged } = await listenTo(
      (context) => harness.action("getCompleteCalls", { connection, ...range, include: ["media"] }, context),
      true,
    );
    expect(logged).toMatch(/Gong: POST/);
    expectNone(logged, [sandbox.accessKeySecret, "Signature"]);
    const [call] = (result as { data: { results: Record<string, unknown>[] } }).data.results;
    expect(JSON.stringify(call)).toMatch(/https:\/\/[^"]+\?/);
  });

  it("lets no secret of a broken connection out", async () => {
    for (const connection of [
      keyConnection(`https://gong:${planted.clientSecret}@api.gong.io`),
      keyConnection(`https://api.gong.io/${planted.accessKeySecret}?access_token=${planted.accessToken}`),
      keyConnection(parrot.url, `${planted.accessKey}:${planted.accessKeySecret}`, planted.accessKeySecret),
      keyConnection(parrot.url, "", planted.accessKeySecret),
      tokenConnection("", { access_token: undefined }),
      tokenConnection(`gong ${planted.refreshToken}`),
      { key: "another", fields: { accessKeySecret: planted.accessKeySecret } },
    ]) {
      const { thrown, logged } = await listenTo(
        (context) => worksOf(component, connection, parrot.url)["listUsers, all pages"](context),
        true,
      );
      expect(thrown).toBeInstanceOf(Error);
      expectNone(logged);
      expectNone(everythingOf(thrown));
    }
  });
};
