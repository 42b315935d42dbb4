import type { FaultKind } from "#sandbox/index";
import { gong } from "#src/gong/index";
import { listDetailedCalls } from "#src/operations/calls/index";
import { useSandbox } from "../../support/door";
import { hurry, keyConnection } from "./support";

const range = { fromDateTime: "2026-01-01T00:00:00Z", toDateTime: "2026-11-20T00:00:00Z" };
const now = Date.parse("2026-11-20T00:00:00Z");

const sandbox = useSandbox({ limits: {}, latencyMs: 600, world: { calls: 1200, now, days: 300 } });
let everyId: string[];
const client = () => gong(keyConnection(sandbox));
const idsOf = (items: unknown): string[] =>
  (items as { metaData: { id: string } }[]).map(({ metaData }) => metaData.id);

beforeAll(async () => {
  everyId = idsOf((await hurry(() => client().all(listDetailedCalls, range))).calls);
  sandbox.reset();
});

describe("twelve hundred calls at 600 ms latency", () => {
  it.each<FaultKind>(["429", "503", "reset", "html"])(
    "arrive once each although %s meets any request",
    async (kind) => {
      for (const nth of [2, 3, 9]) {
        sandbox.reset();
        sandbox.faults.add({ kind, match: { nth, operation: "POST /v2/calls/extensive" } });
        const answer = await hurry(() => client().all(listDetailedCalls, range));
        expect(idsOf(answer.calls)).toEqual(everyId);
      }
    },
  );

  it.each([1, 2, 3, 5])("arrive once each although the cursor of page %i expires", async (page) => {
    sandbox.faults.add({ kind: "expiredCursor", match: { page } });
    const answer = await hurry(() => client().all(listDetailedCalls, range));
    expect(idsOf(answer.calls)).toEqual(everyId);
  });

  it("can be continued when they stop in the middle, whichever part stops", async () => {
    for (const nth of [2, 3, 6]) {
      sandbox.reset();
      sandbox.faults.add({ kind: "503", retryAfter: 1200, match: { nth, times: 3 } });
      const first = await hurry(() => client().all(listDetailedCalls, range));
      expect(first.continuation.truncated).toBe(true);
      sandbox.faults.clear();
      const cursor = first.continuation.resume ?? "";
      const second = await hurry(() => client().all(listDetailedCalls, range, { cursor }), 1_200_000);
      const both = [...idsOf(first.calls), ...idsOf(second.calls)];
      expect(both).toHaveLength(everyId.length);
      expect(new Set(both)).toEqual(new Set(everyId));
    }
  });
});
