import { integration } from "@prismatic-io/spectral";
import { competitorMentions } from "./competitorMentions";
import { componentRegistry } from "./componentRegistry";
import { configPages } from "./configPages";

export { componentRegistry } from "./componentRegistry";
export { configPages } from "./configPages";

export default integration({
  name: "Gong Competitor Mentions",
  description: "Writes the competitors that Gong heard in a call into the opportunity in Salesforce.",
  iconPath: "icon.png",
  flows: [competitorMentions],
  configPages,
  componentRegistry,
});
