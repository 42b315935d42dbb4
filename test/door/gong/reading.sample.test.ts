import type { FaultKind } from "#sandbox/index";
import { GongBusyError, gong, NotAnsweredError, RepeatedCursorError } from "#src/gong/index";
import { operations } from "#src/operations/index";
import { useSandbox } from "../../support/door";
import { seed, someOf } from "../../support/seed";
import { hurry, keyConnection } from "./support";

const { listCallsUsingGet, listDetailedCalls, getCallTranscript } = operations;

const sandbox = useSandbox({ world: { calls: 50, now: Date.parse("2026-11-20T00:00:00Z") }, pageSize: 10 });
let range: { fromDateTime: string; toDateTime: string };
const client = (bounds?: Parameters<typeof gong>[2]) => gong(keyConnection(sandbox), undefined, bounds);
const idsOf = (answer: { calls?: unknown; callTranscripts?: unknown }): string[] =>
  ((answer.calls ?? answer.callTranscripts) as { id?: string; callId?: string; metaData?: { id: string } }[]).map(
    (call) => call.id ?? call.callId ?? call.metaData?.id ?? "",
  );
let everyId: string[];

beforeAll(async () => {
  range = { fromDateTime: "2026-01-01T00:00:00Z", toDateTime: "2026-11-20T00:00:00Z" };
  everyId = idsOf(await client().all(listDetailedCalls, range));
});

describe(`reading all pages, samples drawn by the seed ${seed}`, () => {
  it("gives every record once, in Gong's order", async () => {
    expect(everyId).toHaveLength(50);
    expect(new Set(everyId).size).toBe(50);
    const answer = await hurry(() => client().all(listDetailedCalls, range));
    expect(answer.records).toEqual({ totalRecords: 50, currentPageSize: 50, currentPageNumber: 0 });
    expect(answer.continuation).toEqual({ truncated: false, reason: null, resume: null });
  });

  it("gives an empty list for an empty range", async () => {
    const empty = { fromDateTime: "2020-01-01T00:00:00Z", toDateTime: "2020-01-02T00:00:00Z" };
    for (const operation of [listCallsUsingGet, listDetailedCalls, getCallTranscript]) {
      const answer = await hurry(() => client().all(operation as typeof listDetailedCalls, empty));
      expect(idsOf(answer)).toEqual([]);
      expect(answer.records?.totalRecords).toBe(0);
    }
  });

  const passing: FaultKind[] = [
    "429",
    "500",
    "502",
    "503",
    "504",
    "reset",
    "silence",
    "truncated",
    "html",
    "empty",
    "latency",
  ];
  const firstMiddleLast = [0, 2, 4];
  it.each(someOf(passing, 4))(
    "ends complete after one %s on the first page, one in the middle, or the last",
    async (kind) => {
      for (const page of firstMiddleLast) {
        sandbox.reset();
        sandbox.faults.add({ kind, match: { page, operation: "POST /v2/calls/extensive" }, ms: 3000 });
        const answer = await hurry(() => client({ timeoutMs: 10_000 }).all(listDetailedCalls, range));
        expect(idsOf(answer)).toEqual(everyId);
        expect(answer.continuation.truncated).toBe(false);
      }
    },
  );

  it.each(someOf([1, 2, 3, 4], 2))(
    "begins again after the cursor of page %i has expired, and gives nothing twice",
    async (page) => {
      sandbox.faults.add({ kind: "expiredCursor", match: { page } });
      const answer = await hurry(() => client().all(listDetailedCalls, range));
      expect(idsOf(answer)).toEqual(everyId);
    },
  );

  it("yields pages without what was yielded before the cursor expired", async () => {
    sandbox.faults.add({ kind: "expiredCursor", match: { page: 3 } });
    const seen = await hurry(async () => {
      const ids: string[] = [];
      for await (const page of client().pages(listDetailedCalls, range)) ids.push(...idsOf(page));
      return ids;
    });
    expect(seen).toEqual(everyId);
  });

  it.each([0, 2])("names a cursor that leads to page %i again instead of reading for ever", async (page) => {
    sandbox.faults.add({ kind: "repeatedCursor", match: { page } });
    await expect(hurry(() => client().all(listDetailedCalls, range))).rejects.toThrow(RepeatedCursorError);
  });
});

