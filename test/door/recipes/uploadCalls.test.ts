import { read } from "#src/form/field";
import { gong } from "#src/gong/index";
import { createNewCall } from "#src/operations/calls/index";
import { uploadCalls } from "#src/recipes/upload/uploadCalls";
import { built, connectionTo, quietLogger, tokenConnectionTo } from "../../support/component";
import { useSandbox } from "../../support/door";
import { wavOf } from "../../support/host";
import { startSandbox } from "../../support/sandbox";
import { standIn, wholeAnswer } from "../../support/standIn";
import { hurry } from "../gong/support";
import { badRows, goodRow, type Uploaded, uploadTo } from "./uploading";

const sandbox = useSandbox({ limits: {}, world: { calls: 3 } });

const upload = (inputs: Record<string, unknown>, more?: Parameters<typeof uploadTo>[2]) =>
  hurry(() => uploadTo(sandbox, inputs, more));
const rowsOf = (count: number) => Array.from({ length: count }, (_, number) => goodRow(sandbox, number));
const idsCreated = () => [...sandbox.world.state.uploads.keys()].sort();
const statuses = ({ results }: Uploaded) => results.map(({ status }) => status);

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
    expect(logger.lines.filter((line) => /: row \d+ \(/.test(line))).toEqual([]);
    const second = await runFor(60_000, first.resume);
    expect(second).toMatchObject({ truncated: false, resume: null });
    expect(second.results).toHaveLength(100 - done);
    expect(second.skipped.filter(({ code }) => code === "HANDLED_BEFORE")).toHaveLength(done);
    expect(idsCreated()).toHaveLength(100);
    expect(sandbox.log.entries).toHaveLength(102);
    uploadCalls.output().parse(first);
    uploadCalls.output().parse(second);
  });

  it("goes through rows in the order of their starts, then ids, and on from the resume value of any version", async () => {
    const rows = [4, 2, 3, 1].map((number) =>
      goodRow(sandbox, number, number > 2 ? { actualStart: goodRow(sandbox, 3).actualStart } : {}),
    );
    const look = (more: object) => upload({ rows, dryRun: true, ...more });
    const idsOf = ({ results }: Uploaded) => results.map(({ clientUniqueId }) => clientUniqueId).sort();
    const first = await look({ maxCalls: 3 });
    expect(idsOf(first)).toEqual(["pbx-7001", "pbx-7002", "pbx-7003"]);
    const earlier = JSON.stringify([Date.parse(goodRow(sandbox, 3).actualStart), "pbx-7004"]);
    for (const resumeFrom of [first.resume, `rows1.${Buffer.from(earlier).toString("base64url")}`])
      expect(idsOf(await look({ resumeFrom }))).toEqual(["pbx-7004"]);
    const whole = first.resume ?? "";
    const ofAnother = Buffer.from('{"kind":"users","left":[1,"a"]}').toString("base64url");
    for (const broken of ["x", whole.slice(0, -4), "rows1.bnVsbA"])
      await expect(look({ resumeFrom: broken })).rejects.toThrow("Resume From is not complete");
    await expect(look({ resumeFrom: ofAnother })).rejects.toThrow("Resume From comes from another action");
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

  it("keeps a recording back where Gong created the call without telling its id", async () => {
    const end = standIn((operation) => (operation === createNewCall ? { requestId: "r" } : wholeAnswer(operation)));
    const connection = connectionTo({ url: "https://api.gong.io", accessKey: "KEY", accessKeySecret: "secret" });
    const file = { data: wavOf(70_000), contentType: "audio/wav" };
    const rows = [{ ...rowsOf(1)[0], hostEmail: "ada.reyes@northwind.example", downloadMediaUrl: "", file }];
    const { results, failed } = await upload({ rows, mode: "push" }, { connection }).finally(end);
    expect(results).toMatchObject([
      { code: "CONFLICT", callId: null, requestId: "r", mediaPending: true, warnings: [] },
    ]);
    expect(results[0]?.message).toMatch(/^Gong created the call without telling its id/);
    expect(failed).toMatchObject([{ mediaPending: true, callId: null }]);
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
    for (const rows of ["hello", [{ color: "red" }]])
      await expect(upload({ rows })).rejects.toThrow(/Rows must be a list of objects/);
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
    uploadCalls.output().parse(await upload({ rows: [...rowsOf(2), ...Object.values(badRows(sandbox))] }));
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
