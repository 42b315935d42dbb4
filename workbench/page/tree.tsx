import { useState } from "preact/hooks";
import type { BytesRef } from "#workbench/types";
import { save } from "./api";

type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null;

const partsOf = (schema: Schema): readonly Schema[] => {
  const parts = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((each) => (Array.isArray(each) ? each : []));
  return [schema, ...parts.filter(isSchema).flatMap(partsOf)];
};

const resolved = (schema: unknown, root: Schema): Schema | undefined => {
  if (!isSchema(schema)) return undefined;
  const path = typeof schema.$ref === "string" ? schema.$ref.split("/").slice(1) : undefined;
  if (!path) return schema;
  const target = path.reduce<unknown>((inner, name) => (isSchema(inner) ? inner[name] : undefined), root);
  return isSchema(target) ? target : undefined;
};

/** The schema of a property or an item; looked up in every alternative, since what may be null is one of two. */
const inside = (schema: Schema | undefined, key: string | number, root: Schema): Schema | undefined => {
  for (const part of schema ? partsOf(schema) : []) {
    const properties = isSchema(part.properties) ? part.properties : {};
    const found = typeof key === "number" ? part.items : (properties[key] ?? part.additionalProperties);
    const inner = resolved(found, root);
    if (inner) return inner;
  }
  return undefined;
};

const descriptionOf = (schema: Schema | undefined): string => {
  const described = (schema ? partsOf(schema) : []).find(({ description }) => typeof description === "string");
  return String(described?.description ?? "");
};

const bytesIn = (value: unknown): BytesRef["$bytes"] | undefined => (value as Partial<BytesRef>).$bytes;

/** What tells a closed object from the next one. */
const summaryOf = (value: object): string => {
  if (Array.isArray(value)) return value.length === 1 ? "1 item" : `${value.length} items`;
  const record = value as Record<string, unknown>;
  const { firstName, lastName } = record;
  if (typeof firstName === "string" && typeof lastName === "string") return `${firstName} ${lastName}`;
  const title = ["name", "title", "label", "key", "id"]
    .map((key) => record[key])
    .find((each) => typeof each === "string" && each !== "");
  if (title) return String(title).slice(0, 60);
  const keys = Object.keys(record);
  return keys.length === 0 ? "empty" : `${keys.slice(0, 3).join(", ")}${keys.length > 3 ? ", …" : ""}`;
};

const longestText = 400;

const Leaf = ({ value }: { readonly value: unknown }) => {
  const [isWhole, setWhole] = useState(false);
  if (typeof value !== "string") return <span class={value === null ? "null" : "number"}>{String(value)}</span>;
  if (value === "") return <span class="null">empty text</span>;
  const isLong = value.length > longestText && !isWhole;
  return (
    <span class="string">
      {isLong ? `${value.slice(0, longestText)}…` : value}
      {isLong && (
        <button type="button" class="link" onClick={() => setWhole(true)}>
          Show all {value.length.toLocaleString("en")} characters
        </button>
      )}
    </span>
  );
};

const Bytes = ({ $bytes: { id, size, contentType } }: BytesRef) => (
  <span>
    {size.toLocaleString("en")} bytes, {contentType}{" "}
    <button
      type="button"
      class="small"
      onClick={() => void save(id, `output.${contentType.split(/[/+;]/)[1] ?? "bin"}`)}
    >
      Save
    </button>
  </span>
);

interface NodeProps {
  readonly name?: string | number;
  readonly value: unknown;
  readonly schema?: Schema;
  readonly root: Schema;
  readonly depth: number;
}

const step = 100;

const Children = ({ value, schema, root, depth }: NodeProps & { readonly value: object }) => {
  const [shown, setShown] = useState(step);
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((each, index) => [index, each] as const)
    : Object.entries(value);
  return (
    <div class="children">
      {entries.slice(0, shown).map(([key, inner]) => (
        <Node key={key} name={key} value={inner} schema={inside(schema, key, root)} root={root} depth={depth + 1} />
      ))}
      {entries.length > shown && (
        <button type="button" class="small" onClick={() => setShown(shown + step)}>
          Show {Math.min(step, entries.length - shown)} more of {entries.length - shown}
        </button>
      )}
    </div>
  );
};

const openDepth = 2;

const Node = ({ name, value, schema, root, depth }: NodeProps) => {
  const [isOpen, setOpen] = useState(depth < openDepth);
  const label = name !== undefined && <span class="name">{name}</span>;
  const description = descriptionOf(schema);
  if (typeof value !== "object" || value === null || bytesIn(value))
    return (
      <div class="leaf">
        <span class="value">
          {label}{" "}
          {typeof value === "object" && value !== null ? <Bytes {...(value as BytesRef)} /> : <Leaf value={value} />}
        </span>
        {description && <span class="description">{description}</span>}
      </div>
    );
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {label} {(!isOpen || Array.isArray(value)) && <span class="summary">{summaryOf(value)}</span>}
        {description && <span class="description">{description}</span>}
      </summary>
      {isOpen && <Children value={value} schema={schema} root={root} depth={depth} />}
    </details>
  );
};

/** A value as a tree, with the descriptions of its schema beside it. */
export const Tree = ({ value, schema }: { readonly value: unknown; readonly schema?: unknown }) => {
  const root = isSchema(schema) ? schema : {};
  return (
    <div class="tree">
      {typeof value === "object" && value !== null && !bytesIn(value) && Object.keys(value).length > 0 ? (
        <Children value={value} schema={root} root={root} depth={0} />
      ) : (
        <Node value={value} schema={root} root={root} depth={0} />
      )}
    </div>
  );
};
