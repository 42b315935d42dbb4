import { Ajv } from "ajv";
import { schemas } from "#sandbox/contract";
import { checkAnswer, findOperation, operationOf, operations, sampleAnswer } from "#sandbox/index";
import { toJsonSchema } from "#sandbox/schemas";

it("knows Gong's 69 operations", () => {
  expect(operations).toHaveLength(69);
  expect(operations.filter(({ paging }) => paging)).toHaveLength(13);
});

it("finds operations by method and path, literal paths before placeholders", () => {
  expect(findOperation("GET", "/v2/calls/77")).toMatchObject({
    operation: { key: "GET /v2/calls/{id}" },
    parameters: { id: "77" },
  });
  expect(findOperation("POST", "/v2/calls/extensive")).toMatchObject({
    operation: { key: "POST /v2/calls/extensive" },
  });
  expect(findOperation("GET", "/v2/flows/prospects/bulk-assignments/a%2Fb")).toMatchObject({
    parameters: { id: "a/b" },
  });
  expect(findOperation("POST", "/v2/entities/ask-entity")).toEqual({ status: 405 });
  expect(findOperation("GET", "/v2/emails")).toEqual({ status: 404 });
  expect(findOperation("GET", "/v2/calls/%zz")).toEqual({ status: 400 });
});

it.each(operations.map((operation) => [operation.key, operation] as const))(
  "%s: the generated sample fits the contract",
  (_, operation) => {
    expect(checkAnswer(operation, operation.successStatus, sampleAnswer(operation), { closed: true })).toEqual([]);
  },
);

it.each(["request", "answer", "example"] as const)(
  "writes the schemas that judge as %s as valid JSON Schema",
  (strictness) => {
    const ajv = new Ajv();
    for (const [name, schema] of Object.entries(schemas)) {
      ajv.validateSchema(toJsonSchema(schema, strictness, (other) => ({ $ref: `gong:${other}` })));
      expect({ name, errors: ajv.errors }).toEqual({ name, errors: null });
    }
  },
);

describe("checkAnswer", () => {
  const workspaces = operationOf("GET /v2/workspaces");

  it("takes nulls, missing and additional properties, as Gong sends them", () => {
    const body = { workspaces: [{ id: "1", name: null, color: "blue" }], requestId: null };
    expect(checkAnswer(workspaces, 200, body)).toEqual([]);
  });

  it("names every property of a wrong type", () => {
    expect(checkAnswer(workspaces, 200, { workspaces: [{ id: 1, name: true }] })).toEqual([
      "GET /v2/workspaces: workspaces[0].id: must be string,null.",
      "GET /v2/workspaces: workspaces[0].name: must be string,null.",
    ]);
  });

  it("closed, names what is not declared", () => {
    expect(checkAnswer(workspaces, 200, { workspaces: [{ id: "1", color: "blue" }] }, { closed: true })).toEqual([
      "GET /v2/workspaces: workspaces[0].color: is not a property that Gong has here.",
    ]);
  });

  it("closed, refuses enum values that are not declared; open, takes them", () => {
    const body = { calls: [{ metaData: { direction: "Sideways" } }] };
    const extensive = operationOf("POST /v2/calls/extensive");
    expect(checkAnswer(extensive, 200, body)).toEqual([]);
    expect(checkAnswer(extensive, 200, body, { closed: true }).join()).toContain("direction: must be one of Inbound");
  });

  it("takes ids of 64 bits as numbers, digits and bigints", () => {
    const integrations = operationOf("GET /v2/crm/integrations");
    for (const integrationId of [7, "6286478263646879000", 6286478263646879879n]) {
      expect(checkAnswer(integrations, 200, { integrations: [{ integrationId }] })).toEqual([]);
    }
    expect(checkAnswer(integrations, 200, { integrations: [{ integrationId: "x" }] })).toHaveLength(1);
  });

  it("refuses a status that the contract does not name", () => {
    expect(checkAnswer(workspaces, 418, {})).toEqual([
      "GET /v2/workspaces: the contract has no answer with status 418.",
    ]);
  });
});
