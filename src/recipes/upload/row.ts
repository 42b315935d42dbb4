import { createHash } from "node:crypto";
import { isObject } from "#src/base/object";
import { redact } from "#src/base/redact";
import { readForeignId } from "#src/form/ids";
import { readPhone } from "#src/form/phone";
import { type DateOrder, type Moment, readMoment } from "#src/form/time";
import * as value from "#src/form/value";
import { type Finding, type Note, noting } from "./codes";
import { type Cells, type Column, type GivenRow, isPending, textOf } from "./columns";

export type Direction = "Inbound" | "Outbound" | "Conference" | "Unknown";

/** A participant as given, with e-mail address, number and channel in Gong's form. */
export interface GivenParty {
  readonly userId?: string;
  readonly name?: string;
  readonly emailAddress?: string;
  readonly phoneNumber?: string;
  readonly partyId?: string;
  readonly mediaChannelId?: unknown;
  readonly context?: unknown;
  readonly [other: string]: unknown;
}

/** Where a row's recording is. */
interface GivenMedia {
  readonly url?: string;
  /** A file from an earlier step, in any of its forms. */
  readonly file?: unknown;
  readonly fileName?: string;
  readonly bytes?: number;
}

/** The second stage of a row: every cell was read once, and what could not be read is among the findings. */
export interface ReadRow {
  readonly stage: "read";
  readonly row: number;
  /** 1 for the first; counts on when failed rows are handed over again. */
  readonly attempt: number;
  /** The row as it can be handed over again. */
  readonly back: Cells;
  readonly clientUniqueId?: string;
  /** All ids of the row: a title that is one of them says nothing. */
  readonly ids: readonly string[];
  readonly start?: Moment;
  readonly direction?: Direction;
  /** The host's address or Gong id, as written. */
  readonly host?: string;
  readonly hostSide: GivenParty;
  readonly externalSide: GivenParty;
  /** The participants of a list. */
  readonly parties: readonly GivenParty[];
  readonly durationSeconds?: number;
  readonly media: GivenMedia;
  readonly title?: string;
  readonly purpose?: string;
  readonly disposition?: string;
  /** Gong's id of a call that waits for its recording. */
  readonly pendingCallId?: string;
  /** What is handed to the form of Create New Call as it is; blank cells are left out. */
  readonly rest: Readonly<Record<string, unknown>>;
  readonly findings: readonly Finding[];
}

/** What the form says about reading all rows. */
export interface ReadOptions {
  /** Put before the telephony system's own ids. */
  readonly sourceSystem?: string;
  /** Of times without a zone, such as America/Chicago. */
  readonly timeZone?: string;
  readonly dateOrder?: DateOrder;
  /** Of phone numbers without one, such as 1 or 49. */
  readonly countryCode?: string;
}

/** Reads every cell of a row. Nothing is decided yet, and nothing behind this looks at a cell again. */
export const readRow = ({ row, cells }: GivenRow, options: ReadOptions): ReadRow => {
  const { findings, note } = noting();
  refuseStructures(cells, note);
  const own = readId(cells, "clientUniqueId", note);
  const source = readId(cells, "sourceId", note);
  const clientUniqueId = own ?? (source === undefined ? undefined : toClientUniqueId(options.sourceSystem, source));
  if (clientUniqueId === undefined) note("MISSING_ID", "The row has no id.");
  const start = readStart(cells, options, note);
  const direction = readDirection(cells, note);
  const pendingCallId = isPending(cells.mediaPending) ? textOf(cells.callId) : undefined;
  return {
    stage: "read",
    row,
    attempt: Math.max(0, Math.floor(Number(cells.attempt) || 0)) + 1,
    back: { ...cells, clientUniqueId: clientUniqueId ?? cells.clientUniqueId },
    clientUniqueId,
    ids: [own, source].filter((id) => id !== undefined),
    start,
    direction,
    host: readId(cells, "primaryUser", note) ?? textOf(cells.hostEmail),
    ...readPeople(cells, direction, options, note),
    durationSeconds: readDuration(cells, note),
    media: readMedia(cells, note),
    title: textOf(cells.title),
    purpose: textOf(cells.purpose),
    disposition: textOf(cells.disposition),
    pendingCallId,
    rest: {
      scheduledStart: cells.scheduledStart,
      scheduledEnd: cells.scheduledEnd,
      contextParam: cells.context,
      customData: cells.customData,
      speakersTimeline: cells.speakersTimeline,
      meetingUrl: cells.meetingUrl,
      ...Object.fromEntries(
        (["callProviderCode", "workspaceId", "languageCode"] as const).flatMap((column) =>
          value.isBlank(cells[column]) ? [] : [[column, cells[column]]],
        ),
      ),
      flowContext: value.isBlank(cells.flowTaskId) ? undefined : { taskId: cells.flowTaskId },
    },
    findings,
  };
};

