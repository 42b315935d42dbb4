/**
 * What goes wrong with a request.
 * - a status such as "429" or "503": that status with Gong's error body (`errors` for other words).
 * - `latency`: the answer comes `ms` later.
 * - `reset`: the connection is reset. `silence`: no answer ever comes.
 * - `truncated`: the connection breaks in the middle of the answer.
 * - `html`: a web page with status 200. `empty`: nothing with status 200.
 * - `redirect`: 302 to another host.
 * - `expiredCursor`: 400, the cursor has expired. `repeatedCursor`: the answer's cursor leads to the same page again.
 */
export const faultKinds = [
  ...(["400", "401", "402", "403", "404", "409", "422", "429", "500", "502", "503", "504"] as const),
  "latency",
  "reset",
  "silence",
  "truncated",
  "html",
  "empty",
  "redirect",
  "expiredCursor",
  "repeatedCursor",
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** A fault to come. */
export interface Fault {
  readonly kind: FaultKind;
  /** Which requests; every request that passed credentials and limits when left out. */
  readonly match?: {
    /** Method and path as in the contract: "GET /v2/calls/{id}". */
    readonly operation?: string;
    /** The page asked for; the first is 0. */
    readonly page?: number;
    /** The first matching request that the fault meets, counted from 1. */
    readonly nth?: number;
    /** How many requests it meets; one when left out, `Infinity` for all. */
    readonly times?: number;
  };
  /** The Retry-After header: seconds, or a date as HTTP writes it. */
  readonly retryAfter?: number | string;
  /** Milliseconds of `latency`; 1,000 when left out. */
  readonly ms?: number;
  /** Other error words than the usual ones. */
  readonly errors?: readonly string[];
  /** Where `redirect` leads: scheme and host. */
  readonly location?: string;
  /**
   * Whether Gong does what was asked before the fault. It does before `latency`, `truncated`, `html`, `empty` and
   * `repeatedCursor`, and does not before the others, unless this says otherwise.
   */
  readonly happened?: boolean;
}

/** A fault that was added. */
export interface AddedFault {
  readonly fault: Fault;
  /** Requests it has met so far. */
  readonly hits: number;
  /** Takes it away. */
  remove(): void;
}

/** The faults of a sandbox. */
export interface Faults {
  add(fault: Fault): AddedFault;
  clear(): void;
  list(): readonly AddedFault[];
  /** The first fault that meets this request, and counts it. */
  meet(operation: string, page: number): Fault | undefined;
}

const happensByDefault: readonly FaultKind[] = ["latency", "truncated", "html", "empty", "repeatedCursor"];

/** Whether the request still has its effect. */
export const stillHappens = (fault: Fault) => fault.happened ?? happensByDefault.includes(fault.kind);

/** An empty list of faults. */
export function createFaults(): Faults {
  let added: { fault: Fault; seen: number; hits: number; remove(): void }[] = [];
  return {
    add(fault) {
      const entry = {
        fault,
        seen: 0,
        hits: 0,
        remove: () => {
          added = added.filter((other) => other !== entry);
        },
      };
      added.push(entry);
      return entry;
    },
    clear() {
      added = [];
    },
    list: () => added,
    meet(operation, page) {
      let met: Fault | undefined;
      for (const entry of added) {
        const { match = {} } = entry.fault;
        if (match.operation !== undefined && match.operation !== operation) continue;
        if (match.page !== undefined && match.page !== page) continue;
        entry.seen += 1;
        if (met || entry.seen < (match.nth ?? 1) || entry.hits >= (match.times ?? 1)) continue;
        entry.hits += 1;
        met = entry.fault;
      }
      return met;
    },
  };
}
