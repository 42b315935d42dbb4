import { Readable } from "node:stream";
import axios from "axios";
import { InputError, NotAnsweredError, networkFaultInWords } from "#src/base/errors";
import { lookupPublic, mayFetch, notPublicCode } from "#src/base/hosts";
import { toJsonText } from "#src/base/json";
import { once, web } from "#src/base/lazy";
import { isUrl } from "#src/base/url";
import type { FilePart, FileToSend } from "#src/operation";
import type { Step } from "./client";
import type { FormParts } from "./request";
import type { Outgoing } from "./send";

/**
 * Files as streams. A whole buffer written to TLS is held a second time, so bytes leave in slices; a file at a web
 * address is never held at all.
 */

const sliceBytes = 64 * 1024;
const mebibyte = 1024 * 1024;
const mostRedirects = 5;
const progressEveryMs = 5000;

/** What a request carries, with the headers that describe it. */
export interface Body {
  readonly headers: Readonly<Record<string, string>>;
  readonly content?: Outgoing["body"];
  /** Lets go of what the content is read from; to be called once the request is over, however it went. */
  readonly close?: () => void;
}

/** A file ready to go: its first bytes are known, the rest follows when it is read. */
export interface Source {
  readonly contentType?: string;
  /** Undefined when a server does not say. */
  readonly size?: number;
  readonly head: Buffer;
  readonly chunks: AsyncIterable<Buffer>;
  /** Lets go of what was opened. */
  readonly close: () => void;
}

/**
 * One file as a multipart body. Checks that it is there, not too large and, where Gong wants a recording, that it
 * begins like one. A file at a web address is fetched without credentials.
 * @throws InputError naming what is wrong with the file.
 */
export const toMultipartBody = async (file: FilePart & FileToSend, step?: Step, deadline?: number): Promise<Body> => {
  const { maxBytes = Number.POSITIVE_INFINITY, isRecording: isMedia = false } = file;
  const source = await open(file.content, isMedia, deadline);
  try {
    if (source.head.length === 0) throw new InputError(["The file is empty. Hand over a file that has content."]);
    refuseTooLarge(source.size ?? 0, maxBytes);
    if (isMedia && !isRecording(source.head))
      throw new InputError([
        `The file is no recording that Gong takes (WAV, MP3, MP4, MKV or FLAC)${likeness(source.head)}. Convert it first.`,
      ]);
  } catch (error) {
    source.close();
    throw error;
  }
  const watched = limited(source, maxBytes, step, file.fileName);
  return { ...toStream([{ ...file, size: source.size, chunks: watched }]), close: source.close };
};

interface Part {
  readonly part: string;
  readonly fileName?: string;
  readonly contentType?: string;
  readonly size?: number;
  readonly chunks: AsyncIterable<Buffer>;
}

/** Several small parts, as a raw request may have them. */
export const toFormBody = ({ fields, files }: FormParts): Body => {
  const texts = Object.entries(fields).map(([part, value]) =>
    inMemory({ part }, Buffer.from(typeof value === "string" ? value : (toJsonText(value) ?? ""))),
  );
  const contents = files.map(({ part, fileName, content }) =>
    inMemory({ part, fileName, contentType: "application/octet-stream" }, toBytes(content)),
  );
  return toStream([...texts, ...contents]);
};

const inMemory = (facts: Omit<Part, "size" | "chunks">, bytes: Buffer): Part => ({
  ...facts,
  size: bytes.length,
  chunks: slicesOf(bytes),
});

let boundaries = 0;

const toStream = (parts: readonly Part[]): Body => {
  const boundary = `----gong-connector-${Date.now().toString(36)}-${(boundaries++).toString(36)}-${Math.random().toString(36).slice(2)}`;
  const leads = parts.map((part, index) => Buffer.from(leadOf(part, boundary, index === 0)));
  const end = Buffer.from(`\r\n--${boundary}--\r\n`);
  const isSized = parts.every(({ size }) => size !== undefined);
  const length =
    leads.reduce((sum, lead) => sum + lead.length, end.length) + parts.reduce((sum, { size = 0 }) => sum + size, 0);
  async function* bytes() {
    for (const [index, part] of parts.entries()) {
      yield leads[index] as Buffer;
      for await (const chunk of part.chunks) {
        stream.emit("progress");
        yield chunk;
      }
    }
    yield end;
  }
  const stream = Readable.from(bytes(), { objectMode: false, highWaterMark: sliceBytes });
  return {
    headers: {
      "Content-Type": `multipart/form-data; boundary=${boundary}`,
      ...(isSized ? { "Content-Length": String(length) } : {}),
    },
    content: stream,
  };
};

const leadOf = ({ part, fileName, contentType }: Part, boundary: string, isFirst: boolean) =>
  [
    `${isFirst ? "" : "\r\n"}--${boundary}`,
    `Content-Disposition: form-data; name="${quoted(part)}"${fileName === undefined ? "" : `; filename="${quoted(fileName)}"`}`,
    ...(contentType?.trim() ? [`Content-Type: ${contentType.replace(/[\r\n]+/g, " ")}`] : []),
    "",
    "",
  ].join("\r\n");

