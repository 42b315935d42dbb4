import type http from "node:http";
import type { Readable } from "node:stream";
import axios, { type AxiosRequestConfig } from "axios";
import { once, web } from "#src/base/lazy";

/** The only place that touches the network. */

export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
  /** How long to wait: for the whole exchange, or between two parts of an upload, whose length is not known. */
  readonly timeoutMs: number;
  /** True when repeating is safe, so that a line may be used that the other side is perhaps closing at this moment. */
  readonly mayReuseLine: boolean;
  /** Called when the line stands and the request goes out. */
  readonly onSent?: () => void;
}

export interface Received {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** No answer came. Carries nothing of the request. */
export class NetworkFault extends Error {
  override readonly name = "NetworkFault";
  constructor(
    readonly code: string,
    /** False when the request certainly never left. */
    readonly sent: boolean,
    /** How long was waited, in milliseconds, where that ended it. */
    readonly waitedMs?: number,
  ) {
    super(code);
  }
}

const agents = once(() => {
  const { http, https } = web();
  const agentsOf = (keepAlive: boolean) => ({
    httpAgent: new http.Agent({ keepAlive }),
    httpsAgent: new https.Agent({ keepAlive }),
  });
  return { kept: agentsOf(true), fresh: agentsOf(false) };
});

/** How long an answer that has begun may pause. */
const silenceMs = 60_000;
/** Of an answer, once it is unpacked: a small one may unfold to gigabytes. */
const mostAnswerBytes = 100 * 1024 ** 2;

/** Tells when a request leaves and when a part of the answer arrives, which axios does not. */
const transportThat = (noteSent: () => void, noteBytes: () => void, isEncrypted: boolean) => ({
  request: (options: http.RequestOptions, answer: (message: http.IncomingMessage) => void) => {
    const request = web()[isEncrypted ? "https" : "http"].request(options, (message) => {
      // First axios, so that the answer flows to it before anybody else listens.
      answer(message);
      noteBytes();
      message.on("data", noteBytes);
    });
    request.once("socket", (socket) => {
      if (socket.connecting) socket.once(isEncrypted ? "secureConnect" : "connect", noteSent);
      else noteSent();
    });
    return request;
  },
});

/**
 * Sends one request and gives whatever comes back, of any status; follows no redirect, since a redirect would drop or
 * leak the credentials. No proxy of the environment is used: axios would show it the credentials of an https address.
 * @throws NetworkFault when nothing or only a part came back.
 */
export const send = async (outgoing: Outgoing): Promise<Received> => {
  const { method, url, headers, body, timeoutMs, mayReuseLine, onSent } = outgoing;
  let sent = false;
  const abort = new AbortController();
  let waitedMs = timeoutMs;
  const bell = setTimeout(() => abort.abort(), timeoutMs);
  let silence: NodeJS.Timeout | undefined;
  const fallSilent = () => {
    waitedMs = silenceMs;
    abort.abort();
  };
  const noteBytes = () => {
    if (silence) silence.refresh();
    else silence = setTimeout(fallSilent, silenceMs);
  };
  const isStream = typeof body === "object" && !Buffer.isBuffer(body);
  // An upload says itself when it moves: listening for its data would start it too early.
  if (isStream) body.on("progress", () => bell.refresh());
  const noteSent = () => {
    sent = true;
    onSent?.();
  };
  const config: AxiosRequestConfig = {
    adapter: "http",
    method,
    url,
    headers: { Accept: "application/json, */*;q=0.5", "User-Agent": "gong-connector", ...headers },
    data: body,
    responseType: "arraybuffer",
    validateStatus: () => true,
    transformRequest: [],
    transformResponse: [],
    maxRedirects: 0,
    maxBodyLength: Number.POSITIVE_INFINITY,
    maxContentLength: mostAnswerBytes,
    proxy: false,
    signal: abort.signal,
    ...agents()[mayReuseLine ? "kept" : "fresh"],
    transport: transportThat(noteSent, noteBytes, url.startsWith("https:")),
  };
  try {
    const answer = await axios.request<Buffer>(config);
    return { status: answer.status, headers: toPlainHeaders(answer.headers), bytes: answer.data };
  } catch (error) {
    if (abort.signal.aborted) throw new NetworkFault("ETIMEDOUT", sent, waitedMs);
    throw (isStream && body.errored) || toNetworkFault(error, sent);
  } finally {
    // An answer may come before the whole file has left: the rest has no sense then.
    if (isStream) body.destroy();
    clearTimeout(bell);
    clearTimeout(silence);
  }
};

/** What axios threw because of the network; anything else comes back as it is. */
const toNetworkFault = (error: unknown, sent: boolean): unknown => {
  const { isAxiosError, code, message } = error as { isAxiosError?: boolean; code?: string; message?: string };
  if (!isAxiosError) return error;
  const isTooLarge = message?.startsWith("maxContentLength");
  return new NetworkFault(isTooLarge ? "TOO_LARGE" : (code ?? "ERR_NETWORK"), sent);
};

const toPlainHeaders = (headers: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(", ") : String(value),
    ]),
  );
