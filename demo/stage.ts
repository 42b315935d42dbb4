import type { LogEntry } from "#sandbox/index";
import { readWorkflow, type Step } from "#tools/workflow/definition";
import { type Instance, install, type RunnableComponent, type StepReport } from "#tools/workflow/runner";
import { standIns } from "#tools/workflow/standIns";
import type { DemoGong } from "./gong";
import { screen } from "./screen";

/** What a demo works with. */
export interface Stage {
  readonly gong: DemoGong;
  readonly component: RunnableComponent;
  /** Where files are left. */
  readonly folder: string;
}

/** What a workflow took. */
export interface Outcome {
  readonly workflow: string;
  readonly calls: number;
  /** Undefined for a real Gong, whose requests cannot be watched. */
  readonly requests?: number;
  /** The fewest requests with which Gong's API could have given the same. */
  readonly least: number;
  readonly seconds: number;
}

/** What a step is told with: what it was given and gave, and the requests that it sent to Gong. */
export interface Told extends Omit<StepReport, "results"> {
  // The tellers know what their steps give.
  readonly results: never;
  readonly requests: readonly LogEntry[];
}

/** Tells steps on the screen, by `step` or `Flow/step`. Steps without a teller are done in silence. */
type Tellers = Readonly<Record<string, (told: Told) => void>>;

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

export const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** "2 × POST /v2/calls/extensive, 1 × GET /v2/users" */
export const inWords = (requests: readonly LogEntry[]): string => {
  const counts = new Map<string, number>();
  for (const { method, path } of requests) {
    const name = `${method} ${path.replace(/\/\d{6,}/g, "/{id}")}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(", ");
};

/** How many times each word occurs, the most frequent first: "8 MATCHED, 1 CREATE". */
export const tally = (words: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort((one, other) => other[1] - one[1])
    .map(([word, count]) => `${count} ${word}`)
    .join(", ");
};

/** Steps write their log here: the latest line is shown while one is at work. */
const loggerWith = (progress: () => string) => {
  const show = (...parts: unknown[]) => screen.busy(parts.map(String).join(" "), progress);
  return { metric: () => {}, trace: () => {}, debug: () => {}, info: show, log: show, warn: show, error: show };
};
const logger = loggerWith(() => "");

/** Runs one action by itself, as the designer does while a workflow is built. */
export const act = async ({ gong, component }: Stage, key: string, inputs: object): Promise<unknown> =>
  (await component.actions[key]?.perform({ logger }, { connection: gong.connection, ...inputs }))?.data;

/** What a dropdown offers. */
export const choices = async ({ gong, component }: Stage, key: string) =>
  ((await component.dataSources[key]?.perform({ logger }, { connection: gong.connection }))?.result ?? []) as {
    readonly key: string;
    readonly label: string;
  }[];

/** Sets a template up so that its steps are told as they happen. */
export const setUp = (
  { gong, component }: Stage,
  template: string,
  configVars: Readonly<Record<string, unknown>>,
  tellers: Tellers,
  /** Called with every result, without showing the step. */
  watch: (told: StepReport) => void = () => {},
): Instance => {
  const workflow = readWorkflow(template);
  const sentBefore = new Map<Step, number>();
  let steps = 0;
  let current: Step | undefined;
  const progress = () => {
    const sent = current ? gong.requests().length - (sentBefore.get(current) ?? 0) : 0;
    return sent > 0 ? ` · ${counted(sent, "request")} to Gong` : "";
  };
  return install(workflow, {
    component,
    standIns,
    configVars,
    logger: loggerWith(progress),
    onStart: (step) => {
      current = step;
      sentBefore.set(step, gong.requests().length);
      screen.busy(step.name, progress);
    },
    onStep: (report) => {
      screen.idle();
      watch(report);
      const tell = tellers[`${report.flow}/${report.name}`] ?? tellers[report.name];
      if (!tell) return;
      steps += 1;
      const { component, key } = report.step.action;
      screen.step(steps, report.step.name, `${component.key}.${key}`);
      const requests = gong.requests().slice(sentBefore.get(report.step));
      tell({ ...report, results: report.results as never, requests });
      if (requests.length > 0) screen.line("To Gong", `${inWords(requests)} · ${inSeconds(report.durationMs)}`);
    },
  });
};

/** The title of a template, and what it is for. */
export const introduce = (template: string): void => {
  const { name, description } = readWorkflow(template);
  screen.title(name);
  screen.text(description);
  screen.faint(`templates/${template}/workflow.yml`);
};
