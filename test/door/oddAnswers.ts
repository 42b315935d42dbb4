import type { dataSources } from "#src/dataSources/index";
import { call } from "#src/entities/call";
import { read } from "#src/form/field";
import { toRequest } from "#src/gong/request";
import type { Operation } from "#src/operation";
import { operations } from "#src/operations/index";
import type { Recipe } from "#src/recipe";
import * as recipes from "#src/recipes/index";
import { connectionTo, harness, quietLogger } from "../support/component";
import { exampleAnswers, leastAnswers } from "../support/forms";
import { type Place, placesOf, withValue } from "../support/mutations";
import { standIn, wholeAnswer } from "../support/standIn";
import { hurry } from "./gong/support";

/** Something that a builder can put into a flow, and the operations whose answers reach it. */
export interface Part {
  readonly name: string;
  readonly uses: readonly Operation[];
  run(connection: unknown, context?: { readonly logger: never }): Promise<unknown>;
}

/** One property of one answer that a part works with. */
export interface OddPlace {
  readonly part: Part;
  readonly operation: Operation;
  readonly place: Place;
}

const isAcceptedBy = (operation: Operation) => (answers: Record<string, unknown>) => {
  try {
    return Boolean(toRequest(operation, read(operation.fields, answers)));
  } catch {
    return false;
  }
};

const actionParts: Part[] = Object.entries<Operation>(operations).map(([key, operation]) => {
  const answers = leastAnswers(operation.fields, isAcceptedBy(operation));
  return {
    name: key,
    uses: [operation],
    run: (connection, context) => harness.action(key, { connection, ...answers }, context ?? { logger: quietLogger() }),
  };
});

/** Beside what a recipe requires: which calls it reads. */
const usual = ["callIds", "day", "clientUniqueId"];

const recipeParts: Part[] = Object.entries<Recipe>({ ...recipes } as Record<string, Recipe>).map(([key, recipe]) => {
  const fields = Object.entries(recipe.fields).filter(([name, { required }]) => required || usual.includes(name));
  const answers = exampleAnswers(Object.fromEntries(fields));
  if ("callIds" in answers) answers.callIds = [call.id, call.id.replace(/\d{3}$/, "777")];
  return {
    name: key,
    uses: recipe.uses,
    run: (connection, context) => harness.action(key, { connection, ...answers }, context ?? { logger: quietLogger() }),
  };
});

const {
  listCallsUsingGet: listCalls,
  listUsers,
  listDetailedCalls,
  getCallTranscript,
  listAnsweredScorecards,
} = operations;

const triggerParts: Part[] = [
  { name: "pollChangesTrigger", uses: [listCalls], inputs: { resourceType: "calls", showNewRecords: true } },
  { name: "pollChangesTrigger", uses: [listUsers], inputs: { resourceType: "users", showNewRecords: true } },
  { name: "callsReady", uses: [listCalls, listDetailedCalls, getCallTranscript], inputs: {} },
  { name: "newScorecardAnswers", uses: [listAnsweredScorecards], inputs: {} },
].map(({ name, uses, inputs }) => ({
  name,
  uses,
  run: (connection, context) => {
    // Days ago: Gong counts scorecards by days, and those of the day on which the look-back begins depend on the hour.
    const lookBackDate = new Date(Date.now() - 3 * 24 * 3_600_000).toISOString();
    const answers = { connection, lookBackDate, ...inputs };
    return harness.trigger(name, {}, answers, { logger: quietLogger(), ...context, instanceState: {} });
  },
}));

/** What each dropdown lists, by the list that its example shows. */
const listOf: Partial<Record<keyof typeof dataSources, Operation>> = {
  workspaces: operations.listWorkspaces,
  folders: operations.listLibraryFolders,
  users: listUsers,
  calls: listCalls,
  trackers: operations.listTrackers,
  scorecards: operations.listScorecards,
  briefs: operations.listBriefs,
  flows: operations.listFlows,
  permissionProfiles: operations.listPermissionProfiles,
  crmIntegrations: operations.listCrmIntegrations,
  callOutcomes: operations.listCallOutcomes,
  targets: operations.listTargets,
};

const choices = { workspaceId: "623457276584334", flowOwnerEmail: "ada.reyes@northwind.example" };

const dropdownParts: Part[] = Object.entries(listOf).map(([key, operation]) => ({
  name: `the dropdown ${key}`,
  uses: [operation],
  run: (connection, context) =>
    harness.dataSource(key, { connection, ...choices }, context ?? { logger: quietLogger() }),
}));

export const parts = [...actionParts, ...recipeParts, ...triggerParts, ...dropdownParts];

/** One of each kind; the rest of them is tried where answers are read. */
const oddValues = [undefined, null, "odd", 7, [null], {}];

