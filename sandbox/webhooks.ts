import { createHash, createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** The key pair of one automation rule. */
export interface WebhookKeys {
  readonly privateKey: KeyObject;
  /** Bare base64 of the SPKI DER, as Gong shows it beside a rule. */
  readonly publicKey: string;
  /** The same as PEM. */
  readonly publicKeyPem: string;
}

/** Makes the key pair of a rule (RSA, 2048 bits). Takes a tenth of a second and more. */
export function createWebhookKeys(): WebhookKeys {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    privateKey,
    publicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
    publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}

/** What goes into a signature. Everything but the first three is for deliveries that are to be refused. */
export interface SigningOptions {
  /** The body: text as it is sent, or a value to be written as JSON. */
  readonly body: unknown;
  /** The address that the rule was given. */
  readonly webhookUrl: string;
  readonly privateKey: KeyObject;
  /** Seconds from `now` until the token expires; 300 when left out, negative for an expired one. */
  readonly expiresInSeconds?: number;
  /** Milliseconds since 1970; the process's clock when left out. */
  readonly now?: number;
  /** Whether the token stands after "Bearer "; Gong was seen both ways. */
  readonly bearer?: boolean;
  /** Claims that replace or join the usual ones; undefined takes one away. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Header parameters that replace or join `alg` and `typ`. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** How the token is signed: as Gong does, not at all, or with `hmacSecret`. */
  readonly algorithm?: "RS256" | "none" | "HS256";
  /** The secret of HS256: forgers use the public key. */
  readonly hmacSecret?: string;
}

/** A delivery, ready to be sent. */
export interface SignedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  /** The raw body, to be sent byte by byte. */
  readonly body: string;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Signs a delivery as Gong does: an RS256 token over the address and the SHA-256 of the raw body. Sends nothing. */
export function signWebhook(options: SigningOptions): SignedWebhook {
  const { algorithm = "RS256", now = Date.now(), expiresInSeconds = 300 } = options;
  const body = typeof options.body === "string" ? options.body : JSON.stringify(options.body);
  const claims = {
    webhook_url: options.webhookUrl,
    body_sha256: createHash("sha256").update(body).digest("hex"),
    exp: Math.floor(now / 1000) + expiresInSeconds,
    ...options.claims,
  };
  const unsigned = `${encode({ alg: algorithm, typ: "JWT", ...options.header })}.${encode(claims)}`;
  const token = `${unsigned}.${signature(unsigned, algorithm, options)}`;
  return {
    headers: {
      "content-type": "application/json",
      authorization: options.bearer === false ? token : `Bearer ${token}`,
    },
    body,
  };
}

function signature(unsigned: string, algorithm: "RS256" | "none" | "HS256", options: SigningOptions): string {
  switch (algorithm) {
    case "RS256":
      return sign("sha256", Buffer.from(unsigned), options.privateKey).toString("base64url");
    case "HS256":
      return createHmac("sha256", options.hmacSecret ?? "")
        .update(unsigned)
        .digest("base64url");
    case "none":
      return "";
  }
}

/** Which of Gong's two body shapes: the call under `callData`, or (older) at the top level. */
export type WebhookGeneration = "current" | "older";

/**
 * What an automation rule sends about a call, given as an item of POST /v2/calls/extensive with all its parts. Of the
 * content only what was seen in deliveries; trackers come with their counts, without the phrases that the API has.
 */
export function webhookBody(
  call: Readonly<Record<string, unknown>>,
  options: { readonly generation?: WebhookGeneration; readonly isTest?: boolean } = {},
): Readonly<Record<string, unknown>> {
  const { media, ...parts } = call;
  const { structure, topics, ...content } = asRecord(call.content);
  const isPrivate = asRecord(call.metaData).isPrivate === true;
  const isTest = options.isTest ?? false;
  if (options.generation === "older") {
    const trackers = trackersOf(content, ["name", "count", "occurrences"]);
    return { ...parts, content: { structure, topics, trackers }, media, isTest, isPrivate };
  }
  const trackers = trackersOf(content, ["id", "name", "count", "type", "occurrences"]);
  return { callData: { ...parts, content: { topics, trackers, scorecardsAnswers: [] } }, isTest, isPrivate };
}

function trackersOf(content: Readonly<Record<string, unknown>>, kept: readonly string[]): unknown {
  if (!Array.isArray(content.trackers)) return content.trackers;
  return content.trackers.map((tracker) => {
    const all = asRecord(tracker);
    return Object.fromEntries(kept.filter((name) => name in all).map((name) => [name, all[name]]));
  });
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
