import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import type { Note } from "#src/recipes/shared";
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

/** The note of a call in which nothing was said, as far as Gong knows. */
export const withoutTranscript = ({ callId, title }: Conversation): Note => ({
  id: callId ?? "",
  code: "NO_TRANSCRIPT",
  message:
    "Gong has no transcript of this call, or not yet. Run the step again later for this id; calls in which nobody spoke never get one.",
  title,
});
