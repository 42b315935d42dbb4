import { once } from "#src/base/lazy";
import { objectOf } from "#src/base/object";
import { lower } from "#src/base/text";
import { readForeignId } from "#src/form/ids";
import { cellOf, isRow, type LooseRow, listCell, plainName, rowNumber, textCell } from "#src/form/table";
import * as value from "#src/form/value";
import { isBlank } from "#src/form/value";

/** A user of Gong, with every address that may name the same person elsewhere. */
export interface GongPerson {
  readonly gongUserId: string | null;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly emailAddress: string | null;
  readonly trustedAddress: string | null;
  readonly aliases: readonly string[];
  /** Null when not known. */
  readonly isActive: boolean | null;
}

/** A user of the target system. */
export interface OtherUser {
  readonly id: string;
  readonly name: string | null;
  readonly emailAddress: string | null;
  readonly aliases: readonly string[];
  readonly active: boolean;
  readonly licence: string | null;
  /** ISO 8601, or null when not known. */
  readonly lastLogin: string | null;
}

/** A person as a sentence needs it: name, address and Gong id, as far as they are known. */
export const describePerson = ({
  name,
  emailAddress,
  gongUserId,
}: Pick<GongPerson, "name" | "emailAddress" | "gongUserId">): string =>
  `${name ?? "A user without a name"} (${emailAddress ?? "no e-mail address"}, Gong user ${gongUserId ?? "unknown"})`;

const idHeadings = ["id", "userId", "otherUserId", "gsid", "user gsid", "salesforce id"];
const addressHeadings = ["email", "emailAddress", "e-mail address", "primary email", "mail", "work email"];
const aliasHeadings = ["aliases", "emailAliases", "alias", "other emails", "secondary emails", "secondary email"];
const activeHeadings = ["active", "isActive", "is active user", "enabled", "status", "user status"];
const licenceHeadings = ["licence", "license", "licenceType", "licenseType", "user type", "plan", "seat type"];
const loginHeadings = ["lastLogin", "lastLoginDate", "last login time", "lastLoginAt", "last sign in", "last seen"];
const nameHeadings = ["name", "fullName", "display name"];
const firstNameHeadings = ["firstName", "given name"];
const lastNameHeadings = ["lastName", "surname", "family name"];

const nameOf = (row: LooseRow): string | null => {
  const parts = [textCell(row, firstNameHeadings), textCell(row, lastNameHeadings)];
  return textCell(row, nameHeadings) ?? (parts.filter(Boolean).join(" ") || null);
};

/** Every heading that a table of the target system's users may have. */
const headingsOfOtherUsers = [
  ...idHeadings,
  ...addressHeadings,
  ...aliasHeadings,
  ...activeHeadings,
  ...licenceHeadings,
  ...loginHeadings,
  ...nameHeadings,
  ...firstNameHeadings,
  ...lastNameHeadings,
].map(plainName);

/** The users of the target system, as a table tells of them. */
export interface OtherUsers {
  readonly users: readonly OtherUser[];
  readonly rowsWithoutId: readonly number[];
  /** Columns whose headings mean nothing here. */
  readonly unusedColumns: readonly string[];
}

/**
 * Reads the rows of the target system's users. Rows without id are told apart, since nothing can be assigned to them.
 * @throws Error that completes "<label> …" when no row has an id or none has an address, since then everybody would
 * count as absent, and when a row says something unknown about being active: guessing would assign calls to the wrong
 * user.
 */
export const readOtherUsers = (rows: readonly unknown[]): OtherUsers => {
  const users: OtherUser[] = [];
  const rowsWithoutId: number[] = [];
  for (const [index, row] of rows.entries()) {
    const number = rowNumber(row, index);
    const cells = objectOf(row);
    const id = idCell(cells, idHeadings, number);
    if (id === null) {
      rowsWithoutId.push(number);
      continue;
    }
    users.push({
      id,
      name: nameOf(cells),
      emailAddress: textCell(cells, addressHeadings),
      aliases: listCell(cells, aliasHeadings),
      active: readActive(cells, number),
      licence: textCell(cells, licenceHeadings),
      lastLogin: readMoment(textCell(cells, loginHeadings)),
    });
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(objectOf(row))))];
  const fault = faultOfTable(rows, users, columns);
  if (fault) throw new Error(fault);
  return {
    users,
    rowsWithoutId,
    unusedColumns: columns.filter((each) => !headingsOfOtherUsers.includes(plainName(each))),
  };
};

/** Why a table cannot say who is absent; undefined when it can. */
const faultOfTable = (rows: readonly unknown[], users: readonly OtherUser[], columns: readonly string[]) => {
  const has = columns.length > 0 ? ` Its columns are ${columns.join(", ")}` : "";
  if (rows.length === 0)
    return "must have rows: without any user of the target system, everybody would count as absent";
  if (users.length === 0) return `must have the ids of users, in a column such as id or User ID.${has}`;
  if (users.every(({ emailAddress, aliases }) => emailAddress === null && aliases.length === 0))
    return `must have the addresses of users, in a column such as email or Email Address.${has}`;
  return undefined;
};

