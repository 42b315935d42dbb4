import { isRow, type LooseRow, plainName, toEntries } from "#src/form/table";
import * as value from "#src/form/value";

/** The columns that a row may have, each with other headings that telephony systems and people use for it. */
const headings = {
  clientUniqueId: ["unique id", "unique call id"],
  sourceId: [
    "call id",
    "pbx call id",
    "pbx id",
    "call uuid",
    "call sid",
    "uuid",
    "session id",
    "conversation id",
    "id",
  ],
  primaryUser: ["primary user id", "host id", "host user id", "gong user id"],
  hostEmail: [
    "host",
    "host email address",
    "agent",
    "agent email",
    "agent email address",
    "owner",
    "owner email",
    "user",
    "user email",
    "rep",
    "rep email",
    "employee email",
  ],
  hostName: ["agent name", "owner name", "user name", "rep name"],
  hostPhone: ["host phone number", "agent phone", "agent number", "agent phone number"],
  hostChannel: ["agent channel", "host media channel id"],
  externalName: [
    "customer",
    "customer name",
    "contact",
    "contact name",
    "prospect",
    "prospect name",
    "lead name",
    "client name",
  ],
  externalEmail: [
    "external email address",
    "customer email",
    "customer email address",
    "contact email",
    "prospect email",
    "client email",
  ],
  externalPhone: [
    "external phone number",
    "external number",
    "customer phone",
    "customer number",
    "customer phone number",
    "contact phone",
    "prospect phone",
    "client phone",
    "phone",
    "phone number",
    "remote number",
  ],
  externalChannel: ["customer channel", "external media channel id"],
  fromNumber: ["from", "caller", "caller id", "caller number", "calling number", "ani", "source number"],
  toNumber: [
    "to",
    "callee",
    "called",
    "called number",
    "callee number",
    "dnis",
    "dialed number",
    "destination",
    "destination number",
  ],
  actualStart: [
    "start",
    "started",
    "started at",
    "start time",
    "start date time",
    "call start",
    "call start time",
    "call date time",
    "date time",
    "timestamp",
    "begin",
    "begin time",
  ],
  date: ["start date", "call date"],
  time: ["call time", "time of day"],
  timeZone: ["time zone", "tz"],
  duration: [
    "duration seconds",
    "duration in seconds",
    "duration sec",
    "duration s",
    "call duration",
    "call length",
    "length",
    "length in seconds",
    "seconds",
    "talk time",
    "bill sec",
  ],
  direction: ["call direction", "call type"],
  downloadMediaUrl: [
    "media url",
    "recording url",
    "recording",
    "recording link",
    "audio url",
    "video url",
    "download url",
    "file url",
    "url",
    "link",
  ],
  file: ["media file", "recording file", "file input"],
  fileName: ["recording file name", "media file name"],
  fileSize: ["size", "size bytes", "file size bytes", "recording size", "bytes"],
  title: ["subject", "call title", "call subject"],
  purpose: ["call purpose"],
  disposition: ["call disposition", "outcome", "call outcome", "result", "call result"],
  parties: ["participants"],
  context: ["crm context", "crm"],
  scheduledStart: [],
  scheduledEnd: [],
  customData: [],
  meetingUrl: [],
  languageCode: ["language"],
  callProviderCode: ["provider", "call provider", "provider code", "telephony system"],
  speakersTimeline: [],
  workspaceId: ["workspace"],
  flowTaskId: ["task id"],
  // What a failed row of an earlier run brings back, beside callId.
  mediaPending: [],
  attempt: [],
} as const satisfies Record<string, readonly string[]>;

export type Column = keyof typeof headings | "callId";

/** One call as it was exported: known columns only, values as they came, blank ones left out. */
export type UploadRow = Readonly<Partial<Record<Column, unknown>>>;

/** What an export holds. */
export interface UploadRows {
  readonly rows: readonly UploadRow[];
  /** Headings that no column of ours stands for, so that nothing is lost in silence. */
  readonly unusedColumns: readonly string[];
}

/** What results carry beside the row itself; a failed row that comes back may hold them. */
const reported = new Set(["id", "row", "code", "message", "requestid", "status", "faults", "warnings", "gongerrors"]);

/** Which column a heading stands for, and how well: its own name first, then the others in their order. */
const columnsByHeading = new Map<string, { readonly column: Column; readonly rank: number }>(
  (Object.entries(headings) as [Column, readonly string[]][]).flatMap(([column, others]) =>
    [column, ...others].map((heading, rank) => [plainName(heading), { column, rank }] as const),
  ),
);

/**
 * Reads the rows of an export: a list of objects, JSON text of such a list, CSV text with a heading (commas,
 * semicolons or tabs between cells), or a file with either.
 * @throws Error that completes "Rows …".
 */
export const readUploadRows = (given: unknown): UploadRows => {
  const records = toRecords(given);
  const unused = new Set<string>();
  const rows = records.map((record) => toRow(record, unused)).filter((row) => Object.keys(row).length > 0);
  return { rows, unusedColumns: [...unused] };
};

const expectation =
  'must be a list of objects, JSON text such as [{"clientUniqueId": "pbx-7731"}], or CSV text with a heading that names columns such as clientUniqueId, actualStart and hostEmail';

const toCells = (entry: unknown): LooseRow => {
  if (isRow(entry)) return entry;
  throw new Error(expectation);
};

const toRecords = (given: unknown): readonly LooseRow[] => {
  const records = toEntries(given).map(toCells);
  // A table without rows still has its heading; anything else that gives none is no table.
  const [heading = ""] = typeof given === "string" ? given.trim().split(/[\r\n]/, 1) : [];
  const names = records.length > 0 ? records.flatMap(Object.keys) : heading.split(/[,;\t[\]]/);
  const isNamed = names.some((name) => columnsByHeading.has(plainName(name)));
  if (!isNamed && names.some((name) => name.trim() !== "")) throw new Error(expectation);
  return records;
};

const toRow = (record: LooseRow, unused: Set<string>): UploadRow => {
  const row: Partial<Record<Column, unknown>> = {};
  const ranks: Partial<Record<Column, number>> = {};
  for (const [name, cell] of Object.entries(record)) {
    if (value.isBlank(cell)) continue;
    const { column, rank } = columnOf(name, record) ?? {};
    if (!column) {
      if (!reported.has(plainName(name))) unused.add(name);
      continue;
    }
    if (rank === undefined || rank >= (ranks[column] ?? Number.POSITIVE_INFINITY)) continue;
    row[column] = cell;
    ranks[column] = rank;
  }
  return row;
};

/**
 * A failed row of ours names Gong's call in callId, and itself in id; in any other row both headings mean the telephony
 * system's own id.
 */
const columnOf = (name: string, record: LooseRow): { column: Column; rank: number } | undefined => {
  const heading = plainName(name);
  if (heading === "id" && "code" in record && "message" in record && "row" in record) return undefined;
  if (heading === "callid" && isPending(record.mediaPending)) return { column: "callId", rank: 0 };
  return columnsByHeading.get(heading);
};

/** True for a row whose call exists in Gong and waits for its recording. */
export const isPending = (mediaPending: unknown): boolean =>
  mediaPending === true || /^(?:true|yes|1)$/i.test(String(mediaPending ?? "").trim());

/** A cell as text; undefined when it is blank or no plain value. */
export const textOf = (cell: unknown): string | undefined =>
  value.isBlank(cell) || typeof cell === "object" ? undefined : String(cell).trim();
