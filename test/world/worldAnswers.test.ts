import { checkAnswer } from "#sandbox/answers";
import { operations, schemas } from "#sandbox/contract";
import { handlers } from "#sandbox/handlers/index";
import { problemsOf } from "#sandbox/schemas";
import type { Answer } from "#sandbox/types";
import { webhookBody } from "#sandbox/webhooks";
import { createWorld, type World } from "#sandbox/world/index";
import { bodyOf, everyPart, itemsOf, type Question, question } from "./worldQuestions";

const range = { fromDateTime: "2026-08-01T00:00:00Z", toDateTime: "2026-12-01T00:00:00Z" };
const dates = { filter: { fromDate: "2026-09-01", toDate: "2026-11-01" } };

/** A good question for every operation. */
const questions = (world: World): Record<string, Question> => {
  const call = world.calls[7]?.id ?? "";
  const [, manager, , host] = world.users;
  const user = host?.id ?? "";
  const email = host?.emailAddress ?? "";
  const workspaceId = world.workspaces[0]?.id ?? "";
  const contact = world.customers[0]?.contacts[0];
  const integrationId = world.state.crmIntegration?.id ?? "";
  const profileId = [...world.state.profiles.keys()][0] ?? "";
  const flowId = String(itemsOf(question(world, "GET /v2/flows", { query: { flowOwnerEmail: email } }))[0]?.id);
  const folderId = String(itemsOf(question(world, "GET /v2/library/folders"))[0]?.id);
  const file = (text: string) => ({ name: "file", size: text.length, digest: text, bytes: Buffer.from(text) });
  const newCall = {
    clientUniqueId: "pbx-1",
    actualStart: "2026-11-20T09:00:00Z",
    direction: "Outbound",
    primaryUser: user,
    parties: [{ userId: user }],
  };
  const uploaded = String(bodyOf(question(world, "POST /v2/calls", { body: newCall })).callId);
  const meeting = {
    startTime: "2026-12-01T10:00:00Z",
    endTime: "2026-12-01T11:00:00Z",
    invitees: [{ email: "guest@lumenfoods.example" }],
    organizerEmail: email,
  };
  const meetingId = String(bodyOf(question(world, "POST /v2/meetings", { body: meeting })).meetingId);
  const assignment = { crmProspectsIds: [contact?.crmId], flowId, flowInstanceOwnerEmail: email };
  const bulk = { flowId, flowInstanceOwnerEmail: email, prospects: [{ firstName: "Ada", lastName: "Osei" }, {}] };
  const bulkId = String(bodyOf(question(world, "POST /v2/flows/prospects/bulk-assignments", { body: bulk })).id);
  const tasks = { filter: { userId: user, types: ["FLOW", "MANUAL"], taskAction: ["CALL"], status: ["OPEN", "DONE"] } };
  const taskId = String(
    bodyOf<{ tasks: { id: bigint }[] }>(question(world, "POST /v2/tasks", { body: tasks })).tasks[0]?.id,
  );
  const targetId = String(itemsOf(question(world, "GET /v2/targets", { query: { workspaceId } }))[0]?.id);
  const event = { reportingSystem: "Portal", eventTimestamp: "2026-11-01T10:00:00Z" };
  const content = { ...event, contentId: "1", contentUrl: "https://northwind.example/a", contentTitle: "Sheet" };
  const entity = {
    workspaceId,
    crmEntityType: "ACCOUNT",
    crmEntityId: world.customers[0]?.accountId ?? "",
    timePeriod: "ALL_CONVERSATIONS",
  };
  return {
    "GET /v2/calls": { query: range },
    "POST /v2/calls": { body: { ...newCall, clientUniqueId: "pbx-2" } },
    "GET /v2/calls/{id}": { path: { id: call } },
    "PUT /v2/calls/{id}/media": { path: { id: uploaded }, file: file("RIFF") },
    "POST /v2/calls/extensive": { body: { filter: {}, contentSelector: everyPart } },
    "POST /v2/calls/transcript": { body: { filter: range } },
    "PUT /v2/calls/users-access": { body: { callAccessList: [{ callId: call, userIds: [user] }] } },
    "POST /v2/calls/users-access": { body: { filter: { callIds: [call] } } },
    "DELETE /v2/calls/users-access": { body: { callAccessList: [{ callId: call, userIds: [user] }] } },
    "GET /v2/users": { query: { includeAvatars: "true" } },
    "GET /v2/users/{id}": { path: { id: user } },
    "GET /v2/users/{id}/settings-history": { path: { id: user } },
    "POST /v2/users/extensive": { body: { filter: {} } },
    "GET /v2/library/folder-content": { query: { folderId } },
    "POST /v2/stats/activity/aggregate": { body: dates },
    "POST /v2/stats/activity/aggregate-by-period": { body: { ...dates, aggregationPeriod: "WEEK" } },
    "POST /v2/stats/activity/day-by-day": { body: dates },
    "POST /v2/stats/activity/scorecards": { body: { filter: { reviewMethod: "BOTH" } } },
    "POST /v2/stats/interaction": { body: dates },
    "GET /v2/coaching": {
      query: {
        "workspace-id": workspaceId,
        "manager-id": manager?.id ?? "",
        from: range.fromDateTime,
        to: range.toDateTime,
      },
    },
    "GET /v2/logs": { query: { logType: "AccessLog", fromDateTime: range.fromDateTime } },
    "GET /v2/data-privacy/data-for-email-address": { query: { emailAddress: contact?.emailAddress ?? "" } },
    "GET /v2/data-privacy/data-for-phone-number": { query: { phoneNumber: contact?.phoneNumber ?? "" } },
    "POST /v2/data-privacy/erase-data-for-email-address": { query: { emailAddress: "nobody@lumenfoods.example" } },
    "POST /v2/data-privacy/erase-data-for-phone-number": { query: { phoneNumber: "+15550000000" } },
    "GET /v2/permission-profile": { query: { profileId } },
    "POST /v2/permission-profile": { query: { workspaceId }, body: { name: "Auditor" } },
    "PUT /v2/permission-profile": { query: { profileId }, body: { coaching: false } },
    "GET /v2/permission-profile/users": { query: { profileId } },
    "GET /v2/all-permission-profiles": { query: { workspaceId } },
    "POST /v2/crm/entity-schema": {
      query: { integrationId, objectType: "DEAL" },
      body: [{ uniqueName: "region", label: "Region", type: "STRING" }],
    },
    "GET /v2/crm/integrations": {},
    "GET /v2/crm/entity-schema": { query: { integrationId, objectType: "DEAL" } },
    "POST /v2/crm/entities": {
      query: { integrationId, objectType: "ACCOUNT", clientRequestId: "first" },
      file: file('{"objectId":"A1","modifiedDate":"2026-11-01T10:00:00Z","name":"Lumen Foods"}\nnonsense\n'),
    },
    "GET /v2/crm/entities": { query: { integrationId, objectType: "ACCOUNT" }, body: ["A1", "A2"] },
    "GET /v2/crm/request-status": {
      query: { integrationId, clientRequestId: "first" },
      now: world.options.now + 60_000,
    },
    "DELETE /v2/crm/integrations": { query: { integrationId, clientRequestId: "last" } },
    "PUT /v2/crm/integrations": { body: { ownerEmail: email, name: "Again" } },
    "PUT /v2/customer-engagement/content/shared": { body: content },
    "PUT /v2/customer-engagement/content/viewed": { body: content },
    "PUT /v2/customer-engagement/action": { body: event },
    "POST /v2/digital-interaction": {
      body: {
        eventId: "e1",
        timestamp: "2026-11-01T10:00:00Z",
        eventType: "View",
        content: { contentTitle: "Sheet" },
        person: { email: "guest@lumenfoods.example" },
      },
    },
    "POST /v2/integration-settings": {
      body: { integrationTypeSettings: [{ integrationType: "DIALER", allowedOrigin: "https://northwind.example" }] },
    },
    "POST /v2/meetings": { body: meeting },
    "PUT /v2/meetings/{meetingId}": { path: { meetingId }, body: meeting },
    "DELETE /v2/meetings/{meetingId}": { path: { meetingId }, body: { organizerEmail: email } },
    "POST /v2/meetings/integration/status": { body: { emails: [email, "nobody@northwind.example"] } },
    "GET /v2/flows": { query: { flowOwnerEmail: email } },
    "GET /v2/flows/folders": { query: { flowFolderOwnerEmail: email } },
    "POST /v2/flows/steps": { body: { flowIds: [flowId] } },
    "POST /v2/flows/prospects/assign": { body: assignment },
    "POST /v2/flows/prospects": { body: { crmProspectsIds: [contact?.crmId] } },
    "POST /v2/flows/prospects/assign/cool-off-override": { body: assignment },
    "POST /v2/flows/prospects/bulk-assignments": { body: bulk },
    "GET /v2/flows/prospects/bulk-assignments/{id}": { path: { id: bulkId }, now: world.options.now + 60_000 },
    "POST /v2/flows/prospects/unassign-flows-by-crm-id": { body: { crmProspectId: contact?.crmId } },
    "POST /v2/flows/prospects/unassign-flows-by-instance-id": { body: { flowInstanceIds: [] } },
    "POST /v2/tasks": { body: tasks },
    "PATCH /v2/tasks/{taskId}": { path: { taskId }, body: { userId: user, status: "DONE" } },
    "GET /v2/entities/ask-entity": { query: { ...entity, question: "Who decides?" } },
    "GET /v2/entities/get-brief": { query: { ...entity, briefName: "Account Summary" } },
    "GET /v2/targets": { query: { workspaceId } },
    "POST /v2/targets/{targetId}/assignments": {
      path: { targetId },
      query: { workspaceId },
      file: file("Team member identifier,Value\nmaya,100\n"),
    },
  };
};

