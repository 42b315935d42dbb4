type Log = (...parts: unknown[]) => void;

/** Where steps write their log. */
export type StepLogger = Readonly<Record<"metric" | "trace" | "debug" | "info" | "log" | "warn" | "error", Log>>;

type State = Record<string, unknown>;

/** What differs from step to step. */
interface StepAround {
  readonly logger: StepLogger;
  readonly workflow: string;
  readonly flow: { readonly id: string; readonly name: string; readonly stableId: string };
  readonly configVars?: Readonly<Record<string, unknown>>;
  /** By the name of the flow. */
  readonly webhookUrls: Readonly<Record<string, string>>;
}

/** What the platform hands to a data source, which is less than a step gets. */
export const dataSourceContext = ({
  logger,
  workflow,
  configVars = {},
}: Pick<StepAround, "logger" | "workflow" | "configVars">) => ({
  logger,
  configVars,
  customer: { id: "demo-customer", name: "Northwind Robotics", externalId: "northwind" },
  instance: { id: "demo-instance", name: workflow },
  user: { id: "demo-user", name: "Ada Reyes", email: "ada.reyes@northwind.example", externalId: "ada.reyes" },
});

/** What the platform hands to a step or a trigger, on this machine. Nothing is remembered yet. */
export const stepContext = (around: StepAround) => ({
  ...dataSourceContext(around),
  instanceState: {} as State,
  crossFlowState: {} as State,
  executionState: {} as State,
  integrationState: {} as State,
  components: {},
  webhookUrls: around.webhookUrls,
  webhookApiKeys: {},
  invokeUrl: around.webhookUrls[around.flow.name],
  executionId: "demo-execution",
  stepId: "demo-step",
  integration: { id: "demo-workflow", name: around.workflow, versionSequenceId: "1", externalVersion: "1" },
  flow: around.flow,
  startedAt: new Date().toISOString(),
  globalDebug: false,
  // Spectral divides by it when it tells how much memory a step took.
  runnerAllocatedMemoryMb: 1024,
});
