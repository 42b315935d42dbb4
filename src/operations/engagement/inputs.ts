import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { workspaceId as anyWorkspaceId, exactMomentFormat } from "#src/form/fields";
import * as values from "./values";

/** The inputs that the three legacy events share. Their keys and types are published, so they stay as they are. */

/** The same input where an event may do without content. */
export const ifAny = <T>(each: field.Field<T>) =>
  optional(reworded(each, { comments: `${each.form.comments} Leave empty when there is none.` }));

export const reportingSystem = field.text({
  label: "Reporting System",
  comments: "The name of the system that reports the event, the same for all of its events.",
  placeholder: "northwind-signatures",
  example: "northwind-signatures",
});

export const eventTimestamp = field.dateTimeText(
  {
    label: "Event Timestamp",
    comments: `When the event happened. ${exactMomentFormat}`,
    placeholder: "2026-01-05T10:00:00Z",
    example: "2026-01-05T10:00:00Z",
  },
  { exact: true },
);

export const eventId = optional(
  field.foreignId({
    label: "Event ID",
    comments:
      "The event's id in the reporting system. Gong refuses a second event with the same id. Leave empty when the system has none.",
    placeholder: "evt-20260105-17",
    example: "evt-20260105-17",
  }),
);

export const contentId = field.foreignId({
  label: "Content ID",
  comments: "The content's id in the reporting system.",
  placeholder: "contract-88",
  example: "contract-88",
});

export const contentUrl = field.url({
  label: "Content URL",
  comments: "The web address where the content is seen.",
  placeholder: "https://sign.northwind.example/contract-88",
  example: "https://sign.northwind.example/contract-88",
});

export const contentTitle = field.text({
  label: "Content Title",
  comments: "The title of the content, for people to read.",
  placeholder: "Contoso Farms: order form",
  example: "Contoso Farms: order form",
});

export const actionName = optional(
  field.text({
    label: "Action Name",
    comments: "What was done, for people to read, such as Contract Signed. Leave empty to let Gong name it.",
    placeholder: "Contract Signed",
    example: "Contract Signed",
  }),
);

export const viewActionTitle = optional(
  field.text({
    label: "View Action Title",
    comments: "What the view was, for people to read, such as Document Viewed. Leave empty to let Gong name it.",
    placeholder: "Document Viewed",
    example: "Document Viewed",
  }),
);

/** A page about the event; each event has another key for it. */
export const infoUrl = (label: string) =>
  optional(
    field.url({
      label,
      comments: "The web address of a page that tells more about this event. Leave empty when there is none.",
      placeholder: "https://sign.northwind.example/events/17",
      example: "https://sign.northwind.example/events/17",
    }),
  );

export const moreInfoUrl = optional(
  field.url({
    label: "More Info URL",
    comments: "The web address of another page about the event. Leave empty when there is none.",
    placeholder: "https://sign.northwind.example/help",
    example: "https://sign.northwind.example/help",
  }),
);

const personExample = {
  email: "priya.nair@contoso.example",
  name: "Priya Nair",
  title: "Head of Operations",
  context: [
    {
      system: "Salesforce",
      objects: [
        {
          objectType: "Contact",
          objectId: "0035g00000contoAAA",
          fields: [{ name: "Department", value: "Operations" }],
        },
      ],
    },
  ],
};

const personInWords =
  '{"email": "priya.nair@contoso.example", "name": "Priya Nair", "title": "Head of Operations"}; a context with system and objects links the person to records of a CRM';

/** The person outside the company who did it. */
export const personBox = (label: string, comments: string) =>
  optional(
    field.json(
      {
        label,
        comments: `${comments} A JSON object such as ${personInWords}. Leave empty when nobody is known.`,
        example: JSON.stringify(personExample),
      },
      values.person,
    ),
  );

export const nonCompanyParticipants = optional(
  field.json(
    {
      label: "Non-Company Participants",
      comments: `Other people outside the company who took part. A JSON list such as [${personInWords.replace(";", "];")}. Leave empty when there are none.`,
      example: JSON.stringify([personExample]),
    },
    values.people,
  ),
);

