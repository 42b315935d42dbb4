/**
 * What the sandbox calls "now". It runs on the process's `Date.now()` (so that Jest's fake timers drive it), or on any
 * function of milliseconds, or stands still at a given moment until it is moved.
 */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Puts the clock to a moment, in milliseconds since 1970; a running clock runs on from there. */
  set(time: number): void;
  /** Moves the clock by so many milliseconds; backwards when negative. */
  advance(milliseconds: number): void;
  /** Puts the clock back to what it showed without any `set` or `advance`. */
  reset(): void;
}

/** Makes a clock: without argument on `Date.now()`, on the function given, or standing still at the moment given. */
export function createClock(base: number | (() => number) = () => Date.now()): Clock {
  const read = typeof base === "number" ? () => base : base;
  let shift = 0;
  return {
    now: () => read() + shift,
    set: (time) => {
      shift = time - read();
    },
    advance: (milliseconds) => {
      shift += milliseconds;
    },
    reset: () => {
      shift = 0;
    },
  };
}
