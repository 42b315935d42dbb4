import { z } from "zod";
import { isOutOfTime } from "#src/base/errors";
import { once } from "#src/base/lazy";
import { dayMs, isoOf, isoSecondOf } from "#src/base/time";
import type { DetailedCall } from "#src/entities/detailedCall";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { getCallTranscript, listDetailedCalls } from "#src/operations/calls/index";
import { listUsers } from "#src/operations/users";
import { recipe, type StepContext } from "#src/recipe";
import { type CallPart, CompleteCall } from "#src/recipes/completeCallShape";
import { type Redactable, redactRecord } from "#src/recipes/redaction";
import {
  callSelection,
  exampleCounters,
  itemsOutput,
  redact,
  timeLimitSeconds,
  toParts,
  withCounters,
} from "#src/recipes/shared";
import { CompactCall, compactCall, compactParts, detailField } from "./compactCall";
import { completeCall, completeCallSample } from "./completeCall";
import { type Looked, searchCalls, searchToken } from "./find";
import { type CallSelection, callsResume, readCalls } from "./read";
import { matchedBy, narrows, partsToLookAt, type Which, whichFields, whichIn } from "./whichCalls";

const usualDays = 90;

const reasons = () => ({
  matchedBy: z
    .array(z.string())
    .describe("By what the call was found, such as participant Priya Nair (domain contoso.example)."),
});

const Found = once(() => z.union([CompactCall().extend(reasons()), CompleteCall().extend(reasons())]));
type Found = z.infer<ReturnType<typeof Found>>;

const { callIds: _named, ...selection } = callSelection;

export const findCalls = recipe({
  label: "Find Calls",
  description:
    "Finds calls by person, domain, account, opportunity, words in the title, tracker, host or what they lack, newest first, as short records that a person or a model can read.",
  uses: [listDetailedCalls, getCallTranscript, listUsers],
  effect: "reads",
  important: true,
  fields: {
    ...whichFields,
    ...selection,
    fromDateTime: reworded(selection.fromDateTime, {
      comments: `Only calls that started at this moment or later. ISO 8601 with a zone, such as 2026-01-05T10:00:00Z. Leave empty for the ${usualDays} days before To.`,
    }),
    detail: detailField(
      "Compact gives short records with brief and next steps; complete gives every part that Get Complete Calls gives. Leave empty for compact.",
      "compact",
    ),
    redact,
    newestFirst: optional(
      field.toggle(
        {
          label: "Newest First",
          comments: "Find the newest calls first, and stop when there are enough. When off, the oldest come first.",
          example: "true",
        },
        "true",
      ),
    ),
    maxResults: optional(
      field.integer(
        {
          label: "Max Results",
          comments: "The most calls to return; reading ends when there are enough. Leave empty for no limit.",
          placeholder: "20",
          example: "20",
        },
        { min: 1 },
      ),
    ),
    timeLimitSeconds,
  },
  output: () => itemsOutput(Found()),
  example: {
    results: [{ ...compactCall(completeCallSample), matchedBy: ["participant Priya Nair (domain contoso.example)"] }],
    failed: [],
    skipped: [],
    ...exampleCounters,
    requests: 2,
  },
  run: async ({ detail, redact = [], newestFirst = true, maxResults, ...selection }, context) => {
    const which = whichIn(selection);
    const asked = { which, newestFirst, isComplete: detail === "complete", redact };
    const found = await searchCalls<Found>(
      context,
      { ...selection, ...rangeOrUsual(selection), which },
      {
        token: searchToken("find"),
        most: maxResults === undefined ? undefined : { count: maxResults, label: "Max Results" },
        newestFirst,
        inParts: true,
        look: (part, room) => look(context, part, { ...asked, room }),
      },
    );
    return withCounters(context.gong, found);
  },
  notes: [
    "Gong filters by host and date alone, so calls are read, a hundred for one request, and looked at here; brief and next steps are fetched only for what matched, a hundred for one more.",
    "Values of one input are alternatives, and inputs narrow: one of the participants and one of the trackers.",
    "The range is read in parts from the end that comes first, and reading stops when there are enough: the last call of an opportunity costs a few requests.",
    "An account is found by its CRM id, its name, or the domain that people outside write from; matchedBy tells which.",
    "Hosts given by name or address are looked up among Gong's users: one request for each hundred of them.",
    "What was found when the time is over is handed out; resume then leads to the rest.",
  ],
});