/** Every property of every example answer, through everything that it reaches. */
export const oddPlaces = (): OddPlace[] =>
  parts.flatMap((part) =>
    part.uses.flatMap((operation) => placesOf(wholeAnswer(operation)).map((place) => ({ part, operation, place }))),
  );

/** Errors that say what happened; anything else is a crash. */
const known = /^(Input|Gong|MissingScope|NotAnswered|GongBusy|RepeatedCursor|Connection)Error$/;

let accounts = 0;

/** A connection of its own, so that runs need not share a pace. */
const newConnection = () =>
  connectionTo({
    url: "https://api.gong.io",
    accessKey: `key ${++accounts}`,
    accessKeySecret: `a secret of tests ${accounts}`,
  });

/** What tells a neighbor: the end of all its ids. */
const mark = /\d{5}777\b/;

/** The example answer as of an hour ago, with a healthy neighbor behind the first entry of its list. */
const withNeighbor = (operation: Operation): Record<string, unknown> => {
  const recent = new Date(Date.now() - 3_600_000).toISOString();
  const text = JSON.stringify(wholeAnswer(operation))
    .replace(/2026-01-05T10:00:[\d.]+-08:00/g, recent)
    .replace(/"(created|reviewTime)":"[^"]+"/g, `"$1":"${recent}"`);
  const answer = JSON.parse(text) as Record<string, unknown>;
  const key = operation.list?.key ?? "";
  const list = answer[key];
  if (!Array.isArray(list)) return answer;
  return { ...answer, [key]: [list[0], numbered(list[0], 777)] };
};

/** The same item with other ids. */
const numbered = (item: unknown, number: number): unknown =>
  JSON.parse(JSON.stringify(item).replace(/\b(\d{5,})\d{3}\b/g, `$1${number}`));

/** That answer with odd values at a place: each in an item of its own where the place is one of an item. */
const withOddValues = (operation: Operation, place: Place, values: readonly unknown[]) => {
  const answer = withNeighbor(operation);
  const [key = "", at, ...within] = place;
  const list = answer[key];
  if (values.length === 1 || at !== 0 || key !== operation.list?.key || !Array.isArray(list))
    return withValue(answer, place, values[0]);
  const odd = values.map((value, index) =>
    withValue({ item: numbered(list[0], 100 + index) }, ["item", ...within], value),
  );
  return { ...answer, [key]: [...odd.map((each) => (each as { item?: unknown }).item), list.at(-1)] };
};

const runWith = async (part: Part, answerOf: (operation: Operation) => unknown) => {
  const end = standIn(answerOf);
  try {
    return { output: JSON.stringify(await hurry(() => part.run(newConnection()))) ?? "" };
  } catch (error) {
    return { error: error as Error };
  } finally {
    end();
  }
};

const healthy = new Map<string, Promise<boolean>>();

/** True when the neighbor comes through while nothing is odd. */
export const showsNeighbor = (part: Part, operation: Operation): Promise<boolean> => {
  const key = `${part.name} ${operation.label}`;
  const shown = healthy.get(key) ?? runWith(part, withNeighbor).then(({ output }) => mark.test(output ?? ""));
  healthy.set(key, shown);
  return shown;
};

/** What is wrong with how the part took these values at a place; undefined when it did well. */
const faultOf = async (
  { part, operation, place }: OddPlace,
  values: readonly unknown[],
): Promise<string | undefined> => {
  const shouldShow = typeof place[1] === "number" && place.length > 1 && (await showsNeighbor(part, operation));
  const { output, error } = await runWith(part, (asked) =>
    asked === operation ? withOddValues(asked, place, values) : withNeighbor(asked),
  );
  const what = `${part.name}: ${operation.label} with ${place.join(".")} = ${JSON.stringify(values)}`;
  if (error && !known.test(error.name)) return `${what} crashed: ${error.name} ${error.message}`;
  const isInList = place[0] === operation.list?.key;
  if (shouldShow && isInList && !mark.test(output ?? ""))
    return `${what} lost the healthy neighbor${error ? `: ${error.message}` : ""}`;
  return undefined;
};

/** What is wrong with how the part took odd values of each kind at a place, all at once where they fit side by side. */
export const faultsAt = async (odd: OddPlace): Promise<string[]> => {
  const isOfItem = odd.place[0] === odd.operation.list?.key && odd.place[1] === 0;
  const faults: (string | undefined)[] = isOfItem ? [await faultOf(odd, oddValues)] : [];
  if (!isOfItem || faults[0]) for (const value of oddValues) faults.push(await faultOf(odd, [value]));
  return faults.filter((each) => each !== undefined);
};
