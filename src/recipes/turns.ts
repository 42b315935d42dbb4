import { oneLine } from "#src/base/text";
import type { Transcript } from "#src/entities/transcript";
import type { CompleteCall } from "./completeCallShape";

type Participant = NonNullable<CompleteCall["participants"]>[number];

/** Someone who was heard. */
export interface Speaker {
  /** The participant's name, else address or number; Speaker 1, Speaker 2 … for a voice that Gong could not match. */
  readonly name: string;
  readonly emailAddress: string | null;
  readonly title: string | null;
  readonly side: Participant["side"];
  readonly userId: string | null;
  readonly speakerId: string | null;
  readonly isUnmatched: boolean;
}

interface Sentence {
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

/**
 * The one join of turns and speakers: a call's entry of POST /v2/calls/transcript with the participants that its ids of
 * speakers stand for. What has no word is left out.
 */
export const turnsOf = (
  entry: Transcript | null | undefined,
  participants: readonly Participant[] | null | undefined,
): Turn[] => {
  const speakerOf = speakersOf(participants ?? []);
  return (entry?.transcript ?? []).flatMap((monologue) => {
    const sentences = (monologue.sentences ?? []).flatMap(toSentence);
    if (sentences.length === 0) return [];
    return [{ speaker: speakerOf(monologue.speakerId || null), topic: monologue.topic?.trim() || null, sentences }];
  });
};

type GongSentence = NonNullable<NonNullable<Transcript["transcript"]>[number]["sentences"]>[number];

/** Line breaks would end a subtitle early, and mean nothing in speech. */
const toSentence = ({ text, start, end }: GongSentence): Sentence[] => {
  const words = oneLine(text ?? "");
  return words === "" ? [] : [{ text: words, startSecond: toSeconds(start), endSecond: toSeconds(end) }];
};

/** Transcripts count in milliseconds, everything else at Gong in seconds. */
const toSeconds = (milliseconds: number | null | undefined): number | null =>
  typeof milliseconds === "number" && milliseconds >= 0 ? milliseconds / 1000 : null;

const speakersOf = (participants: readonly Participant[]) => {
  const known = new Map<string | null, Speaker>();
  for (const { name, emailAddress, phoneNumber, title, side, userId, speakerId } of participants) {
    const shown = name ?? emailAddress ?? phoneNumber;
    if (speakerId !== null && shown !== null)
      known.set(speakerId, { name: shown, emailAddress, title, side, userId, speakerId, isUnmatched: false });
  }
  let strangers = 0;
  return (speakerId: string | null): Speaker => {
    const speaker = known.get(speakerId);
    if (speaker) return speaker;
    strangers += 1;
    const side = participants.find((person) => speakerId !== null && person.speakerId === speakerId)?.side ?? "Unknown";
    const stranger: Speaker = {
      name: `Speaker ${strangers}`,
      emailAddress: null,
      title: null,
      side,
      userId: null,
      speakerId,
      isUnmatched: true,
    };
    known.set(speakerId, stranger);
    return stranger;
  };
};

/** When a turn begins: the first time that Gong gives in it, in seconds. */
export const startOf = ({ sentences }: Turn): number | null =>
  sentences.find(({ startSecond }) => startSecond !== null)?.startSecond ?? null;

/** When it ends. */
export const endOf = ({ sentences }: Turn): number | null =>
  sentences.findLast(({ endSecond }) => endSecond !== null)?.endSecond ?? null;

/** All of its words. */
export const wordsOf = ({ sentences }: Turn): string => sentences.map(({ text }) => text).join(" ");

/** The call's page in Gong, opened at a moment. Null when either is unknown. */
export const momentUrl = (url: string | null, second: number | null): string | null => {
  if (url === null || second === null) return null;
  const from = Math.floor(second);
  // [{"type":"SHARE","from":…,"to":…}], encoded beforehand: every turn of a transcript has one.
  const highlights = `%5B%7B%22type%22%3A%22SHARE%22%2C%22from%22%3A${from}%2C%22to%22%3A${from}%7D%5D`;
  return `${url}${url.includes("?") ? "&" : "?"}highlights=${highlights}`;
};
