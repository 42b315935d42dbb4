import { z } from "zod";
import { answerWith, requestId } from "#src/entities/entity";
import { Task, task } from "#src/entities/task";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { momentFormat, userId, workspaceId } from "#src/form/fields";
import { operation } from "#src/operation";

const statuses = [
  { value: "OPEN", label: "Open" },
  { value: "DONE", label: "Done" },
  { value: "DISMISSED", label: "Dismissed" },
];

const owner = reworded(userId, {
  label: "Owner",
  comments: "Gong's id of the user who owns the task, up to 20 digits.",
});

const tasksAnswer = () =>
  answerWith({
    tasks: z.array(Task()).describe("The tasks of the user."),
    crmType: z.string().describe("SALESFORCE, HUBSPOT, MICROSOFT_DYNAMICS or GENERIC."),
  });

const tasksExample = { requestId, tasks: [task], crmType: "SALESFORCE" };

export const listTasks = operation({
  label: "List Tasks",
  description: "Lists the Engage tasks of one user.",
  endpoint: "POST /v2/tasks",
  scopes: ["api:tasks:read"],
  effect: "reads",
  fields: {
    userId: reworded(owner, { comments: "Gong's id of the user whose tasks are returned, up to 20 digits." }),
    types: field.choiceList(
      {
        label: "Types",
        comments: "Where the tasks come from: steps of flows, tasks of their own, or both.",
        example: "FLOW",
      },
      [
        { value: "FLOW", label: "Flow" },
        { value: "MANUAL", label: "Manual" },
      ],
    ),
    taskAction: field.choiceList(
      { label: "Task Actions", comments: "What is to be done. Gong offers only calls here.", example: "CALL" },
      [{ value: "CALL", label: "Call" }],
      { default: ["CALL"] },
    ),
    status: field.choiceList(
      {
        label: "Statuses",
        comments:
          "The states of the tasks to return. Gong says that it lists open tasks only, so choose at least Open.",
        example: "OPEN",
      },
      statuses,
    ),
    workspaceId: optional(workspaceId),
  },
  request: (filter) => ({ body: { filter } }),
  response: tasksAnswer,
  list: { key: "tasks" },
  example: tasksExample,
  notes: [
    "One user per request.",
    "A Gong account without Engage has been seen to answer 500.",
    "The title comes back for manual tasks only.",
  ],
});

export const updateTask = operation({
  label: "Update Task",
  description: "Changes the status, due date or priority of an Engage task.",
  endpoint: "PATCH /v2/tasks/{taskId}",
  scopes: ["api:tasks:write"],
  effect: "writes",
  fields: {
    taskId: field.gongId({
      label: "Task ID",
      comments: "Gong's id of the task, up to 20 digits. List Tasks returns it.",
      placeholder: String(task.id),
      example: String(task.id),
    }),
    userId: owner,
    status: optional(
      field.choice({ label: "Status", comments: "The new status. Leave empty to keep it.", example: "DONE" }, statuses),
    ),
    dueDate: optional(
      field.dateTime({
        label: "Due Date",
        comments: `When the task is due. Leave empty to keep it. ${momentFormat}`,
        example: "2026-01-12T17:00:00Z",
      }),
    ),
    priority: optional(
      field.text({
        label: "Priority",
        comments: "The name of the new priority as the tasks of List Tasks show it. Leave empty to keep it.",
        placeholder: task.priority.name,
        example: task.priority.name,
      }),
    ),
  },
  response: tasksAnswer,
  example: tasksExample,
  notes: ["The answer is a list that holds the changed task."],
});
