import { dataSource, type JSONForm } from "@prismatic-io/spectral";
import { connectionInput } from "#src/actions/toAction";
import { withClient } from "#src/actions/withClient";
import { crmPicklistField } from "#src/entities/crm";
import { fullName, type User, user } from "#src/entities/user";
import * as field from "#src/form/field";
import { type Fields, formOf, type Input, optional } from "#src/form/field";
import { isRow, type LooseRow, readWithWorkbooks, textCell, toEntries } from "#src/form/table";
import { isBlankAnswer, jsonOrText, reader } from "#src/form/value";
import { listCrmSchemaFields, uploadCrmSchemaFields } from "#src/operations/crm";
import { listUsers } from "#src/operations/users";
import { filterOperators } from "#src/recipes/calls/filters";
import { suggestedTypeRules } from "#src/recipes/timeline/activityType";
import { type OtherUsers, readOtherUsers } from "#src/recipes/users/people";
import { everything, type Sources } from "./picklist";

/**
 * Forms of rows for the configuration wizard. The value of such a variable is `{ rows: [...] }`, which goes unchanged
 * into the input of the action that it is for.
 */
interface RowForm<F extends Fields> {
  readonly label: string;
  readonly description: string;
  /** What one row is, above the button that adds one. */
  readonly heading: string;
  readonly fields: F;
  /** The columns, and the rows that the form begins with. */
  rows(input: Input<F>, sources: Sources): Promise<Rows>;
  readonly example: Rows;
}

interface Rows {
  readonly columns: Readonly<Record<string, Column>>;
  /** Columns that a row must fill in. */
  readonly required: readonly string[];
  readonly data: readonly LooseRow[];
}

interface Column {
  readonly type: "string" | "array";
  readonly title: string;
  readonly description?: string;
  readonly oneOf?: { const: string; title: string }[];
  readonly items?: { type: "string" };
}

/** Wizards become slow with more. */
const mostRows = 500;

const toForm = (heading: string, { columns, required, data }: Rows): JSONForm => ({
  schema: {
    type: "object",
    properties: {
      rows: {
        type: "array",
        title: heading,
        maxItems: mostRows,
        items: { type: "object", properties: columns, required: [...required] },
      },
    },
  },
  uiSchema: {
    type: "VerticalLayout",
    elements: [
      {
        type: "Control",
        scope: "#/properties/rows",
        label: heading,
        options: { detail: { type: "HorizontalLayout", elements: Object.keys(columns).map(controlOf) } },
      },
    ],
  } as JSONForm["uiSchema"],
  data: { rows: data.slice(0, mostRows) },
});

const controlOf = (column: string) => ({ type: "Control", scope: `#/properties/${column}` });

const rowForm = <F extends Fields>(definition: RowForm<F>) =>
  dataSource({
    display: { label: definition.label, description: definition.description },
    dataSourceType: "jsonForm",
    inputs: { connection: connectionInput, ...formOf(definition.fields) },
    perform: async (context, params) => {
      const { connection, ...given } = params as Record<string, unknown>;
      const answers = isBlankAnswer(given.saved) ? { ...given, saved: savedIn(context.configVars, definition) } : given;
      const read = () => readWithWorkbooks(definition.fields, answers);
      const opening = { name: definition.label, connection, context, read };
      return withClient(opening, async ({ input, ...sources }) => {
        const rows = await definition.rows(input, sources);
        if (rows.data.length > mostRows)
          sources.logger.warn(`${definition.label}: the form holds ${mostRows} of ${rows.data.length} rows.`);
        return { result: toForm(definition.heading, rows) };
      });
    },
    examplePayload: { result: toForm(definition.heading, definition.example) },
  });

/**
 * The rows of a variable that this form filled in before, known by their columns: a variable's form cannot be given
 * the variable itself. None where several variables have such rows.
 */
const savedIn = (configVars: unknown, { example }: { readonly example: Rows }): readonly LooseRow[] | undefined => {
  const isOurs = (row: LooseRow) =>
    Object.keys(row).every((key) => key in example.columns) && example.required.every((key) => key in row);
  const found = Object.values(isRow(configVars) ? configVars : {})
    .map(jsonOrText)
    .filter(isRow)
    .map(({ rows }) => (Array.isArray(rows) ? rows.filter(isRow) : []))
    .filter((rows) => rows.length > 0 && rows.every(isOurs));
  return found.length === 1 ? found[0] : undefined;
};

