import { escapeMarkdown, escapeMarkdownLine, escapeWebVtt, withoutFormula } from "#src/base/escape";
import { oneLine } from "#src/base/text";
import { isUrl } from "#src/base/url";
import { toQuotedCsv } from "#src/form/csv";
import type { Conversation } from "#src/recipes/transcripts/transcript";
import { endOf, momentUrl, type Speaker, startOf, type Turn, wordsOf } from "#src/recipes/turns";

/** How speakers are written. */
const speakerStyles = ["names", "namesAndSides", "sides", "none"] as const;
export type SpeakerStyle = (typeof speakerStyles)[number];

/** What stands for a speaker, on one line; empty for nothing. A name's line break would forge a turn of somebody else. */
const labelOf = ({ name, side }: Speaker, style: SpeakerStyle): string => {
  if (style === "none") return "";
  if (style === "sides") return side;
  return style === "names" ? oneLine(name) : `${oneLine(name)} (${side})`;
};

/** Seconds as hours, minutes and seconds: 00:07:40. */
const clock = (second: number): string => {
  const whole = Math.floor(second);
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
};

/** A sentence's place in a text. */
export interface Mark {
  readonly at: number;
  readonly startSecond: number | null;
  readonly endSecond: number | null;
  readonly speaker: string;
}

/** One line per turn, and where in the text each sentence stands: `[00:07:40] Priya Nair: …`. */
export const toTextWithMarks = (turns: readonly Turn[], style: SpeakerStyle): { text: string; marks: Mark[] } => {
  let text = "";
  const marks: Mark[] = [];
  for (const turn of turns) {
    const start = startOf(turn);
    const speaker = labelOf(turn.speaker, style);
    if (text !== "") text += "\n";
    const line = text.length;
    text += `${start === null ? "" : `[${clock(start)}] `}${speaker === "" ? "" : `${speaker}: `}`;
    for (const [index, { text: words, startSecond, endSecond }] of turn.sentences.entries()) {
      if (index > 0) text += " ";
      marks.push({ at: index === 0 ? line : text.length, startSecond, endSecond, speaker });
      text += words;
    }
  }
  return { text, marks };
};

/** One line per turn. */
export const toText = (turns: readonly Turn[], style: SpeakerStyle): string => toTextWithMarks(turns, style).text;

/** A heading with the call, and a paragraph per turn whose time leads to the moment in Gong. */
export const toMarkdown = ({ title, started, url, turns }: Conversation, style: SpeakerStyle): string => {
  const page = linkTarget(url);
  const head = [
    `# ${escapeMarkdownLine(title ?? "") || "Call"}`,
    [started ? `Started: ${escapeMarkdown(started)}` : "", page ? `[Open in Gong](${page})` : ""]
      .filter(Boolean)
      .join(" · "),
  ];
  const paragraphs = turns.map((turn) => {
    const start = startOf(turn);
    const link = linkTarget(momentUrl(url, start));
    const speaker = escapeMarkdown(labelOf(turn.speaker, style));
    const clocked = start === null ? "" : clock(start);
    const time = link ? `[${clocked}](${link})` : clocked;
    const lead = [speaker === "" ? "" : `**${speaker}**`, time].filter(Boolean).join(" ");
    return `${lead === "" ? "" : `${lead}\n\n`}${escapeMarkdownLine(wordsOf(turn))}`;
  });
  return `${[...head, ...paragraphs].filter(Boolean).join("\n\n")}\n`;
};

