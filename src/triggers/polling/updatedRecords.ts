import type { Call } from "#src/entities/call";
import type { DetailedCall } from "#src/entities/detailedCall";
import type { User } from "#src/entities/user";
import type { Gong } from "#src/gong/index";
import { listDetailedCalls } from "#src/operations/calls/index";
import { listUsers } from "#src/operations/users";
import { inHundreds, isComparingDue, mostCompared } from "./callWindows";
import { markOf, type Place, shortMarkOf } from "./pollState";
import { changesBetween, changesOfCalls, changesOfUsers, printOfCall, printOfUser } from "./recordPrints";
import { quarterHourMs } from "./sources";

/** Finding what changed since it was seen last. */

export type Changed<T> = T & { readonly changed: readonly string[] };

/** What a call is compared by. Links to the CRM without field values: those change for reasons of their own. */
const compared = {
  include: [
    "parties",
    "trackers",
    "brief",
    "outline",
    "highlights",
    "keyPoints",
    "callOutcome",
    "publicComments",
  ] as string[],
  context: "Basic",
};

/** Remembers the content of calls that are delivered now, so that any later change of it is told. */
export const rememberCalls = async (
  gong: Gong,
  place: Place,
  calls: readonly Call[],
  startedFrom: number,
): Promise<void> => {
  const before = gong.requests;
  const ids = calls
    .filter(({ started }) => Date.parse(started ?? "") >= startedFrom)
    .flatMap(({ id }) => id ?? [])
    .slice(-mostCompared);
  for (const callIds of inHundreds(ids)) {
    const { calls } = await gong.run(listDetailedCalls, { callIds, ...compared });
    for (const call of calls ?? []) remember(place, call.metaData?.id, printOfCall(call));
  }
  place.allowance -= gong.requests - before;
};

/** Keeps the newest: what is remembered last is dropped last. */
const remember = (place: Place, id: string | null | undefined, print: string) => {
  if (!id) return;
  const mark = shortMarkOf(id);
  place.prints.delete(mark);
  place.prints.set(mark, print);
};

/**
 * The calls whose content changed since it was compared last. How often it compares follows from what it costs.
 * Calls that were not delivered yet are left for later.
 */
export const findUpdatedCalls = async (
  gong: Gong,
  place: Place,
  { workspaceId, now }: { readonly workspaceId?: string; readonly now: number },
): Promise<Changed<Call>[]> => {
  if (!isComparingDue(now - place.printsAt, Math.min(place.known.size, mostCompared)) || place.allowance < 1) return [];
  const from = new Date(firstCompared(place) * quarterHourMs).toISOString();
  const comparison = compare<DetailedCall>(place, printOfCall, changesOfCalls);
  const before = gong.requests;
  for await (const { calls } of gong.pages(listDetailedCalls, { fromDateTime: from, workspaceId, ...compared }))
    for (const call of calls ?? [])
      if (call.metaData?.id && place.known.slotOf(markOf(call.metaData.id)) !== undefined)
        comparison.take(call.metaData.id, call);
  place.allowance -= gong.requests - before;
  comparison.finish(now);
  return comparison.changed.map(([call, changed]) => ({ ...call.metaData, changed }));
};

/** The slot from which on at most as many calls are known as are compared. */
const firstCompared = ({ known, since }: Place): number => {
  let count = 0;
  let first = Number.MAX_SAFE_INTEGER;
  for (const [slot, each] of [...known.filled(since, Number.MAX_SAFE_INTEGER)].reverse()) {
    count += each;
    if (count > mostCompared) return Math.min(first, slot + 1);
    first = slot;
  }
  return since;
};

/** The users whose content changed since it was compared last. */
export const findUpdatedUsers = async (gong: Gong, place: Place, now: number): Promise<Changed<User>[]> => {
  if (!isComparingDue(now - place.printsAt, place.prints.size) || place.allowance < 1) return [];
  const comparison = compare<User>(place, printOfUser, changesOfUsers);
  const before = gong.requests;
  for await (const { users } of gong.pages(listUsers, {}))
    for (const user of users ?? []) if (user.id) comparison.take(user.id, user);
  place.allowance -= gong.requests - before;
  comparison.finish(now);
  return comparison.changed.map(([user, changed]) => ({ ...user, changed }));
};

/** Compares records with what is remembered of them; what a whole comparison did not meet is forgotten at its end. */
const compare = <T>(place: Place, printOf: (record: T) => string, names: readonly string[]) => {
  const prints = new Map<string, string>();
  const changed: [T, string[]][] = [];
  return {
    changed,
    take: (id: string, record: T) => {
      const mark = shortMarkOf(id);
      const print = printOf(record);
      const before = place.prints.get(mark);
      prints.set(mark, print);
      // A version that compares other parts kept prints of another length; they tell nothing.
      if (before === undefined || before.length !== print.length) return;
      const names_ = changesBetween(before, print, names);
      if (names_.length > 0) changed.push([record, names_]);
    },
    finish: (now: number) => {
      place.prints = new Map([...prints].slice(-mostPrints));
      place.printsAt = now;
    },
  };
};

/** More users than any company has; a bound all the same. */
const mostPrints = 20_000;
