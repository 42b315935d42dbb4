import { randomUUID } from "node:crypto";

type Log = (...parts: unknown[]) => void;

/** Where steps write their log. */
export type StepLogger = Readonly<Record<"metric" | "trace" | "debug" | "info" | "log" | "warn" | "error", Log>>;

/** What a trigger or an action may remember, by where it is kept. */
export interface States {
  instanceState?: Record<string, unknown>;
  crossFlowState?: Record<string, unknown>;
  executionState?: Record<string, unknown>;
  integrationState?: Record<string, unknown>;
}

export const stateNames = ["instanceState", "crossFlowState", "executionState", "integrationState"] as const;

const flowName = "Flow 1";

const around = () => ({
  customer: { id: "customer-1", name: "Example Customer", externalId: "customer-1" },
  instance: { id: "instance-1", name: "Workbench" },
  user: { id: "user-1", name: "Workbench User", email: "user@workbench.example", externalId: "user-1" },
});

/** What the platform hands to a data source: less than to a step. */
export const dataSourceContext = (logger: StepLogger) => ({ logger, configVars: {}, ...around() });

/** What the platform hands to a step, on this machine. */
export const stepContext = (logger: StepLogger, states: States, hookUrl: string) => ({
  ...dataSourceContext(logger),
  instanceState: states.instanceState ?? {},
  crossFlowState: states.crossFlowState ?? {},
  executionState: states.executionState ?? {},
  integrationState: states.integrationState ?? {},
  components: {},
  stepId: "step-1",
  executionId: randomUUID(),
  webhookUrls: { [flowName]: hookUrl },
  webhookApiKeys: {},
  invokeUrl: hookUrl,
  integration: { id: "integration-1", name: "Workbench", versionSequenceId: "1", externalVersion: "1" },
  flow: { id: "flow-1", name: flowName, stableId: "flow-1" },
  startedAt: new Date().toISOString(),
  executionFrame: {},
  flowSchemas: {},
  globalDebug: false,
  runnerAllocatedMemoryMb: 1024,
});
