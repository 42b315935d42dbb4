import { isSafeNumber, parse as parseLosslessly } from "lossless-json";
import type { Operation, Parameter } from "./contract";
import { describeProblem, formatOfName, isDate, isDateTime, isInt64, problemsOf } from "./schemas";

/** One part of a multipart body. */
export interface Part {
  readonly name: string;
  readonly fileName?: string;
  readonly contentType?: string;
  /** Bytes of content. */
  readonly size: number;
}

/** The body of a request as it arrived. */
export type Body =
  | { readonly kind: "none" }
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "multipart"; readonly parts: readonly Part[] }
  | { readonly kind: "broken"; readonly reason: string }
  | { readonly kind: "other" };

/** What is checked: everything of a request but its credentials. */
interface CheckedRequest {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: Body;
}

/** How a request that violates the contract is refused. */
export interface Refusal {
  readonly status: 400 | 415;
  readonly errors: readonly string[];
}

const mostItems: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "POST /v2/flows/prospects/assign": { crmProspectsIds: 100 },
  "POST /v2/flows/prospects/assign/cool-off-override": { crmProspectsIds: 100 },
  "POST /v2/flows/prospects/bulk-assignments": { prospects: 50 },
  "POST /v2/flows/steps": { flowIds: 20 },
  "POST /v2/flows/prospects/unassign-flows-by-instance-id": { flowInstanceIds: 200 },
  "POST /v2/meetings/integration/status": { emails: 100 },
};
const mostCrmObjectsReadBack = 100;

const hasLongNumber = /\d{16}/;

/** Parses JSON and keeps every digit: integers that a JavaScript number cannot hold become bigints. */
export function parseJson(text: string): unknown {
  if (!hasLongNumber.test(text)) return JSON.parse(text);
  return parseLosslessly(text, null, {
    parseNumber: (digits) => (/^-?\d+$/.test(digits) && !isSafeNumber(digits) ? BigInt(digits) : Number(digits)),
  });
}

/** Checks a request against the contract, every schema closed except maps; undefined when nothing is wrong. */
export function checkRequest(request: CheckedRequest): Refusal | undefined {
  const { operation, body } = request;
  if (operation.body && !hasDeclaredContentType(request)) {
    return { status: 415, errors: ["Unsupported Media Type"] };
  }
  const problems = [
    ...operation.parameters
      .filter((parameter) => parameter.in === "path")
      .flatMap((parameter) => checkParameter(parameter, request.path[parameter.name])),
    ...checkQuery(operation, request.query),
    ...checkBody(operation, body),
  ];
  if (problems.length === 0) return undefined;
  return { status: 400, errors: problems.map((problem) => `Sandbox contract check: ${problem}.`) };
}

function hasDeclaredContentType({ operation, contentType, body }: CheckedRequest): boolean {
  if (operation.body?.kind === "multipart") return contentType.startsWith("multipart/form-data");
  return contentType.startsWith("application/json") && !(operation.method === "GET" && body.kind === "none");
}

function checkParameter({ name, schema, required, in: place }: Parameter, value: string | undefined): string[] {
  const what = `${place === "path" ? "path" : "query"} parameter ${name}`;
  if (value === undefined) return required ? [`${name} parameter is missing`] : [];
  if (value === "") return [`${what}: is empty; leave it out instead`];
  if (schema.type === "integer" && !isInt64(value)) return [`${what}: should be a valid Long`];
  if (schema.type === "boolean" && value !== "true" && value !== "false") return [`${what}: must be true or false`];
  if (schema.enum && !schema.enum.includes(value)) return [`${what}: must be one of ${schema.enum.join(", ")}`];
  if (schema.pattern && !new RegExp(schema.pattern).test(value)) return [`${what}: must match ${schema.pattern}`];
  const isTime = formatOfName(name) === "date-time" || name === "from" || name === "to";
  if (isTime && !isDateTime(value)) return [`${what}: must be ISO 8601 with a time zone`];
  if (formatOfName(name) === "date" && !isDate(value)) return [`${what}: must be a date such as 2026-03-02`];
  return [];
}

function checkQuery(operation: Operation, query: URLSearchParams): string[] {
  const declared = operation.parameters.filter((parameter) => parameter.in === "query");
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const name of query.keys()) {
    if (seen.has(name)) problems.push(`query parameter ${name}: is given more than once`);
    else if (!declared.some((parameter) => parameter.name === name)) {
      problems.push(`query parameter ${name}: is not a parameter that Gong has here`);
    }
    seen.add(name);
  }
  return [
    ...problems,
    ...declared.flatMap((parameter) => checkParameter(parameter, query.get(parameter.name) ?? undefined)),
  ];
}

function checkBody(operation: Operation, body: Body): string[] {
  if (!operation.body) return body.kind === "none" ? [] : ["the body: Gong takes none here"];
  if (body.kind === "broken") return [`the body: ${body.reason}`];
  if (operation.body.kind === "multipart") return checkParts(operation, body);
  if (body.kind !== "json") return operation.body.required ? ["the body: must not be empty"] : [];
  return [
    ...problemsOf(operation.body.schema, body.value, "request").map(describeProblem),
    ...checkCounts(operation, body.value),
  ];
}

function checkParts(operation: Operation, body: Body): string[] {
  const declared = Object.keys(operation.body?.schema.properties ?? {});
  const parts = body.kind === "multipart" ? body.parts : [];
  const isMissing = (name: string) => !parts.some((part) => part.name === name);
  return [
    ...declared.filter(isMissing).map((name) => `${name} part is missing`),
    ...parts
      .filter((part) => !declared.includes(part.name))
      .map((part) => `part ${part.name}: is not a part that Gong has here`),
    ...declared
      .filter((name) => parts.filter((part) => part.name === name).length > 1)
      .map((name) => `part ${name}: is given more than once`),
  ];
}

function checkCounts(operation: Operation, value: unknown): string[] {
  if (operation.key === "GET /v2/crm/entities" && Array.isArray(value) && value.length > mostCrmObjectsReadBack) {
    return [`the body: at most ${mostCrmObjectsReadBack} ids`];
  }
  if (!isRecord(value)) return [];
  const problems = Object.entries(mostItems[operation.key] ?? {}).flatMap(([name, most]) => {
    const items = value[name];
    if (!Array.isArray(items)) return [];
    if (items.length === 0) return [`${name} is empty`];
    return items.length > most ? [`${name}: at most ${most}, not ${items.length}`] : [];
  });
  const filter = value.filter;
  if (operation.key === "POST /v2/calls/transcript" && isRecord(filter) && filter.callIds && filter.workspaceId) {
    problems.push("filter.workspaceId: Gong refuses it together with filter.callIds");
  }
  return problems;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
