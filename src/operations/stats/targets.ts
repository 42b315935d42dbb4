import { z } from "zod";
import { answerWith, requestId } from "#src/entities/entity";
import { Target, target } from "#src/entities/target";
import { toCsv } from "#src/form/csv";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { workspaceId } from "#src/form/fields";
import { isRow, readTextTable } from "#src/form/table";
import * as value from "#src/form/value";
import { operation } from "#src/operation";

const targetsWorkspaceId = reworded(workspaceId, {
  comments: "Gong's id of the workspace that the targets belong to.",
});

export const listTargets = operation({
  label: "List Targets",
  description: "Lists the forecast targets of a workspace.",
  endpoint: "GET /v2/targets",
  scopes: [],
  scopesAreUnsure: true,
  effect: "reads",
  fields: { workspaceId: targetsWorkspaceId },
  response: () => answerWith({ targets: z.array(Target()).describe("The targets of the workspace.") }),
  list: { key: "targets" },
  example: { requestId, targets: [target] },
  notes: ["The values of a target do not come back: Gong has no way to read them."],
});

const maxRows = 10_000;

/** The columns of the file that Gong's own pages offer. Whether the API wants exactly these is unsure. */
const row = () =>
  value.record({
    "Team member identifier": value.text(),
    "Is Team": value.toggle().optional(),
    Period: value.text(),
    Value: value.decimal(),
    Currency: value.text().optional(),
  });

type Row = z.output<ReturnType<typeof row>>;

const rowsToCsv = (rows: Row[]) => {
  const hasCurrency = rows.some((each) => each.Currency !== undefined);
  return toCsv([
    ["Team member identifier", "Is Team", "Period", "Value", ...(hasCurrency ? ["Currency"] : [])],
    ...rows.map((each) => [
      each["Team member identifier"],
      each["Is Team"] ? "TRUE" : "FALSE",
      each.Period,
      String(each.Value),
      ...(hasCurrency ? [each.Currency ?? ""] : []),
    ]),
  ]);
};

/** CSV text or a CSV file, in the encoding and with the marks that Gong expects, whatever the spreadsheet made of it. */
const csvFile = () =>
  value.reader((given) => {
    const { columns, rows } = readTextTable(given);
    if (rows.length < 1) throw new Error("must be CSV with a heading and at least one row");
    if (rows.length > maxRows) throw new Error(`must have at most ${maxRows} rows (it has ${rows.length}); split it`);
    return toCsv([columns, ...rows.map(({ cells }) => columns.map((name) => String(cells[name])))]);
  });

const areRows = (given: unknown) => {
  if (typeof given === "string") return /^\s*[[{]/.test(given);
  return Array.isArray(given) || (isRow(given) && !("data" in given));
};

/** CSV text, a CSV file, or rows of which a CSV is made. */
const assignmentsSchema = (): z.ZodType<string> => {
  const file = csvFile();
  const rows = value.listOf(row(), { max: maxRows }).transform(rowsToCsv);
  return z.unknown().transform((given, context) => {
    const { data, error } = (areRows(given) ? rows : file).safeParse(given, { reportInput: true });
    if (!error) return data;
    for (const { path, message, input } of error.issues)
      context.addIssue({ code: "custom", path: [...path], message, input });
    return z.NEVER;
  });
};

const assignments = field.withWorkbooks(
  field.custom(
    {
      type: "code",
      language: "plaintext",
      label: "Assignments",
      comments:
        "The values to assign, at most 10,000 rows: CSV text, or a .csv or .xlsx file, with the columns Team member identifier, Is Team, Period, Value and Currency, or rows as JSON with the same names.",
      example:
        "Team member identifier,Is Team,Period,Value,Currency\nada.reyes@northwind.example,FALSE,Q1 FY2026,250000,USD",
    },
    assignmentsSchema,
  ),
);

export const uploadTargetAssignments = operation({
  label: "Upload Target Assignments",
  description: "Uploads the values of a target for team members and periods, or has Gong check them only.",
  endpoint: "POST /v2/targets/{targetId}/assignments",
  scopes: [],
  scopesAreUnsure: true,
  effect: "writes",
  fields: {
    workspaceId: targetsWorkspaceId,
    targetId: field.gongId({
      label: "Target",
      comments: "Gong's id of the target.",
      placeholder: target.id,
      example: target.id,
      dataSource: "targets",
    }),
    file: assignments,
    validateOnly: optional(
      field.toggle({
        label: "Validate Only",
        comments: "Have Gong check the rows without storing them. When off, the values are stored.",
        example: "true",
      }),
    ),
  },
  request: ({ file, workspaceId, validateOnly }) => ({
    query: { workspaceId, validateOnly },
    multipart: { fileName: "assignments.csv", contentType: "text/csv", content: file },
  }),
  file: { part: "file" },
  response: () => answerWith({}),
  example: { requestId },
  notes: [
    "At most 10,000 rows go in one request; more are refused before anything is sent.",
    "The columns are case-sensitive; Is Team is false where it is left out, and Currency is for targets in a currency.",
    "Gong does not say whether the API takes the same columns as its own upload page. Try with Validate Only first.",
    "Periods are written as on Gong's upload page: April FY2026, Q2 FY2026 or FY2026.",
  ],
});
