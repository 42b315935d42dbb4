import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";
import { user } from "./user";
import { workspace } from "./workspace";

const visibility = () => z.string().describe("Company, Personal or Shared.");
const moment = () => z.string().describe("ISO 8601 with offset.");

/** A sequence of steps, such as e-mails and calls, that a prospect is taken through. */
export const Flow = once(() =>
  entity({
    id: z.string().describe("Gong's id of the flow."),
    name: z.string().describe("What the flow is called."),
    folderId: z.string().describe("The id of the folder that the flow is in."),
    folderName: z.string().describe("What that folder is called."),
    visibility: visibility(),
    creationDate: moment(),
    exclusive: z.boolean().describe("True when a prospect in this flow cannot be in another one."),
  }),
);

/** A folder of flows. */
export const FlowFolder = once(() =>
  entity({
    id: z.string().describe("Gong's id of the folder."),
    name: z.string().describe("What the folder is called."),
    parentFolderId: z.string().describe("Null for a folder at the top."),
    createdById: z.string().describe("The user id of the creator, null when Gong does not know it."),
    visibility: visibility(),
  }),
);

/** A flow with its steps. */
export const FlowWithSteps = once(() =>
  entity({
    id: z.string().describe("Gong's id of the flow."),
    name: z.string().describe("What the flow is called."),
    folderId: z.string().describe("The id of the folder that the flow is in."),
    visibility: visibility(),
    creationDate: moment(),
    exclusive: z.boolean().describe("True when a prospect in this flow cannot be in another one."),
    description: z.string().describe("What the flow is for; null when nobody wrote it."),
    steps: z.array(FlowStep()).describe("The steps in their order."),
  }),
);

const FlowStep = once(() =>
  entity({
    id: z.string().describe("Gong's id of the step."),
    stepOrder: z.number().describe("Counts from 1; overrides name the step by this number."),
    action: z.string().describe("SEND_EMAIL, AUTO_SEND_EMAIL, CALL, LINKEDIN_CONNECT, LINKEDIN_MESSAGE or CUSTOM."),
    subject: z.string().describe("The subject of the e-mail or task."),
    body: z.string().describe("The text of the e-mail or task."),
    isReply: z.boolean().describe("True when the e-mail answers an earlier one of its thread."),
  }),
);

/** One prospect's way through one flow: a flow instance. */
export const AssignedFlow = once(() =>
  entity({
    flowId: z.string().describe("Gong's id of the flow."),
    flowName: z.string().describe("What the flow is called."),
    crmProspectId: z.string().describe("The prospect's id in the CRM."),
    flowInstanceId: z.string().describe("The id of this prospect's way through the flow; null when it was not begun."),
    flowInstanceOwnerEmail: z.string().describe("The address of the user who owns it."),
    flowInstanceOwnerFullName: z.string().describe("The name of the user who owns it."),
    flowInstanceCreateDate: moment(),
    flowInstanceStatus: z.string().describe("Pending, Running, Paused, FinishedNoReply, FinishedResponse or Finished."),
    workspaceId: z.string().describe("Gong's id of the workspace; null where it belongs to none."),
    exclusive: z.boolean().describe("True when a prospect in this flow cannot be in another one."),
  }),
);

/** A prospect that Gong did not assign, and why. */
export const AssignmentFailure = once(() =>
  entity({
    flowId: z.string().describe("Gong's id of the flow."),
    crmProspectId: z.string().describe("The prospect's id in the CRM."),
    errorCode: z.string().describe("InvalidArgument, InvalidState or UnexpectedError."),
    errorMessage: z.string().describe("Why it failed, in Gong's words; null when it did not."),
  }),
);

const BulkProspect = once(() =>
  entity({
    firstName: z.string().describe("The first name."),
    lastName: z.string().describe("The last name."),
    email: z.string().describe("The e-mail address."),
    jobTitle: z.string().describe("The job title."),
    linkedInUrl: z.string().describe("The LinkedIn profile; null when it is not known."),
    crmId: z.string().describe("The prospect's id in the CRM; null when it has none yet."),
    accountCrmId: z.string().describe("The id of the prospect's account in the CRM."),
    companyName: z.string().describe("The company that the person works for."),
  }),
);

