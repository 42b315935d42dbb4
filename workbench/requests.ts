import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import { ClientRequest, type IncomingMessage } from "node:http";
import type { SentRequest } from "./types";

const mostBodyBytes = 64 * 1024;

/** The requests of one run, as they are sent. */
interface Recording {
  readonly startedMs: number;
  readonly requests: SentRequest[];
  readonly onChange: () => void;
}

const current = new AsyncLocalStorage<Recording>();

/** What is written of a request, until it is sent. */
interface Draft {
  readonly sent: SentRequest;
  readonly startedMs: number;
  readonly recording: Recording;
  readonly chunks: Buffer[];
}

const drafts = new WeakMap<object, Draft>();

/** Calls `work`; every request that it sends goes into `requests`. */
export const recording = <T>(requests: SentRequest[], onChange: () => void, work: () => T): T =>
  current.run({ startedMs: performance.now(), requests, onChange }, work);

const secretName = /sig|token|key|secret|credential|password|^code$/i;

/** Links that are signed carry their signature in the query. */
const shownUrl = (text: string): string => {
  const url = new URL(text);
  const parameters = [...url.searchParams];
  if (!parameters.some(([name]) => secretName.test(name))) return text;
  return `${url.origin}${url.pathname}?${parameters.map(([name]) => `${name}=•••`).join("&")}`;
};

const begin = (request: object, method: string, url: string): Draft | undefined => {
  const known = drafts.get(request);
  const recording = current.getStore();
  if (known || !recording) return known;
  const startedMs = performance.now();
  const sent: SentRequest = { method, url: shownUrl(url), atMs: startedMs - recording.startedMs, bodyBytes: 0 };
  const draft = { sent, startedMs, recording, chunks: [] };
  recording.requests.push(sent);
  drafts.set(request, draft);
  recording.onChange();
  return draft;
};

const beginHttp = (request: ClientRequest): Draft | undefined =>
  begin(request, request.method, `${request.protocol}//${request.getHeader("host") ?? request.host}${request.path}`);

const isText = /json|text|xml|urlencoded|graphql/i;

const addBody = (request: ClientRequest, chunk: unknown) => {
  const draft = beginHttp(request);
  if (!draft || (typeof chunk !== "string" && !(chunk instanceof Uint8Array))) return;
  const bytes = Buffer.from(chunk as string);
  if (draft.sent.bodyBytes < mostBodyBytes) draft.chunks.push(bytes.subarray(0, mostBodyBytes));
  draft.sent.bodyBytes += bytes.length;
};

const finishBody = ({ sent, chunks }: Draft, contentType: string | undefined) => {
  sent.contentType = contentType;
  if (chunks.length === 0 || !isText.test(contentType ?? "")) return;
  sent.body = Buffer.concat(chunks).subarray(0, mostBodyBytes).toString();
  chunks.length = 0;
};

const settle = (request: object, outcome: Partial<SentRequest>) => {
  const draft = drafts.get(request);
  if (!draft) return;
  Object.assign(draft.sent, outcome, { ms: performance.now() - draft.startedMs });
  draft.recording.onChange();
};

/**
 * Watches every request of this thread. Bodies are seen where they are written, since no channel of Node has them;
 * headers, and so credentials, are never read but for the content type.
 */
export const watchRequests = (): void => {
  const { write, end } = ClientRequest.prototype;
  ClientRequest.prototype.write = function (this: ClientRequest, ...parts: unknown[]) {
    addBody(this, parts[0]);
    return Reflect.apply(write, this, parts) as boolean;
  };
  ClientRequest.prototype.end = function (this: ClientRequest, ...parts: unknown[]) {
    addBody(this, parts[0]);
    const draft = beginHttp(this);
    if (draft) finishBody(draft, this.getHeader("content-type")?.toString());
    return Reflect.apply(end, this, parts) as ClientRequest;
  };
  subscribe("http.client.response.finish", (message) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    settle(request, { status: response.statusCode });
    // The channel speaks when the headers are there; the time counts to the last byte.
    response.once("close", () => settle(request, {}));
  });
  subscribe("http.client.request.error", (message) => {
    const { request, error } = message as { request: ClientRequest; error: Error };
    settle(request, { error: error.message });
  });
  subscribe("undici:request:create", (message) => {
    const { request } = message as { request: { method: string; origin: string; path: string } };
    begin(request, request.method, `${request.origin}${request.path}`);
  });
  subscribe("undici:request:headers", (message) => {
    const { request, response } = message as { request: object; response: { statusCode: number } };
    settle(request, { status: response.statusCode });
  });
  subscribe("undici:request:trailers", (message) => settle((message as { request: object }).request, {}));
  subscribe("undici:request:error", (message) => {
    const { request, error } = message as { request: object; error: Error };
    settle(request, { error: error.message });
  });
};
