import { BrokenConnectionError, type Facts, GongError, MissingScopeError, NotAnsweredError } from "#src/base/errors";
import { mayReceiveCredentials } from "#src/base/hosts";
import { parseJson } from "#src/base/json";
import { isUrl } from "#src/base/url";
import type { Answer } from "#src/operation";
import type { Account } from "./account";
import type { GongRequest } from "./request";
import type { Received } from "./send";

/** Who request, for a person: the step, and the operation of it that failed. */
export const titleOf = ({ label, step }: GongRequest): string =>
  step === undefined || step === label ? label : `${step}, ${label}`;

/** Gong's own error body, or undefined when the body is anything else. */
const readGongErrors = (text: string): { requestId?: string; errors: string[]; [key: string]: unknown } | undefined => {
  const parsed = tryParse(text);
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const { requestId, errors } = parsed as Record<string, unknown>;
  if (!Array.isArray(errors) || !errors.every((each) => typeof each === "string")) return undefined;
  return { ...parsed, requestId: typeof requestId === "string" ? requestId : undefined, errors };
};

const tryParse = (text: string): unknown => {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
};

/** True for a page for people. */
export const isHtml = (text: string, headers: Readonly<Record<string, string>>) =>
  /^\s*<(?:!doctype|html|head|body)/i.test(text) || /text\/html/i.test(headers["content-type"] ?? "");

/**
 * The JSON of an answer with a good status.
 * @throws NotAnsweredError for a page for people, nothing, or text that is cut off.
 */
export const readJsonAnswer = (received: Received, account: Account, request: GongRequest): unknown => {
  const text = received.bytes.toString("utf8");
  if (received.status === 204) return {};
  const facts: Facts = {
    ...factsOf(request),
    status: received.status,
    mayHaveHappened: request.effect !== "reads",
  };
  const lead = `${titleOf(request)}: ${request.method} ${request.path} was answered with status ${received.status}, but `;
  const after = request.effect === "reads" ? "" : " Look in Gong whether the change was made before running it again.";
  if (text.trim() === "") throw new NotAnsweredError(`${lead}with an empty body where data is due.${after}`, facts);
  if (isHtml(text, received.headers))
    throw new NotAnsweredError(
      `${lead}with an HTML page where data is due. A proxy or a sign-in page stands between: check that the Base URL of the connection (${account.origin}) is the API address that Gong shows beside the access key.${after}`,
      { ...facts, address: account.origin },
    );
  try {
    return parseJson(text);
  } catch (error) {
    const how = /nested/.test(String(error)) ? "nested too deep to be read" : "cut off or broken";
    throw new NotAnsweredError(`${lead}with JSON that is ${how}.${after}`, facts);
  }
};

/** The same, where Gong's contract promises an object. */
export const readObjectAnswer = (received: Received, account: Account, request: GongRequest): Answer => {
  const answer = readJsonAnswer(received, account, request);
  if (typeof answer === "object" && answer !== null) return answer as Answer;
  throw bareValue(request, received.status);
};

/** The error of an answer that is no object. */
export const bareValue = (request: GongRequest, status = 200): NotAnsweredError =>
  new NotAnsweredError(
    `${titleOf(request)}: ${request.method} ${request.path} was answered with a bare value where an object is due. Run it again; if it stays so, check the Base URL of the connection.`,
    { ...factsOf(request), status, mayHaveHappened: request.effect !== "reads" },
  );

const factsOf = ({ label, method, path }: GongRequest): Facts => ({ operation: label, method, path });

const howKeysGetScopes =
  "An administrator adds it to the access key in Gong under Admin center > Settings > Ecosystem > API, or creates a key that has it and puts that into the connection.";
const howIntegrationsGetScopes =
  "An administrator ticks it in the integration in Gong under Admin center > Settings > Ecosystem > API > Integrations; add it to the Scopes of the connection too, then reconnect the connection.";

export interface Circumstances {
  readonly retryAfterMs?: number;
  /** True when an earlier attempt got no good answer, so that Gong may have carried it out all the same. */
  readonly mayBeThere?: boolean;
}

