import type { Handler } from "#sandbox/types";
import type { UserEntry, World } from "#sandbox/world/index";
import { Random } from "#sandbox/world/random";
import { list, momentOf, refuse } from "./answer";

const metrics = ["Calls listened to", "Comments given", "Scorecards filled", "Feedback given"] as const;

const describe = (world: World, user: UserEntry) => {
  const { id, emailAddress, firstName, lastName, title } = world.describeUser(user);
  return { id, emailAddress, firstName, lastName, title };
};

export const coaching: Record<string, Handler> = {
  "GET /v2/coaching": (world, { query }) => {
    const from = momentOf(query.from, Number.NaN);
    const to = momentOf(query.to, Number.NaN);
    if (Number.isNaN(from) || Number.isNaN(to)) return refuse(400, "from, to: must be date-times in ISO-8601 format");
    if (from >= to) return refuse(400, "from: must be before to");
    if (!world.workspaces.some(({ id }) => id === query["workspace-id"])) {
      return refuse(400, `Workspace ID ${query["workspace-id"]} was not found`);
    }
    const manager = world.findUser(query["manager-id"] ?? "");
    if (!manager) return refuse(400, `User ID ${query["manager-id"]} was not found`);
    const reports = world.users.filter((user) => world.describeUser(user).managerId === manager.id);
    const days = Math.max(1, Math.round((to - from) / 86_400_000));
    const measure = (user: UserEntry) => {
      const random = new Random(world.seed, "coaching", user.index, days);
      return Object.fromEntries(metrics.map((name) => [name, [String(random.integer(0, days))]]));
    };
    return list(reports.length ? [manager] : [], () => ({
      manager: describe(world, manager),
      directReportsMetrics: reports.map((report) => ({ report: describe(world, report), metrics: measure(report) })),
    }));
  },
};
