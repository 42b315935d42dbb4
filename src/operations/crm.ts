import { z } from "zod";
import { InputError } from "#src/base/errors";
import { isObject } from "#src/base/object";
import {
  CrmIntegration,
  CrmLineError,
  CrmSchemaField,
  clientRequestId as clientRequestIdSample,
  crmAccount,
  crmIntegration,
  crmPicklistField,
  crmSchemaField,
  IntegrationId,
} from "#src/entities/crm";
import { answerWith, requestId } from "#src/entities/entity";
import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import { operation } from "#src/operation";
import { type CrmObjectType, toLdjson, withoutFraction } from "./crmUpload";

const integrationId = field.gongId({
  label: "Integration ID",
  comments:
    "Gong's id of the CRM integration, made of digits. Hand it on as text: as a number it may lose its last digits.",
  placeholder: "55170271882342",
  example: "55170271882342",
  dataSource: "crmIntegrations",
});

const clientRequestIdWords: field.Words = {
  label: "Client Request ID",
  comments:
    "A name for this request, made of letters, digits, dashes and underscores. Gong refuses one that was used before, and Get CRM Request Status asks for it.",
  placeholder: clientRequestIdSample,
  example: clientRequestIdSample,
};

const clientRequestId = field.refine(
  field.foreignId(clientRequestIdWords),
  (id) => /^[A-Za-z0-9_-]+$/.test(id),
  "must have only letters, digits, dashes and underscores",
);

const objectTypeWords: field.Words = {
  label: "Object Type",
  comments: "The type of the CRM objects. A request is about one type.",
  example: "ACCOUNT",
};

const objectTypes = [
  { value: "ACCOUNT", label: "Account" },
  { value: "CONTACT", label: "Contact" },
  { value: "DEAL", label: "Deal" },
  { value: "LEAD", label: "Lead" },
];

const objectType = field.choice(objectTypeWords, objectTypes);

const ownerEmail = field.emailAddress({
  label: "Owner Email",
  comments: "The e-mail address of the person responsible for the integration.",
  placeholder: "tomas.lind@northwind.example",
  example: "tomas.lind@northwind.example",
});

const answerOfRequest = () =>
  answerWith({ clientRequestId: z.string().describe("The id that the caller gave to the upload.") });

export const listCrmIntegrations = operation({
  label: "List CRM Integrations",
  description: "Lists the generic CRM integration of the company, of which there is at most one.",
  endpoint: "GET /v2/crm/integrations",
  scopes: ["api:crm:integrations:read"],
  effect: "reads",
  fields: {},
  response: () =>
    answerWith({
      integrations: z.array(CrmIntegration()).describe("The CRM integrations; empty when none was registered."),
    }),
  list: { key: "integrations" },
  example: { requestId, integrations: [crmIntegration] },
  notes: ["Native integrations, such as with Salesforce or HubSpot, are not listed."],
});

export const registerCrmIntegration = operation({
  label: "Register CRM Integration",
  description: "Registers a generic CRM integration, which the other CRM actions then fill with objects.",
  endpoint: "PUT /v2/crm/integrations",
  scopes: ["api:crm:integration:register"],
  effect: "writes",
  fields: {
    ownerEmail,
    name: field.text({
      label: "Name",
      comments: "What the integration is called.",
      placeholder: "Northwind CRM",
      example: "Northwind CRM",
    }),
  },
  response: () => answerWith({ integrationId: IntegrationId().describe("Gong's id of the CRM integration.") }),
  example: { requestId, integrationId: crmIntegration.integrationId },
  notes: [
    "Gong answers 409 when any CRM is connected already, native ones included. Delete the old integration first.",
  ],
});

export const deleteCrmIntegration = operation({
  label: "Delete CRM Integration",
  description:
    "Deletes a generic CRM integration with all accounts, contacts, deals, leads and users that were uploaded to it. This cannot be undone.",
  endpoint: "DELETE /v2/crm/integrations",
  scopes: ["api:crm:integration:delete"],
  effect: "writes",
  fields: { integrationId, clientRequestId },
  response: answerOfRequest,
  example: { requestId, clientRequestId: "delete-crm-2026-01-05" },
  notes: ["Deleting takes up to 24 hours. Get CRM Request Status tells when it is done."],
});

export const listCrmSchemaFields = operation({
  label: "List CRM Schema Fields",
  description: "Lists the custom fields of one type of CRM objects.",
  endpoint: "GET /v2/crm/entity-schema",
  scopes: ["api:crm:schema"],
  effect: "reads",
  fields: { integrationId, objectType },
  response: () =>
    answerWith({
      objectTypeToSelectedFields: z
        .record(z.string(), z.array(CrmSchemaField()).nullable())
        .describe("The fields by object type."),
    }),
  answer: (answer) => ({ ...answer, ...withUniqueNames(answer.objectTypeToSelectedFields) }),
  example: { requestId, objectTypeToSelectedFields: { ACCOUNT: [crmSchemaField, crmPicklistField] } },
  notes: [
    "It needs the scope api:crm:schema, which OAuth connections do not ask for by themselves, since it also permits changing the schema: add it in Gong and in Scopes of the connection.",
    "Gong sends the unique name of a field as name; the output calls it uniqueName, as Upload CRM Schema Fields wants it.",
  ],
});

