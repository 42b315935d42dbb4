import type { Expression } from "./definition";

/** What expressions are read against. */
export interface Scope {
  /** What the steps gave, by the name for references: `{ results }`, or `{ currentItem }` inside a loop. */
  readonly steps: Readonly<Record<string, unknown>>;
  readonly configVars: Readonly<Record<string, unknown>>;
}

/** The words of a path: `call.crm["Opportunity"]` and `calls[0].id` have three each. */
export const segmentsOf = (reference: string): string[] =>
  [...reference.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) => quoted ?? index ?? plain ?? "",
  );

/** Follows a path. What is absent, or lies inside something absent, is undefined; an unknown step throws. */
const follow = (reference: string, { steps }: Scope): unknown => {
  const [step = "", ...rest] = segmentsOf(reference);
  if (!(step in steps)) throw new Error(`The reference ${reference} names a step that has not run.`);
  return rest.reduce<unknown>(
    (value, segment) =>
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[segment] : undefined,
    steps[step],
  );
};

const variable = (key: string, { configVars }: Scope): unknown => {
  if (!(key in configVars)) throw new Error(`The config variable ${key} is not set.`);
  return configVars[key];
};

/** Slots of a template: `{{#Config Variable}}` and `{{$stepName.results.path}}`. */
const templateSlot = /\{\{([#$])([^}]+)\}\}/g;

const fill = (template: string, scope: Scope): string =>
  template.replace(templateSlot, (_slot, kind: string, name: string) => {
    const value = kind === "#" ? variable(name, scope) : follow(name, scope);
    return value === undefined || value === null ? "" : String(value);
  });

/** The value of an expression. Entries with names become a list of keys and values, as the platform hands it over. */
export const evaluate = (expression: Expression, scope: Scope): unknown => {
  switch (expression.type) {
    case "value":
      return expression.value;
    case "reference":
      return follow(expression.value, scope);
    case "configVar":
      return variable(expression.value, scope);
    case "template":
      return fill(expression.value, scope);
    case "complex":
      return expression.value.map((entry) =>
        entry.name ? { key: entry.name.value, value: evaluate(entry, scope) } : evaluate(entry, scope),
      );
  }
};

/** What an expression, and every expression inside it, names. */
export const namesIn = (expression: Expression): { references: string[]; configVars: string[] } => {
  switch (expression.type) {
    case "value":
      return { references: [], configVars: [] };
    case "reference":
      return { references: [expression.value], configVars: [] };
    case "configVar":
      return { references: [], configVars: [expression.value] };
    case "template": {
      const slots = [...expression.value.matchAll(templateSlot)];
      const named = (kind: string) => slots.filter((slot) => slot[1] === kind).map((slot) => slot[2] ?? "");
      return { references: named("$"), configVars: named("#") };
    }
    case "complex": {
      const inner = expression.value.map(namesIn);
      return {
        references: inner.flatMap(({ references }) => references),
        configVars: inner.flatMap(({ configVars }) => configVars),
      };
    }
  }
};
