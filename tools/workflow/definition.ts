import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** The name of an entry of a key/value list, or of a branch. */
const EntryName = z.strictObject({ type: z.literal("value"), value: z.string().min(1) });

const plain = <T extends string>(type: T) =>
  z.strictObject({
    type: z.literal(type),
    value: z.string(),
    name: EntryName.optional(),
    meta: z.looseObject({}).optional(),
  });

/** What an input is set to. All scalars are text, as the platform writes them. */
export type Expression =
  | z.infer<ReturnType<typeof plain<"value" | "reference" | "configVar" | "template">>>
  | {
      readonly type: "complex";
      readonly value: readonly Expression[];
      readonly name?: z.infer<typeof EntryName>;
    };

const Expression: z.ZodType<Expression> = z.lazy(() =>
  z.discriminatedUnion("type", [
    plain("value"),
    plain("reference"),
    plain("configVar"),
    plain("template"),
    z.strictObject({ type: z.literal("complex"), value: z.array(Expression), name: EntryName.optional() }),
  ]),
);

const Inputs = z.record(z.string(), Expression);

const Component = z.strictObject({ key: z.string(), isPublic: z.boolean(), version: z.literal("LATEST") });

const ComponentPart = z.strictObject({ key: z.string(), component: Component });

const ErrorConfig = z.strictObject({
  errorHandlerType: z.enum(["fail", "ignore", "retry"]),
  maxAttempts: z.int().min(1).max(5).optional(),
  delaySeconds: z.int().min(0).max(60).optional(),
  usesExponentialBackoff: z.boolean().optional(),
  ignoreFinalError: z.boolean().optional(),
});

const Schedule = z.strictObject({
  type: z.enum(["value", "configVar"]),
  value: z.string(),
  meta: z.strictObject({
    scheduleType: z.enum(["none", "once", "custom", "minute", "hour", "day", "week"]),
    timeZone: z.string(),
  }),
});

export interface Step {
  readonly name: string;
  readonly description: string;
  readonly isTrigger?: boolean;
  readonly action: z.infer<typeof ComponentPart>;
  readonly inputs: Readonly<Record<string, Expression>>;
  readonly schedule?: z.infer<typeof Schedule>;
  readonly errorConfig?: z.infer<typeof ErrorConfig>;
  /** The steps of a loop. */
  readonly steps?: readonly Step[];
  readonly branches?: readonly { readonly name: string; readonly steps: readonly Step[] }[];
}

const Step: z.ZodType<Step> = z.lazy(() =>
  z.strictObject({
    name: z.string().min(1),
    description: z.string().min(1),
    isTrigger: z.boolean().optional(),
    action: ComponentPart,
    inputs: Inputs,
    schedule: Schedule.optional(),
    errorConfig: ErrorConfig.optional(),
    steps: z.array(Step).optional(),
    branches: z.array(z.strictObject({ name: z.string(), steps: z.array(Step) })).optional(),
  }),
);

/** What a model reads of a flow that it may call. The platform's properties have a description and a type, and no more. */
const FlowSchema = z.strictObject({
  title: z.string().min(1),
  $comment: z.string().min(1),
  $schema: z.literal("https://json-schema.org/draft/2020-12/schema"),
  type: z.literal("object"),
  properties: z.record(
    z.string(),
    z.strictObject({
      description: z.string().min(1),
      type: z.enum(["string", "number", "boolean", "array", "object"]),
    }),
  ),
  required: z.array(z.string()).min(1).optional(),
});

const Flow = z.strictObject({
  name: z.string().min(1),
  description: z.string().min(1),
  isSynchronous: z.boolean(),
  isAgentFlow: z.boolean().optional(),
  endpointSecurityType: z.enum(["customer_optional", "customer_required", "organization"]),
  retryConfig: z
    .strictObject({ maxAttempts: z.int(), delayMinutes: z.int(), usesExponentialBackoff: z.boolean() })
    .optional(),
  queueConfig: z
    .strictObject({ usesFifoQueue: z.boolean().optional(), singletonExecutions: z.boolean().optional() })
    .optional(),
  schemas: z.strictObject({ invoke: FlowSchema, result: FlowSchema }).optional(),
  steps: z.array(Step).min(2),
});

