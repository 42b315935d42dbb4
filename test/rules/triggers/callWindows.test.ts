import fc from "fast-check";
import {
  costOfFinding,
  inHundreds,
  isComparingDue,
  isFlood,
  isTooLong,
  isWholeLookDue,
  mayLook,
  middleOf,
  mostAllowance,
  nextWidth,
  refilled,
  tailStart,
} from "#src/triggers/polling/callWindows";
import { KnownRecords, markOf } from "#src/triggers/polling/pollState";

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const slotMs = hourMs / 4;

const knownIn = (slots: readonly number[]) => {
  const known = new KnownRecords();
  for (const [index, slot] of slots.entries()) known.put(markOf(String(index)), slot);
  return known;
};

describe("what a poll may spend", () => {
  it("grows with time up to a bound, and not when the clock goes back", () => {
    expect(refilled(0, dayMs / 20)).toBeCloseTo(51.5);
    expect(refilled(50, dayMs)).toBe(mostAllowance);
    expect(refilled(50, -dayMs)).toBe(50);
  });

  it("never keeps a full allowance from looking, however much is owed", () => {
    fc.assert(fc.property(fc.nat(1e6), fc.nat(1e4), (records, owed) => mayLook(mostAllowance, records, owed)));
    expect([mayLook(1, 50, 0), mayLook(1, 5_000, 0), mayLook(12, 5_000, 0), mayLook(12, 5_000, 20)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it("reads everything every twelve hours, less often where that costs more than 250 requests a day", () => {
    expect(isWholeLookDue(dayMs / 2 - 1, 100)).toBe(false);
    expect(isWholeLookDue(dayMs / 2, 100)).toBe(true);
    expect(isWholeLookDue(2 * dayMs, 70_000)).toBe(false);
    expect(isWholeLookDue(3 * dayMs, 70_000)).toBe(true);
  });

  it("compares contents at every poll where it costs a request, every few hours where it costs sixty", () => {
    expect([isComparingDue(5 * 60_000, 100), isComparingDue(3 * hourMs, 6_000)]).toEqual([true, false]);
    expect(isComparingDue(4 * hourMs, 6_000)).toBe(true);
  });
});

describe("where a poll looks", () => {
  it("divides a range into two that are not empty", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 10, max: 40 })), fc.integer({ min: 12, max: 41 }), (slots, to) => {
        const middle = middleOf(knownIn(slots), 10, to);
        expect(middle).toBeGreaterThan(10);
        expect(middle).toBeLessThan(to);
      }),
    );
  });

  it("begins with the last hour, or earlier where that holds less than a page", () => {
    const now = 1_000 * slotMs;
    const quiet = knownIn([900, 950, 990, 999]);
    expect(tailStart(quiet, 896, 1_096, now, slotMs)).toBe(900);
    const busy = knownIn([900, ...Array.from({ length: 200 }, (_, index) => 997 + (index % 3))]);
    expect(tailStart(busy, 896, 1_096, now, slotMs)).toBe(996);
  });

  it("reads in order when many differ, and searches when few do", () => {
    expect([isFlood(1_001, 80_000), isFlood(400, 600), isFlood(400, 10_000), isFlood(-5, 400)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([costOfFinding(-2, 10_000), costOfFinding(500, 10_000)]).toEqual([14, 100]);
  });

  it("brings the parts of a sweep to a size that one poll can take", () => {
    let width = 8_640;
    for (let tries = 0; isTooLong((width / 8_640) * 50_000, width); tries++) {
      expect(tries).toBeLessThan(3);
      width = nextWidth(width, (width / 8_640) * 50_000);
    }
    expect((width / 8_640) * 50_000).toBeGreaterThan(3_000);
    expect([nextWidth(10, 0), nextWidth(1, 90_000), isTooLong(90_000, 1)]).toEqual([200, 1, false]);
  });

  it("cuts ids into hundreds", () => {
    expect(inHundreds(Array.from({ length: 201 }, (_, index) => index)).map(({ length }) => length)).toEqual([
      100, 100, 1,
    ]);
    expect(inHundreds([])).toEqual([]);
  });
});
