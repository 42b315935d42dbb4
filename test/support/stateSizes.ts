import { hashOf, markOf, newPlace, packPlace, shortMarkOf } from "#src/triggers/polling/pollState";
import { changesOfCalls, changesOfUsers } from "#src/triggers/polling/recordPrints";

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

const placeOf = (hours: number, callsADay: number) => {
  const since = Math.floor((now - hours * hourMs) / slotMs);
  const place = newPlace({ kind: "calls", scope: '[["workspaceId","623457276584334"]]', since }, now, 100);
  const calls = Math.round((callsADay * hours) / 24);
  for (let index = 0; index < calls; index++)
    place.known.put(markOf(idOf(index)), since + Math.floor((index / calls) * ((hours * hourMs) / slotMs)));
  return place;
};

const addPrints = (place: ReturnType<typeof placeOf>, count: number, length: number) => {
  for (let index = 0; index < count; index++)
    place.prints.set(shortMarkOf(idOf(index)), hashOf(`print ${index}`).slice(0, length));
  return place;
};

const sizeOf = (place: ReturnType<typeof placeOf>) => Buffer.byteLength(JSON.stringify(packPlace(place)));

/** The states that the triggers promise to keep small: 10,000 calls a day, 20,000 users. For tests and `npm run tool bench`. */
export const stateSizes = (): readonly StateSize[] => {
  const printOfCallLength = changesOfCalls.length + 2;
  const waiting = placeOf(26, 10_000);
  for (let index = 0; index < 10_000; index++)
    waiting.waiting.set(idOf(index), now - Math.floor(index / 35) * 5 * 60_000);
  return [
    { what: "New Records, calls, 26 hours", bytes: sizeOf(placeOf(26, 10_000)), mostBytes: 256_000 },
    {
      what: "New Records, calls and their changes, 26 hours",
      bytes: sizeOf(addPrints(placeOf(26, 10_000), 6_000, printOfCallLength)),
      mostBytes: 256_000,
    },
    { what: "New Records, calls, 7 days", bytes: sizeOf(placeOf(168, 10_000)), mostBytes: 700_000 },
    {
      what: "New Records, calls and their changes, 7 days",
      bytes: sizeOf(addPrints(placeOf(168, 10_000), 6_000, printOfCallLength)),
      mostBytes: 700_000,
    },
    {
      what: "New Records, 20,000 users and their changes",
      bytes: sizeOf(addPrints(placeOf(26, 20), 20_000, changesOfUsers.length + 1)),
      mostBytes: 256_000,
    },
    { what: "Calls Ready, 10,000 calls waiting", bytes: sizeOf(waiting), mostBytes: 256_000 },
  ];
};
