import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { stringify as stringifyLosslessly } from "lossless-json";
import { handlers } from "#sandbox/handlers/index";
import { createWorld, type World, type WorldOptions } from "#sandbox/world/index";
import { allowThisMachine } from "./allowedHosts";
import { sampleAnswer } from "./answers";
import { createCertificate } from "./certificate";
import { type Clock, createClock } from "./clock";
import { allScopes, findOperation, type Operation, openApiDocument } from "./contract";
import { answerControl } from "./control";
import { createCursors, type Place } from "./cursors";
import { createFaults, type Fault, type Faults, stillHappens } from "./faults";
import { createLimits, type LimitOptions, type Limits } from "./limits";
import { createLog, type LogEntry, type RequestLog } from "./log";
import { readMultipart } from "./multipart";
import { createOAuth, type OAuthAnswer, type TokenAnswer } from "./oauth";
import { type Body, checkRequest, parseJson } from "./requests";
import type { Answer, Exchange, ItemList } from "./types";
import { createWebhookKeys, signWebhook, type WebhookGeneration, type WebhookKeys, webhookBody } from "./webhooks";

const gongPageSize = 100;
const oneHourMs = 60 * 60 * 1000;
const mostJsonBytes = 64 * 1024 * 1024;
const mostFileBytes: Readonly<Record<string, { readonly bytes: number; readonly words: string }>> = {
  "PUT /v2/calls/{id}/media": { bytes: 1.5 * 1024 ** 3, words: "mediaFile: must not be larger than 1.5 GB" },
  "POST /v2/crm/entities": { bytes: 200 * 1024 ** 2, words: "dataFile: must not be larger than 200 MB" },
};

/** How the sandbox is started; everything may be left out. */
export interface SandboxOptions {
  /** The world: how many calls and users, from which seed, how late. It ends when the sandbox starts, unless told. */
  readonly world?: WorldOptions;
  /** The port on 127.0.0.1; a free one when left out. */
  readonly port?: number;
  /** Serves HTTPS with a certificate of its own (`ca`). */
  readonly https?: boolean;
  /** Scopes of the app and, when set, of the access key too; every scope when left out. */
  readonly scopes?: readonly string[];
  /** Requests a second and a day, 3 and 10,000 when left out; false for none. */
  readonly limits?: Partial<LimitOptions> | false;
  /** Milliseconds from a request's arrival to its answer. */
  readonly latencyMs?: number;
  /** A moment to stand still at, or a function of milliseconds; `Date.now()` when left out. */
  readonly clock?: number | (() => number);
  /** Milliseconds from the first page until the cursors of its sequence expire; one hour when left out. */
  readonly cursorLifeMs?: number;
  /** Items a page; 100 when left out, as at Gong. */
  readonly pageSize?: number;
  /** Every cursor leads to its own page again. */
  readonly repeatCursors?: boolean;
  /** What `api_base_url_for_customer` names; the sandbox itself when left out. */
  readonly customerBaseUrl?: string;
}

/** What `sendWebhook` needs. */
export interface WebhookDelivery {
  /** Where to; with `urlSecret` the secret already stands in it. */
  readonly url: string;
  readonly callId: string;
  readonly generation?: WebhookGeneration;
  /** `signedJwt` when left out. */
  readonly mode?: "signedJwt" | "urlSecret" | "none";
  readonly isTest?: boolean;
  /** Signs with another rule's key. */
  readonly keys?: WebhookKeys;
  /** The address the token names, when it differs from `url`. */
  readonly webhookUrl?: string;
  /** Seconds the token lives. */
  readonly expiresInSeconds?: number;
  /** Properties that replace or join those of the body. */
  readonly overrides?: Readonly<Record<string, unknown>>;
}

