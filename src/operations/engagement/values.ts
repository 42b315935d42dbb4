import { z } from "zod";
import * as value from "#src/form/value";

/** How the JSON boxes of the engagement events are read, property by property as Gong's contract has them. */

const oneOf = (...values: string[]) => value.choice(values);

/** A list that may be missing, or empty, which is the same. */
const anyNumberOf = <I extends z.ZodType>(item: I) =>
  z.preprocess((given) => (isEmptyList(given) ? undefined : given), value.listOf(item).optional()).optional();

const isEmptyList = (given: unknown) =>
  typeof given === "string" ? /^\s*\[\s*\]\s*$/.test(given) : Array.isArray(given) && given.length === 0;

const crmRecords = () =>
  value.record({
    system: oneOf("Salesforce", "HubSpot", "MicrosoftDynamic", "Generic"),
    objects: anyNumberOf(
      value.record({
        objectType: oneOf("Opportunity", "Account", "Lead", "Contact", "User"),
        objectId: value.foreignId(),
        fields: anyNumberOf(value.record({ name: value.text().optional(), value: z.unknown().optional() })),
      }),
    ),
  });

/** What was found in a CRM: the event is shown with those records. */
export const crmContext = () => anyNumberOf(crmRecords());

const personShape = () => ({
  name: value.text().optional(),
  title: value.text().optional(),
  context: anyNumberOf(crmRecords()),
});

/** Somebody outside the company. */
export const person = () => value.record({ email: value.emailAddress().optional(), ...personShape() });

export const people = () => anyNumberOf(person());

/** People that something was sent to: Gong wants the address of each. */
export const recipients = () => anyNumberOf(value.record({ email: value.emailAddress(), ...personShape() }));

/** The user who shared something. */
export const sharer = () =>
  value.record({
    id: value.gongId({ isCall: false }).optional(),
    email: value.emailAddress().optional(),
    name: value.text().optional(),
  });

/** Values are text on the wire whatever their type says, so they are checked here. */
export const properties = () =>
  anyNumberOf(
    value
      .record({ name: value.text(), value: value.text(), dataType: oneOf("number", "string", "url", "date") })
      .superRefine(refuseUnfitValue),
  );

const customFieldTypes = ["STRING", "NUMBER", "DATE", "URL", "BOOLEAN", "DURATION"];

/** The value of a custom field: text, to which true and false are made. */
export const customValue = () =>
  z.preprocess((given) => (typeof given === "boolean" ? String(given) : given), value.text());

/** Like `properties`, as the digital interactions have them. */
export const customFields = () =>
  anyNumberOf(
    value
      .record({
        name: value.text(),
        value: customValue(),
        dataType: oneOf(...customFieldTypes).optional(),
      })
      .superRefine(refuseUnfitValue),
  );

const refuseUnfitValue = (property: { value: string; dataType?: string }, context: z.RefinementCtx) => {
  const expectation = unfitness(property);
  if (expectation) context.addIssue({ code: "custom", path: ["value"], message: expectation, input: property.value });
};

/** What a value must be and is not, as its data type says; undefined when it fits. */
export const unfitness = ({ value: given, dataType }: { value: string; dataType?: string }): string | undefined => {
  const type = types[dataType?.toUpperCase() as keyof typeof types];
  if (!type || type.schema().safeParse(given).success) return undefined;
  return `must be ${type.words}, as its dataType says`;
};

const types = {
  NUMBER: { schema: value.decimal, words: "a number" },
  DURATION: { schema: value.decimal, words: "a number of seconds" },
  URL: { schema: value.url, words: "a web address that begins with https://" },
  DATE: {
    // What is no ISO 8601 is sent as it was written, and is no date to Gong.
    schema: () => z.preprocess((given) => (/^\d{4}-\d{2}-\d{2}/.test(String(given)) ? given : ""), value.dateTime()),
    words: "a date, or a date and time with its zone, such as 2026-01-05 or 2026-01-05T10:00:00Z",
  },
  BOOLEAN: { schema: () => z.enum(["true", "false"]), words: "true or false" },
};

const int32 = () => value.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

export const numericContentDetails = () =>
  value.record({
    value: int32().optional(),
    rangeFrom: int32(),
    rangeTo: int32(),
    numericType: oneOf("PERCENTAGE", "NPS", "RATING", "OTHER").optional(),
  });

export const stepContentDetails = () =>
  value.record({ value: value.text(), availableSteps: value.listOf(value.text()) });

export const searchObjectDetails = () =>
  value.record({
    name: value.text(),
    objectType: oneOf("VENDOR", "PRODUCT", "CATEGORY"),
    domain: value.text(),
    objectId: value.foreignId().optional(),
    url: value.url().optional(),
  });

export const personBusinessContext = () =>
  value.record({
    objectType: oneOf("CONTACT", "LEAD"),
    objectId: value.foreignId(),
    systemName: value.text().optional(),
  });

export const location = () =>
  value.record({
    country: value.text().optional(),
    state: value.text().optional(),
    region: value.text().optional(),
    city: value.text().optional(),
  });

export const company = () =>
  value.record({
    companyId: value.foreignId().optional(),
    name: value.text().optional(),
    domain: value.text().optional(),
    companyBusinessContexts: anyNumberOf(
      value.record({
        objectType: oneOf("ACCOUNT", "OPPORTUNITY"),
        objectId: value.foreignId(),
        systemName: value.text().optional(),
      }),
    ),
  });
