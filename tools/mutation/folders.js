/** What customers see of every action and trigger: keys, inputs and outputs with their words, and the pages made of them. */
const faces = "promises/{interface,forms,outputFacts,docs}*";

/** What all recipes say of themselves. */
const every = "door/recipes/every*";

/** The folders and files that are sampled, with the quick tests that are for them: rules, and what goes through the door. */
exports.folders = {
  "src/base": [
    "rules/*",
    "rules/gong/*",
    "rules/recipes/{transcriptFormats,timelineActivity,termSearch,userDirectory}*",
    "door/gong/{client,wire,leaks,upload}*",
    "door/recipes/{exportRunLog,getCallMedia}*",
    "door/recipes/upload/small*",
  ],
  "src/form": ["rules/*", "rules/form/*", "door/operations/*", "door/recipes/{tables,uploadCalls}*", faces],
  "src/entities": [
    "rules/entities/*",
    "rules/completeCall*",
    "door/operations/{calls,crm,outputSchemas}*",
    "door/recipes/getCompleteCalls*",
    faces,
  ],
  "src/gong": [
    "rules/gong/*",
    "rules/{signedUrl,url}*",
    "door/gong/{client,reading,wire,upload}*",
    "door/actions/effects*",
    "door/recipes/getCallMedia*",
  ],
  "src/operations": ["door/operations/*", "door/connections*", faces],
  "src/recipes/calls": [
    "rules/completeCall*",
    "rules/recipes/{callFilters,trackerMentions,whichCalls}*",
    "door/recipes/{getCompleteCalls,findCalls,getTrackerMentions,getCallMedia,searchTranscripts}*",
    every,
    faces,
  ],
  "src/recipes/connection": ["rules/recipes/connectionChecks*", "door/recipes/checkConnection*", faces],
  "src/recipes/turns.ts": [
    "rules/completeCall*",
    "rules/recipes/transcriptFormats*",
    "door/recipes/getReadableTranscript*",
  ],
  "src/recipes/redaction.ts": ["rules/recipes/redaction*"],
  "src/recipes/timeline": [
    "rules/recipes/{timelineActivity,runLog,accounts}*",
    "door/recipes/{buildTimelineActivities,exportRunLog}*",
    every,
    faces,
  ],
  "src/recipes/transcripts": [
    "rules/recipes/{transcriptFormats,chunks,termSearch}*",
    "door/recipes/{getReadableTranscript,searchTranscripts}*",
    every,
    faces,
  ],
  "src/recipes/upload": [
    "rules/recipes/upload/*",
    "door/recipes/{uploadCalls,checkUploadedCall,telephony}*",
    "door/recipes/upload/*",
    every,
    faces,
  ],
  "src/recipes/users": [
    "rules/recipes/{userDirectory,userMatching}*",
    "door/recipes/{findUser,matchUsers,findCalls}*",
    every,
    faces,
  ],
  "src/actions": ["door/actions/*", "door/builderDay*", "door/operations/{ai,flows}*", "door/gong/wire*"],
  "src/dataSources": ["door/dataSources/*", faces],
  "src/triggers/polling": [
    "rules/triggers/*",
    "door/triggers/{callsReady,pollChangesTrigger,newScorecardAnswers}*",
    faces,
  ],
  "src/triggers/webhook/signature.ts": ["rules/triggers/signature*"],
  "src/triggers/webhook": ["rules/triggers/signature*", "door/triggers/webhook*", faces],
};

/** Tried whole: what keeps strangers out and secrets in. */
exports.whole = ["src/triggers/webhook/signature.ts", "src/recipes/redaction.ts", "src/base/redact.ts"];
