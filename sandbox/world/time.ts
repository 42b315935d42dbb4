/** The time zone of the company: answers carry its offset, and plain dates of the statistics are days in it. */
export const companyTimeZone = "America/Los_Angeles";

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

const zoneName = new Intl.DateTimeFormat("en-US", { timeZone: companyTimeZone, timeZoneName: "longOffset" });
const offsets = new Map<number, number>();

/** Minutes to add to UTC to get the company's wall clock. Offsets change on full hours only, hence the map by hour. */
const offsetMinutes = (time: number): number => {
  const hour = Math.floor(time / hourMs);
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  const name = zoneName.formatToParts(hour * hourMs).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours, minutes] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [undefined, "+", "0", "0"];
  const offset = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  offsets.set(hour, offset);
  return offset;
};

/** The company's wall clock as a Date whose UTC fields are to be read. */
export const wallClock = (time: number): Date => new Date(time + offsetMinutes(time) * minuteMs);

/**
 * A moment as Gong writes it: with the company's offset, and as many digits of a second as needed.
 * `micros` (0 to 999) are the digits that JavaScript's clock does not have.
 */
export const formatTime = (time: number, micros = 0): string => {
  const offset = offsetMinutes(time);
  const seconds = new Date(time + offset * minuteMs).toISOString().slice(0, 19);
  const fraction = `${String(((time % 1000) + 1000) % 1000).padStart(3, "0")}${String(micros).padStart(3, "0")}`;
  const digits = fraction.replace(/0+$/, "");
  const distance = Math.abs(offset);
  const zone = `${String(Math.floor(distance / 60)).padStart(2, "0")}:${String(distance % 60).padStart(2, "0")}`;
  return `${seconds}${digits && `.${digits}`}${offset < 0 ? "-" : "+"}${zone}`;
};

/** The day (YYYY-MM-DD) of a moment in the company's zone. */
export const plainDate = (time: number): string => wallClock(time).toISOString().slice(0, 10);

/** The moment at which a day (YYYY-MM-DD) starts in the company's zone; NaN when it is not a date. */
export const startOfDay = (date: string): number => {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight)) return Number.NaN;
  const guess = midnight - offsetMinutes(midnight) * minuteMs;
  return midnight - offsetMinutes(guess) * minuteMs;
};

/** The day (YYYY-MM-DD) that lies `days` after another. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
