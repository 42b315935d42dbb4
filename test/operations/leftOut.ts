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
};

/** Where an example differs from what the contract declares, by action, and every entry has a reason beside it. */
export const unlikeExamples: Record<string, readonly string[]> = {
  // Gong gives a tracker's moments either to the tracker or to its phrases, never to both.
  listDetailedCalls: [
    ".calls[].content.trackers[].occurrences is empty",
    ".calls[].content.trackers[].phrases is empty",
  ],
};
