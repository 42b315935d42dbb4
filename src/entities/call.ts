import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";
import { user } from "./user";
import { workspace } from "./workspace";

/** What Gong lists of every call. */
export const Call = once(() =>
  entity({
    id: z.string().describe("Gong's id of the call, up to 20 digits."),
    url: z.string().describe("The call's page in Gong. It does not expire."),
    title: z.string().describe("The call's title."),
    scheduled: z.string().describe("ISO 8601 with offset."),
    started: z.string().describe("ISO 8601 with offset."),
    duration: z.number().describe("Seconds."),
    primaryUserId: z.string().describe("The host's user id."),
    direction: z.string().describe("Inbound, Outbound, Conference or Unknown."),
    system: z.string().describe("Where the call was held, such as Zoom."),
    scope: z.string().describe("Internal, External or Unknown."),
    media: z.string().describe("Video or Audio."),
    language: z.string().describe("ISO 639-2B, also und and zxx."),
    workspaceId: z.string().describe("Gong's id of the workspace; null where it belongs to none."),
    sdrDisposition: z.string().describe("How a phone call ended, as its caller noted; null when nobody did."),
    clientUniqueId: z.string().describe("The id that the uploading system gave."),
    customData: z.string().describe("Text that the uploading system kept with the call; null when it kept none."),
    purpose: z.string().describe("What the call was for; null when nobody said."),
    meetingUrl: z.string().describe("Where people joined; null for phone calls."),
    isPrivate: z.boolean().describe("True when the call is private in Gong."),
    calendarEventId: z.string().describe("The id of the event in the calendar; null for calls without one."),
  }),
);
export type Call = z.infer<ReturnType<typeof Call>>;

export const call = {
  id: "7782342274025937895",
  url: "https://app.gong.io/call?id=7782342274025937895",
  title: "Northwind Robotics and Contoso Farms: discovery",
  scheduled: "2026-01-05T10:00:00-08:00",
  started: "2026-01-05T10:00:12.483-08:00",
  duration: 1834,
  primaryUserId: user.id,
  direction: "Conference",
  system: "Zoom",
  scope: "External",
  media: "Video",
  language: "eng",
  workspaceId: workspace.id,
  sdrDisposition: "Connected",
  clientUniqueId: "pbx-7731",
  customData: "campaign=spring",
  purpose: "Discovery",
  meetingUrl: "https://zoom.example/j/98765432100",
  isPrivate: false,
  calendarEventId: "8kd2f1q0v3contoso20260105",
};
