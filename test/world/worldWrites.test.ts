import { createWorld, type World, type WorldOptions } from "#sandbox/world/index";
import { bodyOf, itemsOf, question, refusalOf } from "./worldQuestions";

const minute = 60_000;

const newCall = (world: World, changes: object = {}) => {
  const id = world.users[3]?.id ?? "";
  return {
    clientUniqueId: "pbx-7731",
    title: "Renewal",
    actualStart: "2026-11-20T09:00:00Z",
    duration: 300,
    direction: "Outbound",
    primaryUser: id,
    parties: [{ userId: id }, { phoneNumber: "+14255552671", name: "A. Buyer" }],
    ...changes,
  };
};

const upload = (world: World, changes: object = {}) =>
  question(world, "POST /v2/calls", { body: newCall(world, changes) });
const idOf = (answer: ReturnType<typeof upload>) => String(bodyOf(answer).callId);
const media = (world: World, id: string, size = 4) =>
  question(world, "PUT /v2/calls/{id}/media", { path: { id }, file: { name: "call.wav", size, digest: "a" } });
const read = (world: World, id: string, now: number) => question(world, "GET /v2/calls/{id}", { path: { id }, now });

const uploadWorld = (options: WorldOptions = {}) =>
  createWorld({ calls: 0, uploadLatenessMs: 10 * minute, ...options });

test("A call that Gong fetches itself appears some time after its upload, as it was uploaded.", () => {
  const world = uploadWorld();
  const { now } = world.options;
  const id = idOf(upload(world, { downloadMediaUrl: "https://pbx.northwind.example/1.wav" }));
  expect(refusalOf(read(world, id, now + 10 * minute - 1))).toBe(`404 Call ID ${id} was not found`);
  expect(bodyOf(read(world, id, now + 10 * minute)).call).toMatchObject({
    id,
    title: "Renewal",
    clientUniqueId: "pbx-7731",
    duration: 300,
    direction: "Outbound",
    primaryUserId: world.users[3]?.id,
  });
  expect(refusalOf(media(world, id))).toMatch(/^400 .*downloadMediaUrl/);
});

test("A call without a download address appears after its media was sent, once.", () => {
  const world = uploadWorld();
  const later = world.options.now + 24 * 60 * minute;
  const id = idOf(upload(world));
  expect(refusalOf(read(world, id, later))).toMatch(/^404/);
  expect(media(world, id, 1234)).toMatchObject({ status: 201, body: { callId: id, url: expect.stringContaining(id) } });
  expect(world.findCall(id)?.upload).toEqual({ hasDownloadUrl: false, mediaDigest: "a" });
  expect(bodyOf(read(world, id, later))).toHaveProperty("call");
  expect(refusalOf(media(world, id))).toMatch(/^400 .*same content/);
  expect(refusalOf(media(world, "42"))).toBe("400 Call ID 42 was not found");
});

test("An upload is linked to the CRM by the addresses and numbers of its parties.", () => {
  const world = uploadWorld();
  const [customer] = world.customers;
  const contextOf = (clientUniqueId: string, party: object) => {
    const host = { userId: world.users[3]?.id };
    const id = idOf(
      upload(world, { clientUniqueId, parties: [host, party], downloadMediaUrl: "https://pbx.example/1" }),
    );
    const call = world.findCall(id);
    return (
      call &&
      world
        .describeCall(call)
        .context(["Now"], false)[0]
        ?.objects.map(({ objectId }) => objectId)
    );
  };
  const ids = [customer?.dealId, customer?.accountId];
  expect(contextOf("1", { emailAddress: `someone@${customer?.domain}` })).toEqual(ids);
  expect(contextOf("2", { phoneNumber: customer?.contacts[0]?.phoneNumber })).toEqual(ids);
  expect(contextOf("3", { phoneNumber: "+14255552671" })).toBeUndefined();
});

test("A call under a minute is accepted and never appears.", () => {
  const world = uploadWorld();
  const id = idOf(upload(world, { duration: 59, downloadMediaUrl: "https://pbx.northwind.example/1.wav" }));
  expect(refusalOf(read(world, id, world.options.now + 1e12))).toMatch(/^404/);
});

test("Uploads without a known host among the parties, or whose host is not set to import, are refused.", () => {
  const world = uploadWorld();
  const { id: muted } = world.users[2] ?? { id: "" };
  expect(refusalOf(upload(world, { primaryUser: "42" }))).toBe("400 primaryUser: user ID 42 was not found");
  expect(refusalOf(upload(world, { parties: [{ name: "Someone" }] }))).toMatch(/^400 parties: the primary user/);
  expect(refusalOf(upload(world, { primaryUser: muted, parties: [{ userId: muted }] }))).toMatch(
    /^409 .*import is not enabled/,
  );
  expect(world.calls).toHaveLength(0);
});

