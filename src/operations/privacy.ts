import { z } from "zod";
import { answerWith, requestId } from "#src/entities/entity";
import {
  CustomerEngagement,
  emailAddressReferences,
  phoneNumberReferences,
  referencesShape,
} from "#src/entities/references";
import * as field from "#src/form/field";
import { formOnly, reworded } from "#src/form/field";
import { emailAddress, phoneNumber } from "#src/form/fields";
import { operation } from "#src/operation";

const personEmailAddress = reworded(emailAddress, {
  comments:
    "The e-mail address of the person, who is usually outside the company: Gong refuses addresses of the company's own users.",
  placeholder: "priya.nair@contoso.example",
  example: "priya.nair@contoso.example",
});

const lookUpNotes = ["Everything comes back at once, and nothing found is an answer with empty lists."];

export const listReferencesToAnEmailAddress = operation({
  label: "List References to an Email Address",
  description: "Lists the calls, e-mails, meetings, CRM records and events in Gong that mention an e-mail address.",
  endpoint: "GET /v2/data-privacy/data-for-email-address",
  scopes: ["api:data-privacy:read"],
  effect: "reads",
  fields: { emailAddress: personEmailAddress },
  response: () =>
    answerWith({
      ...referencesShape(),
      customerEngagement: z.array(CustomerEngagement()).describe("What the person did with shared content."),
    }),
  example: emailAddressReferences,
  notes: lookUpNotes,
});

export const listReferencesToAPhoneNumber = operation({
  label: "List References to a Phone Number",
  description: "Lists the leads and contacts in Gong that have a phone number, with their calls, e-mails and meetings.",
  endpoint: "GET /v2/data-privacy/data-for-phone-number",
  scopes: ["api:data-privacy:read"],
  effect: "reads",
  fields: { phoneNumber },
  response: () =>
    answerWith({
      ...referencesShape(),
      suppliedPhoneNumber: z.string().describe("The number that was asked for."),
      matchingPhoneNumbers: z.array(z.string()).describe("The numbers that Gong took for the same."),
      emailAddresses: z.array(z.string()).describe("Addresses that Gong knows beside the number."),
    }),
  example: phoneNumberReferences,
  notes: lookUpNotes,
});

const reportFirst = formOnly(
  field.toggle({
    label: "Report First",
    comments:
      "Look up what mentions the person before erasing it, and hand that out as foundBeforehand. It needs the scope api:data-privacy:read, and nothing is erased when the look-up fails. When off, only Gong's acknowledgement is returned.",
    example: "true",
  }),
);

const eraseNotes = [
  "This is irreversible. Gong takes some hours, and offers no way to follow or stop it; look the person up again to see that it is done.",
  "Gong acknowledges an address or number that nobody has as well.",
  "Delete the person in the CRM and in mailboxes first; otherwise Gong imports them again.",
  "Gong refuses to delete an unusually large number of things; its support then helps.",
];

export const deleteEmailAddressAndAssociatedElements = operation({
  label: "Delete Email Address and Associated Elements",
  description:
    "Erases an e-mail address from Gong, with every call, e-mail, lead and contact that has it. This is irreversible.",
  endpoint: "POST /v2/data-privacy/erase-data-for-email-address",
  scopes: ["api:data-privacy:delete"],
  effect: "writes",
  fields: {
    emailAddress: reworded(personEmailAddress, {
      comments: "The e-mail address to erase. Everything that mentions it is deleted for good.",
    }),
    reportFirst,
  },
  lookUpFirst: { when: "reportFirst", operation: listReferencesToAnEmailAddress },
  request: ({ emailAddress }) => ({ query: { emailAddress } }),
  response: () => answerWith({}),
  example: { requestId },
  notes: eraseNotes,
});

export const deletePhoneNumberAndAssociatedElements = operation({
  label: "Delete Phone Number and Associated Elements",
  description:
    "Erases the leads and contacts with a phone number from Gong, with their calls and e-mails. This is irreversible.",
  endpoint: "POST /v2/data-privacy/erase-data-for-phone-number",
  scopes: ["api:data-privacy:delete"],
  effect: "writes",
  fields: {
    phoneNumber: reworded(phoneNumber, {
      comments:
        "The phone number to erase, with plus sign and country code, such as +1 (425) 555-2671. Everyone who has it is deleted for good, with their calls and e-mails.",
    }),
    reportFirst,
  },
  lookUpFirst: { when: "reportFirst", operation: listReferencesToAPhoneNumber },
  request: ({ phoneNumber }) => ({ query: { phoneNumber } }),
  response: () => answerWith({}),
  example: { requestId },
  notes: eraseNotes,
});
