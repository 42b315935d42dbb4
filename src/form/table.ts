import { delimiterOf, parseCsv } from "./csv";
import { toFile } from "./file";
import { isBlank, jsonOrText } from "./value";

/** A row of a table whose headings are as people have them. */
export type LooseRow = Readonly<Record<string, unknown>>;

export const isRow = (value: unknown): value is LooseRow =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);

/** The lists that steps hand over inside an object: ours, Gong's and those of usual CRM steps. */
const listKeys = ["results", "rows", "records", "users", "calls", "items", "entries", "data", "value"];

/**
 * The entries of whatever an earlier step made: a list, an object that holds one, JSON text, CSV text with a heading,
 * or a file with either. A single object is a list of one. Entries are handed out as they are.
 * @throws Error that completes "<label> …" for anything else.
 */
export const toEntries = (given: unknown): unknown[] => {
  if (Array.isArray(given)) return given.filter((each) => !isBlank(each));
  if (typeof given === "string") return fromText(given);
  if (Buffer.isBuffer(given) || (isRow(given) && "contentType" in given))
    return fromText(String(toFile(given).content));
  if (!isRow(given)) throw new Error("must be a list, an object that holds one, JSON text or CSV text");
  const key = listKeys.find((each) => Array.isArray(given[each]) || isHolder(given[each]));
  return key === undefined ? [given] : toEntries(given[key]);
};

/** True for `data` that itself holds a list, as the output of an action does. */
const isHolder = (value: unknown): boolean => isRow(value) && listKeys.some((key) => Array.isArray(value[key]));

const fromText = (text: string): unknown[] => {
  const trimmed = text.trim();
  if (trimmed === "") return [];
  if (/^[[{]/.test(trimmed)) {
    const parsed = jsonOrText(trimmed);
    if (typeof parsed === "string") throw new Error("must be valid JSON where it begins like JSON");
    return toEntries(parsed);
  }
  const [heading = [], ...records] = parseCsv(text, delimiterOf(text));
  return records
    .filter((cells) => cells.some((cell) => cell.trim() !== ""))
    .map((cells) => Object.fromEntries(heading.map((name, index) => [name, cells[index] ?? ""])));
};

/** A heading without case, spaces and punctuation: "License Type" and "license_type" are the same. */
export const plainName = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** The first value that is filled in under one of these headings, in their order. */
export const cellOf = (row: LooseRow, headings: readonly string[]): unknown => {
  const cells = new Map(
    Object.entries(row)
      .filter(([, value]) => !isBlank(value))
      .map(([heading, value]) => [plainName(heading), value]),
  );
  return headings.map((heading) => cells.get(plainName(heading))).find((value) => value !== undefined);
};

/** That value as text, or null when there is none. */
export const textCell = (row: LooseRow, headings: readonly string[]): string | null => {
  const value = cellOf(row, headings);
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint"
    ? String(value).trim()
    : null;
};

/** That value as a list: a list, or text with commas, semicolons or line breaks between. */
export const listCell = (row: LooseRow, headings: readonly string[]): string[] => {
  const value = cellOf(row, headings);
  const parts = Array.isArray(value) ? value : typeof value === "string" ? value.split(/[,;\n|]/) : [];
  return parts.flatMap((part) => (typeof part === "string" && part.trim() !== "" ? [part.trim()] : []));
};
