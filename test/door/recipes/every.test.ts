import type { Recipe } from "#src/recipe";
import * as recipes from "#src/recipes/index";
import { callSelection } from "#src/recipes/shared";

const all = Object.entries(recipes as unknown as Record<string, Recipe>);

describe.each(all)("%s", (_key, { output, example, fields, description, notes = [] }) => {
  it("has an example with what it says it returns, and nothing else", () => {
    expect(output().parse(example)).toEqual(example);
  });

  it("says everything in whole sentences", () => {
    const words = [description, ...notes, ...Object.values(fields).map(({ form }) => String(form.comments))];
    for (const each of words) expect(each).toMatch(/^[A-Z0-9].*[.)\]}]$/s);
  });

  it("asks for which calls to read by the names that all recipes share", () => {
    const labelOf = (field: Recipe["fields"][string] | undefined) => field?.form.label;
    for (const [key, field] of Object.entries(fields))
      if (key in callSelection && key !== "maxCalls")
        expect([key, labelOf(field)]).toEqual([key, labelOf(callSelection[key as keyof typeof callSelection])]);
  });
});
