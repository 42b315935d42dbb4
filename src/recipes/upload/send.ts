import {
  BrokenConnectionError,
  GongBusyError,
  GongError,
  MissingScopeError,
  NotAnsweredError,
  toActionableError,
} from "#src/base/errors";
import { sideBySide } from "#src/base/pool";
import { dayMs, isoOf, minuteMs } from "#src/base/time";
import type { Call } from "#src/entities/call";
import type { Gong } from "#src/gong/client";
import { addMedia, createNewCall, getCallUsingGet, listCallsUsingGet } from "#src/operations/calls/index";
import type { StepContext } from "#src/recipe";
import { type CheckedRow, type RefusedRow, type UploadOptions, without } from "./check";
import { type Finding, finding, readRefusedCall, readRefusedMedia, type UploadCode } from "./codes";

/** What became of a row. */
export interface Outcome extends Finding {
  readonly status: "uploaded" | "alreadyUploaded" | "ready" | "failed";
  readonly callId: string | null;
  /** The call's page in Gong, where Gong told it. */
  readonly url: string | null;
  readonly requestId: string | null;
  /** True when the call exists in Gong without its recording. */
  readonly mediaPending: boolean;
  readonly warnings: readonly Finding[];
  /** True where the recording must not be handed in again. */
  readonly isMediaSpent?: boolean;
  /** Why no other row can succeed now. */
  readonly ending?: Error;
}

/** The last stage of a row: what became of it, and the row as it was before. */
export interface SentRow {
  readonly stage: "sent";
  readonly from: CheckedRow | RefusedRow;
  readonly outcome: Outcome;
}

/** An outcome of which no more is known. */
const outcomeWith = (status: Outcome["status"], what: Finding): Outcome => ({
  ...what,
  status,
  callId: null,
  url: null,
  requestId: null,
  mediaPending: false,
  warnings: [],
});

/** A row that was not sent because of its faults. */
export const refuse = (from: RefusedRow): SentRow => ({
  stage: "sent",
  from,
  outcome: {
    ...outcomeWith("failed", {
      code: from.faults[0]?.code ?? "BAD_VALUE",
      message: from.faults.map(({ message }) => message).join(" "),
    }),
    callId: from.pendingCallId ?? null,
    mediaPending: from.pendingCallId !== undefined,
  },
});

/** A row that a dry run found good. */
export const rehearse = (from: CheckedRow): SentRow => ({
  stage: "sent",
  from,
  outcome: outcomeWith("ready", finding("READY")),
});

/** Enough requests under way to keep Gong's pace when each takes four seconds; recordings pass through memory. */
const lanes = { pull: 12, push: 4 };
/** A row that is begun should come to its end. */
const leastMs = { pull: 15_000, push: 60_000 };
const progressEveryMs = 5_000;
/** Gong's daily limit for a whole company, unless its support has raised it. */
export const requestsADay = 10_000;

interface Sending extends StepContext {
  readonly mode: UploadOptions["mode"];
  /** Requests of the day to leave for others. */
  readonly reserve?: number;
}

/** Requests that a row takes. */
export const costOf = ({ pendingCallId }: CheckedRow, mode: UploadOptions["mode"]) =>
  mode === "push" && !pendingCallId ? 2 : 1;

/**
 * Uploads the rows in their order, side by side as far as Gong's pace lets, and reports each. Rows that are not
 * reported were not begun, or nothing came of them for lack of time.
 * @returns why it stopped before the last row, or null.
 * @throws what keeps every row from being uploaded, when none was.
 */
export const sendAll = async (
  rows: readonly CheckedRow[],
  report: (row: SentRow) => void,
  { gong, logger, mode, reserve = 0 }: Sending,
): Promise<string | null> => {
  const desk = { gong, mode, findListed: listedById({ gong, logger }) };
  const before = gong.spentToday;
  // With little time in all, as in a synchronous flow, a row may begin while half of it is left.
  const neededMs = Math.min(leastMs[mode], gong.remainingMs / 2);
  let begun = 0;
  let done = 0;
  let toldAt = Date.now();
  let reason: string | null = null;
  let ending: unknown;
  const reasonToStop = (row: CheckedRow): string | null => {
    if (gong.remainingMs < neededMs) return "The time for this run was used up.";
    const spent = Math.max(before + begun, gong.spentToday);
    return reserve > 0 && spent + costOf(row, mode) > requestsADay - reserve
      ? `Only the ${reserve} reserved requests of today are left.`
      : null;
  };
  try {
    await sideBySide(rows, lanes[mode], async (row) => {
      reason ??= reasonToStop(row);
      if (reason) return;
      begun += costOf(row, mode);
      const outcome = await send(row, desk);
      report({ stage: "sent", from: row, outcome });
      done++;
      if (outcome.ending) reason ??= outcome.ending.message;
      if (Date.now() - toldAt < progressEveryMs) return;
      toldAt = Date.now();
      logger.info(`Upload Calls: ${done} of ${rows.length} rows done, ${gong.requests} requests so far.`);
    });
  } catch (error) {
    ending = error;
  }
  if (ending !== undefined && done === 0) throw ending;
  if (ending !== undefined) reason ??= ending instanceof Error ? ending.message : String(ending);
  logger.info(`Upload Calls: ${done} of ${rows.length} rows done with ${gong.requests} requests.`);
  return reason;
};

