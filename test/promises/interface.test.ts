import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BuiltInput, built } from "../support/component";
import published from "./compat/published-keys.json";

interface PublishedInput {
  readonly key: string;
  readonly type: string;
  readonly required: boolean;
  readonly collection?: string;
  readonly choices?: readonly string[];
  readonly dataSource?: string;
}

const shapeOfInput = ({ type, required, collection, model, inputs, dataSource }: BuiltInput): string =>
  [
    type,
    collection,
    required ? "required" : undefined,
    dataSource && `dropdown ${dataSource}`,
    model && `one of ${model.map(({ value }) => value).join(" ")}`,
    inputs && `{ ${inputs.map((each) => `${each.key}: ${shapeOfInput(each)}`).join("; ")} }`,
  ]
    .filter(Boolean)
    .join(", ");

const formOf = (inputs: readonly BuiltInput[]) =>
  Object.fromEntries(inputs.map((each) => [each.key, shapeOfInput(each)]));

const outputOf = (schema: string | undefined) =>
  schema === undefined ? undefined : Object.keys((JSON.parse(schema) as { properties?: object }).properties ?? {});

describe("the public interface", () => {
  it.each(Object.entries(built.actions))("action %s", (_key, { display, inputs, outputSchema }) => {
    expect({ label: display.label, inputs: formOf(inputs), output: outputOf(outputSchema?.schema) }).toMatchSnapshot();
  });

  it.each(Object.entries(built.triggers))("trigger %s", (_key, { display, inputs }) => {
    expect({ label: display.label, inputs: formOf(inputs) }).toMatchSnapshot();
  });

  it.each(Object.entries(built.dataSources))("data source %s", (_key, { display, inputs }) => {
    expect({ label: display.label, inputs: formOf(inputs) }).toMatchSnapshot();
  });

  it.each(built.connections.map((each) => [each.key, each] as const))("connection %s", (_key, { label, inputs }) => {
    expect({ label, inputs: formOf(inputs) }).toMatchSnapshot();
  });
});

it("lifts the eight actions that people start with, and no other", () => {
  const lifted = Object.entries(built.actions).filter(([, { display }]) => display.important);
  expect(lifted.map(([key]) => key).toSorted()).toEqual([
    "buildTimelineActivities",
    "checkConnection",
    "findCalls",
    "getCompleteCalls",
    "getReadableTranscript",
    "getTrackerMentions",
    "searchTranscripts",
    "uploadCalls",
  ]);
});

// Jest passes over entries that no test asks for. After a removal that is meant, `-u` takes two runs.
it("has lost nothing that the snapshot holds", () => {
  const snapshot = readFileSync(join(__dirname, "__snapshots__/interface.test.ts.snap"), "utf8");
  const held = [...snapshot.matchAll(/^exports\[`the public interface (.+) 1`\]/gm)].map(([, name]) => name);
  const kinds = { action: built.actions, trigger: built.triggers, "data source": built.dataSources };
  const offered = [
    ...Object.entries(kinds).flatMap(([kind, parts]) => Object.keys(parts).map((key) => `${kind} ${key}`)),
    ...built.connections.map(({ key }) => `connection ${key}`),
  ];
  expect(held.filter((name) => !offered.includes(name ?? ""))).toEqual([]);
});

/** Inputs of the earlier component that were required and may be left empty here. */
const mayBeLoosened = new Set(["fileInput", "fileName", "rules", "responseType", "showNewRecords"]);

const expectInputs = (ours: readonly BuiltInput[], theirs: readonly PublishedInput[]) => {
  for (const { key, type, required, collection, choices } of theirs) {
    const input = ours.find((each) => each.key === key);
    expect({ key, type: input?.type }).toEqual({ key, type });
    expect(input?.collection).toBe(collection);
    if (required && !mayBeLoosened.has(key)) expect({ key, required: input?.required }).toEqual({ key, required });
    if (!required) expect({ key, required: Boolean(input?.required) }).toEqual({ key, required: false });
    if (choices) expect(input?.model?.map(({ value }) => value)).toEqual(expect.arrayContaining([...choices]));
  }
  const wanted = new Set(theirs.map(({ key }) => key));
  expect(ours.filter(({ key, required }) => required && !wanted.has(key)).map(({ key }) => key)).toEqual([]);
};

describe("what workflows built on earlier components use", () => {
  it("keeps the component key", () => expect(built.key).toBe(published.component));

  it.each(Object.entries(published.actions))("action %s", (key, { inputs }) => {
    expectInputs(built.actions[key]?.inputs ?? [], inputs as PublishedInput[]);
  });

  it.each(Object.entries(published.triggers))("trigger %s", (key, { inputs }) => {
    expectInputs(built.triggers[key]?.inputs ?? [], inputs as PublishedInput[]);
  });

  it.each(Object.entries(published.dataSources))("data source %s", (key, { inputs }) => {
    expectInputs(built.dataSources[key]?.inputs ?? [], inputs as PublishedInput[]);
  });

  it.each(published.connections.map((each) => [each.key, each] as const))("connection %s", (key, { inputs }) => {
    expectInputs(built.connections.find((each) => each.key === key)?.inputs ?? [], inputs as PublishedInput[]);
  });
});
