import { fold, hasWords, phraseFinder } from "#src/base/text";
import { crmIdKey, crmKindOf } from "#src/entities/crmContext";
import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import type { CallPart, CompleteCall } from "#src/recipes/completeCallShape";
import { type Condition, reasonsOf } from "./filters";

/** What a call may lack. */
const lackable = {
  nextSteps: "Next steps",
  opportunity: "Opportunity or deal",
  account: "Account or company",
  outcome: "Call outcome",
} as const;

type Lackable = keyof typeof lackable;

/** Which calls are meant, where Gong itself cannot tell. Values of one input are alternatives, inputs narrow. */
export interface Which {
  readonly participants?: readonly string[];
  readonly accounts?: readonly string[];
  readonly opportunities?: readonly string[];
  readonly titleIncludes?: readonly string[];
  readonly titleExcludes?: readonly string[];
  readonly trackers?: readonly string[];
  readonly lacks?: readonly Lackable[];
  readonly minimumMinutes?: number;
}

/** The inputs that say which calls are meant. */
export const whichFields = {
  participants: optional(
    field.list(
      field.text({
        label: "Participants",
        comments:
          "Only calls with one of these people: e-mail addresses, domains such as contoso.example (with their subdomains), phone numbers or names; several separated by commas. Leave empty for anyone.",
        placeholder: "contoso.example",
        example: "contoso.example",
      }),
    ),
  ),
  accounts: optional(
    field.list(
      field.text({
        label: "Accounts",
        comments:
          "Only calls of one of these accounts or companies: CRM ids, names, or domains of participants; several separated by commas. Leave empty for any.",
        placeholder: "Contoso Farms",
        example: "Contoso Farms",
      }),
    ),
  ),
  opportunities: optional(
    field.list(
      field.text({
        label: "Opportunities",
        comments:
          "Only calls of one of these opportunities or deals: CRM ids or names; several separated by commas. Leave empty for any.",
        placeholder: "0065g00000KpQ2nAAF",
        example: "0065g00000KpQ2nAAF",
      }),
    ),
  ),
  titleIncludes: optional(
    field.list(
      field.text({
        label: "Title Includes",
        comments:
          "Only calls whose title has one of these words or phrases, as whole words in any case; several separated by commas. Leave empty for any title.",
        placeholder: "demo, demonstration",
        example: "discovery",
      }),
    ),
  ),
  titleExcludes: optional(
    field.list(
      field.text({
        label: "Title Excludes",
        comments:
          "No calls whose title has one of these words or phrases, as whole words in any case; several separated by commas. Leave empty to exclude none.",
        placeholder: "interview",
        example: "interview",
      }),
    ),
  ),
  trackers: optional(
    field.list(
      field.text({
        label: "Trackers",
        comments:
          "Only calls in which one of these trackers was mentioned: names in any case, or ids; several separated by commas. Leave empty for any.",
        placeholder: "Competitors",
        example: "Competitors",
        dataSource: "trackers",
      }),
    ),
  ),
  lacks: optional(
    field.choiceList(
      {
        label: "Lacks",
        comments:
          "Only calls that lack one of these, as far as Gong knows; a call that is still being processed may get it later. Leave empty for any.",
        example: "nextSteps",
      },
      lackable,
    ),
  ),
  minimumMinutes: optional(
    field.integer(
      {
        label: "Minimum Minutes",
        comments: "Only calls that lasted at least so many minutes. Leave empty for any length.",
        placeholder: "5",
        example: "5",
      },
      { min: 1 },
    ),
  ),
};

/** Which calls the answers of a form mean. */
export const whichIn = (answers: Which): Which =>
  Object.fromEntries(Object.keys(whichFields).map((key) => [key, answers[key as keyof Which]]));

/** True when something is asked that Gong cannot filter by, so that calls have to be looked at. */
export const narrows = (which: Which): boolean =>
  Object.keys(whichFields).some((key) => which[key as keyof Which] !== undefined);

