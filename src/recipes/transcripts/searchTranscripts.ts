import { z } from "zod";
import { GongError, isOutOfTime } from "#src/base/errors";
import { once } from "#src/base/lazy";
import { detailedCall } from "#src/entities/detailedCall";
import { transcript } from "#src/entities/transcript";
import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import { getCallTranscript, listDetailedCalls } from "#src/operations/calls/index";
import { recipe, type StepContext } from "#src/recipe";
import { callsResume } from "#src/recipes/calls/callsResume";
import { type CallSelection, rangeOf, readCalls } from "#src/recipes/calls/read";
import { callSelection, exampleCounters, itemsOutput, type Note, withCounters } from "#src/recipes/shared";
import { firstWidthMs, type HandedOut, newestPart, nextWidthMs, type SearchLeft, searchResume } from "./searchPosition";
import { searchConversation } from "./terms";
import { type Conversation, toConversation } from "./transcript";
import { side, withoutTranscript } from "./transcriptInputs";

const text = () => z.string().nullable();

const Match = once(() =>
  z.object({
    callId: text(),
    title: text(),
    started: text().describe("ISO 8601 with offset."),
    term: z.string().describe("The term as it was asked for."),
    sentence: z.string().describe("What was said, with the term."),
    before: text().describe("The sentence just before, by whomever."),
    after: text().describe("The sentence just after, by whomever."),
    speaker: z.string().describe("The participant's name; Speaker 1, Speaker 2 … for voices without one."),
    side: z.enum(["Internal", "External", "Unknown"]),
    second: z.number().nullable().describe("Seconds from the start of the call."),
    momentUrl: text().describe("Opens the call in Gong at this moment."),
  }),
);

export const searchTranscripts = recipe({
  label: "Search Transcripts",
  description:
    "Finds words and phrases in what was said in calls, newest calls first: each sentence with its neighbours, the speaker, and a link to the moment in Gong.",
  uses: [listDetailedCalls, getCallTranscript],
  effect: "reads",
  fields: {
    terms: field.list(
      field.text({
        label: "Terms",
        comments:
          "The words or phrases to find: a list, one, or several separated by commas. Upper and lower case and accents do not matter; only whole words count, so that cat does not find category. A phrase is found within one sentence.",
        placeholder: "flat price, Fabrikam",
        example: "flat price",
      }),
    ),
    ...callSelection,
    side,
    maxMatches: optional(
      field.integer(
        {
          label: "Max Matches",
          comments:
            "The most matches to return. The newest calls are read first, and reading ends when there are enough. Leave empty to read all the calls and return every match.",
          placeholder: "50",
          example: "50",
        },
        { min: 1 },
      ),
    ),
  },
  output: () => itemsOutput(Match()),
  example: {
    results: searchConversation(toConversation(detailedCall, transcript), ["flat price"]),
    failed: [],
    skipped: [],
    ...exampleCounters,
    requests: 2,
  },
  run: async ({ terms, side, maxMatches, ...selection }, context) => {
    const find = (conversation: Conversation) => searchConversation(conversation, terms, side);
    return withCounters(context.gong, await search(context, selection, find, maxMatches));
  },
  notes: [
    "Gong has no search for transcripts, so calls are read and looked through: two requests for a hundred calls.",
    "The newest calls come first. With Max Matches or Max Calls the range is read from its end in parts; reading stops when there are enough, and resume leads to the older ones.",
    "A call without a transcript is listed under skipped with the code NO_TRANSCRIPT.",
    "In languages that are written without spaces between words, a term is found anywhere.",
  ],
});

type Found = z.input<ReturnType<typeof Match>>;

/** Reads calls, the newest first, until there are enough matches, calls, or time. */
const search = async (
  context: StepContext,
  { resumeFrom, maxCalls = Number.POSITIVE_INFINITY, ...selection }: CallSelection,
  find: (conversation: Conversation) => Found[],
  maxMatches = Number.POSITIVE_INFINITY,
) => {
  const results: Found[] = [];
  const failed: Note[] = [];
  const skipped: Note[] = [];
  let scanned = 0;
  let stopped: string | null = null;

  /** Looks through the calls of one reading, and says what is left of them. */
  const look = async (part: CallSelection, handedOut: readonly HandedOut[] = []) => {
    const room = maxCalls === Number.POSITIVE_INFINITY ? {} : { maxCalls: maxCalls - scanned };
    const { includePrivateCalls } = selection;
    const what = { ...part, ...room, includePrivateCalls };
    const read = await readCalls(context, what, ["participants", "transcript"], toConversation);
    scanned += read.scanned;
    stopped = read.reason;
    failed.push(...read.failed);
    skipped.push(...read.skipped, ...read.results.filter(({ turns }) => turns.length === 0).map(withoutTranscript));
    const matched: HandedOut[] = [];
    for (const conversation of newestFirst(read.results)) {
      const id = conversation.callId ?? "";
      const before = handedOut.find((each) => each.id === id)?.matches ?? 0;
      const found = find(conversation).slice(before);
      const taken = found.slice(0, maxMatches - results.length);
      results.push(...taken);
      if (taken.length < found.length) matched.push({ id, matches: before + taken.length });
    }
    return { matched, calls: read.resume };
  };

  const isBounded = maxMatches < Number.POSITIVE_INFINITY || maxCalls < Number.POSITIVE_INFINITY;
  let widthMs = isBounded ? firstWidthMs : Number.POSITIVE_INFINITY;
  const lookOn = async (left: SearchLeft): Promise<SearchLeft> => {
    if (left.matched.length > 0) {
      const { matched, calls } = await look({ callIds: left.matched.map(({ id }) => id) }, left.matched);
      const unread = new Set(calls ? callsResume.read(calls).callIds : []);
      return { ...left, matched: [...matched, ...left.matched.filter(({ id }) => unread.has(id))] };
    }
    if (left.calls) return { ...left, ...(await look({ resumeFrom: left.calls })) };
    const { part, rest } = newestPart(left.filter ?? {}, widthMs);
    const before = scanned;
    const found = await look(part);
    widthMs = nextWidthMs(widthMs, scanned - before);
    return { ...found, filter: rest };
  };

  const isOver = ({ matched, calls, filter }: SearchLeft) => matched.length === 0 && calls === null && filter === null;
  let left = resumeFrom ? searchResume.read(resumeFrom) : await begin(selection, look);
  try {
    while (!isOver(left) && stopped === null && results.length < maxMatches && scanned < maxCalls)
      left = await lookOn(left);
  } catch (error) {
    if (!(error instanceof GongError) || !isOutOfTime(error) || scanned === 0) throw error;
    stopped = error.message;
  }
  if (results.length >= maxMatches) stopped = `Max Matches (${maxMatches}) was reached.`;
  else if (scanned >= maxCalls) stopped = `Max Calls (${maxCalls}) was reached.`;
  const truncated = !isOver(left);
  return {
    results,
    failed,
    skipped,
    scanned,
    truncated,
    reason: truncated ? stopped : null,
    resume: truncated ? searchResume.write(left) : null,
  };
};

/** Named calls are read at once; a range is left to be read in parts. */
const begin = async (
  selection: CallSelection,
  look: (part: CallSelection) => Promise<Pick<SearchLeft, "matched" | "calls">>,
): Promise<SearchLeft> =>
  selection.callIds?.length
    ? { ...(await look(selection)), filter: null }
    : { matched: [], calls: null, filter: rangeOf(selection) };

const newestFirst = (conversations: readonly Conversation[]): Conversation[] =>
  [...conversations].sort((a, b) => Date.parse(b.started ?? "") - Date.parse(a.started ?? "") || 0);
