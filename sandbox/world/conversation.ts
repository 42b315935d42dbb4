import type { CallEntry } from "./calls";
import type { Customer } from "./customers";
import { closing, competitors, internalTopics, middles, opening, type Topic, weekdays } from "./dialogue";
import { Random } from "./random";
import { type TrackerDefinition, trackerDefinitions, trackerId } from "./settings";
import type { Monologue, Occurrence, TrackerMention } from "./types";

/** One topic as it was talked about in a call; times in milliseconds. */
export interface Spoken {
  readonly topic: Topic;
  readonly start: number;
  readonly end: number;
  readonly summary: string;
}

/** Everything that was said in a call. */
export interface Conversation {
  readonly transcript: readonly Monologue[];
  readonly topics: readonly Spoken[];
}

export interface Speakers {
  readonly host: { readonly speakerId: string; readonly name: string };
  readonly others: readonly { readonly speakerId: string; readonly name: string }[];
}

const firstName = (name: string): string => name.split(" ")[0] ?? name;

const filler = (random: Random, customer: Customer, speakers: Speakers) => {
  const [competitor, otherCompetitor] = random.shuffle(competitors);
  const words: Record<string, string> = {
    customer: customer.name,
    host: firstName(speakers.host.name),
    contact: firstName(speakers.others[0]?.name ?? "everybody"),
    amount: `${customer.amount.toLocaleString("en-US")} dollars`,
    day: random.pick(weekdays),
    competitor: competitor ?? "",
    otherCompetitor: otherCompetitor ?? "",
  };
  return (text: string) => text.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? word);
};

/** As many as a test or a workbench reads again and again. */
const mostRemembered = 5_000;
const remembered = new Map<string, Conversation>();

/** What was said in a call, made up once: the same call of the same world is the same conversation. */
export const converse = (...told: Parameters<typeof makeUp>): Conversation => {
  const [seed, { index, durationSeconds }, { name, amount }, speakers, isInternal] = told;
  const key = JSON.stringify([seed, index, durationSeconds, name, amount, speakers, isInternal]);
  const made = remembered.get(key) ?? makeUp(...told);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(key, made);
  return made;
};

/** Makes it up within the call's length: people speak about 150 words a minute and pause between turns. */
const makeUp = (
  seed: number,
  entry: CallEntry,
  customer: Customer,
  speakers: Speakers,
  isInternal: boolean,
): Conversation => {
  const random = new Random(seed, "conversation", entry.index);
  const fill = filler(random, customer, speakers);
  const wanted = Math.max(1, Math.round(entry.durationSeconds / 120));
  const planned = isInternal ? internalTopics : random.shuffle(middles).slice(0, wanted);
  const topics = [opening, ...planned, closing].filter((topic) => !isInternal || topic !== opening);
  const turns = topics.flatMap((topic) => topic.turns.map((turn) => ({ topic, turn })));
  const length = entry.durationSeconds * 1000;
  const words = turns.reduce((sum, { turn }) => sum + turn.says.join(" ").split(" ").length, 0);
  const msPerWord = Math.min(420, (length * 0.8) / words);
  const pause = (length * 0.97 - 1500 - words * msPerWord) / turns.length;

  let clock = 1500;
  const transcript: Monologue[] = [];
  const spoken: Spoken[] = [];
  for (const topic of topics) {
    const start = Math.round(clock);
    for (const turn of topic.turns) {
      const other = speakers.others.length ? random.pick(speakers.others) : speakers.host;
      const speaker = turn.by === "host" ? speakers.host : other;
      const sentences = turn.says.map((line) => {
        const text = fill(line);
        const from = Math.round(clock);
        clock += line.split(" ").length * msPerWord;
        return { start: from, end: Math.round(clock), text };
      });
      transcript.push({ speakerId: speaker.speakerId, topic: random.chance(0.15) ? null : topic.name, sentences });
      clock += pause * (0.5 + random.next() * 0.5);
    }
    spoken.push({ topic, start, end: Math.round(clock), summary: fill(topic.summary) });
  }
  return { transcript, topics: spoken };
};

const phraseFinders = new Map<TrackerDefinition, RegExp>(
  trackerDefinitions.map((tracker) => [tracker, new RegExp(`\\b(?:${tracker.keywords.join("|")})\\b`, "gi")]),
);

/** Counts what the trackers listen for in a transcript; trackers that heard nothing come too, with a count of 0. */
export const track = (seed: number, workspaceId: string, transcript: readonly Monologue[]): TrackerMention[] => {
  const whole = transcript.flatMap(({ sentences }) => sentences.map(({ text }) => text)).join("\n");
  return trackerDefinitions.map((tracker) => {
    const { name, type, keywords, separatePhrases } = tracker;
    const finder = phraseFinders.get(tracker) ?? /$^/g;
    const said = whole.search(finder) < 0 ? [] : transcript;
    const heard = said.flatMap(({ speakerId, sentences }) =>
      sentences.flatMap(({ start, text }) =>
        [...text.matchAll(finder)].map(([found]) => ({
          phrase: keywords.find((keyword) => keyword.toLowerCase() === found.toLowerCase()) ?? found,
          occurrence: { startTime: start / 1000, speakerId } satisfies Occurrence,
        })),
      ),
    );
    const phrases = keywords.flatMap((phrase) => {
      const occurrences = heard.filter((one) => one.phrase === phrase).map(({ occurrence }) => occurrence);
      return occurrences.length ? [{ phrase, count: occurrences.length, occurrences }] : [];
    });
    return {
      id: trackerId(seed, workspaceId, name),
      name,
      count: heard.length,
      type,
      occurrences: heard.map(({ occurrence }) => occurrence),
      phrases: separatePhrases ? phrases : [],
    };
  });
};
