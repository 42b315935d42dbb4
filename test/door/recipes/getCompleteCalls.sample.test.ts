import { gong as gongClient } from "#src/gong/index";
import { readCompleteCalls } from "#src/recipes/calls/read";
import { CompleteCall } from "#src/recipes/completeCallShape";
import { built, quietLogger, tokenConnectionTo } from "../../support/component";
import { act, useSandbox } from "../../support/door";
import { seed, someOf } from "../../support/seed";
import { hurry } from "../gong/support";

const now = Date.parse("2026-11-20T00:00:00Z");
const gong = useSandbox({ world: { calls: 205, now, days: 60 } });

interface Data {
  results: CompleteCall[];
  failed: { id: string; code: string; message: string }[];
  skipped: { id: string; code: string; message: string }[];
  scanned: number;
  truncated: boolean;
  reason: string | null;
  resume: string | null;
  requests: number;
  requestsToday: number;
}

const run = (inputs: Record<string, unknown>): Promise<Data> =>
  hurry(() => act<Data>(gong, "getCompleteCalls", inputs));

const range = { fromDateTime: "2026-09-01T00:00:00Z", toDateTime: "2026-11-20T00:00:00Z" };
const everyCall = { ...range, includePrivateCalls: true };
/** A token of its own, so that a long wait that Gong asked for does not hold up the next test. */
const client = () => gongClient(tokenConnectionTo(gong));
const idsOf = ({ results }: Pick<Data, "results">) => results.map(({ id }) => id);
const hidden = () => gong.world.calls.filter(({ isPrivate }) => isPrivate);
const privateIds = () => hidden().map(({ id }) => id);
const publicIds = () => {
  const left = new Set(privateIds());
  return gong.world.calls.map(({ id }) => id).filter((id) => !left.has(id));
};

