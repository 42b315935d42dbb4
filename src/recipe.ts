import type { z } from "zod";
import type { Fields, Input } from "#src/form/field";
import type { Gong } from "#src/gong/client";
import type { Effect, Operation } from "./operation";

/** What a recipe works with: the client, which counts its requests, and the step's log for progress. */
export interface StepContext {
  readonly gong: Gong;
  readonly logger: { info(message: string): void; warn(message: string): void };
}

/**
 * Several operations in one step: what a builder would otherwise assemble from ten steps and a loop. Recipes are
 * stateless; what should be remembered between runs is handed out in the result.
 */
export interface Recipe<F extends Fields = Fields, R extends z.ZodType = z.ZodType> {
  readonly label: string;
  readonly description: string;
  /** The operations that it calls; scopes are read off them. */
  readonly uses: readonly Operation[];
  readonly effect: Effect;
  /** Lifted in the platform's picker: what people start with. */
  readonly important?: true;
  readonly fields: F;
  /** What the step returns under `data`. Called only when the schema is wanted. */
  readonly output: () => R;
  readonly example: z.input<R>;
  run(input: Input<F>, context: StepContext): Promise<z.input<R>>;
  /** What to return where the connection is too broken to make a client of; the fault is thrown when left out. */
  withoutClient?(fault: Error): z.input<R>;
  readonly notes?: readonly string[];
}

/** Gives the reader one word and the compiler a place to infer. */
export const recipe = <F extends Fields, R extends z.ZodType>(definition: Recipe<F, R>): Recipe<F, R> => definition;
