import type { World, WorldOptions } from "#sandbox/world/index";
import type { Clock } from "./clock";
import type { Faults } from "./faults";
import type { LimitOptions, Limits } from "./limits";
import type { RequestLog } from "./log";
import type { TokenAnswer } from "./oauth";
import type { WebhookGeneration, WebhookKeys } from "./webhooks";

/** How the sandbox is started; everything may be left out. */
export interface SandboxOptions {
  /** The world: how many calls and users, from which seed, how late. It ends when the sandbox starts, unless told. */
  readonly world?: WorldOptions;
  /** The port on 127.0.0.1; a free one when left out. */
  readonly port?: number;
  /** Serves HTTPS with a certificate of its own (`ca`). */
  readonly https?: boolean;
  /** Scopes of the app and, when set, of the access key too; every scope when left out. */
  readonly scopes?: readonly string[];
  /** Requests a second and a day, 3 and 10,000 when left out; false for none. */
  readonly limits?: Partial<LimitOptions> | false;
  /** Milliseconds from a request's arrival to its answer. */
  readonly latencyMs?: number;
  /** A moment to stand still at, or a function of milliseconds; `Date.now()` when left out. */
  readonly clock?: number | (() => number);
  /** Milliseconds from the first page until the cursors of its sequence expire; one hour when left out. */
  readonly cursorLifeMs?: number;
  /** Items a page; 100 when left out, as at Gong. */
  readonly pageSize?: number;
  /** Every cursor leads to its own page again. */
  readonly repeatCursors?: boolean;
  /** What `api_base_url_for_customer` names; the sandbox itself when left out. */
  readonly customerBaseUrl?: string;
  /** Lets webhooks ring at any address; only on this machine when left out. */
  readonly webhooksAnywhere?: boolean;
}

/** What `sendWebhook` needs. */
export interface WebhookDelivery {
  /** Where to; with `urlSecret` the secret already stands in it. */
  readonly url: string;
  readonly callId: string;
  readonly generation?: WebhookGeneration;
  /** `signedJwt` when left out. */
  readonly mode?: "signedJwt" | "urlSecret" | "none";
  readonly isTest?: boolean;
  /** Signs with another rule's key. */
  readonly keys?: WebhookKeys;
  /** The address the token names, when it differs from `url`. */
  readonly webhookUrl?: string;
  /** Seconds the token lives. */
  readonly expiresInSeconds?: number;
  /** Properties that replace or join those of the body. */
  readonly overrides?: Readonly<Record<string, unknown>>;
}

/** A Gong that runs on this machine. */
export interface Sandbox {
  /** Its address, without a slash at the end. */
  readonly url: string;
  readonly accessKey: string;
  readonly accessKeySecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The certificate to trust, as PEM; only with HTTPS. */
  readonly ca?: string;
  /** The company: its calls, people and settings, and what requests changed. */
  readonly world: World;
  readonly clock: Clock;
  readonly log: RequestLog;
  readonly faults: Faults;
  readonly limits: Limits;
  /** The key pair of the automation rule that `sendWebhook` plays; made when first asked for. */
  readonly webhookKeys: WebhookKeys;
  /** A token as the OAuth endpoints give it, with every scope unless some are named. */
  issueToken(scopes?: readonly string[]): TokenAnswer;
  /** Ends every OAuth token. */
  revokeTokens(): void;
  /** Changes the scopes of the app and the access key; undefined for every scope. */
  grant(scopes: readonly string[] | undefined): void;
  /** Milliseconds until each answer. */
  setLatency(milliseconds: number): void;
  /** A call with all its parts, as an item of POST /v2/calls/extensive. Throws when Gong does not list it now. */
  callRecord(callId: string): Readonly<Record<string, unknown>>;
  /** The delivery of a call, signed or not, without sending it. */
  webhook(delivery: WebhookDelivery): { headers: Readonly<Record<string, string>>; body: string };
  /** Sends it, and answers what came back. */
  sendWebhook(delivery: WebhookDelivery): Promise<{ status: number; body: string }>;
  /** The world, clock, limits, faults, scopes, latency, tokens and log as at the start; address and keys stay. */
  reset(): void;
  /** Ends the server and every open connection. */
  close(): Promise<void>;
}
