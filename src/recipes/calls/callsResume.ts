import { InputError } from "#src/base/errors";
import { fromResumeText, toResumeText } from "#src/recipes/resumeText";

/** What limits calls on Gong's side. */
export interface CallFilter {
  /** ISO 8601 with a zone, included. */
  readonly fromDateTime?: string;
  /** ISO 8601 with a zone, excluded. */
  readonly toDateTime?: string;
  readonly workspaceId?: string;
  /** The hosts. */
  readonly primaryUserIds?: string[];
}

/** What is left of a reading of calls. */
export interface CallsLeft {
  /** Calls to read by their ids. */
  readonly callIds: readonly string[];
  readonly filter: CallFilter;
  /** True when calls of the range are left too. */
  readonly isRange: boolean;
  /** Where the client goes on in the range; undefined for its beginning. */
  readonly cursor?: string;
}

/** A text that holds what is left. It needs no other memory, and outlives Gong's cursors. */
export const toResume = (left: CallsLeft): string => toResumeText(left);

/**
 * What a resume value says is left.
 * @throws InputError for one that was changed or cut.
 */
export const fromResume = (resume: string): CallsLeft => {
  const left = fromResumeText(resume);
  if (!isCallsLeft(left))
    throw new InputError([
      "Resume From is not complete: hand over the whole resume value of the earlier run, or leave it empty to begin anew.",
    ]);
  return left;
};

const isCallsLeft = (left: unknown): left is CallsLeft => {
  const { callIds, filter, isRange, cursor } = (left ?? {}) as Record<string, unknown>;
  return (
    Array.isArray(callIds) &&
    callIds.every((id) => typeof id === "string") &&
    typeof filter === "object" &&
    filter !== null &&
    typeof isRange === "boolean" &&
    (cursor === undefined || typeof cursor === "string")
  );
};
