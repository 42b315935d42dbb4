import type { Handler } from "#sandbox/types";
import type { CallMetaData, CallPatch, CrmContext, Party, World } from "#sandbox/world/index";
import { idFor } from "#sandbox/world/random";
import { bodyOf, refuse, say } from "./answer";

interface NewParty {
  phoneNumber?: string;
  emailAddress?: string;
  name?: string;
  userId?: string;
  context?: {
    system: CrmContext["system"];
    objects?: { objectType: string; objectId: string; fields?: unknown[] }[];
  }[];
}

interface NewCall {
  clientUniqueId: string;
  title?: string;
  purpose?: string;
  scheduledStart?: string;
  actualStart: string;
  duration?: number;
  parties: NewParty[];
  direction: CallMetaData["direction"];
  disposition?: string;
  context?: NewParty["context"];
  customData?: string;
  meetingUrl?: string;
  callProviderCode?: string;
  downloadMediaUrl?: string;
  workspaceId?: string;
  primaryUser: string;
}

/** Gong drops calls that are shorter than this, in seconds, without a word. */
const shortestCallSeconds = 60;
const usualCallSeconds = 300;

const never = Number.POSITIVE_INFINITY;

/** What Gong finds wrong with a new call: nothing is kept of it then. */
const fault = (world: World, call: NewCall): ReturnType<typeof refuse> | undefined => {
  const host = world.findUser(call.primaryUser);
  if (Number.isNaN(Date.parse(call.actualStart)))
    return refuse(400, "actualStart: must be a date-time in ISO-8601 format");
  if (!call.parties.length) return refuse(400, "parties: must not be empty");
  if (!host) return refuse(400, `primaryUser: user ID ${call.primaryUser} was not found`);
  if (!call.parties.some(({ userId }) => userId === call.primaryUser)) {
    return refuse(400, "parties: the primary user must be one of the parties");
  }
  if (call.workspaceId && !world.workspaces.some(({ id }) => id === call.workspaceId)) {
    return refuse(400, `workspaceId: workspace ID ${call.workspaceId} was not found`);
  }
  if (!world.describeUser(host).settings.telephonyCallsImported) {
    return refuse(409, `Recording or telephony call import is not enabled for primaryUser ${call.primaryUser}`);
  }
  return undefined;
};

const contextOf = (context: NewParty["context"]): CrmContext[] | undefined =>
  context?.map(({ system, objects = [] }) => ({
    system,
    objects: objects.map(({ objectType, objectId, fields = [] }) => ({
      objectType,
      objectId,
      fields: fields as CrmContext["objects"][number]["fields"],
      timing: "Now",
    })),
  }));

const affiliationOf = (user: unknown, { emailAddress, name }: NewParty): Party["affiliation"] => {
  if (user) return "Internal";
  return emailAddress || name ? "External" : "Unknown";
};

const partyOf = (world: World, clientUniqueId: string, party: NewParty, number: number): Party => {
  const user = party.userId ? world.findUser(party.userId) : undefined;
  return {
    id: idFor(world.seed, "uploaded party", clientUniqueId, number),
    emailAddress: party.emailAddress ?? user?.emailAddress ?? null,
    name: party.name ?? (user ? world.fullName(user) : null),
    title: null,
    userId: user?.id ?? null,
    speakerId: idFor(world.seed, "uploaded speaker", clientUniqueId, number),
    affiliation: affiliationOf(user, party),
    phoneNumber: party.phoneNumber ?? null,
    methods: ["Invitee"],
    context: contextOf(party.context),
  };
};

/** The call as the world will keep it; it appears at `visibleAt`. */
const patchOf = (world: World, call: NewCall, visibleAt: number): CallPatch => ({
  started: Date.parse(call.actualStart),
  scheduled: call.scheduledStart ? Date.parse(call.scheduledStart) : null,
  durationSeconds: Math.round(call.duration ?? usualCallSeconds),
  primaryUserId: call.primaryUser,
  workspaceId: call.workspaceId ?? world.workspaces[0]?.id,
  direction: call.direction,
  isPrivate: false,
  visibleAt,
  parties: call.parties.map((party, number) => partyOf(world, call.clientUniqueId, party, number)),
  context: contextOf(call.context),
  metaData: {
    title: call.title ?? null,
    purpose: call.purpose ?? null,
    sdrDisposition: call.disposition ?? null,
    customData: call.customData ?? null,
    meetingUrl: call.meetingUrl ?? null,
    clientUniqueId: call.clientUniqueId,
    system: call.callProviderCode ?? "API",
    scope: "External",
    calendarEventId: null,
  },
});

export const uploads: Record<string, Handler> = {
  "POST /v2/calls": (world, exchange) => {
    const call = bodyOf<NewCall>(exchange);
    const wrong = fault(world, call);
    if (wrong) return wrong;
    const first = world.state.uploads.get(call.clientUniqueId);
    if (first && world.options.duplicateUploads === "firstId") return say({ callId: first });
    if (first) {
      return refuse(
        400,
        `A call with clientUniqueId '${call.clientUniqueId}' has already been posted for the call ${first}`,
      );
    }
    const hasDownloadUrl = call.downloadMediaUrl !== undefined;
    const isKept = (call.duration ?? usualCallSeconds) >= shortestCallSeconds;
    const visibleAt = hasDownloadUrl && isKept ? exchange.now + world.options.uploadLatenessMs : never;
    const entry = world.addCall(patchOf(world, call, visibleAt));
    entry.upload = { hasDownloadUrl };
    world.state.uploads.set(call.clientUniqueId, entry.id);
    return say({ callId: entry.id });
  },

  "PUT /v2/calls/{id}/media": (world, { path: { id = "" }, file, now }) => {
    const call = world.findCall(id);
    if (!call?.upload) return refuse(400, `Call ID ${id} was not found`);
    if (call.upload.hasDownloadUrl) return refuse(400, `The media of call ID ${id} comes from its downloadMediaUrl`);
    if (!file?.size) return refuse(400, "mediaFile: must not be empty");
    const holder = world.state.recordings.get(file.digest);
    if (holder) {
      const words = "A media file with the same content has been uploaded in the past";
      return refuse(400, words, `callID with the same content: ${holder}`);
    }
    if (call.upload.mediaDigest) return refuse(400, `The media file of the call ${id} has already been handled`);
    call.upload.mediaDigest = file.digest;
    world.state.recordings.set(file.digest, id);
    if (call.durationSeconds >= shortestCallSeconds) {
      const visibleAt = now + world.options.uploadLatenessMs;
      world.updateCall(id, {
        visibleAt,
        transcriptVisibleAt: visibleAt + world.options.transcriptLateness(call.index),
      });
    }
    return say({ callId: id, url: world.describeCall(call).metaData.url }, 201);
  },
};
