import { GongError } from "#src/base/errors";
import { hourMs, minuteMs } from "#src/base/time";
import { isPaid, owe, pollSlots, type RecordPage, type Source } from "#src/triggers/polling/slots";
import { usableId } from "#src/triggers/polling/sources";
import { newState, type PollState } from "#src/triggers/polling/state";

const slotMs = 15 * minuteMs;
const lateMs = 2 * hourMs;
/** The beginning of slot 0, from which all of these count. */
const zero = Date.UTC(2026, 10, 20, 18);
const at = (slot: number) => zero + slot * slotMs;

interface Listed {
  readonly id: string;
  readonly moment: number;
}

/** Records of a slot, by numbers that no other slot has. */
const recordsIn = (slot: number, count: number): Listed[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${(slot + 500) * 1000 + index}`,
    moment: at(slot) + index * 100,
  }));

/** A list that writes down what it is asked for: the slots from one (included) to another (excluded). */
const listOf = (records: Listed[], options: { readonly failsAt?: number } = {}) => {
  const asked: string[] = [];
  const gong = { requests: 0 };
  const source: { -readonly [K in keyof Source<Listed>]: Source<Listed>[K] } = {
    slotMs,
    aheadMs: 2 * slotMs,
    idOf: ({ id }) => id || undefined,
    momentOf: ({ moment }) => moment,
    async *pages(from, to): AsyncGenerator<RecordPage<Listed>> {
      asked.push(`${from - zero / slotMs}:${to - zero / slotMs}`);
      const found = records.filter(({ moment }) => moment >= from * slotMs && moment < to * slotMs);
      for (let offset = 0; offset === 0 || offset < found.length; offset += 100) {
        gong.requests += 1;
        if (gong.requests === options.failsAt) throw new GongError("Gong is unwell.", { status: 500 });
        const cursor = offset + 100 < found.length ? String(offset + 100) : undefined;
        yield { records: found.slice(offset, offset + 100), total: found.length, cursor };
      }
    },
  };
  return { source, asked, gong };
};

const stateFrom = (since: number, quietBefore?: number): PollState =>
  newState({ kind: "calls", scope: "[]", since: zero / slotMs + since, quietBefore }, zero);

const poll = async (
  { source, asked, gong }: ReturnType<typeof listOf>,
  state: PollState,
  now: number,
  bounds: { hasTime?: () => boolean; readsPast?: boolean; mayThrow?: boolean } = {},
) => {
  asked.length = 0;
  const warnings: string[] = [];
  const polled = await pollSlots(source, state, {
    now,
    lateMs,
    requests: () => gong.requests,
    hasTime: () => true,
    warn: (line) => void warnings.push(line),
    ...bounds,
  });
  return { ...polled, found: polled.found.map(({ id }) => id), asked: asked.join(" "), warnings };
};

/** Eight slots with so many records each: those of two fill more than a page. */
const twoHours = (count = 60) => [-8, -7, -6, -5, -4, -3, -2, -1].flatMap((slot) => recordsIn(slot, count));

const sinceOf = (state: PollState) => state.since - zero / slotMs;

describe("what a poll asks for", () => {
  it("is everything at first; then last reads, and what is young every five minutes, the most overdue first", async () => {
    const list = listOf(twoHours());
    const state = stateFrom(-8);
    const asked = [];
    for (const minutes of [0, 1, 5, 10, 15, 20, 25, 45])
      asked.push([minutes, (await poll(list, state, zero + minutes * minuteMs)).asked, sinceOf(state)]);
    const young = "-4:-3 -3:-2 -2:-1 -1:3";
    expect(asked).toEqual([
      [0, "-8:3", -8],
      [1, young, -8],
      [5, young, -8],
      [10, young, -8],
      [15, "-8:-7 -1:4 -3:-2 -2:-1", -7],
      [20, "-3:-2 -2:-1 -1:4", -7],
      [25, "-3:-2 -2:-1 -1:4", -7],
      [45, "-7:-6 -6:-5 -1:6 -5:-4", -5],
    ]);
  });

  it("is less while what was spent beside watching is paid, and never more than is allowed", async () => {
    const list = listOf(twoHours());
    const state = stateFrom(-8);
    for (const minutes of [0, 1, 5]) await poll(list, state, zero + minutes * minuteMs);
    owe(state, 1_000);
    const spent = [];
    for (const minutes of [6, 7, 8, 9, 10, 20]) {
      const { asked } = await poll(list, state, zero + minutes * minuteMs);
      spent.push([minutes, asked.split(" ").filter(Boolean).length, Math.round(state.owedMs / 1_000)]);
    }
    expect(spent).toEqual([
      [6, 3, 21_420],
      [7, 1, 21_371],
      [8, 0, 21_339],
      [9, 0, 21_294],
      [10, 1, 21_241],
      [20, 4, 20_938],
    ]);
  });

  it("is the past beside it, in ranges of about nine hundred records, the oldest first", async () => {
    const list = listOf(Array.from({ length: 292 }, (_, index) => index - 300).flatMap((slot) => recordsIn(slot, 10)));
    const state = stateFrom(-300);
    const whole = await poll(list, state, zero);
    expect(whole.asked).toBe("-8:3 -300:-8 -300:-210 -210:-120 -120:-30 -30:-8");
    expect([whole.found.length, new Set(whole.found).size, sinceOf(state)]).toEqual([2_920, 2_920, -8]);
    expect(whole).toMatchObject({ isPast: true, more: false, goesOn: false });
    const waiting = await poll(list, stateFrom(-300), zero, { readsPast: false });
    expect(waiting).toMatchObject({ asked: "-8:3", found: [], isPast: true, more: true, goesOn: true });
  });

  it("is half of a past that has somewhat more than ten pages", async () => {
    const list = listOf(Array.from({ length: 292 }, (_, index) => index - 300).flatMap((slot) => recordsIn(slot, 4)));
    const { asked, found } = await poll(list, stateFrom(-300), zero);
    expect([asked, found.length]).toEqual(["-8:3 -300:-8 -300:-154 -154:-8", 1_168]);
  });

  it.each([
    [-12, "-12:3", false],
    [-13, "-8:3 -13:-8", true],
  ])(
    "is a past only beyond four slots that wait for their last read: from slot %d on",
    async (since, asked, isPast) => {
      expect(await poll(listOf([]), stateFrom(since), zero)).toMatchObject({ asked, isPast });
    },
  );

  it("is nothing more when the time is over, and what is left is told", async () => {
    const list = listOf(twoHours());
    const none = await poll(list, stateFrom(-8), zero, { hasTime: () => false });
    expect(none).toMatchObject({ asked: "", found: [], more: true, goesOn: true, isPast: false });
    let looks = 0;
    const state = stateFrom(-300);
    const some = await poll(list, state, zero, { hasTime: () => ++looks < 3 });
    expect(some).toMatchObject({ asked: "-8:3", more: true, isPast: true });
    expect(sinceOf(state)).toBe(-300);
  });

  it("is halved where more than ten pages wait, and each slot at last alone", async () => {
    const list = listOf(twoHours(200));
    const state = stateFrom(-8);
    const first = await poll(list, state, zero);
    expect(first.asked).toBe("-8:3 -5:1 -8:-7 -7:-5 0:3");
    expect(new Set(first.found).size).toBe(1_600);
    const next = await poll(list, state, zero + 5 * minuteMs);
    expect(next.asked).toBe("-4:-3 -3:-2 -2:-1 -1:0 0:3");
  });

  it("ends with five thousand records in hand, and goes on where it stopped", async () => {
    const list = listOf(recordsIn(-1, 7_000));
    const state = stateFrom(-8);
    const first = await poll(list, state, zero);
    expect(first).toMatchObject({ asked: "-8:3 -7:-1 -1:0", more: true, goesOn: true });
    const second = await poll(list, state, zero + 5 * minuteMs);
    expect(second).toMatchObject({ asked: "-1:0 0:3 -8:-1", more: false });
    expect([first.found.length, second.found.length]).toEqual([5_000, 2_000]);
  });
});

describe("a fault", () => {
  it.each([
    [2, "-7:3 -8:-7"],
    [3, "-6:3 -8:-7 -7:-6"],
  ])(
    "at page %d of the first reading leaves what was seen known, and all is asked for again",
    async (failsAt, asked) => {
      const list = listOf(twoHours(), { failsAt });
      const state = stateFrom(-8, zero);
      const cut = await poll(list, state, zero);
      expect(cut).toMatchObject({ found: [], more: true, goesOn: true });
      expect(cut.warnings).toEqual(["Reading stopped early and goes on at the next poll: Gong is unwell."]);
      expect(state.slots.size).toBe((failsAt - 1) * 100);
      expect(await poll(list, state, zero + 5 * minuteMs)).toMatchObject({ asked, found: [], more: false });
      expect([state.slots.size, state.quietBefore]).toEqual([480, undefined]);
    },
  );

  it("is no reason to read on at once where nothing is left but what is watched", async () => {
    const list = listOf(twoHours(), { failsAt: 7 });
    const state = stateFrom(-8);
    await poll(list, state, zero);
    expect(await poll(list, state, zero + 5 * minuteMs)).toMatchObject({ more: false, goesOn: false });
  });

  it("is one where something was read before it and a past is left", async () => {
    const list = listOf(recordsIn(-100, 1), { failsAt: 2 });
    const cut = await poll(list, stateFrom(-300), zero);
    expect(cut).toMatchObject({ asked: "-8:3 -300:-8", found: [], more: true, goesOn: true });
    expect(await poll(listOf([], { failsAt: 1 }), stateFrom(-300), zero, { mayThrow: false })).toMatchObject({
      goesOn: false,
    });
    await expect(poll(listOf([], { failsAt: 1 }), stateFrom(-300), zero, { mayThrow: true })).rejects.toThrow(
      GongError,
    );
  });

  it("that is none of Gong's ends everything", async () => {
    const list = listOf(recordsIn(-1, 1));
    list.source.idOf = () => {
      throw new TypeError("No id.");
    };
    await expect(poll(list, stateFrom(-8), zero)).rejects.toThrow("No id.");
  });
});

describe("a record", () => {
  it("from before the watch began is only remembered, unless it appears in a slot that was read", async () => {
    const records = [...recordsIn(-2, 1), ...recordsIn(0, 1)];
    const list = listOf(records);
    const state = stateFrom(-8, at(0));
    expect((await poll(list, state, zero + minuteMs)).found).toEqual(["500000"]);
    expect([state.quietBefore, state.slots.size]).toEqual([undefined, 2]);
    records.push({ id: "late", moment: at(-3) });
    expect((await poll(list, state, zero + 5 * minuteMs)).found).toEqual(["late"]);
    expect((await poll(list, state, zero + 10 * minuteMs)).found).toEqual([]);
  });

  it.each([Number.NaN, at(90), at(-90)])(
    "with the time %d, at which it is not listed, is kept as long as what is",
    async (moment) => {
      const list = listOf(recordsIn(-2, 1));
      list.source.momentOf = () => moment;
      const state = stateFrom(-8);
      expect((await poll(list, state, zero)).found).toHaveLength(1);
      expect(state.slots.slotOf("498000")).toBe(zero / slotMs + 2);
      expect((await poll(list, stateFrom(-8, zero), zero)).found).toEqual([]);
    },
  );

  it("without an id is passed over", async () => {
    const state = stateFrom(-8);
    const { found, more } = await poll(listOf([{ id: "", moment: at(-1) }]), state, zero);
    expect([found, more, state.slots.size]).toEqual([[], false, 0]);
  });

  it("that moves is not found again, and stands where it was listed last", async () => {
    const [record] = recordsIn(-2, 1) as [Listed];
    const records = [record];
    const list = listOf(records);
    const state = stateFrom(-8);
    await poll(list, state, zero);
    records[0] = { ...record, moment: at(-1) };
    expect((await poll(list, state, zero + 5 * minuteMs)).found).toEqual([]);
    expect(state.slots.slotOf(record.id)).toBe(zero / slotMs - 1);
  });
});

it("is paid for when no more than eight requests are owed, and at most six hours are", () => {
  const state = stateFrom(-8);
  owe(state, 8);
  expect(isPaid(state)).toBe(true);
  owe(state, 1);
  expect(isPaid(state)).toBe(false);
  owe(state, 10_000);
  expect(state.owedMs).toBe(6 * hourMs);
});

it.each([
  ["5520618842901137744", "5520618842901137744"],
  [" 7 ", "7"],
  [7, "7"],
  ["  ", undefined],
  ["", undefined],
  [null, undefined],
  [undefined, undefined],
])("a record is known by its id: %j is %j", (id, known) => expect(usableId(id)).toBe(known));
