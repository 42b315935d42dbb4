import { read } from "../../src/field";
import { toRequest } from "../../src/gong/request";
import * as ai from "../../src/operations/ai";
import * as flows from "../../src/operations/flows";
import * as tasks from "../../src/operations/tasks";
import { contract, differences, withoutNames } from "../support/contract";
import { exampleAnswers, requiredAnswers } from "../support/forms";
import type { Operation } from "../../src/operation";
it.each(Object.entries({ ...flows, ...tasks, ...ai } as unknown as Record<string, Operation>))("%s", (key, operation) => {
  const gong = contract[withoutNames(operation.endpoint)];
  expect(differences(gong!.answer, operation.example)).toEqual([]);
  expect(operation.response().safeParse(operation.example).error).toBeUndefined();
  try { console.log(key, JSON.stringify(toRequest(operation, read(operation.fields, requiredAnswers(operation.fields))))); } catch (e) { console.log(key, String(e)); }
  console.log(key, JSON.stringify(toRequest(operation, read(operation.fields, exampleAnswers(operation.fields))), null, 1));
});
