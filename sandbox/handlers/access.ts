import type { Exchange, Handler } from "#sandbox/types";
import type { World } from "#sandbox/world/index";
import { bodyOf, list, refuse, say } from "./answer";

interface AccessList {
  callAccessList?: { callId: string; userIds: string[] }[];
}

const areKnown = (world: World, { now }: Exchange, ids: readonly string[]): boolean =>
  ids.every((id) => world.findVisibleCall(id, now));

export const access: Record<string, Handler> = {
  "PUT /v2/calls/users-access": (world, exchange) => {
    const { callAccessList = [] } = bodyOf<AccessList>(exchange);
    const ids = callAccessList.map(({ callId }) => callId);
    if (!areKnown(world, exchange, ids)) return refuse(400, "Some calls not found");
    const users = callAccessList.flatMap(({ userIds }) => userIds);
    if (!users.every((id) => world.findUser(id))) return refuse(400, "Some users not found");
    for (const { callId, userIds } of callAccessList) {
      const granted = world.state.access.get(callId) ?? new Set();
      for (const id of userIds) granted.add(id);
      world.state.access.set(callId, granted);
    }
    return say();
  },

  "POST /v2/calls/users-access": (world, exchange) => {
    const { filter } = bodyOf<{ filter: { callIds: string[] } }>(exchange);
    if (!areKnown(world, exchange, filter.callIds)) return refuse(400, "Some calls not found");
    return list(filter.callIds, (callId) => ({
      callId,
      users: [...(world.state.access.get(callId) ?? [])].map((userId) => ({ userId })),
    }));
  },

  "DELETE /v2/calls/users-access": (world, exchange) => {
    const { callAccessList = [] } = bodyOf<AccessList>(exchange);
    for (const { callId, userIds } of callAccessList) {
      for (const id of userIds) world.state.access.get(callId)?.delete(id);
    }
    return say();
  },
};
