import type { Answer, Exchange, Handler } from "#sandbox/types";
import type { World } from "#sandbox/world/index";
import { idFor, Random } from "#sandbox/world/random";
import { setUpAt } from "#sandbox/world/settings";
import type { FlowInstance } from "#sandbox/world/state";
import { dayMs, formatTime } from "#sandbox/world/time";
import { bodyOf, list, refuse, say } from "./answer";

export interface Flow {
  readonly id: string;
  readonly name: string;
  readonly folderId: string;
  readonly folderName: string;
  readonly visibility: "Company" | "Personal" | "Shared";
  readonly creationDate: string;
  readonly exclusive: boolean;
}

const isOpen = ({ status }: FlowInstance): boolean =>
  status === "Pending" || status === "Running" || status === "Paused";

const themes = [
  "Trade fair follow-up",
  "Cold outbound",
  "Renewal reminder",
  "Demo no-show",
  "Win-back",
  "New plant manager",
];

/** The folders that a person sees; Gong writes ids that are missing as the text "null". */
const foldersOf = (world: World, ownerId: string) => [
  {
    id: idFor(world.seed, "flow folder", "company"),
    name: "Company Flows",
    parentFolderId: "null",
    createdById: world.users[0]?.id ?? "null",
    visibility: "Company" as const,
  },
  {
    id: idFor(world.seed, "flow folder", "events"),
    name: "Trade Fairs",
    parentFolderId: idFor(world.seed, "flow folder", "company"),
    createdById: world.users[1]?.id ?? "null",
    visibility: "Company" as const,
  },
  {
    id: idFor(world.seed, "flow folder", ownerId),
    name: "My Flows",
    parentFolderId: "null",
    createdById: ownerId,
    visibility: "Personal" as const,
  },
  { id: "100", name: "Shared With You", parentFolderId: "null", createdById: "null", visibility: "Shared" as const },
];

const makeFlow = (world: World, key: string, number: number, folder: ReturnType<typeof foldersOf>[number]): Flow => ({
  id: idFor(world.seed, "flow", key, number),
  name: `${themes[number % themes.length]} ${2026 - Math.floor(number / themes.length)}`,
  folderId: folder.id,
  folderName: folder.name,
  visibility: folder.visibility,
  creationDate: formatTime(setUpAt(world.options) + (number % 200) * dayMs),
  exclusive: number % 3 === 0,
});

const companyFlows = (world: World): Flow[] => {
  const folders = foldersOf(world, "");
  return Array.from({ length: world.options.flows }, (_, number) => {
    const folder = folders[number % 4 === 3 ? 1 : 0];
    return folder ? [makeFlow(world, "company", number, folder)] : [];
  }).flat();
};

const personalFlows = (world: World, ownerId: string): Flow[] => {
  const folder = foldersOf(world, ownerId)[2];
  return folder ? [0, 1].map((number) => makeFlow(world, ownerId, number, folder)) : [];
};

/** Any flow by id, whoever owns it. */
const findFlow = (world: World, id: string): Flow | undefined =>
  companyFlows(world).find((flow) => flow.id === id) ??
  world.users.flatMap((user) => personalFlows(world, user.id)).find((flow) => flow.id === id);

const stepsOf = (world: World, flow: Flow) => {
  const random = new Random(world.seed, "steps", flow.id);
  return (["SEND_EMAIL", "CALL", "LINKEDIN_CONNECT", "AUTO_SEND_EMAIL"] as const)
    .slice(0, random.integer(2, 4))
    .map((action, at) => {
      const isEmail = action.endsWith("EMAIL");
      return {
        id: idFor(world.seed, "step", flow.id, at),
        stepOrder: at + 1,
        action,
        subject: isEmail ? `A palletizer that fits ${at ? "your line" : "four by three meters"}` : null,
        body: isEmail ? "<p>Hello {{recipient.first_name}}, twelve picks a minute without a fence.</p>" : null,
        isReply: isEmail && at > 0,
      };
    });
};

