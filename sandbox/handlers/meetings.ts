import type { Answer, Handler } from "#sandbox/types";
import type { World } from "#sandbox/world/index";
import { idFor } from "#sandbox/world/random";
import type { MeetingEntry } from "#sandbox/world/state";
import { domain } from "#sandbox/world/users";
import { bodyOf, list, refuse, say } from "./answer";

interface MeetingBody {
  startTime: string;
  endTime: string;
  title?: string;
  invitees: { email?: string }[];
  organizerEmail: string;
}

const notFound = refuse(404, "The given meeting ID was not found.");

const help = {
  userFacingError: "Gong is not connected to a web conferencing provider for this person.",
  fixUrl: "https://app.gong.io/settings/conferencing",
  helpUrl: "https://help.gong.io/meetings",
};

/** What keeps Gong from making the meeting; undefined when nothing does. */
const fault = (world: World, meeting: MeetingBody): Answer | undefined => {
  const start = Date.parse(meeting.startTime);
  const end = Date.parse(meeting.endTime);
  if (Number.isNaN(start) || Number.isNaN(end))
    return refuse(400, "startTime, endTime: must be date-times in ISO-8601 format");
  if (start >= end) return refuse(400, "startTime: must be before endTime");
  const organizer = world.findUserByAddress(meeting.organizerEmail);
  if (!organizer) return refuse(404, `The organizer ${meeting.organizerEmail} was not found.`);
  if (world.describeUser(organizer).conferencingProviders === null) {
    return { refuse: 409, errors: ["Provider disconnected"], extra: help };
  }
  return undefined;
};

const detailsOf = ({ organizerEmail, title, startTime, endTime, invitees }: MeetingBody): Omit<MeetingEntry, "id"> => ({
  organizerEmail,
  title,
  startTime,
  endTime,
  invitees,
});

export const meetings: Record<string, Handler> = {
  "POST /v2/meetings": (world, exchange) => {
    const meeting = bodyOf<MeetingBody>(exchange);
    const wrong = fault(world, meeting);
    if (wrong) return wrong;
    const id = idFor(world.seed, "meeting", ++world.state.counter);
    world.state.meetings.set(id, { id, ...detailsOf(meeting) });
    return say({ meetingId: id, meetingUrl: `https://meet.${domain}/g/${id}`, additionalInvitees: [] });
  },

  "PUT /v2/meetings/{meetingId}": (world, exchange) => {
    const { meetingId = "" } = exchange.path;
    if (!world.state.meetings.has(meetingId)) return notFound;
    const meeting = bodyOf<MeetingBody>(exchange);
    const wrong = fault(world, meeting);
    if (wrong) return wrong;
    world.state.meetings.set(meetingId, { id: meetingId, ...detailsOf(meeting) });
    return say({ meetingId });
  },

  "DELETE /v2/meetings/{meetingId}": (world, exchange) => {
    const { meetingId = "" } = exchange.path;
    const { organizerEmail } = bodyOf<{ organizerEmail?: string }>(exchange);
    const meeting = world.state.meetings.get(meetingId);
    if (!meeting) return notFound;
    if (!organizerEmail) return refuse(400, "null is not a valid email address");
    if (meeting.organizerEmail.toLowerCase() !== organizerEmail.toLowerCase()) {
      return refuse(403, `The meeting was not organized by ${organizerEmail}.`);
    }
    world.state.meetings.delete(meetingId);
    return say({ organizerEmail });
  },

  "POST /v2/meetings/integration/status": (world, exchange) => {
    const { emails = [] } = bodyOf<{ emails?: string[] }>(exchange);
    return list(emails, (email) => {
      const user = world.findUserByAddress(email);
      const isValid = user !== undefined && world.describeUser(user).conferencingProviders !== null;
      return { email, exists: user !== undefined, valid: isValid, ...(user && !isValid ? help : {}) };
    });
  },
};
