import { readFileSync } from "node:fs";
import { webhookBody } from "#src/entities/webhook";
import type { Operation, Scope } from "#src/operation";
import { chapters } from "#src/operations/index";
import { defaultScopes, scopesLeftOut } from "#src/operations/scopes";
import * as recipes from "#src/recipes/index";
import { triggers } from "#src/triggers/index";
import { anchor, formTable } from "./generate";

/** The actions of a scope as links, seen from a page below `docs/connections`. */
const actionsWith = (scope: Scope): string =>
  Object.entries(chapters)
    .flatMap(([chapter, operations]) =>
      Object.values<Operation>(operations)
        .filter(({ scopes, optionalScopes = [] }) => [...scopes, ...optionalScopes].includes(scope))
        .map(({ label }) => ({ label, link: `[${label}](../reference/${chapter}.md#${anchor(label)})` })),
    )
    .sort((one, other) => (one.label < other.label ? -1 : 1))
    .map(({ link }) => link)
    .join(", ");

const allScopes = [
  ...new Set(
    Object.values(chapters).flatMap((operations) =>
      Object.values<Operation>(operations).flatMap(({ scopes, optionalScopes = [] }) => [...scopes, ...optionalScopes]),
    ),
  ),
].sort();

const isLeftOut = (scope: Scope) => scopesLeftOut[scope] !== undefined;

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${heads.join(" | ")} |`,
  `|${heads.map(() => "---").join("|")}|`,
  ...rows.map((cells) => `| ${cells.join(" | ")} |`),
];

/** The scopes that are asked for unless someone changes them. */
const defaultTable = () =>
  table(
    ["Scope", "For"],
    defaultScopes.map((scope) => [`\`${scope}\``, actionsWith(scope)]),
  );

/** Scopes that only writing actions need. */
const addedTable = () =>
  table(
    ["Scope", "For"],
    allScopes
      .filter((scope) => !defaultScopes.includes(scope) && !isLeftOut(scope))
      .map((scope) => [`\`${scope}\``, actionsWith(scope)]),
  );

/** Scopes of reading actions that are left out, with the reason. */
const leftOutTable = () =>
  table(
    ["Scope", "For", "Why it is not asked for"],
    allScopes.filter(isLeftOut).map((scope) => [`\`${scope}\``, actionsWith(scope), scopesLeftOut[scope] ?? ""]),
  );

const block = (lines: readonly string[]) => ["", ...lines, ""].join("\n");

/** A sample that is checked where it stands: TypeScript by its types, a test by being run. */
const sample = (name: string) => {
  const language = name.endsWith(".js") ? "js" : "ts";
  return block([`\`\`\`${language}`, readFileSync(`tools/docs/samples/${name}`, "utf8").trimEnd(), "```"]);
};

/** What the guides hold between their markers, by page and marker. */
export const generatedParts = (): Readonly<Record<string, Readonly<Record<string, string>>>> => ({
  "docs/connections/oauth2.md": {
    "scopes-default": block(defaultTable()),
    "scopes-added": block(addedTable()),
    "scopes-left-out": block(leftOutTable()),
    "scopes-text": block(["```text", defaultScopes.join(" "), "```"]),
  },
  "docs/webhook.md": {
    inputs: block(formTable(triggers.webhook.inputs)),
    "webhook-sample": block(["```json", JSON.stringify(webhookBody, null, 2), "```"]),
  },
  "docs/triggers/new-records.md": { inputs: block(formTable(triggers.pollChangesTrigger.inputs)) },
  "docs/triggers/calls-ready.md": { inputs: block(formTable(triggers.callsReady.inputs)) },
  "docs/triggers/new-scorecard-answers.md": { inputs: block(formTable(triggers.newScorecardAnswers.inputs)) },
  "docs/first-workflow.md": {
    "find-calls": block(["```json", JSON.stringify(recipes.findCalls.example, null, 2), "```"]),
  },
  "docs/sandbox.md": { sample: sample("gong.test.js") },
  "docs/contributing.md": { sample: sample("operation.ts") },
});
