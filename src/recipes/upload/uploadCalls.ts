import { z } from "zod";
import { InputError } from "#src/base/errors";
import { once } from "#src/base/lazy";
import { call } from "#src/entities/call";
import { requestId } from "#src/entities/entity";
import { addMedia, createNewCall, getCallUsingGet, listCallsUsingGet } from "#src/operations/calls/index";
import { listUsers } from "#src/operations/users";
import { recipe } from "#src/recipe";
import { itemsOutput, withCounters } from "#src/recipes/shared";
import { readUserDirectory } from "#src/recipes/users/directory";
import { isTimeZone } from "./callStart";
import { type Finding, finding, overridable, type UploadCode, uploadCodes } from "./codes";
import { defaultTitle, requestsADay, rowExample, uploadFields } from "./fields";
import { lookAtMedia } from "./lookAtMedia";
import { titlePlaceholders, unknownPlaceholders } from "./newCall";
import { type CheckedRow, checkRows } from "./preflight";
import { compareBySequence, fromResume, type Point, toResume } from "./sequence";
import { costOf, uploadAll } from "./uploadAll";
import { type Outcome, outcomeWith } from "./uploadRow";

const FindingShape = once(() =>
  z.object({
    code: z.string().describe(`One of ${Object.keys(uploadCodes).join(", ")}.`),
    message: z.string().describe("What is the case and what to do."),
  }),
);

