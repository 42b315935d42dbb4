import type { CompactCall } from "#src/recipes/calls/compactCall";
import { completeCall } from "#src/recipes/calls/completeCall";
import type { CompleteCall } from "#src/recipes/completeCallShape";
import { built } from "../../support/component";
import { act, useSandbox } from "../../support/door";
import { hurry } from "../gong/support";

/** The end of the world; its calls go back to the end of May. */
const now = Date.parse("2026-11-20T18:00:00Z");
/** The highlights, in which next steps stand, of each third call never come. */
const lacksHighlights = (index: number, part: string) => part === "highlights" && index % 3 === 0;
const gong = useSandbox({
  world: { calls: 320, now, days: 180, partsLateness: (index, part) => (lacksHighlights(index, part) ? now : 0) },
});

type Found = CompactCall & { readonly matchedBy: readonly string[] };

interface Data {
  readonly results: readonly Found[];
  readonly failed: readonly unknown[];
  readonly skipped: readonly unknown[];
  readonly scanned: number;
  readonly truncated: boolean;
  readonly reason: string | null;
  readonly resume: string | null;
  readonly requests: number;
}

const run = (inputs: Record<string, unknown>): Promise<Data> => hurry(() => act<Data>(gong, "findCalls", inputs));

const range = { fromDateTime: "2026-06-01T00:00:00Z", toDateTime: "2026-11-20T18:00:00Z" };

let calls: CompleteCall[] = [];

/** The public calls of the range as Gong holds them, the newest first. */
const held = (): CompleteCall[] => {
  if (calls.length === 0)
    calls = gong.world.calls
      .map((entry) => {
        const described = gong.world.describeCall(entry);
        const { metaData } = described;
        const content = lacksHighlights(entry.index, "highlights")
          ? { ...described.content, highlights: null }
          : described.content;
        const [parties, context] = [described.partiesWithContext(["Now"], true), described.context(["Now"], true)];
        return completeCall(JSON.parse(JSON.stringify({ metaData, parties, context, content })));
      })
      .filter(({ isPrivate, started }) => !isPrivate && Date.parse(started ?? "") >= Date.parse(range.fromDateTime))
      .toSorted((a, b) => Date.parse(b.started ?? "") - Date.parse(a.started ?? ""));
  return calls;
};

const idsOf = (calls: readonly { readonly id?: string | null; readonly callId?: string | null }[]) =>
  calls.map(({ id, callId }) => id ?? callId);

describe("the questions that people ask", () => {
  const domain = "keystonetires.example";
  const isFrom = ({ participants }: CompleteCall) =>
    (participants ?? []).some(({ emailAddress }) => emailAddress?.endsWith(`@${domain}`));

  it("all calls with a company since June: one request for a hundred calls, and its details for a few more", async () => {
    const data = await run({ participants: domain, ...range });
    const expected = held().filter(isFrom);
    expect(expected.length).toBeGreaterThan(3);
    expect(idsOf(data.results)).toEqual(idsOf(expected));
    expect(data).toMatchObject({ truncated: false, resume: null, failed: [], skipped: [] });
    expect(data.results[0]?.matchedBy[0]).toMatch(/^participant .+ \(domain keystonetires\.example\)$/);
    // Parts of the range that meet in the middle of a page cost a request more each.
    expect(data.requests).toBeLessThanOrEqual(2 * Math.ceil(data.scanned / 100) + 4);
    // Brief and next steps were asked for only where they are handed out.
    const bodies = gong.log.entries.map(
      ({ body }) => body as { filter: { callIds?: string[] }; contentSelector?: object },
    );
    for (const { filter, contentSelector } of bodies)
      expect(JSON.stringify(contentSelector ?? {}).includes("brief")).toBe(filter.callIds !== undefined);
  });

  it("the last call of this opportunity: a few requests", async () => {
    const linked = held().filter(({ crmRecords }) =>
      crmRecords?.some(({ objectType }) => objectType === "Opportunity"),
    );
    const last = linked[5];
    const opportunity = last?.crmRecords?.find(({ objectType }) => objectType === "Opportunity")?.id ?? "";
    const newest = linked.find(({ crmRecords }) => crmRecords?.some(({ id }) => id === opportunity));
    for (const id of [opportunity, opportunity.slice(0, 15)]) {
      const data = await run({ opportunities: id, maxResults: 1 });
      expect(idsOf(data.results)).toEqual([newest?.id]);
      expect(data.results[0]?.matchedBy).toEqual([expect.stringContaining(`(id ${opportunity})`)]);
      expect(data.requests).toBeLessThanOrEqual(6);
    }
  });

  it("demos without a next step", async () => {
    const data = await run({ titleIncludes: "demo, demonstration", lacks: "Next steps", ...range });
    const isMeant = ({ title, nextSteps }: CompleteCall) => /\bdemo\b/i.test(title ?? "") && !nextSteps?.length;
    const expected = held().filter(isMeant);
    expect(expected.length).toBeGreaterThan(0);
    expect(idsOf(data.results)).toEqual(idsOf(expected));
    for (const { nextSteps, matchedBy } of data.results) {
      expect(nextSteps).toEqual([]);
      expect(matchedBy).toEqual(["title has demo", "lacks next steps"]);
    }
  });
});

