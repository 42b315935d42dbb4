/** Gong's answer shapes as the world makes them. Names are Gong's; any property may be null or missing there. */

export interface CallMetaData {
  id: string;
  url: string;
  title: string | null;
  scheduled: string | null;
  started: string;
  /** Seconds. */
  duration: number;
  primaryUserId: string;
  direction: "Inbound" | "Outbound" | "Conference" | "Unknown";
  system: string;
  scope: "Internal" | "External" | "Unknown";
  media: "Video" | "Audio";
  language: string;
  workspaceId: string;
  sdrDisposition: string | null;
  clientUniqueId: string | null;
  customData: string | null;
  purpose: string | null;
  meetingUrl: string | null;
  isPrivate: boolean;
  calendarEventId: string | null;
}

export interface CrmField {
  name: string;
  value: unknown;
}

export interface CrmObject {
  objectType: string;
  objectId: string;
  fields: CrmField[];
  timing: "Now" | "TimeOfCall";
}

export interface CrmContext {
  system: "Salesforce" | "HubSpot" | "MicrosoftDynamic" | "Generic";
  objects: CrmObject[];
}

export interface Party {
  id: string;
  emailAddress: string | null;
  name: string | null;
  title: string | null;
  userId: string | null;
  /** Null for people who said nothing. */
  speakerId: string | null;
  context?: CrmContext[];
  affiliation: "Internal" | "External" | "Unknown";
  phoneNumber: string | null;
  methods: ("Invitee" | "Attendee")[];
}

/** `startTime` in seconds. */
export interface Occurrence {
  startTime: number;
  speakerId: string;
}

export interface TrackerMention {
  id: string;
  name: string;
  count: number;
  type: "KEYWORD" | "SMART";
  occurrences?: Occurrence[];
  phrases?: { phrase: string; count: number; occurrences?: Occurrence[] }[];
}

/** The parts of a call's content; times and durations in seconds. */
export interface CallContent {
  structure?: { name: string; duration: number }[];
  topics?: { name: string; duration: number }[];
  trackers?: TrackerMention[];
  brief?: string;
  outline?: { section: string; startTime: number; duration: number; items: { text: string; startTime: number }[] }[];
  highlights?: { title: string; items: { text: string; startTimes: number[] }[] }[];
  callOutcome?: { id: string; category: string; name: string };
  keyPoints?: { text: string }[];
}

export interface CallInteraction {
  speakers?: { id: string; userId: string | null; talkTime: number }[];
  interactionStats?: { name: string; value: number }[];
  video?: { name: string; duration: number }[];
  questions?: { companyCount: number; nonCompanyCount: number };
}

export interface PublicComment {
  id: string;
  audioStartTime: number;
  audioEndTime: number;
  commenterUserId: string;
  comment: string;
  posted: string;
  inReplyTo: string | null;
  duringCall: boolean;
}

/** One turn of a transcript; sentences in milliseconds. */
export interface Monologue {
  speakerId: string;
  topic: string | null;
  sentences: { start: number; end: number; text: string }[];
}

export interface UserSettings {
  webConferencesRecorded: boolean;
  preventWebConferenceRecording: boolean;
  telephonyCallsImported: boolean;
  emailsImported: boolean;
  preventEmailImport: boolean;
  nonRecordedMeetingsImported: boolean;
  gongConnectEnabled: boolean;
}

export interface UserData {
  id: string;
  emailAddress: string;
  created: string;
  active: boolean;
  emailAliases: string[];
  trustedEmailAddress: string | null;
  firstName: string;
  lastName: string;
  title: string | null;
  phoneNumber: string | null;
  extension: string | null;
  personalMeetingUrls: string[];
  settings: UserSettings;
  managerId: string | null;
  meetingConsentPageUrl: string | null;
  conferencingProviders: { provider: string; isDefault: boolean }[] | null;
  spokenLanguages: { language: string; primary: boolean }[];
}

/** The parts of a call that Gong may finish after the call itself has appeared. */
export type LatePart = keyof CallContent | "context" | "interaction" | "media";

/** What a test wants to be different in a call; whatever is left out is made up. Moments are milliseconds since 1970. */
export interface CallPatch {
  id?: string;
  started?: number;
  /** Null for calls that were not planned. */
  scheduled?: number | null;
  durationSeconds?: number;
  primaryUserId?: string;
  workspaceId?: string;
  direction?: CallMetaData["direction"];
  isPrivate?: boolean;
  /** When the call appears in lists; when its transcript does; when all its other parts do. */
  visibleAt?: number;
  transcriptVisibleAt?: number;
  partsVisibleAt?: number;
  /** Replaces single fields of the header data (title, purpose, customData, …). */
  metaData?: Partial<CallMetaData>;
  parties?: Party[];
  context?: CrmContext[];
  content?: CallContent;
  interaction?: CallInteraction;
  comments?: PublicComment[];
  /** Null for a call that never gets one. */
  transcript?: Monologue[] | null;
}

/** What a test wants to be different in a user. `createdAt` in milliseconds since 1970. */
export type UserPatch = Partial<Omit<UserData, "created" | "settings">> & {
  createdAt?: number;
  settings?: Partial<UserSettings>;
};
