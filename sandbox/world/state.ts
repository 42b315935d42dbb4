import type { WorldOptions } from "./options";
import { makeProfiles, type Profile } from "./profiles";
import { idFor } from "./random";
import type { Workspace } from "./settings";
import type { Users } from "./users";

/** A meeting made through the API. */
export interface MeetingEntry {
  readonly id: string;
  organizerEmail: string;
  title: string | undefined;
  startTime: string;
  endTime: string;
  invitees: readonly unknown[];
}

/** The generic CRM integration. */
export interface CrmIntegration {
  readonly id: string;
  readonly ownerEmail: string;
  readonly name: string;
  /** Fields by object type, as they were uploaded. */
  readonly schemas: Map<string, { uniqueName: string; [key: string]: unknown }[]>;
  /** Objects by object type and id. */
  readonly objects: Map<string, Map<string, Record<string, unknown>>>;
}

/** An asynchronous CRM request; finished at `doneAt` (milliseconds since 1970). */
export interface CrmRequest {
  readonly integrationId: string;
  readonly doneAt: number;
  readonly errors: readonly { readonly line: number; readonly description: string }[];
  readonly succeeded: number;
}

export interface FlowInstance {
  readonly id: string;
  readonly flowId: string;
  readonly crmProspectId: string;
  readonly ownerEmail: string;
  readonly createdAt: number;
  status: "Pending" | "Running" | "Paused" | "FinishedNoReply" | "FinishedResponse" | "Finished";
}

export interface BulkAssignment {
  readonly id: string;
  readonly startedAt: number;
  readonly results: readonly Readonly<Record<string, unknown>>[];
}

/** Events that were reported about a person, for the privacy look-up. */
export interface EngagementEvent {
  readonly eventType: "contentShared" | "contentViewed" | "customEvent" | "digitalInteraction";
  readonly eventId: string | undefined;
  readonly timestamp: string;
  readonly emails: readonly string[];
  readonly contentId: string | undefined;
  readonly contentUrl: string | undefined;
  readonly reportingSystem: string | undefined;
  readonly eventName: string | undefined;
}

interface TargetUpload {
  readonly targetId: string;
  readonly rows: number;
  readonly validateOnly: boolean;
}

/** A scorecard answer that a test adds; the rest of the answers is made up. Moments in milliseconds since 1970. */
interface AddedScorecard {
  readonly callId: string;
  readonly scorecardName: string;
  readonly reviewMethod: "MANUAL" | "AUTOMATIC";
  readonly reviewedAt: number;
}

/** What handlers keep between requests. */
export interface State {
  /** Grants by call id. */
  readonly access: Map<string, Set<string>>;
  readonly erased: Set<string>;
  /** Ids of calls by the `clientUniqueId` they were uploaded with. */
  readonly uploads: Map<string, string>;
  /** Digests of recordings that were sent, each with the call that has it. */
  readonly recordings: Map<string, string>;
  readonly profiles: Map<string, { workspaceId: string; profile: Profile }>;
  crmIntegration: CrmIntegration | undefined;
  readonly crmRequests: Map<string, CrmRequest>;
  readonly events: Map<string, EngagementEvent>;
  readonly meetings: Map<string, MeetingEntry>;
  readonly flowInstances: Map<string, FlowInstance>;
  readonly bulkAssignments: Map<string, BulkAssignment>;
  /** Changes of tasks by task id. */
  readonly tasks: Map<string, { status?: string; dueDate?: string; priority?: string; updatedAt: number }>;
  readonly targetUploads: TargetUpload[];
  integrationSettings: readonly unknown[];
  readonly scorecards: AddedScorecard[];
  creditsSpent: number;
  /** For ids of things made on the way. */
  counter: number;
}

export const makeIntegration = (seed: number, ownerEmail: string, name: string, number: number): CrmIntegration => ({
  id: idFor(seed, "crm integration", number),
  ownerEmail,
  name,
  schemas: new Map(),
  objects: new Map(),
});

/** The state in which a world begins. */
export const freshState = (options: Required<WorldOptions>, workspaces: readonly Workspace[], users: Users): State => ({
  access: new Map(),
  erased: new Set(),
  uploads: new Map(),
  recordings: new Map(),
  profiles: makeProfiles(options, workspaces, users),
  crmIntegration: options.crmIntegration
    ? makeIntegration(options.seed, users.entries[0]?.emailAddress ?? "", "Northwind CRM", 0)
    : undefined,
  crmRequests: new Map(),
  events: new Map(),
  meetings: new Map(),
  flowInstances: new Map(),
  bulkAssignments: new Map(),
  tasks: new Map(),
  targetUploads: [],
  integrationSettings: [],
  scorecards: [],
  creditsSpent: 0,
  counter: 0,
});
