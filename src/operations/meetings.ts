import { z } from "zod";
import { InputError } from "#src/base/errors";
import { answerWith, entity, requestId } from "#src/entities/entity";
import {
  assistantInvitee,
  invitee,
  MeetingIntegrationStatus,
  MeetingInvitee,
  meetingId as meetingIdSample,
  meetingIntegrationStatus,
} from "#src/entities/meeting";
import { user } from "#src/entities/user";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { userEmail } from "#src/form/fields";
import * as value from "#src/form/value";
import { operation } from "#src/operation";

const meetingId = field.gongId({
  label: "Meeting ID",
  comments: "Gong's id of the meeting, up to 20 digits, as Create New Gong Meeting returned it.",
  placeholder: meetingIdSample,
  example: meetingIdSample,
});

const momentFormat =
  "ISO 8601 with a zone, such as 2026-01-05T10:00:00-08:00; epoch seconds and milliseconds are understood";

const organizerEmail = reworded(userEmail, {
  label: "Organizer Email",
  comments: "The e-mail address of the Gong user who holds the meeting.",
});

/** An invitee, or only the address of one. */
const inviteeSchema = () =>
  z.preprocess(
    (given) => (typeof given === "string" && !given.trim().startsWith("{") ? { email: given } : given),
    value.record({
      email: value.emailAddress(),
      displayName: value.text().optional(),
      firstName: value.text().optional(),
      lastName: value.text().optional(),
    }),
  );

const meetingFields = {
  startTime: field.dateTimeText(
    {
      label: "Start Time",
      comments: `When the meeting begins. ${momentFormat}.`,
      placeholder: "2026-01-05T10:00:00-08:00",
      example: "2026-01-05T10:00:00-08:00",
    },
    { exact: true },
  ),
  endTime: field.dateTimeText(
    {
      label: "End Time",
      comments: `When the meeting ends, after its start. ${momentFormat}.`,
      placeholder: "2026-01-05T10:30:00-08:00",
      example: "2026-01-05T10:30:00-08:00",
    },
    { exact: true },
  ),
  organizerEmail,
  invitees: field.json(
    {
      label: "Invitees",
      comments:
        'The people to invite, without the organizer. A JSON list such as [{"email": "priya.nair@contoso.example", "displayName": "Priya Nair", "firstName": "Priya", "lastName": "Nair"}], in which only email is required, or a list of addresses.',
      example: JSON.stringify([invitee]),
    },
    () => value.listOf(inviteeSchema()),
  ),
  title: optional(
    field.text({
      label: "Title",
      comments: "The title of the meeting. Leave empty for none.",
      placeholder: "Northwind Robotics and Contoso Farms: discovery",
      example: "Northwind Robotics and Contoso Farms: discovery",
    }),
  ),
  externalId: optional(
    field.foreignId({
      label: "External ID",
      comments: "The meeting's id in the system that plans it. Leave empty when it has none.",
      placeholder: "booking-2201",
      example: "booking-2201",
    }),
  ),
  provider: optional(
    field.text({
      label: "Provider",
      comments: "The web conferencing provider, such as zoom. Leave empty to use the organizer's default.",
      placeholder: "zoom",
      example: "zoom",
    }),
  ),
};

const refuseBackwards = ({ startTime, endTime }: { startTime: string; endTime: string }) => {
  if (Date.parse(endTime) <= Date.parse(startTime))
    throw new InputError([`End Time must be after Start Time. Given: ${startTime} to ${endTime}.`]);
};

const limitedRelease = "Gong offers meetings to some companies only; it answers 403 to the others.";
const brokenLink =
  "Gong answers 409, with words for the user and the address of a remedy, when it cannot reach the organizer's web conferencing provider. Get Meeting Integration Status tells beforehand.";

export const createNewGongMeeting = operation({
  label: "Create New Gong Meeting",
  description:
    "Creates a meeting with a web conference of the organizer's and Gong's page of consent. Inviting the participants is left to the caller.",
  endpoint: "POST /v2/meetings",
  scopes: ["api:meetings:user:create"],
  effect: "writes",
  fields: meetingFields,
  request: (body) => {
    refuseBackwards(body);
    return { body };
  },
  response: () =>
    answerWith({
      meetingId: z.string().describe("Gong's id of the meeting."),
      meetingUrl: z.string().describe("Where participants enter the meeting."),
      additionalInvitees: z.array(MeetingInvitee()).describe("Who has to be invited besides, so that Gong records."),
    }),
  example: {
    requestId,
    meetingId: meetingIdSample,
    meetingUrl: "https://join.gong.example/northwind/ada.reyes?tkn=k2v9d0s7",
    additionalInvitees: [assistantInvitee],
  },
  notes: [limitedRelease, brokenLink],
});

export const updateGongMeeting = operation({
  label: "Update Gong Meeting",
  description: "Changes the times, title and invitees of a meeting that was created through Gong.",
  endpoint: "PUT /v2/meetings/{meetingId}",
  scopes: ["api:meetings:user:update"],
  effect: "writes",
  fields: { meetingId, ...meetingFields },
  request: ({ meetingId, ...body }) => {
    refuseBackwards(body);
    return { body };
  },
  response: () => answerWith({ meetingId: z.string().describe("Gong's id of the meeting.") }),
  example: { requestId, meetingId: meetingIdSample },
  notes: [
    limitedRelease,
    brokenLink,
    "Times, organizer and invitees have to be sent each time, also those that stay the same.",
    "Gong has been seen answering success for a meeting that it does not have.",
  ],
});

export const deleteMeeting = operation({
  label: "Delete Gong Meeting",
  description: "Deletes a meeting that was created through Gong.",
  endpoint: "DELETE /v2/meetings/{meetingId}",
  scopes: ["api:meetings:user:delete"],
  effect: "writes",
  fields: {
    meetingId,
    organizerEmail: optional(
      reworded(organizerEmail, {
        comments:
          "The e-mail address of the Gong user who holds the meeting. Required, although saved workflows may show it empty.",
      }),
    ),
  },
  request: ({ organizerEmail }) => {
    if (!organizerEmail)
      throw new InputError([
        "Organizer Email is required. Fill in the e-mail address of the user who holds the meeting: Gong deletes it only for its organizer.",
      ]);
    return { body: { organizerEmail } };
  },
  response: () => entity({ organizerEmail: z.string().describe("The organizer's e-mail address.") }),
  example: { organizerEmail: user.emailAddress },
  notes: [limitedRelease, "Gong answers 404 to the id of a meeting that it does not have."],
});

export const getMeetingIntegrationStatus = operation({
  label: "Get Meeting Integration Status",
  description: "Tells of each user whether Gong can create meetings for them, and what stands in the way.",
  endpoint: "POST /v2/meetings/integration/status",
  scopes: ["api:meetings:integration:status"],
  effect: "reads",
  fields: {
    emails: field.list(
      reworded(organizerEmail, {
        label: "Emails",
        comments:
          "The e-mail addresses of the users, at most 100: a list, one address, or addresses separated by commas.",
      }),
      { max: 100 },
    ),
  },
  response: () =>
    answerWith({ users: z.array(MeetingIntegrationStatus()).describe("One entry per address that was asked about.") }),
  list: { key: "users" },
  example: { requestId, users: [meetingIntegrationStatus] },
  notes: ["Gong answers success whatever it finds: the verdict is in each user's entry."],
});