test("A repeated clientUniqueId is a conflict that names the first call, or gives its id back.", () => {
  const strict = uploadWorld();
  const first = idOf(upload(strict));
  expect(refusalOf(upload(strict))).toMatch(new RegExp(`^400 .*pbx-7731.*${first}`));
  const lenient = uploadWorld({ duplicateUploads: "firstId" });
  expect(idOf(upload(lenient))).toBe(idOf(upload(lenient)));
  expect(lenient.calls).toHaveLength(1);
});

test("Access to calls is given, listed and taken away; unknown calls are refused.", () => {
  const world = createWorld({ calls: 2 });
  const callId = world.calls[0]?.id ?? "";
  const [one, other] = world.users.map(({ id }) => id);
  const list = () =>
    itemsOf(question(world, "POST /v2/calls/users-access", { body: { filter: { callIds: [callId] } } }));
  const change = (method: string, userIds: unknown[], id = callId) =>
    question(world, `${method} /v2/calls/users-access`, { body: { callAccessList: [{ callId: id, userIds }] } });
  change("PUT", [one, other]);
  change("PUT", [one]);
  expect(list()).toEqual([{ callId, users: [{ userId: one }, { userId: other }] }]);
  change("DELETE", [one]);
  expect(list()).toEqual([{ callId, users: [{ userId: other }] }]);
  expect(refusalOf(change("PUT", [one], "42"))).toBe("400 Some calls not found");
});

test("A permission profile is created with nothing allowed, and changed field by field.", () => {
  const world = createWorld({ calls: 0 });
  const workspaceId = world.workspaces[0]?.id ?? "";
  const body = { name: "Auditor", callsAccess: { permissionLevel: "all" } };
  const made = question(world, "POST /v2/permission-profile", { query: { workspaceId }, body });
  const { id } = bodyOf<{ profile: { id: string } }>(made).profile;
  expect(bodyOf(made).profile).toMatchObject({ callsAccess: { permissionLevel: "all" }, coaching: false });
  question(world, "PUT /v2/permission-profile", { query: { profileId: id }, body: { coaching: true } });
  const read = question(world, "GET /v2/permission-profile", { query: { profileId: id } });
  expect(bodyOf(read).profile).toMatchObject({
    name: "Auditor",
    callsAccess: { permissionLevel: "all" },
    coaching: true,
  });
  const overflow = question(world, "GET /v2/permission-profile/users", {
    query: { profileId: "99999999999999999999" },
  });
  expect(refusalOf(overflow)).toBe("400 Bad request");
});

test("A CRM upload is done after a while, with an error for each bad line; its request id works once.", () => {
  const world = createWorld({ calls: 0 });
  const integrationId = world.state.crmIntegration?.id ?? "";
  const text = [
    '{"objectId":"A1","modifiedDate":"2026-11-01T10:00:00Z","name":"Lumen Foods"}',
    "nonsense",
    '{"objectId":"A2"}',
    '{"objectId":"A3","modifiedDate":"2026-11-01T10:00:00.123Z"}',
    '{"objectId":"A1","modifiedDate":"2026-11-01T10:00:00Z"}',
  ].join("\n");
  const query = { integrationId, objectType: "ACCOUNT", clientRequestId: "r1" };
  const send = (content: string, clientRequestId: string) =>
    question(world, "POST /v2/crm/entities", {
      query: { ...query, clientRequestId },
      file: { name: "accounts.ldjson", size: content.length, digest: "a", bytes: Buffer.from(content) },
    });
  expect(send(text, "r1")).toMatchObject({ status: 201, body: { clientRequestId: "r1" } });
  expect(refusalOf(send(text, "r1"))).toMatch(/^409 .*r1/);
  send("nonsense", "r2");
  const status = (clientRequestId: string, now: number) =>
    bodyOf(question(world, "GET /v2/crm/request-status", { query: { integrationId, clientRequestId }, now }));
  expect(status("r1", world.options.now)).toMatchObject({ status: "IN_PROGRESS" });
  const later = world.options.now + minute;
  expect(status("r1", later)).toMatchObject({ status: "DONE", totalErrorCount: 4, totalSuccessCount: 1 });
  expect((status("r1", later).errors as { line: number }[]).map(({ line }) => line)).toEqual([2, 3, 4, 5]);
  expect(status("r2", later)).toMatchObject({ status: "FAILED", totalErrorCount: 1, totalSuccessCount: 0 });
  const objects = question(world, "GET /v2/crm/entities", { query, body: ["A1", "A2"] });
  expect(bodyOf(objects).crmObjectsMap).toEqual({ A1: expect.objectContaining({ name: "Lumen Foods" }), A2: null });
  expect(refusalOf(question(world, "GET /v2/crm/entities", { query }))).toBe("415 Unsupported Media Type");
});

