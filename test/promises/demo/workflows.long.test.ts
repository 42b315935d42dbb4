import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startSalesforce } from "#demo/salesforce";
import { serve } from "#demo/serve";
import { startTelephony } from "#demo/telephonySystem";
import { startTimeline } from "#demo/timelineSystem";
import component from "#src/index";
import { allSteps, readWorkflow } from "#tools/workflow/definition";
import { install, type RunnableComponent } from "#tools/workflow/runner";
import { standIns } from "#tools/workflow/standIns";
import { connectionTo, quietLogger } from "../../support/component";
import { useSandbox } from "../../support/door";

/** Every template, run against the sandbox: each of its steps at least once. */

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const sandbox = useSandbox({ world: { calls: 60, days: 20 } });

/** An instance, and the steps that ran so far, as "Flow > Step". */
const installed = (template: string, configVars: Readonly<Record<string, unknown>>) => {
  const workflow = readWorkflow(template);
  const ran = new Set<string>();
  const results = new Map<string, unknown>();
  const instance = install(workflow, {
    component: component as unknown as RunnableComponent,
    standIns,
    configVars: { "Gong Connection": connectionTo(sandbox), ...configVars },
    logger: quietLogger(),
    wait: async () => {},
    onStep: ({ flow, step, results: given }) => {
      ran.add(`${flow} > ${step.name}`);
      results.set(`${flow} > ${step.name}`, given);
    },
  });
  const missing = () =>
    workflow.flows
      .flatMap((flow) => allSteps(flow).map((step) => `${flow.name} > ${step.name}`))
      .filter((step) => !ran.has(step));
  return { instance, missing, ran, resultOf: (step: string) => results.get(step) };
};

const linkedCall = () => {
  const call = sandbox.world.calls.find(
    (each) =>
      !each.isPrivate &&
      JSON.stringify(sandbox.callRecord(each.id)).includes('"objectType":"Opportunity"') &&
      sandbox.webhook({ url: "https://hooks.integrations.example", callId: each.id }).body.includes('"Competitors"'),
  );
  if (!call) throw new Error("The world has no such call.");
  return call.id;
};

const deliveryOf = (callId: string, url: string) => {
  const { headers, body } = sandbox.webhook({ url, callId });
  return {
    headers,
    rawBody: { data: body, contentType: "application/json" },
    body: { data: JSON.parse(body) as unknown, contentType: "application/json" },
  };
};

test("A10: competitor mentions: from the webhook to the field of the opportunity", async () => {
  const salesforce = await startSalesforce();
  try {
    const { instance, missing, resultOf } = installed("competitor-mentions-to-salesforce", {
      "Salesforce Connection": salesforce.connection,
      "Competitor Tracker": "Competitors",
      "Webhook Public Keys": [sandbox.webhookKeys.publicKey],
    });
    const callId = linkedCall();
    const url = instance.webhookUrls["Competitor Mentions"] ?? "";
    const { context = [] } = sandbox.callRecord(callId) as {
      context?: { objects: { objectType: string; objectId: string }[] }[];
    };
    const id = context
      .flatMap(({ objects }) => objects)
      .find(({ objectType }) => objectType === "Opportunity")?.objectId;
    salesforce.add("Opportunity", id ?? "", { MainCompetitors__c: "Tailspin" });
    await instance.run("Competitor Mentions", deliveryOf(callId, url));
    expect(missing()).toEqual([]);
    const { phrases } = resultOf("Competitor Mentions > Get Tracker Mentions") as { phrases: string[] };
    expect(phrases.length).toBeGreaterThan(0);
    expect(salesforce.record("Opportunity", id ?? "")?.MainCompetitors__c).toBe(["Tailspin", ...phrases].join(", "));
    await instance.run("Competitor Mentions", deliveryOf(callId, url));
    expect(salesforce.record("Opportunity", id ?? "")?.MainCompetitors__c).toBe(["Tailspin", ...phrases].join(", "));
    expect(sandbox.log.violations()).toEqual([]);
  } finally {
    await salesforce.close();
  }
});

