import { callsReady } from "./callsReady";
import { newScorecardAnswers } from "./newScorecardAnswers";
import { pollChangesTrigger } from "./pollChangesTrigger";
import { webhook } from "./webhook";

export const triggers = { webhook, pollChangesTrigger, callsReady, newScorecardAnswers };
