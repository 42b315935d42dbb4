import { type CallEntry, Calls } from "./calls";
import { makeCustomers } from "./customers";
import { CallDescription } from "./describe";
import { type WorldOptions, withDefaults } from "./options";
import { makeWorkspaces } from "./settings";
import { freshState, type State } from "./state";
import type { CallPatch, LatePart, UserData, UserPatch } from "./types";
import { type UserEntry, Users } from "./users";

export type { CallEntry } from "./calls";
export type { WorldOptions } from "./options";
export type * from "./types";
export type { UserEntry } from "./users";

/**
 * A Gong customer: Northwind Robotics, its people, calls and settings, made from a seed. The same options make the
 * same world. What handlers change (uploads, access, meetings, …) lives in `state`; `reset` undoes all of it.
 */
export class World {
  readonly options: Required<WorldOptions>;
  readonly workspaces: ReturnType<typeof makeWorkspaces>;
  readonly customers: ReturnType<typeof makeCustomers>;
  /** All calls, found by id and by time. */
  callIndex: Calls;
  /** All users, found by id and address. */
  userIndex: Users;
  /** What the handlers keep between requests. */
  state: State;
  /** Of how many calls the descriptions are kept. What was said in three hundred takes some megabytes. */
  keptDescriptions = 300;
  /** The one that was asked for last comes last. */
  private readonly described = new Map<CallEntry, CallDescription>();

  constructor(options: WorldOptions = {}) {
    this.options = withDefaults(options);
    this.workspaces = makeWorkspaces(this.options.seed);
    this.customers = makeCustomers(this.options.seed);
    this.userIndex = new Users(this.options);
    this.callIndex = this.makeCalls();
    this.state = freshState(this.options, this.workspaces, this.userIndex);
  }

  get seed(): number {
    return this.options.seed;
  }

  /** All calls of the world, visible or not, in the order in which they were made. */
  get calls(): readonly CallEntry[] {
    return this.callIndex.entries;
  }

  get users(): readonly UserEntry[] {
    return this.userIndex.entries;
  }

  /** AI credits spent so far: one for every call and e-mail that an answer has read. */
  get creditsSpent(): number {
    return this.state.creditsSpent;
  }

  findCall(id: string): CallEntry | undefined {
    return this.callIndex.find(id);
  }

  /** The call if it has appeared in Gong by `now`. */
  findVisibleCall(id: string, now: number): CallEntry | undefined {
    const call = this.findCall(id);
    return call && call.visibleAt <= now ? call : undefined;
  }

  findUser(id: string): UserEntry | undefined {
    return this.userIndex.find(id);
  }

  findUserByAddress(address: string): UserEntry | undefined {
    return this.userIndex.findByAddress(address);
  }

  fullName(user: UserEntry): string {
    return this.userIndex.fullName(user);
  }

  describeUser(user: UserEntry): UserData {
    return this.userIndex.describe(user);
  }

  /** The parts of a call; kept until the call changes, as long as it is among those that were asked for last. */
  describeCall(call: CallEntry): CallDescription {
    const known = this.described.get(call);
    const description = known?.patch === call.patch ? known : new CallDescription(this, call);
    this.described.delete(call);
    this.described.set(call, description);
    const [oldest] = this.described.keys();
    if (oldest && this.described.size > this.keptDescriptions) this.described.delete(oldest);
    return description;
  }

  /** Lets go of what is kept to describe calls sooner. */
  forgetDescriptions(): void {
    this.described.clear();
  }

  /** Whether a part of a call has been made by `now`. */
  hasPart(call: CallEntry, part: LatePart, now: number): boolean {
    const { partsVisibleAt } = call.patch;
    return now >= (partsVisibleAt ?? call.visibleAt + this.options.partsLateness(call.index, part));
  }

  /** Adds a call; what is left out is made up. Without a start it ends at the end of the world (`options.now`). */
  addCall(patch: CallPatch = {}): CallEntry {
    return this.callIndex.create(patch, this.options.now - (patch.durationSeconds ?? 3600) * 1000);
  }

  /** Changes a call. Throws when there is none with this id. */
  updateCall(id: string, patch: CallPatch): CallEntry {
    return this.callIndex.update(id, patch);
  }

  addUser(patch: UserPatch = {}): UserEntry {
    return this.userIndex.create(patch);
  }

  /** Makes the world as it was at first. */
  reset(): void {
    this.forgetDescriptions();
    this.userIndex = new Users(this.options);
    this.callIndex = this.makeCalls();
    this.state = freshState(this.options, this.workspaces, this.userIndex);
  }

  private makeCalls(): Calls {
    return new Calls(
      this.options,
      this.userIndex,
      this.workspaces.map(({ id }) => id),
    );
  }
}

/** Makes a world. */
export const createWorld = (options: WorldOptions = {}): World => new World(options);
