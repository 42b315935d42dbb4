import * as value from "#src/form/value";

/** What an export says about when a call began: a moment, or no way to know it. */
export type CallStart =
  | { readonly startMs: number; readonly day: string }
  | { readonly fault: "missing" | "noZone" | "unreadable" };

const localTime = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?$/;

/**
 * Reads when a call began: ISO 8601 with a zone, or epoch seconds or milliseconds. A time without zone is read only
 * where `timeZone` (such as America/Chicago) says which it is: it would be a guess.
 * @returns the moment in milliseconds since 1970, and the day that people there would call it, such as 2026-01-05.
 */
export const readCallStart = (given: unknown, timeZone?: string): CallStart => {
  if (value.isBlank(given)) return { fault: "missing" };
  const text = given instanceof Date ? given.toISOString() : String(given).trim();
  const local = localTime.exec(text);
  if (local) {
    if (!timeZone) return { fault: "noZone" };
    const [year, month, day, hour, minute, second = 0] = local.slice(1).map((part) => Number(part ?? 0));
    const wallMs = Date.UTC(year as number, (month as number) - 1, day, hour, minute, second);
    const isReal = new Date(wallMs).toISOString().startsWith(text.slice(0, 10)) && (hour as number) < 24;
    return isReal ? { startMs: fromWallClock(wallMs, timeZone), day: text.slice(0, 10) } : { fault: "unreadable" };
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { fault: "unreadable" };
  const { data } = value.dateTime().safeParse(given instanceof Date ? given : text);
  if (data === undefined) return { fault: "unreadable" };
  const startMs = Date.parse(data);
  const writtenDay = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0];
  return { startMs, day: writtenDay ?? dayOf(startMs, timeZone) };
};

/** The day of a moment in a zone; UTC when none is given. */
const dayOf = (moment: number, timeZone = "UTC") => new Date(wallClock(moment, timeZone)).toISOString().slice(0, 10);

/** True for a name that the clock knows, such as Europe/Berlin. */
export const isTimeZone = (name: string): boolean => {
  try {
    formatFor(name);
    return true;
  } catch {
    return false;
  }
};

const formats = new Map<string, Intl.DateTimeFormat>();

const formatFor = (timeZone: string) => {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(timeZone, made);
  return made;
};

/** What a clock on the wall shows at a moment, as if it were UTC. */
const wallClock = (moment: number, timeZone: string): number => {
  const parts = Object.fromEntries(
    formatFor(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour, minute, second } = parts;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
};

/**
 * The moment at which a clock on the wall shows this. An hour that comes twice means the first of both; an hour that
 * is left out is read with the offset before the change.
 */
const fromWallClock = (wallMs: number, timeZone: string): number => {
  const dayMs = 24 * 60 * 60 * 1000;
  const offsetAt = (moment: number) => wallClock(moment, timeZone) - moment;
  const before = wallMs - offsetAt(wallMs - dayMs);
  const after = wallMs - offsetAt(wallMs + dayMs);
  return [before, after].find((moment) => wallClock(moment, timeZone) === wallMs) ?? before;
};
