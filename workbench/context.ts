import { type StepLogger, stepContext } from "#tools/workflow/context";

/** What a trigger or an action may remember, by where it is kept. */
export interface States {
  instanceState?: Record<string, unknown>;
  crossFlowState?: Record<string, unknown>;
  executionState?: Record<string, unknown>;
  integrationState?: Record<string, unknown>;
}

export const stateNames = ["instanceState", "crossFlowState", "executionState", "integrationState"] as const;

export const workflow = "Workbench";

const flow = { id: "flow-1", name: "Flow 1", stableId: "flow-1" };

/** What a step gets here: the states are copies that it may change. */
export const benchContext = (logger: StepLogger, states: States, hookUrl: string) => ({
  ...stepContext({ logger, workflow, flow, webhookUrls: { [flow.name]: hookUrl } }),
  ...states,
});
