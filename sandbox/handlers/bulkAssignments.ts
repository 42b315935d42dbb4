import type { Handler } from "#sandbox/types";
import type { World } from "#sandbox/world/index";
import { idFor } from "#sandbox/world/random";
import type { BulkAssignment } from "#sandbox/world/state";
import { bodyOf, refuse, say } from "./answer";
import { addInstance, assignable } from "./flows";

interface Prospect {
  firstName?: string;
  lastName?: string;
  email?: string;
  crmId?: string;
}

/** What becomes of one prospect; those without a CRM id are made in the CRM, which needs both names. */
const assign = (world: World, flowId: string, ownerEmail: string, prospect: Prospect, now: number) => {
  const isKnown = world.customers.some(({ contacts }) => contacts.some(({ crmId }) => crmId === prospect.crmId));
  if (prospect.crmId && !isKnown) {
    const errorMessage = "The prospect was not found in the CRM";
    return {
      prospect,
      status: "FLOW_ASSIGNMENT_FAILED",
      crmId: prospect.crmId,
      errorCode: "InvalidArgument",
      errorMessage,
    };
  }
  if (!prospect.crmId && !(prospect.firstName && prospect.lastName)) {
    const errorMessage = "The CRM asks for a first and a last name";
    return { prospect, status: "CRM_OPERATION_FAILED", errorCode: "InvalidArgument", errorMessage };
  }
  const crmId = prospect.crmId ?? `00Q8d${idFor(world.seed, "lead", ++world.state.counter).slice(0, 10)}EAA`;
  const { id } = addInstance(world, flowId, crmId, ownerEmail, now);
  return { prospect, status: "ASSIGNED", crmId, flowInstanceId: id };
};

/** The state of a bulk assignment: nothing is known of its results until it is done. */
const describe = (world: World, { id, startedAt, results }: BulkAssignment, now: number) => {
  const isDone = now >= startedAt + world.options.processingMs;
  const successCount = results.filter(({ status }) => status === "ASSIGNED").length;
  return {
    id,
    status: isDone ? "COMPLETED" : "PENDING",
    totalCount: results.length,
    processedCount: isDone ? results.length : 0,
    successCount: isDone ? successCount : 0,
    failedCount: isDone ? results.length - successCount : 0,
    results: isDone ? results : [],
  };
};

export const bulkAssignments: Record<string, Handler> = {
  "POST /v2/flows/prospects/bulk-assignments": (world, exchange) => {
    const { flowInstanceOwnerEmail, flowId, prospects } = bodyOf<{
      flowInstanceOwnerEmail: string;
      flowId: string;
      prospects: Prospect[];
    }>(exchange);
    const flow = assignable(world, flowId, flowInstanceOwnerEmail);
    if (!("exclusive" in flow)) return flow;
    if (!prospects.length) return refuse(400, "prospects is empty");
    const id = idFor(world.seed, "bulk assignment", ++world.state.counter);
    const results = prospects.map((one) => assign(world, flowId, flowInstanceOwnerEmail, one, exchange.now));
    const assignment = { id, startedAt: exchange.now, results };
    world.state.bulkAssignments.set(id, assignment);
    return say(describe(world, assignment, exchange.now), 202);
  },

  "GET /v2/flows/prospects/bulk-assignments/{id}": (world, { path: { id = "" }, now }) => {
    const assignment = world.state.bulkAssignments.get(id);
    return assignment
      ? say(describe(world, assignment, now))
      : refuse(404, `Flow prospects bulk assignment ${id} not found`);
  },
};
