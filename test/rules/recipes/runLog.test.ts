import fc from "fast-check";
import { completeCallSample } from "#src/recipes/calls/completeCall";
import { suggestedType, suggestedTypeRules } from "#src/recipes/timeline/activityType";
import { type Book, type Candidate, decideEach, type Given, toGiven } from "#src/recipes/timeline/decision";
import { knownFrom, outcomeOf } from "#src/recipes/timeline/outcome";
import { type LogEntry, momentOf, planRetry, type RetryOptions, waitingIn } from "#src/recipes/timeline/runLog";

const nowMs = Date.UTC(2026, 0, 5, 20);
const hourMs = 3_600_000;

const options: Book & RetryOptions = {
  typeRules: suggestedTypeRules,
  defaultType: suggestedType,
  requireAccount: true,
  filters: [],
  filterMode: "all",
  alreadySeen: new Set(),
  waiting: new Map(),
  maxAttempts: 3,
  nowMs,
};

const given = (id: string, patch: Omit<Partial<Given>, "call"> & { call?: Partial<Given["call"]> } = {}): Given => ({
  isFromWebhook: false,
  isTest: false,
  skipReason: null,
  ...patch,
  call: { ...completeCallSample, id, ...patch.call },
});

const unavailable = { code: "GONG_UNAVAILABLE", message: "Gong did not answer." };

/** One run over these calls. */
const runOver = (candidates: readonly Candidate[], more: Partial<typeof options> = {}) => {
  const all = { ...options, ...more };
  return outcomeOf(decideEach(candidates, all), all);
};

/** One run over one call that cannot be read, with the log of the runs before. */
const failingRun = (log: readonly unknown[], atMs: number) => {
  const more = { waiting: waitingIn(log), nowMs: atMs };
  return runOver([{ call: knownFrom("1", { ...options, ...more }), reason: unavailable }], more);
};

it("reads no moment from what is none", () => {
  expect([momentOf("soon"), momentOf(undefined)]).toEqual([null, null]);
  expect(momentOf("2026-01-05T10:00:00Z")).toBe(Date.UTC(2026, 0, 5, 10));
});

describe("retries", () => {
  it("B38: count attempts over runs, wait longer each time, and give up", () => {
    const first = failingRun([], nowMs);
    expect(first.log[0]).toMatchObject({
      status: "retry-waiting",
      attempts: 1,
      nextTry: "2026-01-05T21:00:00.000Z",
      giveUp: false,
    });
    const second = failingRun(first.log, nowMs + hourMs);
    expect(second.log[0]).toMatchObject({ status: "retry-waiting", attempts: 2, nextTry: "2026-01-05T23:00:00.000Z" });
    // The whole history may be handed in, in any order: the latest entry counts.
    const third = failingRun([...second.log, ...first.log], nowMs + 3 * hourMs);
    expect(third.log[0]).toMatchObject({
      status: "failed-permanent",
      code: "GONG_UNAVAILABLE",
      attempts: 3,
      nextTry: null,
      giveUp: true,
    });
    expect(third.failed[0]).toMatchObject({ id: "1", giveUp: true, attempts: 3 });
    expect(third.log[0]?.message).toMatch(/attempt 3, the last one/);
    expect(third.retries).toEqual([]);
    // A call that was given up does not come back by itself.
    expect(waitingIn([...first.log, ...second.log, ...third.log]).size).toBe(0);
  });

  it("B38: hand out what still waits, also from earlier runs, and drop what is done", () => {
    const before = [...failingRun([], nowMs).log, { ...failingRun([], nowMs).log[0], callId: "2" }];
    const { retries, log } = runOver([given("2")], { waiting: waitingIn(before) });
    expect(log).toMatchObject([{ callId: "2", status: "synced", attempts: 2 }]);
    expect(retries.map(({ callId }) => callId)).toEqual(["1"]);
    expect(runOver([], { waiting: waitingIn(before), alreadySeen: new Set(["1"]) }).retries).toMatchObject([
      { callId: "2" },
    ]);
    const [first] = before;
    expect(waitingIn([first, { ...first, status: "synced" }]).size).toBe(0);
  });

  it("B3 B38: tell nothing of a waiting call that has become private meanwhile", () => {
    const before = runOver([given("1")], { userMap: { find: () => undefined } });
    expect(before.log).toMatchObject([{ status: "retry-waiting", title: completeCallSample.title }]);
    const { log } = runOver([given("1", { call: { isPrivate: true } })], { waiting: waitingIn(before.log) });
    expect(log).toMatchObject([{ status: "skipped-private", title: null, url: null, hostName: null }]);
  });

  it("B38: survive being stored as JSON beside entries of other forms", () => {
    const stored: unknown[] = JSON.parse(
      JSON.stringify([null, "x", { callId: 5 }, { status: "retry-waiting" }, ...failingRun([], nowMs).log]),
    );
    expect([...waitingIn(stored).keys()]).toEqual(["1"]);
    expect(waitingIn([{ callId: "2", status: "retry-waiting", attempts: 4 }]).get("2")).toMatchObject({ attempts: 4 });
  });

  it("B38: a reason that needs a person is not tried again, whatever else is wrong", () => {
    const { log } = runOver([given("1")], { userMap: { find: () => undefined }, accountMap: { targets: new Map() } });
    expect(log).toMatchObject([{ status: "failed-permanent", code: "ACCOUNT_NOT_FOUND", giveUp: false }]);
    expect(log[0]?.message).toMatch(/No account was found.*is not in User Map/);
  });

  it("wait at least an hour and at most a day, never less than before", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), (attempts) => {
        const waitHours = (before: number) =>
          Date.parse(planRetry("CONFLICT", before, { nowMs: 0, maxAttempts: 300 }).nextTry ?? "") / hourMs;
        expect(waitHours(attempts)).toBeGreaterThanOrEqual(1);
        expect(waitHours(attempts)).toBeLessThanOrEqual(24);
        expect(waitHours(attempts + 1)).toBeGreaterThanOrEqual(waitHours(attempts));
      }),
    );
  });

  it("end after exactly so many attempts", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (maxAttempts) => {
        let attempts = 0;
        let plan = planRetry("CONFLICT", attempts, { nowMs, maxAttempts });
        while (plan.status === "retry-waiting") {
          expect(Date.parse(plan.nextTry ?? "")).toBeGreaterThan(nowMs);
          attempts = plan.attempts;
          plan = planRetry("CONFLICT", attempts, { nowMs, maxAttempts });
        }
        expect(plan).toEqual({ status: "failed-permanent", attempts: maxAttempts, nextTry: null, giveUp: true });
      }),
    );
  });
});

