import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { createWorld, type WorldOptions } from "#sandbox/world/index";
import { allowThisMachine } from "./allowedHosts";
import { readText } from "./body";
import { createCertificate } from "./certificate";
import { createClock } from "./clock";
import { allScopes, openApiDocument } from "./contract";
import { answerControl } from "./control";
import { createCursors } from "./cursors";
import { createFaults } from "./faults";
import { sendFaulty } from "./faultyReply";
import { homePage } from "./homePage";
import { createLimits } from "./limits";
import { createLog, type LogEntry } from "./log";
import { createOAuth, type OAuth, type OAuthAnswer } from "./oauth";
import { nextRequestId, type Reply, refuse, send, sendOAuth, toJson } from "./reply";
import type { Sandbox, SandboxOptions } from "./sandbox";
import { answerGong, type Gong } from "./stages";
import { createWebhookKeys, signWebhook, type WebhookKeys, webhookBody } from "./webhooks";
import { wholeCall } from "./wholeCall";

const gongPageSize = 100;
const oneHourMs = 60 * 60 * 1000;

/** The names that a request may call this machine by: a page of another site that got its name pointed here is refused. */
const ownNames = ["127.0.0.1", "localhost", "[::1]"];

/** Starts a sandbox on 127.0.0.1, which the component may then sign in at from this process. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  allowThisMachine();
  const clock = createClock(options.clock);
  const worldOptions: WorldOptions = { now: clock.now(), ...options.world };
  const limitOptions = options.limits === false ? false : { perSecond: 3, perDay: 10_000, ...options.limits };
  const limits = createLimits(limitOptions, clock.now);
  const faults = createFaults();
  const log = createLog();
  const accessKey = "SANDBOXACCESSKEY7731";
  const accessKeySecret = "sandbox-secret-of-northwind-robotics";
  const basic = `Basic ${Buffer.from(`${accessKey}:${accessKeySecret}`).toString("base64")}`;
  const certificate = options.https ? createCertificate() : undefined;
  const world = createWorld(worldOptions);
  let scopes = options.scopes;
  let latencyMs = options.latencyMs ?? 0;
  let webhookKeys: WebhookKeys | undefined;
  let url = "";

  const oauth = createOAuth({
    grantable: () => scopes ?? allScopes,
    baseUrl: () => options.customerBaseUrl ?? url,
    now: clock.now,
  });
  const gong: Gong = {
    world,
    limits,
    faults,
    cursors: createCursors(),
    pageSize: options.pageSize ?? gongPageSize,
    cursorLifeMs: options.cursorLifeMs ?? oneHourMs,
    repeatCursors: options.repeatCursors === true,
    scopesOf: (authorization) => {
      if (authorization === basic) return scopes ?? allScopes;
      const token = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1];
      return token === undefined ? undefined : oauth.scopesOf(token);
    },
  };

  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response).catch((error: unknown) => {
      // A broken-off upload ends here as well: then there is nobody left to tell.
      if (response.destroyed || response.headersSent) return response.destroy();
      const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
      send(response, nextRequestId(), refuse(500, [`Sandbox: the handler failed. ${words}`]));
    });
  };
  const server = certificate ? createHttpsServer(certificate, onRequest) : createHttpServer(onRequest);
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  url = `${certificate ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const timers = new Set<NodeJS.Timeout>();
  const wait = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, milliseconds);
      timers.add(timer);
    });

  /** What the sandbox answers about itself; undefined for what is asked of Gong. */
  async function answerOwn(request: IncomingMessage, method: string, path: string): Promise<Reply | undefined> {
    if (!ownNames.includes((request.headers.host ?? "").replace(/:\d+$/, ""))) {
      request.resume();
      return refuse(421, [`The sandbox answers only under ${ownNames.join(", ")}, not as ${request.headers.host}.`]);
    }
    if (path === "/" && method === "GET") {
      return { status: 200, body: homePage(sandbox), headers: { "content-type": "text/html; charset=utf-8" } };
    }
    if (path === "/openapi.json") {
      request.resume();
      return { status: 200, body: JSON.stringify(openApiDocument) };
    }
    if (!path.startsWith("/sandbox/")) return undefined;
    const text = await readText(request);
    const { status, body } = await answerControl(sandbox, method, path, text, request.headers);
    return { status, body: toJson(body) };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = request.url ?? "/";
    const mark = address.indexOf("?");
    const path = mark === -1 ? address : address.slice(0, mark);
    const query = new URLSearchParams(mark === -1 ? "" : address.slice(mark + 1));
    const method = request.method ?? "GET";
    const requestId = nextRequestId();

    const own = await answerOwn(request, method, path);
    if (own) return send(response, requestId, own);
    const isOAuth = path.startsWith("/oauth2/");
    const entry: LogEntry = {
      requestId,
      method,
      path,
      query: Object.fromEntries([...query].filter(([name]) => !isOAuth || name === "grant_type")),
      body: undefined,
      status: 0,
      startedAt: clock.now(),
      isAuthorized: false,
      violations: [],
    };
    log.write(entry);
    if (isOAuth) {
      const answer = await answerOAuth(oauth, request, path, query);
      entry.status = answer.status;
      return sendOAuth(response, requestId, answer);
    }
    const answerAfter = latencyMs;
    const { reply, fault } = await answerGong(request, entry, query, gong);
    if (answerAfter > 0) await wait(answerAfter);
    if (fault) return sendFaulty({ response, entry, reply, fault, wait });
    entry.status = reply.status;
    send(response, requestId, reply);
  }

  const sandbox: Sandbox = {
    url,
    accessKey,
    accessKeySecret,
    clientId: oauth.clientId,
    clientSecret: oauth.clientSecret,
    ca: certificate?.cert,
    world,
    clock,
    log,
    faults,
    limits,
    get webhookKeys() {
      webhookKeys ??= createWebhookKeys();
      return webhookKeys;
    },
    issueToken: oauth.issue,
    revokeTokens: oauth.revokeAll,
    grant(granted) {
      scopes = granted;
    },
    setLatency(milliseconds) {
      latencyMs = milliseconds;
    },
    callRecord: (callId) => wholeCall(world, callId, clock.now()),
    webhook({ mode = "signedJwt", ...delivery }) {
      const call = sandbox.callRecord(delivery.callId);
      const body = JSON.stringify({ ...webhookBody(call, delivery), ...delivery.overrides });
      if (mode !== "signedJwt") return { headers: { "content-type": "application/json" }, body };
      return signWebhook({
        body,
        webhookUrl: delivery.webhookUrl ?? delivery.url,
        privateKey: (delivery.keys ?? sandbox.webhookKeys).privateKey,
        expiresInSeconds: delivery.expiresInSeconds,
        now: clock.now(),
      });
    },
    async sendWebhook(delivery) {
      const { hostname } = new URL(delivery.url);
      if (!options.webhooksAnywhere && !ownNames.includes(hostname))
        throw new Error(
          `The sandbox rings on this machine only (${ownNames.join(", ")}), not at ${hostname}. Start it with --webhooks-anywhere to let it ring elsewhere.`,
        );
      const { headers, body } = sandbox.webhook(delivery);
      const answer = await fetch(delivery.url, { method: "POST", headers, body });
      return { status: answer.status, body: await answer.text() };
    },
    reset() {
      clock.reset();
      limits.reset();
      faults.clear();
      log.clear();
      oauth.revokeAll();
      scopes = options.scopes;
      latencyMs = options.latencyMs ?? 0;
      world.reset();
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
  return sandbox;
}

async function answerOAuth(
  oauth: OAuth,
  request: IncomingMessage,
  path: string,
  query: URLSearchParams,
): Promise<OAuthAnswer> {
  const form = new URLSearchParams(await readText(request));
  if (request.method === "GET" && path === "/oauth2/authorize") return oauth.authorize(query);
  if (request.method === "POST" && path === "/oauth2/generate-customer-token") {
    return oauth.token(new URLSearchParams([...query, ...form]), request.headers.authorization);
  }
  return { status: 400, error: "invalid_request", words: `The sandbox has no ${request.method} ${path}.` };
}