describe("calls to timeline", () => {
  let folder: string;
  let timeline: Awaited<ReturnType<typeof startTimeline>>;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "timeline-"));
    const users = sandbox.world.users.map((entry, index) => {
      const { firstName, lastName, emailAddress } = sandbox.world.describeUser(entry);
      return { id: `T-${index}`, name: `${firstName} ${lastName}`, email: emailAddress, active: true, licence: "Full" };
    });
    const accounts = sandbox.world.customers.map(({ name, accountId, domain }, index) => ({
      accountId: `A-${index}`,
      name,
      crmId: accountId,
      domain,
    }));
    timeline = await startTimeline(users.slice(0, -4), accounts, folder);
  });
  afterEach(async () => {
    await timeline.close();
    rmSync(folder, { recursive: true });
  });

  const variables = (more: Readonly<Record<string, unknown>> = {}) => ({
    "Timeline Users URL": `${timeline.url}/users`,
    "Timeline Accounts URL": `${timeline.url}/accounts`,
    "Timeline Activities URL": `${timeline.url}/activities`,
    "Run Log URL": `${timeline.url}/files`,
    "Webhook Public Keys": [sandbox.webhookKeys.publicKey],
    ...more,
  });

  const hold = (count: number, hoursAgo = 1.5) => {
    const ids: string[] = [];
    for (let index = 0; index < count; index++)
      ids.push(
        sandbox.world.addCall({
          started: Date.now() - (hoursAgo * 60 - index) * minuteMs,
          durationSeconds: 1800,
          direction: "Conference",
          primaryUserId: sandbox.world.users[index % sandbox.world.users.length]?.id,
          isPrivate: false,
        }).id,
      );
    return ids;
  };

  test("every four hours, each call once; nobody's user is created without being told to", async () => {
    const { instance, missing } = installed("calls-to-timeline", variables());
    const [polling] = readWorkflow("calls-to-timeline").flows[0]?.steps ?? [];
    expect(polling?.schedule).toMatchObject({ value: "0 */4 * * *", meta: { timeZone: "UTC" } });
    const before = timeline.users.length;
    expect(await instance.run("Every Four Hours")).toEqual([expect.objectContaining({ ran: false })]);
    const ids = hold(20);
    const runs = await instance.run("Every Four Hours");
    expect(runs.map(({ flow }) => flow)).toEqual(["Every Four Hours", "Write Activities"]);
    const log = instance.crossFlowState["Run Log"] as { callId: string; status: string; code: string | null }[];
    expect(log.map(({ callId }) => callId).sort()).toEqual(ids.sort());
    const written = log.filter(({ status }) => status === "synced" || status === "partial").map(({ callId }) => callId);
    expect([...timeline.activities.keys()].sort()).toEqual(written.sort());
    expect(written.length).toBeGreaterThan(5);
    expect(timeline.users).toHaveLength(before);
    expect(log.some(({ code }) => code === "OWNER_NOT_FOUND")).toBe(true);
    expect(instance.crossFlowState["Waiting Calls"]).not.toEqual([]);
    expect(await instance.run("Every Four Hours")).toEqual([expect.objectContaining({ ran: false })]);
    await instance.run("Send Run Log");
    expect(readFileSync(path.join(folder, "run-log.xlsx")).subarray(0, 2).toString()).toBe("PK");
    expect(instance.crossFlowState["Run Log"]).toEqual([]);
    expect(missing().filter((step) => /^(Every Four Hours|Send Run Log)/.test(step))).toEqual([]);
    expect(sandbox.log.violations()).toEqual([]);
  });

  test("by webhook, with what it missed in the morning, and with the past by hand", async () => {
    const { instance, missing, resultOf } = installed(
      "calls-to-timeline",
      variables({ "Sync Starts": "By webhook", "Create Missing Users": "true" }),
    );
    const ids = hold(20, 20);
    const [first = ""] = ids;
    await instance.run("On Webhook", deliveryOf(first, instance.webhookUrls["On Webhook"] ?? ""));
    await instance.run("On Webhook", deliveryOf(first, instance.webhookUrls["On Webhook"] ?? ""));
    const seen = [...timeline.activities.keys()];
    await instance.run("Reconcile");
    const missed = resultOf("Reconcile > Missed Calls") as string[];
    expect(missed).toEqual(expect.arrayContaining(ids.filter((id) => !seen.includes(id))));
    expect(missed.filter((id) => seen.includes(id))).toEqual([]);
    for (const id of missed)
      expect(sandbox.world.calls.find((call) => call.id === id)?.started).toBeLessThan(Date.now() - dayMs / 2);
    expect(timeline.users.some(({ licence }) => licence === "Internal Collaborator")).toBe(true);
    const past = new Date(Date.now() - 10 * dayMs).toISOString();
    await instance.run("Sync a Range", { body: { data: { fromDateTime: past } } });
    expect(timeline.activities.size).toBeGreaterThan(20);
    expect(missing().filter((step) => /^(On Webhook|Reconcile|Sync a Range)/.test(step))).toEqual([]);
    expect(sandbox.log.violations()).toEqual([]);
  });

  test("what the timeline refuses is kept, logged, and written by the next run; the others are written at once", async () => {
    let isBroken = true;
    const written: string[] = [];
    const picky = await serve(({ body }) => {
      const { callId } = JSON.parse(body.toString()) as { callId: string };
      if (isBroken && written.length >= 2) return { status: 200, body: { error: "no" } };
      written.push(callId);
      return { status: 201, body: { id: `ACT-${callId}` } };
    });
    try {
      const { instance, missing } = installed(
        "calls-to-timeline",
        variables({ "Timeline Activities URL": picky.url, "Sync Starts": "Every four hours" }),
      );
      await instance.run("Every Four Hours");
      hold(20);
      await instance.run("Every Four Hours");
      expect(written).toHaveLength(2);
      const unwritten = instance.crossFlowState["Unwritten Activities"] as { callId: string }[];
      expect(unwritten.length).toBeGreaterThan(3);
      const log = instance.crossFlowState["Run Log"] as { code: string | null }[];
      expect(log.filter(({ code }) => code === "TIMELINE_REFUSED")).toHaveLength(unwritten.length);
      isBroken = false;
      hold(1);
      await instance.run("Every Four Hours");
      expect(written).toEqual(expect.arrayContaining(unwritten.map(({ callId }) => callId)));
      expect(new Set(written).size).toBe(written.length);
      expect(instance.crossFlowState["Unwritten Activities"]).toEqual([]);
      await instance.run("Send Run Log");
      expect(missing().filter((step) => /^Write Activities/.test(step))).toEqual([
        "Write Activities > Each Owner",
        "Write Activities > Is One Needed",
        "Write Activities > Create User",
      ]);
    } finally {
      await picky.close();
    }
  });

  test("two runs at once lose and double nothing: what one overwrites, the morning brings back", async () => {
    const written: string[] = [];
    const calls = hold(8, 20);
    const known = [...timeline.users];
    // Nobody is known at first, so that calls wait for their owners.
    const stranger = { id: "T-S", name: "Sam Other", email: "sam@elsewhere.example", active: true, licence: "Full" };
    timeline.users.splice(0, timeline.users.length, stranger);
    const counting = await serve(({ body }) => {
      const { callId } = JSON.parse(body.toString()) as { callId: string };
      written.push(callId);
      return { status: 201, body: { id: `ACT-${callId}` } };
    });
    try {
      const { instance } = installed(
        "calls-to-timeline",
        variables({ "Sync Starts": "By webhook", "Timeline Activities URL": counting.url }),
      );
      const deliver = (id: string) =>
        instance.run("On Webhook", deliveryOf(id, instance.webhookUrls["On Webhook"] ?? ""));
      // The state of the run that ends last replaces that of the others.
      await Promise.all(calls.slice(0, 4).map(deliver));
      const log = instance.crossFlowState["Run Log"] as { callId: string }[];
      expect(new Set(log.map(({ callId }) => callId)).size).toBeLessThan(4);
      timeline.users.push(...known);
      await Promise.all(calls.slice(4).map(deliver));
      await Promise.all([instance.run("Reconcile"), instance.run("Reconcile")]);
      await instance.run("Reconcile");
      const told = (instance.crossFlowState["Run Log"] as { callId: string; code: string | null }[]).filter(
        ({ code, callId }) => code !== null && !written.includes(callId),
      );
      expect(calls.filter((id) => !written.includes(id) && !told.some(({ callId }) => callId === id))).toEqual([]);
      expect(calls.filter((id) => written.includes(id)).length).toBeGreaterThan(4);
      // Activities are written as upserts by the call's id, so that a second time changes nothing.
      const before = written.length;
      await instance.run("Reconcile");
      expect(written.slice(before)).toEqual([]);
    } finally {
      await counting.close();
    }
  });

  test("switched off, nothing is written", async () => {
    const { instance } = installed("calls-to-timeline", variables({ "Sync Calls": "false" }));
    await instance.run("Every Four Hours");
    hold(2);
    expect((await instance.run("Every Four Hours")).map(({ flow }) => flow)).toEqual(["Every Four Hours"]);
    expect(timeline.activities.size).toBe(0);
  });
});

