import fc from "fast-check";
import { parse } from "yaml";
import { codeCall, curl, yamlStep } from "../../workbench/page/copies";
import { diff } from "../../workbench/page/diff";
import { search, sections } from "../../workbench/page/search";
import { faultsAt, missing, sentValues, storable, withExamples } from "../../workbench/page/values";
import { toPlain, toPlainError } from "../../workbench/plain";
import { createRedactor } from "../../workbench/redact";
import type { ComponentView, Entry, WireInput } from "../../workbench/types";

const input = (key: string, label: string, more: Partial<WireInput> = {}): WireInput => ({
  key,
  label,
  type: "string",
  ...more,
});

const entry = (key: string, label: string, more: Partial<Entry> = {}): Entry => ({
  kind: "actions",
  key,
  label,
  description: "",
  isImportant: false,
  inputs: [],
  isSafe: true,
  hasExamplePerform: false,
  isPolling: false,
  ...more,
});

const component: ComponentView = { key: "small", label: "Small", description: "", path: "", groups: [], entries: [] };

const prospects = input("prospects", "Prospects", {
  type: "structuredObject",
  collection: "valuelist",
  inputs: [input("email", "Email", { required: true }), input("note", "Note")],
});

describe("faults at inputs", () => {
  const inputs = [
    input("flow", "Flow"),
    input("owner", "Flow Owner"),
    prospects,
    input("tags", "Tags", { collection: "valuelist" }),
  ];

  it("go by the longest label, into rows, and otherwise to the top", () => {
    const faults = [
      "Flow Owner must be an address.",
      "Flow is required.",
      "Prospects[2].email must be one.",
      "Tags[1] is too long.",
      "Something else.",
    ];
    expect(faultsAt({ name: "InputError", message: faults.join(" "), faults }, inputs)).toEqual({
      problems: {
        owner: "Flow Owner must be an address.",
        flow: "Flow is required.",
        "prospects[1].email": "Prospects[2].email must be one.",
        "tags[0]": "Tags[1] is too long.",
      },
      rest: ["Something else."],
    });
  });

  it("are found in a message where there are no faults", () => {
    expect(faultsAt({ name: "Error", message: "Flow is wrong. Try again." }, inputs).problems).toEqual({
      flow: "Flow is wrong.",
    });
  });
});

it("misses what is required, in rows too, and not in a group that nobody touched", () => {
  const owner = input("owner", "Owner", {
    type: "structuredObject",
    inputs: [input("name", "Name", { required: true }), input("on", "On", { type: "boolean" })],
  });
  const inputs = [input("word", "Word", { required: true }), prospects, owner];
  expect(missing(inputs, { word: " ", prospects: [{ email: "" }], owner: { name: "", on: "false" } })).toEqual({
    word: "Word is required.",
    "prospects[0].email": "Email is required.",
  });
  expect(missing([owner], { owner: { name: "", on: "true" } })).toEqual({ "owner.name": "Name is required." });
});

it("hands over lists as lists, typed JSON as values, and nothing for what is not typed", () => {
  const inputs = [
    input("list", "List", { collection: "valuelist" }),
    input("rule", "Rule", { type: "objectSelection" }),
    input("none", "None", { type: "objectFieldMap" }),
  ];
  expect(sentValues(inputs, { list: "", rule: '[{"object":{"key":"a"}}]', none: "" })).toEqual({
    list: [],
    rule: [{ object: { key: "a" } }],
    none: undefined,
  });
  expect(() => sentValues(inputs, { rule: "[" })).toThrow("Rule is not JSON.");
});

it("fills what is empty with examples, and leaves the rest", () => {
  const inputs = [input("a", "A", { example: "x" }), input("b", "B", { example: "y", collection: "valuelist" })];
  expect(withExamples(inputs, { a: "mine", b: [] })).toEqual({ a: "mine", b: ["y"] });
});

it("keeps no password, connection or file in the browser, wherever it stands", () => {
  const secret = input("pin", "Pin", { type: "password" });
  const inputs = [
    secret,
    input("c", "C", { type: "connection" }),
    input("g", "G", { type: "structuredObject", collection: "valuelist", inputs: [secret, input("w", "W")] }),
    input("f", "F", { type: "data" }),
  ];
  const values = {
    pin: "SECRET",
    c: "SECRET",
    g: [{ pin: "SECRET", w: "kept" }],
    f: { $file: { name: "n", base64: "SECRET" } },
  };
  expect(storable(inputs, values)).toEqual({ g: [{ w: "kept" }], f: "" });
});

it("finds by label first, then by key, endpoint and description", () => {
  const entries = [
    entry("a", "Other", { description: "lists calls" }),
    entry("listCalls", "Get"),
    entry("c", "Calls"),
    entry("d", "Recorded calls", { isImportant: true }),
  ];
  expect(search(entries, "calls").map(({ label }) => label)).toEqual(["Calls", "Recorded calls", "Get", "Other"]);
  expect(search(entries, "calls lists").map(({ label }) => label)).toEqual(["Other"]);
  expect(sections(entries, []).map(({ title, entries: [first] }) => [title, first?.label])).toEqual([
    ["Actions", "Recorded calls"],
  ]);
});

