import { dayMs } from "./time";
import type { LatePart } from "./types";

/** How the world is made. The same options make the same world. */
export interface WorldOptions {
  /** Another seed makes other people, calls and ids. */
  seed?: number;
  /** The moment at which the world ends, in milliseconds since 1970: its calls were all held before. */
  now?: number;
  /** Over how many days before `now` the calls are spread. */
  days?: number;
  calls?: number;
  users?: number;
  /** Flows of the company, besides the personal ones. */
  flows?: number;
  /** When calls take place: in the company's office hours, or evenly around the clock (default below seven days). */
  spread?: "officeHours" | "even";
  /** Milliseconds from the end of a call until Gong lists it. */
  lateness?: (index: number) => number;
  /** Milliseconds from the moment a call is listed until its transcript is there. */
  transcriptLateness?: (index: number) => number;
  /** Milliseconds from the moment a call is listed until a part of it is there. */
  partsLateness?: (index: number, part: LatePart) => number;
  /** Milliseconds from upload until an uploaded call is listed. */
  uploadLatenessMs?: number;
  /** Whether a repeated `clientUniqueId` is refused with 400 as live Gong does, or answered with the id of the first call. */
  duplicateUploads?: "conflict" | "firstId";
  /** Milliseconds that CRM uploads and bulk assignments stay unfinished. */
  processingMs?: number;
  /** Whether a generic CRM integration is registered from the start. */
  crmIntegration?: boolean;
  /** AI credits that may be spent before 402. */
  credits?: number;
}

export const withDefaults = (options: WorldOptions): Required<WorldOptions> => ({
  seed: 1,
  now: Date.UTC(2026, 10, 20, 18),
  days: 90,
  calls: 250,
  users: 15,
  flows: 8,
  spread: (options.days ?? 90) < 7 ? "even" : "officeHours",
  lateness: () => 0,
  transcriptLateness: () => 0,
  partsLateness: () => 0,
  uploadLatenessMs: 10 * 60_000,
  duplicateUploads: "conflict",
  processingMs: 1_000,
  crmIntegration: true,
  credits: Number.POSITIVE_INFINITY,
  ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
});

/** The moment at which the world's calls begin. */
export const beginning = ({ now, days }: Required<WorldOptions>): number => now - days * dayMs;