describe("a run", () => {
  const anyGiven = fc.record({
    id: fc.constantFrom("1", "2", "3", "4", "5", "6"),
    isPrivate: fc.boolean(),
    isTest: fc.boolean(),
    skipReason: fc.constantFrom(null, "NOT_LINKED"),
    direction: fc.constantFrom("Inbound", "Conference"),
    host: fc.constantFrom(completeCallSample.host, null),
  });

  it("accounts for every call exactly once, and never tells anything of a private one", () => {
    fc.assert(
      fc.property(fc.array(anyGiven), fc.subarray(["1", "2", "3"]), fc.boolean(), (calls, seen, isMapped) => {
        const candidates = calls.map(({ id, isPrivate, direction, host, ...webhook }) =>
          given(id, {
            ...webhook,
            call: { isPrivate, direction, host, title: `Title of ${id}${isPrivate ? " SECRET" : ""}` },
          }),
        );
        const outcome = runOver(candidates, {
          alreadySeen: new Set(seen),
          filters: [{ field: "call.direction", operator: "equals", value: "Conference" }],
          userMap: isMapped ? { find: () => ({ decision: "MATCHED", otherUserId: "A", row: {} }) } : undefined,
        });
        const { results, failed, skipped, log, summary } = outcome;
        expect(results.length + failed.length + skipped.length).toBe(calls.length);
        expect(Object.values(summary).reduce((sum, count) => sum + count, 0)).toBe(log.length);
        expect(new Set(log.map(({ callId }) => callId)).size).toBe(log.length);
        expect(results.map(({ callId }) => callId).filter((id) => seen.includes(id))).toEqual([]);
        expect(JSON.stringify(outcome)).not.toContain("SECRET");
      }),
    );
  });

  it("B15: hands each call out once, by an idempotency key that is its id", () => {
    const calls = ["1", "1", "2"].map((id) => given(id));
    const { results, skipped, log } = runOver(calls, { alreadySeen: new Set(["2"]) });
    expect(results.map(({ idempotencyKey }) => idempotencyKey)).toEqual(["1"]);
    expect(skipped.map(({ id, code }) => [id, code])).toEqual([
      ["1", "ALREADY_SEEN"],
      ["2", "ALREADY_SEEN"],
    ]);
    expect(log).toHaveLength(1);
  });

  it("B3: a call is private when its record or its webhook says so", () => {
    const body = {
      callData: { metaData: { id: "1", title: "Secret", isPrivate: false } },
      isTest: false,
      isPrivate: true,
    };
    const record = { metaData: { id: "2", title: "Secret", isPrivate: true } };
    const calls = [body, record, { ...completeCallSample, isPrivate: true }].map((each) => toGiven(each) as Given);
    const { results, log, skipped, summary } = runOver(calls);
    expect(results).toEqual([]);
    expect(log.map(({ status, title }: LogEntry) => [status, title])).toEqual(Array(3).fill(["skipped-private", null]));
    expect(skipped.map(({ code }) => code)).toEqual(Array(3).fill("PRIVATE"));
    expect(summary["skipped-private"]).toBe(3);
  });

  it("never throws whatever is called a call", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({ metaData: fc.anything(), parties: fc.anything() }),
          fc.record({ callData: fc.anything() }),
          fc.record({ id: fc.anything(), participants: fc.anything() }),
        ),
        (anything) => {
          const read = toGiven(anything);
          expect(runOver(read ? [read] : []).log.length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
