import { createHarness } from "@prismatic-io/spectral/dist/testing";
import { signWebhook } from "../sandbox";
import { createWebhookKeys, type DemoGong, webhookBody } from "./gong";
import { startSalesforce } from "./salesforce";
import { screen } from "./screen";

type Harness = ReturnType<typeof createHarness>;

interface DetailedCall {
  readonly metaData: { readonly id: string; readonly title?: string | null; readonly isPrivate?: boolean | null };
  readonly context?:
    | readonly {
        readonly system?: string;
        readonly objects?: readonly { readonly objectType?: string; readonly objectId?: string }[];
      }[]
    | null;
  readonly content?: {
    readonly trackers?: readonly { readonly name?: string; readonly phrases?: readonly unknown[] | null }[] | null;
  } | null;
}

interface Mentions {
  readonly mentioned: boolean;
  readonly totalCount: number;
  readonly phrases: readonly string[];
  readonly phrasesText: string;
  readonly opportunityId: string | null;
  readonly url: string | null;
  readonly warnings: readonly string[];
}

const trackerName = "Competitors";
const webhookUrl = "https://hooks.integrations.example/trigger/competitor-mentions?flow=1";
const dayMs = 24 * 60 * 60 * 1000;

/** Steps log to nowhere here: the demo tells what happens itself. */
const quiet = () => {};
const context = {
  logger: { metric: quiet, trace: quiet, debug: quiet, info: quiet, log: quiet, warn: quiet, error: quiet },
};

const opportunityOf = (call: DetailedCall) =>
  call.context
    ?.flatMap(({ system, objects }) => (system === "Salesforce" ? (objects ?? []) : []))
    .find(({ objectType }) => objectType === "Opportunity")?.objectId;

const hasMentions = (call: DetailedCall) =>
  call.content?.trackers?.some(({ name, phrases }) => name === trackerName && (phrases?.length ?? 0) > 1) ?? false;

/** A recent call in which competitors were mentioned, linked to an opportunity if there is such a one. */
const findCall = async (harness: Harness, gong: DemoGong): Promise<DetailedCall | undefined> => {
  for (const days of [14, 90]) {
    const { data } = (await harness.action(
      "listDetailedCalls",
      {
        connection: gong.connection,
        fromDateTime: new Date(Date.now() - days * dayMs).toISOString(),
        toDateTime: new Date().toISOString(),
        include: ["parties", "trackers", "trackerOccurrences", "topics"],
        context: "Extended",
        fetchAll: true,
        maxRecords: "500",
      },
      context,
    )) as { data: unknown };
    const calls = ((data as { calls?: DetailedCall[] }).calls ?? []).filter((call) => !call.metaData.isPrivate);
    const mentioning = calls.filter(hasMentions);
    const found = mentioning.find(opportunityOf) ?? (gong.isReal ? (mentioning[0] ?? calls[0]) : undefined);
    if (found) return found;
  }
  return undefined;
};

const seconds = (sinceMs: number) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;

/**
 * A signed webhook comes in, the competitors are found, the opportunity gets them: three steps, through the built
 * component and spectral's harness.
 */
export const competitorMentions = async (harness: Harness, gong: DemoGong): Promise<void> => {
  screen.title("Competitor mentions: from a Gong webhook to the field of the Salesforce opportunity");
  screen.text(`Gong is ${gong.name}; Salesforce is a stand-in on this machine.`);
  const call = await screen.during("Choosing a recent call", () => findCall(harness, gong));
  if (!call)
    throw new Error("No call of the last 90 days can be seen with this connection, so there is nothing to show.");

  const keys = createWebhookKeys();
  const params = { verification: "signedJwt", publicKeys: [keys.publicKey], webhookUrl };
  const delivery = signWebhook({ body: webhookBody({ ...call }), webhookUrl, privateKey: keys.privateKey });
  const payload = (body: string, headers: Readonly<Record<string, string>>) => ({
    headers: { ...headers },
    rawBody: { data: body, contentType: "application/json" },
    body: { data: JSON.parse(body) as unknown, contentType: "application/json" },
  });

  screen.step(1, "The webhook of an automation rule comes in and is verified");
  screen.line("Call", call.metaData.title ?? call.metaData.id);
  screen.line("Body", `${(delivery.body.length / 1024).toFixed(1)} KiB, signed with the rule's RSA key (RS256)`);
  const triggered = await harness.trigger("webhook", payload(delivery.body, delivery.headers), params, context);
  const { call: summary } = triggered?.payload as unknown as {
    call: { id: string; verified: boolean; trackers?: { name: string; count: number }[] };
  };
  screen.good("The signature, the address and the hash of the body are right: the flow runs.");
  const counted = summary.trackers?.find(({ name }) => name === trackerName);
  screen.line(
    "It says",
    counted
      ? `tracker "${trackerName}" was heard ${counted.count} times; which names, only the API tells`
      : "the call has no mentions counted",
  );

  screen.step(2, `Get Tracker Mentions asks Gong for the phrases of "${trackerName}"`);
  const [startedMs, before] = [Date.now(), gong.requests().length];
  const opportunityId = opportunityOf(call) ?? "0065e00000SAMPLE01";
  const salesforce = await startSalesforce();
  try {
    salesforce.add(opportunityId, { Id: opportunityId, Name: "Spring roll-out", Main_Competitors__c: "Tailspin" });
    const record = await salesforce.read(opportunityId);
    const { data } = (await screen.during("Reading the call from Gong", () =>
      harness.action(
        "getTrackerMentions",
        {
          connection: gong.connection,
          callId: summary.id,
          trackers: [trackerName],
          separator: ", ",
          maxLength: "255",
          existingText: String(record.Main_Competitors__c),
        },
        context,
      ),
    )) as { data: unknown };
    const mentions = data as Mentions;
    const requests = gong.requests().slice(before);
    for (const { method, path } of requests) screen.line("Sent to Gong", `${method} ${path}`);
    screen.line(
      "It took",
      `${gong.isReal ? "" : `${requests.length} request${requests.length === 1 ? "" : "s"}, `}${seconds(startedMs)}`,
    );
    screen.line(
      "Found",
      mentions.mentioned ? `${mentions.phrases.join(", ")} (${mentions.totalCount} mentions)` : "no mentions",
    );
    screen.line("Opportunity", mentions.opportunityId ?? "none is linked to this call; the stand-in uses a sample");
    for (const warning of mentions.warnings) screen.bad(warning);

    screen.step(3, "Update Record writes the field of the opportunity");
    if (mentions.mentioned) await salesforce.update(opportunityId, { Main_Competitors__c: mentions.phrasesText });
    const after = await salesforce.read(opportunityId);
    screen.line("Before", String(record.Main_Competitors__c));
    screen.line("After", screen.strong(screen.changed(String(after.Main_Competitors__c))));
  } finally {
    await salesforce.close();
  }

  screen.step(4, "A forged webhook is refused");
  const forged = delivery.body.replace(call.metaData.id, "1");
  const refusal: unknown = await harness.trigger("webhook", payload(forged, delivery.headers), params, context).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(refusal instanceof Error)) throw new Error("The forged webhook was accepted. This must never happen.");
  screen.bad("Somebody changed the id of the call in the body and kept the signature:");
  screen.text(refusal.message);
};
