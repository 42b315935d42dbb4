import type { z } from "zod";
import { z as zod } from "zod";
import * as value from "#src/form/value";

/** What is read, or the words that say why nothing is. */
const readWith = (schema: z.ZodType) => (given: unknown) => {
  const { data, error } = schema.safeParse(given, { reportInput: true });
  return error ? error.issues.map(({ path, message }) => [...path, message].join(" ")).join("; ") : data;
};

const precise = "must be text: as a number of this size it has already lost digits";

it.each<[string, z.ZodType, readonly (readonly [unknown, unknown])[]]>([
  [
    "text",
    value.text({ maxLength: 5 }),
    [
      [" abc ", "abc"],
      ["12345", "12345"],
      ["123456", "must have at most 5 characters (it has 6)"],
      [12, "12"],
      [12n, "12"],
      [0.5, "0.5"],
      [2 ** 60, precise],
      [Number.POSITIVE_INFINITY, "must be text"],
      [true, "must be text"],
      [["a"], "must be text"],
    ],
  ],
  [
    "text with its spaces",
    value.text({ keepSpaces: true }),
    [
      [" a ", " a "],
      [12, "12"],
      ["a".repeat(100_000), "a".repeat(100_000)],
    ],
  ],
  [
    "an id of another system",
    value.foreignId({ maxLength: 3 }),
    [
      [" a-1 ", "a-1"],
      ["a-12", "must have at most 3 characters (it has 4)"],
      [7, "7"],
      [7n, "7"],
      [{}, "must be text"],
      [Number.NaN, "must be text"],
    ],
  ],
  [
    "an e-mail address",
    value.emailAddress(),
    [
      [" ada@northwind.example ", "ada@northwind.example"],
      ["ada@northwind", "ada@northwind"],
      ...["ada", "@northwind.example", "ada@", "a@b@c", "ada@b.example, eve@b.example", "<ada@b.example>", "a b@c"].map(
        (given) => [given, "must be an e-mail address, such as ada@northwind.example"] as const,
      ),
      [null, "must be an e-mail address"],
    ],
  ],
  [
    "a phone number",
    value.phoneNumber(),
    [
      ["+1 (425) 555-2671", "+14255552671"],
      ["%2B1 425.555.2671", "+14255552671"],
      ["00999 123-456.789 (0)", "+9991234567890"],
      ["+999123", "+999123"],
      ...["+99912", `+999${"1".repeat(13)}`, "999123456", "+999123 ext", "x+999123456", "425 555 2671"].map(
        (given) => [given, "must be a phone number with plus sign and country code, such as +14255552671"] as const,
      ),
      [{}, "must be a phone number"],
    ],
  ],
  [
    "a web address",
    value.url(),
    [
      [" HTTPS://a.example/b ", "HTTPS://a.example/b"],
      ["http://a", "http://a"],
      ...["a.example", "ftp://a.example", "https://", "https:// a", "see https://a.example", "https://["].map(
        (given) => [given, "must be a web address that begins with https://"] as const,
      ),
      [[], "must be a web address"],
    ],
  ],
  [
    "a whole number",
    value.integer({ min: 1, max: 100 }),
    [
      [" 42 ", 42],
      ["+7", 7],
      [1, 1],
      [100, 100],
      ...[0, 101, "-1"].map((given) => [given, "must be a whole number from 1 to 100"] as const),
      ...["1.5", "x42", "42x", "1e1", 0.5, 2 ** 53].map((given) => [given, "must be a whole number"] as const),
      [false, "must be a whole number"],
    ],
  ],
  [
    "a whole number without end",
    value.integer({ min: 0 }),
    [
      [-1, "must be a whole number of at least 0"],
      ["-0", -0],
    ],
  ],
  [
    "a number",
    value.decimal(),
    [
      [" -1.5e-12 ", -1.5e-12],
      ["1E+100", "must be a number of at most 15 digits"],
      ["1e-1000", "must be a number"],
      [Number.NaN, "must be a number"],
      [2 ** 53, "must be a number of at most 15 digits"],
      [{}, "must be a number"],
      ["x1", "must be a number"],
    ],
  ],
  [
    "yes or no",
    value.toggle(),
    [
      ...[true, " TRUE ", "Yes", "1", 1].map((given) => [given, true] as const),
      ...[false, "false", "NO", " 0 ", 0].map((given) => [given, false] as const),
      ...["maybe", 2, "2", null, ["true"]].map((given) => [given, "must be true or false"] as const),
    ],
  ],
  [
    "a choice that Gong may extend",
    value.openChoice({ Deal: "A deal" }),
    [
      ["a DEAL", "Deal"],
      ["New-1.x_y", "New-1.x_y"],
      ["a new one", "must be one of Deal (A deal)"],
      [{}, "must be one of its choices"],
    ],
  ],
  [
    "a choice",
    value.choice(["a", "B"]),
    [
      ["b", "B"],
      ["c", "must be one of a, B"],
      [[], "must be one of its choices"],
    ],
  ],
  [
    "an object",
    value.record({ name: value.text(), size: value.integer().optional() }),
    [
      [{ name: "a", size: " ", other: null }, { name: "a" }],
      ['{"name":12345678901234567890,"size":"2"}', { name: "12345678901234567890", size: 2 }],
      [{ name: "a", nmae: "b", sise: 1 }, 'has no property "nmae", "sise"; it has name, size'],
      ["[]", "must be a JSON object with name, size"],
      [5, "must be a JSON object with name, size"],
      [{ size: 1 }, "name must be text"],
      ["{", expect.stringMatching(/^is not valid JSON: ./)],
    ],
  ],
  [
    "a list",
    value.listOf(value.text(), { max: 2 }),
    [
      ['[1, "", null, 12345678901234567890]', ["1", "12345678901234567890"]],
      [{ rows: ["a"] }, ["a"]],
      [5, ["5"]],
      [{ rows: ["a"], more: 1 }, "0 must be text"],
      [{ rows: "a" }, "0 must be text"],
      [["a", "b", "c"], "must have at most 2 entries"],
      [[""], "must have at least one entry"],
      ["[", expect.stringMatching(/^is not valid JSON: ./)],
    ],
  ],
  ["a list that may be empty", value.listOf(value.text(), { min: 0 }), [[[], []]]],
  [
    "a list of texts",
    value.listOfText(value.text(), { max: 3, ignored: "000xxx" }),
    [
      ["b, a\nb,,a", ["b", "a"]],
      [
        ["a,b", " c ", "c", "", "000xxx"],
        ["a", "b", "c"],
      ],
      [' ["a,b", 12345678901234567890]', ["a,b", "12345678901234567890"]],
      ['"a,b"', ["a,b"]],
      ["[a, b", ["[a", "b"]],
      ["9,87654E+12,1,5E3, 2,5E+1 ,x", "must have at most 3 entries"],
      ["9,87654E+12\n9,87654e12", ["9,87654E+12", "9,87654e12"]],
      ["9,8E+12x", ["9", "8E+12x"]],
      [7, ["7"]],
      ["a,b,c,d", "must have at most 3 entries"],
      [[{}], "0 must be text"],
    ],
  ],
  ["a list of structures as text", value.listOfText(zod.unknown()), [['{"a":1}', [{ a: 1 }]]]],
])("%s is read from what people have, else refused in words", (_kind, schema, examples) => {
  const read = readWith(schema);
  expect(examples.map(([given]) => [given, read(given)])).toEqual(examples);
});

