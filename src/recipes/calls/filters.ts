import { once } from "#src/base/lazy";
import { isRow, type LooseRow, plainName } from "#src/form/table";
import { dateTime, isBlank, jsonOrText } from "#src/form/value";
import { completeCallSample } from "#src/recipes/calls/completeCall";
import type { CompleteCall } from "#src/recipes/completeCallShape";

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
interface FilterSubject {
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

/** Looks at something, and gives what of it holds in words, possibly none; undefined when it does not hold. */
export type Condition<S> = (subject: S) => readonly string[] | undefined;

/** What holds of all conditions, or of those that hold at all; undefined when the subject does not pass. */
export const reasonsOf = <S>(
  conditions: readonly Condition<S>[],
  mode: FilterMode,
  subject: S,
): string[] | undefined => {
  const reasons = conditions.map((condition) => condition(subject));
  const held = reasons.filter((each) => each !== undefined);
  const isEnough = mode === "any" ? held.length > 0 || conditions.length === 0 : held.length === conditions.length;
  return isEnough ? held.flat() : undefined;
};

/** The filter that a call fails, or undefined when it passes. Without filters everything passes. */
export const failedFilter = (
  filters: readonly Filter[],
  mode: FilterMode,
  subject: FilterSubject,
): Filter | undefined => {
  const view = toView(subject);
  const conditions = filters.map((filter) => (each: LooseRow) => (passes(filter, each) ? [] : undefined));
  if (reasonsOf(conditions, mode, view)) return undefined;
  return filters.find((filter) => !passes(filter, view));
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
