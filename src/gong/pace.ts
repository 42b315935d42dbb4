/**
 * Three requests a second for a whole Gong company. Requests take their turns in the order in which they asked, urgent
 * ones a little sooner; each keeps its distance from the third before it. Every function is given the time.
 */

const startsPerWindow = 3;
/** A window of exactly a second draws a 429 now and then. */
const leastWindowMs = 1020;
const mostWindowMs = 12_000;

/**
 * An urgent request goes ahead of those that asked up to ten seconds before it: the pages of a list can only be read
 * one after the other, and whatever else waits can use the time in between. Nothing is overtaken for ever.
 */
const headStartMs = 10_000;

export interface Turn {
  /** When the request started, or asked while it waits. */
  at: number;
  /** Its place in the queue: the earlier goes first. */
  readonly rank: number;
}

/** What is known of one Gong company's budget in this process. */
export interface Pace {
  /** The time in which three requests may start; grows when Gong refuses, shrinks again while it does not. */
  windowMs: number;
  /** Nothing starts before this moment. */
  heldUntil: number;
  /** True after a long hold: the next request goes alone, to see whether Gong answers again. */
  mustProbe: boolean;
  /** The one that goes alone. */
  probe?: Turn;
  refusedAt: number;
  /** The latest time that anyone gave. */
  seenAt: number;
  /** The last ones that started. */
  latest: readonly Turn[];
  /** Those that have not started, in their order. */
  waiting: readonly Turn[];
  /** Requests that this process started on that day (UTC). */
  day: string;
  spent: number;
}

export const newPace = (): Pace => ({
  windowMs: leastWindowMs,
  heldUntil: 0,
  mustProbe: false,
  refusedAt: Number.NEGATIVE_INFINITY,
  seenAt: 0,
  latest: [],
  waiting: [],
  day: "",
  spent: 0,
});

/** A clock that was set back must not leave everyone waiting for a future that is long over. */
export const noteTime = (pace: Pace, now: number) => {
  if (now < pace.seenAt - 60_000) Object.assign(pace, newPace(), { waiting: pace.waiting });
  pace.seenAt = now;
};

/** Joins the queue. */
export const queueUp = (pace: Pace, now: number, isUrgent = false): Turn => {
  const turn: Turn = { at: now, rank: isUrgent ? now - headStartMs : now };
  const later = pace.waiting.findIndex(({ rank }) => rank > turn.rank);
  const place = later < 0 ? pace.waiting.length : later;
  pace.waiting = [...pace.waiting.slice(0, place), turn, ...pace.waiting.slice(place)];
  return turn;
};

/** Leaves the queue without starting. */
export const leave = (pace: Pace, turn: Turn) => {
  pace.waiting = pace.waiting.filter((each) => each !== turn);
};

/** The earliest moment at which this turn may start, if nobody urgent comes. */
export const dueAt = (pace: Pace, turn: Turn, now: number): number => {
  const starts = pace.latest.map(({ at }) => at);
  for (const each of pace.waiting) {
    const third = starts.at(-startsPerWindow) ?? Number.NEGATIVE_INFINITY;
    const due = Math.max(now, pace.heldUntil, third + pace.windowMs);
    if (each === turn) return due;
    starts.push(due);
  }
  return now;
};

/** A hold of more than that is no matter of the second but of the day. */
const longHoldMs = 60_000;
/** How long the others leave a probe alone, unless its answer comes before. */
const probeMs = 5000;

/** Counts the request. */
export const start = (pace: Pace, turn: Turn, now: number) => {
  leave(pace, turn);
  turn.at = now;
  pace.latest = [...pace.latest, turn].slice(-startsPerWindow);
  if (pace.mustProbe) {
    pace.mustProbe = false;
    pace.probe = turn;
    pace.heldUntil = now + probeMs;
  }
  pace.spent = spentToday(pace, now) + 1;
  pace.day = dayOf(now);
};

const dayOf = (now: number) => new Date(now).toISOString().slice(0, 10);

/** Requests of this process so far today (UTC); what others spend of the company's ten thousand is not known. */
export const spentToday = (pace: Pace, now: number): number => (pace.day === dayOf(now) ? pace.spent : 0);

/** Corrects the start once the line stood: Gong counts arrivals, and the first ones wait for the connection. */
export const arrive = (turn: Turn, now: number) => {
  turn.at = Math.max(turn.at, now);
};

/** A refusal so soon after another one tells that other clients use the company's limit too; a lone one, of bad luck. */
const soonMs = 30_000;

/** Learns from a 429: everyone holds, and from then on goes slower. Refusals of one burst count once. */
export const refuse = (pace: Pace, turn: Turn, now: number, waitMs: number) => {
  pace.heldUntil = Math.max(pace.heldUntil, now + waitMs);
  pace.mustProbe ||= waitMs > longHoldMs;
  if (turn.at < pace.refusedAt) return;
  const isAlone = now - pace.refusedAt > soonMs;
  pace.refusedAt = now;
  pace.windowMs = Math.min(mostWindowMs, pace.windowMs * (isAlone ? 1.1 : 1.5));
};

/** Each request that Gong takes wins a little speed back. */
export const accept = (pace: Pace, turn: Turn) => {
  if (pace.probe === turn) pace.heldUntil = 0;
  pace.windowMs = Math.max(leastWindowMs, pace.windowMs * 0.97);
};
