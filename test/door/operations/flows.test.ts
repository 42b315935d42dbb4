import { type Fields, type Input, read } from "#src/form/field";
import { toRequest } from "#src/gong/request";
import type { Operation } from "#src/operation";
import * as flows from "#src/operations/flows/index";
import { operations } from "#src/operations/index";

const bodyOf = (operation: unknown, answers: Record<string, unknown>) => {
  const { fields } = operation as Operation;
  return toRequest(operation as Operation, read(fields, answers) as Input<Fields>).body;
};

const assignment = {
  flowId: "6814329075318437",
  crmProspectsIds: ["0035g00000QwE45AAF"],
  flowInstanceOwnerEmail: "ada.reyes@northwind.example",
};
const many = (count: number) => Array.from({ length: count }, (_none, index) => `${1000 + index}`);

describe("assigning prospects to a flow", () => {
  const { assignProspectsToFlow, assignProspectsOverridingCoolOff } = flows;

  it("sends the flow's id as text and keeps the dropdown's owner to itself", () => {
    const answers = { ...assignment, flowId: 6814329075318437, flowOwnerEmail: "tomas.lind@northwind.example" };
    expect(bodyOf(assignProspectsToFlow, answers)).toEqual(assignment);
  });

  it("refuses a flow's id that has lost digits as a number", () => {
    const answers = { ...assignment, flowId: Number("6814329075318437012") };
    expect(() => bodyOf(assignProspectsToFlow, answers)).toThrow("Flow must be text");
    const fromSpreadsheet = { ...assignment, flowId: "6.81433E+18" };
    expect(() => bodyOf(assignProspectsToFlow, fromSpreadsheet)).toThrow(/^Flow is a number as spreadsheets write it/);
  });

  it("takes overrides as text or as they are, and nothing of untouched ones", () => {
    const steps = [{ number: 1, subject: "Your visit", body: " Hello Priya\n" }];
    const flowInstanceVariables = [{ name: "product", value: " Harvest robot\n" }];
    const overrides = { steps: JSON.stringify(steps), flowInstanceVariables, coolOffOverride: "true" };
    expect(bodyOf(assignProspectsToFlow, { ...assignment, overrides })).toEqual({
      ...assignment,
      overrides: { steps, flowInstanceVariables, coolOffOverride: true },
    });
    const untouched = { steps: "", flowInstanceVariables: "", coolOffOverride: "false" };
    expect(bodyOf(assignProspectsToFlow, { ...assignment, overrides: untouched })).toEqual(assignment);
  });

  it.each([
    [{ step: [{ number: 1 }] }, /Changes to the Flow .*"step".*steps/],
    [{ steps: [{ number: 1, text: "Hello" }] }, /Changes to the Flow\.steps\[1\] .*"text".*number, subject, body/],
    [{ steps: [{ subject: "No number" }] }, /Changes to the Flow\.steps\[1\]\.number is required/],
    [{ steps: [{ number: 0, subject: "Counted from 0" }] }, /Changes to the Flow\.steps\[1\]\.number .*at least 1/],
    [{ flowInstanceVariables: [{ variable: "product" }] }, /Changes to the Flow\.flowInstanceVariables\[1\]/],
    [{ coolOffOveride: true }, /"coolOffOveride".*coolOffOverride/],
  ])("refuses misspelled or incomplete overrides, which Gong would ignore: %j", (overrides, message) => {
    expect(() => bodyOf(assignProspectsToFlow, { ...assignment, overrides })).toThrow(message);
  });

  it("says that overrides reach every prospect", () => {
    expect(assignProspectsToFlow.fields.overrides.form.comments).toContain("every prospect of the request");
  });

  it("points from the deprecated action to what replaces it", () => {
    expect(assignProspectsOverridingCoolOff.description).toContain(assignProspectsToFlow.label);
  });

  it("makes prospects that were left out visible", () => {
    const left = { crmProspectId: "0035g00000QwE46AAF", errorCode: "InvalidState", errorMessage: "Opted out." };
    const answer = { prospectsAssigned: [{ crmProspectId: "0035g00000QwE45AAF" }], prospectsNotAssigned: [left] };
    expect(assignProspectsToFlow.partialFailure?.(answer, assignment)).toEqual({
      count: 1,
      message: "Gong did not assign 1 of 2 prospects (0035g00000QwE46AAF: Opted out.).",
    });
    const none = { prospectsAssigned: [{}], prospectsNotAssigned: [] };
    expect(assignProspectsToFlow.partialFailure?.(none, assignment)).toBeUndefined();
    expect(assignProspectsOverridingCoolOff.partialFailure?.(answer, assignment)?.count).toBe(1);
    expect(assignProspectsToFlow.partialFailure?.({ prospectsNotAssigned: null }, assignment)).toBeUndefined();
  });

  it("names only the first few of many", () => {
    const prospectsNotAssigned = many(30).map((crmProspectId) => ({ crmProspectId, errorCode: "InvalidArgument" }));
    const failure = assignProspectsToFlow.partialFailure?.({ prospectsAssigned: [], prospectsNotAssigned }, assignment);
    expect(failure?.count).toBe(30);
    expect(failure?.message).toMatch(/30 of 30 .*1000: InvalidArgument; .*; and 25 more/);
  });
});

