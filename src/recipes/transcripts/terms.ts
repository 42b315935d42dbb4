import { once } from "#src/base/lazy";
import { fold, phraseFinder } from "#src/base/text";
import { type Redactable, redactParts, redactText } from "#src/recipes/redaction";
import { momentUrl } from "#src/recipes/turns";
import type { Conversation } from "./transcript";

/** A sentence that holds a term. */
interface TermMatch {
  readonly callId: string | null;
  readonly title: string | null;
  readonly started: string | null;
  /** As it was asked for. */
  readonly term: string;
  readonly sentence: string;
  /** What was said just before and after, by whomever. */
  readonly before: string | null;
  readonly after: string | null;
  readonly speaker: string;
  readonly side: "Internal" | "External" | "Unknown";
  readonly second: number | null;
  readonly momentUrl: string | null;
}

/**
 * The sentences of a call that hold any of the terms, in the order in which they were said; each term once a sentence.
 * Upper and lower case, accents, and the number of spaces do not matter; a term is found only as whole words. Terms are
 * found in what was said, and what is handed out is redacted.
 */
export const searchConversation = (
  { callId, title, started, url, turns }: Conversation,
  terms: readonly string[],
  side?: string,
  redact: readonly Redactable[] = [],
): TermMatch[] => {
  const finders = [...new Set(terms)].flatMap((term) => finderOf(term) ?? []);
  const said = turns.flatMap(({ speaker, sentences }) => sentences.map((sentence) => ({ speaker, sentence })));
  const shown = once(() =>
    redactParts(
      said.map(({ sentence }) => sentence.text),
      redact,
    ),
  );
  const isAnySide = side !== "Internal" && side !== "External";
  return said.flatMap(({ speaker, sentence }, index) => {
    if (!isAnySide && speaker.side !== side) return [];
    const folded = fold(sentence.text);
    return finders
      .filter(({ isIn }) => isIn(folded))
      .map(({ term }) => ({
        callId,
        title: title && redactText(title, redact),
        started,
        term,
        sentence: shown()[index] ?? "",
        before: shown()[index - 1] ?? null,
        after: shown()[index + 1] ?? null,
        speaker: redactText(speaker.name, redact),
        side: speaker.side,
        second: sentence.startSecond,
        momentUrl: momentUrl(url, sentence.startSecond),
      }));
  });
};

const finderOf = (term: string) => {
  const isIn = phraseFinder(term);
  return isIn ? { term, isIn } : undefined;
};
