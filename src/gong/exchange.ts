import { GongBusyError, GongError, NotAnsweredError, networkFaultInWords } from "#src/base/errors";
import { redact } from "#src/base/redact";
import type { Account } from "./address";
import { type Asked, durationInWords, toError } from "./answer";
import type { Step } from "./client";
import { accept, arrive, paceOf, refuse, takeTurn } from "./pace";
import { decide, type Failure, type OwnRetries, readRetryAfter } from "./retry";
import { NetworkFault, type Outgoing, type Received, send } from "./send";

/** What a request carries, with the headers that describe it. */
export interface Body {
  readonly headers: Readonly<Record<string, string>>;
  readonly content: NonNullable<Outgoing["body"]>;
}

/** JSON text as a body. */
export const toJsonBody = (text: string): Body => ({
  headers: { "Content-Type": "application/json" },
  content: Buffer.from(text),
});

/** One request to Gong with everything that it may need: its turn, its repetitions, its lines in the log. */
export interface Errand extends Asked {
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Makes the body anew for each attempt, since a stream can be sent only once. */
  readonly body?: () => Body | Promise<Body>;
  readonly own?: OwnRetries;
  readonly timeoutMs: number;
}

/** What all requests of one client share. */
export interface Errands {
  readonly account: Account;
  readonly step?: Step;
  /** When the time budget ends, in milliseconds since 1970. */
  readonly deadline: number;
  requests: number;
  /** How long Gong took for the latest good answer. */
  latencyMs: number;
}

/**
 * Sends until Gong gives a good answer that `read` can read, trying again has no sense, or the time would not suffice.
 * `read` throws NotAnsweredError for what is no answer; that is a passing fault like any other.
 * @throws GongError and its kin, ConnectionError.
 */
export const exchange = async <T>(errands: Errands, errand: Errand, read: (received: Received) => T): Promise<T> => {
  const { account, deadline, step } = errands;
  const { method, path, effect, own } = errand;
  const pace = paceOf(account.identity);
  for (let attempt = 1; ; attempt++) {
    const turn = await takeTurn(pace, deadline);
    if (!turn) throw busy(errand, pace.heldUntil, deadline);
    const began = Date.now();
    const outcome = await attemptOnce(errands, errand, () => arrive(turn, Date.now()));
    const ended = outcome instanceof NetworkFault ? outcome.code : outcome.status;
    if (step?.debug?.enabled)
      step.logger?.debug(redact(`Gong: ${method} ${path} ${ended} in ${Date.now() - began} ms.`));

    let unreadable: NotAnsweredError | undefined;
    if (!(outcome instanceof NetworkFault) && outcome.status < 300) {
      accept(pace);
      errands.latencyMs = Date.now() - began;
      try {
        return read(outcome);
      } catch (error) {
        if (!(error instanceof NotAnsweredError)) throw error;
        unreadable = error;
      }
    }
    const failure = toFailure(unreadable ? new NetworkFault("UNREADABLE", true) : outcome);
    const decision = decide({
      effect,
      failure,
      attempt,
      random: Math.random(),
      remainingMs: deadline - Date.now(),
      own,
    });
    if ("status" in failure && failure.status === 429)
      refuse(pace, turn, Date.now(), failure.retryAfterMs ?? (decision.again ? decision.waitMs : 1000));
    if (!decision.again) {
      if (unreadable && decision.busy)
        throw new NotAnsweredError(unreadable.message, { ...unreadable.facts, outOfTime: true });
      throw unreadable ?? toFinalError(account, errand, outcome, failure, decision.busy);
    }
    const seconds = Math.ceil(decision.waitMs / 1000);
    step?.logger?.debug(redact(`Gong: ${method} ${path} failed (${ended}); trying again in ${seconds} s.`));
    await new Promise((resolve) => setTimeout(resolve, decision.waitMs));
  }
};

const toFailure = (outcome: Received | NetworkFault): Failure =>
  outcome instanceof NetworkFault
    ? { unanswered: outcome.code, sent: outcome.sent }
    : { status: outcome.status, retryAfterMs: readRetryAfter(outcome.headers["retry-after"], Date.now()) };

const attemptOnce = async (errands: Errands, errand: Errand, onSent: () => void): Promise<Received | NetworkFault> => {
  const { account, deadline } = errands;
  const body = await errand.body?.();
  errands.requests++;
  const isStream = body !== undefined && typeof body.content === "object" && !Buffer.isBuffer(body.content);
  try {
    return await send({
      method: errand.method,
      url: account.origin + errand.target,
      headers: { ...body?.headers, ...errand.headers, Authorization: account.authorization },
      body: body?.content,
      // A request that begins shortly before the end still gets a fair chance; an upload ends when it stops moving.
      timeoutMs: isStream ? errand.timeoutMs : Math.min(errand.timeoutMs, Math.max(5000, deadline - Date.now())),
      mayReuseLine: errand.effect === "reads",
      onSent,
    });
  } catch (error) {
    if (error instanceof NetworkFault) return error;
    throw error;
  }
};

const toFinalError = (
  account: Account,
  errand: Errand,
  outcome: Received | NetworkFault,
  failure: Failure,
  isBusy: boolean,
): Error => {
  const { label: operation, method, path, effect } = errand;
  if (outcome instanceof NetworkFault) {
    const mayHaveHappened = outcome.sent && effect !== "reads";
    const next = mayHaveHappened
      ? `Gong may have carried it out all the same${effect === "spendsCredits" ? " and charged credits for it" : ""}: look in Gong before running it again.`
      : "Nothing was changed; run it again later.";
    const within = outcome.code === "ETIMEDOUT" ? ` (${durationInWords(errand.timeoutMs / 1000)})` : "";
    const why = networkFaultInWords(outcome.code).replace(/\.$/, "");
    return new NotAnsweredError(
      `${operation}: ${method} ${path} got no answer from ${account.origin}: ${why}${within}. ${next}`,
      { operation, method, path, code: outcome.code, mayHaveHappened, ...(isBusy ? { outOfTime: true } : {}) },
    );
  }
  const error = toError(outcome, account, errand, "retryAfterMs" in failure ? failure.retryAfterMs : undefined);
  return isBusy && error instanceof GongError ? new GongBusyError(error.message, error.facts) : error;
};

const busy = ({ label: operation, method, path }: Errand, heldUntil: number, deadline: number) => {
  const isHeld = heldUntil > deadline;
  const seconds = Math.ceil((heldUntil - Date.now()) / 1000);
  const why = isHeld
    ? `Gong's limits are used up, and Gong asks to wait ${durationInWords(seconds)}`
    : "the time for this run is used up";
  return new GongBusyError(
    `${operation}: ${method} ${path} was not sent: ${why}. Run it again later, from the resume value of what was read so far if there is one.`,
    { operation, method, path, ...(isHeld ? { retryAfterSeconds: seconds } : {}) },
  );
};
