import type { CompleteCall } from "#src/entities/completeCall";

/** The parts of a complete call that are given only when they are asked for. */
export const callParts = [
  "participants",
  "crm",
  "trackers",
  "topics",
  "brief",
  "outline",
  "keyPoints",
  "highlights",
  "nextSteps",
  "outcome",
  "interaction",
  "comments",
  "media",
  "transcript",
] as const;

export type CallPart = (typeof callParts)[number];

/** What a complete call is made of, beside Gong's own record of the call. */
export interface Ingredients {
  /** The parts that were asked for; all of them when left out. */
  readonly include?: readonly CallPart[];
  /** The call's entry of POST /v2/calls/transcript. Its times are milliseconds, everything else at Gong is seconds. */
  readonly transcript?: unknown;
  /** The host as a user of Gong, for calls whose participants are not known. */
  readonly host?: unknown;
  /** True when something outside the record says that the call is private, as a webhook does. */
  readonly isPrivate?: boolean;
}

/**
 * Makes one flat record from an item of POST /v2/calls/extensive, or from the `callData` of a webhook. Any property
 * may be null, missing or of another shape: Gong does all three. Parts that were not asked for are absent; parts that
 * Gong does not have are null and named in `missing`. An empty list of trackers or comments is an answer, a call
 * without any CRM object or any word of transcript lacks that part. Never throws.
 */
export const completeCall = (
  call: unknown,
  { include = callParts, transcript, host, isPrivate = false }: Ingredients = {},
): CompleteCall => {
  const record = toRecord(call);
  const metaData = toRecord(record.metaData);
  const content = toRecord(record.content);
  const url = toText(metaData.url);
  const people = participantsOf(record.parties);
  const voices = voicesOf(people ?? [], record.parties);
  const crmRecords = crmRecordsOf(record.context);
  const highlights = highlightsOf(content.highlights, url);

  const made: Record<CallPart, Partial<CompleteCall>> = {
    participants: {
      participants: people,
      internal: people?.filter(({ side }) => side === "Internal") ?? null,
      external: people?.filter(({ side }) => side === "External") ?? null,
    },
    crm: crmRecords.length > 0 ? { crm: firstOfEachType(crmRecords), crmRecords } : { crm: null, crmRecords: null },
    trackers: { trackers: trackersOf(content.trackers, voices, url) },
    topics: {
      topics: mapList(content.topics, (topic) => ({
        name: toText(topic.name),
        durationSeconds: toNumber(topic.duration),
      })),
    },
    brief: { brief: toText(content.brief) },
    outline: { outline: outlineOf(content.outline, url) },
    keyPoints: { keyPoints: listOrNull(content.keyPoints)?.flatMap((point) => textOf(point) ?? []) ?? null },
    highlights: { highlights },
    nextSteps: { nextSteps: nextStepsOf(highlights) },
    outcome: { outcome: outcomeOf(content.callOutcome) },
    interaction: { interaction: interactionOf(record.interaction, voices) },
    comments: { comments: commentsOf(record.collaboration, people ?? [], url) },
    media: { mediaLinks: mediaLinksOf(record.media) },
    transcript: { transcript: transcriptOf(transcript, voices) },
  };
  const asked = callParts.filter((part) => include.includes(part));

  return {
    id: toText(metaData.id),
    title: toText(metaData.title),
    url,
    started: toText(metaData.started),
    scheduled: toText(metaData.scheduled),
    durationSeconds: toNumber(metaData.duration),
    direction: toText(metaData.direction),
    scope: toText(metaData.scope),
    system: toText(metaData.system),
    media: toText(metaData.media),
    language: toText(metaData.language),
    workspaceId: toText(metaData.workspaceId),
    isPrivate: isPrivate || metaData.isPrivate === true,
    purpose: toText(metaData.purpose),
    host: hostOf(toText(metaData.primaryUserId), people ?? [], host),
    ...Object.assign({}, ...asked.map((part) => made[part])),
    missing: asked.filter((part) => Object.values(made[part]).every((value) => value === null)),
  };
};

/** The call's page in Gong, opened at a moment. Null when either is unknown. */
export const momentUrl = (url: string | null, second: number | null): string | null => {
  if (url === null || second === null) return null;
  const from = Math.floor(second);
  const highlights = JSON.stringify([{ type: "SHARE", from, to: from }]);
  return `${url}${url.includes("?") ? "&" : "?"}highlights=${encodeURIComponent(highlights)}`;
};