describe("stopping and continuing", () => {
  it.each(someOf(["429", "503", "reset", "silence", "html"] as const, 2))(
    "keeps what was read when %s outlasts the time, and continues from there",
    async (kind) => {
      for (const page of [1, 3, 4]) {
        sandbox.reset();
        sandbox.faults.add({ kind, retryAfter: 3600, match: { page, times: Number.POSITIVE_INFINITY } });
        const first = await hurry(() => client({ budgetMs: 60_000, timeoutMs: 5000 }).all(listDetailedCalls, range));
        expect(idsOf(first)).toEqual(everyId.slice(0, page * 10));
        expect(first.continuation.truncated).toBe(true);
        expect(first.continuation.reason).toMatch(/\.( \(Gong request .*\))?$/);
        sandbox.faults.clear();
        const cursor = first.continuation.resume ?? "";
        const second = await hurry(() => client().all(listDetailedCalls, range, { cursor }), 3_600_000);
        expect([...idsOf(first), ...idsOf(second)]).toEqual(everyId);
        expect(second.continuation.truncated).toBe(false);
      }
    },
  );

  it("fails when nothing could be read", async () => {
    sandbox.faults.add({ kind: "429", retryAfter: 3600, match: { times: Number.POSITIVE_INFINITY } });
    await expect(hurry(() => client().all(listDetailedCalls, range))).rejects.toThrow(GongBusyError);
    sandbox.faults.clear();
    await hurry(() => client().run(listDetailedCalls, range), 3_600_000);
  });

  it("loses nothing of a page that Max Records cuts", async () => {
    const parts: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = await hurry(() => client().all(listDetailedCalls, range, { maxRecords: 7, cursor }));
      expect(idsOf(answer).length).toBeLessThanOrEqual(7);
      expect(answer.records).toMatchObject({ totalRecords: 50, currentPageSize: idsOf(answer).length });
      parts.push(...idsOf(answer));
      cursor = answer.continuation.resume ?? undefined;
    } while (cursor);
    expect(parts).toEqual(everyId);
  });

  it("continues after Gong's cursor has expired meanwhile", async () => {
    const first = await hurry(() => client().all(listDetailedCalls, range, { maxRecords: 23 }));
    const cursor = first.continuation.resume ?? "";
    const second = await hurry(() => client().all(listDetailedCalls, range, { cursor }), 2 * 3_600_000);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(everyId);
  });

  it("takes a plain cursor of Gong's, for all that follows or for one page", async () => {
    const page = await hurry(() => client().run(listDetailedCalls, range));
    const cursor = page.records?.cursor ?? "";
    const rest = await hurry(() => client().all(listDetailedCalls, range, { cursor }));
    expect(idsOf(rest)).toEqual(everyId.slice(10));
    const next = await hurry(() => client().pages(listDetailedCalls, range, { cursor }).next());
    expect(idsOf(next.value)).toEqual(everyId.slice(10, 20));
  });
});

describe("requests side by side", () => {
  it("read later parts of a range where Gong is slow", async () => {
    sandbox.faults.add({ kind: "latency", match: { times: Number.POSITIVE_INFINITY }, ms: 1000 });
    const answer = await hurry(() => client().all(listDetailedCalls, range));
    expect(idsOf(answer)).toEqual(everyId);
    const begins = sandbox.log.entries.map(({ body }) => (body as { filter: typeof range }).filter.fromDateTime);
    expect(new Set(begins).size).toBe(3);
  });

  it.each<[string, (gong: ReturnType<typeof client>) => Promise<unknown>]>([
    ["all", (gong) => gong.all(listDetailedCalls, range)],
    [
      "pages",
      async (gong) => {
        for await (const _page of gong.pages(listDetailedCalls, range));
      },
    ],
  ])("let every page but the first of %s go ahead of what waits", async (_name, readOut) => {
    await hurry(() => {
      const gong = client();
      const others = (count: number) => Array.from({ length: count }, () => gong.run(listCallsUsingGet, range));
      return Promise.all([...others(7), readOut(gong), ...others(5)]);
    });
    const isPage = sandbox.log.entries.map(({ method }) => method === "POST");
    // Six of the others start before the first page can, and the last of them after the last page.
    expect([isPage.indexOf(true) >= 6, isPage.at(-1), isPage.length]).toEqual([true, false, 17]);
  });
});

describe("a silent Gong", () => {
  it("D13: counts as unanswered after the timeout", async () => {
    sandbox.faults.add({ kind: "silence", match: { times: Number.POSITIVE_INFINITY } });
    const failure = hurry(() => client({ timeoutMs: 1000, budgetMs: 20_000 }).run(listDetailedCalls, range));
    await expect(failure).rejects.toThrow(/got no answer .* no answer came in time \(1 second\)/);
    await expect(failure).rejects.toBeInstanceOf(NotAnsweredError);
  });
});
