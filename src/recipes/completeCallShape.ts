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

/** A CRM record with its fields. */
export const CrmObject = once(() =>
  z.object({
    id: text().describe("The record's id in the CRM."),
    name: text().describe("The record's name in the CRM."),
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
    name: text().describe("The name; null for people whom Gong could not name."),
    emailAddress: text().describe("The e-mail address; null when it is not known."),
    phoneNumber: text().describe("The phone number; null when it is not known."),
    title: text().describe("The job title; null when it is not known."),
    side: side().describe("Internal for the company's own people."),
    userId: text().describe("Gong's user id; null for people outside."),
    speakerId: text().describe("Null for people who said nothing."),
    crmRecords: z.array(CrmRecord()).describe("The person in the CRM, such as a Contact or Lead."),
  }),
);

const Occurrence = once(() =>
  z.object({
    second: second(),
    speaker: text().describe("Who said it; null when Gong could not tell."),
    side: side().describe("Internal, External or Unknown."),
    momentUrl: link(),
  }),
);

/** What a tracker heard, with these details of each phrase beside its words and their count. */
export const trackerWith = <S extends z.core.$ZodLooseShape>(details: S) =>
  z.object({
    id: text().describe("Gong's id of the tracker."),
    name: text().describe("What the tracker is called."),
    type: text().describe("KEYWORD or SMART. Smart trackers have no phrases."),
    count: z.number().describe("How often it was mentioned."),
    phrases: z
      .array(
        z.object({
          phrase: z.string().describe("The words that were said."),
          count: z.number().describe("How often the phrase was said."),
          ...details,
        }),
      )
      .describe("The phrases that were heard; empty for smart trackers."),
  });

const Tracker = once(() =>
  trackerWith({ occurrences: z.array(Occurrence()).describe("When the phrase was said, and by whom.") }).extend({
    occurrences: z.array(Occurrence()).describe("Mentions that Gong gives for the tracker as a whole."),
  }),
);