/** What was saved before, so that it survives whatever is new. */
const savedRows = optional(
  field.json<readonly LooseRow[]>(
    {
      label: "Saved Rows",
      comments:
        "What was saved in this form before: its rows stand first and keep their choices. Leave empty for what the wizard holds of this form, or a new one.",
      example: '{"rows": []}',
    },
    () => reader((given) => toEntries(given).filter(isRow)),
  ),
);

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A choice of these; a saved value that is not among them any more stays one. */
const choiceOf = (title: string, choices: readonly Choice[], saved: readonly (string | null)[] = []): Column => {
  const known = new Set(choices.map(({ value }) => value));
  const kept = [...new Set(saved)].filter((each): each is string => each !== null && !known.has(each));
  const all = [...choices, ...kept.map((value) => ({ value, label: `${value} (saved before)` }))];
  return { type: "string", title, oneOf: all.map(({ value, label }) => ({ const: value, title: label })) };
};

const textOf = (title: string, description?: string): Column => ({
  type: "string",
  title,
  ...(description ? { description } : {}),
});

const any: Choice = { value: "", label: "Any" };

/** A person by name and address, as far as they are known. */
const labelOf = (person: User): string => {
  const label = [fullName(person), person.emailAddress].filter(Boolean).join(", ");
  return label && person.active === false ? `${label} (inactive)` : label;
};

const cellsOf = (rows: readonly LooseRow[], heading: string) => rows.map((row) => textCell(row, [heading]));

const userRows = (
  people: readonly Choice[],
  { otherUsers, saved = [] }: { readonly otherUsers?: OtherUsers; readonly saved?: readonly LooseRow[] },
): Rows => {
  const theirs = otherUsers?.users.map(({ id, name, emailAddress }) => ({
    value: id,
    label: [name, emailAddress].filter(Boolean).join(", ") || id,
  }));
  const known = new Set(cellsOf(saved, "gongUser"));
  const fresh = people.filter(({ value }) => !known.has(value));
  return {
    columns: {
      gongUser: choiceOf("Gong user", people, [...known]),
      otherUserId: theirs
        ? choiceOf(
            "User of the other system",
            [{ value: "", label: "By the rules" }, ...theirs],
            cellsOf(saved, "otherUserId"),
          )
        : textOf("Id of the user in the other system", "Leave empty where the rules of Match Users decide."),
    },
    required: ["gongUser"],
    data: [...saved, ...fresh.map(({ value }) => ({ gongUser: value, otherUserId: "" }))],
  };
};

export const userMapForm = rowForm({
  label: "Select User Map",
  description: "A form that says by hand who Gong's users are in another system. It is for Manual Map of Match Users.",
  heading: "Who is who",
  fields: {
    otherUsers: optional(
      field.withWorkbooks(
        field.json(
          {
            label: "Other Users",
            comments:
              "The users of the other system, to choose from: a list, JSON text or CSV text with id, email and name. Leave empty to type their ids.",
            example: JSON.stringify([{ id: "005A1", email: user.emailAddress, name: "Ada Reyes" }]),
          },
          () => reader((given) => readOtherUsers(toEntries(given))),
        ),
      ),
    ),
    saved: savedRows,
  },
  rows: async (input, { gong }) => {
    const { users } = await everything(gong, listUsers, {});
    const people = (users ?? []).flatMap((each) =>
      each.id ? [{ value: each.id, label: labelOf(each) || each.id, isActive: each.active !== false }] : [],
    );
    const { compare } = new Intl.Collator("en", { numeric: true });
    people.sort((a, b) => Number(b.isActive) - Number(a.isActive) || compare(a.label, b.label));
    return userRows(people, input);
  },
  example: userRows([{ value: user.id, label: labelOf(user) }], {}),
});

const typeRows = (types: readonly string[] = [], saved: readonly LooseRow[] = []): Rows => ({
  columns: {
    direction: choiceOf("Direction", [any, ...sameWords("Inbound", "Outbound", "Conference", "Unknown")]),
    media: choiceOf("Media", [any, ...sameWords("Video", "Audio")]),
    activityType:
      types.length > 0
        ? choiceOf("Activity type", sameWords(...types), cellsOf(saved, "activityType"))
        : textOf("Activity type", "The name of the type in the other system."),
  },
  required: ["activityType"],
  data: saved.length > 0 ? saved : suggestedTypeRules.map((rule) => ({ direction: "", media: "", ...rule })),
});

const sameWords = (...words: readonly string[]): Choice[] => words.map((each) => ({ value: each, label: each }));

export const activityTypeRulesForm = rowForm({
  label: "Select Activity Type Rules",
  description:
    "A form that says which calls become which activities. It is for Activity Type Rules of Build Timeline Activities.",
  heading: "The first rule that fits a call decides",
  fields: {
    activityTypes: optional(
      field.list(
        field.text({
          label: "Activity Types",
          comments: "The activity types of the other system, to choose from. Leave empty to type them.",
          placeholder: "Meeting",
          example: "Meeting",
        }),
      ),
    ),
    saved: savedRows,
  },
  rows: async ({ activityTypes, saved }) => typeRows(activityTypes, saved),
  example: typeRows(),
});

