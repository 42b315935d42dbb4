import { type Sandbox, startSandbox } from "../../sandbox";
import { CompleteCall } from "../../src/entities/completeCall";
import { built, connectionTo, harness, quietLogger } from "../support/component";

let gong: Sandbox;
const now = Date.parse("2026-11-20T00:00:00Z");
beforeAll(async () => {
  gong = await startSandbox({ world: { calls: 250, now, days: 60 }, limits: false });
});
beforeEach(() => gong.log.clear());
afterEach(() => {
  expect(gong.log.violations()).toEqual([]);
  gong.reset();
});
afterAll(() => gong.close());

interface Data {
  results: CompleteCall[];
  failed: { id: string; code: string; message: string }[];
  skipped: { id: string; code: string; message: string }[];
  scanned: number;
  truncated: boolean;
  reason: string | null;
  resume: string | null;
  requests: number;
  requestsToday: number;
}

const run = async (inputs: Record<string, unknown>): Promise<Data> => {
  const result = await harness.action(
    "getCompleteCalls",
    { connection: connectionTo(gong), ...inputs },
    { logger: quietLogger() },
  );
  return (result as { data: Data }).data;
};

const range = { fromDateTime: "2026-09-01T00:00:00Z", toDateTime: "2026-11-20T00:00:00Z" };
const everyCall = { ...range, includePrivateCalls: true };
const idsOf = ({ results }: Pick<Data, "results">) => results.map(({ id }) => id);
const hidden = () => gong.world.calls.filter((call) => gong.world.describeCall(call).metaData.isPrivate);
const privateIds = () => hidden().map(({ id }) => id);
const publicIds = () => {
  const left = new Set(privateIds());
  return gong.world.calls.map(({ id }) => id).filter((id) => !left.has(id));
};

describe("certain calls", () => {
  it("come in the order of their names, a hundred for two requests", async () => {
    const callIds = publicIds().slice(0, 100).reverse();
    const data = await run({ callIds });
    expect(idsOf(data)).toEqual(callIds);
    expect(data).toMatchObject({ failed: [], skipped: [], scanned: 100, truncated: false, reason: null, resume: null });
    expect(data.requests).toBe(2);
    expect(gong.log.entries).toHaveLength(2);
  });
});