/** The error of an answer with a bad status: what, where, Gong's words, request id, what to do next. */
export const toError = (
  received: Received,
  account: Account,
  request: GongRequest,
  { retryAfterMs, mayBeThere }: Circumstances = {},
): Error => {
  const { status, headers } = received;
  const text = received.bytes.subarray(0, 100_000).toString("utf8");
  const gong = readGongErrors(text);
  const requestId = gong?.requestId ?? headers["x-traceid"];
  const words = inSentences(gong?.errors ?? []);
  const facts: Facts = {
    ...factsOf(request),
    status,
    gongErrors: gong?.errors ?? [],
    requestId,
    ...(retryAfterMs === undefined ? {} : { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) }),
  };
  const page = isHtml(text, headers) ? " with an HTML page instead of data" : "";
  const said = words ? `: ${words}` : page;
  const reference = requestId ? ` (Gong request ${requestId})` : "";
  const message = (next: string) =>
    `${titleOf(request)}: Gong answered ${status} to ${request.method} ${request.path}${withoutEnd(said)}. ${next}`.trimEnd() +
    reference;

  if (status >= 300 && status < 400) return toRedirectError(received, account, request, facts);
  if (status === 401) return toSignInError(words, message, facts, account, request);
  if (status === 403 && /permission|scope/i.test(words) && /api:[\w:-]+/.test(words))
    return toScopeError(words, message, facts, request, account.usesOAuth);
  const isTwin = mayBeThere && (status === 409 || /already been posted/i.test(words));
  const ours = isTwin
    ? "It was sent before, without a good answer, and that is probably what Gong has: look there. "
    : "";
  return new GongError(message(ours + nextStep(status, words, gong, request, facts)), facts);
};

/** Several sentences of Gong's, told apart also where they have no full stop. */
const inSentences = (errors: readonly string[]) =>
  errors
    .map((each) => each.trim())
    .filter((each) => each !== "")
    .map((each, index, all) => (index < all.length - 1 && !/[.!?;:]$/.test(each) ? `${each};` : each))
    .join(" ");

/** Without the full stops and spaces at the end, which a pattern would look for at every one of many. */
const withoutEnd = (text: string): string => {
  let end = text.length;
  while (end > 0 && ". \n\r\t".includes(text[end - 1] ?? "")) end--;
  return text.slice(0, end);
};

const readTarget = (target: string, from: string) => {
  if (!isUrl(target, from)) return { origin: "", pathname: "", isGong: false };
  const url = new URL(target, from);
  return { origin: url.origin, pathname: url.pathname, isGong: mayReceiveCredentials(url) };
};

const toRedirectError = (received: Received, account: Account, request: GongRequest, facts: Facts): Error => {
  const target = received.headers.location ?? "";
  const { origin, pathname, isGong } = readTarget(target, account.origin);
  const lead = `${titleOf(request)}: ${account.origin} redirects ${request.method} ${request.path} to another address. Redirects are not followed, since the credentials must not travel. `;
  // Sign-in pages are reached by redirects too: only what goes on to the same path may be Gong's API elsewhere.
  if (origin === account.origin || !isGong || pathname !== request.path)
    return new GongError(
      `${lead}Check that the Base URL of the connection is the API address that Gong shows beside the access key.`,
      facts,
    );
  const fix = account.usesOAuth
    ? `The right base URL is ${origin}: reconnect the connection, so that Gong names it.`
    : `The right base URL is ${origin}: put it into the Base URL of the connection.`;
  return new BrokenConnectionError(account.connection, lead + fix, { ...facts, address: origin });
};

const toSignInError = (
  words: string,
  message: (next: string) => string,
  facts: Facts,
  account: Account,
  request: GongRequest,
): Error => {
  if (/permission|scope/i.test(words)) return toScopeError(words, message, facts, request, account.usesOAuth);
  const host = /revoked/i.test(words)
    ? `Gong says this also when nothing was revoked, but the host is not the one of this company: each company has its regional API address, and ${account.origin} may be another's. Compare it with the address that Gong shows. `
    : "";
  const next = account.usesOAuth
    ? "Reconnect the connection."
    : `Check both parts of the access key in the connection, and the Base URL: it must be the address that Gong shows beside the key, since others, ${account.origin} perhaps among them, do not know the key. A new access key takes up to five minutes to work.`;
  return new BrokenConnectionError(account.connection, message(host + next), facts);
};