type Loose = Readonly<Record<string, unknown>>;
type Participant = NonNullable<CompleteCall["participants"]>[number];
type CrmRecord = NonNullable<CompleteCall["crmRecords"]>[number];
type Side = Participant["side"];
type Highlights = NonNullable<CompleteCall["highlights"]>;

const isRecord = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const toRecord = (value: unknown): Loose => (isRecord(value) ? value : {});

/** Ids come as text, sometimes as numbers (reference.md §7). Empty text says nothing. */
const toText = (value: unknown): string | null => {
  if (typeof value === "string") return value.trim() === "" ? null : value;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : null;
};

/** Numbers also come as text (reference.md §7). */
const toNumber = (value: unknown): number | null => {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : null;
};

/** A list, or null when there is none. Earlier answers hold a single object where a list stands today. */
const listOrNull = (value: unknown): unknown[] | null => {
  if (Array.isArray(value)) return value;
  return Object.keys(toRecord(value)).length > 0 ? [value] : null;
};

const mapList = <T>(value: unknown, map: (item: Loose) => T): T[] | null =>
  listOrNull(value)
    ?.filter((item) => typeof item === "object" && item !== null)
    .map((item) => map(toRecord(item))) ?? null;

/** The text of an item that is text itself, or holds it. */
const textOf = (item: unknown): string | null => toText(item) ?? toText(toRecord(item).text);

const participantsOf = (parties: unknown): Participant[] | null =>
  mapList(parties, (party) => ({
    name: toText(party.name),
    emailAddress: toText(party.emailAddress),
    phoneNumber: toText(party.phoneNumber),
    title: toText(party.title),
    side: sideOf(party),
    userId: toText(party.userId),
    speakerId: toText(party.speakerId),
    crmRecords: crmRecordsOf(party.context),
  }));

const sideOf = ({ affiliation, userId }: Loose): Side => {
  const written = toText(affiliation)?.trim().toLowerCase();
  if (written === "internal") return "Internal";
  if (written === "external") return "External";
  // Only people of the company itself are users.
  return written === undefined && toText(userId) !== null ? "Internal" : "Unknown";
};

const hostOf = (userId: string | null, people: readonly Participant[], host: unknown): CompleteCall["host"] => {
  const user = toRecord(host);
  const party = userId === null ? undefined : people.find((person) => person.userId === userId);
  const id = userId ?? toText(user.id);
  if (id === null) return null;
  const fullName = [user.firstName, user.lastName].flatMap((part) => toText(part) ?? []).join(" ");
  return {
    userId: id,
    name: party?.name ?? toText(fullName),
    emailAddress: party?.emailAddress ?? toText(user.emailAddress),
  };
};

interface Voice {
  readonly name: string | null;
  readonly userId: string | null;
  readonly side: Side;
}

const nobody: Voice = { name: null, userId: null, side: "Unknown" };

/**
 * Who speaks, by the id that Gong names them with: the speaker id in transcripts and trackers, the id of the party in
 * talk times.
 */
const voicesOf = (people: readonly Participant[], parties: unknown): ReadonlyMap<string, Voice> => {
  const voices = new Map<string, Voice>();
  const partyIds = mapList(parties, ({ id }) => toText(id)) ?? [];
  for (const [index, person] of people.entries()) {
    const voice = { ...person, name: person.name ?? person.emailAddress ?? person.phoneNumber };
    for (const id of [partyIds[index], person.speakerId]) if (id) voices.set(id, voice);
  }
  return voices;
};

const voiceOf = (voices: ReadonlyMap<string, Voice>, speakerId: unknown): Voice =>
  voices.get(toText(speakerId) ?? "") ?? nobody;

const crmRecordsOf = (context: unknown): CrmRecord[] =>
  (mapList(context, (link) => link) ?? []).flatMap(
    (link) =>
      mapList(link.objects, (object) => {
        const fields = fieldsOf(object.fields);
        return {
          system: toText(link.system) ?? "Unknown",
          objectType: toText(object.objectType) ?? "Unknown",
          id: toText(object.objectId),
          name: nameIn(fields),
          fields,
          timing: toText(object.timing),
        };
      }) ?? [],
  );

