import { oneLine } from "#src/base/text";
import type { CallContent, CallTracker, TrackerOccurrence } from "#src/entities/callContent";
import type { CrmContext } from "#src/entities/crmContext";
import { type CallComment, type CallInteraction, type DetailedCall, detailedCall } from "#src/entities/detailedCall";
import type { Party } from "#src/entities/party";
import { type Transcript, transcript } from "#src/entities/transcript";
import { fullName, type User } from "#src/entities/user";
import { type CallPart, type CompleteCall, callParts } from "#src/recipes/completeCallShape";
import { endOf, momentUrl, startOf, type Turn, turnsOf, wordsOf } from "#src/recipes/turns";

/** What a complete call is made of, beside Gong's own record of the call. */
export interface Ingredients {
  /** The parts that were asked for; all of them when left out. */
  readonly include?: readonly CallPart[];
  /** The call's entry of POST /v2/calls/transcript. Its times are milliseconds, everything else at Gong is seconds. */
  readonly transcript?: Transcript | null;
  /** The host as a user of Gong, for calls whose participants are not known. */
  readonly host?: User | null;
  /** True when something outside the record says that the call is private, as a webhook does. */
  readonly isPrivate?: boolean;
}

/**
 * Makes one flat record from an item of POST /v2/calls/extensive, or from the `callData` of a webhook. Parts that were
 * not asked for are absent; parts that Gong does not have are null and named in `missing`. An empty list of trackers or
 * comments is an answer, a call without any CRM object or any word of transcript lacks that part.
 */
export const completeCall = (
  { metaData, content, parties, context, interaction, collaboration, media }: DetailedCall,
  { include = callParts, transcript, host, isPrivate = false }: Ingredients = {},
): CompleteCall => {
  const url = said(metaData?.url);
  const people = parties?.map(toParticipant) ?? null;
  const voices = voicesOf(people ?? [], parties ?? []);
  const crmRecords = crmRecordsOf(context);
  const highlights = highlightsOf(content?.highlights, url);

  const made: Record<CallPart, Partial<CompleteCall>> = {
    participants: {
      participants: people,
      internal: people?.filter(({ side }) => side === "Internal") ?? null,
      external: people?.filter(({ side }) => side === "External") ?? null,
    },
    crm: crmRecords.length > 0 ? { crm: firstOfEachType(crmRecords), crmRecords } : { crm: null, crmRecords: null },
    trackers: { trackers: trackersOf(content?.trackers, voices, url) },
    topics: {
      topics:
        content?.topics?.map(({ name, duration }) => ({ name: said(name), durationSeconds: duration ?? null })) ?? null,
    },
    brief: { brief: said(content?.brief) },
    outline: { outline: outlineOf(content?.outline, url) },
    keyPoints: { keyPoints: content?.keyPoints?.flatMap(({ text }) => said(text) ?? []) ?? null },
    highlights: { highlights },
    nextSteps: { nextSteps: nextStepsOf(highlights) },
    outcome: { outcome: outcomeOf(content?.callOutcome) },
    interaction: { interaction: interactionOf(interaction, voices) },
    comments: {
      // A call without comments has an empty collaboration.
      comments: collaboration
        ? (collaboration.publicComments ?? []).map((comment) => toComment(comment, people ?? [], url))
        : null,
    },
    media: { mediaLinks: mediaLinksOf(media) },
    transcript: { transcript: transcriptOf(turnsOf(transcript, people)) },
  };
  const asked = callParts.filter((part) => include.includes(part));

  return {
    id: said(metaData?.id),
    title: said(metaData?.title),
    url,
    started: said(metaData?.started),
    scheduled: said(metaData?.scheduled),
    durationSeconds: metaData?.duration ?? null,
    direction: said(metaData?.direction),
    scope: said(metaData?.scope),
    system: said(metaData?.system),
    media: said(metaData?.media),
    language: said(metaData?.language),
    workspaceId: said(metaData?.workspaceId),
    isPrivate: isPrivate || metaData?.isPrivate === true,
    purpose: said(metaData?.purpose),
    host: hostOf(said(metaData?.primaryUserId), people ?? [], host),
    ...Object.assign({}, ...asked.map((part) => made[part])),
    missing: asked.filter((part) => Object.values(made[part]).every((value) => value === null)),
  };
};

type Participant = NonNullable<CompleteCall["participants"]>[number];
type CrmRecord = NonNullable<CompleteCall["crmRecords"]>[number];
type Side = Participant["side"];
type Highlights = NonNullable<CompleteCall["highlights"]>;
type Maybe<T> = T | null | undefined;

