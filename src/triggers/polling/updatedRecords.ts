import { dayMs } from "#src/base/time";
import type { Call } from "#src/entities/call";
import type { DetailedCall } from "#src/entities/detailedCall";
import type { User } from "#src/entities/user";
import type { Input } from "#src/form/field";
import type { Gong } from "#src/gong/index";
import { listDetailedCalls } from "#src/operations/calls/index";
import { listUsers } from "#src/operations/users";
import { changesBetween, changesOfCalls, changesOfUsers, printOfCall, printOfUser } from "./recordPrints";
import { inHundreds, usableId } from "./sources";
import { type PollState, shortMarkOf } from "./state";

/** Finding what changed since it was seen last. */

export type Changed<T> = T & { readonly changed: readonly string[] };

/** The most calls whose content is compared. */
const mostCompared = 6_000;

/** Requests a day that comparing may spend. */
const comparingPerDay = 400;

/** True when comparing the contents of so many records is worth its requests again. */
const isComparingDue = (passedMs: number, records: number): boolean =>
  passedMs >= (Math.max(1, Math.ceil(records / 100)) / comparingPerDay) * dayMs;

/** What a call is compared by. Links to the CRM without field values: those change for reasons of their own. */
const compared: Input<(typeof listDetailedCalls)["fields"]> = {
  include: ["parties", "trackers", "brief", "outline", "highlights", "keyPoints", "callOutcome", "publicComments"],
  context: "Basic",
};

/** Remembers the content of calls that are delivered now, so that any later change of it is told. */
export const rememberCalls = async (
  gong: Gong,
  state: PollState,
  calls: readonly Call[],
  startedFrom: number,
): Promise<void> => {
  const ids = calls
    .filter(({ started }) => Date.parse(started ?? "") >= startedFrom)
    .flatMap(({ id }) => usableId(id) ?? [])
    .slice(-mostCompared);
  for (const callIds of inHundreds(ids)) {
    const { calls } = await gong.run(listDetailedCalls, { callIds, ...compared });
    for (const call of calls ?? []) remember(state, call.metaData?.id, printOfCall(call));
  }
};

/** Keeps the newest: what is remembered last is dropped last. */
const remember = (state: PollState, id: string | null | undefined, print: string) => {
  if (!id) return;
  const mark = shortMarkOf(id);
  state.prints.delete(mark);
  state.prints.set(mark, print);
};

/**
 * The calls whose content changed since it was compared last. How often it compares follows from what it costs.
 * Calls that were not delivered yet are left for later.
 */
export const findUpdatedCalls = async (
  gong: Gong,
  state: PollState,
  { slotMs, workspaceId, now }: { readonly slotMs: number; readonly workspaceId?: string; readonly now: number },
): Promise<Changed<Call>[]> => {
  if (!isComparingDue(now - state.printsAt, Math.min(state.slots.size, mostCompared))) return [];
  const from = new Date(firstCompared(state) * slotMs).toISOString();
  const comparison = compare<DetailedCall>(state, printOfCall, changesOfCalls);
  for await (const { calls } of gong.pages(listDetailedCalls, { fromDateTime: from, workspaceId, ...compared }))
    for (const call of calls ?? [])
      if (call.metaData?.id && state.slots.slotOf(call.metaData.id) !== undefined)
        comparison.take(call.metaData.id, call);
  comparison.finish(now);
  return comparison.changed.map(([call, changed]) => ({ ...call.metaData, changed }));
};

/** The slot from which on at most as many calls are known as are compared. */
const firstCompared = ({ slots, since }: PollState): number => {
  let count = 0;
  let first = Number.MAX_SAFE_INTEGER;
  for (const [slot, , keys] of slots.entries().reverse()) {
    if (slot < since) break;
    count += keys.size;
    if (count > mostCompared) return Math.min(first, slot + 1);
    first = slot;
  }
  return since;
};

/** The users whose content changed since it was compared last. */
export const findUpdatedUsers = async (gong: Gong, state: PollState, now: number): Promise<Changed<User>[]> => {
  if (!isComparingDue(now - state.printsAt, state.prints.size)) return [];
  const comparison = compare<User>(state, printOfUser, changesOfUsers);
  for await (const { users } of gong.pages(listUsers, {}))
    for (const user of users ?? []) if (user.id) comparison.take(user.id, user);
  comparison.finish(now);
  return comparison.changed.map(([user, changed]) => ({ ...user, changed }));
};

/** Compares records with what is remembered of them; what a whole comparison did not meet is forgotten at its end. */
const compare = <T>(state: PollState, printOf: (record: T) => string, names: readonly string[]) => {
  const prints = new Map<string, string>();
  const changed: [T, string[]][] = [];
  return {
    changed,
    take: (id: string, record: T) => {
      const mark = shortMarkOf(id);
      const print = printOf(record);
      const before = state.prints.get(mark);
      prints.set(mark, print);
      // A version that compares other parts kept prints of another length; they tell nothing.
      if (before === undefined || before.length !== print.length) return;
      const names_ = changesBetween(before, print, names);
      if (names_.length > 0) changed.push([record, names_]);
    },
    finish: (now: number) => {
      state.prints = new Map([...prints].slice(-mostPrints));
      state.printsAt = now;
    },
  };
};

/** More users than any company has; a bound all the same. */
const mostPrints = 20_000;
