import { InputError } from "#src/base/errors";
import { toJsonText } from "#src/base/json";
import type { Fields, Input } from "#src/form/field";
import { isBlank } from "#src/form/value";
import type { FilePart, FileToSend, Operation } from "#src/operation";
import type { OwnRetries } from "./retry";

/** A request on its way to Gong: who asks, what goes over the wire but for the credentials, and how it is tried. */
export interface GongRequest extends Pick<Operation, "label" | "scopes" | "scopesAreUnsure" | "effect"> {
  /** The step that runs the operation, where it has a name of its own. */
  readonly step?: string;
  readonly method: string;
  /** Encoded, with its leading slash and without query. */
  readonly path: string;
  /** A query that was written by hand, with its question mark; `query` goes behind it. */
  readonly search?: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON when present; text and bytes as they are. */
  readonly body?: unknown;
  /** One file, sent as multipart. */
  readonly multipart?: FilePart & FileToSend;
  /** Several small parts, sent as multipart. */
  readonly form?: FormParts;
  /** True for a request that others wait for: it goes ahead of those that asked shortly before. */
  readonly isUrgent?: boolean;
  readonly retries?: OwnRetries;
  /** How long one attempt may take before it counts as unanswered. */
  readonly timeoutMs?: number;
}

/** The parts of a multipart form, by name. */
export interface FormParts {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly files: readonly { readonly part: string; readonly fileName: string; readonly content: string | Buffer }[];
}

/**
 * The request of an operation. Path placeholders take their inputs first; what is left is the query of a GET or
 * DELETE, the body of anything else; an operation's own `request` decides otherwise. Only inputs that the operation
 * declares ever leave, but for form-only and blank ones.
 * @throws InputError for a value that cannot stand in a path.
 */
export const toRequest = <F extends Fields>(
  operation: Pick<Operation<F>, keyof Operation>,
  input: Input<F>,
  cursor?: string,
): GongRequest => {
  const { label, scopes, scopesAreUnsure, effect, endpoint, file, list } = operation;
  const [method = "GET", template = "/"] = endpoint.split(" ");
  const values: Record<string, unknown> = { ...input };
  for (const key of Object.keys(values)) {
    const field = operation.fields[key];
    if (!field || field.formOnly || isBlank(values[key])) delete values[key];
  }
  const placed = new Set<string>();
  const path = template.replace(/\{(\w+)\}/g, (_all, key: string) => {
    placed.add(key);
    return toPathSegment(values[key], labelOf(operation, key));
  });
  const left = Object.fromEntries(Object.entries(values).filter(([key]) => !placed.has(key)));
  const hasQueryOnly = method === "GET" || method === "DELETE";
  const parts = operation.request?.(values as Input<F>) ?? (hasQueryOnly ? { query: left } : { body: left });
  return {
    ...{ label, scopes, scopesAreUnsure, effect, method, path },
    query: { ...parts.query, ...(list?.cursor === "query" ? { cursor } : {}) },
    body: list?.cursor === "body" && cursor ? { ...(parts.body as object), cursor } : parts.body,
    multipart: file && parts.multipart && { ...file, ...parts.multipart },
  };
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

/** Path and query as they go over the wire. */
export const targetOf = ({ path, search = "", query }: GongRequest): string => {
  const further = toQueryString(query);
  return path + search + (search ? further.replace("?", "&") : further);
};

/** `?name=value&…` with every value encoded once and lists as repeated names; empty when nothing is left to say. */
const toQueryString = (query: GongRequest["query"]): string => {
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
