import { read } from "#src/form/field";
import { gong } from "#src/gong/index";
import { uploadCalls } from "#src/recipes/upload/uploadCalls";
import { built, quietLogger, tokenConnectionTo } from "../../support/component";
import { useSandbox } from "../../support/door";
import { startSandbox } from "../../support/sandbox";
import { hurry } from "../gong/support";
import { createdIn, goodRow, type Uploaded, uploadTo } from "./uploading";

jest.setTimeout(60_000);

const sandbox = useSandbox({ limits: {}, world: { calls: 3 } });

const upload = (inputs: Record<string, unknown>, more?: Parameters<typeof uploadTo>[2]) =>
  hurry(() => uploadTo(sandbox, inputs, more));
const rowsOf = (count: number) => Array.from({ length: count }, (_, number) => goodRow(sandbox, number));
const idsCreated = () => [...sandbox.world.state.uploads.keys()].sort();
const statuses = ({ results }: Uploaded) => results.map(({ status }) => status);

/** Twelve rows that each have something else wrong. */
const badRows = () => {
  const row = (number: number, more: Record<string, unknown>) => goodRow(sandbox, 900 + number, more);
  const soon = new Date(Date.now() + 60_000).toISOString().replace(/[-:]|\.\d+/g, "");
  return {
    MISSING_ID: row(0, { clientUniqueId: "" }),
    NO_ZONE: row(1, { actualStart: "2026-10-20 15:00:00" }),
    BAD_DIRECTION: row(2, { direction: "sideways" }),
    UNKNOWN_HOST: row(3, { hostEmail: "nobody@northwind.example" }),
    IMPORT_NOT_ENABLED: row(4, { hostEmail: sandbox.world.users[2]?.emailAddress }),
    TOO_SHORT: row(5, { duration: 41 }),
    TOO_LARGE: row(6, { fileSize: 1.6 * 1024 ** 3 }),
    UNKNOWN_FORMAT: row(7, { downloadMediaUrl: "https://recordings.northwind.example/pbx-7907.ogg" }),
    DUPLICATE_ID: row(8, { clientUniqueId: "pbx-7001" }),
    DUPLICATE_URL: row(9, { downloadMediaUrl: "https://recordings.northwind.example/pbx-7002.mp3" }),
    URL_EXPIRES: row(10, {
      downloadMediaUrl: `https://recordings.northwind.example/a.mp3?X-Amz-Date=${soon}&X-Amz-Expires=900&X-Amz-Signature=abcdef`,
    }),
    BAD_VALUE: row(11, { purpose: "x".repeat(256) }),
  };
};

describe("200 calls, 12 of them bad in 12 ways, under Gong's limit", () => {
  it("leave 188 calls once, 12 results that say what to do, and no request too many", async () => {
    const bad = badRows();
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
        const rows = [...rowsOf(188), ...Object.values(badRows())];
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
    const bad = badRows();
    const data = await upload({ rows: [...rowsOf(5), ...Object.values(bad)], dryRun: true });
    expect(sandbox.log.entries.map(({ operation }) => operation)).toEqual(["GET /v2/users"]);
    expect(statuses(data)).toEqual([...Array(5).fill("ready"), ...Array(10).fill("failed"), "failed", "failed"]);
    expect(data.budget).toMatchObject({ spent: 1, estimated: 6 });
    expect(idsCreated()).toEqual([]);
  });
});

