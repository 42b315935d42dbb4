import fc from "fast-check";
import { checkRequest, findOperation, parseJson } from "#sandbox/index";
import { toJsonText } from "#src/base/json";
import { type Fields, read } from "#src/form/field";
import { InputError } from "#src/gong/index";
import { toMultipartBody } from "#src/gong/multipart";
import { type GongRequest, targetOf, toRequest } from "#src/gong/request";
import { fieldsOf, type Operation, pagingFields } from "#src/operation";
import { operations } from "#src/operations/index";
import { compatibleAnswers, exampleAnswers, leastAnswers } from "../../support/forms";
import { repetitions, sample } from "../../support/seed";

/** Whatever people type and earlier steps hand over becomes a request that Gong's contract allows, or a named fault. */

const numRuns = repetitions(12, 100);
const drawn = sample(Object.entries<Operation>(operations), repetitions(14, Number.POSITIVE_INFINITY));

type Answers = Record<string, unknown>;

const awkwardTexts = [
  "../users/1?x=",
  "%2B1425",
  "null",
  "true",
  "{}",
  "[]",
  "[[]]",
  "[null]",
  '{"a":',
  '["1", {"b": 2}]',
  '{"__proto__": {"x": 1}}',
  '{"constructor": 1}',
  ",",
  " , ,\n",
  "1e999",
  "-0",
  "9007199254740993",
  "123456789012345678901",
  "2026-02-31",
  "2026-13-45T99:99:99Z",
  "2026-01-05T10:00:00",
  "2026-01-05T10:00:00+99:99",
  "0000-00-00",
  "a@b@c",
  "@",
  "http://",
  "https://a b",
  "https://[",
  "+1",
  "\u0000",
  "\ud800",
  "\u2028",
];

const leaf = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(...awkwardTexts),
  fc.integer(),
  fc.double(),
  fc.bigInt(),
  fc.boolean(),
  fc.constantFrom(null, undefined),
  fc.date({ noInvalidDate: false }),
  fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
);

const { junk } = fc.letrec<{ junk: unknown }>((tie) => ({
  junk: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: leaf, weight: 4 },
    { arbitrary: fc.array(tie("junk"), { maxLength: 3 }), weight: 1 },
    {
      arbitrary: fc.dictionary(
        fc.oneof(fc.constantFrom("id", "key", "value", "name", "__proto__", "toString"), fc.string({ maxLength: 4 })),
        tie("junk"),
        { maxKeys: 3 },
      ),
      weight: 1,
    },
  ),
}));

/** A structure like `value` in which one place holds something else. */
const damaged = (value: unknown): fc.Arbitrary<unknown> => {
  const here = junk;
  if (Array.isArray(value))
    return fc.oneof(
      here,
      ...value.map((each, index) => damaged(each).map((other) => value.with(index, other))),
      here.map((other) => [...value, other]),
    );
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return here;
  const entries = Object.entries(value);
  return fc.oneof(
    here,
    fc.tuple(fc.string({ maxLength: 6 }), here).map(([name, other]) => ({ ...value, [name]: other })),
    ...entries.map(([name, each]) => damaged(each).map((other) => ({ ...value, [name]: other }))),
    ...entries.map(([name]) => fc.constant(Object.fromEntries(entries.filter(([other]) => other !== name)))),
  );
};

