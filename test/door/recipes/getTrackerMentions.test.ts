import { built, harness, quietLogger, tokenConnectionTo } from "../../support/component";
import { useSandbox } from "../../support/door";
import type { Sandbox } from "../../support/sandbox";

const gong = useSandbox({ world: { calls: 3 } });

const buyer = {
  id: "61",
  emailAddress: "priya.nair@contoso.example",
  name: "Priya Nair",
  title: null,
  userId: null,
  speakerId: "62",
  affiliation: "External" as const,
  phoneNumber: null,
  methods: [],
};

const competitors = {
  id: "8034572198765432107",
  name: "Competitors",
  type: "KEYWORD" as const,
  count: 3,
  occurrences: [],
  phrases: [
    { phrase: "Tailspin", count: 1, occurrences: [{ startTime: 1204.1, speakerId: "62" }] },
    { phrase: "Fabrikam", count: 2, occurrences: [{ startTime: 462.3, speakerId: "62" }] },
  ],
};

const opportunity = {
  objectType: "Opportunity",
  objectId: "0065g00000KpQ2nAAF",
  fields: [{ name: "Name", value: "Contoso Farms: 40 harvest robots" }],
  timing: "Now" as const,
};

const addCall = (patch: Parameters<Sandbox["world"]["addCall"]>[0] = {}) =>
  gong.world.addCall({
    isPrivate: false,
    parties: [buyer],
    content: { trackers: [competitors] },
    context: [{ system: "Salesforce", objects: [opportunity] }],
    visibleAt: 0,
    partsVisibleAt: 0,
    ...patch,
  }).id;

const run = async (inputs: Record<string, unknown>) => {
  const result = await harness.action(
    "getTrackerMentions",
    { connection: tokenConnectionTo(gong), ...inputs },
    { logger: quietLogger() },
  );
  return (result as { data: Record<string, unknown> }).data;
};

describe("Get Tracker Mentions", () => {
  it("A5, A8: finds the competitors of a call with one request", async () => {
    const callId = addCall();
    gong.log.clear();
    const data = await run({ callId, trackers: "competitors", maxLength: "255", existingText: "Litware, FABRIKAM" });
    expect(gong.log.entries).toHaveLength(1);
    expect(data).toMatchObject({
      callId,
      mentioned: true,
      totalCount: 3,
      phrases: ["Fabrikam", "Tailspin"],
      phrasesText: "Litware, FABRIKAM, Tailspin",
      opportunityId: "0065g00000KpQ2nAAF",
      crm: { Salesforce: { Opportunity: { name: "Contoso Farms: 40 harvest robots" } } },
      warnings: [],
    });
    expect(data.trackers).toMatchObject([
      { phrases: [{ occurrences: [{ startSec: 1204.1, speakerName: "Priya Nair", affiliation: "External" }] }, {}] },
    ]);
  });

  it("joins with the separator as typed, spaces and line breaks included", async () => {
    const callId = addCall();
    expect(await run({ callId, separator: " / " })).toMatchObject({ phrasesText: "Fabrikam / Tailspin" });
    expect(await run({ callId, separator: "\\n" })).toMatchObject({ phrasesText: "Fabrikam\nTailspin" });
    expect(await run({ callId, separator: "" })).toMatchObject({ phrasesText: "Fabrikam, Tailspin" });
  });

  it("says mentioned false when nothing was mentioned, and when the call is private", async () => {
    const quiet = addCall({ content: { trackers: [{ ...competitors, count: 0, phrases: [] }] } });
    expect(await run({ callId: quiet, trackers: ["Competitors"] })).toMatchObject({
      mentioned: false,
      phrasesText: "",
    });
    const hidden = addCall({ isPrivate: true });
    expect(await run({ callId: hidden })).toMatchObject({ mentioned: false, crm: {}, opportunityId: null });
    expect(await run({ callId: hidden, includePrivateCalls: true })).toMatchObject({ mentioned: true });
  });

  it("B12: tells all of HubSpot's deals, and says that the first is the first", async () => {
    const object = (objectType: string, objectId: string, timing: "Now" | "TimeOfCall" = "Now") => ({
      objectType,
      objectId,
      fields: [],
      timing,
    });
    const objects = [object("Company", "991"), object("Deal", "881"), object("Deal", "882"), object("Deal", "881")];
    const callId = addCall({ context: [{ system: "HubSpot", objects: [...objects, object("Deal", "883")] }] });
    const data = await run({ callId });
    expect(data).toMatchObject({
      opportunityId: "881",
      opportunityIds: ["881", "882", "883"],
      accountId: "991",
      accountIds: ["991"],
      warnings: [
        "This call is linked to 3 opportunities: 881, 882, 883. opportunityId is the first; opportunityIds has all.",
      ],
    });
  });

  it("leaves the CRM's text of a private call as it is, however long", async () => {
    const hidden = addCall({ isPrivate: true });
    const data = await run({ callId: hidden, existingText: "Litware, Fabrikam", maxLength: "8" });
    expect(data).toMatchObject({ phrasesText: "Litware, Fabrikam", mentioned: false });
    expect(data.warnings).toEqual([expect.stringMatching(/^PRIVATE:/)]);
  });

  it("names the call that Gong does not have", async () => {
    await expect(run({ callId: "123456789" })).rejects.toThrow(/Gong has no call 123456789 .* Check the Call ID/);
  });

  it("refuses bad answers by the field's label, and sends nothing", async () => {
    gong.log.clear();
    await expect(run({ callId: " ", maxLength: "0" })).rejects.toThrow(
      /Call ID is required\. .*Max Length must be a whole number of at least 1\. Given: "0"\./,
    );
    expect(gong.log.entries).toHaveLength(0);
  });

  it("works on every call of the sandbox", async () => {
    for (const { id } of [...gong.world.calls])
      expect(await run({ callId: id, includePrivateCalls: true })).toMatchObject({ callId: id });
  });

  it("has an example that fits what it says it returns", () => {
    expect(built.actions.getTrackerMentions?.examplePayload).toMatchObject({
      data: { mentioned: true, phrasesText: "Fabrikam, Litware, Tailspin", warnings: [] },
    });
  });
});
