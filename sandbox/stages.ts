import type { IncomingMessage } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import { handlers } from "#sandbox/handlers/index";
import type { World } from "#sandbox/world/index";
import { sampleAnswer } from "./answers";
import { readBody } from "./body";
import { findOperation, type Operation } from "./contract";
import type { Cursors, Place } from "./cursors";
import { type Fault, type Faults, stillHappens } from "./faults";
import type { Limits } from "./limits";
import type { LogEntry } from "./log";
import type { ReadPart } from "./multipart";
import { type AskedPage, cursorOf, listReply, sequenceOf } from "./paging";
import { type Reply, refuse, toJson } from "./reply";
import { type Body, checkRequest, type Refusal } from "./requests";

/** What the stages share: the company, and what it keeps about its clients. */
export interface Gong {
  readonly world: World;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly cursors: Cursors;
  readonly pageSize: number;
  readonly cursorLifeMs: number;
  readonly repeatCursors: boolean;
  /** The scopes that an Authorization header brings; undefined for credentials that are wrong. */
  scopesOf(authorization: string | undefined): readonly string[] | undefined;
}

/** A request on its way through the stages; each of them adds what it found. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly query: URLSearchParams;
  readonly entry: LogEntry;
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
  granted?: readonly string[];
  waitSeconds?: number;
  body: Body;
  file?: ReadPart;
  refusal?: Refusal;
  place?: Place | { readonly error: string };
  sequence: string;
  sent?: string;
  fault?: Fault;
}

/** Looks at a request; an answer ends its way. */
type Stage = (visit: Visit, gong: Gong) => Reply | undefined | Promise<Reply | undefined>;

const mostFileBytes: Readonly<Record<string, { readonly bytes: number; readonly words: string }>> = {
  "PUT /v2/calls/{id}/media": { bytes: 1.5 * 1024 ** 3, words: "mediaFile: must not be larger than 1.5 GB" },
  "POST /v2/crm/entities": { bytes: 200 * 1024 ** 2, words: "dataFile: must not be larger than 200 MB" },
};

/** Credentials and limits count when a request arrives, before its body is read. */
const arrive: Stage = (visit, gong) => {
  visit.granted = gong.scopesOf(visit.request.headers.authorization);
  visit.entry.isAuthorized = visit.granted !== undefined;
  if (visit.granted) visit.waitSeconds = gong.limits.take(visit.entry.startedAt);
  return undefined;
};

const readRequest: Stage = async (visit) => {
  const { body, file } = await readBody(visit.request, visit.operation);
  visit.body = body;
  visit.file = file;
  visit.entry.body = body.kind === "json" ? body.value : undefined;
  if (file) {
    const { name, size, contentType, head } = file;
    visit.entry.file = { name, size, contentType, head: head.toString("hex") };
  }
  return undefined;
};

/** The contract is checked always, so that the log tells of violations; they are refused after credentials and limits. */
const check: Stage = (visit) => {
  const { operation, path, query, body, request } = visit;
  const contentType = (request.headers["content-type"] ?? "").toLowerCase();
  visit.refusal = checkRequest({ operation, path, query, contentType, body });
  if (visit.refusal) visit.entry.violations = visit.refusal.errors;
  return undefined;
};

const authorize: Stage = ({ granted, request }) =>
  granted ? undefined : refuse(401, [wordsForCredentials(request.headers.authorization)]);

const limit: Stage = ({ waitSeconds }) =>
  waitSeconds === undefined ? undefined : refuse(429, ["Too many requests"], { "retry-after": String(waitSeconds) });

const checkScopes: Stage = ({ operation, body, granted = [] }) => {
  const missing = neededScopes(operation, body).find((scope) => !granted.includes(scope));
  return missing ? refuse(401, [`You don't have permission to use '${missing}' in your app.`]) : undefined;
};

const findPage: Stage = (visit, gong) => {
  const { operation, query, body, entry } = visit;
  if (!operation.paging) {
    entry.page = 0;
    return undefined;
  }
  visit.sent = cursorOf(operation, query, body);
  visit.sequence = sequenceOf(operation, query, body);
  visit.place =
    visit.sent === undefined
      ? { page: 0, expiresAt: entry.startedAt + gong.cursorLifeMs }
      : gong.cursors.read(visit.sent, visit.sequence, entry.startedAt);
  entry.page = "error" in visit.place ? 0 : visit.place.page;
  return undefined;
};

const meetFault: Stage = (visit, gong) => {
  visit.fault = gong.faults.meet(visit.operation.key, visit.entry.page ?? 0);
  visit.entry.fault = visit.fault?.kind;
  return undefined;
};

const refuseViolations: Stage = ({ refusal }) => refusal && refuse(refusal.status, refusal.errors);

const stopAtFault: Stage = ({ fault }) => (fault && !stillHappens(fault) ? { status: 0, body: "" } : undefined);

const refuseCursor: Stage = ({ place }) => (place && "error" in place ? refuse(400, [place.error]) : undefined);

const checkSize: Stage = ({ operation, file }) => {
  const most = mostFileBytes[operation.key];
  return most && file && file.size > most.bytes ? refuse(400, [most.words]) : undefined;
};

const handle: Stage = async (visit, gong) => {
  const { operation, entry, path, file, place, sequence, sent, fault } = visit;
  // Gong's gateway counts requests whatever its servers do: here one answer must not delay the count of the next request.
  await nextTurn();
  const handler = handlers[operation.key];
  const answer = handler
    ? handler(gong.world, {
        path,
        query: entry.query,
        body: entry.body,
        file: file && { name: file.fileName ?? "", size: file.size, digest: file.digest, bytes: file.bytes },
        now: entry.startedAt,
      })
    : { body: sampleAnswer(operation) };
  if ("refuse" in answer) return refuse(answer.refuse, answer.errors, undefined, answer.extra);
  if (!("list" in answer)) return { status: answer.status ?? operation.successStatus, body: toJson(answer.body) };
  if (answer.list.length === 0 && operation.empty) return refuse(operation.empty.status, operation.empty.errors);
  const asked: AskedPage | undefined = place && !("error" in place) ? { place, sequence, sent } : undefined;
  const repeats = gong.repeatCursors || fault?.kind === "repeatedCursor";
  return listReply(operation, answer, asked, { cursors: gong.cursors, pageSize: gong.pageSize, repeats });
};

const stages: readonly Stage[] = [
  arrive,
  readRequest,
  check,
  authorize,
  limit,
  checkScopes,
  findPage,
  meetFault,
  refuseViolations,
  stopAtFault,
  refuseCursor,
  checkSize,
  handle,
];

/** Finds the operation of a request and sends it through the stages; the first one that has an answer gives it. */
export async function answerGong(
  request: IncomingMessage,
  entry: LogEntry,
  query: URLSearchParams,
  gong: Gong,
): Promise<{ readonly reply: Reply; readonly fault?: Fault }> {
  const destination = findOperation(entry.method, entry.path);
  if ("status" in destination) {
    request.resume();
    entry.violations = [`Sandbox contract check: Gong has no ${entry.method} ${entry.path}.`];
    const words = destination.status === 405 ? ["Method Not Allowed"] : entry.violations;
    return { reply: refuse(destination.status, words) };
  }
  const { operation, parameters: path } = destination;
  entry.operation = operation.key;
  const visit: Visit = { request, query, entry, operation, path, body: { kind: "none" }, sequence: "" };
  for (const stage of stages) {
    const reply = await stage(visit, gong);
    if (reply) return { reply, fault: visit.fault };
  }
  throw new Error(`No stage answered ${entry.method} ${entry.path}.`);
}

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
