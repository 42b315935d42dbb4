import { z } from "zod";
import { GongBusyError, GongError, InputError, isOutOfTime } from "#src/base/errors";
import { once } from "#src/base/lazy";
import { sideBySide } from "#src/base/pool";
import { isoSecondOf } from "#src/base/time";
import type { DetailedCall } from "#src/entities/detailedCall";
import type { Transcript } from "#src/entities/transcript";
import type { Input } from "#src/form/field";
import { readGongId } from "#src/form/ids";
import type { Gong } from "#src/gong/client";
import { getCallTranscript, listDetailedCalls } from "#src/operations/calls/index";
import type { StepContext } from "#src/recipe";
import { completeCall } from "#src/recipes/calls/completeCall";
import { matchedBy, narrows, partsToLookAt, type Which } from "#src/recipes/calls/whichCalls";
import type { CallPart, CompleteCall } from "#src/recipes/completeCallShape";
import { isOfOneItem, type Note, resumeToken, toFailure } from "#src/recipes/shared";
import { toHostIds } from "#src/recipes/users/listing";

/** Which calls to read: those with certain ids (of the range, when one is given too), or all of the range. */
export interface CallSelection extends CallFilter {
  readonly callIds?: readonly string[];
  readonly includePrivateCalls?: boolean;
  /** The most calls to read. */
  readonly maxCalls?: number;
  /** The `resume` of an earlier reading; ids and filter come from it. */
  readonly resumeFrom?: string;
  /** What Gong cannot filter by: other calls are read and left out. */
  readonly which?: Which;
}

interface CallsRead<T> {
  /** Named calls in the order of their names, calls of a range in Gong's order: the oldest first. */
  readonly results: T[];
  readonly failed: Note[];
  readonly skipped: Note[];
  /** Calls that Gong gave, private ones included. */
  readonly scanned: number;
  readonly truncated: boolean;
  /** Why it stopped early, as a sentence; null when nothing is left. */
  readonly reason: string | null;
  readonly resume: string | null;
}

/**
 * Reads calls as complete records (`completeCall`): by ids in hundreds, or a range with its windows side by side.
 * Transcripts are fetched, when asked for, while further calls are on their way; a hundred calls cost two requests.
 * The failure of one call never stops the rest. Out of time, it gives what it has and says where to continue.
 * @throws InputError when neither ids nor a start are given; ConnectionError, MissingScopeError and
 * RepeatedCursorError; GongBusyError or NotAnsweredError when there was time for nothing at all.
 */
export const readCompleteCalls = (
  context: StepContext,
  selection: CallSelection,
  include: readonly CallPart[],
): Promise<CallsRead<CompleteCall>> =>
  readCalls(context, selection, include, (call, transcript) => completeCall(call, { include, transcript }));

