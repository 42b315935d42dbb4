import Ajv from "ajv";
import type { Operation } from "#src/operation";
import { operations } from "#src/operations/index";
import { built } from "../../support/component";
import { answersOf, contract, withoutNames } from "../../support/contract";

const ajv = new Ajv({ strict: false });

describe.each(Object.entries<Operation>(operations))("A4: the output schema of %s", (key, { endpoint }) => {
  const accepts = ajv.compile(JSON.parse(built.actions[key]?.outputSchema?.schema ?? "{}"));
  const { answer } = contract[withoutNames(endpoint)] ?? { answer: {} };

  it.each(Object.entries(answersOf(answer)))("accepts the contract's answer %s", (_name, given) => {
    accepts(given);
    expect(accepts.errors ?? []).toEqual([]);
  });

  it("wants nothing that only some runs have", () => {
    accepts({});
    expect(accepts.errors ?? []).toEqual([]);
  });
});
