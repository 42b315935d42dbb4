import { type Fields, formOf } from "#src/form/field";
import { fieldsOf, type Operation } from "#src/operation";
import { chapters } from "#src/operations/index";
import type { Recipe } from "#src/recipe";
import * as recipes from "#src/recipes/index";

/** The chapters as people call them, in the order of the docs. */
export const chapterTitles: Readonly<Record<keyof typeof chapters, string>> = {
  calls: "Calls",
  users: "Users",
  settings: "Settings and workspaces",
  library: "Library",
  stats: "Statistics, coaching and targets",
  auditing: "Auditing",
  privacy: "Data privacy",
  permissions: "Permissions",
  crm: "CRM",
  engagement: "Engagement",
  meetings: "Meetings",
  flows: "Flows",
  tasks: "Tasks",
  ai: "AI",
};

export const allRecipes: Readonly<Record<string, Recipe>> = { ...recipes };

const cell = (text: string | undefined) => (text ?? "").replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ");

interface Shown {
  readonly label: string | { readonly value: string };
  readonly type: string;
  readonly comments?: string;
  readonly required?: boolean;
  readonly collection?: string;
  readonly example?: string;
  readonly model?: readonly { readonly label: string; readonly value: string }[];
  readonly inputs?: Readonly<Record<string, Shown>>;
}

const kindOf = ({ type, collection, model }: Shown): string => {
  const kinds: Record<string, string> = {
    string: model ? "choice" : "text",
    text: "long text",
    boolean: "switch",
    timestamp: "date and time",
    date: "date",
    code: "JSON",
    data: "file",
    structuredObject: "group",
  };
  return `${collection ? "list of " : ""}${kinds[type] ?? type}`;
};

const inputRow = (key: string, input: Shown, required: boolean): string[] => [
  `| \`${key}\`${required ? " *" : ""} | ${cell(typeof input.label === "string" ? input.label : input.label.value)} | ${kindOf(input)} | ${cell(input.comments)}${
    input.model ? ` Choices: ${input.model.map(({ value }) => `\`${value}\``).join(", ")}.` : ""
  } |`,
  ...Object.entries(input.inputs ?? {}).flatMap(([child, each]) =>
    inputRow(`${key}.${child}`, each, Boolean(each.required)),
  ),
];

const inputTable = (fields: Fields): string[] => {
  const rows = Object.entries(formOf(fields)).flatMap(([key, form]) =>
    inputRow(key, form, fields[key]?.required ?? false),
  );
  return rows.length === 0
    ? ["It has no inputs beside the connection."]
    : ["| Input | Label | Kind | Meaning |", "|---|---|---|---|", ...rows];
};

/** The inputs of a form that the platform was given, without the connection. */
export const formTable = (forms: Readonly<Record<string, unknown>> = {}): string[] => [
  "| Input | Label | Kind | Meaning |",
  "|---|---|---|---|",
  ...Object.entries(forms as Readonly<Record<string, Shown>>)
    .filter(([, { type }]) => type !== "connection")
    .flatMap(([key, form]) => inputRow(key, form, form.required ?? false)),
];

const example = (value: unknown) => ["```json", JSON.stringify(value, null, 2), "```"];

const effects: Readonly<Record<Operation["effect"], string>> = {
  reads: "It only reads: it is safe to run while building, and is repeated after passing faults.",
  writes: "It writes: it is repeated only when Gong refused it because of its rate limit.",
  repeatable: "It writes, and Gong drops a repetition: it is repeated after passing faults.",
  spendsCredits: "It spends AI credits each time: it is never repeated and does not run as a sample.",
};

const operationSection = (key: string, operation: Operation): string[] => [
  `## ${operation.label}`,
  "",
  operation.description,
  "",
  `Key \`${key}\` · \`${operation.endpoint}\` · ${scopesInWords(operation)}`,
  "",
  ...inputTable(fieldsOf(operation)),
  "",
  ...[...(operation.notes ?? []), effects[operation.effect]].map((note) => `- ${note}`),
  "",
  "Gong's answer, under `data`:",
  "",
  ...example(operation.example),
  "",
];

