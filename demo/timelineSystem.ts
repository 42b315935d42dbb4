import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { serve } from "./serve";

/** A user of the timeline, as it lists them. */
export interface TimelineUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
  readonly licence: string;
}

export interface TimelineAccount {
  readonly accountId: string;
  readonly name: string;
  readonly crmId: string;
  readonly domain: string;
}

/** An activity, as far as the demo shows it. */
export interface WrittenActivity {
  readonly idempotencyKey: string;
  readonly title: string;
  readonly activityType: string;
  readonly ownerId: string | null;
  readonly accountId: string | null;
  readonly trackersText: string;
}

const json = (body: Buffer): unknown => JSON.parse(body.toString());

/** The files of a multipart body. The sandbox reads such bodies with care; here one file is known to come. */
const fileIn = async (body: Buffer, contentType: string): Promise<File | undefined> => {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": contentType } }).formData();
  return [...form.values()].find((value) => value instanceof File);
};

/** A stand-in for a customer-success system on this machine: users, accounts, activities, and a place for files. */
export const startTimeline = async (users: TimelineUser[], accounts: readonly TimelineAccount[], folder: string) => {
  const activities = new Map<string, WrittenActivity>();
  const routes: Readonly<Record<string, Parameters<typeof serve>[0]>> = {
    "GET users": () => ({ status: 200, body: users }),
    "GET accounts": () => ({ status: 200, body: accounts }),
    "POST users": ({ body }) => {
      const user = json(body) as { name: string; emailAddress: string; licence: string };
      const id = `T-${users.length + 1}`;
      users.push({ id, name: user.name, email: user.emailAddress, active: true, licence: user.licence });
      return { status: 201, body: { id } };
    },
    "POST activities": ({ body }) => {
      const activity = json(body) as WrittenActivity;
      const isNew = !activities.has(activity.idempotencyKey);
      activities.set(activity.idempotencyKey, activity);
      return { status: isNew ? 201 : 200, body: { id: `ACT-${activity.idempotencyKey.slice(-6)}` } };
    },
    "POST files": async ({ body, headers }) => {
      const file = await fileIn(body, headers["content-type"] ?? "");
      if (!file) return { status: 400, body: { error: "There is no file." } };
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, "run-log.xlsx"), Buffer.from(await file.arrayBuffer()));
      return { status: 201, body: { name: file.name } };
    },
  };
  const { url, close } = await serve((request) => {
    const route = routes[`${request.method} ${request.path[0]}`];
    return route ? route(request) : { status: 404 };
  });
  return { url, close, activities, users };
};