/** Reads calls in the same way, and makes of each what `toResult` makes of Gong's call and its entry of transcripts. */
export const readCalls = async <T>(
  context: StepContext,
  selection: CallSelection,
  include: readonly CallPart[],
  toResult: (call: DetailedCall, transcript: Transcript | undefined) => T,
): Promise<CallsRead<T>> => {
  const { gong, logger } = context;
  const { maxCalls = Number.POSITIVE_INFINITY, includePrivateCalls = false, which } = selection;
  const isMeant = which && narrows(which) ? matcherOf(which) : () => true;
  const parts = which && narrows(which) ? [...include, ...partsToLookAt(which)] : include;
  const start = await startOf(gong, selection);
  const ids = start.callIds.slice(0, maxCalls);
  const { valid, invalid } = sortIds(ids);
  const options = { include: partsOfGong(parts), ...(parts.includes("crm") ? { context: "Extended" as const } : {}) };
  const named = new Set(valid);

  const outcomes = new Map<unknown, Outcome<T>>();
  const failed: Note[] = [...invalid];
  const left: string[] = start.callIds.slice(ids.length);
  const reasons: string[] = left.length > 0 ? [`Max Calls (${maxCalls}) was reached.`] : [];
  let busy: GongError | undefined;
  const stop = (fault: GongError) => {
    busy ??= fault;
    reasons.push(fault.message);
  };

  const transcripts = transcriptsOf(context, (call, read) => {
    if ("fault" in read && isOutOfTime(read.fault)) stop(read.fault);
    outcomes.set(
      keyOf(call),
      "fault" in read ? toOutcome(idOf(call), read.fault) : { result: toResult(call, read.entry) },
    );
  });
  const take = (calls: readonly DetailedCall[]) => {
    for (const call of calls) {
      const id = idOf(call);
      if (call.metaData?.isPrivate && !includePrivateCalls) outcomes.set(keyOf(call), { left: privateNote(id) });
      else if (!isMeant(call)) outcomes.set(keyOf(call), { left: filteredNote(id) });
      else if (include.includes("transcript") && id !== "") transcripts.add(call, id);
      else outcomes.set(keyOf(call), { result: toResult(call, undefined) });
    }
  };

  const readChunk = async (callIds: readonly string[]): Promise<DetailedCall[]> => {
    try {
      const { calls, continuation } = await gong.all(listDetailedCalls, {
        ...start.filter,
        ...options,
        callIds: [...callIds],
      });
      const found = calls ?? [];
      take(found);
      const known = new Set(found.map(idOf));
      const unknown = callIds.filter((id) => !known.has(id));
      if (!continuation.truncated) failed.push(...unknown.map((id) => notFound(id, start.filter)));
      else left.push(...unknown);
      if (continuation.reason) reasons.push(continuation.reason);
      return found;
    } catch (error) {
      if (!isOfOneItem(error)) throw error;
      if (isOutOfTime(error)) {
        stop(error);
        left.push(...callIds);
        return [];
      }
      // Gong refuses the whole request for one id that it cannot read: halves find it.
      if (error.status === 400 && callIds.length > 1) {
        const middle = Math.ceil(callIds.length / 2);
        return [...(await readChunk(callIds.slice(0, middle))), ...(await readChunk(callIds.slice(middle)))];
      }
      failed.push(...callIds.map((id) => toFailure(id, error)));
      return [];
    }
  };

  const readRange = async (room: number) => {
    try {
      const { calls, continuation } = await gong.all(
        listDetailedCalls,
        { ...start.filter, ...options },
        {
          maxRecords: room,
          cursor: start.cursor,
          onItems: (calls) => take(calls as readonly DetailedCall[]),
          requestsPerPage: include.includes("transcript") ? 2 : 1,
        },
      );
      if (continuation.reason) reasons.push(continuation.reason.replace("Max Records", "Max Calls"));
      return { calls: calls ?? [], isUnfinished: continuation.truncated, cursor: continuation.resume ?? undefined };
    } catch (error) {
      if (!(error instanceof GongError) || !isOutOfTime(error)) throw error;
      stop(error);
      return { calls: [], isUnfinished: true, cursor: start.cursor };
    }
  };

  const byId: DetailedCall[] = [];
  await sideBySide(chunksOf(valid), mostAtOnce, async (callIds) => {
    byId.push(...(await readChunk(callIds)));
  });
  const room = maxCalls - ids.length;
  const range =
    start.isRange && room > 0
      ? await readRange(room)
      : { calls: [], isUnfinished: start.isRange, cursor: start.cursor };
  await transcripts.finish();

  const calls = [...inOrderOf(valid, byId), ...range.calls];
  const found = calls.map((call) => outcomes.get(keyOf(call))).filter((each) => each !== undefined);
  if (calls.length === 0 && busy) throw busy;
  for (const outcome of found) if ("later" in outcome) left.push(outcome.later);
  const hidden = found.flatMap((outcome) => ("left" in outcome ? [outcome.left] : []));
  const privates = hidden.filter(({ code }) => code === "PRIVATE").length;
  if (privates > 0) logger.info(`Private calls left out: ${privates}.`);
  const truncated = left.length > 0 || range.isUnfinished;
  return {
    results: found.flatMap((outcome) => ("result" in outcome ? [outcome.result] : [])),
    failed: [...failed, ...found.flatMap((outcome) => ("failed" in outcome ? [outcome.failed] : []))],
    skipped: hidden.filter(({ id }) => named.has(id)),
    scanned: calls.length,
    truncated,
    reason: truncated ? (reasons[0] ?? `Max Calls (${maxCalls}) was reached.`) : null,
    resume: truncated
      ? callsResume.write({ callIds: left, filter: start.filter, isRange: range.isUnfinished, cursor: range.cursor })
      : null,
  };
};

/** What became of a call that Gong gave. */
type Outcome<T> =
  | { readonly result: T }
  | { readonly failed: Note }
  /** There was no time for its transcript. */
  | { readonly later: string }
  /** It is private, or not one of those that are meant. */
  | { readonly left: Note };

const toOutcome = (id: string, fault: GongError) =>
  isOutOfTime(fault) ? { later: id } : { failed: toFailure(id, fault) };

const startOf = async (gong: Gong, selection: CallSelection): Promise<CallsLeft> => {
  if (selection.resumeFrom) return callsResume.read(selection.resumeFrom);
  const { callIds = [], primaryUserIds, ...others } = selection;
  const filter = { ...others, ...(primaryUserIds ? { primaryUserIds: await toHostIds(gong, primaryUserIds) } : {}) };
  if (callIds.length === 0) return { callIds: [], filter: rangeOf(filter), isRange: true };
  return { callIds: [...new Set(callIds)], filter: filterOf(filter), isRange: false };
};

/**
 * The filter of a selection without ids. Its end is fixed, so that continuing later reads the same range.
 * @throws InputError when it has no start.
 */
export const rangeOf = (selection: CallFilter): CallFilter => {
  const filter = filterOf(selection);
  if (filter.fromDateTime === undefined)
    throw new InputError([
      "Call IDs and From are both empty, which would read every call of the company. Give the ids of calls, or the moment from which to read.",
    ]);
  return { ...filter, toDateTime: filter.toDateTime ?? isoSecondOf(Date.now()) };
};

