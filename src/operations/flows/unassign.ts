import { z } from "zod";
import { answerWith, requestId } from "#src/entities/entity";
import { assignedFlow } from "#src/entities/flow";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { userEmail } from "#src/form/fields";
import { operation } from "#src/operation";
import { fewOf, flowId, flowInstanceIdWords, flowOwnerOfDropdown } from "./shared";

const unassignedByUserEmail = optional(
  reworded(userEmail, {
    label: "Unassigned by User Email",
    comments:
      "The e-mail address of the Gong user who asks for the removal, not of the prospect. Leave empty to name nobody.",
  }),
);

export const unassignFlowsByCrmId = operation({
  label: "Unassign Flows by CRM ID",
  description: "Takes a prospect out of one Engage flow, or out of all.",
  endpoint: "POST /v2/flows/prospects/unassign-flows-by-crm-id",
  scopes: ["api:flows:write"],
  effect: "writes",
  fields: {
    crmProspectId: field.foreignId({
      label: "CRM Prospect ID",
      comments: "The CRM's id of the contact or lead.",
      placeholder: assignedFlow.crmProspectId,
      example: assignedFlow.crmProspectId,
    }),
    flowId: optional(
      reworded(flowId, {
        comments: "Gong's id of the flow. Leave empty to take the prospect out of all flows.",
      }),
    ),
    unassignedByUserEmail,
    flowOwnerEmail: flowOwnerOfDropdown,
  },
  response: () =>
    answerWith({ unassignedFlowInstanceIds: z.array(z.string()).describe("The flow instances that were ended.") }),
  example: { requestId, unassignedFlowInstanceIds: [assignedFlow.flowInstanceId] },
  notes: ["An unknown prospect, or one without flows, gives an empty list and no error."],
});

export const unassignFlowsByInstanceId = operation({
  label: "Unassign Flows by Instance ID",
  description: "Ends up to 200 flow instances, which takes their prospects out of the flows.",
  endpoint: "POST /v2/flows/prospects/unassign-flows-by-instance-id",
  scopes: ["api:flows:write"],
  effect: "writes",
  fields: {
    flowInstanceIds: field.list(
      field.foreignId({
        ...flowInstanceIdWords,
        comments:
          "Gong's ids of up to 200 flow instances: a list, one id, or ids separated by commas. List Prospect Flows returns them.",
      }),
      { max: 200 },
    ),
    unassignedByUserEmail,
  },
  response: () =>
    answerWith({ unassignedFlowInstanceIds: z.array(z.string()).describe("The flow instances that were ended.") }),
  partialFailure: ({ unassignedFlowInstanceIds }, { flowInstanceIds }) => {
    const ended = new Set(unassignedFlowInstanceIds ?? []);
    const asked = [...new Set(flowInstanceIds)];
    const left = asked.filter((id) => !ended.has(id));
    if (left.length === 0) return undefined;
    return {
      count: left.length,
      message: `Gong did not end ${left.length} of ${asked.length} flow instances (${fewOf(left)}): their prospects are still in the flows.`,
    };
  },
  example: { requestId, unassignedFlowInstanceIds: [assignedFlow.flowInstanceId] },
  notes: [
    "One unknown id fails the whole request.",
    "An instance that Gong could not end is absent from the answer; partialFailure names it.",
  ],
});
