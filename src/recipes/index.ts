export { getTrackerMentions } from "./getTrackerMentions";
