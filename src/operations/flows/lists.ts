import { z } from "zod";
import { InputError } from "#src/base/errors";
import { answerWith, listAnswer, records, requestId } from "#src/entities/entity";
import {
  AssignedFlow,
  assignedFlow,
  Flow,
  FlowFolder,
  FlowWithSteps,
  flow,
  flowFolder,
  flowWithSteps,
} from "#src/entities/flow";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { userEmail, workspaceId } from "#src/form/fields";
import { operation } from "#src/operation";
import { crmProspectIdWords, flowFolderId, flowId, flowInstanceIdWords, flowOwnerOfDropdown } from "./shared";

const flowOwnerEmail = reworded(userEmail, {
  label: "Flow Owner Email",
  comments:
    "The e-mail address of a Gong user. The company's flows are returned, with this user's own flows and those shared with this user.",
});

export const listFlows = operation({
  label: "List Flows",
  description: "Lists the Engage flows that a user can see.",
  endpoint: "GET /v2/flows",
  scopes: ["api:flows:read"],
  effect: "reads",
  fields: {
    flowOwnerEmail,
    workspaceId: optional(workspaceId),
    folderId: optional(
      reworded(flowFolderId, {
        comments: "Gong's id of a flow folder; List Flow Folders returns it. Leave empty to cover every folder.",
        placeholder: flow.folderId,
        example: flow.folderId,
      }),
    ),
    mostRecentlyAssigned: optional(
      field.toggle({
        label: "Most Recently Assigned",
        comments: "Return only the flows that the user assigned last, at most 20. When off, all flows are returned.",
        example: "false",
      }),
    ),
  },
  response: () => listAnswer({ flows: z.array(Flow()).describe("The flows that the user can see.") }),
  list: { key: "flows", cursor: "query", id: "id" },
  example: { requestId, records, flows: [flow] },
  notes: ["The list covers one user at a time: the flows of the company, and those that this user owns or was given."],
});

/** Gong writes a missing id in a flow folder as the text "null". */
const withoutNullText = (folder: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(folder).map(([key, each]) => [key, key.endsWith("Id") && each === "null" ? null : each]),
  );

export const listFlowFolders = operation({
  label: "List Flow Folders",
  description: "Lists the folders of Engage flows that a user can see.",
  endpoint: "GET /v2/flows/folders",
  scopes: ["api:flows:read"],
  effect: "reads",
  fields: {
    flowFolderOwnerEmail: reworded(userEmail, {
      label: "Flow Folder Owner Email",
      comments:
        "The e-mail address of a Gong user. The company's folders are returned, with this user's own folders and those shared with this user.",
    }),
    parentId: optional(
      field.gongId({
        label: "Parent Folder ID",
        comments:
          "Gong's id of a flow folder, up to 20 digits: only this folder and the folders in it are returned. Leave empty to cover every folder.",
        placeholder: flowFolder.parentFolderId,
        example: flowFolder.parentFolderId,
        dataSource: "flowFolders",
      }),
    ),
    workspaceId: optional(workspaceId),
  },
  response: () => listAnswer({ flowsFolders: z.array(FlowFolder()).describe("The folders that the user can see.") }),
  list: { key: "flowsFolders", cursor: "query", id: "id" },
  answer: (answer) =>
    Array.isArray(answer.flowsFolders)
      ? { ...answer, flowsFolders: answer.flowsFolders.filter(Boolean).map(withoutNullText) }
      : answer,
  example: { requestId, records, flowsFolders: [flowFolder] },
  notes: ['Gong writes missing ids of folders as the text "null"; they are handed out as null.'],
});

export const listFlowSteps = operation({
  label: "List Flow Steps",
  description: "Gets up to 20 Engage flows with their steps.",
  endpoint: "POST /v2/flows/steps",
  scopes: ["api:flows:read"],
  effect: "reads",
  fields: {
    flowIds: field.list(
      reworded(flowId, {
        label: "Flows",
        comments: "Gong's ids of up to 20 flows: a list, one id, or ids separated by commas.",
      }),
      { max: 20 },
    ),
    flowOwnerEmail: flowOwnerOfDropdown,
  },
  response: () => answerWith({ flows: z.array(FlowWithSteps()).describe("The flows with their steps.") }),
  list: { key: "flows" },
  example: { requestId, flows: [flowWithSteps] },
  notes: ["One unknown flow fails the whole request with 404; Gong's message names it."],
});

export const listProspectFlows = operation({
  label: "List Prospect Flows",
  description: "Lists the flows that prospects are assigned to, found by prospect or by flow instance.",
  endpoint: "POST /v2/flows/prospects",
  scopes: ["api:flows:read"],
  effect: "reads",
  fields: {
    crmProspectsIds: optional(
      field.list(
        field.foreignId({
          ...crmProspectIdWords,
          comments:
            "The CRM's ids of contacts or leads, whose open flows are returned: a list, one id, or ids separated by commas. Leave empty to search by flow instance.",
        }),
      ),
    ),
    flowInstanceIds: optional(
      field.list(
        field.foreignId({
          ...flowInstanceIdWords,
          comments:
            "Gong's ids of flow instances, which are returned in any state: a list, one id, or ids separated by commas. Leave empty to search by prospect.",
        }),
      ),
    ),
  },
  request: ({ crmProspectsIds, flowInstanceIds }) => {
    if (!crmProspectsIds && !flowInstanceIds)
      throw new InputError(["Fill in CRM Prospect IDs, Flow Instance IDs, or both."]);
    return { body: { crmProspectsIds, flowInstanceIds } };
  },
  response: () =>
    answerWith({ prospectsAssigned: z.array(AssignedFlow()).describe("One entry per prospect and flow.") }),
  list: { key: "prospectsAssigned" },
  example: { requestId, prospectsAssigned: [assignedFlow] },
  notes: ["By prospect only open flows come back (pending, running, paused); by flow instance finished ones too."],
});
