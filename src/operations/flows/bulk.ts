import { InputError } from "#src/base/errors";
import { answerWith, requestId } from "#src/entities/entity";
import { assignedFlow, bulkAssignment, bulkAssignmentShape } from "#src/entities/flow";
import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import { operation } from "#src/operation";
import { fewOf, flowId, flowInstanceOwnerEmail, flowOwnerOfDropdown } from "./shared";

const prospects = field.groupList(
  {
    label: "Prospects",
    comments:
      "Up to 50 people to assign. Each needs a CRM ID, or a first and a last name: who has no CRM ID is created in the CRM.",
  },
  {
    crmId: optional(
      field.foreignId({
        label: "CRM ID",
        comments: "The CRM's id of the contact or lead. Leave empty to have the person created from the names.",
        placeholder: assignedFlow.crmProspectId,
        example: assignedFlow.crmProspectId,
      }),
    ),
    firstName: optional(
      field.text({
        label: "First Name",
        comments: "The first name. Leave empty only beside a CRM ID.",
        placeholder: "Priya",
        example: "Priya",
      }),
    ),
    lastName: optional(
      field.text({
        label: "Last Name",
        comments: "The last name. Leave empty only beside a CRM ID.",
        placeholder: "Nair",
        example: "Nair",
      }),
    ),
    email: optional(
      field.emailAddress({
        label: "Email",
        comments: "The e-mail address. Leave empty when it is not known.",
        placeholder: "priya.nair@contoso.example",
        example: "priya.nair@contoso.example",
      }),
    ),
    jobTitle: optional(
      field.text({
        label: "Job Title",
        comments: "The job title. Leave empty when it is not known.",
        placeholder: "Head of Operations",
        example: "Head of Operations",
      }),
    ),
    linkedInUrl: optional(
      field.url({
        label: "LinkedIn URL",
        comments: "The web address of the LinkedIn profile. Leave empty when it is not known.",
        placeholder: "https://linkedin.example/in/priya-nair",
        example: "https://linkedin.example/in/priya-nair",
      }),
    ),
    accountCrmId: optional(
      field.foreignId({
        label: "Account CRM ID",
        comments: "The CRM's id of the person's account. Leave empty when there is none.",
        placeholder: "0015g00000XyZ81AAF",
        example: "0015g00000XyZ81AAF",
      }),
    ),
    companyName: optional(
      field.text({
        label: "Company Name",
        comments: "The name of the person's company. Leave empty when it is not known.",
        placeholder: "Contoso Farms",
        example: "Contoso Farms",
      }),
    ),
  },
  { max: 50 },
);

export const bulkAssignProspectsToFlow = operation({
  label: "Bulk Assign Prospects to Flow",
  description:
    "Hands Gong up to 50 prospects to assign to an Engage flow, and to create in the CRM where needed. Gong works them off afterwards: Get Bulk Assignment returns the result.",
  endpoint: "POST /v2/flows/prospects/bulk-assignments",
  scopes: ["api:flows:write"],
  effect: "writes",
  fields: {
    flowId,
    flowInstanceOwnerEmail,
    prospects,
    flowOwnerEmail: flowOwnerOfDropdown,
  },
  request: ({ flowId, flowInstanceOwnerEmail, prospects }) => {
    const faults = prospects.flatMap(({ crmId, firstName, lastName }, index) =>
      crmId || (firstName && lastName)
        ? []
        : [`Prospects[${index + 1}] needs a CRM ID, or a First Name and a Last Name.`],
    );
    if (faults.length > 0) throw new InputError(faults);
    return { body: { flowId, flowInstanceOwnerEmail, prospects } };
  },
  response: () => answerWith(bulkAssignmentShape()),
  example: { requestId, ...bulkAssignment },
  notes: ["The first answer is usually PENDING with no results yet: keep its id for Get Bulk Assignment."],
});

export const getBulkAssignment = operation({
  label: "Get Bulk Assignment",
  description: "Gets the state of a bulk assignment, with the result of each prospect.",
  endpoint: "GET /v2/flows/prospects/bulk-assignments/{bulkAssignmentId}",
  scopes: ["api:flows:read"],
  effect: "reads",
  fields: {
    bulkAssignmentId: field.foreignId({
      label: "Bulk Assignment ID",
      comments: "The id that Bulk Assign Prospects to Flow returned.",
      placeholder: bulkAssignment.id,
      example: bulkAssignment.id,
    }),
  },
  response: () => answerWith(bulkAssignmentShape()),
  list: { key: "results" },
  partialFailure: ({ failedCount, totalCount, results }) => {
    if (!failedCount) return undefined;
    const reasons = (results ?? [])
      .filter(({ status }) => status && status !== "ASSIGNED")
      .map(
        ({ crmId, prospect, status, errorMessage }) =>
          `${crmId ?? prospect?.crmId ?? prospect?.email ?? "a prospect"}: ${errorMessage ?? status}`,
      );
    const details = reasons.length > 0 ? ` (${fewOf(reasons)})` : "";
    return {
      count: failedCount,
      message: `Gong did not assign ${failedCount} of ${totalCount ?? failedCount} prospects${details}.`,
    };
  },
  example: { requestId, ...bulkAssignment },
  notes: [
    "Ask again until the status is COMPLETED or FAILED.",
    "A completed assignment may hold failures: partialFailure says how many, and results why.",
  ],
});
