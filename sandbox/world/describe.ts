import type { CallEntry } from "./calls";
import { type Conversation, converse, track } from "./conversation";
import { type Contact, type Customer, callContext, contactContext } from "./customers";
import { idFor, Random } from "./random";
import { outcomeDefinitions } from "./settings";
import {
  comments,
  conferenceSystems,
  conferenceTitles,
  internalTitles,
  telephoneSystems,
  telephoneTitles,
} from "./texts";
import { formatTime, hourMs } from "./time";
import type {
  CallContent,
  CallInteraction,
  CallMetaData,
  CallPatch,
  CrmContext,
  CrmObject,
  Monologue,
  Party,
  PublicComment,
  UserData,
} from "./types";
import { domain, type UserEntry } from "./users";

type Timings = readonly CrmObject["timing"][];

/** What the description of a call asks of the company; a world is one. */
interface Company {
  readonly seed: number;
  readonly customers: readonly Customer[];
  readonly users: readonly UserEntry[];
  findUser(id: string): UserEntry | undefined;
  fullName(user: UserEntry): string;
  describeUser(user: UserEntry): UserData;
}

/** One participant and what is known about them. */
interface Person {
  readonly party: Party;
  readonly contact?: Contact;
}

/** Everything about one call, each part made when it is first asked for, and always the same. */
export class CallDescription {
  /** What was known of the call when this was made: a change of the call replaces it. */
  readonly patch: CallPatch;
  readonly customer: Customer;
  readonly isInternal: boolean;
  /** Whether the CRM knows the customer: uploads are matched by the addresses and numbers of their parties. */
  private readonly isLinked: boolean;
  private header: CallMetaData | undefined;
  private people: readonly Person[] | undefined;
  private said: Conversation | undefined;

  constructor(
    private readonly world: Company,
    private readonly entry: CallEntry,
  ) {
    this.patch = entry.patch;
    const random = this.random("customer");
    const anyCustomer = random.pick(world.customers);
    const { parties } = entry.patch;
    const known = parties && world.customers.find((customer) => parties.some((party) => belongsTo(party, customer)));
    this.customer = known ?? anyCustomer;
    this.isLinked = known !== undefined || entry.upload === undefined;
    this.isInternal = parties === undefined && entry.direction === "Conference" && random.chance(0.08);
  }

  get metaData(): CallMetaData {
    this.header ??= this.makeHeader();
    return this.header;
  }

  private makeHeader(): CallMetaData {
    const { entry } = this;
    const random = this.random("header");
    const isConference = entry.direction === "Conference";
    const isUpload = entry.upload !== undefined;
    const title = this.title(random);
    const micros = random.chance(0.8) ? random.integer(0, 999) : 0;
    return {
      id: entry.id,
      url: `https://app.gong.io/call?id=${entry.id}`,
      title,
      scheduled: entry.scheduled === null ? null : formatTime(entry.scheduled),
      started: formatTime(entry.started, micros),
      duration: entry.durationSeconds,
      primaryUserId: entry.primaryUserId,
      direction: entry.direction,
      system: isUpload ? "API" : random.pick(isConference ? conferenceSystems : telephoneSystems),
      scope: this.isInternal ? "Internal" : "External",
      media: isConference ? "Video" : "Audio",
      language: this.isSpeechless ? "und" : "eng",
      workspaceId: entry.workspaceId,
      sdrDisposition: isConference ? null : random.pick(["Connected", "Meeting booked", null]),
      clientUniqueId: null,
      customData: null,
      purpose: random.chance(0.1) ? "Demo Call" : null,
      meetingUrl: isConference ? `https://meet.${domain}/j/${idFor("meeting", entry.id).slice(0, 11)}` : null,
      isPrivate: entry.isPrivate,
      calendarEventId: isConference && random.chance(0.7) ? `${idFor("event", entry.id)}@calendar.example` : null,
      ...entry.patch.metaData,
    };
  }

  /** The participants without their CRM links. */
  get parties(): readonly Party[] {
    return this.persons.map(({ party }) => party);
  }

