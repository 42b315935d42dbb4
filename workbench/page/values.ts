import type { PlainError, WireInput } from "#workbench/types";
import { drawingOf } from "./drawings";

export type Values = Readonly<Record<string, unknown>>;

/** Words for the input at a path, such as `prospects[0].email`. */
export type Problems = Readonly<Record<string, string>>;

/** What every field needs to know of the form around it. */
export interface FormAround {
  readonly problems: Problems;
  /** The values of the whole form, and of the row around the field. */
  readonly values: Values;
  readonly row?: Values;
  /** Draws no connections: one line on top stands for all. */
  readonly connectionId: string;
}

export interface Row {
  readonly key: string;
  readonly value: unknown;
}

const isRecord = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value as an object; an empty one for anything else. */
export const recordOf = (value: unknown): Values => (isRecord(value) ? value : {});

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The rows of a list of keys and values. */
export const rowsOf = (value: unknown): readonly Row[] =>
  listOf(value).map((row) => ({ key: String(recordOf(row).key ?? ""), value: recordOf(row).value }));

/** What one value of an input is before anybody touched it. */
export const initialItem = (input: WireInput): unknown => {
  const { control } = drawingOf(input);
  if (control === "group") return initialValues(input.inputs ?? []);
  if (control === "configurations") return { configuration: "", values: {} };
  const preset = input.collection ? undefined : input.default;
  if (control === "switch") return preset === true || preset === "true" ? "true" : "false";
  if (control === "json") return preset === undefined || preset === "" ? "" : JSON.stringify(preset, null, 2);
  return preset ?? "";
};

/** What a form holds before anybody touched it. A list without a default has an empty text as its default. */
export const initialValues = (inputs: readonly WireInput[]): Values =>
  Object.fromEntries(inputs.map((input) => [input.key, input.collection ? listOf(input.default) : initialItem(input)]));

export const isBlank = (value: unknown): boolean => {
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.length === 0;
  if (isRecord(value)) return Object.values(value).every(isBlank);
  return value === undefined || value === null;
};

/** True when a group holds nothing but what it began with. */
const isUntouched = (inputs: readonly WireInput[], value: Values): boolean => {
  const initial = initialValues(inputs);
  return inputs.every(({ key }) => JSON.stringify(value[key] ?? "") === JSON.stringify(initial[key]));
};

const isMissing = (input: WireInput, value: unknown) =>
  input.required === true && input.type !== "boolean" && isBlank(value);

const missingInItem = (input: WireInput, value: unknown, path: string): Problems => {
  const inputs = input.inputs ?? [];
  if (drawingOf(input).control === "configurations") {
    const { configuration, values } = recordOf(value);
    const chosen = inputs.find(({ key }) => key === configuration);
    return chosen ? missing(chosen.inputs ?? [], recordOf(values), `${path}.`) : {};
  }
  if (drawingOf(input).control !== "group") return {};
  const isSingle = !input.collection;
  return isSingle && isUntouched(inputs, recordOf(value)) ? {} : missing(inputs, recordOf(value), `${path}.`);
};

/** The required inputs that are empty, in groups and rows too; groups that nobody touched are left out. */
export const missing = (inputs: readonly WireInput[], values: Values, before = ""): Problems =>
  Object.assign(
    {},
    ...inputs.map((input) => {
      const path = `${before}${input.key}`;
      const value = values[input.key];
      if (isMissing(input, value)) return { [path]: `${input.label} is required.` };
      if (!input.collection) return missingInItem(input, value, path);
      const items = input.collection === "valuelist" ? listOf(value) : rowsOf(value).map((row) => row.value);
      return Object.assign({}, ...items.map((item, index) => missingInItem(input, item, `${path}[${index}]`)));
    }),
  );

/** A value that is typed as JSON and is none. */
export class NotJsonError extends Error {
  constructor(
    readonly path: string,
    label: string,
  ) {
    super(`${label} is not JSON.`);
  }
}

