import { z } from "zod";
import { InputError } from "#src/base/errors";
import { call } from "#src/entities/call";
import { type CrmContext, callContext } from "#src/entities/crmContext";
import { answerWith, requestId } from "#src/entities/entity";
import { buyer, host } from "#src/entities/party";
import { user } from "#src/entities/user";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { userId, workspaceId } from "#src/form/fields";
import * as value from "#src/form/value";
import { operation } from "#src/operation";

const systems: readonly value.Choice[] = ["Salesforce", "HubSpot", "MicrosoftDynamic", "Generic"].map((each) => ({
  value: each,
  label: each,
}));
const objectTypes: readonly value.Choice[] = ["Opportunity", "Account", "Lead", "Contact", "User"].map((each) => ({
  value: each,
  label: each,
}));

/** Links to CRM records, of a call or of one of its parties. */
const crmLinks = () =>
  value.listOf(
    value.record({
      system: value.choice(systems),
      objects: value
        .listOf(
          value.record({
            objectType: value.choice(objectTypes),
            objectId: value.foreignId(),
            fields: value
              .listOf(value.record({ name: value.text().optional(), value: z.unknown().optional() }))
              .optional(),
          }),
        )
        .optional(),
    }),
  );

/** CRM links as they are sent: the moment of the field values is only known to what Gong returns. */
const withoutTimings = (links: readonly CrmContext[]) =>
  links.map(({ system, objects }) => ({
    system,
    objects: objects?.map(({ objectType, objectId, fields }) => ({ objectType, objectId, fields })),
  }));

const partiesInWords = `[{"userId": "${user.id}"}, {"name": "Priya Nair", "phoneNumber": "+14255552671"}]`;

const partiesExample = JSON.stringify([
  { userId: host.userId, name: host.name, partyId: "1", mediaChannelId: 0 },
  {
    name: buyer.name,
    emailAddress: buyer.emailAddress,
    phoneNumber: buyer.phoneNumber,
    partyId: "2",
    mediaChannelId: 1,
    context: withoutTimings(buyer.context),
  },
]);

const parties = field.json(
  {
    label: "Parties",
    comments: `The participants as a JSON list, the host among them by userId. Such as ${partiesInWords}. The action's page names all properties.`,
    example: partiesExample,
  },
  () =>
    value.listOf(
      value.record({
        userId: value.gongId({ isCall: false }).optional(),
        name: value.text().optional(),
        emailAddress: value.emailAddress().optional(),
        phoneNumber: value.text().optional(),
        partyId: value.foreignId().optional(),
        mediaChannelId: value.integer({ min: 0, max: 1 }).optional(),
        context: crmLinks().optional(),
      }),
    ),
);

const contextInWords =
  '[{"system": "Salesforce", "objects": [{"objectType": "Opportunity", "objectId": "0065g00000KpQ2nAAF"}]}]';

const timelineExample = '{"precise": true, "speechSegments": [{"fromTime": 0, "toTime": 4200, "partyIds": ["1"]}]}';

const milliseconds = () => value.integer({ min: 0, max: 2 ** 31 - 1 });

