import { type Connection, ConnectionError, isConnectionError } from "@prismatic-io/spectral";
import { toJsonText } from "./json";
import { redact, redactAll } from "./redact";

/** What is known of a fault, as plain values that survive serialising. */
export interface Facts {
  /** The label of the action that failed. */
  readonly operation?: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  /** Gong's own words. */
  readonly gongErrors?: readonly string[];
  /** Names the request to Gong's support. */
  readonly requestId?: string;
  /** How long Gong asked to wait, in seconds. */
  readonly retryAfterSeconds?: number;
  /** The scopes that the connection lacks, or that the action needs. */
  readonly scopes?: readonly string[];
  /** The network's own word for a fault, such as ECONNRESET. */
  readonly code?: string;
  /** True when the request may have reached Gong although no answer came back. */
  readonly mayHaveHappened?: boolean;
  /** True when another try would have made sense, and only the time for it was missing. */
  readonly outOfTime?: boolean;
  /** An address that takes part in the fault, such as where a redirect points. */
  readonly address?: string;
}

const asPlain = (error: Error, facts: Facts) => ({ name: error.name, message: error.message, ...facts });

/** An error of this component's own: its words say what to do, hold no secret, and survive serialising. */
export abstract class ActionableError extends Error {
  constructor(message: string) {
    super(redact(message));
  }

  toJSON(): object {
    return asPlain(this, {});
  }
}

/** The form holds something that cannot be sent: the person filling it can act. Nothing was sent. */
export class InputError extends ActionableError {
  override readonly name = "InputError";
  /** One sentence per fault, each naming its field. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    const safe = faults.map(redact);
    super(safe.join(" "));
    this.faults = safe;
  }

  override toJSON() {
    return { name: this.name, message: this.message, faults: this.faults };
  }
}

/** Gong answered, and the answer is a refusal or a failure. The message says what to do next. */
export class GongError extends ActionableError {
  override readonly name: string = "GongError";
  readonly facts: Facts;

  constructor(message: string, facts: Facts = {}) {
    super(message);
    this.facts = redactAll(facts) as Facts;
  }

  get status() {
    return this.facts.status;
  }
  get gongErrors() {
    return this.facts.gongErrors ?? [];
  }
  get requestId() {
    return this.facts.requestId;
  }

  override toJSON() {
    return asPlain(this, this.facts);
  }
}

/** The connection works but may not do this: the person who gives rights in Gong can act. */
export class MissingScopeError extends GongError {
  override readonly name = "MissingScopeError";
}

/** Nothing usable came back: silence, a broken line, a page for people instead of data. */
export class NotAnsweredError extends GongError {
  override readonly name = "NotAnsweredError";
}

/** Gong asks for more time than is left. Waiting and continuing later is all that it takes. */
export class GongBusyError extends GongError {
  override readonly name = "GongBusyError";
}

/** True when only time is missing: continuing later will do. */
export const isOutOfTime = (fault: unknown): boolean =>
  fault instanceof GongBusyError || (fault instanceof GongError && fault.facts.outOfTime === true);

/** Gong gave a cursor that it had given before; following it would never end. */
export class RepeatedCursorError extends GongError {
  override readonly name = "RepeatedCursorError";
}

/**
 * The connection itself is broken: its owner can act. The platform marks the connection. It carries a copy of the
 * connection without secrets, since the platform's own class would serialise all of them.
 */
export class BrokenConnectionError extends ConnectionError {
  readonly facts: Facts;

  constructor(connection: Connection, message: string, facts: Facts = {}) {
    super(withoutSecrets(connection), redact(message));
    this.name = "ConnectionError";
    this.facts = redactAll(facts) as Facts;
  }

  /** Gong's status, which the platform shows beside the words. */
  get status() {
    return this.facts.status;
  }

  toJSON() {
    return asPlain(this, this.facts);
  }
}

/** What may be shown of a connection: which it is, and its address. */
export const withoutSecrets = (connection: unknown): Connection => {
  const { key, configVarKey, fields } = (connection ?? {}) as Partial<Connection>;
  const baseUrl = fields?.baseUrl;
  return {
    key: typeof key === "string" ? key : "",
    configVarKey: typeof configVarKey === "string" ? configVarKey : "",
    fields: typeof baseUrl === "string" ? { baseUrl: redact(baseUrl) } : {},
  };
};

/** What was thrown by anything else, in words without secrets. */
class UnforeseenError extends ActionableError {}

const isOurs = (error: unknown): error is Error =>
  error instanceof ActionableError || error instanceof BrokenConnectionError;

/**
 * Makes of anything thrown an Error that a person can act on and that holds no secret. The platform may pass the same
 * error through here several times: an error that has been through comes back as it is.
 */
export const toActionableError = (error: unknown): Error => (isOurs(error) ? error : toSafeError(error));

const toSafeError = (error: unknown): Error => {
  if (isConnectionError(error)) return new BrokenConnectionError(error.connection, error.message);
  if (isAxiosFault(error))
    return new NotAnsweredError(
      `A web request failed: ${networkFaultInWords(error.code)} Run the step again; if it keeps failing, check the address.`,
      { code: error.code },
    );
  if (error instanceof Error) {
    const safe = new UnforeseenError(error.message);
    safe.name = error.name;
    safe.stack = redact(error.stack ?? "");
    return safe;
  }
  if (typeof error === "string" && error !== "") return new UnforeseenError(error);
  const message = (error as { message?: unknown } | null | undefined)?.message;
  if (typeof message === "string" && message !== "") return new UnforeseenError(message);
  return new UnforeseenError(
    `The step failed without saying why: ${toJsonText(redactAll(error)) ?? "nothing was thrown"}.`,
  );
};

const isAxiosFault = (error: unknown): error is { code?: string } =>
  (error as { isAxiosError?: unknown } | null | undefined)?.isAxiosError === true;

/** The network's word for a fault, as a sentence. */
export const networkFaultInWords = (code: string | undefined): string => {
  const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: "the host refused the connection.",
    ENOTFOUND: "the host name does not exist.",
    EAI_AGAIN: "the host name could not be looked up.",
    ECONNRESET: "the connection broke before the answer was complete.",
    EPIPE: "the connection broke while sending.",
    ECONNABORTED: "the connection broke before the answer was complete.",
    ETIMEDOUT: "no answer came in time.",
    CERT_HAS_EXPIRED: "the host's certificate has expired.",
    DEPTH_ZERO_SELF_SIGNED_CERT: "the host's certificate is self-signed and not trusted.",
    TOO_LARGE: "the answer has more than 100 MB, which no answer of Gong's has.",
    ERR_BAD_RESPONSE: "the answer was cut off or could not be read.",
  };
  return words[code ?? ""] ?? `the network said ${code ?? "nothing"}.`;
};
