import { z } from "zod";
import { InputError } from "#src/base/errors";
import { once } from "#src/base/lazy";
import { dayMs, isoOf } from "#src/base/time";
import { call } from "#src/entities/call";
import { requestId } from "#src/entities/entity";
import { readTable } from "#src/form/table";
import { isTimeZone } from "#src/form/time";
import { addMedia, createNewCall, getCallUsingGet, listCallsUsingGet } from "#src/operations/calls/index";
import { listUsers } from "#src/operations/users";
import { recipe } from "#src/recipe";
import { itemsOutput, resumeToken, withCounters } from "#src/recipes/shared";
import { readUserDirectory } from "#src/recipes/users/listing";
import { type CheckedRow, checkRows, type RefusedRow } from "./check";
import { finding, type UploadCode, uploadCodes } from "./codes";
import { toGivenRows } from "./columns";
import { defaultTitle, rowExample, uploadFields } from "./form";
import { lookAtMedia } from "./media";
import { titlePlaceholders, unknownPlaceholders } from "./newCall";
import { costOf, handBack, refuse, rehearse, requestsADay, type SentRow, sendAll } from "./send";

const FindingShape = once(() =>
  z.object({
    code: z.string().describe(`One of ${Object.keys(uploadCodes).join(", ")}.`),
    message: z.string().describe("What is the case and what to do."),
  }),
);

const RowResult = once(() =>
  FindingShape().extend({
    row: z
      .number()
      .describe(
        "The place of the row in the list, from 1, as the sheet shows it in workbooks; the heading of a CSV does not count.",
      ),
    clientUniqueId: z.string().nullable().describe("The id under which Gong remembers the upload."),
    status: z
      .enum(["uploaded", "alreadyUploaded", "ready", "failed"])
      .describe("ready only in a dry run. An uploaded call is queued; Check Uploaded Call says whether it appeared."),
    callId: z.string().nullable().describe("Gong's id of the call; null when Gong did not tell it."),
    url: z.string().nullable().describe("The call's page in Gong; null when Gong did not tell it."),
    requestId: z.string().nullable().describe("Names the request to Gong's support."),
    actualStart: z.string().nullable().describe("When the call began. ISO 8601 in UTC."),
    mediaPending: z.boolean().describe("True when the call exists in Gong without its recording."),
    attempt: z.number().describe("1 for the first; counts on when failed rows are handed over again."),
    faults: z.array(FindingShape()).describe("Everything that keeps the row from being uploaded; code is the first."),
    warnings: z.array(FindingShape()).describe("What a person should look at."),
  }),
);
type RowResult = z.infer<ReturnType<typeof RowResult>>;

