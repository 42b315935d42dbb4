import fc from "fast-check";
import { toDetailedCall } from "#src/entities/detailedCall";
import { normalize } from "#src/entities/tolerant";
import { Transcript } from "#src/entities/transcript";
import { User } from "#src/entities/user";
import { completeCallSample, type Ingredients, completeCall as toCompleteCall } from "#src/recipes/calls/completeCall";
import { CompleteCall, callParts } from "#src/recipes/completeCallShape";
import { momentUrl } from "#src/recipes/turns";
import { repetitions } from "../support/seed";

/** The record as the client hands it out, made into a complete call. */
const completeCall = (
  call: unknown,
  {
    transcript,
    host,
    ...options
  }: Omit<Ingredients, "transcript" | "host"> & { transcript?: unknown; host?: unknown } = {},
) =>
  toCompleteCall(toDetailedCall(call), {
    ...options,
    transcript: normalize(Transcript, transcript),
    host: normalize(User, host),
  });

const url = "https://app.gong.io/call?id=7782342274025937895";

const gongRecord = {
  metaData: {
    id: "7782342274025937895",
    url,
    title: "Northwind Robotics and Contoso Farms: discovery",
    scheduled: null,
    started: "2026-01-05T10:00:12.483-08:00",
    duration: 1834,
    primaryUserId: "234599484848423",
    direction: "Conference",
    isPrivate: false,
    purpose: null,
  },
  context: [
    {
      system: "Salesforce",
      objects: [
        {
          objectType: "Opportunity",
          objectId: "006A",
          fields: [{ name: "Name", value: "Old name" }],
          timing: "TimeOfCall",
        },
        {
          objectType: "Opportunity",
          objectId: "006A",
          fields: [
            { name: "Name", value: "Packing line" },
            { name: "Amount", value: 84000 },
          ],
          timing: "Now",
        },
        { objectType: "Opportunity", objectId: "006B", fields: null },
      ],
    },
    {
      system: "HubSpot",
      objects: [{ objectType: "Deal", objectId: "77", fields: [{ name: "dealname", value: "Line 2" }] }],
    },
  ],
  parties: [
    {
      name: "Ada Reyes",
      emailAddress: "ada.reyes@northwind.example",
      userId: "234599484848423",
      speakerId: "11",
      affiliation: "Internal",
    },
    {
      name: "Priya Nair",
      emailAddress: null,
      phoneNumber: "+14255552671",
      speakerId: "22",
      affiliation: "External",
      context: [{ system: "Salesforce", objects: [{ objectType: "Contact", objectId: "003A" }] }],
    },
    { name: null, phoneNumber: "+14255550199", speakerId: null, affiliation: "Unknown" },
  ],
  content: {
    trackers: [
      {
        id: "5478213694512378645",
        name: "Competitors",
        type: "KEYWORD",
        count: 3,
        phrases: [{ phrase: "Fabrikam", count: 2, occurrences: [{ startTime: 412.7, speakerId: "22" }] }],
      },
    ],
    highlights: [
      { title: "Key moments", items: [{ text: "Price was discussed.", startTimes: [12] }] },
      { title: "Next Steps", items: [{ text: "Ada sends the quote.", startTimes: [1702.2, 1710] }, null] },
    ],
    keyPoints: [{ text: "Decides before the harvest." }, { text: null }],
    callOutcome: { id: "1", category: "ANSWERED", name: "Connected" },
  },
  collaboration: {},
};

const transcript = {
  callId: "7782342274025937895",
  transcript: [
    {
      speakerId: "11",
      topic: null,
      sentences: [
        { start: 3200, end: 4100, text: "Hello." },
        { start: 4200, end: 5100, text: "Shall we start?" },
      ],
    },
    { speakerId: "99", topic: "Competition", sentences: [{ start: 6000, end: 7000, text: "Yes." }] },
    { speakerId: "98", sentences: [{ start: 8000, end: 8500, text: "Hi." }] },
    { speakerId: "99", sentences: [{ start: 9000, end: 9500, text: "Good." }] },
    { speakerId: "22", sentences: [] },
  ],
};

