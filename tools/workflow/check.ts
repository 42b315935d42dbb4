import { BinaryOperator, BooleanOperator, UnaryOperator } from "@prismatic-io/spectral/dist/conditionalLogic";
import {
  allSteps,
  type ConfigVariable,
  type Expression,
  type Flow,
  referenceName,
  type Step,
  type Workflow,
} from "./definition";
import { namesIn, segmentsOf } from "./expression";
import { platformActions, platformConnections, platformTriggers } from "./platform";

interface CheckedInput {
  readonly key: string;
  readonly type: string;
  readonly required?: boolean;
  readonly model?: readonly { readonly value: string }[];
}

/** A built component, as far as workflows name its parts. */
export interface CheckedComponent {
  readonly key: string;
  readonly actions: Readonly<
    Record<string, { readonly inputs: readonly CheckedInput[]; readonly outputSchema?: { readonly schema: string } }>
  >;
  readonly triggers: Readonly<
    Record<
      string,
      { readonly inputs: readonly CheckedInput[]; readonly examplePayload?: unknown; readonly scheduleSupport: string }
    >
  >;
  readonly dataSources: Readonly<Record<string, { readonly inputs: readonly CheckedInput[] }>>;
  readonly connections: readonly { readonly key: string; readonly inputs: readonly CheckedInput[] }[];
}

interface JsonSchema {
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly type?: string | readonly string[];
}

/** What is known of a value: nothing, its schema, or an example of it. */
type Shape =
  | { readonly kind: "any" }
  | { readonly kind: "schema"; readonly schema: JsonSchema }
  | { readonly kind: "example"; readonly value: unknown };

const any: Shape = { kind: "any" };

const inSchema = (schema: JsonSchema, segment: string): JsonSchema | undefined => {
  const { anyOf, properties, additionalProperties, items } = schema;
  if (anyOf) return anyOf.map((each) => inSchema(each, segment)).find((each) => each !== undefined);
  if (items) return /^\d+$/.test(segment) ? items : undefined;
  const property = properties?.[segment];
  if (property) return property;
  if (typeof additionalProperties === "object") return additionalProperties;
  return Object.keys(schema).length === 0 || additionalProperties === true ? {} : undefined;
};

/** What is known of a part of a value; undefined when there is no such part. */
const partOf = (shape: Shape, segment: string): Shape | undefined => {
  if (shape.kind === "any") return any;
  if (shape.kind === "schema") {
    const schema = inSchema(shape.schema, segment);
    return schema && { kind: "schema", schema };
  }
  const { value } = shape;
  // What an example has as null may be anything when it is there.
  if (value === null) return any;
  return typeof value === "object" && segment in value
    ? { kind: "example", value: (value as Record<string, unknown>)[segment] }
    : undefined;
};

/** What is known of the value at the end of a reference, or what is wrong with it. */
const shapeAt = (reference: string, known: ReadonlyMap<string, Readonly<Record<string, Shape>>>): Shape | string => {
  const [step = "", root = "", ...rest] = segmentsOf(reference);
  const roots = known.get(step);
  if (!roots) return `${reference} names a step that does not come before it.`;
  let shape = roots[root];
  if (!shape)
    return `${reference} has to begin with ${Object.keys(roots)
      .map((each) => `${step}.${each}`)
      .join(" or ")}.`;
  for (const segment of rest) {
    const part = partOf(shape, segment);
    if (!part) return `${reference} does not exist: there is no ${segment}.`;
    shape = part;
  }
  return shape;
};

const isSet = (expression: Expression | undefined) =>
  expression !== undefined && (expression.type === "complex" ? expression.value.length > 0 : expression.value !== "");