describe("certain calls", () => {
  it("A3: come in the order of their names, a hundred for two requests", async () => {
    const callIds = publicIds().slice(0, 100).reverse();
    const data = await run({ callIds });
    expect(idsOf(data)).toEqual(callIds);
    expect(data).toMatchObject({ failed: [], skipped: [], scanned: 100, truncated: false, reason: null, resume: null });
    expect(data.requests).toBe(2);
    expect(data.requestsToday).toBeGreaterThanOrEqual(2);
    expect(gong.log.entries).toHaveLength(2);
  });

  it("come without addresses and numbers on request, with every id and link", async () => {
    const callIds = publicIds().slice(0, 20);
    const [plain, redacted] = [await run({ callIds }), await run({ callIds, redact: ["emails", "phones", "cards"] })];
    expect(JSON.stringify(plain.results)).toMatch(/@/);
    expect(JSON.stringify(redacted.results)).not.toMatch(/@|\+\d{7}/);
    const places = ({ id, url, host, started }: CompleteCall) => [id, url, host?.userId, started];
    expect(redacted.results.map(places)).toEqual(plain.results.map(places));
  });

  it("cost no request for transcripts that nobody asked for", async () => {
    const data = await run({ callIds: publicIds().slice(0, 3).join(", "), include: ["brief", "trackers"] });
    expect(gong.log.entries.map(({ path }) => path)).toEqual(["/v2/calls/extensive"]);
    expect(data.results[0]).toHaveProperty("brief");
    expect(data.results[0]).not.toHaveProperty("transcript");
    expect(data.results[0]).not.toHaveProperty("participants");
    expect(data.results[0]?.host?.name).toEqual(expect.any(String));
  });

  it("have media links only when they are asked for, so that the scope is needed only then", async () => {
    const [callId] = publicIds();
    gong.grant(["api:calls:read:extensive", "api:calls:read:transcript"]);
    expect((await run({ callIds: callId })).results[0]).not.toHaveProperty("mediaLinks");
    await expect(run({ callIds: callId, include: "all" })).rejects.toThrow("api:calls:read:media-url");
    gong.grant(undefined);
    expect((await run({ callIds: callId, include: "all" })).results[0]).toHaveProperty("mediaLinks");
  });

  it("never fail together: unknown ones and private ones are named", async () => {
    const [first = "", last = ""] = publicIds();
    const [secret = ""] = privateIds();
    const data = await run({ callIds: [first, "123456789", "not-an-id", secret, last, first] });
    expect(idsOf(data)).toEqual([first, last]);
    expect(data.failed).toEqual([
      { id: "not-an-id", code: "NOT_AN_ID", message: expect.stringContaining("20 digits") },
      { id: "123456789", code: "NOT_FOUND", message: expect.stringContaining("may see. Check the id") },
    ]);
    expect(data.skipped).toEqual([
      { id: secret, code: "PRIVATE", message: expect.stringContaining("Include Private") },
    ]);
    expect(idsOf(await run({ callIds: secret, includePrivateCalls: true }))).toEqual([secret]);
  });

  it("are found by their web address, and never by what a spreadsheet made of their id", async () => {
    const [first = "", second] = publicIds();
    const [secret] = privateIds();
    const addressOf = (id: string | undefined) => `https://us-12345.app.gong.io/call?id=${id}`;
    const data = await run({ callIds: [addressOf(second), addressOf(first), "9,87654E+12", first, addressOf(secret)] });
    expect(idsOf(data)).toEqual([second, first]);
    expect(data.skipped).toMatchObject([{ id: secret, code: "PRIVATE" }]);
    expect(data.failed).toEqual([
      { id: "9,87654E+12", code: "NOT_AN_ID", message: expect.stringContaining("spreadsheets") },
    ]);
    expect(await run({ callIds: "9,87654E+12" })).toMatchObject({ failed: [{ id: "9,87654E+12" }] });
  });

  it("come once, even where another recipe names them twice", async () => {
    const [first = "", last = ""] = publicIds();
    const read = { callIds: [first, last, first] };
    const logger = quietLogger();
    expect(idsOf(await readCompleteCalls({ gong: client(), logger }, read, []))).toEqual([first, last]);
    expect(logger.lines.join()).not.toContain("Private calls");
    const secret = { callIds: privateIds().slice(0, 2) };
    expect(idsOf(await readCompleteCalls({ gong: client(), logger }, secret, []))).toEqual([]);
    expect(logger.lines.join()).toContain("Private calls left out: 2.");
  });

  it("tell of a private call nothing, not even its words to the request for transcripts", async () => {
    const [secret = ""] = privateIds();
    await run({ callIds: [secret] });
    expect(gong.log.entries.map(({ path }) => path)).toEqual(["/v2/calls/extensive"]);
  });

  it("survive a request that Gong refuses for one of them", async () => {
    const callIds = publicIds().slice(0, 8);
    gong.faults.add({ kind: "400", match: { operation: "POST /v2/calls/extensive" } });
    expect(idsOf(await run({ callIds, include: "brief" }))).toEqual(callIds);
    gong.faults.clear();
    gong.faults.add({ kind: "400", match: { times: 4 } });
    const data = await run({ callIds, include: "brief" });
    expect(idsOf(data)).toEqual(callIds.slice(1));
    expect(data.failed).toMatchObject([{ id: callIds[0], code: "REFUSED" }]);
  });

  it("whose transcripts Gong fails to give are named, with the others unharmed", async () => {
    const callIds = publicIds().slice(0, 150);
    gong.faults.add({ kind: "403", match: { operation: "POST /v2/calls/transcript", nth: 2 } });
    const data = await run({ callIds });
    expect(data.results).toHaveLength(100);
    expect(data.failed).toHaveLength(50);
    expect(data.failed[0]).toMatchObject({ code: "FORBIDDEN", requestId: expect.any(String) });
  });

  it("stop at the most that may be read, and go on from there", async () => {
    const callIds = publicIds().slice(0, 5);
    const first = await run({ callIds, maxCalls: "2", include: "brief" });
    expect(first).toMatchObject({ scanned: 2, truncated: true, reason: "Max Calls (2) was reached." });
    const second = await run({ resumeFrom: first.resume, include: "brief" });
    expect([...idsOf(first), ...idsOf(second)]).toEqual(callIds);
    expect(second).toMatchObject({ truncated: false, resume: null });
  });
});

