import { createWebhookKeys, signWebhook } from "#sandbox/webhooks";
import { webhookBody } from "#src/entities/webhook";
import { type Fields, read } from "#src/form/field";
import { toRequest } from "#src/gong/request";
import { fieldsOf, type Operation } from "#src/operation";
import { chapters, operations } from "#src/operations/index";
import type { Recipe } from "#src/recipe";
import { allRecipes, anchor, chapterTitles } from "#tools/docs/generate";
import { type BuiltInput, built, harness, quietLogger } from "../../support/component";
import { compatibleAnswers, leastAnswers } from "../../support/forms";

type Answers = Record<string, unknown>;
type Logger = ReturnType<typeof quietLogger>;

/** Something that a builder can put into a flow: a row of the page. */
export interface Row {
  /** The heading of its table. */
  readonly section: string;
  readonly name: string;
  /** The one operation that meets what happens; all of them when absent. */
  readonly only?: Operation;
  /** True where Gong's answer is handed on as it is. */
  readonly isHandedOn?: true;
  /** How it is run. Absent for what asks Gong nothing. */
  readonly run?: (connection: unknown, withAllInputs: boolean, logger: Logger) => Promise<unknown>;
  /** How it takes a request of Gong's. */
  readonly receive?: (body: string, withAllInputs: boolean) => Promise<unknown>;
  /** The list that shows whether anything came. */
  readonly listIn: (output: unknown) => unknown;
}

const isTaken = (work: () => unknown): boolean => {
  try {
    work();
    return true;
  } catch {
    return false;
  }
};

/** The fewest answers and all of a form. */
const answersOf = (fields: Fields, isAccepted: (answers: Answers) => boolean, more: Answers = {}) => {
  const least = { ...leastAnswers(fields, (answers) => isAccepted({ ...answers, ...more })), ...more };
  const most = compatibleAnswers(fields, isAccepted, least);
  return (isAll: boolean) => (isAll ? most : least);
};

const action =
  (key: string, answersFor: (isAll: boolean) => Answers): Row["run"] =>
  (connection, isAll, logger) =>
    harness.action(key, { connection, ...answersFor(isAll) }, { logger });

const dataOf = (output: unknown) => (output as { data?: Answers }).data ?? {};

const operationRows: Row[] = Object.entries(chapters).flatMap(([chapter, list]) =>
  Object.entries<Operation>(list).map(([key, operation]): Row => {
    const isAccepted = (answers: Answers) => isTaken(() => toRequest(operation, read(operation.fields, answers)));
    return {
      section: chapterTitles[chapter as keyof typeof chapters],
      name: `[${operation.label}](${chapter}.md#${anchor(operation.label)})`,
      isHandedOn: true,
      run: action(key, answersOf(fieldsOf(operation), isAccepted)),
      listIn: (output) => operation.list && dataOf(output)[operation.list.key],
    };
  }),
);

const rawRow: Row = {
  section: "Raw Request",
  name: "Raw Request",
  isHandedOn: true,
  run: action("rawRequest", (isAll) => ({
    url: "/v2/users",
    method: "GET",
    ...(isAll ? { includeFullResponse: "true", queryParams: [{ key: "includeAvatars", value: "true" }] } : {}),
  })),
  listIn: () => undefined,
};

/** The same row where only one of its operations meets what happens. */
const part = (row: Row, label: string, only: Operation, run = row.run): Row => ({
  ...row,
  name: `${label}: ${only.label}`,
  only,
  run,
});

const moment = "2026-01-05T10:00:00Z";
const callId = "7782342274025937895";

/** A call to upload, held an hour ago: Gong takes no old ones. */
const newCalls = () => [
  {
    clientUniqueId: "pbx-7731",
    actualStart: new Date(Date.now() - 3_600_000).toISOString(),
    duration: 240,
    direction: "outbound",
    hostEmail: "ada.reyes@northwind.example",
    externalName: "Priya Nair",
    downloadMediaUrl: "https://recordings.northwind.example/pbx-7731.mp3",
  },
];

/** What a recipe is given beside what it requires, so that there is something to do. */
const choicesOf = ({ fields }: Recipe): Answers => ({
  ...(fields.callIds ? { callIds: [callId] } : {}),
  ...(fields.clientUniqueId ? { clientUniqueId: "crm-4711", day: moment.slice(0, 10) } : {}),
  ...(!fields.callIds && fields.fromDateTime ? { fromDateTime: moment } : {}),
});

/** They lead elsewhere than the others, or are bounded by them. */
const apart = ["resumeFrom", "chunkOverlap", "backfillDays"];

const recipeAnswers = (recipe: Recipe) => {
  const fields = Object.fromEntries(Object.entries(recipe.fields).filter(([key]) => !apart.includes(key)));
  const isAccepted = (answers: Answers) => isTaken(() => read(fields, answers));
  const answersFor = answersOf(fields, isAccepted, choicesOf(recipe));
  return (isAll: boolean) => ({ ...answersFor(isAll), ...(recipe.fields.rows ? { rows: newCalls() } : {}) });
};

const { listCallsUsingGet, listUsers, listUsersByFilter, listDetailedCalls } = operations;
const { getCallTranscript, listAnsweredScorecards, createNewCall } = operations;

