import { InputError } from "#src/base/errors";
import { isUrl } from "#src/base/url";
import type { Account } from "./account";
import { isHtml } from "./answer";
import type { RawAnswer, RawRequest } from "./client";
import type { GongRequest } from "./request";
import type { Received } from "./send";

/** A request as a person writes it by hand, made into one that keeps the client's rules. */

const ownHeaders = new Set(["authorization", "host", "content-length", "connection", "transfer-encoding", "cookie"]);

/** True for methods that change nothing. */
export const isReading = (method: string): boolean => ["GET", "HEAD", "OPTIONS"].includes(method);

/**
 * @throws InputError for an address on another host, since the credentials would go there, and for headers that the
 * client sets itself.
 */
export const ofRawRequest = (request: RawRequest, account: Account): GongRequest => {
  const method = request.method.trim().toUpperCase();
  if (!/^[A-Z]+$/.test(method)) throw new InputError(["Method must be an HTTP method, such as GET or POST."]);
  const url = toUrl(request.url, account);
  return {
    label: "Raw Request",
    method,
    path: url.pathname,
    scopes: [],
    effect: isReading(method) ? "reads" : "writes",
    search: url.search,
    query: request.query ?? {},
    headers: toHeaders(request.headers ?? {}),
    ...toContent(request),
    retries: request.retries,
    timeoutMs: request.timeoutMs,
  };
};

const toUrl = (given: string, account: Account): URL => {
  const text = given.trim();
  if (text === "") throw new InputError(["URL is required: a path such as /v2/users."]);
  // A backslash counts as a slash in web addresses, and would begin another host.
  const isAbsolute = /^[a-z][a-z\d+.-]*:/i.test(text) || /^[\\/]{2}/.test(text);
  const complete = isAbsolute ? text : `${account.origin}/${text.replace(/^\//, "")}`;
  const url = isUrl(complete, account.origin) ? new URL(complete, account.origin) : undefined;
  if (!url) throw new InputError(["URL is not a web address. Enter a path such as /v2/users."]);
  if (url.origin !== account.origin || url.username || url.password)
    throw new InputError([
      `URL must be on the host of the connection, ${account.origin}: the credentials of the connection go nowhere else. Enter only the path, such as /v2/users.`,
    ]);
  return url;
};

const toHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> => {
  const refused = Object.keys(headers).filter((name) => ownHeaders.has(name.trim().toLowerCase()));
  if (refused.length > 0)
    throw new InputError([`Headers must not hold ${refused.join(", ")}, which the connection and the client set.`]);
  const wrong = Object.entries(headers).filter(
    ([name, value]) => !/^[\w!#$%&'*+.^`|~-]+$/.test(name.trim()) || /[^\t\x20-\x7e\x80-\xff]/.test(String(value)),
  );
  if (wrong.length > 0)
    throw new InputError([
      `Headers hold a name or value that cannot be sent: ${wrong.map(([name]) => name.trim()).join(", ")}.`,
    ]);
  // Spaces around names and values are left out when it is sent.
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
};

const toContent = ({ body, formData = {}, files = [] }: RawRequest): Pick<GongRequest, "body" | "form"> => {
  const hasForm = Object.keys(formData).length > 0 || files.length > 0;
  const hasBody = body !== undefined && body !== null && body !== "";
  if (hasForm && hasBody) throw new InputError(["Data and Form Data exclude each other: fill in one of them."]);
  if (hasForm) return { form: { fields: formData, files } };
  return hasBody ? { body } : {};
};

const secretHeaders = /^(?:set-cookie|cookie|(?:proxy-)?authorization|www-authenticate|x-api-key|.*token.*)$/i;

/**
 * The answer as the caller asked for it; headers that hold secrets are left out. `readJson` refuses what is no JSON.
 */
export const toRawAnswer = (
  { status, headers, bytes }: Received,
  responseType: RawRequest["responseType"],
  readJson: () => unknown,
): RawAnswer => ({
  statusCode: status,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !secretHeaders.test(name))),
  body: readBody(bytes, responseType, headers, readJson),
});

const readBody = (
  bytes: Buffer,
  responseType: RawRequest["responseType"],
  headers: Readonly<Record<string, string>>,
  readJson: () => unknown,
): unknown => {
  if (responseType === "arraybuffer") return bytes;
  const text = bytes.toString("utf8");
  if (responseType === "text" || responseType === "document") return text;
  if (text.trim() === "") return null;
  const type = headers["content-type"] ?? "";
  return isHtml(text, headers) || type === "" || /json/i.test(type) ? readJson() : text;
};
