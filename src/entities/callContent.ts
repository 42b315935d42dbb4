import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";
import { buyer, host } from "./party";
import { shorthand } from "./tolerant";
import { tracker } from "./tracker";

/** One moment at which a tracker's words were said. */
const TrackerOccurrence = once(() =>
  entity({
    startTime: z.number().describe("Seconds from the start of the call."),
    speakerId: z.string().describe("Who said it: the speakerId of one of the parties."),
  }),
);
export type TrackerOccurrence = z.infer<ReturnType<typeof TrackerOccurrence>>;

/** What a tracker found in a call. */
export const CallTracker = once(() =>
  entity({
    id: z.string().describe("Gong's id of the tracker."),
    name: z.string().describe("What the tracker is called."),
    count: z.number().describe("How often its words were said."),
    type: z.string().describe("KEYWORD or SMART."),
    occurrences: z
      .array(TrackerOccurrence())
      .describe("Empty where the tracker shows each phrase separately: then the phrases have them."),
    phrases: z
      .array(
        entity({
          count: z.number().describe("How often the phrase was said."),
          occurrences: z.array(TrackerOccurrence()).describe("When the phrase was said, and by whom."),
          phrase: z.string().describe("The words that were said."),
        }),
      )
      .describe("Only of keyword trackers that show each phrase separately."),
  }),
);
export type CallTracker = z.infer<ReturnType<typeof CallTracker>>;

/** What Gong found in the words of a call; each part comes only when asked for. */
export const CallContent = once(() =>
  entity({
    structure: z
      .array(entity({ name: z.string().describe("The tracker's name."), duration: z.number().describe("Seconds.") }))
      .describe("The parts of the meeting; null when not asked for."),
    trackers: z.array(CallTracker()).describe("What trackers heard; null when not asked for."),
    topics: z
      .array(
        entity({ name: z.string().describe("What the part is called."), duration: z.number().describe("Seconds.") }),
      )
      .describe("What was talked about; null when not asked for."),
    brief: z.string().describe("The call in a few sentences; null until Gong has written it."),
    outline: z
      .array(
        entity({
          section: z.string().describe("The section's heading."),
          startTime: z.number().describe("Seconds from the start of the call."),
          duration: z.number().describe("Seconds."),
          items: z
            .array(
              entity({
                text: z.string().describe("One statement."),
                startTime: z.number().describe("Seconds from the start of the call."),
              }).register(shorthand, { property: "text" }),
            )
            .describe("What was said in the section."),
        }),
      )
      .describe("What was talked about, part by part; null until Gong has written it."),
    highlights: z
      .array(
        entity({
          title: z.string().describe("The section's heading."),
          items: z
            .array(
              entity({
                text: z.string().describe("One statement."),
                startTimes: z.array(z.number()).describe("Seconds from the start of the call."),
              }).register(shorthand, { property: "text" }),
            )
            .describe("The items of the section."),
        }),
      )
      .describe("The moments that matter, such as next steps; null until Gong has written them."),
    callOutcome: entity({
      id: z.string().describe("Gong's id of the outcome."),
      category: z.string().describe("The kind of outcome, such as ANSWERED."),
      name: z.string().describe("What the part is called."),
    }).describe("How the call ended; null when nobody said."),
    keyPoints: z
      .array(entity({ text: z.string().describe("One point.") }).register(shorthand, { property: "text" }))
      .describe("The main points; null until Gong has written them."),
  }),
);
export type CallContent = z.infer<ReturnType<typeof CallContent>>;

export const callContent = {
  structure: [
    { name: "Discovery", duration: 1260 },
    { name: "Next Steps", duration: 310 },
  ],
  trackers: [
    {
      id: tracker.trackerId,
      name: tracker.trackerName,
      count: 3,
      type: "KEYWORD",
      occurrences: [],
      phrases: [
        {
          count: 2,
          occurrences: [
            { startTime: 462.3, speakerId: buyer.speakerId },
            { startTime: 918.75, speakerId: host.speakerId },
          ],
          phrase: "Fabrikam",
        },
        { count: 1, occurrences: [{ startTime: 1204.1, speakerId: buyer.speakerId }], phrase: "Tailspin" },
      ],
    },
    {
      id: "8034572198765432108",
      name: "Budget Objection",
      count: 1,
      type: "SMART",
      occurrences: [{ startTime: 1377.2, speakerId: buyer.speakerId }],
      phrases: [],
    },
  ],
  topics: [
    { name: "Pricing", duration: 214 },
    { name: "Rollout", duration: 388 },
  ],
  brief:
    "Contoso Farms wants 40 harvest robots before the season and compares Northwind Robotics with Fabrikam and Tailspin.",
  outline: [
    {
      section: "Current harvest",
      startTime: 95.2,
      duration: 640.5,
      items: [{ text: "Priya describes how many hands each field needs.", startTime: 131.8 }],
    },
  ],
  highlights: [
    {
      title: "Next steps",
      items: [{ text: "Ada sends a quote for 40 robots by Friday.", startTimes: [1702.4] }],
    },
  ],
  callOutcome: { id: "731904526178", category: "ANSWERED", name: "Connected" },
  keyPoints: [{ text: "The decision falls before the end of March." }],
};