export const createNewCall = operation({
  label: "Create New Call",
  description:
    "Creates a call from another telephony system. The recording is either fetched by Gong from Download Media URL, or sent afterwards with Add Call Media.",
  endpoint: "POST /v2/calls",
  scopes: ["api:calls:create"],
  effect: "repeatable",
  fields: {
    clientUniqueId: field.foreignId(
      {
        label: "Client Unique ID",
        comments:
          "The call's id in the telephony system, up to 2048 characters. Gong uses it to turn away a second upload of the same call, so it should never be made up at random.",
        placeholder: "pbx-7731",
        example: "pbx-7731",
      },
      { maxLength: 2048 },
    ),
    primaryUser: reworded(userId, {
      label: "Primary User",
      comments: "Gong's user id of the host. The host has to be among the parties, and set up to have calls imported.",
    }),
    parties,
    direction: field.choice(
      {
        label: "Direction",
        comments: "Inbound: the company was called. Outbound: the company called. Internal calls are Conference.",
        example: "Outbound",
      },
      ["Inbound", "Outbound", "Conference", "Unknown"],
    ),
    actualStart: field.dateTimeText(
      {
        label: "Actual Start",
        comments: "When the call began. ISO 8601 with a zone, such as 2026-01-05T10:00:00-08:00.",
        placeholder: "2026-01-05T10:00:00-08:00",
        example: "2026-01-05T10:00:00-08:00",
      },
      { exact: true },
    ),
    title: optional(
      field.text({
        label: "Title",
        comments: "What people search for in Gong; readable words, not an id. Leave empty for a title made by Gong.",
        placeholder: "Outbound call: Priya Nair, Contoso Farms",
        example: "Outbound call: Priya Nair, Contoso Farms",
      }),
    ),
    downloadMediaUrl: optional(
      field.url({
        label: "Download Media URL",
        comments:
          "Where Gong fetches the recording, within hours: an address unique to this call with at most 1.5 GB of WAV, MP3, MP4, MKV or FLAC. Leave empty to send the recording with Add Call Media.",
        placeholder: "https://recordings.northwind.example/pbx-7731.mp3",
        example: "https://recordings.northwind.example/pbx-7731.mp3",
      }),
    ),
    duration: optional(
      field.decimal({
        label: "Duration",
        comments: "How long the call took, in seconds. Leave empty to let Gong measure it.",
        placeholder: "1834",
        example: "1834",
      }),
    ),
    scheduledStart: optional(
      field.dateTimeText(
        {
          label: "Scheduled Start",
          comments:
            "When the call was planned to begin. ISO 8601 with a zone. Leave empty for a call without appointment.",
          placeholder: "2026-01-05T10:00:00-08:00",
          example: "2026-01-05T10:00:00-08:00",
        },
        { exact: true },
      ),
    ),
    scheduledEnd: optional(
      field.dateTimeText(
        {
          label: "Scheduled End",
          comments:
            "When the call was planned to end. ISO 8601 with a zone. Leave empty for a call without appointment.",
          placeholder: "2026-01-05T10:30:00-08:00",
          example: "2026-01-05T10:30:00-08:00",
        },
        { exact: true },
      ),
    ),
    purpose: optional(
      field.text(
        {
          label: "Purpose",
          comments:
            "What the call was for, up to 255 characters; people filter by it, so a fixed list of words serves best. Leave empty for none.",
          placeholder: "Discovery",
          example: "Discovery",
        },
        { maxLength: 255 },
      ),
    ),
    disposition: optional(
      field.text(
        {
          label: "Disposition",
          comments:
            "How the call ended, up to 255 characters; people filter by it, so a fixed list of words serves best. Leave empty for none.",
          placeholder: "Connected",
          example: "Connected",
        },
        { maxLength: 255 },
      ),
    ),
    contextParam: optional(
      field.json(
        {
          label: "Context",
          comments: `CRM records to link the call to, as a JSON list such as ${contextInWords}. Leave empty to let Gong match by e-mail address and phone number.`,
          example: JSON.stringify(withoutTimings([callContext])),
        },
        crmLinks,
      ),
    ),
    customData: optional(
      field.text({
        label: "Custom Data",
        comments: "Any text to keep with the call, such as notes for troubleshooting. Leave empty for none.",
        placeholder: "campaign=spring",
        example: "campaign=spring",
      }),
    ),
    speakersTimeline: optional(
      field.json(
        {
          label: "Speakers Timeline",
          comments: `Who spoke when, in milliseconds from the start of the call, with the partyId of Parties. A JSON object such as ${timelineExample}. Leave empty to let Gong tell the speakers apart.`,
          example: timelineExample,
        },
        () =>
          value.record({
            precise: value.toggle().optional(),
            speechSegments: value
              .listOf(
                value.record({
                  fromTime: milliseconds(),
                  toTime: milliseconds(),
                  partyIds: value.listOf(value.foreignId()),
                }),
              )
              .optional(),
          }),
      ),
    ),
    meetingUrl: optional(
      field.text({
        label: "Meeting URL",
        comments: "The web address at which people joined. Leave empty for a call without one.",
        placeholder: call.meetingUrl,
        example: call.meetingUrl,
      }),
    ),
    callProviderCode: optional(
      field.text({
        label: "Call Provider Code",
        comments:
          "Gong's code for the telephony or conferencing system, such as zoom, ringcentral, gotomeeting, outreach or insidesales; Gong's support knows the code of any other. Leave empty when there is none.",
        placeholder: "ringcentral",
        example: "ringcentral",
      }),
    ),
    workspaceId: optional(
      reworded(workspaceId, {
        comments: "Gong's id of the workspace for the call. Leave empty to let Gong choose, as most companies do.",
      }),
    ),
    languageCode: optional(
      field.text({
        label: "Language Code",
        comments:
          "The language to transcribe in, as language and region, such as en-US, de-DE, pt-BR or zh-TW. Leave empty to let Gong recognise it; set it only when the language is certain.",
        placeholder: "en-US",
        example: "en-US",
      }),
    ),
    flowContext: optional(
      field.group(
        {
          label: "Flow Context",
          comments: "The Gong Engage task that the call belongs to. Leave empty for a call without task.",
        },
        {
          taskId: optional(
            field.gongId({
              label: "Task ID",
              comments: "Gong's id of the task. Leave empty for a call without task.",
              placeholder: "9146290375517392005",
              example: "9146290375517392005",
            }),
          ),
        },
      ),
    ),
  },
  request: ({ contextParam, ...newCall }) => {
    const faults: string[] = [];
    if (!newCall.parties.some((party) => party.userId === newCall.primaryUser))
      faults.push(
        `Parties must hold the host: add an entry with "userId": "${newCall.primaryUser}" for the Primary User, or set userId in the host's entry.`,
      );
    const partyIds = new Set(newCall.parties.map((party) => party.partyId));
    const spoken = (newCall.speakersTimeline?.speechSegments ?? []).flatMap((segment) => segment.partyIds);
    const strangers = [...new Set(spoken)].filter((partyId) => !partyIds.has(partyId));
    if (strangers.length > 0)
      faults.push(
        `Speakers Timeline names ${strangers.map((partyId) => `"${partyId}"`).join(", ")}, which no entry of Parties has as its partyId. Add the partyId to the party who spoke.`,
      );
    if (faults.length > 0) throw new InputError(faults);
    return { body: { ...newCall, ...(contextParam ? { context: contextParam } : {}) } };
  },
  response: () => answerWith({ callId: z.string().describe("Gong's id of the call, up to 20 digits.") }),
  example: { requestId, callId: call.id },
  notes: [
    "An answer means that the call is queued. Gong never reports what became of it; Check Uploaded Call looks.",
    "Gong drops a call of less than 60 seconds, counted without silence at both ends, and says nothing.",
    "It may take up to a day until the call can be found.",
    "A second call with the same client unique id is turned away while the first one succeeded or is in work.",
    "Status 409 may also mean that the host is not set up to have calls imported.",
    "Each of Parties has any of userId (of a Gong user), name, emailAddress, phoneNumber, partyId (wanted by the speakers timeline), mediaChannelId (0 left or 1 right, in a stereo recording) and context (CRM links, as in Context).",
    "Each entry of Context has system (only Salesforce and Generic take effect) and objects with objectType (Opportunity, Account, Lead, Contact or User), objectId and, for later use by Gong, fields.",
    "The speakers timeline takes the place of media channels; its precise says whether the times are right within 100 milliseconds.",
  ],
});