/** The whole answer as the server would send it, with everything on one page. */
const whole = (answer: Answer, listKey: string | undefined): Record<string, unknown> => {
  if ("refuse" in answer) throw new Error(`Refused: ${answer.refuse} ${answer.errors.join(" ")}`);
  if ("body" in answer) return { requestId: "1", ...answer.body };
  return { requestId: "1", ...answer.extra, [listKey ?? "?"]: itemsOf(answer) };
};

const world = createWorld({ calls: 60 });
const asked = questions(world);
// In this order, so that what is asked for has been made before.
const inOrder = [...Object.keys(asked), ...operations.map(({ key }) => key).filter((key) => !(key in asked))];
const answers = new Map(
  inOrder
    .sort((one, other) => Number(one === "PUT /v2/crm/integrations") - Number(other === "PUT /v2/crm/integrations"))
    .map((key) => [key, question(world, key, asked[key])]),
);

/** Where the world knowingly says more than the document: live Gong does, too. */
const knownExtras = [
  // Fields are read back as `name`.
  "GET /v2/crm/entity-schema: objectTypeToSelectedFields.DEAL[0].name: is not a property",
  // The document gives the shape of the request for this answer; like every answer it carries the id of the request.
  "DELETE /v2/meetings/{meetingId}: requestId: is not a property",
  // HubSpot has deals and companies, where the document names just the Salesforce kinds.
  "objectType: must be one of Opportunity, Account",
];