const BulkResult = once(() =>
  entity({
    prospect: BulkProspect().describe("The prospect as it was sent."),
    status: z.string().describe("ASSIGNED, CRM_OPERATION_FAILED or FLOW_ASSIGNMENT_FAILED."),
    crmId: z.string().describe("The id in the CRM of the record that was used or made; null when none was."),
    flowInstanceId: z.string().describe("The id of this prospect's way through the flow; null when it was not begun."),
    errorCode: z.string().describe("Why it failed, as a code; null when it did not."),
    errorMessage: z.string().describe("Why it failed, in Gong's words; null when it did not."),
  }),
);

/** The properties of a bulk assignment, which Gong works off after it answered. */
export const bulkAssignmentShape = () => ({
  id: z.string().describe("Gong's id of the bulk assignment."),
  status: z.string().describe("PENDING, IN_PROGRESS, COMPLETED or FAILED."),
  totalCount: z.number().describe("How many prospects were sent."),
  processedCount: z.number().describe("How many are done."),
  successCount: z.number().describe("How many were assigned."),
  failedCount: z.number().describe("How many were not."),
  results: z.array(BulkResult()).describe("One entry per prospect."),
});

export const flow = {
  id: "6814329075318437",
  name: "Warm leads of the spring fair",
  folderId: "5213874690153726481",
  folderName: "Outbound",
  visibility: "Company",
  creationDate: "2025-10-14T09:30:00-07:00",
  exclusive: false,
};

export const flowFolder = {
  id: flow.folderId,
  name: flow.folderName,
  parentFolderId: "5213874690153726112",
  createdById: user.id,
  visibility: "Company",
};

export const flowWithSteps = {
  id: flow.id,
  name: flow.name,
  folderId: flow.folderId,
  visibility: flow.visibility,
  creationDate: flow.creationDate,
  exclusive: flow.exclusive,
  description: "Three touches in ten days after a visit to the booth.",
  steps: [
    {
      id: "6814329075318501",
      stepOrder: 1,
      action: "AUTO_SEND_EMAIL",
      subject: "Good to meet you at the fair",
      body: "Hello, here is the data sheet of the harvest robot that we spoke about.",
      isReply: false,
    },
    {
      id: "6814329075318502",
      stepOrder: 2,
      action: "CALL",
      subject: "Call after the data sheet",
      body: "Ask whether the data sheet raised questions.",
      isReply: false,
    },
  ],
};

export const assignedFlow = {
  flowId: flow.id,
  flowName: flow.name,
  crmProspectId: "0035g00000QwE45AAF",
  flowInstanceId: "8830462517390471265",
  flowInstanceOwnerEmail: user.emailAddress,
  flowInstanceOwnerFullName: "Ada Reyes",
  flowInstanceCreateDate: "2026-01-06T08:15:00-08:00",
  flowInstanceStatus: "Running",
  workspaceId: workspace.id,
  exclusive: flow.exclusive,
};

export const assignmentFailure = {
  flowId: flow.id,
  crmProspectId: "0035g00000QwE46AAF",
  errorCode: "InvalidState",
  errorMessage: "The prospect opted out of e-mails.",
};

/** A finished bulk assignment in which one of two prospects failed. */
export const bulkAssignment = {
  id: "4402917365820145537",
  status: "COMPLETED",
  totalCount: 2,
  processedCount: 2,
  successCount: 1,
  failedCount: 1,
  results: [
    {
      prospect: {
        firstName: "Priya",
        lastName: "Nair",
        email: "priya.nair@contoso.example",
        jobTitle: "Head of Operations",
        linkedInUrl: "https://linkedin.example/in/priya-nair",
        crmId: assignedFlow.crmProspectId,
        accountCrmId: "0015g00000XyZ81AAF",
        companyName: "Contoso Farms",
      },
      status: "ASSIGNED",
      crmId: assignedFlow.crmProspectId,
      flowInstanceId: assignedFlow.flowInstanceId,
      errorCode: null,
      errorMessage: null,
    },
    {
      prospect: {
        firstName: "Daniel",
        lastName: "Okoro",
        email: "daniel.okoro@contoso.example",
        jobTitle: "Plant Manager",
        linkedInUrl: "https://linkedin.example/in/daniel-okoro",
        crmId: assignmentFailure.crmProspectId,
        accountCrmId: "0015g00000XyZ81AAF",
        companyName: "Contoso Farms",
      },
      status: "FLOW_ASSIGNMENT_FAILED",
      crmId: assignmentFailure.crmProspectId,
      flowInstanceId: null,
      errorCode: "InvalidState",
      errorMessage: assignmentFailure.errorMessage,
    },
  ],
};