const sentItem = (input: WireInput, value: unknown, path: string): unknown => {
  const { control } = drawingOf(input);
  if (control === "group") return sentValues(input.inputs ?? [], recordOf(value), `${path}.`);
  if (control === "configurations") {
    const { configuration, values } = recordOf(value);
    const chosen = input.inputs?.find(({ key }) => key === configuration);
    return chosen && { configuration, values: sentValues(chosen.inputs ?? [], recordOf(values), `${path}.`) };
  }
  if (control !== "json" || typeof value !== "string") return value;
  if (value.trim() === "") return undefined;
  try {
    return JSON.parse(value);
  } catch {
    throw new NotJsonError(path, input.label);
  }
};

/**
 * What a component is handed for these values.
 * @throws NotJsonError for an input that takes JSON and holds something else.
 */
export const sentValues = (inputs: readonly WireInput[], values: Values, before = ""): Values =>
  Object.fromEntries(
    inputs.map((input) => {
      const path = `${before}${input.key}`;
      const value = values[input.key];
      if (input.collection === "valuelist")
        return [input.key, listOf(value).map((item, index) => sentItem(input, item, `${path}[${index}]`))];
      if (input.collection === "keyvaluelist")
        return [
          input.key,
          rowsOf(value).map((row, index) => ({ key: row.key, value: sentItem(input, row.value, `${path}[${index}]`) })),
        ];
      return [input.key, sentItem(input, value, path)];
    }),
  );

const exampleItem = (input: WireInput): unknown => {
  if (drawingOf(input).control === "group") return withExamples(input.inputs ?? [], {});
  if (input.type === "boolean") return input.example === "true" ? "true" : initialItem(input);
  return input.example ?? "";
};

/** The values, and where they are empty the examples of the inputs; of all of them, or of the required ones. */
export const withExamples = (inputs: readonly WireInput[], values: Values, isAll = true): Values =>
  Object.fromEntries(
    inputs.map((input) => {
      const value = values[input.key];
      if (!isBlank(value) || input.type === "connection" || !(isAll || input.required)) return [input.key, value];
      const example = exampleItem(input);
      if (isBlank(example)) return [input.key, value ?? initialItem(input)];
      if (input.collection === "keyvaluelist") return [input.key, [{ key: "example", value: example }]];
      return [input.key, input.collection ? [example] : example];
    }),
  );

/** The values that may stay in the browser over a reload: no passwords, connections or files. */
export const storable = (inputs: readonly WireInput[], values: Values): Values => {
  const item = (input: WireInput, value: unknown): unknown => {
    if (input.inputs && isRecord(value)) return storable(input.inputs, value);
    return isRecord(value) && "$file" in value ? "" : value;
  };
  return Object.fromEntries(
    inputs
      .filter(({ type }) => type !== "password" && type !== "connection")
      .map((input) => {
        const value = values[input.key];
        return [input.key, Array.isArray(value) ? value.map((each) => item(input, each)) : item(input, value)];
      }),
  );
};

const sentences = ({ faults, message }: PlainError): readonly string[] =>
  faults ?? message.split(/(?<=[.!?])\s+(?=\p{Lu})/u);

/** The path that a fault names, as far as it is drawn: "Prospects[2].email must …" is at `prospects[1].email`. */
const pathIn = (input: WireInput, rest: string): string => {
  const [, number, child] = /^(?:\[(\d+)\])?(?:\.(\w+))?/.exec(rest) ?? [];
  const row = input.collection && number ? `${input.key}[${Number(number) - 1}]` : input.key;
  return child && input.inputs?.some(({ key }) => key === child) ? `${row}.${child}` : row;
};

/** Puts each fault that begins with the label of an input to that input; the rest is said on top. */
export const faultsAt = (error: PlainError, inputs: readonly WireInput[]): { problems: Problems; rest: string[] } => {
  // The longest first: one label may begin another.
  const byLength = [...inputs].sort((one, other) => other.label.length - one.label.length);
  const problems: Record<string, string> = {};
  const rest: string[] = [];
  for (const sentence of sentences(error)) {
    const input = byLength.find(
      ({ label }) => sentence.startsWith(label) && /^[\s[.]/.test(sentence.slice(label.length)),
    );
    if (!input) {
      rest.push(sentence);
      continue;
    }
    const path = pathIn(input, sentence.slice(input.label.length));
    problems[path] = [problems[path], sentence].filter(Boolean).join(" ");
  }
  return { problems, rest };
};
