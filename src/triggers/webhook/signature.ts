import { createHash, createPublicKey, type KeyObject, timingSafeEqual } from "node:crypto";
import type { JWTPayload } from "jose";
import { ActionableError } from "#src/base/errors";
import { once } from "#src/base/lazy";
import { isUrl } from "#src/base/url";

/** Loaded with the first signed webhook: no other step needs it. */
const jose = once(() => require("jose") as typeof import("jose"));

/** Which check a webhook failed. */
export type WebhookCheck =
  | "body"
  | "keys"
  | "token"
  | "algorithm"
  | "criticalHeader"
  | "signature"
  | "time"
  | "url"
  | "bodyHash"
  | "secret";

/** The request does not come from Gong as far as can be told, or cannot be checked. No step may run for it. */
export class WebhookRefusedError extends ActionableError {
  override readonly name = "WebhookRefusedError";
  readonly check: WebhookCheck;

  constructor(check: WebhookCheck, words: string) {
    super(`The webhook was refused: ${words}`);
    this.check = check;
  }

  override toJSON() {
    return { name: this.name, message: this.message, check: this.check };
  }
}

/** A request as it came. */
export interface Delivery {
  /** Names in any case; a header that came twice may be a list. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** The body before any parser touched it: text or bytes. Anything else cannot be checked. */
  readonly rawBody: unknown;
}

/** What the platform lets in; a larger body did not come through it whole. */
const maxBodyBytes = 6 * 1024 * 1024;

/** Tokens of Gong's are well under a kilobyte. */
const maxTokenLength = 16_384;

/** How far the clocks of Gong and of this machine may differ. */
const allowanceSeconds = 60;

/**
 * Checks a webhook of Gong's mode "Signed JWT header": an RS256 token in the Authorization header,
 * with or without `Bearer`, over the address that the rule was given and over the SHA-256 of the raw body.
 * @param publicKeys one per automation rule: bare base64 of the SPKI DER, as Gong shows it, or PEM.
 * @param webhookUrl the address that the rule was given.
 * @param now the time of arrival.
 * @returns the number of the key that fits, counted from 1.
 * @throws WebhookRefusedError that says which check failed and what to do.
 */
export const verifySignedJwt = async (
  { headers, rawBody }: Delivery,
  { publicKeys, webhookUrl, now }: { publicKeys: readonly string[]; webhookUrl: string | undefined; now: Date },
): Promise<{ verified: true; key: number }> => {
  const body = rawBytes(rawBody);
  if (publicKeys.length === 0)
    throw new WebhookRefusedError(
      "keys",
      "no public key is set. Copy the public key of the automation rule from Gong (Admin center, Ecosystem, Automation rules, the rule's webhook action) into Public Keys, or choose another Verification.",
    );
  const keys = publicKeys.map(readPublicKey);
  const token = tokenOf(headers);
  refuseForeignHeader(token);
  const { claims, key } = await firstFitting(token, keys, now);
  if ((claims.iat ?? 0) > now.getTime() / 1000 + allowanceSeconds)
    throw new WebhookRefusedError("time", `its token was issued in the future. ${clockAdvice}`);
  refuseOtherUrl(claims.webhook_url, webhookUrl);
  const sum = createHash("sha256").update(body).digest("hex");
  if (typeof claims.body_sha256 !== "string" || !isSameText(claims.body_sha256.toLowerCase(), sum))
    throw new WebhookRefusedError(
      "bodyHash",
      "its body is not the one that was signed. Something between Gong and this workflow changed the body, or the request is forged.",
    );
  return { verified: true, key };
};

/** The parts of a request in which a secret of the address may stand. */
export interface Place {
  readonly queryParameters: unknown;
  readonly paths: readonly unknown[];
}

/**
 * Checks a webhook of Gong's mode "URL includes key": the secret stands somewhere in the query, or is the last part of
 * the path. Takes the same time wherever the secret differs.
 * @throws WebhookRefusedError when it is not there.
 */
export const verifyUrlSecret = (place: Place, secret: string | undefined): { verified: true } => {
  if (!secret)
    throw new WebhookRefusedError(
      "secret",
      "no URL secret is set. Make up a long random text, put it into URL Secret, and add it to the address in Gong's rule as ?key=<secret>.",
    );
  const found = secretsIn(place).filter((each) => isSameText(each, secret)).length;
  if (found === 0)
    throw new WebhookRefusedError(
      "secret",
      "its address does not hold the URL secret. Give Gong's rule the address of this workflow with ?key=<secret> at its end.",
    );
  return { verified: true };
};