export const recipients = optional(
  field.json(
    {
      label: "Recipients",
      comments: `The people it was shared with, each with an email. A JSON list such as [${personInWords.replace(";", "];")}. Leave empty when nobody is known.`,
      example: JSON.stringify([personExample]),
    },
    values.recipients,
  ),
);

export const sharer = optional(
  field.json(
    {
      label: "Sharer",
      comments:
        'The user who shared the content, by the id in Gong or by email. A JSON object such as {"email": "ada.reyes@northwind.example", "name": "Ada Reyes"}. Leave empty when nobody is known.',
      example: JSON.stringify({
        id: "234599484848423",
        email: "ada.reyes@northwind.example",
        name: "Ada Reyes",
      }),
    },
    values.sharer,
  ),
);

export const crmContext = optional(
  field.json(
    {
      label: "CRM Context",
      comments:
        'The records of a CRM that the event belongs to; Gong uses those of Salesforce and Generic. A JSON list such as [{"system": "Salesforce", "objects": [{"objectType": "Account", "objectId": "0015g00000contoAAA"}]}]. Leave empty to let Gong find them by the people.',
      example: JSON.stringify([
        {
          system: "Salesforce",
          objects: [
            { objectType: "Account", objectId: "0015g00000contoAAA", fields: [{ name: "Industry", value: "Farming" }] },
          ],
        },
      ]),
    },
    values.crmContext,
  ),
);

const propertiesBox = (label: string, of: string) =>
  optional(
    field.json(
      {
        label,
        comments: `More facts about the ${of}. A JSON list such as [{"name": "Pages", "value": "12", "dataType": "number"}]; dataType is number, string, url or date, and value is text that fits it. Leave empty when there are none.`,
        example: JSON.stringify([{ name: "Pages", value: "12", dataType: "number" }]),
      },
      values.properties,
    ),
  );

export const contentProperties = propertiesBox("Content Properties", "content");
export const eventProperties = propertiesBox("Event Properties", "event");

export const workspaceId = optional(
  reworded(anyWorkspaceId, {
    comments: "Gong's id of the workspace that gets the event. Leave empty to let Gong choose by the people in it.",
  }),
);

export const userAgent = optional(
  field.text({
    label: "User Agent",
    comments: "The User-Agent header of the browser that was used. Leave empty when it is not known.",
    placeholder: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)",
    example: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)",
  }),
);

export const mobileAppId = optional(
  field.foreignId({
    label: "Mobile App ID",
    comments: "The bundle or package name of the mobile app that was used. Leave empty when it was none.",
    placeholder: "example.northwind.signatures",
    example: "example.northwind.signatures",
  }),
);

const platforms = ["Windows", "Linux", "MacOS", "iOS", "Android"];

const agentPlatformWords = {
  label: "Agent Platform",
  comments: "The platform of the device that was used. Leave empty when it is not known.",
  example: "MacOS",
};

export const agentPlatform = optional(field.choice(agentPlatformWords, platforms));

/** Gong has no closed set for the platform of a share. */
export const agentPlatformOfShare = optional(field.openChoice(agentPlatformWords, platforms));

export const shareId = optional(
  field.foreignId({
    label: "Share ID",
    comments:
      "The id of the share, where one content is shared several times: it connects views with their share. Leave empty when each content is shared once.",
    placeholder: "share-5",
    example: "share-5",
  }),
);

export const sharingMessageSubject = optional(
  field.text({
    label: "Sharing Message Subject",
    comments: "The subject of the message that shared the content. Leave empty when there was none.",
    placeholder: "Order form for Contoso Farms",
    example: "Order form for Contoso Farms",
  }),
);

export const sharingMessageBody = optional(
  field.text(
    {
      label: "Sharing Message Body",
      comments: "The text of the message that shared the content, plain or HTML. Leave empty when there was none.",
      placeholder: "Here is the order form that we spoke about.",
      example: "Here is the order form that we spoke about.",
    },
    { keepSpaces: true },
  ),
);

/** The id under which a site tracks a person that it cannot name. */
export const trackingId = (comments: string) =>
  optional(
    field.foreignId({
      label: "Tracking ID",
      comments,
      placeholder: "trk-90210",
      example: "trk-90210",
    }),
  );
