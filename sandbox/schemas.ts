import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { type Schema, schemas } from "./contract";

/**
 * How strictly a schema is read.
 * - `request`: as declared, every object closed except maps, dates and times in the form Gong asks for.
 * - `answer`: as Gong behaves: anything may be null, missing or additional, and enums grow.
 * - `example`: for answers we make up ourselves: anything may be null or missing, but nothing is undeclared.
 */
type Strictness = "request" | "answer" | "example";

/** A JSON Schema of draft 7, as ajv reads it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const largestInt32 = 2 ** 31 - 1;
const isoDateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;
const isoDate = /^\d{4}-\d{2}-\d{2}$/;

/** Whether the text is a date and time of ISO 8601 with its zone. */
export const isDateTime = (text: string) => isoDateTime.test(text) && !Number.isNaN(Date.parse(text));

/** Whether the text is a date written YYYY-MM-DD. */
export const isDate = (text: string) => isoDate.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

/** Whether the text is an integer of 64 bits in digits. */
export function isInt64(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** Properties that Gong's document types as plain text and describes as dates or times. */
const formatsByName: Readonly<Record<string, string>> = {
  fromDateTime: "date-time",
  toDateTime: "date-time",
  createdFromDateTime: "date-time",
  createdToDateTime: "date-time",
  scheduledStart: "date-time",
  scheduledEnd: "date-time",
  actualStart: "date-time",
  startTime: "date-time",
  endTime: "date-time",
  eventTimestamp: "date-time",
  fromDate: "date",
  toDate: "date",
  callFromDate: "date",
  callToDate: "date",
  reviewFromDate: "date",
  reviewToDate: "date",
};

/** The format that a request's property or parameter of this name has to have, if any. */
export const formatOfName = (name: string): string | undefined => formatsByName[name];

/** Writes an OpenAPI 3.0 schema as JSON Schema; `refer` says what stands in place of a reference. */
export function toJsonSchema(schema: Schema, strictness: Strictness, refer: (name: string) => JsonSchema): JsonSchema {
  if (schema.$ref) {
    const target = refer(schema.$ref.slice("#/components/schemas/".length));
    return strictness === "request" ? target : { anyOf: [{ type: "null" }, target] };
  }
  const single = schema.allOf?.length === 1 ? schema.allOf[0] : undefined;
  if (single) return toJsonSchema(single, strictness, refer);

  const result = { ...typeOf(schema, strictness), ...boundsOf(schema) };
  if (schema.items) result.items = toJsonSchema(schema.items, strictness, refer);
  if (schema.properties) {
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => {
        const format = strictness === "request" && property.type === "string" ? formatOfName(name) : undefined;
        return [name, toJsonSchema(format ? { ...property, format } : property, strictness, refer)];
      }),
    );
  }
  if (schema.required && strictness === "request") result.required = schema.required;
  if (typeof schema.additionalProperties === "object") {
    result.additionalProperties = toJsonSchema(schema.additionalProperties, strictness, refer);
  } else if (schema.properties && schema.additionalProperties !== true && strictness !== "answer") {
    result.additionalProperties = false;
  }
  return result;
}

/** The type of a value and the values it may have. Only a request may not hold null, unless the contract says so. */
function typeOf(schema: Schema, strictness: Strictness): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const mayBeNull = strictness !== "request" || schema.nullable === true;
  if (schema.type === "integer" && schema.format === "int64") {
    result.int64 = strictness === "request" ? "number" : "number or digits";
  } else if (schema.type) {
    result.type = mayBeNull ? [schema.type, "null"] : schema.type;
  }
  if (schema.enum && strictness !== "answer") result.enum = mayBeNull ? [...schema.enum, null] : schema.enum;
  return result;
}

/** Limits, patterns and formats of a value. */
function boundsOf(schema: Schema): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  if (schema.type === "integer" && schema.format === "int32") {
    result.minimum = -largestInt32 - 1;
    result.maximum = largestInt32;
  }
  if (schema.format === "date-time" || schema.format === "date") result.format = schema.format;
  for (const keyword of ["pattern", "minLength", "maxLength", "minItems", "minimum", "maximum"] as const) {
    if (schema[keyword] !== undefined) result[keyword] = schema[keyword];
  }
  if (schema.uniqueItems) result.uniqueItems = true;
  return result;
}

