import { InputError } from "#src/base/errors";
import { toJsonText } from "#src/base/json";
import type { Fields, Input } from "#src/form/field";
import { isBlank } from "#src/form/value";
import { fieldsOf, type Multipart, type Operation, pagingFields } from "#src/operation";

/** What goes over the wire, before credentials. */
export interface GongRequest {
  readonly method: string;
  /** Encoded, with its leading slash. */
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  /** Sent as JSON when present. */
  readonly body?: unknown;
  readonly multipart?: Multipart;
}

/**
 * The request of an operation. Path placeholders take their inputs first; what is left is the query of a GET or
 * DELETE, the body of anything else; an operation's own `request` decides otherwise. Form-only and paging inputs never
 * leave; blank ones are absent.
 * @throws InputError for a value that cannot stand in a path.
 */
export const toRequest = <F extends Fields>(operation: Operation<F>, input: Input<F>, cursor?: string): GongRequest => {
  const [method = "GET", template = "/"] = operation.endpoint.split(" ");
  const values: Record<string, unknown> = { ...input };
  for (const [key, field] of Object.entries(fieldsOf(operation)))
    if (field.formOnly || isBlank(values[key])) delete values[key];
  if (operation.list?.cursor) for (const key of Object.keys(pagingFields)) delete values[key];

  const placed = new Set<string>();
  const path = template.replace(/\{(\w+)\}/g, (_all, key: string) => {
    placed.add(key);
    return toPathSegment(values[key], labelOf(operation, key));
  });
  const left = Object.fromEntries(Object.entries(values).filter(([key]) => !placed.has(key)));
  const hasQueryOnly = method === "GET" || method === "DELETE";
  const parts = operation.request?.(values as Input<F>) ?? (hasQueryOnly ? { query: left } : { body: left });

  const query = { ...parts.query, ...(operation.list?.cursor === "query" && cursor ? { cursor } : {}) };
  const body = operation.list?.cursor === "body" && cursor ? { ...(parts.body as object), cursor } : parts.body;
  return { method, path, query, body, multipart: parts.multipart };
};

const labelOf = (operation: Pick<Operation, "fields">, key: string): string => {
  const label = operation.fields[key]?.form.label ?? key;
  return typeof label === "string" ? label : label.value;
};

/** URL parsing folds "." and ".." away even when they are encoded, so they would reach another endpoint. */
const toPathSegment = (value: unknown, label: string): string => {
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  if (text === "") throw new InputError([`${label} is required.`]);
  if (/^\.{1,2}$/.test(text)) throw new InputError([`${label} must be an id, not "${text}".`]);
  return encodeURIComponent(text.toWellFormed());
};

/** `?name=value&…` with every value encoded once and lists as repeated names; empty when nothing is left to say. */
export const toQueryString = (query: Readonly<Record<string, unknown>>): string => {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((each) => !isBlank(each))
      .map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(toQueryText(each).toWellFormed())}`),
  );
  return pairs.length > 0 ? `?${pairs.join("&")}` : "";
};

const toQueryText = (value: unknown): string => {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? (toJsonText(value) ?? "") : String(value);
};
