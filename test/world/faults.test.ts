import type { Fault } from "#sandbox/index";
import { useSandbox } from "../support/door";
import { ask, recordsOf, wordsOf } from "./ask";

const sandbox = useSandbox({ pageSize: 5, world: { calls: 20 } }, { mayBreakContract: true });

const calls = () => ask(sandbox, "GET /v2/calls");

it.each(["401", "429", "500", "502", "503", "504"] as const)("answers %s once, then goes on", async (kind) => {
  sandbox.faults.add({ kind });
  const answer = await calls();
  expect([answer.status, answer.body.requestId, wordsOf(answer)]).toEqual([
    Number(kind),
    answer.headers["x-traceid"],
    expect.any(String),
  ]);
  expect((await calls()).status).toBe(200);
  expect(sandbox.log.entries.map(({ fault }) => fault)).toEqual([kind, undefined]);
});

it("sends Retry-After in seconds or as a date", async () => {
  const date = "Fri, 20 Nov 2026 18:00:00 GMT";
  sandbox.faults.add({ kind: "429" });
  sandbox.faults.add({ kind: "503", retryAfter: date });
  sandbox.faults.add({ kind: "429", retryAfter: 7 });
  expect((await calls()).headers["retry-after"]).toBe("1");
  expect((await calls()).headers["retry-after"]).toBe(date);
  expect((await calls()).headers["retry-after"]).toBe("7");
});

it.each([["reset", "ECONNRESET"] as const, ["truncated", "ECONNRESET"] as const])(
  "%s breaks the connection",
  async (kind, code) => {
    sandbox.faults.add({ kind });
    await expect(calls()).rejects.toMatchObject({ code });
    expect((await calls()).status).toBe(200);
  },
);

it("is silent, and late", async () => {
  sandbox.faults.add({ kind: "silence" });
  const silent = calls();
  const first = await Promise.race([
    silent.then(() => "answer"),
    new Promise((resolve) => setTimeout(resolve, 50, "silence")),
  ]);
  expect(first).toBe("silence");
  silent.catch(() => undefined);

  sandbox.faults.add({ kind: "latency", ms: 60 });
  const start = performance.now();
  expect((await calls()).status).toBe(200);
  expect(performance.now() - start).toBeGreaterThan(55);
});

it("answers what is no JSON, nothing at all, and another host", async () => {
  sandbox.faults.add({ kind: "html" });
  sandbox.faults.add({ kind: "empty" });
  sandbox.faults.add({ kind: "redirect" });
  const page = await calls();
  expect([page.status, page.headers["content-type"], page.text.slice(0, 9)]).toEqual([
    200,
    "text/html; charset=utf-8",
    "<!DOCTYPE",
  ]);
  const empty = await calls();
  expect([empty.status, empty.text]).toEqual([200, ""]);
  const redirect = await calls();
  expect([redirect.status, redirect.headers.location]).toEqual([302, "https://company-17.api.gong.example/v2/calls"]);
});

it("meets the chosen operation, page, turn and number of requests", async () => {
  const fault = sandbox.faults.add({ kind: "500", match: { operation: "GET /v2/calls", page: 1, nth: 2, times: 2 } });
  const cursor = encodeURIComponent(recordsOf(await calls()).cursor ?? "");
  const ofUsers = sandbox.faults.add({ kind: "503", match: { operation: "GET /v2/users" } });
  const statuses: number[] = [];
  for (let turn = 0; turn < 4; turn += 1) statuses.push((await ask(sandbox, `GET /v2/calls?cursor=${cursor}`)).status);
  expect(statuses).toEqual([200, 500, 500, 200]);
  expect([fault.hits, ofUsers.hits]).toEqual([2, 0]);
  expect((await ask(sandbox, "GET /v2/users")).status).toBe(503);
});

it("lets cursors expire and repeat", async () => {
  const first = recordsOf(await calls()).cursor ?? "";
  const next = () => ask(sandbox, `GET /v2/calls?cursor=${encodeURIComponent(first)}`);
  sandbox.faults.add({ kind: "expiredCursor" });
  expect(wordsOf(await next())).toBe("cursor has expired");
  sandbox.faults.add({ kind: "repeatedCursor", match: { page: 1 } });
  expect(recordsOf(await next())).toMatchObject({ currentPageNumber: 1, cursor: first });
  expect(recordsOf(await next()).cursor).not.toBe(first);
});

it.each([
  [{ kind: "503" }, 0],
  [{ kind: "reset" }, 0],
  [{ kind: "truncated" }, 1],
  [{ kind: "504", happened: true }, 1],
] as readonly (readonly [Fault, number])[])("with %j, a write happens %d times", async (fault, times) => {
  const host = sandbox.world.users[0]?.id;
  sandbox.faults.add(fault);
  const before = sandbox.world.calls.length;
  await ask(sandbox, "POST /v2/calls", {
    clientUniqueId: "pbx-7731",
    actualStart: new Date(sandbox.clock.now() - 3_600_000).toISOString(),
    direction: "Outbound",
    primaryUser: host,
    parties: [{ userId: host }],
  }).catch(() => undefined);
  expect(sandbox.world.calls.length - before).toBe(times);
});

it("takes faults away", async () => {
  sandbox.faults.add({ kind: "500", match: { times: Number.POSITIVE_INFINITY } }).remove();
  expect((await calls()).status).toBe(200);
  sandbox.faults.add({ kind: "500" });
  sandbox.faults.clear();
  expect((await calls()).status).toBe(200);
});
