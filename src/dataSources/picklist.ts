import { dataSource } from "@prismatic-io/spectral";
import type { z } from "zod";
import { connectionInput } from "#src/actions/toAction";
import { withClient } from "#src/actions/withClient";
import { type Field, type Fields, formOf, type Input, read } from "#src/form/field";
import { isBlank } from "#src/form/value";
import { type Gong, GongError, InputError } from "#src/gong/index";
import type { Answer, Operation } from "#src/operation";

/** Something to choose: what the input will hold, and what a person reads. */
export interface Choice {
  readonly key: string;
  readonly label: string;
}

/** The same as Gong has it: the key may be a number, either may be missing. */
interface RawChoice {
  readonly key: string | number | null | undefined;
  readonly label: string | null | undefined;
}

/** What a dropdown works with: the client, and the log. */
export interface Sources {
  readonly gong: Gong;
  readonly logger: { warn(message: string): void };
}

interface Picklist<F extends Fields> {
  readonly label: string;
  readonly description: string;
  /** What one choice is, for those that have no name. */
  readonly noun: string;
  /** What it has to know. A form that shows the dropdown fills these from its own inputs of the same keys. */
  readonly fields: F;
  /** Everything there is to choose; null where Gong left the list out. */
  choices(input: Input<F>, sources: Sources): Promise<readonly RawChoice[] | null | undefined>;
  /** True when the choices come in an order that means something; the others are sorted by label. */
  readonly isOrdered?: boolean;
  readonly example: readonly Choice[];
}

/** A dropdown that lists things of Gong's: an operation, and how to label what it returns. */
export const picklist = <F extends Fields>(definition: Picklist<F>) =>
  dataSource({
    display: { label: definition.label, description: definition.description },
    dataSourceType: "picklist",
    inputs: { connection: connectionInput, ...formOf(definition.fields) },
    perform: async (context, params) => {
      const { connection, ...answers } = params as Record<string, unknown>;
      const opening = {
        name: definition.label,
        connection,
        context,
        read: () => readDependencies(definition.fields, answers),
      };
      return withClient(opening, async ({ input, ...sources }) => {
        const choices = await definition.choices(input, sources);
        const readable = toReadable(choices ?? [], definition.noun);
        return { result: definition.isOrdered ? readable : sorted(readable) };
      });
    },
    examplePayload: { result: [...definition.example] },
  });

/**
 * What the dropdown needs.
 * @throws InputError that names the input to fill in first.
 */
const readDependencies = <F extends Fields>(fields: F, answers: Record<string, unknown>): Input<F> => {
  const faults = Object.entries<Field>(fields)
    .filter(([key, { required }]) => required && isBlank(answers[key]))
    .map(([, { form }]) => `Fill in ${String(form.label)} first: what can be chosen here depends on it.`);
  if (faults.length > 0) throw new InputError(faults);
  return read(fields, answers);
};

/**
 * All pages of a list.
 * @throws GongError when some could not be read: a dropdown that lacks entries would look complete.
 */
export const everything = async <F extends Fields, R extends z.ZodType<Answer>>(
  client: Gong,
  operation: Operation<F, R>,
  input: Input<F>,
) => {
  const answer = await client.all(operation, input);
  if (answer.continuation.reason) throw new GongError(answer.continuation.reason);
  return answer;
};

/** Choices with a key each and a label that no other has. Without a key nothing could be sent to Gong. */
const toReadable = (raw: readonly RawChoice[], noun: string): Choice[] => {
  const byKey = new Map<string, string>();
  for (const { key, label } of raw)
    if (!isBlank(key) && !byKey.has(String(key)))
      byKey.set(String(key), isBlank(label) ? `Unnamed ${noun} (${key})` : String(label).trim());
  const counts = new Map<string, number>();
  for (const label of byKey.values()) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...byKey].map(([key, label]) => ({
    key,
    label: (counts.get(label) ?? 0) > 1 ? `${label} (${key})` : label,
  }));
};

/** By label as people read it; the language is fixed, so that every machine sorts alike. */
const sorted = (choices: readonly Choice[]): Choice[] => {
  const { compare } = new Intl.Collator("en", { numeric: true });
  return [...choices].sort((a, b) => compare(a.label, b.label) || compare(a.key, b.key));
};
