export { giveCallAccess, listCallAccess, removeCallAccess } from "./access";
export { createNewCall } from "./create";
export { listDetailedCalls } from "./detailed";
export { getCallUsingGet, listCallsUsingGet } from "./list";
export { addMedia } from "./media";
export { listCallOutcomes } from "./outcomes";
export { getCallTranscript } from "./transcript";
