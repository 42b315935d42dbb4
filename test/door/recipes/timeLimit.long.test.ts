import { harness, quietLogger, tokenConnectionTo } from "../../support/component";
import { useSandbox } from "../../support/door";
import { hurry } from "../gong/support";
import { goodRow } from "./uploading";

const range = { fromDateTime: "2026-10-01T00:00:00Z", toDateTime: "2026-11-20T18:00:00Z" };

interface Data {
  readonly results: readonly { readonly clientUniqueId?: string }[];
  readonly truncated: boolean;
  readonly reason: string | null;
  readonly resume: string | null;
}

const busy = useSandbox({ world: { calls: 700, now: Date.parse(range.toDateTime), days: 45 } });

const run = (key: string, inputs: Record<string, unknown>): Promise<{ data: Data; seconds: number }> =>
  hurry(async () => {
    const began = Date.now();
    const params = { connection: tokenConnectionTo(busy), ...inputs };
    const { data } = (await harness.action(key, params, { logger: quietLogger() })) as { data: Data };
    return { data, seconds: (Date.now() - began) / 1000 };
  });

describe("a time limit", () => {
  const limit = 2;
  /** A request that was begun in time has five seconds to end, and what was read is still put together. */
  const mostSeconds = limit + 6;

  const rows = () => Array.from({ length: 20 }, (_, number) => goodRow(busy, number));

  test.each<[string, () => Record<string, unknown>]>([
    ["getCompleteCalls", () => range],
    ["getReadableTranscript", () => range],
    ["searchTranscripts", () => ({ ...range, terms: "price, robots" })],
    ["buildTimelineActivities", () => range],
    ["uploadCalls", () => ({ rows: rows() })],
  ])("is kept by %s, and what is left comes with resume", async (key, inputs) => {
    const whole = key === "uploadCalls" ? undefined : (await run(key, inputs())).data.results.map(toKey);
    const seen: string[] = [];
    let resumeFrom: string | null = null;
    let runs = 0;
    // Each answer takes its time, as that of a busy Gong does.
    busy.setLatency(700);
    do {
      const { data, seconds } = await run(key, { ...inputs(), timeLimitSeconds: String(limit), resumeFrom });
      expect(seconds).toBeLessThan(mostSeconds);
      seen.push(...data.results.map(toKey));
      if (data.truncated) expect(data.reason).toMatch(/time/i);
      resumeFrom = data.resume;
      runs += 1;
    } while (resumeFrom !== null && runs < 60);
    busy.setLatency(0);
    expect(runs).toBeGreaterThan(1);
    expect(resumeFrom).toBeNull();
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.toSorted()).toEqual((whole ?? rows().map(({ clientUniqueId }) => clientUniqueId)).toSorted());
  });

  const toKey = (result: Data["results"][number]) => result.clientUniqueId ?? JSON.stringify(result);
});
