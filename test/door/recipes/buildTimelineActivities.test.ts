import { buildTimelineActivities } from "#src/recipes/index";
import type { TimelineActivity } from "#src/recipes/timeline/activity";
import type { LogEntry, RunStatus } from "#src/recipes/timeline/runLog";
import type { UserDecision } from "#src/recipes/users/matching";
import { toWebhookCall } from "#src/triggers/webhook/call";
import { built, quietLogger } from "../../support/component";
import { act, useSandbox } from "../../support/door";
import type { Sandbox } from "../../support/sandbox";
import { hurry } from "../gong/support";

const now = Date.parse("2026-11-20T00:00:00Z");
const gong = useSandbox({ world: { calls: 120, now, days: 60 } });

interface Data {
  results: TimelineActivity[];
  failed: { id: string; code: string; message: string; status?: RunStatus; nextTry?: string | null }[];
  skipped: { id: string; code: string; message: string }[];
  scanned: number;
  truncated: boolean;
  reason: string | null;
  resume: string | null;
  requests: number;
  log: LogEntry[];
  retries: LogEntry[];
  summary: Record<RunStatus, number>;
}

const logger = quietLogger();

const run = (inputs: Record<string, unknown>) => act<Data>(gong, "buildTimelineActivities", inputs, logger);

const matched = (inputs: Record<string, unknown>) => act<{ results: UserDecision[] }>(gong, "matchUsers", inputs);

const range = { fromDateTime: "2026-09-01T00:00:00Z", toDateTime: "2026-11-20T00:00:00Z" };

type Patch = NonNullable<Parameters<Sandbox["world"]["addCall"]>[0]>;

const host = () => {
  const [first] = gong.world.users;
  if (!first) throw new Error("The world has users.");
  return gong.world.describeUser(first);
};

const party = (patch: Partial<NonNullable<Patch["parties"]>[number]>) => ({
  id: "61",
  emailAddress: null,
  name: "Priya Nair",
  title: null,
  userId: null,
  speakerId: "62",
  affiliation: "External" as const,
  phoneNumber: null,
  methods: [],
  ...patch,
});

const hostParty = () =>
  party({
    id: "60",
    speakerId: "60",
    userId: host().id,
    emailAddress: host().emailAddress,
    name: `${host().firstName} ${host().lastName}`,
    affiliation: "Internal",
  });

const buyer = party({ emailAddress: "priya.nair@contoso.example" });

const account = {
  system: "Salesforce" as const,
  objects: [
    {
      objectType: "Account",
      objectId: "0015g00000XyZ81AAF",
      fields: [
        { name: "Name", value: "Contoso Farms" },
        { name: "Industry", value: "Agriculture" },
      ],
      timing: "Now" as const,
    },
  ],
};

const competitors = {
  id: "8034572198765432107",
  name: "Competitors",
  type: "KEYWORD" as const,
  count: 2,
  phrases: [{ phrase: "Fabrikam", count: 2, occurrences: [{ startTime: 462.3, speakerId: "62" }] }],
};

const addCall = (patch: Patch = {}) =>
  gong.world.addCall({
    isPrivate: false,
    direction: "Conference",
    primaryUserId: host().id,
    parties: [hostParty(), buyer],
    content: { trackers: [competitors] },
    context: [account],
    visibleAt: 0,
    partsVisibleAt: 0,
    ...patch,
  }).id;

/** What Match Users says of the host, against these users of the target system. */
const hostMap = (...otherUsers: Record<string, unknown>[]) =>
  matched({
    gongUsers: [host().id],
    otherUsers: [
      { id: "005T1", email: "tomas.lind@elsewhere.example" },
      ...otherUsers.map((each) => ({ email: host().emailAddress, ...each })),
    ],
  });

