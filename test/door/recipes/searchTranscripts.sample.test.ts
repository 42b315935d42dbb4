import { gong as gongClient } from "#src/gong/index";
import { searchTranscripts } from "#src/recipes/transcripts/searchTranscripts";
import { built, quietLogger, tokenConnectionTo } from "../../support/component";
import { act, useSandbox } from "../../support/door";
import { seed, someOf } from "../../support/seed";
import { hurry } from "../gong/support";

const gong = useSandbox({
  world: { calls: 120, now: Date.parse("2026-11-20T00:00:00Z"), days: 60 },
});

interface Match {
  callId: string;
  started: string;
  term: string;
  sentence: string;
  before: string | null;
  second: number;
}
interface Data {
  results: Match[];
  skipped: { id: string; code: string }[];
  failed: { id: string; code: string }[];
  scanned: number;
  truncated: boolean;
  reason: string | null;
  resume: string | null;
  requests: number;
}

const range = { fromDateTime: "2026-09-01T00:00:00Z", toDateTime: "2026-11-20T00:00:00Z" };
const terms = "price, robots";

const run = (inputs: Record<string, unknown>): Promise<Data> =>
  hurry(() => act<Data>(gong, "searchTranscripts", { terms, ...inputs }));

const keyOf = ({ callId, term, second }: Match) => `${callId} ${term} ${second}`;
const runToTheEnd = async (inputs: Record<string, unknown>, begin: string | null = null) => {
  const runs: Data[] = [];
  let resumeFrom = begin;
  do {
    const data: Data = await run({ ...inputs, resumeFrom });
    runs.push(data);
    resumeFrom = data.resume;
    expect(runs.length).toBeLessThan(200);
  } while (resumeFrom !== null);
  return { runs, matches: runs.flatMap(({ results }) => results) };
};

describe(`Search Transcripts, a sample drawn by the seed ${seed}`, () => {
  it("finds every match of a range, the newest call first", async () => {
    const data = await run(range);
    expect(data.results.length).toBeGreaterThan(50);
    const starts = data.results.map(({ started }) => Date.parse(started));
    expect(starts).toEqual([...starts].sort((a, b) => b - a));
    expect(data).toMatchObject({ scanned: 120, truncated: false, reason: null });
    expect(data.requests).toBeLessThanOrEqual(6);
    for (const { term, sentence } of data.results) expect(sentence.toLowerCase()).toContain(term);
    const said = gong.world.calls
      .filter(
        (call) => !gong.world.describeCall(call).metaData.isPrivate && gong.world.describeCall(call).hasTranscript,
      )
      .flatMap((call) => (gong.world.describeCall(call).transcript ?? []).flatMap(({ sentences }) => sentences))
      .flatMap(({ text }) => [/\bprice\b/i, /\brobots\b/i].filter((pattern) => pattern.test(text)));
    expect(data.results).toHaveLength(said.length);
    const silent = gong.world.calls.map((call) => gong.world.describeCall(call)).filter((call) => !call.hasTranscript);
    const ids = silent.flatMap(({ metaData }) => (metaData.isPrivate ? [] : [metaData.id]));
    expect(data.skipped.map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  it("reads only as many of the newest calls as it needs", async () => {
    const everything = await run(range);
    const few = await run({ ...range, maxMatches: "5" });
    expect(few.results).toEqual(everything.results.slice(0, 5));
    expect(few).toMatchObject({ truncated: true, reason: "Max Matches (5) was reached." });
    expect(few.scanned).toBeLessThan(60);
  });

  it.each(someOf([{ maxMatches: 7 }, { maxMatches: 60 }, { maxCalls: 40 }, { maxMatches: 30, maxCalls: 90 }], 1))(
    "hands out each match once when it is continued with %j",
    async (limits) => {
      const everything = await run(range);
      const { runs, matches } = await runToTheEnd({ ...range, ...limits });
      expect(matches.map(keyOf).sort()).toEqual(everything.results.map(keyOf).sort());
      for (const { results, scanned } of runs) {
        if ("maxMatches" in limits) expect(results.length).toBeLessThanOrEqual(limits.maxMatches ?? 0);
        if ("maxCalls" in limits) expect(scanned).toBeLessThanOrEqual(limits.maxCalls ?? 0);
      }
    },
  );

  it("looks through named calls too, and continues them", async () => {
    const callIds = gong.world.calls.slice(0, 30).map(({ id }) => id);
    const everything = await run({ callIds, includePrivateCalls: true });
    const { matches } = await runToTheEnd({ callIds, includePrivateCalls: true, maxMatches: 4 });
    expect(matches.map(keyOf)).toEqual(everything.results.map(keyOf));
    const often = { terms: "the, a", callIds: callIds.slice(0, 4), includePrivateCalls: true };
    const frequent = await run(often);
    const inParts = await runToTheEnd({ ...often, maxMatches: 5 });
    expect(inParts.matches.map(keyOf)).toEqual(frequent.results.map(keyOf));
    const begun = await run({ ...often, maxMatches: 5 });
    const goneOn = await runToTheEnd({ ...often, maxCalls: 1 }, begun.resume);
    const all = [...begun.results, ...goneOn.matches];
    expect(all.map(keyOf).sort()).toEqual(frequent.results.map(keyOf).sort());
    const secret = gong.world.calls.find(({ isPrivate }) => isPrivate)?.id;
    expect(await run({ callIds: [secret] })).toMatchObject({ skipped: [{ id: secret, code: "PRIVATE" }] });
    expect(await run({ callIds: ["123456789"] })).toMatchObject({ failed: [{ code: "NOT_FOUND" }], truncated: false });
  });

  it("keeps what it has when the time is over, and goes on later", async () => {
    const everything = await run(range);
    const once = (connection: unknown, resumeFrom?: string) =>
      hurry(
        () =>
          searchTranscripts.run(
            { terms: ["price", "robots"], ...(resumeFrom ? { resumeFrom } : range), maxMatches: 1000 },
            { gong: gongClient(connection), logger: quietLogger() },
          ) as Promise<Data>,
      );
    for (const nth of someOf([2, 4, 6], 1)) {
      const { remove } = gong.faults.add({ kind: "429", retryAfter: 7200, match: { nth, times: 3 } });
      const first = await once(tokenConnectionTo(gong));
      expect(first).toMatchObject({ truncated: true, reason: expect.stringContaining("limits") });
      remove();
      const second = await once(tokenConnectionTo(gong), first.resume ?? "");
      expect([...first.results, ...second.results].map(keyOf).sort()).toEqual(everything.results.map(keyOf).sort());
    }
  });

  it("finds what only the customer said", async () => {
    const sides = (data: Data) => new Set(data.results.map((match) => (match as Match & { side: string }).side));
    expect(sides(await run({ ...range, terms: "the", side: "External" }))).toEqual(new Set(["External"]));
  });

  it("refuses a search without terms or without calls, and a broken resume value", async () => {
    await expect(run({ ...range, terms: " , " })).rejects.toThrow("Terms is required.");
    await expect(run({})).rejects.toThrow(/Call IDs and From are both empty/);
    await expect(run({ resumeFrom: "e30" })).rejects.toThrow(/Resume From is not complete/);
    expect(gong.log.entries).toHaveLength(0);
  });

  it("has an example that fits what it says it returns", () => {
    expect(built.actions.searchTranscripts?.examplePayload).toMatchObject({
      data: {
        results: [{ term: "flat price", speaker: "Priya Nair", after: expect.stringContaining("Ours depends") }],
      },
    });
  });
});
