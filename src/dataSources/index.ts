import {
  briefs,
  callOutcomes,
  crmIntegrations,
  flowFolders,
  flows,
  permissionProfiles,
  scorecards,
  targets,
  trackers,
  workspaces,
} from "./byName";
import { calls } from "./calls";
import { folders } from "./folders";
import { activityTypeRulesForm, callFiltersForm, crmFieldMapForm, userMapForm } from "./forms";
import { userEmails, users } from "./users";

/** The dropdowns, by the key that an input names. */
const dropdowns = {
  workspaces,
  folders,
  users,
  userEmails,
  calls,
  trackers,
  scorecards,
  briefs,
  flowFolders,
  flows,
  permissionProfiles,
  crmIntegrations,
  callOutcomes,
  targets,
};

/** The forms of the configuration wizard, by the key that a configuration variable names. */
const forms = { userMapForm, activityTypeRulesForm, callFiltersForm, crmFieldMapForm };

export const dataSources = { ...dropdowns, ...forms };