  /** The participants with their CRM links at the asked times; with their fields when `withFields`. */
  partiesWithContext(timings: Timings, withFields: boolean): Party[] {
    return this.persons.map(({ party, contact }) => ({
      ...party,
      context: party.context ?? (contact ? shape(contactContext(this.customer, contact, timings), withFields) : []),
    }));
  }

  /** The CRM objects of the call. */
  context(timings: Timings, withFields: boolean): CrmContext[] {
    const given = this.entry.patch.context;
    if (given)
      return shape(
        given.map((one) => within(one, timings)),
        withFields,
      );
    if (this.isInternal || !this.isLinked) return [];
    if (this.entry.isMadeUp && this.random("context").chance(0.1)) return [];
    return shape(callContext(this.world.seed, this.customer, this.entry.started, timings), withFields);
  }

  /** What was said, undefined when nobody spoke. */
  get transcript(): readonly Monologue[] | undefined {
    const given = this.entry.patch.transcript;
    if (given !== undefined) return given ?? undefined;
    return this.isSpeechless ? undefined : this.conversation.transcript;
  }

  /** Whether there will ever be a transcript; cheaper than making it. */
  get hasTranscript(): boolean {
    const given = this.entry.patch.transcript;
    return given === undefined ? !this.isSpeechless : given !== null;
  }

  /** All parts of the content; the trackers with all their occurrences. */
  get content(): CallContent {
    const { patch } = this.entry;
    const { topics } = this.conversation;
    const transcript = this.transcript ?? [];
    const seconds = (from: number, to: number) => Math.round((to - from) / 1000);
    const random = this.random("content");
    const made: CallContent = {
      structure: topics.map(({ topic, start, end }) => ({ name: topic.section, duration: seconds(start, end) })),
      topics: topics.map(({ topic, start, end }) => ({ name: topic.name, duration: seconds(start, end) })),
      trackers: track(this.world.seed, this.entry.workspaceId, transcript),
      brief: topics.map(({ summary }) => summary).join(" "),
      outline: topics.map(({ topic, start, end, summary }) => ({
        section: topic.section,
        startTime: start / 1000,
        duration: (end - start) / 1000,
        items: [{ text: summary, startTime: start / 1000 }],
      })),
      highlights: [
        {
          title: "Next steps",
          items: topics.slice(-1).map(({ summary, start }) => ({ text: summary, startTimes: [start / 1000] })),
        },
        {
          title: "Recap",
          items: topics.slice(1, -1).map(({ summary, start }) => ({ text: summary, startTimes: [start / 1000] })),
        },
      ],
      callOutcome: this.outcome(random),
      keyPoints: topics.slice(1).map(({ summary }) => ({ text: summary })),
    };
    // A call in which nobody spoke has no content but its outcome; some short calls get no brief.
    if (this.isSpeechless) {
      const trackers = made.trackers?.map((one) => ({ ...one })) ?? [];
      return { structure: [], topics: [], trackers, callOutcome: made.callOutcome, ...patch.content };
    }
    return { ...(random.chance(0.05) ? { ...made, brief: undefined, keyPoints: [] } : made), ...patch.content };
  }

