import { z } from "zod";
import { once } from "#src/base/lazy";
import { type CompleteCall, trackerWith } from "#src/recipes/completeCallShape";
import {
  type AccountMap,
  type AccountRef,
  type AccountResolution,
  accountRefsOf,
  faultOfAccount,
  resolveAccount,
  severalAccounts,
} from "./accounts";
import { type ActivityTypeRule, activityTypeOf } from "./activityType";
import { faultOfOwner, type MappedUser, type UserMap } from "./owners";
import type { Reason } from "./runLog";
import { toHtml, toMarkdown, toPlainText } from "./text";

const text = () => z.string().nullable();

const Attendee = once(() =>
  z.object({
    name: text().describe("The name; null when it is not known."),
    emailAddress: text().describe("The e-mail address; null when it is not known."),
    phoneNumber: text().describe("The phone number; null when it is not known."),
    title: text().describe("The title; null when there is none."),
    side: z.string().describe("Internal, External or Unknown, as Gong says."),
    userId: text().describe("Gong's user id; null for people outside."),
    otherUserId: text().describe("The id in the target system, as far as User Map knows it."),
    crmIds: z.array(z.string()).describe("The person's records in the CRM, such as a Contact."),
  }),
);

/** An activity for the timeline of any customer-success system or CRM. */
export const TimelineActivity = once(() =>
  z.object({
    callId: z.string().describe("Gong's id of the call, up to 20 digits."),
    idempotencyKey: z
      .string()
      .describe("The call's id: write the activity as an upsert by it, so that none is doubled."),
    activityType: z.string().describe("The kind of activity in the target system."),
    title: z.string().describe("The title; null when there is none."),
    started: text().describe("ISO 8601 with offset."),
    duration: z.number().nullable().describe("Seconds."),
    url: text().describe("The call's page in Gong. It does not expire."),
    recordingUrl: text().describe("Where the recording is played: the same page, never a link that expires."),
    hostUser: z
      .object({
        userId: text().describe("Gong's id of the user."),
        name: text().describe("The name; null when it is not known."),
        emailAddress: text().describe("The e-mail address; null when it is not known."),
      })
      .nullable()
      .describe("The user who held the call; null when Gong names none."),
    ownerId: text().describe("The author's id in the target system; null without User Map."),
    internalAttendees: z.array(Attendee()).describe("People of the company itself."),
    externalAttendees: z
      .array(Attendee())
      .describe("People from outside, and those whose side Gong does not know and whose domain is not the company's."),
    accountId: text().describe("The account's id in the target system; null without Account Map."),
    accountMatchedBy: text().describe("What led to the account, such as a CRM record, an address or a domain."),
    accountRefs: z
      .array(
        z.object({
          system: z.string().describe("The CRM, such as Salesforce or HubSpot."),
          objectType: z.string().describe("What the CRM calls the kind of record."),
          kind: z
            .enum(["account", "deal", "contact", "lead", "other"])
            .describe("What the record is, whatever its CRM calls it."),
          id: z.string().describe("The record's id in the CRM."),
          name: text().describe("The name; null when it is not known."),
        }),
      )
      .describe("The CRM records of the call and of its people outside, accounts first."),
    trackers: z
      .array(trackerWith({ momentUrl: text().describe("Opens the call in Gong at the first mention.") }))
      .describe("The trackers that were mentioned."),
    trackersText: z.string().describe("What trackers heard, as one text."),
    bodyHtml: z.string().describe("All of it as HTML; everything that people wrote or said is escaped."),
    bodyMarkdown: z.string().describe("The activity's text, as Markdown."),
    bodyText: z.string().describe("The activity's text, without marks."),
    warnings: z
      .array(
        z.object({
          code: z.string().describe("The warning as a code."),
          message: z.string().describe("What a person should look at, as a sentence."),
        }),
      )
      .describe("What is missing in this activity, or worth knowing."),
  }),
);
export type TimelineActivity = z.infer<ReturnType<typeof TimelineActivity>>;

export interface ActivityOptions {
  readonly typeRules: readonly ActivityTypeRule[];
  readonly defaultType: string;
  /** Without one, the owner stays open. */
  readonly userMap?: UserMap;
  /** Without one, the account stays open, and the CRM link is what the call must have. */
  readonly accountMap?: AccountMap;
  /** When false, an activity without an account is handed out as partial. */
  readonly requireAccount: boolean;
}

/** What is known of a call before it is built. */
interface Resolved {
  readonly refs: readonly AccountRef[];
  readonly account: AccountResolution;
  readonly owner: MappedUser | undefined;
  /** Why the call cannot be handed out; empty when it can. */
  readonly failures: readonly Reason[];
  readonly warnings: readonly Reason[];
}

type Participant = NonNullable<CompleteCall["participants"]>[number];

const domainOf = (address: string | null): string | undefined => address?.split("@")[1]?.trim().toLowerCase();

/** The people of a call. Those whose side Gong does not know go by the company's domains. */
const sidesOf = (call: CompleteCall): { internal: Participant[]; external: Participant[] } => {
  const people = call.participants ?? [];
  const inside = people.filter(({ side }) => side === "Internal");
  const domains = new Set([call.host?.emailAddress ?? null, ...inside.map((each) => each.emailAddress)].map(domainOf));
  const isInside = ({ side, emailAddress }: Participant) =>
    side === "Internal" || (side === "Unknown" && emailAddress !== null && domains.has(domainOf(emailAddress)));
  return { internal: people.filter(isInside), external: people.filter((each) => !isInside(each)) };
};

