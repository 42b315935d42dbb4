import { type Fields, type Input, read } from "#src/form/field";
import { toRequest } from "#src/gong/request";
import type { Operation } from "#src/operation";
import { askEntity, generateBrief } from "#src/operations/ai";
import { listTasks, updateTask } from "#src/operations/tasks";

const requestOf = (operation: unknown, answers: Record<string, unknown>) =>
  toRequest(operation as Operation, read((operation as Operation).fields, answers) as Input<Fields>);

const entity = { workspaceId: "623457276584334", crmEntityType: "DEAL", crmEntityId: "0065g00000KpQ2nAAF" };
const dates = { fromDateTime: "2026-01-05T00:00:00Z", toDateTime: "2026-02-05T00:00:00Z" };

describe.each([
  ["askEntity", askEntity, { ...entity, question: "Who else do they talk to?" }],
  ["generateBrief", generateBrief, { ...entity, briefName: "Account Handover" }],
] as const)("%s", (_key, operation, answers) => {
  it("sends the dates of a custom range", () => {
    const custom = { ...answers, timePeriod: "CUSTOM_RANGE", ...dates };
    expect(requestOf(operation, custom).query).toEqual(custom);
    const { toDateTime: _open, ...openEnd } = custom;
    expect(requestOf(operation, openEnd).query).toEqual(openEnd);
  });

  it("leaves dates that the form still holds out of any other period", () => {
    const preset = { ...answers, timePeriod: "LAST_30DAYS" };
    expect(requestOf(operation, { ...preset, ...dates }).query).toEqual(preset);
  });

  it("refuses a custom range without start, or that ends before it starts", () => {
    const custom = { ...answers, timePeriod: "Custom Range" };
    expect(() => requestOf(operation, custom)).toThrow("From is required when Time Period is Custom Range.");
    const backwards = { ...custom, fromDateTime: dates.toDateTime, toDateTime: dates.fromDateTime };
    expect(() => requestOf(operation, backwards)).toThrow("To must be later than From.");
  });

  it("says that it spends credits", () => {
    expect(operation.effect).toBe("spendsCredits");
    expect(operation.description).toContain("Spends AI credits on every call.");
  });
});

describe("tasks", () => {
  it("are listed by a filter in the body", () => {
    const filter = { userId: "234599484848423", types: ["FLOW", "MANUAL"], taskAction: ["CALL"], status: ["OPEN"] };
    expect(requestOf(listTasks, { ...filter, types: "flow, Manual" }).body).toEqual({ filter });
  });

  it("are changed by id, with the owner in the body", () => {
    const request = requestOf(updateTask, {
      taskId: "4820173965527718",
      userId: "234599484848423",
      status: "Done",
      dueDate: "2026-01-12",
    });
    expect(request).toMatchObject({
      method: "PATCH",
      path: "/v2/tasks/4820173965527718",
      body: { userId: "234599484848423", status: "DONE", dueDate: "2026-01-12T00:00:00Z" },
    });
  });

  it("have ids of digits", () => {
    expect(() => requestOf(updateTask, { taskId: "../users", userId: "1" })).toThrow(
      "Task ID must be an id made of digits",
    );
  });
});
