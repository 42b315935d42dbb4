import { competitors } from "./dialogue";
import { beginning, type WorldOptions } from "./options";
import { idFor } from "./random";
import { dayMs, formatTime } from "./time";
import type { Users } from "./users";

/** What a tracker listens for. */
export interface TrackerDefinition {
  readonly name: string;
  readonly type: "KEYWORD" | "SMART";
  readonly keywords: readonly string[];
  /** Off where the box that makes Gong count each phrase on its own is not ticked: a count comes, but no phrases. */
  readonly separatePhrases: boolean;
}

export const trackerDefinitions: readonly TrackerDefinition[] = [
  { name: "Competitors", type: "KEYWORD", keywords: competitors, separatePhrases: true },
  { name: "Pricing", type: "KEYWORD", keywords: ["pricing", "discount", "list price", "quote"], separatePhrases: true },
  {
    name: "Next Steps",
    type: "KEYWORD",
    keywords: ["next steps", "follow up", "site visit"],
    separatePhrases: true,
  },
  { name: "Budget", type: "KEYWORD", keywords: ["budget", "procurement"], separatePhrases: false },
  // A smart tracker has no phrases; these words only decide where it strikes.
  {
    name: "Objections",
    type: "SMART",
    keywords: ["too expensive", "not sure", "worried", "concern"],
    separatePhrases: false,
  },
];

export const trackerId = (seed: number, workspaceId: string, name: string): string =>
  idFor(seed, "tracker", workspaceId, name);

/** The workspaces of the company. */
export const makeWorkspaces = (seed: number) => [
  { id: idFor(seed, "workspace", 0), name: "Sales", description: "New business at Northwind Robotics." },
  { id: idFor(seed, "workspace", 1), name: "Customer Success", description: "Onboarding, support and renewals." },
];

export type Workspace = ReturnType<typeof makeWorkspaces>[number];

/** The call outcomes of the company, and the ids under which calls name them. */
export const outcomeDefinitions = [
  { name: "Connected - meeting set", connectStatus: "CONNECTED", sentiment: "POSITIVE", category: "ANSWERED" },
  { name: "Connected - follow up", connectStatus: "CONNECTED", sentiment: "NEUTRAL", category: "ANSWERED" },
  { name: "Not interested", connectStatus: "CONNECTED", sentiment: "NEGATIVE", category: "ANSWERED" },
  { name: "Voicemail", connectStatus: "NOT_CONNECTED", sentiment: "NEUTRAL", category: "NOT_ANSWERED" },
] as const;

/** The scorecards of the company: one that people fill in, one that Gong does, and one that nobody uses any more. */
export const scorecardDefinitions = [
  { name: "Discovery Call", reviewMethod: "MANUAL", enabled: true, questions: ["Understood the current process?"] },
  { name: "AI Call Quality", reviewMethod: "AUTOMATIC", enabled: true, questions: ["Next steps agreed?"] },
  { name: "Demo (2025)", reviewMethod: "MANUAL", enabled: false, questions: ["Showed the changeover?"] },
] as const;

export const scorecardId = (seed: number, name: string): string => idFor(seed, "scorecard", name);
export const questionId = (seed: number, scorecard: string, number: number): string =>
  idFor(seed, "question", scorecard, number);
export const revisionId = (seed: number, scorecard: string, number: number): string =>
  idFor(seed, "question revision", scorecard, number);

/** The moment at which the company set up Gong; settings are as old. */
export const setUpAt = (options: Required<WorldOptions>): number => beginning(options) - 200 * dayMs;

/** The keyword trackers of the workspaces; smart trackers are not listed by Gong. */
export const keywordTrackers = (options: Required<WorldOptions>, users: Users, workspaces: readonly Workspace[]) =>
  workspaces.flatMap(({ id: workspaceId }) =>
    trackerDefinitions
      .filter(({ type }) => type === "KEYWORD")
      .map(({ name, keywords }) => ({
        trackerId: trackerId(options.seed, workspaceId, name),
        trackerName: name,
        workspaceId,
        languageKeywords: [{ language: "eng", keywords: [...keywords], includeRelatedForms: false }],
        affiliation: name === "Budget" ? "NonCompany" : "Anyone",
        partOfQuestion: false,
        saidAt: "Anytime",
        saidAtInterval: null,
        saidAtUnit: null,
        saidInTopics: [],
        filterQuery: "",
        created: formatTime(setUpAt(options)),
        creatorUserId: name === "Next Steps" ? null : (users.entries[0]?.id ?? null),
        updated: formatTime(setUpAt(options) + 30 * dayMs),
        updaterUserId: name === "Next Steps" ? null : (users.entries[0]?.id ?? null),
      })),
  );

/** The scorecards with their questions; every id and range is text, as on the wire. */
export const scorecards = (options: Required<WorldOptions>, users: Users, workspaces: readonly Workspace[]) =>
  scorecardDefinitions.map(({ name, reviewMethod, enabled, questions }) => {
    const updaterUserId = reviewMethod === "AUTOMATIC" ? "-1" : (users.entries[0]?.id ?? "-1");
    const created = formatTime(setUpAt(options));
    const question = (text: string, number: number, isOverall: boolean) => ({
      questionId: questionId(options.seed, name, number),
      questionRevisionId: revisionId(options.seed, name, number),
      questionText: text,
      isOverall,
      questionType: isOverall ? "RANGE" : "SINGLE_SELECT",
      answerGuide: isOverall ? null : "Listen to the first ten minutes.",
      minRange: isOverall ? "1" : null,
      maxRange: isOverall ? "5" : null,
      answerOptions: isOverall
        ? null
        : [
            { id: 1, text: "Yes" },
            { id: 2, text: "No" },
          ],
      updaterUserId,
      created,
      updated: created,
    });
    return {
      scorecardId: scorecardId(options.seed, name),
      scorecardName: name,
      workspaceId: workspaces[0]?.id ?? null,
      enabled,
      updaterUserId,
      created,
      updated: created,
      reviewMethod,
      questions: [
        question("How good was this call overall?", 0, true),
        ...questions.map((text, at) => question(text, at + 1, false)),
      ],
    };
  });

/** The AI briefs of the workspaces. */
export const briefs = (options: Required<WorldOptions>, users: Users, workspaces: readonly Workspace[]) =>
  workspaces.flatMap(({ id: workspaceId }) =>
    [
      { name: "Account Summary", status: "Published" },
      { name: "Handover to Customer Success", status: "Published" },
      { name: "Risk Review (draft)", status: "Not published" },
    ].map(({ name, status }) => ({
      briefId: idFor(options.seed, "brief", workspaceId, name),
      briefName: name,
      workspaceId,
      description: `${name} for the people of Northwind Robotics.`,
      status,
      creator: users.entries[0] ? users.fullName(users.entries[0]) : null,
      creatorUserId: users.entries[0]?.id ?? null,
      created: formatTime(setUpAt(options)),
      updated: formatTime(setUpAt(options)),
    })),
  );
