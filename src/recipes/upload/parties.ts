import type { User } from "#src/entities/user";
import type { UserDirectory } from "#src/recipes/users/directory";
import { type Finding, finding } from "./codes";
import type { GivenParty, ReadRow } from "./row";

/** The participants of a row's call. */
export interface Parties {
  /** As Gong wants them, the host among them. */
  readonly list: readonly GivenParty[];
  readonly host: User | undefined;
  /** The other side for a title: a name, else a number or an address; empty when nothing is known. */
  readonly externalInWords: string;
  readonly findings: readonly Finding[];
}

/**
 * The participants from a list, from the columns of the two sides, or both. The host is put among them when missing,
 * and is the only one who gets the host's user id; other users of Gong get their own by e-mail address.
 */
export const toParties = (row: ReadRow, directory: UserDirectory): Parties => {
  const findings: Finding[] = [];
  const host = findHost(row.host, directory, findings);
  const { hostSide, externalSide } = row;
  const isRepeated = row.parties.some((party) => isSamePerson(party, externalSide));
  const others = Object.keys(externalSide).length > 0 && !isRepeated ? [...row.parties, externalSide] : row.parties;
  const list = withHost(others, host, hostSide, directory);
  const channels = list.map(({ mediaChannelId }) => mediaChannelId).filter((channel) => channel !== undefined);
  if (channels.length > 1 && new Set(channels).size === 1)
    findings.push(finding("SAME_CHANNEL", `All participants are on channel ${String(channels[0])} of the recording.`));
  const external = list.find((party) => !party.userId);
  const externalInWords = external?.name ?? external?.phoneNumber ?? external?.emailAddress ?? "";
  return { list, host, externalInWords, findings };
};

const withHost = (
  others: readonly GivenParty[],
  host: User | undefined,
  hostSide: GivenParty,
  directory: UserDirectory,
): GivenParty[] => {
  const userOf = ({ emailAddress }: GivenParty) =>
    emailAddress === undefined ? undefined : directory.byAddress(emailAddress)?.user;
  const byId = others.findIndex((party) => host !== undefined && party.userId === host.id);
  const byAddress = others.findIndex((party) => host && !party.userId && userOf(party)?.id === host.id);
  const hostAt = byId === -1 ? byAddress : byId;
  const list = others.map((party, index) => {
    if (index === hostAt) return { ...hostSide, ...party, userId: host?.id ?? undefined };
    const user = party.userId ? undefined : userOf(party);
    return user?.id && user.id !== host?.id ? { ...party, userId: user.id } : party;
  });
  if (!host?.id || hostAt !== -1) return list;
  const address = host.emailAddress ? { emailAddress: host.emailAddress.toLowerCase() } : {};
  return [{ name: nameOf(host), ...address, ...hostSide, userId: host.id }, ...list];
};

const nameOf = ({ firstName, lastName }: User) => [firstName, lastName].filter(Boolean).join(" ") || undefined;

const findHost = (written: string | undefined, directory: UserDirectory, findings: Finding[]): User | undefined => {
  // Mail programs write "Ada Reyes <ada@northwind.example>".
  const bracketed = /<([^<>\s]+)>/.exec(written ?? "")?.[1];
  const given = bracketed?.includes("@") ? bracketed : written;
  if (given === undefined) {
    findings.push(finding("MISSING_HOST", "The row does not say who held the call."));
    return undefined;
  }
  const user = given.includes("@") ? directory.byAddress(given)?.user : directory.byId(given);
  if (!user?.id) {
    findings.push(finding("UNKNOWN_HOST", `No Gong user has the ${given.includes("@") ? "address" : "id"} ${given}.`));
    return undefined;
  }
  if (user.settings?.telephonyCallsImported === false)
    findings.push(finding("IMPORT_NOT_ENABLED", `The telephone calls of ${given} are not imported.`));
  if (user.active === false) findings.push(finding("HOST_INACTIVE", `${given} is not active in Gong.`));
  return user;
};

/** True when both have the same address or number, so that a column only says again who is in the list. */
const isSamePerson = (one: GivenParty, other: GivenParty) =>
  (other.emailAddress !== undefined && one.emailAddress === other.emailAddress) ||
  (other.phoneNumber !== undefined && one.phoneNumber === other.phoneNumber);
