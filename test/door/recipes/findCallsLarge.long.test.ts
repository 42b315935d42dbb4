import type { CompactCall } from "#src/recipes/calls/compactCall";
import { completeCall } from "#src/recipes/calls/completeCall";
import type { CompleteCall } from "#src/recipes/completeCallShape";
import { harness, quietLogger, tokenConnectionTo } from "../../support/component";
import { useSandbox } from "../../support/door";
import { hurry } from "../gong/support";

/** Find Calls over 3,000 calls: the three questions that people ask most, with their price. */

const now = Date.parse("2026-11-20T18:00:00Z");
const sinceJune = { fromDateTime: "2026-06-01T00:00:00Z", toDateTime: "2026-11-20T18:00:00Z" };
/** The highlights, in which next steps stand, of each third call never come. */
const isWithoutHighlights = (index: number) => index % 3 === 0;

const gong = useSandbox({
  world: {
    calls: 3000,
    now,
    days: 173,
    partsLateness: (index, part) => (part === "highlights" && isWithoutHighlights(index) ? now : 0),
  },
});
let calls: CompleteCall[];
const prices: string[] = [];

beforeAll(() => {
  calls = gong.world.calls
    .map(({ id }) => completeCall(JSON.parse(JSON.stringify(gong.callRecord(id)))))
    .filter(({ isPrivate, started }) => !isPrivate && Date.parse(started ?? "") >= Date.parse(sinceJune.fromDateTime))
    .toSorted((one, other) => Date.parse(other.started ?? "") - Date.parse(one.started ?? ""));
});
afterAll(() => {
  process.stdout.write(`Find Calls over ${gong.world.calls.length} calls\n${prices.join("\n")}\n`);
});

interface Data {
  readonly results: readonly (CompactCall & { readonly matchedBy: readonly string[] })[];
  readonly scanned: number;
  readonly truncated: boolean;
  readonly requests: number;
}

const ask = async (question: string, inputs: Record<string, unknown>): Promise<Data> => {
  const { data, seconds } = await hurry(async () => {
    const began = Date.now();
    const params = { connection: tokenConnectionTo(gong), ...inputs };
    const { data } = (await harness.action("findCalls", params, { logger: quietLogger() })) as { data: Data };
    return { data, seconds: (Date.now() - began) / 1000 };
  });
  const size = JSON.stringify(data.results).length;
  prices.push(
    `  ${question}: ${data.results.length} of ${data.scanned} calls, ${data.requests} requests, ${seconds.toFixed(1)} s at Gong's pace, ${size} characters`,
  );
  expect(data.requests).toBe(gong.log.entries.length);
  for (const result of data.results) expect(JSON.stringify(result).length).toBeLessThan(1500);
  return data;
};

const idsOf = (found: readonly { readonly id?: string | null; readonly callId?: string | null }[]) =>
  found.map(({ id, callId }) => id ?? callId);

test("all calls with a company since June", async () => {
  const { domain = "" } = gong.world.customers[0] ?? {};
  const data = await ask("all calls with a company since June", { participants: domain, ...sinceJune });
  const expected = calls.filter(({ participants }) =>
    participants?.some(({ emailAddress }) => emailAddress?.endsWith(`@${domain}`)),
  );
  expect(expected.length).toBeGreaterThan(30);
  expect(idsOf(data.results)).toEqual(idsOf(expected));
  expect(data).toMatchObject({ truncated: false, scanned: expect.any(Number) });
  // One request for a hundred calls, a few where parts of the range meet, and one for a hundred that matched.
  const least = Math.ceil(data.scanned / 100);
  expect(data.requests).toBeLessThanOrEqual(least + Math.ceil(expected.length / 100) + 20);
});

test("the last call of this opportunity", async () => {
  const ofOpportunity = calls.filter(({ crmRecords }) => crmRecords?.some((each) => each.objectType === "Opportunity"));
  const id = ofOpportunity[20]?.crmRecords?.find(({ objectType }) => objectType === "Opportunity")?.id;
  const newest = ofOpportunity.find(({ crmRecords }) => crmRecords?.some((each) => each.id === id));
  const data = await ask("the last call of this opportunity", { opportunities: id, maxResults: 1 });
  expect(idsOf(data.results)).toEqual([newest?.id]);
  expect(data.requests).toBeLessThanOrEqual(8);
});

test("demos without a next step", async () => {
  const inputs = { titleIncludes: "demo", lacks: "nextSteps", ...sinceJune };
  const data = await ask("demos without a next step", inputs);
  const expected = calls.filter(({ title, nextSteps }) => /\bdemo\b/i.test(title ?? "") && !nextSteps?.length);
  expect(expected.length).toBeGreaterThan(30);
  expect(idsOf(data.results)).toEqual(idsOf(expected));
  for (const { nextSteps, matchedBy } of data.results) {
    expect(nextSteps).toEqual([]);
    expect(matchedBy).toEqual(["title has demo", "lacks next steps"]);
  }
  expect(data.requests).toBeLessThanOrEqual(Math.ceil(data.scanned / 100) + Math.ceil(expected.length / 100) + 20);
});
