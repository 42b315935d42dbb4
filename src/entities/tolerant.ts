import { z } from "zod";
import { isObject } from "#src/base/object";

/**
 * Reads a value as its schema describes it. Gives the value itself where nothing has to change, and undefined where it
 * is nothing of the kind.
 */
type Reader = (value: unknown) => unknown;

/** Entities that Gong has also sent as a bare text, with the property that the text stands for. */
export const shorthand = z.registry<{ readonly property: string }>();

/**
 * An answer as its schema describes it, whatever came: what is nothing of the kind is null, in a list it is left out;
 * ids that came as numbers are text, a single item where a list is due is a list of one. Unknown properties are kept
 * as they are, and nothing is refused. The value given is not changed; the parts that are right are shared with it.
 * @returns undefined when the whole is nothing of the kind.
 */
export const normalize = <S extends z.ZodType>(schema: () => S, value: unknown): z.output<S> | undefined => {
  const reader = readers.get(schema) ?? readerOf(schema());
  readers.set(schema, reader);
  return reader(value) as z.output<S> | undefined;
};

/** Made when an entity is read for the first time. */
const readers = new WeakMap<() => z.ZodType, Reader>();

const readerOf = (type: unknown): Reader => {
  if (type instanceof z.ZodOptional || type instanceof z.ZodNullable) return orNull(readerOf(bareOf(type)));
  if (type instanceof z.ZodObject) return objectReader(type);
  if (type instanceof z.ZodArray) return listReader(readerOf(type.element));
  if (type instanceof z.ZodRecord) return mapReader(readerOf(type.valueType));
  if (type instanceof z.ZodUnion) return firstReader(type.options.map(readerOf));
  if (type instanceof z.ZodString) return toText;
  if (type instanceof z.ZodNumber) return toNumber;
  if (type instanceof z.ZodBoolean) return toBoolean;
  if (type instanceof z.ZodUnknown) return (value) => value;
  throw new Error("An entity is described by a type that answers are not read by.");
};

/** The type without the say that it may be null or missing. */
const bareOf = (type: unknown): unknown =>
  type instanceof z.ZodOptional || type instanceof z.ZodNullable ? bareOf(type.unwrap()) : type;

/** What `typeof` says of a value that is right, for types of which it says enough. */
const typeOf = (type: unknown): string | undefined => {
  if (type instanceof z.ZodString) return "string";
  if (type instanceof z.ZodNumber) return "number";
  return type instanceof z.ZodBoolean ? "boolean" : undefined;
};

const orNull =
  (read: Reader): Reader =>
  (value) =>
    value === null ? null : read(value);

const toText: Reader = (value) => {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : undefined;
};

/** Numbers also come as text. What is counted or measured is rounded beyond 2^53. */
const toNumber: Reader = (value) => {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : undefined;
  return Number.isFinite(read) ? read : undefined;
};

const booleans: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ["true", true],
  ["false", false],
  [1, true],
  [0, false],
]);

const toBoolean: Reader = (value) => booleans.get(value);

const objectReader = (type: z.ZodObject): Reader => {
  const parts = Object.entries(type.shape).map(([key, part]) => {
    const bare = bareOf(part);
    return { key, usual: typeOf(bare), read: readerOf(bare) };
  });
  const property = shorthand.get(type)?.property;
  return (given) => {
    if (typeof given === "string" && property !== undefined) return { [property]: given };
    // Media links came in a list once.
    const value = Array.isArray(given) ? given.find(isObject) : given;
    if (!isObject(value)) return undefined;
    let changed: Record<string, unknown> | undefined;
    for (const { key, usual, read } of parts) {
      const part = value[key];
      // Most parts are right: looking at their type costs a third of reading them.
      if (part === undefined || part === null || typeof part === usual) continue;
      const taken = read(part);
      if (taken === part) continue;
      changed ??= { ...value };
      changed[key] = taken ?? null;
    }
    return changed ?? value;
  };
};

const listReader =
  (read: Reader): Reader =>
  (value) => {
    if (!Array.isArray(value)) {
      const one = isObject(value) && Object.keys(value).length === 0 ? undefined : read(value);
      return one === undefined ? undefined : [one];
    }
    let changed: unknown[] | undefined;
    for (const [index, item] of value.entries()) {
      const one = read(item);
      if (one !== item || one === undefined) changed ??= value.slice(0, index);
      if (one !== undefined) changed?.push(one);
    }
    return changed ?? value;
  };

const mapReader =
  (read: Reader): Reader =>
  (value) => {
    if (!isObject(value)) return undefined;
    const entries = Object.entries(value);
    const taken = entries.map(([key, each]) => [key, each === null ? null : (read(each) ?? null)] as const);
    return taken.some(([, each], index) => each !== entries[index]?.[1]) ? Object.fromEntries(taken) : value;
  };

/** The kind that the value is of already, or else the first that it can be read as. */
const firstReader =
  (all: readonly Reader[]): Reader =>
  (value) => {
    const read = all.map((reader) => reader(value));
    return read.find((each) => each === value) ?? read.find((each) => each !== undefined);
  };
