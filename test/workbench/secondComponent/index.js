const { component, action, connection, dataSource, input, pollingTrigger, trigger } = require("@prismatic-io/spectral");

/** A small component that has nothing to do with Gong: every type of input, and outcomes of every shape. */

const connectionInput = input({ label: "Connection", type: "connection", required: true });

const pet = {
  name: input({ label: "Name", type: "string", required: true, clean: (value) => String(value ?? "").trim() }),
  born: input({ label: "Born", type: "date" }),
};

const every = {
  connection: connectionInput,
  word: input({ label: "Word", type: "string", required: true, comments: "Any word. See https://words.example/list." }),
  size: input({
    label: "Size",
    type: "string",
    model: [
      { label: "Small", value: "s" },
      { label: "Large", value: "l" },
    ],
  }),
  city: input({ label: "City", type: "string", dataSource: "cities" }),
  country: input({ label: "Country", type: "string", default: "is" }),
  story: input({ label: "Story", type: "text" }),
  pin: input({ label: "Pin", type: "password" }),
  isFast: input({ label: "Is Fast", type: "boolean", default: "true" }),
  filter: input({ label: "Filter", type: "code", language: "json" }),
  day: input({ label: "Day", type: "date" }),
  moment: input({ label: "Moment", type: "timestamp" }),
  file: input({ label: "File", type: "data" }),
  rule: input({ label: "Rule", type: "conditional", collection: "valuelist" }),
  selection: input({ label: "Selection", type: "objectSelection" }),
  fieldMap: input({ label: "Field Map", type: "objectFieldMap" }),
  settings: input({ label: "Settings", type: "jsonForm", dataSource: "settingsForm" }),
  objectName: input({ label: "Object Name", type: "dynamicObjectSelection" }),
  fieldName: input({ label: "Field Name", type: "dynamicFieldSelection" }),
  nextFlow: input({ label: "Next Flow", type: "flow" }),
  tags: input({ label: "Tags", type: "string", collection: "valuelist" }),
  headers: input({ label: { key: "Header", value: "Headers" }, type: "string", collection: "keyvaluelist" }),
  pets: { label: "Pets", type: "structuredObject", collection: "valuelist", inputs: pet },
  owner: { label: "Owner", type: "structuredObject", inputs: pet },
  payment: {
    label: "Payment",
    type: "dynamicObject",
    configurations: {
      card: { label: "Card", inputs: { number: input({ label: "Number", type: "string", required: true }) } },
      cash: { label: "Cash", inputs: {} },
    },
  },
};

const display = (label) => ({ label, description: `${label}, for a test.` });

module.exports.default = component({
  key: "small",
  display: { label: "Small", description: "A component for tests.", iconPath: "../../../assets/icon.png" },
  hooks: { error: (error) => (error.message === "wrapped" ? { wrapped: true } : error) },
  connections: [
    connection({
      key: "basic",
      display: display("Basic"),
      inputs: {
        shop: { label: "Shop", type: "string", required: true },
        password: { label: "Password", type: "password", required: true },
        address: { label: "Address", type: "template", templateValue: "https://{{#shop}}.example/api" },
      },
    }),
  ],
  actions: {
    echo: action({
      display: display("Echo"),
      inputs: every,
      performSafety: "safe",
      perform: async ({ logger, configVars }, { connection: given, file, ...params }) => {
        logger.info("Echoing", given.fields.address, given.fields.password, Object.keys(configVars));
        return {
          data: {
            ...params,
            address: given.fields.address,
            leaked: `Basic ${Buffer.from(`shop:${given.fields.password}`).toString("base64")}`,
            isBuffer: Buffer.isBuffer(file?.data),
            file: file?.data,
            large: 12345678901234567890n,
          },
        };
      },
    }),
    erase: action({
      display: display("Erase"),
      inputs: { connection: connectionInput },
      perform: async () => {
        throw new Error("Erase really ran.");
      },
      examplePayload: { data: { erased: 3 } },
    }),
    wrapped: action({
      display: display("Wrapped"),
      inputs: {},
      performSafety: "safe",
      perform: async () => {
        throw new Error("wrapped");
      },
    }),
    endless: action({
      display: display("Endless"),
      inputs: {},
      performSafety: "safe",
      perform: async () => {
        for (;;);
      },
    }),
  },
  triggers: {
    received: trigger({
      display: display("Received"),
      inputs: {},
      scheduleSupport: "invalid",
      synchronousResponseSupport: "valid",
      perform: async (context, payload) => ({
        payload,
        instanceState: { count: (context.instanceState.count ?? 0) + 1 },
      }),
    }),
    polled: pollingTrigger({
      display: display("Polled"),
      inputs: {},
      perform: async (context, payload) => {
        const { count = 0 } = context.polling.getState();
        context.polling.setState({ count: count + 1 });
        return { payload: { ...payload, body: { data: { count } } }, polledNoChanges: count === 0 };
      },
    }),
  },
  dataSources: {
    cities: dataSource({
      display: display("Cities"),
      inputs: { country: input({ label: "Country", type: "string", required: true }) },
      dataSourceType: "picklist",
      perform: async (_context, { country }) => ({
        result: [{ key: `${country}-1`, label: `First city of ${country}` }, `${country}-2`],
      }),
    }),
    settingsForm: dataSource({
      display: display("Settings Form"),
      inputs: {},
      dataSourceType: "jsonForm",
      perform: async () => ({
        result: {
          schema: {
            type: "object",
            properties: {
              mode: {
                oneOf: [
                  { const: "a", title: "Mode A" },
                  { const: "b", title: "Mode B" },
                ],
              },
              limit: { type: "integer", description: "At most so many." },
              isOn: { type: "boolean" },
              hiddenOne: { type: "string" },
              rows: {
                type: "array",
                items: {
                  type: "object",
                  required: ["from"],
                  properties: { from: { type: "string" }, to: { enum: ["x", "y"] } },
                },
              },
            },
          },
          uiSchema: {
            type: "VerticalLayout",
            elements: [
              { type: "Control", scope: "#/properties/mode", label: "Which mode" },
              { type: "Control", scope: "#/properties/limit" },
              { type: "Control", scope: "#/properties/isOn" },
              {
                type: "Control",
                scope: "#/properties/hiddenOne",
                rule: { effect: "SHOW", condition: { scope: "#/properties/isOn", schema: { const: true } } },
              },
              { type: "Control", scope: "#/properties/rows" },
            ],
          },
          data: { mode: "a", rows: [{ from: "one", to: "x" }] },
        },
      }),
    }),
  },
});
