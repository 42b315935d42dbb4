import type { TriggerPayload } from "@prismatic-io/spectral";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { primaryUserIds, workspaceId } from "#src/form/fields";
import { InputError } from "#src/gong/index";
import { mostAllowance, refilled } from "./callWindows";
import { newSweep } from "./pollRecords";
import { type Found, markOf, newPlace, type Place, readState } from "./pollState";

/** What the polling triggers share. */

const hourMs = 60 * 60 * 1000;

/** Less than the five minutes between two polls, so that one has ended before the next begins. */
export const pollBudgetMs = 4 * 60 * 1000;

/** Inputs that several triggers have. */
export const pollFields = {
  lateArrivalHours: optional(
    field.integer(
      {
        label: "Late Arrival (hours)",
        comments:
          "How late a record may appear in Gong and still be delivered, in whole hours from 1 to 168. Calls appear after they were processed, which may take a day. More hours cost more requests. Leave empty for 26.",
        placeholder: "26",
        example: "26",
      },
      { min: 1, max: 168 },
    ),
  ),
  workspaceId: optional(workspaceId),
  primaryUserIds: optional(
    reworded(primaryUserIds, {
      comments:
        "Gong's ids of the users whose calls are delivered: a list, one id, or ids separated by commas. Only the host of a call counts. Leave empty for the calls of every host.",
    }),
  ),
};

export const defaultLateMs = 26 * hourMs;

export const toLateMs = (hours: number | undefined): number => (hours === undefined ? defaultLateMs : hours * hourMs);

/** Where a poll begins. */
export interface Start {
  readonly place: Place;
  /** True for a first poll without look-back: it saves its place and hands out nothing. */
  readonly isSilent: boolean;
  /** Milliseconds since 1970; never before the latest poll, whatever the clock did since. */
  readonly now: number;
  /** Milliseconds since the latest good poll. */
  readonly passedMs: number;
}

/** What a poll needs in order to find its place. */
export interface Beginning {
  /** What the platform stored. */
  readonly state: unknown;
  readonly kind: string;
  /** The filters that Gong itself applies. */
  readonly filter: Readonly<Record<string, unknown>>;
  readonly slotMs: number;
  readonly lateMs: number;
  /** Where a back-fill begins, in milliseconds since 1970. */
  readonly lookBackTo?: number;
  readonly logger: { info(message: string): void; warn(message: string): void };
}

/**
 * Finds the place to go on from: the trigger's own, that of an earlier Gong component, or a new one.
 * @throws InputError for a look-back date that lies ahead.
 */
export const startPoll = ({ state, kind, filter, slotMs, lateMs, lookBackTo, logger }: Beginning): Start => {
  const clock = Date.now();
  const scope = JSON.stringify(Object.entries(filter).filter(([, value]) => value !== undefined));
  const slotAt = (moment: number) => Math.floor(moment / slotMs);
  /** A place whose first sweep reads from one moment on, and delivers nothing from before another. */
  const begin = (from: number, now: number, quietBefore?: number): Place => {
    const place = newPlace({ kind, scope, since: slotAt(from) }, now, mostAllowance);
    const lateFrom = now - lateMs;
    place.sweep = newSweep(place.since, slotAt(now) + 1, {
      isFree: true,
      lateFrom,
      ...(quietBefore === undefined ? {} : { quietBefore }),
    });
    return place;
  };
  const saveOnly = (): Start => ({
    place: begin(clock - lateMs, clock, clock),
    isSilent: true,
    now: clock,
    passedMs: 0,
  });

  const read = readState(state, clock);
  // Such a place would ask Gong for the future until that day comes.
  const isAhead = read.is === "place" && latestSlotOf(read.place) > slotAt(clock + mostAheadMs);
  const found: Found = isAhead ? { is: "garbage" } : read;
  if (found.is === "earlier") {
    logger.info("Going on from where an earlier Gong component stopped.");
    const isListOfUsers = kind === "users" && found.ids.length > 0;
    const place = begin(found.polledAt - lateMs, clock, isListOfUsers ? undefined : found.polledAt);
    for (const id of found.ids) place.earlier.add(markOf(id));
    return { place, isSilent: false, now: clock, passedMs: 0 };
  }
  if (found.is === "garbage") {
    logger.warn(
      "The stored state cannot be read, so this trigger starts over: its place is saved now, and what appeared in Gong since the last good poll is not delivered. Use the List actions to catch up on it.",
    );
    return saveOnly();
  }
  if (found.is === "nothing") {
    if (lookBackTo === undefined) return saveOnly();
    if (lookBackTo > clock) throw new InputError(["Look Back Date must not lie ahead. Leave it empty to start now."]);
    return { place: begin(lookBackTo, clock, lookBackTo), isSilent: false, now: clock, passedMs: 0 };
  }
  const { place } = found;
  if (place.kind !== kind) {
    logger.warn(`This trigger watched ${place.kind} before and watches ${kind} from now on: its place is saved now.`);
    return saveOnly();
  }
  const now = Math.max(clock, place.polledAt);
  const passedMs = now - place.polledAt;
  if (place.scope !== scope) {
    logger.info("The filters have changed: what is listed since the last poll is delivered as the new filters say.");
    const moved = begin(place.polledAt - lateMs, now, place.polledAt);
    for (const [mark] of place.known.entries()) moved.earlier.add(mark);
    for (const [id, seenAt] of place.waiting) moved.waiting.set(id, seenAt);
    return { place: moved, isSilent: false, now, passedMs };
  }
  place.allowance = refilled(place.allowance, passedMs);
  place.polledAt = now;
  return { place, isSilent: false, now, passedMs };
};

/** A clock that was a day ahead may have watched another day beyond it. */
const mostAheadMs = 72 * hourMs;

const latestSlotOf = ({ since, sweep }: Place): number => Math.max(since, sweep?.next ?? since, sweep?.to ?? since);

/** How every polling trigger may hand out its records in batches. */
export const batching = { triggerResolverSupport: "valid", batchConfig: { batchSize: 50 } } as const;

/** The payload that a poll hands out. */
export const withBody = (payload: TriggerPayload, data: unknown): TriggerPayload => ({
  ...payload,
  body: { data, contentType: "application/json" },
});

/** A sample payload with this body. */
export const samplePayload = (data: unknown): TriggerPayload => {
  const flow = { id: "RmxvdzoxMjM1", name: "New calls", stableId: "new-calls" };
  const url = "https://hooks.northwind.example/gong";
  return {
    headers: {},
    queryParameters: {},
    rawBody: { data: null },
    body: { data, contentType: "application/json" },
    pathFragment: "",
    webhookUrls: { [flow.name]: url },
    webhookApiKeys: {},
    invokeUrl: url,
    executionId: "RXhlY3V0aW9uOjEyMzU=",
    customer: { id: "Q3VzdG9tZXI6MQ==", name: "Northwind Robotics", externalId: "northwind" },
    instance: { id: "SW5zdGFuY2U6MQ==", name: "Gong to Salesforce" },
    user: { id: "VXNlcjox", email: "ada.reyes@northwind.example", name: "Ada Reyes", externalId: "ada.reyes" },
    integration: { id: "SW50ZWdyYXRpb246MQ==", name: "New calls", versionSequenceId: "1", externalVersion: "1.0.0" },
    flow,
    startedAt: "2026-01-05T18:40:00Z",
    globalDebug: false,
  };
};