  get interaction(): CallInteraction {
    const { patch, durationSeconds } = this.entry;
    const random = this.random("interaction");
    const turns = this.transcript ?? [];
    const talkTime = new Map<string, number>();
    let longest = 0;
    for (const { speakerId, sentences } of turns) {
      const spoken = ((sentences.at(-1)?.end ?? 0) - (sentences[0]?.start ?? 0)) / 1000;
      talkTime.set(speakerId, (talkTime.get(speakerId) ?? 0) + spoken);
      longest = Math.max(longest, spoken);
    }
    const total = [...talkTime.values()].reduce((sum, one) => sum + one, 0);
    const host = this.parties.find(({ userId }) => userId === this.entry.primaryUserId);
    const ratio = total ? (talkTime.get(host?.speakerId ?? "") ?? 0) / total : 0;
    const questionsOf = (affiliation: Party["affiliation"]) =>
      turns
        .filter(({ speakerId }) =>
          this.parties.some((one) => one.speakerId === speakerId && one.affiliation === affiliation),
        )
        .flatMap(({ sentences }) => sentences)
        .filter(({ text }) => text.endsWith("?")).length;
    return {
      speakers: this.parties.flatMap(({ speakerId, userId }) =>
        speakerId ? [{ id: speakerId, userId, talkTime: round(talkTime.get(speakerId) ?? 0) }] : [],
      ),
      interactionStats: [
        { name: "Talk Ratio", value: round(ratio) },
        { name: "Longest Monologue", value: round(longest) },
        { name: "Longest Customer Story", value: round(longest * 0.8) },
        { name: "Interactivity", value: round(random.next() * 8) },
        { name: "Patience", value: round(0.4 + random.next()) },
      ],
      video:
        this.entry.direction === "Conference"
          ? [
              { name: "Browser", duration: Math.round(durationSeconds * 0.2) },
              { name: "WebcamPrimaryUser", duration: Math.round(durationSeconds * 0.9) },
            ]
          : [],
      questions: { companyCount: questionsOf("Internal"), nonCompanyCount: questionsOf("External") },
      ...patch.interaction,
    };
  }

  get publicComments(): PublicComment[] {
    const { entry, world } = this;
    if (entry.patch.comments) return entry.patch.comments;
    const random = this.random("comments");
    const count = random.chance(0.3) ? random.integer(1, 2) : 0;
    const ids = Array.from({ length: count }, (_, number) => idFor("comment", entry.id, number));
    return ids.map((id, number) => {
      const second = random.integer(10, Math.max(11, entry.durationSeconds - 20));
      return {
        id,
        audioStartTime: second,
        audioEndTime: second + 8,
        commenterUserId: random.pick(world.users).id,
        comment: random.pick(comments),
        posted: formatTime(entry.started + entry.durationSeconds * 1000 + hourMs * (number + 1)),
        inReplyTo: number ? (ids[0] ?? null) : null,
        duringCall: false,
      };
    });
  }

  /** Signed links as Gong gives them; they are good for eight hours from `now`. */
  media(now: number): { audioUrl: string; videoUrl?: string } {
    const expires = Math.floor((now + 8 * hourMs) / 1000);
    const link = (file: string) =>
      `https://media.gong.example/${this.entry.id}/${file}?Expires=${expires}&Signature=${idFor("signature", this.entry.id, file, expires)}&Key-Pair-Id=NORTHWIND`;
    return {
      audioUrl: link("audio.mp3"),
      ...(this.entry.direction === "Conference" ? { videoUrl: link("video.mp4") } : {}),
    };
  }

  private get isSpeechless(): boolean {
    return this.entry.patch.transcript === undefined && this.entry.isSpeechless;
  }

  private get persons(): readonly Person[] {
    this.people ??= this.entry.patch.parties?.map((party) => ({ party })) ?? this.invite();
    return this.people;
  }

  private get conversation(): Conversation {
    const speaking = this.parties.flatMap(({ speakerId, name, userId }) =>
      speakerId ? [{ speakerId, name: name ?? "the caller", userId }] : [],
    );
    const host = speaking.find(({ userId }) => userId === this.entry.primaryUserId) ?? speaking[0];
    this.said ??= host
      ? converse(
          this.world.seed,
          this.entry,
          this.customer,
          { host, others: speaking.filter((one) => one !== host) },
          this.isInternal,
        )
      : { transcript: [], topics: [] };
    return this.said;
  }

  private random(part: string): Random {
    return new Random(this.world.seed, "call", this.entry.index, part);
  }

