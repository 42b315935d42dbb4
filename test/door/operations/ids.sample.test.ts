import api from "#sandbox/gong-api.json";
import { InputError } from "#src/base/errors";
import { dataSources } from "#src/dataSources/index";
import { type Fields, read } from "#src/form/field";
import { toRequest } from "#src/gong/request";
import type { Operation } from "#src/operation";
import { operations } from "#src/operations/index";
import * as recipes from "#src/recipes/index";
import { built, connectionTo, quietLogger } from "../../support/component";
import { contract, withoutNames } from "../../support/contract";
import { exampleAnswers, leastAnswers } from "../../support/forms";
import { seed, someOf } from "../../support/seed";

/**
 * Every input for an id, of every operation, recipe, trigger and dropdown, read off Gong's contract and off the forms:
 * one that is added later and read as plain text fails here.
 */

/** callIds, workspace-id and reviewedUserId name a call, a workspace and a user. */
const thingOf = (name: string): string | undefined =>
  /(?:^|[a-z-])([A-Za-z][a-z]*)-?Ids?$/i.exec(name.replace(/([a-z])([A-Z])/g, "$1-$2"))?.[1]?.toLowerCase();

/** What the contract gives as int64, or with a pattern of digits, anywhere; flows aside, which Gong names by both. */
const numberedThings = (): ReadonlySet<string> => {
  const things = new Set<string>();
  const look = (value: unknown, name = ""): void => {
    if (Array.isArray(value)) {
      for (const each of value) look(each);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    const { format, pattern, schema, name: own } = value as Record<string, unknown>;
    const thing = thingOf(typeof own === "string" && schema ? own : name);
    const isNumbered = (each: unknown): boolean => {
      const { format, pattern } = (each ?? {}) as Record<string, unknown>;
      return format === "int64" || (typeof pattern === "string" && pattern.startsWith("^[0-9]"));
    };
    if (thing && (isNumbered({ format, pattern }) || isNumbered(schema))) things.add(thing);
    for (const [key, each] of Object.entries(value)) look(each, key);
  };
  look(api);
  return things;
};

const things = numberedThings();
/** Names of users and of library folders that do not end in what they name. */
const aliases: Readonly<Record<string, string>> = {
  primaryUser: "user",
  teamLeadIds: "user",
  // Gong's words call it numeric; the contract's schema says only that it is text.
  libraryFolderIds: "folder",
};

const isNumbered = (name: string): boolean => things.has(aliases[name] ?? thingOf(name) ?? "");
const isIdName = (name: string): boolean => name in aliases || /(?:^id|Ids?|-id)$/.test(name);
/** Ids in name only: a channel number of 0 or 1. */
const noIds = new Set(["mediaChannelId"]);

it("finds in the contract what Gong numbers", () => {
  expect([...things].sort()).toEqual(
    expect.arrayContaining([
      "call",
      "integration",
      "manager",
      "meeting",
      "scorecard",
      "target",
      "task",
      "user",
      "workspace",
    ]),
  );
});

type Path = readonly (string | number)[];

/** An example as it is, or what its JSON text holds. */
const parsed = (example: unknown): unknown => {
  if (typeof example !== "string" || !/^\s*[[{]/.test(example)) return example;
  try {
    return JSON.parse(example);
  } catch {
    // A template such as "{direction} call" is no JSON.
    return example;
  }
};

/** The places of ids in an answer, by name; items of a list bear the name of the list. */
const idsIn = (value: unknown, name: string, path: Path = []): { name: string; path: Path }[] => {
  if (Array.isArray(value)) return value.flatMap((each, index) => idsIn(each, name, [...path, index]));
  if (typeof value === "object" && value !== null && !Buffer.isBuffer(value))
    return Object.entries(value).flatMap(([key, each]) => idsIn(each, key, [...path, key]));
  return isIdName(name) && !noIds.has(name) ? [{ name, path }] : [];
};

const withAt = (value: unknown, [step, ...rest]: Path, put: unknown): unknown => {
  if (step === undefined) return put;
  if (Array.isArray(value)) return value.with(Number(step), withAt(value[Number(step)], rest, put));
  return { ...(value as object), [step]: withAt((value as Record<string, unknown>)[step], rest, put) };
};

/** Every id that a form takes: how to give it, with the other answers that it needs. */
const idInputs = (fields: Fields, base: Record<string, unknown>) => {
  const examples = exampleAnswers(fields);
  return Object.keys(fields).flatMap((key) => {
    if (fields[key]?.form.type === "data") return [];
    const example = parsed(examples[key]);
    const steps =
      example !== null && typeof example === "object" && !Array.isArray(example) ? Object.entries(example) : [];
    // Boxes inside a group hold JSON text of their own.
    const unfolded = steps.length > 0 ? Object.fromEntries(steps.map(([name, each]) => [name, parsed(each)])) : example;
    return idsIn(unfolded, key).map(({ name, path }) => ({
      title: [key, ...path].join("."),
      name,
      answers: (put: unknown) => ({ ...base, [key]: withAt(unfolded, path, put) }),
    }));
  });
};

const faultOf = (attempt: () => unknown): string | undefined => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return undefined;
};

const rounded = ["1.76762E+15", "9,87654E+12", "1767620000000000.0", Number("7782342274025937895")];
const others = ["ada.reyes@northwind.example", "Ada Reyes", "2026-01-05", "https://northwind.example/42"];

const expectOneReader = (name: string, attempt: (given: unknown) => unknown, mayBeName = false) => {
  for (const given of rounded)
    expect({ given, fault: faultOf(() => attempt(given)) }).toEqual({
      given,
      fault: expect.stringMatching(/spreadsheets|lost digits/),
    });
  if (isNumbered(name) && !mayBeName)
    for (const given of others)
      expect({ given, fault: faultOf(() => attempt(given)) }).toEqual({
        given,
        fault: expect.stringMatching(/digits/),
      });
};

const isAccepted = (operation: Operation) => (answers: Record<string, unknown>) =>
  faultOf(() => toRequest(operation, read(operation.fields, answers))) === undefined;

describe.each(someOf(Object.entries<Operation>(operations), 35))(`%s (seed ${seed})`, (_key, operation) => {
  const base = leastAnswers(operation.fields, isAccepted(operation));
  const inputs = idInputs(operation.fields, base);

  if (inputs.length > 0)
    it.each(inputs)("reads $title by the one reader of ids", ({ name, answers }) =>
      expectOneReader(name, (given) => toRequest(operation, read(operation.fields, answers(given)))),
    );

  it("has an input for each id of the contract", () => {
    const found = contract[withoutNames(operation.endpoint)];
    const names = (found ? [...found.query, ...found.body] : [])
      .map(({ path }) => path.replaceAll("[]", "").split(".").at(-1) ?? "")
      .filter((name) => isIdName(name) && !noIds.has(name));
    const ours = new Set(inputs.map(({ name }) => name.toLowerCase().replaceAll("-", "")));
    // Gong repeats a profile's id in its body.
    expect(names.filter((name) => !ours.has(name.toLowerCase().replaceAll("-", "")))).toEqual([]);
  });
});

describe.each(Object.entries(recipes))("%s", (_key, recipe) => {
  const inputs = idInputs(recipe.fields, exampleAnswers(recipe.fields)).filter(
    // Rows of tables are read by the reader of tables; of several calls one without an id is listed under failed.
    ({ title, name }) => name !== "callIds" && (title === name || title === `${name}.0`),
  );
  if (inputs.length > 0)
    it.each(inputs)("reads $title by the one reader of ids", ({ name, answers }) =>
      // Hosts are told by address or name as well.
      expectOneReader(name, (given) => read(recipe.fields, answers(given)), name === "primaryUserIds"),
    );
  else it("takes no id", () => expect(Object.keys(recipe.fields).filter(isIdName)).toEqual([]));
});

describe("triggers and dropdowns", () => {
  const connection = connectionTo({ url: "http://127.0.0.1:9", accessKey: "key", accessKeySecret: "secret" });
  const context = { logger: quietLogger(), polling: { getState: () => ({}), setState: () => undefined } };
  const parts = { ...built.triggers, ...built.dataSources } as unknown as Readonly<
    Record<string, { inputs: readonly { key: string }[]; perform: (...parameters: unknown[]) => Promise<unknown> }>
  >;
  const inputs = Object.entries(parts).flatMap(([part, { inputs }]) =>
    inputs.flatMap(({ key }) => (isIdName(key) ? [{ part, key }] : [])),
  );

  it.each(inputs)("$part reads $key by the one reader of ids", async ({ part, key }) => {
    for (const given of [...rounded, ...(isNumbered(key) ? others : [])]) {
      const parameters = { connection, resourceType: "calls", [key]: given };
      const isTrigger = part in built.triggers;
      const run = isTrigger ? parts[part]?.perform(context, {}, parameters) : parts[part]?.perform(context, parameters);
      await expect(run).rejects.toThrow(/spreadsheets|digits/);
    }
  });

  it("covers each part that takes an id", () => {
    expect(inputs.map(({ part }) => part)).toEqual(
      expect.arrayContaining([
        "pollChangesTrigger",
        "callsReady",
        "newScorecardAnswers",
        ...Object.keys(dataSources).filter((key) => ["calls", "folders", "targets"].includes(key)),
      ]),
    );
  });
});
