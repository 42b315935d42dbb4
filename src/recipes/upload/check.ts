import { createHash } from "node:crypto";
import { InputError } from "#src/base/errors";
import { counted } from "#src/base/text";
import { hourMs, isoSecondOf } from "#src/base/time";
import { isUrl, signedUrlExpiry } from "#src/base/url";
import { type Input, read } from "#src/form/field";
import { toFile } from "#src/form/file";
import type { LooseRow } from "#src/form/table";
import * as value from "#src/form/value";
import { createNewCall } from "#src/operations/calls/index";
import type { UserDirectory } from "#src/recipes/users/directory";
import {
  type Finding,
  finding,
  judge,
  type Note,
  type Noting,
  noting,
  type Overridable,
  type UploadCode,
} from "./codes";
import type { Column, GivenRow } from "./columns";
import { isIdLike, type Parties, toParties, toTitle } from "./newCall";
import { type ReadOptions, type ReadRow, readRow, shown } from "./row";

export type NewCall = Input<(typeof createNewCall)["fields"]>;

/** What the form says about all rows. */
export interface UploadOptions extends ReadOptions {
  readonly mode: "pull" | "push";
  readonly titleTemplate: string;
  readonly workspaceId?: string;
  readonly callProviderCode?: string;
  readonly languageCode?: string;
  readonly allowedPurposes?: readonly string[];
  readonly allowedDispositions?: readonly string[];
  readonly overrides: readonly Overridable[];
  readonly directory: UserDirectory;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** What results and failed rows tell of a row, whatever became of it. */
interface Told {
  readonly row: number;
  readonly attempt: number;
  readonly clientUniqueId?: string;
  /** Milliseconds since 1970. */
  readonly startMs?: number;
  readonly warnings: readonly Finding[];
  /** The row as it can be handed over again. */
  readonly back: LooseRow;
  /** Gong's id of a call that waits for its recording. */
  readonly pendingCallId?: string;
}

/** The third stage of a row: nothing is wrong with it, and this is what is sent for it. */
export interface CheckedRow extends Told {
  readonly stage: "checked";
  readonly clientUniqueId: string;
  readonly startMs: number;
  readonly request: NewCall;
  /** The recording that this step sends or looks at. */
  readonly media: { readonly fileName?: string; readonly mediaUrl?: string; readonly fileInput?: unknown };
}

/** A row that stays behind at the third stage. */
export interface RefusedRow extends Told {
  readonly stage: "refused";
  /** Everything that keeps it from being uploaded; at least one. */
  readonly faults: readonly Finding[];
}

/** Looks at every row, and finds everything that is wrong with each. Nothing is sent. */
export const checkRows = (rows: readonly GivenRow[], options: UploadOptions): readonly (CheckedRow | RefusedRow)[] => {
  const repeated = repetitions(options);
  return rows.map((given) => {
    const read = readRow(given, options);
    return checkRow(read, repeated(read), options);
  });
};

/** What a row shares with one before it, and the columns that must not be handed in again alone because of it. */
interface Repeated {
  readonly findings: readonly Finding[];
  readonly withheld: readonly Column[];
}

const repetitions = ({ mode }: UploadOptions) => {
  const ids = new Map<string, ReadRow>();
  const recordings = new Map<string, number>();

  const repeatedId = (row: ReadRow): Repeated | undefined => {
    if (row.clientUniqueId === undefined) return undefined;
    const first = ids.get(row.clientUniqueId);
    if (!first) return void ids.set(row.clientUniqueId, row);
    const isSame = JSON.stringify(first.back) === JSON.stringify(row.back);
    const what = `Row ${first.row} has the id ${row.clientUniqueId} too${isSame ? ", and all else" : ""}.`;
    // Handed in again alone, another call under the same id would count as uploaded.
    return { findings: [finding("DUPLICATE_ID", what)], withheld: isSame ? [] : ["clientUniqueId", "sourceId"] };
  };

  const repeatedRecording = ({ media, row }: ReadRow): Repeated | undefined => {
    const recording = mode === "push" && media.file !== undefined ? contentOf(media.file) : addressOf(media.url);
    if (recording === undefined) return undefined;
    const first = recordings.get(recording);
    if (first === undefined) return void recordings.set(recording, row);
    // Handed in again alone, the recording would go to a second call.
    const what = `Row ${first} has the same recording.`;
    return { findings: [finding("DUPLICATE_URL", what)], withheld: ["downloadMediaUrl", "file"] };
  };

  return (row: ReadRow): Repeated => repeatedId(row) ?? repeatedRecording(row) ?? { findings: [], withheld: [] };
};

/** Signed addresses of one file differ in their signature alone. */
const addressOf = (url: string | undefined) =>
  url !== undefined && signedUrlExpiry(url) !== undefined ? url.slice(0, url.indexOf("?")) : url;

const contentOf = (file: unknown): string | undefined => {
  try {
    return createHash("sha256").update(toFile(file).content).digest("base64");
  } catch {
    // What is no file is found when it is looked at.
    return undefined;
  }
};

const checkRow = (row: ReadRow, repeated: Repeated, options: UploadOptions): CheckedRow | RefusedRow => {
  const found = noting();
  const { note } = found;
  const parties = toParties(row, options.directory, note);
  checkDuration(row, note);
  checkMedia(row, options, note);
  const request = toRequest(row, parties, options, found);

  const { faults, warnings } = judge([...row.findings, ...found.findings, ...repeated.findings], options.overrides);
  const { clientUniqueId, start, media } = row;
  const startMs = start && Date.parse(start.at);
  const told = {
    row: row.row,
    attempt: row.attempt,
    clientUniqueId,
    startMs,
    warnings,
    back: without(row.back, repeated.withheld),
    pendingCallId: row.pendingCallId,
  };
  if (faults.length > 0 || !request || clientUniqueId === undefined || startMs === undefined)
    return { ...told, stage: "refused", faults: inOrder(faults) };
  const isFile = options.mode === "push" && media.file !== undefined;
  const source = isFile ? { fileInput: media.file } : { mediaUrl: media.url };
  return {
    ...told,
    stage: "checked",
    clientUniqueId,
    startMs,
    request,
    media: { fileName: media.fileName, ...source },
  };
};

/** The row without some of its columns. */
export const without = (row: LooseRow, columns: readonly string[]): LooseRow =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !columns.includes(column)));

