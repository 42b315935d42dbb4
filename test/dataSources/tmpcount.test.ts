import { component } from "@prismatic-io/spectral";
import { createHarness } from "@prismatic-io/spectral/dist/testing";
import { startSandbox } from "../../sandbox";
import { dataSources } from "../../src/dataSources";
const harness = createHarness(component({ key: "gong", display: { label: "G", description: "d", iconPath: "icon.png" }, dataSources }));
const realImmediate = setImmediate;
it.each([9000, 20000, 27000, 40000, 60000, 100000])("%d", async (calls) => {
  for (const spread of ["officeHours", "even"] as const) {
  jest.useFakeTimers({ now: Date.UTC(2026, 0, 20, 12), doNotFake: ["nextTick", "setImmediate", "queueMicrotask", "performance"] });
  const sandbox = await startSandbox({ limits: false, world: { now: Date.now(), calls, days: 90, spread } });
  let done = false;
  const work = harness.dataSource("calls", { connection: { key: "gongApiKey", configVarKey: "G", fields: { baseUrl: sandbox.url, accessKey: sandbox.accessKey, accessKeySecret: sandbox.accessKeySecret } } }).finally(() => { done = true; });
  while (!done) { await new Promise((r) => realImmediate(r)); jest.advanceTimersByTime(20); }
  await work;
  process.stderr.write(`${calls} ${spread} ${sandbox.log.of("GET /v2/calls").length} ${sandbox.log.entries.length}\n`);
  jest.useRealTimers();
  await sandbox.close();
  }
}, 60000);
