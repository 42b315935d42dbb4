import { Readable } from "node:stream";
import { GongBusyError, GongError, NotAnsweredError, networkFaultInWords } from "#src/base/errors";
import { toJsonText } from "#src/base/json";
import { redact } from "#src/base/redact";
import type { Effect } from "#src/operation";
import type { Account } from "./account";
import { durationInWords, titleOf, toError } from "./answer";
import type { Step } from "./client";
import { type Body, toFormBody, toMultipartBody } from "./multipart";
import { accept, arrive, refuse, type Turn } from "./pace";
import { type GongRequest, targetOf } from "./request";
import { decide, type Failure, readRetryAfter } from "./retry";
import { NetworkFault, type Received, send } from "./send";
import { paceOf, takeTurn } from "./turn";

/** What all requests of one client share. */
export interface Session {
  readonly account: Account;
  readonly step?: Step;
  /** How long one attempt may take, unless the request says otherwise. */
  readonly timeoutMs: number;
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
  request: GongRequest,
  read: (received: Received) => T,
): Promise<T> => {
  const { account, deadline, step } = session;
  const { method, path, effect, retries } = request;
  const pace = paceOf(account.identity);
  let mayBeThere = false;
  for (let attempt = 1; ; attempt++) {
    const turn = await takeTurn(pace, deadline, request.isUrgent);
    if (!turn) throw busy(request, pace.heldUntil, deadline);
    const outcome = await attemptOnce(session, request, turn, read, mayBeThere);
    if ("value" in outcome) return outcome.value;
    const { failure, ended, toError } = outcome;
    const [random, remainingMs] = [Math.random(), deadline - Date.now()];
    const decision = decide({ effect, failure, attempt, random, remainingMs, own: retries });
    if ("status" in failure && failure.status === 429)
      refuse(pace, turn, Date.now(), failure.retryAfterMs ?? (decision.again ? decision.waitMs : 1000));
    if (!decision.again) throw toError(decision.busy);
    mayBeThere ||= mayHaveArrived(failure);
    const seconds = Math.ceil(decision.waitMs / 1000);
    step?.logger?.debug(redact(`Gong: ${method} ${path} failed (${ended}); trying again in ${seconds} s.`));
    await new Promise((resolve) => setTimeout(resolve, decision.waitMs));
  }
};

/** True when Gong may have done what was asked all the same. */
const mayHaveArrived = (failure: Failure): boolean => ("status" in failure ? failure.status >= 500 : failure.sent);

/** What one attempt came to. */
type Outcome<T> =
  | { readonly value: T }
  | {
      readonly failure: Failure;
      /** The status, or the network's word for its fault. */
      readonly ended: number | string;
      /** The error, should this attempt be the last. `isBusy` when only time is missing. */
      readonly toError: (isBusy: boolean) => Error;
    };

const attemptOnce = async <T>(
  session: Session,
  request: GongRequest,
  turn: Turn,
  read: (received: Received) => T,
  mayBeThere: boolean,
): Promise<Outcome<T>> => {
  const { account, step } = session;
  const began = Date.now();
  const received = await sendOnce(session, request, () => arrive(turn, Date.now()));
  const tookMs = Date.now() - began;
  const ended = received instanceof NetworkFault ? received.code : received.status;
  if (step?.debug?.enabled)
    step.logger?.debug(redact(`Gong: ${request.method} ${request.path} ${ended} in ${tookMs} ms.`));
  if (received instanceof NetworkFault) {
    const failure = { unanswered: received.code, sent: received.sent };
    return { failure, ended, toError: (isBusy) => unanswered(session, request, received, isBusy) };
  }
  if (received.status >= 300) {
    const retryAfterMs = readRetryAfter(received.headers["retry-after"], Date.now());
    const error = toError(received, account, request, { retryAfterMs, mayBeThere });
    const isBusyError = (isBusy: boolean) =>
      isBusy && error instanceof GongError ? new GongBusyError(error.message, error.facts) : error;
    return { failure: { status: received.status, retryAfterMs }, ended, toError: isBusyError };
  }
  accept(paceOf(account.identity), turn);
  session.latencyMs = tookMs;
  try {
    return { value: read(received) };
  } catch (error) {
    if (!(error instanceof NotAnsweredError)) throw error;
    const inTime = (isBusy: boolean) =>
      isBusy ? new NotAnsweredError(error.message, { ...error.facts, outOfTime: true }) : error;
    return { failure: { unanswered: "UNREADABLE", sent: true }, ended, toError: inTime };
  }
};

/** Makes the body anew for each attempt, since a stream can be sent only once. */
const bodyOf = ({ multipart, form, body }: GongRequest, { step, deadline }: Session): Body | Promise<Body> => {
  if (multipart) return toMultipartBody(multipart, step, deadline);
  if (form) return toFormBody(form);
  if (Buffer.isBuffer(body)) return { headers: { "Content-Type": "application/octet-stream" }, content: body };
  const text = typeof body === "string" ? body : toJsonText(body);
  return text === undefined
    ? { headers: {} }
    : { headers: { "Content-Type": "application/json" }, content: Buffer.from(text) };
};

const sendOnce = async (
  session: Session,
  request: GongRequest,
  onSent: () => void,
): Promise<Received | NetworkFault> => {
  const { account, deadline } = session;
  const { headers, content, close } = await bodyOf(request, session);
  const timeoutMs = request.timeoutMs ?? session.timeoutMs;
  const isStream = content instanceof Readable;
  session.requests++;
  try {
    return await send({
      method: request.method,
      url: account.origin + targetOf(request),
      headers: { ...headers, ...request.headers, Authorization: account.authorization },
      body: content,
      // A request that begins shortly before the end still gets a fair chance; an upload ends when it stops moving.
      timeoutMs: isStream ? timeoutMs : Math.min(timeoutMs, Math.max(5000, deadline - Date.now())),
      mayReuseLine: request.effect === "reads",
      onSent,
    });
  } catch (error) {
    if (error instanceof NetworkFault) return error;
    throw error;
  } finally {
    // The stream itself ends only when its file's host has sent the part that it waits for.
    close?.();
  }
};

/** The error when no answer came. */
const unanswered = (session: Session, request: GongRequest, fault: NetworkFault, isBusy: boolean): NotAnsweredError => {
  const { label: operation, method, path, effect } = request;
  const { code, sent, waitedMs } = fault;
  const within = waitedMs === undefined ? "" : ` (${durationInWords(waitedMs / 1000)})`;
  const why = networkFaultInWords(code).replace(/\.$/, "");
  const next = nextAfterSilence(fault, effect);
  return new NotAnsweredError(
    `${titleOf(request)}: ${method} ${path} got no answer from ${session.account.origin}: ${why}${within}. ${next}`,
    {
      operation,
      method,
      path,
      code,
      mayHaveHappened: sent && effect !== "reads",
      ...(isBusy ? { outOfTime: true } : {}),
    },
  );
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

const busy = (request: GongRequest, heldUntil: number, deadline: number) => {
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
