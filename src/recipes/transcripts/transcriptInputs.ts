import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import type { Note } from "#src/recipes/shared";
import type { Redactable } from "./redaction";
import type { Conversation } from "./transcript";

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
  ),
);

/** What is hidden in words that are handed out. */
const redactLabels: Record<Redactable, string> = {
  emails: "E-mail addresses",
  phones: "Phone numbers",
  cards: "Card numbers",
};

export const redact = optional(
  field.choiceList(
    {
      label: "Redact",
      comments:
        "What to replace by [email], [phone] and [card], as written and as spoken, also over several sentences. It rather hides too much: any seven digits in a row count as a phone number. Leave empty to hide nothing.",
      example: "emails",
    },
    Object.entries(redactLabels).map(([value, label]) => ({ value, label })),
  ),
);

/** What the answer to `redact` means. */
export const toRedactables = (answer: readonly string[] | undefined): Redactable[] => (answer ?? []) as Redactable[];

/** The note of a call in which nothing was said, as far as Gong knows. */
export const withoutTranscript = ({ callId, title }: Conversation): Note => ({
  id: callId ?? "",
  code: "NO_TRANSCRIPT",
  message:
    "Gong has no transcript of this call, or not yet. Run the step again later for this id; calls in which nobody spoke never get one.",
  title,
});