interface Desk {
  readonly gong: Gong;
  readonly mode: UploadOptions["mode"];
  /** The call with the row's id in Gong's list of its day. */
  readonly findListed: (row: CheckedRow) => Promise<Call | undefined>;
}

/** True for a fault that would meet every row, or for lack of time. */
const endsEverything = (error: unknown): error is Error =>
  error instanceof GongBusyError || error instanceof MissingScopeError || error instanceof BrokenConnectionError;

/**
 * Uploads one row: creates the call, and in push mode sends its recording. Every fault of this row alone is an outcome.
 * @throws what would meet every other row too, when nothing was created: lack of time, broken credentials.
 */
const send = async (row: CheckedRow, desk: Desk): Promise<Outcome> => {
  try {
    return row.pendingCallId ? await sendMedia(row, row.pendingCallId, null, desk) : await create(row, desk);
  } catch (error) {
    if (endsEverything(error)) throw error;
    const requestId = error instanceof GongError ? (error.requestId ?? null) : null;
    return { ...outcomeWith("failed", finding(codeOf(error), wordsOf(error))), requestId };
  }
};

const create = async (row: CheckedRow, desk: Desk): Promise<Outcome> => {
  let created: { readonly callId: string | null; readonly url: string | null; readonly requestId: string | null };
  try {
    const { callId, requestId, url } = await desk.gong.run(createNewCall, row.request);
    created = { callId: callId ?? null, url: typeof url === "string" ? url : null, requestId: requestId ?? null };
  } catch (error) {
    const mayBeThere = error instanceof GongError && (error.status === 400 || error.status === 409);
    const known = mayBeThere && !endsEverything(error) ? await toldOfEarlier(row, error, desk) : undefined;
    if (known) return known;
    throw error;
  }
  if (desk.mode === "pull") return { ...outcomeWith("uploaded", finding("UPLOADED")), ...created };
  if (created.callId) return sendMedia(row, created.callId, created.requestId, desk);
  const untold = finding("CONFLICT", "Gong created the call without telling its id, so its recording was not sent.");
  return { ...outcomeWith("failed", untold), ...created, mediaPending: true };
};

const wordsOf = (error: unknown) => toActionableError(error).message;

const codeOf = (error: unknown): UploadCode => {
  if (error instanceof NotAnsweredError) return "NOT_ANSWERED";
  if (!(error instanceof GongError)) return "BAD_VALUE";
  if (error.status === 403) return "NOT_ALLOWED";
  return (error.status ?? 0) >= 500 ? "GONG_FAILED" : "REFUSED";
};

/** What a refusal means for a call that may be there already; undefined for one that says what is wrong with it. */
const toldOfEarlier = async (row: CheckedRow, error: GongError, desk: Desk): Promise<Outcome | undefined> => {
  const words = error.gongErrors.join(" ");
  const told = readRefusedCall(words, row.clientUniqueId, row.request.primaryUser);
  const isNamed = told.nameCall && (error.status === 409 || told.speakOfEarlier);
  if (error.status === 400 && !isNamed) return undefined;
  const requestId = error.requestId ?? null;
  const earlier =
    isNamed && told.callId !== undefined ? await findCall(told.callId, desk.gong) : await desk.findListed(row);
  if (!isNamed && !earlier) {
    const code = told.areAboutImport ? "IMPORT_NOT_ENABLED" : "CONFLICT";
    const what = `Gong answered: ${words || "nothing but status 409"}.`.replace(/\.\.$/, ".");
    return { ...outcomeWith("failed", finding(code, what)), requestId };
  }
  const callId = earlier?.id ?? told.callId ?? null;
  const known = { callId, url: earlier?.url ?? null, requestId };
  if (earlier && !isSameStart(earlier, row)) {
    const what = `Gong has a different call under the id ${row.clientUniqueId}: call ${callId}, which began at ${earlier.started}.`;
    return { ...outcomeWith("failed", finding("DUPLICATE_ID", what)), ...known };
  }
  const already: Outcome = { ...outcomeWith("alreadyUploaded", finding("ALREADY_UPLOADED")), ...known };
  // What is visible was processed, so its recording arrived; otherwise an earlier run may have ended before sending it.
  if (desk.mode === "pull" || earlier) return already;
  return callId ? sendMedia(row, callId, requestId, desk) : { ...already, warnings: [finding("MEDIA_UNSURE")] };
};

