import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";
import { manager, user } from "./user";
import { workspace } from "./workspace";

/** The definition of a keyword tracker. Gong does not list smart trackers. */
export const Tracker = once(() =>
  entity({
    trackerId: z.string().describe("Gong's id of the tracker."),
    trackerName: z.string().describe("What the tracker is called."),
    workspaceId: z.string().describe("Gong's id of the workspace; null where it belongs to none."),
    languageKeywords: z
      .array(
        entity({
          language: z.string().describe("ISO 639-2B; mul stands for every language."),
          keywords: z.array(z.string()).describe("The words that are listened for."),
          includeRelatedForms: z.boolean().describe("Whether organized also counts for organize."),
        }),
      )
      .describe("The words by language."),
    affiliation: z.string().describe("Whose words count: Anyone, Company or NonCompany."),
    partOfQuestion: z.boolean().describe("Whether the words count only within a question."),
    saidAt: z.string().describe("Which part of the call counts: Anytime, First or Last."),
    saidAtInterval: z.number().describe("How long that part is, in the unit of saidAtUnit."),
    saidAtUnit: z.string().describe("Minutes or percent of the call."),
    saidInTopics: z.array(z.string()).describe("Only while one of these topics is talked about; empty for any."),
    filterQuery: z.string().describe("JSON text: which calls are searched."),
    created: z.string().describe("ISO 8601."),
    creatorUserId: z.string().describe("Null for a tracker that came with Gong."),
    updated: z.string().describe("ISO 8601."),
    updaterUserId: z.string().describe("Null for a tracker that came with Gong."),
  }),
);
export type Tracker = z.infer<ReturnType<typeof Tracker>>;

export const tracker = {
  trackerId: "8034572198765432107",
  trackerName: "Competitors",
  workspaceId: workspace.id,
  languageKeywords: [{ language: "eng", keywords: ["Fabrikam", "Tailspin"], includeRelatedForms: false }],
  affiliation: "Anyone",
  partOfQuestion: false,
  saidAt: "First",
  saidAtInterval: 30,
  saidAtUnit: "Minutes",
  saidInTopics: ["Pricing"],
  filterQuery: '{"type":"And","filters":[{"type":"CallDirection","terms":["CONFERENCE"]}]}',
  created: "2025-02-10T11:05:41-08:00",
  creatorUserId: manager.id,
  updated: "2025-09-22T16:20:05-07:00",
  updaterUserId: user.id,
};
