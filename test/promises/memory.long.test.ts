import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Helper, startHelper } from "#tools/bench/processes";

/**
 * What the published component holds in memory, each in a new process, over HTTPS as in real life: over plain HTTP the
 * copies that TLS makes would not show. `npm run tool bench` measures the same with more sizes.
 */

jest.setTimeout(300_000);
const mebibyte = 1024 * 1024;
const trusted = join(tmpdir(), `gong-memory-${process.pid}.pem`);
const helpers: Helper[] = [];
const start = (certificates?: string) => {
  const helper = startHelper(certificates, "build/bench.js");
  helpers.push(helper);
  return helper;
};

afterAll(async () => {
  await Promise.all(helpers.map((helper) => helper.end()));
  rmSync(trusted, { force: true });
});

it.each(["url", "buffer"] as const)("D17: uploads 512 MiB from a %s with less than 64 MiB of memory", async (from) => {
  const gong = start();
  const files = start();
  const { ca = "", connection } = await gong.ask("startSandbox", { https: true, limits: false });
  const host = await files.ask("startHost");
  writeFileSync(trusted, ca + host.ca);
  const cost = await start(trusted).ask("upload", connection, from, 512 * mebibyte, host.url);
  expect(cost.extraMiB).toBeLessThan(64);
  expect((await gong.ask("takeTraffic")).violations).toEqual([]);
});

it("reads 1,000 complete calls in 22 requests at most, with less than 150 MiB of memory", async () => {
  const gong = start();
  const now = Date.UTC(2026, 10, 20);
  // Without Gong's limit: on a busy machine, arrivals crowd together. That the limit is kept is shown on a virtual clock.
  const { connection } = await gong.ask("startSandbox", { limits: false, world: { calls: 1000, days: 300, now } });
  const worker = start();
  await worker.ask("act", "listUsers", connection, {}, "users");
  await gong.ask("takeTraffic");
  const inputs = {
    fromDateTime: "2026-01-01T00:00:00Z",
    toDateTime: "2026-11-20T00:00:00Z",
    includePrivateCalls: true,
  };
  const { records, extraMiB } = await worker.ask("act", "getCompleteCalls", connection, inputs, "results");
  const { requests } = await gong.ask("takeTraffic");
  expect(records).toBe(1000);
  expect(requests).toBeLessThanOrEqual(22);
  expect(extraMiB).toBeLessThan(150);
});
