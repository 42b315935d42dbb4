import { z } from "zod";
import { once } from "#src/base/lazy";
import { lower } from "#src/base/text";
import { plainName } from "#src/form/table";
import { describePerson, type GongPerson, type OtherUser } from "./people";

/** The rules of the ladder with the words that a builder reads. Their order is the builder's. */
export const ladderRules = [
  { value: "MANUAL_MAP", label: "Manual map: an entry in Manual Map decides." },
  { value: "ACTIVE_ONLY", label: "Active only: leave out inactive users. If nobody is left, the owner is inactive." },
  {
    value: "NOT_EXTERNAL",
    label: "Not external: users with an external licence count as absent. If nobody is left, create a user.",
  },
  { value: "PAID", label: "Paid: a paid licence beats an unpaid one." },
  { value: "LICENCE_RANK", label: "Licence rank: the paid licence that is listed first wins." },
  { value: "NEWEST_LOGIN", label: "Newest login: the user who signed in last wins." },
  {
    value: "PRIMARY_ADDRESS",
    label: "Primary address: a match by the primary address beats one by a trusted address, and that one by an alias.",
  },
] as const;

export type LadderRule = (typeof ladderRules)[number]["value"];

/** The order that is used when the builder gives none. */
export const suggestedRules: readonly LadderRule[] = [
  "MANUAL_MAP",
  "ACTIVE_ONLY",
  "NOT_EXTERNAL",
  "PAID",
  "LICENCE_RANK",
  "NEWEST_LOGIN",
];

/** Best first. */
export const suggestedPaidLicences: readonly string[] = ["Full", "Viewer + Analytics", "Viewer"];

export const suggestedExternalLicences: readonly string[] = ["External", "Partner", "System", "Guest"];

/** The licence of users that have to be created: it gives the least rights. */
const leastLicence = "Internal Collaborator";

export interface Ladder {
  readonly rules: readonly LadderRule[];
  /** Best first. */
  readonly paidLicences: readonly string[];
  readonly externalLicences: readonly string[];
  /** Ids of the target system by Gong user id or lower-case address. */
  readonly manualMap: ReadonlyMap<string, string>;
}

const text = () => z.string().nullable();

/** What was decided about one user of Gong. */
export const UserDecision = once(() =>
  z.object({
    gongUserId: text().describe("Gong's id of the user; null for people who are no users."),
    name: text().describe("The name; null when it is not known."),
    emailAddress: text().describe("The user's primary address in Gong."),
    gongActive: z.boolean().nullable().describe("Whether the user is active in Gong; null when not known."),
    decision: z
      .enum(["MATCHED", "CREATE", "OWNER_INACTIVE", "CONFLICT", "INVALID"])
      .describe(
        "MATCHED: otherUserId is the user. CREATE: create one from newUser. OWNER_INACTIVE: only inactive users have the address. CONFLICT: pick one by hand. INVALID: Gong has no address.",
      ),
    otherUserId: text().describe("The id in the target system; null unless the decision is MATCHED."),
    suggestedUserId: text().describe("With CONFLICT, the user to look at first; null otherwise."),
    needsCreate: z.boolean().describe("True when nobody in the target system is the user."),
    newUser: z
      .object({
        name: text().describe("The name; null when it is not known."),
        firstName: text().describe("The first name."),
        lastName: text().describe("The last name."),
        emailAddress: z.string().describe("The e-mail address."),
        licence: z.string().describe("The kind of licence; null when it is not known."),
        active: z.boolean().describe("False for users who were deactivated."),
        externalId: text().describe("Gong's user id."),
        externalSystem: z.string().describe("The system that the user comes from."),
      })
      .nullable()
      .describe("With CREATE, what the new user of the target system needs; null otherwise."),
    candidates: z
      .array(
        z.object({
          otherUserId: z.string().describe("The id in the target system."),
          name: text().describe("The name; null when it is not known."),
          emailAddress: text().describe("The e-mail address."),
          active: z.boolean().describe("False for users who were deactivated."),
          licence: text().describe("The kind of licence; null when it is not known."),
          lastLogin: text().describe("ISO 8601."),
          matchedBy: z.enum(["primary", "trusted", "alias"]).describe("Which of Gong's addresses it shares."),
          leftOutBy: text().describe("The rule that left it out; null for those that remain."),
        }),
      )
      .describe("Everyone in the target system who shares an address, those that remain first."),
    reason: z
      .string()
      .describe(
        "What decided: the rule's name, ONLY_CANDIDATE, NOBODY_FOUND, ALL_EXTERNAL, ALL_INACTIVE, UNDECIDED or NO_ADDRESS.",
      ),
    message: z.string().describe("The decision as a sentence, with what to do next."),
  }),
);
export type UserDecision = z.infer<ReturnType<typeof UserDecision>>;

type Candidate = UserDecision["candidates"][number];
type MatchedBy = Candidate["matchedBy"];