test("There is one CRM integration at a time; its id keeps all digits.", () => {
  const world = createWorld({ calls: 0 });
  const register = () =>
    question(world, "PUT /v2/crm/integrations", { body: { ownerEmail: world.users[0]?.emailAddress, name: "CRM" } });
  const listed = () => itemsOf<{ integrationId: bigint }>(question(world, "GET /v2/crm/integrations"));
  const id = listed()[0]?.integrationId ?? 0n;
  expect(id).toBeGreaterThan(2n ** 53n);
  expect(refusalOf(register())).toMatch(/^409 Your organization already has an active GENERIC CRM integration\./);
  const query = { integrationId: String(id), clientRequestId: "delete" };
  expect(question(world, "DELETE /v2/crm/integrations", { query })).toMatchObject({ status: 201 });
  expect(listed()).toEqual([]);
  expect(bodyOf(register()).integrationId).not.toBe(id);
});

test("A CRM schema has to be sent whole.", () => {
  const world = createWorld({ calls: 0 });
  const query = { integrationId: world.state.crmIntegration?.id ?? "", objectType: "DEAL" };
  const send = (...names: string[]) => {
    const body = names.map((uniqueName) => ({ uniqueName, label: uniqueName, type: "STRING" }));
    return question(world, "POST /v2/crm/entity-schema", { query, body });
  };
  expect(send("region", "segment")).toMatchObject({ status: 200 });
  expect(refusalOf(send("region"))).toBe("400 Fields are missing: segment");
  const read = bodyOf<{ objectTypeToSelectedFields: { DEAL: object[] } }>(
    question(world, "GET /v2/crm/entity-schema", { query }),
  );
  expect(read.objectTypeToSelectedFields.DEAL).toHaveLength(2);
});

test("Prospects are assigned one by one; those who are unknown or in the flow already come back with a reason.", () => {
  const world = createWorld({ calls: 0 });
  const email = world.users[3]?.emailAddress ?? "";
  const [known = "", other = ""] = world.customers[0]?.contacts.map(({ crmId }) => crmId) ?? [];
  const flowId = String(itemsOf(question(world, "GET /v2/flows", { query: { flowOwnerEmail: email } }))[1]?.id);
  const assign = (crmProspectsIds: string[], id = flowId, path = "") =>
    question(world, `POST /v2/flows/prospects/assign${path}`, {
      body: { crmProspectsIds, flowId: id, flowInstanceOwnerEmail: email },
    });
  const first = bodyOf<{ prospectsAssigned: { flowInstanceId: string }[] }>(assign([known]));
  const second = bodyOf<{ prospectsAssigned: object[]; prospectsNotAssigned: object[] }>(
    assign([known, other, "0030"]),
  );
  expect(second.prospectsAssigned).toMatchObject([{ crmProspectId: other, flowInstanceOwnerEmail: email }]);
  expect(second.prospectsNotAssigned).toMatchObject([
    { crmProspectId: known, errorCode: "InvalidState" },
    { crmProspectId: "0030", errorCode: "InvalidArgument" },
  ]);
  const { flowInstanceId = "" } = first.prospectsAssigned[0] ?? {};
  const unassign = (flowInstanceIds: string[]) =>
    question(world, "POST /v2/flows/prospects/unassign-flows-by-instance-id", { body: { flowInstanceIds } });
  expect(bodyOf(unassign([flowInstanceId])).unassignedFlowInstanceIds).toEqual([flowInstanceId]);
  expect(bodyOf(unassign([flowInstanceId])).unassignedFlowInstanceIds).toEqual([]);
  expect(refusalOf(unassign(["42"]))).toBe("400 One or more of the given flowInstanceIds does not exist");
  expect(bodyOf(assign([known])).prospectsNotAssigned).toMatchObject([
    { errorMessage: expect.stringContaining("cool-off") },
  ]);
  expect(bodyOf(assign([known], flowId, "/cool-off-override")).prospectsAssigned).toHaveLength(1);
  expect(refusalOf(assign([known], "42"))).toBe("404 Flow not found");
  expect(refusalOf(question(world, "POST /v2/flows/steps", { body: { flowIds: ["42"] } }))).toBe(
    "404 Flow not found: flowId=42",
  );
  const unknown = question(world, "POST /v2/flows/prospects/unassign-flows-by-crm-id", {
    body: { crmProspectId: "42" },
  });
  expect(bodyOf(unknown).unassignedFlowInstanceIds).toEqual([]);
});

