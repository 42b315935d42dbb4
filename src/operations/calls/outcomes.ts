import { z } from "zod";
import { answerWith, requestId } from "#src/entities/entity";
import { Outcome, outcome } from "#src/entities/outcome";
import { operation } from "#src/operation";

export const listCallOutcomes = operation({
  label: "List Call Outcomes",
  description: "Lists the outcomes that people of the company can choose at the end of a call.",
  endpoint: "GET /v2/call-outcomes",
  scopes: ["api:call-outcomes:read"],
  effect: "reads",
  fields: {},
  response: () => answerWith({ outcomes: z.array(Outcome()).describe("The outcomes that the company uses.") }),
  list: { key: "outcomes" },
  example: { requestId, outcomes: [outcome] },
  notes: ["The outcomes of all workspaces come together; Gong offers no filter."],
});