/** Gong writes `uniqueName` in its contract and `name` on the wire. */
const withUniqueNames = (fieldsByType: unknown) => {
  if (!isObject(fieldsByType)) return {};
  return {
    objectTypeToSelectedFields: Object.fromEntries(
      Object.entries(fieldsByType).map(([type, fields]) => [
        type,
        Array.isArray(fields) ? fields.map(withUniqueName) : fields,
      ]),
    ),
  };
};

const withUniqueName = (schemaField: unknown): unknown => {
  if (!isObject(schemaField) || !("name" in schemaField)) return schemaField;
  const { name, ...others } = schemaField;
  return { uniqueName: name, ...others };
};

const fieldTypes = [
  { value: "STRING", label: "Text" },
  { value: "NUMBER", label: "Number" },
  { value: "PERCENT", label: "Percent, from 0 to 100" },
  { value: "CURRENCY", label: "Amount in the company's currency" },
  { value: "BOOLEAN", label: "True or false" },
  { value: "DATE", label: "Date" },
  { value: "DATETIME", label: "Date and time" },
  { value: "PICKLIST", label: "One of a list of values" },
  { value: "STRINGARRAY", label: "List of texts" },
  { value: "REFERENCE", label: "Reference to another object" },
  { value: "ID", label: "ID of the object" },
  { value: "EMAILADDRESS", label: "E-mail address" },
  { value: "PHONENUMBER", label: "Phone number" },
  { value: "URL", label: "Web address" },
];

const schemaFields = field.groupList(
  {
    label: "Fields",
    comments:
      'The custom fields of the object type, all of them: Gong refuses a list that leaves out a field it knows. Also a JSON list such as [{"uniqueName": "segment", "label": "Segment", "type": "PICKLIST", "orderedValueList": ["Enterprise", "Mid-market"]}].',
  },
  {
    uniqueName: field.text({
      label: "Unique Name",
      comments: "The field's name in uploaded objects, unique within its object type.",
      placeholder: "segment",
      example: "segment",
    }),
    label: field.text({
      label: "Label",
      comments: "What people see in Gong.",
      placeholder: "Segment",
      example: "Segment",
    }),
    type: field.choice(
      {
        label: "Type",
        comments: "The type of the field's values. Changing the type of a known field loses its data.",
        example: "STRING",
      },
      fieldTypes,
    ),
    orderedValueList: optional(
      field.list(
        field.text({
          label: "Values",
          comments:
            "The values of a field of type PICKLIST, in the order of display. Leave empty for every other type.",
          placeholder: "Enterprise",
          example: "Enterprise",
        }),
      ),
    ),
    referenceTo: optional(
      field.openChoice(
        {
          label: "Reference To",
          comments:
            "The type of the objects that a field of type REFERENCE points to. Leave empty for every other type.",
          example: "ACCOUNT",
        },
        [...objectTypes, { value: "USER", label: "User" }],
      ),
    ),
    lastModified: optional(
      field.dateTime(
        {
          label: "Last Modified",
          comments:
            "When the field was last changed in the CRM. ISO 8601 with a zone; fractions of a second are cut. Leave empty when it is not known.",
          example: "2026-01-05T10:00:00Z",
        },
        { exact: true },
      ),
    ),
    isDeleted: optional(
      field.toggle({
        label: "Is Deleted",
        comments: "Remove the field, and its values from every object. When off, the field is added or kept.",
        example: "false",
      }),
    ),
  },
);

export const uploadCrmSchemaFields = operation({
  label: "Upload CRM Schema Fields",
  description: "Sets the custom fields of one type of CRM objects, so that Gong shows them once objects bring them.",
  endpoint: "POST /v2/crm/entity-schema",
  scopes: ["api:crm:schema"],
  effect: "writes",
  fields: { integrationId, objectType, fields: schemaFields },
  request: ({ fields, ...query }) => {
    refuseUnfitFields(fields);
    return {
      query,
      body: fields.map(({ lastModified, ...others }) =>
        lastModified ? { ...others, lastModified: withoutFraction(lastModified) } : others,
      ),
    };
  },
  response: () => answerWith({}),
  example: { requestId },
  notes: [
    "Every request has to name all fields of the type. A field is removed only by sending it with Is Deleted on, and its data go with it.",
    "Upload the schema before objects that use it: values of unknown fields are not shown.",
  ],
});

const refuseUnfitFields = (fields: field.Input<{ fields: typeof schemaFields }>["fields"]) => {
  const names = new Set<string>();
  const faults: string[] = [];
  for (const [index, each] of fields.entries()) {
    const where = `Fields[${index + 1}]`;
    if (names.has(each.uniqueName))
      faults.push(`${where}.uniqueName "${each.uniqueName}" is there twice. Give each field a name of its own.`);
    names.add(each.uniqueName);
    if (each.isDeleted) continue;
    if (each.type === "PICKLIST" && !each.orderedValueList)
      faults.push(`${where}.orderedValueList is required for a field of type PICKLIST.`);
    if (each.type === "REFERENCE" && !each.referenceTo)
      faults.push(`${where}.referenceTo is required for a field of type REFERENCE.`);
  }
  if (faults.length > 0) throw new InputError(faults);
};