/** What a cell holds, for a message: short, and without the query of an address, which may be a signature. */
export const shown = (cell: unknown): string => {
  const text = typeof cell === "string" ? cell.trim() : (JSON.stringify(cell) ?? String(cell));
  const at = text.indexOf("?");
  const open = redact(at !== -1 && text.includes("=", at) ? `${text.slice(0, at)}?…` : text);
  return `"${open.length > 80 ? `${open.slice(0, 80)}…` : open}"`;
};

/** Columns whose cells are lists, objects, files or moments. */
const structured: ReadonlySet<string> = new Set<Column>([
  "parties",
  "context",
  "speakersTimeline",
  "file",
  "actualStart",
  "date",
  "scheduledStart",
  "scheduledEnd",
  "customData",
  "meetingUrl",
  "languageCode",
  "callProviderCode",
  "workspaceId",
  "flowTaskId",
  "direction",
  "duration",
  "fileSize",
  "hostChannel",
  "externalChannel",
  "mediaPending",
  "attempt",
]);

/** Objects and lists in columns of plain values are refused, never passed over. */
const refuseStructures = (cells: Cells, note: Note) => {
  for (const [column, cell] of Object.entries(cells))
    if (typeof cell === "object" && !structured.has(column))
      note("BAD_VALUE", `The column ${column} holds ${shown(cell)}, in which nothing is understood.`);
};

const readId = (cells: Cells, column: Column, note: Note): string | undefined => {
  const text = textOf(cells[column]);
  if (text === undefined) return undefined;
  const read = readForeignId(cells[column]);
  if ("problem" in read) note("BAD_VALUE", `The ${column} ${shown(cells[column])} ${read.problem}.`);
  return text;
};

/**
 * The id under which Gong remembers an upload, made of the system's name and its id for the call: the same call always
 * gets the same, and two calls never share one. Ids beyond Gong's 2048 characters become a digest.
 */
const toClientUniqueId = (sourceSystem: string | undefined, id: string): string => {
  const whole = sourceSystem ? `${encodeURIComponent(sourceSystem.trim().toLowerCase())}:${id}` : id;
  return whole.length <= 2048 ? whole : `sha256:${createHash("sha256").update(whole).digest("hex")}`;
};

const timeOfDay = /^\d{1,2}:\d{2}(?::\d{2})?/;

/** Exports have the moment in one column, or the day and the time of day in two. */
const startCell = ({ actualStart, date, time }: Cells): unknown => {
  if (!value.isBlank(actualStart) && !(typeof actualStart === "string" && timeOfDay.test(actualStart.trim())))
    return actualStart;
  const clock = value.isBlank(actualStart) ? time : actualStart;
  const parts = [date, clock].filter((part) => !value.isBlank(part));
  return parts.length === 1 ? parts[0] : parts.join(" ");
};

const readStart = (cells: Cells, { timeZone, dateOrder }: ReadOptions, note: Note): Moment | undefined => {
  const given = startCell(cells);
  if (value.isBlank(given)) return void note("MISSING_START", "The row does not say when the call began.");
  const zone = textOf(cells.timeZone) ?? timeZone;
  const read = readMoment(given, { zone, dateOrder });
  if ("at" in read && read.hasTime) return read;
  if ("at" in read) return void note("BAD_START", `The start ${shown(given)} has no time of day.`);
  const isUnreadable = read.problem.startsWith("must be a date and time");
  note(
    read.lacksZone ? "NO_ZONE" : "BAD_START",
    `The start ${shown(given)} ${isUnreadable ? "cannot be read" : read.problem}.`,
  );
  return undefined;
};

const namesOfDirections: Readonly<Record<Direction, string>> = {
  Inbound: "inbound in incoming received i",
  Outbound: "outbound out outgoing dialed dialled placed o outboundapi outbounddial",
  Conference: "conference conf internal meeting multiparty c",
  Unknown: "unknown other none",
};

const directions = new Map(
  (Object.entries(namesOfDirections) as [Direction, string][]).flatMap(([direction, names]) =>
    names.split(" ").map((name) => [name, direction] as const),
  ),
);

/** Gong's word for a direction as telephony systems write it; undefined for one that nobody knows. */
const toDirection = (given: unknown): Direction | undefined =>
  directions.get(
    String(given)
      .toLowerCase()
      .replace(/\b(?:call|phone)\b/g, "")
      .replace(/[^a-z]/g, ""),
  );

const readDirection = ({ direction: given }: Cells, note: Note): Direction | undefined => {
  if (value.isBlank(given)) return void note("MISSING_DIRECTION", "The row has no direction.");
  const direction = toDirection(given);
  if (!direction) note("BAD_DIRECTION", `${shown(given)} is no direction.`);
  return direction;
};