const fieldsOf = (fields: unknown): Record<string, unknown> =>
  Object.fromEntries(
    (mapList(fields, (field) => [toText(field.name), field.value ?? null] as const) ?? []).flatMap(([name, value]) =>
      name === null ? [] : [[name, value]],
    ),
  );

/** What an object is called: CRMs differ in the field (HubSpot's deals have a `dealname`, people have two names). */
const nameIn = (fields: Loose): string | null => {
  const byName = new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), toText(value)]));
  const named = byName.get("name") ?? byName.get("dealname") ?? byName.get("fullname");
  const person = [byName.get("firstname"), byName.get("lastname")].flatMap((part) => part ?? []).join(" ");
  return named ?? toText(person);
};

/** Values of now stand before those from the time of the call. */
const firstOfEachType = (records: readonly CrmRecord[]): NonNullable<CompleteCall["crm"]> => {
  const systems = new Map<string, Map<string, CrmRecord>>();
  for (const record of records) {
    const types = systems.get(record.system) ?? new Map<string, CrmRecord>();
    systems.set(record.system, types);
    const first = types.get(record.objectType);
    if (!first || (first.id === record.id && first.timing === "TimeOfCall" && record.timing === "Now"))
      types.set(record.objectType, record);
  }
  return Object.fromEntries(
    [...systems].map(([system, types]) => [
      system,
      Object.fromEntries([...types].map(([type, { id, name, fields }]) => [type, { id, name, fields }])),
    ]),
  );
};

const trackersOf = (
  trackers: unknown,
  voices: ReadonlyMap<string, Voice>,
  url: string | null,
): CompleteCall["trackers"] => {
  const occurrencesOf = (occurrences: unknown) =>
    mapList(occurrences, ({ startTime, speakerId }) => {
      const second = toNumber(startTime);
      const { name, side } = voiceOf(voices, speakerId);
      return { second, speaker: name, side, momentUrl: momentUrl(url, second) };
    }) ?? [];
  return mapList(trackers, (tracker) => {
    const occurrences = occurrencesOf(tracker.occurrences);
    const phrases = (mapList(tracker.phrases, (phrase) => phrase) ?? []).flatMap((each) => {
      const phrase = toText(each.phrase);
      const spoken = occurrencesOf(each.occurrences);
      return phrase === null ? [] : [{ phrase, count: toNumber(each.count) ?? spoken.length, occurrences: spoken }];
    });
    const counted = phrases.reduce((sum, { count }) => sum + count, 0);
    return {
      id: toText(tracker.id),
      name: toText(tracker.name),
      type: toText(tracker.type),
      count: toNumber(tracker.count) ?? (counted || occurrences.length),
      phrases,
      occurrences,
    };
  });
};

const outlineOf = (outline: unknown, url: string | null): CompleteCall["outline"] =>
  mapList(outline, (section) => {
    const startSecond = toNumber(section.startTime);
    return {
      section: toText(section.section),
      startSecond,
      durationSeconds: toNumber(section.duration),
      momentUrl: momentUrl(url, startSecond),
      items: (listOrNull(section.items) ?? []).flatMap((item) => {
        const text = textOf(item);
        const second = toNumber(toRecord(item).startTime);
        return text === null ? [] : [{ text, startSecond: second, momentUrl: momentUrl(url, second) }];
      }),
    };
  });

const highlightsOf = (highlights: unknown, url: string | null): Highlights | null =>
  mapList(highlights, (section) => ({
    title: toText(section.title),
    items: (listOrNull(section.items) ?? []).flatMap((item) => {
      const text = textOf(item);
      const { startTimes } = toRecord(item);
      const second = toNumber(Array.isArray(startTimes) ? startTimes[0] : startTimes);
      return text === null ? [] : [{ text, second, momentUrl: momentUrl(url, second) }];
    }),
  }));

/** Gong has no part of its own for next steps: they are a section of the highlights. */
const nextStepsOf = (highlights: Highlights | null): CompleteCall["nextSteps"] => {
  const sections = (highlights ?? []).filter(({ title }) => /next\s*steps?|action\s*items?/i.test(title ?? ""));
  return sections.length > 0 ? sections.flatMap(({ items }) => items) : null;
};

