import { component } from "@prismatic-io/spectral";
import { createHarness } from "@prismatic-io/spectral/dist/testing";
import { createWebhookKeys, type SigningOptions, signWebhook } from "#sandbox/webhooks";
import { redact, registerSecret } from "#src/base/redact";
import { detailedCall } from "#src/entities/detailedCall";
import { webhookBody } from "#src/entities/webhook";
import { CompleteCall } from "#src/recipes/completeCallShape";
import type { WebhookCall } from "#src/triggers/webhook/call";
import { webhook } from "#src/triggers/webhook/index";
import type { WebhookCheck } from "#src/triggers/webhook/signature";
import { quietLogger } from "../../support/component";

const { content, ...parts } = webhookBody.callData;
/** As Gong sent it before: the call stands at the top level, and its trackers have neither id nor type. */
const earlierWebhookBody = {
  ...parts,
  content: { topics: content.topics, trackers: content.trackers.map(({ name, count }) => ({ name, count })) },
};

const built = component({
  key: "gong",
  display: { label: "Gong", description: "The trigger alone.", iconPath: "icon.png" },
  triggers: { webhook },
});
const harness = createHarness(built);

const rule = createWebhookKeys();
const webhookUrl = "https://hooks.northwind.example/trigger/gong";
const flow = { id: "1", name: "Competitors", stableId: "competitors" };
const callId = webhookBody.callData.metaData.id;

interface Ring {
  readonly body?: unknown;
  readonly signing?: Partial<SigningOptions>;
  readonly inputs?: Record<string, unknown>;
  readonly payload?: Record<string, unknown>;
  readonly instanceState?: Record<string, unknown>;
  readonly context?: Record<string, unknown>;
  /** A run that somebody starts in the designer to try a flow. */
  readonly isSimulated?: boolean;
}

const logger = quietLogger();

/** What the platform does with a request of Gong's. */
const ring = async ({ body = webhookBody, signing, inputs, payload, ...run }: Ring = {}) => {
  const { context, instanceState = {}, isSimulated } = run;
  const { headers, body: rawBody } = signWebhook({ body, webhookUrl, privateKey: rule.privateKey, ...signing });
  const request = {
    headers,
    queryParameters: {},
    pathFragment: "",
    invokeUrl: webhookUrl,
    rawBody: { data: rawBody, contentType: "application/json" },
    body: { data: body, contentType: "application/json" },
    ...payload,
  };
  const result = await harness.trigger(
    "webhook",
    request,
    { publicKeys: [rule.publicKey], ...inputs },
    {
      ...{
        logger,
        instanceState,
        flow,
        webhookUrls: { [flow.name]: webhookUrl },
        isSimulatedTestExecution: isSimulated,
      },
      ...context,
    },
  );
  if (!result) throw new Error("The trigger returned nothing.");
  const { call, ...rest } = result.payload as typeof result.payload & { call: WebhookCall };
  return { call, payload: rest, request, instanceState: result.instanceState, result };
};

