import { hasWords, lower } from "#src/base/text";
import type { User } from "#src/entities/user";

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
  /** The users whose names have all of these words, in any order. */
  byName(words: string): User[];
}

/** A user's addresses, the one that Gong shows first. */
const addressesOf = ({ emailAddress, trustedEmailAddress, emailAliases }: User): [MatchedBy, string][] => {
  const given: [MatchedBy, string][] = [
    ["primary", lower(emailAddress ?? "")],
    ["trusted", lower(trustedEmailAddress ?? "")],
    ...(emailAliases ?? []).map((alias): [MatchedBy, string] => ["alias", lower(alias)]),
  ];
  return given.filter(([, key]) => key !== "");
};

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
    byAddress: (emailAddress) => found.get(lower(emailAddress)),
    byId: (userId) => byId.get(userId.trim()),
    byName: (words) =>
      users.filter(({ firstName, lastName }) => hasWords(`${firstName ?? ""} ${lastName ?? ""}`, words)),
  };
};