const compilers = new Map<Strictness, Ajv>();

function compilerFor(strictness: Strictness): Ajv {
  const known = compilers.get(strictness);
  if (known) return known;
  const ajv = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    strictTypes: false,
    // The schemas come from the contract, and a test holds that they are valid. A third of the time for a first answer.
    meta: false,
    validateSchema: false,
    code: { optimize: false },
  });
  ajv.addFormat("date-time", isDateTime);
  ajv.addFormat("date", isDate);
  ajv.addKeyword({
    keyword: "int64",
    validate: (kind: string, value: unknown) =>
      Number.isInteger(value) ||
      typeof value === "bigint" ||
      (kind === "number or digits" && (value === null || (typeof value === "string" && isInt64(value)))),
    error: { message: "must be an integer of 64 bits" },
  });
  for (const [name, schema] of Object.entries(schemas)) {
    ajv.addSchema(toJsonSchema(schema, strictness, refer), `gong:${name}`);
  }
  compilers.set(strictness, ajv);
  return ajv;
}

const refer = (name: string): JsonSchema => ({ $ref: `gong:${name}` });

const validators = new Map<Strictness, WeakMap<Schema, ValidateFunction>>();

/** Every problem of a value against a schema of the contract, in ajv's form; none means that it fits. */
export function problemsOf(schema: Schema, value: unknown, strictness: Strictness): readonly ErrorObject[] {
  const cache = validators.get(strictness) ?? new WeakMap<Schema, ValidateFunction>();
  validators.set(strictness, cache);
  let validate = cache.get(schema);
  if (!validate) {
    validate = compilerFor(strictness).compile(toJsonSchema(schema, strictness, refer));
    cache.set(schema, validate);
  }
  // A null that nothing else objects to shows as two problems, "null" and the other half of the alternative.
  return validate(value) ? [] : (validate.errors ?? []).filter(({ keyword, params }) => !isOtherHalf(keyword, params));
}

function isOtherHalf(keyword: string, params: Record<string, unknown>): boolean {
  return keyword === "anyOf" || (keyword === "type" && params.type === "null");
}

/** A problem as a sentence fragment that begins with the place: `filter.callIds[2]: must be string`. */
export function describeProblem(problem: ErrorObject): string {
  const place = problem.instancePath
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
  const { additionalProperty, missingProperty, allowedValues } = problem.params as Record<string, unknown>;
  if (problem.keyword === "additionalProperties") {
    return `${placeText([...place, String(additionalProperty)])}: is not a property that Gong has here`;
  }
  if (problem.keyword === "required") return `${placeText([...place, String(missingProperty)])}: must not be null`;
  if (problem.keyword === "enum") {
    return `${placeText(place)}: must be one of ${(allowedValues as readonly unknown[]).join(", ")}`;
  }
  if (problem.keyword === "format") {
    const form = problem.params.format === "date" ? "a date such as 2026-03-02" : "ISO 8601 with a time zone";
    return `${placeText(place)}: must be ${form}`;
  }
  return `${placeText(place)}: ${problem.message ?? "is not valid"}`;
}

function placeText(place: readonly string[]): string {
  const text = place.map((segment) => (/^\d+$/.test(segment) ? `[${segment}]` : `.${segment}`)).join("");
  return text.replace(/^\./, "") || "the body";
}

/** The schema with every reference replaced by what it names; a schema inside itself becomes "anything". */
export function resolveReferences(schema: Schema, within: readonly string[] = []): Schema {
  if (schema.$ref) {
    const name = schema.$ref.slice("#/components/schemas/".length);
    const target = schemas[name];
    return !target || within.includes(name) ? {} : resolveReferences(target, [...within, name]);
  }
  const single = schema.allOf?.length === 1 ? schema.allOf[0] : undefined;
  if (single) return resolveReferences(single, within);
  return {
    ...schema,
    ...(schema.items && { items: resolveReferences(schema.items, within) }),
    ...(schema.properties && {
      properties: Object.fromEntries(
        Object.entries(schema.properties).map(([name, property]) => [name, resolveReferences(property, within)]),
      ),
    }),
    ...(typeof schema.additionalProperties === "object" && {
      additionalProperties: resolveReferences(schema.additionalProperties, within),
    }),
  };
}