/** Finds the users of the target system by address, in any case. */
export const directoryOf = (users: readonly OtherUser[]) => {
  const byAddress = new Map<string, Map<string, OtherUser>>();
  for (const user of users)
    for (const address of [user.emailAddress ?? "", ...user.aliases].map(lower).filter(Boolean)) {
      const there = byAddress.get(address) ?? new Map<string, OtherUser>();
      byAddress.set(address, there.set(user.id, there.get(user.id) ?? user));
    }
  const byId = new Map(users.map((user) => [user.id, user]));
  return {
    get: (id: string): OtherUser | undefined => byId.get(id),
    find: (address: string): OtherUser[] => [...(byAddress.get(lower(address))?.values() ?? [])],
  };
};

export type Directory = ReturnType<typeof directoryOf>;

/**
 * Decides who a user of Gong is in the target system: everyone who shares an address is a candidate, and each rule in
 * turn narrows them down. One rule never brings back whom an earlier one left out, so the order matters.
 */
export const matchUser = (person: GongPerson, directory: Directory, ladder: Ladder): UserDecision => {
  const all = candidatesOf(person, directory);
  const leftOut = new Map<string, LadderRule>();
  let remaining: readonly Candidate[] = all;
  let decidedBy = "ONLY_CANDIDATE";
  const decide = (decision: UserDecision["decision"], reason: string, found: Partial<UserDecision> = {}) =>
    toDecision(person, all, leftOut, { decision, reason, ...found });

  for (const rule of rulesInOrder(ladder)) {
    if (rule === "MANUAL_MAP") {
      const mapped = mappedByHand(person, ladder.manualMap);
      if (mapped !== undefined)
        return decide("MATCHED", rule, { otherUserId: mapped, message: mappedInWords(person, mapped, directory) });
      continue;
    }
    const kept = narrowers[rule](remaining, ladder);
    if (kept.length === remaining.length) continue;
    for (const { otherUserId } of remaining.filter((each) => !kept.includes(each))) leftOut.set(otherUserId, rule);
    remaining = kept;
    decidedBy = rule;
    // Where the manual map stands below this rule and has an entry, the rule's verdict is not the last word.
    if (remaining.length === 0 && rule === "ACTIVE_ONLY" && mappedByHand(person, ladder.manualMap) === undefined)
      return decide("OWNER_INACTIVE", "ALL_INACTIVE");
  }

  const [first, ...others] = remaining;
  if (first && others.length === 0) return decide("MATCHED", decidedBy, { otherUserId: first.otherUserId });
  if (first) return decide("CONFLICT", "UNDECIDED", { suggestedUserId: suggestionOf(remaining) });
  if (addressesOf(person).length === 0) return decide("INVALID", "NO_ADDRESS");
  return decide("CREATE", all.length === 0 ? "NOBODY_FOUND" : "ALL_EXTERNAL");
};

/** A manual map wins wherever the rules do not say where it stands. */
const rulesInOrder = ({ rules }: Ladder): readonly LadderRule[] => [
  ...new Set<LadderRule>(rules.includes("MANUAL_MAP") ? rules : ["MANUAL_MAP", ...rules]),
];

const narrowers: Readonly<
  Record<Exclude<LadderRule, "MANUAL_MAP">, (candidates: readonly Candidate[], ladder: Ladder) => readonly Candidate[]>
> = {
  ACTIVE_ONLY: (candidates) => candidates.filter(({ active }) => active),
  NOT_EXTERNAL: (candidates, { externalLicences }) =>
    candidates.filter(({ licence }) => !externalLicences.some((each) => isSameLicence(each, licence))),
  PAID: (candidates, { paidLicences }) =>
    best(candidates, ({ licence }) => (rankOf(licence, paidLicences) < 0 ? 0 : 1)),
  LICENCE_RANK: (candidates, { paidLicences }) =>
    best(candidates, ({ licence }) => {
      const rank = rankOf(licence, paidLicences);
      return rank < 0 ? Number.NEGATIVE_INFINITY : -rank;
    }),
  NEWEST_LOGIN: (candidates) => best(candidates, loginOf),
  PRIMARY_ADDRESS: (candidates) =>
    best(candidates, ({ matchedBy }) => -(["primary", "trusted", "alias"] as const).indexOf(matchedBy)),
};

const best = (candidates: readonly Candidate[], worth: (candidate: Candidate) => number): readonly Candidate[] => {
  const most = Math.max(...candidates.map(worth));
  return candidates.filter((each) => worth(each) === most);
};

const loginOf = ({ lastLogin }: { readonly lastLogin: string | null }): number =>
  lastLogin === null ? Number.NEGATIVE_INFINITY : Date.parse(lastLogin);

/** "Viewer+ Analytics License" and "Viewer + Analytics" are the same licence. */
const isSameLicence = (one: string, other: string | null): boolean =>
  other !== null && plainLicence(one) === plainLicence(other);

const plainLicence = (licence: string) => plainName(licence).replace(/licen[cs]e(type)?$/, "");

