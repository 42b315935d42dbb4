import { assignedFlow, flow, flowFolder } from "#src/entities/flow";
import * as field from "#src/form/field";
import { formOnly, reworded } from "#src/form/field";
import { userEmail } from "#src/form/fields";

/** Feeds the dropdown of flows. */
export const flowOwnerOfDropdown = formOnly(
  reworded(userEmail, {
    label: "Flow Owner Email",
    comments:
      "The e-mail address of a Gong user whose flows the Flow dropdown offers; it is not sent to Gong. Leave empty to type the flow's id or take it from an earlier step.",
  }),
);

/** Sent as text: as a JSON number Gong would round it and find nothing. */
export const flowId = field.foreignId({
  label: "Flow",
  comments: "Gong's id of the flow. List Flows returns it.",
  placeholder: flow.id,
  example: flow.id,
  dataSource: "flows",
});

export const crmProspectIdWords = {
  label: "CRM Prospect IDs",
  placeholder: assignedFlow.crmProspectId,
  example: assignedFlow.crmProspectId,
};

export const flowInstanceIdWords = {
  label: "Flow Instance IDs",
  placeholder: assignedFlow.flowInstanceId,
  example: assignedFlow.flowInstanceId,
};

/** A folder of flows; the dropdown offers those of the user whose address the form holds. */
export const flowFolderId = field.foreignId({
  label: "Flow Folder ID",
  comments: "Gong's id of a flow folder; List Flow Folders returns it.",
  placeholder: flowFolder.parentFolderId,
  example: flowFolder.parentFolderId,
  dataSource: "flowFolders",
});

export const flowInstanceOwnerEmail = reworded(userEmail, {
  label: "Flow Instance Owner Email",
  comments: "The e-mail address of the Gong user who gets the to-dos of the flow.",
});

/** Several parts in one sentence; after the fifth only their number, so that a message stays readable. */
export const fewOf = (parts: readonly string[]) =>
  parts.length > 5 ? `${parts.slice(0, 5).join("; ")}; and ${parts.length - 5} more` : parts.join("; ");