describe("how many at a time", () => {
  it.each([
    ["listFlowSteps", "flowIds", 20, {}],
    ["assignProspectsToFlow", "crmProspectsIds", 100, assignment],
    ["assignProspectsOverridingCoolOff", "crmProspectsIds", 100, assignment],
    ["unassignFlowsByInstanceId", "flowInstanceIds", 200, {}],
  ] as const)("%s takes up to so many %s: %d", (key, field, most, others) => {
    expect(bodyOf(operations[key], { ...others, [field]: many(most) })).toMatchObject({ [field]: many(most) });
    expect(() => bodyOf(operations[key], { ...others, [field]: many(most + 1) })).toThrow(`at most ${most} entries`);
  });

  it("bulkAssignProspectsToFlow takes up to 50 prospects", () => {
    const { flowId, flowInstanceOwnerEmail } = assignment;
    const answers = (count: number) => ({
      flowId,
      flowInstanceOwnerEmail,
      prospects: many(count).map((crmId) => ({ crmId })),
    });
    expect(bodyOf(flows.bulkAssignProspectsToFlow, answers(50))).toEqual(answers(50));
    expect(() => bodyOf(flows.bulkAssignProspectsToFlow, answers(51))).toThrow("at most 50 entries");
  });
});

describe("bulk assignments", () => {
  const { flowId, flowInstanceOwnerEmail } = assignment;

  it("names each prospect that has neither a CRM id nor a whole name", () => {
    const prospects = [
      { crmId: "1" },
      { firstName: "Priya" },
      { firstName: "Priya", lastName: "Nair" },
      { email: "a@b.example" },
    ];
    const send = () => bodyOf(flows.bulkAssignProspectsToFlow, { flowId, flowInstanceOwnerEmail, prospects });
    expect(send).toThrow(/Prospects\[2\] needs .*Prospects\[4\] needs/);
  });

  it("makes failures visible", () => {
    const { getBulkAssignment } = flows;
    const input = { bulkAssignmentId: "1" };
    expect(getBulkAssignment.partialFailure?.(getBulkAssignment.example, input)).toEqual({
      count: 1,
      message: "Gong did not assign 1 of 2 prospects (0035g00000QwE46AAF: The prospect opted out of e-mails.).",
    });
    expect(getBulkAssignment.partialFailure?.({ failedCount: 0, results: null }, input)).toBeUndefined();
    expect(getBulkAssignment.partialFailure?.({ failedCount: 3, results: null }, input)?.message).toBe(
      "Gong did not assign 3 of 3 prospects.",
    );
    const results = [
      { status: "FAILED", crmId: "1", prospect: { crmId: "2", email: "a@b.example" } },
      { status: "FAILED", prospect: { crmId: "2", email: "a@b.example" } },
      { status: "FAILED", prospect: { email: "a@b.example" } },
      { status: "FAILED", errorMessage: "No such prospect." },
      { status: "ASSIGNED", crmId: "3" },
      { crmId: "4" },
    ];
    expect(getBulkAssignment.partialFailure?.({ failedCount: 4, totalCount: 6, results }, input)?.message).toBe(
      "Gong did not assign 4 of 6 prospects (1: FAILED; 2: FAILED; a@b.example: FAILED; a prospect: No such prospect.).",
    );
  });
});

describe("unassigning", () => {
  it("names the flow instances that Gong left running", () => {
    const { unassignFlowsByInstanceId } = flows;
    const input = { flowInstanceIds: ["1", "2", "3", "3"] };
    expect(unassignFlowsByInstanceId.partialFailure?.({ unassignedFlowInstanceIds: ["2"] }, input)).toMatchObject({
      count: 2,
      message: expect.stringContaining("2 of 3 flow instances (1; 3)"),
    });
    const all = { unassignedFlowInstanceIds: ["1", "2", "3"] };
    expect(unassignFlowsByInstanceId.partialFailure?.(all, input)).toBeUndefined();
  });
});

describe("flow folders", () => {
  it('hands out the text "null" as null, but only where an id is missing', () => {
    const folder = { id: "1", name: "null", parentFolderId: "null", createdById: "null", visibility: "Company" };
    const answer = { requestId: "r", flowsFolders: [folder] };
    expect(flows.listFlowFolders.answer?.(answer, { flowFolderOwnerEmail: "a@b.example" })).toEqual({
      requestId: "r",
      flowsFolders: [{ ...folder, parentFolderId: null, createdById: null }],
    });
  });
});

describe("the flows of prospects", () => {
  it("are looked up by prospect, by flow instance, or by both", () => {
    expect(bodyOf(flows.listProspectFlows, { crmProspectsIds: "a, b" })).toEqual({ crmProspectsIds: ["a", "b"] });
    expect(bodyOf(flows.listProspectFlows, { flowInstanceIds: "7" })).toEqual({ flowInstanceIds: ["7"] });
    expect(() => bodyOf(flows.listProspectFlows, {})).toThrow("Fill in CRM Prospect IDs, Flow Instance IDs, or both.");
  });
});
