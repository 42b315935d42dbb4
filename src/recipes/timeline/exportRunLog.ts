import type writeExcel from "write-excel-file/node";
import { z } from "zod";
import { withoutFormula } from "#src/base/escape";
import { once } from "#src/base/lazy";
import { dayMs } from "#src/base/time";
import { toQuotedCsv } from "#src/form/csv";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { fromDateTime, toDateTime } from "#src/form/fields";
import { isRow, type LooseRow, plainName, textCell, toEntries } from "#src/form/table";
import { isBlank, reader } from "#src/form/value";
import { recipe } from "#src/recipe";
import { momentOf, runStatuses } from "./runLog";

const contentTypes = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv",
} as const;

const defaultKeepDays = 30;

const LogFile = once(() =>
  z.object({
    file: z
      .object({ data: z.unknown().describe("The bytes."), contentType: z.string().describe("The file's media type.") })
      .describe("The file as steps that take a file want it."),
    fileName: z.string().describe("A name for the file."),
    rows: z.number().describe("Entries in the file, the heading not counted."),
    leftOut: z.number().describe("Entries that the range or the statuses left out."),
    withoutDate: z.number().describe("Of those left out, entries that do not say when they were made."),
    created: z.string().describe("ISO 8601."),
    deleteAfter: z
      .string()
      .describe(
        "ISO 8601: when the file should be deleted. Nothing deletes it by itself: that is up to where it is stored.",
      ),
  }),
);

export const exportRunLog = recipe({
  label: "Export Run Log",
  description:
    "Makes a file of the log entries of earlier runs, as an Excel workbook or CSV, for a range of dates and chosen statuses.",
  uses: [],
  effect: "reads",
  fields: {
    entries: optional(
      field.withWorkbooks(
        field.json(
          {
            label: "Entries",
            comments:
              "The log entries: log of Build Timeline Activities, results or failed of Upload Calls, or any list of objects; also JSON or CSV text, or a .csv or .xlsx file. Each property becomes a column. Leave empty, as an empty log is, for a file with the heading alone.",
            example: JSON.stringify([
              { callId: "7782342274025937895", status: "synced", loggedAt: "2026-01-05T20:00:00.000Z" },
            ]),
          },
          () => reader(toLogEntries),
        ),
      ),
    ),
    fromDateTime: optional(
      reworded(fromDateTime, {
        comments:
          "Only entries made at this moment or later, by their loggedAt. ISO 8601 with a zone, such as 2026-01-05T10:00:00Z. Leave empty to go back to the first entry.",
      }),
    ),
    toDateTime: optional(
      reworded(toDateTime, {
        comments: "Only entries made before this moment. ISO 8601 with a zone. Leave empty to go up to the last entry.",
      }),
    ),
    lastDays: optional(
      field.integer(
        {
          label: "Last Days",
          comments: "Only entries of the last so many days. Leave empty to take From and To.",
          placeholder: "7",
          example: "7",
        },
        { min: 1, max: 3650 },
      ),
    ),
    statuses: optional(
      field.openChoiceList(
        {
          label: "Statuses",
          comments: "Only entries with one of these statuses. Leave empty for all.",
          example: "failed-permanent",
        },
        runStatuses,
      ),
    ),
    format: optional(
      field.choice(
        { label: "Format", comments: "The kind of file. Leave empty for an Excel workbook.", example: "xlsx" },
        [
          { value: "xlsx", label: "Excel workbook (.xlsx)" },
          { value: "csv", label: "CSV (.csv)" },
        ],
        { default: "xlsx" },
      ),
    ),
    keepDays: optional(
      field.integer(
        {
          label: "Keep Days",
          comments: `After how many days the file should be deleted; deleteAfter says the date. Leave empty for ${defaultKeepDays}.`,
          placeholder: String(defaultKeepDays),
          example: String(defaultKeepDays),
        },
        { min: 1, max: 3650 },
      ),
    ),
  },
  output: LogFile,
  example: {
    file: { data: "UEsDBBQAAAAIAA==", contentType: contentTypes.xlsx },
    fileName: "gong-run-log-2026-01-05T20-00-00Z.xlsx",
    rows: 1,
    leftOut: 0,
    withoutDate: 0,
    created: "2026-01-05T20:00:00.000Z",
    deleteAfter: "2026-02-04T20:00:00.000Z",
  },
  run: async (
    { entries = [], fromDateTime, toDateTime, lastDays, statuses, format, keepDays = defaultKeepDays },
    { logger },
  ) => {
    const nowMs = Date.now();
    const fromMs = lastDays === undefined ? toMs(fromDateTime) : nowMs - lastDays * dayMs;
    const selected = selectEntries(entries, { fromMs, toMs: toMs(toDateTime), statuses });
    if (selected.withoutDate > 0)
      logger.warn(
        `${selected.withoutDate} entries do not say when they were made and are not in the file. Leave From, To and Last Days empty to have them.`,
      );
    const table = toTable(selected.entries);
    const kind = format === "csv" ? "csv" : "xlsx";
    const data = kind === "csv" ? toCsvFile(table) : await toXlsx(table);
    const created = new Date(nowMs).toISOString();
    return {
      file: { data, contentType: contentTypes[kind] },
      fileName: `gong-run-log-${created.replace(/\.\d+Z$/, "Z").replaceAll(":", "-")}.${kind}`,
      rows: selected.entries.length,
      leftOut: entries.length - selected.entries.length,
      withoutDate: selected.withoutDate,
      created,
      deleteAfter: new Date(nowMs + keepDays * dayMs).toISOString(),
    };
  },
  notes: [
    "Nothing is sent to Gong: the connection is asked for as in every action, and not used. Nothing is stored either: hand file to a step that stores or sends it, and delete it after deleteAfter.",
    "Every cell is text, so ids keep all their digits. A cell that begins like a formula is marked with an apostrophe, so that no program runs it; in a CSV every cell is quoted.",
    "Entries that do not say when they were made are left out when a range is given, and counted in withoutDate.",
  ],
});

const toMs = (moment: string | undefined): number | undefined =>
  moment === undefined ? undefined : Date.parse(moment);

const toLogEntries = (given: unknown): LooseRow[] =>
  toEntries(isRow(given) && Array.isArray(given.log) ? given.log : given).map((entry, index) => {
    if (!isRow(entry)) throw new Error(`must have an object at place ${index + 1}`);
    return entry;
  });

/** What makes a file of a run log. */
interface LogSelection {
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
const selectEntries = (
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
const toTable = (entries: readonly LooseRow[]): string[][] => {
  const found = new Set(entries.flatMap(Object.keys));
  const known = entries.length === 0 ? firstColumns : firstColumns.filter((column) => found.has(column));
  const columns = [...known, ...[...found].filter((column) => !known.includes(column))];
  return [columns.map(toCell), ...entries.map((entry) => columns.map((column) => toCell(entry[column])))];
};

const toCell = (value: unknown): string => {
  if (isBlank(value)) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return isPlainNumber(text) ? text : withoutFormula(text);
};

const isPlainNumber = (text: string) => /^[+-]?\d+([.,]\d+)?$/.test(text);

/** Excel holds no more characters in a cell. */
const longestCell = 32_767;

/** The table as a workbook of one sheet, every cell being text, so that ids keep their digits. */
const toXlsx = async (table: readonly (readonly string[])[]): Promise<Buffer> => {
  // Loaded here, so that only those who use it pay for it.
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
const toCsvFile = (table: readonly (readonly string[])[]): Buffer => Buffer.from(`\uFEFF${toQuotedCsv(table)}`, "utf8");
