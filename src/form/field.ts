import type { InputFieldDefinition } from "@prismatic-io/spectral";
import { z } from "zod";
import { InputError } from "#src/base/errors";
import { once } from "#src/base/lazy";
import { isObject } from "#src/base/object";
import { redact } from "#src/base/redact";
import * as value from "./value";

/** What a person reads about an input. `comments` says what it is, its format and unit, and what leaving it empty means. */
export interface Words {
  readonly label: string;
  readonly comments: string;
  readonly placeholder?: string;
  readonly example?: string;
  /** Key of the data source that fills the dropdown. */
  readonly dataSource?: string;
}

/** An input of a form: how it looks, and how its answer is read. */
export interface Field<T = unknown, Required extends boolean = boolean> {
  readonly form: InputFieldDefinition;
  readonly required: Required;
  /** Made on first use: loading the component builds no schema. */
  readonly schema: () => z.ZodType<T>;
  /** Feeds a dropdown and never reaches Gong. */
  readonly formOnly?: boolean;
  /** An empty list is an answer, not an untouched input. */
  readonly mayBeNone?: boolean;
  /** Spaces alone are an answer, as in a separator. */
  readonly keepsSpaces?: boolean;
  /** The key of the input that starts the range of which this one is the end, excluded. */
  readonly endsRangeOf?: string;
  /** Takes the rows of a workbook in place of a list. */
  readonly takesWorkbooks?: boolean;
}

export type Fields = Readonly<Record<string, Field>>;

type Answered<F> = F extends Field<infer T> ? T : never;
type RequiredKeys<F extends Fields> = { [K in keyof F]: F[K] extends Field<unknown, true> ? K : never }[keyof F];

/** What `read` makes of the answers to these fields: required ones are present, the others may be absent. */
export type Input<F extends Fields> = { [K in RequiredKeys<F>]: Answered<F[K]> } & {
  [K in Exclude<keyof F, RequiredKeys<F>>]?: Answered<F[K]>;
};

const field = <T>(form: InputFieldDefinition, schema: () => z.ZodType<T>): Field<T, true> => ({
  form,
  required: true,
  schema: once(schema),
});

/** The same input, allowed to stay empty. */
export const optional = <T>(each: Field<T>): Field<T, false> => ({ ...each, required: false });

/** The same input with other words, for a place where it means something more particular. */
export const reworded = <T, R extends boolean>(each: Field<T, R>, words: Partial<Words>): Field<T, R> => ({
  ...each,
  form: { ...each.form, ...words } as InputFieldDefinition,
});

/** The same input, used only to fill a dropdown. */
export const formOnly = <T>(each: Field<T>): Field<T, false> => ({ ...each, required: false, formOnly: true });

/**
 * The same input, whose empty list is an answer: an earlier step found nothing. Only for inputs that are no list in the
 * form itself, since an untouched list may be handed over as an empty one.
 */
export const orNone = <T, R extends boolean>(each: Field<T, R>): Field<T, R> => ({ ...each, mayBeNone: true });

/** The same input, which also takes an .xlsx workbook; `readWithWorkbooks` hands its rows on as a list. */
export const withWorkbooks = <T, R extends boolean>(each: Field<T, R>): Field<T, R> => ({
  ...each,
  takesWorkbooks: true,
});

/** The same input, whose answer must also pass this test; `words` complete "<label> …". */
export const refine = <T, R extends boolean>(
  each: Field<T, R>,
  test: (read: T) => boolean,
  words: string,
): Field<T, R> => ({ ...each, schema: once(() => each.schema().refine(test, { error: words })) });

/** An input of any look that is read in a way of its own. */
export const custom = <T>(form: InputFieldDefinition, schema: () => z.ZodType<T>): Field<T, true> =>
  field(form, schema);

/** One line of text. */
export const text = (words: Words, options?: Parameters<typeof value.text>[0]) =>
  field({ type: "string", ...words }, () => value.text(options));

/** A piece of text that is kept as typed, spaces too. */
export const verbatim = (words: Words): Field<string, true> => ({
  ...text(words, { keepSpaces: true }),
  keepsSpaces: true,
});

