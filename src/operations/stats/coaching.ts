import { z } from "zod";
import { CoachingMetrics, coachingMetrics } from "#src/entities/coaching";
import { answerWith, requestId } from "#src/entities/entity";
import { manager } from "#src/entities/user";
import * as field from "#src/form/field";
import { reworded } from "#src/form/field";
import { fromDateTime, toDateTime, userId, workspaceId } from "#src/form/fields";
import { operation } from "#src/operation";

export const listCoachingMetrics = operation({
  label: "List Coaching Metrics",
  description: "Lists how a manager coached the people who report to them.",
  endpoint: "GET /v2/coaching",
  scopes: ["api:coaching:read"],
  effect: "reads",
  fields: {
    workspaceId: reworded(workspaceId, { comments: "Gong's id of the workspace, up to 20 digits." }),
    managerId: reworded(userId, {
      label: "Manager",
      comments: "Gong's user id of the manager, up to 20 digits.",
      placeholder: manager.id,
      example: manager.id,
    }),
    ...field.range({ from: fromDateTime, to: toDateTime }),
  },
  request: ({ workspaceId, managerId, from, to }) => ({
    query: { "workspace-id": workspaceId, "manager-id": managerId, from, to },
  }),
  response: () => answerWith({ coachingData: z.array(CoachingMetrics()).describe("One entry per manager.") }),
  list: { key: "coachingData" },
  example: { requestId, coachingData: [coachingMetrics] },
  notes: ["Gong decides the names of the metrics: each is a property of `metrics` with a list of values."],
});
