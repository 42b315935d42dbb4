import type { ServerResponse } from "node:http";
import { stringify as stringifyLosslessly } from "lossless-json";
import type { OAuthAnswer } from "./oauth";

/** An answer on its way out; the request id is added when it is sent. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

let requestCount = 0;
const started = Math.floor(Math.random() * 36 ** 4)
  .toString(36)
  .padStart(4, "0");

/** An id as short and as opaque as Gong's. */
export function nextRequestId(): string {
  requestCount += 1;
  return `sb${started}${requestCount.toString(36).padStart(7, "0")}`;
}

/** An answer with Gong's error body. */
export function refuse(
  status: number,
  errors: readonly string[],
  headers?: Readonly<Record<string, string>>,
  extra?: Readonly<Record<string, unknown>>,
): Reply {
  return { status, body: toJson({ errors, ...extra }), headers };
}

/** JSON with bigints as digits; the slow way is taken only when there are some. */
export function toJson(value: unknown): string {
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

/** Sends an answer whole. */
export function send(response: ServerResponse, requestId: string, reply: Reply): void {
  const body = Buffer.from(withRequestId(requestId, reply));
  response.writeHead(reply.status, { ...headersOf(requestId, reply), "content-length": String(body.length) });
  response.end(body);
}

/** Sends half of an answer, and breaks the connection. */
export function sendHalf(response: ServerResponse, requestId: string, reply: Reply): void {
  const body = Buffer.from(withRequestId(requestId, reply));
  response.writeHead(reply.status, { ...headersOf(requestId, reply), "content-length": String(body.length) });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

/** Resets the connection instead of answering. */
export function resetConnection(response: ServerResponse): void {
  const socket = response.socket;
  // A TLS socket has no reset of its own.
  if (socket && !("encrypted" in socket)) socket.resetAndDestroy();
  else socket?.destroy();
}

/** Sends an answer of the OAuth endpoints. */
export function sendOAuth(response: ServerResponse, requestId: string, answer: OAuthAnswer): void {
  if (answer.status === 302)
    send(response, requestId, { status: 302, body: "", headers: { location: answer.location } });
  else if (answer.status === 200) send(response, requestId, { status: 200, body: toJson(answer.body) });
  else send(response, requestId, refuse(answer.status, [answer.words], undefined, { error: answer.error }));
}
