import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";

/** A person of the Gong customer's own company. */
export const User = once(() =>
  entity({
    id: z.string(),
    emailAddress: z.string(),
    created: z.string().describe("ISO 8601 with offset."),
    active: z.boolean(),
    emailAliases: z.array(z.string()),
    trustedEmailAddress: z.string().describe("The address that Gong trusts for signing in."),
    firstName: z.string(),
    lastName: z.string(),
    title: z.string(),
    phoneNumber: z.string(),
    extension: z.string(),
    personalMeetingUrls: z.array(z.string()),
    settings: UserSettings(),
    managerId: z.string(),
    meetingConsentPageUrl: z.string(),
    conferencingProviders: z.array(entity({ provider: z.string(), isDefault: z.boolean() })),
    spokenLanguages: z.array(entity({ language: z.string().describe("BCP 47."), primary: z.boolean() })),
  }),
);
export type User = z.infer<ReturnType<typeof User>>;

/** What Gong captures of a user. */
const UserSettings = once(() =>
  entity({
    webConferencesRecorded: z.boolean(),
    preventWebConferenceRecording: z.boolean(),
    telephonyCallsImported: z.boolean(),
    emailsImported: z.boolean(),
    preventEmailImport: z.boolean(),
    nonRecordedMeetingsImported: z.boolean(),
    gongConnectEnabled: z.boolean(),
  }),
);

/** One change of a user's capture settings. */
export const UserSettingsChange = once(() =>
  entity({ setting: z.string(), value: z.boolean(), time: z.string().describe("ISO 8601 with offset.") }),
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
