import fc from "fast-check";
import * as field from "#src/form/field";
import { optional, read } from "#src/form/field";
import { fromDateTime, toDateTime } from "#src/form/fields";
import { listDailyActivity } from "#src/operations/stats/index";
import { seed } from "../support/seed";

const separator = field.verbatim({ label: "Separator", comments: "What stands between." });

describe("reading the answers of a form", () => {
  it.each([" ", "\n", " / "])("keeps a separator that is %j", (answer) => {
    expect(read({ separator: optional(separator) }, { separator: answer })).toEqual({ separator: answer });
  });

  it("takes an empty separator as none given", () => {
    expect(read({ separator: optional(separator) }, { separator: "" })).toEqual({});
  });

  const range = { fromDateTime: optional(fromDateTime), toDateTime: optional(toDateTime) };
  it.each([
    ["2026-02-05", "2026-01-05"],
    ["2026-01-05T10:00:00Z", "2026-01-05T10:59:59+01:00"],
  ])("refuses a range from %s to %s, whose end is earlier", (from, to) => {
    expect(() => read(range, { fromDateTime: from, toDateTime: to })).toThrow(
      /To must be later than From\. Given: from /,
    );
  });

  it.each([
    ["moments", range, "2026-01-05T10:00:00Z", "2026-01-05T11:00:00+01:00", "a later moment"],
    ["days", listDailyActivity.fields, "2026-01-05", "2026-01-05", "the day after the last one"],
  ])("says of an empty range of %s that its end is excluded", (_of, fields, from, to, next) => {
    const [fromKey = "", toKey = ""] = Object.keys(fields);
    expect(() => read(fields, { [fromKey]: from, [toKey]: to })).toThrow(
      `: the end of the range is not part of it, so enter ${next}. Given: `,
    );
  });

  it("says of a day that does not exist that it does not", () => {
    for (const fields of [range, { fromDateTime: field.date({ label: "From", comments: "The first day." }) }])
      expect(() => read(fields, { fromDateTime: "2026-02-31" })).toThrow(
        'From has a day that does not exist. Given: "2026-02-31".',
      );
  });

  it.each(["yesterday", "7 days ago", "start of month", "last week"])(
    "understands %s, unless it is a fact",
    (words) => {
      expect(read(range, { fromDateTime: words }).fromDateTime).toMatch(/^\d{4}-\d{2}-\d{2}T/);
      const exact = field.dateTime({ label: "Start", comments: "When it began." }, { exact: true });
      expect(() => read({ exact }, { exact: words })).toThrow(/^Start must be a date and time with its zone/);
    },
  );

  it("takes a range with one end", () => {
    expect(read(range, { toDateTime: "2026-01-05" })).toEqual({ toDateTime: "2026-01-05T00:00:00Z" });
    expect(read(range, { fromDateTime: "2026-01-05", toDateTime: "2026-01-06" })).toEqual({
      fromDateTime: "2026-01-05T00:00:00Z",
      toDateTime: "2026-01-06T00:00:00Z",
    });
  });
});

describe(`reading a number (seed ${seed})`, () => {
  const amount = field.decimal({ label: "Amount", comments: "A number." });
  const readAmount = (given: unknown) => read({ amount }, { amount: given }).amount;

  it("reads every way to write one", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e15, max: 1e15 }), (number) => {
        fc.pre(!Object.is(number, -0));
        for (const given of [number, String(number), ` ${number} `]) expect(readAmount(given)).toBe(number);
      }),
      { seed },
    );
    expect(["1.", ".5", "+3", "1e3"].map(readAmount)).toEqual([1, 0.5, 3, 1000]);
  });

  it.each(["0x1F", "0b11", "0o17", "1,5", "1 000", "Infinity", "NaN", "1e999", "--1", "12abc", "."])(
    "refuses %s",
    (given) => expect(() => readAmount(given)).toThrow(/^Amount must be a number/),
  );
});

describe("reading a choice", () => {
  const choices = [
    { value: "OPEN", label: "Still open" },
    { value: "DONE", label: "Done" },
  ];
  const status = field.choice({ label: "Status", comments: "One of two." }, choices);

  it.each(["OPEN", "open", "Still open", " STILL OPEN "])("takes %j by value and by label", (given) =>
    expect(read({ status }, { status: given })).toEqual({ status: "OPEN" }),
  );

  it("names the choices by both", () =>
    expect(() => read({ status }, { status: "gone" })).toThrow(
      'Status must be one of OPEN (Still open), DONE. Given: "gone".',
    ));
});

describe(`reading rows of key and value (seed ${seed})`, () => {
  const map = field.keyValues({ label: "Map", comments: "Values by key." });

  it("reads rows, an object and JSON text of either alike", () => {
    const key = fc.string({ minLength: 1 }).filter((each) => each !== "__proto__");
    const filled = fc.string().map((each) => `${each}!`);
    fc.assert(
      fc.property(fc.dictionary(key, filled, { minKeys: 1, noNullPrototype: true }), (object) => {
        const rows = Object.entries(object).map(([key, value]) => ({ key, value }));
        for (const given of [rows, object, JSON.stringify(rows), JSON.stringify(object)])
          expect(read({ map }, { map: given })).toEqual({ map: object });
      }),
      { seed },
    );
  });

  it("refuses what is neither", () =>
    expect(() => read({ map }, { map: "ada=5" })).toThrow(/^Map must be rows of key and value/));
});

describe("whole answers", () => {
  const words = { label: "Answer", comments: "The answer." };
  const readAs = (of: Parameters<typeof read>[0][string], answer: unknown) => read({ answer: of }, { answer });

  it("take nothing behind or before what fits", () => {
    expect(() => readAs(field.integer(words), "1e3")).toThrow(/whole number/);
    const open = field.openChoice(words, [{ value: "Deal", label: "Deal" }]);
    expect(readAs(open, "my.own-kind_1")).toEqual({ answer: "my.own-kind_1" });
    for (const other of ["? Deal", "Deal ?"]) expect(() => readAs(open, other)).toThrow(/one of/);
  });

  it("may be a single item of a list", () => {
    expect(readAs(field.list(field.text(words)), 5)).toEqual({ answer: ["5"] });
  });
});
