import { z } from "zod";
import { answerWith } from "#src/entities/entity";
import { optional } from "#src/form/field";
import { workspaceId } from "#src/form/fields";
import { operation } from "#src/operation";

export const listCallLabels = operation({
  label: "List Call Labels",
  description: "Lists the labels that users may give to calls.",
  endpoint: "GET /v2/call-labels",
  scopes: ["api:calls:read:basic"],
  effect: "reads",
  fields: { workspaceId: optional(workspaceId) },
  response: () => answerWith({ labels: z.array(z.string()) }),
  list: { key: "labels" },
  example: { requestId: "4al018gzaztcr8nbukw", labels: ["Renewal"] },
});
