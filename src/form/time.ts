import type { Temporal as TemporalNamespace } from "temporal-polyfill";
import { once } from "#src/base/lazy";
import { isoOf } from "#src/base/time";

/** How the numbers of a date without a month's name follow each other; `iso` is the year first, and nothing else. */
export type DateOrder = "iso" | "dayFirst" | "monthFirst";

export interface MomentOptions {
  /** The zone of times that are written without one, such as America/Chicago. Days begin in it; without it, in UTC. */
  readonly zone?: string;
  readonly dateOrder?: DateOrder;
  /** What relative words count from. */
  readonly now?: Date;
  /** Whether `7 days ago`, `yesterday`, `start of month` and the like are read. */
  readonly relative?: boolean;
}

/** A moment that was read. */
export interface Moment {
  /** ISO 8601 in UTC, such as `2026-01-05T10:00:00Z`; fractions of a second only when there are some. */
  readonly at: string;
  /** The day that is written, or that the zone had then, such as `2026-01-05`. */
  readonly day: string;
  /** False where only a day was written, which means its beginning. */
  readonly hasTime: boolean;
}

/** Why none was read: a sentence without its subject, and whether nothing but the zone is missing or unknown. */
interface NoMoment {
  readonly problem: string;
  readonly lacksZone?: boolean;
}

// Loaded where it is used: most steps read no times without a zone.
const temporal = once(() => (require("temporal-polyfill") as typeof import("temporal-polyfill")).Temporal);

const expectation =
  "must be a date and time with its zone, such as 2026-01-05T10:00:00Z or 2026-01-05T10:00:00+01:00; a date alone means midnight UTC";

class Problem extends Error {
  readonly lacksZone: boolean;

  constructor(message: string, lacksZone = false) {
    super(message);
    this.lacksZone = lacksZone;
  }
}

const refuse = (problem: string): never => {
  throw new Problem(problem);
};

/** Longer texts are no moments, so no pattern sees them. */
const longestText = 80;
const earliestMs = Date.UTC(1990, 0);
const latestMs = Date.UTC(2101, 0);

/**
 * Reads a moment as people and systems write it: ISO 8601, RFC 2822 and dates with an English month, Unix seconds and
 * milliseconds, and the serial numbers of spreadsheets. Days in numbers with the year last are read only in the order
 * that is stated. A time without zone needs `zone`; one that a change of clocks skips or repeats is refused, and so is
 * a day that does not exist.
 */
export const readMoment = (given: unknown, options: MomentOptions = {}): Moment | NoMoment => {
  try {
    const moment = given instanceof Date ? ofDate(given, options) : ofText(toText(given), options);
    const ms = Date.parse(moment.at);
    return ms >= earliestMs && ms < latestMs ? moment : { problem: "must lie between the years 1990 and 2100" };
  } catch (error) {
    if (error instanceof Problem) return { problem: error.message, ...(error.lacksZone ? { lacksZone: true } : {}) };
    throw error;
  }
};

/** True for the name of a zone, such as Europe/Berlin, or an offset such as +01:00. */
export const isTimeZone = (name: string): boolean => {
  try {
    temporal().Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    // A date and time is taken for the zone in it.
    return /^[\p{L}+-]/u.test(name);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

const refuseUnknown = (zone: string) => {
  if (!isTimeZone(zone))
    throw new Problem(`has no zone that is known: "${zone}" is not one such as America/Los_Angeles`, true);
};

const toText = (given: unknown): string => {
  if (typeof given !== "string" && typeof given !== "number" && typeof given !== "bigint") return refuse(expectation);
  const text = String(given).replace(/\s+/gu, " ").trim();
  return text.length > longestText ? refuse(expectation) : text;
};

const ofDate = (given: Date, options: MomentOptions) =>
  Number.isNaN(given.getTime()) ? refuse(expectation) : ofEpoch(given.getTime(), options);

const ofText = (text: string, options: MomentOptions): Moment => {
  if (/^\d+(?:[.,]\d+)?$/.test(text)) return ofNumber(Number(text.replace(",", ".")), text, options);
  const relative = options.relative ? ofRelative(text.toLowerCase(), options) : undefined;
  if (relative) return relative;
  const written = readWritten(text, options.dateOrder ?? "iso");
  return written ? ofWritten(written, options) : refuse(expectation);
};

/** Day 0 of spreadsheets, as far as days after February 1900 go. */
const serialZeroMs = Date.UTC(1899, 11, 30);

const ofNumber = (number: number, text: string, options: MomentOptions): Moment => {
  const length = text.split(/[.,]/, 1)[0]?.length ?? 0;
  if (length >= 9 && length <= 11) return ofEpoch(Math.round(number * 1000), options);
  if (length === 12 || length === 13) return ofEpoch(Math.trunc(number), options);
  if (length !== 5) return refuse(expectation);
  // Fractions of a day are rounded: a third of a day is no finite number.
  const wall = new Date(serialZeroMs + Math.round(number * 86_400) * 1000);
  return ofWritten({ ...fieldsOf(wall), hasTime: !Number.isInteger(number) }, options);
};

const fieldsOf = (wall: Date) => ({
  year: wall.getUTCFullYear(),
  month: wall.getUTCMonth() + 1,
  day: wall.getUTCDate(),
  hour: wall.getUTCHours(),
  minute: wall.getUTCMinutes(),
  second: wall.getUTCSeconds(),
  fraction: "",
});

const ofEpoch = (ms: number, { zone }: MomentOptions): Moment => {
  const day = zone && isTimeZone(zone) ? zoned(ms, zone).toPlainDate().toString() : isoOf(ms).slice(0, 10);
  return { at: isoOf(ms), day, hasTime: true };
};

const zoned = (ms: number, zone: string) => temporal().Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);

/** A date, or a date and time, as it is written. */
interface Written {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Digits after the second. */
  readonly fraction: string;
  readonly hasTime: boolean;
  /** Minutes ahead of UTC, where they are written. */
  readonly offset?: number;
  readonly weekday?: string;
}

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const weekdays = "mon tue wed thu fri sat sun".split(" ");
/** The zones that RFC 2822 names, in hours from UTC. */
const namedOffsets: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
};

