import { detailedCall } from "#src/entities/detailedCall";
import { transcript } from "#src/entities/transcript";
import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import { getCallTranscript, listDetailedCalls } from "#src/operations/calls/index";
import { listUsers } from "#src/operations/users";
import { recipe } from "#src/recipe";
import { readCalls } from "#src/recipes/calls/read";
import { whichFields, whichIn } from "#src/recipes/calls/whichCalls";
import type { Redactable } from "#src/recipes/redaction";
import {
  callSelection,
  exampleCounters,
  itemsOutput,
  redact,
  timeLimitSeconds,
  withCounters,
} from "#src/recipes/shared";
import type { SpeakerStyle } from "./formats";
import { checkChunks, type Format, type ReadableOptions, ReadableTranscript, toReadable } from "./readable";
import { side, toConversation, withoutTranscript } from "./transcript";

const defaultChunkSize = 2000;

const formatLabels: Record<Format, string> = {
  text: "Text: one line per turn",
  markdown: "Markdown: with links to the moments",
  srt: "SRT subtitles",
  vtt: "WebVTT captions",
  csv: "CSV table",
  turns: "Turns: a list of values",
  chunks: "Chunks: pieces for a search or AI index",
};

const styleLabels: Record<SpeakerStyle, string> = {
  names: "Names",
  namesAndSides: "Names and sides: Ada Reyes (Internal)",
  sides: "Sides only: Internal, External",
  none: "Not at all",
};

/** What the answers of the form mean. */
const toOptions = (answers: {
  format?: Format;
  speakers?: SpeakerStyle;
  side?: string;
  redact?: readonly Redactable[];
  chunkSize?: number;
  chunkOverlap?: number;
}): ReadableOptions => {
  const chunkSize = answers.chunkSize ?? defaultChunkSize;
  return {
    format: answers.format ?? "text",
    speakers: answers.speakers ?? "names",
    side: answers.side,
    redact: answers.redact ?? [],
    chunkSize,
    chunkOverlap: answers.chunkOverlap ?? Math.floor(chunkSize / 10),
  };
};

export const getReadableTranscript = recipe({
  label: "Get Readable Transcript",
  description:
    "Writes transcripts with the names of the speakers: as text, Markdown, subtitles, a table, turns, or chunks with citations for a search or AI index. By call ids or by date range.",
  uses: [listDetailedCalls, getCallTranscript, listUsers],
  effect: "reads",
  important: true,
  fields: {
    ...callSelection,
    ...whichFields,
    format: optional(
      field.choice(
        {
          label: "Format",
          comments:
            "How the transcript is written. Turns and chunks are lists of values, the others are text. Times are hours, minutes and seconds from the start of the call. Leave empty for text.",
          example: "markdown",
        },
        formatLabels,
        { default: "text" },
      ),
    ),
    speakers: optional(
      field.choice(
        {
          label: "Speakers",
          comments:
            "How speakers are written. Voices that Gong did not match to a participant are Speaker 1, Speaker 2 and so on. Leave empty for names.",
          example: "names",
        },
        styleLabels,
        { default: "names" },
      ),
    ),
    side,
    redact,
    chunkSize: optional(
      field.integer(
        {
          label: "Chunk Size",
          comments: `The most characters of a chunk, at least 100. Only for the format chunks. Leave empty for ${defaultChunkSize}.`,
          placeholder: String(defaultChunkSize),
          example: String(defaultChunkSize),
        },
        { min: 100 },
      ),
    ),
    chunkOverlap: optional(
      field.integer(
        {
          label: "Chunk Overlap",
          comments:
            "How many characters a chunk repeats of the one before, at most half of Chunk Size; 0 for none. Only for the format chunks. Leave empty for a tenth of Chunk Size.",
          placeholder: "200",
          example: "200",
        },
        { min: 0 },
      ),
    ),
    timeLimitSeconds,
  },
  output: () => itemsOutput(ReadableTranscript()),
  example: {
    results: [toReadable(toConversation(detailedCall, transcript), toOptions({ format: "text" }))],
    failed: [],
    skipped: [],
    ...exampleCounters,
    requests: 2,
  },
  run: async (input, context) => {
    const options = toOptions(input);
    checkChunks(options);
    const { results, ...rest } = await readCalls(
      context,
      { ...input, which: whichIn(input) },
      ["participants", "transcript"],
      toConversation,
    );
    const heard = results.filter(({ turns }) => turns.length > 0);
    return withCounters(context.gong, {
      ...rest,
      results: heard.map((conversation) => toReadable(conversation, options)),
      skipped: [...rest.skipped, ...results.filter(({ turns }) => turns.length === 0).map(withoutTranscript)],
    });
  },
  notes: [
    "A hundred calls cost two requests.",
    "A call without a transcript is listed under skipped with the code NO_TRANSCRIPT. A transcript may come some time after its call; run the step again for these ids.",
    "Chunks are cut at the end of a turn, else of a sentence, else of a word; without their overlaps they are the text format again.",
    "Redaction understands number words in English, and digits and addresses in any language. It cannot know a number that two people say by turns.",
    "Cells of the CSV table that begin like a formula get an apostrophe in front.",
  ],
});
