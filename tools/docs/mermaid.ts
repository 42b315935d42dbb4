import { allSteps, type Flow, referenceName, type Step, type Workflow } from "#tools/workflow/definition";

const componentNames: Readonly<Record<string, string>> = {
  code: "code",
  gong: "Gong",
  http: "HTTP",
  salesforce: "Salesforce",
  "cross-flow": "another flow",
  "schedule-triggers": "schedule",
  "webhook-triggers": "webhook",
};

/** Steps that only keep and move values: the picture shows what is done, not where it is kept. */
const plumbing = ["persist-data", "collection-tools", "text-manipulation"];

const isShown = ({ action }: Step) => !plumbing.includes(action.component.key);

/** Steps that are drawn, and in branches and loops something to draw. */
const shownIn = (steps: readonly Step[]): readonly Step[] =>
  steps.filter((step) => {
    if (step.branches) return step.branches.some(({ steps }) => shownIn(steps).length > 0);
    return step.steps ? shownIn(step.steps).length > 0 : isShown(step);
  });

/** Where the next step comes from: a node, and the words on the arrow. */
interface End {
  readonly from: string;
  readonly words: string;
}

const nodeOf = (flowIndex: number, step: Step | undefined) => `f${flowIndex}_${referenceName(step?.name ?? "")}`;

const flowLines = (flow: Flow, index: number): string[] => {
  const lines: string[] = [];
  const id = (step: Step) => nodeOf(index, step);

  const node = (step: Step): string => {
    const { component, key } = step.action;
    const owner = componentNames[component.key];
    const label = owner ? `${step.name}<br/><i>${owner}</i>` : step.name;
    if (step.isTrigger) return `${id(step)}(["${label}"])`;
    if (step.branches) return `${id(step)}{"${label}"}`;
    if (step.steps) return `${id(step)}[["${label}"]]`;
    return component.key === "cross-flow" && key === "invokeFlow"
      ? `${id(step)}[/"${label}"/]`
      : `${id(step)}["${label}"]`;
  };

  const draw = (steps: readonly Step[], start: readonly End[]): readonly End[] => {
    let ends = start;
    for (const step of shownIn(steps)) {
      lines.push(node(step));
      for (const { from, words } of ends) lines.push(`${from} -->${words ? `|${words}|` : ""} ${id(step)}`);
      if (step.branches)
        ends = step.branches.flatMap(({ name, steps }) =>
          shownIn(steps).length > 0
            ? draw(steps, [{ from: id(step), words: name }])
            : [{ from: id(step), words: name }],
        );
      else if (step.steps) {
        for (const { from } of draw(step.steps, [{ from: id(step), words: "each" }]))
          lines.push(`${from} -.-> ${id(step)}`);
        ends = [{ from: id(step), words: "done" }];
      } else ends = [{ from: id(step), words: "" }];
    }
    return ends;
  };

  draw(flow.steps, []);
  return [`  subgraph f${index}["${flow.name}"]`, ...lines.map((line) => `    ${line}`), "  end"];
};

/** Arrows from steps that invoke a flow to its trigger. */
const invocationLines = ({ flows }: Workflow): string[] =>
  flows.flatMap((flow, index) =>
    allSteps(flow).flatMap((step) => {
      const { flowName } = step.inputs;
      const target = flows.findIndex(({ name }) => flowName?.type === "value" && flowName.value === name);
      return target < 0 ? [] : [`  ${nodeOf(index, step)} -.-> ${nodeOf(target, flows[target]?.steps[0])}`];
    }),
  );

/** The workflow as a Mermaid diagram: its flows with their steps, branches and loops. */
export const mermaidOf = (workflow: Workflow): string =>
  ["```mermaid", "flowchart TD", ...workflow.flows.flatMap(flowLines), ...invocationLines(workflow), "```"].join("\n");
