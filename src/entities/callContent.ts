import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";
import { buyer, host } from "./party";
import { shorthand } from "./tolerant";
import { tracker } from "./tracker";

/** One moment at which a tracker's words were said. */
const TrackerOccurrence = once(() =>
  entity({ startTime: z.number().describe("Seconds from the start of the call."), speakerId: z.string() }),
);
export type TrackerOccurrence = z.infer<ReturnType<typeof TrackerOccurrence>>;

/** What a tracker found in a call. */
export const CallTracker = once(() =>
  entity({
    id: z.string(),
    name: z.string(),
    count: z.number().describe("How often its words were said."),
    type: z.string().describe("KEYWORD or SMART."),
    occurrences: z
      .array(TrackerOccurrence())
      .describe("Empty where the tracker shows each phrase separately: then the phrases have them."),
    phrases: z
      .array(
        entity({
          count: z.number(),
          occurrences: z.array(TrackerOccurrence()),
          phrase: z.string(),
        }),
      )
      .describe("Only of keyword trackers that show each phrase separately."),
  }),
);
export type CallTracker = z.infer<ReturnType<typeof CallTracker>>;

/** What Gong found in the words of a call; each part comes only when asked for. */
export const CallContent = once(() =>
  entity({
    structure: z.array(entity({ name: z.string(), duration: z.number().describe("Seconds.") })),
    trackers: z.array(CallTracker()),
    topics: z.array(entity({ name: z.string(), duration: z.number().describe("Seconds.") })),
    brief: z.string(),
    outline: z.array(
      entity({
        section: z.string(),
        startTime: z.number().describe("Seconds from the start of the call."),
        duration: z.number().describe("Seconds."),
        items: z.array(
          entity({
            text: z.string(),
            startTime: z.number().describe("Seconds from the start of the call."),
          }).register(shorthand, { property: "text" }),
        ),
      }),
    ),
    highlights: z.array(
      entity({
        title: z.string(),
        items: z.array(
          entity({
            text: z.string(),
            startTimes: z.array(z.number()).describe("Seconds from the start of the call."),
          }).register(shorthand, { property: "text" }),
        ),
      }),
    ),
    callOutcome: entity({ id: z.string(), category: z.string(), name: z.string() }),
    keyPoints: z.array(entity({ text: z.string() }).register(shorthand, { property: "text" })),
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
