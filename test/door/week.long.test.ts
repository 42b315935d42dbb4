import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { FaultKind } from "#sandbox/index";
import { createWebhookKeys, signWebhook, webhookBody } from "#sandbox/webhooks";
import { connectionTo, harness, quietLogger } from "../support/component";
import { type Sandbox, startSandbox } from "../support/sandbox";
import { goodRow, type Uploaded } from "./recipes/uploading";
import { type Flight, takeOff } from "./triggers/flight";
import { dayMs, hourMs, minuteMs, pollOn } from "./triggers/simulation";

/**
 * One company for one week, in virtual time and in one process, under Gong's limits and with faults at random: polls,
 * webhooks, uploads, a timeline, searches and the questions of agents, side by side on one connection.
 */

/** A Monday. */
const start = Date.parse("2026-11-16T00:00:00Z");
const end = start + 7 * dayMs;
const callsADay = 120;
const uploadsADay = 30;

/** Numbers from 0 to 1 that a seed decides. */
const chance = (seed: number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    return ((state ^ (state >>> 15)) >>> 0) / 2 ** 32;
  };
};
const random = chance(31);

let flight: Flight;
let sandbox: Sandbox;
beforeAll(async () => {
  flight = takeOff(start);
  const latenessOf = chance(5);
  const late = Array.from({ length: 4_000 }, () => (latenessOf() < 0.7 ? hourMs : 20 * hourMs) * latenessOf());
  sandbox = await startSandbox({
    clock: () => flight.now,
    world: {
      seed: 31,
      calls: 9 * callsADay,
      days: 9,
      now: end,
      users: 20,
      spread: "officeHours",
      lateness: (index) => late[index] ?? 0,
      transcriptLateness: (index) => (late[index + 1_000] ?? 0) / 4,
    },
  });
  sandbox.world.keptDescriptions = 2 * callsADay;
});
afterAll(async () => {
  flight.land();
  await sandbox.close();
});

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
/** Works at an interval until the week is over. */
const every = async (milliseconds: number, work: () => Promise<unknown>) => {
  await sleep(random() * milliseconds);
  while (flight.now < end) {
    const began = flight.now;
    await work();
    await sleep(Math.max(1_000, milliseconds - (flight.now - began)));
  }
};

/** How often something threw, since Gong failed it more often than the client tries. */
let thrown = 0;
/** Runs an action, and again ten minutes later where Gong failed it. */
const act = async <T>(key: string, inputs: Record<string, unknown>): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      const answers = { connection: connectionTo(sandbox), ...inputs };
      return ((await harness.action(key, answers, { logger: quietLogger() })) as { data: T }).data;
    } catch (error) {
      if (tries === 20) throw error;
      thrown += 1;
      await sleep(10 * minuteMs);
    }
  }
};

const iso = (moment: number) => new Date(moment).toISOString();
/** Calls that Gong listed between two moments. */
const listed = (from: number, to: number) =>
  sandbox.world.calls.filter(({ visibleAt }) => visibleAt > from && visibleAt <= to);
const expectOnce = (ids: readonly (string | null)[]) => expect(new Set(ids).size).toBe(ids.length);

const poll = (trigger: string, everyMs: number, inputs: Record<string, unknown>) => {
  const poller = pollOn(sandbox, flight, trigger, inputs);
  const found: { readonly id: string }[] = [];
  const times: number[] = [];
  const run = every(everyMs, async () => {
    try {
      const began = flight.now;
      const { items } = await poller.poll();
      // A complete call is large, and a week of them would hide what else grows.
      for (const item of items as { id?: string; answeredScorecardId: string }[])
        found.push({ id: item.id ?? item.answeredScorecardId });
      times.push(began);
    } catch {
      thrown += 1;
    }
    poller.lines.length = 0;
  });
  return { found, times, run };
};

/** A delivery of Gong's for each call of the last half hour, some of them twice. */
const deliver = async () => {
  const rule = createWebhookKeys();
  const flow = { id: "1", name: "Every call", stableId: "every-call" };
  const webhookUrl = "https://hooks.northwind.example/trigger/gong";
  const matched: string[] = [];
  let instanceState: Record<string, unknown> = {};
  let [until, sent] = [flight.now, 0];
  const ring = async (body: unknown) => {
    const { headers, body: raw } = signWebhook({ body, webhookUrl, privateKey: rule.privateKey, now: flight.now });
    const result = await harness.trigger(
      "webhook",
      {
        headers,
        queryParameters: {},
        pathFragment: "",
        invokeUrl: webhookUrl,
        rawBody: { data: raw, contentType: "application/json" },
        body: { data: body, contentType: "application/json" },
      },
      { publicKeys: [rule.publicKey], skipRepeats: true, includePrivateCalls: true },
      { logger: quietLogger(), instanceState, flow, webhookUrls: { [flow.name]: webhookUrl } },
    );
    const { call } = (result?.payload ?? {}) as { call?: { id: string; matches: boolean } };
    if (call?.matches) matched.push(call.id);
    instanceState = result?.instanceState ?? instanceState;
  };
  await every(30 * minuteMs, async () => {
    const now = flight.now;
    for (const entry of listed(until, now)) {
      const described = sandbox.world.describeCall(entry);
      const { metaData } = described;
      const parties = described.partiesWithContext(["Now"], true);
      const body = JSON.parse(JSON.stringify(webhookBody({ metaData, parties, content: described.content })));
      for (let times = random() < 0.1 ? 2 : 1; times > 0; times--) {
        await flight.hold(() => ring(body));
        sent += 1;
      }
    }
    until = now;
  });
  return { matched, sent, until };
};

