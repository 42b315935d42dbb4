import type { DetailedCall } from "#src/entities/detailedCall";
import type { User } from "#src/entities/user";
import { hashOf } from "#src/triggers/keptIds";

/**
 * What changed in a record, told from a few characters that are kept of its earlier content: two for the whole, one for
 * each part. A change is missed with a chance of 1 in 262,144; in 1 of 64 its part cannot be named.
 */

/** The parts of a call by which a change is named. `time`: start, plan and duration; `details`: host, privacy and the rest. */
export const changesOfCalls = [
  "title",
  "time",
  "details",
  "participants",
  "crm",
  "trackers",
  "brief",
  "highlights",
  "outcome",
  "comments",
] as const;

/** The parts of a user. `addresses`: of e-mail; `settings`: what Gong captures, languages, conferencing. */
export const changesOfUsers = ["profile", "addresses", "active", "settings"] as const;

/** When the part cannot be named. */
const unnamed = "other";

export const printOfCall = ({ metaData, parties, context, content, collaboration }: DetailedCall): string => {
  const { title, started, scheduled, duration, ...details } = metaData ?? {};
  const parts: Record<(typeof changesOfCalls)[number], unknown> = {
    title,
    time: [started, scheduled, duration],
    details,
    participants: parties?.map(({ context: _context, ...party }) => party),
    crm: context?.map(({ system, objects }) => [
      system,
      objects?.map(({ objectType, objectId }) => [objectType, objectId]),
    ]),
    trackers: content?.trackers?.map(({ id, name, count }) => [id ?? name, count]).filter(([, count]) => count !== 0),
    brief: content?.brief,
    highlights: [content?.outline, content?.keyPoints, content?.highlights],
    outcome: content?.callOutcome,
    comments: collaboration?.publicComments,
  };
  return printOf(
    changesOfCalls.map((part) => parts[part]),
    2,
  );
};

export const printOfUser = (user: User): string => {
  const { firstName, lastName, title, phoneNumber, extension, managerId, active } = user;
  const { emailAddress, emailAliases, trustedEmailAddress, settings } = user;
  const { personalMeetingUrls, conferencingProviders, spokenLanguages } = user;
  const parts: Record<(typeof changesOfUsers)[number], unknown> = {
    profile: [firstName, lastName, title, phoneNumber, extension, managerId],
    addresses: [emailAddress, emailAliases, trustedEmailAddress],
    active,
    settings: [settings, personalMeetingUrls, conferencingProviders, spokenLanguages],
  };
  return printOf(
    changesOfUsers.map((part) => parts[part]),
    1,
  );
};

/** The names of the parts that differ between two prints. */
export const changesBetween = (before: string, after: string, names: readonly string[]): string[] => {
  if (before === after) return [];
  const wholes = after.length - names.length;
  const changed = names.filter((_, index) => before[wholes + index] !== after[wholes + index]);
  return changed.length > 0 ? changed : [unnamed];
};

const printOf = (parts: readonly unknown[], charactersOfWhole: number): string => {
  const texts = parts.map((part) => JSON.stringify(plain(part)) ?? "");
  return hashOf(texts.join("\n")).slice(0, charactersOfWhole) + texts.map((text) => hashOf(text)[0]).join("");
};

/** Gong says nothing in several ways, and in any order of properties: none of that is a change. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const items = value.map(plain).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value)
      .map(([key, each]) => [key, plain(each)] as const)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return entries.length > 0 ? entries : undefined;
  }
  return value === null || value === "" ? undefined : value;
};
