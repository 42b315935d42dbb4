import type { Schema } from "#sandbox/index";

/** How an answer differs from the contract. */
export type DifferenceKind =
  | "new field"
  | "null"
  | "other type"
  | "other format"
  | "new value"
  | "missing"
  | "other status";

/** One way in which an answer differs. It tells where and how, never what stood there. */
export interface Difference {
  /** Such as `calls[].metaData.title`; the keys of a map are written `{}`. */
  readonly path: string;
  readonly kind: DifferenceKind;
  /** What the contract says, in a word or two. */
  readonly described: string;
  readonly found: string;
  /** In how many places of the answer. */
  readonly count: number;
}

const mostNewNames = 12;
/** Only there while more pages exist. */
const cursorPath = "records.cursor";
const fieldName = /^[a-z][A-Za-z0-9_-]{0,39}$/;

/** An object of an answer, wherever it stood: how often it came, and which names it had how often. */
interface SeenObject {
  readonly schema: Schema;
  seen: number;
  readonly names: Map<string, number>;
}

/**
 * What an answer has that the contract does not describe, and the reverse, each kind of difference once for each path.
 * A property counts as missing when the objects that should have it came, and none has it.
 * @param schema without references.
 */
export const differencesOf = (schema: Schema, value: unknown): readonly Difference[] => {
  const found = new Map<string, Difference>();
  const add = (path: string, kind: DifferenceKind, described: string, words: string, count = 1) => {
    const key = `${path} ${kind} ${words}`;
    found.set(key, { path, kind, described, found: words, count: (found.get(key)?.count ?? 0) + count });
  };
  const objects = new Map<string, SeenObject>();

  const visit = (described: Schema, given: unknown, path: string): void => {
    const difference = differenceOf(described, given);
    if (difference) add(path, ...difference);
    if (given === null || !isOfType(described, given)) return;
    if (Array.isArray(given)) for (const each of given) visit(described.items ?? {}, each, `${path}[]`);
    else if (typeof given === "object") visitObject(described, given as Record<string, unknown>, path);
  };

  const visitObject = (described: Schema, given: Readonly<Record<string, unknown>>, path: string): void => {
    const { properties = {}, additionalProperties } = described;
    const isClosed = described.properties !== undefined && !additionalProperties;
    const known = objects.get(path) ?? { schema: described, seen: 0, names: new Map<string, number>() };
    objects.set(path, known);
    known.seen++;
    for (const [name, each] of Object.entries(given)) {
      const property = properties[name];
      if (property || isClosed) known.names.set(name, (known.names.get(name) ?? 0) + 1);
      if (property) visit(property, each, join(path, name));
      else if (typeof additionalProperties === "object") visit(additionalProperties, each, join(path, "{}"));
    }
  };

  /** What an object lacks, and what it has that the contract does not name; called once everything was seen. */
  const compareNames = (path: string, { schema: described, seen, names }: SeenObject): void => {
    const { properties = {} } = described;
    for (const [name, property] of Object.entries(properties))
      if (!names.has(name) && join(path, name) !== cursorPath)
        add(join(path, name), "missing", kindOf(property), "absent", seen);
    const fresh = [...names].filter(([name]) => !(name in properties));
    // Many new names are the keys of a map, and a name that is no identifier may be a person's or a customer's.
    const mayShow = fresh.length <= mostNewNames;
    for (const [name, count] of fresh)
      add(join(path, mayShow && fieldName.test(name) ? name : "*"), "new field", "nothing", "a field", count);
  };

  visit(schema, value, "");
  for (const [path, object] of objects) compareNames(path, object);
  return [...found.values()].sort((one, other) => comparePaths(one.path, other.path));
};

/** How a value itself differs, apart from what lies in it. */
const differenceOf = (described: Schema, given: unknown): [DifferenceKind, string, string] | undefined => {
  if (given === null) {
    const mayBeNull = described.nullable || Object.keys(described).length === 0;
    return mayBeNull ? undefined : ["null", kindOf(described), "null"];
  }
  if (!isOfType(described, given)) return ["other type", kindOf(described), typeName(given)];
  if (described.enum && !described.enum.includes(given)) return ["new value", "a list of values", "another value"];
  if (typeof given === "string" && !hasFormat(described.format, given))
    return ["other format", described.format ?? "", "text of another form"];
  return undefined;
};

const comparePaths = (one: string, other: string): number => {
  if (one === other) return 0;
  return one < other ? -1 : 1;
};

const join = (path: string, name: string) => (path === "" ? name : `${path}.${name}`);

const kindOf = ({ type, format }: Schema): string => (format ? `${type} (${format})` : (type ?? "anything"));

const typeName = (value: unknown): string => {
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
};

/** The client hands out numbers beyond 2^53 as digits, so text of many digits may be the number that is described. */
const isOfType = ({ type, format }: Schema, value: unknown): boolean => {
  const name = typeName(value);
  if (type === undefined || type === name) return true;
  if (type === "number") return name === "integer";
  return type === "integer" && format === "int64" && typeof value === "string" && /^-?\d{16,}$/.test(value);
};

const hasFormat = (format: string | undefined, text: string): boolean => {
  if (format === "date-time") return /^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text));
  return format !== "date" || /^\d{4}-\d{2}-\d{2}$/.test(text);
};