const Visibility = z.strictObject({ visibleToOrgDeployer: z.boolean(), visibleToCustomerDeployer: z.boolean() });

const connectionVariable = z.strictObject({
  key: z.string().min(1),
  dataType: z.literal("connection"),
  description: z.string(),
  orgOnly: z.boolean(),
  onPremiseConnectionConfig: z.literal("disallowed"),
  connection: ComponentPart,
  inputs: z.record(
    z.string(),
    z.strictObject({
      type: z.literal("value"),
      value: z.string(),
      meta: Visibility.extend({ orgOnly: z.boolean() }),
    }),
  ),
});

const plainVariable = z.strictObject({
  key: z.string().min(1),
  dataType: z.enum(["string", "boolean", "number", "picklist", "schedule", "jsonForm", "code"]),
  description: z.string().min(1),
  orgOnly: z.boolean(),
  defaultValue: z.string().optional(),
  pickList: z.array(z.string()).optional(),
  scheduleType: z.enum(["none", "custom", "minute", "hour", "day", "week"]).optional(),
  timeZone: z.string().optional(),
  codeLanguage: z.enum(["json", "xml", "html"]).optional(),
  collectionType: z.enum(["valuelist", "keyvaluelist"]).optional(),
  dataSource: ComponentPart.optional(),
  inputs: Inputs.optional(),
  meta: Visibility,
});

/** The grammar of an importable low-code workflow, `definitionVersion` 7, as far as the templates use it. */
export const Workflow = z.strictObject({
  name: z.string().min(1),
  description: z.string().min(1),
  category: z.string(),
  labels: z.array(z.string()),
  documentation: z.string(),
  definitionVersion: z.literal(7),
  endpointType: z.literal("flow_specific"),
  defaultInstanceProfile: z.string(),
  configPages: z.array(
    z.strictObject({
      name: z.string(),
      tagline: z.string(),
      userLevelConfigured: z.literal(false),
      elements: z.array(z.strictObject({ type: z.enum(["configVar", "htmlElement"]), value: z.string().min(1) })),
    }),
  ),
  requiredConfigVars: z.array(z.discriminatedUnion("dataType", [connectionVariable, plainVariable])),
  flows: z.array(Flow).min(1),
});

export type Workflow = z.infer<typeof Workflow>;
export type Flow = Workflow["flows"][number];
export type ConfigVariable = Workflow["requiredConfigVars"][number];

const folder = path.resolve("templates");

/** The names of all templates, in alphabetical order. */
export const templateNames = (): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(path.join(folder, entry.name)).includes("workflow.yml"))
    .map(({ name }) => name)
    .sort();

/** Where a file of a template lies. */
export const templateFile = (name: string, file = "workflow.yml"): string => path.join(folder, name, file);

/** The text of a workflow as a value. Throws, naming each place, when it does not follow the grammar. */
export const parseWorkflow = (text: string, name: string): Workflow => {
  const read = Workflow.safeParse(parse(text));
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`);
  throw new Error(`The workflow ${name} does not follow the grammar.\n${faults.join("\n")}`);
};

/** Reads a template from its file. */
export const readWorkflow = (name: string): Workflow => {
  if (!templateNames().includes(name))
    throw new Error(`There is no template "${name}". There are: ${templateNames().join(", ")}.`);
  return parseWorkflow(readFileSync(templateFile(name), "utf8"), name);
};

/** The name by which expressions refer to a step: "Get Tracker Mentions" is `getTrackerMentions`. */
export const referenceName = (stepName: string): string =>
  stepName
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word, index) =>
      index === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase(),
    )
    .join("");

/** A step and all steps inside it, in the order in which they stand. */
const withInner = (step: Step): readonly Step[] => [
  step,
  ...(step.steps ?? []).flatMap(withInner),
  ...(step.branches ?? []).flatMap(({ steps }) => steps.flatMap(withInner)),
];

/** Every step of a flow, outer before inner. */
export const allSteps = ({ steps }: Flow): readonly Step[] => steps.flatMap(withInner);
