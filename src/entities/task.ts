import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";
import { flow } from "./flow";
import { user } from "./user";

// Gong declares numbers; whether it sends numbers or text is not known.
const id = () => z.union([z.string(), z.number()]);
const moment = () => z.string().describe("ISO 8601 with offset.");

/** Something that a user has to do in Engage. */
export const Task = once(() =>
  entity({
    id: id().describe("Gong's id of the task."),
    userId: id().describe("The user who owns the task."),
    created: moment().describe("When it was made. ISO 8601 with offset."),
    updated: moment().describe("When it was changed last. ISO 8601 with offset."),
    status: z.string().describe("OPEN, DONE or DISMISSED."),
    type: z.string().describe("FLOW for a step of a flow, MANUAL for a task of its own."),
    actions: z.array(z.string()).describe("CALL."),
    account: entity({
      crmId: z.string().describe("The record's id in the CRM."),
      name: z.string().describe("What the account is called."),
      crmUrl: z.string().describe("The record's page in the CRM."),
    }).describe("The account that it is about; null when there is none."),
    opportunity: Opportunity().describe("The opportunity that it is about; null when there is none."),
    dueDate: moment().describe("When it is due. ISO 8601 with offset."),
    flow: entity({
      id: id().describe("Gong's id of the flow."),
      name: z.string().describe("What the flow is called."),
      step: entity({
        id: id().describe("Gong's id of the step."),
        name: z.string().describe("What the step is called."),
        stepNumber: z.number().describe("The step's place in the flow, from 1."),
      }).describe("The step of the flow."),
    }).describe("The flow that it belongs to; null for a task of its own."),
    contact: TaskContact().describe("Whom it is about."),
    additionalContacts: z.array(TaskContact()).describe("Others whom it is about."),
    title: z.string().describe("Only for a MANUAL task."),
    priority: entity({
      id: id().describe("The priority's id."),
      name: z.string().describe("What the priority is called."),
      weight: z.number().describe("Higher is more important."),
    }).describe("How important it is."),
  }),
);

const Opportunity = once(() =>
  entity({
    crmId: z.string().describe("The record's id in the CRM."),
    name: z.string().describe("What the opportunity is called."),
    crmUrl: z.string().describe("The record's page in the CRM."),
    status: z.string().describe("The opportunity's status in the CRM."),
    stage: z.string().describe("The opportunity's stage in the CRM."),
    amount: z.string().describe("As the CRM has it, as text."),
    probability: z.string().describe("Percent, as text."),
    closeDate: z.string().describe("When it is expected to close: year, month, day."),
  }),
);

const TaskContact = once(() =>
  entity({
    crmId: z.string().describe("The record's id in the CRM."),
    type: z.string().describe("CONTACT or LEAD."),
    data: ContactData().describe("What Gong knows of the person."),
  }),
);

const ContactData = once(() =>
  entity({
    firstName: z.string().describe("The first name."),
    lastName: z.string().describe("The last name."),
    crmUrl: z.string().describe("The record's page in the CRM."),
    companyName: z.string().describe("The company that the person works for."),
    affiliation: z.string().describe("Us, Them or Unknown."),
    emails: z.array(entity({ email: z.string().describe("The address.") })).describe("The person's addresses."),
    title: z.string().describe("The job title."),
    timezone: z.string().describe("The person's time zone, such as America/Los_Angeles."),
    phoneNumbers: z
      .array(
        entity({
          raw: z.string().describe("As it was typed in."),
          extension: z.string().describe("The extension behind the number; null when there is none."),
          countryCode: z.number().describe("The calling code, such as 1."),
          normalized: z.string().describe("With plus sign and country code."),
          label: z.string().describe("Such as Mobile."),
          isVerified: z.boolean().describe("True when the number was verified."),
        }),
      )
      .describe("The person's numbers."),
    city: z.string().describe("Where the person is."),
    country: z.string().describe("Where the person is."),
    state: z.string().describe("Where the person is."),
    zipcode: z.string().describe("Where the person is."),
    optOutChannels: z.array(z.string()).describe("CALLS, EMAILS, SMS_MESSAGES."),
    linkedinProfile: z.string().describe("The LinkedIn profile; null when it is not known."),
  }),
);

const buyer = {
  crmId: "0035g00000QwE45AAF",
  type: "CONTACT",
  data: {
    firstName: "Priya",
    lastName: "Nair",
    crmUrl: "https://crm.northwind.example/0035g00000QwE45AAF",
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
    crmId: "0015g00000XyZ81AAF",
    name: "Contoso Farms",
    crmUrl: "https://crm.northwind.example/0015g00000XyZ81AAF",
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
      crmId: "0035g00000QwE46AAF",
      data: {
        ...buyer.data,
        firstName: "Daniel",
        lastName: "Okoro",
        crmUrl: "https://crm.northwind.example/0035g00000QwE46AAF",
        emails: [{ email: "daniel.okoro@contoso.example" }],
        title: "Plant Manager",
        linkedinProfile: "https://linkedin.example/in/daniel-okoro",
      },
    },
  ],
  title: "Call after the data sheet",
  priority: { id: 3, name: "High", weight: 30 },
};
