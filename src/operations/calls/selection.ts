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
