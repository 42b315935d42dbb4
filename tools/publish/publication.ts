/** An input as spectral builds it. Members are as loose as a mistake may make them. */
export interface InputPart {
  key: string;
  label?: unknown;
  type?: unknown;
  comments?: unknown;
  example?: unknown;
  default?: unknown;
  required?: unknown;
  dataSource?: string;
  model?: { label?: unknown; value?: unknown }[];
  inputs?: InputPart[];
}

/** An action, trigger or data source. */
export interface Part {
  key: string;
  display: { label?: unknown; description?: unknown };
  inputs: InputPart[];
  examplePayload?: unknown;
  outputSchema?: { type: string; schema?: string };
}

interface ConnectionPart {
  key: string;
  label?: unknown;
  comments?: unknown;
  iconPath?: string;
  avatarIconPath?: string;
  inputs: InputPart[];
}

/** A component as the publisher reads it. */
export interface ComponentPart {
  key: string;
  public?: boolean;
  display: { label?: unknown; description?: unknown; iconPath?: string };
  actions: Record<string, Part>;
  triggers: Record<string, Part>;
  dataSources: Record<string, Part>;
  connections: ConnectionPart[];
}

/** What loading the bundle did besides defining the component. */
export interface ImportReport {
  readonly output: string;
  /** Kinds of timers, sockets and other handles that were started. */
  readonly started: readonly string[];
  readonly globals: readonly string[];
  readonly listeners: readonly string[];
  readonly changesEnvironment: boolean;
  /** How long loading took, as a share of loading spectral alone. */
  readonly loadRatio: number;
}

/** Everything that publishing depends on. */
export interface Publication {
  component: ComponentPart;
  /** The files of dist. */
  files: Map<string, Buffer>;
  /** The same from a second build. */
  rebuilt: Map<string, Buffer>;
  imported: ImportReport;
}
