import { evaluate as isTrue } from "@prismatic-io/spectral/dist/conditionalLogic";
import { type StepLogger, stepContext } from "./context";
import { type Flow, referenceName, type Step, type Workflow } from "./definition";
import { evaluate, type Scope } from "./expression";
import type { StandIn, State } from "./standIns";

type Values = Readonly<Record<string, unknown>>;

interface TriggerAnswer {
  readonly payload: unknown;
  readonly instanceState?: Record<string, unknown>;
  readonly crossFlowState?: Record<string, unknown>;
  readonly resultType?: string;
}

/** A built component, as far as a workflow uses it. */
export interface RunnableComponent {
  readonly key: string;
  readonly actions: Readonly<
    Record<string, { perform(context: unknown, params: unknown): Promise<{ readonly data?: unknown } | undefined> }>
  >;
  readonly triggers: Readonly<
    Record<string, { perform(context: unknown, payload: unknown, params: unknown): Promise<TriggerAnswer> }>
  >;
  readonly dataSources: Readonly<
    Record<string, { perform(context: unknown, params: unknown): Promise<{ readonly result: unknown }> }>
  >;
}

/** What happened in one step. */
export interface StepReport {
  readonly flow: string;
  readonly step: Step;
  /** The name for references. */
  readonly name: string;
  readonly inputs: Values;
  readonly results: unknown;
  readonly durationMs: number;
}

interface RunnerOptions {
  readonly component: RunnableComponent;
  /** Steps of the platform by `component.action`; loops and branches are the runner's own. */
  readonly standIns: Readonly<Record<string, StandIn>>;
  /** Values of the config variables; those left out have their default. */
  readonly configVars: Values;
  readonly logger: StepLogger;
  /** Waits so many milliseconds before a step is tried again; really, when left out. */
  readonly wait?: (ms: number) => Promise<void>;
  /** Called before each step. */
  readonly onStart?: (step: Step, inputs: Values) => void;
  /** Called after each step. */
  readonly onStep?: (report: StepReport) => void;
}

/** One run of a flow. */
interface Execution {
  readonly flow: string;
  /** What each step gave, by its name for references. Steps of branches that were not taken are absent. */
  readonly results: Readonly<Record<string, unknown>>;
  /** What a synchronous flow answers: the result of its last step. Undefined for other flows. */
  readonly answer?: unknown;
  /** False when a polling trigger found nothing new: then no other step ran. */
  readonly ran: boolean;
}

/** A workflow that was set up with its config variables; what is to be remembered is kept between runs. */
export interface Instance {
  /** Where Gong's rule and others send to, by flow. */
  readonly webhookUrls: Readonly<Record<string, string>>;
  /** Kept by all flows together. */
  readonly crossFlowState: Values;
  /**
   * Runs a flow, and after it the flows that it invoked.
   * @returns the runs in their order. A step that fails ends its run, and nothing of that run is remembered.
   */
  run(flowName: string, payload?: Values): Promise<readonly Execution[]>;
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Does a step's work as its error policy wants it; an error that is ignored leaves null as the result. */
const withErrorPolicy = async (
  step: Step,
  work: () => Promise<unknown>,
  wait: (ms: number) => Promise<void>,
  logger: StepLogger,
): Promise<unknown> => {
  const policy = step.errorConfig ?? { errorHandlerType: "fail" };
  const attempts = policy.errorHandlerType === "retry" ? (policy.maxAttempts ?? 1) : 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt <= attempts) {
        const growth = policy.usesExponentialBackoff ? 2 ** (attempt - 1) : 1;
        await wait((policy.delaySeconds ?? 0) * 1000 * growth);
      } else if (policy.errorHandlerType === "ignore" || policy.ignoreFinalError) {
        logger.warn(`Step "${step.name}" failed, and the run goes on: ${wordsOf(error)}`);
        return null;
      } else throw error;
    }
  }
};

/** The branch that the conditions of a step choose; the one named Else when none holds. */
const chosenBranch = (step: Step, conditions: unknown) => {
  const taken = (conditions as { key: string; value: unknown }[]).find(({ value }) =>
    isTrue(value as Parameters<typeof isTrue>[0]),
  );
  const name = taken?.key ?? "Else";
  return { name, steps: step.branches?.find((each) => each.name === name)?.steps ?? [] };
};

