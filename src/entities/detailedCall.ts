import { z } from "zod";
import { once } from "#src/base/lazy";
import { Call, call } from "./call";
import { CallContent, callContent } from "./callContent";
import { CrmContext, callContext } from "./crmContext";
import { entity } from "./entity";
import { buyer, host, Party } from "./party";
import { normalize } from "./tolerant";
import { manager } from "./user";

/** How people talked in a call; each part comes only when asked for. */
export const CallInteraction = once(() =>
  entity({
    speakers: z
      .array(
        entity({
          id: z.string().describe("The party's id."),
          userId: z.string().describe("The user's id; null for people outside."),
          talkTime: z.number().describe("Seconds."),
        }),
      )
      .describe("How long each person talked."),
    interactionStats: z
      .array(
        entity({
          name: z.string().describe("Which measure of the host's talking it is."),
          value: z.number().describe("A share for Talk Ratio, seconds for the longest parts."),
        }),
      )
      .describe("Of the host: Talk Ratio, Longest Monologue, Longest Customer Story, Interactivity, Patience."),
    video: z
      .array(
        entity({
          name: z.string().describe("Browser, Presentation, WebcamPrimaryUser, WebcamNonCompany or Webcam."),
          duration: z.number().describe("Seconds."),
        }),
      )
      .describe("How long each kind of picture was shown."),
    questions: entity({
      companyCount: z.number().describe("Questions that people of the company asked."),
      nonCompanyCount: z.number().describe("Questions that the other side asked."),
    }).describe("How many questions were asked."),
  }),
);
export type CallInteraction = z.infer<ReturnType<typeof CallInteraction>>;

/** A comment that everyone who may see the call can read. */
export const CallComment = once(() =>
  entity({
    id: z.string().describe("Gong's id of the comment."),
    audioStartTime: z.number().describe("Seconds from the start of the call: where the commented part begins."),
    audioEndTime: z.number().describe("Seconds from the start of the call: where the commented part ends."),
    commenterUserId: z.string().describe("The author's user id."),
    comment: z.string().describe("Mentions of people read @[name](user id)."),
    posted: z.string().describe("ISO 8601 with offset."),
    inReplyTo: z.string().describe("The id of the comment that this one answers."),
    duringCall: z.boolean().describe("Whether it was written while the call was on."),
  }),
);
export type CallComment = z.infer<ReturnType<typeof CallComment>>;

/** Signed links to the recording, good for eight hours. */
const CallMedia = once(() =>
  entity({
    audioUrl: z.string().describe("The sound alone; null when there is no recording."),
    videoUrl: z.string().describe("The video; null for calls without one."),
  }),
);
export type CallMedia = z.infer<ReturnType<typeof CallMedia>>;

/** A call with the parts that were asked for. */
export const DetailedCall = once(() =>
  entity({
    metaData: Call().describe("The call as it is listed."),
    context: z.array(CrmContext()).describe("One entry per CRM system."),
    parties: z.array(Party()).describe("The participants; null when not asked for."),
    content: CallContent().describe("What Gong found in the words; null when nothing of it was asked for."),
    interaction: CallInteraction().describe("How people talked; null when not asked for."),
    collaboration: entity({
      publicComments: z.array(CallComment()).describe("The comments; null when there are none."),
    }).describe("What people wrote about the call; null when not asked for."),
    media: CallMedia().describe("Links to the recording; null when not asked for."),
  }),
);
export type DetailedCall = z.infer<ReturnType<typeof DetailedCall>>;

/** Reads a call that did not come through the client: the `callData` of a webhook, or what an earlier step handed over. */
export const toDetailedCall = (value: unknown): DetailedCall => normalize(DetailedCall, value) ?? {};

export const detailedCall = {
  metaData: call,
  context: [callContext],
  parties: [host, buyer],
  content: callContent,
  interaction: {
    speakers: [
      { id: host.id, userId: host.userId, talkTime: 812.4 },
      { id: buyer.id, userId: null, talkTime: 903.1 },
    ],
    interactionStats: [
      { name: "Talk Ratio", value: 0.47 },
      { name: "Longest Monologue", value: 96.5 },
      { name: "Longest Customer Story", value: 121.2 },
      { name: "Interactivity", value: 6.8 },
      { name: "Patience", value: 0.9 },
    ],
    video: [{ name: "Presentation", duration: 415.5 }],
    questions: { companyCount: 14, nonCompanyCount: 9 },
  },
  collaboration: {
    publicComments: [
      {
        id: "6843152912968920121",
        audioStartTime: 918.5,
        audioEndTime: 947.5,
        commenterUserId: manager.id,
        comment: `@[Ada Reyes](${host.userId}) good answer on Fabrikam.`,
        posted: "2026-01-05T14:22:08-08:00",
        inReplyTo: "6843152912968920120",
        duringCall: false,
      },
    ],
  },
  media: {
    audioUrl: "https://media.northwind.example/7782342274025937895/audio.mp3?signature=b1946ac9",
    videoUrl: "https://media.northwind.example/7782342274025937895/video.mp4?signature=b1946ac9",
  },
};