/** Several lines of text, kept as typed. */
export const longText = (words: Words) => field({ type: "text", ...words }, () => value.text({ keepSpaces: true }));

/** A call's id: digits, or the call's web address in Gong. */
export const callId = (words: Words) => field({ type: "string", ...words }, value.gongId);

/** An id that Gong makes of digits, of anything but a call. */
export const gongId = (words: Words) => field({ type: "string", ...words }, () => value.gongId({ isCall: false }));

/** An id of another system, or of a form that Gong leaves open. */
export const foreignId = (words: Words, options?: Parameters<typeof value.foreignId>[0]) =>
  field({ type: "string", ...words }, () => value.foreignId(options));

/** An e-mail address. */
export const emailAddress = (words: Words) => field({ type: "string", ...words }, value.emailAddress);

/** A phone number in international form. */
export const phoneNumber = (words: Words) => field({ type: "string", ...words }, value.phoneNumber);

/** A web address. */
export const url = (words: Words) => field({ type: "string", ...words }, value.url);

/** A whole number. The platform has no input for numbers, so it is typed as text. */
export const integer = (words: Words, bounds?: Parameters<typeof value.integer>[0]) =>
  field({ type: "string", ...words }, () => value.integer(bounds));

/** A number with or without decimals. */
export const decimal = (words: Words) => field({ type: "string", ...words }, value.decimal);

/**
 * A switch. The platform hands over false for one that nobody touched, so false is absent where the switch starts
 * out off; where it starts out on, false is an answer.
 */
export const toggle = (words: Omit<Words, "placeholder" | "dataSource">, initially: "true" | "false" = "false") =>
  field({ type: "boolean", default: initially, ...words } as InputFieldDefinition, value.toggle);

/** A moment may be told from now, such as `7 days ago` (UTC), unless it is a fact that has to be exact. */
type MomentKind = { readonly exact?: boolean };

const moment =
  ({ exact = false }: MomentKind = {}) =>
  () =>
    value.dateTime({ relative: !exact });

/** A moment, picked in the platform's own control or handed over. */
export const dateTime = (words: Words, kind?: MomentKind) => field({ type: "timestamp", ...words }, moment(kind));

/** A moment on a published input, which has to stay text. */
export const dateTimeText = (words: Words, kind?: MomentKind) => field({ type: "string", ...words }, moment(kind));

/** A day, picked in the platform's own control or handed over; also told from today (UTC). */
export const date = (words: Words) => field({ type: "date", ...words }, () => value.date({ relative: true }));

/**
 * Two inputs, the start and the end of one range, in this order: an end that is not later than its start is refused.
 * Gong leaves the end of every range out.
 */
export const range = <F extends Fields>(pair: F): F => {
  const [start, end] = Object.entries(pair);
  return start && end ? { ...pair, [end[0]]: { ...end[1], endsRangeOf: start[0] } } : pair;
};

const chosen = <T>(words: Words, choices: value.Choices, preset: string | undefined, schema: () => z.ZodType<T>) =>
  field({ type: "string", model: value.toChoices(choices), ...(preset ? { default: preset } : {}), ...words }, schema);

/** One of a closed set. */
export const choice = <const V extends string>(words: Words, choices: value.Choices<V>, options?: { default?: V }) =>
  chosen(words, choices, options?.default, () => value.choice(choices));

/** One of a set that Gong extends: values that it added later are let through. */
export const openChoice = (words: Words, choices: value.Choices) =>
  chosen(words, choices, undefined, () => value.openChoice(choices));

const severalOf = <T>(
  words: Words,
  choices: value.Choices,
  preset: readonly string[] | undefined,
  item: () => z.ZodType<T>,
) =>
  field(
    {
      type: "string",
      collection: "valuelist",
      model: value.toChoices(choices),
      ...(preset ? { default: preset.join() } : {}),
      ...words,
    } as InputFieldDefinition,
    () => value.listOfText(item()),
  );