  private title(random: Random): string | null {
    const { entry, world } = this;
    if (entry.upload) return null;
    const isConference = entry.direction === "Conference";
    const titles = isConference ? conferenceTitles : telephoneTitles;
    const pattern = random.pick(this.isInternal ? internalTitles : titles);
    const host = world.findUser(entry.primaryUserId);
    const words: Record<string, string> = {
      customer: this.customer.name,
      contact: this.persons.find(({ contact }) => contact)?.contact?.name ?? this.customer.name,
      host: host ? world.fullName(host) : "Northwind Robotics",
    };
    return pattern.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? word);
  }

  private outcome(random: Random): CallContent["callOutcome"] {
    if (this.entry.direction === "Conference" || random.chance(0.2)) return undefined;
    const { name, category } = this.isSpeechless ? outcomeDefinitions[3] : random.pick(outcomeDefinitions.slice(0, 3));
    return { id: idFor(this.world.seed, "outcome", name), category, name };
  }

  /** Makes up who took part: the host, now and then a colleague, and people of the customer, one of them silent. */
  private invite(): Person[] {
    const { entry, world, customer } = this;
    const random = this.random("parties");
    const isConference = entry.direction === "Conference";
    const host = world.findUser(entry.primaryUserId);
    const person = (number: number, party: Omit<Party, "id" | "methods">, contact?: Contact): Person => ({
      party: {
        id: idFor("party", entry.id, number),
        ...party,
        methods: !isConference || party.speakerId === null ? ["Invitee"] : ["Invitee", "Attendee"],
      },
      contact,
    });
    const speaker = (number: number) => idFor("speaker", entry.id, number);
    const colleague = (id: string, number: number, speakerId: string | null): Person[] => {
      const user = world.findUser(id);
      if (!user) return [];
      const { emailAddress, title, phoneNumber } = world.describeUser(user);
      const name = world.fullName(user);
      return [
        person(number, { emailAddress, name, title, userId: id, speakerId, affiliation: "Internal", phoneNumber }),
      ];
    };
    const people = host ? colleague(host.id, 0, speaker(0)) : [];
    const others = world.users.slice(0, 15).filter(({ id }) => id !== entry.primaryUserId);
    if ((this.isInternal || (isConference && random.chance(0.35))) && others.length) {
      people.push(...colleague(random.pick(others).id, 1, this.isInternal || random.chance(0.6) ? speaker(1) : null));
    }
    if (this.isInternal) return people;
    const guests = random.shuffle(customer.contacts).slice(0, isConference ? random.integer(1, 3) : 1);
    guests.forEach((contact, at) => {
      // A caller whom neither CRM nor calendar knows: just a number.
      const isUnknown = !isConference && random.chance(0.15);
      const party = {
        ...guest(contact, { isConference, isUnknown }, random),
        speakerId: at === 2 ? null : speaker(at + 2),
      };
      people.push(person(at + 2, party, isUnknown ? undefined : contact));
    });
    return people;
  }
}

/** What a party of another company shows of a contact. */
const guest = (
  { name, title, emailAddress, phoneNumber }: Contact,
  { isConference, isUnknown }: { readonly isConference: boolean; readonly isUnknown: boolean },
  random: Random,
) => {
  const hasNoAddress = isUnknown || (!isConference && random.chance(0.4));
  const shown = {
    emailAddress: hasNoAddress ? null : emailAddress,
    name: isUnknown ? null : name,
    title: isUnknown ? null : title,
    userId: null,
    affiliation: isUnknown ? ("Unknown" as const) : ("External" as const),
  };
  if (!isConference) return { ...shown, phoneNumber: phoneNumber ?? "+14255550100" };
  return { ...shown, phoneNumber: random.chance(0.3) ? phoneNumber : null };
};

const belongsTo = ({ emailAddress, phoneNumber }: Party, { domain, contacts }: Customer): boolean =>
  emailAddress?.endsWith(`@${domain}`) === true ||
  (phoneNumber !== null && contacts.some((contact) => contact.phoneNumber === phoneNumber));

const round = (value: number): number => Math.round(value * 100) / 100;

const within = ({ system, objects }: CrmContext, timings: Timings): CrmContext => ({
  system,
  objects: objects.filter(({ timing }) => timings.includes(timing)),
});

const shape = (contexts: readonly CrmContext[], withFields: boolean): CrmContext[] =>
  contexts.map(({ system, objects }) => ({
    system,
    objects: objects.map((object) => (withFields ? object : { ...object, fields: [] })),
  }));
