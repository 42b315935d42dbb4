import type { EndpointSecurityType, EndpointType, StandardQueueConfig, StepErrorConfig } from "@prismatic-io/spectral";
import type {
  ComponentReference,
  ConfigPage,
  ConnectionRequiredConfigVariable,
  DefaultRequiredConfigVariable,
  DefinitionVersion,
  Input,
} from "@prismatic-io/spectral/dist/serverTypes/integration";
import type { FlowSchema } from "@prismatic-io/spectral/dist/types/FlowSchemas";

/**
 * The definition of a workflow as far as the platform's own library has it in TypeScript. The library writes
 * definitions of integrations in code, so it has no types for steps, branches and loops; what is said of those here is
 * what public definitions show, made of the library's types where it has them.
 */
export interface VendorWorkflow {
  readonly name: string;
  readonly description?: string;
  readonly category?: string;
  readonly labels?: readonly string[];
  readonly documentation?: string;
  readonly definitionVersion: typeof DefinitionVersion;
  readonly endpointType?: EndpointType;
  readonly defaultInstanceProfile?: string;
  readonly configPages: readonly ConfigPage[];
  readonly requiredConfigVars: readonly (
    | Variable<ConnectionRequiredConfigVariable>
    | Variable<DefaultRequiredConfigVariable>
  )[];
  readonly flows: readonly VendorFlow[];
}

/** In the library's types a complex value is a text or one input; public definitions have a list there. */
type Complex = Omit<Extract<Input, { type: "complex" }>, "value"> & { readonly value: readonly Expression[] };
type Expression = Exclude<Input, { type: "complex" }> | Complex;
type Inputs = Readonly<Record<string, Expression>>;

/** Only integrations in code have a key that stays the same when a variable is renamed. */
type Variable<T> = Omit<T, "stableKey" | "inputs"> & { readonly inputs?: Inputs };

interface VendorFlow {
  readonly name: string;
  readonly description?: string;
  readonly isSynchronous?: boolean;
  readonly isAgentFlow?: boolean;
  readonly endpointSecurityType?: EndpointSecurityType;
  readonly retryConfig?: {
    readonly maxAttempts: number;
    readonly delayMinutes: number;
    readonly usesExponentialBackoff: boolean;
  };
  readonly queueConfig?: StandardQueueConfig;
  readonly schemas?: Readonly<Record<string, FlowSchema>> & { readonly invoke: FlowSchema };
  readonly steps: readonly VendorStep[];
}

interface VendorStep {
  readonly name: string;
  readonly description?: string;
  readonly isTrigger?: boolean;
  readonly action: ComponentReference;
  readonly inputs: Inputs;
  readonly schedule?: Pick<Exclude<Input, { type: "complex" }>, "type" | "value"> & {
    readonly meta: {
      readonly scheduleType: NonNullable<DefaultRequiredConfigVariable["scheduleType"]>;
      readonly timeZone: string;
    };
  };
  readonly errorConfig?: StepErrorConfig;
  readonly steps?: readonly VendorStep[];
  readonly branches?: readonly { readonly name: string; readonly steps: readonly VendorStep[] }[];
}
