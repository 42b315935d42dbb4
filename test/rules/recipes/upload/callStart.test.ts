import fc from "fast-check";
import { isTimeZone, readCallStart } from "#src/recipes/upload/callStart";

const at = (given: unknown, timeZone?: string) => {
  const start = readCallStart(given, timeZone);
  return "fault" in start ? start.fault : new Date(start.startMs).toISOString();
};

describe("When a call began", () => {
  it.each<[unknown, string | undefined, string]>([
    ["2026-01-05T10:00:00-08:00", undefined, "2026-01-05T18:00:00.000Z"],
    ["2026-01-05 10:00 +0100", undefined, "2026-01-05T09:00:00.000Z"],
    [1767636000, undefined, "2026-01-05T18:00:00.000Z"],
    [new Date("2026-01-05T18:00:00Z"), undefined, "2026-01-05T18:00:00.000Z"],
    ["2026-01-05 10:00:30", "Europe/Berlin", "2026-01-05T09:00:30.000Z"],
    ["2026-07-05T10:00", "Europe/Berlin", "2026-07-05T08:00:00.000Z"],
    ["2026-07-05 9:05", "Asia/Kolkata", "2026-07-05T03:35:00.000Z"],
    // The hour that comes twice is the first of both; the hour that is left out is read as if it were there.
    ["2026-10-25 02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
    ["2026-03-29 02:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
    ["2026-01-05T10:00:00Z", "Europe/Berlin", "2026-01-05T10:00:00.000Z"],
    ["2026-01-05 10:00", undefined, "noZone"],
    ["2026-02-30 10:00", "Europe/Berlin", "unreadable"],
    ["2026-01-05 24:10", "Europe/Berlin", "unreadable"],
    ["2026-01-05", "Europe/Berlin", "unreadable"],
    ["05/01/2026 10:00", "Europe/Berlin", "unreadable"],
    ["yesterday", undefined, "unreadable"],
    [" ", undefined, "missing"],
    [undefined, undefined, "missing"],
  ])("%j in %s is %s", (given, timeZone, expected) => expect(at(given, timeZone)).toBe(expected));

  it("is the same however a moment is written", () => {
    const zones = fc.constantFrom("UTC", "America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe");
    const seconds = fc.integer({ min: Date.UTC(2020, 0) / 1000, max: Date.UTC(2030, 0) / 1000 });
    fc.assert(
      fc.property(seconds, zones, (moment, timeZone) => {
        const date = new Date(moment * 1000);
        const wall = date.toLocaleString("sv-SE", { timeZone });
        const read = readCallStart(wall, timeZone);
        if ("fault" in read) throw new Error(read.fault);
        expect(read.day).toBe(wall.slice(0, 10));
        // An hour that comes twice is read as the first of both, up to an hour early.
        expect([0, 1800_000, 3600_000]).toContain(date.getTime() - read.startMs);
        expect(new Date(read.startMs).toLocaleString("sv-SE", { timeZone })).toBe(wall);
        expect(at(moment)).toBe(date.toISOString());
        expect(at(date.toISOString())).toBe(date.toISOString());
      }),
    );
  });

  it("has the day that is written, or that of the zone", () => {
    expect(readCallStart("2026-01-05T23:30:00-08:00")).toMatchObject({ day: "2026-01-05" });
    expect(readCallStart(1767684600, "America/Los_Angeles")).toMatchObject({ day: "2026-01-05" });
    expect(readCallStart(1767684600)).toMatchObject({ day: "2026-01-06" });
  });

  it("needs a zone that exists", () => {
    expect(["Europe/Berlin", "UTC", "Middle Earth", ""].map(isTimeZone)).toEqual([true, true, false, false]);
  });
});
