import { GongError } from "#src/base/errors";
import { isPaid, owe, pollSlots } from "#src/triggers/polling/slots";
import { newState } from "#src/triggers/polling/state";
import { drain, engine, run, sourceOf } from "./pollingSimulation";
import { dayMs, hourMs, makeCalls, minuteMs, type SyntheticCall, SyntheticGong } from "./syntheticGong";

const now = Date.UTC(2026, 10, 20, 18);
const slotMs = 15 * minuteMs;

const call = (moment: number, patch: Partial<SyntheticCall> = {}): SyntheticCall => ({
  id: String(7_000_000_000_000_000_000n + BigInt(moment)),
  moment,
  visibleAt: 0,
  goneAt: Number.POSITIVE_INFINITY,
  hasStart: true,
  hasId: true,
  ...patch,
});

const gongOf = (calls: readonly SyntheticCall[], random = () => 1) =>
  new SyntheticGong(calls, { now }, { random, faults: 0.5, totalsAhead: false });

describe("five days of late calls, with all the dirt of the world, faults and lost polls", () => {
  it("lose no call and give none twice, within the requests of a day", async () => {
    const outcome = await run({
      seed: 1,
      callsADay: 200,
      days: 5,
      isDirty: true,
      faults: 0.05,
      everyMs: 15 * minuteMs,
    });
    expect([outcome.lost, outcome.twice]).toEqual([[], []]);
    expect(outcome.delivered).toBeGreaterThan(1_000);
    expect(outcome.requestsADay[1]).toBeLessThanOrEqual(700);
  });
});

describe("a past", () => {
  const past = makeCalls({
    seed: 3,
    callsADay: 400,
    from: now - 30 * dayMs,
    to: now,
    isDirty: false,
    settledBefore: now,
  });

  it.each([0, 5 * minuteMs])(
    "of six years with 12,000 calls comes whole, each once, in the least parts, every %d ms",
    async (everyMs) => {
      const { delivered, polls, empty, requests, mostAPart } = await drain(past, {
        now,
        lookBackTo: Date.UTC(2020, 0),
        everyMs,
      });
      expect([new Set(delivered).size, delivered.length]).toEqual([past.length, past.length]);
      expect([polls, empty]).toEqual([3, 0]);
      expect(mostAPart.records).toBeLessThanOrEqual(5_000);
      expect(requests).toBeLessThanOrEqual((past.length / 100) * 1.4);
    },
  );

  it("comes whole although one request in twenty fails", async () => {
    const { delivered } = await drain(past, { now, lookBackTo: now - 40 * dayMs, faults: 0.05 });
    expect([new Set(delivered).size, delivered.length]).toEqual([past.length, past.length]);
  });

  it("never comes in parts of more than 5,000, even where one quarter of an hour holds 12,000", async () => {
    const crowd = Array.from({ length: 12_000 }, (_, index) => call(now - 10 * dayMs + index));
    const { delivered, mostAPart, polls } = await drain(crowd, { now, lookBackTo: now - 20 * dayMs });
    expect([new Set(delivered).size, delivered.length, polls]).toEqual([12_000, 12_000, 3]);
    expect(mostAPart.records).toBe(5_000);
  });
});

