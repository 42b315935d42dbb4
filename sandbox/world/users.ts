import { beginning, type WorldOptions } from "./options";
import { idFor, Random } from "./random";
import { firstNames, lastNames, staff } from "./texts";
import { dayMs, formatTime } from "./time";
import type { UserData, UserPatch } from "./types";

/** A user as the world keeps it: the rest is made when it is asked for. */
export interface UserEntry {
  readonly index: number;
  readonly id: string;
  readonly emailAddress: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  patch: UserPatch;
}

export const domain = "northwind.example";

/** Numbers of the users who differ from the rest, so that tests can rely on them being there. */
const specialUsers = { withoutTelephony: [2, 6, 13], inactive: 14 } as const;

const nameOf = (seed: number, index: number): { firstName: string; lastName: string } => {
  const known = staff[index];
  if (known) return known;
  const random = new Random(seed, "user name", index);
  return { firstName: random.pick(firstNames), lastName: random.pick(lastNames) };
};

const addressOf = (seed: number, index: number): string => {
  const { firstName, lastName } = nameOf(seed, index);
  const number = index < staff.length ? "" : String(index);
  return `${firstName}.${lastName}${number}@${domain}`.toLowerCase();
};

/** All users of the company, oldest first, found by id or by any of their addresses. */
export class Users {
  readonly entries: UserEntry[] = [];
  private readonly byId = new Map<string, UserEntry>();
  private readonly byAddress = new Map<string, UserEntry>();

  constructor(private readonly options: Required<WorldOptions>) {
    for (let index = 0; index < options.users; index++) this.create({});
  }

  /** Adds a user: the first ones one after the other in the two years before the first call, later ones at the end. */
  create(patch: UserPatch): UserEntry {
    const { seed, now, users } = this.options;
    const index = this.entries.length;
    const isFirst = index < users;
    const age = (730 * dayMs * (users - index)) / Math.max(users, 1);
    const entry: UserEntry = {
      index,
      id: patch.id ?? idFor(seed, "user", index),
      emailAddress: patch.emailAddress ?? addressOf(seed, index),
      createdAt: patch.createdAt ?? Math.round(isFirst ? beginning(this.options) - age : now),
      patch,
    };
    this.entries.push(entry);
    this.byId.set(entry.id, entry);
    for (const address of this.addresses(entry)) this.byAddress.set(address.toLowerCase(), entry);
    return entry;
  }

  /** The user with an id, undefined when there is none. */
  find(id: string): UserEntry | undefined {
    return this.byId.get(id);
  }

  /** The user with a primary, trusted or alias address in any case, undefined when there is none. */
  findByAddress(address: string): UserEntry | undefined {
    return this.byAddress.get(address.toLowerCase());
  }

  /** A user as Gong answers it. */
  describe(entry: UserEntry): UserData {
    const { index, id, emailAddress, createdAt, patch } = entry;
    const { seed } = this.options;
    const random = new Random(seed, "user", index);
    const known = staff[index];
    const { firstName, lastName } = nameOf(seed, index);
    const { createdAt: _createdAt, settings, ...replaced } = patch;
    const isRep = known ? known.manager !== undefined : true;
    return {
      id,
      emailAddress,
      created: formatTime(createdAt, random.integer(0, 999)),
      active: index !== specialUsers.inactive,
      emailAliases: this.aliases(index),
      trustedEmailAddress: index % 5 === 1 ? `${firstName}.${lastName}@trusted.${domain}`.toLowerCase() : null,
      firstName,
      lastName,
      title: known?.title ?? random.pick(["Account Executive", "Customer Success Manager", "Sales Engineer", null]),
      phoneNumber: isRep ? `+1415555${String(random.integer(0, 9999)).padStart(4, "0")}` : null,
      extension: isRep && index % 3 === 0 ? String(100 + index) : null,
      personalMeetingUrls: isRep ? [`https://meet.${domain}/${firstName.toLowerCase()}`] : [],
      settings: {
        webConferencesRecorded: index !== 0,
        preventWebConferenceRecording: index === 0,
        telephonyCallsImported: !specialUsers.withoutTelephony.some((other) => other === index),
        emailsImported: true,
        preventEmailImport: false,
        nonRecordedMeetingsImported: index % 4 !== 0,
        gongConnectEnabled: index % 2 === 1,
        ...settings,
      },
      managerId: this.managerId(index),
      meetingConsentPageUrl: index % 7 === 3 ? `https://consent.${domain}/${id}` : null,
      conferencingProviders: index % 6 === 5 ? null : [{ provider: "ZOOM", isDefault: true }],
      spokenLanguages: [{ language: "en-US", primary: true }],
      ...replaced,
    };
  }

  /** The name as it stands in calls. */
  fullName(entry: UserEntry): string {
    const { firstName, lastName } = { ...nameOf(this.options.seed, entry.index), ...entry.patch };
    return `${firstName} ${lastName}`;
  }

  private aliases(index: number): string[] {
    const { firstName, lastName } = nameOf(this.options.seed, index);
    if (index >= staff.length || index % 3 === 2) return [];
    const short = `${firstName.slice(0, 1)}${lastName}@${domain}`.toLowerCase();
    return index % 3 === 0 ? [short, `${firstName}@old.${domain}`.toLowerCase()] : [short];
  }

  private managerId(index: number): string | null {
    const known = staff[index];
    const manager = known ? known.manager : 1 + (index % 2);
    return manager === undefined ? null : (this.entries[manager]?.id ?? null);
  }

  private addresses(entry: UserEntry): string[] {
    const { firstName, lastName } = { ...nameOf(this.options.seed, entry.index), ...entry.patch };
    const trusted =
      entry.patch.trustedEmailAddress ?? (entry.index % 5 === 1 ? `${firstName}.${lastName}@trusted.${domain}` : null);
    const aliases = entry.patch.emailAliases ?? this.aliases(entry.index);
    return [entry.emailAddress, ...(trusted ? [trusted] : []), ...aliases];
  }
}
