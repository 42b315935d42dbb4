import { z } from "zod";
import { once } from "#src/base/lazy";
import { call } from "./call";
import { entity } from "./entity";
import { buyer, host } from "./party";

/** What one person said without being interrupted. */
const Monologue = once(() =>
  entity({
    speakerId: z.string().describe("The speakerId of one of the call's parties."),
    topic: z.string().describe("What is talked about; null when Gong named none."),
    sentences: z
      .array(
        entity({
          start: z.number().describe("Milliseconds from the start of the call."),
          end: z.number().describe("Milliseconds from the start of the call."),
          text: z.string().describe("What was said, one sentence."),
        }),
      )
      .describe("What was said, sentence by sentence."),
  }),
);
export type Monologue = z.infer<ReturnType<typeof Monologue>>;

/** The transcript of one call. Speakers have no names here: those come with the call's parties. */
export const Transcript = once(() =>
  entity({
    callId: z.string().describe("Gong's id of the call, up to 20 digits."),
    transcript: z.array(Monologue()).describe("What was said, turn by turn."),
  }),
);
export type Transcript = z.infer<ReturnType<typeof Transcript>>;

export const transcript = {
  callId: call.id,
  transcript: [
    {
      speakerId: buyer.speakerId,
      topic: "Pricing",
      sentences: [
        { start: 460230, end: 462343, text: "Before we go on, there is something to check." },
        { start: 462350, end: 466010, text: "Fabrikam offers a flat price per field." },
      ],
    },
    {
      speakerId: host.speakerId,
      topic: "Pricing",
      sentences: [{ start: 466480, end: 469900, text: "Ours depends on the hours that a robot works." }],
    },
  ],
};
