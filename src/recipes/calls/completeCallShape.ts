import { z } from "zod";
import { once } from "#src/base/lazy";

/** The parts of a complete call that are given only when they are asked for. */
export const callParts = [
  "participants",
  "crm",
  "trackers",
  "topics",
  "brief",
  "outline",
  "keyPoints",
  "highlights",
  "nextSteps",
  "outcome",
  "interaction",
  "comments",
  "media",
  "transcript",
] as const;

export type CallPart = (typeof callParts)[number];

const text = () => z.string().nullable();
const number = () => z.number().nullable();
const second = () => z.number().nullable().describe("Seconds from the start of the call.");
const link = () => z.string().nullable().describe("Opens the call in Gong at this moment.");
const side = once(() => z.enum(["Internal", "External", "Unknown"]));

/** A part that is absent when it was not asked for, and null when Gong does not have it. */
const part = <T extends z.ZodType>(schema: T) => schema.nullable().optional();

const CrmObject = once(() =>
  z.object({
    id: text(),
    name: text(),
    fields: z.record(z.string(), z.unknown()).describe("Values by the name of the field."),
  }),
);

const CrmRecord = once(() =>
  CrmObject().extend({
    system: z.string().describe("Salesforce, HubSpot, MicrosoftDynamic or Generic."),
    objectType: z.string().describe("Such as Opportunity or Account."),
    timing: text().describe("Now or TimeOfCall: when the field values are from."),
  }),
);

const Participant = once(() =>
  z.object({
    name: text(),
    emailAddress: text(),
    phoneNumber: text(),
    title: text(),
    side: side().describe("Internal for the company's own people."),
    userId: text().describe("Gong's user id; null for people outside."),
    speakerId: text().describe("Null for people who said nothing."),
    crmRecords: z.array(CrmRecord()).describe("The person in the CRM, such as a Contact or Lead."),
  }),
);

const Occurrence = once(() => z.object({ second: second(), speaker: text(), side: side(), momentUrl: link() }));

const Tracker = once(() =>
  z.object({
    id: text(),
    name: text(),
    type: text().describe("KEYWORD or SMART. Smart trackers have no phrases."),
    count: z.number().describe("How often it was mentioned."),
    phrases: z.array(z.object({ phrase: z.string(), count: z.number(), occurrences: z.array(Occurrence()) })),
    occurrences: z.array(Occurrence()).describe("Mentions that Gong gives for the tracker as a whole."),
  }),
);

/** One flat record per call: what Gong spreads over two answers and five levels. Made by `completeCall`. */
export const CompleteCall = once(() =>
  z.object({
    id: text(),
    title: text(),
    url: text().describe("The call's page in Gong. It does not expire."),
    started: text().describe("ISO 8601 with offset."),
    scheduled: text().describe("ISO 8601 with offset."),
    durationSeconds: number(),
    direction: text().describe("Inbound, Outbound, Conference or Unknown."),
    scope: text().describe("Internal, External or Unknown."),
    system: text().describe("Where the call was held, such as Zoom."),
    media: text().describe("Video or Audio."),
    language: text().describe("ISO 639-2B, also und and zxx."),
    workspaceId: text(),
    isPrivate: z.boolean(),
    purpose: text(),
    host: z.object({ userId: text(), name: text(), emailAddress: text() }).nullable(),
    participants: part(z.array(Participant())),
    internal: part(z.array(Participant())).describe("The participants of the company itself."),
    external: part(z.array(Participant())).describe(
      "The participants from outside. Those of an unknown side are in neither list.",
    ),
    crm: part(z.record(z.string(), z.record(z.string(), CrmObject()))).describe(
      "By system, then by object type: the first object of its type.",
    ),
    crmRecords: part(z.array(CrmRecord())).describe("Every CRM object that the call is linked to."),
    trackers: part(z.array(Tracker())),
    topics: part(z.array(z.object({ name: text(), durationSeconds: number() }))),
    brief: part(z.string()),
    outline: part(
      z.array(
        z.object({
          section: text(),
          startSecond: second(),
          durationSeconds: number(),
          momentUrl: link(),
          items: z.array(z.object({ text: z.string(), startSecond: second(), momentUrl: link() })),
        }),
      ),
    ),
    keyPoints: part(z.array(z.string())),
    highlights: part(
      z.array(
        z.object({
          title: text(),
          items: z.array(z.object({ text: z.string(), second: second(), momentUrl: link() })),
        }),
      ),
    ),
    nextSteps: part(z.array(z.object({ text: z.string(), second: second(), momentUrl: link() }))).describe(
      "The items of those highlights that are titled next steps or action items.",
    ),
    outcome: part(z.object({ id: text(), category: text(), name: text() })),
    interaction: part(
      z.object({
        stats: z.record(z.string(), number()).describe("By Gong's name, such as Talk Ratio; they are the host's."),
        speakers: z.array(z.object({ name: text(), userId: text(), side: side(), talkSeconds: number() })),
        questions: z.object({ company: number(), nonCompany: number() }).nullable(),
        video: z.array(z.object({ name: text(), durationSeconds: number() })),
      }),
    ),
    comments: part(
      z.array(
        z.object({
          id: text(),
          text: z.string(),
          authorUserId: text(),
          authorName: text(),
          posted: text().describe("ISO 8601 with offset."),
          startSecond: second(),
          endSecond: second(),
          momentUrl: link(),
          inReplyTo: text().describe("The id of the comment that this one answers."),
          duringCall: z.boolean().nullable(),
        }),
      ),
    ),
    mediaLinks: part(
      z
        .object({ audioUrl: text(), videoUrl: text() })
        .describe("Signed links that work for 8 hours. Store the call's url instead."),
    ),
    transcript: part(
      z.object({
        text: z.string().describe("One line per turn: the speaker, a colon, what was said."),
        turns: z.array(
          z.object({
            speaker: z.string().describe("The participant's name; Speaker 1, Speaker 2 … for voices without one."),
            side: side(),
            startSecond: second(),
            endSecond: second(),
            text: z.string(),
            topic: text(),
          }),
        ),
      }),
    ),
    missing: z
      .array(z.enum(callParts))
      .describe("The parts that were asked for and that Gong does not have, or not yet."),
  }),
);

export type CompleteCall = z.infer<ReturnType<typeof CompleteCall>>;
