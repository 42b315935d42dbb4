import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";
import { user } from "./user";

/** Somebody who is invited to a meeting. */
export const MeetingInvitee = once(() =>
  entity({
    email: z.string().describe("The e-mail address."),
    displayName: z.string().describe("The invitee's name."),
    firstName: z.string().describe("The first name."),
    lastName: z.string().describe("The last name."),
  }),
);

/** Whether Gong can create meetings for a user. */
export const MeetingIntegrationStatus = once(() =>
  entity({
    email: z.string().describe("The e-mail address."),
    exists: z.boolean().describe("Whether Gong knows the user."),
    valid: z.boolean().describe("True when the user's meeting integration is connected."),
    userFacingError: z.string().describe("What is wrong, in words for the user."),
    fixUrl: z.string().describe("Where the user can mend it."),
    helpUrl: z.string().describe("Where Gong explains it."),
  }),
);

export const meetingId = "4826153907714426031";

/** The buyer of the sample call. */
export const invitee = {
  email: "priya.nair@contoso.example",
  displayName: "Priya Nair",
  firstName: "Priya",
  lastName: "Nair",
};

/** The address that lets Gong know of a meeting, which has to be invited too. */
export const assistantInvitee = {
  email: "assistant@gong.example",
  displayName: "Gong Assistant",
  firstName: "Gong",
  lastName: "Assistant",
};

export const meetingIntegrationStatus = {
  email: user.emailAddress,
  exists: true,
  valid: false,
  userFacingError: "Zoom is disconnected from Gong.",
  fixUrl: "https://app.gong.example/settings/web-conferencing",
  helpUrl: "https://help.gong.example/web-conferencing",
};