describe("a delivery of Gong's", () => {
  it("is handed on untouched, with the call beside its body", async () => {
    const { call, payload, request, result } = await ring();
    expect(payload).toMatchObject(request);
    expect(payload.body.data).toBe(request.body.data);
    expect(call).toMatchObject({
      id: callId,
      verified: true,
      matches: true,
      skipReason: null,
      isTest: false,
      isPrivate: false,
      isRepeat: false,
      crm: { Salesforce: { Opportunity: { id: "0065g00000KpQ2nAAF", name: "Contoso Farms: 40 harvest robots" } } },
      missing: [],
    });
    expect(call.external?.map(({ name }) => name)).toEqual(["Priya Nair"]);
    expect(call.trackers?.map(({ name, count }) => [name, count])).toEqual([
      ["Competitors", 3],
      ["Budget Objection", 1],
    ]);
    expect(Object.keys(result)).toEqual(["payload", "instanceState"]);
  });

  it("is understood when it is of the earlier generation", async () => {
    const { call } = await ring({ body: earlierWebhookBody });
    expect(call).toMatchObject({ id: callId, verified: true, matches: true, isTest: false });
    expect(call.trackers?.[0]).toMatchObject({ id: null, name: "Competitors", type: null, count: 3 });
  });

  it("brings every part that Gong sends along, and no other", async () => {
    const { call } = await ring({ body: { callData: detailedCall, isTest: false } });
    expect(call.missing).toEqual([]);
    expect(call.nextSteps).toHaveLength(1);
    expect(call.mediaLinks?.audioUrl).toContain("https://");
    expect(call.comments).toHaveLength(1);
    expect(call).not.toHaveProperty("transcript");
    expect((await ring()).call).not.toHaveProperty("brief");
  });

  it("fits the schema of a complete call", async () => {
    expect(CompleteCall().safeParse((await ring()).call).error).toBeUndefined();
  });

  it("is accepted with any of several keys, as PEM, and with keys as one text", async () => {
    const other = createWebhookKeys();
    const both = [other.publicKeyPem, rule.publicKeyPem];
    for (const publicKeys of [
      both,
      JSON.stringify(both),
      both.join("\n"),
      `${other.publicKey},${rule.publicKey}`,
      `${other.publicKey}\n\n${rule.publicKey}\n`,
      `${other.publicKey}\n${rule.publicKey}\n`,
      both.join(" ").replaceAll("\n", " "),
      rule.publicKey.replace(/(.{64})/g, "$1\n"),
      ` ${rule.publicKey.replace(/(.{64})/g, "$1 ")}\t${other.publicKey}`,
    ])
      expect((await ring({ inputs: { publicKeys } })).call.verified).toBe(true);
    for (const gap of [",", "\n\n", "\n \t\n"])
      await expect(ring({ inputs: { publicKeys: `${rule.publicKey}${gap}no-key` } })).rejects.toThrow(
        "public key 2 cannot be read",
      );
    await expect(ring({ inputs: { publicKeys: [rule.publicKey, 5] } })).rejects.toThrow("must be public keys as text");
  });

  it("is checked against the address that the rule was given", async () => {
    const behindProxy = "https://gong.northwind.example/in?tenant=7";
    const signing = { webhookUrl: behindProxy };
    await expect(ring({ signing })).rejects.toThrow(/signed for another address \(the signed one is at gong/);
    expect((await ring({ signing, inputs: { webhookUrl: behindProxy } })).call.verified).toBe(true);
  });

  it("is checked against the flow's own address, which the step or the request knows", async () => {
    const known = { flow, webhookUrls: { [flow.name]: webhookUrl } };
    expect((await ring({ context: { webhookUrls: {} }, payload: known })).call.verified).toBe(true);
    expect((await ring({ context: { flow: undefined }, payload: known })).call.verified).toBe(true);
    expect((await ring({ context: { webhookUrls: undefined, flow: undefined }, payload: known })).call.verified).toBe(
      true,
    );
    for (const payload of [{ webhookUrls: undefined }, { ...known, flow: undefined }])
      await expect(ring({ context: { webhookUrls: undefined, flow: undefined }, payload })).rejects.toThrow(
        "is not known",
      );
    const wrong = { ...known, webhookUrls: { [flow.name]: "https://hooks.contoso.example" } };
    expect((await ring({ payload: wrong })).call.verified).toBe(true);
  });

  it("may prove itself by a secret in the address", async () => {
    const secret = "3mQ8vK1x9Z7c5B2n4L6p";
    const inputs = { verification: "urlSecret", urlSecret: ` ${secret}\n`, publicKeys: "" };
    const payload = { headers: {}, queryParameters: { key: secret } };
    expect((await ring({ inputs, payload })).call).toMatchObject({ verified: true, matches: true });
    await expect(ring({ inputs, payload: { ...payload, queryParameters: { key: "3mQ8" } } })).rejects.toThrow(
      /does not hold the URL secret/,
    );
    await expect(ring({ inputs: { ...inputs, urlSecret: "" }, payload })).rejects.toThrow(/no URL secret is set/);
    for (const place of [{ pathFragment: secret }, { invokeUrl: `${webhookUrl}/${secret}?a=1` }])
      expect((await ring({ inputs, payload: { headers: {}, ...place } })).call.verified).toBe(true);
    // The secret is known while the request is looked at, and then remembered like any other.
    expect(redact(secret)).toBe("[redacted]");
    for (let index = 0; index < 1000; index++) registerSecret(`other-secret-${index}`);
    expect(redact(secret)).toBe(secret);
  });

  it("is handed on without the secret of its address", async () => {
    const inputs = { verification: "urlSecret", urlSecret: "3mQ8vK1x9Z7c5B2n4L6p", publicKeys: "" };
    const { payload } = await ring({
      inputs,
      payload: {
        headers: { host: "hooks.northwind.example" },
        queryParameters: { key: inputs.urlSecret, tenant: "7" },
        invokeUrl: `${webhookUrl}?key=${inputs.urlSecret}&tenant=7`,
      },
    });
    expect(JSON.stringify(payload)).not.toContain(inputs.urlSecret);
    expect(payload).toMatchObject({
      queryParameters: { key: "[redacted]", tenant: "7" },
      invokeUrl: `${webhookUrl}?key=[redacted]&tenant=7`,
      body: { data: webhookBody },
    });
  });

  it("needs a secret that nobody finds by trying", async () => {
    const inputs = { verification: "urlSecret", urlSecret: "fifteen-letters", publicKeys: "" };
    const rung = ring({ inputs, payload: { headers: {}, queryParameters: { key: inputs.urlSecret } } });
    await expect(rung).rejects.toThrow("URL Secret must have at least 16 characters.");
    await expect(rung).rejects.not.toThrow(inputs.urlSecret);
    const urlSecret = `${inputs.urlSecret}!`;
    const payload = { headers: {}, queryParameters: { key: urlSecret } };
    expect((await ring({ inputs: { ...inputs, urlSecret }, payload })).call.verified).toBe(true);
  });

  it("passes unsigned where the platform only tries the flow: as a test, with a warning, and never remembered", async () => {
    const unsigned = { headers: {}, rawBody: { data: JSON.stringify(webhookBody) } };
    const tried = await ring({ isSimulated: true, payload: unsigned, inputs: { includeTestDeliveries: true } });
    expect(tried).toMatchObject({ call: { verified: false, isTest: true, matches: true }, instanceState: undefined });
    expect(logger.lines.at(-1)).toContain("simulated run: it was not verified");
    const left = await ring({ isSimulated: true, payload: unsigned, inputs: { publicKeys: "" } });
    expect(left.call).toMatchObject({ isTest: true, matches: false, skipReason: "TEST" });
    await expect(ring({ payload: unsigned })).rejects.toThrow(/no Authorization header/);
  });

  it("is let in unverified only when that was chosen, and says so", async () => {
    const payload = { headers: {}, rawBody: { data: webhookBody }, body: { data: JSON.stringify(webhookBody) } };
    expect((await ring({ inputs: { verification: "none" }, payload })).call).toMatchObject({
      id: callId,
      verified: false,
      matches: true,
    });
    expect(logger.lines.at(-1)).toContain("was not verified");
    for (const rawBody of [undefined, {}])
      for (const data of [webhookBody, Buffer.from(JSON.stringify(webhookBody))])
        expect((await ring({ inputs: { verification: "none" }, payload: { rawBody, body: { data } } })).call.id).toBe(
          callId,
        );
    for (const body of [undefined, { data: 5 }, { data: [] }])
      await expect(ring({ inputs: { verification: "none" }, payload: { rawBody: undefined, body } })).rejects.toThrow(
        "not a JSON object",
      );
  });

  it("never stops at nulls and missing parts", async () => {
    const body = {
      callData: { metaData: { id: "5", title: null }, context: null, parties: [null], content: null },
      isTest: null,
      isPrivate: null,
    };
    expect((await ring({ body })).call).toMatchObject({
      id: "5",
      matches: true,
      missing: ["crm", "trackers", "topics"],
    });
    for (const empty of [{}, { callData: null, isTest: true }, { metaData: {} }])
      expect((await ring({ body: empty })).call).toMatchObject({ id: null, matches: false, skipReason: "NO_CALL" });
  });

  it("ignores the rules of workflows built on the earlier trigger", async () => {
    expect((await ring({ inputs: { rules: { data: { anything: 1 } } } })).call.matches).toBe(true);
  });
});

describe("refused, so that no step runs", () => {
  const other = createWebhookKeys();
  it.each<[string, Ring, RegExp]>([
    ["another key", { signing: { privateKey: other.privateKey } }, /does not fit the public key/],
    ["alg none", { signing: { algorithm: "none" } }, /RS256/],
    ["HS256 with the public key", { signing: { algorithm: "HS256", hmacSecret: rule.publicKey } }, /RS256/],
    ["an altered body", { payload: { rawBody: { data: JSON.stringify({ ...webhookBody, isTest: true }) } } }, /body/],
    ["another address", { signing: { webhookUrl: "https://hooks.contoso.example/" } }, /another address/],
    ["an expired token", { signing: { expiresInSeconds: -100 } }, /expired/],
    ["a token of the future", { signing: { claims: { nbf: Date.now() / 1000 + 300 } } }, /not valid yet/],
    ["no header", { payload: { headers: {} } }, /no Authorization header/],
    ["two headers", { payload: { headers: { authorization: "a,b" } } }, /more than one Authorization/],
    ["critical headers", { signing: { header: { crit: ["b64"], b64: true } } }, /extensions/],
    ["an oversized body", { body: "x".repeat(6 * 1024 * 1024 + 1) }, /6291457 bytes/],
    ["a body that is not JSON", { body: "callData=1" }, /not a JSON object/],
    ["a body that is a JSON list", { body: "[]" }, /not a JSON object/],
    ["a body that is null", { body: "null" }, /not a JSON object/],
    [
      "an oversized body, though unverified",
      { body: "x".repeat(6 * 1024 * 1024 + 1), inputs: { verification: "none" } },
      /6291457/,
    ],
    ["a raw body that was parsed", { payload: { rawBody: { data: webhookBody } } }, /raw body is not available/],
    ["no raw body", { payload: { rawBody: undefined } }, /raw body is not available/],
    ["no key set", { inputs: { publicKeys: [] } }, /Copy the public key of the automation rule/],
    ["the form's empty answers", { inputs: { publicKeys: "", verification: "" } }, /no public key is set/],
    ["an unknown way to verify", { inputs: { verification: "maybe" } }, /Verification must be one of signedJwt/],
  ])("%s", async (_what, delivery, words) => {
    await expect(ring(delivery)).rejects.toThrow(words);
  });

  it.each<[WebhookCheck, Ring]>([
    ["body", { payload: { rawBody: undefined } }],
    ["keys", { inputs: { publicKeys: [] } }],
    ["token", { payload: { headers: {} } }],
    ["algorithm", { signing: { algorithm: "none" } }],
    ["criticalHeader", { signing: { header: { crit: ["b64"], b64: true } } }],
    ["signature", { signing: { privateKey: other.privateKey } }],
    ["time", { signing: { expiresInSeconds: -100 } }],
    ["url", { signing: { webhookUrl: "https://hooks.contoso.example/" } }],
    ["bodyHash", { payload: { rawBody: { data: "{}" } } }],
    ["secret", { inputs: { verification: "urlSecret" } }],
  ])("by the name of the check that it failed: %s", async (check, delivery) => {
    await expect(ring(delivery)).rejects.toMatchObject({ name: "WebhookRefusedError", check });
  });

  it("never says the token, a key or the body", async () => {
    const fault = await ring({ signing: { privateKey: other.privateKey } }).then(
      () => new Error("It was accepted."),
      (thrown: Error) => thrown,
    );
    expect(`${fault.message} ${JSON.stringify(fault)}`).not.toMatch(/eyJ|MII|Contoso|metaData/);
    expect(fault).toMatchObject({ name: "WebhookRefusedError", check: "signature" });
    expect(JSON.parse(JSON.stringify(fault))).toMatchObject({ message: fault.message, check: "signature" });
  });
});

describe("filters tell the flow what to leave alone", () => {
  const withCall = (changes: Record<string, unknown>, beside: Record<string, unknown> = {}) => ({
    ...webhookBody,
    ...beside,
    callData: { ...webhookBody.callData, ...changes },
  });
  const isPrivate = { metaData: { ...webhookBody.callData.metaData, isPrivate: true } };
  const hubSpot = [
    {
      system: "HubSpot",
      objects: ["Deal", "Company", "Robot"].map((objectType, index) => ({ objectType, objectId: `88${index}` })),
    },
  ];

  it.each<[string, unknown, Record<string, unknown>, string | null]>([
    ["a test", withCall({}, { isTest: true }), {}, "TEST"],
    ["a test that is wanted", withCall({}, { isTest: true }), { includeTestDeliveries: true }, null],
    ["a private call", withCall(isPrivate), {}, "PRIVATE"],
    ["a call that only the webhook calls private", withCall({}, { isPrivate: true }), {}, "PRIVATE"],
    ["an earlier webhook's private call", { ...earlierWebhookBody, isPrivate: true }, {}, "PRIVATE"],
    ["a private call that is wanted", withCall(isPrivate), { includePrivateCalls: "true" }, null],
    ["a call with an opportunity", webhookBody, { linkedTo: "Opportunity" }, null],
    ["a call linked to anything", webhookBody, { linkedTo: "Any" }, null],
    ["a call without lead", webhookBody, { linkedTo: "Lead" }, "NOT_LINKED"],
    ["HubSpot's deal as an opportunity", withCall({ context: hubSpot }), { linkedTo: "Opportunity" }, null],
    ["HubSpot's company as an account", withCall({ context: hubSpot }), { linkedTo: "account" }, null],
    ["a type of the company's own", withCall({ context: hubSpot }), { linkedTo: "robot" }, null],
    ["another type of the company's own", withCall({ context: hubSpot }), { linkedTo: "Harvester" }, "NOT_LINKED"],
    ["a call of which only people are linked", withCall({ context: [] }), { linkedTo: "Any" }, "NOT_LINKED"],
    ["a tracker in another case", webhookBody, { trackers: " competitors " }, null],
    [
      "a tracker that has spaces around its name in Gong",
      withCall({ content: { trackers: [{ name: " Competitors ", count: 1 }] } }),
      { trackers: ["Competitors"] },
      null,
    ],
    ["a tracker by id", webhookBody, { trackers: ["8034572198765432107"] }, null],
    ["one of several trackers", webhookBody, { trackers: ["Pricing", "Competitors"] }, null],
    ["a tracker that is not there", webhookBody, { trackers: ["Pricing"] }, "NOT_MENTIONED"],
    [
      "a tracker that was not mentioned",
      withCall({ content: { trackers: [{ name: "Competitors", count: 0 }] } }),
      { trackers: ["Competitors"] },
      "NOT_MENTIONED",
    ],
  ])("%s", async (_what, body, inputs, skipReason) => {
    const linesBefore = logger.lines.length;
    const { call, payload } = await ring({ body, inputs });
    expect(call).toMatchObject({ skipReason, matches: skipReason === null });
    const told = skipReason === null ? [] : [expect.stringContaining(`Call ${callId} does not match: ${skipReason}.`)];
    expect(logger.lines.slice(linesBefore)).toEqual(told);
    expect(payload.body.data).toEqual(body);
  });
});

describe("repeats", () => {
  beforeEach(() => void jest.useFakeTimers({ now: new Date("2026-01-05T18:40:00Z"), doNotFake: ["nextTick"] }));
  afterEach(() => void jest.useRealTimers());
  const hours = (count: number) => jest.setSystemTime(Date.now() + count * 3_600_000);

  it("are told by the call's id for a day, and match unless they are to be skipped", async () => {
    const { instanceState } = await ring({ instanceState: { kept: "by another step" } });
    expect(instanceState).toMatchObject({ kept: "by another step" });
    hours(23);
    expect((await ring({ instanceState })).call).toMatchObject({ isRepeat: true, matches: true, skipReason: null });
    const skipped = await ring({ instanceState, inputs: { skipRepeats: true } });
    expect(skipped.call).toMatchObject({ isRepeat: true, matches: false, skipReason: "REPEATED" });
    expect(skipped.instanceState).toBeUndefined();
    hours(1);
    expect((await ring({ instanceState, inputs: { skipRepeats: true } })).call).toMatchObject({ isRepeat: false });
  });

  it("are not made by a test or by a delivery that was left alone", async () => {
    const test = await ring({ body: { ...webhookBody, isTest: true }, inputs: { includeTestDeliveries: true } });
    expect(test).toMatchObject({ call: { matches: true }, instanceState: undefined });
    expect((await ring({ inputs: { trackers: ["Pricing"] } })).instanceState).toBeUndefined();
  });

  it("need little room: the newest 2,000 calls", async () => {
    let instanceState: Record<string, unknown> = {};
    const seen = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [String(7_000_000 + index), Math.floor(Date.now() / 1000) - index]),
    );
    instanceState = { gongWebhookSeenCalls: { version: 1, seen } };
    instanceState = (await ring({ instanceState })).instanceState ?? {};
    const kept = (instanceState.gongWebhookSeenCalls as { seen: object }).seen;
    expect(Object.keys(kept)).toHaveLength(2_000);
    expect(kept).toHaveProperty(callId);
    expect(kept).toHaveProperty("7000000");
    expect(kept).not.toHaveProperty("7004999");
  });

  it("are told by a mark where an id is foreign text, which the platform never stores", async () => {
    const body = { callData: { metaData: { id: "call of Ada Reyes" } } };
    const { instanceState } = await ring({ body });
    expect(JSON.stringify(instanceState)).not.toContain("Ada");
    expect((await ring({ body, instanceState })).call).toMatchObject({ isRepeat: true });
    const before = {
      gongWebhookSeenCalls: { version: 1, seen: { "call of Ada Reyes": Math.floor(Date.now() / 1000) } },
    };
    const carriedOn = await ring({ body, instanceState: before });
    expect(carriedOn.call.isRepeat).toBe(true);
    expect(JSON.stringify(carriedOn.instanceState)).not.toContain("Ada");
  });

  it.each([
    { gongWebhookSeenCalls: "garbage" },
    { gongWebhookSeenCalls: { version: 1, seen: { [callId]: "x" } } },
    { gongWebhookSeenCalls: { version: 1, seen: { [callId]: String(Date.now()) } } },
    { gongWebhookSeenCalls: { version: 2, seen: { [callId]: Date.parse("2026-01-05T18:39:00Z") / 1000 } } },
    null,
  ])("start anew from garbage: %j", async (instanceState) => {
    const { call } = await ring({
      instanceState: instanceState as Record<string, unknown>,
      inputs: { skipRepeats: true },
    });
    expect(call).toMatchObject({ isRepeat: false, matches: true });
  });
});

