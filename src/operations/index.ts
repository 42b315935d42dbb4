import * as calls from "#src/operations/calls/index";
import * as engagement from "#src/operations/engagement/index";
import * as flows from "#src/operations/flows/index";
import * as stats from "#src/operations/stats/index";
import * as ai from "./ai";
import * as auditing from "./auditing";
import * as crm from "./crm";
import * as library from "./library";
import * as meetings from "./meetings";
import * as permissions from "./permissions";
import * as privacy from "./privacy";
import * as settings from "./settings";
import * as tasks from "./tasks";
import * as users from "./users";

/** The sections of Gong's API in the order of the docs. A chapter exports operations only. */
export const chapters = {
  calls,
  users,
  settings,
  library,
  stats,
  auditing,
  privacy,
  permissions,
  crm,
  engagement,
  meetings,
  flows,
  tasks,
  ai,
};

/** Every operation of Gong's public API, by the key of its action. */
export const operations = {
  ...calls,
  ...users,
  ...settings,
  ...library,
  ...stats,
  ...auditing,
  ...privacy,
  ...permissions,
  ...crm,
  ...engagement,
  ...meetings,
  ...flows,
  ...tasks,
  ...ai,
};

/** The key of an operation's action. */
export type OperationKey = keyof typeof operations;