/** A length in seconds, from seconds or from 31:07 and 1:02:03; undefined for anything else. */
const toSeconds = (given: unknown): number | undefined => {
  const written = String(given).trim();
  if (written.length > 40) return undefined;
  const text = written
    .replace(/s(?:ec(?:onds)?)?$/i, "")
    .trimEnd()
    .replace(",", ".");
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (!/^\d{1,3}(?::\d{1,2}){1,2}(?:\.\d+)?$/.test(text)) return undefined;
  return text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
};

const daySeconds = 24 * 60 * 60;

const readDuration = ({ duration }: Cells, note: Note): number | undefined => {
  if (value.isBlank(duration)) return undefined;
  const seconds = toSeconds(duration);
  if (seconds === undefined)
    note("BAD_VALUE", `The duration ${shown(duration)} is neither seconds, such as 1834, nor a time such as 30:34.`);
  if (seconds === undefined || seconds <= daySeconds) return seconds;
  note(
    "DURATION_IN_MS",
    `The duration ${shown(duration)} would be more than a day, so it is read as ${seconds / 1000} seconds.`,
  );
  return seconds / 1000;
};

const readMedia = (cells: Cells, note: Note): GivenMedia => {
  const bytes = value.isBlank(cells.fileSize) ? undefined : Number(cells.fileSize);
  if (Number.isNaN(bytes)) note("BAD_VALUE", `The file size ${shown(cells.fileSize)} is no number of bytes.`);
  return {
    url: textOf(cells.downloadMediaUrl),
    file: value.isBlank(cells.file) ? undefined : cells.file,
    fileName: textOf(cells.fileName),
    bytes,
  };
};

/** The side of a stereo recording: 0 or left, 1 or right; undefined for anything else. */
const toChannel = (given: unknown): 0 | 1 | undefined => {
  const word = String(given).trim().toLowerCase();
  if (word === "0" || word === "left" || word === "l") return 0;
  return word === "1" || word === "right" || word === "r" ? 1 : undefined;
};

const withheld = /^(?:anonymous|unknown|private|restricted|blocked|unavailable|withheld|n\/?a|none|-+)$/i;

const readNumber = (given: unknown, { countryCode }: ReadOptions, note: Note): string | undefined => {
  const written = textOf(given);
  if (written === undefined || withheld.test(written)) return undefined;
  const id = readForeignId(given);
  if ("problem" in id) return void note("BAD_VALUE", `The phone number ${shown(given)} ${id.problem}.`);
  const { text, warning } = readPhone(written, countryCode);
  if (warning) note("PHONE_UNSURE", `The phone number ${shown(written)} ${warning}.`);
  return text;
};

/** A participant in Gong's form, with nothing blank. */
const readParty = (party: GivenParty, options: ReadOptions, note: Note): GivenParty => {
  const channel = value.isBlank(party.mediaChannelId) ? undefined : toChannel(party.mediaChannelId);
  if (!value.isBlank(party.mediaChannelId) && channel === undefined)
    note("BAD_VALUE", `The channel ${shown(party.mediaChannelId)} is neither 0 (left) nor 1 (right).`);
  const tidy: GivenParty = {
    ...party,
    userId: textOf(party.userId),
    emailAddress: textOf(party.emailAddress)?.toLowerCase(),
    phoneNumber: readNumber(party.phoneNumber, options, note),
    mediaChannelId: channel,
  };
  return Object.fromEntries(Object.entries(tidy).filter(([, each]) => !value.isBlank(each)));
};

/** The numbers of an export as caller and callee: who is who follows from the direction. */
const readPeople = (cells: Cells, direction: Direction | undefined, options: ReadOptions, note: Note) => {
  const caller = { name: textOf(cells.fromName), phoneNumber: cells.fromNumber };
  const callee = { name: textOf(cells.toName), phoneNumber: cells.toNumber };
  const none = { name: undefined, phoneNumber: undefined };
  const sides = {
    Inbound: [callee, caller],
    Outbound: [caller, callee],
    Conference: [none, none],
    Unknown: [none, none],
  } as const;
  const [host, external] = sides[direction ?? "Unknown"];
  const side = (party: Record<string, unknown>) => readParty(party as GivenParty, options, note);
  return {
    hostSide: side({
      name: textOf(cells.hostName) ?? host.name,
      phoneNumber: cells.hostPhone ?? host.phoneNumber,
      mediaChannelId: cells.hostChannel,
    }),
    externalSide: side({
      name: textOf(cells.externalName) ?? external.name,
      emailAddress: textOf(cells.externalEmail),
      phoneNumber: cells.externalPhone ?? external.phoneNumber,
      mediaChannelId: cells.externalChannel,
    }),
    parties: readList(cells.parties, note).map(side),
  };
};

const readList = (given: unknown, note: Note): readonly Record<string, unknown>[] => {
  if (value.isBlank(given)) return [];
  const { data } = value.listOf(value.reader((each) => each)).safeParse(given);
  const parties = data?.filter(isObject);
  if (parties && parties.length === data?.length) return parties;
  note("BAD_PARTIES", "The participants cannot be read.");
  return [];
};
