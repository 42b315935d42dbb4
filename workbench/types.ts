/** What the command, the thread of the component and the page tell one another. All of it is plain JSON. */

/** A choice of an input. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** An input, as the published form of a component describes it. */
export interface WireInput {
  readonly key: string;
  readonly type: string;
  readonly label: string;
  /** Names the keys of a list of keys and values. */
  readonly keyLabel?: string;
  readonly comments?: string;
  readonly placeholder?: string;
  readonly example?: string;
  readonly required?: boolean;
  readonly default?: unknown;
  readonly collection?: "valuelist" | "keyvaluelist";
  readonly model?: readonly Choice[];
  readonly language?: string;
  /** The data source that offers choices. */
  readonly dataSource?: string;
  /** The inputs of a group, or of each configuration of a dynamic object. */
  readonly inputs?: readonly WireInput[];
  /** False for inputs of connections that the platform fills. */
  readonly shown?: boolean;
  /** "ON_DEPLOY" for inputs that only the first run after a deployment reads. */
  readonly scope?: string;
}

export type Kind = "connections" | "triggers" | "actions" | "dataSources";

/** One thing that a component offers. */
export interface Entry {
  readonly kind: Kind;
  readonly key: string;
  readonly label: string;
  readonly description: string;
  readonly directions?: string;
  readonly isImportant: boolean;
  readonly inputs: readonly WireInput[];
  /** Actions: true when running it changes nothing. Anything else may write. */
  readonly isSafe: boolean;
  /** Actions: true when it can be played without its effect. */
  readonly hasExamplePerform: boolean;
  /** Data sources: what they give, such as picklist or jsonForm. */
  readonly gives?: string;
  /** Triggers. */
  readonly isPolling: boolean;
  /** Triggers: how many items one run of a flow gets, when the trigger hands out items. */
  readonly batchSize?: number;
  /** Connections: how OAuth 2.0 signs in. */
  readonly oauth2Type?: string;
  /** From the side file: the chapter, the endpoint, and a note. */
  readonly group?: string;
  readonly endpoint?: string;
  readonly note?: string;
}

/** The side file that may lie beside a component: what the published form has no place for. */
export interface SideFile {
  /** The chapters in their order. */
  readonly groups: readonly string[];
  /** By `kind/key`, such as "actions/listUsers". */
  readonly entries: Readonly<
    Record<string, { readonly group?: string; readonly endpoint?: string; readonly note?: string }>
  >;
}

/** A component as the page draws it. */
export interface ComponentView {
  readonly key: string;
  readonly label: string;
  readonly description: string;
  /** A data URL. */
  readonly icon?: string;
  /** The file it was loaded from. */
  readonly path: string;
  readonly groups: readonly string[];
  readonly entries: readonly Entry[];
}

/** What is too large to send with every entry. */
export interface Detail {
  readonly example?: unknown;
  /** By the name of the branch; one without a name otherwise. JSON Schema. */
  readonly schemas: readonly { readonly name?: string; readonly schema: unknown }[];
}

/** One request that a component sent. */
export interface SentRequest {
  readonly method: string;
  /** With the host; values of the query that look like secrets are masked. */
  readonly url: string;
  /** Milliseconds from the start of the run. */
  readonly atMs: number;
  ms?: number;
  status?: number;
  error?: string;
  contentType?: string;
  /** The body as text when it is one, cut at 64 KiB. */
  body?: string;
  bodyBytes: number;
  /** Requests of the daily budget that it took; absent where nobody knows. */
  cost?: number;
  note?: string;
}

export interface LogLine {
  readonly level: string;
  readonly text: string;
  readonly atMs: number;
}

/** Anything thrown, as far as it can be shown. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  /** One sentence per fault, where the component has them. */
  readonly faults?: readonly string[];
  readonly details?: unknown;
}

export type Outcome =
  | { readonly kind: "done"; readonly value: unknown }
  | { readonly kind: "failed"; readonly error: PlainError }
  | { readonly kind: "cancelled" };

/** What became of a run. */
export interface RunReport {
  readonly outcome: Outcome;
  /** Set when `perform` was not called: what stands in its place. */
  readonly simulated?: "examplePerform" | "examplePayload";
  readonly ms: number;
  readonly requests: readonly SentRequest[];
  readonly log: readonly LogLine[];
  /** What was handed to the component; connections by their name. */
  readonly sent: unknown;
  /** Triggers: what is remembered, before and after. */
  readonly state?: { readonly before: unknown; readonly after: unknown };
  /** Triggers: whether a flow would start, and with which items. */
  readonly flow?: { readonly starts: boolean; readonly items?: readonly unknown[]; readonly batches?: number };
  /** What came before it, such as how a webhook was sent. */
  readonly title?: string;
}

/** A connection that was set up, without its secrets. */
export interface ConnectionView {
  readonly id: string;
  /** The key of its definition. */
  readonly definition: string;
  readonly name: string;
  /** Whom it acts for: the host, or the name. */
  readonly account: string;
  /** True where writing harms nobody. */
  readonly isPractice: boolean;
  readonly note?: string;
}

/** Something that can be done to what the component is connected to. */
export interface Control {
  readonly key: string;
  readonly label: string;
  readonly comments: string;
  readonly inputs: readonly WireInput[];
}

/** A way to ring a webhook. */
export interface Ring extends Choice {
  readonly comments: string;
}

/** What a companion adds to the page. */
export interface CompanionView {
  readonly name: string;
  readonly controls: readonly Control[];
  /** By the key of a trigger. */
  readonly rings: Readonly<Record<string, readonly Ring[]>>;
  /** Values that a form begins with, by `kind/key`. */
  readonly prefill: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** How curl signs in, with placeholders, such as -u "$KEY". */
  readonly curlSignIn?: string;
}

export interface Status {
  /** Grows each time the component is loaded. */
  readonly version: number;
  /** The clock of the component, as ISO 8601. */
  readonly now: string;
  /** Set when the component could not be loaded again. */
  readonly broken?: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly running?: { readonly requests: number; readonly log: string };
}

export interface Start {
  readonly component: ComponentView;
  readonly companion?: CompanionView;
  readonly connections: readonly ConnectionView[];
  readonly status: Status;
}

/** What the page asks to run. Connections stand in `values` by their id, files as `FileValue`. */
export interface RunOrder {
  readonly kind: Exclude<Kind, "connections">;
  readonly key: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Actions: calls `perform` although it may write. */
  readonly reallyWrite?: boolean;
  /** Names the account once more, where it is a real one. */
  readonly confirmedAccount?: string;
  /** Triggers: rings in this way. */
  readonly ring?: string;
  /** Triggers: a request of one's own, with its body as text. */
  readonly request?: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
}

/** A file from the disk. */
export interface FileValue {
  readonly $file: { readonly name: string; readonly contentType: string; readonly base64: string };
}

/** Bytes in an output: fetched by their id. */
export interface BytesRef {
  readonly $bytes: { readonly id: string; readonly size: number; readonly contentType: string };
}
