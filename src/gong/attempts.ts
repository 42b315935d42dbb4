import { GongBusyError, GongError, NotAnsweredError, networkFaultInWords } from "#src/base/errors";
import { redact } from "#src/base/redact";
import type { Effect } from "#src/operation";
import type { Account } from "./account";
import { type Asked, durationInWords, titleOf, toError } from "./answer";
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
export interface PendingRequest extends Asked {
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Makes the body anew for each attempt, since a stream can be sent only once. */
  readonly body?: () => Body | Promise<Body>;
  readonly own?: OwnRetries;
  readonly timeoutMs: number;
}

/** What all requests of one client share. */
export interface Session {
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
export const exchange = async <T>(
  session: Session,
  request: PendingRequest,
  read: (received: Received) => T,
): Promise<T> => {
  const { account, deadline, step } = session;
  const { method, path, effect, own } = request;
  const pace = paceOf(account.identity);
  for (let attempt = 1; ; attempt++) {
    const turn = await takeTurn(pace, deadline);
    if (!turn) throw busy(request, pace.heldUntil, deadline);
    const began = Date.now();
    const outcome = await attemptOnce(session, request, () => arrive(turn, Date.now()));
    const ended = outcome instanceof NetworkFault ? outcome.code : outcome.status;
    if (step?.debug?.enabled)
      step.logger?.debug(redact(`Gong: ${method} ${path} ${ended} in ${Date.now() - began} ms.`));

    let unreadable: NotAnsweredError | undefined;
    if (!(outcome instanceof NetworkFault) && outcome.status < 300) {
      accept(pace, turn);
      session.latencyMs = Date.now() - began;
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
      throw unreadable ?? toFinalError(account, request, outcome, failure, decision.busy);
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

const attemptOnce = async (
  session: Session,
  request: PendingRequest,
  onSent: () => void,
): Promise<Received | NetworkFault> => {
  const { account, deadline } = session;
  const body = await request.body?.();
  session.requests++;
  const isStream = body !== undefined && typeof body.content === "object" && !Buffer.isBuffer(body.content);
  try {
    return await send({
      method: request.method,
      url: account.origin + request.target,
      headers: { ...body?.headers, ...request.headers, Authorization: account.authorization },
      body: body?.content,
      // A request that begins shortly before the end still gets a fair chance; an upload ends when it stops moving.
      timeoutMs: isStream ? request.timeoutMs : Math.min(request.timeoutMs, Math.max(5000, deadline - Date.now())),
      mayReuseLine: request.effect === "reads",
      onSent,
    });
  } catch (error) {
    if (error instanceof NetworkFault) return error;
    throw error;
  }
};

const toFinalError = (
  account: Account,
  request: PendingRequest,
  outcome: Received | NetworkFault,
  failure: Failure,
  isBusy: boolean,
): Error => {
  const { label: operation, method, path, effect } = request;
  if (outcome instanceof NetworkFault) {
    const mayHaveHappened = outcome.sent && effect !== "reads";
    const next = nextAfterSilence(outcome, effect);
    const within = outcome.code === "ETIMEDOUT" ? ` (${durationInWords(request.timeoutMs / 1000)})` : "";
    const why = networkFaultInWords(outcome.code).replace(/\.$/, "");
    return new NotAnsweredError(
      `${titleOf(request)}: ${method} ${path} got no answer from ${account.origin}: ${why}${within}. ${next}`,
      { operation, method, path, code: outcome.code, mayHaveHappened, ...(isBusy ? { outOfTime: true } : {}) },
    );
  }
  const error = toError(outcome, account, request, "retryAfterMs" in failure ? failure.retryAfterMs : undefined);
  return isBusy && error instanceof GongError ? new GongBusyError(error.message, error.facts) : error;
};

/** What to do when no answer came. */
const nextAfterSilence = ({ code, sent }: NetworkFault, effect: Effect): string => {
  if (code === "ENOTFOUND")
    return "Check the Base URL of the connection: it is the API address that Gong shows beside the access key.";
  if (code === "TOO_LARGE")
    return "Ask for fewer records at once; if it stays so, check the Base URL of the connection.";
  if (!sent || effect === "reads") return "Nothing was changed; run it again later.";
  const charged = effect === "spendsCredits" ? " and charged credits for it" : "";
  return `Gong may have carried it out all the same${charged}: look in Gong before running it again.`;
};

const busy = (request: PendingRequest, heldUntil: number, deadline: number) => {
  const { label: operation, method, path } = request;
  const isHeld = heldUntil > deadline;
  const seconds = Math.ceil((heldUntil - Date.now()) / 1000);
  const why = isHeld
    ? `Gong's limits are used up, and Gong asks to wait ${durationInWords(seconds)}`
    : "the time for this run is used up";
  return new GongBusyError(
    `${titleOf(request)}: ${method} ${path} was not sent: ${why}. Run it again later, from the resume value of what was read so far if there is one.`,
    { operation, method, path, ...(isHeld ? { retryAfterSeconds: seconds } : {}) },
  );
};
