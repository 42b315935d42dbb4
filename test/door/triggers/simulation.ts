import type { TriggerPayload } from "@prismatic-io/spectral";
import { built, connectionTo, harness, quietLogger } from "../../support/component";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../support/sandbox";
import { type Flight, takeOff } from "./flight";

/** What one good poll gave. */
export interface Polled {
  /** What a workflow finds under body.data. */
  readonly data: Record<string, unknown>;
  readonly isQuiet: boolean;
  readonly requests: number;
  /** When it began and ended, in milliseconds since 1970. */
  readonly began: number;
  readonly ended: number;
  /** With what the platform would run the trigger again in the same recurrence, where the flow batches. */
  readonly next: Record<string, unknown> | null;
  /** The records one by one, as batches hold them. */
  readonly items: readonly unknown[];
}

/** A trigger that is polled as the platform does, on a clock that flies. */
export interface Simulation {
  readonly sandbox: Sandbox;
  readonly flight: Flight;
  /** What the platform stores: replaced after a good run only. */
  state: Record<string, unknown>;
  readonly lines: string[];
  /**
   * Polls once.
   * @param keep false where the run that received the records failed: the state is thrown away.
   * @param paginationState what the part before gave as `next`.
   */
  poll(keep?: boolean, paginationState?: Record<string, unknown>): Promise<Polled>;
  /** Polls as the platform does where the flow batches: part after part until none is left. */
  recurrence(): Promise<Polled[]>;
  /** Polls so often, with a pause before each. */
  polls(count: number, everyMs?: number): Promise<Polled[]>;
  close(): Promise<void>;
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

interface Resolver {
  resolveTriggerItems(context: unknown, result: unknown): unknown[];
  getNextPaginationState(context: unknown, result: unknown): Record<string, unknown> | null;
}

const begun: Simulation[] = [];

/** Ends after each test what it simulated, and holds that every request kept to Gong's contract. */
export const useSimulations = () =>
  afterEach(async () => {
    // The latest first: each gives back the clock that it found.
    for (const simulation of begun.splice(0).reverse()) {
      await simulation.close();
      expect(simulation.sandbox.log.violations()).toEqual([]);
    }
  });

/** Starts a sandbox and a trigger on one clock. */
export const simulate = async (
  trigger: string,
  start: number,
  inputs: Record<string, unknown>,
  options: SandboxOptions = {},
  skewMs: () => number = () => 0,
): Promise<Simulation> => {
  const flight = takeOff(start);
  const sandbox = await startSandbox({ clock: () => flight.now - skewMs(), ...options });
  // A month of polls asks for the same calls hundreds of times.
  sandbox.world.keptDescriptions = Number.POSITIVE_INFINITY;
  const simulation = pollOn(sandbox, flight, trigger, inputs);
  begun.push(simulation);
  return simulation;
};

/** A trigger on a sandbox and a clock that are there already. */
export const pollOn = (
  sandbox: Sandbox,
  flight: Flight,
  trigger: string,
  inputs: Record<string, unknown>,
): Simulation => {
  const logger = quietLogger();
  const resolver = built.triggers[trigger] as unknown as Resolver;
  const simulation: Simulation = {
    sandbox,
    flight,
    state: {},
    lines: logger.lines,
    async poll(keep = true, paginationState) {
      const instanceState = JSON.parse(JSON.stringify(simulation.state)) as Record<string, unknown>;
      const began = flight.now;
      const before = sandbox.log.entries.length;
      const answers = { connection: connectionTo(sandbox), ...inputs };
      const payload: Partial<TriggerPayload> = paginationState
        ? { paginationState: structuredClone(paginationState) }
        : {};
      const result = (await harness.trigger(trigger, payload, answers, { instanceState, logger })) as unknown as {
        payload: { body: { data: Record<string, unknown> } };
        resultType: string;
      };
      if (keep) simulation.state = JSON.parse(JSON.stringify(instanceState)) as Record<string, unknown>;
      return {
        data: result.payload.body.data,
        isQuiet: result.resultType === "polled_no_changes",
        requests: sandbox.log.entries.length - before,
        began,
        ended: flight.now,
        next: resolver.getNextPaginationState({}, result),
        items: resolver.resolveTriggerItems({}, result),
      };
    },
    async recurrence() {
      const parts = [await simulation.poll()];
      for (let next = parts[0]?.next; next; next = parts.at(-1)?.next) parts.push(await simulation.poll(true, next));
      return parts;
    },
    async polls(count, everyMs = 5 * minuteMs) {
      const all: Polled[] = [];
      for (let index = 0; index < count; index++) {
        flight.pass(everyMs);
        all.push(await simulation.poll());
      }
      return all;
    },
    async close() {
      flight.land();
      await sandbox.close();
    },
  };
  return simulation;
};

/** The ids of the calls that polls handed out as new. */
export const createdIds = (polled: readonly Polled[]): string[] =>
  polled.flatMap(({ data }) => (data.created as { id: string }[]).map(({ id }) => id));
