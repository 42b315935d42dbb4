import fc from "fast-check";
import * as field from "#src/form/field";
import { optional, read } from "#src/form/field";
import { fromDateTime, toDateTime } from "#src/form/fields";
import * as value from "#src/form/value";
import { listDailyActivity } from "#src/operations/stats/index";
import { seed } from "../support/seed";

const separator = field.verbatim({ label: "Separator", comments: "What stands between." });

describe("reading the answers of a form", () => {
  it.each([" ", "\n", " / "])("keeps a separator that is %j", (answer) => {
    expect(read({ separator: optional(separator) }, { separator: answer })).toEqual({ separator: answer });
  });

  it("keeps the spaces of a long text, and reads days however they are told", () => {
    const words = { label: "Note", comments: "What to say." };
    expect(read({ note: field.longText(words) }, { note: " a\n " })).toEqual({ note: " a\n " });
    const readDay = (day: string) => read({ day: field.date(words) }, { day }).day;
    expect(readDay("2026-01-05 23:10")).toBe("2026-01-05");
    expect(Date.parse(readDay("yesterday"))).toBe(Date.parse(readDay("today")) - 86_400_000);
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

describe("groups of inputs", () => {
  const words = (label: string) => ({ label, comments: "It." });
  const children = {
    note: optional(field.text(words("Note"))),
    loud: optional(field.toggle(words("Loud"))),
    kept: optional(field.toggle(words("Kept"), "true")),
    tags: optional(field.list(field.text(words("Tags")))),
    within: optional(field.group(words("Within"), { note: optional(field.text(words("Note"))) })),
    size: field.integer(words("Size")),
  };
  const group = field.group(words("Group"), children);
  const list = field.groupList(words("List"), children, { max: 2 });

  it("say only what was filled in", () => {
    const untouched = { note: " ", loud: false, tags: [], within: { note: "" } };
    const size = { size: "2" };
    expect(read({ group }, { group: { ...untouched, ...size } })).toEqual({ group: { size: 2 } });
    const said = { note: "a", loud: true, kept: false, tags: ["a"], within: { note: "b" } };
    expect(read({ list }, { list: [{ ...said, ...size }, null] })).toEqual({ list: [{ ...said, size: 2 }] });
    expect(Object.keys(read({ group }, { group: { ...untouched, ...size } }).group)).toEqual(["size"]);
  });

  it.each([
    [{ group: { note: "a" } }, "Group.size is required."],
    [{ group: { size: " ", note: "a" } }, "Group.size is required."],
    [{ group: { size: "x" } }, 'Group.size must be a whole number. Given: "x".'],
    [{ group: {} }, "Group is required."],
    [{ group: undefined }, "Group is required."],
  ])("need what is required: %j", (answers, words) => expect(() => read({ group }, answers)).toThrow(words));

  it("name the entry of a list and the input that is wrong, all at once", () => {
    const wrong = [{ size: 1 }, { size: "x", nmae: 1 }, { size: 3 }];
    expect(() => read({ list }, { list: wrong })).toThrow(
      /^List\[2\]\.size must be a whole number\. Given: "x"\. List\[2\] has no property "nmae"; it has note, loud,/,
    );
    expect(() => read({ list }, { list: [{ size: 1 }, { size: 2 }, { size: 3 }] })).toThrow("at most 2 entries");
  });

  it("keep an input that is needed and reads as nothing from passing", () => {
    const odd = field.custom({ type: "string", ...words("Odd") }, () => value.reader(() => undefined));
    expect(() => read({ odd }, { odd: "a" })).toThrow("Odd is required.");
    expect(read({ odd: optional(odd) }, { odd: "a" })).toEqual({});
    expect(Object.keys(read({ odd: optional(odd) }, { odd: "a" }))).toEqual([]);
    const off = field.toggle(words("Off"));
    expect(() => read({ off }, { off: false })).toThrow("Off is required.");
    const on = field.toggle(words("On"), "true");
    expect(read({ on }, { on: "no" })).toEqual({ on: false });
    const inGroup = field.group(words("Group"), { odd });
    expect(() => read({ inGroup }, { inGroup: { odd: "a" } })).toThrow("Group.odd is required.");
  });
});

describe("an empty list", () => {
  const ids = field.custom({ type: "string", label: "IDs", comments: "Ids." }, () =>
    value.listOf(value.text(), { min: 0 }),
  );

  it("is an answer only where nothing found is one", () => {
    const may = { ids: field.orNone(optional(ids)) };
    for (const none of [[], [""], "[]"]) expect(read(may, { ids: none })).toEqual({ ids: [] });
    for (const untouched of [undefined, "", null]) expect(read(may, { ids: untouched })).toEqual({});
    expect(read({ ids: optional(ids) }, { ids: [] })).toEqual({});
    expect(read({ ids: optional(ids) }, { ids: "[]" })).toEqual({});
    expect(() => read({ ids }, { ids: "[]" })).toThrow("IDs is required.");
    expect(() => read({ ids: field.orNone(ids) }, { ids: "" })).toThrow("IDs is required.");
    expect(read({ ids: field.orNone(ids) }, { ids: [] })).toEqual({ ids: [] });
    for (const reads of [{}, ""]) {
      const one = field.custom({ type: "string", label: "One", comments: "One." }, () => value.reader(() => reads));
      expect(read({ one: field.orNone(optional(one)) }, { one: [] })).toEqual({});
    }
  });
});

describe("what was given", () => {
  const answer = (of: Parameters<typeof read>[0][string], given: unknown) => {
    try {
      return read({ answer: of }, { answer: given });
    } catch (error) {
      return (error as Error).message;
    }
  };
  const size = field.integer({ label: "Size", comments: "How many." });

  it("is shown with the fault, short, without secrets, and not at all for a secret", () => {
    expect(answer(size, "x".repeat(118))).toBe(`Size must be a whole number. Given: "${"x".repeat(118)}".`);
    expect(answer(size, "x".repeat(119))).toBe(`Size must be a whole number. Given: "${"x".repeat(119)}\u2026.`);
    expect(answer(size, "Bearer abcdefgh")).toBe('Size must be a whole number. Given: "Bearer [redacted]".');
    const secret = field.custom({ type: "password", label: "Secret", comments: "It." }, () => value.integer());
    expect(answer(secret, "xyz")).toBe("Secret must be a whole number.");
    expect(answer(size, 12345678901234567890n)).toMatch(/Given: "12345678901234567890"\.$/);
  });

  it("is refused by a test of its own", () => {
    const even = field.refine(size, (read) => read % 2 === 0, "must be even");
    expect([answer(even, 2), answer(even, 3)]).toEqual([{ answer: 2 }, "Size must be even. Given: 3."]);
  });

  it("may be rows, of which those without a key are left out", () => {
    const map = field.keyValues({ label: "Map", comments: "Values." });
    const rows = [{ key: "a", value: 1 }, { key: "", value: 2 }, null, { key: 5, value: 3 }, { key: "b" }];
    expect(answer(map, rows)).toEqual({ answer: { a: 1, b: undefined } });
    expect(answer(map, 5)).toBe("Map must be rows of key and value. Given: 5.");
    const body = field.body({ label: "Data", comments: "It." });
    expect([answer(body, '{"a":1}'), answer(body, "{a")]).toEqual([{ answer: { a: 1 } }, { answer: "{a" }]);
  });
});

it("a form shows what is required first, and groups without a mark", () => {
  const text = (label: string) => field.text({ label, comments: "It." });
  const form = field.formOf({
    a: optional(text("A")),
    b: text("B"),
    c: field.group({ label: "C", comments: "It." }, { d: text("D") }),
    e: optional(field.choiceList({ label: "E", comments: "It." }, ["x", "y"], { default: ["x", "y"] })),
  });
  expect(Object.entries(form).map(([key, each]) => [key, "required" in each && each.required])).toEqual([
    ["b", true],
    ["c", false],
    ["a", false],
    ["e", false],
  ]);
  expect(form.e).toMatchObject({
    collection: "valuelist",
    default: "x,y",
    model: [{ value: "x", label: "x" }, { value: "y" }],
  });
  expect(form.b).not.toHaveProperty("default");
});