/** As browsers write names, so that none can end its header early. */
const quoted = (name: string) => name.replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/"/g, "%22");

/** Views of the same memory, not copies. */
async function* slicesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += sliceBytes) yield bytes.subarray(from, from + sliceBytes);
}

async function* decodedSlicesOf(base64: string): AsyncGenerator<Buffer> {
  for (let from = 0; from < base64.length; from += sliceBytes)
    yield Buffer.from(base64.slice(from, from + sliceBytes), "base64");
}

/**
 * Opens a file: its first bytes are read, no more. Whoever does not read the rest has to close it. A file at a web
 * address ends with an error when its host is silent for a minute, and at the deadline (milliseconds since 1970).
 * @throws InputError for an address that cannot be opened, NotAnsweredError for a host that does not answer.
 */
export const open = async (
  content: FileToSend["content"],
  isMedia: boolean,
  deadline = Number.POSITIVE_INFINITY,
): Promise<Source> => {
  if (typeof content === "string" && isMedia) return openBase64(content);
  if (typeof content === "string" || Buffer.isBuffer(content)) return openBytes(toBytes(content));
  if (typeof content?.url === "string") return openUrl(content.url, deadline);
  throw new InputError([
    "The file is neither bytes nor text nor a web address. Hand over the file of an earlier step.",
  ]);
};

/** Bytes as they are: Buffer.from would copy them. */
const toBytes = (content: string | Buffer) => (typeof content === "string" ? Buffer.from(content) : content);

const openBytes = (bytes: Buffer): Source => ({
  size: bytes.length,
  head: bytes.subarray(0, 64),
  chunks: slicesOf(bytes),
  close: () => {},
});