/** A Gong that runs on this machine. */
export interface Sandbox {
  /** Its address, without a slash at the end. */
  readonly url: string;
  readonly accessKey: string;
  readonly accessKeySecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The certificate to trust, as PEM; only with HTTPS. */
  readonly ca?: string;
  /** The company: its calls, people and settings, and what requests changed. */
  readonly world: World;
  readonly clock: Clock;
  readonly log: RequestLog;
  readonly faults: Faults;
  readonly limits: Limits;
  /** The key pair of the automation rule that `sendWebhook` plays; made when first asked for. */
  readonly webhookKeys: WebhookKeys;
  /** A token as the OAuth endpoints give it, with every scope unless some are named. */
  issueToken(scopes?: readonly string[]): TokenAnswer;
  /** Ends every OAuth token. */
  revokeTokens(): void;
  /** Changes the scopes of the app and the access key; undefined for every scope. */
  grant(scopes: readonly string[] | undefined): void;
  /** Milliseconds until each answer. */
  setLatency(milliseconds: number): void;
  /** A call with all its parts, as an item of POST /v2/calls/extensive. Throws when Gong does not list it now. */
  callRecord(callId: string): Readonly<Record<string, unknown>>;
  /** The delivery of a call, signed or not, without sending it. */
  webhook(delivery: WebhookDelivery): { headers: Readonly<Record<string, string>>; body: string };
  /** Sends it, and answers what came back. */
  sendWebhook(delivery: WebhookDelivery): Promise<{ status: number; body: string }>;
  /** The world, clock, limits, faults, scopes, latency, tokens and log as at the start; address and keys stay. */
  reset(): void;
  /** Ends the server and every open connection. */
  close(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

let requestCount = 0;
const started = Math.floor(Math.random() * 36 ** 4)
  .toString(36)
  .padStart(4, "0");

/** An id as short and as opaque as Gong's. */
function nextRequestId(): string {
  requestCount += 1;
  return `sb${started}${requestCount.toString(36).padStart(7, "0")}`;
}

/** Starts a sandbox on 127.0.0.1, which the component may then sign in at from this process. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  allowThisMachine();
  const clock = createClock(options.clock);
  const worldOptions: WorldOptions = { now: clock.now(), ...options.world };
  const limitOptions = options.limits === false ? false : { perSecond: 3, perDay: 10_000, ...options.limits };
  const limits = createLimits(limitOptions, clock.now);
  const faults = createFaults();
  const log = createLog();
  const cursors = createCursors();
  const pageSize = options.pageSize ?? gongPageSize;
  const cursorLifeMs = options.cursorLifeMs ?? oneHourMs;
  const accessKey = "SANDBOXACCESSKEY7731";
  const accessKeySecret = "sandbox-secret-of-northwind-robotics";
  const basic = `Basic ${Buffer.from(`${accessKey}:${accessKeySecret}`).toString("base64")}`;
  const certificate = options.https ? createCertificate() : undefined;
  const timers = new Set<NodeJS.Timeout>();

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

  const wait = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, milliseconds);
      timers.add(timer);
    });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = request.url ?? "/";
    const mark = address.indexOf("?");
    const path = mark === -1 ? address : address.slice(0, mark);
    const query = new URLSearchParams(mark === -1 ? "" : address.slice(mark + 1));
    const method = request.method ?? "GET";
    const requestId = nextRequestId();

    if (path === "/openapi.json") {
      request.resume();
      return send(response, requestId, { status: 200, body: JSON.stringify(openApiDocument) });
    }
    if (path.startsWith("/sandbox/")) {
      const text = await readText(request);
      const { status, body } = await answerControl(sandbox, method, path, text, request.headers["content-type"]);
      return send(response, requestId, { status, body: toJson(body) });
    }
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
      const answer = await answerOAuth(request, method, path, query);
      entry.status = answer.status;
      return sendOAuth(response, requestId, answer);
    }
    const answerAfter = latencyMs;
    const { reply, fault } = await answerGong(request, entry, query);
    if (answerAfter > 0) await wait(answerAfter);
    await sendWithFault(response, entry, reply, fault);
  }

  async function answerGong(
    request: IncomingMessage,
    entry: LogEntry,
    query: URLSearchParams,
  ): Promise<{ reply: Reply; fault?: Fault }> {
    const destination = findOperation(entry.method, entry.path);
    if ("status" in destination) {
      request.resume();
      entry.violations = [`Sandbox contract check: Gong has no ${entry.method} ${entry.path}.`];
      return {
        reply: refuse(destination.status, destination.status === 405 ? ["Method Not Allowed"] : entry.violations),
      };
    }
    const { operation } = destination;
    entry.operation = operation.key;

    const granted = scopesOf(request.headers.authorization);
    entry.isAuthorized = granted !== undefined;
    const waitSeconds = granted && limits.take(entry.startedAt);

    const contentType = (request.headers["content-type"] ?? "").toLowerCase();
    const { body, file } = await readBody(request, operation);
    entry.body = body.kind === "json" ? body.value : undefined;
    if (file) {
      entry.file = {
        name: file.name,
        size: file.size,
        contentType: file.contentType,
        head: file.head.toString("hex"),
      };
    }
    const refusal = checkRequest({ operation, path: destination.parameters, query, contentType, body });
    if (refusal) entry.violations = refusal.errors;

    if (!granted) return { reply: refuse(401, [wordsForCredentials(request.headers.authorization)]) };
    if (waitSeconds !== undefined) {
      return { reply: refuse(429, ["Too many requests"], { "retry-after": String(waitSeconds) }) };
    }
    const missing = neededScopes(operation, body).find((scope) => !granted.includes(scope));
    if (missing) return { reply: refuse(401, [`You don't have permission to use '${missing}' in your app.`]) };

    const sent = cursorOf(operation, query, body);
    const sequence = operation.paging && sequenceOf(operation, query, body);
    const place: Place | { error: string } | undefined =
      sequence === undefined
        ? undefined
        : sent === undefined
          ? { page: 0, expiresAt: entry.startedAt + cursorLifeMs }
          : cursors.read(sent, sequence, entry.startedAt);
    entry.page = place && !("error" in place) ? place.page : 0;
    const fault = faults.meet(operation.key, entry.page);
    entry.fault = fault?.kind;

    if (refusal) return { reply: refuse(refusal.status, refusal.errors), fault };
    if (fault && !stillHappens(fault)) return { reply: { status: 0, body: "" }, fault };
    if (place && "error" in place) return { reply: refuse(400, [place.error]), fault };
    const most = mostFileBytes[operation.key];
    if (most && file && file.size > most.bytes) return { reply: refuse(400, [most.words]), fault };

    const handler = handlers[operation.key];
    const answer = handler
      ? handler(world, {
          path: destination.parameters,
          query: entry.query,
          body: entry.body,
          file: file && { name: file.fileName ?? "", size: file.size, bytes: file.bytes },
          now: entry.startedAt,
        } satisfies Exchange)
      : { body: sampleAnswer(operation) };
    const repeat = options.repeatCursors === true || fault?.kind === "repeatedCursor";
    return {
      reply: await toReply(operation, answer, place && { place, sequence: sequence ?? "", sent, repeat }),
      fault,
    };
  }

  function scopesOf(authorization: string | undefined): readonly string[] | undefined {
    if (authorization === basic) return scopes ?? allScopes;
    const token = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1];
    return token === undefined ? undefined : oauth.scopesOf(token);
  }

  async function toReply(
    operation: Operation,
    answer: Answer,
    paging: { place: Place; sequence: string; sent: string | undefined; repeat: boolean } | undefined,
  ): Promise<Reply> {
    if ("refuse" in answer) return refuse(answer.refuse, answer.errors, undefined, answer.extra);
    if (!("list" in answer)) return { status: answer.status ?? operation.successStatus, body: toJson(answer.body) };
    const { list, extra } = answer;
    const listKey = operation.listKey ?? "items";
    if (list.length === 0 && operation.empty) return refuse(operation.empty.status, operation.empty.errors);
    if (!paging) {
      return { status: operation.successStatus, body: toJson({ ...extra, [listKey]: list.slice(0, list.length) }) };
    }
    const { place, sequence, sent, repeat } = paging;
    const start = place.page * pageSize;
    const items = await readItems(list, start, start + pageSize);
    const hasMore = start + pageSize < list.length;
    const nextPage = repeat ? place.page : place.page + 1;
    const cursor =
      repeat && sent !== undefined ? sent : cursors.write({ page: nextPage, expiresAt: place.expiresAt }, sequence);
    const records = {
      totalRecords: list.length,
      currentPageSize: items.length,
      currentPageNumber: place.page,
      ...((hasMore || repeat) && { cursor }),
    };
    return { status: operation.successStatus, body: toJson({ records, ...extra, [listKey]: items }) };
  }

  async function answerOAuth(
    request: IncomingMessage,
    method: string,
    path: string,
    query: URLSearchParams,
  ): Promise<OAuthAnswer> {
    const form = new URLSearchParams(await readText(request));
    if (method === "GET" && path === "/oauth2/authorize") return oauth.authorize(query);
    if (method === "POST" && path === "/oauth2/generate-customer-token") {
      return oauth.token(new URLSearchParams([...query, ...form]), request.headers.authorization);
    }
    return { status: 400, error: "invalid_request", words: `The sandbox has no ${method} ${path}.` };
  }

  async function sendWithFault(
    response: ServerResponse,
    entry: LogEntry,
    reply: Reply,
    fault: Fault | undefined,
  ): Promise<void> {
    if (!fault) {
      entry.status = reply.status;
      return send(response, entry.requestId, reply);
    }
    const retryAfter = fault.retryAfter === undefined ? undefined : { "retry-after": String(fault.retryAfter) };
    switch (fault.kind) {
      case "latency":
        await wait(fault.ms ?? 1000);
        break;
      case "repeatedCursor":
        break;
      case "silence":
        return;
      case "reset":
        return resetConnection(response);
      case "truncated":
        return sendHalf(response, entry.requestId, reply);
      case "html":
        entry.status = 200;
        return send(response, entry.requestId, {
          status: 200,
          body: "<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>",
          headers: { "content-type": "text/html; charset=utf-8", ...retryAfter },
        });
      case "empty":
        entry.status = 200;
        return send(response, entry.requestId, { status: 200, body: "" });
      case "redirect":
        entry.status = 302;
        return send(response, entry.requestId, {
          status: 302,
          body: "",
          headers: { location: `${fault.location ?? "https://company-17.api.gong.example"}${entry.path}` },
        });
      case "expiredCursor":
        entry.status = 400;
        return send(response, entry.requestId, refuse(400, fault.errors ?? ["cursor has expired"]));
      default: {
        entry.status = Number(fault.kind);
        const headers = retryAfter ?? (fault.kind === "429" ? { "retry-after": "1" } : undefined);
        const words = fault.errors ?? [wordsOfStatus[fault.kind] ?? `Status ${fault.kind} on demand`];
        return send(response, entry.requestId, refuse(entry.status, words, headers));
      }
    }
    entry.status = reply.status;
    send(response, entry.requestId, reply);
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
    callRecord: (callId) => callRecordOf(world, callId, clock.now()),
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

const wordsOfStatus: Readonly<Record<string, string>> = {
  401: "The token has been revoked",
  429: "Too many requests",
  500: "Internal server error occurred",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

function wordsForCredentials(authorization: string | undefined): string {
  if (authorization === undefined) return "The request carries no credentials";
  return authorization.startsWith("Bearer ")
    ? "The token has been revoked or has expired"
    : "The access key or its secret is wrong";
}

function neededScopes(operation: Operation, body: Body): readonly string[] {
  const always = [...operation.scopes, ...operation.unsureScopes];
  if (operation.optionalScopes.length === 0 || body.kind !== "json") return always;
  const { contentSelector } = (body.value ?? {}) as { contentSelector?: { exposedFields?: { media?: boolean } } };
  return contentSelector?.exposedFields?.media === true ? [...always, ...operation.optionalScopes] : always;
}

function cursorOf(operation: Operation, query: URLSearchParams, body: Body): string | undefined {
  if (operation.paging?.cursorIn === "query") return query.get("cursor") ?? undefined;
  if (!operation.paging || body.kind !== "json") return undefined;
  const { cursor } = (body.value ?? {}) as { cursor?: unknown };
  return typeof cursor === "string" ? cursor : undefined;
}

/** What has to stay the same from page to page: everything but the cursor, in whatever order. */
function sequenceOf(operation: Operation, query: URLSearchParams, body: Body): string {
  const parameters = [...query].filter(([name]) => name !== "cursor").sort();
  const { cursor: _, ...rest } = ((body.kind === "json" && body.value) || {}) as Record<string, unknown>;
  return `${operation.key} ${JSON.stringify(parameters)} ${canonical(rest)}`;
}

function canonical(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const properties = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${properties.map(([name, inner]) => `${name}:${canonical(inner)}`).join()}}`;
}

function refuse(
  status: number,
  errors: readonly string[],
  headers?: Readonly<Record<string, string>>,
  extra?: Readonly<Record<string, unknown>>,
): Reply {
  return { status, body: toJson({ errors, ...extra }), headers };
}

/** JSON with bigints as digits; the slow way is taken only when there are some. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return stringifyLosslessly(value) ?? "null";
  }
}

function headersOf(requestId: string, reply: Reply): Record<string, string> {
  return { "content-type": "application/json;charset=UTF-8", "x-traceid": requestId, ...reply.headers };
}

function withRequestId(requestId: string, reply: Reply): string {
  if (!reply.body.startsWith("{")) return reply.body;
  return `{"requestId":"${requestId}"${reply.body === "{}" ? "}" : `,${reply.body.slice(1)}`}`;
}

function send(response: ServerResponse, requestId: string, reply: Reply): void {
  const body = Buffer.from(withRequestId(requestId, reply));
  response.writeHead(reply.status, { ...headersOf(requestId, reply), "content-length": String(body.length) });
  response.end(body);
}

function sendHalf(response: ServerResponse, requestId: string, reply: Reply): void {
  const body = Buffer.from(withRequestId(requestId, reply));
  response.writeHead(reply.status, { ...headersOf(requestId, reply), "content-length": String(body.length) });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

function resetConnection(response: ServerResponse): void {
  const socket = response.socket;
  // A TLS socket has no reset of its own.
  if (socket && !("encrypted" in socket)) socket.resetAndDestroy();
  else socket?.destroy();
}

function sendOAuth(response: ServerResponse, requestId: string, answer: OAuthAnswer): void {
  if (answer.status === 302)
    send(response, requestId, { status: 302, body: "", headers: { location: answer.location } });
  else if (answer.status === 200) send(response, requestId, { status: 200, body: toJson(answer.body) });
  else send(response, requestId, refuse(answer.status, [answer.words], undefined, { error: answer.error }));
}

function readText(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= mostJsonBytes) chunks.push(chunk);
    });
    request.on("end", () => resolve(Buffer.concat(chunks).toString()));
    request.on("error", reject);
  });
}

async function readBody(request: IncomingMessage, operation: Operation) {
  const contentType = request.headers["content-type"] ?? "";
  if (operation.body?.kind === "multipart" && contentType.toLowerCase().startsWith("multipart/form-data")) {
    const read = await readMultipart(request, contentType);
    if ("error" in read) return { body: { kind: "broken", reason: read.error } satisfies Body };
    const file = read.parts.find((part) => part.name in (operation.body?.schema.properties ?? {}));
    return { body: { kind: "multipart", parts: read.parts } satisfies Body, file };
  }
  const text = await readText(request);
  return { body: readJson(text, contentType) };
}

function readJson(text: string, contentType: string): Body {
  if (text === "") return { kind: "none" };
  if (!contentType.toLowerCase().startsWith("application/json")) return { kind: "other" };
  try {
    return { kind: "json", value: parseJson(text) };
  } catch (error) {
    return { kind: "broken", reason: error instanceof Error ? error.message : String(error) };
  }
}

const itemsAtOnce = 10;

/** Makes a page piece by piece: what arrives meanwhile has to be seen on time, since the limits go by its arrival. */
async function readItems(list: ItemList, start: number, end: number): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  for (let from = start; from < Math.min(end, list.length); from += itemsAtOnce) {
    if (from > start) await nextTurn();
    items.push(...list.slice(from, Math.min(end, from + itemsAtOnce)));
  }
  return items;
}

const everyPart = {
  context: "Extended",
  contextTiming: ["Now"],
  exposedFields: {
    parties: true,
    content: {
      structure: true,
      topics: true,
      trackers: true,
      trackerOccurrences: true,
      brief: true,
      outline: true,
      highlights: true,
      callOutcome: true,
      keyPoints: true,
    },
    interaction: { speakers: true, video: true, personInteractionStats: true, questions: true },
    collaboration: { publicComments: true },
    media: true,
  },
};

function callRecordOf(world: World, callId: string, now: number): Readonly<Record<string, unknown>> {
  const body = { filter: { callIds: [callId] }, contentSelector: everyPart };
  const answer = handlers["POST /v2/calls/extensive"]?.(world, { path: {}, query: {}, body, now });
  const call = answer && "list" in answer ? answer.list.slice(0, 1)[0] : undefined;
  if (typeof call !== "object" || call === null) throw new Error(`Gong lists no call ${callId} now.`);
  return call as Record<string, unknown>;
}
