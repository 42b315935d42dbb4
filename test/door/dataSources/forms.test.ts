import Ajv from "ajv";
import { harness, quietLogger, tokenConnectionTo } from "../../support/component";
import { act, useSandbox } from "../../support/door";
import { type Sandbox, startSandbox } from "../../support/sandbox";

const sandbox = useSandbox({ world: { calls: 3, users: 30 } });

type Row = Record<string, unknown>;
interface Form {
  readonly schema: {
    properties: { rows: { items: { properties: Record<string, { oneOf?: { const: string; title: string }[] }> } } };
  };
  readonly uiSchema: { elements: unknown[] };
  readonly data: { rows: Row[] };
}

const logger = quietLogger();

const fill = async (from: Sandbox, key: string, inputs: Row = {}, configVars: Row = {}): Promise<unknown> => {
  const context = { logger, configVars };
  const { result } = await harness.dataSource(key, { connection: tokenConnectionTo(from), ...inputs }, context);
  return result;
};

const form = async (key: string, inputs: Row = {}): Promise<Form> => {
  return (await fill(sandbox, key, inputs)) as Form;
};

const run = async (key: string, inputs: Row) => {
  return act<{ results: Row[] }>(sandbox, key, inputs);
};

/** What the wizard would say of these values. */
const isAccepted = ({ schema }: Form, value: unknown) => new Ajv({ strict: false }).validate(schema, value);

const columnsOf = ({ schema }: Form) => schema.properties.rows.items.properties;

const host = () => {
  const [first] = sandbox.world.users;
  if (!first) throw new Error("The world has users.");
  return sandbox.world.describeUser(first);
};

const otherUsers = [
  { id: "A", email: "x@elsewhere.example", name: "Ada" },
  { id: "B", email: "y@elsewhere.example" },
];

