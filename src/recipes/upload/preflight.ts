import { InputError } from "#src/base/errors";
import { isUrl } from "#src/base/url";
import { read } from "#src/form/field";
import * as value from "#src/form/value";
import { createNewCall } from "#src/operations/calls/index";
import type { UserDirectory } from "#src/recipes/users/directory";
import { readCallStart } from "./callStart";
import { type Finding, finding, type overridable, type UploadCode } from "./codes";
import { isIdLike, type NewCall, toClientUniqueId, toDirection, toSeconds, toTitle } from "./newCall";
import { type Parties, toParties } from "./parties";
import { type Column, isPending, textOf, type UploadRow } from "./rows";
import { signedUrlExpiry } from "./signedUrl";

/** What the form says about all rows. */
export interface UploadOptions {
  readonly mode: "pull" | "push";
  /** Put before the telephony system's own ids. */
  readonly sourceSystem?: string;
  /** Of times without a zone, such as America/Chicago. */
  readonly timeZone?: string;
  /** Of phone numbers without one, such as 1 or 49. */
  readonly countryCode?: string;
  readonly titleTemplate: string;
  readonly workspaceId?: string;
  readonly callProviderCode?: string;
  readonly languageCode?: string;
  readonly allowedPurposes?: readonly string[];
  readonly allowedDispositions?: readonly string[];
  readonly overrides: readonly (keyof typeof overridable)[];
  readonly directory: UserDirectory;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** A row that was looked at: what is wrong with it, and what it would send. */
export interface CheckedRow {
  /** Its place in the export, from 1. */
  readonly row: number;
  readonly given: UploadRow;
  readonly clientUniqueId: string | undefined;
  /** Milliseconds since 1970. */
  readonly startMs: number | undefined;
  /** Everything that keeps it from being uploaded. */
  readonly faults: readonly Finding[];
  readonly warnings: readonly Finding[];
  /** Present when nothing is wrong. */
  readonly newCall?: NewCall;
  /** Gong's id of a call that waits for its recording. */
  readonly pendingCallId?: string;
  /** Columns that cannot be handed in again as they are. */
  readonly withheld: readonly Column[];
}

/** Looks at every row, and finds everything that is wrong with each. Nothing is sent. */
export const checkRows = (rows: readonly UploadRow[], options: UploadOptions): readonly CheckedRow[] => {
  const ids = new Map<string, { row: number; given: UploadRow }>();
  const urls = new Map<string, number>();
  return rows.map((given, index) => {
    const checked = checkRow(given, index + 1, options);
    const repeated: Finding[] = [];
    const withheld: Column[] = [];
    const first = checked.clientUniqueId === undefined ? undefined : ids.get(checked.clientUniqueId);
    if (first) {
      const isSame = JSON.stringify(first.given) === JSON.stringify(given);
      repeated.push(
        finding(
          "DUPLICATE_ID",
          `Row ${first.row} has the id ${checked.clientUniqueId} too${isSame ? ", and all else" : ""}.`,
        ),
      );
      // Handed in again alone, another call under the same id would count as uploaded.
      if (!isSame) withheld.push("clientUniqueId", "sourceId");
    } else if (checked.clientUniqueId !== undefined) ids.set(checked.clientUniqueId, { row: index + 1, given });
    const url = textOf(given.downloadMediaUrl);
    const firstWithUrl = url === undefined ? undefined : urls.get(url);
    if (url !== undefined && firstWithUrl !== undefined && !first) {
      repeated.push(finding("DUPLICATE_URL", `Row ${firstWithUrl} has the same recording.`));
      // Handed in again alone, the recording would go to a second call.
      withheld.push("downloadMediaUrl");
    } else if (url !== undefined && firstWithUrl === undefined) urls.set(url, index + 1);
    if (repeated.length === 0) return { ...checked, withheld };
    const { newCall: _refused, ...rest } = checked;
    return { ...rest, faults: [...checked.faults, ...repeated], withheld };
  });
};

const checkRow = (given: UploadRow, row: number, options: UploadOptions): Omit<CheckedRow, "withheld"> => {
  const findings: Finding[] = [];
  const note = (code: UploadCode, what?: string) => void findings.push(finding(code, what));
  const own = textOf(given.clientUniqueId);
  const source = textOf(given.sourceId);
  const clientUniqueId = own ?? (source === undefined ? undefined : toClientUniqueId(options.sourceSystem, source));
  if (clientUniqueId === undefined) note("MISSING_ID", "The row has no id.");
  for (const id of [given.clientUniqueId, given.sourceId, given.primaryUser])
    if (typeof id === "number" && Math.abs(id) > Number.MAX_SAFE_INTEGER)
      note(
        "BAD_VALUE",
        `The id ${id} is a number so large that digits of it are lost; it has to be handed over as text.`,
      );

  const start = readStart(given, options);
  if ("fault" in start) noteStart(start.fault, given, note);

  const direction = value.isBlank(given.direction) ? undefined : toDirection(given.direction);
  if (value.isBlank(given.direction)) note("MISSING_DIRECTION", "The row has no direction.");
  else if (!direction) note("BAD_DIRECTION", `${shown(given.direction)} is no direction.`);

  const parties = toParties(given, direction, options);
  findings.push(...parties.findings);
  checkDuration(given, note);
  checkMedia(given, options, note);
  const purpose = allowed(given.purpose, "purpose", options.allowedPurposes, note);
  const disposition = allowed(given.disposition, "disposition", options.allowedDispositions, note);

  const answers = {
    clientUniqueId,
    // Without a host, a stand-in lets the other values be read all the same.
    primaryUser: parties.host?.id ?? "0",
    parties: parties.host ? parties.list : [{ userId: "0" }, ...parties.list],
    direction: direction ?? "Unknown",
    actualStart: "startMs" in start ? start.startMs : undefined,
    title: titleOf(given, "day" in start ? start.day : "", direction, parties, options),
    purpose,
    disposition,
    downloadMediaUrl: options.mode === "pull" ? textOf(given.downloadMediaUrl) : undefined,
    duration: value.isBlank(given.duration) ? undefined : toSeconds(given.duration),
    scheduledStart: given.scheduledStart,
    scheduledEnd: given.scheduledEnd,
    contextParam: given.context,
    customData: given.customData,
    speakersTimeline: given.speakersTimeline,
    meetingUrl: given.meetingUrl,
    callProviderCode: given.callProviderCode ?? options.callProviderCode,
    workspaceId: given.workspaceId ?? options.workspaceId,
    languageCode: given.languageCode ?? options.languageCode,
    flowContext: value.isBlank(given.flowTaskId) ? undefined : { taskId: given.flowTaskId },
  };
  const newCall = readNewCall(answers, findings);

  const isLetThrough = ({ code }: Finding) => warningCodes.has(code) || options.overrides.some((each) => each === code);
  const faults = findings.filter((each) => !isLetThrough(each));
  const pendingCallId = isPending(given.mediaPending) ? textOf(given.callId) : undefined;
  return {
    row,
    given,
    clientUniqueId,
    startMs: "startMs" in start ? start.startMs : undefined,
    faults,
    warnings: findings.filter(isLetThrough),
    ...(faults.length === 0 && newCall ? { newCall } : {}),
    ...(pendingCallId ? { pendingCallId } : {}),
  };
};

const warningCodes: ReadonlySet<UploadCode> = new Set(["SHORTLY_LONG_ENOUGH", "HOST_INACTIVE", "MEDIA_NOT_CHECKED"]);

type Note = (code: UploadCode, what?: string) => void;

/** What a cell holds, for a message: short, and without the query of an address, which may be a signature. */
const shown = (cell: unknown): string => {
  const text = typeof cell === "string" ? cell.trim() : (JSON.stringify(cell) ?? String(cell));
  const open = text.replace(/(https?:\/\/[^\s?]*)\?\S*/gi, "$1?…");
  return `"${open.length > 80 ? `${open.slice(0, 80)}…` : open}"`;
};

const timeOfDay = /^\d{1,2}:\d{2}(?::\d{2})?/;

/** Exports have the moment in one column, or the day and the time of day in two. */
const startCell = ({ actualStart, date, time }: UploadRow): unknown => {
  if (!value.isBlank(actualStart) && !(typeof actualStart === "string" && timeOfDay.test(actualStart.trim())))
    return actualStart;
  const clock = value.isBlank(actualStart) ? time : actualStart;
  return [date, clock].filter((part) => !value.isBlank(part)).join(" ");
};

const readStart = (given: UploadRow, { timeZone }: UploadOptions) =>
  readCallStart(startCell(given), textOf(given.timeZone) ?? timeZone);

const noteStart = (fault: "missing" | "noZone" | "unreadable", given: UploadRow, note: Note) => {
  if (fault === "missing") note("MISSING_START", "The row does not say when the call began.");
  else if (fault === "noZone") note("NO_ZONE", `The start ${shown(startCell(given))} has no zone.`);
  else note("BAD_START", `The start ${shown(startCell(given))} cannot be read.`);
};

const shortestSeconds = 60;
const safeSeconds = 75;

const checkDuration = ({ duration }: UploadRow, note: Note) => {
  if (value.isBlank(duration)) return;
  const seconds = toSeconds(duration);
  if (seconds === undefined)
    note("BAD_VALUE", `The duration ${shown(duration)} is neither seconds, such as 1834, nor a time such as 30:34.`);
  else if (seconds < shortestSeconds) note("TOO_SHORT", `The call took ${seconds} seconds.`);
  else if (seconds <= safeSeconds) note("SHORTLY_LONG_ENOUGH", `The call took only ${seconds} seconds.`);
};

/** Gong says 1.5 GB; read in binary, so that nothing is refused here that Gong would take. */
export const mostMediaBytes = 1536 * 1024 * 1024;
const leastLinkLifeMs = 2 * 60 * 60 * 1000;
const knownFormats = new Set(["wav", "wave", "mp3", "mp4", "m4a", "mkv", "mka", "webm", "flac"]);
/** Endings of addresses that make their answer, which say nothing about the recording. */
const servingEndings = new Set(["php", "aspx", "ashx", "asp", "jsp", "do", "cgi"]);

const checkMedia = (given: UploadRow, { mode, nowMs }: UploadOptions, note: Note) => {
  const url = textOf(given.downloadMediaUrl);
  const hasFile = mode === "push" && !value.isBlank(given.file);
  if (url === undefined && !hasFile) note("MISSING_MEDIA", "The row has no recording.");
  const bytes = value.isBlank(given.fileSize) ? undefined : Number(given.fileSize);
  if (bytes !== undefined && Number.isNaN(bytes))
    note("BAD_VALUE", `The file size ${shown(given.fileSize)} is no number of bytes.`);
  if (bytes !== undefined && bytes > mostMediaBytes)
    note("TOO_LARGE", `The recording has ${Math.ceil(bytes / 1024 ** 2).toLocaleString("en-US")} MB.`);
  if (url === undefined || hasFile) return;
  if (!isUrl(url) || !/^https?:\/\/[^\s/]+\S*$/i.test(url))
    return note("BAD_URL", `The address of the recording, ${shown(url)}, cannot be opened.`);
  const end = signedUrlExpiry(url);
  // A recording that is pushed is fetched at once.
  const neededUntil = nowMs + (mode === "push" ? 0 : leastLinkLifeMs);
  if (end !== undefined && end < neededUntil)
    note(
      "URL_EXPIRES",
      `The address of the recording ${end < nowMs ? "expired" : "expires"} at ${new Date(end).toISOString().replace(/\.\d+/, "")}.`,
    );
  const ending = /\.([a-z][a-z0-9]{1,4})$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase();
  if (ending && !knownFormats.has(ending) && !servingEndings.has(ending))
    note("UNKNOWN_FORMAT", `The recording is a file of the kind .${ending}.`);
};

const allowed = (cell: unknown, name: string, list: readonly string[] | undefined, note: Note): string | undefined => {
  const given = textOf(cell);
  if (given === undefined || !list || list.length === 0) return given;
  const known = list.find((each) => each.trim().toLowerCase() === given.toLowerCase());
  if (known === undefined)
    note("NOT_IN_LIST", `The ${name} ${shown(given)} is not among the allowed ones: ${list.join(", ")}.`);
  return known?.trim() ?? given;
};

const titleOf = (
  given: UploadRow,
  day: string,
  direction: string | undefined,
  { host, externalInWords }: Parties,
  { titleTemplate }: UploadOptions,
) => {
  const title = textOf(given.title);
  const ids = [textOf(given.clientUniqueId), textOf(given.sourceId)];
  if (title !== undefined && !ids.includes(title) && !isIdLike(title)) return title;
  const isTold = direction !== undefined && direction !== "Unknown";
  const made = toTitle(titleTemplate, {
    direction: isTold ? direction : "",
    external: externalInWords,
    host: [host?.firstName, host?.lastName].filter(Boolean).join(" "),
    date: day,
    purpose: textOf(given.purpose) ?? "",
    disposition: textOf(given.disposition) ?? "",
  });
  return made.charAt(0).toUpperCase() + made.slice(1);
};

/** Faults of these answers were found already, with words of their own. */
const checkedBefore = new Set(["clientUniqueId", "actualStart", "downloadMediaUrl", "duration"]);

/** Reads the row as the form of Create New Call would, so that what is left over is found too. */
const readNewCall = (answers: Record<string, unknown>, findings: Finding[]): NewCall | undefined => {
  const isReadable = (key: string) => !(checkedBefore.has(key) && value.isBlank(answers[key]));
  const fields = Object.fromEntries(Object.entries(createNewCall.fields).filter(([key]) => isReadable(key)));
  try {
    const input = read(fields as typeof createNewCall.fields, answers);
    createNewCall.request?.(input);
    return input;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const isUrlKnown = findings.some(({ code }) => code === "BAD_URL");
    for (const words of error.faults)
      if (!(isUrlKnown && words.startsWith("Download Media URL")))
        findings.push(finding("BAD_VALUE", withoutSignature(words)));
    return undefined;
  }
};

const withoutSignature = (words: string) => words.replace(/(https?:\/\/[^\s?"]*)\?[^\s"]*/gi, "$1?…");