const clockAdvice = "If this repeats with genuine deliveries, compare the clocks.";

const rawBytes = (rawBody: unknown): Buffer => {
  const bytes = toBytes(rawBody);
  if (!bytes)
    throw new WebhookRefusedError(
      "body",
      "its raw body is not available as text or bytes, so the signature cannot be checked. Use Verification urlSecret where the raw body is not kept.",
    );
  return bytes;
};

/**
 * The bytes of a raw body: text, bytes, or a Buffer that went through JSON. Undefined for anything else.
 * @throws WebhookRefusedError when there are more than the platform lets in.
 */
export const toBytes = (rawBody: unknown): Buffer | undefined => {
  const bytes = bytesOf(rawBody);
  if (bytes && bytes.length > maxBodyBytes)
    throw new WebhookRefusedError("body", `its body has ${bytes.length} bytes; at most ${maxBodyBytes} are taken.`);
  return bytes;
};

const bytesOf = (rawBody: unknown): Buffer | undefined => {
  if (typeof rawBody === "string") return Buffer.from(rawBody);
  if (rawBody instanceof Uint8Array) return Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength);
  const { type, data } = (rawBody ?? {}) as { type?: unknown; data?: unknown };
  return type === "Buffer" && Array.isArray(data) ? Buffer.from(data) : undefined;
};

const keyAdvice =
  "Copy the public key of the automation rule from Gong again, whole: a long text that begins with MII.";

