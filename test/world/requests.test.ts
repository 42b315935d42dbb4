import { useSandbox } from "../support/door";
import { ask, wordsOf } from "./ask";

const sandbox = useSandbox({ world: { calls: 20 } }, { mayBreakContract: true });

const filter = { fromDateTime: "2026-01-01T00:00:00Z" };
const json = { "content-type": "application/json" };

const refused: readonly (readonly [string, string, unknown, number, string])[] = [
  [
    "an unknown nested property",
    "POST /v2/calls/extensive",
    { filter, contentSelector: { exposedFields: { content: { trackrs: true } } } },
    400,
    "contentSelector.exposedFields.content.trackrs: is not a property",
  ],
  [
    "an unknown property in a list",
    "POST /v2/calls",
    {
      clientUniqueId: "1",
      actualStart: "2026-01-01T00:00:00Z",
      direction: "Inbound",
      primaryUser: "1",
      parties: [{ speakerId: "1" }],
    },
    400,
    "parties[0].speakerId",
  ],
  ["a missing property", "POST /v2/calls/extensive", {}, 400, "filter: must not be null"],
  ["a null", "POST /v2/calls/extensive", { filter: { workspaceId: null } }, 400, "filter.workspaceId: must be string"],
  [
    "an id as number",
    "POST /v2/calls/extensive",
    { filter: { callIds: [7] } },
    400,
    "filter.callIds[0]: must be string",
  ],
  [
    "an id beyond 2^53 as number",
    "POST /v2/calls/extensive",
    '{"filter":{"callIds":[7782342274025937895]}}',
    400,
    "filter.callIds[0]: must be string",
  ],
  [
    "a value outside its list",
    "POST /v2/calls/extensive",
    { filter, contentSelector: { context: "All" } },
    400,
    "Extended",
  ],
  [
    "a date-time without zone",
    "POST /v2/calls/extensive",
    { filter: { fromDateTime: "2026-01-01T00:00:00" } },
    400,
    "zone",
  ],
  [
    "a date-time where a date belongs",
    "POST /v2/stats/interaction",
    { filter: { fromDate: "2026-01-01T00:00:00Z", toDate: "2026-01-02" } },
    400,
    "filter.fromDate",
  ],
  ["a cursor in the query of a POST", "POST /v2/calls/extensive?cursor=x", { filter }, 400, "query parameter cursor"],
  ["an unknown query parameter", "GET /v2/calls?from=2026-01-01T00:00:00Z", undefined, 400, "query parameter from"],
  ["a query parameter given twice", "GET /v2/calls?workspaceId=1&workspaceId=2", undefined, 400, "more than once"],
  ["an empty query parameter", "GET /v2/calls?workspaceId=", undefined, 400, "is empty"],
  ["a missing query parameter", "GET /v2/flows", undefined, 400, "flowOwnerEmail parameter is missing"],
  ["a boolean that is none", "GET /v2/users?includeAvatars=yes", undefined, 400, "must be true or false"],
  [
    "an integer that is none",
    "GET /v2/crm/request-status?integrationId=x&clientRequestId=1",
    undefined,
    400,
    "valid Long",
  ],
  [
    "an integer of more than 64 bits",
    "GET /v2/crm/request-status?integrationId=9223372036854775808&clientRequestId=1",
    undefined,
    400,
    "valid Long",
  ],
  [
    "a query value outside its list",
    "GET /v2/logs?logType=All&fromDateTime=2026-01-01T00:00:00Z",
    undefined,
    400,
    "AccessLog",
  ],
  ["a plus that was not encoded", "GET /v2/calls?fromDateTime=2026-01-01T00:00:00+02:00", undefined, 400, "zone"],
  ["a body where none belongs", "GET /v2/users", { a: 1 }, 400, "Gong takes none here"],
  ["a null as body", "POST /v2/calls/extensive", "null", 400, "must be object"],
  ["a broken body", "POST /v2/calls/extensive", '{"filter":', 400, "the body"],
  ["too many ids", "POST /v2/flows/steps", { flowIds: Array.from({ length: 21 }, String) }, 400, "at most 20, not 21"],
  [
    "ids with a workspace",
    "POST /v2/calls/transcript",
    { filter: { callIds: ["1"], workspaceId: "1" } },
    400,
    "workspaceId",
  ],
  ["a path parameter that is no integer", "DELETE /v2/meetings/x", { organizerEmail: "a@b.example" }, 400, "meetingId"],
  ["a missing body", "GET /v2/crm/entities?integrationId=1&objectType=DEAL", undefined, 415, "Unsupported Media Type"],
  ["a wrong method", "POST /v2/entities/ask-entity", {}, 405, "Method Not Allowed"],
  ["an unknown path", "GET /v2/emails", undefined, 404, "Gong has no GET /v2/emails"],
];

it.each(refused)("refuses %s", async (_, line, body, status, words) => {
  const answer = await ask(sandbox, line, body);
  expect([answer.status, wordsOf(answer)]).toEqual([status, expect.stringContaining(words)]);
  expect(sandbox.log.violations()).toHaveLength(1);
});

it("refuses a body that is not declared as JSON", async () => {
  const answer = await ask(sandbox, "POST /v2/calls/extensive", { filter }, { "content-type": "text/plain" });
  expect([answer.status, wordsOf(answer)]).toEqual([415, "Unsupported Media Type"]);
});

it("names every problem at once", async () => {
  const answer = await ask(sandbox, "POST /v2/calls", { title: 1, name: "x" });
  expect(answer.body.errors).toEqual(
    expect.arrayContaining([
      "Sandbox contract check: parties: must not be null.",
      "Sandbox contract check: name: is not a property that Gong has here.",
      "Sandbox contract check: title: must be string.",
    ]),
  );
});

it("lets good requests pass, without dates too", async () => {
  expect((await ask(sandbox, "GET /v2/calls")).status).toBe(200);
  expect((await ask(sandbox, "GET /v2/calls?fromDateTime=2020-01-01T00:00:00%2B02:00")).status).toBe(200);
  expect((await ask(sandbox, "POST /v2/users/extensive", { filter: {} })).status).toBe(200);
  expect((await ask(sandbox, "GET /v2/users", undefined, json)).status).toBe(200);
  expect(sandbox.log.violations()).toEqual([]);
});

it("answers a reversed range in Gong's words, which is no violation", async () => {
  const answer = await ask(sandbox, "POST /v2/calls/extensive", {
    filter: { fromDateTime: "2026-02-01T00:00:00Z", toDateTime: "2026-01-01T00:00:00Z" },
  });
  expect([answer.status, wordsOf(answer)]).toEqual([400, "filter.fromDateTime: must be before toDateTime"]);
  expect(sandbox.log.violations()).toEqual([]);
});

it("keeps every digit of numbers beyond 2^53", async () => {
  await ask(
    sandbox,
    "POST /v2/calls",
    '{"clientUniqueId":"1","actualStart":"2026-01-01T00:00:00Z","direction":"Inbound","primaryUser":"1","parties":[{"userId":"1"}],' +
      '"context":[{"system":"Salesforce","objects":[{"objectType":"Account","objectId":"1","fields":[{"name":"n","value":6286478263646879879}]}]}]}',
  );
  expect(sandbox.log.violations()).toEqual([]);
  expect(sandbox.log.entries[0]?.body).toMatchObject({
    context: [{ objects: [{ fields: [{ value: 6286478263646879879n }] }] }],
  });
});