/** An id of the target system. */
const idCell = (row: LooseRow, headings: readonly string[], number: number): string | null => {
  const cell = cellOf(row, headings);
  if (cell === undefined) return null;
  const read = readForeignId(cell);
  if ("problem" in read) throw new Error(`row ${number} has an id that ${read.problem}`);
  return read.id;
};

const wordsForActive = ["true", "yes", "1", "active", "enabled", "activated"];
const wordsForInactive = [
  "false",
  "no",
  "0",
  "inactive",
  "disabled",
  "deactivated",
  "suspended",
  "deleted",
  "archived",
];

const readActive = (row: LooseRow, number: number): boolean => {
  const plain = plainName(activeCell(row) ?? "true");
  if (wordsForActive.includes(plain)) return true;
  if (wordsForInactive.includes(plain)) return false;
  throw new Error(
    `row ${number} must say true or false, or Active or Inactive, about being active (it says "${plain}")`,
  );
};

const activeCell = (row: LooseRow): string | null => {
  const said = cellOf(row, activeHeadings);
  return said === undefined ? null : String(said);
};

const readDateTime = once(value.dateTime);

/** A moment in the forms that exports have; a time without a zone counts as UTC, since only the order matters. */
const readMoment = (said: string | null): string | null => {
  if (said === null) return null;
  const exact = readDateTime().safeParse(said);
  if (exact.success) return exact.data;
  const guess = Date.parse(`${said}Z`);
  return Number.isNaN(guess) ? null : new Date(guess).toISOString();
};

/**
 * Reads users of Gong: records as List Users gives them or rows with an id or address. Text alone is an id or an
 * address.
 */
export const readGongPerson = (row: unknown): GongPerson => {
  if (!isRow(row)) {
    const said = String(row).trim();
    const isAddress = said.includes("@");
    return { ...nobody, gongUserId: isAddress ? null : said, emailAddress: isAddress ? said : null };
  }
  const active = activeCell(row);
  return {
    gongUserId: textCell(row, ["gongUserId", "gong id", "userId", "id"]),
    name: nameOf(row),
    firstName: textCell(row, firstNameHeadings),
    lastName: textCell(row, lastNameHeadings),
    emailAddress: textCell(row, addressHeadings),
    trustedAddress: textCell(row, ["trustedEmailAddress", "trusted address", "trusted email"]),
    aliases: listCell(row, aliasHeadings),
    isActive: active === null ? null : wordsForActive.includes(plainName(active)),
  };
};

const nobody: GongPerson = {
  gongUserId: null,
  name: null,
  firstName: null,
  lastName: null,
  emailAddress: null,
  trustedAddress: null,
  aliases: [],
  isActive: null,
};

/**
 * Reads a table of Gong users and users of the target system: an object of one to the other, or rows with a column for
 * each, such as key and value. Gong users are named by id or by any of their addresses. Rows whose user of the target
 * system is left open say nothing.
 * @throws Error that completes "<label> …".
 */
export const readManualMap = (given: unknown): ReadonlyMap<string, string> => {
  if (!Array.isArray(given) && !isRow(given)) throw new Error(mapExpectation);
  const pairs = Array.isArray(given) ? given.map(pairOf) : Object.entries(given);
  return new Map(
    pairs.flatMap(([from, to]) => {
      if (from.trim() === "" || isBlank(to)) return [];
      return [[from.includes("@") ? lower(from) : from.trim(), idIn(to, from)] as const];
    }),
  );
};

const mapExpectation = "must be an object of Gong users and user ids, or rows of both";

const idIn = (to: unknown, from: string): string => {
  const read = readForeignId(to);
  if ("problem" in read) throw new Error(`has for ${from} an id that ${read.problem}`);
  return read.id;
};

const gongUserHeadings = ["gongUserId", "gong user", "gong", "emailAddress", "email", "key", "from"];
const targetHeadings = ["otherUserId", "other user", "other", "targetUserId", "target", "value", "to"];

const pairOf = (row: unknown, index: number): [string, unknown] => {
  if (!isRow(row)) throw new Error(mapExpectation);
  const columns = Object.keys(row).map(plainName);
  const isAsked = (headings: readonly string[]) => headings.some((each) => columns.includes(plainName(each)));
  if (!isAsked(gongUserHeadings) || !isAsked(targetHeadings))
    throw new Error("must have gongUserId (or emailAddress) and otherUserId in each row");
  const [from, to] = [textCell(row, gongUserHeadings), cellOf(row, targetHeadings)];
  if (from === null && !isBlank(to))
    throw new Error(
      `must name the Gong user in row ${rowNumber(row, index)}, by id or address: it only has ${String(to)}`,
    );
  return [from ?? "", to];
};