const firstCodes: readonly (readonly UploadCode[])[] = [
  ["MISSING_ID"],
  ["MISSING_START", "NO_ZONE", "BAD_START"],
  ["MISSING_DIRECTION", "BAD_DIRECTION"],
  ["MISSING_HOST", "UNKNOWN_HOST", "IMPORT_NOT_ENABLED"],
  ["BAD_PARTIES"],
];

/** What matters most first: the first fault is the row's code. */
const inOrder = (faults: readonly Finding[]): Finding[] => {
  const rankOf = ({ code }: Finding) => {
    const rank = firstCodes.findIndex((codes) => codes.includes(code));
    return rank === -1 ? firstCodes.length : rank;
  };
  return [...faults].sort((one, other) => rankOf(one) - rankOf(other));
};

const shortestSeconds = 60;
const safeSeconds = 75;

const checkDuration = ({ durationSeconds: seconds }: ReadRow, note: Note) => {
  if (seconds === undefined) return;
  if (seconds < shortestSeconds) note("TOO_SHORT", `The call took ${counted(seconds, "second")}.`);
  else if (seconds <= safeSeconds) note("SHORTLY_LONG_ENOUGH", `The call took only ${seconds} seconds.`);
};

/** Gong says 1.5 GB; read in binary, so that nothing is refused here that Gong would take. */
const mostMediaBytes = 1536 * 1024 * 1024;

/** Refuses a recording that is larger than Gong takes. */
export const checkSize = (bytes: number | undefined, note: Note) => {
  if (bytes !== undefined && bytes > mostMediaBytes)
    note("TOO_LARGE", `The recording has ${Math.ceil(bytes / 1024 ** 2).toLocaleString("en-US")} MB.`);
};

const leastLinkLifeMs = 2 * hourMs;
const knownFormats = new Set(["wav", "wave", "mp3", "mp4", "m4a", "mkv", "mka", "webm", "flac"]);
/** Endings of addresses that make their answer, which say nothing about the recording. */
const servingEndings = new Set(["php", "aspx", "ashx", "asp", "jsp", "do", "cgi"]);