/** A web address as the target of a link; nothing for one of another scheme. Brackets and spaces would end it early. */
const linkTarget = (address: string | null): string | null => {
  if (address === null || !/^https?:\/\//i.test(address) || !isUrl(address)) return null;
  return new URL(address).href.replace(/[()<>\s]/g, (each) => `%${each.charCodeAt(0).toString(16).padStart(2, "0")}`);
};

interface Cue {
  readonly from: number;
  readonly to: number;
  readonly speaker: string;
  readonly text: string;
}

/** One cue per sentence. Where Gong gives no time, it follows the sentence before; every cue lasts a little. */
const cuesOf = (turns: readonly Turn[], style: SpeakerStyle): Cue[] => {
  const leastSeconds = 0.5;
  let clockedTo = 0;
  return turns
    .flatMap(({ speaker, sentences }) => sentences.map((sentence) => ({ speaker, sentence })))
    .map(({ speaker, sentence }) => {
      const from = sentence.startSecond ?? clockedTo;
      const to = Math.max(sentence.endSecond ?? 0, from + leastSeconds);
      clockedTo = to;
      return { from, to, speaker: labelOf(speaker, style), text: sentence.text };
    });
};

const toStamp = (second: number, mark: "," | "."): string => {
  const milliseconds = Math.round(second * 1000);
  return `${clock(milliseconds / 1000)}${mark}${String(milliseconds % 1000).padStart(3, "0")}`;
};

/** SubRip subtitles. */
export const toSrt = (turns: readonly Turn[], style: SpeakerStyle): string =>
  cuesOf(turns, style)
    .map(({ from, to, speaker, text }, index) => {
      const words = `${speaker === "" ? "" : `${speaker}: `}${text}`.replaceAll("-->", "→");
      return `${index + 1}\n${toStamp(from, ",")} --> ${toStamp(to, ",")}\n${words}\n`;
    })
    .join("\n");

/** WebVTT captions; the speaker is the cue's voice. */
export const toVtt = (turns: readonly Turn[], style: SpeakerStyle): string =>
  [
    "WEBVTT\n",
    ...cuesOf(turns, style).map(({ from, to, speaker, text }) => {
      const voice = speaker === "" ? "" : `<v ${escapeWebVtt(speaker)}>`;
      return `${toStamp(from, ".")} --> ${toStamp(to, ".")}\n${voice}${escapeWebVtt(text)}\n`;
    }),
  ].join("\n");

/** A table with one row per turn; every cell is quoted, and what a spreadsheet would take for a formula is marked with an apostrophe. */
export const toCsvText = ({ callId, turns }: Conversation, style: SpeakerStyle): string =>
  toQuotedCsv([
    ["callId", "start", "end", "speaker", "side", "topic", "text"],
    ...turns.map((turn) => {
      const [start, end] = [startOf(turn), endOf(turn)];
      return [
        callId ?? "",
        start === null ? "" : clock(start),
        end === null ? "" : clock(end),
        labelOf(turn.speaker, style),
        turn.speaker.side,
        turn.topic ?? "",
        wordsOf(turn),
      ].map(withoutFormula);
    }),
  ]);

/** Turns as values, with times in seconds. */
export const toTurns = ({ url, turns }: Conversation, style: SpeakerStyle) =>
  turns.map((turn) => {
    const startSecond = startOf(turn);
    return {
      speaker: labelOf(turn.speaker, style),
      side: turn.speaker.side,
      start: startSecond === null ? null : clock(startSecond),
      startSecond,
      endSecond: endOf(turn),
      text: wordsOf(turn),
      topic: turn.topic,
      momentUrl: momentUrl(url, startSecond),
    };
  });

/** A piece of a text, from and to as positions in it. */
export interface Chunk {
  readonly from: number;
  readonly to: number;
  /** Where the part begins that the chunk before does not hold. */
  readonly newFrom: number;
}

/**
 * Cuts a text into pieces of at most `size` characters, four or more, of which each begins with up to `overlap`
 * characters of the one before, which may be at most half of the size. Cuts at the end of a line, else of a sentence,
 * else of a word, and only in a longer word inside it. Without the overlaps the pieces are the text again, to the
 * character.
 */
export const toChunks = (text: string, { size, overlap }: { size: number; overlap: number }): Chunk[] => {
  const chunks: Chunk[] = [];
  let from = 0;
  let newFrom = 0;
  while (newFrom < text.length) {
    const to = cutIn(text, newFrom, Math.min(from + size, text.length));
    chunks.push({ from, to, newFrom });
    newFrom = to;
    from = wordFrom(text, Math.max(from + 1, to - overlap), to);
  }
  return chunks;
};

/** Where to cut after `begin` and at `limit` at the latest. A line or sentence that would leave half empty waits. */
const cutIn = (text: string, begin: number, limit: number): number => {
  if (limit === text.length) return limit;
  const half = begin + Math.floor((limit - begin) / 2);
  for (const [pattern, least] of [
    [/\n/g, half],
    [/[.!?…。！？]["'”’)]*\s/g, half],
    [/\s/g, begin],
  ] as const) {
    const ends = [...text.slice(begin, limit).matchAll(pattern)].map(
      ({ index, 0: mark }) => begin + index + mark.length,
    );
    const end = ends.at(-1) ?? 0;
    if (end > least) return end;
  }
  return isInsideCharacter(text, limit) ? limit - 1 : limit;
};

const wordFrom = (text: string, wanted: number, end: number): number => {
  const space = text.slice(wanted - 1, end).search(/\s\S/);
  if (space >= 0) return wanted + space;
  return isInsideCharacter(text, wanted) ? wanted + 1 : wanted;
};

/** True between the two halves of a character beyond the first 65,536. */
const isInsideCharacter = (text: string, position: number) => /[\udc00-\udfff]/.test(text[position] ?? "");
