import { idFor, Random } from "./random";
import { customerNames, customerTitles, firstNames, industries, lastNames, stages } from "./texts";
import { dayMs, plainDate } from "./time";
import type { CrmContext, CrmField, CrmObject } from "./types";

/** Someone at a customer. Not everybody leaves an address or a number. */
export interface Contact {
  readonly name: string;
  readonly title: string;
  readonly emailAddress: string | null;
  readonly phoneNumber: string | null;
  readonly crmId: string;
}

/** A company that Northwind Robotics talks to. */
export interface Customer {
  readonly name: string;
  readonly domain: string;
  /** Where the company is kept; none for those who never made it into a CRM. */
  readonly crm: "Salesforce" | "HubSpot" | undefined;
  readonly accountId: string;
  readonly dealId: string;
  readonly amount: number;
  readonly stage: string;
  readonly contacts: readonly Contact[];
}

/** An id as Salesforce (18 characters) or HubSpot (digits) make them. */
const crmId = (crm: Customer["crm"], prefix: string, ...key: (string | number)[]): string => {
  const digits = idFor("crm", prefix, ...key);
  return crm === "HubSpot" ? digits.slice(0, 11) : `${prefix}8d${digits.slice(0, 10)}AAA`;
};

/** Of ten customers six are in Salesforce, three in HubSpot and one in neither, whatever the seed. */
const crmOfTen = [
  "Salesforce",
  "HubSpot",
  "Salesforce",
  undefined,
  "Salesforce",
  "HubSpot",
  "Salesforce",
  "Salesforce",
  "HubSpot",
  "Salesforce",
] as const;

const makeCustomer = (seed: number, index: number): Customer => {
  const random = new Random(seed, "customer", index);
  const name = customerNames[index] ?? "";
  const domain = `${name.replace(/ /g, "").toLowerCase()}.example`;
  const crm = crmOfTen[index % crmOfTen.length];
  const contacts = Array.from({ length: 4 }, (_, number): Contact => {
    const firstName = random.pick(firstNames);
    const lastName = random.pick(lastNames);
    return {
      name: `${firstName} ${lastName}`,
      title: random.pick(customerTitles),
      emailAddress: number === 2 ? null : `${firstName}.${lastName}@${domain}`.toLowerCase(),
      phoneNumber: number % 2 === 0 ? `+1425555${String(1000 + index * 10 + number)}` : null,
      crmId: crmId(crm, "003", seed, index, number),
    };
  });
  return {
    name,
    domain,
    crm,
    accountId: crmId(crm, "001", seed, index),
    dealId: crmId(crm, "006", seed, index),
    amount: random.integer(8, 60) * 5_000,
    stage: random.pick(stages),
    contacts,
  };
};

/** All customers of the company. */
export const makeCustomers = (seed: number): Customer[] => customerNames.map((_, index) => makeCustomer(seed, index));

const names = {
  Salesforce: { account: "Account", deal: "Opportunity" },
  HubSpot: { account: "Company", deal: "Deal" },
} as const;

const dealFields = (customer: Customer, now: number, timing: CrmObject["timing"]): CrmField[] => {
  const stage = timing === "Now" ? customer.stage : "Discovery";
  const closeDate = plainDate(now + 40 * dayMs);
  return customer.crm === "HubSpot"
    ? [
        { name: "dealname", value: `${customer.name} - palletizer cells` },
        { name: "dealstage", value: stage },
        { name: "amount", value: String(customer.amount) },
        { name: "closedate", value: closeDate },
        { name: "competitors", value: null },
      ]
    : [
        { name: "Name", value: `${customer.name} - palletizer cells` },
        { name: "StageName", value: stage },
        { name: "Amount", value: customer.amount },
        { name: "CloseDate", value: closeDate },
        { name: "Probability", value: stage === "Closed Won" ? 100 : 40 },
        { name: "Competitors__c", value: null },
      ];
};

const accountFields = (seed: number, customer: Customer): CrmField[] => {
  const random = new Random(seed, "account", customer.name);
  const employees = random.integer(4, 90) * 25;
  return customer.crm === "HubSpot"
    ? [
        { name: "name", value: customer.name },
        { name: "domain", value: customer.domain },
        { name: "numberofemployees", value: String(employees) },
      ]
    : [
        { name: "Name", value: customer.name },
        { name: "Website", value: `https://www.${customer.domain}` },
        { name: "Industry", value: random.pick(industries) },
        { name: "NumberOfEmployees", value: employees },
        { name: "Active__c", value: true },
      ];
};

/** What the CRM knows about a call with this customer: the links, with all fields. */
export const callContext = (
  seed: number,
  customer: Customer,
  now: number,
  timings: readonly CrmObject["timing"][],
): CrmContext[] => {
  const { crm } = customer;
  if (!crm) return [];
  const objects = timings.flatMap((timing): CrmObject[] => [
    { objectType: names[crm].deal, objectId: customer.dealId, fields: dealFields(customer, now, timing), timing },
    { objectType: names[crm].account, objectId: customer.accountId, fields: accountFields(seed, customer), timing },
  ]);
  return [{ system: crm, objects }];
};

/** What the CRM knows about a participant of a call with this customer. */
export const contactContext = (
  customer: Customer,
  contact: Contact,
  timings: readonly CrmObject["timing"][],
): CrmContext[] => {
  const { crm } = customer;
  if (!crm) return [];
  const fields: CrmField[] =
    crm === "HubSpot"
      ? [
          { name: "jobtitle", value: contact.title },
          { name: "email", value: contact.emailAddress },
        ]
      : [
          { name: "Title", value: contact.title },
          { name: "Email", value: contact.emailAddress },
        ];
  const objects = timings.map((timing) => ({ objectType: "Contact", objectId: contact.crmId, fields, timing }));
  return [{ system: crm, objects }];
};