const outcomeOf = (outcome: unknown): CompleteCall["outcome"] => {
  const { id, category, name } = toRecord(outcome);
  const read = { id: toText(id), category: toText(category), name: toText(name) };
  return Object.values(read).every((value) => value === null) ? null : read;
};

const interactionOf = (interaction: unknown, voices: ReadonlyMap<string, Voice>): CompleteCall["interaction"] => {
  const { interactionStats, speakers, questions, video } = toRecord(interaction);
  if ([interactionStats, speakers, questions, video].every((each) => each === undefined || each === null)) return null;
  const asked = toRecord(questions);
  return {
    stats: Object.fromEntries(
      (mapList(interactionStats, (stat) => [toText(stat.name), toNumber(stat.value)] as const) ?? []).flatMap(
        ([name, value]) => (name === null ? [] : [[name, value]]),
      ),
    ),
    speakers:
      mapList(speakers, (speaker) => {
        const { name, userId, side } = voiceOf(voices, speaker.id);
        return { name, userId: userId ?? toText(speaker.userId), side, talkSeconds: toNumber(speaker.talkTime) };
      }) ?? [],
    questions:
      Object.keys(asked).length > 0
        ? { company: toNumber(asked.companyCount), nonCompany: toNumber(asked.nonCompanyCount) }
        : null,
    video: mapList(video, ({ name, duration }) => ({ name: toText(name), durationSeconds: toNumber(duration) })) ?? [],
  };
};

/** A call without comments has an empty collaboration. */
const commentsOf = (
  collaboration: unknown,
  people: readonly Participant[],
  url: string | null,
): CompleteCall["comments"] =>
  isRecord(collaboration)
    ? (mapList(collaboration.publicComments, (comment) => toComment(comment, people, url)) ?? [])
    : null;

const toComment = (comment: Loose, people: readonly Participant[], url: string | null) => {
  const startSecond = toNumber(comment.audioStartTime);
  const authorUserId = toText(comment.commenterUserId);
  return {
    id: toText(comment.id),
    text: toText(comment.comment) ?? "",
    authorUserId,
    authorName: people.find(({ userId }) => userId !== null && userId === authorUserId)?.name ?? null,
    posted: toText(comment.posted),
    startSecond,
    endSecond: toNumber(comment.audioEndTime),
    momentUrl: momentUrl(url, startSecond),
    inReplyTo: toText(comment.inReplyTo),
    duringCall: typeof comment.duringCall === "boolean" ? comment.duringCall : null,
  };
};

const mediaLinksOf = (media: unknown): CompleteCall["mediaLinks"] => {
  // An earlier form of the answer has the links in a list.
  const { audioUrl, videoUrl } = toRecord(listOrNull(media)?.[0]);
  const links = { audioUrl: toText(audioUrl), videoUrl: toText(videoUrl) };
  return links.audioUrl === null && links.videoUrl === null ? null : links;
};

const transcriptOf = (entry: unknown, voices: ReadonlyMap<string, Voice>): CompleteCall["transcript"] => {
  const strangers = new Map<string, string>();
  const nameOf = (speakerId: string) => {
    const known = strangers.get(speakerId) ?? `Speaker ${strangers.size + 1}`;
    strangers.set(speakerId, known);
    return known;
  };
  const turns = (mapList(toRecord(entry).transcript, (monologue) => monologue) ?? []).flatMap((monologue) => {
    const sentences = mapList(monologue.sentences, (sentence) => sentence) ?? [];
    const text = sentences.flatMap((sentence) => toText(sentence.text)?.trim() ?? []).join(" ");
    if (text === "") return [];
    const { name, side } = voiceOf(voices, monologue.speakerId);
    return [
      {
        speaker: name ?? nameOf(toText(monologue.speakerId) ?? ""),
        side,
        startSecond: fromMilliseconds(sentences[0]?.start),
        endSecond: fromMilliseconds(sentences.at(-1)?.end),
        text,
        topic: toText(monologue.topic),
      },
    ];
  });
  if (turns.length === 0) return null;
  return { text: turns.map(({ speaker, text }) => `${speaker}: ${text}`).join("\n"), turns };
};

const fromMilliseconds = (value: unknown): number | null => {
  const milliseconds = toNumber(value);
  return milliseconds === null ? null : milliseconds / 1000;
};