export const getCrmObjects = operation({
  label: "Get CRM Objects",
  description: "Gets uploaded CRM objects by id, to check during development that an upload came through.",
  endpoint: "GET /v2/crm/entities",
  scopes: ["api:crm:get-objects"],
  effect: "reads",
  fields: {
    integrationId,
    objectType,
    objectIds: field.list(
      field.foreignId({
        label: "Object IDs",
        comments: "The ids that the CRM gave to the objects, at most 100: a list, one id, or ids separated by commas.",
        placeholder: crmAccount.objectId,
        example: crmAccount.objectId,
      }),
      { max: 100 },
    ),
  },
  request: ({ objectIds, ...query }) => ({ query, body: objectIds }),
  response: () =>
    answerWith({
      crmObjectsMap: z
        .record(z.string(), z.record(z.string(), z.unknown()).nullable())
        .describe("The fields of each object by its id; null for an object that Gong does not have."),
    }),
  example: { requestId, crmObjectsMap: { [crmAccount.objectId]: crmAccount, "acc-4712": null } },
  notes: ["At most 100 objects. Objects of a native CRM integration cannot be read."],
});

const dataFile = field.file({
  label: "Data File",
  comments:
    'The objects: a list, JSON text, one JSON object on each line, or a file with either; at most 200 MB. Such as [{"objectId": "acc-4711", "modifiedDate": "2026-01-05T10:00:00Z", "name": "Contoso Farms"}].',
  placeholder: '[{"objectId": "acc-4711", "modifiedDate": "2026-01-05T10:00:00Z", "name": "Contoso Farms"}]',
  example: JSON.stringify([crmAccount]),
});

export const uploadCrmObjects = operation({
  label: "Upload CRM Objects",
  description:
    "Adds, updates or deletes CRM objects of one type. Every object is checked first, and nothing is sent when one is wrong.",
  endpoint: "POST /v2/crm/entities",
  scopes: ["api:crm:upload"],
  effect: "repeatable",
  fields: {
    integrationId,
    objectType: field.choice(objectTypeWords, [
      ...objectTypes,
      { value: "BUSINESS_USER", label: "Business user" },
      { value: "STAGE", label: "Stage of deals" },
    ]),
    clientRequestId,
    dataFile,
  },
  request: ({ dataFile, ...query }) => ({
    query,
    multipart: {
      fileName: "objects.ldjson",
      contentType: "application/x-ndjson",
      content: toLdjson(dataFile, query.objectType as CrmObjectType),
    },
  }),
  // Gong says 200 MB; read in binary, so that nothing is refused here that Gong would take.
  file: { part: "dataFile", maxBytes: 200 * 1024 ** 2 },
  response: answerOfRequest,
  example: { requestId, clientRequestId: clientRequestIdSample },
  notes: [
    "Each object has an objectId of at most 64 letters, digits and dashes, or an e-mail address. Each has a modifiedDate too, except stages, which have a name; business users have an emailAddress.",
    "Gong takes the file and works on it later. Get CRM Request Status tells how it went, line by line.",
    "The order that works is: business users and stages, then accounts, then contacts, deals and leads.",
    "A deal without accountId does not show in Gong; one without ownerId or closeDate is missing on the deal board.",
    "A business user cannot be updated: delete it, then upload it again in another request.",
    "Dates and times are sent in UTC without fractions of a second, and numbers with every digit.",
    "A client request id can be used once; Gong answers 409 to the second use.",
  ],
});

export const getCrmRequestStatus = operation({
  label: "Get CRM Request Status",
  description: "Tells how far Gong is with an upload of CRM objects or with deleting an integration, and what failed.",
  endpoint: "GET /v2/crm/request-status",
  scopes: ["api:crm:upload"],
  effect: "reads",
  fields: {
    integrationId,
    clientRequestId: field.reworded(clientRequestId, {
      comments: "The client request id that the upload or the deletion was given.",
    }),
  },
  response: () =>
    answerWith({
      status: z.string().describe("PENDING, IN_PROGRESS, DONE or FAILED."),
      errors: z
        .array(CrmLineError())
        .describe("The lines that Gong refused; null while it works, and when all went well."),
      totalErrorCount: z.number().describe("How many objects failed."),
      totalSuccessCount: z.number().describe("How many objects were taken."),
    }),
  example: {
    requestId,
    status: "FAILED",
    errors: [{ line: 2, description: "accountId acc-4799 was not found." }],
    totalErrorCount: 1,
    totalSuccessCount: 41,
  },
  notes: [
    "It needs the scope api:crm:upload, which OAuth connections do not ask for by themselves, since it also permits uploading: add it in Gong and in Scopes of the connection.",
    "At most 20 errors come back, whatever totalErrorCount says: fix them and upload again until the status is DONE.",
    "An error with line 0 is about the file as a whole.",
  ],
});
