import { InputError } from "#src/base/errors";
import { type Fields, read } from "#src/form/field";
import { toRequest } from "#src/gong/request";
import type { Operation } from "#src/operation";
import {
  addDigitalInteraction,
  customActionEvent,
  customSharedEvent,
  customViewedEvent,
} from "#src/operations/engagement/index";

const requestOf = <F extends Fields>(operation: Operation<F>, answers: Record<string, unknown>) =>
  toRequest(operation, read(operation.fields, answers));

const faultsOf = (send: () => unknown): readonly string[] => {
  try {
    send();
  } catch (error) {
    if (error instanceof InputError) return error.faults;
    throw error;
  }
  return [];
};

const action = (more: Record<string, unknown>) =>
  requestOf(customActionEvent, { reportingSystem: "signatures", eventTimestamp: "2026-01-05T10:00:00Z", ...more });

const content = {
  reportingSystem: "signatures",
  eventTimestamp: "2026-01-05T10:00:00Z",
  contentId: "contract-88",
  contentUrl: "https://sign.northwind.example/contract-88",
  contentTitle: "Order form",
};
const shared = (more: Record<string, unknown>) => requestOf(customSharedEvent, { ...content, ...more });
const viewed = (more: Record<string, unknown>) => requestOf(customViewedEvent, { ...content, ...more });

const priya = {
  email: "priya.nair@contoso.example",
  name: "Priya Nair",
  context: [
    {
      system: "Salesforce",
      objects: [{ objectType: "Contact", objectId: "003A", fields: [{ name: "Score", value: 7 }, { name: "Note" }] }],
    },
  ],
};

describe("the legacy events", () => {
  it.each<[string, unknown]>([
    ["text", JSON.stringify(priya)],
    ["an object", priya],
  ])("takes an actor as %s", (_what, actor) => {
    expect(action({ actor }).body).toEqual({
      reportingSystem: "signatures",
      eventTimestamp: "2026-01-05T10:00:00Z",
      actor: priya,
    });
  });

  it.each<[string, unknown]>([
    ["text", JSON.stringify([priya])],
    ["a list", [priya]],
    ["one object", priya],
  ])("takes recipients as %s", (_what, recipients) => {
    expect(shared({ recipients }).body).toMatchObject({ recipients: [priya] });
  });

  it("lets the empty lists of saved workflows mean nothing", () => {
    expect(action({ actor: { name: "Priya", context: [] }, crmContext: " [ ] " }).body).toEqual({
      reportingSystem: "signatures",
      eventTimestamp: "2026-01-05T10:00:00Z",
      actor: { name: "Priya" },
    });
  });

  it("keeps the spaces of a message", () => {
    expect(shared({ sharingMessageBody: "  <p>Hello</p>\n" }).body).toMatchObject({
      sharingMessageBody: "  <p>Hello</p>\n",
    });
  });

  it("names the place of each fault", () => {
    expect(
      faultsOf(() =>
        action({
          actor: { mail: "priya.nair@contoso.example" },
          crmContext: [{ system: "Pipedrive", objects: [{ objectType: "Account" }] }],
          agentPlatform: "Solaris",
          eventProperties: "{",
        }),
      ),
    ).toEqual([
      expect.stringMatching(/^Actor has no property "mail"; it has email, name, title, context/),
      expect.stringMatching(/^CRM Context\[1\]\.system must be one of Salesforce, HubSpot, MicrosoftDynamic, Generic/),
      "CRM Context[1].objects[1].objectId is required.",
      expect.stringMatching(/^Event Properties is not valid JSON/),
      expect.stringMatching(/^Agent Platform must be one of Windows, Linux, MacOS, iOS, Android/),
    ]);
  });

  it("refuses a recipient without an address", () => {
    expect(faultsOf(() => shared({ recipients: [{ name: "Priya Nair" }] }))).toEqual([
      "Recipients[1].email is required.",
    ]);
  });

  it("sends every property value as text that fits its type", () => {
    const properties = [
      { name: "Pages", value: 12.5, dataType: "number" },
      { name: "Id", value: "x", dataType: "string" },
      { name: "Due", value: "2026-01-05", dataType: "date" },
    ];
    expect(action({ contentProperties: properties }).body).toMatchObject({
      contentProperties: [{ value: "12.5" }, { value: "x" }, { value: "2026-01-05" }],
    });
    const unfit = [
      { name: "Pages", value: "many", dataType: "number" },
      { name: "Page", value: "sign.northwind.example", dataType: "url" },
      { name: "Due", value: 1767607200, dataType: "date" },
    ];
    expect(faultsOf(() => action({ contentProperties: unfit }))).toEqual([
      'Content Properties[1].value must be a number, as its dataType says. Given: "many".',
      expect.stringMatching(/^Content Properties\[2\]\.value must be a web address/),
      expect.stringMatching(/^Content Properties\[3\]\.value must be a date, or/),
    ]);
  });

  it("lets platforms through that Gong names later, where Gong has no closed set", () => {
    expect(shared({ agentPlatform: "VisionOS" }).body).toMatchObject({ agentPlatform: "VisionOS" });
  });

  it("refuses a viewer together with a tracking id", () => {
    expect(viewed({ trackingId: "trk-1" }).body).toMatchObject({ trackingId: "trk-1" });
    expect(faultsOf(() => viewed({ trackingId: "trk-1", viewer: priya }))).toEqual([
      "Viewer and Tracking ID cannot go together. Leave one of them empty.",
    ]);
  });
});

