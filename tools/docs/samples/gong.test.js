const { startSandbox } = require("gong-connector/sandbox");

let gong;
beforeAll(async () => {
  gong = await startSandbox({ world: { calls: 300 }, pageSize: 10, clock: Date.parse("2026-11-20T12:00:00Z") });
});
afterAll(() => gong.close());

const ask = (path) =>
  fetch(`${gong.url}${path}`, {
    headers: { authorization: `Basic ${btoa(`${gong.accessKey}:${gong.accessKeySecret}`)}` },
  });

it("answers again after a fault", async () => {
  gong.faults.add({ kind: "503", match: { operation: "GET /v2/users" } });
  expect((await ask("/v2/users")).status).toBe(503);
  expect((await ask("/v2/users")).status).toBe(200);
  expect(gong.log.violations()).toEqual([]);
});