const checkMedia = ({ media }: ReadRow, { mode, nowMs }: UploadOptions, note: Note) => {
  const { url, bytes } = media;
  const hasFile = mode === "push" && media.file !== undefined;
  if (url === undefined && !hasFile) note("MISSING_MEDIA", "The row has no recording.");
  checkSize(bytes, note);
  if (url === undefined || hasFile) return;
  if (!isUrl(url) || !/^https?:\/\/[^\s/]+\S*$/i.test(url))
    return note("BAD_URL", `The address of the recording, ${shown(url)}, cannot be opened.`);
  const end = signedUrlExpiry(url);
  // A recording that is pushed is fetched at once.
  const neededUntil = nowMs + (mode === "push" ? 0 : leastLinkLifeMs);
  if (end !== undefined && end < neededUntil)
    note("URL_EXPIRES", `The address of the recording ${end < nowMs ? "expired" : "expires"} at ${isoSecondOf(end)}.`);
  const ending = /\.([a-z][a-z0-9]{1,4})$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase();
  if (ending && !knownFormats.has(ending) && !servingEndings.has(ending))
    note("UNKNOWN_FORMAT", `The recording is a file of the kind .${ending}.`);
};

/** The one request of a row; undefined where a value is missing or wrong, which is then among the findings. */
const toRequest = (row: ReadRow, parties: Parties, options: UploadOptions, found: Noting): NewCall | undefined =>
  readNewCall(
    {
      clientUniqueId: row.clientUniqueId,
      // Without a host, a stand-in lets the other values be read all the same.
      primaryUser: parties.host?.id ?? "0",
      parties: parties.host ? parties.list : [{ userId: "0" }, ...parties.list],
      direction: row.direction ?? "Unknown",
      actualStart: row.start?.at,
      title: titleOf(row, parties, options),
      purpose: allowed(row.purpose, "purpose", options.allowedPurposes, found.note),
      disposition: allowed(row.disposition, "disposition", options.allowedDispositions, found.note),
      downloadMediaUrl: options.mode === "pull" ? row.media.url : undefined,
      duration: row.durationSeconds,
      callProviderCode: options.callProviderCode,
      workspaceId: options.workspaceId,
      languageCode: options.languageCode,
      ...row.rest,
    },
    found,
  );

const allowed = (given: string | undefined, name: string, list: readonly string[] | undefined, note: Note) => {
  if (given === undefined || !list || list.length === 0) return given;
  const known = list.find((each) => each.trim().toLowerCase() === given.toLowerCase());
  if (known === undefined)
    note("NOT_IN_LIST", `The ${name} ${shown(given)} is not among the allowed ones: ${list.join(", ")}.`);
  return known?.trim() ?? given;
};

const titleOf = (row: ReadRow, { hostInWords, externalInWords }: Parties, { titleTemplate }: UploadOptions) => {
  const { title, direction } = row;
  if (title !== undefined && !row.ids.includes(title) && !isIdLike(title)) return title;
  const made = toTitle(titleTemplate, {
    direction: direction === "Unknown" ? "" : (direction ?? ""),
    external: externalInWords,
    host: hostInWords,
    date: row.start?.day ?? "",
    purpose: row.purpose ?? "",
    disposition: row.disposition ?? "",
  });
  return made.charAt(0).toUpperCase() + made.slice(1);
};

/** Faults of these answers were found already, with words of their own. */
const checkedBefore = new Set(["clientUniqueId", "actualStart", "downloadMediaUrl", "duration"]);

/** Reads the row as the form of Create New Call would, so that what is left over is found too. */
const readNewCall = (answers: Record<string, unknown>, { findings, note }: Noting): NewCall | undefined => {
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
      if (!(isUrlKnown && words.startsWith("Download Media URL"))) note("BAD_VALUE", withoutSignature(words));
    return undefined;
  }
};

const withoutSignature = (words: string) => words.slice(0, 1000).replace(/(https?:\/\/[^\s?"]*)\?[^\s"]*/gi, "$1?…");
