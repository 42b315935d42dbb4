import { z } from "zod";
import { Brief, brief } from "#src/entities/brief";
import { answerWith, requestId } from "#src/entities/entity";
import { Scorecard, scorecard } from "#src/entities/scorecard";
import { Tracker, tracker } from "#src/entities/tracker";
import { Workspace, workspace } from "#src/entities/workspace";
import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import { workspaceId } from "#src/form/fields";
import * as value from "#src/form/value";
import { operation } from "#src/operation";

export const listWorkspaces = operation({
  label: "List Workspaces",
  description: "Lists all workspaces of the company.",
  endpoint: "GET /v2/workspaces",
  scopes: ["api:workspaces:read"],
  effect: "reads",
  fields: {},
  response: () => answerWith({ workspaces: z.array(Workspace()).describe("The workspaces that the credentials see.") }),
  list: { key: "workspaces" },
  example: { requestId, workspaces: [workspace] },
});

export const listTrackers = operation({
  label: "List Trackers",
  description: "Lists the keyword trackers with their words and phrases.",
  endpoint: "GET /v2/settings/trackers",
  scopes: ["api:settings:trackers:read"],
  effect: "reads",
  fields: { workspaceId: optional(workspaceId) },
  response: () =>
    answerWith({
      keywordTrackers: z.array(Tracker()).describe("The keyword trackers; Gong does not list smart ones."),
    }),
  list: { key: "keywordTrackers" },
  example: { requestId, keywordTrackers: [tracker] },
  notes: ["Smart trackers are not listed by Gong. What they found still comes with List Detailed Calls."],
});

export const listScorecards = operation({
  label: "List Scorecards",
  description: "Lists the scorecards of all workspaces with their questions.",
  endpoint: "GET /v2/settings/scorecards",
  scopes: ["api:settings:scorecards:read"],
  effect: "reads",
  fields: {},
  response: () => answerWith({ scorecards: z.array(Scorecard()).describe("The scorecards of the company.") }),
  list: { key: "scorecards" },
  example: { requestId, scorecards: [scorecard] },
  notes: ["Ids and the bounds of a question are text, although Gong's own document calls them numbers."],
});

export const listBriefs = operation({
  label: "List Briefs",
  description: "Lists the AI briefs that are set up in Gong. Listing them spends no credits.",
  endpoint: "GET /v2/settings/briefs",
  scopes: ["api:ai-briefer:read"],
  effect: "reads",
  fields: { workspaceId: optional(workspaceId) },
  response: () => answerWith({ briefs: z.array(Brief()).describe("The briefs of the company.") }),
  list: { key: "briefs" },
  example: { requestId, briefs: [brief] },
  notes: ["Gong calls this endpoint beta.", "Only a published brief can be generated: Generate Brief finds no other."],
});

const allowedOrigin = field.custom(
  {
    type: "string",
    label: "Allowed Origin",
    comments: "The origin of the embedded page: scheme and host, without a path.",
    placeholder: "https://northwind.partner.example",
    example: "https://northwind.partner.example",
  },
  () =>
    value
      .url()
      .transform((address) => address.replace(/\/$/, ""))
      .refine((address) => !/^https?:\/\/[^/]*[/?#@]/i.test(address), {
        error: "must be scheme and host alone, such as https://northwind.partner.example",
      }),
);

export const updateIntegrationSettings = operation({
  label: "Update Integration Settings",
  description:
    "Sets the origins that Gong may embed for an integration whose address differs from customer to customer.",
  endpoint: "POST /v2/integration-settings",
  scopes: ["api:integration-settings:write"],
  effect: "writes",
  fields: {
    integrationTypeSettings: field.groupList(
      {
        label: "Integration Type Settings",
        comments:
          'The allowed origins, one entry for each. Also accepts JSON, such as [{"integrationType": "DIALER", "allowedOrigin": "https://northwind.partner.example"}].',
      },
      {
        integrationType: field.choice(
          {
            label: "Integration Type",
            comments: "The part of Gong that embeds the page.",
            example: "DIALER",
          },
          [
            { value: "EMAIL_COMPOSER", label: "E-mail composer" },
            { value: "ACCOUNT_PAGES", label: "Account pages" },
            { value: "DIALER", label: "Dialer" },
          ],
        ),
        allowedOrigin,
      },
    ),
  },
  response: () =>
    answerWith({
      integrationId: z
        .union([z.string(), z.number()])
        .describe("A whole number; text where it exceeds what a JSON number holds exactly."),
    }),
  example: { requestId, integrationId: 55170271882342 },
});
