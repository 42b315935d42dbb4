import { createWebhookKeys, signWebhook, webhookBody } from "#sandbox/index";
import { startSalesforce } from "./salesforce";
import { screen } from "./screen";
import { act, choices, counted, introduce, type Outcome, type Stage, setUp } from "./stage";

interface DetailedCall {
  readonly metaData: { readonly id: string; readonly title?: string | null; readonly isPrivate?: boolean | null };
  readonly context?:
    | readonly {
        readonly system?: string;
        readonly objects?: readonly { readonly objectType?: string; readonly objectId?: string }[];
      }[]
    | null;
  readonly content?: {
    readonly trackers?: readonly { readonly id?: string; readonly phrases?: readonly unknown[] | null }[] | null;
  } | null;
}

interface Triggered {
  readonly call: {
    readonly title: string | null;
    readonly skipReason: string | null;
    readonly trackers?: readonly { readonly id: string; readonly count: number }[] | null;
  };
}

interface Mentions {
  readonly mentioned: boolean;
  readonly totalCount: number;
  readonly phrases: readonly string[];
  readonly warnings: readonly string[];
}

const template = "competitor-mentions-to-salesforce";
const field = "MainCompetitors__c";
const dayMs = 24 * 60 * 60 * 1000;

const opportunityOf = (call: DetailedCall) =>
  call.context
    ?.flatMap(({ system, objects }) => (system === "Salesforce" ? (objects ?? []) : []))
    .find(({ objectType }) => objectType === "Opportunity")?.objectId;

const mentions = (call: DetailedCall, trackerId: string) =>
  (call.content?.trackers?.find(({ id }) => id === trackerId)?.phrases?.length ?? 0) > 1;

/** A recent call with an opportunity in which the tracker was mentioned. */
const findCall = async (stage: Stage, trackerId: string): Promise<DetailedCall | undefined> => {
  for (const days of [14, 90]) {
    const { calls = [] } = (await act(stage, "listDetailedCalls", {
      fromDateTime: new Date(Date.now() - days * dayMs).toISOString(),
      toDateTime: new Date().toISOString(),
      include: ["parties", "trackers", "trackerOccurrences", "topics"],
      context: "Extended",
      fetchAll: true,
      maxRecords: "500",
    })) as { calls?: DetailedCall[] };
    const found = calls.find(
      (call) => !call.metaData.isPrivate && opportunityOf(call) !== undefined && mentions(call, trackerId),
    );
    if (found) return found;
  }
  return undefined;
};

/** A signed webhook comes in, the competitors are found, the opportunity gets them; a forged webhook is refused. */
export const competitorMentions = async (stage: Stage): Promise<Outcome> => {
  const { gong } = stage;
  introduce(template);
  screen.busy("Choosing the tracker and a recent call");
  const trackers = await choices(stage, "trackers");
  const tracker = trackers.find(({ label }) => /competitor/i.test(label)) ?? trackers[0];
  const call = tracker && (await findCall(stage, tracker.key));
  screen.idle();
  if (!tracker || !call)
    throw new Error(
      "In the last 90 days this connection sees no call that is linked to a Salesforce opportunity and mentions a tracker, so there is nothing to show. Run another workflow: npm start -- calls-to-timeline.",
    );

  // Where workspaces have trackers of the same name, the dropdown adds their ids.
  const trackerName = tracker.label.replace(/ \(\d+\)$/, "");
  const keys = createWebhookKeys();
  const salesforce = await startSalesforce();
  const opportunityId = opportunityOf(call) ?? "";
  salesforce.add("Opportunity", opportunityId, { Name: "Spring roll-out", [field]: "Tailspin" });
  const opportunity = () => String(salesforce.record("Opportunity", opportunityId)?.[field]);
  screen.blank();
  screen.line("Gong", gong.name);
  screen.line("Salesforce", "a stand-in on this machine, with the opportunity of the call");
  screen.line("Tracker", `${trackerName}, picked from the dropdown of ${trackers.length}`);

  let body = "";
  const instance = setUp(
    stage,
    template,
    {
      "Gong Connection": gong.connection,
      "Salesforce Connection": salesforce.connection,
      "Competitor Tracker": tracker.key,
      "Webhook Public Keys": [keys.publicKey],
    },
    {
      callProcessed: ({ results }) => {
        const { call } = results as Triggered;
        const heard = call.trackers?.find(({ id }) => id === tracker.key)?.count ?? 0;
        screen.line("Came in", `"${call.title}", ${(body.length / 1024).toFixed(1)} KiB, signed with the rule's key`);
        screen.good("Verified", "signature, address and hash of the body are right, so the flow runs");
        screen.line("It says", `"${trackerName}" was heard ${counted(heard, "time")}; which names, only the API tells`);
      },
      getOpportunity: ({ results }) =>
        screen.line("Found", `${field} holds "${(results as Record<string, string>)[field]}"`),
      getTrackerMentions: ({ results }) => {
        const { phrases, totalCount, warnings } = results as Mentions;
        screen.line("Found", `${phrases.join(", ")} (${counted(totalCount, "mention")})`);
        for (const warning of warnings) screen.bad("Warning", warning);
      },
      updateOpportunity: () => {
        screen.line("Before", before);
        screen.change("After", opportunity());
      },
    },
  );
  const before = opportunity();
  const webhookUrl = instance.webhookUrls["Competitor Mentions"] ?? "";
  const delivery = signWebhook({ body: webhookBody({ ...call }), webhookUrl, privateKey: keys.privateKey });
  body = delivery.body;
  const payload = (text: string) => ({
    headers: { ...delivery.headers },
    rawBody: { data: text, contentType: "application/json" },
    body: { data: JSON.parse(text) as unknown, contentType: "application/json" },
  });

  try {
    const [startedMs, sent] = [Date.now(), gong.requests().length];
    await instance.run("Competitor Mentions", payload(body));
    const seconds = (Date.now() - startedMs) / 1000;
    const requests = gong.sandbox && gong.requests().length - sent;

    screen.heading("And a forged webhook");
    const refusal = await instance.run("Competitor Mentions", payload(body.replace(call.metaData.id, "1"))).then(
      () => undefined,
      (error: unknown) => error,
    );
    screen.idle();
    if (!(refusal instanceof Error)) throw new Error("The forged webhook was accepted. This must never happen.");
    screen.line("Came in", "the same body with another call's id, under the same signature");
    screen.bad("Refused", refusal.message);
    return { workflow: template, calls: 1, requests, least: 1, seconds };
  } finally {
    await salesforce.close();
  }
};