it("JSON is JSON where it can be, else text", () => {
  expect(['{"a":12345678901234567890}', "{a", 5].map(value.jsonOrText)).toEqual([
    { a: "12345678901234567890" },
    "{a",
    5,
  ]);
});

it("an answer is blank when nothing is filled in, however deep", () => {
  const nested = (depth: number): unknown => (depth === 0 ? "" : [nested(depth - 1)]);
  for (const blank of [undefined, null, "", " \n", [], {}, ["", null], { a: { b: [" "] } }, nested(20)])
    expect(value.isBlankAnswer(blank)).toBe(true);
  const loop: unknown[] = [];
  loop.push(loop);
  for (const filled of [0, false, "a", ["", "a"], { a: { b: [0] } }, new Date(0), Buffer.alloc(0), nested(21), loop])
    expect(value.isBlankAnswer(filled)).toBe(false);
  expect([value.isBlank([]), value.isBlank({}), value.isBlank(0)]).toEqual([false, false, false]);
});

it("what a reader throws that is no error becomes words too", () => {
  const thrown = (what: unknown) =>
    readWith(
      value.reader(() => {
        throw what;
      }),
    )(1);
  expect([thrown("must be odd"), thrown(new Error("must be even"))]).toEqual(["must be odd", "must be even"]);
});
