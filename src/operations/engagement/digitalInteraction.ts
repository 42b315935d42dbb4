import { InputError } from "#src/base/errors";
import { once } from "#src/base/lazy";
import { answerWith, requestId } from "#src/entities/entity";
import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import { exactMomentFormat } from "#src/form/fields";
import { operation } from "#src/operation";
import * as inputs from "./inputs";
import * as values from "./values";

const customFieldExample = JSON.stringify([{ name: "Plan", value: "Pro", dataType: "STRING" }]);

const customFieldsBox = (label: string, of: string) =>
  optional(
    field.json(
      {
        label,
        comments: `More facts about the ${of}. A JSON list such as [{"name": "Plan", "value": "Pro", "dataType": "STRING"}]; dataType is STRING, NUMBER, DATE, URL, BOOLEAN or DURATION in seconds. Leave empty when there are none.`,
        example: customFieldExample,
      },
      values.customFields,
    ),
  );

const content = field.group(
  {
    label: "Content",
    comments: "What the person looked at. It needs a title; the rest may stay empty.",
  },
  {
    contentTitle: inputs.contentTitle,
    contentId: inputs.ifAny(inputs.contentId),
    contentUrl: inputs.ifAny(inputs.contentUrl),
    contentLabel: optional(
      field.list(
        field.text({
          label: "Content Labels",
          comments: "Tags of the content: a list, one tag, or tags separated by commas. Leave empty when it has none.",
          placeholder: "pricing",
          example: "pricing",
        }),
      ),
    ),
    contentAdditionalInfoUrl: optional(
      field.url({
        label: "Content Additional Info URL",
        comments: "The web address of more about the content, such as an analysis. Leave empty when there is none.",
        placeholder: "https://site.northwind.example/analysis/pricing",
        example: "https://site.northwind.example/analysis/pricing",
      }),
    ),
    numericContentDetails: optional(
      field.json(
        {
          label: "Numeric Content Details",
          comments:
            'A result that is a whole number, with the range that it may have. A JSON object such as {"value": 80, "rangeFrom": 0, "rangeTo": 100, "numericType": "PERCENTAGE"}; numericType is PERCENTAGE, NPS, RATING or OTHER. Leave empty when there is none.',
          example: JSON.stringify({ value: 80, rangeFrom: 0, rangeTo: 100, numericType: "PERCENTAGE" }),
        },
        values.numericContentDetails,
      ),
    ),
    stepContentDetails: optional(
      field.json(
        {
          label: "Step Content Details",
          comments:
            'The step that was reached, among all of them. A JSON object such as {"value": "Shipped", "availableSteps": ["Ordered", "Shipped", "Delivered"]}. Leave empty when there are none.',
          example: JSON.stringify({ value: "Shipped", availableSteps: ["Ordered", "Shipped", "Delivered"] }),
        },
        values.stepContentDetails,
      ),
    ),
    searchObjectDetails: optional(
      field.json(
        {
          label: "Search Object Details",
          comments:
            'What was searched for or compared. A JSON object such as {"name": "Fabrikam", "objectType": "VENDOR", "domain": "fabrikam.example"}; objectType is VENDOR, PRODUCT or CATEGORY, and objectId and url may be added. Leave empty when nothing was searched for.',
          example: JSON.stringify({
            name: "Fabrikam",
            objectType: "VENDOR",
            domain: "fabrikam.example",
            objectId: "vendor-12",
            url: "https://reviews.example/vendors/12",
          }),
        },
        values.searchObjectDetails,
      ),
    ),
    contentCustomFields: customFieldsBox("Content Custom Fields", "content"),
  },
);

const person = field.group(
  {
    label: "Person",
    comments:
      "Who did it; not together with Tracking ID. Somebody without name, email, phone number and business context needs a Person ID, and a company with a domain. Leave empty when only a tracking id is known.",
  },
  {
    email: optional(
      field.emailAddress({
        label: "Email",
        comments: "The person's e-mail address. Leave empty when it is not known.",
        placeholder: "priya.nair@contoso.example",
        example: "priya.nair@contoso.example",
      }),
    ),
    name: optional(
      field.text({
        label: "Name",
        comments: "The person's full name. Leave empty when it is not known.",
        placeholder: "Priya Nair",
        example: "Priya Nair",
      }),
    ),
    phoneNumber: optional(
      field.phoneNumber({
        label: "Phone Number",
        comments:
          "The person's phone number with plus sign and country code; spaces, dashes and brackets are understood. Leave empty when it is not known.",
        placeholder: "+14255552671",
        example: "+14255552671",
      }),
    ),
    personId: optional(
      field.foreignId({
        label: "Person ID",
        comments: "The person's id in the reporting system. Leave empty only when the person is known by other means.",
        placeholder: "visitor-1042",
        example: "visitor-1042",
      }),
    ),
    company: optional(
      field.json(
        {
          label: "Company",
          comments:
            'The company that the person works for, as a JSON object such as {"name": "Contoso Farms", "domain": "contoso.example"}; companyId and companyBusinessContexts may be added. Leave empty when it is not known.',
          example: JSON.stringify({
            companyId: "company-77",
            name: "Contoso Farms",
            domain: "contoso.example",
            companyBusinessContexts: [
              { objectType: "ACCOUNT", objectId: "0015g00000contoAAA", systemName: "Salesforce" },
            ],
          }),
        },
        values.company,
      ),
    ),
    personBusinessContext: optional(
      field.json(
        {
          label: "Person Business Context",
          comments:
            'The person\'s record in the CRM. A JSON object such as {"objectType": "CONTACT", "objectId": "0035g00000contoAAA", "systemName": "Salesforce"}; objectType is CONTACT or LEAD. Leave empty when there is none.',
          example: JSON.stringify({ objectType: "CONTACT", objectId: "0035g00000contoAAA", systemName: "Salesforce" }),
        },
        values.personBusinessContext,
      ),
    ),
    location: optional(
      field.json(
        {
          label: "Location",
          comments:
            'Where the person is, in codes of ISO 3166 where there are any. A JSON object such as {"country": "US", "state": "US-WA", "region": "US-WA", "city": "Redmond"}. Leave empty when it is not known.',
          example: JSON.stringify({ country: "US", state: "US-WA", region: "US-WA", city: "Redmond" }),
        },
        values.location,
      ),
    ),
    personCustomFields: customFieldsBox("Person Custom Fields", "person"),
  },
);

