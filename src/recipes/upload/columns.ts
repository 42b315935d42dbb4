import { isRow, type LooseRow, plainName, type Table } from "#src/form/table";
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
    "sid",
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
    "target",
    "answered by",
  ],
  hostName: ["agent name", "owner name", "user name", "rep name"],
  hostPhone: ["host phone number", "internal number", "agent phone", "agent number", "agent phone number"],
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
    "raw digits",
  ],
  externalChannel: ["customer channel", "external media channel id"],
  fromNumber: ["from", "from number", "caller", "caller id", "caller number", "calling number", "ani", "source number"],
  fromName: ["caller name"],
  toName: ["callee name"],
  toNumber: [
    "to",
    "to number",
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
    "date started",
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
    "recording details",
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
export type Cells = Readonly<Partial<Record<Column, unknown>>>;

/** The first stage of a row: what was given, under our names for the columns. */
export interface GivenRow {
  readonly stage: "given";
  /** Its place in the export: from 1 in lists and CSV, as the sheet shows it in workbooks. */
  readonly row: number;
  readonly cells: Cells;
}

/** What an export holds. */
interface GivenRows {
  readonly rows: readonly GivenRow[];
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
 * The rows of an export under our names; blank rows and cells are left out.
 * @throws Error that completes "Rows …" where no column is known.
 */
export const toGivenRows = ({ columns, rows }: Table): GivenRows => {
  const isKnown = columns.some((name) => columnsByHeading.has(plainName(name)) || plainName(name) === "callid");
  if (!isKnown && columns.length > 0)
    throw new Error(
      'must be a list of objects, JSON text such as [{"clientUniqueId": "pbx-7731"}], or CSV text with a heading that names columns such as clientUniqueId, actualStart and hostEmail',
    );
  const unused = new Set<string>();
  const given = rows.flatMap(({ number, cells: record }) => {
    const cells = toCells(record, unused);
    return Object.keys(cells).length > 0 ? [{ stage: "given", row: number, cells } as const] : [];
  });
  return { rows: given, unusedColumns: [...unused] };
};

const toCells = (record: LooseRow, unused: Set<string>): Cells => {
  const cells: Partial<Record<Column, unknown>> = {};
  const ranks: Partial<Record<Column, number>> = {};
  for (const [name, cell] of Object.entries(record)) {
    if (value.isBlank(cell)) continue;
    const { column, rank } = columnOf(name, record) ?? {};
    if (!column) {
      if (!reported.has(plainName(name))) unused.add(name);
      continue;
    }
    if (rank === undefined || rank >= (ranks[column] ?? Number.POSITIVE_INFINITY)) continue;
    cells[column] = cell;
    ranks[column] = rank;
  }
  return unfolded(cells);
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

const names = ["name", "full name", "display name"];
const emails = ["email", "email address", "emails"];
const phones = [
  "phone number",
  "phone",
  "number",
  "e164",
  "raw digits",
  "digits",
  "phone numbers",
  "numbers",
  "extension number",
];
const addresses = ["content uri", "download url", "media url", "recording url", "url", "link", "uri"];

/** Columns in which systems put objects, with the columns that are found in them and under which names. */
const folded: Partial<Record<Column, Partial<Record<Column, readonly string[]>>>> = {
  fromNumber: { fromNumber: phones, fromName: names },
  toNumber: { toNumber: phones, toName: names },
  hostEmail: { hostEmail: emails, hostName: names, hostPhone: phones },
  hostPhone: { hostPhone: phones },
  externalName: { externalName: names, externalEmail: emails, externalPhone: phones },
  externalPhone: { externalPhone: phones },
  externalEmail: { externalEmail: emails },
  downloadMediaUrl: { downloadMediaUrl: addresses },
};

/** The cells with objects taken apart; one in which nothing is understood stays, and is refused where it is read. */
const unfolded = (cells: Cells): Cells => {
  const flat: Partial<Record<Column, unknown>> = { ...cells };
  for (const [column, parts] of Object.entries(folded) as [Column, NonNullable<(typeof folded)[Column]>][]) {
    const cell = alone(cells[column]);
    if (!isRow(cell)) continue;
    const found = Object.entries(parts).flatMap(([part, headings]) => {
      const text = textIn(cell, headings);
      return text === undefined ? [] : [[part as Column, text] as const];
    });
    if (found.length > 0) delete flat[column];
    for (const [part, text] of found) if (part === column || value.isBlank(cells[part])) flat[part] = text;
  }
  return flat;
};

/** A list of one as what it holds. */
const alone = (cell: unknown): unknown => (Array.isArray(cell) && cell.length === 1 ? cell[0] : cell);

const textIn = (cell: LooseRow, headings: readonly string[]): string | undefined => {
  const byName = new Map(Object.entries(cell).map(([name, each]) => [plainName(name), each]));
  for (const heading of headings) {
    const held = byName.get(plainName(heading));
    const first = Array.isArray(held) ? held[0] : held;
    const text = textOf(isRow(first) ? first.value : first);
    if (text !== undefined) return text;
  }
  const whole =
    headings === names && [textOf(byName.get("firstname")), textOf(byName.get("lastname"))].filter(Boolean).join(" ");
  return whole || undefined;
};

/** A cell as text; undefined when it is blank or no plain value. */
export const textOf = (cell: unknown): string | undefined =>
  value.isBlank(cell) || typeof cell === "object" ? undefined : String(cell).trim();