test("telephony upload: the past, the hour, what failed, what became of it", async () => {
  const telephony = await startTelephony();
  try {
    const { instance, missing } = installed("telephony-upload", {
      "Call Export URL": `${telephony.url}/calls`,
      "Report URL": `${telephony.url}/reports`,
      "Dry Run": "true",
    });
    const agents = sandbox.world.users.map((user) => sandbox.world.describeUser(user));
    const agent = agents.find(({ active, settings }) => active && settings.telephonyCallsImported)?.emailAddress ?? "";
    const add = (id: number, startedMs: number, more: Readonly<Record<string, string | number>> = {}) =>
      telephony.add(
        {
          "Call ID": `pbx-${id}`,
          "Start Time": new Date(startedMs).toISOString(),
          Duration: 300,
          Direction: "outbound",
          Agent: agent,
          "Customer Phone": "+14255552671",
          "Recording URL": `https://recordings.northwind.example/pbx-${id}.mp3`,
          ...more,
        },
        startedMs + 300_000,
      );
    const uploads = () => sandbox.log.of("POST /v2/calls");
    for (let id = 1; id <= 3; id++) add(id, Date.now() - id * dayMs);
    add(7, Date.now() - 7 * dayMs, { Agent: "new.agent@northwind.example" });

    await instance.run("Back-fill");
    await instance.run("Back-fill");
    expect(uploads()).toEqual([]);
    expect(telephony.reports.map(({ code }) => code)).toEqual(["UNKNOWN_HOST"]);

    const { instance: live, missing: missingLive } = installed("telephony-upload", {
      "Call Export URL": `${telephony.url}/calls`,
      "Report URL": `${telephony.url}/reports`,
      "Dry Run": "false",
    });
    await live.run("Back-fill");
    expect(uploads()).toHaveLength(3);
    expect(live.crossFlowState["Back-fill Done"]).toBe("30 false");
    await live.run("Back-fill");
    expect(uploads()).toHaveLength(3);

    add(8, Date.now() - 20 * minuteMs);
    add(9, Date.now() - 30 * minuteMs, { Agent: "new.agent@northwind.example" });
    await live.run("Every Hour");
    expect(uploads()).toHaveLength(4);
    expect(live.crossFlowState["Failed Calls"]).toMatchObject([{ id: "pbx:pbx-9", code: "UNKNOWN_HOST" }]);
    sandbox.world.addUser({ emailAddress: "new.agent@northwind.example" });
    await live.run("Every Hour");
    expect(uploads()).toHaveLength(5);
    expect(live.crossFlowState["Failed Calls"]).toEqual([]);
    expect(live.crossFlowState["Uploaded Calls"]).toHaveLength(5);

    await live.run("Check Uploads");
    expect(live.crossFlowState["Uploaded Calls"]).toHaveLength(5);
    sandbox.clock.advance(20 * minuteMs);
    await live.run("Check Uploads");
    expect(live.crossFlowState["Uploaded Calls"]).toEqual([]);

    // Of a call that Gong dropped nothing is ever listed.
    const uploaded = (callId: string, hours: number) => ({
      callId,
      uploadedAt: new Date(Date.now() - hours * 60 * minuteMs).toISOString(),
    });
    await live.run("Keep Results", {
      body: { data: { results: [{ status: "uploaded", callId: "7000000000000000001" }], failed: [] } },
      startedAt: uploaded("", 30).uploadedAt,
    });
    await live.run("Check Uploads");
    expect(telephony.reports.at(-1)).toMatchObject({ callId: "7000000000000000001" });
    const never = missingLive().filter((step) => missing().includes(step));
    expect(never).toEqual([]);
    expect(sandbox.log.violations()).toEqual([]);
  } finally {
    await telephony.close();
  }
});

