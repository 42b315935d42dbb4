import {
  type CallContent,
  type CallMetaData,
  type CrmContext,
  createWorld,
  type Monologue,
  type Party,
} from "#sandbox/world/index";
import { trackerDefinitions } from "#sandbox/world/settings";
import { everyPart, itemsOf, question } from "./worldQuestions";

interface Call {
  metaData: CallMetaData;
  context?: CrmContext[];
  parties?: Party[];
  content?: CallContent;
  interaction?: { speakers?: { id: string; talkTime: number }[] };
  collaboration?: object;
  media?: { audioUrl: string };
}

const world = createWorld();
const extensive = (contentSelector?: object, filter: object = {}) =>
  itemsOf<Call>(question(world, "POST /v2/calls/extensive", { body: { filter, contentSelector } }));
const calls = extensive(everyPart);
const transcripts = new Map(
  itemsOf<{ callId: string; transcript: Monologue[] }>(
    question(world, "POST /v2/calls/transcript", { body: { filter: {} } }),
  ).map(({ callId, transcript }) => [callId, transcript]),
);

const times = (text: string, phrase: string) => text.match(new RegExp(`\\b${phrase}\\b`, "gi"))?.length ?? 0;

test("What a tracker counts was really said, at that moment and by that person.", () => {
  let phrasesSeen = 0;
  for (const { metaData, content } of calls) {
    const sentences = (transcripts.get(metaData.id) ?? []).flatMap(({ speakerId, sentences }) =>
      sentences.map((sentence) => ({ ...sentence, speakerId })),
    );
    const text = sentences.map((sentence) => sentence.text).join(" ");
    for (const tracker of content?.trackers ?? []) {
      const definition = trackerDefinitions.find(({ name }) => name === tracker.name);
      const said = definition?.keywords.reduce((sum, keyword) => sum + times(text, keyword), 0);
      expect(tracker.count).toBe(said);
      expect(tracker.occurrences).toHaveLength(tracker.count);
      for (const { phrase, count, occurrences = [] } of tracker.phrases ?? []) {
        phrasesSeen++;
        expect(times(text, phrase)).toBe(count);
        for (const { startTime, speakerId } of occurrences) {
          const sentence = sentences.find((one) => one.start / 1000 === startTime);
          expect(sentence).toMatchObject({ speakerId });
          expect(times(sentence?.text ?? "", phrase)).toBeGreaterThan(0);
        }
      }
    }
  }
  expect(phrasesSeen).toBeGreaterThan(300);
});

test("There are competitors, a smart tracker, and a keyword tracker with a count but no phrases.", () => {
  const trackers = calls.flatMap(({ content }) => content?.trackers ?? []);
  const counted = (name: string) => trackers.filter((tracker) => tracker.name === name && tracker.count > 0);
  expect(counted("Competitors").some(({ phrases }) => (phrases?.length ?? 0) > 1)).toBe(true);
  expect(counted("Budget").length).toBeGreaterThan(10);
  for (const { type, phrases } of counted("Budget")) expect([type, phrases]).toEqual(["KEYWORD", []]);
  for (const { type, phrases } of counted("Objections")) expect([type, phrases]).toEqual(["SMART", []]);
  expect(trackers.some(({ count }) => count === 0)).toBe(true);
});

test("Transcripts run in order, within the call, and every speaker is a participant.", () => {
  const wrong: string[] = [];
  for (const { metaData, parties } of calls) {
    const transcript = transcripts.get(metaData.id) ?? [];
    const speakerIds = new Set(parties?.flatMap(({ speakerId }) => speakerId ?? []));
    let clock = 0;
    for (const { speakerId, sentences } of transcript) {
      if (parties && !speakerIds.has(speakerId)) wrong.push(`${metaData.id}: speaker ${speakerId}`);
      for (const { start, end, text } of sentences) {
        if (start < clock || end <= start || /[{}]/.test(text)) wrong.push(`${metaData.id}: ${start} ${end} ${text}`);
        clock = end;
      }
    }
    if (clock > metaData.duration * 1000) wrong.push(`${metaData.id}: ends at ${clock}`);
  }
  expect(wrong).toEqual([]);
  const monologues = [...transcripts.values()].flat();
  expect(monologues.some(({ topic }) => topic === null)).toBe(true);
});

test("A conversation fits into a call of twenty seconds, too.", () => {
  const small = createWorld({ calls: 0 });
  const call = small.addCall({ durationSeconds: 20, direction: "Inbound" });
  const sentences = (small.describeCall(call).transcript ?? []).flatMap((monologue) => monologue.sentences);
  expect(sentences.length).toBeGreaterThan(5);
  const moments = sentences.flatMap(({ start, end }) => [start, end]);
  expect(moments).toEqual([...moments].sort((one, other) => one - other));
  expect(moments.at(-1)).toBeLessThanOrEqual(20_000);
});

