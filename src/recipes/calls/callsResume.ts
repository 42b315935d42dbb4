import { z } from "zod";
import { once } from "#src/base/lazy";
import { resumeToken } from "#src/recipes/shared";

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

export const CallFilterSchema = once(
  (): z.ZodType<CallFilter> =>
    z.object({
      fromDateTime: z.string().optional(),
      toDateTime: z.string().optional(),
      workspaceId: z.string().optional(),
      primaryUserIds: z.array(z.string()).optional(),
    }),
);

/** The resume value of a reading. It needs no other memory, and outlives Gong's cursors. */
export const callsResume = resumeToken<CallsLeft>("calls", () =>
  z.object({
    callIds: z.array(z.string()),
    filter: CallFilterSchema(),
    isRange: z.boolean(),
    cursor: z.string().optional(),
  }),
);
