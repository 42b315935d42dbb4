import { GongError, InputError } from "#src/base/errors";
import { minuteMs } from "#src/base/time";
import type { User } from "#src/entities/user";
import type { Continuation, Gong } from "#src/gong/client";
import { listUsers } from "#src/operations/users";
import { type FoundUser, toUserDirectory, type UserDirectory } from "./directory";

/** The users of a company as Gong lists them, and whether that is all of them. */
interface UserListing {
  readonly users: readonly User[];
  readonly continuation: Continuation;
  /** Milliseconds since 1970. */
  readonly readMs: number;
}

/** How long a listing is used again: the steps of a run and of a loop share one, and people seldom join or leave. */
const keptMs = 5 * minuteMs;
/** Listings of more accounts than these are not kept side by side. */
const mostAccounts = 20;

const kept = new Map<string, UserListing>();
const underWay = new Map<string, Promise<UserListing>>();

const read = async (gong: Gong, cursor?: string): Promise<UserListing> => {
  const readMs = Date.now();
  const { users, continuation } = await gong.all(listUsers, {}, { cursor });
  return { users: users ?? [], continuation, readMs };
};

const keep = (identity: string, listing: UserListing) => {
  for (const [each, { readMs }] of kept) if (listing.readMs - readMs >= keptMs) kept.delete(each);
  kept.delete(identity);
  kept.set(identity, listing);
  for (const oldest of kept.keys()) if (kept.size > mostAccounts) kept.delete(oldest);
};

/**
 * Every user of the company. A whole listing is kept for some minutes in the memory of this process, and steps that
 * ask at the same time wait for the same one.
 * @param oldestMs the greatest age of a listing that still serves, in milliseconds.
 */
export const readUsers = async (gong: Gong, oldestMs = keptMs): Promise<UserListing> => {
  const { identity } = gong;
  const known = kept.get(identity);
  if (known && Date.now() - known.readMs < Math.min(oldestMs, keptMs)) return known;
  try {
    const asked = underWay.get(identity);
    if (asked) return await asked;
  } catch {
    // That step ran out of its own time or retries, which says nothing about this one.
  }
  const reading = read(gong);
  underWay.set(identity, reading);
  try {
    const listing = await reading;
    if (!listing.continuation.truncated) keep(identity, listing);
    return listing;
  } finally {
    if (underWay.get(identity) === reading) underWay.delete(identity);
  }
};

/** The rest of a listing that stopped at this cursor. */
export const readFurtherUsers = (gong: Gong, cursor: string): Promise<UserListing> => read(gong, cursor);

/** What a directory that could not be read means for the step. */
const nothingDone = "so nothing else was done. Run the step again later.";

/**
 * A directory of every user of the company.
 * @throws GongError when Gong stops before the last page, since a part would make known people unknown.
 */
export const readUserDirectory = async (
  gong: Gong,
  { consequence = nothingDone, oldestMs }: { readonly consequence?: string; readonly oldestMs?: number } = {},
): Promise<UserDirectory> => {
  const { users, continuation } = await readUsers(gong, oldestMs);
  if (continuation.truncated)
    throw new GongError(
      `The list of Gong's users could not be read to its end, ${consequence} ${continuation.reason}`,
      { operation: listUsers.label },
    );
  return toUserDirectory(users);
};

/** A person who is not in a listing older than this may have joined since. */
const freshMs = 30_000;

/** The user with an e-mail address. Somebody whom a kept listing does not know is looked for in a new one. */
export const findUserByAddress = async (gong: Gong, emailAddress: string): Promise<FoundUser | undefined> =>
  (await readUserDirectory(gong)).byAddress(emailAddress) ??
  (await readUserDirectory(gong, { oldestMs: freshMs })).byAddress(emailAddress);

const isId = (said: string): boolean => /^\d{1,20}$/.test(said);

/**
 * Gong's ids of hosts who are given by id, e-mail address or name. Gong's users are listed only when there is anything
 * but ids.
 * @throws InputError naming every host whom nobody in Gong answers to.
 */
export const toHostIds = async (gong: Gong, hosts: readonly string[]): Promise<string[]> => {
  if (hosts.every(isId)) return [...hosts];
  const found: string[][] = [];
  for (const said of hosts) found.push(isId(said) ? [said] : await idsOf(gong, said));
  const unknown = hosts.filter((_, index) => found[index]?.length === 0);
  if (unknown.length > 0)
    throw new InputError(
      unknown.map(
        (said) =>
          `Hosts names ${said}, and no user of Gong has this address or name. Correct it, or give the user's id.`,
      ),
    );
  return [...new Set(found.flat())];
};

const idsOf = async (gong: Gong, said: string): Promise<string[]> => {
  const users = said.includes("@")
    ? [(await findUserByAddress(gong, said))?.user]
    : (await readUserDirectory(gong)).byName(said);
  return users.flatMap((user) => user?.id ?? []);
};
