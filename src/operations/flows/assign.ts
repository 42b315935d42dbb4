import { z } from "zod";
import { answerWith, requestId } from "#src/entities/entity";
import { AssignedFlow, AssignmentFailure, assignedFlow, assignmentFailure } from "#src/entities/flow";
import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import * as value from "#src/form/value";
import { operation } from "#src/operation";
import { crmProspectIdWords, fewOf, flowId, flowInstanceOwnerEmail, flowOwnerOfDropdown } from "./shared";

const overrideSteps = field.json(
  {
    label: "Steps",
    comments:
      'A JSON list of steps to reword, each with its number counted from 1 and a new subject, body or both, such as [{"number": 1, "subject": "Your visit", "body": "Hello Priya"}]. Leave empty to keep the flow\'s own words.',
    example: '[{"number": 1, "subject": "Your visit to our booth", "body": "Hello Priya, here is the data sheet."}]',
  },
  () =>
    value.listOf(
      value.record({
        number: value.integer({ min: 1 }),
        subject: value.text().optional(),
        body: value.text({ keepSpaces: true }).optional(),
      }),
    ),
);

const overrideVariables = field.json(
  {
    label: "Flow Instance Variables",
    comments:
      'A JSON list of the flow\'s variables to fill, each with name and value, such as [{"name": "product", "value": "Harvest robot"}]. Leave empty to keep their values.',
    example: '[{"name": "product", "value": "Harvest robot"}]',
  },
  () => value.listOf(value.record({ name: value.text(), value: value.text({ keepSpaces: true }) })),
);

const assignmentFields = {
  flowId,
  crmProspectsIds: field.list(
    field.foreignId({
      ...crmProspectIdWords,
      comments:
        "The CRM's ids of up to 100 contacts or leads: a list, one id, or ids separated by commas. They must be in the CRM already and synced to Gong.",
    }),
    { max: 100 },
  ),
  flowInstanceOwnerEmail,
  overrides: optional(
    field.group(
      {
        label: "Changes to the Flow",
        comments:
          "Changes to the flow for this assignment. They apply to every prospect of the request, so send one prospect at a time to personalise. Leave empty to use the flow as it is.",
      },
      {
        steps: optional(overrideSteps),
        flowInstanceVariables: optional(overrideVariables),
        coolOffOverride: optional(
          field.toggle({
            label: "Override Cool-Off",
            comments:
              "Assign the prospects even while they are in their cool-off period. When off, Gong leaves those out.",
            example: "true",
          }),
        ),
      },
    ),
  ),
  flowInstanceDescription: optional(
    field.text({
      label: "Flow Instance Description",
      comments: "A note on this assignment, shown in Gong. Leave empty for none.",
      placeholder: "Met at the spring fair",
      example: "Met at the spring fair",
    }),
  ),
  flowOwnerEmail: flowOwnerOfDropdown,
};

const assignmentResponse = () =>
  answerWith({
    prospectsAssigned: z.array(AssignedFlow()).describe("The prospects that are in the flow now."),
    prospectsNotAssigned: z.array(AssignmentFailure()).describe("The prospects that Gong did not assign, and why."),
  });

const assignmentExample = { requestId, prospectsAssigned: [assignedFlow], prospectsNotAssigned: [assignmentFailure] };

const assignmentNotes = [
  "Gong answers 200 even when it assigned only some prospects or none: the others are in prospectsNotAssigned, and partialFailure says how many.",
  "Changes to the flow apply to every prospect of the request.",
  "Step overrides, flow instance variables and the description are in beta at Gong.",
];

const prospectsLeftOut = (answer: z.output<ReturnType<typeof assignmentResponse>>) => {
  const failures = answer.prospectsNotAssigned ?? [];
  if (failures.length === 0) return undefined;
  const count = failures.length;
  const total = count + (answer.prospectsAssigned?.length ?? 0);
  const reasons = failures.map(
    ({ crmProspectId, errorCode, errorMessage }) =>
      `${crmProspectId}: ${errorMessage ?? errorCode ?? "no reason given"}`,
  );
  return { count, message: `Gong did not assign ${count} of ${total} prospects (${fewOf(reasons)}).` };
};

export const assignProspectsToFlow = operation({
  label: "Assign Prospects to Flow",
  description:
    "Assigns up to 100 contacts or leads of the CRM to an Engage flow. Prospects that Gong leaves out are reported in the output.",
  endpoint: "POST /v2/flows/prospects/assign",
  scopes: ["api:flows:write"],
  effect: "writes",
  fields: assignmentFields,
  response: assignmentResponse,
  partialFailure: prospectsLeftOut,
  example: assignmentExample,
  notes: assignmentNotes,
});

export const assignProspectsOverridingCoolOff = operation({
  label: "Assign Prospects Overriding Cool-Off (deprecated)",
  description:
    "Assigns up to 100 prospects to an Engage flow whatever their cool-off period. Deprecated by Gong: use Assign Prospects to Flow with Override Cool-Off switched on under Changes to the Flow.",
  endpoint: "POST /v2/flows/prospects/assign/cool-off-override",
  scopes: ["api:flows:write"],
  effect: "writes",
  fields: assignmentFields,
  response: assignmentResponse,
  partialFailure: prospectsLeftOut,
  example: assignmentExample,
  notes: assignmentNotes,
});
