import type { ReadableTranscript } from "#src/recipes/transcripts/readable";
import { built } from "../../support/component";
import { act, useSandbox } from "../../support/door";
import type { Sandbox } from "../../support/sandbox";
import { hurry } from "../gong/support";

const gong = useSandbox({
  world: { calls: 120, now: Date.parse("2026-11-20T00:00:00Z"), days: 60 },
});

const range = { fromDateTime: "2026-09-01T00:00:00Z", toDateTime: "2026-11-20T00:00:00Z" };

type Data = { results: ReadableTranscript[]; skipped: unknown[]; failed: unknown[] };
const run = (inputs: Record<string, unknown>) => hurry(() => act<Data>(gong, "getReadableTranscript", inputs));

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

const addCall = (patch: Parameters<Sandbox["world"]["addCall"]>[0] = {}) =>
  gong.world.addCall({
    isPrivate: false,
    parties: [buyer],
    transcript: [
      {
        speakerId: "62",
        topic: null,
        sentences: [
          { start: 460_230, end: 462_000, text: "Write to priya dot nair at contoso dot example." },
          { start: 462_000, end: 463_000, text: "Soon." },
        ],
      },
    ],
    visibleAt: 0,
    transcriptVisibleAt: 0,
    ...patch,
  }).id;

describe("Get Readable Transcript", () => {
  it("writes one call with names, for two requests", async () => {
    const callId = addCall();
    const data = await run({ callIds: callId, redact: ["emails"] });
    expect(data).toMatchObject({
      results: [{ callId, text: "[00:07:40] Priya Nair: Write to [email]. Soon.", turns: null, unmatchedSpeakers: [] }],
      requests: 2,
      scanned: 1,
      truncated: false,
    });
    expect(JSON.stringify(data)).not.toContain("contoso.example");
  });

  it("needs no scope but those of calls and transcripts", async () => {
    const callId = addCall();
    gong.grant(["api:calls:read:extensive", "api:calls:read:transcript"]);
    expect((await run({ callIds: callId })).results).toHaveLength(1);
  });

  it("names what has no transcript, is private, or does not exist", async () => {
    const silent = addCall({ transcript: null });
    const secret = addCall({ isPrivate: true });
    expect(await run({ callIds: [silent, secret, "123456789"] })).toMatchObject({
      results: [],
      skipped: expect.arrayContaining([
        expect.objectContaining({ id: silent, code: "NO_TRANSCRIPT" }),
        expect.objectContaining({ id: secret, code: "PRIVATE" }),
      ]),
      failed: [{ id: "123456789", code: "NOT_FOUND" }],
    });
  });

  it("cuts chunks of the size that is asked for, with a citation each", async () => {
    const { results } = await run({ ...range, format: "chunks", chunkSize: "300", chunkOverlap: 0 });
    expect(results.length).toBeGreaterThan(80);
    for (const { chunks, url } of results) {
      expect(chunks?.length).toBeGreaterThan(0);
      for (const chunk of chunks ?? []) {
        expect(chunk.text.length).toBeLessThanOrEqual(300);
        expect(chunk.citation).toMatchObject({ url, momentUrl: expect.stringContaining("highlights=") });
      }
    }
  });

  it.each(["text", "markdown", "srt", "vtt", "csv"])("writes every call of a range as %s", async (format) => {
    const { results } = await run({ ...range, format });
    expect(results.every(({ text, started }) => text && started)).toBe(true);
    expect(results.every(({ turns, chunks }) => turns === null && chunks === null)).toBe(true);
  });

  it("refuses an overlap that would repeat almost everything, before anything is sent", async () => {
    await expect(run({ ...range, format: "chunks", chunkSize: 200, chunkOverlap: 101 })).rejects.toThrow(
      /Chunk Overlap must be at most half of Chunk Size \(200\)\. Given: 101\./,
    );
    expect(gong.log.entries).toHaveLength(0);
  });

  it("has an example that fits what it says it returns", () => {
    const { examplePayload } = built.actions.getReadableTranscript ?? {};
    const { data } = examplePayload as { data: { results: ReadableTranscript[] } };
    expect(data.results[0]?.text).toContain("Priya Nair: Before we go on, there is something to check.");
  });
});
