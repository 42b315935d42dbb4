import Ajv from "ajv";
import type { Operation } from "#src/operation";
import { operations } from "#src/operations/index";
import { built } from "../../support/component";
import { answersOf, contract, withoutNames } from "../../support/contract";
import { seed, someOf } from "../../support/seed";

const ajv = new Ajv({ strict: false });

interface Schema {
  readonly type?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
}

/** The places of an example of which the schema says nothing. */
const undescribed = (schema: Schema, value: unknown): string[] => {
  const { type, anyOf = [], items, properties, additionalProperties } = schema;
  if (value === null || typeof value !== "object" || (type === undefined && anyOf.length === 0)) return [];
  const [first] = anyOf.map((each) => undescribed(each, value)).sort((a, b) => a.length - b.length);
  if (first) return first;
  return Object.entries(value).flatMap(([key, each]) => {
    const named = properties ? properties[key] : additionalProperties;
    const known = Array.isArray(value) ? items : named;
    return known ? undescribed(known, each).map((path) => `${key}.${path}`) : [key];
  });
};

describe.each(someOf(Object.entries<Operation>(operations), 35))(
  `A4: the output schema of %s (seed ${seed})`,
  (key, { endpoint, example }) => {
    const schema = JSON.parse(built.actions[key]?.outputSchema?.schema ?? "{}");
    const accepts = ajv.compile(schema);
    const { answer } = contract[withoutNames(endpoint)] ?? { answer: {} };

    it.each(Object.entries(answersOf(answer)))("accepts the contract's answer %s", (_name, given) => {
      accepts(given);
      expect(accepts.errors ?? []).toEqual([]);
    });

    it("describes all that the example has", () => expect(undescribed(schema, example)).toEqual([]));

    it("wants nothing that only some runs have", () => {
      accepts({});
      expect(accepts.errors ?? []).toEqual([]);
    });
  },
);
