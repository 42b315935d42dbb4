import fc from "fast-check";
import { detailedCall, toDetailedCall } from "#src/entities/detailedCall";
import { normalize } from "#src/entities/tolerant";
import { Transcript, transcript } from "#src/entities/transcript";
import { readCsv } from "#src/form/csv";
import { type Format, type ReadableOptions, ReadableTranscript, toReadable } from "#src/recipes/transcripts/readable";
import * as transcripts from "#src/recipes/transcripts/transcript";
import { endOf, startOf } from "#src/recipes/turns";

type Conversation = transcripts.Conversation;

/** As the client hands answers of any shape on. */
const toConversation = (call: unknown, entry: unknown): Conversation =>
  transcripts.toConversation(toDetailedCall(call), normalize(Transcript, entry));

const sample = toConversation(detailedCall, transcript);
const options = (more: Partial<ReadableOptions> = {}): ReadableOptions => ({
  format: "text",
  speakers: "names",
  redact: [],
  chunkSize: 200,
  chunkOverlap: 20,
  ...more,
});
const write = (format: Format, conversation = sample, more: Partial<ReadableOptions> = {}) =>
  toReadable(conversation, options({ format, ...more })).text ?? "";

/** A call in which these speakers say these things; times in milliseconds. */
const callWith = (...monologues: { speakerId?: unknown; sentences: unknown }[]): Conversation =>
  toConversation(detailedCall, { callId: "1", transcript: monologues });

const say = (text: string, start: unknown = 0, end: unknown = 1000) => ({
  speakerId: "6432345678555530067",
  sentences: [{ text, start, end }],
});

const anySentence = fc.record({
  text: fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("a --> b", "<b>&", "=1+1", "\n\n", "1. one", null)),
  start: fc.oneof(fc.integer({ min: 0, max: 400_000_000 }), fc.constant(null)),
  end: fc.oneof(fc.integer({ min: 0, max: 400_000_000 }), fc.constant(undefined)),
});
const anyConversation = fc
  .array(fc.record({ speakerId: fc.constantFrom("6432345678555530067", "x", null), sentences: fc.array(anySentence) }))
  .map((monologues) => callWith(...monologues));
const sentenceCount = ({ turns }: Conversation) => turns.reduce((sum, { sentences }) => sum + sentences.length, 0);

describe("names", () => {
  it("come from the participants, and numbers where Gong matched nobody", () => {
    const call = callWith(
      say("Hello."),
      { ...say("Who?"), speakerId: "1" },
      { ...say("Me."), speakerId: null },
      {
        ...say("Again."),
        speakerId: "1",
      },
    );
    expect(toReadable(call, options()).text).toBe(
      "[00:00:00] Ada Reyes: Hello.\n[00:00:00] Speaker 1: Who?\n[00:00:00] Speaker 2: Me.\n[00:00:00] Speaker 1: Again.",
    );
    expect(toReadable(call, options())).toMatchObject({
      speakers: [
        { name: "Ada Reyes", emailAddress: "ada.reyes@northwind.example", side: "Internal", userId: "234599484848423" },
        { name: "Speaker 1", side: "Unknown", userId: null },
        { name: "Speaker 2", side: "Unknown", speakerId: null },
      ],
      unmatchedSpeakers: [
        { name: "Speaker 1", speakerId: "1" },
        { name: "Speaker 2", speakerId: null },
      ],
    });
  });

  it("are numbers for participants of whom Gong knows no name, who keep their side", () => {
    const parties = [
      { speakerId: "7", affiliation: "External" },
      { name: "Silent Guest", affiliation: "Internal" },
    ];
    const entry = { transcript: [{ ...say("Hello."), speakerId: "7" }, { sentences: say("Who?").sentences }] };
    expect(toConversation({ ...detailedCall, parties }, entry).turns.map(({ speaker }) => speaker)).toMatchObject([
      { name: "Speaker 1", side: "External", isUnmatched: true },
      { name: "Speaker 2", side: "Unknown", isUnmatched: true },
    ]);
  });

  it("are written as the builder likes", () => {
    const lines = (speakers: ReadableOptions["speakers"]) => write("text", sample, { speakers }).split("\n")[1];
    expect(lines("names")).toBe("[00:07:46] Ada Reyes: Ours depends on the hours that a robot works.");
    expect(lines("namesAndSides")).toContain("Ada Reyes (Internal): Ours");
    expect(lines("sides")).toContain("] Internal: Ours");
    expect(lines("none")).toBe("[00:07:46] Ours depends on the hours that a robot works.");
  });

  it("of one side are those of that side", () => {
    const { text, speakers } = toReadable(sample, options({ side: "External" }));
    expect(text).toBe(
      "[00:07:40] Priya Nair: Before we go on, there is something to check. Fabrikam offers a flat price per field.",
    );
    expect(speakers).toHaveLength(1);
  });

  it("may be anything at all: no shape of Gong's makes it fail", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (call, entry) => {
        toReadable(toConversation(call, entry), options());
        toReadable(
          toConversation(call, { transcript: [entry, { sentences: [entry] }] }),
          options({ format: "chunks" }),
        );
      }),
    );
  });
});