/** Several of a closed set. */
export const choiceList = <const V extends string>(
  words: Words,
  choices: value.Choices<V>,
  options?: { default?: readonly V[] },
) => severalOf(words, choices, options?.default, () => value.choice(choices));

/** Several of a set that Gong extends. */
export const openChoiceList = (words: Words, choices: value.Choices) =>
  severalOf(words, choices, undefined, () => value.openChoice(choices));

/** A list of plain values. One value, a list, JSON text and comma-separated text are all understood. */
export const list = <T>(item: Field<T>, options?: { max?: number; ignored?: string }): Field<T[], true> =>
  field({ ...item.form, collection: "valuelist" } as InputFieldDefinition, () =>
    value.listOfText(item.schema(), options),
  );

/** A structure of any depth in one JSON box: text, an object or a list. Its comment holds a worked example. */
export const json = <T>(words: Words, schema: () => z.ZodType<T>) =>
  field({ type: "code", language: "json", ...words }, schema);

/** Values by name, as rows of key and value; also an object, or JSON text of either. */
export const keyValues = (words: Words) => pairs(words, keyValuesSchema);

/** Rows of key and value that are read in a way of their own. */
export const pairs = <T>(words: Words, schema: () => z.ZodType<T>) =>
  field({ type: "string", collection: "keyvaluelist", ...words }, schema);

const keyValuesSchema = (): z.ZodType<Record<string, unknown>> =>
  value.reader((given) => {
    const rows = value.jsonOrText(given);
    if (Array.isArray(rows))
      return Object.fromEntries(
        rows
          .filter((row): row is { key: string; value: unknown } => typeof row?.key === "string" && row.key !== "")
          .map((row) => [row.key, row.value]),
      );
    if (!isObject(rows)) throw new Error("must be rows of key and value");
    return { ...rows };
  });

/** A file from an earlier step; what it may be is decided where it is sent. */
export const file = (words: Words) => field<unknown>({ type: "data", ...words }, z.unknown);

/** The body of a raw request: text, which is taken as JSON where it is JSON, or whatever an earlier step made. */
export const body = (words: Words) =>
  field<unknown>({ type: "string", ...words }, () => z.unknown().transform(value.jsonOrText));

type LeafForms = Record<string, InputFieldDefinition>;

/** Inputs that belong together, shown as one group; also accepts JSON text or an object from an earlier step. */
export const group = <F extends Fields>(words: Pick<Words, "label" | "comments">, children: F): Field<Input<F>, true> =>
  field(groupForm(words, children), () => shapeOf(children));

/** A list of such groups. */
export const groupList = <F extends Fields>(
  words: Pick<Words, "label" | "comments">,
  children: F,
  options?: { max?: number },
): Field<Input<F>[], true> =>
  field({ ...groupForm(words, children), collection: "valuelist" } as InputFieldDefinition, () =>
    value.listOf(shapeOf(children), { ...options, min: 0 }),
  );

const groupForm = (words: Pick<Words, "label" | "comments">, children: Fields) =>
  ({ type: "structuredObject", ...words, inputs: formOf(children) as LeafForms }) as InputFieldDefinition;

/** The schema of an object with these fields as its properties. */
const shapeOf = <F extends Fields>(fields: F): z.ZodType<Input<F>> =>
  value
    .record(
      Object.fromEntries(
        Object.entries(fields).map(([key, each]) => [key, each.required ? each.schema() : each.schema().optional()]),
      ),
    )
    .transform((read, context): Input<F> => {
      const said = Object.fromEntries(Object.entries(read).filter(([key, each]) => !isUntouched(fields[key], each)));
      for (const [key, each] of Object.entries(fields))
        if (each.required && !(key in said))
          context.addIssue({ code: "custom", path: [key], message: "is required", input: undefined });
      return said as Input<F>;
    });

/** True for a read answer that says nothing: an untouched switch, an empty list, a group of untouched inputs. */
const isUntouched = (each: Field | undefined, read: unknown): boolean => {
  if (read === undefined) return true;
  if (each?.form.type === "boolean") return read === false && each.form.default === "false";
  if (Array.isArray(read)) return read.length === 0;
  return each?.form.type === "structuredObject" && Object.keys(read as object).length === 0;
};

