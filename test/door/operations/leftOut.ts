/** What the contract knows and our forms leave out on purpose, by endpoint and property, with the reason. */
export const leftOut: Record<string, Record<string, string>> = {
  "POST /v2/calls/extensive": {
    "contentSelector.exposedFields.content.pointsOfInterest":
      "Deprecated by Gong in January 2025; it is still accepted and gives nothing. Highlights took its place.",
  },
};

/** The inputs that are one JSON box, by action and input, with the reason. */
export const jsonBoxes: Record<string, string> = {
  "createNewCall.parties": "Published as a JSON box; parties hold CRM links three levels deep.",
  "createNewCall.contextParam": "Published as a JSON box; CRM records hold lists of fields.",
  "createNewCall.speakersTimeline": "Published as a JSON box; segments hold lists of parties.",
  "customActionEvent.actor": "Published as a JSON box; people link to CRM records three levels deep.",
  "customActionEvent.nonCompanyParticipants": "Published as a JSON box; people link to CRM records three levels deep.",
  "customActionEvent.sharer": "Published as a JSON box; a step hands the user over whole.",
  "customActionEvent.crmContext": "Published as a JSON box; CRM records hold lists of fields.",
  "customActionEvent.contentProperties": "Published as a JSON box; a step hands the list over whole.",
  "customActionEvent.eventProperties": "Published as a JSON box; a step hands the list over whole.",
  "customSharedEvent.recipients": "Published as a JSON box; people link to CRM records three levels deep.",
  "customSharedEvent.nonCompanyParticipants": "Published as a JSON box; people link to CRM records three levels deep.",
  "customSharedEvent.sharer": "Published as a JSON box; a step hands the user over whole.",
  "customSharedEvent.crmContext": "Published as a JSON box; CRM records hold lists of fields.",
  "customSharedEvent.contentProperties": "Published as a JSON box; a step hands the list over whole.",
  "customSharedEvent.eventProperties": "Published as a JSON box; a step hands the list over whole.",
  "customViewedEvent.viewer": "Published as a JSON box; people link to CRM records three levels deep.",
  "customViewedEvent.nonCompanyParticipants": "Published as a JSON box; people link to CRM records three levels deep.",
  "customViewedEvent.sharer": "Published as a JSON box; a step hands the user over whole.",
  "customViewedEvent.crmContext": "Published as a JSON box; CRM records hold lists of fields.",
  "customViewedEvent.contentProperties": "Published as a JSON box; a step hands the list over whole.",
  "customViewedEvent.eventProperties": "Published as a JSON box; a step hands the list over whole.",
  "createNewGongMeeting.invitees": "Published as a JSON box; addresses alone are understood too.",
  "updateGongMeeting.invitees": "Published as a JSON box; addresses alone are understood too.",
  "createPermissionProfile.profile.callsAccess": "A group cannot hold a group; a level alone is understood too.",
  "createPermissionProfile.profile.dealsAccess": "A group cannot hold a group; a level alone is understood too.",
  "createPermissionProfile.profile.coachingAccess": "A group cannot hold a group; a level alone is understood too.",
  "createPermissionProfile.profile.insightsAccess": "A group cannot hold a group; a level alone is understood too.",
  "createPermissionProfile.profile.usageAccess": "A group cannot hold a group; a level alone is understood too.",
  "createPermissionProfile.profile.emailsAccess": "A group cannot hold a group; a level alone is understood too.",
  "createPermissionProfile.profile.libraryFolderAccess":
    "A group cannot hold a group; a level alone is understood too.",
  "createPermissionProfile.profile.forecastPermissions": "A group cannot hold a group; three levels deep.",
  "updatePermissionProfile.profile.callsAccess": "A group cannot hold a group; a level alone is understood too.",
  "updatePermissionProfile.profile.dealsAccess": "A group cannot hold a group; a level alone is understood too.",
  "updatePermissionProfile.profile.coachingAccess": "A group cannot hold a group; a level alone is understood too.",
  "updatePermissionProfile.profile.insightsAccess": "A group cannot hold a group; a level alone is understood too.",
  "updatePermissionProfile.profile.usageAccess": "A group cannot hold a group; a level alone is understood too.",
  "updatePermissionProfile.profile.emailsAccess": "A group cannot hold a group; a level alone is understood too.",
  "updatePermissionProfile.profile.libraryFolderAccess":
    "A group cannot hold a group; a level alone is understood too.",
  "updatePermissionProfile.profile.forecastPermissions": "A group cannot hold a group; three levels deep.",
  "addDigitalInteraction.content.numericContentDetails": "A group cannot hold a group; few events have it.",
  "addDigitalInteraction.content.stepContentDetails": "A group cannot hold a group; few events have it.",
  "addDigitalInteraction.content.searchObjectDetails": "A group cannot hold a group; few events have it.",
  "addDigitalInteraction.person.personBusinessContext": "A group cannot hold a group; few events have it.",
  "addDigitalInteraction.person.location": "A group cannot hold a group; few events have it.",
  "addDigitalInteraction.person.company": "A group cannot hold a group; companies hold lists of CRM records.",
  "addDigitalInteraction.content.contentCustomFields": "A group cannot hold a list of groups.",
  "addDigitalInteraction.person.personCustomFields": "A group cannot hold a list of groups.",
  "assignProspectsToFlow.overrides.steps": "A group cannot hold a list of groups.",
  "assignProspectsToFlow.overrides.flowInstanceVariables": "A group cannot hold a list of groups.",
  "assignProspectsOverridingCoolOff.overrides.steps": "A group cannot hold a list of groups.",
  "assignProspectsOverridingCoolOff.overrides.flowInstanceVariables": "A group cannot hold a list of groups.",
  "uploadTargetAssignments.file": "Takes CSV text, a CSV or Excel file, or up to 10,000 rows of a spreadsheet.",
};

/** Where an example differs from what the contract declares, by action, and every entry has a reason beside it. */
export const unlikeExamples: Record<string, readonly string[]> = {
  // Gong gives a tracker's moments either to the tracker or to its phrases, never to both.
  listDetailedCalls: [
    ".calls[].content.trackers[].occurrences is empty",
    ".calls[].content.trackers[].phrases is empty",
  ],
};
