import { oneLine } from "#src/base/text";
import { toDetailedCall } from "#src/entities/detailedCall";
import type { CompleteCall } from "#src/recipes/calls/completeCall";
import { completeCall } from "#src/recipes/calls/completeCall";

type Side = "Internal" | "External" | "Unknown";

export interface Sentence {
  readonly text: string;
  /** Seconds from the start of the call. */
  readonly startSecond: number | null;
  readonly endSecond: number | null;
}

/** What one person said without being interrupted. */
export interface Turn {
  readonly speaker: Speaker;
  readonly topic: string | null;
  readonly sentences: readonly Sentence[];
}

/** Someone who was heard. */
export interface Speaker {
  /** The participant's name, else address or number; Speaker 1, Speaker 2 … for a voice that Gong could not match. */
  readonly name: string;
  readonly emailAddress: string | null;
  readonly title: string | null;
  readonly side: Side;
  readonly userId: string | null;
  readonly speakerId: string | null;
  readonly isUnmatched: boolean;
}

/** A call as it was spoken. */
export interface Conversation {
  readonly callId: string | null;
  readonly title: string | null;
  /** ISO 8601 with offset. */
  readonly started: string | null;
  /** The call's page in Gong. */
  readonly url: string | null;
  readonly turns: readonly Turn[];
}

/**
 * Joins an item of POST /v2/calls/extensive, with its parties, and its entry of POST /v2/calls/transcript. Any property
 * may be null, missing or of another shape. A call without any word has no turns.
 */
export const toConversation = (call: unknown, transcript: unknown): Conversation => {
  const { id, title, started, url, participants } = completeCall(toDetailedCall(call), { include: ["participants"] });
  const speakerOf = speakersOf(participants ?? []);
  const turns = listOf(recordOf(transcript).transcript).flatMap((monologue) => {
    const sentences = listOf(monologue.sentences).flatMap(toSentence);
    return sentences.length > 0
      ? [{ speaker: speakerOf(toText(monologue.speakerId)), topic: toText(monologue.topic), sentences }]
      : [];
  });
  return { callId: id, title, started, url, turns };
};

const speakersOf = (people: NonNullable<CompleteCall["participants"]>) => {
  const known = new Map<string | null, Speaker>();
  for (const { name, emailAddress, phoneNumber, title, side, userId, speakerId } of people) {
    const shown = name ?? emailAddress ?? phoneNumber;
    if (speakerId !== null && shown !== null)
      known.set(speakerId, { name: shown, emailAddress, title, side, userId, speakerId, isUnmatched: false });
  }
  let strangers = 0;
  return (speakerId: string | null): Speaker => {
    const speaker = known.get(speakerId);
    if (speaker) return speaker;
    strangers += 1;
    const side = people.find((person) => speakerId !== null && person.speakerId === speakerId)?.side ?? "Unknown";
    const stranger = { emailAddress: null, title: null, side, userId: null, speakerId, isUnmatched: true };
    known.set(speakerId, { name: `Speaker ${strangers}`, ...stranger });
    return { name: `Speaker ${strangers}`, ...stranger };
  };
};

/** Line breaks would end a subtitle early, and mean nothing in speech. */
const toSentence = ({ text, start, end }: Loose): Sentence[] => {
  const words = oneLine(toText(text) ?? "");
  return words === "" ? [] : [{ text: words, startSecond: toSeconds(start), endSecond: toSeconds(end) }];
};

/** Everyone who is heard in these turns, in the order of their first words. */
export const speakersIn = (turns: readonly Turn[]): Speaker[] => {
  const heard = new Map(turns.map(({ speaker }) => [speaker.speakerId, speaker]));
  return [...heard.values()];
};

/** The turns of one side. */
export const ofSide = (turns: readonly Turn[], side: string | undefined): readonly Turn[] =>
  side === "Internal" || side === "External" ? turns.filter(({ speaker }) => speaker.side === side) : turns;

type Loose = Readonly<Record<string, unknown>>;

const recordOf = (value: unknown): Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : {};

const listOf = (value: unknown): Loose[] => (Array.isArray(value) ? value.map(recordOf) : []);

const toText = (value: unknown): string | null => {
  if (typeof value === "string") return value.trim() === "" ? null : value;
  return typeof value === "number" ? String(value) : null;
};

/** Transcripts count in milliseconds. */
const toSeconds = (value: unknown): number | null => {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) && read >= 0 ? read / 1000 : null;
};
