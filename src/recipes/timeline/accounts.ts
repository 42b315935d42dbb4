import type { CompleteCall } from "#src/entities/completeCall";
import { crmIdKey, crmKindOf } from "#src/entities/crmContext";
import { cellOf, isRow, type LooseRow, textCell } from "#src/form/table";
import { isBlank } from "#src/form/value";
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
export const kindOf = (objectType: string): CrmKind => kinds.get(crmKindOf(objectType)) ?? "other";

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

const toDomainKey = (domain: string) =>
  `domain:${domain
    .trim()
    .toLowerCase()
    .replace(/^@|^https?:\/\/(www\.)?|\/.*$/g, "")}`;

const toAddressKey = (address: string) => `address:${address.trim().toLowerCase()}`;

const keyOf = (name: string): string => {
  if (/^[^@\s]+@[^@\s]+$/.test(name.trim())) return toAddressKey(name);
  return name.includes(".") ? toDomainKey(name) : toCrmKey(name);
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
  const add = (key: string, accountId: string, row: unknown) => {
    if (!targets.has(key)) targets.set(key, { accountId, row });
  };
  for (const [index, row] of entries.entries()) {
    if (!isRow(row)) throw new Error(`must have an object or a row at place ${index + 1}`);
    const keys = rowKeys(row);
    const accountId = textCell(row, targetHeadings);
    if (keys.length > 0 && accountId !== null) for (const key of keys) add(key, accountId, row);
    else if (keys.length > 0) throw new Error(`must have an accountId in row ${index + 1}`);
    else
      for (const [name, target] of Object.entries(row))
        if (typeof target === "string" || typeof target === "number")
          add(keyOf(name), String(target).trim(), { accountId: String(target).trim() });
  }
  return { targets };
};

const rowKeys = (row: LooseRow): string[] => {
  const all = (headings: readonly string[], toKey: (cell: string) => string) => {
    const cell = cellOf(row, headings);
    const cells = Array.isArray(cell) ? cell : String(cell ?? "").split(/[,;\s]+/);
    return cells.flatMap((each) => (isBlank(each) ? [] : [toKey(String(each))]));
  };
  return [
    ...all(["crmId", "crm account id", "salesforce id", "sfdc id", "sfdc account id", "hubspot id"], toCrmKey),
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
    if (found) return { ...found, matchedBy: words, tried };
  }
  return { accountId: null, matchedBy: null, tried };
};

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