/** Empty text says nothing. */
const said = (text: Maybe<string>): string | null => (text?.trim() ? text : null);

const toParticipant = (party: Party): Participant => ({
  name: said(party.name),
  emailAddress: said(party.emailAddress),
  phoneNumber: said(party.phoneNumber),
  title: said(party.title),
  side: sideOf(party),
  userId: said(party.userId),
  speakerId: said(party.speakerId),
  crmRecords: crmRecordsOf(party.context),
});

const sideOf = ({ affiliation, userId }: Party): Side => {
  const written = said(affiliation)?.trim().toLowerCase();
  if (written === "internal") return "Internal";
  if (written === "external") return "External";
  // Only people of the company itself are users.
  return written === undefined && said(userId) !== null ? "Internal" : "Unknown";
};

const hostOf = (userId: string | null, people: readonly Participant[], host: Maybe<User>): CompleteCall["host"] => {
  const party = userId === null ? undefined : people.find((person) => person.userId === userId);
  const id = userId ?? said(host?.id);
  if (id === null) return null;
  return {
    userId: id,
    name: party?.name ?? said(host && fullName(host)),
    emailAddress: party?.emailAddress ?? said(host?.emailAddress),
  };
};

interface Voice {
  readonly name: string | null;
  readonly userId: string | null;
  readonly side: Side;
}

type Voices = ReadonlyMap<string, Voice>;

const nobody: Voice = { name: null, userId: null, side: "Unknown" };

/** Who speaks, by the id that Gong names them with: the speaker id in trackers, the id of the party in talk times. */
const voicesOf = (people: readonly Participant[], parties: readonly Party[]): Voices => {
  const voices = new Map<string, Voice>();
  for (const [index, person] of people.entries()) {
    const voice = { ...person, name: person.name ?? person.emailAddress ?? person.phoneNumber };
    for (const id of [parties[index]?.id, person.speakerId]) if (id) voices.set(id, voice);
  }
  return voices;
};

const voiceOf = (voices: Voices, id: Maybe<string>): Voice => voices.get(id ?? "") ?? nobody;

const crmRecordsOf = (context: Maybe<readonly CrmContext[]>): CrmRecord[] =>
  (context ?? []).flatMap(({ system, objects }) =>
    (objects ?? []).map((object) => {
      const named = (object.fields ?? []).map(({ name, value }) => [said(name), value ?? null] as const);
      const fields = Object.fromEntries(named.filter(([name]) => name !== null));
      return {
        system: said(system) ?? "Unknown",
        objectType: said(object.objectType) ?? "Unknown",
        id: said(object.objectId),
        name: nameIn(fields),
        fields,
        timing: said(object.timing),
      };
    }),
  );

/** What an object is called: CRMs differ in the field (HubSpot's deals have a `dealname`, people have two names). */
const nameIn = (fields: Readonly<Record<string, unknown>>): string | null => {
  const texts = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === "string" || typeof value === "number" ? [[name.toLowerCase(), String(value)] as const] : [],
  );
  const byName = new Map(texts);
  const named = said(byName.get("name")) ?? said(byName.get("dealname")) ?? said(byName.get("fullname"));
  const person = [byName.get("firstname"), byName.get("lastname")].flatMap((part) => said(part) ?? []).join(" ");
  return named ?? said(person);
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
  trackers: CallContent["trackers"],
  voices: Voices,
  url: string | null,
): CompleteCall["trackers"] => {
  const occurrencesOf = (occurrences: Maybe<readonly TrackerOccurrence[]>) =>
    (occurrences ?? []).map(({ startTime, speakerId }) => {
      const second = startTime ?? null;
      const { name, side } = voiceOf(voices, speakerId);
      return { second, speaker: name, side, momentUrl: momentUrl(url, second) };
    });
  const toTracker = (tracker: CallTracker) => {
    const occurrences = occurrencesOf(tracker.occurrences);
    const phrases = (tracker.phrases ?? []).flatMap((each) => {
      const phrase = said(each.phrase);
      const spoken = occurrencesOf(each.occurrences);
      return phrase === null ? [] : [{ phrase, count: each.count ?? spoken.length, occurrences: spoken }];
    });
    const counted = phrases.reduce((sum, { count }) => sum + count, 0);
    return {
      id: said(tracker.id),
      name: said(tracker.name),
      type: said(tracker.type),
      count: tracker.count ?? (counted || occurrences.length),
      phrases,
      occurrences,
    };
  };
  return trackers?.map(toTracker) ?? null;
};