describe("text", () => {
  it("tells times in hours, minutes and seconds", () => {
    const clock = (second: number) =>
      /\[(\d+:\d\d:\d\d)\]/.exec(write("text", callWith(say("Hello.", second * 1000))))?.[1];
    expect([0, 59.9, 460.23, 3661, 360_000].map(clock)).toEqual([
      "00:00:00",
      "00:00:59",
      "00:07:40",
      "01:01:01",
      "100:00:00",
    ]);
  });
});

describe("Markdown", () => {
  it("links each turn to its moment", () => {
    expect(write("markdown")).toBe(
      [
        "# Northwind Robotics and Contoso Farms: discovery",
        "Started: 2026-01-05T10:00:12.483-08:00 · [Open in Gong](https://app.gong.io/call?id=7782342274025937895)",
        "**Priya Nair** [00:07:40](https://app.gong.io/call?id=7782342274025937895&highlights=%5B%7B%22type%22%3A%22SHARE%22%2C%22from%22%3A460%2C%22to%22%3A460%7D%5D)",
        "Before we go on, there is something to check. Fabrikam offers a flat price per field.",
        "**Ada Reyes** [00:07:46](https://app.gong.io/call?id=7782342274025937895&highlights=%5B%7B%22type%22%3A%22SHARE%22%2C%22from%22%3A466%2C%22to%22%3A466%7D%5D)",
        "Ours depends on the hours that a robot works.\n",
      ].join("\n\n"),
    );
  });

  it.each([
    ["# no heading", "\\# no heading"],
    ["- no list", "\\- no list"],
    ["1. no list", "1\\. no list"],
    ["a *b* [c](d) <e>", "a \\*b\\* \\[c\\](d) \\<e\\>"],
  ])("takes %s as words", (said, written) =>
    expect(write("markdown", callWith(say(said)))).toContain(`\n\n${written}\n`),
  );
});

