import { z } from "zod";
import { once } from "#src/base/lazy";
import { counted, lower } from "#src/base/text";
import { type CrmKind, crmIdKey, crmKindOf } from "#src/entities/crmContext";
import { type CompleteCall, CrmObject, trackerWith } from "#src/recipes/completeCallShape";
import { mergePhrases } from "./mergePhrases";

const text = () => z.string().nullable();

/** What trackers found in one call, ready for a field of the CRM. */
export const TrackerMentions = once(() =>
  z.object({
    callId: text().describe("Gong's id of the call, up to 20 digits."),
    url: text().describe("The call's page in Gong. It does not expire."),
    mentioned: z.boolean().describe("False when none of the trackers was mentioned; that is not an error."),
    totalCount: z.number().describe("How often the trackers were mentioned, all together."),
    phrases: z.array(z.string()).describe("Each phrase once, the most frequent first."),
    phrasesText: z
      .string()
      .describe(
        "The existing text and the phrases that it lacks, joined with the separator: the value for the CRM field.",
      ),
    trackers: z
      .array(
        trackerWith({
          occurrences: z
            .array(
              z.object({
                startSec: z.number().nullable().describe("Seconds from the start of the call."),
                speakerName: text().describe("Who said it; null when Gong could not tell."),
                affiliation: z.string().describe("Internal, External or Unknown."),
                momentUrl: text().describe("Opens the call in Gong at this moment."),
              }),
            )
            .describe("When the phrase was said, and by whom."),
        }),
      )
      .describe("The trackers that were looked for, with what they heard."),
    crm: z
      .record(z.string(), z.record(z.string(), CrmObject()))
      .describe("The linked CRM records by system and type, the first of each type."),
    opportunityId: text().describe("The id of the first opportunity or deal; null when there is none."),
    opportunityIds: z
      .array(z.string())
      .describe("The ids of all opportunities or deals, each once; a call may be linked to several."),
    accountId: text().describe("The id of the first account or company; null when there is none."),
    accountIds: z.array(z.string()).describe("The ids of all accounts or companies, each once."),
    warnings: z.array(z.string()).describe("What a person should look at, as whole sentences."),
  }),
);

export type TrackerMentions = z.infer<ReturnType<typeof TrackerMentions>>;

export interface MentionOptions {
  /** Names in any case, or ids; every tracker of the call when empty. */
  readonly trackers?: readonly string[];
  readonly separator: string;
  /** The most characters that the text may have. */
  readonly maxLength?: number;
  /** What the CRM field holds now. */
  readonly existingText?: string;
  readonly includePrivateCalls?: boolean;
}

type Tracker = NonNullable<CompleteCall["trackers"]>[number];

/** Picks the trackers that were asked for, and says what they found. Nothing found is a result, not an error. */
export const toTrackerMentions = (
  call: CompleteCall,
  { trackers: wanted = [], separator, maxLength, existingText = "", includePrivateCalls = false }: MentionOptions,
): TrackerMentions => {
  // Of a private call nothing is told but that it is private, and the CRM's text comes back as it was.
  const isWithheld = call.isPrivate && !includePrivateCalls;
  const all = isWithheld ? [] : (call.trackers ?? []);
  const picked = all.filter((tracker) => wanted.length === 0 || wanted.some((each) => isNamed(tracker, each)));
  const mentioned = picked.filter(({ count }) => count > 0);
  const phrases = uniquePhrases(mentioned);
  const merged = isWithheld
    ? { text: existingText, left: 0 }
    : mergePhrases(existingText, phrases, { separator, maxLength });
  const crmRecords = isWithheld ? [] : (call.crmRecords ?? []);
  const opportunityIds = idsOfKind(crmRecords, "Opportunity");
  const accountIds = idsOfKind(crmRecords, "Account");

  return {
    callId: call.id,
    url: call.url,
    mentioned: mentioned.length > 0,
    totalCount: mentioned.reduce((sum, { count }) => sum + count, 0),
    phrases,
    phrasesText: merged.text,
    trackers: picked.map(toMentionedTracker),
    crm: isWithheld ? {} : (call.crm ?? {}),
    opportunityId: opportunityIds[0] ?? null,
    opportunityIds,
    accountId: accountIds[0] ?? null,
    accountIds,
    warnings: isWithheld
      ? [
          "PRIVATE: this call is private in Gong, so nothing of it was read. Switch Include Private Calls on where that is meant.",
        ]
      : [
          ...warningsAboutTrackers(call.trackers ?? null, wanted, mentioned),
          ...(crmRecords.length === 0 ? ["This call is not linked to any CRM record in Gong."] : []),
          ...warningOfSeveral(opportunityIds, "opportunities", "opportunityId"),
          ...warningOfSeveral(accountIds, "accounts", "accountId"),
          ...(merged.left > 0
            ? [`${counted(merged.left, "phrase")} did not fit into ${maxLength} characters and stayed out of the text.`]
            : []),
        ],
  };
};

