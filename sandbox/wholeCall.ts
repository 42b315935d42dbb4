import { handlers } from "#sandbox/handlers/index";
import type { World } from "#sandbox/world/index";

const everyPart = {
  context: "Extended",
  contextTiming: ["Now"],
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

/** A call with all its parts, as an item of POST /v2/calls/extensive. Throws when Gong does not list it at `now`. */
export function wholeCall(world: World, callId: string, now: number): Readonly<Record<string, unknown>> {
  const body = { filter: { callIds: [callId] }, contentSelector: everyPart };
  const answer = handlers["POST /v2/calls/extensive"]?.(world, { path: {}, query: {}, body, now });
  const call = answer && "list" in answer ? answer.list.slice(0, 1)[0] : undefined;
  if (typeof call !== "object" || call === null) throw new Error(`Gong lists no call ${callId} now.`);
  return call as Record<string, unknown>;
}
