import { handlers } from "#sandbox/handlers/index";
import type { Answer, Exchange } from "#sandbox/types";
import type { World } from "#sandbox/world/index";

/** What a test asks of the world; what is left out is empty, and now is the end of the world. */
export type Question = Partial<Exchange>;

/** The answer of one handler, without a server in between. */
export const question = (world: World, key: string, asked: Question = {}): Answer => {
  const handler = handlers[key];
  if (!handler) throw new Error(`There is no handler for ${key}.`);
  return handler(world, { path: {}, query: {}, body: undefined, now: world.options.now, ...asked });
};

/** The items of a list that was answered. */
export const itemsOf = <T = Record<string, unknown>>(answer: Answer): readonly T[] => {
  if (!("list" in answer)) throw new Error(`No list was answered: ${JSON.stringify(answer)}`);
  return answer.list.slice(0, answer.list.length) as readonly T[];
};

/** The body that was answered. */
export const bodyOf = <T = Record<string, unknown>>(answer: Answer): T => {
  if (!("body" in answer)) throw new Error("No body was answered.");
  return answer.body as T;
};

/** Status and words of a refusal, as text. */
export const refusalOf = (answer: Answer): string =>
  "refuse" in answer ? `${answer.refuse} ${answer.errors.join("; ")}` : "none";

export const everyPart = {
  context: "Extended",
  contextTiming: ["Now", "TimeOfCall"],
  exposedFields: {
    parties: true,
    content: {
      structure: true,
      topics: true,
      trackers: true,
      trackerOccurrences: true,
      brief: true,
      outline: true,
      highlights: true,
      callOutcome: true,
      keyPoints: true,
    },
    interaction: { speakers: true, video: true, personInteractionStats: true, questions: true },
    collaboration: { publicComments: true },
    media: true,
  },
};
