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
    id: z.string(),
    name: z.string(),
    folderId: z.string(),
    folderName: z.string(),
    visibility: visibility(),
    creationDate: moment(),
    exclusive: z.boolean().describe("True when a prospect in this flow cannot be in another one."),
  }),
);

/** A folder of flows. */
export const FlowFolder = once(() =>
  entity({
    id: z.string(),
    name: z.string(),
    parentFolderId: z.string().describe("Null for a folder at the top."),
    createdById: z.string().describe("The user id of the creator, null when Gong does not know it."),
    visibility: visibility(),
  }),
);

/** A flow with its steps. */
export const FlowWithSteps = once(() =>
  entity({
    id: z.string(),
    name: z.string(),
    folderId: z.string(),
    visibility: visibility(),
    creationDate: moment(),
    exclusive: z.boolean().describe("True when a prospect in this flow cannot be in another one."),
    description: z.string(),
    steps: z.array(FlowStep()),
  }),
);

const FlowStep = once(() =>
  entity({
    id: z.string(),
    stepOrder: z.number().describe("Counts from 1; overrides name the step by this number."),
    action: z.string().describe("SEND_EMAIL, AUTO_SEND_EMAIL, CALL, LINKEDIN_CONNECT, LINKEDIN_MESSAGE or CUSTOM."),
    subject: z.string(),
    body: z.string(),
    isReply: z.boolean().describe("True when the e-mail answers an earlier one of its thread."),
  }),
);

/** One prospect's way through one flow: a flow instance. */
export const AssignedFlow = once(() =>
  entity({
    flowId: z.string(),
    flowName: z.string(),
    crmProspectId: z.string(),
    flowInstanceId: z.string(),
    flowInstanceOwnerEmail: z.string(),
    flowInstanceOwnerFullName: z.string(),
    flowInstanceCreateDate: moment(),
    flowInstanceStatus: z.string().describe("Pending, Running, Paused, FinishedNoReply, FinishedResponse or Finished."),
    workspaceId: z.string(),
    exclusive: z.boolean().describe("True when a prospect in this flow cannot be in another one."),
  }),
);

/** A prospect that Gong did not assign, and why. */
export const AssignmentFailure = once(() =>
  entity({
    flowId: z.string(),
    crmProspectId: z.string(),
    errorCode: z.string().describe("InvalidArgument, InvalidState or UnexpectedError."),
    errorMessage: z.string(),
  }),
);

const BulkProspect = once(() =>
  entity({
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    jobTitle: z.string(),
    linkedInUrl: z.string(),
    crmId: z.string(),
    accountCrmId: z.string(),
    companyName: z.string(),
  }),
);

const BulkResult = once(() =>
  entity({
    prospect: BulkProspect(),
    status: z.string().describe("ASSIGNED, CRM_OPERATION_FAILED or FLOW_ASSIGNMENT_FAILED."),
    crmId: z.string(),
    flowInstanceId: z.string(),
    errorCode: z.string(),
    errorMessage: z.string(),
  }),
);

/** The properties of a bulk assignment, which Gong works off after it answered. */
export const bulkAssignmentShape = () => ({
  id: z.string(),
  status: z.string().describe("PENDING, IN_PROGRESS, COMPLETED or FAILED."),
  totalCount: z.number(),
  processedCount: z.number(),
  successCount: z.number(),
  failedCount: z.number(),
  results: z.array(BulkResult()),
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
  crmProspectId: "0035g00000QwE45AAD",
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
  crmProspectId: "0035g00000QwE46AAD",
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
        accountCrmId: "0015g00000XyZ81AAB",
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
        accountCrmId: "0015g00000XyZ81AAB",
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