it("writes copies that parse, with placeholders for what is secret", () => {
  const inputs = [
    input("connection", "Connection", { type: "connection" }),
    input("word", "Word"),
    input("pin", "Pin", { type: "password" }),
    input("tags", "Tags", { collection: "valuelist" }),
    input("headers", "Headers", { collection: "keyvaluelist" }),
    prospects,
  ];
  fc.assert(
    fc.property(
      fc.string(),
      fc.array(fc.string({ minLength: 1 }).filter((text) => text.trim() !== "")),
      (word, tags) => {
        const values = {
          word,
          pin: "SECRET-PIN",
          tags,
          headers: [{ key: word, value: "v" }],
          prospects: [{ email: word, note: "" }],
        };
        const yaml = yamlStep(component, entry("echo", "Echo", { inputs }), values);
        const [step] = parse(yaml) as { inputs: Record<string, { value: unknown }> }[];
        if (word.trim() !== "") expect(step?.inputs.word?.value).toBe(word);
        if (tags.length > 0) expect(step?.inputs.tags?.value).toEqual(tags.map((value) => ({ type: "value", value })));
        expect(yaml + codeCall(component, entry("echo", "Echo", { inputs }), values)).not.toContain("SECRET-PIN");
      },
    ),
  );
  expect(
    curl(
      [
        {
          method: "POST",
          url: "https://a.example/x",
          atMs: 0,
          body: `{"a":"it's"}`,
          bodyBytes: 12,
          contentType: "application/json",
        },
      ],
      '-u "$KEY"',
    ),
  ).toBe(
    `curl -u "$KEY" \\\n  -X POST \\\n  -H 'Content-Type: application/json' \\\n  -d '{"a":"it'\\''s"}' \\\n  'https://a.example/x'`,
  );
});

it("lets no secret out, in whatever text or encoding it stands", () => {
  const secrets = fc
    .string({ minLength: 8, maxLength: 40 })
    .filter((text) => text.trim().length >= 8 && !/[\ud800-\udfff]/.test(text));
  fc.assert(
    fc.property(secrets, fc.string({ maxLength: 9 }), (secret, before) => {
      const redactor = createRedactor();
      redactor.add({ any: [secret] });
      const basic = Buffer.from(`${before}:${secret}`).toString("base64");
      const shown = JSON.stringify(
        redactor.value({ [secret]: [before + secret], basic, query: `?k=${encodeURIComponent(secret)}` }),
      );
      expect(shown).not.toContain(JSON.stringify(secret).slice(1, -1));
      // All of the base64 but its ends, which the neighbors decide.
      const start = 4 * Math.ceil((Buffer.byteLength(before) + 1) / 3);
      const core = basic.slice(start, -4);
      if (core.length >= 8) expect(shown).not.toContain(core);
    }),
  );
});

it("makes plain JSON of anything, with bytes as references", () => {
  const circle: Record<string, unknown> = { name: "circle" };
  circle.self = circle;
  const kept: [number, string][] = [];
  const plain = toPlain(
    {
      circle,
      big: 10n ** 20n,
      none: Number.NaN,
      file: { data: Buffer.from("abc"), contentType: "text/csv" },
      call: () => 1,
    },
    (bytes, contentType) => {
      kept.push([bytes.length, contentType]);
      return "id";
    },
  );
  expect(plain).toEqual({
    circle: { name: "circle", self: "[circular]" },
    big: "100000000000000000000",
    none: "NaN",
    file: { data: { $bytes: { id: "id", size: 3, contentType: "text/csv" } }, contentType: "text/csv" },
    call: "[function]",
  });
  expect(kept).toEqual([[3, "text/csv"]]);
});

it("says what was thrown without the connection that it may carry", () => {
  const error = Object.assign(new Error("Broken."), { connection: { fields: { secret: "S" } }, status: 401 });
  expect(toPlainError(error)).toEqual({ name: "Error", message: "Broken.", details: { status: 401 } });
  expect(toPlainError("only text")).toEqual({ name: "Error", message: "only text" });
});

it("tells two texts apart line by line, whatever they are", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "b", "c")), fc.array(fc.constantFrom("a", "b", "c")), (before, after) => {
      const lines = diff(before.join("\n"), after.join("\n"));
      expect(
        lines
          .filter(({ mark }) => mark !== "+")
          .map(({ text }) => text)
          .join("\n"),
      ).toBe(before.join("\n"));
      expect(
        lines
          .filter(({ mark }) => mark !== "-")
          .map(({ text }) => text)
          .join("\n"),
      ).toBe(after.join("\n"));
    }),
  );
});
