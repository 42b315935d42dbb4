import type { Operation } from "#src/operation";
import { operations } from "#src/operations/index";
import type { Recipe } from "#src/recipe";
import * as recipes from "#src/recipes/index";
import { rawRequest } from "./rawRequest";
import { outputOf, recipeToAction, toAction, withOutputSchema } from "./toAction";

const mapValues = <T, U>(from: Readonly<Record<string, T>>, to: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(from).map(([key, value]) => [key, to(value)]));

/** One action per operation and per recipe, and the raw request. */
export const actions = {
  ...mapValues<Operation, ReturnType<typeof toAction>>(operations, toAction),
  ...mapValues<Recipe, ReturnType<typeof recipeToAction>>({ ...recipes }, recipeToAction),
  rawRequest,
};

/** Puts each action's output schema on the built component, to be made when it is read. */
export const describeOutputs = <C extends { actions: Record<string, object> }>(built: C): C => {
  for (const [key, operation] of Object.entries<Operation>(operations))
    withOutputSchema(built.actions[key] ?? {}, () => outputOf(operation));
  for (const [key, recipe] of Object.entries<Recipe>(recipes))
    withOutputSchema(built.actions[key] ?? {}, () => recipe.output());
  return built;
};
