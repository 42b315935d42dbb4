import { InputError, NotAnsweredError } from "#src/base/errors";
import { sideBySide } from "#src/base/pool";
import * as value from "#src/form/value";
import { type Glance, glanceAt } from "#src/gong/download";
import { fromFile, fromUrl } from "#src/operations/calls/mediaFile";
import { type Finding, finding } from "./codes";
import { type CheckedRow, mostMediaBytes, type UploadOptions } from "./preflight";
import { textOf } from "./rows";

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
export const lookAtMedia = async (rows: readonly CheckedRow[], look: Look): Promise<readonly CheckedRow[]> => {
  if (look.mode === "pull" && !look.isAsked) return rows;
  const seen = new Map<CheckedRow, CheckedRow>();
  await sideBySide(rows, lanes, async (row) => {
    const findings = await findingsOf(row, look.mode);
    const isLetThrough = ({ code }: Finding) =>
      code === "MEDIA_NOT_CHECKED" || look.overrides.some((each) => each === code);
    seen.set(row, {
      ...row,
      faults: findings.filter((each) => !isLetThrough(each)),
      warnings: [...row.warnings, ...findings.filter(isLetThrough)],
    });
  });
  return rows.map((row) => seen.get(row) ?? row);
};

const findingsOf = async ({ given }: CheckedRow, mode: Look["mode"]): Promise<readonly Finding[]> => {
  let glance: Glance;
  try {
    const { content } =
      value.isBlank(given.file) || mode === "pull"
        ? fromUrl(textOf(given.downloadMediaUrl) ?? "")
        : fromFile(given.file);
    glance = await glanceAt(content);
  } catch (error) {
    if (error instanceof NotAnsweredError)
      return [finding(mode === "pull" ? "MEDIA_NOT_CHECKED" : "MEDIA_UNREACHABLE", error.message)];
    if (error instanceof InputError) return [finding("MEDIA_UNREACHABLE", error.message)];
    throw error;
  }
  const { size, isRecording } = glance;
  if (size === 0) return [finding("MEDIA_UNREACHABLE", "The recording is empty.")];
  return [
    ...(size !== undefined && size > mostMediaBytes
      ? [finding("TOO_LARGE", `The recording has ${Math.ceil(size / 1024 ** 2).toLocaleString("en-US")} MB.`)]
      : []),
    ...(isRecording ? [] : [finding("UNKNOWN_FORMAT", "The recording begins like none of these.")]),
  ];
};
