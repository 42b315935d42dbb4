import { once } from "#src/base/lazy";
import { type CompleteCall, completeCallSample } from "#src/entities/completeCall";
import { cellOf, isRow, type LooseRow, plainName, textCell } from "#src/form/table";
import { dateTime, isBlank, jsonOrText } from "#src/form/value";

/** How a filter compares, with the words that a builder reads. */
export const filterOperators = [
  { value: "equals", label: "equals" },
  { value: "notEquals", label: "does not equal" },
  { value: "contains", label: "contains" },
  { value: "notContains", label: "does not contain" },
  { value: "startsWith", label: "starts with" },
  { value: "endsWith", label: "ends with" },
  { value: "isOneOf", label: "is one of" },
  { value: "isNoneOf", label: "is none of" },
  { value: "greaterThan", label: "is greater, or later, than" },
  { value: "lessThan", label: "is less, or earlier, than" },
  { value: "isEmpty", label: "is empty" },
  { value: "isNotEmpty", label: "is not empty" },
] as const;

export type FilterOperator = (typeof filterOperators)[number]["value"];

export interface Filter {
  /** A dotted path, such as `crm.Salesforce.Account.fields.Industry`. */
  readonly field: string;
  readonly operator: FilterOperator;
  readonly value?: unknown;
}

export type FilterMode = "all" | "any";

/** What filters can look at. */
export interface FilterSubject {
  readonly call: CompleteCall;
  /** The host's entry of the user map. */
  readonly owner?: unknown;
  /** The account's row of the account map. */
  readonly account?: unknown;
}

const roots = ["call", "host", "participants", "internal", "external", "crm", "trackers", "topics", "owner", "account"];

const withoutValue: readonly FilterOperator[] = ["isEmpty", "isNotEmpty"];
const ordering: readonly FilterOperator[] = ["greaterThan", "lessThan"];

/** What is wrong with these filters, as whole sentences; a misspelled field would let nothing through, in silence. */
export const faultsOfFilters = (filters: readonly Filter[]): string[] =>
  filters.flatMap(({ field, operator, value }, index) => {
    const where = `Filters[${index + 1}]`;
    const [root = "", first] = field.split(".");
    const known = roots.find((each) => plainName(each) === plainName(root));
    const callKeys = Object.keys(completeCallSample);
    return [
      ...(known ? [] : [`${where} names the field ${field}. A field begins with ${roots.join(", ")}.`]),
      ...(known === "call" && !callKeys.some((each) => plainName(each) === plainName(first ?? ""))
        ? [`${where} names the field ${field}. A call has ${callKeys.join(", ")}.`]
        : []),
      ...(isBlank(value) && !withoutValue.includes(operator)
        ? [`${where} has no value, which only isEmpty and isNotEmpty do without.`]
        : []),
      ...(ordering.includes(operator) && !isBlank(value) && toMeasure(value) === null
        ? [`${where} compares with "${String(value)}". Give a number, or a date such as 2026-01-05.`]
        : []),
    ];
  });

/** The filter that a call fails, or undefined when it passes. Without filters everything passes. */
export const failedFilter = (
  filters: readonly Filter[],
  mode: FilterMode,
  subject: FilterSubject,
): Filter | undefined => {
  const view = toView(subject);
  const failed = filters.filter((filter) => !passes(filter, view));
  return mode === "any" && failed.length < filters.length ? undefined : failed[0];
};

/** The filter as a person would say it. */
export const filterInWords = ({ field, operator, value }: Filter): string =>
  [field, filterOperators.find((each) => each.value === operator)?.label, withoutValue.includes(operator) ? [] : value]
    .flat()
    .map(String)
    .join(" ");

/** A negative operator holds when its positive one does not, also for a field with several values. */
const passes = ({ field, operator, value }: Filter, view: LooseRow): boolean => {
  const values = valuesAt(view, field.split(".")).filter((each) => !isBlank(each));
  switch (operator) {
    case "equals":
      return values.some((each) => isSame(each, value));
    case "notEquals":
      return !values.some((each) => isSame(each, value));
    case "contains":
      return values.some((each) => plain(each).includes(plain(value)));
    case "notContains":
      return !values.some((each) => plain(each).includes(plain(value)));
    case "startsWith":
      return values.some((each) => plain(each).startsWith(plain(value)));
    case "endsWith":
      return values.some((each) => plain(each).endsWith(plain(value)));
    case "isOneOf":
      return values.some((each) => toChoices(value).some((choice) => isSame(each, choice)));
    case "isNoneOf":
      return !values.some((each) => toChoices(value).some((choice) => isSame(each, choice)));
    case "greaterThan":
      return values.some((each) => difference(each, value) > 0);
    case "lessThan":
      return values.some((each) => difference(each, value) < 0);
    case "isEmpty":
      return values.length === 0;
    case "isNotEmpty":
      return values.length > 0;
  }
};

const toChoices = (value: unknown): unknown[] => {
  const parsed = jsonOrText(value);
  return Array.isArray(parsed) ? parsed : String(value).split(/[,\n]/);
};

