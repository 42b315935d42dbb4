import { type ActionContext, action, input, PerformSafety } from "@prismatic-io/spectral";
import { z } from "zod";
import { InputError } from "#src/base/errors";
import { redactFindings } from "#src/base/redact";
import { entity } from "#src/entities/entity";
import { type Fields, formOf, type Input, read } from "#src/form/field";
import { readWithWorkbooks } from "#src/form/table";
import type { Gong } from "#src/gong/index";
import { type Answer, fieldsOf, type Operation, type pagingFields, splitPaging } from "#src/operation";
import type { Recipe } from "#src/recipe";
import { type Opened, withClient } from "./withClient";

/** The connection is the first input of everything. */
export const connectionInput = input({
  label: "Connection",
  type: "connection",
  required: true,
  comments: "The Gong connection to use.",
});

/** An action that asks its fields, and works with what was read from them. Some examples are made when they are read. */
const formAction = <F extends Fields>(
  definition: Pick<Recipe, "label" | "description" | "effect" | "important" | "example">,
  fields: F,
  work: (opened: Opened<Input<F>>, answers: Record<string, unknown>) => Promise<unknown>,
  withoutClient?: (error: Error) => unknown,
) => {
  const { label, description, effect, important } = definition;
  const isSafe = effect === "reads";
  return action({
    display: { label, description, ...(important ? { important } : {}) },
    inputs: { connection: connectionInput, ...formOf(fields) },
    performSafety: isSafe ? PerformSafety.SAFE : PerformSafety.NOT_ALLOWED,
    perform: async (context, params) => {
      const { connection, ...answers } = params as Record<string, unknown>;
      if (!isSafe && context.isSimulatedTestExecution) return sample(definition, context);
      const opening = {
        name: label,
        connection,
        context,
        read: () => readWithWorkbooks(fields, answers),
        bounds: boundsIn,
        withoutClient,
      };
      return { data: await withClient(opening, (opened) => work(opened, answers)) };
    },
    ...(isSafe ? {} : { examplePerform: async () => ({ data: definition.example }) }),
    examplePayload: {
      get data() {
        return definition.example;
      },
    },
  });
};

/** The time that a step may take, where its form asks for it. */
const boundsIn = ({ timeLimitSeconds }: { readonly timeLimitSeconds?: unknown }) =>
  typeof timeLimitSeconds === "number" ? { budgetMs: timeLimitSeconds * 1000 } : {};

/** What a step with effects gives when the designer only wants a sample. */
const sample = (definition: Pick<Recipe, "label" | "effect" | "example">, context: ActionContext) => {
  const { label, effect } = definition;
  if (effect === "spendsCredits")
    throw new InputError([`${label} spends AI credits each time, so it does not run as a sample.`]);
  context.logger.info(`${label}: simulated, so nothing was sent to Gong. The output is an example.`);
  return { data: definition.example };
};

/** The action of an operation. */
export const toAction = (operation: Operation) =>
  formAction(operation, fieldsOf(operation), async ({ gong: client, input: read, logger }, answers) => {
    const { input, paging } = splitPaging(operation, read);
    const foundBeforehand = await lookUp(operation, answers, input, client);
    const answer = await answerTo(operation, input, paging, client);
    const partialFailure = operation.partialFailure?.(answer, input);
    if (partialFailure) logger.warn(partialFailure.message);
    return {
      ...answer,
      ...(foundBeforehand ? { foundBeforehand } : {}),
      ...(partialFailure ? { partialFailure } : {}),
    };
  });

const answerTo = async (
  operation: Operation,
  input: Input<Fields>,
  paging: Input<typeof pagingFields>,
  client: Gong,
): Promise<Answer> => {
  if (!operation.list?.cursor) return client.run(operation, input);
  if (paging.fetchAll) return client.all(operation, input, paging);
  if (paging.maxRecords !== undefined)
    throw new InputError(["Max Records works with Fetch All only. Switch Fetch All on, or leave Max Records empty."]);
  const { value } = await client.pages(operation, input, paging).next();
  return value;
};

const lookUp = ({ lookUpFirst }: Operation, answers: Record<string, unknown>, input: Input<Fields>, client: Gong) =>
  lookUpFirst && (input as Record<string, unknown>)[lookUpFirst.when]
    ? client.run(lookUpFirst.operation, read(lookUpFirst.operation.fields, answers))
    : undefined;

/** The action of a recipe. */
export const recipeToAction = (recipe: Recipe) =>
  formAction(
    recipe,
    recipe.fields,
    async ({ input, ...context }) => redactFindings(await recipe.run(input, context)),
    recipe.withoutClient,
  );

/** What an operation's action returns under `data`. */
export const outputOf = (operation: Operation): z.ZodType => {
  const beside = {
    ...(operation.list?.cursor ? { continuation: continuationShape() } : {}),
    ...(operation.lookUpFirst
      ? {
          foundBeforehand: operation.lookUpFirst.operation
            .response()
            .optional()
            .describe("What was found before anything was erased; only where that was asked for."),
        }
      : {}),
    ...(operation.partialFailure ? { partialFailure: partialFailureShape() } : {}),
  };
  const response = operation.response();
  return response instanceof z.ZodObject ? response.extend(beside) : response;
};

const partialFailureShape = () =>
  entity({
    message: z.string().describe("What Gong left undone, as a sentence."),
    count: z.number().describe("How many it left undone."),
  })
    .optional()
    .describe("Only where Gong left something undone.");

const continuationShape = () =>
  entity({
    truncated: z.boolean().describe("True when more records remain."),
    reason: z.string().describe("Why it stopped; null when nothing is left."),
    resume: z.string().describe("Goes into Cursor to continue."),
  })
    .optional()
    .describe("Whether more remains; only with Fetch All.");

/**
 * Output schemas as the platform wants them, made when somebody reads them: converting all of them while loading
 * would double the load time.
 */
export const withOutputSchema = <A extends object>(built: A, output: () => z.ZodType): A =>
  Object.defineProperty(built, "outputSchema", {
    enumerable: true,
    configurable: true,
    get: () => ({
      type: "actionOutput",
      schema: JSON.stringify(z.toJSONSchema(output(), { target: "draft-7", io: "input", unrepresentable: "any" })),
    }),
  });