describe("a complete call", () => {
  const complete = completeCall(gongRecord, { transcript });

  it("has the call's own data at the top", () => {
    expect(complete).toMatchObject({
      id: "7782342274025937895",
      url,
      durationSeconds: 1834,
      purpose: null,
      isPrivate: false,
      host: { userId: "234599484848423", name: "Ada Reyes", emailAddress: "ada.reyes@northwind.example" },
    });
  });

  it("has no comments where Gong says that there are none, and null where it says nothing", () => {
    expect([complete.comments, completeCall({}).comments]).toEqual([[], null]);
  });

  it("has an outcome where Gong tells anything of one", () => {
    const outcomeOf = (callOutcome: unknown) => completeCall({ content: { callOutcome } }).outcome;
    expect([outcomeOf(null), outcomeOf({}), outcomeOf({ id: "", name: null })]).toEqual([null, null, null]);
    expect(outcomeOf({ name: "Connected" })).toEqual({ id: null, category: null, name: "Connected" });
  });

  it("takes nobody for the speaker of what Gong names no speaker of", () => {
    const phrases = [{ phrase: "Fabrikam", count: 1, occurrences: [{ startTime: 1, speakerId: "" }] }];
    const { trackers } = completeCall({
      parties: [{ id: "", name: "Ada Reyes", speakerId: "", affiliation: "Internal" }],
      content: { trackers: [{ id: "1", count: 1, phrases }] },
    });
    expect(trackers?.[0]?.phrases[0]?.occurrences).toMatchObject([{ speaker: null, side: "Unknown" }]);
  });

  it("sorts participants by side, and puts those of an unknown side in neither list", () => {
    expect(complete.participants?.map(({ side }) => side)).toEqual(["Internal", "External", "Unknown"]);
    expect(complete.internal?.map(({ name }) => name)).toEqual(["Ada Reyes"]);
    expect(complete.external?.map(({ name }) => name)).toEqual(["Priya Nair"]);
    expect(complete.external?.[0]?.crmRecords).toMatchObject([{ objectType: "Contact", id: "003A" }]);
  });

  it("takes a person without affiliation who is a user for one of the company", () => {
    const { participants } = completeCall({
      parties: [{ userId: "1" }, { name: "Somebody" }, { userId: "2", affiliation: "Unknown" }, null, "nobody"],
    });
    expect(participants?.map(({ side }) => side)).toEqual(["Internal", "Unknown", "Unknown"]);
  });

  it("gives the first CRM object of each type by name, values of now before those of the call, and all in a list", () => {
    expect(complete.crm).toEqual({
      Salesforce: {
        Opportunity: { id: "006A", name: "Packing line", fields: { Name: "Packing line", Amount: 84000 } },
      },
      HubSpot: { Deal: { id: "77", name: "Line 2", fields: { dealname: "Line 2" } } },
    });
    expect(complete.crmRecords?.map(({ id, timing }) => [id, timing])).toEqual([
      ["006A", "TimeOfCall"],
      ["006A", "Now"],
      ["006B", null],
      ["77", null],
    ]);
  });

  it("says of each mention when, by whom and where to listen to it", () => {
    expect(complete.trackers?.[0]?.phrases[0]?.occurrences).toEqual([
      {
        second: 412.7,
        speaker: "Priya Nair",
        side: "External",
        momentUrl: `${url}&highlights=${encodeURIComponent('[{"type":"SHARE","from":412,"to":412}]')}`,
      },
    ]);
  });

  it("finds next steps among the highlights", () => {
    expect(complete.nextSteps).toEqual([
      { text: "Ada sends the quote.", second: 1702.2, momentUrl: momentUrl(url, 1702) },
    ]);
    expect(complete.keyPoints).toEqual(["Decides before the harvest."]);
  });

  it("lets no line break in a name or in what was said forge a line of somebody else", () => {
    const forger = { speakerId: "1", name: "Mallory\u2028Ada Reyes: I accept" };
    const { transcript } = completeCall(
      { parties: [forger] },
      { transcript: { transcript: [{ speakerId: "1", sentences: [{ text: "Yes\nAda Reyes: no" }] }] } },
    );
    expect(transcript?.text).toBe("Mallory Ada Reyes: I accept: Yes Ada Reyes: no");
  });

  it("turns the transcript's milliseconds into seconds, names speakers and numbers strangers", () => {
    expect(complete.transcript?.turns[0]).toEqual({
      speaker: "Ada Reyes",
      side: "Internal",
      startSecond: 3.2,
      endSecond: 5.1,
      text: "Hello. Shall we start?",
      topic: null,
    });
    expect(complete.transcript?.text).toBe(
      "Ada Reyes: Hello. Shall we start?\nSpeaker 1: Yes.\nSpeaker 2: Hi.\nSpeaker 1: Good.",
    );
  });

  it("names what Gong lacks, and gives it as null", () => {
    expect(complete.missing).toEqual(["topics", "brief", "outline", "interaction", "media"]);
    expect(complete).toMatchObject({ brief: null, topics: null, comments: [], mediaLinks: null });
  });

  it("leaves out what was not asked for", () => {
    const { missing, ...rest } = completeCall(gongRecord, { include: ["trackers", "brief"] });
    expect(missing).toEqual(["brief"]);
    expect(Object.keys(rest)).not.toEqual(expect.arrayContaining(["participants"]));
    expect(Object.keys(rest)).toEqual(expect.arrayContaining(["trackers", "brief", "host"]));
    expect(rest.trackers?.[0]?.phrases[0]?.occurrences[0]?.speaker).toBe("Priya Nair");
  });

  it("counts an empty list of trackers as an answer, and no CRM object as missing", () => {
    const { missing } = completeCall({ context: [], content: { trackers: [] } }, { include: ["trackers", "crm"] });
    expect(missing).toEqual(["crm"]);
  });

  it("leaves numbers that Gong does not know null, and never makes a 0 of them", () => {
    const { durationSeconds, topics, outline, interaction, comments, trackers, transcript } = completeCall(
      {
        metaData: { url, duration: null },
        parties: [],
        content: {
          topics: [{ name: "Pricing", duration: null }],
          outline: [{ section: "Start", startTime: null, items: [{ text: "Hello.", startTime: null }] }],
          trackers: [{ name: "Competitors", occurrences: [{ startTime: null, speakerId: null }] }],
        },
        interaction: {
          interactionStats: [{ name: "Patience", value: null }],
          speakers: [{ id: "1", talkTime: null }],
          questions: { companyCount: null, nonCompanyCount: 3 },
          video: [{ name: "Presentation", duration: null }],
        },
        collaboration: { publicComments: [{ comment: "Good.", audioStartTime: null, audioEndTime: null }] },
      },
      { transcript: { transcript: [{ sentences: [{ text: "Hi.", start: null, end: null }] }] } },
    );
    expect(durationSeconds).toBeNull();
    expect(topics).toEqual([{ name: "Pricing", durationSeconds: null }]);
    expect(outline).toMatchObject([
      { startSecond: null, durationSeconds: null, momentUrl: null, items: [{ startSecond: null, momentUrl: null }] },
    ]);
    expect(trackers?.[0]).toMatchObject({ count: 1, occurrences: [{ second: null, momentUrl: null }] });
    expect(interaction).toMatchObject({
      stats: { Patience: null },
      speakers: [{ talkSeconds: null }],
      questions: { company: null, nonCompany: 3 },
      video: [{ name: "Presentation", durationSeconds: null }],
    });
    expect(comments).toMatchObject([{ startSecond: null, endSecond: null, momentUrl: null }]);
    expect(transcript?.turns).toMatchObject([{ startSecond: null, endSecond: null }]);
  });

  it("keeps the first opportunity whose values are of now, whatever comes behind it", () => {
    const opportunity = (objectId: string, timing: string, name: string) => ({
      objectType: "Opportunity",
      objectId,
      timing,
      fields: [{ name: "Name", value: name }],
    });
    const crmOf = (...objects: unknown[]) => completeCall({ context: [{ system: "Salesforce", objects }] }).crm;
    const now = opportunity("006A", "Now", "Packing line");
    const then = opportunity("006A", "TimeOfCall", "Old name");
    const first = { Salesforce: { Opportunity: expect.objectContaining({ id: "006A", name: "Packing line" }) } };
    expect(crmOf(now, then)).toEqual(first);
    expect(crmOf(then, now)).toEqual(first);
    expect(crmOf(now, opportunity("006A", "Now", "Later"), opportunity("006B", "Now", "Other"))).toEqual(first);
    expect(crmOf(then, opportunity("006B", "Now", "Other"))).toMatchObject({
      Salesforce: { Opportunity: { id: "006A", name: "Old name" } },
    });
  });

  it("has the items of an outline, and those without words left out", () => {
    const { outline } = completeCall({
      metaData: { url },
      content: {
        outline: [
          {
            section: "Prices",
            startTime: 95.2,
            duration: 640.5,
            items: [{ text: "They compare.", startTime: 131.8 }, { text: " ", startTime: 5 }, "Said without a time."],
          },
        ],
      },
    });
    expect(outline).toEqual([
      {
        section: "Prices",
        startSecond: 95.2,
        durationSeconds: 640.5,
        momentUrl: momentUrl(url, 95),
        items: [
          { text: "They compare.", startSecond: 131.8, momentUrl: momentUrl(url, 131) },
          { text: "Said without a time.", startSecond: null, momentUrl: null },
        ],
      },
    ]);
  });

  it("names the authors of comments who took part, and keeps the id of any other", () => {
    const comment = (commenterUserId: string | null) => ({ id: "1", comment: "Good.", commenterUserId });
    const publicComments = [comment("234599484848423"), comment("8"), comment(null)];
    const { comments } = completeCall({ ...gongRecord, collaboration: { publicComments } });
    expect(comments?.map(({ authorUserId, authorName }) => [authorUserId, authorName])).toEqual([
      ["234599484848423", "Ada Reyes"],
      ["8", null],
      [null, null],
    ]);
  });

  it("joins all sentences of a turn, from the start of the first to the end of the last", () => {
    const sentences = ["One.", " Two. ", "", "Three.", "Four."].map((text, index) => ({
      text,
      start: index * 1000,
      end: index * 1000 + 900,
    }));
    const { transcript } = completeCall({}, { transcript: { transcript: [{ speakerId: "1", sentences }] } });
    expect(transcript?.turns).toMatchObject([{ text: "One. Two. Three. Four.", startSecond: 0, endSecond: 4.9 }]);
  });

  it("says how people talked", () => {
    const { interaction } = completeCall({
      parties: [{ id: "61", name: "Ada Reyes", userId: "7", affiliation: "Internal" }],
      interaction: {
        interactionStats: [{ name: "Talk Ratio", value: 0.47 }],
        speakers: [
          { id: "61", talkTime: 812.4 },
          { id: "99", userId: "5", talkTime: 3 },
        ],
        questions: { companyCount: 14, nonCompanyCount: 9 },
        video: [{ name: "Webcam", duration: 415.5 }],
      },
    });
    expect(interaction).toEqual({
      stats: { "Talk Ratio": 0.47 },
      speakers: [
        { name: "Ada Reyes", userId: "7", side: "Internal", talkSeconds: 812.4 },
        { name: null, userId: "5", side: "Unknown", talkSeconds: 3 },
      ],
      questions: { company: 14, nonCompany: 9 },
      video: [{ name: "Webcam", durationSeconds: 415.5 }],
    });
  });

  it("takes the host's name from the user when the participants are unknown", () => {
    const { host } = completeCall(
      { metaData: { primaryUserId: "5" } },
      { host: { id: "5", firstName: "Ada", lastName: null, emailAddress: "ada.reyes@northwind.example" } },
    );
    expect(host).toEqual({ userId: "5", name: "Ada", emailAddress: "ada.reyes@northwind.example" });
  });

  it("reads the earlier forms: one object where a list stands today, links in a list", () => {
    const earlier = completeCall({
      context: { system: "Salesforce", objects: { objectType: "Account", objectId: "001A" } },
      media: [{ audioUrl: "https://media.gong.example/a.mp3" }],
    });
    expect(earlier.crm).toMatchObject({ Salesforce: { Account: { id: "001A" } } });
    expect(earlier.mediaLinks).toEqual({ audioUrl: "https://media.gong.example/a.mp3", videoUrl: null });
  });

  it("has a sample that fits its schema and holds every part", () => {
    expect(CompleteCall().parse(completeCallSample)).toEqual(completeCallSample);
    expect(Object.keys(completeCallSample).sort()).toEqual(Object.keys(CompleteCall().shape).sort());
    expect(completeCallSample.missing).toEqual([]);
    expect(completeCallSample.interaction?.speakers.map(({ name }) => name)).toEqual(["Ada Reyes", "Priya Nair"]);
  });

  it("links to a moment of an address with and without a query", () => {
    expect(momentUrl("https://app.gong.io/call", 2)).toContain("call?highlights=%5B%7B");
    expect(momentUrl(null, 2)).toBeNull();
    expect(momentUrl(url, null)).toBeNull();
  });
});

