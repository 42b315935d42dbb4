import { z } from "zod";
import { once } from "../once";
import { call } from "./call";
import { manager, user } from "./user";

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
const momentUrl = () => z.string().nullable().describe("Opens the call in Gong at this moment.");
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

const Occurrence = once(() => z.object({ second: second(), speaker: text(), side: side(), momentUrl: momentUrl() }));

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
          momentUrl: momentUrl(),
          items: z.array(z.object({ text: z.string(), startSecond: second(), momentUrl: momentUrl() })),
        }),
      ),
    ),
    keyPoints: part(z.array(z.string())),
    highlights: part(
      z.array(
        z.object({
          title: text(),
          items: z.array(z.object({ text: z.string(), second: second(), momentUrl: momentUrl() })),
        }),
      ),
    ),
    nextSteps: part(z.array(z.object({ text: z.string(), second: second(), momentUrl: momentUrl() }))).describe(
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
          momentUrl: momentUrl(),
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

const momentAt = (from: number) =>
  `${call.url}&highlights=%5B%7B%22type%22%3A%22SHARE%22%2C%22from%22%3A${from}%2C%22to%22%3A${from}%7D%5D`;

const host = {
  name: "Ada Reyes",
  emailAddress: user.emailAddress,
  phoneNumber: user.phoneNumber,
  title: user.title,
  side: "Internal" as const,
  userId: user.id,
  speakerId: "6432345678901234567",
  crmRecords: [],
};

const colleague = {
  name: "Tomas Lind",
  emailAddress: manager.emailAddress,
  phoneNumber: manager.phoneNumber,
  title: manager.title,
  side: "Internal" as const,
  userId: manager.id,
  speakerId: null,
  crmRecords: [],
};

const buyer = {
  name: "Priya Nair",
  emailAddress: "priya.nair@contoso.example",
  phoneNumber: "+14255552671",
  title: "Head of Operations",
  side: "External" as const,
  userId: null,
  speakerId: "6432345678901234568",
  crmRecords: [
    {
      system: "Salesforce",
      objectType: "Contact",
      id: "0035f00000Nair1AAB",
      name: "Priya Nair",
      fields: { Name: "Priya Nair" },
      timing: "Now",
    },
  ],
};

const opportunity = {
  id: "0065f00000Cont1AAC",
  name: "Contoso Farms: packing line",
  fields: { Name: "Contoso Farms: packing line", StageName: "Discovery", Amount: 84000 },
};

const account = {
  id: "0015f00000Cont9AAD",
  name: "Contoso Farms",
  fields: { Name: "Contoso Farms", Industry: "Agriculture" },
};

const mention = (from: number) => ({ second: from, speaker: buyer.name, side: buyer.side, momentUrl: momentAt(from) });

/** The sample call with all its parts. */
export const completeCallSample: CompleteCall = {
  id: call.id,
  title: call.title,
  url: call.url,
  started: call.started,
  scheduled: call.scheduled,
  durationSeconds: call.duration,
  direction: call.direction,
  scope: call.scope,
  system: call.system,
  media: call.media,
  language: call.language,
  workspaceId: call.workspaceId,
  isPrivate: call.isPrivate,
  purpose: call.purpose,
  host: { userId: user.id, name: host.name, emailAddress: user.emailAddress },
  participants: [host, colleague, buyer],
  internal: [host, colleague],
  external: [buyer],
  crm: { Salesforce: { Opportunity: opportunity, Account: account } },
  crmRecords: [
    { system: "Salesforce", objectType: "Opportunity", ...opportunity, timing: "Now" },
    { system: "Salesforce", objectType: "Account", ...account, timing: "Now" },
  ],
  trackers: [
    {
      id: "5478213694512378645",
      name: "Competitors",
      type: "KEYWORD",
      count: 3,
      phrases: [
        { phrase: "Fabrikam", count: 2, occurrences: [mention(412), mention(655)] },
        { phrase: "Tailspin", count: 1, occurrences: [mention(671)] },
      ],
      occurrences: [mention(412), mention(655), mention(671)],
    },
  ],
  topics: [
    { name: "Pricing", durationSeconds: 240 },
    { name: "Competition", durationSeconds: 185 },
  ],
  brief: "Contoso Farms compares suppliers for a packing line. Ada explained the payback; Priya asked for a quote.",
  outline: [
    {
      section: "Requirements",
      startSecond: 95,
      durationSeconds: 317,
      momentUrl: momentAt(95),
      items: [{ text: "Mixed cases, two shifts a day.", startSecond: 120, momentUrl: momentAt(120) }],
    },
  ],
  keyPoints: ["Contoso Farms decides before the harvest.", "Fabrikam has quoted already."],
  highlights: [
    {
      title: "Next steps",
      items: [{ text: "Ada sends the quote by Friday.", second: 1702, momentUrl: momentAt(1702) }],
    },
  ],
  nextSteps: [{ text: "Ada sends the quote by Friday.", second: 1702, momentUrl: momentAt(1702) }],
  outcome: { id: "9113482750264431203", category: "ANSWERED", name: "Connected" },
  interaction: {
    stats: { "Talk Ratio": 0.46, Interactivity: 5.2, Patience: 0.9 },
    speakers: [
      { name: host.name, userId: user.id, side: "Internal", talkSeconds: 843.5 },
      { name: buyer.name, userId: null, side: "External", talkSeconds: 990.2 },
    ],
    questions: { company: 11, nonCompany: 7 },
    video: [{ name: "Webcam", durationSeconds: 1834 }],
  },
  comments: [
    {
      id: "8210467735190246683",
      text: "Good answer on the payback.",
      authorUserId: manager.id,
      authorName: colleague.name,
      posted: "2026-01-05T13:20:00-08:00",
      startSecond: 530,
      endSecond: 548,
      momentUrl: momentAt(530),
      inReplyTo: null,
      duringCall: false,
    },
  ],
  mediaLinks: {
    audioUrl: "https://media.gong.example/7782342274025937895.mp3?signature=3f9c",
    videoUrl: "https://media.gong.example/7782342274025937895.mp4?signature=b27a",
  },
  transcript: {
    text: "Ada Reyes: Thanks for making the time.\nPriya Nair: We are also talking to Fabrikam.",
    turns: [
      {
        speaker: host.name,
        side: "Internal",
        startSecond: 3.2,
        endSecond: 5.1,
        text: "Thanks for making the time.",
        topic: null,
      },
      {
        speaker: buyer.name,
        side: "External",
        startSecond: 410.9,
        endSecond: 413.4,
        text: "We are also talking to Fabrikam.",
        topic: "Competition",
      },
    ],
  },
  missing: [],
};
