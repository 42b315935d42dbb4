import fc from "fast-check";
import { markOf, newPlace, type Place, packPlace, readState, shortMarkOf } from "#src/triggers/polling/pollState";
import { stateSizes } from "../../support/stateSizes";

const now = Date.UTC(2026, 10, 20, 18);

const stored = (place: Place): unknown => JSON.parse(JSON.stringify(packPlace(place)));

const found = (state: unknown): Place => {
  const read = readState(state, now);
  if (read.is !== "place") throw new Error(`Read ${read.is}.`);
  return read.place;
};

const contentOf = ({ known, ...place }: Place) => ({ ...place, known: [...known.entries()].sort() });

describe("what a trigger keeps", () => {
  it("comes back as it was stored", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.nat(700)), { maxLength: 50 }),
        fc.array(fc.tuple(fc.oneof(fc.string({ minLength: 1 }), fc.bigInt({ min: 1n, max: 10n ** 20n })), fc.nat(9))),
        (records, waiting) => {
          const place = newPlace({ kind: "calls", scope: "[]", since: 1_990_000 }, now, 100);
          for (const [id, slot] of records) {
            place.known.put(markOf(id), place.since + slot);
            place.prints.set(shortMarkOf(id), "abcdefghijkl");
            place.earlier.add(markOf(`earlier ${id}`));
          }
          for (const [id, slot] of waiting) if (String(id).isWellFormed()) place.waiting.set(String(id), now - slot);
          place.sweep = { next: 5, width: 3, cursor: "c", to: 8, isFree: true, lateFrom: 1 };
          const back = found(stored(place));
          expect({ ...contentOf(back), printsAt: 0, waiting: [...back.waiting].sort() }).toEqual({
            ...contentOf(place),
            waiting: [...place.waiting].sort(),
          });
        },
      ),
    );
  });

  it("is small", () => {
    for (const { what, bytes, mostBytes } of stateSizes())
      expect([what, bytes < mostBytes, bytes]).toEqual([what, true, bytes]);
  });

  it("counts records by slot, and moves a record instead of counting it twice", () => {
    const { known } = newPlace({ kind: "calls", scope: "[]", since: 10 }, now, 100);
    known.put("a", 10);
    known.put("b", 11);
    known.put("a", 12);
    expect([known.count(10, 11), known.count(11, 13), known.size]).toEqual([0, 2, 2]);
    known.keepOnly(11, 12, new Set());
    known.forgetBefore(12);
    expect([...known.entries()]).toEqual([["a", 12]]);
  });
});

describe("what else may be in the store", () => {
  it("is nothing at first", () => {
    for (const state of [undefined, null, {}]) expect(readState(state, now)).toEqual({ is: "nothing" });
  });

  it("is the state of an earlier component", () => {
    const polledAt = now - 60_000;
    for (const lastPolledAt of [new Date(polledAt).toISOString(), polledAt, String(polledAt), polledAt / 1000])
      expect(readState({ lastPolledAt, knownIds: ["1", 2, null] }, now)).toEqual({
        is: "earlier",
        polledAt,
        ids: ["1", "2"],
      });
    expect(readState({ lastPolledAt: new Date(now + 1e9).toISOString() }, now)).toMatchObject({
      polledAt: now,
      ids: [],
    });
    expect(readState({ lastPolledAt: "yesterday" }, now)).toEqual({ is: "garbage" });
  });

  it("is garbage, which never throws", () => {
    fc.assert(
      fc.property(fc.anything(), (state) => {
        expect(["nothing", "garbage", "earlier"]).toContain(readState(state, now).is);
      }),
    );
    const good = stored(newPlace({ kind: "calls", scope: "[]", since: 10 }, now, 100)) as Record<string, unknown>;
    expect(readState(good, now).is).toBe("place");
    const damages = [
      { version: 2 },
      { known: { 0: "seven77" } },
      { known: { zero: "eightttt" } },
      { since: "10" },
      { polledAt: null },
      { polledAt: now + 48 * 3_600_000 },
      { since: -1 },
      { sweep: { next: 1 } },
      { sweep: { next: -1, width: 3, lateFrom: 1, isFree: true } },
      { sweep: { next: 8, to: 5, width: 3, lateFrom: 1, isFree: true } },
      { prints: { length: 0, text: "", at: 0 } },
    ];
    for (const damage of damages)
      expect([damage, readState({ ...good, ...damage }, now).is]).toEqual([damage, "garbage"]);
  });
});
