import { tokenConnectionTo } from "../../support/component";
import { useSandbox } from "../../support/door";
import { startSandbox } from "../../support/sandbox";
import { hurry } from "../gong/support";
import { badRows, createdIn, goodRow, type Uploaded, uploadTo } from "./uploading";

jest.setTimeout(60_000);

const sandbox = useSandbox({ limits: {}, world: { calls: 3 } });

const upload = (inputs: Record<string, unknown>, more?: Parameters<typeof uploadTo>[2]) =>
  hurry(() => uploadTo(sandbox, inputs, more));
const rowsOf = (count: number) => Array.from({ length: count }, (_, number) => goodRow(sandbox, number));
const idsCreated = () => [...sandbox.world.state.uploads.keys()].sort();
const statuses = ({ results }: Uploaded) => results.map(({ status }) => status);

describe("200 calls, 12 of them bad in 12 ways, under Gong's limit", () => {
  it("leave 188 calls once, 12 results that say what to do, and no request too many", async () => {
    const bad = badRows(sandbox);
    const rows = [...rowsOf(188), ...Object.values(bad)];
    const data = await upload({ rows });
    expect(idsCreated()).toHaveLength(188);
    expect(createdIn(sandbox)).toHaveLength(188);
    expect(data).toMatchObject({ scanned: 200, truncated: false, reason: null, resume: null, skipped: [] });
    expect(data.results).toHaveLength(200);
    expect(data.results.slice(0, 188).every(({ status, callId }) => status === "uploaded" && callId)).toBe(true);
    expect(data.results.slice(188).map(({ code }) => code)).toEqual(Object.keys(bad));
    for (const { message, requestId } of data.results.slice(188)) {
      expect(message).toMatch(/^.{15,}\. .{15,}\.$/s);
      expect(requestId).toBeNull();
    }
    expect(data.failed).toHaveLength(12);
    const least = 188 + 1;
    expect(sandbox.log.entries).toHaveLength(least);
    expect(data.requests).toBe(least);
    expect(data.budget).toMatchObject({ spent: least, estimated: least });
    const starts = sandbox.log.entries.map(({ startedAt }) => startedAt);
    expect(Math.max(...starts) - Math.min(...starts)).toBeLessThan((least / 3) * 1000 * 1.1);
    expect(sandbox.log.entries.filter(({ status }) => status === 429)).toHaveLength(0);
    expect(JSON.stringify(data.results)).not.toContain("abcdef");
  });

  it.each(["conflict", "firstId"] as const)(
    "with a crash in the middle and a second run: still once each (Gong answers a repetition with %s)",
    async (duplicateUploads) => {
      const own = await startSandbox({ world: { calls: 3, duplicateUploads } });
      try {
        const rows = [...rowsOf(188), ...Object.values(badRows(sandbox))];
        const connection = tokenConnectionTo(own);
        // The process dies: every answer from then on is lost, although Gong still does what it was asked.
        own.faults.add({ kind: "401", happened: true, match: { operation: "POST /v2/calls", nth: 90, times: 300 } });
        const first = await hurry(() => uploadTo(own, { rows }, { connection })).catch((error: Error) => error);
        expect(own.world.state.uploads.size).toBeGreaterThanOrEqual(89);
        expect(own.world.state.uploads.size).toBeLessThan(188);
        expect(first).toMatchObject({ truncated: true });
        own.faults.clear();
        const second = await hurry(() => uploadTo(own, { rows }, { connection: tokenConnectionTo(own) }), 5000);
        expect(own.world.state.uploads.size).toBe(188);
        expect(own.world.calls).toHaveLength(3 + 188);
        expect(second.results.filter(({ status }) => status === "failed")).toHaveLength(12);
        expect(second.results.filter(({ status }) => status !== "failed")).toHaveLength(188);
        expect(second.results.filter(({ code }) => code === "ALREADY_UPLOADED").length > 0).toBe(
          duplicateUploads === "conflict",
        );
        expect(second.results.slice(0, 188).every(({ callId }) => callId)).toBe(true);
        const already = second.results.filter(({ code }) => code === "ALREADY_UPLOADED").length;
        expect(second.requests).toBe(189 + already);
      } finally {
        await own.close();
      }
    },
  );

  it("are found out by a dry run, which costs one request", async () => {
    const bad = badRows(sandbox);
    const data = await upload({ rows: [...rowsOf(5), ...Object.values(bad)], dryRun: true });
    expect(sandbox.log.entries.map(({ operation }) => operation)).toEqual(["GET /v2/users"]);
    expect(statuses(data)).toEqual([...Array(5).fill("ready"), ...Array(10).fill("failed"), "failed", "failed"]);
    expect(data.budget).toMatchObject({ spent: 1, estimated: 6 });
    expect(idsCreated()).toEqual([]);
  });
});
