import { flow } from "@prismatic-io/spectral";
import { actions as gongActions } from "gong-manifest";
import { requestSalesforce } from "./salesforce";

/** What the trigger hands on beside the request, as far as it is used here. */
interface Rung {
  readonly call: { readonly id: string | null; readonly matches: boolean; readonly skipReason: string | null };
}

/** What Get Tracker Mentions returns, as far as it is used here. */
interface Mentions {
  readonly data: {
    readonly mentioned: boolean;
    readonly phrasesText: string;
    readonly opportunityId: string | null;
  };
}

/** When Gong has processed a call, writes the competitors that were heard into the opportunity in Salesforce. */
export const competitorMentions = flow({
  name: "Competitor Mentions",
  stableKey: "competitor-mentions",
  description: "Writes the competitors heard in a call into the opportunity.",
  onTrigger: {
    component: "gong",
    key: "webhook",
    values: { verification: { value: "signedJwt" }, publicKeys: { configVar: "Public Keys" } },
  },
  onExecution: async ({ configVars, logger }, { onTrigger }) => {
    const { call } = onTrigger.results as unknown as Rung;
    if (!call.matches || call.id === null) return { data: { written: false, reason: call.skipReason } };

    const gong = configVars["Gong Connection"];
    const trackers = configVars.Trackers;
    const found = await gongActions.getTrackerMentions.perform<Mentions>({
      connection: gong,
      callId: call.id,
      trackers,
    });
    const { mentioned, opportunityId } = found.data;
    if (!mentioned || opportunityId === null) return { data: { written: false, reason: "NOTHING_TO_WRITE" } };

    const salesforce = configVars["Salesforce Connection"];
    const field = configVars["Opportunity Field"];
    const opportunity = await requestSalesforce(salesforce, "GET", `Opportunity/${opportunityId}`);
    const existingText = String(opportunity?.[field] ?? "");
    const merged = await gongActions.getTrackerMentions.perform<Mentions>({
      connection: gong,
      callId: call.id,
      trackers,
      existingText,
      maxLength: "255",
    });
    const { phrasesText } = merged.data;
    if (phrasesText === existingText) return { data: { written: false, reason: "ALREADY_THERE" } };
    await requestSalesforce(salesforce, "PATCH", `Opportunity/${opportunityId}`, { [field]: phrasesText });
    logger.info(`Wrote the competitors of call ${call.id} into opportunity ${opportunityId}.`);
    return { data: { written: true, opportunityId, phrasesText } };
  },
});
