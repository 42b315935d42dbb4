import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";

/** The CRM records of one system that Gong links to a call or to one of its parties. */
export const CrmContext = once(() =>
  entity({
    system: z.string().describe("Salesforce, HubSpot, MicrosoftDynamic or Generic."),
    objects: z.array(CrmObject()),
  }),
);
export type CrmContext = z.infer<ReturnType<typeof CrmContext>>;

/** One linked CRM record. Its fields come only with the Extended context. */
export const CrmObject = once(() =>
  entity({
    objectType: z.string().describe("Opportunity or Account on a call; Contact, User or Lead on a party."),
    objectId: z.string().describe("The record's id in the CRM."),
    fields: z.array(entity({ name: z.string(), value: z.unknown().describe("Any JSON value, as the CRM holds it.") })),
    timing: z.string().describe("Now or TimeOfCall: when the fields had these values."),
  }),
);
export type CrmObject = z.infer<ReturnType<typeof CrmObject>>;

/** The CRM records of the sample call. */
export const callContext = {
  system: "Salesforce",
  objects: [
    {
      objectType: "Opportunity",
      objectId: "0065g00000KpQ2nAAF",
      fields: [
        { name: "Name", value: "Contoso Farms: 40 harvest robots" },
        { name: "StageName", value: "Discovery" },
        { name: "Amount", value: 184000 },
        { name: "Probability", value: 20 },
        { name: "CloseDate", value: "2026-03-31" },
      ],
      timing: "Now",
    },
    {
      objectType: "Account",
      objectId: "0015g00000XyZ81AAB",
      fields: [
        { name: "Name", value: "Contoso Farms" },
        { name: "Website", value: "https://contoso.example" },
        { name: "Industry", value: "Agriculture" },
      ],
      timing: "Now",
    },
  ],
};

/** The CRM record of the sample buyer. */
export const buyerContext = {
  system: "Salesforce",
  objects: [
    {
      objectType: "Contact",
      objectId: "0035g00000QwE45AAD",
      fields: [{ name: "Department", value: "Operations" }],
      timing: "Now",
    },
  ],
};
