import { GongBusyError, GongError } from "#src/base/errors";
import { sideBySide } from "#src/base/pool";
import type { Call } from "#src/entities/call";
import { listCallsUsingGet } from "#src/operations/calls/index";
import type { StepContext } from "#src/recipe";
import { requestsADay } from "./fields";
import type { CheckedRow, UploadOptions } from "./preflight";
import { type Outcome, uploadRow } from "./uploadRow";

/** Enough requests under way to keep Gong's pace when each takes four seconds; recordings pass through memory. */
const lanes = { pull: 12, push: 4 };
/** A row that is begun should come to its end. */
const leastMs = { pull: 15_000, push: 60_000 };
const progressEveryMs = 5_000;

interface Work extends StepContext {
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
export const uploadAll = async (
  rows: readonly CheckedRow[],
  report: (row: CheckedRow, outcome: Outcome) => void,
  { gong, logger, mode, reserve = 0 }: Work,
): Promise<string | null> => {
  const findListed = listedById({ gong, logger });
  const before = gong.spentToday;
  let begun = 0;
  let done = 0;
  let toldAt = Date.now();
  let reason: string | null = null;
  let ending: unknown;
  try {
    await sideBySide(rows, lanes[mode], async (row) => {
      reason ??= reasonToStop(row);
      if (reason) return;
      begun += costOf(row, mode);
      const outcome = await uploadRow(row, { gong, mode, findListed });
      report(row, outcome);
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

  function reasonToStop(row: CheckedRow): string | null {
    if (gong.remainingMs < leastMs[mode]) return "The time for this run was used up.";
    const spent = Math.max(before + begun, gong.spentToday);
    return reserve > 0 && spent + costOf(row, mode) > requestsADay - reserve
      ? `Only the ${reserve} reserved requests of today are left.`
      : null;
  }
};

const dayMs = 24 * 60 * 60 * 1000;

/** Finds an uploaded call in Gong's list of its day (UTC); each day is read once a run. */
const listedById = ({ gong, logger }: StepContext) => {
  const days = new Map<number, Promise<ReadonlyMap<string, Call>>>();
  const readDay = async (startMs: number): Promise<ReadonlyMap<string, Call>> => {
    const calls = await listDay(startMs);
    return new Map(
      (calls ?? []).flatMap((call) => (call.clientUniqueId ? [[call.clientUniqueId, call] as const] : [])),
    );
  };
  const listDay = async (startMs: number): Promise<readonly Call[]> => {
    const fromDateTime = new Date(startMs).toISOString().replace(".000Z", "Z");
    const toDateTime = new Date(startMs + dayMs).toISOString().replace(".000Z", "Z");
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
    if (startMs === undefined || clientUniqueId === undefined) return undefined;
    const day = Math.floor(startMs / dayMs) * dayMs;
    const listed = days.get(day) ?? readDay(day);
    days.set(day, listed);
    return (await listed).get(clientUniqueId);
  };
};
