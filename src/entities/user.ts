import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";

/** A person of the Gong customer's own company. */
export const User = once(() =>
  entity({
    id: z.string().describe("Gong's id of the user."),
    emailAddress: z.string().describe("The address that the user signs in with."),
    created: z.string().describe("ISO 8601 with offset."),
    active: z.boolean().describe("False for users who were deactivated."),
    emailAliases: z.array(z.string()).describe("Other addresses of the user."),
    trustedEmailAddress: z.string().describe("The address that Gong trusts for signing in."),
    firstName: z.string().describe("The first name."),
    lastName: z.string().describe("The last name."),
    title: z.string().describe("The job title; null when it is not known."),
    phoneNumber: z.string().describe("The phone number; null when it is not known."),
    extension: z.string().describe("The phone extension; null when there is none."),
    personalMeetingUrls: z.array(z.string()).describe("The user's own meeting rooms."),
    settings: UserSettings().describe("What Gong captures of the user."),
    managerId: z.string().describe("The manager's user id; null for people without one."),
    meetingConsentPageUrl: z.string().describe("The page on which guests agree to being recorded; null without one."),
    conferencingProviders: z
      .array(
        entity({
          provider: z.string().describe("Such as Zoom."),
          isDefault: z.boolean().describe("True for the one that is used when none is chosen."),
        }),
      )
      .describe("The systems in which the user holds calls."),
    spokenLanguages: z
      .array(
        entity({
          language: z.string().describe("BCP 47."),
          primary: z.boolean().describe("True for the main language."),
        }),
      )
      .describe("The languages that the user speaks on calls."),
  }),
);
export type User = z.infer<ReturnType<typeof User>>;

/** First and last name, or what there is of them. */
export const fullName = ({ firstName, lastName }: Partial<Pick<User, "firstName" | "lastName">>): string =>
  [firstName, lastName]
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(" ");

/** What Gong captures of a user. */
const UserSettings = once(() =>
  entity({
    webConferencesRecorded: z.boolean().describe("Web conferences are recorded."),
    preventWebConferenceRecording: z.boolean().describe("Recording web conferences is forbidden."),
    telephonyCallsImported: z.boolean().describe("Phone calls are imported."),
    emailsImported: z.boolean().describe("E-mails are imported."),
    preventEmailImport: z.boolean().describe("Importing e-mails is forbidden."),
    nonRecordedMeetingsImported: z.boolean().describe("Meetings are imported without recording."),
    gongConnectEnabled: z.boolean().describe("Gong's dialer is switched on."),
  }),
);

/** One change of a user's capture settings. */
export const UserSettingsChange = once(() =>
  entity({
    setting: z.string().describe("Which setting was changed."),
    value: z.boolean().describe("What it was changed to."),
    time: z.string().describe("ISO 8601 with offset."),
  }),
);

/** The host of the sample call. */
export const user = {
  id: "234599484848423",
  emailAddress: "ada.reyes@northwind.example",
  created: "2023-04-03T09:15:00-07:00",
  active: true,
  emailAliases: ["ada@northwind.example"],
  trustedEmailAddress: "ada.reyes@sso.northwind.example",
  firstName: "Ada",
  lastName: "Reyes",
  title: "Account Executive",
  phoneNumber: "+14255550142",
  extension: "142",
  personalMeetingUrls: ["https://meet.northwind.example/ada.reyes"],
  settings: {
    webConferencesRecorded: true,
    preventWebConferenceRecording: false,
    telephonyCallsImported: true,
    emailsImported: true,
    preventEmailImport: false,
    nonRecordedMeetingsImported: true,
    gongConnectEnabled: true,
  },
  managerId: "563515258458745",
  meetingConsentPageUrl: "https://join.gong.io/northwind/ada.reyes",
  conferencingProviders: [{ provider: "Zoom", isDefault: true }],
  spokenLanguages: [{ language: "en-US", primary: true }],
};

/** The sample user's manager. */
export const manager = {
  ...user,
  id: "563515258458745",
  emailAddress: "tomas.lind@northwind.example",
  emailAliases: [],
  trustedEmailAddress: null,
  firstName: "Tomas",
  lastName: "Lind",
  title: "Sales Manager",
  phoneNumber: "+14255550107",
  extension: "107",
  personalMeetingUrls: [],
  managerId: null,
  meetingConsentPageUrl: null,
};

export const userSettingsChange = { setting: "callsImported", value: true, time: "2025-11-03T08:30:00-08:00" };