describe("what narrows", () => {
  it("hosts by id, address or name, which Gong filters", async () => {
    const host = held()[3]?.host;
    const expected = idsOf(held().filter((call) => call.host?.userId === host?.userId));
    const ways = [host?.userId, host?.emailAddress, host?.name?.split(" ").toReversed().join(" ")];
    for (const primaryUserIds of ways) {
      const data = await run({ primaryUserIds, ...range });
      expect(idsOf(data.results)).toEqual(expected);
      expect(data.scanned).toBeLessThan(100);
    }
    await expect(run({ primaryUserIds: "nobody@northwind.example, Zzz Qqq" })).rejects.toThrow(
      /Hosts names nobody@northwind\.example.*Hosts names Zzz Qqq/,
    );
  });

  it("an account by its id, its name, and the domain of its people; matchedBy tells which", async () => {
    const call = held().find(({ crmRecords }) => crmRecords?.some(({ objectType }) => objectType === "Account"));
    const account = call?.crmRecords?.find(({ objectType }) => objectType === "Account");
    const isOf = ({ crmRecords }: CompleteCall) => crmRecords?.some(({ id }) => id === account?.id);
    const expected = idsOf(held().filter(isOf));
    const byId = await run({ accounts: account?.id, ...range });
    expect(idsOf(byId.results)).toEqual(expected);
    expect(byId.results[0]?.matchedBy).toEqual([`account ${account?.name} (id ${account?.id})`]);
    const byName = await run({ accounts: account?.name?.toUpperCase(), ...range });
    expect(idsOf(byName.results)).toEqual(expect.arrayContaining(expected));
    expect(byName.results[0]?.matchedBy[0]).toContain("account");
  });

  it("trackers and length, together", async () => {
    const data = await run({ trackers: "competitors", minimumMinutes: "30", maxResults: 5, ...range });
    const isMeant = ({ trackers, durationSeconds }: CompleteCall) =>
      (durationSeconds ?? 0) >= 1800 && trackers?.some(({ name, count }) => count > 0 && name === "Competitors");
    expect(idsOf(data.results)).toEqual(idsOf(held().filter(isMeant)).slice(0, 5));
  });

  it("nothing at all: the details come with the calls, at one request for a hundred", async () => {
    const data = await run(range);
    expect(idsOf(data.results)).toEqual(idsOf(held()));
    expect(data.requests).toBeLessThanOrEqual(Math.ceil(data.scanned / 100) + 5);
    for (const result of data.results) expect(JSON.stringify(result).length).toBeLessThan(1500);
  });
});