const isNone = (read: unknown): boolean => Array.isArray(read) && read.length === 0;

/** The form of these fields, as the platform wants it. Required inputs come first. */
export const formOf = (fields: Fields): Record<string, InputFieldDefinition> =>
  Object.fromEntries(
    Object.entries(fields)
      .sort(([, a], [, b]) => Number(b.required) - Number(a.required))
      .map(([key, { form, required }]) => [key, form.type === "structuredObject" ? form : { ...form, required }]),
  ) as Record<string, InputFieldDefinition>;

/**
 * Reads all answers of a form together. Blank answers are absent.
 * @throws InputError naming every field that is missing or wrong, what was given and what is expected.
 */
export const read = <F extends Fields>(fields: F, answers: Readonly<Record<string, unknown>>): Input<F> => {
  const faults: string[] = [];
  const input: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(fields)) {
    const answer = answers[key];
    const label = labelOf(each);
    if (isUnanswered(each, answer)) {
      if (each.mayBeNone && !value.isBlank(answer) && isNone(each.schema().safeParse(answer).data)) input[key] = [];
      else if (each.required) faults.push(`${label} is required.`);
      continue;
    }
    const { data, error } = each.schema().safeParse(answer, { reportInput: true });
    const isSecret = each.form.type === "password";
    if (error) faults.push(...error.issues.map((issue) => faultInWords(label, issue, isSecret)));
    else if (!isUntouched(each, data) || (each.mayBeNone && isNone(data))) input[key] = data;
    else if (each.required) faults.push(`${label} is required.`);
  }
  faults.push(...reversedRanges(fields, input));
  if (faults.length > 0) throw new InputError(faults);
  return input as Input<F>;
};

const isUnanswered = ({ keepsSpaces }: Field, answer: unknown): boolean =>
  keepsSpaces && typeof answer === "string" ? answer === "" : value.isBlankAnswer(answer);

const reversedRanges = (fields: Fields, input: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(fields).flatMap(([key, { endsRangeOf = "" }]) => {
    const [start, end] = [fields[endsRangeOf], fields[key]];
    const [from, to] = [input[endsRangeOf], input[key]];
    if (!start || !end || typeof from !== "string" || typeof to !== "string") return [];
    const [fromLabel, toLabel] = [labelOf(start), labelOf(end)];
    if (Date.parse(to) < Date.parse(from))
      return [`${toLabel} must be later than ${fromLabel}. Given: from ${from} to ${to}.`];
    if (Date.parse(to) > Date.parse(from)) return [];
    const next = end.form.type === "date" ? "the day after the last one" : "a later moment";
    return [
      `${toLabel} must be later than ${fromLabel}: the end of the range is not part of it, so enter ${next}. Given: ${to} in both.`,
    ];
  });

/** What a person knows an input by. */
export const labelOf = ({ form }: Field): string => (typeof form.label === "string" ? form.label : form.label.value);

const faultInWords = (label: string, issue: z.core.$ZodIssue, isSecret: boolean): string => {
  const where = issue.path.map((part) => (typeof part === "number" ? `[${part + 1}]` : `.${String(part)}`)).join("");
  if (issue.input === undefined && issue.path.length > 0) return `${label}${where} is required.`;
  const given = issue.input === undefined || isSecret ? "" : ` Given: ${shortened(issue.input)}.`;
  return `${label}${where} ${issue.message}.${given}`;
};

/** Redacted before it is cut: half a secret is not recognised. */
const shortened = (given: unknown): string => {
  const shown = redact(inWords(given));
  return shown.length > 120 ? `${shown.slice(0, 120)}…` : shown;
};

const inWords = (given: unknown): string => {
  if (Buffer.isBuffer(given)) return `a file of ${given.length} bytes`;
  try {
    const digits = (_name: string, each: unknown) => (typeof each === "bigint" ? String(each) : each);
    return JSON.stringify(given, digits) ?? String(given);
  } catch {
    return "a value that is no JSON";
  }
};