/** Finds the owner and the account of a call, and what is missing in it. */
export const resolve = (call: CompleteCall, options: ActivityOptions, isFromWebhook = false): Resolved => {
  const { external } = sidesOf(call);
  const refs = accountRefsOf(call);
  const addresses = external.flatMap(({ emailAddress }) => emailAddress ?? []);
  const account = options.accountMap
    ? resolveAccount(refs, addresses, options.accountMap)
    : { accountId: null, matchedBy: null, tried: [] };
  const owner = call.host ? options.userMap?.find(call.host) : undefined;
  const ownerFault = options.userMap ? faultOfOwner(call.host, owner) : undefined;
  const accountFault = faultOfAccount(refs, addresses, account, options.accountMap !== undefined);
  return {
    refs,
    account,
    owner,
    failures: [ownerFault ?? [], options.requireAccount ? (accountFault ?? []) : []].flat(),
    warnings: [
      options.requireAccount ? [] : (accountFault ?? []),
      severalAccounts(account),
      warningsAbout(call, isFromWebhook),
    ].flat(),
  };
};

type Tracker = NonNullable<CompleteCall["trackers"]>[number];

const warningsAbout = (call: CompleteCall, isFromWebhook: boolean): Reason[] => {
  const mentioned = mentionedTrackers(call);
  // A webhook tells how often a tracker was mentioned and never the phrases: that says nothing about its settings.
  const unticked = isFromWebhook
    ? []
    : mentioned.filter(({ type, phrases }) => type?.toUpperCase() !== "SMART" && phrases.length === 0);
  const names = unticked.map(({ name, id }) => name ?? id).join(", ");
  const isRecordingGone = call.url === null || call.missing.includes("media");
  return [
    ...(isRecordingGone
      ? [
          {
            code: "RECORDING_GONE",
            message:
              "Gong has no recording for this call: it was deleted, or never made. The activity has no recording link.",
          },
        ]
      : []),
    ...(call.trackers === null
      ? [
          {
            code: "TRACKERS_NOT_READY",
            message:
              "Gong gave no trackers for this call; it may still be processing. Build the activity again later, or start from the Calls Ready trigger.",
          },
        ]
      : []),
    ...(call.trackers && mentioned.length === 0
      ? [
          {
            code: "TRACKERS_NOT_RECOGNISED",
            message: "Gong recognised no word of any tracker in this call. Nothing has to be done.",
          },
        ]
      : []),
    ...(unticked.length > 0
      ? [
          {
            code: "TRACKERS_NOT_TICKED",
            message: `Gong counted mentions of ${names} and gave no phrases. Tick API request results and Separate phrases in the settings of these trackers in Gong.`,
          },
        ]
      : []),
  ];
};

/** True for warnings that say something is missing; the others are only worth knowing. */
export const isShortcoming = ({ code }: Reason): boolean =>
  code !== "TRACKERS_NOT_RECOGNISED" && code !== "SEVERAL_ACCOUNTS";

const mentionedTrackers = (call: CompleteCall): Tracker[] => (call.trackers ?? []).filter(({ count }) => count > 0);

/** Makes the activity of a call. */
export const toActivity = (
  call: CompleteCall & { readonly id: string },
  { refs, account, owner, warnings }: Resolved,
  options: ActivityOptions,
): TimelineActivity => {
  const sides = sidesOf(call);
  const toAttendee = (person: Participant) => ({
    name: person.name,
    emailAddress: person.emailAddress,
    phoneNumber: person.phoneNumber,
    title: person.title,
    side: person.side,
    userId: person.userId,
    otherUserId: options.userMap?.find(person)?.otherUserId ?? null,
    crmIds: person.crmRecords.flatMap(({ id }) => id ?? []),
  });
  const trackers = mentionedTrackers(call).map(({ id, name, type, count, phrases }) => ({
    id,
    name,
    type,
    count,
    phrases: phrases.map((each) => ({
      phrase: each.phrase,
      count: each.count,
      momentUrl: each.occurrences.find(({ momentUrl }) => momentUrl !== null)?.momentUrl ?? null,
    })),
  }));
  const url = /^https?:\/\//i.test(call.url ?? "") ? call.url : null;
  const activity = {
    callId: call.id,
    idempotencyKey: call.id,
    activityType: activityTypeOf(call, options.typeRules, options.defaultType),
    title: call.title ?? `Call ${call.id}`,
    started: call.started,
    duration: call.durationSeconds,
    url,
    recordingUrl: warnings.some(({ code }) => code === "RECORDING_GONE") ? null : url,
    hostUser: call.host,
    ownerId: owner?.otherUserId ?? null,
    internalAttendees: sides.internal.map(toAttendee),
    externalAttendees: sides.external.map(toAttendee),
    accountId: account.accountId,
    accountMatchedBy: account.matchedBy,
    accountRefs: [...refs],
    trackers,
    trackersText: trackers.map(trackerInWords).join("; "),
  };
  const story = { ...activity, brief: call.brief, keyPoints: call.keyPoints, nextSteps: call.nextSteps };
  return {
    ...activity,
    bodyHtml: toHtml(story),
    bodyMarkdown: toMarkdown(story),
    bodyText: toPlainText(story),
    warnings: [...warnings],
  };
};

const trackerInWords = ({ name, id, count, phrases }: TimelineActivity["trackers"][number]): string => {
  const said = phrases.map(({ phrase }) => phrase).join(", ");
  return `${name ?? id ?? "Tracker"} (${count})${said ? `: ${said}` : ""}`;
};