export const uploadCalls = recipe({
  label: "Upload Calls",
  description:
    "Uploads many calls of a telephony system to Gong: looks at every row first, names the hosts by their e-mail addresses, uploads each call once, and says what became of each.",
  uses: [listUsers, createNewCall, addMedia, listCallsUsingGet, getCallUsingGet],
  effect: "repeatable",
  important: true,
  fields: uploadFields,
  output: () =>
    itemsOutput(RowResult()).extend({
      budget: z
        .object({
          spent: z.number().describe("Requests that this run took."),
          estimated: z.number().describe("Requests that the whole upload of these rows takes, found before it began."),
          left: z.number().describe("What is left of 10,000 requests today (UTC), as far as this connection knows."),
        })
        .describe("Requests: what the run spent, what all rows were expected to take, and what is left of the day."),
      unusedColumns: z.array(z.string()).describe("Headings of the rows that were not understood and not used."),
    }),
  example: {
    results: [
      {
        row: 1,
        clientUniqueId: call.clientUniqueId,
        status: "uploaded",
        callId: call.id,
        url: null,
        ...finding("UPLOADED"),
        requestId,
        actualStart: "2026-01-05T18:00:00Z",
        mediaPending: false,
        attempt: 1,
        faults: [],
        warnings: [],
      },
      {
        row: 2,
        clientUniqueId: "pbx-7732",
        status: "failed",
        callId: null,
        url: null,
        ...finding("TOO_SHORT", "The call took 41 seconds."),
        requestId: null,
        actualStart: "2026-01-05T18:45:00Z",
        mediaPending: false,
        attempt: 1,
        faults: [finding("TOO_SHORT", "The call took 41 seconds.")],
        warnings: [],
      },
    ],
    failed: [
      {
        ...rowExample,
        id: "pbx-7732",
        ...finding("TOO_SHORT", "The call took 41 seconds."),
        row: 2,
        clientUniqueId: "pbx-7732",
        actualStart: "2026-01-05T10:45:00-08:00",
        duration: 41,
        downloadMediaUrl: "https://recordings.northwind.example/pbx-7732.mp3",
        attempt: 1,
      },
    ],
    skipped: [],
    scanned: 2,
    truncated: false,
    reason: null,
    resume: null,
    requests: 2,
    requestsToday: 2,
    budget: { spent: 2, estimated: 2, left: 9998 },
    unusedColumns: [],
  },
  run: async (input, { gong, logger }) => {
    const template = input.titleTemplate ?? defaultTitle;
    refuseBadForm(template, input.timeZone);
    const from = input.resumeFrom === undefined ? undefined : fromResume(input.resumeFrom);
    const { rows, unusedColumns, warnings } = await readRows(input.rows);
    if (rows.length === 0) logger.warn("Upload Calls: no rows were given, so nothing was uploaded.");
    if (unusedColumns.length > 0) logger.warn(`Upload Calls: these columns are not used: ${unusedColumns.join(", ")}.`);
    for (const warning of warnings) logger.warn(`Upload Calls: ${warning}`);

    const { mode = "pull", overrides = [] } = input;
    const nowMs = Date.now();
    const checked =
      rows.length === 0
        ? []
        : checkRows(rows, {
            ...input,
            mode,
            countryCode: input.countryCode === undefined ? undefined : String(input.countryCode),
            titleTemplate: template,
            overrides,
            directory: await readUserDirectory(gong, { oldestMs: 0 }),
            nowMs,
          });
    const pages = gong.requests;

    const sent = new Map<number, SentRow>();
    const report = (row: SentRow) => {
      sent.set(row.from.row, row);
      if (row.outcome.status === "failed")
        logger.warn(
          `Upload Calls: row ${row.from.row} (${row.from.clientUniqueId ?? "no id"}): ${row.outcome.message}`,
        );
    };
    const reportRefused = (rows: readonly (CheckedRow | RefusedRow)[]): CheckedRow[] =>
      rows.filter((row) => {
        if (row.stage === "refused") report(refuse(row));
        return row.stage === "checked";
      });

    const oldestMs = input.backfillDays === undefined ? undefined : nowMs - input.backfillDays * dayMs;
    const { wanted, skipped } = sift(checked, from, oldestMs);
    const sorted = reportRefused(wanted).sort(compareBySequence);
    const chosen = sorted.slice(0, input.maxCalls);
    const look = { mode, isAsked: input.checkMedia === true, overrides } as const;
    const todo = reportRefused(await lookAtMedia(chosen, look));
    const estimated = pages + todo.reduce((sum, row) => sum + costOf(row, mode), 0);
    logger.info(
      `Upload Calls: ${rows.length} rows, ${sent.size} with faults, ${todo.length} to upload, about ${estimated} requests.`,
    );

    let reason = chosen.length < sorted.length ? `Max Calls (${input.maxCalls}) was reached.` : null;
    if (input.dryRun) for (const row of todo) report(rehearse(row));
    else reason = (await sendAll(todo, report, { gong, logger, mode, reserve: input.reserveRequests })) ?? reason;
    const left = sorted.filter((row) => !sent.has(row.row));
    skipped.push(...left.map((row) => skip(row, "NOT_STARTED", reason ?? undefined)));
    const [first] = left;

    const done = [...sent.values()].sort((one, other) => one.from.row - other.from.row);
    return withCounters(gong, {
      results: done.map(toResult),
      failed: done.filter(({ outcome }) => outcome.status === "failed").map(handBack),
      skipped: skipped.sort((one, other) => one.row - other.row),
      scanned: rows.length,
      truncated: first !== undefined,
      reason: first === undefined ? null : reason,
      resume: first === undefined ? null : rowsResume.write([first.startMs, first.clientUniqueId]),
      budget: { spent: gong.requests, estimated, left: Math.max(0, requestsADay - gong.spentToday) },
      unusedColumns: [...unusedColumns],
    });
  },
  notes: [
    "Columns of Rows, in these words or those of usual exports: clientUniqueId (or Call ID), actualStart, hostEmail (or primaryUser), direction and downloadMediaUrl are needed. Duration in seconds, title, externalName, externalPhone, externalEmail, from, to, parties, hostChannel, externalChannel, purpose, disposition, fileSize, context, customData, languageCode, callProviderCode, workspaceId, and in push mode file, are used when there.",
    "The users of the company are read afresh in every run, one request for each hundred; then one request a call, two in push mode.",
    "Every row is looked at before the first call is uploaded, and all that is wrong with it is said at once.",
    "The oldest call goes first. One call that fails never stops the others; broken credentials do.",
    "A call that Gong has already counts as success, but only where Gong's words name its id or Gong's list of that day has it.",
    "Gong never reports what became of an upload. Check Uploaded Call looks; a call appears after minutes to hours, at most a day.",
    `Codes and what to do: ${Object.entries(uploadCodes)
      .map(([code, what]) => `${code}: ${what}`)
      .join(" ")}`,
  ],
});

