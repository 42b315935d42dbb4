import { InputError } from "#src/base/errors";
import { IntegrationId } from "#src/entities/crm";
import { answerWith, requestId } from "#src/entities/entity";
import { operation, type Scope } from "#src/operation";
import * as inputs from "./inputs";

const scopes: Scope[] = ["api:engagement-data:write"];
const response = () => answerWith({ integrationId: IntegrationId().describe("Gong's id of the CRM integration.") });
const example = { requestId, integrationId: 55170271882342 };
const notes = [
  "Gong opens this endpoint to some companies only. Add Digital Interaction is its successor.",
  "Gong answers 409 when an event with the same id was reported before: the first one stays.",
];

export const customActionEvent = operation({
  label: "Custom Action Event",
  description:
    "Reports that somebody outside the company did something with content, such as signing a contract. The event shows on the activity timeline in Gong.",
  endpoint: "PUT /v2/customer-engagement/action",
  scopes,
  effect: "writes",
  fields: {
    reportingSystem: inputs.reportingSystem,
    eventTimestamp: inputs.eventTimestamp,
    eventId: inputs.eventId,
    actionName: inputs.actionName,
    actor: inputs.personBox("Actor", "The person outside the company who did it."),
    contentId: inputs.ifAny(inputs.contentId),
    contentUrl: inputs.ifAny(inputs.contentUrl),
    contentTitle: inputs.ifAny(inputs.contentTitle),
    eventInfoUrl: inputs.infoUrl("Event Info URL"),
    crmContext: inputs.crmContext,
    contentProperties: inputs.contentProperties,
    eventProperties: inputs.eventProperties,
    nonCompanyParticipants: inputs.nonCompanyParticipants,
    workspaceId: inputs.workspaceId,
    sharer: inputs.sharer,
    shareId: inputs.shareId,
    sharingMessageSubject: inputs.sharingMessageSubject,
    sharingMessageBody: inputs.sharingMessageBody,
    trackingId: inputs.trackingId(
      "The id under which the person is tracked. Leave empty when the person is known by other means.",
    ),
    moreInfoUrl: inputs.moreInfoUrl,
    userAgent: inputs.userAgent,
    mobileAppId: inputs.mobileAppId,
    agentPlatform: inputs.agentPlatform,
  },
  response,
  example,
  notes,
});

export const customSharedEvent = operation({
  label: "Custom Shared Event",
  description:
    "Reports that a user shared content with people outside the company. The event shows on the activity timeline in Gong.",
  endpoint: "PUT /v2/customer-engagement/content/shared",
  scopes,
  effect: "writes",
  fields: {
    reportingSystem: inputs.reportingSystem,
    eventTimestamp: inputs.eventTimestamp,
    contentId: inputs.contentId,
    contentUrl: inputs.contentUrl,
    contentTitle: inputs.contentTitle,
    eventId: inputs.eventId,
    sharer: inputs.sharer,
    recipients: inputs.recipients,
    shareId: inputs.shareId,
    sharingMessageSubject: inputs.sharingMessageSubject,
    sharingMessageBody: inputs.sharingMessageBody,
    shareInfoUrl: inputs.infoUrl("Share Info URL"),
    crmContext: inputs.crmContext,
    contentProperties: inputs.contentProperties,
    eventProperties: inputs.eventProperties,
    nonCompanyParticipants: inputs.nonCompanyParticipants,
    workspaceId: inputs.workspaceId,
    actionName: inputs.actionName,
    trackingId: inputs.trackingId(
      "The id under which the person is tracked. Leave empty when the person is known by other means.",
    ),
    moreInfoUrl: inputs.moreInfoUrl,
    userAgent: inputs.userAgent,
    mobileAppId: inputs.mobileAppId,
    agentPlatform: inputs.agentPlatformOfShare,
  },
  response,
  example,
  notes,
});

export const customViewedEvent = operation({
  label: "Custom Viewed Event",
  description:
    "Reports that somebody outside the company viewed content. The event shows on the activity timeline in Gong.",
  endpoint: "PUT /v2/customer-engagement/content/viewed",
  scopes,
  effect: "writes",
  fields: {
    reportingSystem: inputs.reportingSystem,
    eventTimestamp: inputs.eventTimestamp,
    contentId: inputs.contentId,
    contentUrl: inputs.contentUrl,
    contentTitle: inputs.contentTitle,
    eventId: inputs.eventId,
    viewer: inputs.personBox("Viewer", "The person outside the company who viewed it; not together with Tracking ID."),
    trackingId: inputs.trackingId(
      "The id under which the person who viewed it is tracked; not together with Viewer. Leave empty when the person is known.",
    ),
    shareId: inputs.shareId,
    viewActionTitle: inputs.viewActionTitle,
    viewInfoUrl: inputs.infoUrl("View Info URL"),
    crmContext: inputs.crmContext,
    contentProperties: inputs.contentProperties,
    eventProperties: inputs.eventProperties,
    nonCompanyParticipants: inputs.nonCompanyParticipants,
    workspaceId: inputs.workspaceId,
    actionName: inputs.actionName,
    sharer: inputs.sharer,
    sharingMessageSubject: inputs.sharingMessageSubject,
    sharingMessageBody: inputs.sharingMessageBody,
    moreInfoUrl: inputs.moreInfoUrl,
    userAgent: inputs.userAgent,
    mobileAppId: inputs.mobileAppId,
    agentPlatform: inputs.agentPlatform,
  },
  request: (body) => {
    if (body.viewer && body.trackingId)
      throw new InputError(["Viewer and Tracking ID cannot go together. Leave one of them empty."]);
    return { body };
  },
  response,
  example,
  notes,
});
