import { harness, quietLogger, tokenConnectionTo } from "../../support/component";
import { useSandbox } from "../../support/door";
import { hurry } from "../gong/support";

/** The questions which calls are meant, as every recipe over calls takes them. */

const range = { fromDateTime: "2026-10-01T00:00:00Z", toDateTime: "2026-11-20T18:00:00Z" };

const gong = useSandbox({ world: { calls: 250, now: Date.parse("2026-11-20T18:00:00Z"), days: 90 } });

interface Result {
  readonly id?: string;
  readonly callId?: string;
  readonly started: string;
  readonly matchedBy?: readonly string[];
}

interface Data {
  readonly results: readonly Result[];
  readonly skipped: readonly { readonly id: string; readonly code: string }[];
}

const run = (key: string, inputs: Record<string, unknown>): Promise<{ data: Data }> =>
  hurry(async () => {
    const params = { connection: tokenConnectionTo(gong), ...inputs };
    const { data } = (await harness.action(key, params, { logger: quietLogger() })) as { data: Data };
    return { data };
  });

const idsOf = (results: readonly Result[]) => results.map(({ id, callId }) => id ?? callId ?? "").toSorted();

const [customer, other] = [() => gong.world.customers[0], () => gong.world.customers[1]];

describe.each<[string, () => Record<string, unknown>]>([
  ["people of a company", () => ({ participants: customer()?.domain })],
  ["one of two accounts", () => ({ accounts: [customer()?.accountId, other()?.name] })],
  ["words in the title but not others", () => ({ titleIncludes: "demo, renewal", titleExcludes: other()?.name })],
  ["a tracker in a long call", () => ({ trackers: "competitors", minimumMinutes: "30" })],
  ["what lacks an opportunity", () => ({ lacks: "opportunity" })],
])("asked for calls with %s", (_what, which) => {
  test("the recipes mean the same calls as Find Calls", async () => {
    const asked = { ...which(), ...range };
    const found = (await run("findCalls", asked)).data.results;
    expect(found.length).toBeGreaterThan(0);
    const compact = (await run("getCompleteCalls", { ...asked, detail: "compact" })).data.results;
    const byStart = found.toReversed().map(({ matchedBy: _why, ...record }) => record);
    expect(idsOf(compact)).toEqual(idsOf(found));
    expect(compact).toEqual(expect.arrayContaining(byStart));
    for (const record of compact) expect(JSON.stringify(record).length).toBeLessThan(1500);
    expect(idsOf((await run("getCompleteCalls", { ...asked, include: "brief" })).data.results)).toEqual(idsOf(found));
    const readable = (await run("getReadableTranscript", asked)).data;
    const silent = readable.skipped.filter(({ code }) => code === "NO_TRANSCRIPT");
    expect([...idsOf(readable.results), ...silent.map(({ id }) => id)].toSorted()).toEqual(idsOf(found));
    const isMeant = new Set(idsOf(found));
    const everywhere = (await run("searchTranscripts", { terms: "price", ...range })).data.results;
    const there = (await run("searchTranscripts", { terms: "price", ...asked })).data.results;
    expect(there).toEqual(everywhere.filter(({ callId = "" }) => isMeant.has(callId)));
  });
});

test("a named call that the question does not mean is skipped, with a reason", async () => {
  const [call] = (await run("findCalls", { lacks: "opportunity", ...range })).data.results;
  for (const key of ["getCompleteCalls", "getReadableTranscript", "searchTranscripts"]) {
    const asked = { callIds: call?.callId, titleIncludes: "nothing is called so" };
    const { data } = await run(key, key === "searchTranscripts" ? { ...asked, terms: "price" } : asked);
    expect(data).toMatchObject({ results: [], skipped: [{ id: call?.callId, code: "FILTER" }] });
  }
});
