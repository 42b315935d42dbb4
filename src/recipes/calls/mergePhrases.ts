import { lower } from "#src/base/text";

/**
 * Adds to a text the phrases that it lacks, and cuts it at a whole phrase. What is there stays as it is written, and
 * merging the same phrases again changes nothing, unless the text itself was too long.
 * @returns the text, and how many phrases (or parts of what was there) did not fit.
 */
export const mergePhrases = (
  existingText: string,
  phrases: readonly string[],
  { separator, maxLength = Number.POSITIVE_INFINITY }: { separator: string; maxLength?: number },
): { text: string; left: number } => {
  const there = itemsOf(existingText, separator);
  const clean = phrases.map((phrase) => withoutTrailingSeparator(phrase, separator));
  const missing = missingIn(there, clean, separator);
  if (missing.length === 0 && existingText.length <= maxLength) return { text: existingText, left: 0 };
  const whole = withoutTrailingSeparator(existingText, separator);
  if (whole.length <= maxLength) return fitting(whole, missing, separator, maxLength);
  const kept = fitting("", there, separator, maxLength);
  return { text: kept.text, left: kept.left + missing.length };
};

/** Adds one after the other, up to the first that does not fit: a shorter one behind it counts for less. */
const fitting = (start: string, items: readonly string[], separator: string, maxLength: number) => {
  let text = start;
  for (const [index, item] of items.entries()) {
    const longer = text === "" ? item : text + separator + item;
    if (longer.length > maxLength) return { text, left: items.length - index };
    text = longer;
  }
  return { text, left: 0 };
};

/** A phrase may hold the separator itself ("Tailspin, Inc."): then it is there when its parts stand in a row. */
const missingIn = (there: readonly string[], phrases: readonly string[], separator: string): string[] => {
  const present = there.map(lower);
  return phrases.filter((phrase) => {
    const parts = itemsOf(phrase, separator).map(lower);
    if (parts.length === 0 || hasRow(present, parts)) return false;
    present.push(...parts);
    return true;
  });
};

const hasRow = (items: readonly string[], row: readonly string[]): boolean =>
  items.some((_, start) => row.every((each, index) => items[start + index] === each));

/** The parts between separators; people type them with and without the spaces around. */
const itemsOf = (text: string, separator: string): string[] =>
  text
    .split(separator.trim() || separator)
    .map((item) => item.trim())
    .filter((item) => item !== "");

const withoutTrailingSeparator = (text: string, separator: string): string => {
  const mark = separator.trim();
  let whole = text.trim();
  while (mark !== "" && whole.endsWith(mark)) whole = whole.slice(0, -mark.length).trimEnd();
  return whole;
};
