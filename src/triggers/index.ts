import { webhook } from "#src/triggers/webhook/index";
import { callsReady } from "./callsReady";
import { pollChangesTrigger } from "./newRecords";
import { newScorecardAnswers } from "./newScorecardAnswers";

export const triggers = { webhook, pollChangesTrigger, callsReady, newScorecardAnswers };
