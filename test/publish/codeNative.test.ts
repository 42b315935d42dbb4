import { runWithContext } from "@prismatic-io/spectral/dist/serverTypes";
import { createHarness, invokeFlow } from "@prismatic-io/spectral/dist/testing";
import { startSalesforce } from "../../demo/salesforce";
import integration from "../../templates/code-native/src";
import { competitorMentions } from "../../templates/code-native/src/competitorMentions";
import { connectionTo, quietLogger } from "../support/component";
import { type Sandbox, startSandbox } from "../support/sandbox";

type Component = Parameters<typeof createHarness>[0];

const { default: component } = require("../../dist/index.js") as { default: Component };
const harness = createHarness(component);
const logger = quietLogger();
const opportunityId = "0065g00000KpQ2nAAF";
const url = "https://hooks.northwind.example/gong";

let gong: Sandbox;
let salesforce: Awaited<ReturnType<typeof startSalesforce>>;
beforeAll(async () => {
  gong = await startSandbox({ limits: false, world: { calls: 5 } });
  salesforce = await startSalesforce();
});
beforeEach(() => salesforce.add("Opportunity", opportunityId, { Competitors__c: "Litware" }));
afterAll(async () => {
  expect(gong.log.violations()).toEqual([]);
  await gong.close();
  await salesforce.close();
});

/** A call with these phrases of a competitor tracker, linked to the opportunity. */
const addCall = (phrases: readonly string[]) =>
  gong.world.addCall({
    isPrivate: false,
    visibleAt: 0,
    partsVisibleAt: 0,
    content: {
      trackers: [
        {
          id: "8034572198765432107",
          name: "Competitors",
          type: "KEYWORD",
          count: phrases.length,
          occurrences: [],
          phrases: phrases.map((phrase) => ({ phrase, count: 1, occurrences: [] })),
        },
      ],
    },
    context: [
      {
        system: "Salesforce",
        objects: [{ objectType: "Opportunity", objectId: opportunityId, fields: [], timing: "Now" }],
      },
    ],
  }).id;

/** Rings as Gong does, and runs the flow as the platform does: trigger, then execution, each through the bundle. */
const ring = async (callId: string, isTest = false) => {
  const { headers, body } = gong.webhook({ url, callId, isTest });
  const request = { headers: { ...headers }, rawBody: { data: body }, body: { data: JSON.parse(body) as unknown } };
  const inputs = { verification: "signedJwt", publicKeys: [gong.webhookKeys.publicKey], webhookUrl: url };
  const rung = await harness.trigger("webhook", request, inputs, { logger });
  const getTrackerMentions = (values: Record<string, unknown>) =>
    harness.action("getTrackerMentions", values, { logger });
  const context = { components: { gong: { getTrackerMentions } }, logger } as never;
  const { result } = await runWithContext(context, () =>
    invokeFlow(competitorMentions, {
      configVars: {
        "Gong Connection": connectionTo(gong),
        "Salesforce Connection": salesforce.connection,
        "Public Keys": [gong.webhookKeys.publicKey],
        Trackers: ["Competitors"],
        "Opportunity Field": "Competitors__c",
      } as never,
      context,
      payload: rung?.payload,
    }),
  );
  return result?.data;
};

it("is an integration that names the component", () => {
  const { codeNativeIntegrationYAML: yaml } = integration as unknown as { codeNativeIntegrationYAML: string };
  expect(yaml).toMatch(/name: Competitor Mentions/);
  expect(yaml).toMatch(/key: gong\n/);
});

it("writes the competitors of a call into the opportunity, once", async () => {
  const callId = addCall(["Fabrikam", "Tailspin"]);
  expect(await ring(callId)).toEqual({ written: true, opportunityId, phrasesText: "Litware, Fabrikam, Tailspin" });
  expect(salesforce.record("Opportunity", opportunityId)).toMatchObject({
    Competitors__c: "Litware, Fabrikam, Tailspin",
  });
  expect(await ring(callId)).toEqual({ written: false, reason: "ALREADY_THERE" });
});

it("leaves a call without competitors, and a test delivery, alone", async () => {
  expect(await ring(addCall([]))).toEqual({ written: false, reason: "NOTHING_TO_WRITE" });
  expect(await ring(addCall(["Fabrikam"]), true)).toEqual({ written: false, reason: "TEST" });
  expect(salesforce.record("Opportunity", opportunityId)).toMatchObject({ Competitors__c: "Litware" });
});
