import fc from "fast-check";
import { isTimeZone, type MomentOptions, readMoment } from "#src/form/time";
import { seed } from "../../support/seed";

const at = (given: unknown, options?: MomentOptions) => {
  const read = readMoment(given, options);
  return "at" in read ? read.at : read.problem;
};

const dayFirst = { zone: "Europe/Berlin", dateOrder: "dayFirst" } as const;
const monthFirst = { zone: "America/Los_Angeles", dateOrder: "monthFirst" } as const;

describe("A moment", () => {
  it.each<[unknown, MomentOptions | undefined, string]>([
    ["2026-01-05T10:00:00Z", undefined, "2026-01-05T10:00:00Z"],
    ["2026-01-05T10:00:00.250-08:00", undefined, "2026-01-05T18:00:00.250Z"],
    ["2026-01-05 10:00 +0100", undefined, "2026-01-05T09:00:00Z"],
    ["2026-01-05T10:00:00+05", undefined, "2026-01-05T05:00:00Z"],
    ["20260105T100000Z", undefined, "2026-01-05T10:00:00Z"],
    ["2026/1/5 9:05 UTC", undefined, "2026-01-05T09:05:00Z"],
    ["2026-01-05", undefined, "2026-01-05T00:00:00Z"],
    ["2026-01-05", { zone: "America/Los_Angeles" }, "2026-01-05T08:00:00Z"],
    ["Fri, 20 Nov 2026 10:15:00 +0000", undefined, "2026-11-20T10:15:00Z"],
    ["20 Nov 2026 10:15:00 PST", undefined, "2026-11-20T18:15:00Z"],
    ["Fri Nov 20 2026 10:15:00 GMT+0100 (Central European Standard Time)", undefined, "Fri Nov 20 2026"],
    ["November 20, 2026 at 10:15 PM", { zone: "America/Los_Angeles" }, "2026-11-21T06:15:00Z"],
    ["20-Nov-2026 10:15", { zone: "Europe/Berlin" }, "2026-11-20T09:15:00Z"],
    [1767636000, undefined, "2026-01-05T18:00:00Z"],
    ["1767636000.5", undefined, "2026-01-05T18:00:00.500Z"],
    [1767636000123, undefined, "2026-01-05T18:00:00.123Z"],
    [46027.4166666667, { zone: "Europe/Berlin" }, "2026-01-05T09:00:00Z"],
    ["46027,75", { zone: "America/Los_Angeles" }, "2026-01-06T02:00:00Z"],
    [46027, undefined, "2026-01-05T00:00:00Z"],
    ["20.11.2026 10:15", dayFirst, "2026-11-20T09:15:00Z"],
    ["5/1/26 10:15:30", dayFirst, "2026-01-05T09:15:30Z"],
    ["11/20/2026 10:15 PM", monthFirst, "2026-11-21T06:15:00Z"],
    ["11/20/2026, 10:15:00\u202fPM", monthFirst, "2026-11-21T06:15:00Z"],
    ["11/20/2026 12:15 a.m.", monthFirst, "2026-11-20T08:15:00Z"],
    ["11/20/2026 10:15 +0100", monthFirst, "2026-11-20T09:15:00Z"],
    [new Date("2026-01-05T18:00:00Z"), undefined, "2026-01-05T18:00:00Z"],
    [1767636000n, undefined, "2026-01-05T18:00:00Z"],
    [" 2026-01-05 \n 10:00\tZ ", undefined, "2026-01-05T10:00:00Z"],
    ["20 Nov 2026 10:15 PDT", undefined, "2026-11-20T17:15:00Z"],
    ["20 Nov 2026 10:15 MST", undefined, "2026-11-20T17:15:00Z"],
    ["20 Nov 2026 10:15 MDT", undefined, "2026-11-20T16:15:00Z"],
    ["20 Nov 2026 10:15 CST", undefined, "2026-11-20T16:15:00Z"],
    ["20 Nov 2026 10:15 CDT", undefined, "2026-11-20T15:15:00Z"],
    ["20 Nov 2026 10:15 EST", undefined, "2026-11-20T15:15:00Z"],
    ["20 Nov 2026 10:15 EDT", undefined, "2026-11-20T14:15:00Z"],
    ["20 Nov 2026 10:15 UT", undefined, "2026-11-20T10:15:00Z"],
    ["2026-01-05 10:00 GMT-3", undefined, "2026-01-05T13:00:00Z"],
    ["2026-01-05 10:00 +05:45", undefined, "2026-01-05T04:15:00Z"],
    ["2026-01-05 10:00 -15:00", undefined, "2026-01-06T01:00:00Z"],
    ["2026-01-05T10:00:00.9999Z", undefined, "2026-01-05T10:00:00.999Z"],
    ["2026-01-05 10:00:00,5 Z", undefined, "2026-01-05T10:00:00.500Z"],
    ["2026-01-05 10:00:00.05", { zone: "UTC" }, "2026-01-05T10:00:00.050Z"],
    ["2026-01-05 12:00 am Z", undefined, "2026-01-05T00:00:00Z"],
    ["2026-01-05 12:00 pm Z", undefined, "2026-01-05T12:00:00Z"],
    ["2026-01-05 1:00 P.M. Z", undefined, "2026-01-05T13:00:00Z"],
    ["2024-02-29", undefined, "2024-02-29T00:00:00Z"],
    ["1990-01-01", undefined, "1990-01-01T00:00:00Z"],
    ["2100-12-31T23:59:59Z", undefined, "2100-12-31T23:59:59Z"],
    ["631152000", undefined, "1990-01-01T00:00:00Z"],
    ["631152000000", undefined, "1990-01-01T00:00:00Z"],
    ["1767636000123.9", undefined, "2026-01-05T18:00:00.123Z"],
    ["2026-09-06", { zone: "America/Santiago" }, "2026-09-06T04:00:00Z"],
    ["11/20/2026", monthFirst, "2026-11-20T08:00:00Z"],
    ["20-11-99", dayFirst, "2099-11-19T23:00:00Z"],
    ["Tue, Jan 6 2026", undefined, "2026-01-06T00:00:00Z"],
    ["6. January 2026", undefined, "2026-01-06T00:00:00Z"],
  ])("%j, read with %j, is %s", (given, options, expected) => {
    const moment = expected.startsWith("Fri") ? "2026-11-20T09:15:00Z" : expected;
    expect(at(given, options)).toBe(moment);
  });

  it.each<[unknown, MomentOptions | undefined, RegExp]>([
    ["20.11.2026 10:15", { zone: "Europe/Berlin" }, /two orders.*Date Order/],
    ["05/01/2026 10:00", { zone: "Europe/Berlin" }, /two orders/],
    ["20/11/2026 10:15", monthFirst, /^has a day that does not exist/],
    ["2026-02-30T10:00:00Z", undefined, /^has a day that does not exist/],
    ["2026-02-29", undefined, /^has a day that does not exist/],
    ["2026-01-05 24:10", { zone: "Europe/Berlin" }, /^has a time of day that does not exist/],
    ["11/20/2026 22:15 PM", monthFirst, /AM or PM/],
    ["Mon, 20 Nov 2026 10:15:00 +0000", undefined, /weekday/],
    ["2026-03-29 02:30", { zone: "Europe/Berlin" }, /does not exist in Europe\/Berlin/],
    ["2026-10-25 02:30", { zone: "Europe/Berlin" }, /comes twice in Europe\/Berlin.*2026-10-25T02:30:00\+02:00/],
    ["2026-01-05 10:00", undefined, /no zone/],
    [46027.5, undefined, /no zone/],
    ["2026-01-05 10:00", { zone: "Middle Earth" }, /"Middle Earth"/],
    ["1880-01-05T10:00:00Z", undefined, /1990 and 2100/],
    ["yesterday", undefined, /must be a date and time/],
    ["7.5E+18", undefined, /must be a date and time/],
    [true, undefined, /must be a date and time/],
    [new Date(Number.NaN), undefined, /must be a date and time/],
    ["2026-01-05T10:00:00+99:00", undefined, /offset/],
    ["2026-01-05T10:00:00+15:01", undefined, /offset/],
    ["2026-01-05T10:00:00+01:60", undefined, /offset/],
    ["2026-01-05 0:15 AM", monthFirst, /AM or PM/],
    ["2026-01-05 13:15 AM", monthFirst, /AM or PM/],
    ["2026-00-05", undefined, /^has a day that does not exist/],
    ["2026-13-05", undefined, /^has a day that does not exist/],
    ["2026-01-00", undefined, /^has a day that does not exist/],
    ["2026-01-31 10:60Z", undefined, /^has a time of day that does not exist/],
    ["2026-12-31 25:00Z", undefined, /^has a time of day that does not exist/],
    ["2026-12-01 25:00Z", undefined, /^has a time of day that does not exist/],
    ["1989-12-31T23:59:59Z", undefined, /1990 and 2100/],
    ["2101-01-01", undefined, /1990 and 2100/],
    ["12345678901", undefined, /1990 and 2100/],
    ["12345678", undefined, /must be a date and time/],
    ["1234", undefined, /must be a date and time/],
    ["12345678901234", undefined, /must be a date and time/],
    ["x2026-01-05", undefined, /must be a date and time/],
    ["2026-01-05x", undefined, /must be a date and time/],
    ["20.11/2026", dayFirst, /must be a date and time/],
    [{}, undefined, /must be a date and time/],
    [["2026-01-05T10:00:00Z"], undefined, /must be a date and time/],
    ["1".repeat(200), undefined, /must be a date and time/],
  ])("%j, read with %j, is refused: %s", (given, options, problem) => expect(at(given, options)).toMatch(problem));

  const now = new Date("2026-11-18T10:15:00Z");
  it.each([
    ["now", "UTC", "2026-11-18T10:15:00Z"],
    ["7 days ago", "UTC", "2026-11-11T10:15:00Z"],
    ["a month ago", "UTC", "2026-10-18T10:15:00Z"],
    ["in 2 hours", "UTC", "2026-11-18T12:15:00Z"],
    ["Yesterday", "America/Los_Angeles", "2026-11-17T08:00:00Z"],
    ["last week", "UTC", "2026-11-09T00:00:00Z"],
    ["start of month", "Europe/Berlin", "2026-10-31T23:00:00Z"],
    ["start of this week", "UTC", "2026-11-16T00:00:00Z"],
    ["next year", "UTC", "2027-01-01T00:00:00Z"],
    ["today", "UTC", "2026-11-18T00:00:00Z"],
    ["Tomorrow", "America/Los_Angeles", "2026-11-19T08:00:00Z"],
    ["3 weeks from now", "UTC", "2026-12-09T10:15:00Z"],
    ["in an hour", "UTC", "2026-11-18T11:15:00Z"],
    ["30 minutes ago", "UTC", "2026-11-18T09:45:00Z"],
    ["2 years ago", "UTC", "2024-11-18T10:15:00Z"],
    ["this month", "UTC", "2026-11-01T00:00:00Z"],
    ["start of the day", "UTC", "2026-11-18T00:00:00Z"],
    ["start of last month", "UTC", "2026-10-01T00:00:00Z"],
    ["start of next week", "UTC", "2026-11-23T00:00:00Z"],
    ["last year", "UTC", "2025-01-01T00:00:00Z"],
  ])("%j in %s is %s where relative words are read", (given, zone, expected) =>
    expect(at(given, { zone, now, relative: true })).toBe(expected),
  );

  it.each([
    "7 days",
    "in 7 days ago",
    "ago",
    "start of century",
    "now then",
    "12345 days ago",
    "the last week",
    "last weeks",
  ])("%j is no moment even there", (given) => expect(at(given, { now, relative: true })).toMatch(/must be/));

  it("has the day that is written, or that of the zone", () => {
    expect(readMoment("2026-01-05T23:30:00-08:00")).toMatchObject({ day: "2026-01-05" });
    expect(readMoment(1767684600, { zone: "America/Los_Angeles" })).toMatchObject({ day: "2026-01-05" });
    expect(readMoment(1767684600)).toMatchObject({ day: "2026-01-06", hasTime: true });
    expect(readMoment("2026-01-06")).toMatchObject({ day: "2026-01-06", hasTime: false });
  });

  it("lacks nothing but a zone, where that is so", () => {
    expect(readMoment("2026-01-05 10:00")).toMatchObject({ lacksZone: true });
    for (const given of ["2026-01-05 10:00", "2026-01-05", "now"])
      for (const relative of [true, given === "now"])
        expect(readMoment(given, { zone: "PST8", relative })).toMatchObject({ lacksZone: true });
    expect(readMoment(1767636000, { zone: "PST8" })).toMatchObject({ day: "2026-01-05" });
    expect(readMoment("nothing")).not.toHaveProperty("lacksZone");
  });
});

