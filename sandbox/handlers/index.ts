import type { Handler } from "#sandbox/types";
import { access } from "./access";
import { activity } from "./activity";
import { ai } from "./ai";
import { bulkAssignments } from "./bulkAssignments";
import { calls } from "./calls";
import { coaching } from "./coaching";
import { crm } from "./crm";
import { events } from "./events";
import { flows } from "./flows";
import { library } from "./library";
import { logs } from "./logs";
import { meetings } from "./meetings";
import { privacy } from "./privacy";
import { profiles } from "./profiles";
import { scorecards } from "./scorecards";
import { settings } from "./settings";
import { targets } from "./targets";
import { tasks } from "./tasks";
import { uploads } from "./uploads";
import { users } from "./users";

/** One handler for every operation of Gong's API, keyed by method and path as the contract writes them. */
export const handlers: Record<string, Handler> = {
  ...calls,
  ...uploads,
  ...access,
  ...users,
  ...settings,
  ...library,
  ...activity,
  ...scorecards,
  ...coaching,
  ...logs,
  ...privacy,
  ...profiles,
  ...crm,
  ...events,
  ...meetings,
  ...flows,
  ...bulkAssignments,
  ...tasks,
  ...ai,
  ...targets,
};
