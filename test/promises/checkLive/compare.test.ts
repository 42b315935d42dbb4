import type { Schema } from "#sandbox/index";
import { differencesOf } from "#tools/checkLive/compare";

const schema: Schema = {
  type: "object",
  properties: {
    requestId: { type: "string" },
    records: { type: "object", properties: { totalRecords: { type: "integer" }, cursor: { type: "string" } } },
    calls: {
      type: "array",
      items: {
        type: "object",
        properties: {
          id: { type: "integer", format: "int64" },
          title: { type: "string", nullable: true },
          started: { type: "string", format: "date-time" },
          direction: { type: "string", enum: ["Inbound", "Outbound"] },
          talkRatio: { type: "number" },
          anything: {},
        },
      },
    },
    metrics: { type: "object", additionalProperties: { type: "array", items: { type: "string" } } },
  },
};

const call = {
  id: "7782342274025937895",
  title: null,
  started: "2026-01-05T10:00:00.123456-08:00",
  direction: "Inbound",
  talkRatio: 1,
  anything: null,
};

const answer = { requestId: "4al018gz", records: { totalRecords: 1 }, calls: [call], metrics: { "Ada Reyes": ["12"] } };

const withCall = (change: object) => ({ ...answer, calls: [call, { ...call, ...change }] });

it("finds nothing in an answer as it is described", () => {
  expect(differencesOf(schema, answer)).toEqual([]);
});

it.each([
  ["a new field", withCall({ mood: "cheerful" }), "calls[].mood", "new field"],
  ["a null", withCall({ started: null }), "calls[].started", "null"],
  ["a number instead of text", { ...answer, requestId: 4 }, "requestId", "other type"],
  ["text instead of a number", withCall({ talkRatio: "0.4" }), "calls[].talkRatio", "other type"],
  ["an object instead of a list", { ...answer, calls: {} }, "calls", "other type"],
  ["a name instead of digits", withCall({ id: "seven" }), "calls[].id", "other type"],
  ["a value that no list has", withCall({ direction: "Sideways" }), "calls[].direction", "new value"],
  ["a date without its T", withCall({ started: "5 January 2026" }), "calls[].started", "other format"],
  ["another kind of items", { ...answer, metrics: { "Ada Reyes": [12] } }, "metrics.{}[]", "other type"],
])("finds %s", (_name, changed, path, kind) => {
  expect(differencesOf(schema, changed)).toEqual([expect.objectContaining({ path, kind, count: 1 })]);
});

it("finds what no object has, and lets pass what only some lack", () => {
  const { title: _title, ...untitled } = call;
  expect(differencesOf(schema, { ...answer, calls: [call, untitled] })).toEqual([]);
  expect(differencesOf(schema, { ...answer, calls: [untitled, untitled] })).toEqual([
    { path: "calls[].title", kind: "missing", described: "string", found: "absent", count: 2 },
  ]);
});

it("counts the places of one difference instead of listing them", () => {
  expect(
    differencesOf(schema, {
      ...answer,
      calls: [
        { ...call, started: null },
        { ...call, started: null },
      ],
    }),
  ).toEqual([expect.objectContaining({ path: "calls[].started", count: 2 })]);
});

it("never shows a name that is no identifier, or one of many, since either may be content", () => {
  const customer = { ...call, "ada.reyes@northwind.example": 1, Contoso: 2 };
  expect(JSON.stringify(differencesOf(schema, { ...answer, calls: [customer] }))).not.toMatch(/ada|Contoso/);
  const names = Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`person${index}`, index]));
  expect(differencesOf(schema, { ...answer, calls: [{ ...call, ...names }] })).toEqual([
    expect.objectContaining({ path: "calls[].*", kind: "new field", count: 13 }),
  ]);
});
