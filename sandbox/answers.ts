import type { Operation, Schema } from "./contract";
import { describeProblem, problemsOf, resolveReferences } from "./schemas";

/** The schema of an operation's answer with that status (default: the good one), without references. */
export function answerSchema(operation: Operation, status = operation.successStatus): Schema | undefined {
  const schema = operation.answers[status];
  return schema && resolveReferences(schema);
}

/** The schema of an operation's request body, without references; undefined where it has none. */
export function requestSchema(operation: Operation): Schema | undefined {
  return operation.body && resolveReferences(operation.body.schema);
}

/**
 * Every problem of an answer against the contract, as text; none means that it fits.
 *
 * Read as Gong behaves: anything may be null, missing or additional, new enum values come, and ids of 64 bits may be
 * numbers or digits. With `closed`, for examples written by hand, undeclared properties and enum values are problems.
 */
export function checkAnswer(
  operation: Operation,
  status: number,
  body: unknown,
  options: { readonly closed?: boolean } = {},
): readonly string[] {
  if (!(status in operation.answers)) return [`${operation.key}: the contract has no answer with status ${status}.`];
  const schema = operation.answers[status];
  if (!schema) return [];
  return problemsOf(schema, body, options.closed ? "example" : "answer").map(
    (problem) => `${operation.key}: ${describeProblem(problem)}.`,
  );
}

/** An answer made from the contract alone: for operations that the world has no data for. */
export function sampleAnswer(operation: Operation): Readonly<Record<string, unknown>> {
  const schema = answerSchema(operation);
  const sample = schema ? sampleOf(schema, "") : {};
  if (typeof sample !== "object" || sample === null) return {};
  const { requestId: _, records, ...rest } = sample as Record<string, unknown>;
  return records ? { records: { totalRecords: 1, currentPageSize: 1, currentPageNumber: 0 }, ...rest } : rest;
}

function sampleOf(schema: Schema, name: string): unknown {
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case "object":
      return sampleOfObject(schema);
    case "array":
      return [sampleOf(schema.items ?? {}, name.replace(/s$/, ""))];
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return true;
    case "string":
      return sampleOfText(schema, name);
    default:
      return "sample";
  }
}

function sampleOfObject(schema: Schema): Record<string, unknown> {
  if (typeof schema.additionalProperties === "object") return { sample: sampleOf(schema.additionalProperties, "") };
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, property]) => [name, sampleOf(property, name)]),
  );
}

function sampleOfText(schema: Schema, name: string): string {
  if (schema.format === "date-time" || /DateTime$|^(created|updated|started)$/.test(name))
    return "2026-03-02T10:00:00Z";
  if (schema.format === "date" || /Date$/.test(name)) return "2026-03-02";
  if (/email/i.test(name)) return "sample@northwind.example";
  if (schema.format === "url" || /url$/i.test(name)) return "https://northwind.example/sample";
  if (schema.pattern || /Id$|^id$/.test(name)) return "1234567890123456789";
  return `Sample ${name || "text"}`;
}