/** One flat record per call: what Gong spreads over two answers and five levels. Made by `completeCall`. */
export const CompleteCall = once(() =>
  z.object({
    id: text().describe("Gong's id of the call, up to 20 digits."),
    title: text().describe("The call's title."),
    url: text().describe("The call's page in Gong. It does not expire."),
    started: text().describe("ISO 8601 with offset."),
    scheduled: text().describe("ISO 8601 with offset."),
    durationSeconds: number().describe("Seconds; null when Gong does not know."),
    direction: text().describe("Inbound, Outbound, Conference or Unknown."),
    scope: text().describe("Internal, External or Unknown."),
    system: text().describe("Where the call was held, such as Zoom."),
    media: text().describe("Video or Audio."),
    language: text().describe("ISO 639-2B, also und and zxx."),
    workspaceId: text().describe("Gong's id of the workspace; null where it belongs to none."),
    isPrivate: z.boolean().describe("True when the call is private in Gong."),
    purpose: text().describe("What the call was for; null when nobody said."),
    host: z
      .object({
        userId: text().describe("Gong's id of the host."),
        name: text().describe("The host's name; null when it is not known."),
        emailAddress: text().describe("The e-mail address; null when it is not known."),
      })
      .nullable()
      .describe("The user who held the call; null when Gong names none."),
    participants: part(z.array(Participant())).describe("Everyone who took part."),
    internal: part(z.array(Participant())).describe("The participants of the company itself."),
    external: part(z.array(Participant())).describe(
      "The participants from outside. Those of an unknown side are in neither list.",
    ),
    crm: part(z.record(z.string(), z.record(z.string(), CrmObject()))).describe(
      "By system, then by object type: the first object of its type.",
    ),
    crmRecords: part(z.array(CrmRecord())).describe("Every CRM object that the call is linked to."),
    trackers: part(z.array(Tracker())).describe("What trackers heard."),
    topics: part(
      z.array(
        z.object({
          name: text().describe("What the topic is called."),
          durationSeconds: number().describe("Seconds; null when Gong does not know."),
        }),
      ),
    ).describe("What was talked about, and how long."),
    brief: part(z.string()).describe("The call in a few sentences."),
    outline: part(
      z.array(
        z.object({
          section: text().describe("The section's heading."),
          startSecond: second(),
          durationSeconds: number().describe("Seconds; null when Gong does not know."),
          momentUrl: link(),
          items: z
            .array(z.object({ text: z.string().describe("One statement."), startSecond: second(), momentUrl: link() }))
            .describe("What was said in the section."),
        }),
      ),
    ).describe("What was talked about, part by part."),
    keyPoints: part(z.array(z.string())).describe("The main points."),
    highlights: part(
      z.array(
        z.object({
          title: text().describe("The section's heading."),
          items: z
            .array(z.object({ text: z.string().describe("One statement."), second: second(), momentUrl: link() }))
            .describe("The items of the section."),
        }),
      ),
    ).describe("The moments that matter."),
    nextSteps: part(
      z.array(z.object({ text: z.string().describe("One statement."), second: second(), momentUrl: link() })),
    ).describe("The items of those highlights that are titled next steps or action items."),
    outcome: part(
      z.object({
        id: text().describe("Gong's id of the outcome."),
        category: text().describe("The kind of outcome, such as ANSWERED."),
        name: text().describe("What the outcome is called."),
      }),
    ).describe("How the call ended."),
    interaction: part(
      z.object({
        stats: z.record(z.string(), number()).describe("By Gong's name, such as Talk Ratio; they are the host's."),
        speakers: z
          .array(
            z.object({
              name: text().describe("The name."),
              userId: text().describe("Gong's id of the user; null for people outside."),
              side: side().describe("Internal, External or Unknown."),
              talkSeconds: number().describe("Seconds."),
            }),
          )
          .describe("How long each person talked."),
        questions: z
          .object({
            company: number().describe("Questions that people of the company asked."),
            nonCompany: number().describe("Questions that the other side asked."),
          })
          .nullable()
          .describe("How many questions were asked; null when Gong did not count."),
        video: z
          .array(z.object({ name: text().describe("The name."), durationSeconds: number().describe("Seconds.") }))
          .describe("How long each kind of picture was shown."),
      }),
    ).describe("How people talked."),
    comments: part(
      z.array(
        z.object({
          id: text().describe("Gong's id of the comment."),
          text: z.string().describe("One statement."),
          authorUserId: text().describe("The author's user id."),
          authorName: text().describe("The author's name; null for those who took no part in the call."),
          posted: text().describe("ISO 8601 with offset."),
          startSecond: second(),
          endSecond: second(),
          momentUrl: link(),
          inReplyTo: text().describe("The id of the comment that this one answers."),
          duringCall: z.boolean().nullable().describe("True when it was written while the call was on."),
        }),
      ),
    ).describe("What people wrote beside the call."),
    mediaLinks: part(
      z
        .object({
          audioUrl: text().describe("The sound alone; null when there is no recording."),
          videoUrl: text().describe("The video; null for calls without one."),
        })
        .describe("Signed links that work for 8 hours. Store the call's url instead."),
    ),
    transcript: part(
      z.object({
        text: z.string().describe("One line per turn: the speaker, a colon, what was said."),
        turns: z
          .array(
            z.object({
              speaker: z.string().describe("The participant's name; Speaker 1, Speaker 2 … for voices without one."),
              side: side().describe("Internal, External or Unknown."),
              startSecond: second(),
              endSecond: second(),
              text: z.string().describe("One step."),
              topic: text().describe("What is talked about; null when Gong named none."),
            }),
          )
          .describe("What each person said without being interrupted."),
      }),
    ).describe("What was said, turn by turn."),
    missing: z
      .array(z.enum(callParts))
      .describe("The parts that were asked for and that Gong does not have, or not yet."),
  }),
);

export type CompleteCall = z.infer<ReturnType<typeof CompleteCall>>;
