import type { UnzipFileInfo, Unzipped } from "fflate";

/** A workbook's sheet: one list of cells per row, from row 1 on. Dates stand there as the sheet shows them. */
export type Sheet = readonly (readonly unknown[])[];

/** More than this is not unpacked; a sheet of 100,000 calls needs about half. */
const mostBytes = 64 * 1024 * 1024;
/** What a spreadsheet can hold. */
const mostRows = 1_048_576;
const mostColumns = 16_384;
const mostCells = 10_000_000;

const tooLarge =
  "is too large a workbook: unpacked it has more than 64 MB or 10 million cells; split it, or save it as CSV";

/**
 * Reads the first visible sheet of an .xlsx workbook, with the saved values of formulas. Numbers of 15 digits and more
 * stand there in a spreadsheet's short form (1.76762E+15), since their last digits may be lost.
 * @throws Error that completes "<label> …" for a file that cannot be read or is too large.
 */
export const readWorkbook = async (file: Buffer): Promise<Sheet> => {
  // Loaded here, so that only those who hand over workbooks pay for it.
  const { zipSync } = require("fflate") as typeof import("fflate");
  const parts = unpack(file);
  const sheet = firstVisible(new TextDecoder().decode(parts["xl/workbook.xml"]));
  for (const [name, content] of Object.entries(parts)) if (/worksheets\//i.test(name)) checkExtent(content);
  // Packed again without what was not wanted, so that the library meets nothing unbounded.
  const packed = zipSync(parts, { level: 0 });
  const { readSheet, InvalidSpreadsheetError } =
    require("read-excel-file/universal") as typeof import("read-excel-file/universal");
  try {
    const rows = await readSheet(new Blob([packed]), sheet, { parseNumber: toNumber, trim: false });
    return rows.map((row) => row.map(toCell));
  } catch (error) {
    const reason = error instanceof InvalidSpreadsheetError ? ` (${error.message})` : "";
    throw new Error(
      `is a workbook that cannot be read${reason}; open it in a spreadsheet and save it again, or as CSV`,
    );
  }
};

const isWanted = (name: string) => /^xl\/(?:[^/]+|_rels\/[^/]+|worksheets\/[^/]+)\.(?:xml|rels)$/i.test(name);

const unpack = (file: Buffer): Unzipped => {
  const { unzipSync } = require("fflate") as typeof import("fflate");
  let bytes = 0;
  let isTooLarge = false;
  const filter = ({ name, originalSize }: UnzipFileInfo) => {
    if (!isWanted(name)) return false;
    bytes += originalSize;
    isTooLarge ||= bytes > mostBytes;
    return !isTooLarge;
  };
  let parts: Unzipped;
  try {
    parts = unzipSync(file, { filter });
  } catch {
    throw new Error("is a workbook that is damaged; open it in a spreadsheet and save it again");
  }
  if (isTooLarge) throw new Error(tooLarge);
  return parts;
};

/** The place of the first sheet that is not hidden, from 1. */
const firstVisible = (workbook: string): number => {
  const sheets = workbook.match(/<(?:\w+:)?sheet\s[^<>]*>/g) ?? [];
  const place = sheets.findIndex((sheet) => !/\sstate\s*=\s*["'](?:hidden|veryHidden)["']/.test(sheet));
  return place === -1 ? 1 : place + 1;
};

/** A sheet says where its cells stand, and room is made up to there: a few bytes could ask for gigabytes. */
const checkExtent = (content: Uint8Array) => {
  const xml = new TextDecoder().decode(content);
  let rows = 0;
  let lastRow = 0;
  let lastColumn = 0;
  for (const [, tag = "", attributes = ""] of xml.matchAll(/<(?:\w+:)?(row|c)\b([^<]*)/g)) {
    if (tag === "row") rows++;
    const place = /^(?:\s+[\w:]+\s*=\s*(?:"[^"]*"|'[^']*'))*?\s+r\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']/.exec(attributes);
    // What is not written plainly, or written twice, is not looked at by guessing.
    const count = attributes.split(/\sr\s*=/).length - 1;
    if (count > 1 || (count === 1 && !place)) throw new Error(tooLarge);
    if (!place) continue;
    const [, letters = "", row = ""] = place;
    if (Number(row) > mostRows || columnOf(letters) > mostColumns) throw new Error(tooLarge);
    if (attributes.trimEnd().endsWith("/>")) continue;
    if (tag === "c") lastRow = Math.max(lastRow, Number(row));
    lastColumn = Math.max(lastColumn, columnOf(letters));
  }
  if (Math.max(rows, lastRow) * lastColumn > mostCells) throw new Error(tooLarge);
};

const columnOf = (letters: string) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

/** Spreadsheets keep 15 digits; an id that has as many may have lost some. */
const toNumber = (digits: string): number | string => {
  const number = Number(digits);
  return Math.abs(number) >= 1e14 ? number.toExponential().toUpperCase() : number;
};

const toCell = (cell: unknown): unknown => (cell instanceof Date ? toWallTime(cell) : cell);

/** Day 0 of spreadsheets; what lies in its first weeks is a length of time, not a day. */
const zeroMs = Date.UTC(1899, 11, 30);
const firstDayMs = Date.UTC(1900, 2, 1);

/** A date as the cell shows it: 2026-01-05 10:15:00, the day alone at midnight, 10:15:00 where there is no day. */
const toWallTime = (cell: Date): string => {
  // A third of a day comes back a millisecond early.
  const ms = Math.round(cell.getTime() / 1000) * 1000;
  const iso = new Date(ms).toISOString();
  const [day, time] = [iso.slice(0, 10), iso.slice(11, 19)];
  if (ms < firstDayMs) return `${Math.floor((ms - zeroMs) / 3_600_000)}`.padStart(2, "0") + time.slice(2);
  return time === "00:00:00" ? day : `${day} ${time}`;
};
