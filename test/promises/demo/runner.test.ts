import type { Expression } from "#tools/workflow/definition";
import { parseWorkflow, referenceName } from "#tools/workflow/definition";
import { evaluate, namesIn, segmentsOf } from "#tools/workflow/expression";
import { install, type RunnableComponent } from "#tools/workflow/runner";
import type { StandIn } from "#tools/workflow/standIns";
import { standIns } from "#tools/workflow/standIns";
import { quietLogger } from "../../support/component";

describe("expressions", () => {
  const scope = {
    steps: {
      getCalls: { results: { calls: [{ id: "1", "two words": { deep: true } }], none: null } },
      eachCall: { currentItem: { id: "2" } },
    },
    configVars: { "Field Length": "255", Empty: undefined },
  };
  const reference = (value: string): Expression => ({ type: "reference", value });

  test.each<[string, Expression, unknown]>([
    ["a value is text", { type: "value", value: "12" }, "12"],
    ["a path leads into lists", reference("getCalls.results.calls[0].id"), "1"],
    ["a path may have numbers as words", reference("getCalls.results.calls.0.id"), "1"],
    ["a path may quote names", reference('getCalls.results.calls[0]["two words"].deep'), true],
    ["what is absent is undefined", reference("getCalls.results.none.more"), undefined],
    ["an item of a loop", reference("eachCall.currentItem.id"), "2"],
    ["a config variable", { type: "configVar", value: "Field Length" }, "255"],
    ["a config variable without a value", { type: "configVar", value: "Empty" }, undefined],
    [
      "a template",
      { type: "template", value: "{{$eachCall.currentItem.id}} of {{#Field Length}}{{$getCalls.results.none}}" },
      "2 of 255",
    ],
    [
      "a list",
      { type: "complex", value: [{ type: "value", value: "a" }, reference("eachCall.currentItem.id")] },
      ["a", "2"],
    ],
    [
      "a list of keys and values",
      { type: "complex", value: [{ name: { type: "value", value: "Name" }, type: "value", value: "x" }] },
      [{ key: "Name", value: "x" }],
    ],
  ])("%s", (_what, expression, value) => {
    expect(evaluate(expression, scope)).toEqual(value);
  });

  test("unknown steps and variables are errors that name them", () => {
    expect(() => evaluate(reference("getUsers.results"), scope)).toThrow(
      "getUsers.results names a step that has not run",
    );
    expect(() => evaluate({ type: "configVar", value: "Size" }, scope)).toThrow("The config variable Size is not set.");
  });

  test("say which steps and variables they name", () => {
    const template: Expression = { type: "template", value: "{{$a.results}} {{#B}}" };
    expect(namesIn({ type: "complex", value: [template, reference("c.results")] })).toEqual({
      references: ["a.results", "c.results"],
      configVars: ["B"],
    });
    expect(segmentsOf('a.b[0]["c d"].e')).toEqual(["a", "b", "0", "c d", "e"]);
    expect(referenceName("POST a Gong-Call 2")).toBe("postAGongCall2");
  });
});