const parsed = (example: unknown): unknown => {
  if (typeof example !== "string" || !/^\s*[[{]/.test(example)) return example;
  return JSON.parse(example);
};

const asText = (value: unknown): unknown => {
  try {
    return JSON.stringify(value);
  } catch {
    return value;
  }
};

const answerTo = (example: unknown): fc.Arbitrary<unknown> =>
  fc.oneof(junk, damaged(parsed(example)), damaged(parsed(example)).map(asText));

const labelOf = (fields: Fields, key: string): string => {
  const label = fields[key]?.form.label ?? "";
  return typeof label === "string" ? label : label.value;
};

type CheckedBody = Parameters<typeof checkRequest>[0]["body"];

/** A body as the contract check wants it. */
const bodyOf = (multipart: GongRequest["multipart"], text: string | undefined): CheckedBody => {
  if (multipart) return { kind: "multipart", parts: [{ name: multipart.part, size: 1 }] };
  return text === undefined ? { kind: "none" } : { kind: "json", value: parseJson(text) };
};

/** What the contract says against a request. */
const violations = (operation: Operation, request: GongRequest): readonly string[] => {
  const { method, body, multipart } = request;
  const url = new URL(targetOf(request), "https://api.gong.io");
  const found = findOperation(method, url.pathname);
  if ("status" in found) return [`Gong has no ${method} ${url.pathname}.`];
  const withoutNames = (endpoint: string) => endpoint.replace(/\{[^}]*\}/g, "{}");
  if (withoutNames(found.operation.key) !== withoutNames(operation.endpoint))
    return [`It reaches ${found.operation.key}.`];
  const text = body === undefined ? undefined : toJsonText(body);
  const refusal = checkRequest({
    operation: found.operation,
    path: found.parameters,
    query: url.searchParams,
    contentType: multipart ? "multipart/form-data; boundary=x" : "application/json",
    body: bodyOf(multipart, text),
  });
  const sent = url.search + (text ?? "");
  return [
    ...(refusal?.errors ?? []),
    ...(sent.includes("[object Object]") ? [`It holds an object as text: ${sent}`] : []),
  ];
};

const requestOf = (operation: Operation, answers: Answers): GongRequest => {
  if (operation.list?.cursor) read(pagingFields, answers);
  return toRequest(operation, read(operation.fields, answers));
};

const isAccepted = (operation: Operation) => (answers: Answers) => {
  try {
    requestOf(operation, answers);
    return true;
  } catch {
    return false;
  }
};

const expectGoodOrNamed = async (operation: Operation, answers: Answers, changed: readonly string[]) => {
  const fields = fieldsOf(operation);
  const labels = changed.map((key) => labelOf(fields, key));
  try {
    const request = requestOf(operation, answers);
    expect(violations(operation, request)).toEqual([]);
    const content = request.multipart?.content;
    const isFetched = typeof content === "object" && !Buffer.isBuffer(content) && "url" in content;
    if (request.multipart && !isFetched) (await toMultipartBody(request.multipart)).content;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // What contradicts the changed input may be named instead of it.
    const beginnings = ["The file ", ...Object.keys(fields).map((key) => labelOf(fields, key))];
    const names =
      labels.some((label) => error.message.includes(label)) ||
      beginnings.some((beginning) => error.message.startsWith(beginning));
    expect({ message: error.message, names }).toEqual({ message: error.message, names: true });
  }
};

describe.each(drawn)("%s", (_key, operation) => {
  const fields = fieldsOf(operation);
  const accepts = isAccepted(operation);
  const least = leastAnswers(fields, accepts);
  const examples = exampleAnswers(fields);

  it("makes a good request from its examples", () => {
    const most = compatibleAnswers(fields, accepts, least);
    for (const answers of [least, most]) expect(violations(operation, requestOf(operation, answers))).toEqual([]);
  });

  for (const name of Object.keys(fields))
    it(`makes a good request of any ${name}, or names it`, async () => {
      const others = fc.constantFrom(least, compatibleAnswers(fields, accepts, least));
      await fc.assert(
        fc.asyncProperty(others, answerTo(examples[name]), (rest, answer) =>
          expectGoodOrNamed(operation, { ...rest, [name]: answer }, [name]),
        ),
        { numRuns },
      );
    });

  it("makes a good request of anything in all of its inputs, or names one", async () => {
    const answers = fc.record(Object.fromEntries(Object.keys(fields).map((name) => [name, answerTo(examples[name])])));
    await fc.assert(
      fc.asyncProperty(answers, (each) => expectGoodOrNamed(operation, each, Object.keys(fields))),
      { numRuns },
    );
  });
});

describe("inputs that once slipped through", () => {
  const readAlone = (operation: Operation, answers: Answers) => requestOf(operation, answers).body;
  const least = leastAnswers(operations.createNewCall.fields, isAccepted(operations.createNewCall));

  it("names a value that JSON cannot hold, and shows its digits", () => {
    expect(() => readAlone(operations.listDetailedCalls, { fromDateTime: { moment: 1n } })).toThrow(
      /^From must be .* Given: \{"moment":"1"\}\.$/,
    );
    const endless: Record<string, unknown> = {};
    endless.self = endless;
    expect(() => readAlone(operations.listDetailedCalls, { fromDateTime: endless })).toThrow(
      /Given: a value that is no JSON/,
    );
  });

  it("refuses numbers that have lost digits", () =>
    expect(() => requestOf(operations.createNewCall, { ...least, duration: "123456789012345678901" })).toThrow(
      /^Duration must be a number of at most 15 digits/,
    ));

  it("refuses an object where ids are due, also as text", () => {
    for (const callIds of [{ id: "1" }, '{"id": "1", "name": "2"}'])
      expect(() => readAlone(operations.getCallTranscript, { callIds })).toThrow(/^Call IDs.* must be text/);
  });

  it("sends each id once", () =>
    expect(readAlone(operations.getCallTranscript, { callIds: ["1", "2", 1, '["2"]'] })).toEqual({
      filter: { callIds: ["1", "2"] },
    }));

  it("refuses ids of targets that are no digits", () =>
    expect(() => requestOf(operations.listTargets, { workspaceId: "sales" })).toThrow(/^Workspace must be an id/));
});