const scopesInWords = ({ scopes, optionalScopes = [], scopesAreUnsure }: Operation): string => {
  if (scopes.length === 0) return "scope not documented by Gong";
  const named = scopes.map((scope) => `\`${scope}\``).join(", ");
  const more = optionalScopes.map((scope) => `, for some inputs \`${scope}\``).join("");
  return `scope ${named}${more}${scopesAreUnsure ? " (not documented by Gong, so unsure)" : ""}`;
};

/** The same in a cell of the table of all actions. */
const scopesInCell = ({ scopes, optionalScopes = [], scopesAreUnsure }: Operation): string => {
  if (scopes.length === 0) return "unknown";
  const short = (each: readonly string[]) => each.map((scope) => `\`${scope.slice(4)}\``).join(", ");
  const more = optionalScopes.length > 0 ? ` (+ ${short(optionalScopes)})` : "";
  return `${short(scopes)}${more}${scopesAreUnsure ? " (unsure)" : ""}`;
};

const recipeSection = (key: string, recipe: Recipe): string[] => [
  `## ${recipe.label}`,
  "",
  recipe.description,
  "",
  `Key \`${key}\` · scopes ${[...new Set(recipe.uses.flatMap(({ scopes }) => scopes))].map((scope) => `\`${scope}\``).join(", ") || "none"}`,
  "",
  ...inputTable(recipe.fields),
  "",
  ...[...(recipe.notes ?? []), effects[recipe.effect]].map((note) => `- ${note}`),
  "",
  "Output, under `data`:",
  "",
  ...example(recipe.example),
  "",
];

const heading = (title: string) => [
  `# ${title}`,
  "",
  "Written from the code by `npm run docs`. Inputs marked * are required; every action also takes the connection.",
  "",
];

/** The reference pages by their path below the project: one per chapter, one for the recipes, and the table of all. */
export const referencePages = (): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(chapters).map(([chapter, operations]) => [
      `docs/reference/${chapter}.md`,
      [
        ...heading(chapterTitles[chapter as keyof typeof chapters]),
        ...byLabel<Operation>(operations).flatMap(([key, operation]) => operationSection(key, operation)),
      ].join("\n"),
    ]),
  ),
  "docs/reference/README.md": [
    "# All actions",
    "",
    "Written from the code by `npm run docs`. Every list that Gong cuts into pages has *Fetch All*; every action has an",
    "output schema and an example. A scope behind a plus is for some inputs only. The [recipes](recipes.md) come first:",
    "several operations in one step. [What happens when](behavior.md) shows what each does under every answer of Gong's.",
    "",
    actionTable(),
    "",
  ].join("\n"),
  "docs/reference/recipes.md": [
    ...heading("Recipes"),
    ...byLabel(allRecipes).flatMap(([key, recipe]) => recipeSection(key, recipe)),
  ].join("\n"),
});

/** Entries in the order of their labels: the order of exports differs between module systems. */
const byLabel = <T extends { readonly label: string }>(entries: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(entries).sort(([, a], [, b]) => (a.label < b.label ? -1 : 1));

/** The anchor that a heading has on a page. */
export const anchor = (label: string) =>
  label
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .replace(/\s+/g, "-");

/** Every action with its endpoint and scope, the recipes first. */
const actionTable = (): string => {
  const operationRows = Object.entries(chapters).flatMap(([chapter, operations]) =>
    byLabel<Operation>(operations).map(
      ([key, operation]) =>
        `| [${operation.label}](${chapter}.md#${anchor(operation.label)}) | \`${key}\` | \`${operation.endpoint}\` | ${scopesInCell(operation)} |`,
    ),
  );
  const recipeRows = byLabel(allRecipes).map(
    ([key, { label }]) => `| [${label}](recipes.md#${anchor(label)}) | \`${key}\` | several | |`,
  );
  return [
    "| Action | Key | Endpoint | Scope (`api:` left off) |",
    "|---|---|---|---|",
    ...recipeRows,
    ...operationRows,
    "| Raw Request | `rawRequest` | any | |",
  ].join("\n");
};

/** Replaces what stands between the markers `<!-- name:start -->` and `<!-- name:end -->`. */
export const between = (text: string, name: string, content: string): string => {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The markers ${start} and ${end} are missing.`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
};