describe("addDigitalInteraction", () => {
  const interaction = (more: Record<string, unknown>) =>
    requestOf(addDigitalInteraction, {
      eventId: "evt-1",
      timestamp: "2026-01-05T10:00:00Z",
      eventType: "Page Viewed",
      content: { contentTitle: "Pricing" },
      ...more,
    });
  const company = { domain: "contoso.example" };

  it("sends groups with their JSON children as Gong nests them", () => {
    expect(
      interaction({
        content: {
          contentTitle: "Pricing",
          contentLabel: "a, b",
          numericContentDetails: '{"value": "80", "rangeFrom": 0, "rangeTo": 100}',
          stepContentDetails: { value: "Shipped", availableSteps: ["Ordered", "Shipped"] },
          contentCustomFields: [{ name: "Paid", value: true, dataType: "BOOLEAN" }],
        },
        person: { personId: "visitor-1", company: JSON.stringify(company), email: "" },
        customFields: [
          { name: "Plan", value: "Pro" },
          { name: "Paid", value: false, dataType: "BOOLEAN" },
        ],
      }).body,
    ).toEqual({
      eventId: "evt-1",
      timestamp: "2026-01-05T10:00:00Z",
      eventType: "Page Viewed",
      content: {
        contentTitle: "Pricing",
        contentLabel: ["a", "b"],
        numericContentDetails: { value: 80, rangeFrom: 0, rangeTo: 100 },
        stepContentDetails: { value: "Shipped", availableSteps: ["Ordered", "Shipped"] },
        contentCustomFields: [{ name: "Paid", value: "true", dataType: "BOOLEAN" }],
      },
      person: { personId: "visitor-1", company },
      customFields: [
        { name: "Plan", value: "Pro" },
        { name: "Paid", value: "false", dataType: "BOOLEAN" },
      ],
    });
  });

  it("refuses a person together with a tracking id", () => {
    const person = { email: "priya.nair@contoso.example" };
    expect(interaction({ person }).body).toMatchObject({ person });
    expect(interaction({ trackingId: "trk-1" }).body).toMatchObject({ trackingId: "trk-1" });
    expect(faultsOf(() => interaction({ person, trackingId: "trk-1" }))).toEqual([
      "Person and Tracking ID cannot go together. Leave one of them empty.",
    ]);
  });

  it.each([{ personId: "visitor-1" }, { company }, { personId: "visitor-1", company: { name: "Contoso" } }])(
    "refuses an anonymous person of whom Gong knows only %j",
    (person) => {
      expect(faultsOf(() => interaction({ person }))).toEqual([expect.stringMatching(/^Person needs an Email, Name/)]);
    },
  );

  it.each([
    { name: "Priya Nair" },
    { phoneNumber: "+14255552671" },
    { personBusinessContext: { objectType: "LEAD", objectId: "00Q1" } },
    { personId: "visitor-1", company },
  ])("takes a person of whom Gong knows %j", (person) => {
    expect(interaction({ person }).body).toMatchObject({ person });
  });

  it("refuses details that lack what Gong needs of them", () => {
    expect(
      faultsOf(() => interaction({ content: { contentTitle: "Pricing", numericContentDetails: { rangeFrom: 0.5 } } })),
    ).toEqual([
      expect.stringMatching(/^Content\.numericContentDetails\.rangeFrom must be a whole number/),
      "Content.numericContentDetails.rangeTo is required.",
    ]);
    expect(
      faultsOf(() => interaction({ customFields: [{ name: "Time", value: "long", dataType: "DURATION" }] })),
    ).toEqual(['Custom Fields[1].value must be a number of seconds, as its dataType says. Given: "long".']);
    expect(faultsOf(() => interaction({ content: { contentCustomFields: [{ name: "Time" }] } }))).toContainEqual(
      expect.stringMatching(/contentCustomFields\[1\]\.value is required/),
    );
    expect(faultsOf(() => interaction({ content: { contentId: "c-1" } }))).toEqual([
      "Content.contentTitle is required.",
    ]);
  });
});