describe("the built trigger", () => {
  const { webhook: trigger } = built.triggers;

  it("keeps what earlier workflows know of it", () => {
    expect(trigger).toMatchObject({
      key: "webhook",
      display: { label: "Process Automation Trigger" },
      scheduleSupport: "valid",
      synchronousResponseSupport: "valid",
    });
    expect(trigger?.inputs.find(({ key }) => key === "rules")).toMatchObject({ type: "jsonForm", required: false });
  });

  it("demands nothing in the form, so that earlier workflows open, and hides the secret", () => {
    expect(trigger?.inputs.filter(({ required }) => required)).toEqual([]);
    expect(trigger?.inputs.find(({ key }) => key === "urlSecret")).toMatchObject({ type: "password" });
  });

  it("has an example of what it hands on", () => {
    const { payload } = JSON.parse(JSON.stringify(webhook.examplePayload));
    expect(payload.body.data).toEqual(webhookBody);
    expect(payload).toMatchObject({
      flow: { name: "Competitor mentions" },
      headers: { authorization: expect.stringMatching(/^Bearer /) },
    });
    expect(JSON.parse(payload.rawBody.data)).toEqual(webhookBody);
    expect(payload.call).toMatchObject({ id: callId, verified: true, matches: true, skipReason: null, missing: [] });
  });
});