test("A bulk assignment is pending first and has a result for each prospect in the end.", () => {
  const world = createWorld({ calls: 0 });
  const email = world.users[3]?.emailAddress ?? "";
  const flowId = String(itemsOf(question(world, "GET /v2/flows", { query: { flowOwnerEmail: email } }))[0]?.id);
  const prospects = [{ crmId: world.customers[0]?.contacts[0]?.crmId }, { firstName: "Ada" }, { crmId: "42" }];
  const body = { flowId, flowInstanceOwnerEmail: email, prospects };
  const started = question(world, "POST /v2/flows/prospects/bulk-assignments", { body });
  expect(started).toMatchObject({ status: 202, body: { status: "PENDING", totalCount: 3, results: [] } });
  const read = (id: string) =>
    question(world, "GET /v2/flows/prospects/bulk-assignments/{id}", { path: { id }, now: world.options.now + minute });
  expect(bodyOf(read(String(bodyOf(started).id)))).toMatchObject({
    status: "COMPLETED",
    successCount: 1,
    failedCount: 2,
    results: [{ status: "ASSIGNED" }, { status: "CRM_OPERATION_FAILED" }, { status: "FLOW_ASSIGNMENT_FAILED" }],
  });
  expect(refusalOf(read("12345"))).toBe("404 Flow prospects bulk assignment 12345 not found");
});

test("Folders of flows have the text null where an id is missing.", () => {
  const world = createWorld({ calls: 0 });
  const query = { flowFolderOwnerEmail: world.users[3]?.emailAddress ?? "" };
  const folders = itemsOf(question(world, "GET /v2/flows/folders", { query }));
  expect(folders).toContainEqual(
    expect.objectContaining({ name: "Shared With You", parentFolderId: "null", createdById: "null" }),
  );
  expect(refusalOf(question(world, "GET /v2/flows"))).toBe("400 flowOwnerEmail parameter is missing");
});

test("Events are taken once.", () => {
  const world = createWorld({ calls: 0 });
  const event = { reportingSystem: "Portal", eventTimestamp: "2026-11-01T10:00:00Z", eventId: "e1" };
  const person = { email: "guest@lumenfoods.example" };
  const digital = { eventId: "e1", timestamp: "2026-11-01T10:00:00Z", eventType: "View", content: {}, person };
  for (const [key, body] of [
    ["PUT /v2/customer-engagement/action", { ...event, actor: person }],
    ["POST /v2/digital-interaction", digital],
  ] as const) {
    expect(refusalOf(question(world, key, { body }))).toBe("none");
    expect(refusalOf(question(world, key, { body }))).toMatch(/^409 .*e1/);
  }
  const query = { emailAddress: person.email };
  expect(
    bodyOf(question(world, "GET /v2/data-privacy/data-for-email-address", { query })).customerEngagement,
  ).toHaveLength(2);
  const both = { ...digital, eventId: "e2", trackingId: "t" };
  expect(refusalOf(question(world, "POST /v2/digital-interaction", { body: both }))).toMatch(/^400 person, trackingId/);
});

test("Meetings are made, changed and deleted by their organizer; unknown ones are not found.", () => {
  const world = createWorld({ calls: 0 });
  const body = {
    startTime: "2026-12-01T10:00:00Z",
    endTime: "2026-12-01T11:00:00Z",
    invitees: [],
    organizerEmail: world.users[3]?.emailAddress,
  };
  const meetingId = String(bodyOf(question(world, "POST /v2/meetings", { body })).meetingId);
  question(world, "PUT /v2/meetings/{meetingId}", { path: { meetingId }, body: { ...body, title: "Moved" } });
  expect(world.state.meetings.get(meetingId)).toMatchObject({ title: "Moved" });
  const remove = () =>
    question(world, "DELETE /v2/meetings/{meetingId}", {
      path: { meetingId },
      body: { organizerEmail: body.organizerEmail },
    });
  expect(refusalOf(remove())).toBe("none");
  expect(refusalOf(remove())).toBe("404 The given meeting ID was not found.");
  const disconnected = { ...body, organizerEmail: world.users[5]?.emailAddress };
  expect(question(world, "POST /v2/meetings", { body: disconnected })).toMatchObject({
    refuse: 409,
    errors: ["Provider disconnected"],
    extra: { userFacingError: expect.any(String), fixUrl: expect.any(String), helpUrl: expect.any(String) },
  });
});