/** The parts of a call that tell whether it is meant, beside title, length and participants. */
export const partsToLookAt = ({ accounts, opportunities, trackers, lacks = [] }: Which): CallPart[] => {
  const lacksCrm = lacks.includes("opportunity") || lacks.includes("account");
  return [
    "participants",
    ...(accounts || opportunities || lacksCrm ? (["crm"] as const) : []),
    ...(trackers ? (["trackers"] as const) : []),
    ...(lacks.includes("nextSteps") ? (["nextSteps"] as const) : []),
    ...(lacks.includes("outcome") ? (["outcome"] as const) : []),
  ];
};

/**
 * What of a call answers to the question, as words such as `participant Priya Nair (domain contoso.example)`; undefined
 * for a call that is not meant.
 */
export const matchedBy = (which: Which, call: CompleteCall): string[] | undefined =>
  reasonsOf(conditionsOf(which), "all", call);

/** One condition for each input that is set. */
const conditionsOf = (which: Which): Condition<CompleteCall>[] => {
  const { participants, accounts, opportunities, titleIncludes, titleExcludes, trackers, lacks, minimumMinutes } =
    which;
  const isNamed = ({ title }: CompleteCall, phrase: string) => phraseFinder(phrase)?.(fold(title ?? "")) ?? false;
  return [
    anyOf(participants, (call, value) => participantsBy(call, value)),
    anyOf(accounts, (call, value) => accountBy(call, value)),
    anyOf(opportunities, (call, value) => recordBy(call, "Opportunity", value)),
    anyOf(titleIncludes, (call, value) => (isNamed(call, value) ? `title has ${value}` : undefined)),
    titleExcludes && ((call: CompleteCall) => (titleExcludes.some((each) => isNamed(call, each)) ? undefined : [])),
    anyOf(trackers, (call, value) => trackerBy(call, value)),
    anyOf(lacks, (call, value) => (isLacking(call, value) ? `lacks ${lackWords[value]}` : undefined)),
    minimumMinutes === undefined
      ? undefined
      : ({ durationSeconds }: CompleteCall) => ((durationSeconds ?? 0) >= minimumMinutes * 60 ? [] : undefined),
  ].filter((condition) => condition !== undefined);
};

/** Holds when one of the values does, and tells of each that does. */
const anyOf = <V extends string>(
  values: readonly V[] | undefined,
  find: (call: CompleteCall, value: V) => string | undefined,
): Condition<CompleteCall> | undefined =>
  values &&
  ((call) => {
    const found = values.flatMap((value) => find(call, value) ?? []);
    return found.length > 0 ? found : undefined;
  });

type Person = NonNullable<CompleteCall["participants"]>[number];

const shownName = ({ name, emailAddress, phoneNumber }: Person): string =>
  name ?? emailAddress ?? phoneNumber ?? "without a name";

const participantsBy = (call: CompleteCall, value: string): string | undefined => {
  const isMeant = personFinder(value);
  const person = (call.participants ?? []).find((each) => isMeant(each) !== undefined);
  return person && `participant ${shownName(person)}${isMeant(person)}`;
};

/** Tells by what a person is meant, in brackets; nothing in them where it is the name; undefined for another person. */
const personFinder = (value: string): ((person: Person) => string | undefined) => {
  const said = (/<([^<>\s]{3,320})>\s*$/.exec(value)?.[1] ?? value).trim();
  if (/^[^\s@]+@[^\s@]+$/.test(said))
    return ({ emailAddress }) => (emailAddress?.toLowerCase() === said.toLowerCase() ? ` (${said})` : undefined);
  const domain = toDomain(said);
  if (domain) return ({ emailAddress }) => (isWithin(emailAddress, domain) ? ` (domain ${domain})` : undefined);
  const digits = toDigits(said);
  if (digits)
    return ({ phoneNumber, userId }) =>
      isSameNumber(toDigits(phoneNumber ?? ""), digits) || userId === digits ? ` (${said})` : undefined;
  return ({ name }) => (name !== null && hasWords(name, said) ? "" : undefined);
};

