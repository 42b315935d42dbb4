import type { ComponentView, Entry, SentRequest, WireInput } from "#workbench/types";
import { drawingOf } from "./drawings";
import { isBlank, listOf, recordOf, rowsOf, type Values } from "./values";

const placeholder = (input: WireInput) => `<${input.label}>`;

/** What may be copied of a value: never a password, and files by their name. */
const shown = (input: WireInput, value: unknown): unknown => {
  if (input.type === "password") return placeholder(input);
  if (typeof value === "object" && value !== null && "$file" in value) return placeholder(input);
  if (drawingOf(input).control !== "group") return value;
  const record = recordOf(value);
  return Object.fromEntries((input.inputs ?? []).map((child) => [child.key, shown(child, record[child.key])]));
};

const filled = (inputs: readonly WireInput[], values: Values) =>
  inputs.filter((input) => input.type === "connection" || !isBlank(values[input.key]));

const indent = (text: string, by: number) => text.replace(/^(?=.)/gm, " ".repeat(by));

/** JSON is YAML, and quotes whatever would be read as something else. */
const scalar = (value: unknown): string => {
  if (typeof value === "string" && value.includes("\n")) return `|-\n${indent(value, 2)}`;
  return JSON.stringify(value ?? "");
};

const valueYaml = (input: WireInput, value: unknown): string => {
  const { control } = drawingOf(input);
  if (control !== "group")
    return `type: value\nvalue: ${scalar(typeof value === "object" ? JSON.stringify(value) : value)}`;
  const record = recordOf(value);
  const children = filled(input.inputs ?? [], record).map(
    (child) => `- name:\n    type: value\n    value: ${child.key}\n${indent(inputYaml(child, record[child.key]), 2)}`,
  );
  return `type: complex\nvalue:\n${indent(children.join("\n"), 2)}`;
};

const inputYaml = (input: WireInput, value: unknown): string => {
  if (input.type === "connection") return 'type: configVar\nvalue: "<Connection>"';
  const safe = (each: unknown) => shown(input, each);
  if (input.collection === "valuelist") {
    const items = listOf(value).map((item) => `- ${indent(valueYaml(input, safe(item)), 2).trimStart()}`);
    return `type: complex\nvalue:\n${indent(items.join("\n"), 2)}`;
  }
  if (input.collection === "keyvaluelist") {
    const items = rowsOf(value).map(
      (row) =>
        `- name:\n    type: value\n    value: ${scalar(row.key)}\n${indent(valueYaml(input, safe(row.value)), 2)}`,
    );
    return `type: complex\nvalue:\n${indent(items.join("\n"), 2)}`;
  }
  return valueYaml(input, safe(value));
};

/** A step as workflow files of the platform have it. */
export const yamlStep = (component: ComponentView, entry: Entry, values: Values): string => {
  const inputs = filled(entry.inputs, values).map(
    (input) => `${input.key}:\n${indent(inputYaml(input, values[input.key]), 2)}`,
  );
  const isTrigger = entry.kind === "triggers";
  return [
    `- name: ${scalar(entry.label)}`,
    ...(isTrigger ? ["  isTrigger: true"] : []),
    "  action:",
    `    key: ${entry.key}`,
    "    component:",
    `      key: ${component.key}`,
    "      isPublic: false",
    "      version: LATEST",
    inputs.length > 0 ? `  inputs:\n${indent(inputs.join("\n"), 4)}` : "  inputs: {}",
    "",
  ].join("\n");
};

const codeValue = (input: WireInput, value: unknown): string => {
  if (input.type === "connection") return 'configVars["<Connection>"]';
  const safe = (each: unknown) => shown(input, each);
  if (input.collection === "keyvaluelist")
    return JSON.stringify(
      rowsOf(value).map((row) => ({ ...row, value: safe(row.value) })),
      null,
      2,
    );
  return JSON.stringify(input.collection ? listOf(value).map(safe) : safe(value), null, 2);
};

/** A call in a code-native integration. */
export const codeCall = (component: ComponentView, entry: Entry, values: Values): string => {
  const lines = filled(entry.inputs, values).map(
    (input) => `  ${input.key}: ${indent(codeValue(input, values[input.key]), 2).trimStart()},`,
  );
  return `const { data } = await context.components.${component.key}.${entry.key}({\n${lines.join("\n")}\n});\n`;
};

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** The requests of a run as curl sends them; whoever runs them puts in the credentials. */
export const curl = (requests: readonly SentRequest[], signIn = '-H "Authorization: $AUTHORIZATION"'): string =>
  requests
    .map(({ method, url, contentType, body, bodyBytes }) =>
      [
        `curl ${signIn}`,
        ...(method === "GET" ? [] : [`  -X ${method}`]),
        ...(contentType && bodyBytes > 0 ? [`  -H ${quoted(`Content-Type: ${contentType}`)}`] : []),
        ...(body ? [`  -d ${quoted(body)}`] : []),
        ...(!body && bodyBytes > 0 ? [`  --data-binary @file-of-${bodyBytes}-bytes`] : []),
        `  ${quoted(url)}`,
      ].join(" \\\n"),
    )
    .join("\n\n");