test("transcripts to an index: the past from the look-back date on, and nothing lost to two runs at once", async () => {
  const documents: string[] = [];
  const index = await serve(({ body }) => {
    documents.push((JSON.parse(body.toString()) as { callId: string }).callId);
    return { status: 200, body: {} };
  });
  const addCall = (minutes: number) =>
    sandbox.world.addCall({ started: Date.now() - minutes * minuteMs, durationSeconds: 900, isPrivate: false }).id;
  try {
    const past = [3, 4].map((days) => addCall(days * 24 * 60));
    const lookBackDate = new Date(Date.now() - 5 * 24 * 60 * minuteMs).toISOString();
    const { instance } = installed("transcripts-to-search-index", {
      "Index URL": index.url,
      "Look Back Date": lookBackDate,
    });
    await instance.run("Every Hour");
    expect(past.filter((id) => !documents.includes(id))).toEqual([]);
    documents.length = 0;
    const fresh = [31, 32, 33].map(addCall);
    // The platform may start two where it should not; the state of the one that ends last is kept.
    await Promise.all([instance.run("Every Hour"), instance.run("Every Hour")]);
    await instance.run("Every Hour");
    expect([...new Set(documents)].sort()).toEqual(fresh.sort());
    expect(documents.length).toBeLessThanOrEqual(2 * fresh.length);
    documents.length = 0;
    const later = addCall(34);
    await instance.run("Every Hour");
    expect(documents).toEqual([later]);
    expect(sandbox.log.violations()).toEqual([]);
  } finally {
    await index.close();
  }
});

test("transcripts to an index: each call's pieces once; a run that fails begins again with the same calls", async () => {
  let isBroken = false;
  const documents: { callId: string; chunks: unknown[] }[] = [];
  const index = await serve(({ body }) => {
    if (isBroken) return { status: 503, body: {} };
    documents.push(JSON.parse(body.toString()) as (typeof documents)[number]);
    return { status: 200, body: {} };
  });
  try {
    const { instance, missing } = installed("transcripts-to-search-index", { "Index URL": index.url });
    await instance.run("Every Hour");
    const ids = [1, 2, 3].map(
      (each) =>
        sandbox.world.addCall({ started: Date.now() - (60 + each) * minuteMs, durationSeconds: 900, isPrivate: false })
          .id,
    );
    isBroken = true;
    await expect(instance.run("Every Hour")).rejects.toThrow('Step "Send Chunks" of the flow "Every Hour" failed.');
    isBroken = false;
    await instance.run("Every Hour");
    expect(documents.map(({ callId }) => callId).sort()).toEqual(ids.sort());
    expect(documents.every(({ chunks }) => chunks.length > 0)).toBe(true);
    expect(missing()).toEqual([]);
    expect(sandbox.log.violations()).toEqual([]);
  } finally {
    await index.close();
  }
});