describe("Select User Map", () => {
  it("has a row for every user of Gong, and goes unchanged into Manual Map", async () => {
    const made = await form("userMapForm", { otherUsers });
    expect(made.data.rows).toHaveLength(30);
    expect(isAccepted(made, made.data)).toBe(true);
    expect(columnsOf(made).otherUserId?.oneOf).toEqual([
      { const: "", title: "By the rules" },
      { const: "A", title: "Ada, x@elsewhere.example" },
      { const: "B", title: "y@elsewhere.example" },
    ]);
    const { id } = host();
    const rows = made.data.rows.map((row) => (row.gongUser === id ? { ...row, otherUserId: "B" } : row));
    expect(isAccepted(made, { rows })).toBe(true);
    for (const manualMap of [{ rows }, JSON.stringify({ rows }), rows])
      expect((await run("matchUsers", { gongUsers: [id], otherUsers, manualMap })).results).toMatchObject([
        { decision: "MATCHED", otherUserId: "B", reason: "MANUAL_MAP" },
      ]);
    expect((await run("matchUsers", { gongUsers: [id], otherUsers, manualMap: made.data })).results).toMatchObject([
      { decision: "CREATE" },
    ]);
  });

  it("keeps what was saved when there are new users, and users who left", async () => {
    const saved = {
      rows: [
        { gongUser: "42", otherUserId: "gone" },
        { gongUser: host().id, otherUserId: "A" },
      ],
    };
    const made = await form("userMapForm", { otherUsers, saved });
    expect(columnsOf(made).otherUserId?.oneOf?.map((each) => each.const)).toEqual(["", "A", "B", "gone"]);
    const open = await form("userMapForm", { otherUsers, saved: { rows: [{ gongUser: host().id }] } });
    expect(columnsOf(open).otherUserId?.oneOf).toHaveLength(3);
    expect(made.data.rows.slice(0, 2)).toEqual(saved.rows);
    expect(made.data.rows).toHaveLength(31);
    expect(new Set(made.data.rows.map(({ gongUser }) => gongUser)).size).toBe(31);
    expect(isAccepted(made, made.data)).toBe(true);
    expect(columnsOf(made).gongUser?.oneOf).toContainEqual({ const: "42", title: "42 (saved before)" });
  });

  it("finds by itself what the wizard holds of it, in whichever variable and form, unless two could be meant", async () => {
    const saved = { rows: [{ gongUser: host().id, otherUserId: "A" }] };
    const others = {
      Filters: { rows: [{ field: "call.scope", operator: "equals", value: "External" }] },
      Rules: { rows: [{ direction: "", media: "Video", activityType: "Demo" }] },
      Mixed: { rows: [{ field: "call.scope", operator: "equals" }, { activityType: "Demo" }] },
      Plain: "text",
      Empty: { rows: [] },
      Gong: { fields: {} },
    };
    for (const held of [saved, JSON.stringify(saved)]) {
      const made = (await fill(sandbox, "userMapForm", { otherUsers }, { ...others, Who: held })) as Form;
      expect(made.data.rows[0]).toEqual(saved.rows[0]);
      expect(made.data.rows).toHaveLength(30);
    }
    const filters = (await fill(sandbox, "callFiltersForm", {}, { ...others, Who: saved })) as Form;
    expect(filters.data).toEqual(others.Filters);
    const rules = (await fill(sandbox, "activityTypeRulesForm", {}, { ...others, Who: saved })) as Form;
    expect(rules.data).toEqual(others.Rules);
    const twice = (await fill(sandbox, "callFiltersForm", {}, { ...others, More: others.Filters })) as Form;
    expect(twice.data.rows).toEqual([]);
    const given = (await fill(sandbox, "userMapForm", { saved: { rows: [] } }, others)) as Form;
    expect(given.data.rows.every(({ otherUserId }) => otherUserId === "")).toBe(true);
  });

  it("lists people by name and address, those who left last", async () => {
    const { id } = sandbox.world.addUser({ firstName: "Aaron", lastName: "Aas", active: false });
    const bare = sandbox.world.addUser({ firstName: "Zoe", lastName: "Zorn" });
    const people = columnsOf(await form("userMapForm")).gongUser?.oneOf ?? [];
    expect(people.find((each) => each.const === id)?.title).toMatch(/^Aaron Aas, .+@.+ \(inactive\)$/);
    expect(people.find((each) => each.const === bare.id)?.title).toMatch(/^Zoe Zorn, [^ ]+@[^ ]+$/);
    const { compare } = new Intl.Collator("en", { numeric: true });
    const titles = people.map(({ title }) => title);
    const isLeaver = (title: string) => title.endsWith("(inactive)");
    expect(titles).toEqual([
      ...titles.filter((title) => !isLeaver(title)).sort(compare),
      ...titles.filter(isLeaver).sort(compare),
    ]);
  });

  it("says so where not all rows fit", async () => {
    const saved = (count: number) => ({
      rows: Array.from({ length: count }, () => ({ field: "call.title", operator: "isEmpty", value: "" })),
    });
    logger.lines.length = 0;
    expect((await form("callFiltersForm", { saved: saved(500) })).data.rows).toHaveLength(500);
    expect(logger.lines).toEqual([]);
    expect((await form("callFiltersForm", { saved: saved(501) })).data.rows).toHaveLength(500);
    expect(logger.lines.join()).toContain("the form holds 500 of 501 rows");
  });

  it("takes typed ids where the other users are not given, and has at most 500 rows", async () => {
    const large = await startSandbox({ limits: false, world: { calls: 1, users: 520 } });
    try {
      const made = (await fill(large, "userMapForm")) as Form;
      expect(made.data.rows).toHaveLength(500);
      expect(columnsOf(made).gongUser?.oneOf).toHaveLength(520);
      expect(columnsOf(made).otherUserId).toEqual({
        type: "string",
        title: "Id of the user in the other system",
        description: expect.stringMatching(/^Leave empty/),
      });
      expect(isAccepted(made, { rows: [{ gongUser: large.world.users[519]?.id, otherUserId: "typed" }] })).toBe(true);
      expect(logger.lines.at(-1)).toMatch(/the form holds 500 of 520 rows/);
    } finally {
      await large.close();
    }
  });
});

/** A call that goes through any of these forms. */
const call = {
  id: "1",
  title: "Demo",
  direction: "Conference",
  media: "Video",
  url: "https://app.gong.io/call?id=1",
  crmRecords: [
    { system: "Salesforce", objectType: "Account", id: "8", name: null, fields: { Industry: "Farming" }, timing: null },
  ],
};

