import type writeExcel from "write-excel-file/node";
import { toCsv } from "#src/form/csv";
import { type LooseRow, plainName, textCell } from "#src/form/table";
import { isBlank } from "#src/form/value";
import { momentOf } from "./runLog";

/** What makes a file of a run log. */
export interface LogSelection {
  readonly fromMs?: number;
  readonly toMs?: number;
  /** All when absent. */
  readonly statuses?: readonly string[];
}

/** When an entry was made, under the names that logs have for it. */
const dateHeadings = ["loggedAt", "date", "time", "timestamp", "jobDate", "uploadedAt"];

/**
 * The entries of a range, from included and to excluded, with one of the statuses. With a range, entries that do not
 * say when they were made are left out, and counted.
 */
export const selectEntries = (
  entries: readonly LooseRow[],
  { fromMs, toMs, statuses }: LogSelection,
): { entries: LooseRow[]; withoutDate: number } => {
  const isRange = fromMs !== undefined || toMs !== undefined;
  const ofStatus = statuses
    ? entries.filter((entry) =>
        statuses.some((each) => plainName(each) === plainName(textCell(entry, ["status"]) ?? "")),
      )
    : entries;
  if (!isRange) return { entries: [...ofStatus], withoutDate: 0 };
  const dated = ofStatus.map((entry) => [entry, momentOf(textCell(entry, dateHeadings))] as const);
  const { NEGATIVE_INFINITY: start, POSITIVE_INFINITY: end } = Number;
  return {
    entries: dated.flatMap(([entry, moment]) =>
      moment !== null && moment >= (fromMs ?? start) && moment < (toMs ?? end) ? [entry] : [],
    ),
    withoutDate: dated.filter(([, moment]) => moment === null).length,
  };
};

/** Columns that stand first, in this order, where there are such. */
const firstColumns = [
  "loggedAt",
  "status",
  "code",
  "message",
  "callId",
  "clientUniqueId",
  "title",
  "started",
  "hostName",
  "hostEmailAddress",
  "hostUserId",
  "activityType",
  "ownerId",
  "accountId",
  "url",
  "attempts",
  "nextTry",
  "giveUp",
];

/** The heading and one record per entry, every property of any entry being a column. */
export const toTable = (entries: readonly LooseRow[]): string[][] => {
  const found = new Set(entries.flatMap(Object.keys));
  const known = entries.length === 0 ? firstColumns : firstColumns.filter((column) => found.has(column));
  const columns = [...known, ...[...found].filter((column) => !known.includes(column))];
  return [columns.map(toCell), ...entries.map((entry) => columns.map((column) => toCell(entry[column])))];
};

const toCell = (value: unknown): string => {
  if (isBlank(value)) return "";
  return withoutFormula(typeof value === "object" ? JSON.stringify(value) : String(value));
};

/**
 * A cell that spreadsheets show and never run: programs take what begins like a formula for one, also in a CSV and
 * behind spaces. Plain numbers stay as they are.
 */
export const withoutFormula = (cell: string): string =>
  /^\s*[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/.test(cell) && !/^[+-]?\d+([.,]\d+)?$/.test(cell) ? `'${cell}` : cell;

/** Excel holds no more characters in a cell. */
const longestCell = 32_767;

/** The table as a workbook of one sheet, every cell being text, so that ids keep their digits. */
export const toXlsx = async (table: readonly (readonly string[])[]): Promise<Buffer> => {
  // Loaded here, so that only those who use it pay for it (architecture.md, dependencies).
  const writeXlsxFile = require("write-excel-file/node") as typeof writeExcel;
  const rows = table.map((cells, index) =>
    cells.map((cell) => ({
      value: shortened(cell),
      type: String,
      ...(index === 0 ? { fontWeight: "bold" as const } : {}),
    })),
  );
  return writeXlsxFile(rows, { sheet: "Run log", stickyRowsCount: 1 }).toBuffer();
};

const shortened = (cell: string): string => (cell.length > longestCell ? `${cell.slice(0, longestCell - 1)}…` : cell);

/** The table as CSV. The mark in front tells spreadsheet programs that it is UTF-8. */
export const toCsvFile = (table: readonly (readonly string[])[]): Buffer =>
  Buffer.from(`\uFEFF${toCsv(table)}`, "utf8");
