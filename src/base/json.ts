import { parse, stringify } from "lossless-json";

/**
 * Parses Gong's JSON. Some of Gong's ids are numbers beyond 2^53: those come out as text with all their digits.
 * Everything else is what `JSON.parse` makes of it.
 * @throws SyntaxError when the text is no JSON, or nested deeper than whoever walks through it could follow.
 */
export const parseJson = (text: string): unknown => {
  if (depthOf(text) > mostDepth) throw new SyntaxError(`JSON nested more than ${mostDepth} deep`);
  const parsed: unknown = JSON.parse(text);
  return mayHoldLongInteger.test(text) ? (withDigitsKept(text) ?? parsed) : parsed;
};

const mostDepth = 200;

/** How deep lists and objects lie in one another; brackets inside texts do not count. */
const depthOf = (text: string): number => {
  let depth = 0;
  let deepest = 0;
  let isInText = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isInText && code === backslash) index++;
    else if (code === quote) isInText = !isInText;
    else if (isInText) continue;
    else if (code === openList || code === openObject) deepest = Math.max(deepest, ++depth);
    else if (code === closeList || code === closeObject) depth--;
  }
  return deepest;
};
const [backslash, quote, openList, openObject, closeList, closeObject] = [...'\\"[{]}'].map((each) =>
  each.charCodeAt(0),
);

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

/** JSON as one word, which forms, addresses and tables leave as it is. */
export const toWord = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** What such a word holds; undefined for one that was changed or cut. */
export const fromWord = (word: string): unknown => {
  try {
    return JSON.parse(Buffer.from(word, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
};
