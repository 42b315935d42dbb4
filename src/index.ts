import { component } from "@prismatic-io/spectral";
import { actions, describeOutputs } from "#src/actions/index";
import { dataSources } from "#src/dataSources/index";
import { toActionableError } from "#src/gong/index";
import { triggers } from "#src/triggers/index";
import { connections } from "./connections";

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
