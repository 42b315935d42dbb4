import { component } from "@prismatic-io/spectral";
import { actions, describeOutputs } from "./actions";
import { connections } from "./connections";
import { dataSources } from "./dataSources";
import { toActionableError } from "./gong";
import { triggers } from "./triggers";

export default describeOutputs(
  component({
    key: "gong",
    display: {
      label: "Gong",
      description:
        "Works with the calls, transcripts, users, statistics, flows and CRM data of Gong, and reacts to calls as they are processed.",
      iconPath: "icon.png",
      category: "Application Connectors",
    },
    actions,
    triggers,
    dataSources,
    connections,
    hooks: { error: toActionableError },
  }),
);
