import { InputError } from "#src/base/errors";
import { isObject, type LooseObject } from "#src/base/object";
import { decodeText, readCsv } from "./csv";
import { type Fields, type Input, labelOf, read } from "./field";
import { toFile } from "./file";
import { isBlank, jsonOrText } from "./value";
import { readWorkbook } from "./workbook";

/** A row of a table whose headings are as people have them. */
export type LooseRow = LooseObject;

/** A table as people have it: what its columns are called, and its rows. */
export interface Table {
  /** The headings in their order, those of empty columns too. */
  readonly columns: readonly string[];
  readonly rows: readonly {
    /** The row as the person counts it: from 1 in lists and CSV, as the sheet shows it in workbooks. */
    readonly number: number;
    readonly cells: LooseRow;
  }[];
  /** What was not taken as it stands, as sentences. */
  readonly warnings: readonly string[];
}

/** True for an object of values, such as a row. */
export const isRow = (value: unknown): value is LooseRow => isObject(value) && !(value instanceof Uint8Array);

/**
 * The table in whatever an earlier step made: a list of objects, or of lists with a heading first, an object that holds
 * one, JSON text, CSV text with a heading, or a file with any of them or an .xlsx workbook. A single object is a table
 * of one row; nothing at all is an empty one.
 * @throws InputError for anything that is no table.
 */
export const readTable = async (given: unknown, label: string): Promise<Table> => {
  const bytes = bytesOf(given);
  try {
    return bytes && kindOf(bytes) === "workbook" ? ofSheet(await readWorkbook(bytes)) : readTextTable(given);
  } catch (error) {
    throw new InputError([`${label} ${(error as Error).message}.`]);
  }
};

/**
 * Reads all answers of a form together, with the workbooks of the inputs that take them unpacked into their rows.
 * @throws InputError naming every field that is missing or wrong.
 */
export const readWithWorkbooks = async <F extends Fields>(
  fields: F,
  answers: Readonly<Record<string, unknown>>,
): Promise<Input<F>> => {
  const unpacked: Record<string, unknown> = { ...answers };
  for (const [key, each] of Object.entries(fields)) {
    if (!each.takesWorkbooks || !isWorkbook(answers[key])) continue;
    const { rows } = await readTable(answers[key], labelOf(each));
    for (const { number, cells } of rows) sheetRows.set(cells, number);
    unpacked[key] = rows.map(({ cells }) => cells);
  }
  return read(fields, unpacked);
};

const isWorkbook = (answer: unknown): boolean => {
  const bytes = bytesOf(answer);
  return bytes !== undefined && kindOf(bytes) === "workbook";
};

/** Where rows stand in the workbook that they came from. */
const sheetRows = new WeakMap<object, number>();

/** A row's number as the person counts it: as the sheet of a workbook shows it, else from 1. */
export const rowNumber = (row: unknown, index: number): number =>
  (isRow(row) ? sheetRows.get(row) : undefined) ?? index + 1;

const expectation =
  "must be a list of objects, JSON text of one, CSV text whose first line names the columns, or a file with CSV or an .xlsx workbook";

/** The lists that steps hand over inside an object: ours, Gong's and those of usual CRM steps. */
const listKeys = ["results", "rows", "records", "users", "calls", "items", "entries", "data", "value", "values"];

/**
 * The same where nothing may be waited for: a workbook is refused.
 * @throws Error that completes "<label> …".
 */
export const readTextTable = (given: unknown): Table => {
  if (isBlank(given)) return { columns: [], rows: [], warnings: [] };
  const bytes = bytesOf(given);
  if (bytes) return ofText(textOf(bytes));
  if (typeof given === "string") return ofText(given);
  if (Array.isArray(given)) return given.every(Array.isArray) ? ofRecords(given) : ofObjects(given);
  if (!isRow(given)) throw new Error(expectation);
  const key = listKeys.find((each) => Array.isArray(given[each]) || isHolder(given[each]));
  return key === undefined ? ofObjects([given]) : readTextTable(given[key]);
};

/** True for `data` that itself holds a list, as the output of an action does. */
const isHolder = (value: unknown): boolean => isRow(value) && listKeys.some((key) => Array.isArray(value[key]));