test("Erasing somebody takes their calls and CRM entry away, and says yes to strangers too.", () => {
  const world = createWorld();
  const emailAddress = world.customers.flatMap(({ contacts }) => contacts)[0]?.emailAddress ?? "";
  const find = () =>
    bodyOf<{ calls: object[]; customerData: object[] }>(
      question(world, "GET /v2/data-privacy/data-for-email-address", { query: { emailAddress } }),
    );
  const { calls, customerData } = find();
  expect(calls.length).toBeGreaterThan(0);
  expect(customerData).toHaveLength(1);
  const erase = (address: string) =>
    question(world, "POST /v2/data-privacy/erase-data-for-email-address", { query: { emailAddress: address } });
  expect(refusalOf(erase(emailAddress))).toBe("none");
  expect(find()).toMatchObject({ emails: [], calls: [], meetings: [], customerData: [] });
  expect(world.calls).toHaveLength(250 - calls.length);
  expect(refusalOf(erase("nobody@lumenfoods.example"))).toBe("none");
  world.reset();
  expect(find().calls).toHaveLength(calls.length);
});

test("Tasks are listed by user, type and status, and can be changed.", () => {
  const world = createWorld({ calls: 0 });
  const userId = world.users[3]?.id ?? "";
  const list = (status: string) =>
    bodyOf<{ tasks: { id: bigint; type: string }[] }>(
      question(world, "POST /v2/tasks", {
        body: { filter: { userId, types: ["MANUAL"], taskAction: ["CALL"], status: [status] } },
      }),
    ).tasks;
  const [task] = list("OPEN");
  expect(list("OPEN").every(({ type }) => type === "MANUAL")).toBe(true);
  const change = (taskId: string) =>
    question(world, "PATCH /v2/tasks/{taskId}", { path: { taskId }, body: { userId, status: "DISMISSED" } });
  expect(bodyOf(change(String(task?.id))).tasks).toMatchObject([{ id: task?.id, status: "DISMISSED" }]);
  expect(list("DISMISSED").map(({ id }) => id)).toEqual([task?.id]);
  expect(refusalOf(change("42"))).toMatch(/^404/);
});

test("AI answers cost a credit for all they read, until there are none left.", () => {
  const world = createWorld({ credits: 200 });
  const query = {
    workspaceId: world.workspaces[0]?.id ?? "",
    crmEntityType: "ACCOUNT",
    crmEntityId: world.customers[0]?.accountId ?? "",
    timePeriod: "ALL_CONVERSATIONS",
    question: "Who decides?",
  };
  const ask = (changes: object = {}) =>
    question(world, "GET /v2/entities/ask-entity", { query: { ...query, ...changes } });
  const answer = bodyOf<{ numOfCallsSearched: number; numOfEmailsSearched: number }>(ask());
  expect(answer.numOfCallsSearched).toBeGreaterThan(0);
  expect(world.creditsSpent).toBe(answer.numOfCallsSearched + answer.numOfEmailsSearched);
  expect(refusalOf(ask({ timePeriod: "CUSTOM_RANGE" }))).toMatch(/^400 fromDateTime/);
  expect(refusalOf(ask({ crmEntityId: "42" }))).toMatch(/^404/);
  for (let spent = 0; spent < 200; spent++) ask();
  expect(refusalOf(ask())).toBe("402 Not enough AI credits");
  expect(world.creditsSpent).toBeLessThanOrEqual(200);
});

test("Target values are counted, and only checked when asked so.", () => {
  const world = createWorld({ calls: 0 });
  const workspaceId = world.workspaces[0]?.id ?? "";
  const targetId = String(itemsOf(question(world, "GET /v2/targets", { query: { workspaceId } }))[0]?.id);
  const send = (text: string, validateOnly: string) =>
    question(world, "POST /v2/targets/{targetId}/assignments", {
      path: { targetId },
      query: { workspaceId, validateOnly },
      file: { name: "targets.csv", size: text.length, digest: "a", bytes: Buffer.from(text) },
    });
  send('Team member identifier,Value\nmaya,100\n"a\nb",200\n', "true");
  expect(world.state.targetUploads).toEqual([{ targetId, rows: 2, validateOnly: true }]);
  expect(refusalOf(send("Team member identifier,Value\n", "false"))).toMatch(/^400/);
});
