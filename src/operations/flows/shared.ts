import { assignedFlow, flow } from "#src/entities/flow";
import { user } from "#src/entities/user";
import * as field from "#src/form/field";
import { formOnly } from "#src/form/field";

/** What every address of a Gong user shows. */
export const ownerWords = { placeholder: user.emailAddress, example: user.emailAddress };

/** Feeds the dropdown of flows. */
export const flowOwnerOfDropdown = formOnly(
  field.emailAddress({
    label: "Flow Owner Email",
    comments:
      "The e-mail address of a Gong user whose flows the Flow dropdown offers. It only fills the dropdown and is not sent to Gong. Leave empty to type the flow's id or take it from an earlier step.",
    ...ownerWords,
  }),
);

/** Text of digits: Gong reads it as a number, but a JSON number would be rounded and not found (reference.md §7). */
export const flowId = field.digits({
  label: "Flow",
  comments: "Gong's id of the flow, up to 20 digits. List Flows returns it.",
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

export const flowInstanceOwnerEmail = field.emailAddress({
  label: "Flow Instance Owner Email",
  comments: "The e-mail address of the Gong user who gets the to-dos of the flow.",
  ...ownerWords,
});

/** Several parts in one sentence; after the fifth only their number, so that a message stays readable. */
export const fewOf = (parts: readonly string[]) =>
  parts.length > 5 ? `${parts.slice(0, 5).join("; ")}; and ${parts.length - 5} more` : parts.join("; ");
