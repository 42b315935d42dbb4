import { parse, stringify } from "lossless-json";

/**
 * Parses Gong's JSON. Some of Gong's ids are numbers beyond 2^53: those come out as text with all their digits.
 * Everything else is what `JSON.parse` makes of it.
 * @throws SyntaxError when the text is no JSON.
 */
export const parseJson = (text: string): unknown => {
  const parsed: unknown = JSON.parse(text);
  return mayHoldLongInteger.test(text) ? (withDigitsKept(text) ?? parsed) : parsed;
};

/** Where a value may begin; inside a text it costs a slower parse and changes nothing. */
const mayHoldLongInteger = /(?:^|[:,[])\s*-?\d{16}/;

const withDigitsKept = (text: string): unknown =>
  parse(text, null, {
    parseNumber: toNumberOrDigits,
    onDuplicateKey: ({ newValue }: { newValue: unknown }) => newValue,
  });

const toNumberOrDigits = (digits: string): number | string => {
  const number = Number(digits);
  return /^-?\d+$/.test(digits) && !Number.isSafeInteger(number) ? digits : number;
};

/**
 * The JSON text of a value that came from a form or an earlier step; undefined when it has none. A bigint, which
 * `JSON.stringify` refuses, becomes a number with all its digits.
 */
export const toJsonText = (value: unknown): string | undefined => stringify(value);
