const oneSecondMs = 1000;
const oneDayMs = 24 * 60 * 60 * 1000;

/** How much Gong lets a whole company ask. Gong's own figures are 3 and 10,000. */
export interface LimitOptions {
  readonly perSecond: number;
  readonly perDay: number;
}

/** Gong's limits, counted over all clients of the company on the sandbox's clock. */
export interface Limits {
  /** Counts one request that arrives now; answers the seconds to wait when it is one too many, else undefined. */
  take(now: number): number | undefined;
  /** Spends so many requests of the day's budget, as another client of the same company would. */
  spend(requests: number): void;
  /** Another client of the same company takes part from now on, so many requests a second; 0 ends it. */
  share(requestsPerSecond: number): void;
  /** Requests left today. */
  left(): number;
  /** Forgets everything that was counted, and the other client. */
  reset(): void;
}

/**
 * Counts requests in a sliding window of one second and in days that begin at midnight UTC (Gong does not say when
 * its day begins). A refused request is not counted.
 *
 * @param options the limits, or false for none.
 * @param now the clock that `share`, `spend` and `left` read, in milliseconds since 1970.
 */
export function createLimits(options: LimitOptions | false, now: () => number): Limits {
  let starts: number[] = [];
  let day = -1;
  let spentToday = 0;
  let other: { everyMs: number; nextAt: number } | undefined;

  function turnTo(time: number): void {
    const today = Math.floor(time / oneDayMs);
    if (today !== day) {
      day = today;
      spentToday = 0;
    }
    starts = starts.filter((start) => start > time - oneSecondMs && start <= time);
  }

  function letOtherClientIn(time: number, perSecond: number): void {
    if (!other) return;
    // After a long pause only the requests of the last second matter to the window, and those of today to the budget.
    const midnight = Math.floor(time / oneDayMs) * oneDayMs;
    const from = Math.max(other.nextAt, midnight);
    const missed = Math.max(0, Math.floor((time - from) / other.everyMs) + 1);
    if (other.nextAt > time || missed === 0) return;
    const last = from + (missed - 1) * other.everyMs;
    for (let at = last; at > time - oneSecondMs && at >= from && starts.length < perSecond; at -= other.everyMs) {
      starts.push(at);
    }
    starts.sort((one, another) => one - another);
    spentToday += missed;
    other.nextAt = last + other.everyMs;
  }

  return {
    take(time) {
      if (!options) return undefined;
      turnTo(time);
      letOtherClientIn(time, options.perSecond);
      if (spentToday >= options.perDay) return Math.max(1, Math.ceil(((day + 1) * oneDayMs - time) / 1000));
      const oldest = starts[0];
      if (starts.length >= options.perSecond && oldest !== undefined) {
        return Math.max(1, Math.ceil((oldest + oneSecondMs - time) / 1000));
      }
      starts.push(time);
      spentToday += 1;
      return undefined;
    },
    spend(requests) {
      turnTo(now());
      spentToday += requests;
    },
    share(requestsPerSecond) {
      other = requestsPerSecond > 0 ? { everyMs: oneSecondMs / requestsPerSecond, nextAt: now() } : undefined;
    },
    left() {
      if (!options) return Number.POSITIVE_INFINITY;
      turnTo(now());
      letOtherClientIn(now(), options.perSecond);
      return Math.max(0, options.perDay - spentToday);
    },
    reset() {
      starts = [];
      day = -1;
      spentToday = 0;
      other = undefined;
    },
  };
}