/** Each night the calls of a telephony system; rows that failed are handed over again an hour later. */
const upload = async () => {
  const done: (string | null)[] = [];
  let night = 0;
  await every(dayMs, async () => {
    const first = night * uploadsADay;
    night += 1;
    let rows: unknown[] = Array.from({ length: uploadsADay }, (_, index) =>
      goodRow(sandbox, first + index, { actualStart: iso(start - 10 * dayMs + (first + index) * minuteMs) }),
    );
    for (let tries = 0; rows.length > 0 && tries < 20; tries++) {
      const { results, failed } = await act<Uploaded>("uploadCalls", { rows });
      const isDone = ({ status }: Uploaded["results"][number]) => status === "uploaded" || status === "alreadyUploaded";
      done.push(...results.filter(isDone).map(({ clientUniqueId }) => clientUniqueId));
      rows = [...failed];
      if (rows.length > 0) await sleep(hourMs);
    }
  });
  return { done, nights: night };
};

interface Outcome {
  readonly results: readonly { readonly callId: string; readonly id: string; readonly content?: unknown }[];
  readonly failed: readonly { readonly id: string }[];
  readonly skipped: readonly { readonly id: string }[];
  readonly scanned: number;
  readonly truncated: boolean;
}

/** Every hour the activities of the calls that New Records delivered, failed ones again in the next hour. */
const keepTimeline = async (delivered: readonly { readonly id: string }[]) => {
  const written: string[] = [];
  const left: string[] = [];
  let [seen, again] = [0, [] as string[]];
  await every(hourMs, async () => {
    const callIds = [...again, ...delivered.slice(seen).map(({ id }) => id)];
    seen = delivered.length;
    if (callIds.length === 0) return;
    const { results, failed, skipped } = await act<Outcome>("buildTimelineActivities", { callIds });
    written.push(...results.map(({ callId }) => callId));
    left.push(...skipped.map(({ id }) => id));
    again = failed.map(({ id }) => id);
  });
  return { written, left, seen, again };
};

/** An agent asks for the calls of a few hours, and reads the newest of them. */
const ask = async () => {
  const unseen: string[] = [];
  let [asked, answered] = [0, 0];
  await every(70 * minuteMs, async () => {
    const [from, to] = [flight.now - 8 * hourMs, flight.now - 2 * hourMs];
    const held = (moment: number) =>
      listed(0, moment).filter(({ started, isPrivate }) => started >= from && started < to && !isPrivate);
    const before = held(flight.now);
    const range = { fromDateTime: iso(from), toDateTime: iso(to) };
    const { results, truncated } = await act<Outcome>("findCalls", {
      ...range,
      detail: "compact",
      timeLimitSeconds: 60,
    });
    asked += 1;
    const ids = results.map(({ callId }) => callId);
    expectOnce(ids);
    if (!truncated) unseen.push(...before.filter(({ id }) => !ids.includes(id)).map(({ id }) => id));
    const [newest] = ids;
    if (newest === undefined) return;
    const read = await act<Outcome>("getReadableTranscript", { callIds: [newest], redact: ["emails", "phones"] });
    expect(read.results.length + read.skipped.length + read.failed.length).toBe(1);
    if (read.results.length > 0) answered += 1;
  });
  return { asked, answered, unseen };
};

const search = async () => {
  let matches = 0;
  await every(3 * hourMs, async () => {
    const range = { fromDateTime: iso(flight.now - 12 * hourMs), toDateTime: iso(flight.now) };
    const { results } = await act<Outcome>("searchTranscripts", { ...range, terms: "price, robots", maxMatches: 20 });
    matches += results.length;
  });
  return matches;
};

