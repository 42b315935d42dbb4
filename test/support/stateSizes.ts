import { hashOf } from "#src/triggers/keptIds";
import { changesOfCalls, changesOfUsers } from "#src/triggers/polling/recordPrints";
import { newState, serialize, shortMarkOf } from "#src/triggers/polling/state";

/** How large what a polling trigger keeps becomes: characters of JSON, as the platform stores it. */
export interface StateSize {
  readonly what: string;
  readonly bytes: number;
  /** What it may be at most. */
  readonly mostBytes: number;
}

const slotMs = 15 * 60_000;
const hourMs = 60 * 60_000;
const now = Date.UTC(2026, 10, 20, 18);

const idOf = (index: number) => String(7_000_000_000_000_000_000n + BigInt(index) * 7_919_113n);

const stateOf = (hours: number, callsADay: number) => {
  const since = Math.floor((now - hours * hourMs) / slotMs);
  const state = newState(
    { kind: "calls", scope: '[["workspaceId","623457276584334"]]', since, quietBefore: undefined },
    now,
  );
  state.slots.markRead(since, since + ((hours + 24) * hourMs) / slotMs, now);
  const calls = Math.round((callsADay * hours) / 24);
  for (let index = 0; index < calls; index++)
    state.slots.put(idOf(index), since + Math.floor((index / calls) * ((hours * hourMs) / slotMs)));
  return state;
};

const addPrints = (state: ReturnType<typeof stateOf>, count: number, length: number) => {
  for (let index = 0; index < count; index++)
    state.prints.set(shortMarkOf(idOf(index)), hashOf(`print ${index}`).slice(0, length));
  return state;
};

const sizeOf = (state: ReturnType<typeof stateOf>) => Buffer.byteLength(JSON.stringify(serialize(state, slotMs)));

/** The states that the triggers promise to keep small: 10,000 calls a day, 20,000 users. For tests and `npm run tool bench`. */
export const stateSizes = (): readonly StateSize[] => {
  const printOfCallLength = changesOfCalls.length + 2;
  const waiting = stateOf(26, 10_000);
  for (let index = 0; index < 10_000; index++)
    waiting.waiting.set(idOf(index), now - Math.floor(index / 35) * 5 * 60_000);
  return [
    { what: "New Records, calls, 26 hours", bytes: sizeOf(stateOf(26, 10_000)), mostBytes: 256_000 },
    {
      what: "New Records, calls and their changes, 26 hours",
      bytes: sizeOf(addPrints(stateOf(26, 10_000), 6_000, printOfCallLength)),
      mostBytes: 350_000,
    },
    { what: "New Records, calls, 7 days", bytes: sizeOf(stateOf(168, 10_000)), mostBytes: 1_500_000 },
    {
      what: "New Records, calls and their changes, 7 days",
      bytes: sizeOf(addPrints(stateOf(168, 10_000), 6_000, printOfCallLength)),
      mostBytes: 1_600_000,
    },
    {
      what: "New Records, 20,000 users and their changes",
      bytes: sizeOf(addPrints(stateOf(26, 20), 20_000, changesOfUsers.length + 1)),
      mostBytes: 256_000,
    },
    { what: "Calls Ready, 10,000 calls waiting", bytes: sizeOf(waiting), mostBytes: 450_000 },
  ];
};
