import { z } from "zod";
import { CoachingMetrics, coachingMetrics } from "../../entities/coaching";
import { answerWith, requestId } from "../../entities/entity";
import { manager } from "../../entities/user";
import { workspace } from "../../entities/workspace";
import * as field from "../../field";
import { fromDateTime, toDateTime } from "../../fields";
import { operation } from "../../operation";

export const listCoachingMetrics = operation({
  label: "List Coaching Metrics",
  description: "Lists how a manager coached the people who report to them.",
  endpoint: "GET /v2/coaching",
  scopes: ["api:coaching:read"],
  effect: "reads",
  fields: {
    workspaceId: field.digits({
      label: "Workspace",
      comments: "Gong's id of the workspace, in digits.",
      placeholder: workspace.id,
      example: workspace.id,
      dataSource: "workspaces",
    }),
    managerId: field.digits({
      label: "Manager",
      comments: "Gong's user id of the manager, in digits.",
      placeholder: manager.id,
      example: manager.id,
      dataSource: "users",
    }),
    from: fromDateTime,
    to: toDateTime,
  },
  request: ({ workspaceId, managerId, from, to }) => ({
    query: { "workspace-id": workspaceId, "manager-id": managerId, from, to },
  }),
  response: () => answerWith({ coachingData: z.array(CoachingMetrics()) }),
  list: { key: "coachingData" },
  example: { requestId, coachingData: [coachingMetrics] },
  notes: ["Gong decides the names of the metrics: each is a property of `metrics` with a list of values."],
});