const kinds: readonly FaultKind[] = ["429", "500", "503", "reset", "html", "truncated", "expiredCursor", "401"];
const disturb = () =>
  every(20 * minuteMs, async () => {
    const kind = kinds[Math.floor(random() * kinds.length)] ?? "503";
    // Now and then Gong fails longer than the client tries.
    const times = random() < 0.05 ? 8 : 1;
    sandbox.faults.add({ kind, match: { nth: 1 + Math.floor(random() * 3), times } });
    if (random() < 0.2) sandbox.faults.clear();
  });

interface Day {
  readonly requests: number;
  readonly faults: number;
  readonly mostASecond: number;
  readonly refused: number;
  readonly heap: number;
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** What each day came to; the log begins anew with each. */
const watchDays = async () => {
  const days: Day[] = [];
  while (days.length < 7) {
    await sleep(dayMs);
    const { entries } = sandbox.log;
    const times = entries.map(({ startedAt }) => startedAt).sort((a, b) => a - b);
    const inSecond = times.map((time, index) => {
      let last = index;
      while ((times[last + 1] ?? Number.POSITIVE_INFINITY) < time + 1_000) last += 1;
      return last - index + 1;
    });
    const figures = {
      requests: entries.length,
      faults: entries.filter(({ fault }) => fault !== undefined).length,
      mostASecond: Math.max(...inSecond),
      refused: entries.filter(({ status, fault }) => status === 429 && fault === undefined).length,
    };
    sandbox.log.clear();
    sandbox.world.forgetDescriptions();
    collectGarbage();
    days.push({ ...figures, heap: process.memoryUsage().heapUsed });
  }
  return days;
};

it("loses nothing and does nothing twice, within Gong's limits and in steady memory, for a week of everything at once", async () => {
  const records = poll("pollChangesTrigger", 15 * minuteMs, { resourceType: "calls", showNewRecords: true });
  const ready = poll("callsReady", 20 * minuteMs, { includePrivateCalls: "true" });
  const answers = poll("newScorecardAnswers", 4 * hourMs, {});
  const [days, webhooks, uploads, timeline, agents, matches] = await Promise.all([
    watchDays(),
    deliver(),
    upload(),
    keepTimeline(records.found),
    ask(),
    search(),
    disturb(),
    records.run,
    ready.run,
    answers.run,
  ]);

  const heaps = days.map(({ heap }) => Math.round(heap / 1e6));
  process.stdout.write(
    `${JSON.stringify({ days: days.map(({ heap: _heap, ...day }) => day), heaps, thrown, records: records.found.length, ready: ready.found.length, answers: answers.found.length, webhooks: [webhooks.sent, webhooks.matched.length], uploads: uploads.done.length, activities: timeline.written.length, agents, matches })}\n`,
  );

  for (const { found, times } of [records, ready]) {
    const ids = found.map(({ id }) => id);
    expectOnce(ids);
    const [first = 0, last = 0] = [times[0], times.at(-1)];
    const isDue = ({ visibleAt, transcriptVisibleAt }: (typeof sandbox.world.calls)[number]) =>
      visibleAt > first + 20 * minuteMs && Math.max(visibleAt, transcriptVisibleAt) < last - 2 * hourMs;
    const missing = sandbox.world.calls.filter(
      (call) => isDue(call) && call.started >= start - 2 * dayMs && !ids.includes(call.id),
    );
    expect(missing).toEqual([]);
    expect(ids.length).toBeGreaterThan(6 * callsADay);
  }
  expectOnce(answers.found.map(({ id }) => id));
  expect(answers.found.length).toBeGreaterThan(0);

  expectOnce(webhooks.matched);
  expect(webhooks.matched.length).toBeGreaterThan(6 * callsADay);
  expect(webhooks.sent).toBeGreaterThan(webhooks.matched.length);

  expectOnce(uploads.done);
  expect(uploads.done.length).toBe(uploads.nights * uploadsADay);
  expect(sandbox.world.state.uploads.size).toBe(uploads.done.length);

  expectOnce(timeline.written);
  expect(new Set([...timeline.written, ...timeline.left, ...timeline.again]).size).toBe(timeline.seen);
  expect(agents.unseen).toEqual([]);
  expect(agents.answered).toBeGreaterThan(agents.asked / 10);
  expect(matches).toBeGreaterThan(0);

  expect(Math.max(...days.map(({ mostASecond }) => mostASecond))).toBeLessThanOrEqual(3);
  expect(days.map(({ refused }) => refused)).toEqual(days.map(() => 0));
  expect(Math.max(...days.map(({ requests }) => requests))).toBeLessThan(5_000);
  expect(Math.min(...days.map(({ faults }) => faults))).toBeGreaterThan(0);
  // What grows, by snapshots of days 2 and 7, are the conversations that the sandbox remembers, 15 KB a call.
  expect((days[6]?.heap ?? 0) / (days[1]?.heap ?? 1)).toBeLessThan(1.25);
});