/** What recipes ask beside what they ask first, with inputs that let them. */
const lanes: Readonly<Record<string, readonly { readonly only: Operation; readonly more?: Answers }[]>> = {
  getCompleteCalls: [
    { only: getCallTranscript },
    {
      only: listUsers,
      more: { callIds: undefined, fromDateTime: moment, primaryUserIds: ["ada.reyes@northwind.example"] },
    },
  ],
  getReadableTranscript: [{ only: getCallTranscript }],
  searchTranscripts: [{ only: getCallTranscript }],
  matchUsers: [{ only: listUsersByFilter, more: { gongUsers: ["234599484848423"] } }],
  uploadCalls: [{ only: createNewCall }],
};

const recipeRows: Row[] = Object.entries(allRecipes).flatMap(([key, recipe]) => {
  const { uses, label } = recipe;
  const row: Row = {
    section: "Recipes",
    name: `[${label}](recipes.md#${anchor(label)})`,
    run: action(key, recipeAnswers(recipe)),
    listIn: (output) => dataOf(output).results,
  };
  const { run: _run, ...idle } = row;
  if (uses.length === 0) return [idle];
  const parts = (lanes[key] ?? []).map(({ only, more }) => {
    const run = action(key, (isAll) => ({ ...recipeAnswers(recipe)(isAll), ...more }));
    return part(row, label, only, run);
  });
  return [row, ...parts];
});

const exampleOf = ({ type, collection, example, model, default: usual }: BuiltInput): unknown => {
  if (type === "boolean") return "true";
  const value = example ?? model?.[0]?.value ?? usual;
  return collection === "valuelist" && value !== undefined ? [value] : value;
};

/** Answers of a built form: the required ones, or all. */
const builtAnswers = (inputs: readonly BuiltInput[], isAll: boolean): Answers =>
  Object.fromEntries(
    inputs
      .filter(({ type, required }) => type !== "connection" && type !== "jsonForm" && (isAll || required))
      .map((input) => [input.key, exampleOf(input)]),
  );

const polling = (key: string, name: string, uses: readonly Operation[], inputs: Answers = {}): Row[] => {
  const { display, inputs: form } = built.triggers[key] ?? { display: { label: key }, inputs: [] };
  const label = `${display.label}${name}`;
  const row: Row = {
    section: "Triggers",
    name: label,
    run: (connection, isAll, logger) => {
      const lookBackDate = new Date(Date.now() - 30 * 3_600_000).toISOString().slice(0, 10);
      const { primaryUserIds: _any, scorecardIds: _none, ...all } = builtAnswers(form, isAll);
      const answers = { connection, ...all, ...inputs, lookBackDate };
      return harness.trigger(key, {}, answers, { logger, instanceState: {} } as never);
    },
    listIn: (output) => Object.values(polledIn(output)).find((each) => Array.isArray(each) && each.length > 0) ?? [],
  };
  return [row, ...uses.slice(1).map((only) => part(row, label, only))];
};

const polledIn = (output: unknown): object =>
  (output as { payload?: { body?: { data?: object } } } | undefined)?.payload?.body?.data ?? {};

const rule = createWebhookKeys();
const webhookUrl = "https://hooks.northwind.example/gong";
const flow = { id: "1", name: "Calls", stableId: "calls" };

/** As the platform hands it over: text that is no JSON stays text. */
const parsed = (text: string): unknown => (isTaken(() => JSON.parse(text)) ? JSON.parse(text) : text);

const webhookRow: Row = {
  section: "Triggers",
  name: built.triggers.webhook?.display.label ?? "",
  receive: async (text, isAll) => {
    const { headers, body } = signWebhook({ body: text, webhookUrl, privateKey: rule.privateKey });
    const request = {
      headers,
      queryParameters: {},
      pathFragment: "",
      rawBody: { data: body, contentType: "application/json" },
      body: { data: parsed(text), contentType: "application/json" },
    };
    const all = isAll ? builtAnswers(built.triggers.webhook?.inputs ?? [], true) : {};
    const answers = { ...all, publicKeys: [rule.publicKey], webhookUrl };
    const context = { logger: quietLogger(), instanceState: {}, flow };
    const result = await harness.trigger("webhook", request as never, answers, context as never);
    // The rest of the payload is the platform's.
    return result && "call" in result.payload ? result.payload.call : undefined;
  },
  listIn: () => undefined,
};

/** The webhook's body in the place of an operation's example. */
export const webhookExample: Operation = { ...operations.getUser, example: webhookBody };

const triggerRows: Row[] = [
  webhookRow,
  ...polling("pollChangesTrigger", ", calls", [listCallsUsingGet], { resourceType: "calls" }),
  ...polling("pollChangesTrigger", ", users", [listUsers], { resourceType: "users" }),
  ...polling("callsReady", "", [listCallsUsingGet, listDetailedCalls, getCallTranscript]),
  ...polling("newScorecardAnswers", "", [listAnsweredScorecards]),
];

/** What the form does not require by itself: one of several is needed. */
const needs: Readonly<Record<string, Answers>> = { flowFolders: { flowOwnerEmail: "ada.reyes@northwind.example" } };

const dataSourceRows: Row[] = Object.entries(built.dataSources).map(([key, { display, inputs }]) => ({
  section: "Data sources",
  name: display.label,
  run: (connection, isAll, logger) =>
    harness.dataSource(key, { connection, ...needs[key], ...builtAnswers(inputs, isAll) }, { logger }),
  listIn: (output) => {
    const { result } = output as { result: unknown };
    return Array.isArray(result) ? result : (result as { data?: { rows?: unknown } }).data?.rows;
  },
}));

export const rows: readonly Row[] = [...operationRows, rawRow, ...recipeRows, ...triggerRows, ...dataSourceRows];