const RowResult = once(() =>
  FindingShape().extend({
    row: z.number().describe("The place of the row in the list, from 1; the heading of a CSV does not count."),
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
  fields: uploadFields,
  output: () =>
    itemsOutput(RowResult()).extend({
      budget: z.object({
        spent: z.number().describe("Requests that this run took."),
        estimated: z.number().describe("Requests that the whole upload of these rows takes, found before it began."),
        left: z.number().describe("What is left of 10,000 requests today (UTC), as far as this connection knows."),
      }),
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
    const { rows, unusedColumns } = input.rows ?? { rows: [], unusedColumns: [] };
    if (rows.length === 0) logger.warn("Upload Calls: no rows were given, so nothing was uploaded.");
    if (unusedColumns.length > 0) logger.warn(`Upload Calls: these columns are not used: ${unusedColumns.join(", ")}.`);

    const mode = input.mode === "push" ? "push" : "pull";
    const overrides = overridableCodes.filter((code) => input.overrides?.includes(code));
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
            // Afresh: a fault of the last run may just have been fixed in Gong.
            directory: await readUserDirectory(gong, { oldestMs: 0 }),
            nowMs,
          });
    const pages = gong.requests;

    const results = new Map<number, RowResult>();
    let faulty = 0;
    const skipped: { id: string; code: UploadCode; message: string; row: number }[] = [];
    const report = (row: CheckedRow, outcome: Outcome, faults: readonly Finding[] = []) => {
      results.set(row.row, toResult(row, outcome, faults));
      if (outcome.status !== "failed") return;
      faulty++;
      logger.warn(`Upload Calls: row ${row.row} (${row.clientUniqueId ?? "no id"}): ${outcome.message}`);
    };
    const skip = (row: CheckedRow, code: UploadCode, what?: string) =>
      void skipped.push({ id: row.clientUniqueId ?? "", ...finding(code, what), row: row.row });

    const oldestMs = input.backfillDays === undefined ? undefined : nowMs - input.backfillDays * 24 * 60 * 60 * 1000;
    const waiting: CheckedRow[] = [];
    for (const row of checked) {
      const point = pointOf(row);
      if (point && from && compareBySequence(point, from) < 0) skip(row, "HANDLED_BEFORE");
      else if (point && oldestMs !== undefined && point.startMs < oldestMs) skip(row, "TOO_OLD");
      else if (row.faults.length > 0) report(row, refused(row), row.faults);
      else waiting.push(row);
    }
    const sorted = waiting.sort((one, other) => compareBySequence(pointOf(one) as Point, pointOf(other) as Point));
    const chosen = sorted.slice(0, input.maxCalls);
    const seen = await lookAtMedia(chosen, { mode, isAsked: input.checkMedia === true, overrides });
    const todo: CheckedRow[] = [];
    for (const row of seen) {
      if (row.faults.length > 0) report(row, refused(row), row.faults);
      else todo.push(row);
    }
    const estimated = pages + todo.reduce((sum, row) => sum + costOf(row, mode), 0);
    logger.info(
      `Upload Calls: ${rows.length} rows, ${faulty} with faults, ${todo.length} to upload, about ${estimated} requests.`,
    );

    let reason = chosen.length < sorted.length ? `Max Calls (${input.maxCalls}) was reached.` : null;
    if (input.dryRun) {
      for (const row of todo) report(row, outcomeWith("ready", finding("READY")));
    } else {
      const ended = await uploadAll(todo, report, {
        gong,
        logger,
        mode,
        reserve: input.reserveRequests,
      });
      reason = ended ?? reason;
    }
    const left = sorted.filter((row) => !results.has(row.row));
    for (const row of left) skip(row, "NOT_STARTED", reason ?? undefined);
    const first = left[0] && pointOf(left[0]);

    return withCounters(gong, {
      results: [...results.values()].sort((one, other) => one.row - other.row),
      failed: checked.flatMap((row) => {
        const result = results.get(row.row);
        return result?.status === "failed" ? [toFailed(row, result)] : [];
      }),
      skipped: skipped.sort((one, other) => one.row - other.row),
      scanned: rows.length,
      truncated: first !== undefined,
      reason: first === undefined ? null : reason,
      resume: first === undefined ? null : toResume(first),
      budget: { spent: gong.requests, estimated, left: Math.max(0, requestsADay - gong.spentToday) },
      unusedColumns: [...unusedColumns],
    });
  },
  notes: [
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

const pointOf = ({ startMs, clientUniqueId }: CheckedRow): Point | undefined =>
  startMs === undefined || clientUniqueId === undefined ? undefined : { startMs, clientUniqueId };

const overridableCodes = Object.keys(overridable) as (keyof typeof overridable)[];

/** What is reported of a row that was not sent because of its faults. */
const refused = ({ faults, pendingCallId }: CheckedRow): Outcome => ({
  ...outcomeWith("failed", {
    code: faults[0]?.code ?? "BAD_VALUE",
    message: faults.map(({ message }) => message).join(" "),
  }),
  callId: pendingCallId ?? null,
  mediaPending: pendingCallId !== undefined,
});

const attemptOf = ({ given }: CheckedRow) => Math.max(0, Math.floor(Number(given.attempt) || 0)) + 1;

const toResult = (
  checked: CheckedRow,
  { ending: _ending, ...outcome }: Outcome,
  faults: readonly Finding[],
): RowResult => ({
  row: checked.row,
  clientUniqueId: checked.clientUniqueId ?? null,
  ...outcome,
  actualStart: checked.startMs === undefined ? null : new Date(checked.startMs).toISOString().replace(".000Z", "Z"),
  attempt: attemptOf(checked),
  faults: faults.length > 0 || outcome.status !== "failed" ? [...faults] : [toFinding(outcome)],
  warnings: [...checked.warnings, ...outcome.warnings],
});

const toFinding = ({ code, message }: Finding): Finding => ({ code, message });

/** The row as it was given, under our names, with what became of it: it can be handed over again as it is. */
const toFailed = (checked: CheckedRow, { code, message, requestId, callId, mediaPending }: RowResult) => ({
  ...Object.fromEntries(
    Object.entries(checked.given).filter(([column]) => !checked.withheld.some((each) => each === column)),
  ),
  ...(checked.clientUniqueId === undefined || checked.withheld.includes("clientUniqueId")
    ? {}
    : { clientUniqueId: checked.clientUniqueId }),
  id: checked.clientUniqueId ?? "",
  row: checked.row,
  code,
  message,
  ...(requestId ? { requestId } : {}),
  ...(mediaPending ? { callId, mediaPending } : {}),
  attempt: attemptOf(checked),
});