it(`is the same moment however it is written (seed ${seed})`, () => {
  const zones = fc.constantFrom("UTC", "America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe");
  const seconds = fc.integer({ min: Date.UTC(2020, 0) / 1000, max: Date.UTC(2030, 0) / 1000 });
  fc.assert(
    fc.property(seconds, zones, (moment, zone) => {
      const date = new Date(moment * 1000);
      const iso = date.toISOString().replace(".000Z", "Z");
      expect([at(moment), at(moment * 1000), at(date.toUTCString()), at(date.toString())]).toEqual([
        iso,
        iso,
        iso,
        iso,
      ]);
      const wall = date.toLocaleString("sv-SE", { timeZone: zone });
      const ways: [string | number, MomentOptions][] = [
        [wall, { zone }],
        [date.toLocaleString("en-US", { timeZone: zone }), { zone, dateOrder: "monthFirst" }],
        [date.toLocaleString("de-DE", { timeZone: zone }), { zone, dateOrder: "dayFirst" }],
        [Date.parse(`${wall.replace(" ", "T")}Z`) / 86_400_000 + 25_569, { zone }],
      ];
      const read = ways.map(([given, options]) => readMoment(given, options));
      // Either all are this moment, or the clocks show this time twice and all are refused.
      const isRepeated = read.every((each) => "problem" in each && each.problem.includes("comes twice"));
      if (!isRepeated)
        expect(read).toEqual(ways.map(() => ({ at: iso, day: wall.slice(0, 10), hasTime: expect.any(Boolean) })));
    }),
    { seed },
  );
});

