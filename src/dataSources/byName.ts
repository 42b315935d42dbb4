import { brief } from "#src/entities/brief";
import { crmIntegration } from "#src/entities/crm";
import { flow, flowFolder } from "#src/entities/flow";
import { outcome } from "#src/entities/outcome";
import { permissionProfile } from "#src/entities/permissionProfile";
import { scorecard } from "#src/entities/scorecard";
import { target } from "#src/entities/target";
import { tracker } from "#src/entities/tracker";
import { workspace } from "#src/entities/workspace";
import { optional, reworded } from "#src/form/field";
import { userEmail, workspaceId } from "#src/form/fields";
import { InputError, MissingScopeError } from "#src/gong/index";
import { listCallOutcomes } from "#src/operations/calls/index";
import { listCrmIntegrations } from "#src/operations/crm";
import { listFlowFolders, listFlows } from "#src/operations/flows/index";
import { listPermissionProfiles } from "#src/operations/permissions";
import { listBriefs, listScorecards, listTrackers, listWorkspaces } from "#src/operations/settings";
import { listTargets } from "#src/operations/stats/index";
import { type Folder, pathOf } from "./folders";
import { everything, picklist, type Sources } from "./picklist";

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
  description:
    "Fetches all keyword trackers by name, of one workspace or of all. Those of equal name are told apart by their workspace.",
  noun: "tracker",
  fields: { workspaceId: optional(workspaceId) },
  choices: async (input, sources) => {
    const { keywordTrackers } = await sources.gong.run(listTrackers, input);
    const all = keywordTrackers ?? [];
    const nameOf = ({ trackerName }: (typeof all)[number]) => trackerName?.trim() ?? "";
    const isTwin = (each: (typeof all)[number]) => all.filter((other) => nameOf(other) === nameOf(each)).length > 1;
    const names = all.some(isTwin) ? await workspaceNames(sources) : new Map<string, string>();
    return all.map((each) => {
      const workspace = nameOf(each) && isTwin(each) ? names.get(each.workspaceId ?? "") : undefined;
      return { key: each.trackerId, label: workspace ? `${nameOf(each)} (${workspace})` : each.trackerName };
    });
  },
  example: [{ key: tracker.trackerId, label: tracker.trackerName }],
});

/** The names of workspaces by id; none where the connection may not read them, since ids tell entries apart too. */
const workspaceNames = async ({ gong, logger }: Sources): Promise<ReadonlyMap<string, string>> => {
  try {
    const { workspaces } = await gong.run(listWorkspaces, {});
    return new Map(
      (workspaces ?? []).flatMap(({ id, name }) => (id && name?.trim() ? [[id, name.trim()] as const] : [])),
    );
  } catch (error) {
    if (!(error instanceof MissingScopeError)) throw error;
    logger.warn(`Trackers of equal name are shown with their ids instead of their workspaces. ${error.message}`);
    return new Map();
  }
};

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
    flowOwnerEmail: reworded(userEmail, {
      label: "Flow Owner Email",
      comments: "The e-mail address of the Gong user whose flows are offered.",
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

export const flowFolders = picklist({
  label: "Fetch Flow Folders",
  description: "Fetches all folders of Engage flows that a user can see, each with the folders that it lies in.",
  noun: "flow folder",
  // A form binds the one of the two that it has.
  fields: {
    flowOwnerEmail: optional(
      reworded(userEmail, {
        label: "Flow Owner Email",
        comments: "The e-mail address of the Gong user whose folders are offered. Leave empty when the other is given.",
      }),
    ),
    flowFolderOwnerEmail: optional(
      reworded(userEmail, {
        label: "Flow Folder Owner Email",
        comments: "The same under the name that List Flow Folders has for it. Leave empty when the other is given.",
      }),
    ),
    workspaceId: optional(workspaceId),
  },
  choices: async ({ flowOwnerEmail, flowFolderOwnerEmail = flowOwnerEmail, workspaceId }, { gong }) => {
    if (flowFolderOwnerEmail === undefined)
      throw new InputError(["Fill in Flow Owner Email first: what can be chosen here depends on it."]);
    const { flowsFolders } = await everything(gong, listFlowFolders, { flowFolderOwnerEmail, workspaceId });
    const byId = new Map<unknown, Folder>(flowsFolders?.map((each) => [each.id, each]));
    return flowsFolders?.map((each) => ({ key: each.id, label: pathOf(each, byId) }));
  },
  example: [{ key: flowFolder.id, label: flowFolder.name }],
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
