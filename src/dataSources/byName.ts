import { brief } from "#src/entities/brief";
import { crmIntegration } from "#src/entities/crm";
import { flow } from "#src/entities/flow";
import { outcome } from "#src/entities/outcome";
import { permissionProfile } from "#src/entities/permissionProfile";
import { scorecard } from "#src/entities/scorecard";
import { target } from "#src/entities/target";
import { tracker } from "#src/entities/tracker";
import { user } from "#src/entities/user";
import { workspace } from "#src/entities/workspace";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { workspaceId } from "#src/form/fields";
import { listCallOutcomes } from "#src/operations/calls/index";
import { listCrmIntegrations } from "#src/operations/crm";
import { listFlows } from "#src/operations/flows/index";
import { listPermissionProfiles } from "#src/operations/permissions";
import { listBriefs, listScorecards, listTrackers, listWorkspaces } from "#src/operations/settings";
import { listTargets } from "#src/operations/stats/index";
import { everything, picklist } from "./picklist";

/** Dropdowns of things that are known by their names. */

const requiredWorkspace = reworded(workspaceId, {
  comments: "Gong's id of the workspace whose entries are offered.",
});

export const workspaces = picklist({
  label: "Fetch Workspaces",
  description: "Fetches all workspaces of the company by name.",
  noun: "workspace",
  fields: {},
  choices: async (_input, { gong }) => {
    const { workspaces } = await gong.run(listWorkspaces, {});
    return workspaces?.map(({ id, name }) => ({ key: id, label: name }));
  },
  example: [{ key: workspace.id, label: workspace.name }],
});

export const trackers = picklist({
  label: "Fetch Trackers",
  description: "Fetches all keyword trackers by name, of one workspace or of all.",
  noun: "tracker",
  fields: { workspaceId: optional(workspaceId) },
  choices: async (input, { gong }) => {
    const { keywordTrackers } = await gong.run(listTrackers, input);
    return keywordTrackers?.map(({ trackerId, trackerName }) => ({ key: trackerId, label: trackerName }));
  },
  example: [{ key: tracker.trackerId, label: tracker.trackerName }],
});

export const scorecards = picklist({
  label: "Fetch Scorecards",
  description: "Fetches all scorecards by name. Those that are switched off are marked.",
  noun: "scorecard",
  fields: {},
  choices: async (_input, { gong }) => {
    const { scorecards } = await gong.run(listScorecards, {});
    return scorecards?.map(({ scorecardId, scorecardName, enabled }) => ({
      key: scorecardId,
      label: scorecardName && enabled === false ? `${scorecardName}, disabled` : scorecardName,
    }));
  },
  example: [{ key: scorecard.scorecardId, label: scorecard.scorecardName }],
});

const isPublished = ({ status }: { status?: string | null }) => status !== "Not published";

/** The value is the name: Gong generates a brief by its name, not by its id. */
export const briefs = picklist({
  label: "Fetch Briefs",
  description: "Fetches all AI briefs by name, of one workspace or of all. Those that are not published are marked.",
  noun: "brief",
  fields: { workspaceId: optional(workspaceId) },
  choices: async (input, { gong }) => {
    const { briefs } = await gong.run(listBriefs, input);
    return briefs
      ?.toSorted((a, b) => Number(isPublished(b)) - Number(isPublished(a)))
      .map((brief) => ({
        key: brief.briefName,
        label: isPublished(brief) ? brief.briefName : `${brief.briefName}, not published`,
      }));
  },
  example: [{ key: brief.briefName, label: brief.briefName }],
});

export const flows = picklist({
  label: "Fetch Flows",
  description: "Fetches all Engage flows that a user can see, by folder and name.",
  noun: "flow",
  fields: {
    flowOwnerEmail: field.emailAddress({
      label: "Flow Owner Email",
      comments: "The e-mail address of the Gong user whose flows are offered.",
      placeholder: user.emailAddress,
      example: user.emailAddress,
    }),
  },
  choices: async (input, { gong }) => {
    const { flows } = await everything(gong, listFlows, input);
    return flows?.map(({ id, name, folderName }) => ({
      key: id,
      label: name && folderName ? `${folderName} / ${name}` : name,
    }));
  },
  example: [{ key: flow.id, label: `${flow.folderName} / ${flow.name}` }],
});

export const permissionProfiles = picklist({
  label: "Fetch Permission Profiles",
  description: "Fetches all permission profiles of a workspace by name.",
  noun: "permission profile",
  fields: { workspaceId: requiredWorkspace },
  choices: async (input, { gong }) => {
    const { profiles } = await gong.run(listPermissionProfiles, input);
    return profiles?.map(({ id, name }) => ({ key: id, label: name }));
  },
  example: [{ key: permissionProfile.id, label: permissionProfile.name }],
});

export const crmIntegrations = picklist({
  label: "Fetch CRM Integrations",
  description: "Fetches the generic CRM integrations of the company by name and owner.",
  noun: "CRM integration",
  fields: {},
  choices: async (_input, { gong }) => {
    const { integrations } = await gong.run(listCrmIntegrations, {});
    return integrations?.map(({ integrationId, name, ownerEmail }) => ({
      key: integrationId,
      label: name && ownerEmail ? `${name} (${ownerEmail})` : name,
    }));
  },
  example: [
    { key: String(crmIntegration.integrationId), label: `${crmIntegration.name} (${crmIntegration.ownerEmail})` },
  ],
});

/** The value is the name: outcomes have no id. */
export const callOutcomes = picklist({
  label: "Fetch Call Outcomes",
  description: "Fetches all call outcomes of the company by name.",
  noun: "call outcome",
  fields: {},
  choices: async (_input, { gong }) => {
    const { outcomes } = await gong.run(listCallOutcomes, {});
    return outcomes?.map(({ callOutcome }) => ({ key: callOutcome, label: callOutcome }));
  },
  example: [{ key: outcome.callOutcome, label: outcome.callOutcome }],
});

export const targets = picklist({
  label: "Fetch Targets",
  description: "Fetches all forecast targets of a workspace by name.",
  noun: "target",
  fields: { workspaceId: requiredWorkspace },
  choices: async (input, { gong }) => {
    const { targets } = await gong.run(listTargets, input);
    return targets?.map(({ id, name }) => ({ key: id, label: name }));
  },
  example: [{ key: target.id, label: target.name }],
});
