import { Readable } from "node:stream";
import type { z } from "zod";
import { InputError } from "#src/base/errors";
import { type Field, type Fields, read } from "#src/form/field";
import { gong } from "#src/gong/index";
import { toRequest } from "#src/gong/request";
import type { Answer, Operation } from "#src/operation";
import {
  addMedia,
  createNewCall,
  getCallTranscript,
  giveCallAccess,
  listDetailedCalls,
} from "#src/operations/calls/index";
import { listUsers } from "#src/operations/users";
import { useSandbox } from "../../support/door";

const request = <F extends Fields>(operation: Operation<F>, answers: Record<string, unknown>) =>
  toRequest(operation, read(operation.fields, answers));

const faultsOf = (operation: Operation<Record<string, Field>>, answers: Record<string, unknown>): readonly string[] => {
  try {
    request(operation, answers);
  } catch (error) {
    if (error instanceof InputError) return error.faults;
    throw error;
  }
  return [];
};

const first = "7782342274025937895";
const second = "7782342274025937896";

describe("listDetailedCalls", () => {
  const body = (answers: Record<string, unknown>) => request(listDetailedCalls, { callIds: first, ...answers }).body;
  const filter = { callIds: [first] };

  it("switches on each part where Gong has it", () => {
    expect(body({ include: ["parties", "topics", "questions", "publicComments", "media"] })).toEqual({
      filter,
      contentSelector: {
        exposedFields: {
          parties: true,
          content: { topics: true },
          interaction: { questions: true },
          collaboration: { publicComments: true },
          media: true,
        },
      },
    });
  });

  it("asks for no media links unless they are chosen, since they need a scope of their own", () => {
    expect(JSON.stringify(body({ include: ["parties", "trackers", "brief"] }))).not.toContain("media");
  });

  it("asks for trackers together with their occurrences, which Gong gives only so", () => {
    expect(body({ include: "trackerOccurrences" })).toEqual({
      filter,
      contentSelector: { exposedFields: { content: { trackers: true, trackerOccurrences: true } } },
    });
  });

  it("includes everything that Gong has, without what Gong gave up", () => {
    expect(body({ include: ["everything"] })).toEqual({
      filter,
      contentSelector: {
        exposedFields: {
          parties: true,
          content: {
            structure: true,
            topics: true,
            trackers: true,
            trackerOccurrences: true,
            brief: true,
            outline: true,
            highlights: true,
            keyPoints: true,
            callOutcome: true,
          },
          interaction: { speakers: true, personInteractionStats: true, questions: true, video: true },
          collaboration: { publicComments: true },
          media: true,
        },
      },
    });
  });

  it("understands the labels that the form shows", () => {
    expect(body({ include: ["Key points"], context: "extended" })).toEqual({
      filter,
      contentSelector: { context: "Extended", exposedFields: { content: { keyPoints: true } } },
    });
  });

  it("takes a timing as a wish for the extended context", () => {
    expect(body({ contextTiming: ["Now", "TimeOfCall"] })).toEqual({
      filter,
      contentSelector: { context: "Extended", contextTiming: ["Now", "TimeOfCall"] },
    });
  });

  it.each(["None", "Basic"])("refuses a timing with the context %s", (context) => {
    expect(faultsOf(listDetailedCalls, { callIds: first, context, contextTiming: ["Now"] })).toEqual([
      `CRM Context Timing needs the CRM Context "Extended" (it is "${context}"). Choose Extended, or leave the timing empty.`,
    ]);
  });

  it("names a part that does not exist, with the known ones", () => {
    const [fault] = faultsOf(listDetailedCalls, { callIds: first, include: ["pointsOfInterest"] });
    expect(fault).toMatch(
      /^Include\[1\] must be one of everything, parties \(Participants\), .*Given: "pointsOfInterest"\.$/,
    );
  });

  it("places the cursor beside the filter", () => {
    const { body } = toRequest(listDetailedCalls, read(listDetailedCalls.fields, { callIds: first }), "c2");
    expect(body).toEqual({ filter: { callIds: [first] }, cursor: "c2" });
  });
});