it(`never fails on what people type (seed ${seed})`, () => {
  const typed = fc.oneof(
    fc.anything(),
    fc.string(),
    fc.stringMatching(/^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}( \d{1,2}:\d{2}( [ap]m)?)?$/),
    fc.float(),
  );
  const zone = fc.option(fc.constantFrom("Europe/Berlin", "nowhere"), { nil: undefined });
  const dateOrder = fc.constantFrom("iso" as const, "dayFirst" as const, "monthFirst" as const);
  fc.assert(
    fc.property(typed, zone, dateOrder, (given, inZone, order) => {
      const read = readMoment(given, { zone: inZone, dateOrder: order, relative: true });
      if ("at" in read) expect(new Date(read.at).toISOString().replace(".000Z", "Z")).toBe(read.at);
      else expect(read.problem).toMatch(/^(must|has|could|is) /);
    }),
    { seed },
  );
});

it("knows zones", () => {
  expect(["Europe/Berlin", "UTC", "+01:00", "Middle Earth", "", "2026-01-05T10:00[UTC]"].map(isTimeZone)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

it.each([
  ["Europe/Berlin", true],
  ["+01:00", true],
  ["UTC", true],
  ["Middle Earth", false],
  ["2026-01-05T10:00:00+01:00[Europe/Berlin]", false],
  ["", false],
])("%j is a time zone: %s", (name, isOne) => expect(isTimeZone(name)).toBe(isOne));
