import { InputError } from "#src/base/errors";
import { toLdjson } from "#src/operations/crmUpload";

const mostUploadBytes = 200 * 1024 * 1024;

const account = { objectId: "acc-4711", modifiedDate: "2026-01-05T10:00:00Z", name: "Contoso Farms" };
const line = `${JSON.stringify(account)}\n`;

const faultsOf = (build: () => unknown): readonly string[] => {
  try {
    build();
  } catch (error) {
    if (error instanceof InputError) return error.faults;
    throw error;
  }
  throw new Error("nothing was refused");
};

describe("what a file is built from", () => {
  it.each<[string, unknown]>([
    ["a list of objects", [account]],
    ["a list of JSON texts", [JSON.stringify(account)]],
    ["one object", account],
    ["JSON text of a list", JSON.stringify([account], null, 2)],
    ["JSON text of one object over several lines", JSON.stringify(account, null, 2)],
    ["NDJSON text", `\uFEFF${line}\r\n`],
    ["bytes", Buffer.from(line)],
    ["a typed array", new Uint8Array(Buffer.from(line))],
    ["a file of a step", { data: Buffer.from(line), contentType: "application/json" }],
    ["a file whose data are text", { data: JSON.stringify([account]), contentType: "application/json" }],
    ["a file whose data are a list", { data: [account] }],
    ["a buffer that went through JSON", JSON.parse(JSON.stringify(Buffer.from(line)))],
  ])("takes %s", (_what, given) => {
    expect(toLdjson(given, "ACCOUNT")).toBe(line);
  });

  it.each<[string, unknown, RegExp]>([
    ["base64 text", Buffer.from(line).toString("base64"), /must be a list of objects/],
    ["a number", 7, /must be a list of objects/],
    ["a file that is no text", Buffer.from([0x1f, 0x8b, 0xff, 0xfe]), /must be a text file in UTF-8/],
    ["an empty file", Buffer.alloc(0), /is empty/],
    ["an empty list", "[]", /is empty/],
    ["broken JSON", '[{"objectId": }]', /is not valid JSON/],
  ])("refuses %s", (_what, given, words) => {
    expect(faultsOf(() => toLdjson(given, "ACCOUNT"))).toEqual([expect.stringMatching(words)]);
  });

  it("refuses more than 200 MB", () => {
    expect(faultsOf(() => toLdjson(Buffer.alloc(mostUploadBytes + 1), "ACCOUNT")).join()).toContain("at most 200 MB");
  });
});

describe("what a line is made of", () => {
  const built = (object: Record<string, unknown>, type: Parameters<typeof toLdjson>[1] = "DEAL") =>
    JSON.parse(toLdjson([{ objectId: "deal-1", modifiedDate: "2026-01-05T10:00:00Z", ...object }], type));

  it("writes dates in UTC without fractions of a second", () => {
    expect(
      built({
        modifiedDate: "2026-01-05T10:00:00.483+01:00",
        createdDate: 1767607200483,
        closeDate: "2026-03-31T17:00:00.000-08:00",
        renewalDate__c: "2026-04-01T08:00:00.500+02:00",
        note__c: "At 2026-04-01T08:00:00.500Z",
        signed__c: new Date("2026-01-05T10:00:00.123Z"),
      }),
    ).toMatchObject({
      modifiedDate: "2026-01-05T09:00:00Z",
      createdDate: "2026-01-05T10:00:00Z",
      closeDate: "2026-03-31",
      renewalDate__c: "2026-04-01T08:00:00+02:00",
      note__c: "At 2026-04-01T08:00:00.500Z",
      signed__c: "2026-01-05T10:00:00Z",
    });
  });

  it("keeps every digit of every number", () => {
    const text =
      '{"objectId":9007199254740993123,"modifiedDate":"2026-01-05T10:00:00Z","accountId":9007199254740993,"amount":12345678901234567.25,"score":18446744073709551617}\n';
    expect(toLdjson(text, "DEAL")).toBe(
      '{"objectId":"9007199254740993123","modifiedDate":"2026-01-05T10:00:00Z","accountId":"9007199254740993","amount":12345678901234567.25,"score":18446744073709551617}\n',
    );
    expect(toLdjson(`[${text.trim()}]`, "DEAL")).toContain('"score":18446744073709551617');
    for (const score of ["1234567890123456", "0.1234567890123456789", "1e400"]) {
      const stage = `{"objectId":"won","name":"Won","score":${score}}\n`;
      expect(toLdjson(stage, "STAGE")).toBe(stage);
    }
  });

  it("keeps nulls and custom fields, and drops blank dates", () => {
    expect(built({ ownerId: null, closeDate: " ", amount: "7000.5", region: null, flags: ["a"] })).toEqual({
      objectId: "deal-1",
      modifiedDate: "2026-01-05T10:00:00Z",
      ownerId: null,
      amount: 7000.5,
      region: null,
      flags: ["a"],
    });
  });

  it("reads what spreadsheets write", () => {
    expect(built({ isDeleted: "TRUE", status: "won" })).toMatchObject({ isDeleted: true, status: "WON" });
    expect(built({ domains: "contoso.example, contoso-farms.example" }, "ACCOUNT").domains).toEqual([
      "contoso.example",
      "contoso-farms.example",
    ]);
  });
});

