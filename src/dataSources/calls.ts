import type { z } from "zod";
import { dayMs, hourMs } from "#src/base/time";
import { type Call, call } from "#src/entities/call";
import { fullName, user } from "#src/entities/user";
import { optional } from "#src/form/field";
import { workspaceId } from "#src/form/fields";
import { type Gong, MissingScopeError } from "#src/gong/index";
import { listCallsUsingGet } from "#src/operations/calls/index";
import { listUsersByFilter } from "#src/operations/users";
import { picklist, type Sources } from "./picklist";

type ListedCall = z.output<ReturnType<typeof Call>>;

const lookBackMs = 30 * dayMs;
const most = 1_000;

export const calls = picklist({
  label: "Fetch Calls",
  description:
    "Fetches the calls of the last 30 days, newest first, at most 1,000, each with its time, title and host. Times are the company's, with their distance from UTC.",
  noun: "call",
  fields: { workspaceId: optional(workspaceId) },
  choices: async ({ workspaceId }, sources) => {
    const newest = await newestCalls(sources.gong, workspaceId);
    const hosts = await hostNames(newest, sources);
    return newest.map((each) => ({ key: each.id, label: labelOf(each, hosts) }));
  },
  isOrdered: true,
  example: [{ key: call.id, label: `2026-01-05 10:00 UTC-08:00 · ${call.title} · ${fullName(user)}` }],
});

const labelOf = ({ started, title, primaryUserId }: ListedCall, hosts: ReadonlyMap<string, string>) => {
  const zone = /(?:[+-]\d{2}:\d{2})$/.exec(started ?? "")?.[0] ?? "";
  const time = started ? `${started.slice(0, 16).replace("T", " ")} UTC${zone}` : "No date";
  const host = primaryUserId ? (hosts.get(primaryUserId) ?? `user ${primaryUserId}`) : "no host";
  return `${time} · ${title?.trim() || "Untitled call"} · ${host}`;
};

/**
 * The newest calls. Gong lists the oldest first and offers no other order, so reading until the end could take
 * hundreds of pages. Instead the range is narrowed from its start until it holds about as many calls as are wanted:
 * the first page of each attempt says how many there are.
 */
const newestCalls = async (gong: Gong, workspaceId: string | undefined): Promise<ListedCall[]> => {
  const end = Date.now();
  const found: ListedCall[] = [];
  let to = end;
  let span = lookBackMs;
  while (found.length < most && to > end - lookBackMs) {
    const from = to - span;
    const range = { fromDateTime: toText(from), toDateTime: toText(to), workspaceId };
    const { calls, records } = await gong.run(listCallsUsingGet, range);
    const wanted = most - found.length;
    const total = records?.totalRecords ?? 0;
    // Reading two pages too many costs less than asking again, so one too many is aimed at.
    if (total > wanted + 200 && span > hourMs) {
      span = Math.max(hourMs, Math.round(span * Math.min(0.5, (wanted + 100) / total)));
      continue;
    }
    found.push(...(calls ?? []));
    if (records?.cursor)
      for await (const page of gong.pages(listCallsUsingGet, range, { cursor: records.cursor }))
        found.push(...(page.calls ?? []));
    to = from;
    // Nights and weekends hold nothing: from there the steps grow.
    span = Math.min(4 * span, to - (end - lookBackMs));
  }
  return found.sort((a, b) => startOf(b) - startOf(a)).slice(0, most);
};

const toText = (ms: number) => new Date(ms).toISOString();

const startOf = ({ started }: ListedCall) => (started ? Date.parse(started) : 0) || 0;

/** The hosts' names by user id. They are asked for a hundred at a time: ids of all calls at once are too many for Gong. */
const hostNames = async (calls: readonly ListedCall[], { gong, logger }: Sources): Promise<Map<string, string>> => {
  const ids = [...new Set(calls.map(({ primaryUserId }) => primaryUserId).filter((id) => typeof id === "string"))];
  const names = new Map<string, string>();
  try {
    for (let start = 0; start < ids.length; start += 100) {
      const { users } = await gong.all(listUsersByFilter, { userIds: ids.slice(start, start + 100) });
      for (const each of users ?? []) {
        const name = fullName(each) || each.emailAddress;
        if (each.id && name) names.set(each.id, name);
      }
    }
  } catch (error) {
    if (!(error instanceof MissingScopeError)) throw error;
    logger.warn(`The calls are shown with their hosts' ids instead of names. ${error.message}`);
  }
  return names;
};
