import { randomUUID } from "node:crypto";
import type { Redactor } from "./redact";
import type { ConnectionView, Entry } from "./types";

/** A connection as a component gets it. */
export interface ConnectionValue {
  readonly key: string;
  readonly configVarKey: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly token?: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** A connection that was set up: it stays in memory, and ends with the command. */
export interface StoredConnection extends ConnectionView {
  /** Made anew for each run. */
  readonly value: () => ConnectionValue;
}

/** What is typed on the page. */
export interface NewConnection {
  readonly definition: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** The answer of the token endpoint, as JSON. */
  readonly token?: string;
}

const hostIn = (values: readonly unknown[]): string | undefined => {
  for (const value of values)
    if (typeof value === "string" && /^https?:\/\//.test(value) && URL.canParse(value)) return new URL(value).host;
  return undefined;
};

/** The platform fills templates from the other fields. */
const filled = (definition: Entry, fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    definition.inputs.map(({ key, type, default: preset, shown }) => {
      if (type === "template")
        return [key, String(preset).replace(/\{\{#(\w+)\}\}/g, (_whole, name: string) => String(fields[name] ?? ""))];
      return [key, fields[key] ?? (shown === false ? preset : "")];
    }),
  );

const parsedToken = (text: string): Record<string, unknown> => {
  try {
    const token: unknown = JSON.parse(text);
    if (typeof token === "object" && token !== null && "access_token" in token) return { ...token };
  } catch {
    // Said below in the same words: what was pasted is not repeated.
  }
  throw new Error('The token has to be the JSON that the token endpoint answered, with "access_token" in it.');
};

const looksSecret = /token|secret|key|password/i;

/** Registers what must not leave: passwords and keys among the fields, and everything of a token that opens something. */
export const registerSecrets = (
  { fields, token }: ConnectionValue,
  definition: Entry | undefined,
  redactor: Redactor,
) => {
  const isPassword = (name: string) => definition?.inputs.find(({ key }) => key === name)?.type === "password";
  for (const [name, value] of Object.entries(fields))
    if (looksSecret.test(name) || isPassword(name)) redactor.add(value);
  for (const [name, value] of Object.entries(token ?? {})) if (looksSecret.test(name)) redactor.add(value);
};

/**
 * Reads a connection that was typed in.
 * @throws Error when the definition is unknown, or the token is none.
 */
export const readConnection = (
  { definition: key, name, fields, token }: NewConnection,
  definitions: readonly Entry[],
): StoredConnection => {
  const definition = definitions.find((each) => each.kind === "connections" && each.key === key);
  if (!definition) throw new Error(`The component has no connection ${key}.`);
  const values = filled(definition, fields);
  const read = token ? parsedToken(token) : undefined;
  const value: ConnectionValue = { key, configVarKey: name, fields: values, ...(read && { token: read, context: {} }) };
  return {
    id: randomUUID(),
    definition: key,
    name,
    account: hostIn([...Object.values(read ?? {}), ...Object.values(values)]) ?? name,
    isPractice: false,
    value: () => value,
  };
};

/** A stored connection without its value. */
export const viewOf = ({ value: _, ...view }: StoredConnection): ConnectionView => view;
