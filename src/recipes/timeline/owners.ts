import { isRow, textCell } from "#src/form/table";
import type { CompleteCall } from "#src/recipes/completeCallShape";
import { describePerson, readManualMap } from "#src/recipes/users/people";
import type { Reason } from "./runLog";

/** A host's entry of the user map. */
export interface MappedUser {
  readonly decision: string;
  readonly otherUserId: string | null;
  /** The entry as it came, for filters. */
  readonly row: unknown;
}

export interface UserMap {
  find(person: { readonly userId: string | null; readonly emailAddress: string | null }): MappedUser | undefined;
}

/**
 * Reads the output of Match Users, its results, or a plain table of Gong users and user ids.
 * @throws Error that completes "<label> …".
 */
export const readUserMap = (entries: readonly unknown[]): UserMap => {
  const users = new Map<string, MappedUser>();
  const add = (key: string | null, user: MappedUser) => {
    if (key !== null && !users.has(key.toLowerCase())) users.set(key.toLowerCase(), user);
  };
  for (const row of entries) {
    if (!isRow(row)) throw new Error("must be the output of Match Users, or an object of Gong users and user ids");
    const decision = textCell(row, ["decision"]);
    if (decision === null) {
      const pairs = readManualMap(textCell(row, ["otherUserId"]) === null ? row : [row]);
      for (const [key, otherUserId] of pairs) add(key, { decision: "MATCHED", otherUserId, row });
      continue;
    }
    const user = { decision, otherUserId: textCell(row, ["otherUserId"]), row };
    add(textCell(row, ["gongUserId"]), user);
    add(textCell(row, ["emailAddress"]), user);
  }
  return {
    find: ({ userId, emailAddress }) =>
      users.get(userId?.toLowerCase() ?? "") ?? users.get(emailAddress?.trim().toLowerCase() ?? ""),
  };
};

/** Why a call has no owner in the target system; undefined when it has one. */
export const faultOfOwner = (host: CompleteCall["host"], owner: MappedUser | undefined): Reason | undefined => {
  if (!host)
    return {
      code: "OWNER_NOT_FOUND",
      message: "Gong names no host for this call, so it has no author. Set a host for the call in Gong.",
    };
  if (owner?.otherUserId) return undefined;
  const who = describePerson({ ...host, gongUserId: host.userId });
  switch (owner?.decision) {
    case "OWNER_INACTIVE":
      return {
        code: "OWNER_INACTIVE",
        message: `The host ${who} is inactive in the target system. Activate the user there, or map the host by hand in Manual Map of Match Users; then run this call again.`,
      };
    case "CONFLICT":
      return {
        code: "CONFLICT",
        message: `The host ${who} may be several users of the target system. Pick one in Manual Map of Match Users; the next try takes it.`,
      };
    case "INVALID":
      return {
        code: "OWNER_WITHOUT_ADDRESS",
        message: `The host ${who} has no e-mail address in Gong to match by. Add one, or map the host by hand in Manual Map of Match Users; then run this call again.`,
      };
    case "CREATE":
      return {
        code: "OWNER_NOT_FOUND",
        message: `The host ${who} has no user in the target system. Create one from newUser of Match Users; the next try takes it.`,
      };
    default:
      return {
        code: "OWNER_NOT_FOUND",
        message: `The host ${who} is not in User Map. Run Match Users for the hosts of these calls, and hand its output over; the next try takes it.`,
      };
  }
};
