import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";
import { libraryFolder } from "./libraryFolder";
import { manager, user } from "./user";

/** How far a right to see other people's work reaches, by the name of the right. */
export const accessRights = {
  callsAccess: "Calls Access",
  dealsAccess: "Deals Access",
  coachingAccess: "Coaching Access",
  insightsAccess: "Insights Access",
  usageAccess: "Usage Access",
  emailsAccess: "Emails Access",
} as const;

/** What a profile allows or not, by name: label, and what people may then do. */
export const permissions = {
  scoreCalls: ["Score Calls", "score calls"],
  overrideScore: ["Override Score", "change a score that somebody else gave"],
  downloadCallMedia: ["Download Call Media", "download recordings"],
  shareCallsWithCustomers: ["Share Calls with Customers", "share calls with customers"],
  manuallyScheduleAndUploadCalls: ["Schedule and Upload Calls", "schedule recordings and upload calls by hand"],
  privateCalls: ["Private Calls", "make their own calls private"],
  deleteCalls: ["Delete Calls", "delete calls"],
  trimCalls: ["Trim Calls", "cut parts out of calls"],
  listenInCalls: ["Listen In", "listen in while a call goes on"],
  deleteEmails: ["Delete Emails", "delete e-mails"],
  callsAndSearch: ["Calls and Search", "see and search calls"],
  library: ["Library", "see the library"],
  deals: ["Deals", "see the deals pages"],
  createEditAndDeleteDealsBoards: ["Deals Boards", "create, change and delete deals boards"],
  dealsInlineEditing: ["Deals Inline Editing", "change deals where they are shown"],
  dealsDataExport: ["Deals Data Export", "export data of deals"],
  account: ["Accounts", "see the account pages"],
  coaching: ["Coaching", "see the coaching pages"],
  usage: ["Usage", "see the usage pages"],
  teamStats: ["Team Stats", "see the statistics of teams"],
  initiatives: ["Initiatives", "see the initiatives page"],
  market: ["Market", "see the market page"],
  activity: ["Activity", "see the activity pages"],
  forecast: ["Forecast", "see the forecast pages"],
  forecastManage: ["Forecast Management", "manage forecast boards and upload targets"],
  engageManageCompanyTemplates: ["Engage: Company Templates", "manage the e-mail templates of the company"],
  engageManageCompanySequences: ["Engage: Company Flows", "manage the flows of the company"],
  engageCreateAndManageRulesets: ["Engage: Rulesets", "create and manage rulesets"],
  engageSnoozeFlowToDosForOthers: ["Engage: Snooze To-Dos of Others", "put off other people's flow to-dos"],
  engageReassignFlowToDosToOthers: ["Engage: Reassign To-Dos", "hand assigned flow to-dos to other people"],
  engageAssignFlowToDosToOthers: ["Engage: Assign To-Dos", "give flow to-dos to other people"],
  engageAllowCrmFieldsViewChange: ["Engage: CRM Fields View", "choose which CRM fields are shown"],
  viewEngageAnalyticsActivity: ["Engage Analytics: Activity", "see Engage's activity analytics"],
  viewEngageAnalyticsPerformance: ["Engage Analytics: Performance", "see Engage's performance analytics"],
  viewEngageAnalyticsFlows: ["Engage Analytics: Flows", "see Engage's analytics of flows"],
  manageGeneralBusinessSettings: ["General Business Settings", "manage general business settings"],
  manageScorecards: ["Manage Scorecards", "manage scorecards"],
  exportCallsAndCoachingDataToCSV: ["Export to CSV", "export calls and coaching metrics as CSV"],
  crmDataInlineEditing: ["CRM Inline Editing", "change CRM data where it is shown"],
  crmDataImport: ["CRM Data Import", "import CRM data"],
  viewRevenueAnalytics: ["View Revenue Analytics", "see revenue analytics"],
  manageRevenueAnalytics: ["Manage Revenue Analytics", "manage revenue analytics"],
  aiBuilder: ["AI Builder", "use the AI builder"],
  orchestrateCreateAndManagePlays: ["Orchestrate: Plays", "create and manage plays"],
} as const;

const mapValues = <K extends string, V, T>(of: Readonly<Record<K, V>>, to: (value: V) => T) =>
  Object.fromEntries(Object.entries<V>(of).map(([key, value]) => [key, to(value)])) as Record<K, T>;

/** What its users may see and do in a workspace. */
export const PermissionProfile = once(() =>
  entity({
    id: z.string().describe("Gong's id of the profile."),
    name: z.string().describe("What the profile is called."),
    description: z.string().describe("What the profile is for."),
    ...mapValues(accessRights, (label) => Access().describe(`${label}: whose work the users see.`)),
    libraryFolderAccess: entity({
      permissionLevel: z.string().describe("none, all or specific-folders."),
      libraryFolderIds: z.array(z.string()).describe("The folders that are meant, where access is limited to some."),
      managePublicFolder: z.boolean().describe("May manage public folders."),
      manageStreams: z.boolean().describe("May manage streams."),
      manageFolderCalls: z.boolean().describe("May add calls to folders and remove them."),
      shareFoldersAndStreams: z.boolean().describe("May share folders and streams."),
    }).describe("Which library folders the users see, and what they may do there."),
    forecastPermissions: entity({
      forecastAccess: Access().describe("Whose forecasts the users see."),
      forecastEditSubmissions: Access().describe("Whose forecast submissions the users may edit."),
      forecastEditTargets: Access().describe("Whose forecast targets the users may edit."),
    }).describe("What of the forecast the users see and may change."),
    ...mapValues(permissions, ([, may]) => z.boolean().describe(`True when the users may ${may}.`)),
  }),
);

const Access = once(() =>
  entity({
    permissionLevel: z.string().describe("all, managers-team, report-to-them, own or none."),
    teamLeadIds: z.array(z.string()).describe("Whose teams are meant by managers-team, as user ids."),
  }),
);

/** A user of a profile. */
export const PermissionProfileUser = once(() =>
  entity({
    id: z.string().describe("Gong's id of the user."),
    fullName: z.string().describe("The user's name."),
    emailAddress: z.string().describe("The e-mail address; null when it is not known."),
  }),
);

const ofTheTeam = { permissionLevel: "managers-team", teamLeadIds: [manager.id] };

export const permissionProfile = {
  id: "1726405938814207563",
  name: "Account Executives",
  description: "For people who sell: the deals and calls of their team.",
  ...mapValues(accessRights, () => ofTheTeam),
  libraryFolderAccess: {
    permissionLevel: "specific-folders",
    libraryFolderIds: [libraryFolder.id],
    managePublicFolder: false,
    manageStreams: false,
    manageFolderCalls: true,
    shareFoldersAndStreams: true,
  },
  forecastPermissions: {
    forecastAccess: ofTheTeam,
    forecastEditSubmissions: ofTheTeam,
    forecastEditTargets: ofTheTeam,
  },
  ...mapValues(permissions, () => true),
  deleteCalls: false,
  deleteEmails: false,
  manageGeneralBusinessSettings: false,
};

export const permissionProfileUser = {
  id: user.id,
  fullName: `${user.firstName} ${user.lastName}`,
  emailAddress: user.emailAddress,
};
