import type { OperationKey } from "#src/operations/index";

/** What earlier answers told: ids and addresses to ask with, at most a few of each. They stay in memory. */
export type Known = Readonly<Partial<Record<KnownName, readonly string[]>>>;

export type KnownName =
  | "accountId"
  | "callId"
  | "emailAddress"
  | "flowId"
  | "folderId"
  | "hostId"
  | "integrationId"
  | "managerId"
  | "phoneNumber"
  | "profileId"
  | "prospectId"
  | "scorecardId"
  | "userId"
  | "workspaceId";

/** What is missing when nothing is known under a name, for the reason of a skip. */
export const knownInWords: Readonly<Record<KnownName, string>> = {
  accountId: "no CRM account is linked to the calls",
  callId: "there is no call of the last 30 days",
  emailAddress: "no user has an e-mail address",
  flowId: "the user sees no Engage flow",
  folderId: "there is no public library folder",
  hostId: "there is no call of the last 30 days with a host",
  integrationId: "there is no generic CRM integration",
  managerId: "no user has a manager",
  phoneNumber: "no user has a phone number",
  profileId: "there is no permission profile",
  prospectId: "no contact or lead is linked to the calls",
  scorecardId: "there is no scorecard",
  userId: "there is no user",
  workspaceId: "there is no workspace",
};

/** The first of what is known under each name, for steps that need one of each. */
export type Wanted = Readonly<Record<KnownName, string>>;

/** How one reading operation is called. */
export interface Step {
  readonly key: OperationKey;
  /** Skipped unless something is known under each of these names. */
  readonly needs?: readonly KnownName[];
  /** The form as a builder would fill it in. */
  readonly answers?: (wanted: Wanted, known: Known, days: Days) => Readonly<Record<string, unknown>>;
  /** Tried instead when a scope is missing that only some inputs need. */
  readonly otherwise?: Step["answers"];
  /** Where the answer holds what later steps need, such as `users[].id`. */
  readonly learns?: Readonly<Partial<Record<KnownName, string>>>;
}

/** A step that cannot be made, with the reason. */
interface LeftOut {
  readonly key: OperationKey;
  readonly leftOut: string;
}

/** The small ranges that are read. */
export interface Days {
  /** Date and time, ISO 8601. */
  readonly aMonthAgo: string;
  readonly yesterday: string;
  readonly now: string;
  /** Days as YYYY-MM-DD: statistics end before today wherever the company is. */
  readonly firstDay: string;
  readonly lastDay: string;
}

const dayMs = 24 * 60 * 60 * 1000;

/** @param now milliseconds since 1970. */
export const daysBefore = (now: number): Days => {
  const moment = (days: number) => new Date(now - days * dayMs).toISOString();
  return {
    aMonthAgo: moment(30),
    yesterday: moment(1),
    now: moment(0),
    firstDay: moment(8).slice(0, 10),
    lastDay: moment(1).slice(0, 10),
  };
};

const ofHost: Step = {
  key: "listAggregateActivity",
  needs: ["hostId"],
  answers: ({ hostId }, _known, { firstDay, lastDay }) => ({
    fromDate: firstDay,
    toDate: lastDay,
    userIds: [hostId],
  }),
};

const linkedParts = {
  context: "Extended",
  include: [
    "parties",
    "structure",
    "topics",
    "trackers",
    "trackerOccurrences",
    "brief",
    "outline",
    "highlights",
    "keyPoints",
    "callOutcome",
    "speakers",
    "personInteractionStats",
    "questions",
    "video",
    "publicComments",
  ],
};

/**
 * Every reading operation once, in an order in which each finds what it needs in the answers before it. Operations that
 * write or spend AI credits are not here.
 */