describe("what a line is refused for", () => {
  const modifiedDate = "2026-01-05T10:00:00Z";

  it("names the line and the property of each fault", () => {
    const text = [
      JSON.stringify(account),
      "",
      '{"objectId": "acc 1", "modifiedDate": "yesterday"}',
      '{"objectId": "acc-2"',
      "[]",
      '{"objectId": "acc-3"}',
    ].join("\n");
    expect(faultsOf(() => toLdjson(text, "ACCOUNT"))).toEqual([
      'Data File, line 3: objectId must have at most 64 letters, digits, dashes and underscores, or be an e-mail address. Given: "acc 1".',
      expect.stringMatching(/^Data File, line 3: modifiedDate must be a date and time.* Given: "yesterday"\.$/),
      expect.stringMatching(/^Data File, line 4: is not valid JSON: /),
      "Data File, line 5: must be a JSON object.",
      "Data File, line 6: modifiedDate is required.",
    ]);
  });

  it.each<[Parameters<typeof toLdjson>[1], Record<string, unknown>, string]>([
    ["ACCOUNT", { modifiedDate }, "objectId is required."],
    ["CONTACT", { objectId: "c-1", modifiedDate: null }, "modifiedDate is required."],
    ["LEAD", { objectId: "x".repeat(65), modifiedDate }, "at most 64"],
    ["LEAD", { objectId: "a b@contoso.example", modifiedDate }, "at most 64"],
    ["DEAL", { objectId: "d-1", modifiedDate, status: "CLOSED" }, "status must be one of OPEN, WON, LOST"],
    ["DEAL", { objectId: "d-1", modifiedDate, amount: "much" }, "amount must be a number"],
    ["DEAL", { objectId: "d-1", modifiedDate, objectType: "CONTACT" }, "objectType must be DEAL"],
    ["STAGE", { objectId: "s-1", name: "" }, "name is required."],
    ["BUSINESS_USER", { objectId: "u-1", modifiedDate }, "emailAddress is required."],
    ["BUSINESS_USER", { objectId: "u-1", modifiedDate, isDeleted: "false", emailAddress: "" }, "emailAddress is req"],
  ])("refuses a %s like %j", (type, object, words) => {
    const faults = faultsOf(() => toLdjson([object], type));
    expect(faults).toEqual([expect.stringContaining(words)]);
    expect(faults[0]).toMatch(/^Data File, line 1: /);
  });

  it.each<[Parameters<typeof toLdjson>[1], Record<string, unknown>]>([
    ["STAGE", { objectId: "discovery", name: "Discovery" }],
    ["BUSINESS_USER", { objectId: "u-1", modifiedDate, isDeleted: true }],
    ["CONTACT", { objectId: "priya.nair+farms@contoso.example", modifiedDate }],
    ["STAGE", { objectId: "s-1", name: "Won", objectType: "STAGE" }],
    ["STAGE", { objectId: "s-1", name: "Won", objectType: "Harvester__c" }],
    ["STAGE", { objectId: "s-1", name: "Won", objectType: null }],
  ])("takes a %s like %j", (type, object) => {
    expect(JSON.parse(toLdjson([object], type))).toEqual(object);
  });

  it("quotes at most 120 characters of a value", () => {
    const given = (length: number) =>
      faultsOf(() => toLdjson([{ objectId: "d-1", modifiedDate, amount: "x".repeat(length - 2) }], "DEAL")).join();
    expect(given(120)).toContain(`Given: "${"x".repeat(118)}".`);
    expect(given(121)).toContain(`Given: "${"x".repeat(119)}….`);
  });

  it("refuses two updates of one record", () => {
    expect(faultsOf(() => toLdjson([account, { ...account, objectId: "acc-2" }, account], "ACCOUNT"))).toEqual([
      'Data File, line 3: objectId "acc-4711" is also on line 1. Send two updates of one record in two uploads.',
    ]);
  });

  it("shows twenty faults and counts the others", () => {
    const faults = faultsOf(() => toLdjson(Array(25).fill({}), "STAGE"));
    expect(faults).toHaveLength(21);
    expect(faults[20]).toBe("Data File has 30 more faults.");
  });
});
