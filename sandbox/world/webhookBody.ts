import type { World } from ".";

/** Which of Gong's two body shapes: the call under `callData`, or (older) at the top level. */
export type WebhookGeneration = "current" | "older";

/**
 * The body with which an automation rule of Gong reports a call. Trackers come without phrases; in the older
 * generation also without ids and types. Throws when the world has no such call.
 */
export const webhookBody = (
  world: World,
  callId: string,
  { generation = "current", isTest = false }: { generation?: WebhookGeneration; isTest?: boolean } = {},
): Readonly<Record<string, unknown>> => {
  const call = world.findCall(callId);
  if (!call) throw new Error(`There is no call ${callId}.`);
  const description = world.describeCall(call);
  const { structure, topics, trackers = [] } = description.content;
  const { publicComments, metaData } = description;
  const parts = {
    metaData,
    context: description.context(["Now"], true),
    parties: description.partiesWithContext(["Now"], true),
    interaction: description.interaction,
    collaboration: publicComments.length ? { publicComments } : {},
  };
  const { isPrivate } = metaData;
  if (generation === "older") {
    const counted = trackers.map(({ name, count, occurrences }) => ({ name, count, occurrences }));
    const content = { structure, topics, trackers: counted };
    return { ...parts, content, media: description.media(call.visibleAt), isTest, isPrivate };
  }
  const counted = trackers.map(({ phrases: _phrases, ...tracker }) => tracker);
  return { callData: { ...parts, content: { topics, trackers: counted, scorecardsAnswers: [] } }, isTest, isPrivate };
};