test("Parts are missing where real calls miss them.", () => {
  const parties = calls.flatMap((call) => call.parties ?? []);
  const external = parties.filter(({ affiliation }) => affiliation === "External");
  expect(calls.some((call) => call.parties === undefined)).toBe(true);
  expect(parties.some(({ speakerId }) => speakerId === null)).toBe(true);
  expect(external.some(({ emailAddress }) => emailAddress === null)).toBe(true);
  expect(external.some(({ phoneNumber }) => phoneNumber === null)).toBe(true);
  expect(external.some(({ emailAddress, phoneNumber }) => emailAddress && phoneNumber)).toBe(true);
  expect(parties.some(({ affiliation }) => affiliation === "Unknown")).toBe(true);
  expect(transcripts.size).toBeLessThan(calls.length);
  expect(calls.some(({ content }) => content?.brief === undefined)).toBe(true);
  expect(calls.some(({ metaData }) => metaData.isPrivate)).toBe(true);
  expect(calls.some(({ context }) => context?.length === 0)).toBe(true);
  expect(calls.some(({ collaboration }) => Object.keys(collaboration ?? {}).length === 0)).toBe(true);
});

test("The host takes part in every call with participants.", () => {
  for (const { metaData, parties } of calls) {
    if (parties) expect(parties.filter(({ userId }) => userId === metaData.primaryUserId)).toHaveLength(1);
  }
});

test("Calls are linked to Salesforce and to HubSpot; Basic has links, Extended has fields.", () => {
  const linked = (kind: string) => {
    const found = extensive({ context: kind }).flatMap(({ context }) => context ?? []);
    return found.flatMap(({ system, objects }) => objects.map((object) => ({ system, ...object })));
  };
  const basic = linked("Basic");
  const extended = linked("Extended");
  expect(new Set(extended.map(({ system, objectType }) => `${system} ${objectType}`))).toEqual(
    new Set(["Salesforce Opportunity", "Salesforce Account", "HubSpot Deal", "HubSpot Company"]),
  );
  expect(basic.map(({ objectId }) => objectId)).toEqual(extended.map(({ objectId }) => objectId));
  expect(basic.every(({ fields }) => fields.length === 0)).toBe(true);
  expect(extended.every(({ fields, timing }) => fields.length > 0 && timing === "Now")).toBe(true);
  const timings = calls.flatMap(({ context = [] }) =>
    context.flatMap(({ objects }) => objects.map(({ timing }) => timing)),
  );
  expect(new Set(timings)).toEqual(new Set(["Now", "TimeOfCall"]));
});

test("Only the parts that were asked for come back.", () => {
  const [plain] = extensive();
  expect(Object.keys(plain ?? {})).toEqual(["metaData"]);
  const callIds = calls
    .filter(({ content }) => content?.trackers?.some(({ count }) => count))
    .map(({ metaData }) => metaData.id);
  const [only] = extensive({ exposedFields: { content: { trackers: true } } }, { callIds });
  expect(Object.keys(only ?? {})).toEqual(["metaData", "content"]);
  expect(Object.keys(only?.content ?? {})).toEqual(["trackers"]);
  for (const tracker of only?.content?.trackers ?? []) {
    expect(tracker).not.toHaveProperty("occurrences");
    for (const phrase of tracker.phrases ?? []) expect(phrase).not.toHaveProperty("occurrences");
  }
  const [withoutTrackers] = extensive(
    { exposedFields: { content: { trackerOccurrences: true, brief: true } } },
    { callIds },
  );
  expect(Object.keys(withoutTrackers?.content ?? {})).not.toContain("trackers");
  const [interaction] = extensive({ exposedFields: { interaction: { speakers: true } } });
  expect(Object.keys(interaction?.interaction ?? {})).toEqual(["speakers"]);
});

test("Filters by workspace, host and id cut the list, and unknown ids are just not there.", () => {
  const [workspace] = world.workspaces;
  const [call] = world.calls;
  const inWorkspace = extensive(undefined, { workspaceId: workspace?.id });
  expect(inWorkspace.length).toBeGreaterThan(100);
  expect(inWorkspace.every(({ metaData }) => metaData.workspaceId === workspace?.id)).toBe(true);
  const hosted = extensive(undefined, { primaryUserIds: [call?.primaryUserId] });
  expect(hosted.length).toBeGreaterThan(5);
  expect(hosted.every(({ metaData }) => metaData.primaryUserId === call?.primaryUserId)).toBe(true);
  expect(extensive(undefined, { callIds: [call?.id, "42"] })).toHaveLength(1);
  const started = call?.started ?? 0;
  const elsewhen = { callIds: [call?.id], fromDateTime: new Date(started + 1).toISOString() };
  expect(extensive(undefined, elsewhen)).toHaveLength(0);
});

test("Talk times add up to less than the call, and media links are good for eight hours.", () => {
  for (const { metaData, interaction, media } of calls) {
    const talked = interaction?.speakers?.reduce((sum, { talkTime }) => sum + talkTime, 0) ?? 0;
    expect(talked).toBeLessThanOrEqual(metaData.duration);
    const expires = Number(new URL(media?.audioUrl ?? "").searchParams.get("Expires"));
    expect(expires * 1000 - world.options.now).toBe(8 * 3_600_000);
  }
});