describe(`calls of a range, samples drawn by the seed ${seed}`, () => {
  it("come complete and once each, the oldest first, without the private ones", async () => {
    const data = await run(range);
    expect(idsOf(data).sort()).toEqual(publicIds().sort());
    expect(data).toMatchObject({ scanned: 205, failed: [], skipped: [], truncated: false });
    const starts = data.results.map(({ started }) => Date.parse(started ?? ""));
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(data.requests).toBe(3 + Math.ceil(publicIds().length / 100));
    expect(data.results.filter(({ transcript }) => transcript).length).toBeGreaterThan(150);
    for (const each of data.results) CompleteCall().parse(each);
  });

  it("include private ones when that is meant", async () => {
    const data = await run({ ...everyCall, include: ["brief"] });
    expect(data.results.filter(({ isPrivate }) => isPrivate)).toHaveLength(privateIds().length);
  });

  it("go on where they stopped, until nothing is left", async () => {
    const all: (string | null)[] = [];
    let resumeFrom: string | null = null;
    do {
      const data: Data = await run({ ...everyCall, maxCalls: 70, resumeFrom });
      expect(data.scanned).toBeLessThanOrEqual(70);
      all.push(...idsOf(data));
      resumeFrom = data.resume;
    } while (resumeFrom !== null);
    expect(all).toHaveLength(205);
    expect(new Set(all).size).toBe(205);
  });

  const stops = [
    ["calls", "POST /v2/calls/extensive", 2],
    ["transcripts", "POST /v2/calls/transcript", 1],
    ["transcripts", "POST /v2/calls/transcript", 2],
  ] as const;
  it.each(someOf(stops, 1))(
    "keep what they have when the time for %s is over, and go on later",
    async (_what, operation, nth) => {
      gong.faults.add({ kind: "429", retryAfter: 7200, match: { operation, nth, times: 3 } });
      const begun = { gong: client(), logger: quietLogger() };
      const first = await hurry(() => readCompleteCalls(begun, everyCall, ["transcript"]));
      expect(first).toMatchObject({ truncated: true, reason: expect.stringContaining("limits"), failed: [] });
      gong.faults.clear();
      const left = { resumeFrom: first.resume ?? "", includePrivateCalls: true };
      const goingOn = { gong: client(), logger: quietLogger() };
      const second = await hurry(() => readCompleteCalls(goingOn, left, ["transcript"]));
      const both = [...idsOf(first), ...idsOf(second)];
      expect(both).toHaveLength(205);
      expect(new Set(both).size).toBe(205);
    },
  );

  it.each(someOf(["silence", "html"] as const, 1))(
    "are not given up when %s instead of transcripts lasts until the time is over",
    async (kind) => {
      const callIds = gong.world.calls.slice(0, 120).map(({ id }) => id);
      const added = gong.faults.add({ kind, match: { operation: "POST /v2/calls/transcript", times: 99 } });
      const read = (more: object, budgetMs?: number) =>
        hurry(() => {
          const client = gongClient(tokenConnectionTo(gong), undefined, { budgetMs, timeoutMs: 4_000 });
          return readCompleteCalls({ gong: client, logger: quietLogger() }, more, ["transcript"]);
        });
      const first = await read({ callIds, includePrivateCalls: true }, 3_500);
      expect(first).toMatchObject({ results: [], failed: [], scanned: 120, truncated: true });
      expect(first.reason).toContain("Get Call Transcript");
      added.remove();
      const second = await read({ resumeFrom: first.resume ?? "", includePrivateCalls: true });
      expect(idsOf(second)).toEqual(callIds);
      expect(second).toMatchObject({ failed: [], truncated: false });
    },
  );

  it("are an error when there was time for nothing at all", async () => {
    gong.faults.add({ kind: "429", retryAfter: 7200, match: { times: 9 } });
    const begun = { gong: client(), logger: quietLogger() };
    await expect(readCompleteCalls(begun, range, [])).rejects.toThrow("limits");
  });

  it("may be none", async () => {
    expect(await run({ fromDateTime: "2020-01-01", toDateTime: "2020-02-01" })).toMatchObject({
      results: [],
      scanned: 0,
      truncated: false,
      requests: 1,
    });
  });
});

describe("the form", () => {
  it("refuses to read the whole company by mistake", async () => {
    await expect(run({ callIds: [] })).rejects.toThrow(/Call IDs and From are both empty/);
    expect(gong.log.entries).toHaveLength(0);
  });

  it.each(["abc", "e30", Buffer.from('{"callIds":[1],"filter":{},"isRange":false}').toString("base64url")])(
    "refuses the broken resume value %s",
    async (resumeFrom) => {
      await expect(run({ resumeFrom })).rejects.toThrow(/Resume From is not complete/);
    },
  );

  it("goes on from a resume value of before, which names no kind, and refuses one of another action", async () => {
    const included = { includePrivateCalls: true, include: ["brief"] };
    const briefs = { ...range, ...included };
    const whole = await run(briefs);
    const { resume, results } = await run({ ...briefs, maxCalls: 100 });
    const held = JSON.parse(Buffer.from(resume ?? "", "base64url").toString());
    const textOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const rest = await run({ ...included, resumeFrom: textOf(held.left) });
    expect([...results, ...rest.results].map(({ id }) => id)).toEqual(idsOf(whole));
    await expect(run({ resumeFrom: textOf({ ...held, kind: "search" }) })).rejects.toThrow(/comes from another action/);
  });

  it("has an example that fits what it says it returns", () => {
    const { examplePayload } = built.actions.getCompleteCalls ?? {};
    const { data } = examplePayload as { data: Data };
    expect(data.results[0]?.transcript?.text).toContain("Fabrikam offers a flat price per field.");
  });
});
