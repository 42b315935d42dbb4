export { addDigitalInteraction } from "./digitalInteraction";
export { customActionEvent, customSharedEvent, customViewedEvent } from "./events";