/** The domain in a domain, a web address, or `@contoso.example`; undefined for anything else. */
const toDomain = (said: string): string | undefined => {
  const host = said
    .trim()
    .toLowerCase()
    .replace(/^(https?:\/\/|@)/, "")
    .replace(/[/?#:].*$/s, "")
    .replace(/^www\./, "")
    .replace(/\.$/, "");
  return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*\.\p{L}[\p{L}\p{N}-]+$/u.test(host) ? host : undefined;
};

/** True for an address of the domain or of one below it. */
const isWithin = (emailAddress: string | null, domain: string): boolean => {
  const host = emailAddress?.split("@").at(-1)?.toLowerCase() ?? "";
  return host === domain || host.endsWith(`.${domain}`);
};

/** The digits of what is written like a phone number, without what stands for the plus or the trunk. */
const toDigits = (said: string): string | undefined => {
  if (!/^[+\d\s().,/–-]+$/.test(said)) return undefined;
  const digits = said.replace(/\D/g, "").replace(/^0+/, "");
  return digits.length >= leastDigits ? digits : undefined;
};

const leastDigits = 7;

/** True for two numbers of which one may leave out its country. */
const isSameNumber = (one: string | undefined, other: string): boolean =>
  one !== undefined && (one.endsWith(other) || other.endsWith(one));

type CrmRecord = NonNullable<CompleteCall["crmRecords"]>[number];

/** The CRM records of a kind, those of the call before those of its people outside. */
export const recordsOf = (call: CompleteCall, kind: "Account" | "Opportunity"): CrmRecord[] =>
  [
    ...(call.crmRecords ?? []),
    ...(call.participants ?? []).filter(({ side }) => side !== "Internal").flatMap((person) => person.crmRecords),
  ].filter(({ objectType }) => crmKindOf(objectType) === kind);

const recordBy = (call: CompleteCall, kind: "Account" | "Opportunity", value: string): string | undefined => {
  const records = recordsOf(call, kind);
  const byId = records.find(({ id }) => id !== null && crmIdKey(id) === crmIdKey(value));
  if (byId) return [kind.toLowerCase(), byId.name ?? [], `(id ${byId.id})`].flat().join(" ");
  const byName = records.find(({ name }) => name !== null && hasWords(name, value));
  return byName && `${kind.toLowerCase()} ${byName.name}`;
};

const accountBy = (call: CompleteCall, value: string): string | undefined => {
  const found = recordBy(call, "Account", value);
  if (found) return found;
  const domain = toDomain(value);
  const name = fold(value).replace(/[^\p{L}\p{N}]/gu, "");
  const person = (call.participants ?? []).find(
    ({ side, emailAddress }) =>
      side !== "Internal" && (domain ? isWithin(emailAddress, domain) : isDomainOf(emailAddress, name)),
  );
  return person && `account by domain ${person.emailAddress?.split("@").at(-1)} (${shownName(person)})`;
};

/** True when a domain is the name itself: people of Contoso Farms write from contoso-farms.example. */
const isDomainOf = (emailAddress: string | null, name: string): boolean => {
  const labels = emailAddress?.split("@").at(-1)?.toLowerCase().split(".").slice(0, -1) ?? [];
  return name.length > 2 && labels.some((label) => label.replaceAll("-", "") === name);
};

const trackerBy = (call: CompleteCall, value: string): string | undefined => {
  const found = (call.trackers ?? []).find(
    ({ id, name, count }) => count > 0 && (id === value.trim() || (name !== null && hasWords(name, value))),
  );
  return found && `tracker ${found.name ?? found.id}`;
};

const isLacking = (call: CompleteCall, what: Lackable): boolean => {
  if (what === "nextSteps") return (call.nextSteps ?? []).length === 0;
  if (what === "outcome") return !call.outcome;
  return recordsOf(call, what === "account" ? "Account" : "Opportunity").length === 0;
};

const lackWords: Record<Lackable, string> = {
  nextSteps: "next steps",
  opportunity: "an opportunity",
  account: "an account",
  outcome: "a call outcome",
};
