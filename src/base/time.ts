/** Spans of time in milliseconds. */
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** A moment in milliseconds since 1970 as ISO 8601 in UTC, without the fraction of a whole second. */
export const isoOf = (ms: number): string => new Date(ms).toISOString().replace(".000Z", "Z");

/** The same, rounded down to the whole second. */
export const isoSecondOf = (ms: number): string => isoOf(Math.floor(ms / 1000) * 1000);
