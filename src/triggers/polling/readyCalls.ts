import { getCallTranscript } from "#src/operations/calls/index";
import type { StepContext } from "#src/recipe";
import { readCompleteCalls } from "#src/recipes/calls/read";
import type { CallPart, CompleteCall } from "#src/recipes/completeCallShape";
import { inHundreds } from "./sources";

/** Which of the waiting calls have everything that they wait for. */

/** What a call can wait for. */
export const awaitableParts = ["transcript", "trackers", "brief", "outcome", "crm"] as const;

export interface Waiting {
  /** The calls that wait, by id, with the moment in which each was first seen, in milliseconds since 1970. */
  readonly seenAt: ReadonlyMap<string, number>;
  readonly waitFor: readonly CallPart[];
  readonly include: readonly CallPart[];
  /** A call that was seen before this moment (milliseconds since 1970) waits no longer. */
  readonly expiredBefore: number;
  readonly includePrivateCalls?: boolean;
}

export interface Ready {
  /** Complete, or with `missing` after the maximum wait. */
  readonly ready: readonly CompleteCall[];
  /** Ids that Gong no longer shows, or that became private: they wait for nothing. */
  readonly gone: readonly string[];
  /** True when more may be ready than one poll hands out. */
  readonly isFull: boolean;
}

/** What one poll hands out at most: a call with its transcript may have hundreds of kilobytes. */
const mostPerPoll = 500;

/** True when a call lacks none of the parts that it waits for. */
const isComplete = ({ missing }: CompleteCall, waitFor: readonly CallPart[]): boolean =>
  !waitFor.some((part) => missing.includes(part));

/**
 * Asks for waiting calls only, a hundred at a time: for their transcripts first, which most wait for and which come for
 * few, then for the details of those that have one, then for the whole record of those that have everything.
 */
export const findReadyCalls = async (context: StepContext, waiting: Waiting): Promise<Ready> => {
  const { seenAt, waitFor, include, expiredBefore, includePrivateCalls } = waiting;
  const isExpired = (id: string | null) => (seenAt.get(id ?? "") ?? 0) < expiredBefore;
  const gone: string[] = [];

  const read = async (callIds: readonly string[], parts: readonly CallPart[]) => {
    if (callIds.length === 0) return [];
    const { results, failed, skipped } = await readCompleteCalls(
      context,
      { callIds, ...(includePrivateCalls ? { includePrivateCalls } : {}) },
      parts,
    );
    gone.push(...skipped.map(({ id }) => id));
    // Any other failure passes: the call goes on waiting, beyond the maximum wait if need be.
    gone.push(...failed.filter(({ id, code }) => isLost(code) && isExpired(id)).map(({ id }) => id));
    const [first, ...others] = failed.filter(({ code }) => !isLost(code));
    if (first)
      context.logger.warn(
        `Calls that go on waiting, since they could not be read: ${others.length + 1}. ${first.message}`,
      );
    return results;
  };

  const parts = [...new Set([...include, ...waitFor])];
  const details = parts.filter((part) => part !== "transcript");
  const isReady = (call: CompleteCall) => isExpired(call.id) || isComplete(call, waitFor);
  const ids = [...seenAt.keys()];
  const transcribed = waitFor.includes("transcript") ? await withTranscript(context, ids) : new Set(ids);
  const candidates = ids.filter((id) => transcribed.has(id) || isExpired(id));
  const needsDetails = waitFor.some((part) => part !== "transcript");
  const complete: CompleteCall[] = [];
  const readyIds: string[] = needsDetails ? [] : candidates;
  if (needsDetails)
    for (const callIds of inHundreds(candidates)) {
      if (readyIds.length >= mostPerPoll) break;
      const calls = (await read(callIds, details)).filter(isReady);
      readyIds.push(...calls.flatMap(({ id }) => id ?? []));
      if (!parts.includes("transcript")) complete.push(...calls);
    }
  const isFull = readyIds.length >= mostPerPoll;
  if (needsDetails && !parts.includes("transcript")) return { ready: complete.slice(0, mostPerPoll), gone, isFull };
  const found = await read(readyIds.slice(0, mostPerPoll), parts);
  return { ready: found.filter(isReady), gone, isFull };
};

const isLost = (code: string) => code === "NOT_FOUND" || code === "NOT_AN_ID";

/** Which of these calls have a transcript; asks for no more when there are enough for one poll. */
const withTranscript = async ({ gong }: StepContext, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const found = new Set<string>();
  for (const callIds of inHundreds(ids)) {
    if (found.size >= mostPerPoll) break;
    const { callTranscripts } = await gong.run(getCallTranscript, { callIds });
    for (const { callId, transcript } of callTranscripts ?? []) if (callId && transcript?.length) found.add(callId);
  }
  return found;
};
