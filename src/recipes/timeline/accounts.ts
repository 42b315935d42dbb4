import { isUrl } from "#src/base/url";
import { crmIdKey, crmKindOf } from "#src/entities/crmContext";
import { readForeignId } from "#src/form/ids";
import { cellOf, isRow, type LooseRow, rowNumber } from "#src/form/table";
import { isBlank } from "#src/form/value";
import type { CompleteCall } from "#src/recipes/completeCallShape";
import type { Reason } from "./runLog";

export type CrmKind = "account" | "deal" | "contact" | "lead" | "other";

/** The published names of kinds, accounts first. */
const kinds: ReadonlyMap<string, CrmKind> = new Map([
  ["Account", "account"],
  ["Opportunity", "deal"],
  ["Contact", "contact"],
  ["Lead", "lead"],
]);

/** What an object is, whatever its system calls it. */
const kindOf = (objectType: string): CrmKind => kinds.get(crmKindOf(objectType)) ?? "other";

export interface AccountRef {
  readonly system: string;
  readonly objectType: string;
  readonly kind: CrmKind;
  readonly id: string;
  readonly name: string | null;
}

/** Every CRM record of a call and of its people outside, each once, accounts first. */
export const accountRefsOf = (call: CompleteCall): AccountRef[] => {
  const records = [
    ...(call.crmRecords ?? []),
    ...(call.participants ?? []).filter(({ side }) => side !== "Internal").flatMap(({ crmRecords }) => crmRecords),
  ];
  const refs = new Map<string, AccountRef>();
  for (const { system, objectType, id, name } of records)
    if (id !== null && !refs.has(`${system}/${objectType}/${id}`))
      refs.set(`${system}/${objectType}/${id}`, { system, objectType, kind: kindOf(objectType), id, name });
  const order = [...kinds.values()];
  const placeOf = ({ kind }: AccountRef) => (kind === "other" ? order.length : order.indexOf(kind));
  return [...refs.values()].sort((a, b) => placeOf(a) - placeOf(b));
};

/** The accounts of the target system by what is known of them. */
export interface AccountMap {
  /** By CRM id (one key for all its spellings), domain or address, in lower case where case does not count. */
  readonly targets: ReadonlyMap<string, { readonly accountId: string; readonly row: unknown }>;
}

const toCrmKey = (id: string): string => `crm:${crmIdKey(id)}`;

const toDomainKey = (website: string) =>
  `domain:${hostOf(website)
    .replace(/^www\./, "")
    .replace(/\.$/, "")}`;

/** The host of a website in any spelling: with or without scheme, port, path and query, in any case. */
const hostOf = (website: string): string => {
  const bare = website
    .trim()
    .slice(0, 2_000)
    .replace(/^(?:@|\/\/)/, "");
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(bare) ? bare : `https://${bare}`;
  return isUrl(address) ? new URL(address).hostname : bare.toLowerCase();
};

const toAddressKey = (address: string) => `address:${address.trim().toLowerCase()}`;

const keyOf = (name: string): string => {
  if (/^[^@\s]+@[^@\s]+$/.test(name.trim())) return toAddressKey(name);
  const id = idIn(name);
  return id.includes(".") ? toDomainKey(id) : toCrmKey(id);
};

const targetHeadings = [
  "accountId",
  "targetId",
  "target account id",
  "companyId",
  "company gsid",
  "gsid",
  "value",
  "to",
  "id",
];

/**
 * Reads a table of the target's accounts: an object of CRM ids, domains or addresses to account ids, or rows with
 * columns for them; further columns can be used in filters as `account.…`.
 * @throws Error that completes "<label> …".
 */
export const readAccountMap = (entries: readonly unknown[]): AccountMap => {
  const targets = new Map<string, { accountId: string; row: unknown }>();
  const add = (key: string, target: unknown, row: LooseRow) => {
    const accountId = idIn(target);
    if (!targets.has(key))
      targets.set(key, { accountId, row: row.accountId === undefined ? { ...row, accountId } : row });
  };
  for (const [index, row] of entries.entries()) {
    if (!isRow(row)) throw new Error(`must have an object or a row at place ${rowNumber(row, index)}`);
    const keys = rowKeys(row);
    const target = cellOf(row, targetHeadings);
    if (keys.length > 0 && target === undefined)
      throw new Error(`must have an accountId in row ${rowNumber(row, index)}`);
    for (const key of keys) add(key, target, row);
    if (keys.length > 0) continue;
    for (const [name, account] of Object.entries(row))
      if (typeof account === "string" || typeof account === "number") add(keyOf(name), account, {});
  }
  return { targets };
};

