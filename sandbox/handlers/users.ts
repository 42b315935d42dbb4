import type { Handler } from "#sandbox/types";
import type { UserEntry, World } from "#sandbox/world/index";
import { idFor } from "#sandbox/world/random";
import { dayMs, formatTime } from "#sandbox/world/time";
import { bodyOf, earliest, latest, list, momentOf, refuse, say } from "./answer";

const includesAvatars = (value: unknown): boolean => value === true || value === "true";

/** Gong's own people who help the customer; they come last, and only when avatars are asked for. */
const avatar = (world: World): UserEntry => ({
  index: 1_000_000,
  id: idFor(world.seed, "avatar"),
  emailAddress: "support@gong.example",
  createdAt: world.users[0]?.createdAt ?? 0,
  patch: { firstName: "Gong", lastName: "Support", title: null, managerId: null, emailAliases: [], phoneNumber: null },
});

const listUsers = (world: World, users: readonly UserEntry[], withAvatars: boolean) =>
  list(withAvatars ? [...users, avatar(world)] : users, (user) => world.describeUser(user));

interface UserFilter {
  createdFromDateTime?: string;
  createdToDateTime?: string;
  includeAvatars?: boolean;
  userIds?: string[];
}

export const users: Record<string, Handler> = {
  "GET /v2/users": (world, { query, now }) =>
    listUsers(
      world,
      world.users.filter(({ createdAt }) => createdAt <= now),
      includesAvatars(query.includeAvatars),
    ),

  "GET /v2/users/{id}": (world, { path: { id = "" } }) => {
    const user = world.findUser(id);
    return user ? say({ user: world.describeUser(user) }) : refuse(404, `User ID ${id} was not found`);
  },

  "GET /v2/users/{id}/settings-history": (world, { path: { id = "" } }) => {
    const user = world.findUser(id);
    if (!user) return refuse(404, `User ID ${id} was not found`);
    const { settings, active } = world.describeUser(user);
    const changes = [
      { setting: "active", value: true, days: 0 },
      { setting: "webConferencesRecorded", value: settings.webConferencesRecorded, days: 1 },
      { setting: "callsImported", value: settings.telephonyCallsImported, days: 1 },
      ...(active ? [] : [{ setting: "active", value: false, days: 25 }]),
    ];
    return list(changes, ({ setting, value, days }) => ({
      setting,
      value,
      time: formatTime(user.createdAt + days * dayMs),
    }));
  },

  "POST /v2/users/extensive": (world, exchange) => {
    const { filter } = bodyOf<{ filter: UserFilter }>(exchange);
    const from = momentOf(filter.createdFromDateTime, earliest);
    const to = momentOf(filter.createdToDateTime, latest);
    if (Number.isNaN(from) || Number.isNaN(to)) {
      return refuse(400, "filter.createdFromDateTime: must be a date-time in ISO-8601 format");
    }
    if (from >= to) return refuse(400, "filter.createdFromDateTime: must be before createdToDateTime");
    const ids = filter.userIds?.length ? new Set(filter.userIds) : undefined;
    const found = world.users.filter(
      ({ id, createdAt }) => createdAt >= from && createdAt < to && createdAt <= exchange.now && (!ids || ids.has(id)),
    );
    return listUsers(world, found, filter.includeAvatars === true && !ids);
  },
};
