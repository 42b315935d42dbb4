import { NotAnsweredError, toActionableError } from "#src/base/errors";
import { sideBySide } from "#src/base/pool";
import { type Glance, glanceAt } from "#src/gong/download";
import { fromFile, fromUrl } from "#src/operations/calls/mediaFile";
import { type CheckedRow, checkSize, type RefusedRow, type UploadOptions } from "./check";
import { type Finding, finding, judge, noting } from "./codes";

interface Look {
  readonly mode: UploadOptions["mode"];
  /** Whether to open addresses that Gong will fetch from. */
  readonly isAsked: boolean;
  readonly overrides: UploadOptions["overrides"];
}

const lanes = 8;

/**
 * Looks at the beginning of every recording that this step will send, and when asked at those that Gong will fetch:
 * once a call is created, it is too late.
 * @returns the rows, with what was found among their faults and warnings.
 */
export const lookAtMedia = async (rows: readonly CheckedRow[], look: Look): Promise<(CheckedRow | RefusedRow)[]> => {
  if (look.mode === "pull" && !look.isAsked) return [...rows];
  const seen = new Map<CheckedRow, CheckedRow | RefusedRow>();
  await sideBySide(rows, lanes, async (row) => {
    const { faults, warnings: found } = judge(await findingsOf(row, look), look.overrides);
    const warnings = [...row.warnings, ...found];
    seen.set(row, faults.length > 0 ? { ...row, warnings, stage: "refused", faults } : { ...row, warnings });
  });
  return rows.map((row) => seen.get(row) ?? row);
};

const findingsOf = async ({ media }: CheckedRow, { mode }: Look): Promise<readonly Finding[]> => {
  let glance: Glance;
  try {
    const { content } = media.fileInput === undefined ? fromUrl(media.mediaUrl ?? "") : fromFile(media.fileInput);
    glance = await glanceAt(content);
  } catch (error) {
    // Whatever an address does, it is the fault of its row alone.
    const { message } = toActionableError(error);
    const isUnsure = error instanceof NotAnsweredError && mode === "pull";
    return [finding(isUnsure ? "MEDIA_NOT_CHECKED" : "MEDIA_UNREACHABLE", message)];
  }
  const { size, isRecording } = glance;
  if (size === 0) return [finding("MEDIA_UNREACHABLE", "The recording is empty.")];
  const { findings, note } = noting();
  checkSize(size, note);
  if (!isRecording) note("UNKNOWN_FORMAT", "The recording begins like none of these.");
  return findings;
};
