import { z } from "zod";
import { once } from "#src/base/lazy";
import { call } from "./call";
import { entity, requestId } from "./entity";
import { user } from "./user";

/** What of Gong's data mentions a person, found by e-mail address or phone number. */
export const referencesShape = once(() => ({
  emails: z
    .array(
      entity({
        from: z.string().describe("Who sent it."),
        id: z.string().describe("Gong's id of the message."),
        sentTime: z.string().describe("ISO 8601 with offset."),
        mailbox: z.string().describe("Where Gong read the message."),
        messageHash: z.string().describe("What tells the message from others."),
      }),
    )
    .describe("Messages that the person sent or received."),
  calls: z
    .array(
      entity({
        id: z.string().describe("Gong's id of the call."),
        status: z.string().describe("How far Gong is with the call."),
        externalSystems: z
          .array(
            entity({
              system: z.string().describe("Salesforce, HubSpot, MicrosoftDynamic or Generic."),
              objects: z
                .array(
                  entity({
                    objectType: z.string().describe("Conversation or Task."),
                    externalId: z.string().describe("Its id in the other system."),
                  }),
                )
                .describe("The records of this system."),
            }),
          )
          .describe("Where else Gong wrote the call."),
      }),
    )
    .describe("Calls that the person was on."),
  meetings: z
    .array(entity({ id: z.string().describe("The meeting's id.") }))
    .describe("Meetings that the person was invited to."),
  customerData: z
    .array(
      entity({
        system: z.string().describe("Salesforce, HubSpot, MicrosoftDynamic or Generic."),
        objects: z.array(CustomerRecord()).describe("The records of this system."),
      }),
    )
    .describe("Records of the CRM and the like that Gong keeps."),
}));

const CustomerRecord = once(() =>
  entity({
    id: z.string().describe("The meeting's id."),
    objectType: z.string().describe("Lead or Contact."),
    externalId: z.string().describe("The record's id in the other system."),
    mirrorId: z.string().describe("Gong's id of its copy."),
    fields: z
      .array(entity({ name: z.string().describe("The field's name."), value: z.unknown().describe("Any JSON value.") }))
      .describe("The record's fields."),
  }),
);

/** What a person did with content that was shared with them. */
export const CustomerEngagement = once(() =>
  entity({
    eventType: z.string().describe("contentShared, contentViewed, customEvent or digitalInteraction."),
    timestamp: z.union([z.string(), z.number()]).describe("ISO 8601 with offset, or epoch seconds."),
    contentId: z.string().describe("The content's id in the reporting system."),
    contentUrl: z.string().describe("The content's web address."),
    reportingSystem: z.string().describe("The system that told Gong."),
    eventName: z.string().describe("What the event is called."),
    sourceEventId: z.string().describe("The event's id in the reporting system."),
  }),
);

const buyerEmailAddress = "priya.nair@contoso.example";

const references = {
  requestId,
  emails: [
    {
      from: buyerEmailAddress,
      id: "223mjfaaqqjuegabiyrmpctvcwwl75oz",
      sentTime: "2026-01-06T08:15:00-08:00",
      mailbox: user.emailAddress,
      messageHash: "l3z7w2s7oircdabnkwizmycm6g2uwznc",
    },
  ],
  calls: [
    {
      id: call.id,
      status: "COMPLETED",
      externalSystems: [{ system: "Salesforce", objects: [{ objectType: "Task", externalId: "00T5g00000NairTsk" }] }],
    },
  ],
  meetings: [{ id: `${call.calendarEventId}_2026-01-05T18:00:00Z` }],
  customerData: [
    {
      system: "Salesforce",
      objects: [
        {
          id: "5092883416620147758",
          objectType: "Contact",
          externalId: "0035g00000QwE45AAF",
          mirrorId: "CONTACT-0035g00000QwE45AAF",
          fields: [{ name: "Name", value: "Priya Nair" }],
        },
      ],
    },
  ],
};

export const emailAddressReferences = {
  ...references,
  customerEngagement: [
    {
      eventType: "contentViewed",
      timestamp: "2026-01-07T14:05:00-08:00",
      contentId: "deck-2026-01",
      contentUrl: "https://content.northwind.example/deck-2026-01",
      reportingSystem: "Northwind Content",
      eventName: "Deck viewed",
      sourceEventId: "view-5521",
    },
  ],
};

export const phoneNumberReferences = {
  ...references,
  suppliedPhoneNumber: "+14255552671",
  matchingPhoneNumbers: ["+14255552671"],
  emailAddresses: [buyerEmailAddress],
};
