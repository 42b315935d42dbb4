import { objectOf } from "#src/base/object";
import { isKeptId, keptIdOf } from "#src/triggers/keptIds";

/** Which calls a webhook delivered lately: when, in seconds since 1970, by what is kept of their ids. Kept in the flow's state. */
type SeenCalls = ReadonlyMap<string, number>;

const windowSeconds = 24 * 60 * 60;
const mostCalls = 2_000;

const key = "gongWebhookSeenCalls";

/** Reads what an earlier run remembered. Anything unreadable is forgotten: the worst is a repeat that passes for new. */
export const readSeenCalls = (state: unknown, now: Date): SeenCalls => {
  const { version, seen } = objectOf(objectOf(state)[key]);
  if (version !== 1) return new Map();
  const nowSeconds = toSeconds(now);
  return new Map(
    Object.entries(objectOf(seen))
      .filter(
        (entry): entry is [string, number] => typeof entry[1] === "number" && nowSeconds - entry[1] < windowSeconds,
      )
      .map(([id, seenAt]) => [isKeptId(id) ? id : keptIdOf(id), seenAt]),
  );
};

export const isSeen = (seenCalls: SeenCalls, callId: string): boolean => seenCalls.has(keptIdOf(callId));

/** The flow's state with one more call: all that other steps keep there, and at most 2,000 calls of 24 hours. */
export const rememberCall = (
  state: unknown,
  seenCalls: SeenCalls,
  callId: string,
  now: Date,
): Record<string, unknown> => {
  const newest = [...seenCalls, [keptIdOf(callId), toSeconds(now)] as const]
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostCalls);
  return { ...objectOf(state), [key]: { version: 1, seen: Object.fromEntries(newest.reverse()) } };
};

const toSeconds = (moment: Date) => Math.floor(moment.getTime() / 1000);