const ofText = (text: string): Table => {
  const trimmed = text.trim();
  if (trimmed === "") return { columns: [], rows: [], warnings: [] };
  if (trimmed.startsWith("PK\u0003\u0004") || trimmed.slice(0, 1000).includes("\0"))
    throw new Error("is a file that was read as text; hand over the file itself");
  if (/^[[{]/.test(trimmed)) {
    const parsed = jsonOrText(trimmed);
    if (typeof parsed === "string") throw new Error("must be valid JSON where it begins like JSON");
    return readTextTable(parsed);
  }
  const records = csvRecords(text);
  const [heading = []] = records;
  // One word, or a list without heading, is no table: its first value would be taken for the name of a column.
  if (heading.length === 1 && (records.length === 1 || /[=@:]|^[\d\s+.-]+$/.test(heading[0] ?? "")))
    throw new Error(expectation);
  return ofRecords(records);
};

const csvRecords = (text: string): string[][] => {
  try {
    return readCsv(text);
  } catch (error) {
    throw new Error(`is not valid CSV: ${(error as Error).message}`);
  }
};

const ofObjects = (entries: readonly unknown[]): Table => {
  const rows = entries.flatMap((cells, index) => (isBlank(cells) ? [] : [{ number: index + 1, cells }]));
  const columns = new Set<string>();
  for (const { cells } of rows) {
    if (!isRow(cells)) throw new Error(expectation);
    for (const name of Object.keys(cells)) columns.add(name);
  }
  return { columns: [...columns], rows: rows as Table["rows"], warnings: [] };
};

/** A heading and its records; blank records fall away, but count where a sheet numbers them. */
const ofRecords = (
  records: readonly (readonly unknown[])[],
  headingAt = 0,
  numberOf?: (index: number) => number,
): Table => {
  const columns = namesOf(records[headingAt] ?? []);
  const warnings: string[] = [];
  const rows: { number: number; cells: LooseRow }[] = [];
  for (const [index, record] of records.entries()) {
    if (index <= headingAt || record.every(isBlank)) continue;
    const number = numberOf?.(index) ?? rows.length + 1;
    if (record.slice(columns.length).some((cell) => !isBlank(cell)))
      warnings.push(`Row ${number} has more cells than the heading names; they are not used.`);
    rows.push({ number, cells: Object.fromEntries(columns.map((name, at) => [name, record[at] ?? ""])) });
  }
  return { columns, rows, warnings };
};

/** The names of the columns, each its own: what has none is told by its place, and what comes again is numbered. */
const namesOf = (heading: readonly unknown[]): string[] => {
  const names: string[] = [];
  for (const [index, cell] of heading.entries()) {
    const name = isBlank(cell) ? `Column ${index + 1}` : String(cell).trim();
    names.push(
      names.includes(name)
        ? `${name} (${names.filter((each) => each === name || each.startsWith(`${name} (`)).length + 1})`
        : name,
    );
  }
  return names;
};

/** People write a title above the heading: the heading is the first row of texts that fills at least half the width. */
const ofSheet = (sheet: readonly (readonly unknown[])[]): Table => {
  const filled = sheet.map((row) => row.filter((cell) => !isBlank(cell)).length);
  const width = filled.reduce((most, count) => Math.max(most, count), 0);
  const isHeading = (row: readonly unknown[], index: number) =>
    (filled[index] ?? 0) >= Math.max(Math.min(2, width), width / 2) &&
    row.every((cell) => isBlank(cell) || typeof cell === "string");
  const headingAt = sheet.findIndex(isHeading);
  if (width > 0 && headingAt === -1) throw new Error("must have a row that names the columns");
  return ofRecords(sheet, Math.max(headingAt, 0), (index) => index + 1);
};

/** The bytes of a file; undefined for what is none. */
const bytesOf = (given: unknown): Buffer | undefined => {
  const isFile =
    given instanceof Uint8Array ||
    (isRow(given) && ("contentType" in given || given.type === "Buffer" || given.data instanceof Uint8Array));
  if (!isFile) return undefined;
  const { content } = toFile(given);
  if (typeof content !== "string") return content;
  // A workbook in base64, as some steps hand files over.
  return Buffer.from(content, content.startsWith("UEsDB") ? "base64" : "utf8");
};

const textOf = (bytes: Buffer): string => {
  const kind = kindOf(bytes);
  if (kind === "text") return decodeText(bytes);
  throw new Error(`${refusals[kind]}; save it as .xlsx or CSV`);
};

const refusals = {
  workbook: "cannot be an .xlsx workbook in this input",
  encrypted: "is a workbook with a password, which cannot be read",
  xls: "is an old .xls workbook, which cannot be read",
  xlsb: "is an .xlsb workbook, which cannot be read",
  ods: "is an OpenDocument spreadsheet, which cannot be read",
  zip: "is a zip archive, not a table",
  pdf: "is a PDF, not a table",
  binary: "is a file that is neither text nor a workbook",
} as const;

/** What a file is, told by its bytes. */
const kindOf = (bytes: Buffer): keyof typeof refusals | "text" => {
  const has = (text: string, encoding: BufferEncoding = "latin1") => bytes.includes(Buffer.from(text, encoding));
  const begins = (text: string) => bytes.subarray(0, text.length).toString("latin1") === text;
  if (begins("\xd0\xcf\x11\xe0")) return has("EncryptedPackage", "utf16le") ? "encrypted" : "xls";
  if (begins("PK\x03\x04")) {
    if (has("xl/workbook.xml")) return "workbook";
    if (has("xl/workbook.bin")) return "xlsb";
    return has("opendocument.spreadsheet") ? "ods" : "zip";
  }
  if (begins("%PDF")) return "pdf";
  return isText(bytes) ? "text" : "binary";
};

/** Text has no control characters but spaces of all kinds. */
const isText = (bytes: Buffer): boolean => {
  const beginning = decodeText(bytes.subarray(0, 4096));
  return [...beginning].every((character) => character >= " " || /\s/.test(character));
};

/**
 * The entries of a table, or of a list of anything, as they came.
 * @throws Error that completes "<label> …".
 */
export const toEntries = (given: unknown): unknown[] => {
  if (Array.isArray(given)) return given.filter((each) => !isBlank(each));
  if (isRow(given)) {
    const key = listKeys.find((each) => Array.isArray(given[each]) || isHolder(given[each]));
    if (key !== undefined) return toEntries(given[key]);
  }
  if (typeof given === "string" && /^\s*\[/.test(given)) {
    const parsed = jsonOrText(given.trim());
    if (Array.isArray(parsed)) return toEntries(parsed);
  }
  return readTextTable(given).rows.map(({ cells }) => cells);
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
  const parts: readonly unknown[] = typeof value === "string" ? value.split(/[,;\n|]/) : [value].flat();
  return parts.flatMap((part) => (typeof part === "string" && part.trim() !== "" ? [part.trim()] : []));
};