test("Every operation of the contract has a handler, and no handler is left over.", () => {
  expect(Object.keys(handlers).sort()).toEqual(operations.map(({ key }) => key).sort());
});

test.each(operations.map((operation) => [operation.key, operation] as const))(
  "%s answers as the contract has it.",
  (key, operation) => {
    const answer = answers.get(key);
    if (!answer) throw new Error(`${key} was not asked.`);
    const status = ("status" in answer ? answer.status : undefined) ?? operation.successStatus;
    const body = whole(answer, operation.listKey);
    expect(checkAnswer(operation, status, body)).toEqual([]);
    const strict = checkAnswer(operation, status, body, { closed: true });
    const unknown = strict.filter((problem) => / is not a property | must be one of /.test(problem));
    expect(unknown.filter((problem) => !knownExtras.some((known) => problem.includes(known)))).toEqual([]);
  },
);

test("No list is empty, so that every property is seen.", () => {
  const empty = [...answers].filter(([, answer]) => "list" in answer && answer.list.length === 0).map(([key]) => key);
  expect(empty).toEqual([]);
});

test.each(["current", "older"] as const)("A webhook of the %s generation fits the contract.", (generation) => {
  const asked = { filter: { callIds: [world.calls[3]?.id ?? ""] }, contentSelector: everyPart };
  const call = itemsOf(question(world, "POST /v2/calls/extensive", { body: asked }))[0] as Record<string, unknown>;
  const body = webhookBody(call, { generation, isTest: true });
  expect(body).toMatchObject({ isTest: true, isPrivate: false });
  const wrapped = generation === "current" ? body : { callData: body, isTest: true };
  expect(problemsOf(schemas.CallWebhookPayload ?? {}, wrapped, "answer")).toEqual([]);
  const { content, media } = (generation === "current" ? body.callData : body) as {
    content: { trackers: object[]; scorecardsAnswers?: unknown[] };
    media?: object;
  };
  const names =
    generation === "current" ? ["id", "name", "count", "type", "occurrences"] : ["name", "count", "occurrences"];
  for (const tracker of content.trackers) expect(Object.keys(tracker)).toEqual(names);
  expect(media === undefined).toBe(generation === "current");
  expect(content.scorecardsAnswers).toEqual(generation === "current" ? [] : undefined);
});
