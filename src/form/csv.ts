import type { parse as parseSync } from "csv-parse/sync";

/**
 * The records of a CSV text, its heading included; empty lines are left out. Spreadsheets of some countries write
 * semicolons or tabs between cells.
 * @throws Error for quotes that do not close and the like, with the parser's own words.
 */
export const parseCsv = (text: string, delimiter: "," | ";" | "\t" = ","): string[][] => {
  // Loaded here, so that only those who use it pay for it (architecture.md, dependencies).
  const { parse } = require("csv-parse/sync") as { parse: typeof parseSync };
  return parse(text, {
    bom: true,
    delimiter,
    skip_empty_lines: true,
    relax_column_count: true,
    record_delimiter: ["\r\n", "\n", "\r"],
  });
};

/** What stands between the cells of a CSV text, told by its first line. */
export const delimiterOf = (text: string): "," | ";" | "\t" => {
  const [heading = ""] = text.trimStart().split(/[\r\n]/, 1);
  return ([";", "\t"] as const).find((mark) => heading.split(mark).length > heading.split(",").length) ?? ",";
};

/** A CSV text (RFC 4180) of these records. */
export const toCsv = (records: readonly (readonly string[])[]): string =>
  records.map((cells) => `${cells.map(toCell).join(",")}\r\n`).join("");

const toCell = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
