import { isUtf8 } from "node:buffer";
import type { parse as parseSync } from "csv-parse/sync";

type Delimiter = string;

/**
 * The records of a CSV text, its heading included; empty lines are left out.
 * @throws Error for quotes that do not close and the like, with the parser's own words.
 */
const parseCsv = (text: string, delimiter: Delimiter = ","): string[][] => {
  // Loaded here, so that only those who use it pay for it.
  const { parse } = require("csv-parse/sync") as { parse: typeof parseSync };
  return parse(text, {
    bom: true,
    delimiter,
    skip_empty_lines: true,
    relax_column_count: true,
    record_delimiter: ["\r\n", "\n", "\r"],
  });
};

const delimiters = [",", ";", "\t", "|"];

/**
 * What stands between the cells of a CSV text, told by its first line: spreadsheets of some countries write semicolons
 * or tabs. Marks within quotes count nothing.
 */
const delimiterOf = (text: string): Delimiter => {
  const heading = firstLineOf(text.trimStart()).replace(/"[^"]*"/g, "");
  const counts = delimiters.map((mark) => heading.split(mark).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ",";
};

/** The records of a CSV file as spreadsheets save it, whose first line may say what stands between the cells (`sep=;`). */
export const readCsv = (text: string): string[][] => {
  const plain = text.replace(/^\uFEFF/, "");
  const stated = /^"?sep=(.)"?\s*$/i.exec(firstLineOf(plain))?.[1];
  if (stated === undefined) return parseCsv(plain, delimiterOf(plain));
  return parseCsv(plain.slice(firstLineOf(plain).length), stated);
};

const firstLineOf = (text: string) => text.slice(0, text.search(/[\r\n]|$/));

/** A CSV text (RFC 4180) of these records. */
export const toCsv = (records: readonly (readonly string[])[]): string =>
  records.map((cells) => `${cells.map(toCell).join(",")}\r\n`).join("");

/**
 * The same with every cell quoted, for spreadsheets: one that parts cells at semicolons would find a formula in
 * `a;=1+1`.
 */
export const toQuotedCsv = (records: readonly (readonly string[])[]): string =>
  records.map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

const toCell = (cell: string) => (/[",\r\n]/.test(cell) ? quoted(cell) : cell);

/**
 * The text of a file: UTF-8, UTF-16 with its mark or recognised by its zero bytes, else Windows-1252, in which
 * spreadsheets save CSV.
 */
export const decodeText = (bytes: Buffer): string => {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decode(bytes, "utf-16le");
  if (first === 0xfe && second === 0xff) return decode(bytes, "utf-16be");
  const beginning = bytes.subarray(0, 64);
  const zerosAt = (parity: number) => beginning.filter((byte, index) => byte === 0 && index % 2 === parity).length;
  const [even, odd] = [zerosAt(0), zerosAt(1)];
  if (odd > beginning.length / 4 && even === 0) return decode(bytes, "utf-16le");
  if (even > beginning.length / 4 && odd === 0) return decode(bytes, "utf-16be");
  return decode(bytes, isUtf8(bytes) ? "utf-8" : "windows-1252");
};

/** As a stream: in one piece, Node 20 reads Windows-1252 as Latin-1 and loses the euro sign. */
const decode = (bytes: Buffer, encoding: string): string => {
  const decoder = new TextDecoder(encoding);
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
};
