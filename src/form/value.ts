import { parse as parseLossless } from "lossless-json";
import { z } from "zod";
import { isObject } from "#src/base/object";
import { isUrl } from "#src/base/url";
import { type ReadId, readForeignId, readGongId } from "./ids";
import { readInternationalPhone } from "./phone";
import { type MomentOptions, readMoment } from "./time";

/**
 * How each kind of value is read from what a person types or an earlier step hands over. Every reader accepts the
 * forms that people really have, gives the one form that Gong wants, and otherwise fails with words that complete the
 * sentence "<label> …".
 */

/** True for what a form holds when nobody touched it. An empty list inside a structure is not blank: it may be meant. */
export const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === "string" && value.trim() === "");

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  isObject(value) && Object.getPrototypeOf(value) === Object.prototype;

/** No form is as deep as this; a value that holds itself is. */
const deepestAnswer = 20;

/** True for a blank top-level answer: also an empty list, and an object in which nothing is filled in. */
export const isBlankAnswer = (value: unknown, depth = 0): boolean => {
  if (isBlank(value)) return true;
  const isHolder = Array.isArray(value) || isPlainObject(value);
  return isHolder && depth < deepestAnswer && Object.values(value).every((each) => isBlankAnswer(each, depth + 1));
};

/** Reads with `read`, whose thrown Error's message becomes the fault. */
export const reader = <T>(read: (value: unknown) => T): z.ZodType<T> =>
  z.unknown().transform((value, context) => {
    try {
      return read(value);
    } catch (error) {
      context.addIssue({
        code: "custom",
        message: error instanceof Error ? error.message : String(error),
        input: value,
      });
      return z.NEVER;
    }
  }) as z.ZodType<T>;

const refuse = (expectation: string): never => {
  throw new Error(expectation);
};

const toText = (value: unknown, expectation: string): string => {
  if (typeof value === "string") return value.trim();
  if (typeof value === "bigint") return value.toString();
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return refuse("must be text: as a number of this size it has already lost digits");
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return refuse(expectation);
};

/** Text. Numbers are taken as their digits, unless they are so large that digits are lost already. */
export const text = ({ maxLength = Number.POSITIVE_INFINITY, keepSpaces = false } = {}) =>
  reader((value) => {
    const read = keepSpaces && typeof value === "string" ? value : toText(value, "must be text");
    return read.length <= maxLength ? read : refuse(tooLong(read, maxLength));
  });

const tooLong = (read: string, maxLength: number) =>
  `must have at most ${maxLength} characters (it has ${read.length})`;

const idOf = (read: ReadId): string => ("problem" in read ? refuse(read.problem) : read.id);

/** An id that Gong makes of digits; it stays text, since it may exceed what a number can hold. */
export const gongId = (options?: Parameters<typeof readGongId>[1]) =>
  reader((value) => idOf(readGongId(value, options)));

/** An id of another system, or of a form that Gong leaves open. */
export const foreignId = ({ maxLength = Number.POSITIVE_INFINITY } = {}) =>
  reader((value) => {
    const read = idOf(readForeignId(value));
    return read.length <= maxLength ? read : refuse(tooLong(read, maxLength));
  });

/** An e-mail address. */
export const emailAddress = () =>
  reader((value) => {
    const read = toText(value, "must be an e-mail address");
    return /^[^\s@,;<>]+@[^\s@,;<>]+$/.test(read)
      ? read
      : refuse("must be an e-mail address, such as ada@northwind.example");
  });

/** A phone number in international form; spaces, dashes, dots, brackets and an encoded plus are understood. */
export const phoneNumber = () =>
  reader(
    (value) =>
      readInternationalPhone(toText(value, "must be a phone number")) ??
      refuse("must be a phone number with plus sign and country code, such as +14255552671"),
  );

/** An http or https address. */
export const url = () =>
  reader((value) => {
    const read = toText(value, "must be a web address");
    const valid = /^https?:\/\/[^\s/]+/i.test(read) && isUrl(read);
    return valid ? read : refuse("must be a web address that begins with https://");
  });

