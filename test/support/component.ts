import { createHarness } from "@prismatic-io/spectral/dist/testing";
import type { Sandbox } from "#sandbox/index";
import component from "#src/index";

/** The parts of a built input that customers depend on. */
export interface BuiltInput {
  readonly key: string;
  readonly type: string;
  readonly label: string;
  readonly required?: boolean;
  readonly collection?: string;
  readonly comments?: string;
  readonly example?: string;
  readonly placeholder?: string;
  readonly default?: unknown;
  readonly dataSource?: string;
  readonly model?: readonly { readonly label: string; readonly value: string }[];
  readonly inputs?: readonly BuiltInput[];
}

interface BuiltPart {
  readonly key: string;
  readonly display: { readonly label: string; readonly description: string; readonly important?: boolean };
  readonly inputs: readonly BuiltInput[];
  readonly examplePayload?: unknown;
}

export interface BuiltAction extends BuiltPart {
  readonly outputSchema?: { readonly type: string; readonly schema: string };
  readonly performSafety?: string;
  readonly examplePerformSafety?: string;
  readonly examplePerform?: (context: unknown, params: Record<string, unknown>) => Promise<unknown>;
  readonly perform: (context: unknown, params: Record<string, unknown>) => Promise<{ data: unknown }>;
}

/** The component as spectral builds it, with the types that these tests read. */
export interface BuiltComponent {
  readonly key: string;
  readonly display: { readonly label: string; readonly description: string; readonly iconPath: string };
  readonly actions: Readonly<Record<string, BuiltAction>>;
  readonly triggers: Readonly<Record<string, BuiltPart & { readonly scheduleSupport: string }>>;
  readonly dataSources: Readonly<Record<string, BuiltPart & { readonly dataSourceType: string }>>;
  readonly connections: readonly {
    readonly key: string;
    readonly label: string;
    readonly oauth2Type?: string;
    readonly inputs: readonly BuiltInput[];
  }[];
}

export const built = component as unknown as BuiltComponent;

export const harness = createHarness(component);

/** Collects what a step logs, so that tests read it and the output stays quiet. */
export const quietLogger = () => {
  const lines: string[] = [];
  const log = (...parts: unknown[]) => void lines.push(parts.map(String).join(" "));
  return { lines, metric: log, trace: log, debug: log, info: log, log, warn: log, error: log };
};

/** A connection with an access key to a sandbox. */
export const connectionTo = (sandbox: { url: string; accessKey: string; accessKeySecret: string }) => ({
  key: "gongApiKey",
  configVarKey: "Gong",
  fields: { baseUrl: sandbox.url, accessKey: sandbox.accessKey, accessKeySecret: sandbox.accessKeySecret },
});

/** A connection with a new token to a sandbox. Each is an account of its own to the client, so tests need not share its pace. */
export const tokenConnectionTo = (sandbox: Sandbox, scopes?: readonly string[]) => ({
  key: "oauth2",
  configVarKey: "Gong",
  fields: {},
  token: { ...sandbox.issueToken(scopes) },
});
