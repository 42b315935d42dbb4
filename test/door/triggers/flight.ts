import http from "node:http";

/**
 * Lets time fly: `Date` and timers are shadowed, and a timer that is due next fires as soon as no request is under way.
 * Hours of polling take seconds, and Gong's limit is kept all the same. The network stays real.
 */
export interface Flight {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Lets so much time pass while nothing is going on. */
  pass(milliseconds: number): void;
  /** Stands still during work that awaits neither requests nor timers, such as the checking of a signature. */
  hold<T>(work: () => Promise<T>): Promise<T>;
  /** Ends it: the process's own clock and timers are back. */
  land(): void;
}

interface Timer {
  readonly at: number;
  readonly ring: () => void;
}

/** Begins a flight at a moment. One at a time. */
export const takeOff = (start: number): Flight => {
  const { Date: OwnDate, setTimeout: ownSetTimeout, clearTimeout: ownClearTimeout } = globalThis;
  const ownNow = Date.now;
  const timers = new Set<Timer>();
  let now = start;
  let underWay = 0;
  let isLanded = false;
  let isWatched = false;

  /** Fires the next timer once the process has nothing else to do. */
  const watch = () => {
    if (isWatched || isLanded) return;
    isWatched = true;
    let idle = 0;
    const turn = () => {
      if (isLanded) return;
      idle = underWay === 0 ? idle + 1 : 0;
      if (idle < 3) return void setImmediate(turn);
      isWatched = false;
      const next = [...timers].sort((a, b) => a.at - b.at)[0];
      if (!next) return;
      timers.delete(next);
      now = Math.max(now, next.at);
      next.ring();
      if (timers.size > 0) watch();
    };
    setImmediate(turn);
  };

  const shadow = (ring: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]) => {
    const timer: Timer = { at: now + milliseconds, ring: () => ring(...values) };
    timers.add(timer);
    watch();
    return Object.assign(timer, { refresh: () => timer, unref: () => timer, ref: () => timer });
  };
  Date.now = () => now;
  globalThis.Date = new Proxy(OwnDate, {
    construct: (target, parts: unknown[]) => Reflect.construct(target, parts.length === 0 ? [now] : parts) as object,
  });
  globalThis.setTimeout = shadow as unknown as typeof setTimeout;
  globalThis.clearTimeout = ((timer: Timer) => void timers.delete(timer)) as unknown as typeof clearTimeout;
  // A mock of Jest's would keep every request of a month.
  const ownRequest = http.request;
  http.request = ((...args: Parameters<typeof http.request>) => {
    underWay += 1;
    const sent = ownRequest(...args);
    sent.once("close", () => {
      underWay -= 1;
    });
    return sent;
  }) as typeof http.request;

  return {
    get now() {
      return now;
    },
    pass(milliseconds) {
      now += milliseconds;
    },
    async hold(work) {
      underWay += 1;
      return work().finally(() => {
        underWay -= 1;
      });
    },
    land() {
      isLanded = true;
      globalThis.Date = Object.assign(OwnDate, { now: ownNow });
      globalThis.setTimeout = ownSetTimeout;
      globalThis.clearTimeout = ownClearTimeout;
      http.request = ownRequest;
    },
  };
};
