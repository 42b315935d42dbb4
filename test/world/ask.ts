import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Sandbox } from "#sandbox/index";

/** What came back. `body` is parsed when it is JSON, else the text. */
export interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  // Tests read into answers of many shapes.
  readonly body: Record<string, unknown>;
}

/** The Basic header of the sandbox's access key. */
export const basic = ({ accessKey, accessKeySecret }: Sandbox) =>
  `Basic ${Buffer.from(`${accessKey}:${accessKeySecret}`).toString("base64")}`;

/**
 * Sends one request ("GET /v2/calls") with the access key. A value as body goes as JSON, text and bytes as they are;
 * a header of undefined is left out.
 */
export function ask(
  sandbox: Sandbox,
  line: string,
  body?: unknown,
  headers: Readonly<Record<string, string | undefined>> = {},
): Promise<Asked> {
  const [method, path] = line.split(" ");
  const isRaw = typeof body === "string" || Buffer.isBuffer(body);
  const sent = body === undefined || isRaw ? body : JSON.stringify(body);
  const all = {
    authorization: basic(sandbox),
    ...(sent !== undefined && {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(sent)),
    }),
    ...headers,
  };
  const present = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new Promise((resolve, reject) => {
    const start = sandbox.ca ? httpsRequest : httpRequest;
    const request = start(`${sandbox.url}${path}`, { method, headers: present, ca: sandbox.ca }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const body = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {};
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body });
      });
    });
    request.on("error", reject);
    request.end(sent);
  });
}

/** The `records` of a page. */
export const recordsOf = ({ body }: Asked) =>
  body.records as { totalRecords: number; currentPageSize: number; currentPageNumber: number; cursor?: string };

/** The error words of an answer, joined. */
export const wordsOf = ({ body }: Asked) => (body.errors as string[]).join(" | ");