/** The range that was asked for, its beginning set where it was left open. */
const rangeOrUsual = ({ fromDateTime, toDateTime }: Pick<CallSelection, "fromDateTime" | "toDateTime">) => {
  const to = toDateTime ?? isoSecondOf(Date.now());
  const usual = isoOf(Date.parse(to) - usualDays * dayMs);
  return { fromDateTime: fromDateTime ?? usual, toDateTime: to };
};

interface Asked {
  readonly which: Which;
  readonly room: number;
  readonly newestFirst: boolean;
  readonly isComplete: boolean;
  readonly redact: readonly Redactable[];
}

interface Seen {
  readonly id: string;
  readonly started: string | null;
}

/**
 * Looks through calls with as little of each as tells whether it is meant, and reads more of those alone. Where nothing
 * narrows, and for calls that are known to be meant, everything is read at once.
 */
const look = async (context: StepContext, part: CallSelection, asked: Asked): Promise<Looked<Found>> => {
  const { which, room, newestFirst } = asked;
  const inOrder = <T extends { readonly started: string | null }>(calls: readonly T[]): T[] =>
    calls.toSorted((a, b) => (Date.parse(a.started ?? "") - Date.parse(b.started ?? "")) * (newestFirst ? -1 : 1) || 0);
  const isKnown = part.callIds !== undefined && part.fromDateTime === undefined;
  if (isKnown || !narrows(which)) {
    const read = await readFound(context, part, asked);
    const results = inOrder(read.results);
    return {
      ...read,
      results: results.slice(0, room).map(({ found }) => found),
      matched: results.slice(room).map(({ id }) => ({ id, matches: 0 })),
    };
  }
  const { results, ...read } = await readCalls(context, part, [], toSeen);
  const meant = inOrder(results);
  const [now, later] = [meant.slice(0, room), meant.slice(room)];
  const details = now.length > 0 ? await readDetails(context, now, asked) : undefined;
  const given = new Map(details?.results.map(({ id, found }) => [id, found]));
  const unread = details?.unread ?? new Set();
  return {
    ...read,
    results: now.flatMap(({ id }) => given.get(id) ?? []),
    matched: [...now.filter(({ id }) => unread.has(id)), ...later].map(({ id }) => ({ id, matches: 0 })),
    failed: [...read.failed, ...(details?.failed ?? [])],
    reason: read.reason ?? details?.reason ?? null,
  };
};

const toSeen = (call: DetailedCall): Seen => {
  const { id, started } = completeCall(call, { include: [] });
  return { id: id ?? "", started };
};

/** Reads calls with everything that is to be returned of them. */
const readFound = (context: StepContext, part: CallSelection, { which, isComplete, redact }: Asked) => {
  const wanted: readonly CallPart[] = isComplete ? toParts(undefined) : compactParts;
  const include = [...new Set([...wanted, ...partsToLookAt(which)])];
  return readCalls(context, part, include, (call, transcript): Seen & { readonly found: Found } => {
    const record = completeCall(call, { include, transcript });
    // What was cut through the middle could no longer be recognized, so redaction comes first.
    const shown = redactRecord(record, redact);
    const found = {
      ...(isComplete ? shown : compactCall(shown)),
      matchedBy: redactRecord(matchedBy(which, record) ?? [], redact),
    };
    return { id: record.id ?? "", started: record.started, found };
  });
};

/** Reads what is to be returned of calls that are meant. Those for which there was no time are unread. */
const readDetails = async (context: StepContext, meant: readonly Seen[], asked: Asked) => {
  const callIds = meant.map(({ id }) => id);
  try {
    const read = await readFound(context, { callIds, includePrivateCalls: true }, asked);
    return { ...read, unread: new Set(read.resume === null ? [] : callsResume.read(read.resume).callIds) };
  } catch (error) {
    if (!isOutOfTime(error)) throw error;
    return { results: [], failed: [], unread: new Set(callIds), reason: (error as Error).message };
  }
};