/** A key of at least 2048 bits: shorter ones can be broken, and jose takes none. */
const readPublicKey = (written: string, index: number): KeyObject => {
  const name = `public key ${index + 1}`;
  if (/PRIVATE KEY/.test(written))
    throw new WebhookRefusedError("keys", `${name} is a private key, which belongs to its owner alone. ${keyAdvice}`);
  const base64 = written.replace(/-----(?:BEGIN|END) [A-Z ]{1,30}-----/g, "").replace(/\\[rn]|[\s"']/g, "");
  const key = keyFrom(base64);
  if (key?.asymmetricKeyType !== "rsa")
    throw new WebhookRefusedError("keys", `${name} cannot be read as an RSA public key. ${keyAdvice}`);
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    throw new WebhookRefusedError("keys", `${name} has fewer than 2048 bits. ${keyAdvice}`);
  return key;
};

const keyFrom = (base64: string): KeyObject | undefined => {
  try {
    return createPublicKey({ key: Buffer.from(base64, "base64"), format: "der", type: "spki" });
  } catch {
    // The caller says in words what Node says in OpenSSL's.
    return undefined;
  }
};

const tokenOf = (headers: Readonly<Record<string, unknown>>): string => {
  const values = Object.entries(headers)
    .filter(([name]) => name.toLowerCase() === "authorization")
    .flatMap(([, value]) => value)
    .filter(Boolean);
  const [value] = values;
  if (value === undefined)
    throw new WebhookRefusedError(
      "token",
      "it has no Authorization header. Choose Signed JWT header in the webhook action of Gong's rule, or another Verification here.",
    );
  // Servers join headers that came twice with a comma, which no token holds.
  if (values.length > 1 || typeof value !== "string" || value.includes(","))
    throw new WebhookRefusedError("token", "it has more than one Authorization header.");
  if (value.length > maxTokenLength) throw new WebhookRefusedError("token", "its token is far too long.");
  return value.trim().replace(/^Bearer\s+/i, "");
};

const malformed = () =>
  new WebhookRefusedError(
    "token",
    "its Authorization header holds no JWT. Gong's rule has to send a Signed JWT header.",
  );

/** Only what Gong sends: RS256, and no extension that a verifier would have to understand. */
const refuseForeignHeader = (token: string): void => {
  const { alg, crit } = headerOf(token);
  if (alg !== "RS256")
    throw new WebhookRefusedError(
      "algorithm",
      "its token is not signed with RS256, the only algorithm that Gong uses.",
    );
  if (crit !== undefined)
    throw new WebhookRefusedError("criticalHeader", "its token demands extensions that Gong does not use.");
};

const headerOf = (token: string) => {
  try {
    return jose().decodeProtectedHeader(token);
  } catch {
    throw malformed();
  }
};

/** The claims of the token, once one of the keys fits. */
const firstFitting = async (token: string, keys: readonly KeyObject[], now: Date) => {
  for (const [index, key] of keys.entries()) {
    const claims = await claimsOf(token, key, now);
    if (claims) return { claims, key: index + 1 };
  }
  const fit = keys.length === 1 ? "does not fit the public key" : `fits none of the ${keys.length} public keys`;
  throw new WebhookRefusedError(
    "signature",
    `its signature ${fit}. Each automation rule has a key of its own: add the key of every rule that calls this workflow. If the key is right, the request is forged.`,
  );
};

/** Undefined when the signature is not from this key. */
const claimsOf = async (token: string, key: KeyObject, now: Date): Promise<JWTPayload | undefined> => {
  const { errors, jwtVerify } = jose();
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ["RS256"],
      requiredClaims: ["exp"],
      clockTolerance: allowanceSeconds,
      currentDate: now,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return undefined;
    if (error instanceof errors.JWTExpired)
      throw new WebhookRefusedError("time", `its token has expired. ${clockAdvice}`);
    if (error instanceof errors.JWTClaimValidationFailed)
      throw new WebhookRefusedError(
        "time",
        error.claim === "nbf"
          ? `its token is not valid yet. ${clockAdvice}`
          : `its token has no readable time in the claim ${error.claim}.`,
      );
    throw malformed();
  }
};

const refuseOtherUrl = (claim: unknown, webhookUrl: string | undefined): void => {
  if (!webhookUrl)
    throw new WebhookRefusedError(
      "url",
      "the address of this workflow is not known. Set Webhook URL to the address that Gong's rule was given.",
    );
  if (typeof claim !== "string")
    throw new WebhookRefusedError("url", "its token does not say for which address it was signed.");
  const difference = differenceOfUrls(claim, webhookUrl);
  if (difference)
    throw new WebhookRefusedError(
      "url",
      `it was signed for another address (${difference}). Set Webhook URL to exactly the address that Gong's rule was given, with path and query.`,
    );
};

/** What differs, in words. Hosts are named, paths and queries are not: they may hold a secret. */
const differenceOfUrls = (one: string, other: string): string | null => {
  if (!isUrl(one)) return "the signed one is not an address";
  if (!isUrl(other)) return "Webhook URL is not an address";
  const [a, b] = [new URL(one), new URL(other)];
  if (a.protocol !== b.protocol) return `the signed one begins with ${a.protocol}, the expected one with ${b.protocol}`;
  if (a.host !== b.host) return `the signed one is at ${a.host}, the expected one at ${b.host}`;
  if (a.username !== b.username || a.password !== b.password) return "the user name or password differs";
  if (!isSameList(partsOfPath(a), partsOfPath(b))) return "the path differs";
  return isSameList([...a.searchParams].flat(), [...b.searchParams].flat()) ? null : "the query differs";
};

/** Decoded one by one, so that an encoded slash stays apart from a real one. */
const partsOfPath = ({ pathname }: URL): string[] => {
  const parts = pathname.split("/");
  return parts.slice(0, parts.findLastIndex((part) => part !== "") + 1).map(decoded);
};

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not encoded text: compared as it is.
    return part;
  }
};

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((each, index) => each === other[index]);

/** Where the secret may stand. */
const secretsIn = ({ queryParameters, paths }: Place): string[] => {
  const values = Object.values((queryParameters ?? {}) as Record<string, unknown>).flat();
  const lastParts = paths.flatMap((path) =>
    typeof path === "string" ? (path.split(/[?#]/, 1)[0] ?? "").split("/").filter(Boolean).slice(-1).map(decoded) : [],
  );
  return [...values, ...lastParts].filter((each) => typeof each === "string");
};

const mark = "[redacted]";

/** The same texts, however deep, without the secret: as it is, or encoded as a part of an address. */
export const withoutSecret = <T>(given: T, secret: string): T => {
  const clean = (value: unknown): unknown => {
    if (typeof value === "string")
      return value
        .replaceAll(secret, mark)
        .split(/([/?&=#;,\s])/)
        .map((part) => (decoded(part.replaceAll("+", " ")) === secret || decoded(part) === secret ? mark : part))
        .join("");
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, clean(each)]));
  };
  return clean(given) as T;
};

const isSameText = (one: string, other: string): boolean => {
  const sumOf = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(sumOf(one), sumOf(other));
};
