import { pollingTrigger, type TriggerPayload } from "@prismatic-io/spectral";
import { connectionInput } from "#src/actions/toAction";
import { withClient } from "#src/actions/withClient";
import { minuteMs } from "#src/base/time";
import * as field from "#src/form/field";
import { type Fields, formOf, type Input, optional, read } from "#src/form/field";
import type { StepContext } from "#src/recipe";
import { samplePayload } from "#src/triggers/samplePayload";
import { resume } from "./resume";
import { isPaid, mostRecords, owe, type PollBounds, pollSlots, type Source } from "./slots";
import { type PollState, serialize } from "./state";

/** Less than the five minutes between two polls, so that one has ended before the next begins. */
const budgetMs = 4 * minuteMs;
/** So much of it is left for the last range. */
const reserveMs = 20_000;

/** The input that every polling trigger has. */
export const lookBackDate = optional(
  field.dateTimeText({
    label: "Look Back Date",
    comments: `The day from which existing records are delivered too at the first run, as YYYY-MM-DD (midnight UTC), up to ${mostRecords.toLocaleString("en-US")} at a time. Leave empty to deliver only what appears from the first poll on. Later changes of this date have no effect.`,
    placeholder: "2026-01-05",
    example: "2026-01-05",
  }),
);

/** What the settings of a trigger are read for. */
export interface PollContext<F extends Fields> extends StepContext {
  readonly settings: Input<F>;
}

/** What a delivery works with, beside what was found. */
export interface Delivery {
  readonly state: PollState;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Does what has to be done now, and pays for its requests later. */
  onCredit(work: () => Promise<void>): Promise<void>;
  /** Does what can wait: only when all that was spent on credit is paid. */
  whenPaid(work: () => Promise<void>): Promise<void>;
}

/** A list that is followed, and what is made of the records found in it. */
interface Watched<T, Data> {
  /** In words, as in "watches calls". Another kind starts over. */
  readonly kind: string;
  /** The filters that Gong itself applies. */
  readonly filter: Readonly<Record<string, unknown>>;
  /** How late a record may appear, in milliseconds. */
  readonly lateMs: number;
  readonly source: Source<T>;
  deliver(found: readonly T[], delivery: Delivery): Promise<Data>;
}

/** Gives the compiler a place to infer what the list holds. */
export const watching = <T, Data>(watched: Watched<T, Data>): Watched<unknown, Data> => watched;

interface Polling<F extends Fields, Data> {
  readonly label: string;
  readonly description: string;
  readonly fields: F;
  /** @throws InputError for settings that cannot be meant. */
  watch(context: PollContext<F>): Watched<unknown, Data>;
  /** What is delivered, one by one. */
  items(data: Data): unknown[];
  readonly example: Data;
}

/**
 * A trigger that follows a list of Gong's and delivers each record once. Records come in parts, and the state stands
 * between two parts: where the flow batches, part follows on part in one run until nothing waits; where it does not, or
 * the platform does not ask for the next part, the same parts come with the next polls. A poll that fails leaves the
 * state as it was.
 */
export const definePolling = <F extends Fields & { readonly lookBackDate: typeof lookBackDate }, Data>({
  label,
  description,
  fields,
  watch,
  items,
  example,
}: Polling<F, Data>) =>
  pollingTrigger({
    display: { label, description },
    inputs: { connection: connectionInput, ...formOf(fields) },
    perform: async (context, payload, { connection, ...answers }) => {
      const opening = { name: label, connection, context, read: () => read(fields, answers), bounds: { budgetMs } };
      return withClient(opening, async ({ gong, input: settings, logger }) => {
        const step = { gong, logger };
        const watched = watch({ ...step, settings });
        const { slotMs, aheadMs } = watched.source;
        const earlierPart = payload.paginationState?.state;
        const stored = earlierPart ?? context.polling.getState();
        const lookBackTo = lookBackOf(settings);
        const state = resume({ stored, ...watched, slotMs, aheadMs, lookBackTo, now: Date.now(), logger });
        const hasTime = () => gong.remainingMs > reserveMs;
        // What an earlier part read must not be lost to a fault of this one.
        let part = await readPart(watched, state, step, { hasTime, mayThrow: earlierPart === undefined });
        while (items(part.data).length === 0 && part.goesOn && hasTime())
          part = await readPart(watched, state, step, { hasTime, mayThrow: false });
        const { data, more, goesOn } = part;
        const next = serialize(state, slotMs);
        context.polling.setState(next);
        return {
          payload: withBody(payload, data, more && goesOn ? { state: next } : undefined),
          polledNoChanges: items(data).length === 0 && !more,
        };
      });
    },
    triggerResolverSupport: "valid",
    batchConfig: { batchSize: 50 },
    triggerResolver: {
      resolveItems: (_context: unknown, { payload }: { payload: TriggerPayload }) => items(payload.body.data as Data),
      getNextPaginationState: (_context: unknown, { payload }: { payload: TriggerPayload }) =>
        payload.paginationState ?? null,
    },
    examplePayload: {
      payload: withBody(samplePayload(sampleFlow, "RXhlY3V0aW9uOjEyMzU="), example),
      polledNoChanges: false,
    },
  });

const sampleFlow = { id: "RmxvdzoxMjM1", name: "New calls", stableId: "new-calls" };

const lookBackOf = (settings: { readonly lookBackDate?: string }): number | undefined =>
  settings.lookBackDate === undefined ? undefined : Date.parse(settings.lookBackDate);

const withBody = (
  { paginationState: _earlier, ...payload }: TriggerPayload,
  data: unknown,
  paginationState?: Record<string, unknown>,
): TriggerPayload => ({
  ...payload,
  body: { data, contentType: "application/json" },
  ...(paginationState ? { paginationState } : {}),
});

/** Reads what is due and a part of the past, and makes of it what is handed out. */
const readPart = async <Data>(
  { source, lateMs, deliver }: Watched<unknown, Data>,
  state: PollState,
  { gong, logger }: StepContext,
  bounds: Pick<PollBounds, "hasTime" | "mayThrow">,
) => {
  const now = Date.now();
  const requests = () => gong.requests;
  const polled = await pollSlots(source, state, {
    ...bounds,
    now,
    lateMs,
    requests,
    readsPast: !state.isFull,
    warn: (words) => logger.warn(words),
  });
  const isFree = polled.isPast || state.isFull;
  const onCredit = async (work: () => Promise<void>) => {
    const before = requests();
    await work();
    if (!isFree) owe(state, requests() - before);
  };
  const whenPaid = async (work: () => Promise<void>) => {
    if (isFree || isPaid(state)) await onCredit(work);
  };
  const data = await deliver(polled.found, { state, now, onCredit, whenPaid });
  return { data, more: polled.more || state.isFull, goesOn: polled.goesOn || state.isFull };
};