describe("the runner", () => {
  const step = (name: string, action: string, more = "") => `
      - name: ${name}
        description: A step.
        action: { key: ${action.split(".")[1]}, component: { key: ${action.split(".")[0]}, isPublic: true, version: LATEST } }
        ${more || "inputs: {}"}`;

  const workflow = (...flows: string[]) =>
    parseWorkflow(
      `name: Test
description: Test.
category: Test
labels: []
documentation: ''
definitionVersion: 7
endpointType: flow_specific
defaultInstanceProfile: Default
configPages: []
requiredConfigVars: []
flows:${flows.join("")}`,
      "test",
    );

  const flow = (name: string, ...steps: string[]) => `
  - name: ${name}
    description: A flow.
    isSynchronous: false
    endpointSecurityType: customer_optional
    steps:
      - name: Start
        description: The trigger.
        isTrigger: true
        action: { key: ${name === "Second" ? "crossFlow" : "count"}, component: { key: ${name === "Second" ? "cross-flow" : "own"}, isPublic: true, version: LATEST } }
        inputs: {}${steps.join("")}`;

  const save = step(
    "Save",
    "persist-data.saveCrossFlowValue",
    "inputs: { keyInput: { type: value, value: seen }, valueInput: { type: reference, value: start.results.count } }",
  );
  const fragile = (policy: string) => step("Fragile", "own.fragile", `inputs: {}\n        errorConfig: ${policy}`);

  /** A component whose trigger counts its polls, and a step that fails so many times. */
  const setUp = (definition: ReturnType<typeof workflow>, failures: number) => {
    let left = failures;
    let attempts = 0;
    const waits: number[] = [];
    const component: RunnableComponent = {
      key: "own",
      actions: {
        fragile: {
          perform: async () => {
            attempts += 1;
            if (left-- > 0) throw new Error("It broke.");
            return { data: "done" };
          },
        },
      },
      triggers: {
        count: {
          perform: async (context) => {
            const { instanceState } = context as { instanceState: { count?: number } };
            // Spectral's polling triggers change the state in place.
            instanceState.count = (instanceState.count ?? 0) + 1;
            const resultType = instanceState.count === 3 ? "polled_no_changes" : "completed";
            return { payload: { count: instanceState.count }, resultType };
          },
        },
      },
      dataSources: {},
    };
    const passOn: StandIn = ({ items }) => items;
    const instance = install(definition, {
      component,
      standIns: { ...standIns, "own.passOn": passOn },
      configVars: {},
      logger: quietLogger(),
      wait: async (ms) => void waits.push(ms),
    });
    return { instance, waits, attempts: () => attempts };
  };

  test("remembers what a good run kept, and nothing of a run that fails, whose step and flow the error names", async () => {
    const { instance } = setUp(workflow(flow("First", save, step("Fragile", "own.fragile"))), 1);
    await expect(instance.run("First")).rejects.toThrow('Step "Fragile" of the flow "First" failed. It broke.');
    expect(instance.crossFlowState).toEqual({});
    await instance.run("First");
    expect(instance.crossFlowState).toEqual({ seen: 1 });
    await instance.run("First");
    expect(instance.crossFlowState).toEqual({ seen: 2 });
    const [quiet] = await instance.run("First");
    expect(quiet?.ran).toBe(false);
    expect(instance.crossFlowState).toEqual({ seen: 2 });
  });

  test("tries again as the step says, waiting longer each time", async () => {
    const policy = "{ errorHandlerType: retry, maxAttempts: 3, delaySeconds: 2, usesExponentialBackoff: true }";
    const { instance, waits, attempts } = setUp(workflow(flow("First", fragile(policy))), 3);
    const [run] = await instance.run("First");
    expect(run?.results.fragile).toEqual({ results: "done" });
    expect(attempts()).toBe(4);
    expect(waits).toEqual([2000, 4000, 8000]);
  });

  test.each([
    "{ errorHandlerType: ignore }",
    "{ errorHandlerType: retry, maxAttempts: 1, delaySeconds: 0, ignoreFinalError: true }",
  ])("goes on after an error with the policy %s", async (policy) => {
    const { instance } = setUp(workflow(flow("First", fragile(policy), save)), 5);
    const [run] = await instance.run("First");
    expect(run?.results.fragile).toEqual({ results: null });
    expect(instance.crossFlowState).toEqual({ seen: 1 });
  });

  test("runs a flow that another one invoked, with what it handed over", async () => {
    const invoke = step(
      "Invoke",
      "cross-flow.invokeFlow",
      "inputs: { flowName: { type: value, value: Second }, data: { type: reference, value: start.results.count } }",
    );
    const keep = step(
      "Keep",
      "persist-data.saveCrossFlowValue",
      "inputs: { keyInput: { type: value, value: handed }, valueInput: { type: reference, value: start.results.body.data } }",
    );
    const { instance } = setUp(workflow(flow("First", invoke), flow("Second", keep)), 0);
    expect((await instance.run("First")).map((run) => run.flow)).toEqual(["First", "Second"]);
    expect(instance.crossFlowState).toEqual({ handed: 1 });
  });

  test("says what it has no stand-in for, and which flow there is not", async () => {
    const { instance } = setUp(workflow(flow("First", step("Post", "slack.postMessage"))), 0);
    await expect(instance.run("First")).rejects.toThrow("The runner has no stand-in for slack.postMessage.");
    await expect(instance.run("Third")).rejects.toThrow('has no flow "Third"');
  });
});