describe("Select Activity Type Rules", () => {
  it("begins with the usual rules, and goes unchanged into the action", async () => {
    const made = await form("activityTypeRulesForm", { activityTypes: ["Touchpoint", "Demo"] });
    const begun = await form("activityTypeRulesForm");
    expect(isAccepted(begun, begun.data)).toBe(true);
    expect(begun.data.rows.length).toBeGreaterThan(0);
    expect(columnsOf(begun).activityType?.oneOf).toBeUndefined();
    expect(columnsOf(made).activityType?.oneOf).toHaveLength(2);
    expect(await run("buildTimelineActivities", { calls: [call], activityTypeRules: begun.data })).toMatchObject({
      results: [{ activityType: "Meeting" }],
    });
    const rows = [{ direction: "", media: "Video", activityType: "Demo" }];
    expect(isAccepted(made, { rows })).toBe(true);
    expect(isAccepted(made, { rows: [{ direction: "Sideways", activityType: "Demo" }] })).toBe(false);
    expect(await run("buildTimelineActivities", { calls: [call], activityTypeRules: { rows } })).toMatchObject({
      results: [{ activityType: "Demo" }],
    });
    expect((await form("activityTypeRulesForm", { saved: { rows } })).data).toEqual({ rows });
  });
});

describe("Select Call Filters", () => {
  it("lets everything through at first, and goes unchanged into the action", async () => {
    const made = await form("callFiltersForm", { fields: "crm.Salesforce.Account.fields.Segment__c" });
    expect(made.data).toEqual({ rows: [] });
    const rows = [{ field: "crm.Salesforce.Account.fields.Industry", operator: "equals", value: "farming" }];
    expect(isAccepted(made, { rows })).toBe(true);
    const ids = async (filters: unknown) =>
      (await run("buildTimelineActivities", { calls: [call], filters })).results.length;
    expect(await ids(made.data)).toBe(1);
    expect(await ids({ rows })).toBe(1);
    expect(await ids({ rows: [{ ...rows[0], value: "steel" }] })).toBe(0);
    expect(await ids(JSON.stringify({ rows: [{ field: "call.title", operator: "isEmpty", value: "" }] }))).toBe(0);
    const saved = { rows: [{ field: "call.scope", operator: "equals", value: "External" }] };
    const again = await form("callFiltersForm", { saved });
    expect(again.data).toEqual(saved);
    expect(isAccepted(again, saved)).toBe(true);
  });

  it("names fields only that filters know", async () => {
    const { schema } = await form("callFiltersForm");
    const choices = schema.properties.rows.items.properties.field?.oneOf ?? [];
    const filters = choices.map((each) => ({ field: each.const, operator: "isNotEmpty" }));
    await expect(run("buildTimelineActivities", { calls: [call], filters })).resolves.toBeDefined();
  });
});

describe("Select CRM Field Map", () => {
  it("begins with the fields that Gong has, and goes unchanged into the action", async () => {
    const [integration] = (await fill(sandbox, "crmIntegrations")) as { key: string }[];
    const asked = { integrationId: integration?.key, objectType: "ACCOUNT" };
    const own = {
      uniqueName: "region",
      label: "Region",
      type: "PICKLIST",
      referenceTo: "",
      orderedValueList: ["EMEA"],
    };
    const first = await form("crmFieldMapForm", { ...asked, saved: { rows: [own] } });
    expect(first.data.rows[0]).toEqual(own);
    const { type, referenceTo, ...texts } = columnsOf(first);
    expect(type?.oneOf?.map((each) => each.const)).toContain("PICKLIST");
    expect(referenceTo?.oneOf?.[0]).toEqual({ const: "", title: "Nothing" });
    expect(referenceTo?.oneOf?.length).toBeGreaterThan(1);
    expect(texts).toMatchObject({
      uniqueName: { type: "string", description: "The field's name in uploaded objects." },
      label: { type: "string" },
      orderedValueList: { type: "array", items: { type: "string" } },
    });
    expect(first.data.rows.filter(({ uniqueName }) => uniqueName === "region")).toHaveLength(1);
    expect(isAccepted(first, first.data)).toBe(true);
    await run("uploadCrmSchemaFields", { ...asked, fields: first.data });
    const again = await form("crmFieldMapForm", asked);
    expect(again.data.rows).toContainEqual(own);
    expect(isAccepted(again, again.data)).toBe(true);
  });
});
