import { fullName, type User } from "#src/entities/user";
import type { UserDirectory } from "#src/recipes/users/directory";
import type { Note } from "./codes";
import type { GivenParty, ReadRow } from "./row";

/** What a title may speak of. */
interface TitleWords {
  readonly direction: string;
  readonly external: string;
  readonly host: string;
  readonly date: string;
  readonly purpose: string;
  readonly disposition: string;
}

export const titlePlaceholders: readonly (keyof TitleWords)[] = [
  "direction",
  "external",
  "host",
  "date",
  "purpose",
  "disposition",
];

/** Names in braces that a title cannot speak of. */
export const unknownPlaceholders = (template: string): readonly string[] =>
  [...template.matchAll(/\{([^{}]*)\}/g)]
    .map(([, name = ""]) => name)
    .filter((name) => !titlePlaceholders.some((known) => known === name));

/** A title from its template, which has known names only. A word that the row does not have leaves no dangling dash or comma behind. */
export const toTitle = (template: string, words: TitleWords): string =>
  template
    .replace(/\s+/g, " ")
    .split(/( [–—|-] |, )/)
    .reduce<{ text: string; pending: string }>(
      ({ text, pending }, part, index) => {
        if (index % 2 === 1) return { text, pending: part };
        const filled = part.replace(/\{(\w+)\}/g, (_, name: keyof TitleWords) => words[name]);
        if (filled.trim() === "") return { text, pending };
        return { text: text === "" ? filled : text + pending + filled, pending: "" };
      },
      { text: "", pending: "" },
    )
    .text.replace(/\s+/g, " ")
    .trim();

/** True for a text that tells people nothing: a number, a digest, the name of a media file. */
export const isIdLike = (text: string) =>
  /^[{(]?(?:\d+|[\da-f]{8}(?:-?[\da-f]{4}){3}-?[\da-f]{12}|[\da-f]{24,})[)}]?$/i.test(text.trim()) ||
  /^\S+\.(?:wav|mp3|mp4|m4a|mkv|webm|flac|ogg)$/i.test(text.trim());

/** The participants of a row's call. */
export interface Parties {
  /** As Gong wants them, the host among them. */
  readonly list: readonly GivenParty[];
  readonly host: User | undefined;
  /** The host's name for a title; empty when nothing is known. */
  readonly hostInWords: string;
  /** The other side for a title: a name, else a number or an address; empty when nothing is known. */
  readonly externalInWords: string;
}

/**
 * The participants from a list, from the columns of the two sides, or both. The host is put among them when missing,
 * and is the only one who gets the host's user id; other users of Gong get their own by e-mail address.
 */
export const toParties = (row: ReadRow, directory: UserDirectory, note: Note): Parties => {
  const host = findHost(row.host, directory, note);
  const { hostSide, externalSide } = row;
  const isRepeated = row.parties.some((party) => isSamePerson(party, externalSide));
  const others = Object.keys(externalSide).length > 0 && !isRepeated ? [...row.parties, externalSide] : row.parties;
  const list = withHost(others, host, hostSide, directory);
  const channels = list.map(({ mediaChannelId }) => mediaChannelId).filter((channel) => channel !== undefined);
  if (channels.length > 1 && new Set(channels).size === 1)
    note("SAME_CHANNEL", `All participants are on channel ${String(channels[0])} of the recording.`);
  const external = list.find((party) => !party.userId);
  const externalInWords = external?.name ?? external?.phoneNumber ?? external?.emailAddress ?? "";
  return { list, host, hostInWords: host ? fullName(host) : "", externalInWords };
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
  return [{ name: fullName(host) || undefined, ...address, ...hostSide, userId: host.id }, ...list];
};

const findHost = (written: string | undefined, directory: UserDirectory, note: Note): User | undefined => {
  // Mail programs write "Ada Reyes <ada@northwind.example>".
  const bracketed = /<([^<>\s]+)>/.exec(written ?? "")?.[1];
  const given = bracketed?.includes("@") ? bracketed : written;
  if (given === undefined) return void note("MISSING_HOST", "The row does not say who held the call.");
  const user = given.includes("@") ? directory.byAddress(given)?.user : directory.byId(given);
  if (!user?.id)
    return void note("UNKNOWN_HOST", `No Gong user has the ${given.includes("@") ? "address" : "id"} ${given}.`);
  if (user.settings?.telephonyCallsImported === false)
    note("IMPORT_NOT_ENABLED", `The telephone calls of ${given} are not imported.`);
  if (user.active === false) note("HOST_INACTIVE", `${given} is not active in Gong.`);
  return user;
};

/** True when both have the same address or number, so that a column only says again who is in the list. */
const isSamePerson = (one: GivenParty, other: GivenParty) =>
  (other.emailAddress !== undefined && one.emailAddress === other.emailAddress) ||
  (other.phoneNumber !== undefined && one.phoneNumber === other.phoneNumber);
