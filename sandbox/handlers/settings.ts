import type { Handler } from "#sandbox/types";
import { briefs, keywordTrackers, scorecards } from "#sandbox/world/settings";
import { list } from "./answer";

const inWorkspace =
  (workspaceId: string | undefined) =>
  (item: { workspaceId: string | null }): boolean =>
    !workspaceId || item.workspaceId === workspaceId;

const asItIs = (item: unknown): unknown => item;

export const settings: Record<string, Handler> = {
  "GET /v2/workspaces": (world) => list(world.workspaces, asItIs),

  "GET /v2/settings/trackers": (world, { query }) =>
    list(
      keywordTrackers(world.options, world.userIndex, world.workspaces).filter(inWorkspace(query.workspaceId)),
      asItIs,
    ),

  "GET /v2/settings/scorecards": (world) => list(scorecards(world.options, world.userIndex, world.workspaces), asItIs),

  "GET /v2/settings/briefs": (world, { query }) =>
    list(briefs(world.options, world.userIndex, world.workspaces).filter(inWorkspace(query.workspaceId)), asItIs),
};