describe("getCallTranscript", () => {
  const filter = (answers: Record<string, unknown>) =>
    (request(getCallTranscript, answers).body as { filter: unknown }).filter;

  it.each([
    ["a list", [first, second]],
    ["text with commas", `${first}, ${second}`],
    ["JSON text", `["${first}","${second}"]`],
    ["JSON text of numbers, without losing digits", `[${first},${second}]`],
    ["a list behind the published dummy row", ["000xxx", first, second]],
  ])("filters by call ids given as %s", (_how, callIds) => {
    expect(filter({ callIds })).toEqual({ callIds: [first, second] });
  });

  it("filters by one id given as plain text", () => {
    expect(filter({ callIds: first })).toEqual({ callIds: [first] });
  });

  it("takes the dummy row, a workspace and a range, which saved workflows hold together", () => {
    const saved = { workspaceId: "623457276584334", fromDateTime: "2026-01-05T00:00:00Z" };
    expect(filter({ callIds: ["000xxx"], ...saved })).toEqual(saved);
  });

  it("refuses call ids together with a workspace, as Gong does", () => {
    const [fault] = faultsOf(getCallTranscript, { callIds: [first], workspaceId: "623457276584334" });
    expect(fault).toMatch(/^Call IDs and Workspace cannot be used together.*Leave Workspace empty/);
  });
});

const none = [[["000xxx"]], ["000xxx"], [[""]], [[]], ["[]"], [undefined]] as const;

describe.each([
  ["getCallTranscript", getCallTranscript],
  ["listDetailedCalls", listDetailedCalls],
] as const)("%s", (_key, operation) => {
  it.each(none)("never takes %j as every call of the company", (callIds) => {
    for (const beside of [{}, { workspaceId: "623457276584334" }])
      expect(faultsOf(operation, { callIds, ...beside })).toEqual([
        expect.stringMatching(/^Call IDs or a range is required.* branch before this step\.$/),
      ]);
  });

  it.each(none)("takes %j as every call of a range", (callIds) => {
    for (const range of [{ fromDateTime: "2026-01-05T00:00:00Z" }, { toDateTime: "2026-02-05T00:00:00Z" }])
      expect(request(operation, { callIds, ...range }).body).toEqual({ filter: range });
  });
});

describe("createNewCall", () => {
  const host = { userId: "234599484848423", partyId: "1" };
  const least = {
    clientUniqueId: "pbx-7731",
    primaryUser: host.userId,
    parties: [host],
    direction: "outbound",
    actualStart: "2026-01-05T10:00:00-08:00",
  };
  const body = (answers: Record<string, unknown>) => request(createNewCall, { ...least, ...answers }).body;
  const faults = (answers: Record<string, unknown>) => faultsOf(createNewCall, { ...least, ...answers });

  it.each([
    ["a list", [host]],
    ["an object", host],
    ["JSON text", JSON.stringify([host])],
  ])("takes the parties as %s", (_how, parties) => {
    expect(body({ parties })).toEqual({
      ...least,
      direction: "Outbound",
      actualStart: "2026-01-05T18:00:00Z",
      parties: [host],
    });
  });

  it("sends the published contextParam as Gong's context", () => {
    const context = [{ system: "Salesforce", objects: [{ objectType: "Account", objectId: "0015g00000XyZ81AAF" }] }];
    const sent = body({ contextParam: JSON.stringify(context) });
    expect(sent).toMatchObject({ context });
    expect(sent).not.toHaveProperty("contextParam");
  });

  it("keeps a field value of a CRM link as it is", () => {
    const fields = [
      { name: "Name", value: "42" },
      { name: "Amount", value: 1.5 },
      { name: "Tags", value: ["a"] },
    ];
    const context = [{ system: "Generic", objects: [{ objectType: "Account", objectId: "1", fields }] }];
    expect(body({ contextParam: context })).toMatchObject({ context });
  });

  it("keeps the host's id text, even out of JSON numbers beyond 2^53", () => {
    const sent = body({ primaryUser: first, parties: `[{"userId": ${first}}]` });
    expect(sent).toMatchObject({ primaryUser: first, parties: [{ userId: first }] });
  });

  it("refuses parties without the host, naming the field and what to add", () => {
    expect(faults({ parties: [{ name: "Priya Nair" }] })).toEqual([
      'Parties must hold the host: add an entry with "userId": "234599484848423" for the Primary User, or set userId in the host\'s entry.',
    ]);
  });

  it.each([
    ["nothing", [], /^Parties is required\.$/],
    ["broken JSON", '[{"userId": ', /^Parties is not valid JSON/],
    [
      "a misspelled property",
      [{ ...host, email: "a@b.example" }],
      /^Parties\[1\] has no property "email"; it has userId,/,
    ],
    ["a bad address", [host, { emailAddress: "priya" }], /^Parties\[2\]\.emailAddress must be an e-mail address/],
    [
      "a third channel",
      [{ ...host, mediaChannelId: 2 }],
      /^Parties\[1\]\.mediaChannelId must be a whole number from 0 to 1/,
    ],
    [
      "a link without type",
      [{ ...host, context: [{ system: "Salesforce", objects: [{ objectId: "1" }] }] }],
      /^Parties\[1\]\.context\[1\]\.objects\[1\]\.objectType /,
    ],
  ])("refuses parties that are %s", (_what, parties, words) => {
    expect(faults({ parties })[0]).toMatch(words);
  });

  it("refuses a timeline that names a party nobody is", () => {
    const speechSegments = [{ fromTime: 0, toTime: 100, partyIds: ["1", "3"] }];
    expect(faults({ speakersTimeline: { precise: true, speechSegments } })).toEqual([
      'Speakers Timeline names "3", which no entry of Parties has as its partyId. Add the partyId to the party who spoke.',
    ]);
    expect(
      body({ speakersTimeline: { speechSegments: [{ fromTime: "0", toTime: 100, partyIds: "1" }] } }),
    ).toMatchObject({ speakersTimeline: { speechSegments: [{ fromTime: 0, toTime: 100, partyIds: ["1"] }] } });
  });

  it.each([
    ["purpose", "Purpose", 255],
    ["disposition", "Disposition", 255],
    ["clientUniqueId", "Client Unique ID", 2048],
  ])("lets %s be as long as Gong does, and no longer", (key, label, length) => {
    expect(faults({ [key]: "x".repeat(length) })).toEqual([]);
    expect(faults({ [key]: "x".repeat(length + 1) })[0]).toMatch(
      new RegExp(`^${label} must have at most ${length} characters`),
    );
  });

  it("says all faults in one message", () => {
    expect(faults({ direction: "up", actualStart: "yesterday", duration: "long" })).toHaveLength(3);
  });

  it("sends a task, and no empty flow context", () => {
    expect(body({ flowContext: { taskId: "9146290375517392005" } })).toMatchObject({
      flowContext: { taskId: "9146290375517392005" },
    });
    expect(body({ flowContext: { taskId: "" } })).not.toHaveProperty("flowContext");
  });
});