const describeInstance = (world: World, instance: FlowInstance) => {
  const flow = findFlow(world, instance.flowId);
  const owner = world.findUserByAddress(instance.ownerEmail);
  return {
    flowId: instance.flowId,
    flowName: flow?.name ?? null,
    crmProspectId: instance.crmProspectId,
    flowInstanceId: instance.id,
    flowInstanceOwnerEmail: instance.ownerEmail,
    flowInstanceOwnerFullName: owner ? world.fullName(owner) : null,
    flowInstanceCreateDate: formatTime(instance.createdAt),
    flowInstanceStatus: instance.status,
    workspaceId: world.workspaces[0]?.id ?? null,
    exclusive: flow?.exclusive ?? false,
  };
};

const isSynced = (world: World, crmProspectId: string): boolean =>
  world.customers.some(({ contacts }) => contacts.some(({ crmId }) => crmId === crmProspectId)) &&
  !world.state.erased.has(crmProspectId);

export const addInstance = (world: World, flowId: string, crmProspectId: string, ownerEmail: string, now: number) => {
  const id = idFor(world.seed, "flow instance", ++world.state.counter);
  const instance: FlowInstance = { id, flowId, crmProspectId, ownerEmail, createdAt: now, status: "Running" };
  world.state.flowInstances.set(id, instance);
  return instance;
};

interface Assignment {
  crmProspectsIds: string[];
  flowId: string;
  flowInstanceOwnerEmail: string;
  overrides?: { steps?: { number: number }[]; coolOffOverride?: boolean };
}

/** What keeps a flow from being assigned at all; the flow when nothing does. */
export const assignable = (world: World, flowId: string, ownerEmail: string): Flow | Answer => {
  if (!/^\d{1,19}$/.test(flowId)) return refuse(400, "flowId should be a valid Long");
  const flow = findFlow(world, flowId);
  if (!flow) return refuse(404, "Flow not found");
  if (!world.findUserByAddress(ownerEmail)) return refuse(400, `${ownerEmail} is not a valid email address`);
  return flow;
};

/** Why a prospect is not assigned: Gong's code and words. */
const whyNot = (
  world: World,
  crmProspectId: string,
  flowId: string,
  mayCoolOff: boolean,
): readonly [code: string, words: string] | undefined => {
  if (!isSynced(world, crmProspectId)) return ["InvalidArgument", "The prospect was not found in the CRM"];
  const earlier = [...world.state.flowInstances.values()].filter(
    (one) => one.crmProspectId === crmProspectId && one.flowId === flowId,
  );
  if (earlier.some(isOpen)) return ["InvalidState", "The prospect is in this flow already"];
  if (earlier.length > 0 && mayCoolOff) return ["InvalidState", "The prospect is in the cool-off period"];
  return undefined;
};

const assign = (world: World, exchange: Exchange, ignoresCoolOff: boolean): Answer => {
  const { crmProspectsIds, flowId, flowInstanceOwnerEmail, overrides } = bodyOf<Assignment>(exchange);
  const flow = assignable(world, flowId, flowInstanceOwnerEmail);
  if (!("exclusive" in flow)) return flow;
  if (!crmProspectsIds.length) return refuse(400, "crmProspectsIds is empty");
  const steps = stepsOf(world, flow).length;
  if (overrides?.steps?.some(({ number }) => number < 1 || number > steps)) {
    return refuse(400, `overrides.steps: the flow has steps 1 to ${steps}`);
  }
  const assigned: FlowInstance[] = [];
  const refused: Record<string, unknown>[] = [];
  for (const crmProspectId of crmProspectsIds) {
    const mayCoolOff = !ignoresCoolOff && !overrides?.coolOffOverride;
    const fault = whyNot(world, crmProspectId, flowId, mayCoolOff);
    if (fault) refused.push({ flowId, crmProspectId, errorCode: fault[0], errorMessage: fault[1] });
    else assigned.push(addInstance(world, flowId, crmProspectId, flowInstanceOwnerEmail, exchange.now));
  }
  return say({
    prospectsAssigned: assigned.map((instance) => describeInstance(world, instance)),
    prospectsNotAssigned: refused,
  });
};

/** The owner of a list of flows, or Gong's refusal of the address. */
const ownerOf = (world: World, email: string | undefined, parameter: string): { id: string } | Answer => {
  if (!email) return refuse(400, `${parameter} parameter is missing`);
  return world.findUserByAddress(email) ?? refuse(400, `${email} is not a valid email address`);
};

