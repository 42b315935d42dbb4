import { gong } from "#src/gong/index";
import { operations } from "#src/operations/index";
import { type Sandbox, startSandbox } from "../../support/sandbox";
import { hurry, keyConnection } from "./support";

jest.setTimeout(60_000);
const { listCallsUsingGet, listDetailedCalls, getCallUsingGet, getCallTranscript } = operations;
const range = { fromDateTime: "2026-01-01T00:00:00Z", toDateTime: "2026-11-20T00:00:00Z" };
const now = Date.parse("2026-11-20T00:00:00Z");

const dayMs = 86_400_000;
const worlds = {
  "evenly spread": { calls: 1200, now, days: 300 },
  "all on the first day": { calls: 1200, now: Date.parse(range.fromDateTime) + dayMs, days: 1 },
};

let sandbox: Sandbox;
const client = () => gong(keyConnection(sandbox));
const idsOf = (items: unknown): string[] =>
  (items as { id?: string; callId?: string; metaData?: { id: string } }[]).map(
    (call) => call.id ?? call.callId ?? call.metaData?.id ?? "",
  );
/** In the order of the scheduled time, and in that of the start: Gong's two lists differ. */
let everyScheduledId: string[];
let everyId: string[];

beforeAll(async () => {
  sandbox = await startSandbox({ limits: false, world: { calls: 1200, now, days: 300 } });
  everyScheduledId = idsOf((await hurry(() => client().all(listCallsUsingGet, range))).calls);
  everyId = idsOf((await hurry(() => client().all(listDetailedCalls, range))).calls);
  await sandbox.close();
  sandbox = await startSandbox({ latencyMs: 600, world: { calls: 1200, now, days: 300 } });
}, 30_000);
afterEach(() => {
  expect(sandbox.log.violations()).toEqual([]);
  sandbox.reset();
});
afterAll(() => sandbox.close());

const refusals = () => sandbox.log.entries.filter(({ status }) => status === 429).length;
const spanMs = () => {
  const starts = sandbox.log.entries.map(({ startedAt }) => startedAt);
  return Math.max(...starts) + 600 - Math.min(...starts);
};

describe("twelve hundred calls at 600 ms latency", () => {
  it.each([listCallsUsingGet, listDetailedCalls])(
    "come as fast as Gong's limit lets them: $label",
    async (operation) => {
      const answer = await hurry(() => client().all(operation as typeof listDetailedCalls, range));
      expect(idsOf(answer.calls)).toEqual(operation === listCallsUsingGet ? everyScheduledId : everyId);
      expect(refusals()).toBe(0);
      expect(sandbox.log.entries.length).toBeLessThanOrEqual(14);
      expect(spanMs()).toBeLessThanOrEqual(1.35 * 1000 * (sandbox.log.entries.length / 3));
    },
  );

  it("go ahead of other requests that wait, since each page of a chain leads to the next", async () => {
    await hurry(async () => {
      const reader = client();
      const pages = reader.pages(listDetailedCalls, range);
      await pages.next();
      const others = everyId.slice(0, 12).map((callId) => reader.run(getCallUsingGet, { callId }));
      await pages.next();
      await pages.next();
      await Promise.all(others);
    });
    const places = sandbox.log.entries.flatMap(({ path }, place) =>
      path.startsWith("/v2/calls/extensive") ? place : [],
    );
    expect(places).toHaveLength(3);
    expect(places[1]).toBeLessThanOrEqual(3);
    expect(places[2]).toBeLessThanOrEqual(7);
  });

  it("arrive although another client takes one request a second", async () => {
    sandbox.limits.share(1);
    const answer = await hurry(() => client().all(listDetailedCalls, range));
    expect(idsOf(answer.calls)).toEqual(everyId);
    expect(answer.continuation.truncated).toBe(false);
  });

  it.each(Object.entries(worlds))(
    "come with their transcripts in 1.1 times the least time: %s",
    async (_how, world) => {
      await sandbox.close();
      sandbox = await startSandbox({ latencyMs: 600, world });
      const transcripts: Promise<{ callTranscripts?: unknown }>[] = [];
      const answer = await hurry(async () => {
        const reader = client();
        const calls = await reader.all(listDetailedCalls, range, {
          onItems: (items) => void transcripts.push(reader.run(getCallTranscript, { callIds: idsOf(items) })),
        });
        await Promise.all(transcripts);
        return calls;
      });
      const read = (await Promise.all(transcripts)).flatMap(({ callTranscripts }) => idsOf(callTranscripts));
      const ids = idsOf(answer.calls);
      expect(new Set(ids).size).toBe(1200);
      expect(new Set(read).size).toBe(read.length);
      expect(refusals()).toBe(0);
      expect(sandbox.log.entries.length).toBeLessThanOrEqual(27);
      expect(spanMs()).toBeLessThanOrEqual(1.1 * 1000 * (sandbox.log.entries.length / 3));
    },
  );
});