describe("addMedia", () => {
  const wav = Buffer.from(
    "RIFF\u00fb\u00ff\u00bf\u0001WAVEfmt \u0000\u0000\u00fb\u00ef\u00be\u00ff\u00ff\u00ff",
    "latin1",
  );
  const base64 = wav.toString("base64");
  const multipart = (answers: Record<string, unknown>) => {
    const { part, fileName, contentType, content } = request(addMedia, { callId: first, ...answers }).multipart ?? {};
    return { part, fileName, contentType, content };
  };
  const faults = (answers: Record<string, unknown>) => faultsOf(addMedia, { callId: first, ...answers });

  it.each<[string, unknown, Buffer | string]>([
    ["bytes", wav, wav],
    ["a view on bytes", new Uint8Array(wav), wav],
    ["bytes that went through JSON", JSON.parse(JSON.stringify(wav)), wav],
    ["a platform file", { data: wav, contentType: "audio/wav" }, wav],
    ["a platform file through JSON", JSON.parse(JSON.stringify({ data: wav, contentType: "audio/wav" })), wav],
    ["base64 text", base64, base64],
    ["base64 text in lines", base64.replace(/.{6}/g, "$&\r\n"), base64],
    ["base64 text for addresses", base64.replaceAll("+", "-").replaceAll("/", "_"), base64],
    ["a platform file of base64 text", { data: base64, contentType: "audio/wav" }, base64],
    ["a data address", `data:audio/wav;base64,${base64}`, base64],
  ])("sends %s as the one part that Gong knows", (_how, fileInput, content) => {
    expect(multipart({ fileInput, fileName: "pbx-7731.wav" })).toEqual({
      part: "mediaFile",
      fileName: "pbx-7731.wav",
      contentType: "audio/wav",
      content,
    });
  });

  it("takes the kind of the recording from a data address", () => {
    const fileInput = `data:audio/mpeg;base64,${base64}`;
    expect(multipart({ fileInput, fileName: "pbx-7731" })?.contentType).toBe("audio/mpeg");
  });

  it("hands bytes over without a copy", () => {
    expect(multipart({ fileInput: wav })?.content).toBe(wav);
    expect(multipart({ fileInput: { data: wav } })?.content).toBe(wav);
  });

  it("streams from an address and takes the name from it", () => {
    const mediaUrl = "https://recordings.northwind.example/2026/pbx%207731.mp3?signature=abc";
    expect(multipart({ mediaUrl })).toEqual({
      part: "mediaFile",
      fileName: "pbx 7731.mp3",
      contentType: "audio/mpeg",
      content: { url: mediaUrl },
    });
    expect(multipart({ mediaUrl: "https://recordings.northwind.example/100%" })?.fileName).toBe("100%");
    expect(multipart({ mediaUrl: "https://recordings.northwind.example/", fileName: "a.mkv" })).toMatchObject({
      fileName: "a.mkv",
      contentType: "video/x-matroska",
    });
  });

  it("makes up a name from the content type", () => {
    expect(multipart({ fileInput: { data: wav, contentType: "audio/flac" } })?.fileName).toBe("recording.flac");
    expect(multipart({ fileInput: wav })).toMatchObject({
      fileName: "recording",
      contentType: "application/octet-stream",
    });
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["neither file nor address", {}, /^File or Media URL is required\.$/],
    ["both", { fileInput: wav, mediaUrl: "https://a.example/b.mp3" }, /^File and Media URL cannot be used together/],
    ["a stream", { fileInput: Readable.from([wav]) }, /^File must be a file from an earlier step.*stream.*Media URL/],
    ["a platform file of a stream", { fileInput: { data: Readable.from([wav]) } }, /^File must be a file/],
    ["a number", { fileInput: 7 }, /^File must be a file/],
    ["an address without scheme", { mediaUrl: "a.example/b.mp3" }, /^Media URL must be a web address/],
  ])("refuses %s before anything is sent", (_what, answers, words) => {
    expect(faults(answers)[0]).toMatch(words);
  });

  describe("against the sandbox", () => {
    const sandbox = useSandbox({ world: { calls: 5 } });

    const client = () => {
      const { url, accessKey, accessKeySecret } = sandbox;
      return gong({ key: "gongApiKey", fields: { baseUrl: url, accessKey, accessKeySecret } });
    };
    const run = <F extends Fields, R extends z.ZodType<Answer>>(
      operation: Operation<F, R>,
      answers: Record<string, unknown>,
    ) => client().run(operation, read(operation.fields, answers));

    it("completes a call that was created without Download Media URL", async () => {
      const { users } = await run(listUsers, {});
      const userId = users?.find(({ active, settings }) => active && settings?.telephonyCallsImported)?.id;
      const created = await run(createNewCall, {
        clientUniqueId: "pbx-7731",
        primaryUser: userId,
        parties: { userId },
        direction: "Inbound",
        actualStart: "2026-01-05T10:00:00Z",
      });
      const sent = await run(addMedia, { callId: created.callId, fileInput: base64.replace(/.{6}/g, "$&\n") });
      expect(sent).toMatchObject({ callId: created.callId, url: expect.stringContaining(created.callId ?? "?") });
    });

    it.each<[string, unknown, RegExp]>([
      ["an empty file", Buffer.alloc(0), /^The file is empty/],
      ["an empty platform file", { data: Buffer.alloc(0), contentType: "audio/wav" }, /^The file is empty/],
      ["an empty file that went through JSON", { type: "Buffer", data: [] }, /^The file is empty/],
      ["an empty text", { data: "", contentType: "audio/wav" }, /^The file is empty/],
      ["text", "not a recording!", /^The file is no recording/],
      ["a path", "recordings/pbx-7731.mp3", /^The file is no recording/],
      ["an address", "https://recordings.northwind.example/pbx-7731.mp3", /looks like an address/],
      ["bytes of something else", Buffer.from("%PDF-1.7"), /looks like a PDF/],
      ["a file of more than 1.5 GB", Buffer.alloc(1.5 * 1024 ** 3 + 1), /^The file has 1,537 MB/],
    ])("refuses %s and sends nothing", async (_what, fileInput, words) => {
      sandbox.log.clear();
      await expect(run(addMedia, { callId: first, fileInput })).rejects.toThrow(words);
      expect(sandbox.log.entries).toEqual([]);
    });
  });
});

describe("giveCallAccess", () => {
  it("takes rows, an object or JSON text", () => {
    const row = { callId: first, userIds: ["234599484848423"] };
    const sent = { callAccessList: [row] };
    expect(request(giveCallAccess, { callAccessList: [{ ...row, userIds: "234599484848423" }] }).body).toEqual(sent);
    expect(request(giveCallAccess, { callAccessList: row }).body).toEqual(sent);
    expect(request(giveCallAccess, { callAccessList: JSON.stringify([row]) }).body).toEqual(sent);
  });

  it.each([[[]], [""], [undefined]])("refuses a call with %j as its users", (userIds) => {
    expect(faultsOf(giveCallAccess, { callAccessList: [{ callId: first, userIds }] })).toEqual([
      "Call Access List[1].userIds is required.",
    ]);
  });
});
