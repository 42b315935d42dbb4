import type { Handler } from "#sandbox/types";
import type { UserEntry, World } from "#sandbox/world/index";
import { idFor, Random } from "#sandbox/world/random";
import { dayMs, formatTime } from "#sandbox/world/time";
import { bodyOf, refuse, say } from "./answer";

const priorities = ["Low", "Medium", "High"] as const;
const tasksPerUser = 5;

/** The tasks of a user. Their ids are JSON numbers above 2^53, as Gong's document has them: bigints keep the digits. */
const tasksOf = (world: World, user: UserEntry) =>
  Array.from({ length: tasksPerUser }, (_, number) => {
    const random = new Random(world.seed, "task", user.index, number);
    const id = idFor(world.seed, "task", user.index, number);
    const change = world.state.tasks.get(id);
    const customer = random.pick(world.customers);
    const contact = random.pick(customer.contacts);
    const [firstName = "", lastName = ""] = contact.name.split(" ");
    const created = world.options.now - (number + 1) * dayMs;
    const isFlow = number % 2 === 0;
    const priority = change?.priority ?? random.pick(priorities);
    const weight = priorities.findIndex((name) => name.toLowerCase() === priority.toLowerCase()) + 1;
    return {
      id: BigInt(id),
      userId: BigInt(user.id),
      created: formatTime(created),
      updated: formatTime(change?.updatedAt ?? created),
      status: change?.status ?? (number === 4 ? "DONE" : "OPEN"),
      type: isFlow ? "FLOW" : "MANUAL",
      actions: ["CALL"],
      account: { crmId: customer.accountId, name: customer.name, crmUrl: `https://crm.example/${customer.accountId}` },
      opportunity: isFlow
        ? null
        : {
            crmId: customer.dealId,
            name: `${customer.name} - palletizer cells`,
            crmUrl: `https://crm.example/${customer.dealId}`,
            status: "OPEN",
            stage: customer.stage,
            amount: String(customer.amount),
            probability: "40",
            closeDate: null,
          },
      dueDate: change?.dueDate ?? formatTime(world.options.now + number * dayMs),
      flow: isFlow
        ? {
            id: BigInt(idFor(world.seed, "flow", "company", 0)),
            name: "Trade fair follow-up 2026",
            step: { id: BigInt(idFor(world.seed, "task step", user.index, number)), name: "Call", stepNumber: 2 },
          }
        : null,
      contact: {
        crmId: contact.crmId,
        type: "CONTACT",
        data: {
          firstName,
          lastName,
          companyName: customer.name,
          affiliation: "Them",
          emails: contact.emailAddress ? [{ email: contact.emailAddress }] : [],
          title: contact.title,
          phoneNumbers: contact.phoneNumber
            ? [
                {
                  raw: contact.phoneNumber,
                  countryCode: 1,
                  normalized: contact.phoneNumber,
                  label: "Work",
                  isVerified: true,
                },
              ]
            : [],
          optOutChannels: [],
        },
      },
      additionalContacts: [],
      title: `Call ${contact.name}`,
      priority: { id: BigInt(idFor(world.seed, "priority", priority)), name: priority, weight },
    };
  });

export const tasks: Record<string, Handler> = {
  "POST /v2/tasks": (world, exchange) => {
    const { filter } = bodyOf<{
      filter: { userId: string; workspaceId?: string; types: string[]; status: string[] };
    }>(exchange);
    const user = world.findUser(filter.userId);
    if (!user) return refuse(400, `User ID ${filter.userId} was not found`);
    const isElsewhere = filter.workspaceId !== undefined && filter.workspaceId !== world.workspaces[0]?.id;
    const found = tasksOf(world, user).filter(
      ({ type, status }) => !isElsewhere && filter.types.includes(type) && filter.status.includes(status),
    );
    return say({ tasks: found, crmType: "SALESFORCE" });
  },

  "PATCH /v2/tasks/{taskId}": (world, exchange) => {
    const { taskId = "" } = exchange.path;
    const { userId, status, dueDate, priority } = bodyOf<{
      userId: string;
      status?: string;
      dueDate?: string;
      priority?: string;
    }>(exchange);
    const user = world.findUser(userId);
    if (!user) return refuse(400, `User ID ${userId} was not found`);
    const isMeant = ({ id }: { id: bigint }) => String(id) === taskId;
    if (!tasksOf(world, user).some(isMeant)) return refuse(404, `Task not found: taskId=${taskId}`);
    const before = world.state.tasks.get(taskId);
    const changes = Object.fromEntries(
      Object.entries({ status, dueDate, priority }).filter(([, value]) => value !== undefined),
    );
    world.state.tasks.set(taskId, { ...before, ...changes, updatedAt: exchange.now });
    return say({ tasks: tasksOf(world, user).filter(isMeant), crmType: "SALESFORCE" });
  },
};