/** A whole number within bounds. */
export const integer = ({ min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = {}) =>
  reader((value) => {
    const read =
      typeof value === "number"
        ? value
        : Number(/^[+-]?\d+$/.test(toText(value, "must be a whole number")) ? value : Number.NaN);
    if (!Number.isSafeInteger(read)) return refuse("must be a whole number");
    if (read < min || read > max) return refuse(`must be a whole number ${boundsInWords(min, max)}`);
    return read;
  });

const boundsInWords = (min: number, max: number) =>
  max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;

/** Digits with decimals and an exponent, as people and programs write numbers; not 0x1F or 0b11, which are codes. */
const decimalText = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i;

/** Any finite number. */
export const decimal = () =>
  reader((value) => {
    const text = typeof value === "number" ? String(value) : toText(value, "must be a number");
    const read = decimalText.test(text) ? Number(text) : Number.NaN;
    if (Number.isInteger(read) && !Number.isSafeInteger(read)) return refuse("must be a number of at most 15 digits");
    return Number.isFinite(read) ? read : refuse("must be a number");
  });

/** Yes or no, also as the words that forms and spreadsheets use. */
export const toggle = () =>
  reader((value) => {
    if (typeof value === "boolean") return value;
    const word = typeof value === "string" ? value.trim().toLowerCase() : value;
    if (word === "true" || word === "yes" || word === "1" || word === 1) return true;
    if (word === "false" || word === "no" || word === "0" || word === 0) return false;
    return refuse("must be true or false");
  });

/**
 * A moment, as `2026-01-05T10:00:00Z` (fractions of a second only when there are some). A date alone is midnight UTC;
 * a time without a zone is refused: it would be a guess.
 */
export const dateTime = (options?: MomentOptions) => reader((value) => momentOf(value, options).at);

/** A day, as `2026-01-05`. A date and time gives the day that is written in it. */
export const date = (options?: Omit<MomentOptions, "zone">) =>
  reader((value) => momentOf(value, { ...options, zone: "UTC" }).day);

const momentOf = (value: unknown, options?: MomentOptions) => {
  const read = readMoment(value, options);
  return "problem" in read ? refuse(read.problem) : read;
};

/** A choice in a form: what Gong calls it, and what a person reads. */
export interface Choice<V extends string = string> {
  readonly value: V;
  readonly label: string;
}

/** Choices with labels, labels by value, or values alone where they read well. */
export type Choices<V extends string = string> = readonly (Choice<V> | V)[] | Readonly<Record<V, string>>;

export const toChoices = <V extends string>(choices: Choices<V>): Choice<V>[] =>
  Array.isArray(choices)
    ? choices.map((each: Choice<V> | V) => (typeof each === "string" ? { value: each, label: each } : each))
    : (Object.entries(choices) as [V, string][]).map(([value, label]) => ({ value, label }));

/** One of a set, recognised by value or label in any case. */
export const choice = <const V extends string>(choices: Choices<V>) =>
  reader((given): V => choose(toText(given, "must be one of its choices"), choices) ?? refuseOthers(choices));

/** One of a set to which Gong adds: new values, of letters, digits, dots, dashes and underscores, are let through. */
export const openChoice = (choices: Choices) =>
  reader((given): string => {
    const read = toText(given, "must be one of its choices");
    return choose(read, choices) ?? (/^[\w.-]+$/.test(read) ? read : refuseOthers(choices));
  });

const choose = <V extends string>(read: string, choices: Choices<V>): V | undefined => {
  const isMeant = (name: string) => name.toLowerCase() === read.toLowerCase();
  return toChoices(choices).find(({ value, label }) => isMeant(value) || isMeant(label))?.value;
};

const refuseOthers = (choices: Choices): never =>
  refuse(`must be one of ${toChoices(choices).map(inWords).join(", ")}`);

/** Both names of a choice, since both are understood: "TimeOfCall (At the time of the call)". */
const inWords = ({ value, label }: Choice) =>
  value.toLowerCase() === label.toLowerCase() ? value : `${value} (${label})`;

/** Any JSON: an object or list as it is, text parsed without losing digits. */
const fromJsonText = (value: unknown, context: z.RefinementCtx): unknown => {
  if (typeof value !== "string") return value;
  try {
    return parseLossless(value, undefined, toNumberOrText);
  } catch (error) {
    context.addIssue({ code: "custom", message: `is not valid JSON: ${(error as Error).message}`, input: value });
    return z.NEVER;
  }
};

const toNumberOrText = (digitsOfNumber: string): number | string => {
  const parsed = Number(digitsOfNumber);
  return Number.isInteger(parsed) && !Number.isSafeInteger(parsed) ? digitsOfNumber : parsed;
};

const withoutBlanks = (value: unknown): unknown =>
  isPlainObject(value) ? Object.fromEntries(Object.entries(value).filter(([, each]) => !isBlank(each))) : value;

/**
 * An object with exactly these properties. Gong drops misspelled properties in silence, so an unknown one is a fault
 * that names the known ones. Accepts JSON text. Blank properties are absent.
 */
export const record = <S extends z.core.$ZodLooseShape>(shape: S) => {
  const known = Object.keys(shape);
  return z.preprocess(
    (value, context) => withoutBlanks(fromJsonText(value, context)),
    z.strictObject(shape, {
      error: (issue) => {
        if (issue.code === "unrecognized_keys")
          return `has no property ${(issue.keys as string[]).map((key) => `"${key}"`).join(", ")}; it has ${known.join(", ")}`;
        return `must be a JSON object with ${known.join(", ")}`;
      },
    }),
  );
};

/** A list of such items. Accepts JSON text, and a single item as a list of one. */
export const listOf = <I extends z.ZodType>(item: I, { max = Number.POSITIVE_INFINITY, min = 1 } = {}) =>
  z.preprocess(
    (value, context) => {
      const read = rowsIn(fromJsonText(value, context));
      if (read === z.NEVER) return read;
      return Array.isArray(read) ? read.filter((each) => !isBlank(each)) : [read];
    },
    z
      .array(item)
      .refine((items) => items.length <= max, { error: `must have at most ${max} entries` })
      .refine((items) => items.length >= min, { error: "must have at least one entry" }),
  );

/** The list in what a form of the configuration wizard hands over: `{ rows: [...] }`. */
const rowsIn = (value: unknown): unknown =>
  isPlainObject(value) && Array.isArray(value.rows) && Object.keys(value).length === 1 ? value.rows : value;

/**
 * A list of plain values, each once: a list, JSON text, one value, or several separated by commas or line breaks.
 * `ignored` is an entry that saved workflows hold and nobody means.
 */
export const listOfText = <I extends z.ZodType>(
  item: I,
  { max = Number.POSITIVE_INFINITY, ignored }: { max?: number; ignored?: string } = {},
) =>
  z.preprocess(
    (value) =>
      (Array.isArray(value) ? value.flatMap(splitText) : splitText(value)).filter(
        (each) => !isBlank(each) && each !== ignored,
      ),
    z
      .array(item)
      .transform((items) => [...new Set(items)])
      .refine((items) => items.length <= max, { error: `must have at most ${max} entries` }),
  );

const splitText = (value: unknown): unknown[] => {
  if (typeof value !== "string") return [value];
  if (/^\s*[[{"]/.test(value)) {
    try {
      const parsed: unknown = parseLossless(value, undefined, toNumberOrText);
      return Array.isArray(parsed) ? parsed : [parsed];
    } catch {
      // Not JSON after all: read as plain text, whose items say what is wrong with them.
    }
  }
  // The comma in 9,87654E+12 is the decimal sign of a spreadsheet.
  return value.split(/\n|,(?!\d+E\+?\d+\s*(?:[,\n]|$))/i);
};

/** JSON where the text is JSON, else the text itself. */
export const jsonOrText = (read: unknown): unknown => {
  if (typeof read !== "string") return read;
  try {
    return parseLossless(read, undefined, toNumberOrText);
  } catch {
    return read;
  }
};