/** An id of another system as its table has it; one that a spreadsheet rounded would lead to another account. */
const idIn = (cell: unknown): string => {
  const read = readForeignId(cell);
  if ("problem" in read) throw new Error(`has an id that ${read.problem}: ${String(cell)}`);
  return read.id;
};

const rowKeys = (row: LooseRow): string[] => {
  const all = (headings: readonly string[], toKey: (cell: string) => string) => {
    // A list becomes a text with commas.
    const cells = String(cellOf(row, headings) ?? "").split(/[,;\s]+/);
    return cells.flatMap((each) => (isBlank(each) ? [] : [toKey(each)]));
  };
  return [
    ...all(["crmId", "crm account id", "salesforce id", "sfdc id", "sfdc account id", "hubspot id"], (cell) =>
      toCrmKey(idIn(cell)),
    ),
    ...all(["domain", "domains", "website", "email domain"], toDomainKey),
    ...all(["email", "emailAddress", "emails", "contact email"], toAddressKey),
    ...all(["key", "from"], keyOf),
  ];
};

export interface AccountResolution {
  /** The id in the target system; null when nothing was found. */
  readonly accountId: string | null;
  /** What led there, such as `CRM id 0015…` or `domain contoso.example`. */
  readonly matchedBy: string | null;
  readonly row?: unknown;
  /** Everything that was looked up, in order, up to the find. */
  readonly tried: string[];
  /** Further accounts that the call's records lead to. */
  readonly others?: readonly string[];
}

/** Finds the account of a call: by its CRM records, then by the addresses of people outside, then by their domains. */
export const resolveAccount = (
  refs: readonly AccountRef[],
  externalAddresses: readonly string[],
  { targets }: AccountMap,
): AccountResolution => {
  const addresses = [...new Set(externalAddresses.map((address) => address.trim().toLowerCase()))];
  const domains = [...new Set(addresses.flatMap(domainsOf))];
  const steps = [
    ...refs.map(({ id, objectType }) => [`${objectType} ${id}`, toCrmKey(id)] as const),
    ...addresses.map((address) => [`address ${address}`, toAddressKey(address)] as const),
    ...domains.map((domain) => [`domain ${domain}`, toDomainKey(domain)] as const),
  ];
  const tried: string[] = [];
  for (const [words, key] of steps) {
    tried.push(words);
    const found = targets.get(key);
    if (found) return { ...found, matchedBy: words, tried, others: othersThan(found.accountId, refs, targets) };
  }
  return { accountId: null, matchedBy: null, tried };
};

const othersThan = (accountId: string, refs: readonly AccountRef[], targets: AccountMap["targets"]): string[] => {
  const ids = refs.flatMap(({ id }) => targets.get(toCrmKey(id))?.accountId ?? []);
  return [...new Set(ids)].filter((each) => each !== accountId);
};

/** What to know of a call whose records lead to several accounts. */
export const severalAccounts = ({ accountId, matchedBy, others = [] }: AccountResolution): Reason[] =>
  others.length === 0
    ? []
    : [
        {
          code: "SEVERAL_ACCOUNTS",
          message: `The records of the call lead to several accounts. Account ${accountId} was taken, by ${matchedBy}; the others are ${others.join(", ")}. accountRefs names all records.`,
        },
      ];

/** The domain of an address and those above it: people also write from mail.contoso.example. */
const domainsOf = (address: string): string[] => {
  const labels = address.split("@")[1]?.split(".") ?? [];
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
};

/** Why a call has no account; undefined when it has one. */
export const faultOfAccount = (
  refs: readonly AccountRef[],
  addresses: readonly string[],
  { accountId, tried }: AccountResolution,
  isMapped: boolean,
): Reason | undefined => {
  if (isMapped ? accountId !== null : refs.some(({ kind }) => kind === "account")) return undefined;
  if (refs.length === 0 && addresses.length === 0)
    return {
      code: "ACCOUNT_AND_CONTACTS_NOT_FOUND",
      message:
        "The call has neither a CRM record nor a person outside with an e-mail address, so there is nothing to find an account by. Link the call to an account in Gong, or add the attendees' addresses.",
    };
  return {
    code: "ACCOUNT_NOT_FOUND",
    message: isMapped
      ? `No account was found. Tried: ${tried.join(", ")}. Add one of them to Account Map.`
      : `Gong links the call to no account. Known: ${[...refs.map(({ objectType, id }) => `${objectType} ${id}`), ...addresses].join(", ")}. Link the call to an account in the CRM, or give an Account Map.`,
  };
};
