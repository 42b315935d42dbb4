import type { Answer, Handler } from "#sandbox/types";
import type { World } from "#sandbox/world/index";
import { blankProfile, mergeProfiles, type Profile } from "#sandbox/world/profiles";
import { idFor } from "#sandbox/world/random";
import { bodyOf, list, refuse, say } from "./answer";

const largestId = 2n ** 63n - 1n;

/** The profile of an id, or Gong's refusal: ids beyond 64 bits are just a bad request. */
const find = (world: World, id = ""): { workspaceId: string; profile: Profile } | Answer => {
  if (!/^\d+$/.test(id) || BigInt(id) > largestId) return refuse(400, "Bad request");
  return world.state.profiles.get(id) ?? refuse(400, `Permission profile ID ${id} was not found`);
};

export const profiles: Record<string, Handler> = {
  "GET /v2/permission-profile": (world, { query }) => {
    const found = find(world, query.profileId);
    return "profile" in found ? say({ profile: found.profile }) : found;
  },

  "POST /v2/permission-profile": (world, exchange) => {
    const { workspaceId = "" } = exchange.query;
    if (!world.workspaces.some(({ id }) => id === workspaceId))
      return refuse(400, `Workspace ID ${workspaceId} was not found`);
    const wanted = bodyOf<Profile>(exchange);
    if (!wanted.name) return refuse(422, "name: must not be empty");
    const inWorkspace = [...world.state.profiles.values()].filter((one) => one.workspaceId === workspaceId);
    if (inWorkspace.some(({ profile }) => profile.name === wanted.name)) {
      return refuse(422, `There is a permission profile named ${wanted.name} already`);
    }
    const id = idFor(world.seed, "new profile", ++world.state.counter);
    const profile = { ...mergeProfiles(blankProfile("none"), wanted), id };
    world.state.profiles.set(id, { workspaceId, profile });
    return say({ profile });
  },

  "PUT /v2/permission-profile": (world, exchange) => {
    const { profileId = "" } = exchange.query;
    const found = find(world, profileId);
    if (!("profile" in found)) return found;
    const profile = { ...mergeProfiles(found.profile, bodyOf<Profile>(exchange)), id: profileId };
    world.state.profiles.set(profileId, { ...found, profile });
    return say({ profile });
  },

  "GET /v2/permission-profile/users": (world, { query }) => {
    const found = find(world, query.profileId);
    if (!("profile" in found)) return found;
    const { name } = found.profile;
    const holders = world.users.filter(({ index }) => {
      if (name === "Tech Admin") return index === 0;
      if (name === "Team Manager") return index === 1 || index === 2;
      return name === "Team Member" && index > 2;
    });
    return list(holders, (user) => ({ id: user.id, fullName: world.fullName(user), emailAddress: user.emailAddress }));
  },

  "GET /v2/all-permission-profiles": (world, { query }) => {
    const inWorkspace = [...world.state.profiles.values()].filter((one) => one.workspaceId === query.workspaceId);
    return list(inWorkspace, ({ profile }) => profile);
  },
};
