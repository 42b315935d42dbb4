import { existsSync, readFileSync } from "node:fs";
import { dirname, extname, join, resolve, sep } from "node:path";
import type { ComponentView, Detail, Entry, Kind, SideFile, WireInput } from "./types";

type Perform = (...parts: unknown[]) => Promise<unknown>;

/** What of a published component is read here. */
export interface WireItem {
  readonly key: string;
  readonly display?: {
    readonly label?: string;
    readonly description?: string;
    readonly directions?: string;
    readonly important?: boolean;
  };
  readonly inputs?: readonly WireInput[];
  readonly perform: Perform;
  readonly examplePerform?: Perform;
  readonly examplePayload?: unknown;
  readonly performSafety?: string;
  readonly outputSchema?: {
    readonly schema?: string;
    readonly branchSchemas?: readonly { readonly name: string; readonly schema: string }[];
  };
  readonly dataSourceType?: string;
  readonly isPollingTrigger?: boolean;
  readonly triggerResolverDefaultBatchSize?: number;
  readonly resolveTriggerItems?: (context: unknown, result: unknown) => unknown;
}

interface WireConnection {
  readonly key: string;
  readonly label: string;
  readonly comments?: string;
  readonly oauth2Type?: string;
  readonly inputs?: readonly WireInput[];
}

/** A published component, as its file exports it. */
interface WireComponent {
  readonly key: string;
  readonly display: { readonly label: string; readonly description?: string; readonly iconPath?: string };
  readonly connections?: readonly WireConnection[];
  readonly actions?: Readonly<Record<string, WireItem>>;
  readonly triggers?: Readonly<Record<string, WireItem>>;
  readonly dataSources?: Readonly<Record<string, WireItem>>;
}

/** The component in what a file exports. */
export const componentIn = (exported: unknown, path: string): WireComponent => {
  const component = (exported as { default?: unknown }).default ?? exported;
  if (typeof component !== "object" || component === null || !("key" in component) || !("display" in component))
    throw new Error(`${path} holds no component: a built component exports an object with key, display and actions.`);
  return component as WireComponent;
};

/** Where the side file of a component may lie: beside it, or in the docs of its package. */
const sideFilePlaces = (path: string) => {
  const folder = dirname(path);
  return [
    join(folder, "workbench.json"),
    join(folder, "..", "workbench.json"),
    join(folder, "..", "docs", "workbench.json"),
  ];
};

const readSideFile = (path: string): SideFile => {
  const place = sideFilePlaces(path).find(existsSync);
  return place ? (JSON.parse(readFileSync(place, "utf8")) as SideFile) : { groups: [], entries: {} };
};

/** An icon of the component's own folder as a data URL; none when it is somewhere else, or missing. */
const iconOf = (path: string, iconPath: string | undefined): string | undefined => {
  if (!iconPath) return undefined;
  const folder = dirname(path) + sep;
  const file = resolve(folder, iconPath);
  if (!file.startsWith(folder) || extname(file) !== ".png" || !existsSync(file)) return undefined;
  return `data:image/png;base64,${readFileSync(file).toString("base64")}`;
};

const entryOf =
  (kind: Kind, side: SideFile) =>
  (item: WireItem): Entry => ({
    kind,
    key: item.key,
    label: item.display?.label ?? item.key,
    description: item.display?.description ?? "",
    directions: item.display?.directions,
    isImportant: item.display?.important === true,
    inputs: item.inputs ?? [],
    isSafe: kind !== "actions" || item.performSafety === "SAFE",
    hasExamplePerform: item.examplePerform !== undefined,
    gives: item.dataSourceType,
    isPolling: item.isPollingTrigger === true,
    batchSize: item.triggerResolverDefaultBatchSize,
    ...side.entries[`${kind}/${item.key}`],
  });

const connectionEntry = ({ key, label, comments, oauth2Type, inputs = [] }: WireConnection): Entry => ({
  kind: "connections",
  key,
  label,
  description: comments ?? "",
  isImportant: false,
  inputs,
  isSafe: true,
  hasExamplePerform: false,
  isPolling: false,
  oauth2Type,
});

/** A component as the page draws it. Examples and schemas are left out: they are many times larger than all else. */
export const describe = (component: WireComponent, path: string): ComponentView => {
  const side = readSideFile(path);
  const entries = (kind: "triggers" | "actions" | "dataSources") =>
    Object.values(component[kind] ?? {}).map(entryOf(kind, side));
  return {
    key: component.key,
    label: component.display.label,
    description: component.display.description ?? "",
    icon: iconOf(path, component.display.iconPath),
    path,
    groups: side.groups,
    entries: [
      ...(component.connections ?? []).map(connectionEntry),
      ...entries("triggers"),
      ...entries("actions"),
      ...entries("dataSources"),
    ],
  };
};

/** The example and the output schemas of one entry. */
export const detailOf = ({ examplePayload, outputSchema }: WireItem): Detail => ({
  example: examplePayload,
  schemas: [
    ...(outputSchema?.schema ? [{ schema: JSON.parse(outputSchema.schema) }] : []),
    ...(outputSchema?.branchSchemas ?? []).map(({ name, schema }) => ({ name, schema: JSON.parse(schema) })),
  ],
});
