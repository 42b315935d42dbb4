import fc from "fast-check";
import { markOf } from "#src/triggers/keptIds";
import { resume } from "#src/triggers/polling/resume";
import { newState, type PollState, parse, serialize, shortMarkOf } from "#src/triggers/polling/state";

const now = Date.UTC(2026, 10, 20, 18);
const hourMs = 3_600_000;
const slotMs = hourMs / 4;
const since = Math.floor((now - 26 * hourMs) / slotMs);

const stateOf = () => newState({ kind: "calls", scope: "[]", since, quietBefore: undefined }, now);

const stored = (state: PollState): Record<string, unknown> => JSON.parse(JSON.stringify(serialize(state, slotMs)));

const found = (given: unknown): PollState => {
  const read = parse(given, { slotMs, now });
  if (read.is !== "state") throw new Error(`Read ${read.is}.`);
  return read.state;
};

const contentOf = ({ slots, ...state }: PollState) => ({ ...state, slots: slots.entries() });

const lines: string[] = [];
const logger = { info: (line: string) => void lines.push(line), warn: (line: string) => void lines.push(line) };
const beginning = { kind: "calls", filter: {}, slotMs, aheadMs: 24 * hourMs, lateMs: 26 * hourMs, now, logger };

const id = fc.oneof(
  fc.bigInt({ min: 1n, max: 10n ** 20n - 1n }).map(String),
  fc.string({ minLength: 1 }).map((text) => `x${text}`),
);

describe("what a trigger keeps", () => {
  it("comes back as it was stored, and holds no foreign text", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(id, fc.nat(700)), { maxLength: 50 }),
        fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 20n - 1n }).map(String), fc.nat(9))),
        (records, waiting) => {
          const state = stateOf();
          for (const [each, slot] of records) {
            state.slots.put(each, since + slot);
            state.slots.markRead(since + slot, since + slot + 1, now - slot * 1000);
            state.prints.set(shortMarkOf(each), "abcdefghijkl");
          }
          for (const [each, seconds] of waiting) state.waiting.set(each, now - seconds);
          Object.assign(state, {
            eagerUntil: now - 9_000,
            owedMs: 45_000,
            paidUntil: now - 1_000,
            isFull: true,
            quietBefore: now,
          });
          const text = JSON.stringify(stored(state));
          const back = found(JSON.parse(text));
          expect({ ...contentOf(back), waiting: [...back.waiting].sort() }).toEqual({
            ...contentOf(state),
            waiting: [...state.waiting].sort(),
          });
          for (const [each] of records) expect(back.slots.slotOf(each)).toBe(state.slots.slotOf(each));
          expect(records.filter(([each]) => each.length > 4 && each.startsWith("x") && text.includes(each))).toEqual(
            [],
          );
        },
      ),
    );
  });

  it("can be read by a person", () => {
    const state = stateOf();
    state.slots.put("7782342274025937895", since + 3);
    state.slots.put("no digits", since + 3);
    state.slots.markRead(since + 3, since + 4, now);
    state.waiting.set("7782342274025937895", now);
    expect(stored(state)).toEqual({
      version: 2,
      kind: "calls",
      scope: "[]",
      polledAt: "2026-11-20T18:00:00.000Z",
      paidUntil: "1970-01-01T00:00:00.000Z",
      eagerUntil: "1970-01-01T00:00:00.000Z",
      since: "2026-11-19T16:00:00.000Z",
      slots: { "2026-11-19T16:45Z": `1795197600 7782342274025937895 ${markOf("no digits")}` },
      waiting: { "2026-11-20T18:00:00.000Z": "7782342274025937895" },
    });
  });

  it("counts records by slot, and moves a record instead of counting it twice", () => {
    const { slots } = stateOf();
    slots.put("1", since);
    slots.put("2", since + 1);
    slots.put("1", since + 2);
    expect([slots.count(since), slots.count(since + 1), slots.count(since + 2), slots.size]).toEqual([0, 1, 1, 2]);
    slots.forget(since + 2, since + 2);
    expect(slots.entries()).toEqual([[since + 2, undefined, new Set(["1"])]]);
  });

  it("keeps ids longer than their slots are read where there is room, and the newest where there is not", () => {
    const { slots } = stateOf();
    for (let index = 0; index < 20_000; index++)
      slots.put(String(10n ** 18n + BigInt(index)), since + ((index * 7) % 40));
    slots.forget(since + 40, since);
    const kept = slots.entries().map(([slot]) => slot);
    expect([kept.at(0), kept.at(-1)]).toEqual([since + 16, since + 39]);
    expect(slots.size).toBe(12_000);
  });
});

