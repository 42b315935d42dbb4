import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openGong } from "#demo/gong";
import { run } from "#demo/index";
import component from "#src/index";
import type { RunnableComponent } from "#tools/workflow/runner";
import { type Sandbox, startSandbox } from "../../support/sandbox";

let sandbox: Sandbox;
const environment = { ...process.env };
const lines: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ limits: false, world: { calls: 60, days: 20 } });
  Object.assign(process.env, {
    GONG_BASE_URL: sandbox.url,
    GONG_ACCESS_KEY: sandbox.accessKey,
    GONG_ACCESS_KEY_SECRET: sandbox.accessKeySecret,
  });
  jest.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
});
afterAll(async () => {
  process.env = environment;
  jest.restoreAllMocks();
  await sandbox.close();
});

test("with keys in the environment the demo reads that Gong and never writes to it", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "demo-"));
  await run(component as unknown as RunnableComponent, [], folder);
  const output = lines.join("\n");
  expect(output).toContain("Nothing is written to it.");
  expect(output).toContain("ready, not sent: this is a dry run");
  expect(output).not.toContain(sandbox.accessKeySecret);
  const reads = ["POST /v2/calls/extensive", "POST /v2/calls/transcript", "POST /v2/users/extensive"];
  const writes = sandbox.log.entries.filter(
    ({ method, operation = "" }) => method !== "GET" && !reads.includes(operation),
  );
  expect(writes).toEqual([]);
  expect(sandbox.log.violations()).toEqual([]);
  expect(["run-log.xlsx", "transcript.md"].filter((file) => !existsSync(path.join(folder, file)))).toEqual([]);
  rmSync(folder, { recursive: true });
});

test("a dead address is told within seconds", async () => {
  const dead = { ...process.env, GONG_BASE_URL: "http://127.0.0.1:1" };
  await expect(openGong(dead)).rejects.toThrow(
    /Nothing answers at http:\/\/127\.0\.0\.1:1 \(.+\)\. Check GONG_BASE_URL/,
  );
  expect(lines.join("\n")).toContain("Looking whether http://127.0.0.1:1 answers");
});

test("keys that are not complete do not lead to the sandbox unnoticed", async () => {
  const { GONG_ACCESS_KEY_SECRET, ...incomplete } = process.env;
  await expect(openGong(incomplete)).rejects.toThrow("To read a real Gong, set GONG_ACCESS_KEY_SECRET too.");
});

test("a workflow that is not there is named, with those that are", async () => {
  await expect(run(component as unknown as RunnableComponent, ["uploads"])).rejects.toThrow(
    'There is no workflow "uploads" to run. There are: competitor-mentions-to-salesforce, calls-to-timeline, telephony-upload, ask-gong.',
  );
});