/** What is wrong with the inputs of one of our own parts. */
const faultsInInputs = (inputs: readonly CheckedInput[], given: Readonly<Record<string, Expression>>): string[] => [
  ...Object.keys(given)
    .filter((key) => !inputs.some((input) => input.key === key))
    .map((key) => `the component has no input ${key} here.`),
  ...inputs
    .filter(({ key, required }) => required && !isSet(given[key]))
    .map(({ key }) => `the required input ${key} is not set.`),
  ...inputs.flatMap(({ key, type, model }) => {
    const expression = given[key];
    if (expression?.type !== "value") return [];
    const choices = type === "boolean" ? ["true", "false"] : model?.map(({ value }) => value);
    return choices && !choices.includes(expression.value)
      ? [`${key} is "${expression.value}" and has to be one of ${choices.join(", ")}.`]
      : [];
  }),
];

const termOperators: readonly string[] = [...Object.values(UnaryOperator), ...Object.values(BinaryOperator)];

const faultsInCondition = (condition: Expression): string[] => {
  const [operator, ...terms] = condition.type === "complex" ? condition.value : [];
  if (operator?.type !== "value") return ["a condition has to be a list that begins with its operator."];
  if (operator.value in BooleanOperator) return terms.flatMap(faultsInCondition);
  if (!termOperators.includes(operator.value)) return [`there is no operator ${operator.value}.`];
  const wanted = operator.value in UnaryOperator ? 1 : 2;
  return terms.length === wanted ? [] : [`${operator.value} takes ${wanted} values, not ${terms.length}.`];
};

const faultsInStructure = (step: Step): string[] => {
  const kind = `${step.action.component.key}.${step.action.key}`;
  if ((kind === "loop.loopOverItems") !== (step.steps !== undefined)) return ["loops, and only loops, have steps."];
  if ((kind === "branch.branchOnExpression") !== (step.branches !== undefined))
    return ["branch steps, and only those, have branches."];
  if (!step.branches) return [];
  const { conditions } = step.inputs;
  if (conditions?.type !== "complex") return ["conditions are missing."];
  const names = [...conditions.value.map(({ name }) => name?.value), "Else"];
  const branches = step.branches.map(({ name }) => name);
  return [
    ...(names.join() === branches.join() ? [] : [`the branches are ${branches}, the conditions ${names}.`]),
    ...conditions.value.flatMap(faultsInCondition),
  ];
};

/** What of a trigger's body the steps of a flow read: `question.results.body.data.call` is call. */
const readOfBody = (flow: Flow): string[] => {
  const trigger = referenceName(flow.steps[0]?.name ?? "");
  const path = `${trigger}.results.body.data`;
  return allSteps(flow).flatMap(({ action, inputs }) => [
    ...namesIn({ type: "complex", value: Object.values(inputs) })
      .references.filter((reference) => reference.startsWith(`${path}.`))
      .map((reference) => segmentsOf(reference)[4] ?? ""),
    ...(action.component.key === "code" && inputs.code?.type === "value"
      ? [...inputs.code.value.matchAll(/\{([^{}]*)\} = stepResults\.(\w+)\.results\.body\.data;/g)]
          .filter(([, , step]) => step === trigger)
          .flatMap(([, names = ""]) => names.split(",").map((name) => name.trim()))
      : []),
  ]);
};

/** What is wrong with a flow that a model may call: it waits for the answer, and knows of the flow what the schemas say. */
const faultsInAgentFlow = (flow: Flow): string[] => {
  if (!flow.isAgentFlow) return flow.schemas ? [`${flow.name}: only agent flows have schemas.`] : [];
  const { invoke, result } = flow.schemas ?? {};
  if (!invoke || !result) return [`${flow.name}: an agent flow needs the schemas invoke and result.`];
  const read = new Set(readOfBody(flow));
  const known = Object.keys(invoke.properties);
  return [
    ...(flow.isSynchronous ? [] : ["an agent flow has to be synchronous."]),
    ...(flow.steps[0]?.action.key === "webhook" ? [] : ["an agent flow begins with a webhook."]),
    ...known.filter((key) => !read.has(key)).map((key) => `the model is asked for ${key}, which no step reads.`),
    ...[...read].filter((key) => !known.includes(key)).map((key) => `steps read ${key}, which no model is asked for.`),
    ...[invoke, result].flatMap(({ properties, required = [] }) =>
      required.filter((key) => !(key in properties)).map((key) => `${key} is required and not described.`),
    ),
  ].map((fault) => `${flow.name}: ${fault}`);
};

