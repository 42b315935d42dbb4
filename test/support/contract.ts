import api from "#sandbox/gong-api.json";

/** A schema of the contract, as far as these tests read it. */
interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface ContractOperation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
  readonly "x-gong-scopes"?: readonly string[];
  readonly "x-gong-optional-scopes"?: readonly string[];
  readonly "x-gong-scopes-unsure"?: readonly string[];
  readonly "x-gong-paging"?: {
    readonly style: string;
    readonly cursorIn?: "query" | "body";
    readonly listKey?: string | null;
  };
  readonly "x-gong-empty"?: { readonly status: number };
}

const resolve = (schema: Schema): Schema => {
  if (schema.allOf?.[0]) return resolve(schema.allOf[0]);
  if (!schema.$ref) return schema;
  const name = schema.$ref.split("/").at(-1) ?? "";
  return resolve((api.components.schemas as Record<string, Schema>)[name] ?? {});
};

/** One property or parameter that a request may have, by its dotted path; items of a list are `[]`. */
export interface Part {
  readonly path: string;
  readonly required: boolean;
  readonly choices?: readonly string[];
}

const partsOf = (schema: Schema, prefix: string, required: boolean): Part[] => {
  const { type, items, properties, enum: choices, required: names = [] } = resolve(schema);
  if (type === "array" && items) return partsOf(items, `${prefix}[]`, required);
  if (!properties) return [{ path: prefix, required, choices }];
  return Object.entries(properties).flatMap(([name, each]) =>
    partsOf(each, prefix ? `${prefix}.${name}` : name, required && names.includes(name)),
  );
};

const answerSchema = (operation: ContractOperation): Schema => {
  const good = Object.entries(operation.responses).find(([status]) => status.startsWith("2"))?.[1];
  return Object.values(good?.content ?? {})[0]?.schema ?? {};
};

/** What the example of an answer lacks or has too much, as dotted paths. Nulls and any-type values are let through. */
export const differences = (schema: Schema, value: unknown, path = ""): string[] => {
  const { type, format, items, properties, additionalProperties } = resolve(schema);
  if (value === null || value === undefined) return value === undefined ? [`${path} is missing`] : [];
  if (type === "array" && items) {
    if (!Array.isArray(value)) return [`${path} is not a list`];
    if (value.length === 0) return [`${path} is empty`];
    return value.flatMap((each) => differences(items, each, `${path}[]`));
  }
  if (properties && typeof value === "object") {
    const record = value as Record<string, unknown>;
    const extra = Object.keys(record)
      .filter((key) => !(key in properties) && !additionalProperties)
      .map((key) => `${path}.${key} is not declared`);
    return [
      ...extra,
      ...Object.entries(properties).flatMap(([key, each]) => differences(each, record[key], `${path}.${key}`)),
    ];
  }
  // Gong declares numbers of 64 bits, and sends digits as text in many places.
  if (format === "int64" && typeof value === "string" && /^-?\d+$/.test(value)) return [];
  const kind = type === "integer" ? "number" : type;
  const isTyped = kind === "string" || kind === "number" || kind === "boolean";
  return isTyped && typeof value !== kind ? [`${path} is a ${typeof value}, not a ${kind}`] : [];
};

/** How an answer is filled in. */
interface Filling {
  readonly isLeast?: boolean;
  readonly isNull?: boolean;
  readonly isEmpty?: boolean;
}

const filled = (schema: Schema, filling: Filling): unknown => {
  const { type, enum: choices, items, properties, required = [], additionalProperties } = resolve(schema);
  if (properties)
    return Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => !filling.isLeast || required.includes(name))
        .map(([name, each]) => [name, filling.isNull ? null : filled(each, filling)]),
    );
  if (type === "array") return filling.isEmpty || !items ? [] : [filled(items, filling), filled(items, filling)];
  if (type === "object")
    return typeof additionalProperties === "object" && !filling.isEmpty
      ? { any: filled(additionalProperties as Schema, filling) }
      : {};
  if (type === "integer" || type === "number") return 7;
  return type === "boolean" ? true : (choices?.at(-1) ?? "7");
};

/** Answers that the contract allows: with everything, with the least, with empty lists, with nulls, with more than it names. */
export const answersOf = (schema: Schema): Record<string, unknown> => ({
  "with everything": filled(schema, {}),
  "with the least": filled(schema, { isLeast: true }),
  "with empty lists": filled(schema, { isEmpty: true }),
  "with nulls": filled(schema, { isNull: true }),
  "with more than it names": { ...(filled(schema, {}) as object), added: { anything: [null, 7] } },
});

/** The contract, one entry per operation, by `METHOD /path` with nameless placeholders. */
export const contract = Object.fromEntries(
  Object.entries(api.paths as unknown as Record<string, Record<string, ContractOperation>>).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => ["get", "post", "put", "patch", "delete"].includes(method))
      .map(([method, operation]) => {
        const bodies = Object.entries(operation.requestBody?.content ?? {});
        const json = bodies.find(([type]) => type === "application/json")?.[1].schema;
        const form = bodies.find(([type]) => type === "multipart/form-data")?.[1].schema;
        const inQuery = (operation.parameters ?? []).filter((each) => each.in === "query");
        return [
          withoutNames(`${method.toUpperCase()} ${path}`),
          {
            query: inQuery.map(
              ({ name, required = false, schema }): Part => ({ path: name, required, choices: resolve(schema).enum }),
            ),
            body: json ? partsOf(json, "", true) : [],
            multipart: form ? Object.keys(resolve(form).properties ?? {}) : [],
            answer: answerSchema(operation),
            scopes: operation["x-gong-scopes"] ?? operation["x-gong-scopes-unsure"] ?? [],
            optionalScopes: operation["x-gong-optional-scopes"] ?? [],
            scopesAreUnsure: !operation["x-gong-scopes"],
            paging: operation["x-gong-paging"],
            emptyIs404: operation["x-gong-empty"]?.status === 404,
          },
        ] as const;
      }),
  ),
);

/** An endpoint with placeholders whose names do not matter. */
export function withoutNames(endpoint: string): string {
  return endpoint.replace(/\{[^}]*\}/g, "{}");
}

/** The dotted paths of everything that a value holds. */
export const pathsOf = (value: unknown, prefix = ""): string[] => {
  if (Array.isArray(value)) return [...new Set(value.flatMap((each) => pathsOf(each, `${prefix}[]`)))];
  if (value === undefined) return [];
  if (typeof value !== "object" || value === null) return [prefix];
  return Object.entries(value).flatMap(([key, each]) => pathsOf(each, prefix ? `${prefix}.${key}` : key));
};
