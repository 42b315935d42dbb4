import { z } from "zod";
import { once } from "#src/base/lazy";
import { detailedCall } from "#src/entities/detailedCall";
import { transcript } from "#src/entities/transcript";
import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import { getCallTranscript, listDetailedCalls } from "#src/operations/calls/index";
import { listUsers } from "#src/operations/users";
import { recipe, type StepContext } from "#src/recipe";
import { type HandedOut, searchCalls, searchToken } from "#src/recipes/calls/find";
import { type CallSelection, readCalls } from "#src/recipes/calls/read";
import { whichFields, whichIn } from "#src/recipes/calls/whichCalls";
import {
  callSelection,
  exampleCounters,
  itemsOutput,
  redact,
  timeLimitSeconds,
  withCounters,
} from "#src/recipes/shared";
import { searchConversation } from "./terms";
import { type Conversation, side, toConversation, withoutTranscript } from "./transcript";

const text = () => z.string().nullable();

const Match = once(() =>
  z.object({
    callId: text().describe("Gong's id of the call, up to 20 digits."),
    title: text().describe("The call's title."),
    started: text().describe("ISO 8601 with offset."),
    term: z.string().describe("The term as it was asked for."),
    sentence: z.string().describe("What was said, with the term."),
    before: text().describe("The sentence just before, by whomever."),
    after: text().describe("The sentence just after, by whomever."),
    speaker: z.string().describe("The participant's name; Speaker 1, Speaker 2 … for voices without one."),
    side: z.enum(["Internal", "External", "Unknown"]).describe("Internal, External or Unknown."),
    second: z.number().nullable().describe("Seconds from the start of the call."),
    momentUrl: text().describe("Opens the call in Gong at this moment."),
  }),
);

export const searchTranscripts = recipe({
  label: "Search Transcripts",
  description:
    "Finds words and phrases in what was said in calls, newest calls first: each sentence with its neighbours, the speaker, and a link to the moment in Gong.",
  uses: [listDetailedCalls, getCallTranscript, listUsers],
  effect: "reads",
  important: true,
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
    ...whichFields,
    side,
    redact,
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
    timeLimitSeconds,
  },
  output: () => itemsOutput(Match()),
  example: {
    results: searchConversation(toConversation(detailedCall, transcript), ["flat price"]),
    failed: [],
    skipped: [],
    ...exampleCounters,
    requests: 2,
  },
  run: async ({ terms, side, redact = [], maxMatches, ...selection }, context) => {
    const find = (conversation: Conversation) => searchConversation(conversation, terms, side, redact);
    return withCounters(
      context.gong,
      await search(context, { ...selection, which: whichIn(selection) }, find, maxMatches),
    );
  },
  notes: [
    "Gong has no search for transcripts, so calls are read and looked through: two requests for a hundred calls.",
    "The newest calls come first. With Max Matches or Max Calls the range is read from its end in parts; reading stops when there are enough, and resume leads to the older ones.",
    "A call without a transcript is listed under skipped with the code NO_TRANSCRIPT.",
    "In languages that are written without spaces between words, a term is found anywhere.",
  ],
});

type Found = z.input<ReturnType<typeof Match>>;

const search = (
  context: StepContext,
  selection: CallSelection,
  find: (conversation: Conversation) => Found[],
  maxMatches: number | undefined,
) =>
  searchCalls<Found>(context, selection, {
    token: searchToken("search"),
    most: maxMatches === undefined ? undefined : { count: maxMatches, label: "Max Matches" },
    newestFirst: true,
    inParts: maxMatches !== undefined || selection.maxCalls !== undefined,
    look: async (part, room, handedOut) => {
      const read = await readCalls(context, part, ["participants", "transcript"], toConversation);
      const results: Found[] = [];
      const matched: HandedOut[] = [];
      for (const conversation of newestFirst(read.results)) {
        const id = conversation.callId ?? "";
        const before = handedOut.find((each) => each.id === id)?.matches ?? 0;
        const found = find(conversation).slice(before);
        const taken = found.slice(0, room - results.length);
        results.push(...taken);
        if (taken.length < found.length) matched.push({ id, matches: before + taken.length });
      }
      const silent = read.results.filter(({ turns }) => turns.length === 0).map(withoutTranscript);
      return { ...read, results, matched, skipped: [...read.skipped, ...silent] };
    },
  });

const newestFirst = (conversations: readonly Conversation[]): Conversation[] =>
  [...conversations].sort((a, b) => Date.parse(b.started ?? "") - Date.parse(a.started ?? "") || 0);
