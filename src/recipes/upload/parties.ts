import type { User } from "#src/entities/user";
import * as value from "#src/form/value";
import type { UserDirectory } from "#src/recipes/users/directory";
import { type Finding, finding } from "./codes";
import { type Direction, toChannel, toPhoneNumber } from "./newCall";
import { textOf, type UploadRow } from "./rows";

/** The participants of a row's call. */
export interface Parties {
  /** As Gong wants them, the host among them. */
  readonly list: readonly GivenParty[];
  readonly host: User | undefined;
  /** The other side for a title: a name, else a number or an address; empty when nothing is known. */
  readonly externalInWords: string;
  readonly findings: readonly Finding[];
}

interface GivenParty {
  readonly userId?: string;
  readonly name?: string;
  readonly emailAddress?: string;
  readonly phoneNumber?: string;
  readonly partyId?: string;
  readonly mediaChannelId?: unknown;
  readonly context?: unknown;
  readonly [other: string]: unknown;
}

interface PartyOptions {
  readonly directory: UserDirectory;
  readonly countryCode?: string;
}

/**
 * The participants from a list, from the columns of the two sides, or both. The host is put among them when missing,
 * and is the only one who gets the host's user id; other users of Gong get their own by e-mail address.
 */
export const toParties = (row: UploadRow, direction: Direction | undefined, options: PartyOptions): Parties => {
  const findings: Finding[] = [];
  const host = findHost(row, options.directory, findings);
  const listed = readList(row.parties, findings);
  const sides = [hostSide(row, direction), externalSide(row, direction)];
  const [ownSide, otherSide] = sides.map((side) => tidied(side, options));
  const others = listed.map((party) => tidied(party, options));
  if (otherSide && Object.keys(otherSide).length > 0 && !others.some((party) => isSamePerson(party, otherSide)))
    others.push(otherSide);
  checkChannels(
    [row.hostChannel, row.externalChannel, ...listed.map(({ mediaChannelId }) => mediaChannelId)],
    findings,
  );

  const isHost = (party: GivenParty) => host !== undefined && !party.userId && userOf(party, options)?.id === host.id;
  const at = Math.max(
    others.findIndex((party) => party.userId === host?.id && host !== undefined),
    -1,
  );
  const hostAt = at >= 0 ? at : others.findIndex(isHost);
  const list = others.map((party, index) => {
    if (index === hostAt) return { ...ownSide, ...party, userId: host?.id ?? undefined };
    const user = party.userId ? undefined : userOf(party, options);
    return user?.id && user.id !== host?.id ? { ...party, userId: user.id } : party;
  });
  if (host?.id && hostAt === -1)
    list.unshift({
      name: nameOf(host),
      ...(host.emailAddress ? { emailAddress: host.emailAddress.toLowerCase() } : {}),
      ...ownSide,
      userId: host.id,
    });
  const sameChannels = list.map(({ mediaChannelId }) => mediaChannelId).filter((channel) => channel !== undefined);
  if (sameChannels.length > 1 && new Set(sameChannels).size === 1)
    findings.push(
      finding("SAME_CHANNEL", `All participants are on channel ${String(sameChannels[0])} of the recording.`),
    );
  const external = list.find((party) => !party.userId);
  const externalInWords = external?.name ?? external?.phoneNumber ?? external?.emailAddress ?? "";
  return { list, host, externalInWords, findings };
};

const nameOf = ({ firstName, lastName }: User) => [firstName, lastName].filter(Boolean).join(" ") || undefined;

const findHost = (row: UploadRow, directory: UserDirectory, findings: Finding[]): User | undefined => {
  const written = textOf(row.primaryUser) ?? textOf(row.hostEmail);
  // Mail programs write "Ada Reyes <ada@northwind.example>".
  const given = /<([^<>\s]+@[^<>\s]+)>/.exec(written ?? "")?.[1] ?? written;
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

const partyList = value.listOf(value.reader((each) => each));

const readList = (given: unknown, findings: Finding[]): readonly GivenParty[] => {
  if (value.isBlank(given)) return [];
  const { data } = partyList.safeParse(given);
  const parties = data?.filter(
    (each): each is GivenParty => typeof each === "object" && each !== null && !Array.isArray(each),
  );
  if (parties && parties.length === data?.length) return parties;
  findings.push(finding("BAD_PARTIES", "The participants cannot be read."));
  return [];
};

/** The numbers of an export as caller and callee: who is who follows from the direction. */
const hostSide = (row: UploadRow, direction: Direction | undefined): GivenParty => ({
  name: textOf(row.hostName),
  phoneNumber: textOf(row.hostPhone) ?? numberOf(row, direction, { Inbound: "toNumber", Outbound: "fromNumber" }),
  mediaChannelId: row.hostChannel,
});

const externalSide = (row: UploadRow, direction: Direction | undefined): GivenParty => ({
  name: textOf(row.externalName),
  emailAddress: textOf(row.externalEmail),
  phoneNumber: textOf(row.externalPhone) ?? numberOf(row, direction, { Inbound: "fromNumber", Outbound: "toNumber" }),
  mediaChannelId: row.externalChannel,
});

const numberOf = (
  row: UploadRow,
  direction: Direction | undefined,
  columns: Readonly<Record<"Inbound" | "Outbound", "fromNumber" | "toNumber">>,
) => (direction === "Inbound" || direction === "Outbound" ? textOf(row[columns[direction]]) : undefined);

/** A participant with e-mail address, number and channel in Gong's form, and nothing blank. */
const tidied = (party: GivenParty, { countryCode }: PartyOptions): GivenParty => {
  const tidy: GivenParty = {
    ...party,
    userId: textOf(party.userId),
    emailAddress: textOf(party.emailAddress)?.toLowerCase(),
    phoneNumber: toPhoneNumber(party.phoneNumber, countryCode),
    mediaChannelId: value.isBlank(party.mediaChannelId) ? undefined : toChannel(party.mediaChannelId),
  };
  return Object.fromEntries(Object.entries(tidy).filter(([, each]) => !value.isBlank(each)));
};

const checkChannels = (channels: readonly unknown[], findings: Finding[]) => {
  for (const channel of channels)
    if (!value.isBlank(channel) && toChannel(channel) === undefined)
      findings.push(finding("BAD_VALUE", `The channel "${String(channel)}" is neither 0 (left) nor 1 (right).`));
};

const userOf = ({ emailAddress }: GivenParty, { directory }: PartyOptions) =>
  emailAddress === undefined ? undefined : directory.byAddress(emailAddress)?.user;

/** True when both have the same address or number, so that a column only says again who is in the list. */
const isSamePerson = (one: GivenParty, other: GivenParty) =>
  (other.emailAddress !== undefined && one.emailAddress === other.emailAddress) ||
  (other.phoneNumber !== undefined && one.phoneNumber === other.phoneNumber);