const refuseBadForm = (template: string, timeZone: string | undefined) => {
  const unknown = unknownPlaceholders(template);
  const faults = [
    ...(unknown.length > 0
      ? [
          `Title Template has ${unknown.map((name) => `{${name}}`).join(", ")}, which no row fills. It may hold ${titlePlaceholders.map((name) => `{${name}}`).join(", ")}.`,
        ]
      : []),
    ...(timeZone !== undefined && !isTimeZone(timeZone)
      ? [`Time Zone must be the name of a zone, such as America/Los_Angeles. Given: "${timeZone}".`]
      : []),
  ];
  if (faults.length > 0) throw new InputError(faults);
};

/** The rows of whatever was handed over, under our names. */
const readRows = async (given: unknown) => {
  const table = await readTable(given, "Rows");
  try {
    return { ...toGivenRows(table), warnings: table.warnings };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new InputError([`Rows ${error.message}.`]);
  }
};

const skip = (row: CheckedRow | RefusedRow, code: UploadCode, what?: string) => ({
  id: row.clientUniqueId ?? "",
  ...finding(code, what),
  row: row.row,
});

/** Leaves out the rows that an earlier run handled, and those that are too old. */
const sift = (rows: readonly (CheckedRow | RefusedRow)[], from: Point | undefined, oldestMs: number | undefined) => {
  const wanted: (CheckedRow | RefusedRow)[] = [];
  const skipped: ReturnType<typeof skip>[] = [];
  for (const row of rows) {
    const point = pointOf(row);
    if (point && from && compareBySequence(point, from) < 0) skipped.push(skip(row, "HANDLED_BEFORE"));
    else if (point && oldestMs !== undefined && point.startMs < oldestMs) skipped.push(skip(row, "TOO_OLD"));
    else wanted.push(row);
  }
  return { wanted, skipped };
};

/** Where an upload stopped: everything up to here was handled. */
interface Point {
  /** Milliseconds since 1970. */
  readonly startMs: number;
  readonly clientUniqueId: string;
}

const pointOf = ({ startMs, clientUniqueId }: CheckedRow | RefusedRow): Point | undefined =>
  startMs === undefined || clientUniqueId === undefined ? undefined : { startMs, clientUniqueId };

/** The oldest call first; calls of the same moment by their ids, so that every run has the same order. */
const compareBySequence = (one: Point, other: Point): number => {
  if (one.startMs !== other.startMs) return one.startMs - other.startMs;
  return Number(one.clientUniqueId > other.clientUniqueId) - Number(one.clientUniqueId < other.clientUniqueId);
};

/** What is left begins with this row. */
const rowsResume = resumeToken("rows", () => z.tuple([z.number(), z.string()]));

/** Values that earlier versions handed out begin with their version. */
const fromResume = (resume: string): Point => {
  const [startMs, clientUniqueId] = rowsResume.read(resume.replace(/^rows1\./, ""));
  return { startMs, clientUniqueId };
};

const toResult = ({ from, outcome }: SentRow): RowResult => {
  const { code, message, warnings } = outcome;
  const unforeseen = outcome.status === "failed" ? [{ code, message }] : [];
  return {
    row: from.row,
    clientUniqueId: from.clientUniqueId ?? null,
    status: outcome.status,
    code,
    message,
    callId: outcome.callId,
    url: outcome.url,
    requestId: outcome.requestId,
    mediaPending: outcome.mediaPending,
    actualStart: from.startMs === undefined ? null : isoOf(from.startMs),
    attempt: from.attempt,
    faults: from.stage === "refused" ? [...from.faults] : unforeseen,
    warnings: [...from.warnings, ...warnings],
  };
};