/** What people filter by most; any other field of a call can be given. */
const filterFields: readonly Choice[] = [
  { value: "call.direction", label: "Direction" },
  { value: "call.media", label: "Media" },
  { value: "call.title", label: "Title" },
  { value: "call.durationSeconds", label: "Duration in seconds" },
  { value: "call.started", label: "Start" },
  { value: "call.language", label: "Language" },
  { value: "call.workspaceId", label: "Workspace id" },
  { value: "call.purpose", label: "Purpose" },
  { value: "host.emailAddress", label: "Address of the host" },
  { value: "external.emailAddress", label: "Address of a person outside" },
  { value: "trackers.name", label: "Tracker that was mentioned" },
  { value: "topics.name", label: "Topic" },
  { value: "crm.Salesforce.Account.fields.Name", label: "Salesforce account" },
  { value: "crm.Salesforce.Account.fields.Industry", label: "Industry of the Salesforce account" },
  { value: "crm.Salesforce.Opportunity.fields.StageName", label: "Stage of the Salesforce opportunity" },
  { value: "owner.otherUserId", label: "Owner in the other system" },
];

const filterRows = (more: readonly string[] = [], saved: readonly LooseRow[] = []): Rows => ({
  columns: {
    field: choiceOf("Field", [...filterFields, ...sameWords(...more)], cellsOf(saved, "field")),
    operator: choiceOf("Operator", filterOperators),
    value: textOf("Value", "Several with commas between for is one of. Empty for is empty and is not empty."),
  },
  required: ["field", "operator"],
  data: saved,
});

export const callFiltersForm = rowForm({
  label: "Select Call Filters",
  description: "A form that says which calls get an activity. It is for Filters of Build Timeline Activities.",
  heading: "Only calls that pass get an activity; without rows, all do",
  fields: {
    fields: optional(
      field.list(
        field.text({
          label: "Further Fields",
          comments:
            "Further fields to choose from, as dotted paths into the call, its host, people or CRM records. Leave empty for the usual ones.",
          placeholder: "crm.Salesforce.Account.fields.Segment__c",
          example: "crm.Salesforce.Account.fields.Segment__c",
        }),
      ),
    ),
    saved: savedRows,
  },
  rows: async ({ fields, saved }) => filterRows(fields, saved),
  example: filterRows(),
});

const { integrationId, objectType, fields: schemaFields } = uploadCrmSchemaFields.fields;

/** The choices of a field within the rows of an input. */
const choicesWithin = (child: string): Choice[] => {
  const { form } = schemaFields;
  const inputs = form.type === "structuredObject" ? (form.inputs as Record<string, { model?: unknown }>) : {};
  return [...((inputs[child]?.model ?? []) as Choice[])];
};

const crmRows = (known: readonly LooseRow[], saved: readonly LooseRow[] = []): Rows => {
  const names = new Set(cellsOf(saved, "uniqueName"));
  const fresh = known.flatMap((row) => {
    const { uniqueName, label, type, referenceTo, orderedValueList } = row;
    if (names.has(String(uniqueName))) return [];
    return [{ uniqueName, label, type, referenceTo: referenceTo ?? "", orderedValueList: orderedValueList ?? [] }];
  });
  return {
    columns: {
      uniqueName: textOf("Unique name", "The field's name in uploaded objects."),
      label: textOf("Label", "What people see in Gong."),
      type: choiceOf("Type", choicesWithin("type")),
      referenceTo: choiceOf(
        "Reference to",
        [{ value: "", label: "Nothing" }, ...choicesWithin("referenceTo")],
        cellsOf(saved, "referenceTo"),
      ),
      orderedValueList: { type: "array", title: "Values of a picklist", items: { type: "string" } },
    },
    required: ["uniqueName", "label", "type"],
    data: [...saved, ...fresh],
  };
};

export const crmFieldMapForm = rowForm({
  label: "Select CRM Field Map",
  description:
    "A form that says which fields of a CRM Gong gets, beginning with those that it has. It is for Fields of Upload CRM Schema Fields.",
  heading: "Fields of the object type",
  fields: { integrationId, objectType, saved: savedRows },
  rows: async ({ saved, ...input }, { gong }) => {
    const { objectTypeToSelectedFields } = await gong.run(listCrmSchemaFields, input);
    return crmRows(
      Object.values(objectTypeToSelectedFields ?? {}).flatMap((each) => (each ?? []).filter(isRow)),
      saved,
    );
  },
  example: crmRows([crmPicklistField]),
});
