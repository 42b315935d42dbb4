import {
  briefs,
  callOutcomes,
  crmIntegrations,
  flows,
  permissionProfiles,
  scorecards,
  targets,
  trackers,
  workspaces,
} from "./byName";
import { calls } from "./calls";
import { folders } from "./folders";
import { users } from "./users";

/** The dropdowns, by the key that an input names. */
export const dataSources = {
  workspaces,
  folders,
  users,
  calls,
  trackers,
  scorecards,
  briefs,
  flows,
  permissionProfiles,
  crmIntegrations,
  callOutcomes,
  targets,
};
