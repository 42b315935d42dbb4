import type { WorldOptions } from "./options";
import { idFor } from "./random";
import type { Workspace } from "./settings";
import type { Users } from "./users";

/** A permission profile with Gong's names; levels and flags lie side by side in it. */
export type Profile = Record<string, unknown>;

/** Every yes-or-no right of a profile. */
const profileFlags = [
  "scoreCalls",
  "overrideScore",
  "downloadCallMedia",
  "shareCallsWithCustomers",
  "manuallyScheduleAndUploadCalls",
  "privateCalls",
  "deleteCalls",
  "trimCalls",
  "listenInCalls",
  "deleteEmails",
  "callsAndSearch",
  "library",
  "deals",
  "createEditAndDeleteDealsBoards",
  "dealsInlineEditing",
  "account",
  "coaching",
  "usage",
  "teamStats",
  "initiatives",
  "market",
  "activity",
  "forecast",
  "forecastManage",
  "engageManageCompanyTemplates",
  "engageManageCompanySequences",
  "engageCreateAndManageRulesets",
  "engageSnoozeFlowToDosForOthers",
  "engageAllowCrmFieldsViewChange",
  "viewEngageAnalyticsActivity",
  "viewEngageAnalyticsPerformance",
  "viewEngageAnalyticsFlows",
  "manageGeneralBusinessSettings",
  "manageScorecards",
  "exportCallsAndCoachingDataToCSV",
  "crmDataInlineEditing",
  "crmDataImport",
  "viewRevenueAnalytics",
  "manageRevenueAnalytics",
  "engageReassignFlowToDosToOthers",
  "engageAssignFlowToDosToOthers",
  "dealsDataExport",
  "aiBuilder",
  "orchestrateCreateAndManagePlays",
] as const;

const levels = [
  "callsAccess",
  "dealsAccess",
  "coachingAccess",
  "insightsAccess",
  "usageAccess",
  "emailsAccess",
] as const;
const forecastLevels = ["forecastAccess", "forecastEditSubmissions", "forecastEditTargets"] as const;

/** A profile that may do everything or nothing: left-out levels become none, left-out flags false. */
export const blankProfile = (level: "all" | "none"): Profile => {
  const access = { permissionLevel: level, teamLeadIds: null };
  const isAllowed = level === "all";
  return {
    description: null,
    ...Object.fromEntries(levels.map((name) => [name, access])),
    libraryFolderAccess: {
      permissionLevel: level,
      libraryFolderIds: null,
      managePublicFolder: isAllowed,
      manageStreams: isAllowed,
      manageFolderCalls: isAllowed,
      shareFoldersAndStreams: isAllowed,
    },
    forecastPermissions: Object.fromEntries(forecastLevels.map((name) => [name, access])),
    ...Object.fromEntries(profileFlags.map((name) => [name, isAllowed])),
    orchestrateCreateAndManagePlays: null,
  };
};

/** The change laid over the profile, levels field by field: that is how Gong takes it. */
export const mergeProfiles = (profile: Profile, change: Profile): Profile => {
  const isGroup = (value: unknown): value is Profile =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  const merged = { ...profile };
  for (const [key, value] of Object.entries(change)) {
    const before = merged[key];
    merged[key] = isGroup(value) && isGroup(before) ? mergeProfiles(before, value) : value;
  }
  return merged;
};

/** The profiles with which the workspaces begin. */
export const makeProfiles = (
  { seed }: Required<WorldOptions>,
  workspaces: readonly Workspace[],
  users: Users,
): Map<string, { workspaceId: string; profile: Profile }> => {
  const lead = users.entries[1]?.id;
  const own = { permissionLevel: "own", teamLeadIds: null };
  const kinds: readonly Profile[] = [
    { ...blankProfile("all"), name: "Tech Admin", description: "May do everything." },
    {
      ...blankProfile("none"),
      name: "Team Manager",
      callsAccess: { permissionLevel: "managers-team", teamLeadIds: lead ? [lead] : null },
      scoreCalls: true,
      coaching: true,
      library: true,
    },
    { ...blankProfile("none"), name: "Team Member", callsAccess: own, dealsAccess: own, library: true },
  ];
  return new Map(
    workspaces.flatMap(({ id: workspaceId }) =>
      kinds.map((kind) => {
        const id = idFor(seed, "profile", workspaceId, String(kind.name));
        return [id, { workspaceId, profile: { id, ...kind } }] as const;
      }),
    ),
  );
};
