import document from "./gong-api.json";

/** A schema as OpenAPI 3.0.1 writes it; the keywords that Gong's document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly uniqueItems?: boolean;
}

/** A parameter of the path or the query. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly schema: Schema;
}

/** One operation of Gong's API, as the contract describes it. */
export interface Operation {
  /** Method and path, such as "GET /v2/calls/{id}". */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  /** OAuth scopes the document names, each with `api:`. */
  readonly scopes: readonly string[];
  /** Scopes that only some requests need. */
  readonly optionalScopes: readonly string[];
  /** Scopes inferred from elsewhere, where the document names none. */
  readonly unsureScopes: readonly string[];
  readonly parameters: readonly Parameter[];
  /** What the body must be; absent where the operation has none. */
  readonly body?: {
    readonly kind: "json" | "multipart";
    readonly required: boolean;
    readonly schema: Schema;
  };
  /** Where the cursor travels; absent on operations that answer everything at once. */
  readonly paging?: { readonly cursorIn: "query" | "body" };
  /** The property of the answer that holds its list, if there is one. */
  readonly listKey?: string;
  /** What Gong answers instead of an empty list, if it does. */
  readonly empty?: { readonly status: number; readonly errors: readonly string[] };
  readonly successStatus: number;
  /** Every answer by status; a status without a described body has no schema. */
  readonly answers: Readonly<Record<string, Schema | undefined>>;
  readonly deprecated: boolean;
}

interface RawOperation {
  readonly parameters?: readonly { name: string; in: "path" | "query"; required?: boolean; schema: Schema }[];
  readonly requestBody?: { required?: boolean; content: Readonly<Record<string, { schema: Schema }>> };
  readonly responses: Readonly<Record<string, { content?: Readonly<Record<string, { schema?: Schema }>> }>>;
  readonly deprecated?: boolean;
  readonly "x-gong-scopes"?: readonly string[];
  readonly "x-gong-optional-scopes"?: readonly string[];
  readonly "x-gong-scopes-unsure"?: readonly string[];
  readonly "x-gong-paging"?: { style: string; cursorIn?: "query" | "body"; listKey?: string | null };
  readonly "x-gong-empty"?: { status: number; errors: readonly string[] };
}

interface RawDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: {
      oauth2: { flows: { authorizationCode: { scopes: Readonly<Record<string, string>> } } };
    };
  };
}

/** Gong's contract itself, as the sandbox serves it at /openapi.json. */
export const openApiDocument: unknown = document;

const contract = openApiDocument as RawDocument;

/** Every named schema of the contract. */
export const schemas: Readonly<Record<string, Schema>> = contract.components.schemas;

/** Every operation of the contract, in its order. */
export const operations: readonly Operation[] = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, raw]) => readOperation(method.toUpperCase(), path, raw)),
);

const operationsByKey = new Map(operations.map((operation) => [operation.key, operation]));

/** Every scope that the contract knows. */
export const allScopes: readonly string[] = [
  ...new Set([
    ...Object.keys(contract.components.securitySchemes.oauth2.flows.authorizationCode.scopes),
    ...operations.flatMap(({ scopes, optionalScopes, unsureScopes }) => [
      ...scopes,
      ...optionalScopes,
      ...unsureScopes,
    ]),
  ]),
].sort();

/** The operation of that method and path ("GET /v2/calls/{id}"). Throws when the contract has none. */
export function operationOf(key: string): Operation {
  const operation = operationsByKey.get(key);
  if (!operation) throw new Error(`Gong's contract has no operation "${key}".`);
  return operation;
}

function readOperation(method: string, path: string, raw: RawOperation): Operation {
  const paging = raw["x-gong-paging"];
  const content = raw.requestBody?.content;
  const json = content?.["application/json"];
  const multipart = content?.["multipart/form-data"];
  const answers = Object.fromEntries(
    Object.entries(raw.responses).map(([status, answer]) => [status, Object.values(answer.content ?? {})[0]?.schema]),
  );
  return {
    key: `${method} ${path}`,
    method,
    path,
    scopes: raw["x-gong-scopes"] ?? [],
    optionalScopes: raw["x-gong-optional-scopes"] ?? [],
    unsureScopes: raw["x-gong-scopes-unsure"] ?? [],
    parameters: (raw.parameters ?? []).map(({ name, in: place, required, schema }) => ({
      name,
      in: place,
      // The document marks the dates of this list as required; the live API does without them.
      required: required === true && !(method === "GET" && path === "/v2/calls"),
      schema,
    })),
    body:
      json || multipart
        ? {
            kind: json ? "json" : "multipart",
            required: raw.requestBody?.required === true,
            schema: (json ?? multipart)?.schema ?? {},
          }
        : undefined,
    paging: paging?.style === "cursor" ? { cursorIn: paging.cursorIn ?? "query" } : undefined,
    listKey: paging?.listKey ?? undefined,
    empty: raw["x-gong-empty"],
    successStatus: Number(Object.keys(answers).find((status) => status.startsWith("2")) ?? 200),
    answers,
    deprecated: raw.deprecated === true,
  };
}

interface Route {
  readonly segments: readonly string[];
  readonly methods: Map<string, Operation>;
}

const literalRoutes = new Map<string, Route>();
const patternRoutes: Route[] = [];
for (const operation of operations) {
  const segments = operation.path.split("/");
  const isLiteral = !operation.path.includes("{");
  const known = isLiteral
    ? literalRoutes.get(operation.path)
    : patternRoutes.find((route) => route.segments.join("/") === operation.path);
  const route = known ?? { segments, methods: new Map<string, Operation>() };
  if (!known && isLiteral) literalRoutes.set(operation.path, route);
  if (!known && !isLiteral) patternRoutes.push(route);
  route.methods.set(operation.method, operation);
}

/** Where a request leads: an operation with its path parameters, or the status that says why not. */
type Destination =
  | { readonly operation: Operation; readonly parameters: Readonly<Record<string, string>> }
  | { readonly status: 400 | 404 | 405 };

/** Finds the operation of a method and a path without query. Literal paths win over paths with placeholders. */
export function findOperation(method: string, path: string): Destination {
  const literal = literalRoutes.get(path);
  if (literal) {
    const operation = literal.methods.get(method);
    return operation ? { operation, parameters: {} } : { status: 405 };
  }
  const segments = path.split("/");
  const route = patternRoutes.find(
    (candidate) =>
      candidate.segments.length === segments.length &&
      candidate.segments.every((segment, index) => segment.startsWith("{") || segment === segments[index]),
  );
  if (!route) return { status: 404 };
  const operation = route.methods.get(method);
  if (!operation) return { status: 405 };
  const parameters: Record<string, string> = {};
  for (const [index, segment] of route.segments.entries()) {
    if (!segment.startsWith("{")) continue;
    try {
      parameters[segment.slice(1, -1)] = decodeURIComponent(segments[index] ?? "");
    } catch {
      return { status: 400 };
    }
  }
  return { operation, parameters };
}