const toScopeError = (
  words: string,
  message: (next: string) => string,
  facts: Facts,
  request: GongRequest,
  usesOAuth: boolean,
): Error => {
  const named = [...new Set(words.match(/api:[\w:-]+/g) ?? [])];
  const scopes = named.length > 0 ? named : request.scopes;
  const unsure =
    named.length === 0 && request.scopesAreUnsure ? " (Gong does not say which; this is the likely one)" : "";
  const missing = scopes.length > 0 ? `The scope ${scopes.join(", ")} is missing${unsure}.` : "A scope is missing.";
  const others = request.scopes.filter((scope) => !scopes.includes(scope));
  const also = others.length > 0 ? ` This action needs ${others.join(", ")} as well.` : "";
  return new MissingScopeError(
    message(`${missing}${also} ${usesOAuth ? howIntegrationsGetScopes : howKeysGetScopes}`),
    { ...facts, scopes },
  );
};

/** The one thing to do next: Gong's own advice where it gives some. */
const nextStep = (
  status: number,
  words: string,
  gong: { [key: string]: unknown } | undefined,
  request: GongRequest,
  facts: Facts,
): string => {
  const own = [gong?.userFacingError, gong?.fixUrl, gong?.helpUrl]
    .filter((each) => typeof each === "string" && each.trim() !== "")
    .join(" ");
  if (own) return `${own}.`.replace(/\.\.$/, ".");
  const wait = waitInWords(facts.retryAfterSeconds);
  const otherwise = status >= 500 ? advice.failure : advice.other;
  return (advice[status] ?? otherwise)({ words, request, wait });
};

type Advice = (given: { readonly words: string; readonly request: GongRequest; readonly wait: string }) => string;

const advice: Readonly<Record<number, Advice>> & { readonly failure: Advice; readonly other: Advice } = {
  400: ({ words }) => adviceOnInput(words),
  402: () => "The company's AI credits are used up: an administrator sees and extends them in Gong's company settings.",
  403: () =>
    "Gong knows the credentials but does not allow this. Ask an administrator whether the access key or integration is limited to trusted IP addresses that this platform is not among, whether the feature is released to the company (meetings), and whether the user has the licence (Engage).",
  404: ({ request: { path } }) =>
    path.startsWith("/v2")
      ? "Check the ids: nothing that these credentials may see has them."
      : `Paths of Gong's API begin with /v2: try /v2${path}.`,
  405: () => "This method does not exist at this path. Check both against Gong's API reference.",
  // Gong's words name the cause, where there are some.
  409: ({ words }) =>
    words === ""
      ? "Gong already has this, or its settings forbid it: the same unique id was used before, the host is not set to be recorded, or another integration holds the place."
      : "",
  413: () => "The request is too large for Gong: send fewer records or a smaller file.",
  415: () => "Gong does not take this kind of content: check the file's format or the body.",
  422: () => "Gong understood the request but cannot apply it: correct the values.",
  429: ({ wait }) =>
    `Gong's limits (3 requests a second and 10,000 a day for the whole company) are used up${wait}. Run this again later.`,
  failure: ({ request: { effect }, wait }) =>
    `Gong failed, not the request${effect === "reads" ? "" : "; look in Gong whether the change was made before running it again"}. Try again later${wait}; Gong's support can look the request up.`,
  other: () => "Check the inputs against Gong's API reference.",
};

const adviceOnInput = (words: string): string => {
  if (isCursorFault(words))
    return "Cursors live for about an hour: leave Cursor empty to read the range again from its beginning.";
  // Some words name nothing that could be corrected.
  if (/^bad request\.?$/i.test(words))
    return "Gong does not say what is wrong: compare the inputs with Gong's API reference, ids first.";
  if (/calls? not found/i.test(words))
    return "Check the ids: Gong has no call with some of them, or these credentials may not see it.";
  return words === "" ? "Check the inputs against Gong's API reference." : "Correct the named input.";
};

const waitInWords = (seconds: number | undefined) =>
  seconds === undefined ? "" : `; Gong asks to wait ${durationInWords(seconds)}`;

/** A duration as people say it. */
export const durationInWords = (seconds: number): string => {
  if (seconds <= 1) return "1 second";
  return seconds < 120 ? `${Math.ceil(seconds)} seconds` : `${Math.ceil(seconds / 60)} minutes`;
};

/** True for Gong's words about a cursor that no longer works. */
export const isCursorFault = (words: string) => /cursor has expired|failed to verify cursor/i.test(words);