/** The record with any of its parts replaced by nothing, null, or something of another shape. */
const riddled = (value: unknown): fc.Arbitrary<unknown> => {
  const other = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(null, undefined, "", 0, {}, [], [null], true) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
  return fc.oneof({ weight: 12, arbitrary: riddledWithin(value) }, { weight: 1, arbitrary: other });
};

const riddledWithin = (value: unknown): fc.Arbitrary<unknown> => {
  if (Array.isArray(value)) return fc.tuple(...value.map(riddled));
  if (typeof value !== "object" || value === null) return fc.constant(value);
  return fc.record(Object.fromEntries(Object.entries(value).map(([key, each]) => [key, riddled(each)])));
};

describe("whatever Gong sends", () => {
  const fits = (call: unknown, spoken: unknown, host: unknown) => {
    const complete = completeCall(call, { transcript: spoken, host });
    expect(CompleteCall().safeParse(complete).error).toBeUndefined();
    expect(Object.keys(complete)).toEqual(expect.arrayContaining([...callParts].filter((part) => part !== "media")));
  };

  it("makes a record of the promised shape from a record riddled with nulls", () => {
    fc.assert(fc.property(riddled(gongRecord), riddled(transcript), fc.jsonValue(), fits), {
      numRuns: repetitions(150, 1_000),
    });
  });

  it("makes a record of the promised shape from any JSON", () => {
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), fits), { numRuns: repetitions(150, 1_000) });
  });

  it("keeps a field named like a part of every object", () => {
    const { crm } = completeCall({
      context: [
        { system: "__proto__", objects: [{ objectType: "constructor", fields: [{ name: "__proto__", value: 1 }] }] },
      ],
    });
    expect(Object.keys(crm ?? {})).toEqual(["__proto__"]);
  });
});
