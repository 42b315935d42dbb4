import type { Answer, Exchange, Handler } from "#sandbox/types";
import type { Order } from "#sandbox/world/calls";
import type { CallContent, CallEntry, CallInteraction, CrmObject, World } from "#sandbox/world/index";
import { outcomeDefinitions } from "#sandbox/world/settings";
import { bodyOf, earliest, latest, list, momentOf, rangeFault, refuse, say } from "./answer";

interface CallFilter {
  fromDateTime?: string;
  toDateTime?: string;
  workspaceId?: string;
  callIds?: string[];
  primaryUserIds?: string[];
}

interface Selector {
  context?: "None" | "Basic" | "Extended";
  contextTiming?: CrmObject["timing"][];
  exposedFields?: {
    parties?: boolean;
    content?: Partial<Record<keyof CallContent | "trackerOccurrences", boolean>>;
    interaction?: { speakers?: boolean; video?: boolean; personInteractionStats?: boolean; questions?: boolean };
    collaboration?: { publicComments?: boolean };
    media?: boolean;
  };
}

/** The calls that a filter lets through and that have appeared by now, or what is wrong with the filter. */
const select = (world: World, filter: CallFilter, order: Order, now: number, prefix: string): CallEntry[] | string => {
  const from = momentOf(filter.fromDateTime, earliest);
  const to = momentOf(filter.toDateTime, latest);
  const fault = rangeFault(from, to, prefix);
  if (fault) return fault;
  const ids = filter.callIds?.length ? new Set(filter.callIds) : undefined;
  const { callIndex } = world;
  const inRange = ids ? callIndex.among([...ids], order, from, to) : callIndex.between(order, from, to);
  const hosts = filter.primaryUserIds?.length ? new Set(filter.primaryUserIds) : undefined;
  return inRange.filter(
    (call) =>
      call.visibleAt <= now &&
      (!filter.workspaceId || call.workspaceId === filter.workspaceId) &&
      (!hosts || hosts.has(call.primaryUserId)),
  );
};

/** The parts of a call that were asked for and that exist by now. */
const extensive = (world: World, call: CallEntry, selector: Selector, now: number): Record<string, unknown> => {
  const description = world.describeCall(call);
  const { context = "None", contextTiming, exposedFields = {} } = selector;
  const has = (part: Parameters<World["hasPart"]>[1]) => world.hasPart(call, part, now);
  const answer: Record<string, unknown> = { metaData: description.metaData };
  const isExtended = context === "Extended";
  const timings = isExtended && contextTiming?.length ? contextTiming : (["Now"] as const);
  const hasContext = context !== "None" && has("context");
  if (hasContext) answer.context = description.context(timings, isExtended);
  // Real calls now and then come without participants, though they were asked for.
  if (exposedFields.parties && !(call.isMadeUp && call.index % 97 === 41)) {
    answer.parties = hasContext
      ? description.partiesWithContext(timings, isExtended)
      : description.parties.map(({ context: _context, ...party }) => party);
  }
  const { content, interaction } = exposedFields;
  if (content && Object.values(content).some(Boolean)) answer.content = contentOf(description.content, content, has);
  if (interaction && Object.values(interaction).some(Boolean)) {
    answer.interaction = has("interaction") ? interactionOf(description.interaction, interaction) : null;
  }
  if (exposedFields.collaboration?.publicComments) {
    const { publicComments } = description;
    answer.collaboration = publicComments.length ? { publicComments } : {};
  }
  if (exposedFields.media && has("media")) answer.media = description.media(now);
  return answer;
};

const interactionOf = (
  all: CallInteraction,
  asked: NonNullable<NonNullable<Selector["exposedFields"]>["interaction"]>,
): CallInteraction => ({
  ...(asked.speakers && { speakers: all.speakers }),
  ...(asked.personInteractionStats && { interactionStats: all.interactionStats }),
  ...(asked.video && { video: all.video }),
  ...(asked.questions && { questions: all.questions }),
});

const contentOf = (
  all: CallContent,
  asked: NonNullable<NonNullable<Selector["exposedFields"]>["content"]>,
  has: (part: keyof CallContent) => boolean,
): CallContent => {
  const parts = (Object.keys(all) as (keyof CallContent)[]).filter((part) => asked[part] && has(part));
  const content: CallContent = Object.fromEntries(parts.map((part) => [part, all[part]]));
  if (content.trackers && !asked.trackerOccurrences) {
    content.trackers = content.trackers.map(({ occurrences: _occurrences, ...tracker }) => ({
      ...tracker,
      phrases: tracker.phrases?.map(({ phrase, count }) => ({ phrase, count })),
    }));
  }
  return content;
};

const listed = (world: World, filter: CallFilter, exchange: Exchange): Answer => {
  const calls = select(world, filter, "listed", exchange.now, "");
  return typeof calls === "string" ? refuse(400, calls) : list(calls, (call) => world.describeCall(call).metaData);
};

export const calls: Record<string, Handler> = {
  "GET /v2/calls": (world, exchange) => listed(world, exchange.query, exchange),

  "GET /v2/calls/{id}": (world, { path: { id = "" }, now }) => {
    const call = world.findVisibleCall(id, now);
    return call ? say({ call: world.describeCall(call).metaData }) : refuse(404, `Call ID ${id} was not found`);
  },

  "POST /v2/calls/extensive": (world, exchange) => {
    const { filter, contentSelector = {} } = bodyOf<{ filter: CallFilter; contentSelector?: Selector }>(exchange);
    const found = select(world, filter, "started", exchange.now, "filter.");
    if (typeof found === "string") return refuse(400, found);
    return list(found, (call) => extensive(world, call, contentSelector, exchange.now));
  },

  "POST /v2/calls/transcript": (world, exchange) => {
    const { filter } = bodyOf<{ filter: CallFilter }>(exchange);
    const found = select(world, { ...filter, primaryUserIds: undefined }, "started", exchange.now, "filter.");
    if (typeof found === "string") return refuse(400, found);
    const transcribed = found.filter(
      (call) => call.transcriptVisibleAt <= exchange.now && world.describeCall(call).hasTranscript,
    );
    return list(transcribed, (call) => ({ callId: call.id, transcript: world.describeCall(call).transcript }));
  },

  "GET /v2/call-outcomes": () =>
    list(outcomeDefinitions, ({ name, ...outcome }) => ({
      callOutcome: name,
      displayOrder: outcomeDefinitions.findIndex((one) => one.name === name) + 1,
      todoAction: outcome.category === "ANSWERED" ? "COMPLETE" : "COMPLETE_AND_REMOVE",
      automation: name === "Not interested" ? "MARK_AS_OPT_OUT" : null,
      ...outcome,
    })),
};
