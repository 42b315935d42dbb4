import { InputError } from "#src/base/errors";
import { dayMs } from "#src/base/time";
import { newState, type PollState, parse } from "./state";

/** What a trigger needs in order to find where it stands. */
interface Beginning {
  /** What the platform stored. */
  readonly stored: unknown;
  readonly kind: string;
  /** The filters that Gong itself applies. */
  readonly filter: Readonly<Record<string, unknown>>;
  readonly slotMs: number;
  readonly aheadMs: number;
  readonly lateMs: number;
  /** From when on the past is delivered by a first poll, in milliseconds since 1970. */
  readonly lookBackTo?: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly logger: { info(message: string): void; warn(message: string): void };
}

/**
 * Finds the state to go on from: the trigger's own, what an earlier version or an earlier component left, or a new one.
 * @throws InputError for a look-back date that lies ahead.
 */
export const resume = (beginning: Beginning): PollState => {
  const { stored, kind, filter, slotMs, aheadMs, lateMs, lookBackTo, now, logger } = beginning;
  const scope = JSON.stringify(Object.entries(filter).filter(([, value]) => value !== undefined));
  const slotAt = (time: number) => Math.floor(time / slotMs);
  const begin = (from: number, quietBefore: number | undefined) =>
    newState({ kind, scope, since: slotAt(from), quietBefore }, now);
  /** What is listed by now is only remembered, also under a planned time that lies ahead. */
  const beginNow = () => begin(now - lateMs, (slotAt(now + aheadMs) + 1) * slotMs);

  const found = parse(stored, { slotMs, now });
  if (found.is === "nothing") {
    if (lookBackTo === undefined) return beginNow();
    if (lookBackTo > now) throw new InputError(["Look Back Date must not lie ahead. Leave it empty to start now."]);
    // The first slot may begin earlier than the date; what Gong tells by days comes with its whole day.
    return begin(lookBackTo, slotMs < dayMs ? lookBackTo : slotAt(lookBackTo) * slotMs);
  }
  if (found.is === "garbage") {
    logger.warn(
      "The stored state cannot be read, so this trigger starts over: its place is saved now, and what appeared in Gong since the last good poll is not delivered. Use the List actions to catch up on it.",
    );
    return beginNow();
  }
  if (found.is === "earlier") {
    logger.info("Going on from where an earlier Gong component stopped.");
    const isListOfUsers = kind === "users" && found.ids.length > 0;
    const state = begin(found.polledAt - lateMs, isListOfUsers ? undefined : found.polledAt);
    for (const id of found.ids) state.slots.put(id, slotAt(now));
    return state;
  }
  const { state } = found;
  if (state.kind !== kind) {
    logger.warn(`This trigger watched ${state.kind} before and watches ${kind} from now on: its place is saved now.`);
    return beginNow();
  }
  if (state.scope === scope) return state;
  logger.info("The filters have changed: what is listed since the last poll is delivered as the new filters say.");
  state.slots.forgetReads();
  return { ...state, scope, quietBefore: state.polledAt };
};
