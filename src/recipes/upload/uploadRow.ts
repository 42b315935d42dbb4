import {
  BrokenConnectionError,
  GongBusyError,
  GongError,
  MissingScopeError,
  NotAnsweredError,
  toActionableError,
} from "#src/base/errors";
import type { Call } from "#src/entities/call";
import type { Gong } from "#src/gong/client";
import { addMedia, createNewCall, getCallUsingGet } from "#src/operations/calls/index";
import { type Finding, finding, type UploadCode } from "./codes";
import { readConflict } from "./conflict";
import type { CheckedRow } from "./preflight";
import { textOf } from "./rows";

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
  /** Why no other row can succeed now. */
  readonly ending?: Error;
}

/** An outcome of which no more is known. */
export const outcomeWith = (status: Outcome["status"], what: Finding): Outcome => ({
  ...what,
  status,
  callId: null,
  url: null,
  requestId: null,
  mediaPending: false,
  warnings: [],
});

interface Desk {
  readonly gong: Gong;
  readonly mode: "pull" | "push";
  /** The call with the row's id in Gong's list of its day. */
  readonly findListed: (row: CheckedRow) => Promise<Call | undefined>;
}

/** True for a fault that would meet every row, or for lack of time. */
export const endsEverything = (fault: unknown): fault is Error =>
  fault instanceof GongBusyError || fault instanceof MissingScopeError || fault instanceof BrokenConnectionError;

/**
 * Uploads one row: creates the call, and in push mode sends its recording. Every fault of this row alone is an outcome.
 * @throws what would meet every other row too, when nothing was created: lack of time, broken credentials.
 */
export const uploadRow = async (row: CheckedRow, desk: Desk): Promise<Outcome> => {
  const { newCall, pendingCallId } = row;
  if (pendingCallId) return sendMedia(row, pendingCallId, null, desk);
  if (!newCall) throw new Error("A row with faults cannot be uploaded.");
  try {
    const { callId, requestId, url } = await desk.gong.run(createNewCall, newCall);
    const created = { callId: callId ?? null, url: typeof url === "string" ? url : null, requestId: requestId ?? null };
    if (desk.mode === "pull") return { ...outcomeWith("uploaded", finding("UPLOADED")), ...created };
    if (callId) return await sendMedia(row, callId, created.requestId, desk);
    const untold = finding("CONFLICT", "Gong created the call without telling its id, so its recording was not sent.");
    return { ...outcomeWith("failed", untold), ...created, mediaPending: true };
  } catch (error) {
    if (endsEverything(error)) throw error;
    if (error instanceof GongError && error.status === 409) return toldOfConflict(row, error, desk);
    return toFailure(error);
  }
};

const toFailure = (fault: unknown): Outcome => {
  const requestId = fault instanceof GongError ? (fault.requestId ?? null) : null;
  return { ...outcomeWith("failed", finding(codeOf(fault), wordsOf(fault))), requestId };
};

const wordsOf = (fault: unknown) => toActionableError(fault).message;

const codeOf = (fault: unknown): UploadCode => {
  if (fault instanceof NotAnsweredError) return "NOT_ANSWERED";
  if (!(fault instanceof GongError)) return "BAD_VALUE";
  if (fault.status === 403) return "NOT_ALLOWED";
  return (fault.status ?? 0) >= 500 ? "GONG_FAILED" : "REFUSED";
};

const toldOfConflict = async (row: CheckedRow, fault: GongError, desk: Desk): Promise<Outcome> => {
  const words = fault.gongErrors.join(" ");
  const { nameCall, callId, areAboutImport } = readConflict(
    words,
    row.clientUniqueId ?? "",
    row.newCall?.primaryUser ?? "",
  );
  const isIdEnough = nameCall && (desk.mode === "pull" || callId !== undefined);
  const listed = isIdEnough ? undefined : await desk.findListed(row);
  const requestId = fault.requestId ?? null;
  if (!nameCall && !listed) {
    const code = areAboutImport ? "IMPORT_NOT_ENABLED" : "CONFLICT";
    const what = finding(code, `Gong answered: ${words || "nothing but status 409"}.`.replace(/\.\.$/, "."));
    return { ...outcomeWith("failed", what), requestId };
  }
  const already: Outcome = {
    ...outcomeWith("alreadyUploaded", finding("ALREADY_UPLOADED")),
    callId: listed?.id ?? callId ?? null,
    url: listed?.url ?? null,
    requestId,
  };
  // What is listed was processed, so its recording arrived; otherwise an earlier run may have ended before sending it.
  if (desk.mode === "pull" || listed) return already;
  if (!callId) return { ...already, warnings: [finding("MEDIA_UNSURE")] };
  return (await isVisible(callId, desk.gong)) ? already : sendMedia(row, callId, requestId, desk);
};

const isVisible = async (callId: string, gong: Gong): Promise<boolean> => {
  try {
    await gong.run(getCallUsingGet, { callId });
    return true;
  } catch (error) {
    if (error instanceof GongError && !(error instanceof GongBusyError)) return false;
    throw error;
  }
};

/** Sends the recording of a call that exists. Whatever goes wrong, the call's id is reported. */
const sendMedia = async (
  row: CheckedRow,
  callId: string,
  requestId: string | null,
  { gong }: Desk,
): Promise<Outcome> => {
  const file = row.given.file;
  const fileName = textOf(row.given.fileName);
  const source = file === undefined ? { mediaUrl: textOf(row.given.downloadMediaUrl) } : { fileInput: file };
  try {
    const answer = await gong.run(addMedia, { callId, fileName, ...source });
    const sent = { callId, url: answer.url ?? null, requestId: answer.requestId ?? requestId };
    return { ...outcomeWith("uploaded", finding("UPLOADED")), ...sent };
  } catch (error) {
    const facts = { callId, requestId: (error instanceof GongError ? error.requestId : undefined) ?? requestId };
    if (error instanceof GongError && error.status === 400 && hasMedia(error.gongErrors.join(" ")))
      return { ...outcomeWith("alreadyUploaded", finding("ALREADY_UPLOADED")), ...facts };
    const what = finding("MEDIA_PENDING", wordsOf(error));
    const ending = endsEverything(error) ? { ending: error } : {};
    return { ...outcomeWith("failed", what), ...facts, mediaPending: true, ...ending };
  }
};

/** Gong's words for a second recording are not documented. */
const hasMedia = (words: string) => /\balready\b/i.test(words) && /media|recording/i.test(words);