/** A recording as text can only be base64; other text goes on to be refused by its first bytes. */
const openBase64 = (content: string): Source => {
  const text = content.trim().replace(/^data:[^,]{0,100};base64,/, "");
  const head = Buffer.from(text.slice(0, 88), "base64");
  if (!isRecording(head) || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return openBytes(Buffer.from(content));
  const size = Buffer.byteLength(text, "base64");
  return { size, head, chunks: decodedSlicesOf(text), close: () => {} };
};

const openUrl = async (address: string, deadline: number, redirects = 0): Promise<Source> => {
  const url = isUrl(address.trim()) ? new URL(address.trim()) : undefined;
  if (!url || !mayFetch(url)) throw notFetched(url);
  const answer = await fetchStream(url, deadline);
  if (answer.status === 200) return sourceOf(answer, url, deadline);
  answer.data.destroy();
  return openUrl(redirectOf(answer, url, redirects), deadline, redirects + 1);
};

/** Where an answer that is no file leads on to. */
const redirectOf = ({ status, headers }: Fetched, url: URL, redirects: number): string => {
  const { location } = headers;
  if (status < 300 || status >= 400 || typeof location !== "string") throw new InputError([refusalOf(status, url)]);
  if (redirects >= mostRedirects)
    throw new InputError(["The address of the file redirects too often. Use the final address."]);
  if (!isUrl(location, url.href))
    throw new InputError([`${url.host} redirects to something that is no web address. Use the final address.`]);
  return new URL(location, url).href;
};

const refusalOf = (status: number, { host }: URL): string => {
  const isSpent = status === 401 || status === 403 || status === 410;
  const advice = isSpent ? "Signed links expire: make a new one" : "Check the address";
  return `The file could not be fetched: ${host} answered ${status}. ${advice}.`;
};

/** A file whose first bytes have been read. */
const sourceOf = async ({ headers, data }: Fetched, { host }: URL, deadline: number): Promise<Source> => {
  const declared = Number(headers["content-length"]);
  const isCoded = headers["content-encoding"] !== undefined && headers["content-encoding"] !== "identity";
  const iterator = (data as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const next = () => nextOf(iterator, data, host, deadline);
  const first: Buffer[] = [];
  let ended = false;
  while (!ended && first.reduce((sum, chunk) => sum + chunk.length, 0) < 64) {
    const { value, done } = await next();
    if (done) ended = true;
    else first.push(value);
  }
  async function* chunks() {
    yield* first;
    while (!ended) {
      const { value, done } = await next();
      if (done) return;
      yield value;
    }
  }
  return {
    contentType: typeof headers["content-type"] === "string" ? headers["content-type"] : undefined,
    size: Number.isSafeInteger(declared) && !isCoded ? declared : undefined,
    head: Buffer.concat(first).subarray(0, 64),
    chunks: chunks(),
    close: () => data.destroy(),
  };
};

const notFetched = (url: URL | undefined): InputError =>
  new InputError([
    url?.protocol === "https:"
      ? `The file was not fetched from ${url.host}, which is no public address: it lies in a private network. Make the file available at a public https:// address, or hand over its bytes.`
      : "The address of the file must begin with https://.",
  ]);

/** The next part of a file. Only the wait for it counts as silence, not what the reader does in between. */
const nextOf = async (iterator: AsyncIterator<Buffer>, data: Readable, host: string, deadline: number) => {
  const silence = Object.assign(new Error("silence"), { code: "ETIMEDOUT" });
  const timer = setTimeout(() => data.destroy(silence), msToWait(deadline));
  try {
    return await iterator.next();
  } catch (error) {
    throw fetchFault(host, error);
  } finally {
    clearTimeout(timer);
  }
};

/** A minute, or what is left of the run. */
const msToWait = (deadline: number) => Math.max(0, Math.min(silenceMs, deadline - Date.now()));

const fetchFault = (host: string, fault: unknown) => {
  const { code } = fault as { code?: string };
  return new NotAnsweredError(
    `The file could not be fetched from ${host}: ${networkFaultInWords(code)} Run the step again.`,
    {
      code,
    },
  );
};

const silenceMs = 60_000;

/** Lines of their own for every file: what a name led to before is not asked again on a line that stands. */
const publicAgents = once(() => ({
  httpAgent: new (web().http.Agent)({ lookup: lookupPublic }),
  httpsAgent: new (web().https.Agent)({ lookup: lookupPublic }),
}));

interface Fetched {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: Readable;
}

const fetchStream = async (url: URL, deadline: number): Promise<Fetched> => {
  const abort = new AbortController();
  const bell = setTimeout(() => abort.abort(), msToWait(deadline));
  try {
    const { status, headers, data } = await axios.get<Readable>(url.href, {
      adapter: "http",
      responseType: "stream",
      maxRedirects: 0,
      decompress: false,
      proxy: false,
      validateStatus: () => true,
      ...publicAgents(),
      headers: { Accept: "*/*", "Accept-Encoding": "identity", "User-Agent": "gong-connector" },
      signal: abort.signal,
    });
    return { status, headers: { ...headers }, data };
  } catch (error) {
    if ((error as { code?: unknown }).code === notPublicCode) throw notFetched(url);
    throw fetchFault(url.host, abort.signal.aborted ? { code: "ETIMEDOUT" } : error);
  } finally {
    clearTimeout(bell);
  }
};

const refuseTooLarge = (size: number, maxBytes: number) => {
  if (size > maxBytes)
    throw new InputError([
      `The file has ${inMebibytes(size)} MB; Gong takes at most ${inMebibytes(maxBytes)} MB. Hand over a smaller file.`,
    ]);
};

const inMebibytes = (bytes: number) => Math.ceil(bytes / mebibyte).toLocaleString("en-US");

/** Passes the bytes on, counts them, and tells the log now and then how far it is. */
async function* limited(source: Source, maxBytes: number, step: Step | undefined, fileName: string) {
  let passed = 0;
  let toldAt = Date.now();
  for await (const chunk of source.chunks) {
    passed += chunk.length;
    refuseTooLarge(passed, maxBytes);
    if (Date.now() - toldAt >= progressEveryMs) {
      toldAt = Date.now();
      const share = source.size
        ? ` of ${inMebibytes(source.size)} MB (${Math.floor((100 * passed) / source.size)} %)`
        : " MB";
      step?.logger?.info(`Sending ${fileName}: ${inMebibytes(passed)}${share}.`);
    }
    yield chunk;
  }
  if (passed < (source.size ?? 0))
    throw new NotAnsweredError("The file ended before its announced size. Run the step again.", { code: "ECONNRESET" });
}

/** True for bytes that begin like WAV, FLAC, MKV, MP4 or MP3. */
export const isRecording = (head: Buffer): boolean => {
  const text = head.toString("latin1");
  if (/^(?:RIFF|RF64)/.test(text)) return text.slice(8, 12) === "WAVE";
  if (text.startsWith("fLaC") || text.startsWith("ID3") || text.slice(4, 8) === "ftyp") return true;
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return true;
  // An MPEG frame: eleven set bits, a version, and a layer that is not the reserved one (which ADTS uses).
  const [first = 0, second = 0] = head;
  return first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x18) !== 0x08 && (second & 0x06) !== 0;
};

const likeness = (head: Buffer): string => {
  const text = head.toString("latin1");
  const known: readonly [RegExp, string][] = [
    [/^\s*<(?:!doctype|html)/i, "a web page, perhaps a sign-in page"],
    [/^\s*[[{]/, "JSON"],
    [/^OggS/, "Ogg"],
    [/^PK/, "a ZIP archive"],
    [/^%PDF/, "a PDF"],
    [/^(?:https?|s3):/i, "an address: use the input for the file's address"],
    [/^[A-Za-z0-9+/\s]{32,}=*$/, "text"],
  ];
  const found = known.find(([pattern]) => pattern.test(text));
  return found ? `: it looks like ${found[1]}` : "";
};