const plain = (value: unknown): string =>
  (typeof value === "object" ? JSON.stringify(value) : String(value)).trim().toLowerCase();

const isSame = (one: unknown, other: unknown): boolean => plain(one) === plain(other) || difference(one, other) === 0;

/** How far one value lies above another; NaN, which is neither more nor less, where they cannot be compared. */
const difference = (one: unknown, other: unknown): number => {
  const [a, b] = [toMeasure(one), toMeasure(other)];
  return a && b && a.kind === b.kind ? a.size - b.size : Number.NaN;
};

const readMoment = once(dateTime);

/** A value as a number or a moment. */
const toMeasure = (value: unknown): { readonly kind: "number" | "moment"; readonly size: number } | null => {
  const said = String(value).trim();
  // Long ids are text: as numbers, different ones would be the same.
  if (/^[+-]?\d{1,15}(\.\d+)?$/.test(said)) return { kind: "number", size: Number(said) };
  const moment = /^\d{4}-\d{2}-\d{2}/.test(said) ? readMoment().safeParse(said) : undefined;
  return moment?.success ? { kind: "moment", size: Date.parse(moment.data) } : null;
};

const toView = ({ call, owner, account }: FilterSubject): LooseRow => ({
  call,
  host: { ...call.participants?.find(({ userId }) => userId !== null && userId === call.host?.userId), ...call.host },
  participants: call.participants,
  internal: call.internal,
  external: call.external,
  crm: call.crmRecords ? groupedRecords(call.crmRecords) : call.crm,
  // Gong also lists trackers that were not mentioned.
  trackers: call.trackers?.filter(({ count }) => count > 0),
  topics: call.topics,
  owner,
  account,
});

const groupedRecords = (records: NonNullable<CompleteCall["crmRecords"]>) => {
  const systems: Record<string, Record<string, unknown[]>> = {};
  for (const record of records) {
    systems[record.system] ??= {};
    const types = systems[record.system] as Record<string, unknown[]>;
    types[record.objectType] = [...(types[record.objectType] ?? []), record];
  }
  return systems;
};

/** All values at a path, through lists. Names of fields may hold dots themselves, so longer names are tried first. */
const valuesAt = (value: unknown, path: readonly string[]): unknown[] => {
  if (Array.isArray(value)) return value.flatMap((each) => valuesAt(each, path));
  if (path.length === 0) return [value];
  if (!isRow(value)) return [];
  for (let length = path.length; length > 0; length--) {
    const wanted = path.slice(0, length).join(".").toLowerCase();
    const key = Object.keys(value).find((each) => each.toLowerCase() === wanted);
    if (key !== undefined) return valuesAt(value[key], path.slice(length));
  }
  return [];
};

export interface ActivityTypeRule {
  /** Any when absent. */
  readonly direction?: string;
  /** Any when absent. */
  readonly media?: string;
  readonly activityType: string;
}

/** Used when the builder gives no rules. */
export const suggestedTypeRules: readonly ActivityTypeRule[] = [
  { direction: "Inbound", activityType: "Call" },
  { direction: "Outbound", activityType: "Call" },
  { direction: "Conference", activityType: "Meeting" },
];

export const suggestedType = "Meeting";

/** The type of the first rule that fits. */
export const activityTypeOf = (
  { direction, media }: Pick<CompleteCall, "direction" | "media">,
  rules: readonly ActivityTypeRule[],
  otherwise: string,
): string =>
  rules.find((rule) => fits(rule.direction, direction) && fits(rule.media, media))?.activityType ?? otherwise;

const fits = (wanted: string | undefined, actual: string | null): boolean =>
  wanted === undefined || (actual !== null && plain(wanted) === plain(actual));

export type CrmKind = "account" | "deal" | "contact" | "lead" | "other";

const kinds: readonly (readonly [CrmKind, RegExp])[] = [
  ["account", /^(account|company|companies|organi[sz]ation)s?$/i],
  ["deal", /^(opportunity|opportunities|deal)s?$/i],
  ["contact", /^(contact|person)s?$/i],
  ["lead", /^leads?$/i],
];

/** What an object is, whatever its system calls it: HubSpot has companies and deals, Salesforce accounts and opportunities. */
export const kindOf = (objectType: string): CrmKind =>
  kinds.find(([, pattern]) => pattern.test(objectType.trim()))?.[0] ?? "other";

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
  const order = kinds.map(([kind]) => kind);
  const placeOf = ({ kind }: AccountRef) => (kind === "other" ? order.length : order.indexOf(kind));
  return [...refs.values()].sort((a, b) => placeOf(a) - placeOf(b));
};

/** The accounts of the target system by what is known of them. */
export interface AccountMap {
  /** By CRM id (15 characters of a Salesforce id), domain or address, in lower case where case does not count. */
  readonly targets: ReadonlyMap<string, { readonly accountId: string; readonly row: unknown }>;
}

const toCrmKey = (id: string): string =>
  // Salesforce ids have 18 characters in most places and 15 in some; the last three only repeat the case of the rest.
  `crm:${/^(?=.*[a-z])[a-z0-9]{18}$/i.test(id.trim()) ? id.trim().slice(0, 15) : id.trim()}`;

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
