import { beginning, type WorldOptions } from "./options";
import { idFor, Random } from "./random";
import { minuteMs, wallClock } from "./time";
import type { CallMetaData, CallPatch } from "./types";
import type { Users } from "./users";

/** A call as the world keeps it: just what lists are cut by; the rest is made when it is asked for. Moments in ms. */
export interface CallEntry {
  readonly index: number;
  readonly id: string;
  started: number;
  /** Null for calls that were not planned. */
  scheduled: number | null;
  durationSeconds: number;
  primaryUserId: string;
  workspaceId: string;
  direction: CallMetaData["direction"];
  isPrivate: boolean;
  /** Made up from the seed alone, so it may lack what real calls lack. What tests and uploads add is whole. */
  readonly isMadeUp: boolean;
  /** Nobody says a word in it: no transcript will come. */
  readonly isSpeechless: boolean;
  visibleAt: number;
  transcriptVisibleAt: number;
  patch: CallPatch;
  /** Set when the call came through the API. */
  upload?: { readonly hasDownloadUrl: boolean; mediaDigest?: string };
}

/** Which time a range is compared with: GET /v2/calls uses the planned time of web conferences, the others the start. */
export type Order = "started" | "listed";

const timeOf = (entry: CallEntry, order: Order): number =>
  order === "listed" && entry.direction === "Conference" ? (entry.scheduled ?? entry.started) : entry.started;

const longestCallSeconds = 45 * 60;

const isOfficeHour = (time: number): boolean => {
  const clock = wallClock(time);
  const isWeekday = clock.getUTCDay() % 6 !== 0;
  return isWeekday && clock.getUTCHours() >= 7 && clock.getUTCHours() < 18;
};

/** When the calls of the world take place, oldest first. */
const startTimes = (options: Required<WorldOptions>): number[] => {
  const random = new Random(options.seed, "start times");
  const first = beginning(options) + 15 * minuteMs;
  const last = Math.max(options.now - longestCallSeconds * 1000 - 15 * minuteMs, first + 1);
  const draw = () => Math.floor(first + random.next() * (last - first));
  const times = Array.from({ length: options.calls }, () => {
    let time = draw();
    for (let tries = 0; options.spread === "officeHours" && tries < 40 && !isOfficeHour(time); tries++) time = draw();
    return time;
  });
  return times.sort((one, other) => one - other);
};

/** All calls of the company, found by id, and by time with binary search. */
export class Calls {
  readonly entries: CallEntry[] = [];
  private readonly byId = new Map<string, CallEntry>();
  private readonly sorted = new Map<Order, CallEntry[]>();
  private nextIndex = 0;

  constructor(
    private readonly options: Required<WorldOptions>,
    private readonly users: Users,
    private readonly workspaceIds: readonly string[],
  ) {
    for (const time of startTimes(options)) this.create({}, time);
  }

  /** Adds a call; what the patch leaves open is made up, around `time` when it names no start. */
  create(patch: CallPatch, time: number): CallEntry {
    const { seed, lateness, transcriptLateness } = this.options;
    const index = this.nextIndex++;
    const random = new Random(seed, "call", index);
    const isAdded = Object.keys(patch).length > 0;
    const direction = patch.direction ?? random.pick(["Conference", "Conference", "Conference", "Outbound", "Inbound"]);
    const planned = Math.round(time / (15 * minuteMs)) * 15 * minuteMs;
    const delay = random.integer(-90_000, 420_000);
    const started = patch.started ?? (direction === "Conference" ? planned + delay : time);
    const scheduled = patch.scheduled ?? (direction === "Conference" ? (patch.started ?? planned) : null);
    const durationSeconds =
      patch.durationSeconds ??
      random.integer(direction === "Conference" ? 600 : 70, direction === "Conference" ? 2700 : 900);
    const visibleAt = patch.visibleAt ?? started + durationSeconds * 1000 + lateness(index);
    const entry: CallEntry = {
      index,
      id: patch.id ?? idFor(seed, "call", index),
      started,
      scheduled: patch.scheduled === null ? null : scheduled,
      durationSeconds,
      primaryUserId: patch.primaryUserId ?? this.host(random),
      workspaceId: patch.workspaceId ?? this.workspaceIds[random.chance(0.8) ? 0 : 1] ?? "",
      direction,
      isPrivate: patch.isPrivate ?? random.chance(0.06),
      isMadeUp: !isAdded,
      isSpeechless: !isAdded && index % 53 === 17,
      visibleAt,
      transcriptVisibleAt: patch.transcriptVisibleAt ?? visibleAt + transcriptLateness(index),
      patch,
    };
    if (this.byId.has(entry.id)) throw new Error(`There is a call ${entry.id} already.`);
    this.entries.push(entry);
    this.byId.set(entry.id, entry);
    this.sorted.clear();
    return entry;
  }

  /** Changes a call. Throws when there is none with this id. */
  update(id: string, patch: CallPatch): CallEntry {
    const entry = this.byId.get(id);
    if (!entry) throw new Error(`There is no call ${id}.`);
    const { id: _id, ...changes } = patch;
    for (const key of [
      "started",
      "durationSeconds",
      "primaryUserId",
      "workspaceId",
      "direction",
      "isPrivate",
    ] as const) {
      if (changes[key] !== undefined) Object.assign(entry, { [key]: changes[key] });
    }
    if (changes.scheduled !== undefined) entry.scheduled = changes.scheduled;
    if (changes.visibleAt !== undefined) entry.visibleAt = changes.visibleAt;
    if (changes.transcriptVisibleAt !== undefined) entry.transcriptVisibleAt = changes.transcriptVisibleAt;
    entry.patch = {
      ...entry.patch,
      ...changes,
      metaData: { ...entry.patch.metaData, ...changes.metaData },
      content: { ...entry.patch.content, ...changes.content },
    };
    this.sorted.clear();
    return entry;
  }

  /** Takes a call out of the world, as erasing a person does. */
  remove(entry: CallEntry): void {
    this.byId.delete(entry.id);
    this.entries.splice(this.entries.indexOf(entry), 1);
    this.sorted.clear();
  }

  find(id: string): CallEntry | undefined {
    return this.byId.get(id);
  }

  /** The calls from `from` (included) to `to` (excluded), oldest first. */
  between(order: Order, from: number, to: number): CallEntry[] {
    const sorted = this.inOrder(order);
    return sorted.slice(this.position(sorted, order, from), this.position(sorted, order, to));
  }

  /** The same for calls that are named by id; unknown ids are left out. */
  among(ids: readonly string[], order: Order, from: number, to: number): CallEntry[] {
    return ids
      .flatMap((id) => this.byId.get(id) ?? [])
      .filter((entry) => timeOf(entry, order) >= from && timeOf(entry, order) < to)
      .sort((one, other) => timeOf(one, order) - timeOf(other, order) || one.index - other.index);
  }

  private inOrder(order: Order): CallEntry[] {
    const known = this.sorted.get(order);
    if (known) return known;
    const sorted = [...this.entries].sort(
      (one, other) => timeOf(one, order) - timeOf(other, order) || one.index - other.index,
    );
    this.sorted.set(order, sorted);
    return sorted;
  }

  private position(sorted: readonly CallEntry[], order: Order, time: number): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = sorted[middle];
      if (entry && timeOf(entry, order) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private host(random: Random): string {
    const { entries } = this.users;
    const firstRep = Math.min(3, entries.length - 1);
    return entries[random.integer(firstRep, entries.length - 1)]?.id ?? "";
  }
}
