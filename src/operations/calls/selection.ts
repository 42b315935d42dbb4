import { InputError } from "#src/base/errors";

interface CallFilter {
  readonly callIds?: readonly string[];
  readonly fromDateTime?: string;
  readonly toDateTime?: string;
}

/**
 * Gong takes a filter without ids and range for every call of the company. An earlier step that found nothing hands
 * over exactly that.
 * @throws InputError when neither is given.
 */
export const refuseEverything = ({ callIds = [], fromDateTime, toDateTime }: CallFilter): void => {
  if (callIds.length > 0 || fromDateTime !== undefined || toDateTime !== undefined) return;
  throw new InputError([
    "Call IDs or a range is required: without them Gong would return every call of the company. Fill in Call IDs, From or To. Where an earlier step may find no calls, branch before this step.",
  ]);
};

/** What the actions that hand out calls as Gong gives them say of private ones. */
export const privateCallsNote =
  "Private calls come too, with isPrivate true: leave them out where they must stay in Gong.";

/** The same where nothing in the answer tells a private call. */
export const unmarkedPrivateCallsNote =
  "Private calls come too, and nothing in the answer marks them: look them up with Get Call where they must stay in Gong.";