/** The ids of the records of one kind, each once: a record comes twice where Gong also has its fields from the time of the call. */
const idsOfKind = (records: NonNullable<CompleteCall["crmRecords"]>, kind: CrmKind): string[] => {
  const ids = records.flatMap(({ objectType, id }) => (id !== null && crmKindOf(objectType) === kind ? [id] : []));
  const keys = ids.map(crmIdKey);
  return ids.filter((_, index) => keys.indexOf(keys[index] ?? "") === index);
};

const warningOfSeveral = (ids: readonly string[], things: string, key: string): string[] =>
  ids.length > 1
    ? [`This call is linked to ${ids.length} ${things}: ${ids.join(", ")}. ${key} is the first; ${key}s has all.`]
    : [];

/** True when the tracker has this id or, in any case, this name. */
const isNamed = ({ id, name }: Tracker, wanted: string): boolean =>
  wanted.trim() === id || lower(wanted) === lower(name ?? "");

const toMentionedTracker = ({ id, name, type, count, phrases }: Tracker) => ({
  id,
  name,
  type,
  count,
  phrases: phrases.map((each) => ({
    phrase: each.phrase,
    count: each.count,
    occurrences: each.occurrences.map(({ second, speaker, side, momentUrl }) => ({
      startSec: second,
      speakerName: speaker,
      affiliation: side,
      momentUrl,
    })),
  })),
});

/** Each phrase once, in whatever case it was said first; the most frequent first, else in Gong's order. */
const uniquePhrases = (trackers: readonly Tracker[]): string[] => {
  const counts = new Map<string, { phrase: string; count: number }>();
  for (const { phrase, count } of trackers.flatMap((tracker) => tracker.phrases)) {
    if (count === 0) continue;
    const known = counts.get(lower(phrase));
    counts.set(lower(phrase), { phrase: known?.phrase ?? phrase.trim(), count: (known?.count ?? 0) + count });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).map(({ phrase }) => phrase);
};

const warningsAboutTrackers = (
  trackers: readonly Tracker[] | null,
  wanted: readonly string[],
  mentioned: readonly Tracker[],
): string[] => {
  if (trackers === null)
    return [
      "Gong gave no trackers for this call. It may still be processing: run this step later, or start it from the Calls Ready trigger.",
    ];
  const unknown = wanted.filter((each) => !trackers.some((tracker) => isNamed(tracker, each)));
  return [
    ...unknown.map(
      (each) =>
        `Gong lists no tracker ${each} for this call. Compare the name with Gong's trackers; it may also belong to another workspace.`,
    ),
    ...mentioned
      .filter(({ phrases }) => phrases.length === 0)
      .map(({ name, type, count }) =>
        type?.toUpperCase() === "SMART"
          ? `The smart tracker ${name} was mentioned ${counted(count, "time")}, and smart trackers have no phrases. Use a keyword tracker where phrases are needed.`
          : `The tracker ${name} counted ${counted(count, "mention")} but has no phrases. Tick "API request results" and "Separate phrases" in the tracker's settings in Gong; calls processed from then on have them.`,
      ),
  ];
};
