import type { StoredConnection } from "./connections";
import type { CompanionView, SentRequest, Status } from "./types";

/** What a companion may do to the workbench. */
export interface Host {
  /** Milliseconds by which the component's clock is ahead of the machine's. */
  readonly offsetMs: number;
  moveClock(offsetMs: number): Promise<void>;
  /** Forgets what triggers remember. */
  forgetStates(): void;
}

/** How a webhook is rung: the delivery comes to the address; this says what happens to it on its way. */
export interface RingPlan {
  /** Sends it. */
  readonly send: () => Promise<void>;
  /** Changes the bytes on their way, as a forger would. */
  readonly alter?: (bytes: Buffer) => Buffer;
  /** How often the same delivery is handed over; once when left out. */
  readonly times?: number;
  /** What was sent, in words. */
  readonly title: string;
}

/** What knows the other side of one component: a sandbox to practice against, its clock, its budget, its webhooks. */
export interface Companion {
  readonly view: CompanionView;
  /** Ready to be used. */
  readonly connections: readonly StoredConnection[];
  facts(): Status["facts"];
  /** Does what a control says. Gives back what happened, in words. */
  control(key: string, values: Readonly<Record<string, unknown>>, host: Host): Promise<string>;
  /** Rings a trigger's webhook at `url`. */
  ring(ring: string, url: string): RingPlan;
  /** Adds what each request cost, and what else is known of it. */
  annotate(requests: readonly SentRequest[], connection: StoredConnection | undefined): void;
  close(): Promise<void>;
}