const srtCue = /^(\d+)\n(\d{2,}):(\d\d):(\d\d),(\d{3}) --> (\d{2,}):(\d\d):(\d\d),(\d{3})\n([^\n]+)$/;
const vttCue = /^(\d{2,}):(\d\d):(\d\d)\.(\d{3}) --> (\d{2,}):(\d\d):(\d\d)\.(\d{3})\n([^\n]+)$/;
const toMs = (parts: readonly (string | undefined)[]) => {
  const [hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = parts.map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
};

describe("subtitles", () => {
  it("are SubRip", () => {
    expect(write("srt")).toBe(
      "1\n00:07:40,230 --> 00:07:42,343\nPriya Nair: Before we go on, there is something to check.\n\n" +
        "2\n00:07:42,350 --> 00:07:46,010\nPriya Nair: Fabrikam offers a flat price per field.\n\n" +
        "3\n00:07:46,480 --> 00:07:49,900\nAda Reyes: Ours depends on the hours that a robot works.\n",
    );
  });

  it("are WebVTT, with the speaker as the voice", () => {
    expect(write("vtt")).toContain(
      "WEBVTT\n\n00:07:40.230 --> 00:07:42.343\n<v Priya Nair>Before we go on, there is something to check.\n\n",
    );
    expect(write("vtt", callWith(say("a < b && c --> d")))).toContain("a &lt; b &amp;&amp; c --&gt; d");
  });

  it("parse, whatever was said and whenever", () => {
    fc.assert(
      fc.property(anyConversation, (conversation) => {
        const cues = sentenceCount(conversation);
        const srt = write("srt", conversation).replace(/\n$/, "").split("\n\n").filter(Boolean);
        const [head, ...vtt] = write("vtt", conversation).replace(/\n$/, "").split("\n\n");
        expect(head?.trim()).toBe("WEBVTT");
        expect([srt.length, vtt.length]).toEqual([cues, cues]);
        for (const [index, block] of srt.entries()) {
          const [, number, ...rest] = srtCue.exec(block) ?? [];
          expect(number).toBe(String(index + 1));
          expect(toMs(rest.slice(4, 8))).toBeGreaterThan(toMs(rest.slice(0, 4)));
          expect(rest[8]).not.toContain("-->");
        }
        for (const block of vtt) {
          const [, ...rest] = vttCue.exec(block) ?? [];
          expect(toMs(rest.slice(4, 8))).toBeGreaterThan(toMs(rest.slice(0, 4)));
          expect(rest[8]?.replace(/^<v [^>]*>/, "")).not.toMatch(/<|>|&(?!(?:amp|lt|gt);)/);
        }
      }),
    );
  });
});

describe("a table", () => {
  it("has a row per turn", () => {
    expect(readCsv(write("csv"))).toEqual([
      ["callId", "start", "end", "speaker", "side", "topic", "text"],
      [
        "7782342274025937895",
        "00:07:40",
        "00:07:46",
        "Priya Nair",
        "External",
        "Pricing",
        "Before we go on, there is something to check. Fabrikam offers a flat price per field.",
      ],
      ["7782342274025937895", "00:07:46", "00:07:49", "Ada Reyes", "Internal", "Pricing", expect.any(String)],
    ]);
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "＝1", " =1"])("defuses %s", (said) => {
    const call = callWith({ speakerId: "1", sentences: [{ text: said.trim() }] });
    expect(readCsv(write("csv", call))[1]?.[6]).toBe(`'${said.trim()}`);
  });

  it("quotes every cell, so that a program that parts cells at semicolons finds no formula either", () => {
    const call = callWith({ speakerId: "1", sentences: [{ text: "wait;=1+1" }] });
    expect(write("csv", call)).toMatch(/^(?:(?:"[^"]*"[,\r])+\n)+$/);
    expect(write("csv", call)).toContain(',"wait;=1+1"\r\n');
  });

  it("holds every word, and no cell that begins like a formula", () => {
    fc.assert(
      fc.property(anyConversation, (conversation) => {
        const [, ...rows] = readCsv(write("csv", conversation));
        expect(rows).toHaveLength(conversation.turns.length);
        for (const [index, row] of rows.entries()) {
          const words = conversation.turns[index]?.sentences.map(({ text }) => text).join(" ");
          expect([words, `'${words}`]).toContain(row[6]);
          for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@]/);
        }
      }),
    );
  });
});

describe("turns", () => {
  it("count in seconds, and know no time that Gong does not know", () => {
    const { turns } = callWith({
      sentences: [...say("Hello.", null, 1500).sentences, ...say("Yes.", 2500, -1).sentences],
    });
    expect(turns[0]?.sentences).toEqual([
      { text: "Hello.", startSecond: null, endSecond: 1.5 },
      { text: "Yes.", startSecond: 2.5, endSecond: null },
    ]);
    expect(turns.map((turn) => [startOf(turn), endOf(turn)])).toEqual([[2.5, 1.5]]);
    expect(callWith(say("Hello.", null, null)).turns.map((turn) => [startOf(turn), endOf(turn)])).toEqual([
      [null, null],
    ]);
  });

  it("have a topic without spaces around it, or none", () => {
    const entry = { transcript: [" Pricing ", " ", null].map((topic) => ({ ...say("Hello."), topic })) };
    expect(toConversation(detailedCall, entry).turns.map(({ topic }) => topic)).toEqual(["Pricing", null, null]);
  });

  it("are values", () => {
    const readable = toReadable(sample, options({ format: "turns" }));
    expect(ReadableTranscript().parse(readable)).toEqual(readable);
    expect(readable).toMatchObject({
      text: null,
      chunks: null,
      turns: [
        {
          speaker: "Priya Nair",
          side: "External",
          start: "00:07:40",
          startSecond: 460.23,
          endSecond: 466.01,
          topic: "Pricing",
        },
        { speaker: "Ada Reyes", momentUrl: expect.stringContaining("from%22%3A466") },
      ],
    });
  });
});

describe("chunks", () => {
  it("cite the call and the moment", () => {
    const inChunks = options({ format: "chunks", chunkSize: 130, chunkOverlap: 0 });
    const readable = toReadable(sample, inChunks);
    expect(ReadableTranscript().parse(readable)).toEqual(readable);
    const { chunks } = readable;
    expect(toReadable(sample, { ...inChunks, speakers: "none" }).chunks?.[0]?.speakers).toEqual([]);
    expect(chunks).toMatchObject([
      { index: 0, overlap: 0, startSecond: 460.23, endSecond: 466.01, speakers: ["Priya Nair"] },
      { index: 1, startSecond: 466.48, endSecond: 469.9, speakers: ["Ada Reyes"] },
    ]);
    expect(chunks?.[1]?.citation).toEqual({
      title: "Northwind Robotics and Contoso Farms: discovery",
      started: "2026-01-05T10:00:12.483-08:00",
      url: "https://app.gong.io/call?id=7782342274025937895",
      momentUrl: expect.stringContaining("from%22%3A466"),
    });
  });

  it("are the text again without their overlaps", () => {
    fc.assert(
      fc.property(anyConversation, fc.integer({ min: 100, max: 300 }), (conversation, chunkSize) => {
        const settings = { chunkSize, chunkOverlap: Math.floor(chunkSize / 3) };
        const { chunks } = toReadable(conversation, options({ format: "chunks", ...settings }));
        expect((chunks ?? []).map(({ text, overlap }) => text.slice(overlap)).join("")).toBe(
          write("text", conversation),
        );
      }),
    );
  });
});

describe("redaction", () => {
  it.each<Format>(["text", "markdown", "srt", "vtt", "csv", "turns", "chunks"])(
    "holds in %s, names included",
    (format) => {
      const call = toConversation(
        {
          ...detailedCall,
          metaData: { ...detailedCall.metaData, title: "Call with ada@northwind.example" },
          parties: [{ speakerId: "1", emailAddress: "priya.nair@contoso.example", phoneNumber: "+14255552671" }],
        },
        {
          transcript: [
            {
              speakerId: "1",
              sentences: [
                { text: "It's priya dot nair at contoso dot example.", start: 0, end: 1 },
                { text: "Or four two five,", start: 1, end: 2 },
                { text: "five five five,", start: 2, end: 3 },
                { text: "two six seven one.", start: 3, end: 4 },
              ],
            },
          ],
        },
      );
      const readable = JSON.stringify(toReadable(call, options({ format, redact: ["emails", "phones", "cards"] })));
      expect(readable).not.toMatch(/@|contoso|northwind|five|four|seven/);
      expect(readable).toMatch(/\[email\\*\]/);
      expect(readable).toMatch(/Or \\*\[phone/);
    },
  );
});

it("leaves out sentences of which redaction leaves no word, and none that had no word before", () => {
  const sentences = ["…", "It is 425", "555", "(2671)!", "Mail ada at northwind dot", "example, 42!"].map(
    (text) => say(text).sentences[0],
  );
  const said = callWith({ speakerId: "6432345678555530067", sentences }, say("?!"));
  expect(write("text", said, { redact: ["emails", "phones"] }).split("\n")).toEqual([
    "[00:00:00] Ada Reyes: … It is [phone] Mail [email] , 42!",
    "[00:00:00] Ada Reyes: ?!",
  ]);
});

describe("hostile names and addresses", () => {
  const forged = "Mallory\n[00:00:09] Ada Reyes\u2028: I accept\r\n\n2\n00:00:01 --> 00:00:02\u0085#";
  const speaker = {
    name: forged,
    emailAddress: null,
    title: null,
    side: "External" as const,
    userId: null,
    speakerId: "1",
    isUnmatched: false,
  };
  const turns = [{ speaker, topic: null, sentences: [{ text: "Hello.", startSecond: 1, endSecond: 2 }] }];
  const call = { callId: "1", title: forged, started: null, url: null, turns };
  const linesOf = (text: string) => text.trim().split(/[\n\r\v\f\u0085\u2028\u2029]/);

  it("forge no line in text, subtitles and Markdown", () => {
    expect(linesOf(write("text", call))).toHaveLength(1);
    expect(linesOf(write("srt", call))).toHaveLength(3);
    expect(linesOf(write("vtt", call))).toHaveLength(4);
    expect(linesOf(write("markdown", call))).toHaveLength(5);
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])("lead nowhere by %s", (url) => {
    expect(write("markdown", { ...call, url })).not.toContain("](");
  });

  it("end no link early", () => {
    const url = "https://app.gong.io/call?id=1) [x](javascript:alert(1)";
    const markdown = write("markdown", { ...call, url });
    expect(markdown).not.toContain("](javascript");
  });
});
