import { createHash } from "node:crypto";
import type { Connection } from "@prismatic-io/spectral";
import { BrokenConnectionError, withoutSecrets } from "#src/base/errors";
import { mayReceiveCredentials } from "#src/base/hosts";
import { isUrl } from "#src/base/url";

/** The Gong that a connection leads to, and how to sign in there. */
export interface Account {
  /** Scheme, host and port; no path. */
  readonly origin: string;
  /** The value of the Authorization header. */
  readonly authorization: string;
  /** Everything that must never be shown. */
  readonly secrets: readonly string[];
  /** The same for all clients that share Gong's limits, and unreadable. */
  readonly identity: string;
  readonly usesOAuth: boolean;
  /** What the token may do, when the token says so. */
  readonly grantedScopes: readonly string[];
  /** What the connection asks for, when it says so. */
  readonly requestedScopes: readonly string[];
  /** The connection without secrets, for errors. */
  readonly connection: Connection;
}

/** Gong's general API address. */
export const defaultAddress = "https://api.gong.io";

/**
 * Reads address and credentials from a connection of the platform's.
 * @throws ConnectionError saying what is missing and where to find it.
 */
export const readConnection = (connection: unknown): Account => {
  const { key, fields } = (connection ?? {}) as Partial<Connection>;
  if (key === "oauth2") return readOAuth(connection as Connection);
  if (key === "gongApiKey") return readKey(connection as Connection, fields ?? {});
  throw new BrokenConnectionError(
    withoutSecrets(connection),
    "No Gong connection was given. Choose a connection of this component: Gong Basic Authentication, or Gong OAuth 2.0.",
  );
};

const readKey = (connection: Connection, fields: Readonly<Record<string, unknown>>): Account => {
  const fault = (message: string) => new BrokenConnectionError(connection, message);
  const accessKey = toTrimmed(fields.accessKey);
  const secret = toTrimmed(fields.accessKeySecret);
  const missing = [accessKey ? "" : "Access Key", secret ? "" : "Access Key Secret"].filter(Boolean);
  if (missing.length > 0)
    throw fault(
      `The connection has no ${missing.join(" and no ")}. In Gong, open Admin center > Settings > Ecosystem > API, create an access key, and copy both parts into the connection.`,
    );
  if (accessKey.includes(":"))
    throw fault("The Access Key of the connection holds a colon. Copy key and secret into their own fields.");
  const encoded = Buffer.from(`${accessKey}:${secret}`).toString("base64");
  const origin = readAddress(fields.baseUrl, fault);
  return {
    origin,
    authorization: `Basic ${encoded}`,
    secrets: [secret, encoded, accessKey],
    identity: fingerprint(origin, accessKey),
    usesOAuth: false,
    grantedScopes: [],
    requestedScopes: [],
    connection: withoutSecrets(connection),
  };
};

const readOAuth = (connection: Connection): Account => {
  const fault = (message: string) => new BrokenConnectionError(connection, message);
  const accessToken = findText(connection.token, "access_token");
  const baseUrl = findText(connection.token, "api_base_url_for_customer");
  if (!accessToken || /[^\x21-\x7e]/.test(accessToken))
    throw fault("The connection has no access token. Reconnect it, so that Gong gives a new one.");
  if (!baseUrl)
    throw fault(
      "The connection does not know its Gong host: the token came without api_base_url_for_customer. Reconnect it, so that Gong names the host.",
    );
  const refreshToken = findText(connection.token, "refresh_token");
  const clientSecret = toTrimmed(connection.fields?.clientSecret);
  return {
    origin: readAddress(baseUrl, fault, asGranted),
    authorization: `Bearer ${accessToken}`,
    secrets: [accessToken, refreshToken, clientSecret].filter(Boolean),
    identity: fingerprint(baseUrl, accessToken),
    usesOAuth: true,
    grantedScopes: toWords(findText(connection.token, "scope")),
    requestedScopes: toWords(toTrimmed(connection.fields?.scopes)),
    connection: withoutSecrets(connection),
  };
};

const toTrimmed = (value: unknown) => (typeof value === "string" ? value.trim() : "");

const toWords = (text: string) => text.split(/[\s,]+/).filter(Boolean);

const fingerprint = (...parts: string[]) => createHash("sha256").update(parts.join("\n")).digest("base64url");

/** Looks a text up in the token's answer, which the platform may hand over nested or as JSON text. */
const findText = (holder: unknown, name: string, depth = 3): string => {
  if (typeof holder === "string" && holder.trim().startsWith("{")) {
    try {
      return findText(JSON.parse(holder), name, depth);
    } catch {
      return "";
    }
  }
  if (typeof holder !== "object" || holder === null || depth === 0) return "";
  const own = toTrimmed((holder as Record<string, unknown>)[name]);
  return (
    own ||
    (Object.values(holder)
      .map((each) => findText(each, name, depth - 1))
      .find(Boolean) ??
      "")
  );
};

/** How an address is called in errors, and what to do about it. */
interface AddressWords {
  readonly name: string;
  readonly advice: string;
}

const asTyped: AddressWords = {
  name: "The Base URL of the connection",
  advice: `Enter the API base URL that Gong shows beside the access key, such as ${defaultAddress}.`,
};
const asGranted: AddressWords = {
  name: "The address that came with the token (api_base_url_for_customer)",
  advice: "Reconnect the connection, so that Gong names the host.",
};

/**
 * Scheme, host and port of an address as people paste it. Blank means Gong's general address.
 * @throws what `fault` makes of the words, for an address where credentials must not go.
 */
const readAddress = (value: unknown, fault: (message: string) => Error, words = asTyped): string => {
  if (value !== undefined && value !== null && typeof value !== "string")
    throw fault(`${words.name} must be text, such as ${defaultAddress}.`);
  const pasted = (value ?? "").replace(/\s/g, "");
  if (pasted === "") return defaultAddress;
  const complete = /^[a-z][a-z\d+.-]*:\/\//i.test(pasted) ? pasted : `https://${pasted.replace(/^\/+/, "")}`;
  const url = isUrl(complete) ? new URL(complete) : undefined;
  const problem = url ? problemOf(url, words) : `is not a web address. ${words.advice}`;
  if (!url || problem) throw fault(`${words.name} ${problem}`);
  return url.origin;
};

/** Why credentials must not go to an address, to follow its name; undefined when they may. */
const problemOf = (url: URL, { advice }: AddressWords): string | undefined => {
  const isOpen = mayReceiveCredentials(url);
  if (url.username || url.password) return `holds a user name or password. ${advice}`;
  if (url.protocol !== "https:" && !isOpen)
    return `begins with ${url.protocol}//, which would send the credentials unprotected. Begin it with https://.`;
  if (/(^|\.)app\.gong\.io$/.test(url.hostname))
    return `is Gong's web app. The API address is ${defaultAddress}, or the one that Gong shows beside the access key, such as https://us-12345.api.gong.io.`;
  if (!isOpen)
    return `leads to ${url.host}, which is not Gong: credentials go only to gong.io and hosts below it, over https on the usual port. ${advice} A sandbox on your own machine is opened by naming its host in the environment variable GONG_ALLOWED_HOSTS; on the platform no other host can be opened.`;
  if (!/^\/(v2(\/.*)?)?$/i.test(url.pathname)) return `has a path that Gong does not have. ${advice}`;
  return undefined;
};
