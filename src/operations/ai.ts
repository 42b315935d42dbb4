import { z } from "zod";
import { InputError } from "#src/base/errors";
import { AnswerSection, answerSection, BriefSection, briefSection } from "#src/entities/aiAnswer";
import { brief } from "#src/entities/brief";
import { answerWith, requestId } from "#src/entities/entity";
import { task } from "#src/entities/task";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { momentFormat, workspaceId } from "#src/form/fields";
import { operation } from "#src/operation";

const entityFields = {
  workspaceId: reworded(workspaceId, {
    comments: "Gong's id of the workspace whose calls and e-mails are read, up to 20 digits.",
  }),
  crmEntityType: field.choice(
    { label: "CRM Entity Type", comments: "What the entity is in the CRM.", example: "DEAL" },
    [
      { value: "ACCOUNT", label: "Account" },
      { value: "CONTACT", label: "Contact" },
      { value: "DEAL", label: "Deal" },
      { value: "LEAD", label: "Lead" },
    ],
  ),
  crmEntityId: field.foreignId({
    label: "CRM Entity ID",
    comments: "The CRM's id of the account, contact, deal or lead.",
    placeholder: task.opportunity.crmId,
    example: task.opportunity.crmId,
  }),
  timePeriod: field.choice(
    {
      label: "Time Period",
      comments: "Which calls and e-mails are read, by when they took place. A shorter period spends fewer credits.",
      example: "CUSTOM_RANGE",
    },
    [
      { value: "LAST_7DAYS", label: "Last 7 Days" },
      { value: "LAST_30DAYS", label: "Last 30 Days" },
      { value: "LAST_90DAYS", label: "Last 90 Days" },
      { value: "LAST_90_DAYS_SINCE_LAST_ACTIVITY", label: "90 Days Before the Last Activity" },
      { value: "LAST_YEAR_SINCE_LAST_ACTIVITY", label: "Year Before the Last Activity" },
      { value: "LAST_YEAR", label: "Last Year" },
      { value: "THIS_WEEK", label: "This Week" },
      { value: "THIS_MONTH", label: "This Month" },
      { value: "THIS_QUARTER", label: "This Quarter" },
      { value: "THIS_YEAR", label: "This Year" },
      { value: "CUSTOM_RANGE", label: "Custom Range" },
      { value: "ALL_CONVERSATIONS", label: "All Conversations" },
    ],
  ),
};

const rangeFields = {
  fromDateTime: optional(
    field.dateTime({
      label: "From",
      comments: `The start of the Custom Range, included, which requires it. Leave empty for any other period. ${momentFormat}`,
      example: "2026-01-05T00:00:00Z",
    }),
  ),
  toDateTime: optional(
    field.dateTime({
      label: "To",
      comments: `The end of the Custom Range, excluded. Leave empty to go up to now, or for any other period. ${momentFormat}`,
      example: "2026-02-05T00:00:00Z",
    }),
  ),
};

/** Dates that a form still holds from an earlier choice must not narrow another period. */
const period = <I extends { timePeriod: string; fromDateTime?: string; toDateTime?: string }>({
  fromDateTime,
  toDateTime,
  ...rest
}: I) => {
  if (rest.timePeriod !== "CUSTOM_RANGE") return { query: rest };
  if (!fromDateTime) throw new InputError(["From is required when Time Period is Custom Range."]);
  if (toDateTime && Date.parse(toDateTime) <= Date.parse(fromDateTime))
    throw new InputError([`To must be later than From. Given: from ${fromDateTime} to ${toDateTime}.`]);
  return { query: { ...rest, fromDateTime, toDateTime } };
};

const spending = [
  "Every request spends Gong credits, also one that repeats an earlier question, so nothing is repeated automatically. The price depends on how many calls and e-mails are read.",
  "When the credits are used up, Gong answers 402.",
  "The brief, outline, highlights and next steps of a single call cost nothing: List Detailed Calls returns them.",
];

export const askEntity = operation({
  label: "Ask About a CRM Entity",
  description:
    "Has Gong's AI answer a question about an account, contact, deal or lead from its calls and e-mails. Spends AI credits on every call.",
  endpoint: "GET /v2/entities/ask-entity",
  scopes: ["api:ai-ask:read"],
  effect: "spendsCredits",
  fields: {
    ...entityFields,
    question: field.text({
      label: "Question",
      comments: "The question in plain language.",
      placeholder: "Which competitors were mentioned, and what did the buyer say about them?",
      example: "Which competitors were mentioned, and what did the buyer say about them?",
    }),
    ...rangeFields,
  },
  request: period,
  response: () =>
    answerWith({
      numOfCallsSearched: z.number().describe("How many calls were read."),
      numOfEmailsSearched: z.number().describe("How many e-mails were read."),
      answer: z.array(AnswerSection()).describe("The parts of the answer."),
    }),
  example: { requestId, numOfCallsSearched: 4, numOfEmailsSearched: 17, answer: [answerSection] },
  notes: [...spending, "At most 60 calls and 500 e-mails are read for one answer."],
});

export const generateBrief = operation({
  label: "Generate Brief",
  description:
    "Has Gong's AI write a brief on an account, contact, deal or lead, as it was set up in Gong. Spends AI credits on every call.",
  endpoint: "GET /v2/entities/get-brief",
  scopes: ["api:ai-briefer:read"],
  effect: "spendsCredits",
  fields: {
    ...entityFields,
    briefName: field.text({
      label: "Brief",
      comments: "The name of the brief as it is set up in Gong's Agent Studio. It must be published.",
      placeholder: brief.briefName,
      example: brief.briefName,
      dataSource: "briefs",
    }),
    ...rangeFields,
  },
  request: period,
  response: () =>
    answerWith({
      numOfCallsSearched: z.number().describe("How many calls were read."),
      numOfEmailsSearched: z.number().describe("How many e-mails were read."),
      briefSections: z.array(BriefSection()).describe("The sections of the brief."),
    }),
  example: { requestId, numOfCallsSearched: 4, numOfEmailsSearched: 17, briefSections: [briefSection] },
  notes: [...spending, "A name that Gong does not know, or a brief that is not published, answers 404."],
});
