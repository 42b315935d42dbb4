import { GongError } from "#src/base/errors";
import type { User } from "#src/entities/user";
import type { Gong } from "#src/gong/client";
import { listUsers } from "#src/operations/users";

/** Which of a user's addresses an e-mail address is. */
export type MatchedBy = "primary" | "trusted" | "alias";

/** A user, and by which address that user was found. */
export interface FoundUser {
  readonly user: User;
  readonly matchedBy: MatchedBy;
}

/** The users of a company, found by any of their addresses or by id. */
export interface UserDirectory {
  byAddress(emailAddress: string): FoundUser | undefined;
  byId(userId: string): User | undefined;
}

const toKey = (emailAddress: string) => emailAddress.trim().toLowerCase();

/** A user's addresses, the one that Gong shows first. */
export const addressesOf = ({ emailAddress, trustedEmailAddress, emailAliases }: User): [MatchedBy, string][] => [
  ...(emailAddress ? [["primary", toKey(emailAddress)] satisfies [MatchedBy, string]] : []),
  ...(trustedEmailAddress ? [["trusted", toKey(trustedEmailAddress)] satisfies [MatchedBy, string]] : []),
  ...(emailAliases ?? []).map((alias): [MatchedBy, string] => ["alias", toKey(alias)]),
];

const order: readonly MatchedBy[] = ["primary", "trusted", "alias"];

/**
 * Makes a directory of users. Where an address belongs to several, a primary address wins over a trusted one, that
 * over an alias, and among equals an active user over one who left: addresses are handed on within a company.
 */
export const toUserDirectory = (users: readonly User[]): UserDirectory => {
  const found = new Map<string, FoundUser>();
  const isBetter = (one: FoundUser, other: FoundUser) => {
    const difference = order.indexOf(one.matchedBy) - order.indexOf(other.matchedBy);
    return difference < 0 || (difference === 0 && one.user.active !== false && other.user.active === false);
  };
  for (const user of users)
    for (const [matchedBy, key] of addressesOf(user)) {
      const known = found.get(key);
      if (!known || isBetter({ user, matchedBy }, known)) found.set(key, { user, matchedBy });
    }
  const byId = new Map(users.flatMap((user) => (user.id ? [[user.id, user] as const] : [])));
  return {
    byAddress: (emailAddress) => found.get(toKey(emailAddress)),
    byId: (userId) => byId.get(userId.trim()),
  };
};

/**
 * Reads every user of the company, afresh: people join and leave.
 * @throws GongError when Gong stops before the last page, since a part would make known people unknown.
 */
export const readUserDirectory = async (gong: Gong): Promise<UserDirectory> => {
  const { users, continuation } = await gong.all(listUsers, {});
  if (continuation.truncated)
    throw new GongError(
      `The list of Gong's users could not be read to its end, so nothing else was done. Run the step again later. ${continuation.reason ?? ""}`.trim(),
      { operation: listUsers.label },
    );
  return toUserDirectory(users ?? []);
};
