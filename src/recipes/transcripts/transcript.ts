import type { DetailedCall } from "#src/entities/detailedCall";
import type { Transcript } from "#src/entities/transcript";
import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import { completeCall } from "#src/recipes/calls/completeCall";
import type { Note } from "#src/recipes/shared";
import { type Speaker, type Turn, turnsOf } from "#src/recipes/turns";

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
 * Joins an item of POST /v2/calls/extensive, with its parties, and its entry of POST /v2/calls/transcript. A call
 * without any word has no turns.
 */
export const toConversation = (call: DetailedCall, transcript: Transcript | undefined): Conversation => {
  const { id, title, started, url, participants } = completeCall(call);
  return { callId: id, title, started, url, turns: turnsOf(transcript, participants) };
};

/** Everyone who is heard in these turns, in the order of their first words. */
export const speakersIn = (turns: readonly Turn[]): Speaker[] => {
  const heard = new Map(turns.map(({ speaker }) => [speaker.speakerId, speaker]));
  return [...heard.values()];
};

/** The turns of one side. */
export const ofSide = (turns: readonly Turn[], side: string | undefined): readonly Turn[] =>
  side === "Internal" || side === "External" ? turns.filter(({ speaker }) => speaker.side === side) : turns;

/** Whose words count. */
export const side = optional(
  field.choice(
    {
      label: "Spoken By",
      comments:
        "Only what people of the company (Internal) or from outside (External) said. Speakers of an unknown side count only with both. Leave empty for both.",
      example: "External",
    },
    [
      { value: "both", label: "Both" },
      { value: "Internal", label: "Internal" },
      { value: "External", label: "External" },
    ],
    { default: "both" },
  ),
);

/** The note of a call in which nothing was said, as far as Gong knows. */
export const withoutTranscript = ({ callId, title }: Conversation): Note => ({
  id: callId ?? "",
  code: "NO_TRANSCRIPT",
  message:
    "Gong has no transcript of this call, or not yet. Run the step again later for this id; calls in which nobody spoke never get one.",
  title,
});
