import fc from "fast-check";
import { completeCallSample } from "#src/recipes/calls/completeCall";
import {
  type Filter,
  type FilterOperator,
  failedFilter,
  faultsOfFilters,
  filterInWords,
  filterOperators,
} from "#src/recipes/calls/filters";

const call = completeCallSample;

const passes = (field: string, operator: FilterOperator, value?: unknown, subject = {}) =>
  failedFilter([{ field, operator, value }], "all", { call, ...subject }) === undefined;

describe("filters", () => {
  it.each<[string, FilterOperator, unknown, boolean]>([
    ["call.direction", "equals", "conference", true],
    ["call.direction", "equals", "Inbound", false],
    ["call.direction", "notEquals", "Inbound", true],
    ["call.title", "contains", "CONTOSO", true],
    ["call.title", "notContains", "contoso", false],
    ["call.title", "startsWith", "northwind", true],
    ["call.title", "startsWith", "contoso", false],
    ["call.title", "endsWith", "discovery", true],
    ["call.direction", "isOneOf", "Inbound, Conference", true],
    ["call.direction", "isOneOf", ["Inbound", "Conference"], true],
    ["call.direction", "isOneOf", '["Inbound", "Outbound"]', false],
    ["call.direction", "isNoneOf", "Inbound\nOutbound", true],
    ["call.durationSeconds", "greaterThan", "600", true],
    ["call.durationSeconds", "greaterThan", 1834, false],
    ["call.durationSeconds", "lessThan", "9000", true],
    ["call.durationSeconds", "lessThan", "+1834.5", true],
    ["call.durationSeconds", "lessThan", 1834, false],
    ["call.durationSeconds", "greaterThan", "-1", true],
    ["call.title.words", "isEmpty", undefined, true],
    ["participants.name", "notEquals", "priya nair", false],
    ["participants.name", "contains", "nair", true],
    ["participants.name", "notContains", "nair", false],
    ["participants.name", "startsWith", "priya", true],
    ["participants.name", "endsWith", "nair", true],
    ["participants.name", "isOneOf", "Priya Nair, Zoe", true],
    ["participants.name", "isNoneOf", "Priya Nair, Zoe", false],
    ["trackers.count", "greaterThan", 2, true],
    ["trackers.count", "lessThan", 2, true],
    ["call.durationSeconds", "equals", "1834.0", true],
    ["call.started", "greaterThan", "2026-01-05", true],
    ["call.started", "lessThan", "2026-01-05T18:00:00Z", false],
    ["call.isPrivate", "equals", false, true],
    ["call.purpose", "isNotEmpty", undefined, true],
    ["call.purpose", "isEmpty", undefined, false],
    ["host.emailAddress", "endsWith", "@northwind.example", true],
    ["host.title", "equals", "Account Executive", true],
    ["participants.emailAddress", "equals", "priya.nair@contoso.example", true],
    ["external.emailAddress", "endsWith", "@northwind.example", false],
    ["participants.crmRecords.fields.Department", "equals", "Operations", true],
    ["crm.Salesforce.Account.fields.Industry", "equals", "agriculture", true],
    ["crm.salesforce.account.fields.industry", "equals", "Agriculture", true],
    ["crm.HubSpot.Company.fields.industry", "isEmpty", undefined, true],
    ["crm.HubSpot.Company.fields.industry", "equals", "Agriculture", false],
    ["crm.HubSpot.Company.fields.industry", "notEquals", "Agriculture", true],
    ["crm.Salesforce.Opportunity.fields.Amount", "greaterThan", "100000", true],
    ["crm.Salesforce.Opportunity.fields.CloseDate", "lessThan", "2026-04-01", true],
    ["trackers.name", "equals", "Competitors", true],
    ["topics.name", "isOneOf", "Pricing", true],
  ])("B14: %s %s %j is %s", (field, operator, value, expected) => {
    expect(faultsOfFilters([{ field, operator, value }])).toEqual([]);
    expect(passes(field, operator, value)).toBe(expected);
  });

  it("B14: several filters hold all together, or any of them", () => {
    const [right, wrong]: Filter[] = [
      { field: "call.direction", operator: "equals", value: "Conference" },
      { field: "call.media", operator: "equals", value: "Audio" },
    ];
    if (!right || !wrong) throw new Error("Two filters are needed.");
    expect(failedFilter([right, wrong], "all", { call })).toBe(wrong);
    expect(failedFilter([wrong, right], "any", { call })).toBeUndefined();
    expect(failedFilter([wrong], "any", { call })).toBe(wrong);
    expect(failedFilter([], "any", { call })).toBeUndefined();
  });

  it("B14: looks at the owner's entry and the account's row", () => {
    expect(passes("owner.candidates.licence", "equals", "Full", { owner: { candidates: [{ licence: "Full" }] } })).toBe(
      true,
    );
    expect(passes("account.Segment", "equals", "enterprise", { account: { Segment: "Enterprise" } })).toBe(true);
  });

  it("passes by what is absent, and takes nobody for a host who is no user", () => {
    const [, guest] = call.participants ?? [];
    const host = { userId: null, name: "Room 1", emailAddress: null };
    const bare = { call: { ...call, host, participants: [{ ...guest, userId: null }], trackers: null } };
    for (const field of ["host.title", "trackers.name", "owner.email", "call.title.0", "call.scheduled.day"])
      expect([field, passes(field, "isEmpty", undefined, bare)]).toEqual([field, true]);
    expect(passes("host.name", "equals", "Room 1", bare)).toBe(true);
  });

  it("sees every account of the call, not only the first", () => {
    const [first] = call.crmRecords ?? [];
    if (!first) throw new Error("The sample has CRM records.");
    const two = [
      { ...first, objectType: "Account", fields: { Industry: "Steel" } },
      { ...first, objectType: "Account", fields: { Industry: "Farming" } },
    ];
    expect(
      passes("crm.Salesforce.Account.fields.Industry", "equals", "Farming", { call: { ...call, crmRecords: two } }),
    ).toBe(true);
  });

  it("does not count trackers that were not mentioned", () => {
    const silent = { ...call, trackers: (call.trackers ?? []).map((tracker) => ({ ...tracker, count: 0 })) };
    expect(passes("trackers.name", "isEmpty", undefined, { call: silent })).toBe(true);
  });

  it("finds fields whose names hold dots, and tells long ids apart", () => {
    const [first] = call.crmRecords ?? [];
    if (!first) throw new Error("The sample has CRM records.");
    const dotted = { ...call, crmRecords: [{ ...first, fields: { "Owner.Name": "Tomas" } }] };
    expect(passes("crm.Salesforce.Opportunity.fields.Owner.Name", "equals", "tomas", { call: dotted })).toBe(true);
    expect(passes("call.id", "equals", "7782342274025937896")).toBe(false);
    expect(passes("call.id", "equals", "7782342274025937895")).toBe(true);
  });

  it("says what is wrong with a filter, all faults together", () => {
    const faults = faultsOfFilters([
      { field: "direction", operator: "equals", value: "x" },
      { field: "call.directoin", operator: "equals", value: "x" },
      { field: "call.title", operator: "contains" },
      { field: "call.durationSeconds", operator: "greaterThan", value: "long" },
    ]);
    expect(faults.map((fault) => fault.slice(0, 48))).toEqual([
      "Filters[1] names the field direction. A field be",
      "Filters[2] names the field call.directoin. A cal",
      "Filters[3] has no value, which only isEmpty and ",
      'Filters[4] compares with "long". Give a number, ',
    ]);
    expect(filterInWords({ field: "call.title", operator: "isEmpty" })).toBe("call.title is empty");
    expect(filterInWords({ field: "call.title", operator: "contains", value: "x" })).toBe("call.title contains x");
  });

  it("each operator and its opposite never agree", () => {
    const opposites: [FilterOperator, FilterOperator][] = [
      ["equals", "notEquals"],
      ["contains", "notContains"],
      ["isOneOf", "isNoneOf"],
      ["isEmpty", "isNotEmpty"],
    ];
    const fields = fc.constantFrom(
      "call.direction",
      "call.title",
      "participants.emailAddress",
      "crm.Salesforce.Account.fields.Industry",
      "call.scheduled",
      "call.language",
      "trackers.name",
    );
    const values = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constantFrom("Conference", "priya.nair@contoso.example", "Agriculture"),
    );
    fc.assert(
      fc.property(fields, values, fc.constantFrom(...opposites), (field, value, [one, other]) => {
        expect(passes(field, one, value)).toBe(!passes(field, other, value));
      }),
    );
  });

  it("all is stricter than any, for any filters", () => {
    const filters = fc.array(
      fc.record({
        field: fc.constantFrom("call.direction", "call.durationSeconds", "nothing.here", "host.name"),
        operator: fc.constantFrom(...filterOperators.map(({ value }) => value)),
        value: fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
      }),
    );
    fc.assert(
      fc.property(filters, (each) => {
        const isInAll = failedFilter(each, "all", { call }) === undefined;
        const isInAny = failedFilter(each, "any", { call }) === undefined;
        expect(!isInAll || isInAny).toBe(true);
      }),
    );
  });
});