describe("one poll", () => {
  it("skips a record without id, and delivers one without a usable time once", async () => {
    const gong = gongOf([
      call(now - hourMs, { hasId: false }),
      call(now - 2 * hourMs, { hasStart: false }),
      call(now - 3 * hourMs),
    ]);
    const polled = engine(now - 5 * hourMs);
    expect((await polled.poll(gong, now)).map(({ moment }) => moment)).toEqual([now - 3 * hourMs, now - 2 * hourMs]);
    for (let at = now; at < now + 30 * hourMs; at += hourMs) {
      polled.store();
      expect(await polled.poll(gong, at)).toEqual([]);
    }
  });

  it("keeps and hands out what was read before a fault, and throws when nothing was", async () => {
    const calls = Array.from({ length: 400 }, (_, index) => call(now - 6 * hourMs + index * minuteMs * 0.8));
    let asked = 0;
    const gong = gongOf(calls, () => (++asked === 3 ? 0 : 1));
    const polled = engine(now - 7 * hourMs);
    const first = await polled.poll(gong, now);
    expect(first.length).toBeGreaterThanOrEqual(100);
    expect(polled.more).toBe(true);
    polled.store();
    const second = await polled.poll(gong, now + minuteMs);
    expect([first.length + second.length, polled.more]).toEqual([400, false]);
    const broken = gongOf(calls, () => 0);
    await expect(engine(now - 7 * hourMs).poll(broken, now)).rejects.toThrow(GongError);
  });

  it("reads on after a fault of the first reading, which is quiet, so that nothing new is taken for old until the next poll", async () => {
    const calls = Array.from({ length: 400 }, (_, index) => call(now - 7 * hourMs + index * minuteMs));
    let asked = 0;
    const polled = engine();
    await polled.poll(
      gongOf(calls, () => (++asked === 3 || asked === 5 ? 0 : 1)),
      now,
    );
    expect([polled.isWatching(), polled.more]).toEqual([true, false]);
  });

  it("reads on no longer when all that comes before the same fault is known", async () => {
    const calls = Array.from({ length: 400 }, (_, index) => call(now - hourMs + index * 100));
    let asked = 0;
    const gong = gongOf(calls, () => ++asked % 2);
    const polled = engine();
    expect(await polled.poll(gong, now)).toEqual([]);
    expect([polled.isWatching(), asked]).toEqual([false, 4]);
  });

  it("stops instead where an earlier part of the run may have been handed out, and says that it got nowhere", async () => {
    const gong = gongOf([], () => 0);
    const state = newState({ kind: "calls", scope: "[]", since: now / slotMs - 400, quietBefore: undefined }, now);
    const lines: string[] = [];
    const polled = await pollSlots(sourceOf(gong), state, {
      now,
      lateMs: 26 * hourMs,
      requests: () => gong.requests,
      hasTime: () => true,
      mayThrow: false,
      warn: (line) => void lines.push(line),
    });
    expect(polled).toEqual({ found: [], more: true, goesOn: false, isPast: true });
    expect(lines).toEqual([expect.stringContaining("goes on at the next poll")]);
  });

  it("forgets a slot only after it was read when nothing more could appear in it", async () => {
    const late = call(now - 20 * hourMs, { visibleAt: now + 5.9 * hourMs });
    const gong = gongOf([late]);
    const polled = engine(now - 20.1 * hourMs);
    await polled.poll(gong, now);
    polled.store();
    // Nothing polls for two days, in which the call appeared.
    gong.clock.now = now + 50 * hourMs;
    expect(await polled.poll(gong, gong.clock.now)).toEqual([late]);
  });

  it("looks each time where a person polls several times at once, and every five minutes where a schedule does", async () => {
    const gong = gongOf([]);
    const polled = engine();
    const requests = [];
    for (let poll = 0; poll < 60; poll++) {
      const before = gong.requests;
      await polled.poll(gong, now + poll * (poll < 6 ? 1_000 : minuteMs));
      polled.store();
      requests.push(gong.requests - before);
    }
    expect(requests.slice(0, 6)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(requests.slice(-20).reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(6);
  });

  it("takes at most half of the allowance for what is paid on credit", async () => {
    const gong = gongOf(makeCalls({ seed: 1, callsADay: 10_000, from: now - 2 * dayMs, to: now, isDirty: false }));
    const state = newState(
      { kind: "calls", scope: "[]", since: (now - 26 * hourMs) / slotMs, quietBefore: now + 2 * dayMs },
      now,
    );
    const poll = async (at: number) => {
      const before = gong.requests;
      await pollSlots(sourceOf(gong), state, {
        now: at,
        lateMs: 26 * hourMs,
        requests: () => gong.requests,
        hasTime: () => true,
        warn: () => undefined,
      });
      return gong.requests - before;
    };
    await poll(now);
    await poll(now + 5 * minuteMs);
    owe(state, 20);
    const spent = [];
    for (let polls = 2; polls < 12; polls++) spent.push(await poll(now + polls * 5 * minuteMs));
    expect(spent.slice(0, 5).every((each) => each >= 1 && each <= 4)).toBe(true);
    expect(20 + spent.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual((10 * 5 * 60) / 45 + 2);
    expect(isPaid(state)).toBe(true);
    expect(spent.at(-1)).toBeGreaterThanOrEqual(6);
  });
});
