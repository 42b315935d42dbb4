import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";

/** The CRM records of one system that Gong links to a call or to one of its parties. */
export const CrmContext = once(() =>
  entity({
    system: z.string().describe("Salesforce, HubSpot, MicrosoftDynamic or Generic."),
    objects: z.array(CrmObject()).describe("The linked records of this system."),
  }),
);
export type CrmContext = z.infer<ReturnType<typeof CrmContext>>;

/** One linked CRM record. Its fields come only with the Extended context. */
const CrmObject = once(() =>
  entity({
    objectType: z.string().describe("Opportunity or Account on a call; Contact, User or Lead on a party."),
    objectId: z.string().describe("The record's id in the CRM."),
    fields: z
      .array(
        entity({
          name: z.string().describe("The field's name in the CRM."),
          value: z.unknown().describe("Any JSON value, as the CRM holds it."),
        }),
      )
      .describe("The record's fields; null without the Extended context."),
    timing: z.string().describe("Now or TimeOfCall: when the fields had these values."),
  }),
);
export type CrmObject = z.infer<ReturnType<typeof CrmObject>>;

/** What a CRM record is, whatever its system calls it. */
export type CrmKind = "Account" | "Opportunity" | "Contact" | "Lead" | "User" | "Other";

const kinds: Readonly<Record<Exclude<CrmKind, "Other">, RegExp>> = {
  Account: /^(account|company|companies|organi[sz]ation)s?$/i,
  Opportunity: /^(opportunity|opportunities|deal)s?$/i,
  Contact: /^(contact|person)s?$/i,
  Lead: /^leads?$/i,
  User: /^users?$/i,
};

/** What a record of this type is: HubSpot has companies and deals, Salesforce accounts and opportunities. */
export const crmKindOf = (objectType: string): CrmKind => {
  const found = Object.entries(kinds).find(([, pattern]) => pattern.test(objectType.trim()));
  return found ? (found[0] as CrmKind) : "Other";
};

/** True when both types name the same kind of record; types of the company's own have to be called the same. */
export const isSameCrmType = (one: string, other: string): boolean => {
  const kind = crmKindOf(one);
  if (kind !== "Other") return kind === crmKindOf(other);
  return one.trim().toLowerCase() === other.trim().toLowerCase();
};

/**
 * What tells CRM records apart when their ids are written in several ways: Salesforce's with 18 characters or 15,
 * Microsoft's in braces or not, any but Salesforce's short ones in capitals or not.
 */
export const crmIdKey = (id: string): string => {
  const bare = id.trim().replace(/^\{([^{}]*)\}$/, "$1");
  if (/^(?=.*[a-z])[a-z0-9]{15}$/i.test(bare)) return bare;
  return shortSalesforceId(bare) ?? bare.toLowerCase();
};

/** The last three characters of a long Salesforce id say which of the others are capitals, for systems that write all alike. */
const shortSalesforceId = (id: string): string | undefined => {
  if (!/^(?=.*[a-z])[a-z0-9]{15}[a-z0-5]{3}$/i.test(id)) return undefined;
  const short = id.slice(0, 15);
  if (/[a-z]/.test(short) && /[A-Z]/.test(short)) return short;
  const letters = [...short].map((letter, index) => {
    const five = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345".indexOf(id.charAt(15 + Math.floor(index / 5)).toUpperCase());
    return (five >> (index % 5)) & 1 ? letter.toUpperCase() : letter.toLowerCase();
  });
  return letters.join("");
};

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
      objectId: "0015g00000XyZ81AAF",
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
      objectId: "0035g00000QwE45AAF",
      fields: [{ name: "Department", value: "Operations" }],
      timing: "Now",
    },
  ],
};
