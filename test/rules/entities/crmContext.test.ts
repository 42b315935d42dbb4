import { crmIdKey, crmKindOf, isSameCrmType } from "#src/entities/crmContext";

it.each([
  ["Account", "Company", "COMPANY", "companies", "Organization"],
  ["Opportunity", "Deal", "deals", " opportunity "],
  ["Contact", "Person", "contact"],
  ["Lead", "LEADS"],
  ["User", "user"],
])("B12: knows a record of kind %s by each of its names", (kind, ...names) => {
  for (const name of [kind, ...names]) {
    expect(crmKindOf(name)).toBe(kind);
    expect(isSameCrmType(kind, name)).toBe(true);
  }
});

it("compares types that a company made for itself by their names", () => {
  expect(crmKindOf("Robot__c")).toBe("Other");
  expect(isSameCrmType("Robot__c", "robot__C ")).toBe(true);
  expect(isSameCrmType("Robot__c", "Harvester__c")).toBe(false);
  expect(isSameCrmType("Robot__c", "Deal")).toBe(false);
});

it.each([
  [
    "Microsoft's in braces and capitals",
    "{8A1F2C30-0B7D-4E55-9C11-AA22BB33CC44}",
    "8a1f2c30-0b7d-4e55-9c11-aa22bb33cc44",
  ],
  ["Salesforce's with 18 and 15 characters", "0015g00000XyZ81AAF", "0015g00000XyZ81"],
  ["Salesforce's with check characters of another", "0015g00000XyZ81AAA", "0015g00000XyZ81"],
  ["Salesforce's in capitals", "0015G00000XYZ81AAF", "0015g00000XyZ81"],
  ["Salesforce's in small letters", "0015g00000xyz81aaf", "0015g00000XyZ81"],
  ["an uploaded one in capitals", "ACC-4711", "acc-4711"],
  ["HubSpot's with blanks around", " 8812345678 ", "8812345678"],
])("B12: takes for the same id %s", (_, one, other) => {
  expect(crmIdKey(one)).toBe(crmIdKey(other));
});

it("keeps apart Salesforce's ids that differ in a capital", () => {
  expect(crmIdKey("0015g00000XyZ81")).not.toBe(crmIdKey("0015g00000Xyz81"));
  expect(crmIdKey("0015g00000XyZ81AAF")).not.toBe(crmIdKey("0015g00000Xyz81AAB"));
});

it.each([
  ["Microsoft's", "8a1f2c30-0b7d-4e55-9c11-aa22bb33cc44", "8a1f2c30-0b7d-4e55-9c11-aa22bb33cc45"],
  ["of 18 digits", "881234567890123401", "881234567890123402"],
  ["longer than Salesforce's", "deal00000abcdef4aab", "deal00000abcdef4aac"],
  ["of 18 characters that do not end as Salesforce's", "deal00000abcdef6zz", "deal00000abcdef7zz"],
])("keeps apart ids %s that differ after the fifteenth character", (_, one, other) => {
  expect(crmIdKey(one)).not.toBe(crmIdKey(other));
});