const customFields = field.groupList(
  {
    label: "Custom Fields",
    comments:
      'More facts about the event. Also a JSON list such as [{"name": "Plan", "value": "Pro", "dataType": "STRING"}]. Leave empty when there are none.',
  },
  {
    name: field.text({
      label: "Name",
      comments: "The name of the custom field.",
      placeholder: "Plan",
      example: "Plan",
    }),
    value: {
      ...field.text({
        label: "Value",
        comments: "The value as text, in the form that its data type asks for.",
        placeholder: "Pro",
        example: "Pro",
      }),
      schema: once(values.customValue),
    },
    dataType: optional(
      field.choice(
        {
          label: "Data Type",
          comments: "What the value is. Leave empty for text.",
          example: "STRING",
        },
        [
          { value: "STRING", label: "Text" },
          { value: "NUMBER", label: "Number" },
          { value: "DATE", label: "Date, or date and time (ISO 8601)" },
          { value: "URL", label: "Web address" },
          { value: "BOOLEAN", label: "True or false" },
          { value: "DURATION", label: "Duration in seconds" },
        ],
      ),
    ),
  },
);

export const addDigitalInteraction = operation({
  label: "Add Digital Interaction",
  description:
    "Reports that somebody did something with content on a website or in an app, such as viewing a page. The event shows on the activity timeline in Gong.",
  endpoint: "POST /v2/digital-interaction",
  scopes: ["api:digital-interactions:write"],
  effect: "repeatable",
  fields: {
    eventId: field.foreignId({
      label: "Event ID",
      comments: "The event's id in the reporting system. Gong takes an event with the same id only once.",
      placeholder: "evt-20260105-17",
      example: "evt-20260105-17",
    }),
    timestamp: field.dateTime(
      {
        label: "Timestamp",
        comments: `When it happened. ${exactMomentFormat}`,
        example: "2026-01-05T10:00:00Z",
      },
      { exact: true },
    ),
    eventType: field.text({
      label: "Event Type",
      comments: "What was done, for people to read, such as Page Viewed or Link Clicked.",
      placeholder: "Page Viewed",
      example: "Page Viewed",
    }),
    content,
    person: optional(person),
    trackingId: inputs.trackingId(
      "The id under which the person is tracked; not together with Person. Leave empty when the person is known.",
    ),
    sourceSystemName: optional(
      field.text({
        label: "Source System Name",
        comments: "The name of the system that reports the event. Leave empty to show none.",
        placeholder: "Northwind website",
        example: "Northwind website",
      }),
    ),
    sessionId: optional(
      field.foreignId({
        label: "Session ID",
        comments: "The id of the visit, which ties its events together. Leave empty when there is none.",
        placeholder: "session-3311",
        example: "session-3311",
      }),
    ),
    device: optional(
      field.choice({ label: "Device", comments: "What was used. Leave empty when it is not known.", example: "PC" }, [
        { value: "PC", label: "Computer" },
        { value: "MOBILE", label: "Mobile device" },
      ]),
    ),
    customFields: optional(customFields),
  },
  request: (body) => {
    const faults = [
      ...faultsOfPerson(body.person, body.trackingId),
      ...(body.customFields ?? []).flatMap((each, index) => {
        const expectation = values.unfitness(each);
        return expectation ? [`Custom Fields[${index + 1}].value ${expectation}. Given: "${each.value}".`] : [];
      }),
    ];
    if (faults.length > 0) throw new InputError(faults);
    return { body };
  },
  response: () => answerWith({}),
  example: { requestId },
  notes: [
    "The companyBusinessContexts of a company are its records in the CRM, each with objectType (ACCOUNT or OPPORTUNITY), objectId and systemName.",
    "Gong answers 409 when an event with the same id was reported before: the first one stays.",
    "An event is tied to a deal by the person's e-mail address, phone number or record in the CRM, or by the company's domain or record.",
  ],
});

type Person = field.Input<{ person: typeof person }>["person"];

/** Gong takes a person or a tracking id, and of a person without any name at least what tells them apart. */
const faultsOfPerson = (who: Person | undefined, trackingId: string | undefined): string[] => {
  if (!who) return [];
  if (trackingId) return ["Person and Tracking ID cannot go together. Leave one of them empty."];
  const isAnonymous = !who.name && !who.email && !who.phoneNumber && !who.personBusinessContext;
  if (!isAnonymous || (who.personId && who.company?.domain)) return [];
  return [
    "Person needs an Email, Name, Phone Number or Person Business Context; without all of these it needs a Person ID, and a Company with a domain.",
  ];
};