const clock = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?(?: ?(?<half>[ap])\.?m\.?)?`;
const zoneMark = String.raw`(?: ?(?<zone>z|utc|gmt|(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?)(?: ?\([^()]*\))?)?`;
const rfcZone = String.raw`(?: (?<zone>ut|[ecmp][sd]t|z|utc|gmt|(?:utc|gmt)?[+-]\d{2}:?\d{2})(?: ?\([^()]*\))?)?`;
const weekday = `(?:(?<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?`;
const month = String.raw`(?<monthName>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`;

/** The ways to write a date, each with its time and zone; all on texts of at most 80 characters. */
const forms = once(() => [
  new RegExp(
    String.raw`^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?:(?:t|,? )${clock}${zoneMark})?$`,
    "i",
  ),
  new RegExp(
    String.raw`^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})t(?<hour>\d{2}):?(?<minute>\d{2})(?::?(?<second>\d{2}))?${zoneMark}$`,
    "i",
  ),
  new RegExp(
    String.raw`^${weekday}(?<day>\d{1,2})(?:\.? |-)${month}(?: |-|, )(?<year>\d{4})(?:,? ${clock}${rfcZone})?$`,
    "i",
  ),
  new RegExp(String.raw`^${weekday}${month} (?<day>\d{1,2}),? (?<year>\d{4})(?:,?(?: at)? ${clock}${rfcZone})?$`, "i"),
]);

const numbersFirst = once(
  () =>
    new RegExp(
      String.raw`^(?<first>\d{1,2})(?<mark>[-/.])(?<other>\d{1,2})\k<mark>(?<year>\d{4}|\d{2})(?:(?:t|,? )${clock}${zoneMark})?$`,
      "i",
    ),
);

const readWritten = (text: string, order: DateOrder): Written | undefined => {
  for (const form of forms()) {
    const parts = form.exec(text)?.groups;
    if (parts) return toWritten(parts);
  }
  const parts = numbersFirst().exec(text)?.groups;
  if (!parts) return undefined;
  if (order === "iso")
    return refuse(
      "could be read in two orders; write it as year, month and day, such as 2026-01-05, or say in Date Order whether the day or the month comes first",
    );
  const [day, monthNumber] = order === "dayFirst" ? [parts.first, parts.other] : [parts.other, parts.first];
  const year = parts.year?.length === 2 ? `20${parts.year}` : parts.year;
  return toWritten({ ...parts, year, month: monthNumber, day } as Record<string, string>);
};

const toWritten = (parts: Readonly<Record<string, string | undefined>>): Written => ({
  year: Number(parts.year),
  month: parts.monthName ? months.indexOf(parts.monthName.toLowerCase()) + 1 : Number(parts.month),
  day: Number(parts.day),
  hour: hourOf(Number(parts.hour ?? 0), parts.half),
  minute: Number(parts.minute ?? 0),
  second: Number(parts.second ?? 0),
  fraction: parts.fraction ?? "",
  hasTime: parts.hour !== undefined,
  offset: parts.zone === undefined ? undefined : offsetOf(parts.zone.toLowerCase()),
  weekday: parts.weekday?.toLowerCase(),
});

const hourOf = (hour: number, half: string | undefined): number => {
  if (!half) return hour;
  if (hour < 1 || hour > 12) return refuse("has an hour that does not go with AM or PM");
  return (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
};

const offsetOf = (zone: string): number => {
  const named = namedOffsets[zone];
  if (named !== undefined) return named * 60;
  const [, sign, hours, minutes = "0"] = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone) ?? [];
  const offset = Number(hours) * 60 + Number(minutes);
  if (offset > 15 * 60 || Number(minutes) > 59) return refuse("has an offset from UTC that no zone has");
  return sign === "-" ? -offset : offset;
};

const ofWritten = (written: Written, { zone }: MomentOptions): Moment => {
  const wall = toWall(written);
  const day = wall.toPlainDate().toString();
  const { hasTime, offset, fraction } = written;
  // Moments are told in milliseconds; what is finer falls away.
  const thousandths = Number(fraction.slice(0, 3).padEnd(3, "0"));
  if (offset !== undefined || (!hasTime && zone === undefined))
    return {
      at: isoOf(wall.toZonedDateTime("UTC").epochMilliseconds - (offset ?? 0) * 60_000 + thousandths),
      day,
      hasTime,
    };
  if (zone === undefined) throw new Problem("has no zone; write it with one, such as 2026-01-05T10:00:00-08:00", true);
  refuseUnknown(zone);
  return { at: isoOf(hasTime ? msInZone(wall, zone) + thousandths : startOfDay(wall, zone)), day, hasTime };
};

const toWall = ({ year, month, day, hour, minute, second, weekday }: Written): TemporalNamespace.PlainDateTime => {
  let wall: TemporalNamespace.PlainDateTime;
  try {
    wall = temporal().PlainDateTime.from({ year, month, day, hour, minute, second }, { overflow: "reject" });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const isDay = month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
    return refuse(isDay ? "has a time of day that does not exist" : "has a day that does not exist");
  }
  if (weekday && weekdays[wall.dayOfWeek - 1] !== weekday) return refuse("has a weekday that is not that of its day");
  return wall;
};

const startOfDay = (wall: TemporalNamespace.PlainDateTime, zone: string): number =>
  wall.toPlainDate().toZonedDateTime(zone).epochMilliseconds;

const msInZone = (wall: TemporalNamespace.PlainDateTime, zone: string): number => {
  const [earlier, later] = (["earlier", "later"] as const).map(
    (disambiguation) => wall.toZonedDateTime(zone, { disambiguation }).epochMilliseconds,
  ) as [number, number];
  if (earlier === later) return earlier;
  const isRepeated = zoned(earlier, zone).toPlainDateTime().equals(wall);
  return refuse(
    `is a time that ${isRepeated ? "comes twice" : "does not exist"} in ${zone}, where the clocks change that night; write it with its offset, such as ${wall.toString()}${zoned(earlier, zone).offset}`,
  );
};

const units = { minute: "minutes", hour: "hours", day: "days", week: "weeks", month: "months", year: "years" } as const;
type Unit = keyof typeof units;

/** Moments told from now: `now`, `yesterday`, `7 days ago`, `in 2 weeks`, `last month`, `start of week`. */
const ofRelative = (text: string, { zone = "UTC", now = new Date() }: MomentOptions): Moment | undefined => {
  refuseUnknown(zone);
  const from = zoned(now.getTime(), zone);
  const moment = relativeTo(from, text);
  if (!moment) return undefined;
  return { at: isoOf(moment.epochMilliseconds), day: moment.toPlainDate().toString(), hasTime: true };
};

const relativeTo = (
  now: TemporalNamespace.ZonedDateTime,
  text: string,
): TemporalNamespace.ZonedDateTime | undefined => {
  if (text === "now") return now;
  const days = { yesterday: -1, today: 0, tomorrow: 1 }[text];
  if (days !== undefined) return now.add({ days }).startOfDay();
  const [, amount, unit, direction] =
    /^(?:in )?(\d{1,4}|an?) (minute|hour|day|week|month|year)s?( ago| from now)?$/.exec(text) ?? [];
  if (amount && unit && (direction !== undefined) !== text.startsWith("in ")) {
    const count = amount.startsWith("a") ? 1 : Number(amount);
    return now.add({ [units[unit as Unit]]: direction === " ago" ? -count : count });
  }
  const [, which, span] =
    /^(start of(?: the| this)?|this|last|next|start of last|start of next) (day|week|month|year)$/.exec(text) ?? [];
  if (!which || !span) return undefined;
  const start = startOf(now, span as Unit);
  if (/last$/.test(which)) return start.subtract({ [units[span as Unit]]: 1 });
  return /next$/.test(which) ? start.add({ [units[span as Unit]]: 1 }) : start;
};

const startOf = (now: TemporalNamespace.ZonedDateTime, span: Unit): TemporalNamespace.ZonedDateTime => {
  if (span === "week") return now.subtract({ days: now.dayOfWeek - 1 }).startOfDay();
  if (span === "month") return now.with({ day: 1 }).startOfDay();
  return span === "year" ? now.with({ month: 1, day: 1 }).startOfDay() : now.startOfDay();
};
