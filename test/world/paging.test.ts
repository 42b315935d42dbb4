import { startSandbox } from "#sandbox/index";
import { useSandbox } from "../support/door";
import { type Asked, ask, recordsOf, wordsOf } from "./ask";

const start = Date.UTC(2026, 10, 20, 18);
const sandbox = useSandbox({ clock: start }, { mayBreakContract: true });

const idsOf = ({ body }: Asked) =>
  (body.calls as { id?: string; metaData?: { id: string } }[]).map((call) => call.id ?? call.metaData?.id);
const cursorOf = (answer: Asked) => encodeURIComponent(recordsOf(answer).cursor ?? "");

it("cuts a list of a GET into pages of 100, with the cursor in the query", async () => {
  const first = await ask(sandbox, "GET /v2/calls");
  expect(recordsOf(first)).toEqual({
    totalRecords: 250,
    currentPageSize: 100,
    currentPageNumber: 0,
    cursor: expect.any(String),
  });
  const second = await ask(sandbox, `GET /v2/calls?cursor=${cursorOf(first)}`);
  const third = await ask(sandbox, `GET /v2/calls?cursor=${cursorOf(second)}`);
  expect(recordsOf(third)).toEqual({ totalRecords: 250, currentPageSize: 50, currentPageNumber: 2 });
  expect(new Set([first, second, third].flatMap(idsOf)).size).toBe(250);
  expect(sandbox.log.of("GET /v2/calls").map(({ page }) => page)).toEqual([0, 1, 2]);
});

it("cuts a list of a POST into pages, with the cursor in the body", async () => {
  const body = { filter: { fromDateTime: "2026-01-01T00:00:00Z" } };
  const first = await ask(sandbox, "POST /v2/calls/extensive", body);
  const second = await ask(sandbox, "POST /v2/calls/extensive", { cursor: recordsOf(first).cursor, ...body });
  expect(recordsOf(second)).toMatchObject({ totalRecords: 250, currentPageSize: 100, currentPageNumber: 1 });
  expect(idsOf(first)).not.toContain(idsOf(second)[0]);
});

it("lets cursors expire an hour after the first page, however far one came", async () => {
  const first = await ask(sandbox, "GET /v2/calls");
  sandbox.clock.advance(40 * 60 * 1000);
  const second = await ask(sandbox, `GET /v2/calls?cursor=${cursorOf(first)}`);
  expect(second.status).toBe(200);
  sandbox.clock.advance(20 * 60 * 1000);
  const third = await ask(sandbox, `GET /v2/calls?cursor=${cursorOf(second)}`);
  expect([third.status, wordsOf(third)]).toEqual([400, "cursor has expired"]);
});

it("refuses garbled cursors, and cursors of another filter", async () => {
  const first = await ask(sandbox, "GET /v2/calls");
  const garbled = await ask(sandbox, `GET /v2/calls?cursor=${cursorOf(first)}x`);
  const moved = await ask(sandbox, `GET /v2/calls?fromDateTime=2020-01-01T00:00:00Z&cursor=${cursorOf(first)}`);
  for (const answer of [garbled, moved, await ask(sandbox, "GET /v2/calls?cursor=x")]) {
    expect([answer.status, wordsOf(answer)]).toEqual([400, "failed to verify cursor"]);
  }
});

it("answers 404 in Gong's words where a list of calls is empty, and an empty list elsewhere", async () => {
  const calls = await ask(sandbox, "GET /v2/calls?toDateTime=2001-01-01T00:00:00Z");
  expect([calls.status, wordsOf(calls)]).toEqual([404, "No calls found corresponding to the provided filters"]);
  const prospects = await ask(sandbox, "POST /v2/flows/prospects", { crmProspectsIds: ["nobody"] });
  expect([prospects.status, prospects.body.prospectsAssigned]).toEqual([200, []]);
});

it("cuts smaller pages, and repeats cursors, when told so", async () => {
  const small = await startSandbox({
    clock: start,
    limits: false,
    pageSize: 10,
    repeatCursors: true,
    world: { calls: 30 },
  });
  try {
    const first = await ask(small, "GET /v2/calls");
    const second = await ask(small, `GET /v2/calls?cursor=${cursorOf(first)}`);
    const third = await ask(small, `GET /v2/calls?cursor=${cursorOf(second)}`);
    expect(recordsOf(first)).toMatchObject({ totalRecords: 30, currentPageSize: 10 });
    expect(recordsOf(third)).toEqual(recordsOf(second));
  } finally {
    await small.close();
  }
});
