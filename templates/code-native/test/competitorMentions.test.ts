import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { runWithContext } from "@prismatic-io/spectral/dist/serverTypes";
import { invokeFlow } from "@prismatic-io/spectral/dist/testing";
import { competitorMentions } from "../src/competitorMentions";

const opportunityId = "0065g00000KpQ2nAAF";

/** A Salesforce of one record. */
let competitors = "";
let server: Server;
let instanceUrl = "";
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      if (request.method === "PATCH") competitors = (JSON.parse(body) as { Competitors__c: string }).Competitors__c;
      response.writeHead(request.method === "PATCH" ? 204 : 200, { "content-type": "application/json" });
      response.end(request.method === "PATCH" ? undefined : JSON.stringify({ Competitors__c: competitors }));
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  instanceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

/** What the step answers, in place of the component: the phrases are joined with what stands there. */
const getTrackerMentions = (phrases: readonly string[]) => async (values: Record<string, unknown>) => {
  const standing = String(values.existingText ?? "");
  const all = [...new Set([...(standing ? standing.split(", ") : []), ...phrases])];
  return { data: { mentioned: phrases.length > 0, phrasesText: all.join(", "), opportunityId } };
};

const ring = async (phrases: readonly string[], call = {}) => {
  const context = { components: { gong: { getTrackerMentions: getTrackerMentions(phrases) } } };
  const { result } = await runWithContext(context as never, () =>
    invokeFlow(competitorMentions, {
      configVars: {
        "Gong Connection": { key: "gongApiKey", configVarKey: "", fields: {} },
        "Salesforce Connection": { key: "oauth2", configVarKey: "", fields: {}, token: { instance_url: instanceUrl } },
        "Public Keys": [],
        Trackers: ["Competitors"],
        "Opportunity Field": "Competitors__c",
      } as never,
      context: context as never,
      payload: { call: { id: "7782342274025937895", matches: true, skipReason: null, ...call } } as never,
    }),
  );
  return result?.data;
};

it("writes what was heard beside what stands there, once", async () => {
  competitors = "Litware";
  const written = { written: true, opportunityId, phrasesText: "Litware, Fabrikam" };
  expect(await ring(["Fabrikam"])).toEqual(written);
  expect(competitors).toBe("Litware, Fabrikam");
  expect(await ring(["Fabrikam"])).toEqual({ written: false, reason: "ALREADY_THERE" });
});

it("leaves a call that does not match, and one without competitors, alone", async () => {
  competitors = "Litware";
  expect(await ring(["Fabrikam"], { matches: false, skipReason: "PRIVATE" })).toEqual({
    written: false,
    reason: "PRIVATE",
  });
  expect(await ring([])).toEqual({ written: false, reason: "NOTHING_TO_WRITE" });
  expect(competitors).toBe("Litware");
});