describe("An upload that cannot go on", () => {
  it("stops in time and goes on with its resume value, each call once", async () => {
    const rows = rowsOf(100);
    const logger = quietLogger();
    const runFor = (budgetMs: number, resumeFrom?: string | null) =>
      hurry(() => {
        const client = gong(tokenConnectionTo(sandbox), { logger }, { budgetMs });
        const input = read(uploadCalls.fields, { rows, resumeFrom });
        return uploadCalls.run(input, { gong: client, logger });
      }, 2000);
    const first = await runFor(30_000);
    expect(first).toMatchObject({ truncated: true, reason: "The time for this run was used up." });
    const done = first.results.length;
    expect(done).toBeGreaterThan(35);
    expect(done).toBeLessThan(60);
    expect(first.results.every(({ status }) => status === "uploaded")).toBe(true);
    expect(first.skipped).toHaveLength(100 - done);
    expect(logger.lines.filter((line) => /\d+ of 100 rows done/.test(line)).length).toBeGreaterThan(1);
    const second = await runFor(60_000, first.resume);
    expect(second).toMatchObject({ truncated: false, resume: null });
    expect(second.results).toHaveLength(100 - done);
    expect(second.skipped.filter(({ code }) => code === "HANDLED_BEFORE")).toHaveLength(done);
    expect(idsCreated()).toHaveLength(100);
    expect(sandbox.log.entries).toHaveLength(102);
    uploadCalls.output().parse(first);
    uploadCalls.output().parse(second);
  });

  it("fails at once where the right to create calls is missing, and names the scope", async () => {
    const connection = tokenConnectionTo(sandbox, ["api:users:read"]);
    await expect(upload({ rows: rowsOf(40) }, { connection })).rejects.toThrow(/api:calls:create/);
    expect(sandbox.log.of("POST /v2/calls").length).toBeLessThan(15);
  });

  it("uploads nothing when the users could not be read to the end", async () => {
    const own = await startSandbox({ limits: false, pageSize: 5, world: { calls: 1 } });
    own.faults.add({ kind: "403", match: { operation: "GET /v2/users", page: 1 } });
    await expect(hurry(() => uploadTo(own, { rows: [goodRow(own, 1)] }))).rejects.toThrow(/nothing else was done/);
    expect(own.log.of("POST /v2/calls")).toEqual([]);
    await own.close();
  });

  it("goes on with the others when one answer is lost for good, and finds the call by its day later", async () => {
    const lost = { kind: "html", match: { operation: "POST /v2/calls", times: 4 } } as const;
    const rows = rowsOf(1);
    sandbox.faults.add(lost);
    const first = await upload({ rows });
    expect(first.results).toMatchObject([{ status: "failed", code: "NOT_ANSWERED" }]);
    const second = await upload({ rows: first.failed });
    expect(second.results).toMatchObject([{ status: "alreadyUploaded", attempt: 2 }]);
    expect(idsCreated()).toHaveLength(1);
  });

  it("does not take a fault of the look-up for a missing scope of everything", async () => {
    sandbox.faults.add({ kind: "409", errors: ["Conflict"], match: { operation: "POST /v2/calls", times: 1 } });
    const connection = tokenConnectionTo(sandbox, ["api:users:read", "api:calls:create"]);
    const data = await upload({ rows: rowsOf(3) }, { connection });
    expect(statuses(data).sort()).toEqual(["failed", "uploaded", "uploaded"]);
  });
});

describe("The form and its output", () => {
  it("refuses a form that cannot be meant, and sends nothing", async () => {
    await expect(upload({ rows: "hello" })).rejects.toThrow(/Rows must be a list of objects/);
    await expect(upload({ rows: "[{]" })).rejects.toThrow(/Rows must be valid JSON/);
    await expect(upload({ rows: rowsOf(1), mode: "throw" })).rejects.toThrow(
      /Mode must be one of pull \(.*\), push \(/,
    );
    await expect(upload({ rows: rowsOf(1), overrides: ["MISSING_ID"] })).rejects.toThrow(
      /Faults to Allow.* must be one of/,
    );
    expect(sandbox.log.entries).toEqual([]);
  });

  it("names columns that are not used", async () => {
    const logger = quietLogger();
    const data = await upload({ rows: [{ ...goodRow(sandbox, 1), Team: "Sales", Stars: 5 }] }, { logger });
    expect(data.unusedColumns).toEqual(["Team", "Stars"]);
    expect(logger.lines.join()).toContain("not used: Team, Stars");
  });

  it("has an example and results that fit what it says it returns", async () => {
    uploadCalls.output().parse(uploadCalls.example);
    uploadCalls.output().parse(await upload({ rows: [...rowsOf(2), ...Object.values(badRows())] }));
    expect(built.actions.uploadCalls?.examplePayload).toEqual({ data: uploadCalls.example });
    expect(built.actions.uploadCalls?.performSafety).toBe("NOT_ALLOWED");
  });

  it("reads the example of its own form", async () => {
    const example = built.actions.uploadCalls?.inputs.find(({ key }) => key === "rows")?.example;
    const rows = JSON.parse(example ?? "") as { hostEmail: string }[];
    const data = await upload({
      rows: rows.map((each) => ({ ...each, hostEmail: sandbox.world.users[0]?.emailAddress })),
    });
    expect(data).toMatchObject({ results: [{ status: "uploaded" }], unusedColumns: [] });
  });
});
