import { z } from "zod";
import { InputError } from "#src/base/errors";
import { once } from "#src/base/lazy";
import { type Redactable, redactParts, redactText } from "#src/recipes/redaction";
import type { Speaker, Turn } from "#src/recipes/turns";
import { momentUrl } from "#src/recipes/turns";
import {
  type Mark,
  type SpeakerStyle,
  toChunks,
  toCsvText,
  toMarkdown,
  toSrt,
  toText,
  toTextWithMarks,
  toTurns,
  toVtt,
} from "./formats";
import { type Conversation, ofSide, speakersIn } from "./transcript";

/** What a readable transcript may be written as. */
const formats = ["text", "markdown", "srt", "vtt", "csv", "turns", "chunks"] as const;
export type Format = (typeof formats)[number];

export interface ReadableOptions {
  readonly format: Format;
  readonly speakers: SpeakerStyle;
  /** Internal or External; everyone otherwise. */
  readonly side?: string;
  readonly redact: readonly Redactable[];
  /** Characters. */
  readonly chunkSize: number;
  /** Characters; at most half of the size. */
  readonly chunkOverlap: number;
}

const text = () => z.string().nullable();
const second = () => z.number().nullable().describe("Seconds from the start of the call.");
const side = once(() => z.enum(["Internal", "External", "Unknown"]));
const moment = () => z.string().nullable().describe("Opens the call in Gong at this moment.");

/** A transcript for people or for a search index. */
export const ReadableTranscript = once(() =>
  z.object({
    callId: text().describe("Gong's id of the call, up to 20 digits."),
    title: text().describe("The title."),
    started: text().describe("ISO 8601 with offset."),
    url: text().describe("The call's page in Gong. It does not expire."),
    text: text().describe("The transcript in the formats text, markdown, srt, vtt and csv; null in the others."),
    turns: z
      .array(
        z.object({
          speaker: z.string().describe("Who says it: a name, or Speaker 1, Speaker 2 … for voices without one."),
          side: side().describe("Internal, External or Unknown."),
          start: text().describe("Hours, minutes and seconds, such as 00:07:40."),
          startSecond: second(),
          endSecond: second(),
          text: z.string().describe("What is said."),
          topic: text().describe("What is talked about; null when Gong named none."),
          momentUrl: moment(),
        }),
      )
      .nullable()
      .describe("What each person said without being interrupted, in the format turns; null in the others."),
    chunks: z
      .array(
        z.object({
          index: z.number().describe("0 for the first."),
          text: z.string().describe("What is said."),
          overlap: z.number().describe("How many characters at its beginning the chunk before holds too."),
          startSecond: second(),
          endSecond: second(),
          speakers: z.array(z.string()).describe("Everyone who is heard."),
          citation: z
            .object({
              title: text().describe("The title."),
              started: text().describe("When the call began. ISO 8601 with offset."),
              url: text().describe("The call's page in Gong."),
              momentUrl: moment(),
            })
            .describe("Where the chunk comes from."),
        }),
      )
      .nullable()
      .describe("Pieces of the text format for a search or AI index, in the format chunks; null in the others."),
    speakers: z
      .array(
        z.object({
          name: z.string().describe("The name, address or number; Speaker 1, Speaker 2 … for others."),
          emailAddress: text().describe("The e-mail address; null when it is not known."),
          title: text().describe("The title."),
          side: side().describe("Internal, External or Unknown."),
          userId: text().describe("Gong's user id; null for people outside."),
          speakerId: text().describe("Gong's id of the speaker in this call."),
        }),
      )
      .describe("Everyone who is heard, in the order of their first words."),
    unmatchedSpeakers: z
      .array(
        z.object({
          name: z.string().describe("The name, address or number; Speaker 1, Speaker 2 … for others."),
          speakerId: text().describe("Gong's id of the speaker in this call."),
        }),
      )
      .describe("Those of the speakers whom Gong did not match to a participant; they are numbered."),
  }),
);
export type ReadableTranscript = z.infer<ReturnType<typeof ReadableTranscript>>;