describe("an end before the end", () => {
  it("reads no more than the days at that end which comes first", async () => {
    for (const newestFirst of [true, false]) {
      const { results, scanned } = await run({ newestFirst, maxResults: 2, ...range });
      const expected = idsOf(newestFirst ? held() : held().toReversed());
      expect([newestFirst, idsOf(results)]).toEqual([newestFirst, expected.slice(0, 2)]);
      expect(scanned).toBeLessThan(40);
    }
  });

  it("is an error where there was no time for any call", async () => {
    gong.faults.add({ kind: "429", retryAfter: 86_400, match: { times: Number.POSITIVE_INFINITY } });
    await expect(run(range)).rejects.toThrow(/limit/i);
  });

  it.each([true, false])("reads a single day at once, newest first: %p", async (newestFirst) => {
    const day = { fromDateTime: "2026-11-18T00:00:00Z", toDateTime: "2026-11-19T00:00:00Z" };
    expect(await run({ ...day, titleIncludes: "nothing is called so", newestFirst })).toMatchObject({ requests: 1 });
  });

  it("goes on where it stopped, in either direction, each call once", async () => {
    for (const newestFirst of [true, false]) {
      const inputs = { titleIncludes: "renewal", newestFirst, maxResults: 7 };
      const found: Found[] = [];
      let resumeFrom: string | null = null;
      do {
        const data: Data = await run({ ...inputs, ...range, resumeFrom });
        expect(data.results.length).toBeLessThanOrEqual(7);
        if (data.truncated) expect(data.reason).toBe("Max Results (7) was reached.");
        found.push(...data.results);
        resumeFrom = data.resume;
      } while (resumeFrom !== null);
      const expected = idsOf(held().filter(({ title }) => /\brenewal\b/i.test(title ?? "")));
      expect(idsOf(found)).toEqual(newestFirst ? expected : expected.toReversed());
    }
  });

  it("comes in time, hands out what was found, and loses nothing", async () => {
    const inputs = { titleIncludes: "renewal", timeLimitSeconds: "2" };
    const found: Found[] = [];
    let resumeFrom: string | null = null;
    let runs = 0;
    do {
      const data: Data = await run({ ...inputs, ...range, resumeFrom });
      if (data.truncated) expect(data.reason).toContain("time");
      found.push(...data.results);
      resumeFrom = data.resume;
      runs += 1;
    } while (resumeFrom !== null && runs < 30);
    expect(runs).toBeGreaterThan(1);
    const expected = idsOf(held().filter(({ title }) => /\brenewal\b/i.test(title ?? "")));
    expect(idsOf(found).toSorted()).toEqual(expected.toSorted());
  });
});

describe("the form", () => {
  it("reads the last 90 days when no range is given", async () => {
    await run({ titleIncludes: "nothing is called so", toDateTime: range.toDateTime });
    const starts = gong.log.entries.map(
      ({ body }) => (body as { filter: { fromDateTime: string } }).filter.fromDateTime,
    );
    expect(starts.toSorted()[0]).toBe("2026-08-22T18:00:00Z");
  });

  it("gives whole records on request", async () => {
    const { results } = await run({ titleIncludes: "renewal", detail: "complete", maxResults: 1, ...range });
    expect(results[0]).toMatchObject({ transcript: { turns: expect.any(Array) }, matchedBy: ["title has renewal"] });
  });

  it("hides addresses and numbers wherever they stand, and still finds by them", async () => {
    const participants = held()
      .flatMap((call) => call.participants ?? [])
      .find(({ side, emailAddress }) => side === "External" && emailAddress)?.emailAddress;
    const inputs = { participants, redact: "emails, phones", maxResults: 2, ...range };
    for (const detail of ["compact", "complete"]) {
      const { results } = await run({ ...inputs, detail });
      expect(results.length).toBeGreaterThan(0);
      expect(results[0]?.matchedBy[0]).toMatch(/^participant .+ \(\[email\]\)$/);
      expect(JSON.stringify(results)).not.toMatch(/@|\+\d{7}/);
    }
  });

  it("has an example of what people get", () => {
    expect(built.actions.findCalls?.examplePayload).toMatchObject({
      data: { results: [{ host: "Ada Reyes", account: "Contoso Farms" }] },
    });
  });
});
