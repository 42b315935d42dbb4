import type { Answer, Exchange, Handler } from "#sandbox/types";
import type { World } from "#sandbox/world/index";
import type { EngagementEvent } from "#sandbox/world/state";
import { bodyOf, refuse, say } from "./answer";

interface Engagement {
  reportingSystem: string;
  eventTimestamp: string;
  eventId?: string;
  contentId?: string;
  contentUrl?: string;
  actionName?: string;
  viewer?: { email?: string };
  actor?: { email?: string };
  recipients?: { email?: string }[];
  nonCompanyParticipants?: { email?: string }[];
}

interface Interaction {
  eventId: string;
  timestamp: string;
  eventType: string;
  sourceSystemName?: string;
  trackingId?: string;
  content: { contentId?: string; contentUrl?: string };
  person?: { email?: string; phoneNumber?: string; personId?: string; company?: { domain?: string } };
}

/** Keeps an event, or refuses it when it was reported before. */
const keep = (world: World, key: string, event: EngagementEvent): Answer => {
  if (world.state.events.has(key)) return refuse(409, `The event ${event.eventId ?? key} was reported before`);
  world.state.events.set(key, event);
  return say();
};

const engagement =
  (eventType: EngagementEvent["eventType"]): Handler =>
  (world, exchange: Exchange) => {
    const event = bodyOf<Engagement>(exchange);
    const { reportingSystem, eventTimestamp, eventId, contentId, contentUrl, actionName } = event;
    if (Number.isNaN(Date.parse(eventTimestamp)))
      return refuse(400, "eventTimestamp: must be a date-time in ISO-8601 format");
    if (event.recipients?.some(({ email }) => !email)) return refuse(400, "recipients: every recipient needs an email");
    const people = [event.viewer, event.actor, ...(event.recipients ?? []), ...(event.nonCompanyParticipants ?? [])];
    const key = [eventType, reportingSystem, eventId ?? `${eventTimestamp} ${contentId} ${actionName}`].join("/");
    return keep(world, key, {
      eventType,
      eventId,
      timestamp: eventTimestamp,
      emails: people.flatMap((person) => person?.email ?? []),
      contentId,
      contentUrl,
      reportingSystem,
      eventName: actionName,
    });
  };

export const events: Record<string, Handler> = {
  "PUT /v2/customer-engagement/content/shared": engagement("contentShared"),
  "PUT /v2/customer-engagement/content/viewed": engagement("contentViewed"),
  "PUT /v2/customer-engagement/action": engagement("customEvent"),

  "POST /v2/digital-interaction": (world, exchange) => {
    const { eventId, timestamp, eventType, sourceSystemName, trackingId, content, person } =
      bodyOf<Interaction>(exchange);
    if (person && trackingId) return refuse(400, "person, trackingId: only one of them may be given");
    if (!person && !trackingId) return refuse(400, "person, trackingId: one of them must be given");
    const isNamed = person?.email || person?.phoneNumber;
    if (person && !isNamed && !(person.personId && person.company?.domain)) {
      return refuse(400, "person: an anonymous person needs personId and company.domain");
    }
    return keep(world, `digitalInteraction/${eventId}`, {
      eventType: "digitalInteraction",
      eventId,
      timestamp,
      emails: person?.email ? [person.email] : [],
      contentId: content.contentId,
      contentUrl: content.contentUrl,
      reportingSystem: sourceSystemName,
      eventName: eventType,
    });
  },

  "POST /v2/integration-settings": (world, exchange) => {
    const { integrationTypeSettings } = bodyOf<{ integrationTypeSettings: { allowedOrigin: string }[] }>(exchange);
    const wrong = integrationTypeSettings.find(({ allowedOrigin }) => !/^https:\/\/[^/]+$/.test(allowedOrigin));
    if (wrong) return refuse(400, `allowedOrigin: ${wrong.allowedOrigin} is not an https origin`);
    world.state.integrationSettings = integrationTypeSettings;
    return say();
  },
};