/** @throws InputError for an overlap of more than half a chunk. */
export const checkChunks = ({ chunkSize, chunkOverlap }: Pick<ReadableOptions, "chunkSize" | "chunkOverlap">) => {
  if (chunkOverlap > chunkSize / 2)
    throw new InputError([
      `Chunk Overlap must be at most half of Chunk Size (${chunkSize}). Given: ${chunkOverlap}. Make the overlap smaller or the chunks larger.`,
    ]);
};

/** Writes a conversation as the options say. Redaction comes first, so that nothing redacted is left in any format. */
export const toReadable = (heard: Conversation, options: ReadableOptions): ReadableTranscript => {
  const conversation = redacted({ ...heard, turns: ofSide(heard.turns, options.side) }, options.redact);
  const { callId, title, started, url, turns } = conversation;
  const { format, speakers: style } = options;
  const speakers = speakersIn(turns);
  return {
    callId,
    title,
    started,
    url,
    text: writers[format]?.(conversation, style) ?? null,
    turns: format === "turns" ? toTurns(conversation, style) : null,
    chunks: format === "chunks" ? toCitedChunks(conversation, options) : null,
    speakers: speakers.map(({ isUnmatched, ...speaker }) => speaker),
    unmatchedSpeakers: speakers
      .filter(({ isUnmatched }) => isUnmatched)
      .map(({ name, speakerId }) => ({ name, speakerId })),
  };
};

const writers: Partial<Record<Format, (conversation: Conversation, style: SpeakerStyle) => string>> = {
  text: ({ turns }, style) => toText(turns, style),
  markdown: toMarkdown,
  srt: ({ turns }, style) => toSrt(turns, style),
  vtt: ({ turns }, style) => toVtt(turns, style),
  csv: toCsvText,
};

const toCitedChunks = (conversation: Conversation, { speakers: style, chunkSize, chunkOverlap }: ReadableOptions) => {
  const { title, started, url, turns } = conversation;
  const { text, marks } = toTextWithMarks(turns, style);
  return toChunks(text, { size: chunkSize, overlap: chunkOverlap }).map(({ from, to, newFrom }, index) => {
    const within = marksBetween(marks, from, to);
    const startSecond = within.find((mark) => mark.startSecond !== null)?.startSecond ?? null;
    return {
      index,
      text: text.slice(from, to),
      overlap: newFrom - from,
      startSecond,
      endSecond: within.findLast((mark) => mark.endSecond !== null)?.endSecond ?? null,
      speakers: [...new Set(within.map(({ speaker }) => speaker))].filter(Boolean),
      citation: { title, started, url, momentUrl: momentUrl(url, startSecond) },
    };
  });
};

/** The sentences of which a part stands between two positions. */
const marksBetween = (marks: readonly Mark[], from: number, to: number): readonly Mark[] =>
  marks.filter(({ at }, index) => at < to && (marks[index + 1]?.at ?? Number.POSITIVE_INFINITY) > from);

const redacted = (conversation: Conversation, kinds: readonly Redactable[]): Conversation => {
  if (kinds.length === 0) return conversation;
  const clean = (each: string | null) => (each === null ? null : redactText(each, kinds));
  const people = new Map<Speaker, Speaker>();
  const cleanSpeaker = (speaker: Speaker): Speaker => {
    const known = people.get(speaker) ?? {
      ...speaker,
      name: redactText(speaker.name, kinds),
      emailAddress: kinds.includes("emails") ? null : speaker.emailAddress,
      title: clean(speaker.title),
    };
    people.set(speaker, known);
    return known;
  };
  return {
    ...conversation,
    title: clean(conversation.title),
    turns: conversation.turns.map((turn) => ({
      ...turn,
      speaker: cleanSpeaker(turn.speaker),
      sentences: redactedSentences(turn, kinds),
    })),
  };
};

/** A number may be said over several sentences; one of which redaction leaves no word goes. */
const redactedSentences = ({ sentences }: Turn, kinds: readonly Redactable[]) => {
  const texts = redactParts(
    sentences.map(({ text }) => text),
    kinds,
  );
  return sentences.flatMap((sentence, index) => {
    const words = texts[index]?.trim() ?? "";
    const isLeft = words === sentence.text.trim() || /[\p{L}\p{N}]/u.test(words);
    return isLeft ? [{ ...sentence, text: words }] : [];
  });
};
