import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";
import { flow } from "./flow";
import { user } from "./user";

// Gong declares numbers; whether it sends numbers or text is not known (reference.md §7).
const id = () => z.union([z.string(), z.number()]);
const moment = () => z.string().describe("ISO 8601 with offset.");

/** Something that a user has to do in Engage. */
export const Task = once(() =>
  entity({
    id: id(),
    userId: id().describe("The user who owns the task."),
    created: moment(),
    updated: moment(),
    status: z.string().describe("OPEN, DONE or DISMISSED."),
    type: z.string().describe("FLOW for a step of a flow, MANUAL for a task of its own."),
    actions: z.array(z.string()).describe("CALL."),
    account: entity({ crmId: z.string(), name: z.string(), crmUrl: z.string() }),
    opportunity: Opportunity(),
    dueDate: moment(),
    flow: entity({
      id: id(),
      name: z.string(),
      step: entity({ id: id(), name: z.string(), stepNumber: z.number() }),
    }),
    contact: TaskContact(),
    additionalContacts: z.array(TaskContact()),
    title: z.string().describe("Only for a MANUAL task."),
    priority: entity({ id: id(), name: z.string(), weight: z.number().describe("Higher is more important.") }),
  }),
);

const Opportunity = once(() =>
  entity({
    crmId: z.string(),
    name: z.string(),
    crmUrl: z.string(),
    status: z.string(),
    stage: z.string(),
    amount: z.string(),
    probability: z.string(),
    closeDate: z.string(),
  }),
);

const TaskContact = once(() =>
  entity({ crmId: z.string(), type: z.string().describe("CONTACT or LEAD."), data: ContactData() }),
);

const ContactData = once(() =>
  entity({
    firstName: z.string(),
    lastName: z.string(),
    crmUrl: z.string(),
    companyName: z.string(),
    affiliation: z.string().describe("Us, Them or Unknown."),
    emails: z.array(entity({ email: z.string() })),
    title: z.string(),
    timezone: z.string(),
    phoneNumbers: z.array(
      entity({
        raw: z.string().describe("As it was typed in."),
        extension: z.string(),
        countryCode: z.number(),
        normalized: z.string().describe("With plus sign and country code."),
        label: z.string(),
        isVerified: z.boolean(),
      }),
    ),
    city: z.string(),
    country: z.string(),
    state: z.string(),
    zipcode: z.string(),
    optOutChannels: z.array(z.string()).describe("CALLS, EMAILS, SMS_MESSAGES."),
    linkedinProfile: z.string(),
  }),
);

const buyer = {
  crmId: "0035g00000QwE45AAD",
  type: "CONTACT",
  data: {
    firstName: "Priya",
    lastName: "Nair",
    crmUrl: "https://crm.northwind.example/0035g00000QwE45AAD",
    companyName: "Contoso Farms",
    affiliation: "Them",
    emails: [{ email: "priya.nair@contoso.example" }],
    title: "Head of Operations",
    timezone: "America/Los_Angeles",
    phoneNumbers: [
      {
        raw: "(425) 555-2671",
        extension: "12",
        countryCode: 1,
        normalized: "+14255552671",
        label: "Mobile",
        isVerified: true,
      },
    ],
    city: "Redmond",
    country: "United States",
    state: "Washington",
    zipcode: "98052",
    optOutChannels: ["SMS_MESSAGES"],
    linkedinProfile: "https://linkedin.example/in/priya-nair",
  },
};

export const task = {
  id: 4820173965527718,
  userId: Number(user.id),
  created: "2026-01-06T08:15:00-08:00",
  updated: "2026-01-06T08:15:00-08:00",
  status: "OPEN",
  type: "FLOW",
  actions: ["CALL"],
  account: {
    crmId: "0015g00000XyZ81AAB",
    name: "Contoso Farms",
    crmUrl: "https://crm.northwind.example/0015g00000XyZ81AAB",
  },
  opportunity: {
    crmId: "0065g00000KpQ2nAAF",
    name: "Contoso Farms: 40 harvest robots",
    crmUrl: "https://crm.northwind.example/0065g00000KpQ2nAAF",
    status: "Open",
    stage: "Discovery",
    amount: "184000",
    probability: "20",
    closeDate: "2026-03-31",
  },
  dueDate: "2026-01-09T17:00:00-08:00",
  flow: {
    id: Number(flow.id),
    name: flow.name,
    step: { id: 6814329075318502, name: "Call after the data sheet", stepNumber: 2 },
  },
  contact: buyer,
  additionalContacts: [
    {
      ...buyer,
      crmId: "0035g00000QwE46AAD",
      data: {
        ...buyer.data,
        firstName: "Daniel",
        lastName: "Okoro",
        crmUrl: "https://crm.northwind.example/0035g00000QwE46AAD",
        emails: [{ email: "daniel.okoro@contoso.example" }],
        title: "Plant Manager",
        linkedinProfile: "https://linkedin.example/in/daniel-okoro",
      },
    },
  ],
  title: "Call after the data sheet",
  priority: { id: 3, name: "High", weight: 30 },
};
