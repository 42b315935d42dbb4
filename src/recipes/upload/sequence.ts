import { InputError } from "#src/base/errors";
import { fromResumeText, toResumeText } from "#src/recipes/resumeText";

/** Where an upload stopped: everything up to here was handled. */
export interface Point {
  /** Milliseconds since 1970. */
  readonly startMs: number;
  readonly clientUniqueId: string;
}

/** The oldest call first; calls of the same moment by their ids, so that every run has the same order. */
export const compareBySequence = (one: Point, other: Point): number =>
  one.startMs - other.startMs ||
  (one.clientUniqueId < other.clientUniqueId ? -1 : one.clientUniqueId > other.clientUniqueId ? 1 : 0);

const prefix = "rows1.";

/** A text that says where to go on: at this row, which was not handled yet. */
export const toResume = ({ startMs, clientUniqueId }: Point): string =>
  prefix + toResumeText([startMs, clientUniqueId]);

/**
 * Where a resume value says to go on.
 * @throws InputError for a value that was changed, cut, or comes from another step.
 */
export const fromResume = (resume: string): Point => {
  const point = resume.startsWith(prefix) ? fromResumeText(resume.slice(prefix.length)) : undefined;
  const [startMs, clientUniqueId] = Array.isArray(point) ? (point as unknown[]) : [];
  if (typeof startMs !== "number" || typeof clientUniqueId !== "string")
    throw new InputError([
      "Resume From is not complete: hand over the whole resume value of an earlier run of Upload Calls, or leave it empty to begin anew.",
    ]);
  return { startMs, clientUniqueId };
};
