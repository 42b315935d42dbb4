import { z } from "zod";
import { once } from "#src/base/lazy";
import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import type { CallPart, CompleteCall } from "#src/recipes/completeCallShape";
import { recordsOf } from "./whichCalls";

/** How much of each call to return. */
export const detailField = (words: string, initially: "compact" | "complete") =>
  optional(
    field.choice(
      { label: "Detail", comments: words, example: "compact" },
      [
        { value: "compact", label: "Compact: a short record to read" },
        { value: "complete", label: "Complete: every part" },
      ],
      { default: initially },
    ),
  );

const text = () => z.string().nullable();

/** A call in under 1,500 characters, for a person or a model to read. */
export const CompactCall = once(() =>
  z.object({
    callId: text().describe("Gong's id of the call."),
    title: text().describe("The call's title, cut at 120 characters."),
    started: text().describe("When the call began: ISO 8601 with offset."),
    durationSeconds: z.number().nullable().describe("How long the call lasted, in seconds."),
    host: text().describe("The host's name, else the address; null when Gong does not know the host."),
    account: text().describe("The first linked account or company: its name, else its id; null without one."),
    opportunity: text().describe("The first linked opportunity or deal: its name, else its id; null without one."),
    participants: z
      .array(z.string())
      .describe("Names of at most ten people, those from outside first; an address or number where there is no name."),
    participantCount: z.number().describe("How many people took part, those beyond ten included."),
    brief: text().describe("Gong's summary, cut at 400 characters; null when there is none, or not yet."),
    nextSteps: z.array(z.string()).describe("The first five next steps, each cut at 120 characters."),
    url: text().describe("The call's page in Gong. It does not expire."),
  }),
);
export type CompactCall = z.infer<ReturnType<typeof CompactCall>>;

/** What a compact record is made of. */
export const compactParts = ["participants", "crm", "brief", "nextSteps"] as const satisfies readonly CallPart[];

const mostPeople = 10;
const mostSteps = 5;

/** Cuts at a word where there is one near the end, and never through the middle of a character. */
const shortened = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "");
  const space = cut.lastIndexOf(" ");
  return `${(space > most * 0.8 ? cut.slice(0, space) : cut).trimEnd()}…`;
};

const nullOr = (text: string | null, most: number): string | null => text && shortened(text, most);

/** The short record of a call that has the compact parts. */
export const compactCall = (call: CompleteCall): CompactCall => {
  const named = (kind: Parameters<typeof recordsOf>[1]) => {
    const [first] = recordsOf(call, kind);
    return nullOr(first?.name ?? first?.id ?? null, 80);
  };
  const people = (call.participants ?? []).toSorted(
    (one, other) => Number(one.side === "Internal") - Number(other.side === "Internal"),
  );
  return {
    callId: call.id,
    title: nullOr(call.title, 120),
    started: call.started,
    durationSeconds: call.durationSeconds,
    host: nullOr(call.host?.name ?? call.host?.emailAddress ?? null, 60),
    account: named("Account"),
    opportunity: named("Opportunity"),
    participants: people
      .flatMap(({ name, emailAddress, phoneNumber }) => name ?? emailAddress ?? phoneNumber ?? [])
      .slice(0, mostPeople)
      .map((each) => shortened(each, 40)),
    participantCount: people.length,
    brief: nullOr(call.brief ?? null, 400),
    nextSteps: (call.nextSteps ?? []).slice(0, mostSteps).map((step) => shortened(step.text, 120)),
    url: call.url,
  };
};
