import type { Operation } from "#src/operation";
import { chapters } from "#src/operations/index";
import type { Recipe } from "#src/recipe";
import type { SideFile } from "#workbench/types";
import { allRecipes, chapterTitles } from "./generate";

const recipesTitle = "Recipes";

const scopesNote = (scopes: readonly string[]): string | undefined => {
  if (scopes.length === 0) return undefined;
  return `Needs the ${scopes.length === 1 ? "scope" : "scopes"} ${[...new Set(scopes)].join(", ")}.`;
};

const operationEntry = (group: string, { endpoint, scopes }: Operation) => ({
  group,
  endpoint,
  note: scopesNote(scopes),
});

const recipeEntry = ({ uses }: Recipe) => ({
  group: recipesTitle,
  note: scopesNote([...new Set(uses.flatMap(({ scopes }) => scopes))]),
});

/** What the workbench knows beside the published form: chapters, endpoints and scopes. */
export const sideFile = (): SideFile => ({
  groups: [recipesTitle, ...Object.values(chapterTitles)],
  entries: {
    ...Object.fromEntries(Object.entries(allRecipes).map(([key, recipe]) => [`actions/${key}`, recipeEntry(recipe)])),
    ...Object.fromEntries(
      Object.entries(chapters).flatMap(([chapter, operations]) =>
        Object.entries<Operation>(operations).map(([key, operation]) => [
          `actions/${key}`,
          operationEntry(chapterTitles[chapter as keyof typeof chapters], operation),
        ]),
      ),
    ),
  },
});

/** The same as the text of docs/workbench.json, in alphabetical order: the order of exports differs between module systems. */
export const sideFileText = (): string => {
  const { groups, entries } = sideFile();
  const sorted = Object.fromEntries(Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1)));
  return `${JSON.stringify({ groups, entries: sorted }, null, 2)}\n`;
};