const mostRecent = 20;

export const flows: Record<string, Handler> = {
  "GET /v2/flows": (world, { query }) => {
    const owner = ownerOf(world, query.flowOwnerEmail, "flowOwnerEmail");
    if (!("id" in owner)) return owner;
    const isElsewhere = query.workspaceId !== undefined && query.workspaceId !== world.workspaces[0]?.id;
    const all = isElsewhere ? [] : [...companyFlows(world), ...personalFlows(world, owner.id)];
    const found = all.filter(({ folderId }) => !query.folderId || folderId === query.folderId);
    if (query.mostRecentlyAssigned !== "true") return list(found, (flow) => flow);
    const latest = (flow: Flow) =>
      Math.max(
        0,
        ...[...world.state.flowInstances.values()]
          .filter(({ flowId }) => flowId === flow.id)
          .map(({ createdAt }) => createdAt),
      );
    const used = found.filter((flow) => latest(flow) > 0).sort((one, other) => latest(other) - latest(one));
    return list(used.slice(0, mostRecent), (flow) => flow);
  },

  "GET /v2/flows/folders": (world, { query }) => {
    const owner = ownerOf(world, query.flowFolderOwnerEmail, "flowFolderOwnerEmail");
    if (!("id" in owner)) return owner;
    const isElsewhere = query.workspaceId !== undefined && query.workspaceId !== world.workspaces[0]?.id;
    const folders = isElsewhere ? [] : foldersOf(world, owner.id);
    return list(
      folders.filter(({ parentFolderId }) => !query.parentId || parentFolderId === query.parentId),
      (folder) => folder,
    );
  },

  "POST /v2/flows/steps": (world, exchange) => {
    const { flowIds = [] } = bodyOf<{ flowIds?: string[] }>(exchange);
    const found = flowIds.map((id) => ({ id, flow: findFlow(world, id) }));
    const missing = found.find(({ flow }) => !flow);
    if (missing) return refuse(404, `Flow not found: flowId=${missing.id}`);
    return list(
      found.flatMap(({ flow }) => flow ?? []),
      ({ folderName: _folderName, ...flow }) => ({
        ...flow,
        description: `${flow.name}, written by the sales team.`,
        steps: stepsOf(world, { ...flow, folderName: "" }),
      }),
    );
  },

  "POST /v2/flows/prospects": (world, exchange) => {
    const { crmProspectsIds = [], flowInstanceIds = [] } = bodyOf<{
      crmProspectsIds?: string[];
      flowInstanceIds?: string[];
    }>(exchange);
    const found = [...world.state.flowInstances.values()].filter(
      (one) => flowInstanceIds.includes(one.id) || (crmProspectsIds.includes(one.crmProspectId) && isOpen(one)),
    );
    return list(found, (instance) => describeInstance(world, instance));
  },

  "POST /v2/flows/prospects/assign": (world, exchange) => assign(world, exchange, false),
  "POST /v2/flows/prospects/assign/cool-off-override": (world, exchange) => assign(world, exchange, true),

  "POST /v2/flows/prospects/unassign-flows-by-crm-id": (world, exchange) => {
    const { crmProspectId, flowId } = bodyOf<{ crmProspectId: string; flowId?: string }>(exchange);
    const open = [...world.state.flowInstances.values()].filter(
      (one) => one.crmProspectId === crmProspectId && (!flowId || one.flowId === flowId) && isOpen(one),
    );
    for (const instance of open) instance.status = "Finished";
    return say({ unassignedFlowInstanceIds: open.map(({ id }) => id) });
  },

  "POST /v2/flows/prospects/unassign-flows-by-instance-id": (world, exchange) => {
    const { flowInstanceIds } = bodyOf<{ flowInstanceIds: string[] }>(exchange);
    const found = flowInstanceIds.flatMap((id) => world.state.flowInstances.get(id) ?? []);
    if (found.length < flowInstanceIds.length) {
      return refuse(400, "One or more of the given flowInstanceIds does not exist");
    }
    const open = found.filter(isOpen);
    for (const instance of open) instance.status = "Finished";
    return say({ unassignedFlowInstanceIds: open.map(({ id }) => id) });
  },
};