/** Sets a workflow up, as an instance of it would be on the platform. */
export const install = (workflow: Workflow, options: RunnerOptions): Instance => {
  const { wait = sleep } = options;
  const configVars: Values = {
    ...Object.fromEntries(
      workflow.requiredConfigVars.map((each) => [each.key, "defaultValue" in each ? each.defaultValue : undefined]),
    ),
    ...options.configVars,
  };
  const webhookUrls = Object.fromEntries(
    workflow.flows.map(({ name }) => [name, `https://hooks.integrations.example/trigger/${referenceName(name)}`]),
  );
  const instanceStates: Record<string, Record<string, unknown>> = {};
  let crossFlowState: Record<string, unknown> = {};

  const findFlow = (name: string): Flow => {
    const flow = workflow.flows.find((each) => each.name === name);
    if (!flow) throw new Error(`The workflow ${workflow.name} has no flow "${name}".`);
    return flow;
  };

  const runOne = async (flow: Flow, payload: Values) => {
    const state: State = {
      // A failed run must leave nothing behind, so it works on copies.
      instance: structuredClone(instanceStates[flow.name] ?? {}),
      crossFlow: structuredClone(crossFlowState),
      execution: {},
      invocations: [],
    };
    const context = {
      ...stepContext({
        logger: options.logger,
        workflow: workflow.name,
        flow: { id: flow.name, name: flow.name, stableId: referenceName(flow.name) },
        configVars,
        webhookUrls,
      }),
      executionState: state.execution,
      get instanceState() {
        return state.instance;
      },
      get crossFlowState() {
        return state.crossFlow;
      },
    };
    const results: Record<string, unknown> = {};

    const inputsOf = (step: Step, scope: Scope): Values =>
      Object.fromEntries(Object.entries(step.inputs).map(([key, expression]) => [key, evaluate(expression, scope)]));

    const report = (step: Step, inputs: Values, given: unknown, startedMs: number) =>
      options.onStep?.({
        flow: flow.name,
        step,
        name: referenceName(step.name),
        inputs,
        results: given,
        durationMs: Date.now() - startedMs,
      });

    const perform = async (step: Step, inputs: Values): Promise<unknown> => {
      const { component, key } = step.action;
      if (component.key === options.component.key) {
        const answer = await options.component.actions[key]?.perform(context, inputs);
        return answer?.data;
      }
      const standIn = options.standIns[`${component.key}.${key}`];
      if (!standIn) throw new Error(`The runner has no stand-in for ${component.key}.${key}.`);
      return standIn(inputs, state, results);
    };

    const performWithPolicy = (step: Step, inputs: Values): Promise<unknown> =>
      withErrorPolicy(step, () => perform(step, inputs), wait, options.logger);

    const runStep = async (step: Step): Promise<void> => {
      const startedMs = Date.now();
      const scope: Scope = { steps: results, configVars };
      const name = referenceName(step.name);
      try {
        const inputs = inputsOf(step, scope);
        options.onStart?.(step, inputs);
        if (step.branches) {
          const branch = chosenBranch(step, inputs.conditions);
          results[name] = { results: branch.name };
          report(step, inputs, branch.name, startedMs);
          return await runAll(branch.steps);
        }
        if (step.steps) return report(step, inputs, await runLoop(name, step.steps, inputs.items), startedMs);
        const given = await performWithPolicy(step, inputs);
        results[name] = { results: given };
        report(step, inputs, given, startedMs);
      } catch (error) {
        if (error instanceof StepError) throw error;
        throw new StepError(step.name, flow.name, error);
      }
    };

    /** Runs these steps for each item of a loop, and gives the items. */
    const runLoop = async (name: string, steps: readonly Step[], given: unknown): Promise<unknown[]> => {
      const items: unknown[] = Array.isArray(given) ? given : [];
      for (const currentItem of items) {
        results[name] = { currentItem };
        await runAll(steps);
      }
      return items;
    };

    const runAll = async (steps: readonly Step[]): Promise<void> => {
      for (const step of steps) await runStep(step);
    };

    const runTrigger = async (step: Step): Promise<boolean> => {
      const startedMs = Date.now();
      const { component, key } = step.action;
      const inputs = inputsOf(step, { steps: {}, configVars });
      options.onStart?.(step, inputs);
      const { flow, startedAt } = context;
      const given: Values = { headers: {}, queryParameters: {}, webhookUrls, flow, startedAt, ...payload };
      const trigger = component.key === options.component.key ? options.component.triggers[key] : undefined;
      const answer: TriggerAnswer = trigger ? await trigger.perform(context, given, inputs) : { payload: given };
      if (answer.instanceState) state.instance = answer.instanceState;
      if (answer.crossFlowState) state.crossFlow = answer.crossFlowState;
      results[referenceName(step.name)] = { results: answer.payload };
      report(step, inputs, answer.payload, startedMs);
      return answer.resultType !== "polled_no_changes";
    };

    const [trigger, ...steps] = flow.steps;
    if (!trigger) throw new Error(`The flow "${flow.name}" has no steps.`);
    const ran = await runTrigger(trigger).catch((error: unknown) => {
      throw new StepError(trigger.name, flow.name, error);
    });
    if (ran) await runAll(steps);
    instanceStates[flow.name] = state.instance;
    crossFlowState = state.crossFlow;
    const last = results[referenceName(steps.at(-1)?.name ?? "")] as { readonly results?: unknown } | undefined;
    const answer = flow.isSynchronous ? { answer: last?.results } : {};
    return { execution: { flow: flow.name, results, ran, ...answer }, invocations: state.invocations };
  };

  return {
    webhookUrls,
    get crossFlowState() {
      return crossFlowState;
    },
    async run(flowName, payload = {}) {
      const executions: Execution[] = [];
      const waiting = [{ flowName, payload }];
      for (const next of waiting) {
        const { execution, invocations } = await runOne(findFlow(next.flowName), next.payload);
        executions.push(execution);
        waiting.push(...invocations.map(({ flowName, data }) => ({ flowName, payload: { body: { data } } })));
      }
      return executions;
    },
  };
};

/** A step failed: its name, its flow, and what it said. */
class StepError extends Error {
  override readonly name = "StepError";
  constructor(
    readonly step: string,
    readonly flow: string,
    override readonly cause: unknown,
  ) {
    super(`Step "${step}" of the flow "${flow}" failed. ${wordsOf(cause)}`);
  }
}
