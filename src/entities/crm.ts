import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";
import { manager } from "./user";

/** An id beyond 2^53 is text, so that no digit is lost; a smaller one is the number that Gong sends. */
export const IntegrationId = once(() =>
  z.union([z.number(), z.string()]).describe("Text where a number could not hold all digits."),
);

/** The link between Gong and a CRM that has no native one. */
export const CrmIntegration = once(() =>
  entity({
    integrationId: IntegrationId().describe("Gong's id of the CRM integration."),
    ownerEmail: z.string().describe("The person responsible for the integration."),
    name: z.string().describe("What the integration is called."),
  }),
);

/** A custom field of a CRM object type. */
export const CrmSchemaField = once(() =>
  entity({
    uniqueName: z.string().describe("The field's name in uploaded objects."),
    label: z.string().describe("What people see in Gong."),
    type: z.string().describe("The type of value, such as STRING or PICKLIST."),
    lastModified: z.string().describe("ISO 8601 without milliseconds."),
    isDeleted: z.boolean().describe("True for a field that was deleted."),
    referenceTo: z.string().describe("The type that a field of type REFERENCE points to."),
    orderedValueList: z.array(z.string()).describe("The values of a field of type PICKLIST."),
  }),
);

/** A line of an uploaded file that Gong refused. */
export const CrmLineError = once(() =>
  entity({
    line: z.number().describe("0 stands for the file as a whole."),
    description: z.string().describe("What is wrong with the line."),
  }),
);

export const crmIntegration = {
  integrationId: 55170271882342,
  ownerEmail: manager.emailAddress,
  name: "Northwind CRM",
};

export const crmSchemaField = {
  uniqueName: "parentAccount",
  label: "Parent Account",
  type: "REFERENCE",
  lastModified: "2026-01-05T10:00:00Z",
  isDeleted: false,
  referenceTo: "ACCOUNT",
  orderedValueList: null,
};

export const crmPicklistField = {
  uniqueName: "segment",
  label: "Segment",
  type: "PICKLIST",
  lastModified: "2026-01-05T10:00:00Z",
  isDeleted: false,
  referenceTo: null,
  orderedValueList: ["Enterprise", "Mid-market"],
};

/** The buyer's company in the customer's CRM, as uploaded. */
export const crmAccount = {
  objectId: "acc-4711",
  modifiedDate: "2026-01-05T10:00:00Z",
  url: "https://crm.northwind.example/accounts/acc-4711",
  name: "Contoso Farms",
  domains: ["contoso.example"],
};

/** The id that the caller gave to an upload, to ask for its outcome. */
export const clientRequestId = "accounts-2026-01-05";
