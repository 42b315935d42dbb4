export { getCompleteCalls } from "./getCompleteCalls";
export { getTrackerMentions } from "./getTrackerMentions";