/**
 * What is wrong with a workflow that follows the grammar: keys that the component does not have, required inputs left
 * blank, references that lead nowhere, config variables that are not declared or not used.
 * @returns sentences that name flow and step; none when all is well.
 */
export const faultsOf = (workflow: Workflow, component: CheckedComponent): string[] => {
  const variables = new Map<string, ConfigVariable>(workflow.requiredConfigVars.map((each) => [each.key, each]));
  const used = new Set<string>();

  const faultsInNames = (expression: Expression): string[] =>
    namesIn(expression).configVars.flatMap((key) => {
      used.add(key);
      return variables.has(key) ? [] : [`the config variable ${key} is not declared.`];
    });

  const isGongConnection = (expression: Expression | undefined) => {
    const variable = expression?.type === "configVar" ? variables.get(expression.value) : undefined;
    return variable?.dataType === "connection" && variable.connection.component.key === component.key;
  };

  const faultsInPart = (
    { key, component: owner }: Step["action"],
    inputs: Readonly<Record<string, Expression>>,
    ours: Readonly<Record<string, { readonly inputs: readonly CheckedInput[] }>>,
    theirs: Readonly<Record<string, readonly string[]>>,
  ): string[] => {
    if (owner.isPublic !== (owner.key !== component.key))
      return [`isPublic has to be ${owner.key !== component.key} for ${owner.key}.`];
    if (owner.key === component.key) {
      const part = ours[key];
      if (!part) return [`the component has no ${key}.`];
      const needsConnection = part.inputs.some((input) => input.key === "connection");
      return [
        ...faultsInInputs(part.inputs, inputs),
        ...(needsConnection && !isGongConnection(inputs.connection)
          ? ["connection has to be a config variable that is a connection of this component."]
          : []),
      ];
    }
    const keys = theirs[`${owner.key}.${key}`];
    if (!keys) return [`${owner.key}.${key} is not among the platform's known steps.`];
    return Object.keys(inputs)
      .filter((each) => !keys.includes(each))
      .map((each) => `${owner.key}.${key} has no known input ${each}.`);
  };

  const resultOf = (step: Step): Shape => {
    const { key, component: owner } = step.action;
    if (owner.key !== component.key) return any;
    const trigger = step.isTrigger ? component.triggers[key] : undefined;
    if (trigger) {
      const example: unknown =
        typeof trigger.examplePayload === "string" ? JSON.parse(trigger.examplePayload) : trigger.examplePayload;
      return { kind: "example", value: (example as { payload?: unknown } | undefined)?.payload };
    }
    const schema = component.actions[key]?.outputSchema?.schema;
    return schema === undefined ? any : { kind: "schema", schema: JSON.parse(schema) as JsonSchema };
  };

  const faultsInTrigger = (step: Step): string[] => {
    const { key, component: owner } = step.action;
    const support = owner.key === component.key ? component.triggers[key]?.scheduleSupport : undefined;
    const needsSchedule = support === "required" || owner.key === "schedule-triggers";
    return [
      ...faultsInPart(step.action, step.inputs, component.triggers, platformTriggers),
      ...(needsSchedule === (step.schedule !== undefined)
        ? []
        : [needsSchedule ? "this trigger needs a schedule." : "this trigger has no schedule."]),
      ...(step.schedule ? faultsInNames(step.schedule) : []),
    ];
  };

  const faultsInFlow = (flow: Flow): string[] => {
    const known = new Map<string, Readonly<Record<string, Shape>>>();
    const names = allSteps(flow).map(({ name }) => referenceName(name));

    const faultsInStep = (step: Step, isFirst: boolean, read: readonly (Shape | string)[]): string[] =>
      [
        ...(Boolean(step.isTrigger) === isFirst ? [] : ["the first step, and only that, is the trigger."]),
        ...(isFirst
          ? faultsInTrigger(step)
          : faultsInPart(step.action, step.inputs, component.actions, platformActions)),
        ...faultsInStructure(step),
        ...Object.values(step.inputs).flatMap(faultsInNames),
        ...read.filter((each) => typeof each === "string"),
        ...(names.filter((each) => each === referenceName(step.name)).length > 1
          ? ["another step has this name."]
          : []),
        ...faultsInInvocation(step),
      ].map((fault) => `${flow.name} > ${step.name}: ${fault}`);

    /** The steps inside a loop or a branch. What ran there may not have run, or ran several times: later steps cannot count on it. */
    const faultsWithin = (steps: readonly Step[]): string[] => {
      const outside = new Map(known);
      const faults = steps.flatMap((inner) => visit(inner, false));
      known.clear();
      for (const [name, shape] of outside) known.set(name, shape);
      return faults;
    };

    const visit = (step: Step, isFirst: boolean): string[] => {
      const { references } = namesIn({ type: "complex", value: Object.values(step.inputs) });
      const read = references.map((reference) => shapeAt(reference, known));
      const faults = faultsInStep(step, isFirst, read);
      if (step.steps) {
        const [items] = read;
        const item = items && typeof items !== "string" ? partOf(items, "0") : undefined;
        known.set(referenceName(step.name), { currentItem: item ?? any });
        if (!item) faults.push(`${flow.name} > ${step.name}: items is not a list.`);
      }
      const scopes = [step.steps ?? [], ...(step.branches ?? []).map(({ steps }) => steps)];
      faults.push(...scopes.flatMap(faultsWithin));
      if (step.steps) known.delete(referenceName(step.name));
      else known.set(referenceName(step.name), { results: resultOf(step) });
      return faults;
    };
    return flow.steps.flatMap((step, index) => visit(step, index === 0));
  };

  const faultsInInvocation = ({ action, inputs }: Step): string[] => {
    if (action.component.key !== "cross-flow" || action.key !== "invokeFlow") return [];
    const flow = workflow.flows.find(({ name }) => inputs.flowName?.type === "value" && name === inputs.flowName.value);
    if (!flow) return ["flowName has to name a flow of this workflow."];
    return flow.steps[0]?.action.key === "crossFlow" ? [] : [`the flow ${flow.name} has no cross-flow trigger.`];
  };

  const faultsInVariable = (variable: ConfigVariable): string[] => {
    if (variable.dataType === "connection") {
      const { key, component: owner } = variable.connection;
      const own = component.connections.find((each) => each.key === key)?.inputs;
      const keys =
        owner.key === component.key ? own?.map((input) => input.key) : platformConnections[`${owner.key}.${key}`];
      if (!keys) return [`${variable.key}: there is no connection ${owner.key}.${key}.`];
      const given = Object.keys(variable.inputs);
      return keys.toSorted().join() === given.toSorted().join()
        ? []
        : [`${variable.key}: the connection has the inputs ${keys.join(", ")}, not ${given.join(", ")}.`];
    }
    const { dataSource, inputs = {} } = variable;
    return [
      ...Object.values(inputs).flatMap(faultsInNames),
      ...(dataSource ? faultsInPart(dataSource, inputs, component.dataSources, {}) : []),
    ].map((fault) => `${variable.key}: ${fault}`);
  };

  const faults = [
    ...workflow.flows.flatMap(faultsInFlow),
    ...workflow.flows.flatMap(faultsInAgentFlow),
    ...workflow.requiredConfigVars.flatMap(faultsInVariable),
  ];
  const shown = workflow.configPages.flatMap(({ elements }) =>
    elements.filter(({ type }) => type === "configVar").map(({ value }) => value),
  );
  return [
    ...faults,
    ...shown.filter((key) => !variables.has(key)).map((key) => `A config page shows ${key}, which is not declared.`),
    ...[...variables.keys()].flatMap((key) => [
      ...(shown.filter((each) => each === key).length === 1 ? [] : [`${key} has to be on one config page.`]),
      ...(used.has(key) ? [] : [`${key} is not used.`]),
    ]),
  ];
};