const outlineOf = (outline: CallContent["outline"], url: string | null): CompleteCall["outline"] =>
  outline?.map(({ section, startTime, duration, items }) => ({
    section: said(section),
    startSecond: startTime ?? null,
    durationSeconds: duration ?? null,
    momentUrl: momentUrl(url, startTime ?? null),
    items: (items ?? []).flatMap((item) => {
      const text = said(item.text);
      const second = item.startTime ?? null;
      return text === null ? [] : [{ text, startSecond: second, momentUrl: momentUrl(url, second) }];
    }),
  })) ?? null;

const highlightsOf = (highlights: CallContent["highlights"], url: string | null): Highlights | null =>
  highlights?.map(({ title, items }) => ({
    title: said(title),
    items: (items ?? []).flatMap((item) => {
      const text = said(item.text);
      const second = item.startTimes?.[0] ?? null;
      return text === null ? [] : [{ text, second, momentUrl: momentUrl(url, second) }];
    }),
  })) ?? null;

/** Gong has no part of its own for next steps: they are a section of the highlights. */
const nextStepsOf = (highlights: Highlights | null): CompleteCall["nextSteps"] => {
  const sections = (highlights ?? []).filter(({ title }) => /next\s*steps?|action\s*items?/i.test(title ?? ""));
  return sections.length > 0 ? sections.flatMap(({ items }) => items) : null;
};

const outcomeOf = (outcome: CallContent["callOutcome"]): CompleteCall["outcome"] => {
  const read = { id: said(outcome?.id), category: said(outcome?.category), name: said(outcome?.name) };
  return Object.values(read).every((value) => value === null) ? null : read;
};

const interactionOf = (interaction: Maybe<CallInteraction>, voices: Voices): CompleteCall["interaction"] => {
  const { interactionStats, speakers, questions, video } = interaction ?? {};
  if (!interactionStats && !speakers && !questions && !video) return null;
  const stats = (interactionStats ?? []).map(({ name, value }) => [said(name), value ?? null] as const);
  const asked = { company: questions?.companyCount ?? null, nonCompany: questions?.nonCompanyCount ?? null };
  return {
    stats: Object.fromEntries(stats.filter(([name]) => name !== null)),
    speakers: (speakers ?? []).map((speaker) => {
      const { name, userId, side } = voiceOf(voices, speaker.id);
      return { name, userId: userId ?? said(speaker.userId), side, talkSeconds: speaker.talkTime ?? null };
    }),
    questions: asked.company === null && asked.nonCompany === null ? null : asked,
    video: (video ?? []).map(({ name, duration }) => ({ name: said(name), durationSeconds: duration ?? null })),
  };
};

const toComment = (comment: CallComment, people: readonly Participant[], url: string | null) => {
  const startSecond = comment.audioStartTime ?? null;
  const authorUserId = said(comment.commenterUserId);
  return {
    id: said(comment.id),
    text: said(comment.comment) ?? "",
    authorUserId,
    authorName: people.find(({ userId }) => userId !== null && userId === authorUserId)?.name ?? null,
    posted: said(comment.posted),
    startSecond,
    endSecond: comment.audioEndTime ?? null,
    momentUrl: momentUrl(url, startSecond),
    inReplyTo: said(comment.inReplyTo),
    duringCall: comment.duringCall ?? null,
  };
};

const mediaLinksOf = (media: DetailedCall["media"]): CompleteCall["mediaLinks"] => {
  const links = { audioUrl: said(media?.audioUrl), videoUrl: said(media?.videoUrl) };
  return links.audioUrl === null && links.videoUrl === null ? null : links;
};

const transcriptOf = (turns: readonly Turn[]): CompleteCall["transcript"] => {
  if (turns.length === 0) return null;
  const shown = turns.map((turn) => ({
    speaker: oneLine(turn.speaker.name),
    side: turn.speaker.side,
    startSecond: startOf(turn),
    endSecond: endOf(turn),
    text: wordsOf(turn),
    topic: turn.topic,
  }));
  return { text: shown.map(({ speaker, text }) => `${speaker}: ${text}`).join("\n"), turns: shown };
};

/** The sample call with all its parts. */
export const completeCallSample: CompleteCall = completeCall(detailedCall, { transcript });