export const plan: readonly (Step | LeftOut)[] = [
  { key: "listWorkspaces", learns: { workspaceId: "workspaces[].id" } },
  {
    key: "listUsers",
    learns: {
      userId: "users[].id",
      emailAddress: "users[].emailAddress",
      phoneNumber: "users[].phoneNumber",
      managerId: "users[].managerId",
    },
  },
  { key: "getUser", needs: ["userId"], answers: ({ userId }) => ({ userId }) },
  { key: "listUsersByFilter", needs: ["userId"], answers: (_first, { userId }) => ({ userIds: userId }) },
  { key: "getUserSettingsHistory", needs: ["userId"], answers: ({ userId }) => ({ userId }) },
  {
    key: "listCallsUsingGet",
    answers: (_first, _known, { aMonthAgo, now }) => ({ fromDateTime: aMonthAgo, toDateTime: now }),
    learns: { callId: "calls[].id", hostId: "calls[].primaryUserId" },
  },
  { key: "getCallUsingGet", needs: ["callId"], answers: ({ callId }) => ({ callId }) },
  {
    key: "listDetailedCalls",
    needs: ["callId"],
    answers: (_first, { callId }) => ({ callIds: callId, ...linkedParts, include: ["everything"] }),
    otherwise: (_first, { callId }) => ({ callIds: callId, ...linkedParts }),
    learns: {
      accountId: "calls[].context[].objects[].objectId",
      prospectId: "calls[].parties[].context[].objects[].objectId",
    },
  },
  { key: "getCallTranscript", needs: ["callId"], answers: (_first, { callId }) => ({ callIds: callId }) },
  { key: "listCallAccess", needs: ["callId"], answers: (_first, { callId }) => ({ callIds: callId }) },
  { key: "listCallOutcomes" },
  { key: "listTrackers" },
  { key: "listScorecards", learns: { scorecardId: "scorecards[].scorecardId" } },
  { key: "listBriefs" },
  {
    key: "listLibraryFolders",
    needs: ["workspaceId"],
    answers: ({ workspaceId }) => ({ workspaceId }),
    learns: { folderId: "folders[].id" },
  },
  { key: "listCallsInFolder", needs: ["folderId"], answers: ({ folderId }) => ({ folderId }) },
  ofHost,
  {
    ...ofHost,
    key: "listAggregateActivityByPeriod",
    answers: (...known) => ({ ...ofHost.answers?.(...known), aggregationPeriod: "WEEK" }),
  },
  { ...ofHost, key: "listDailyActivity" },
  { ...ofHost, key: "listInteractionStats" },
  {
    key: "listAnsweredScorecards",
    needs: ["scorecardId"],
    answers: (_first, { scorecardId }, { aMonthAgo, lastDay }) => ({
      callFromDate: aMonthAgo.slice(0, 10),
      callToDate: lastDay,
      reviewMethod: "BOTH",
      scorecardIds: scorecardId,
    }),
  },
  {
    key: "listCoachingMetrics",
    needs: ["workspaceId", "managerId"],
    answers: ({ workspaceId, managerId }, _known, { aMonthAgo, now }) => ({
      workspaceId,
      managerId,
      from: aMonthAgo,
      to: now,
    }),
  },
  { key: "listTargets", needs: ["workspaceId"], answers: ({ workspaceId }) => ({ workspaceId }) },
  {
    key: "getLogsDataByTypeAndTimeRange",
    answers: (_first, _known, { yesterday, now }) => ({
      logType: "AccessLog",
      fromDateTime: yesterday,
      toDateTime: now,
    }),
  },
  {
    key: "listPermissionProfiles",
    needs: ["workspaceId"],
    answers: ({ workspaceId }) => ({ workspaceId }),
    learns: { profileId: "profiles[].id" },
  },
  { key: "getPermissionProfile", needs: ["profileId"], answers: ({ profileId }) => ({ profileId }) },
  { key: "listPermissionProfileUsers", needs: ["profileId"], answers: ({ profileId }) => ({ profileId }) },
  { key: "listCrmIntegrations", learns: { integrationId: "integrations[].integrationId" } },
  {
    key: "listCrmSchemaFields",
    needs: ["integrationId"],
    answers: ({ integrationId }) => ({ integrationId, objectType: "ACCOUNT" }),
  },
  {
    key: "getCrmObjects",
    needs: ["integrationId", "accountId"],
    answers: ({ integrationId }, { accountId }) => ({ integrationId, objectType: "ACCOUNT", objectIds: accountId }),
  },
  {
    key: "getCrmRequestStatus",
    leftOut: "It asks for an upload that was made before, and this check never uploads.",
  },
  {
    key: "getMeetingIntegrationStatus",
    needs: ["emailAddress"],
    answers: ({ emailAddress }) => ({ emails: [emailAddress] }),
  },
  {
    key: "listFlows",
    needs: ["emailAddress"],
    answers: ({ emailAddress }) => ({ flowOwnerEmail: emailAddress }),
    learns: { flowId: "flows[].id" },
  },
  {
    key: "listFlowFolders",
    needs: ["emailAddress"],
    answers: ({ emailAddress }) => ({ flowFolderOwnerEmail: emailAddress }),
  },
  { key: "listFlowSteps", needs: ["flowId"], answers: (_first, { flowId }) => ({ flowIds: flowId }) },
  {
    key: "listProspectFlows",
    needs: ["prospectId"],
    answers: (_first, { prospectId }) => ({ crmProspectsIds: prospectId }),
  },
  {
    key: "getBulkAssignment",
    leftOut: "It asks for an assignment that was made before, and this check never assigns.",
  },
  {
    key: "listTasks",
    needs: ["hostId"],
    answers: ({ hostId }) => ({ userId: hostId, types: ["FLOW", "MANUAL"], taskAction: ["CALL"], status: ["OPEN"] }),
  },
  {
    key: "listReferencesToAnEmailAddress",
    needs: ["emailAddress"],
    answers: ({ emailAddress }) => ({ emailAddress }),
  },
  { key: "listReferencesToAPhoneNumber", needs: ["phoneNumber"], answers: ({ phoneNumber }) => ({ phoneNumber }) },
];

const mostOfEach = 10;

/** The texts at a path such as `calls[].metaData.id`, each once, a few at most. */
export const textsAt = (answer: unknown, path: string): readonly string[] => {
  let values: readonly unknown[] = [answer];
  for (const part of path.split(".")) {
    const isList = part.endsWith("[]");
    const name = isList ? part.slice(0, -2) : part;
    const held = values.map((each) => (each as Record<string, unknown> | null | undefined)?.[name]);
    values = isList ? held.flatMap((each) => (Array.isArray(each) ? each : [])) : held;
  }
  const texts = values
    .filter((each) => typeof each === "number" || (typeof each === "string" && each !== ""))
    .map((each) => String(each));
  return [...new Set(texts)].slice(0, mostOfEach);
};