/** Gong keeps the start to the second; what it does not tell cannot be another. */
const isSameStart = ({ started }: Call, { startMs }: CheckedRow): boolean => {
  const startedMs = Date.parse(started ?? "");
  return Number.isNaN(startedMs) || Math.abs(startedMs - startMs) < minuteMs;
};

/** A call as Gong shows it; undefined while it does not. */
const findCall = async (callId: string, gong: Gong): Promise<Call | undefined> => {
  try {
    return (await gong.run(getCallUsingGet, { callId })).call ?? undefined;
  } catch (error) {
    // Without the right to look, or while Gong fails, the call's words have to do.
    if (error instanceof GongError && !(error instanceof GongBusyError)) return undefined;
    throw error;
  }
};

/** Sends the recording of a call that exists. Whatever goes wrong, the call's id is reported. */
const sendMedia = async (row: CheckedRow, callId: string, requestId: string | null, desk: Desk): Promise<Outcome> => {
  try {
    const answer = await desk.gong.run(addMedia, { callId, ...row.media });
    const sent = { callId, url: answer.url ?? null, requestId: answer.requestId ?? requestId };
    return { ...outcomeWith("uploaded", finding("UPLOADED")), ...sent };
  } catch (error) {
    const facts = { callId, requestId: (error instanceof GongError ? error.requestId : undefined) ?? requestId };
    const known =
      error instanceof GongError && error.status === 400 ? await toldOfMedia(row, error, callId, desk) : undefined;
    if (known) return { ...known, ...facts };
    const ending = endsEverything(error) ? { ending: error } : {};
    return {
      ...outcomeWith("failed", finding("MEDIA_PENDING", wordsOf(error))),
      ...facts,
      mediaPending: true,
      ...ending,
    };
  }
};

/** What a refused recording means; undefined where sending it once more may help. */
const toldOfMedia = async (
  row: CheckedRow,
  error: GongError,
  callId: string,
  { gong }: Desk,
): Promise<Outcome | undefined> => {
  const told = readRefusedMedia(error.gongErrors.join(" "), callId);
  const done = outcomeWith("alreadyUploaded", finding("ALREADY_UPLOADED"));
  if (told.says === "handled") return done;
  const belongsElsewhere = (what: string): Outcome => ({
    ...outcomeWith("failed", finding("DUPLICATE_URL", what)),
    mediaPending: true,
    isMediaSpent: true,
  });
  if (told.says === "another")
    return belongsElsewhere(`Gong has this recording already, with the call ${told.callId}: it belongs there.`);
  if (row.pendingCallId === undefined) return undefined;
  if (await findCall(callId, gong).catch(() => undefined)) return done;
  // Without reasons, Gong refuses a recording that another call has; once may be chance.
  const isTold = error.gongErrors.some((words) => !/^bad request\.?$/i.test(words.trim()));
  return isTold || row.attempt < 2
    ? undefined
    : belongsElsewhere(
        "Gong refused the recording again without saying why, as it does with one that another call has.",
      );
};

/** Finds an uploaded call in Gong's list of its day (UTC); each day is read once a run. */
const listedById = ({ gong, logger }: StepContext) => {
  const days = new Map<number, Promise<ReadonlyMap<string, Call>>>();
  const readDay = async (startMs: number): Promise<ReadonlyMap<string, Call>> => {
    const calls = await listDay(startMs);
    return new Map(calls.flatMap((call) => (call.clientUniqueId ? [[call.clientUniqueId, call] as const] : [])));
  };
  const listDay = async (startMs: number): Promise<readonly Call[]> => {
    const fromDateTime = isoOf(startMs);
    const toDateTime = isoOf(startMs + dayMs);
    try {
      return (await gong.all(listCallsUsingGet, { fromDateTime, toDateTime })).calls ?? [];
    } catch (error) {
      // The rows are failures then, which can be run again; the others go on.
      if (!(error instanceof GongError) || error instanceof GongBusyError) throw error;
      logger.warn(`Upload Calls: what Gong has already could not be looked up. ${error.message}`);
      return [];
    }
  };
  return async ({ startMs, clientUniqueId }: CheckedRow): Promise<Call | undefined> => {
    const day = Math.floor(startMs / dayMs) * dayMs;
    const listed = days.get(day) ?? readDay(day);
    days.set(day, listed);
    return (await listed).get(clientUniqueId);
  };
};

/** The row as it can be handed over again, with what became of it. */
export const handBack = ({ from, outcome }: SentRow) => {
  const { code, message, requestId, callId, mediaPending, isMediaSpent } = outcome;
  return {
    // A recording that belongs to another call would be refused whenever it is sent.
    ...without(from.back, isMediaSpent ? ["downloadMediaUrl", "file"] : []),
    id: from.clientUniqueId ?? "",
    row: from.row,
    code,
    message,
    ...(requestId ? { requestId } : {}),
    ...(mediaPending ? { callId, mediaPending } : {}),
    attempt: from.attempt,
  };
};