const filterOf = ({ fromDateTime, toDateTime, workspaceId, primaryUserIds }: CallFilter) =>
  withoutAbsent({ fromDateTime, toDateTime, workspaceId, primaryUserIds });

const withoutAbsent = (filter: CallFilter): CallFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));

const sortIds = (ids: readonly string[]) => {
  const valid = new Set<string>();
  const invalid: Note[] = [];
  for (const given of ids) {
    const read = readGongId(given);
    if ("id" in read) valid.add(read.id);
    else
      invalid.push({
        id: given,
        code: "NOT_AN_ID",
        message: `Gong's ids of calls are made of up to 20 digits. This one ${read.problem}.`,
      });
  }
  return { valid: [...valid], invalid };
};

const notFound = (id: string, filter: CallFilter): Note => ({
  id,
  code: "NOT_FOUND",
  message: `Gong has no call ${id} that this connection may see${Object.keys(filter).length > 0 ? " and that the filters let through" : ""}. Check the id; a call that has just ended appears after it was processed, which may take some hours.`,
});

const privateNote = (id: string): Note => ({
  id,
  code: "PRIVATE",
  message: "This call is private in Gong. Switch Include Private Calls on where reading it is meant.",
});

const filteredNote = (id: string): Note => ({
  id,
  code: "FILTER",
  message: "This call is not one of those that the other inputs ask for.",
});

const matcherOf = (which: Which) => (call: DetailedCall) =>
  matchedBy(which, completeCall(call, { include: partsToLookAt(which) })) !== undefined;

type AskedParts = NonNullable<Input<(typeof listDetailedCalls)["fields"]>["include"]>;

/** What to ask Gong for; participants always, since they name the host and everyone who speaks. */
const partsOfGong = (include: readonly CallPart[]): AskedParts => {
  const names: Record<CallPart, AskedParts> = {
    participants: [],
    crm: [],
    trackers: ["trackers", "trackerOccurrences"],
    topics: ["topics"],
    brief: ["brief"],
    outline: ["outline"],
    keyPoints: ["keyPoints"],
    highlights: ["highlights"],
    nextSteps: ["highlights"],
    outcome: ["callOutcome"],
    interaction: ["speakers", "personInteractionStats", "questions", "video"],
    comments: ["publicComments"],
    media: ["media"],
    transcript: [],
  };
  return ["parties", ...new Set(include.flatMap((part) => names[part]))];
};

const idOf = ({ metaData }: DetailedCall): string => metaData?.id ?? "";

/** Two windows of a range may read the same call; one without an id is told by its record. */
const keyOf = (call: DetailedCall): unknown => idOf(call) || call;

const inOrderOf = (ids: readonly string[], calls: readonly DetailedCall[]): DetailedCall[] => {
  const byId = new Map(calls.map((call) => [idOf(call), call]));
  return ids.map((id) => byId.get(id)).filter((call) => call !== undefined);
};

const mostIds = 100;

const chunksOf = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / mostIds) }, (_, index) =>
    items.slice(index * mostIds, (index + 1) * mostIds),
  );

/** Enough to keep Gong's limit busy, few enough to hold little at once. */
const mostAtOnce = 6;

/** Fetches transcripts a hundred at a time, each batch as soon as it is full, without making the reading wait. */
const transcriptsOf = (
  { gong }: StepContext,
  onRead: (
    call: DetailedCall,
    read: { readonly entry: Transcript | undefined } | { readonly fault: GongError },
  ) => void,
) => {
  let waiting: { readonly call: DetailedCall; readonly id: string }[] = [];
  const running: Promise<void>[] = [];
  let fatal: { readonly fault: unknown } | undefined;

  const fetch = async (batch: typeof waiting) => {
    try {
      const answer = await gong.all(getCallTranscript, { callIds: batch.map(({ id }) => id) });
      const entries = new Map(answer.callTranscripts?.map((entry) => [entry.callId, entry]));
      const { truncated, reason } = answer.continuation;
      for (const { call, id } of batch) {
        const entry = entries.get(id);
        const isUnread = entry === undefined && truncated;
        onRead(call, isUnread ? { fault: new GongBusyError(reason ?? "Transcripts are left.") } : { entry });
      }
    } catch (error) {
      if (isOfOneItem(error)) for (const { call } of batch) onRead(call, { fault: error });
      else fatal ??= { fault: error };
    }
  };
  const send = (batch: typeof waiting) => {
    if (batch.length > 0) running.push(fetch(batch));
  };

  return {
    add: (call: DetailedCall, id: string) => {
      waiting.push({ call, id });
      if (waiting.length < mostIds) return;
      send(waiting);
      waiting = [];
    },
    finish: async () => {
      send(waiting);
      waiting = [];
      await Promise.all(running);
      if (fatal) throw fatal.fault;
    },
  };
};

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
interface CallsLeft {
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