describe("what else may be in the store", () => {
  it("is nothing at first", () => {
    for (const given of [undefined, null, {}]) expect(parse(given, { slotMs, now })).toEqual({ is: "nothing" });
  });

  it("is the state of version 1: what it knows stays known, what it watched is read again", () => {
    const before = {
      version: 1,
      kind: "calls",
      scope: "[]",
      polledAt: now - 60_000,
      since,
      known: { 3: markOf("111").slice(1) + markOf("222").slice(1), 90: markOf("333").slice(1) },
      earlier: markOf("444").slice(1),
      sweep: { next: since, width: 9, lateFrom: 1, isFree: true, quietBefore: 5 },
      allowance: 12,
      wholeAt: now,
      prints: { length: 12, text: `${shortMarkOf("111")}abcdefghijkl`, at: 7 },
      waiting: { [now - 5_000]: `${(7782342274025937895n).toString(36)},=x%20y` },
    };
    const state = found(before);
    expect(["111", "222", "333", "444", "555"].map((each) => state.slots.slotOf(each))).toEqual([
      since + 3,
      since + 3,
      since + 90,
      Math.floor((now - 60_000) / slotMs),
      undefined,
    ]);
    expect(state.slots.entries().filter(([, readAt]) => readAt !== undefined)).toEqual([]);
    expect([state.since, state.polledAt, state.quietBefore, state.printsAt]).toEqual([since, now - 60_000, 5, 7]);
    expect([...state.waiting]).toEqual([["7782342274025937895", now - 5_000]]);
    expect([...state.prints]).toEqual([[shortMarkOf("111"), "abcdefghijkl"]]);
    state.slots.put("111", since + 5);
    expect([...state.slots.entries()].flatMap(([, , keys]) => [...keys])).not.toContain(markOf("111"));
  });

  it("is the state of an earlier component", () => {
    const polledAt = now - 60_000;
    for (const lastPolledAt of [new Date(polledAt).toISOString(), polledAt, String(polledAt), polledAt / 1000])
      expect(parse({ lastPolledAt, knownIds: ["1", 2, null] }, { slotMs, now })).toEqual({
        is: "earlier",
        polledAt,
        ids: ["1", "2"],
      });
    expect(parse({ lastPolledAt: new Date(now + 1e9).toISOString() }, { slotMs, now })).toMatchObject({
      polledAt: now,
      ids: [],
    });
    expect(parse({ lastPolledAt: "yesterday" }, { slotMs, now })).toEqual({ is: "garbage" });
  });

  it("is garbage, which never throws", () => {
    fc.assert(
      fc.property(fc.anything(), (given) => {
        expect(["nothing", "garbage", "earlier"]).toContain(parse(given, { slotMs, now }).is);
      }),
    );
    for (const given of ["x", 7, true, [], [{}]]) expect(parse(given, { slotMs, now })).toEqual({ is: "garbage" });
    const good = stored(stateOf());
    expect(parse(good, { slotMs, now }).is).toBe("state");
    const damages = [
      { version: 1 },
      { version: 3 },
      { slots: { "2026-11-19T16:45Z": "1795197600 https://x.example" } },
      { slots: { "2026-11-19T16:45Z": "lately 123" } },
      { slots: { someday: "1795197600 123" } },
      { since: 10 },
      { since: "2027-11-20T18:00:00.000Z" },
      { polledAt: null },
      { polledAt: new Date(now + 48 * hourMs).toISOString() },
      { waiting: { someday: "1" } },
      { prints: { length: 0, text: "", at: 0 } },
    ];
    for (const damage of damages)
      expect([damage, parse({ ...good, ...damage }, { slotMs, now }).is]).toEqual([damage, "garbage"]);
  });
});

describe("where a trigger goes on", () => {
  it("reads every watched slot again after a change of Gong's filters, and hands out what is listed since", () => {
    const state = stateOf();
    state.slots.put("1", since + 3);
    state.slots.markRead(since, since + 9, now);
    const next = resume({ ...beginning, stored: stored(state), filter: { workspaceId: "7" } });
    expect([next.quietBefore, next.slots.slotOf("1"), next.slots.readAt(since + 3)]).toEqual([
      now,
      since + 3,
      undefined,
    ]);
    expect(lines.at(-1)).toContain("filters have changed");
  });

  it("takes no slot for read at a moment that lies ahead of a clock that was set back", () => {
    const state = stateOf();
    state.slots.markRead(since, since + 1, now + 3 * hourMs);
    expect(resume({ ...beginning, stored: stored(state) }).slots.readAt(since)).toBe(now);
  });

  it("begins a look-back at its moment, and at the beginning of its day where Gong tells only days", () => {
    const dayMs = 86_400_000;
    const lookBackTo = now - dayMs / 3;
    const quietOf = (slotMs: number) => resume({ ...beginning, slotMs, stored: {}, lookBackTo }).quietBefore;
    expect(quietOf(dayMs / 96)).toBe(lookBackTo);
    expect(quietOf(dayMs)).toBe(Math.floor(lookBackTo / dayMs) * dayMs);
  });

  it("refuses a look-back date that lies ahead", () => {
    expect(() => resume({ ...beginning, stored: {}, lookBackTo: now + 1 })).toThrow("must not lie ahead");
  });
});