const rankOf = (licence: string | null, paid: readonly string[]): number =>
  paid.findIndex((each) => isSameLicence(each, licence));

const addressesOf = ({ emailAddress, trustedAddress, aliases }: GongPerson): [MatchedBy, string][] => {
  const given: [MatchedBy, string][] = [
    ["primary", emailAddress ?? ""],
    ["trusted", trustedAddress ?? ""],
    ...aliases.map((alias): [MatchedBy, string] => ["alias", alias]),
  ];
  return given.filter(([, address]) => address !== "");
};

/** Everyone who shares an address, each once, in an order that does not depend on the list's. */
const candidatesOf = (person: GongPerson, directory: Directory): Candidate[] => {
  const found = new Map<string, Candidate>();
  for (const [matchedBy, address] of addressesOf(person))
    for (const { id, aliases: _aliases, ...user } of directory.find(address))
      if (!found.has(id)) found.set(id, { otherUserId: id, ...user, matchedBy, leftOutBy: null });
  return [...found.values()].sort((a, b) => (a.otherUserId < b.otherUserId ? -1 : 1));
};

const suggestionOf = (candidates: readonly Candidate[]): string | null =>
  best(candidates, loginOf)[0]?.otherUserId ?? null;

const mappedByHand = (person: GongPerson, manualMap: Ladder["manualMap"]): string | undefined =>
  [person.gongUserId ?? "", ...addressesOf(person).map(([, address]) => lower(address))]
    .map((key) => manualMap.get(key))
    .find((id) => id !== undefined);

const mappedInWords = (person: GongPerson, id: string, directory: Directory): string => {
  const words = `${describePerson(person)} is mapped by hand to ${id}.`;
  const user = directory.get(id);
  if (!user) return `${words} Other Users does not list that user, so check that it exists.`;
  return user.active ? words : `${words} Other Users lists that user as inactive.`;
};

const toDecision = (
  person: GongPerson,
  all: readonly Candidate[],
  leftOut: ReadonlyMap<string, LadderRule>,
  verdict: Pick<UserDecision, "decision" | "reason"> & Partial<UserDecision>,
): UserDecision => {
  const { otherUserId = null, suggestedUserId = null } = verdict;
  const candidates = all
    .map((each) => ({ ...each, leftOutBy: leftOut.get(each.otherUserId) ?? null }))
    .sort((a, b) => Number(a.leftOutBy !== null) - Number(b.leftOutBy !== null));
  const needsCreate = verdict.decision === "CREATE";
  return {
    gongUserId: person.gongUserId,
    name: person.name,
    emailAddress: person.emailAddress,
    gongActive: person.isActive,
    decision: verdict.decision,
    otherUserId,
    suggestedUserId,
    needsCreate,
    newUser: needsCreate ? newUserOf(person) : null,
    candidates,
    reason: verdict.reason,
    message: verdict.message ?? inWords(person, { ...verdict, otherUserId, suggestedUserId, candidates }),
  };
};

const newUserOf = (person: GongPerson): UserDecision["newUser"] => ({
  name: person.name,
  firstName: person.firstName,
  lastName: person.lastName,
  emailAddress: addressesOf(person)[0]?.[1] ?? "",
  licence: leastLicence,
  active: true,
  externalId: person.gongUserId,
  externalSystem: "GONG_IO",
});

const inWords = (
  person: GongPerson,
  {
    decision,
    reason,
    otherUserId,
    suggestedUserId,
    candidates,
  }: Omit<Parameters<typeof toDecision>[3], "candidates"> & {
    readonly candidates: readonly Candidate[];
  },
): string => {
  const who = describePerson(person);
  const idsLeftOutBy = (rule: LadderRule | null) =>
    candidates.filter(({ leftOutBy }) => leftOutBy === rule).map((each) => each.otherUserId);
  switch (decision) {
    case "MATCHED":
      return reason === "ONLY_CANDIDATE"
        ? `${who} is ${otherUserId}, the only user with the address.`
        : `${who} is ${otherUserId}, decided by the rule ${reason} among ${candidates.length} users.`;
    case "OWNER_INACTIVE":
      return `${who} is inactive in the target system. Activate ${idsLeftOutBy("ACTIVE_ONLY").join(" or ")} there, or map the user by hand in Manual Map.`;
    case "CONFLICT":
      return `${who} may be any of ${idsLeftOutBy(null).join(", ")}: the rules do not decide. Pick one in Manual Map; ${suggestedUserId} is the suggestion.`;
    case "INVALID":
      return `${who} cannot be matched without an e-mail address. Add one in Gong, or map the Gong user id by hand in Manual Map.`;
    case "CREATE":
      return reason === "NOBODY_FOUND"
        ? `${who} has no user in the target system. Create one from newUser, with the licence ${leastLicence}.`
        : `${who} only has users that do not count in the target system. Create one from newUser, with the licence ${leastLicence}.`;
  }
};