describe("Build Timeline Activities", () => {
  it("B1: makes one activity of each call, and one line of the log", async () => {
    const data = await run({ ...range, requireAccount: false });
    const ids = gong.world.calls.map(({ id }) => id);
    const told = [...data.results.map(({ callId }) => callId), ...data.skipped.map(({ id }) => id)];
    expect(told.sort()).toEqual([...ids].sort());
    expect(data.log.map(({ callId }) => callId).sort()).toEqual([...ids].sort());
    expect(data).toMatchObject({ failed: [], scanned: 120, truncated: false });
    expect(logger.lines.at(-1)).toContain(`synced: ${data.summary.synced}, partial: ${data.summary.partial}, `);
    // A hundred calls a page, and nothing else.
    expect(data.requests).toBe(2);
  });

  it("B9: without any settings, nothing is filtered, meetings are meetings and owners stay open", async () => {
    const callIds = [addCall(), addCall({ direction: "Unknown" })];
    const { results, log } = await run({ callIds });
    expect(results.map(({ activityType, ownerId }) => [activityType, ownerId])).toEqual([
      ["Meeting", null],
      ["Meeting", null],
    ]);
    expect(log.map(({ status }) => status)).toEqual(["synced", "synced"]);
  });

  it("B2: title, trackers, recording link, attendees, owner and account, from one request", async () => {
    const callIds = addCall({ metaData: { title: "Northwind Robotics and Contoso Farms: discovery" } });
    const userMap = await hostMap({ id: "005A1", licence: "Full" });
    const data = await run({ callIds, userMap, accountMap: { "contoso.example": "A-1001" } });
    expect(data.requests).toBe(1);
    expect(data.results).toMatchObject([
      {
        callId: callIds,
        idempotencyKey: callIds,
        activityType: "Meeting",
        title: "Northwind Robotics and Contoso Farms: discovery",
        recordingUrl: expect.stringMatching(/^https:.*call\?id=/),
        ownerId: "005A1",
        accountId: "A-1001",
        trackersText: "Competitors (2): Fabrikam",
        internalAttendees: [{ emailAddress: host().emailAddress, otherUserId: "005A1" }],
        externalAttendees: [{ emailAddress: "priya.nair@contoso.example" }],
        accountRefs: [{ system: "Salesforce", kind: "account", name: "Contoso Farms" }],
        warnings: [],
      },
    ]);
    expect(data.log).toMatchObject([
      { callId: callIds, status: "synced", code: null, ownerId: "005A1", accountId: "A-1001", attempts: 1 },
    ]);
  });

  it("B3: private calls never, whoever asks, and the log counts them without their title", async () => {
    const named = addCall({ isPrivate: true, metaData: { title: "Layoffs" } });
    const data = await run({ callIds: named });
    expect(data).toMatchObject({
      results: [],
      skipped: [{ id: named, code: "PRIVATE" }],
      summary: { "skipped-private": 1 },
    });
    expect(data.log).toMatchObject([{ callId: named, status: "skipped-private", title: null, url: null }]);
    expect(JSON.stringify(data)).not.toContain("Layoffs");
    const all = await run({ ...range, requireAccount: false });
    const hidden = gong.world.calls.filter((call) => call.isPrivate).map(({ id }) => id);
    expect(hidden.length).toBeGreaterThan(0);
    expect(all.summary["skipped-private"]).toBe(hidden.length);
    expect(all.results.filter(({ callId }) => hidden.includes(callId))).toEqual([]);
    expect(built.actions.buildTimelineActivities?.inputs.map(({ key }) => key)).not.toContain("includePrivateCalls");
  });

  it("B3: a webhook that says private is believed", async () => {
    const callId = addCall();
    const { body } = gong.webhook({
      url: "https://hooks.northwind.example/gong",
      callId,
      overrides: { isPrivate: true },
    });
    const call = toWebhookCall(JSON.parse(body), {
      verified: true,
      filters: { includePrivateCalls: true },
      isSeen: () => false,
    });
    for (const calls of [call, [call], JSON.stringify([call]), body])
      expect((await run({ calls })).log).toMatchObject([{ callId, status: "skipped-private", code: "PRIVATE" }]);
    expect(gong.log.entries).toHaveLength(0);
  });

  it("B1: takes calls of the webhook and of Get Complete Calls without any request", async () => {
    const callId = addCall();
    const { body } = gong.webhook({ url: "https://hooks.northwind.example/gong", callId });
    const call = toWebhookCall(JSON.parse(body), { verified: true, filters: {}, isSeen: () => false });
    const complete = await act(gong, "getCompleteCalls", {
      callIds: callId,
      include: ["participants", "crm", "trackers"],
    });
    gong.log.clear();
    for (const calls of [call, JSON.parse(body), complete, JSON.stringify(complete)]) {
      const data = await run({ calls });
      expect(data.requests).toBe(0);
      expect(data.results).toMatchObject([
        { callId, accountRefs: [{ kind: "account" }], trackers: [{ name: "Competitors" }] },
      ]);
      expect(data.log).toMatchObject([{ status: "synced", code: null }]);
    }
    expect(gong.log.entries).toHaveLength(0);
  });

  it("B14: filters on the account, the host and the call, all or any of them, and logs whom they left out", async () => {
    const farm = addCall();
    const steel = addCall({ context: [], direction: "Inbound" });
    const callIds = [farm, steel];
    const industry = { field: "crm.Salesforce.Account.fields.Industry", operator: "equals", value: "agriculture" };
    const hosted = {
      field: "host.emailAddress",
      operator: "is one of",
      value: `x@y.example, ${host().emailAddress.toUpperCase()}`,
    };
    const all = await run({ callIds, filters: [industry, hosted], requireAccount: false });
    expect(all.results.map(({ callId }) => callId)).toEqual([farm]);
    expect(all.log).toMatchObject([{ status: "synced" }, { callId: steel, status: "skipped-filter", code: "FILTER" }]);
    expect(all.skipped).toMatchObject([
      { id: steel, message: expect.stringContaining("crm.Salesforce.Account.fields.Industry equals agriculture") },
    ]);
    const any = await run({ callIds, filters: [industry, hosted], filterMode: "any", requireAccount: false });
    expect(any.results).toHaveLength(2);
    const neither = await run({ callIds: steel, filters: [industry], filterMode: "any" });
    expect(neither.skipped[0]?.message).toMatch(/^No filter let this call through, such as crm\./);
  });

  it("B14: refuses a misspelled field before anything is sent", async () => {
    await expect(
      run({ callIds: "1", filters: [{ field: "call.directoin", operator: "equals", value: "x" }] }),
    ).rejects.toThrow(/Filters\[1\] names the field call\.directoin\. A call has id, title/);
    expect(gong.log.entries).toHaveLength(0);
  });

  it("B13: the activity type goes by direction and media, and by the builder's rules", async () => {
    const callIds = [addCall(), addCall({ direction: "Inbound" }), addCall({ direction: "Unknown" })];
    const typesOf = async (inputs: object) =>
      (await run({ callIds, ...inputs })).results.map(({ activityType }) => activityType);
    expect(await typesOf({})).toEqual(["Meeting", "Call", "Meeting"]);
    expect(
      await typesOf({
        activityTypeRules: [{ direction: "Inbound", activityType: "Phone" }],
        defaultActivityType: "Touchpoint",
      }),
    ).toEqual(["Touchpoint", "Phone", "Touchpoint"]);
  });

  it("B15: calls that were seen are not even read", async () => {
    const callIds = [addCall(), addCall()];
    const data = await run({ callIds, alreadySeen: callIds });
    expect(data).toMatchObject({
      results: [],
      skipped: callIds.map((id) => ({ id, code: "ALREADY_SEEN" })),
      log: [],
      requests: 0,
    });
  });

  it("B2: tells the brief and the next steps where that is asked for", async () => {
    const callIds = addCall({ content: { brief: "Forty robots.", trackers: [competitors] } });
    expect((await run({ callIds })).results[0]?.bodyText).not.toContain("Forty robots");
    expect((await run({ callIds, include: ["brief"] })).results[0]?.bodyText).toContain("Brief: Forty robots.");
  });

  it("stops at Max Calls and goes on where it stopped", async () => {
    const first = await run({ ...range, requireAccount: false, maxCalls: 50 });
    expect(first).toMatchObject({ truncated: true, scanned: 50 });
    // The loop of a flow hands over its inputs again; the resume value is what counts.
    const seen = first.log.map(({ callId }) => callId);
    const rest = await run({ requireAccount: false, resumeFrom: first.resume, callIds: seen, alreadySeen: seen });
    const ids = [...first.log, ...rest.log].map(({ callId }) => callId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(120);
  });

  it.each([{ calls: [] }, { calls: "[]" }, { calls: { results: [] } }, { previousLog: [] }])(
    "has nothing to do where an earlier step found nothing: %j",
    async (inputs) => {
      expect(await run(inputs)).toMatchObject({ results: [], failed: [], log: [], scanned: 0, requests: 0 });
    },
  );

  it.each([[[]], ["[]"], [[{}]]])("takes all calls without filters: %j", async (filters) => {
    const callIds = addCall();
    expect((await run({ callIds, filters, activityTypeRules: filters })).results).toHaveLength(1);
  });

  it("says what is missing when nothing is asked for", async () => {
    await expect(run({})).rejects.toThrow(/are all empty, so there is nothing to do\. Give the calls/);
  });

  it("has an example that fits what it says it returns", () => {
    expect(buildTimelineActivities.output().safeParse(buildTimelineActivities.example).error).toBeUndefined();
    expect(buildTimelineActivities.example.log).toMatchObject([{ status: "synced" }]);
  });
});

describe("every reason, once through the front door", () => {
  const only = ({ log }: Data) => {
    expect(log).toHaveLength(1);
    return log[0] as LogEntry;
  };
  const accountMap = { "contoso.example": "A-1001" };

  it("B22 B23: GONG_UNAVAILABLE waits for another try", async () => {
    const callIds = addCall();
    gong.faults.add({ kind: "503", match: { times: Number.POSITIVE_INFINITY } });
    const data = await hurry(() => run({ callIds }));
    expect(only(data)).toMatchObject({
      callId: callIds,
      status: "retry-waiting",
      code: "GONG_UNAVAILABLE",
      attempts: 1,
      giveUp: false,
    });
    expect(Date.parse(only(data).nextTry ?? "")).toBeGreaterThan(Date.now());
    expect(data.failed).toMatchObject([{ id: callIds, code: "GONG_UNAVAILABLE" }]);
    expect(data.retries).toEqual(data.log);
  });

  it("LIMIT_REACHED waits for another try", async () => {
    const callIds = addCall();
    gong.faults.add({ kind: "429", retryAfter: 86_400, match: { times: Number.POSITIVE_INFINITY } });
    expect(only(await run({ callIds }))).toMatchObject({ status: "retry-waiting", code: "LIMIT_REACHED" });
  });

  it("B22 B23: RECORDING_GONE when Gong has the call no more, and when its recording is missing", async () => {
    expect(only(await run({ callIds: "123456789" }))).toMatchObject({
      status: "failed-permanent",
      code: "RECORDING_GONE",
      message: expect.stringMatching(/deleted, or the id is wrong\. Check the id in Gong/),
    });
    const call = {
      id: "1",
      title: "x",
      url: "https://app.gong.io/call?id=1",
      missing: ["media"],
      crmRecords: [{ system: "HubSpot", objectType: "Company", id: "8", name: null, fields: {}, timing: null }],
    };
    const data = await run({ calls: [call] });
    expect(only(data)).toMatchObject({ status: "partial", code: "RECORDING_GONE" });
    expect(data.results[0]?.recordingUrl).toBeNull();
  });

  it("B4 B23: TRACKERS_NOT_TICKED names the boxes", async () => {
    const { phrases, ...unticked } = competitors;
    const data = await run({ callIds: addCall({ content: { trackers: [unticked] } }) });
    expect(only(data)).toMatchObject({
      status: "partial",
      code: "TRACKERS_NOT_TICKED",
      message: expect.stringMatching(/Tick API request results and Separate phrases/),
    });
    expect(data.results).toHaveLength(1);
    const content = { trackers: [competitors, { ...unticked, id: "2", name: "Pricing" }] };
    expect(only(await run({ calls: [{ metaData: { id: "1" }, content, context: [account] }] })).message).toMatch(
      /mentions of Pricing and/,
    );
  });

  it("B23: TRACKERS_NOT_RECOGNISED is synced: there is nothing to do", async () => {
    const data = await run({
      callIds: addCall({ content: { trackers: [{ ...competitors, count: 0, phrases: [] }] } }),
    });
    expect(only(data)).toMatchObject({ status: "synced", code: "TRACKERS_NOT_RECOGNISED" });
  });

  it("B23: TRACKERS_NOT_READY while Gong still processes", async () => {
    const data = await run({
      calls: [
        {
          id: "1",
          trackers: null,
          crmRecords: [{ system: "HubSpot", objectType: "Company", id: "8", name: null, fields: {}, timing: null }],
          url: "https://app.gong.io/call?id=1",
        },
      ],
    });
    expect(only(data)).toMatchObject({ status: "partial", code: "TRACKERS_NOT_READY" });
  });

  it("B21 B24: ACCOUNT_NOT_FOUND is logged with what was tried", async () => {
    const data = await run({ callIds: addCall(), accountMap: { "tailspin.example": "A-9" } });
    expect(only(data)).toMatchObject({
      status: "failed-permanent",
      code: "ACCOUNT_NOT_FOUND",
      title: expect.any(String),
    });
    expect(only(data).message).toBe(
      "No account was found. Tried: Account 0015g00000XyZ81AAF, address priya.nair@contoso.example, domain contoso.example. Add one of them to Account Map.",
    );
    expect(data).toMatchObject({ results: [], failed: [{ code: "ACCOUNT_NOT_FOUND" }] });
  });

  it("B24: without Require Account, the activity is handed out as partial", async () => {
    const data = await run({ callIds: addCall(), accountMap: { "tailspin.example": "A-9" }, requireAccount: false });
    expect(only(data)).toMatchObject({ status: "partial", code: "ACCOUNT_NOT_FOUND" });
    expect(data.results).toMatchObject([{ accountId: null, warnings: [{ code: "ACCOUNT_NOT_FOUND" }] }]);
  });

  it("B26: ACCOUNT_AND_CONTACTS_NOT_FOUND when there is nothing to find an account by", async () => {
    const callIds = addCall({ context: [], parties: [hostParty(), party({})] });
    expect(only(await run({ callIds, accountMap }))).toMatchObject({
      status: "failed-permanent",
      code: "ACCOUNT_AND_CONTACTS_NOT_FOUND",
    });
  });

  it("B25: OWNER_NOT_FOUND waits, names the owner, and syncs once the user exists", async () => {
    const callIds = addCall();
    const userMap = await hostMap();
    const first = await run({ callIds, userMap, accountMap });
    expect(only(first)).toMatchObject({ status: "retry-waiting", code: "OWNER_NOT_FOUND", hostUserId: host().id });
    expect(only(first).message).toContain(
      `${host().firstName} ${host().lastName} (${host().emailAddress}, Gong user ${host().id}) has no user`,
    );
    // The next run comes before the user exists and too early, the one after it in time.
    const early = await run({ previousLog: first.retries, userMap, accountMap });
    expect(early).toMatchObject({ log: [], retries: first.retries, requests: 0 });
    jest.spyOn(Date, "now").mockReturnValue(Date.parse(only(first).nextTry ?? "") + 1000);
    const later = await run({ previousLog: first, userMap: await hostMap({ id: "005N1" }), accountMap });
    expect(only(later)).toMatchObject({ callId: callIds, status: "synced", ownerId: "005N1", attempts: 2 });
    expect(later.retries).toEqual([]);
  });

  it("B25: a host whom User Map does not know, or a call without host, is OWNER_NOT_FOUND too", async () => {
    const userMap = { "someone.else@northwind.example": "005X1" };
    expect(only(await run({ callIds: addCall(), userMap })).message).toMatch(/is not in User Map\. Run Match Users/);
    expect(only(await run({ calls: [{ id: "1", host: null }], userMap })).message).toMatch(/Gong names no host/);
  });

  it("B27 B33: OWNER_INACTIVE is permanent, with name, address and Gong id", async () => {
    const callIds = addCall();
    const data = await run({ callIds, userMap: await hostMap({ id: "005A1", active: false }), accountMap });
    expect(only(data)).toMatchObject({ status: "failed-permanent", code: "OWNER_INACTIVE", nextTry: null });
    expect(only(data).message).toContain(`${host().emailAddress}, Gong user ${host().id}) is inactive`);
  });

  it("B36: CONFLICT waits until the manual map decides", async () => {
    const callIds = addCall();
    const two = [{ id: "005A1" }, { id: "005A2" }];
    const first = await run({ callIds, userMap: await hostMap(...two), accountMap });
    expect(only(first)).toMatchObject({ status: "retry-waiting", code: "CONFLICT" });
    const otherUsers = two.map((each) => ({ ...each, email: host().emailAddress }));
    const decided = await matched({
      gongUsers: [host().id],
      otherUsers,
      manualMap: { [host().emailAddress]: "005A2" },
    });
    expect(only(await run({ callIds, userMap: decided, accountMap, previousLog: first.log }))).toMatchObject({
      status: "synced",
      ownerId: "005A2",
      attempts: 2,
    });
  });

  it("OWNER_WITHOUT_ADDRESS when the host has no address to match by", async () => {
    const userMap = [{ gongUserId: host().id, decision: "INVALID", otherUserId: null }];
    expect(only(await run({ callIds: addCall(), userMap }))).toMatchObject({
      status: "failed-permanent",
      code: "OWNER_WITHOUT_ADDRESS",
    });
  });

  it("PRIVATE, FILTER, TEST and the trigger's own reasons are skipped", async () => {
    const callId = addCall();
    const delivery = (filters: object, overrides = {}) => {
      const { body } = gong.webhook({ url: "https://hooks.northwind.example/gong", callId, overrides });
      return toWebhookCall(JSON.parse(body), { verified: true, filters, isSeen: () => false });
    };
    expect(only(await run({ calls: delivery({}, { isTest: true }) }))).toMatchObject({
      status: "skipped-filter",
      code: "TEST",
    });
    expect(only(await run({ calls: delivery({ linkedTo: "Lead" }) }))).toMatchObject({
      status: "skipped-filter",
      code: "NOT_LINKED",
    });
  });

  it("NOT_A_CALL and NO_CALL are failed entries, and the others go on", async () => {
    const callId = addCall();
    const complete = await act<{ results: object[] }>(gong, "getCompleteCalls", { callIds: callId });
    const data = await run({ calls: ["nothing", { metaData: { title: "No id" } }, ...complete.results] });
    expect(data.log.map(({ code, status }) => [code, status])).toEqual([
      ["NOT_A_CALL", "failed-permanent"],
      ["NO_CALL", "failed-permanent"],
      [null, "synced"],
    ]);
  });

  it("NOT_FOUND, not RECORDING_GONE, where a filter may have kept the call away", async () => {
    const data = await run({ callIds: addCall(), fromDateTime: "2030-01-01" });
    expect(only(data)).toMatchObject({ status: "failed-permanent", code: "NOT_FOUND" });
    expect(only(data).message).toMatch(/that the filters let through/);
  });

  it("NOT_AN_ID for an id that cannot be Gong's, while the others go on", async () => {
    const callId = addCall();
    const data = await run({ callIds: ["nonsense", callId] });
    expect(data.results.map((each) => each.callId)).toEqual([callId]);
    expect(data.failed).toMatchObject([{ id: "nonsense", code: "NOT_AN_ID" }]);
  });

  it("B38: gives up after Max Attempts", async () => {
    const userMap = await hostMap();
    const callIds = addCall();
    const first = await run({ callIds, userMap, maxAttempts: 2 });
    const second = await run({ callIds, userMap, maxAttempts: 2, previousLog: first.retries });
    expect(only(second)).toMatchObject({
      status: "failed-permanent",
      code: "OWNER_NOT_FOUND",
      attempts: 2,
      giveUp: true,
    });
    expect(second.retries).toEqual([]);
  });

  it("a range that cannot be read fails the step, since nothing is known that could wait", async () => {
    gong.faults.add({ kind: "503", match: { times: Number.POSITIVE_INFINITY } });
    await expect(hurry(() => run(range))).rejects.toThrow(/503/);
  });
});
