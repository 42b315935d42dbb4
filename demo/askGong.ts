import { screen } from "./screen";
import { inSeconds, introduce, inWords, type Outcome, type Stage, setUp } from "./stage";

interface Answer {
  readonly ok: boolean;
  readonly message: string;
  readonly quoted: readonly Quoted[];
}

/** A call or a sentence, as far as the demo shows it. */
interface Quoted {
  readonly callId: string;
  readonly title: string | null;
  readonly account?: string | null;
  readonly participants?: readonly string[];
  readonly nextSteps?: readonly string[];
  readonly sentence?: string;
  readonly speaker?: string;
  readonly momentUrl?: string | null;
  readonly people?: readonly string[];
}

const template = "ask-gong";

const inShort = ({ title, sentence, speaker, momentUrl, people, nextSteps, account }: Quoted): string => {
  if (sentence) return `${speaker}: "${sentence}"\n${momentUrl}`;
  const about = [account, people?.slice(0, 3).join(" · "), nextSteps?.[0]].filter(Boolean);
  return [title, ...about].join("\n");
};

/** Four questions, as a model would send them, and the answers that it would read. */
export const askGong = async (stage: Stage): Promise<Outcome> => {
  const { gong } = stage;
  introduce(template);
  screen.blank();
  screen.line("Gong", gong.name);
  let scanned = 0;
  let least = 0;
  const instance = setUp(stage, template, { "Gong Connection": gong.connection }, {}, ({ step, results }) => {
    if (step.action.component.key !== "gong") return;
    const { scanned: looked } = (results ?? {}) as { readonly scanned?: number };
    scanned += looked ?? 0;
    // A hundred calls for one request; their transcripts for one more.
    least += Math.max(1, Math.ceil((looked ?? 0) / 100)) * (step.action.key === "searchTranscripts" ? 2 : 1);
  });
  const [startedMs, sentBefore] = [Date.now(), gong.requests().length];

  const ask = async (flow: string, question: object): Promise<Answer> => {
    const [began, sent] = [Date.now(), gong.requests().length];
    screen.heading(flow);
    screen.line("Asked", JSON.stringify(question));
    const [run] = await instance.run(flow, { body: { data: question } });
    const answer = run?.answer as Answer;
    (answer.ok ? screen.good : screen.bad)("Answered", answer.message);
    const [first] = answer.quoted;
    if (first) screen.change("Such as", inShort(first));
    const characters = JSON.stringify(answer).length.toLocaleString("en");
    const requests = gong.requests().slice(sent);
    screen.more(
      [
        `${characters} characters`,
        inSeconds(Date.now() - began),
        ...(requests.length > 0 ? [inWords(requests)] : []),
      ].join(" · "),
    );
    return answer;
  };

  const { quoted } = await ask("find-calls", { from: "30 days ago", minimumMinutes: 10 });
  const call = quoted.find(({ account }) => account) ?? quoted[0];
  await ask("what-was-said", { terms: ["price", "competitor"], from: "last week" });
  await ask("call-summary", { call: call?.callId ?? "" });
  await ask("prepare-meeting", { company: call?.account ?? call?.participants?.[0] ?? "" });
  const seconds = (Date.now() - startedMs) / 1000;
  const requests = gong.sandbox && gong.requests().length - sentBefore;
  return { workflow: template, calls: scanned, requests, least, seconds };
};
