import fc from "fast-check";
import { completeCallSample } from "#src/recipes/calls/completeCall";
import { accountRefsOf, readAccountMap, resolveAccount, severalAccounts } from "#src/recipes/timeline/accounts";
import { activityTypeOf, suggestedType, suggestedTypeRules } from "#src/recipes/timeline/activityType";

const call = completeCallSample;

describe("activity types", () => {
  const typeOf = (direction: string | null, media: string | null = "Video", rules = suggestedTypeRules) =>
    activityTypeOf({ direction, media }, rules, suggestedType);

  it.each([
    ["Inbound", "Call"],
    ["Outbound", "Call"],
    ["Conference", "Meeting"],
    ["Unknown", "Meeting"],
    [null, "Meeting"],
  ])("B13: %s becomes %s", (direction, type) => {
    expect(typeOf(direction)).toBe(type);
  });

  it("B13: the first of the builder's rules that fits decides", () => {
    const rules = [
      { direction: "conference", media: "Audio", activityType: "Dial-in" },
      { media: "Video", activityType: "Video Meeting" },
      { activityType: "Touchpoint" },
    ];
    expect(typeOf("Conference", "Audio", rules)).toBe("Dial-in");
    expect(typeOf("Inbound", "Video", rules)).toBe("Video Meeting");
    expect(typeOf("Inbound", null, rules)).toBe("Touchpoint");
  });
});

describe("accounts", () => {
  const refs = accountRefsOf(call);
  const addresses = ["Priya.Nair@Contoso.example"];
  const find = (map: unknown, from = refs, people: readonly string[] = addresses) =>
    resolveAccount(from, people, readAccountMap(Array.isArray(map) ? map : [map]));

  it("B6: knows accounts, deals, contacts and leads of any CRM", () => {
    const kinds = [
      "Account",
      "Company",
      "COMPANY",
      "Organization",
      "Opportunity",
      "Deal",
      "Contact",
      "Lead",
      "Case",
    ].map((objectType) => {
      const record = { ...call.crmRecords?.[0], system: "CRM", objectType, id: "1", name: null, fields: {} };
      return accountRefsOf({ ...call, crmRecords: [record as never], participants: [] })[0]?.kind;
    });
    expect(kinds).toEqual(["account", "account", "account", "account", "deal", "deal", "contact", "lead", "other"]);
    const [record] = call.crmRecords ?? [];
    const crmRecords = ["Case", "Account", "Lead"].map((objectType) => ({ ...record, objectType, id: "1" }) as never);
    const others = accountRefsOf({
      ...call,
      crmRecords: [...crmRecords, { ...record, id: null } as never],
      participants: [],
    });
    expect(others.map(({ kind }) => kind)).toEqual(["account", "lead", "other"]);
    expect(refs.map(({ kind, id }) => [kind, id])).toEqual([
      ["account", "0015g00000XyZ81AAF"],
      ["deal", "0065g00000KpQ2nAAF"],
      ["contact", "0035g00000QwE45AAF"],
    ]);
  });

  it.each<[string, unknown, string]>([
    ["CRM id", { "0015g00000XyZ81AAF": "A-1" }, "Account 0015g00000XyZ81AAF"],
    ["15 characters of the CRM id", { "0015g00000XyZ81": "A-1" }, "Account 0015g00000XyZ81AAF"],
    ["CRM id in capitals", { "0015G00000XYZ81AAF": "A-1" }, "Account 0015g00000XyZ81AAF"],
    ["opportunity", { "0065g00000KpQ2nAAF": "A-1" }, "Opportunity 0065g00000KpQ2nAAF"],
    ["contact", [{ crmId: "0035g00000QwE45AAF", accountId: "A-1" }], "Contact 0035g00000QwE45AAF"],
    ["address", { "priya.nair@CONTOSO.example": "A-1" }, "address priya.nair@contoso.example"],
    ["domain", { "contoso.example": "A-1" }, "domain contoso.example"],
    ["website", [{ Website: "https://www.Contoso.example/about", "Company GSID": "A-1" }], "domain contoso.example"],
    [
      "one of several domains",
      [{ domains: "other.example; contoso.example", accountId: "A-1" }],
      "domain contoso.example",
    ],
    ["a list", [{ domains: ["other.example", null, "contoso.example"], accountId: "A-1" }], "domain contoso.example"],
    [
      "the first of several rows",
      ["A-1", "A-2"].map((accountId) => ({ domain: "contoso.example", accountId })),
      "domain contoso.example",
    ],
  ])("B24: finds the account by %s", (_, map, matchedBy) => {
    expect(find(map)).toMatchObject({ accountId: "A-1", matchedBy });
  });

  it("B24: a CRM id beats an address, an address a domain, and a domain the one above it", () => {
    const map = { "0015g00000XyZ81AAF": "A-1", "priya.nair@contoso.example": "A-2", "contoso.example": "A-3" };
    expect(find(map).accountId).toBe("A-1");
    expect(find(map, []).accountId).toBe("A-2");
    expect(find(map, [], ["someone@contoso.example"]).accountId).toBe("A-3");
    expect(find(map, [], ["someone@mail.contoso.example"]).accountId).toBe("A-3");
    expect(find({ "mail.contoso.example": "A-4", ...map }, [], ["x@mail.contoso.example"]).accountId).toBe("A-4");
  });

  it.each([
    "www.contoso.example",
    "WWW.Contoso.EXAMPLE.",
    "contoso.example:8443",
    "https://contoso.example?utm=1",
    "http://www.contoso.example:80/about?x=y#team",
    "//contoso.example/",
    "contoso.example#top",
    "@contoso.example",
    " https://CONTOSO.example./ ",
  ])("B24: finds the account by the website %s", (website) => {
    expect(find([{ website, accountId: "A-1" }])).toMatchObject({
      accountId: "A-1",
      matchedBy: "domain contoso.example",
    });
    expect(find({ [website]: "A-1" })).toMatchObject({ accountId: "A-1" });
  });

  it("B24: finds records whose ids are in capitals or braces", () => {
    const guid = "4f6c1a2b-0d3e-4f5a-8b7c-9d0e1f2a3b4c";
    const [ref] = refs;
    const byGuid = ref ? [{ ...ref, id: `{${guid.toUpperCase()}}` }] : [];
    expect(find({ [guid]: "A-1" }, byGuid, []).accountId).toBe("A-1");
    expect(find([{ crmId: `{${guid}}`, accountId: "A-1" }], byGuid, []).accountId).toBe("A-1");
    const bySalesforce = ref ? [{ ...ref, id: "0015g00000XyZ81AAF" }] : [];
    expect(find({ "0015G00000XYZ81AAF": "A-1" }, bySalesforce, []).accountId).toBe("A-1");
  });

  it("B24: tells every account that the records of a call lead to", () => {
    const map = { "0015g00000XyZ81AAF": "A-1", "0065g00000KpQ2nAAF": "A-2", "0035g00000QwE45AAF": "A-1" };
    const found = find(map);
    expect(found).toMatchObject({ accountId: "A-1", others: ["A-2"] });
    expect(severalAccounts(found)).toMatchObject([
      { code: "SEVERAL_ACCOUNTS", message: expect.stringMatching(/A-1 was taken.*A-2/) },
    ]);
    expect(severalAccounts(find({ "contoso.example": "A-3" }))).toEqual([]);
  });

  it.each([
    [{ "1.76762E+15": "A-1" }],
    [{ "contoso.example": "9,87654E+12" }],
    [[{ crmId: "1767620000000000.0", accountId: "A" }]],
  ])("refuses ids that a spreadsheet rounded: %j", (map) => expect(() => find(map)).toThrow(/spreadsheets write it/));

  it("B24: tells what was tried when nothing is found", () => {
    expect(find({ "tailspin.example": "A-9" })).toEqual({
      accountId: null,
      matchedBy: null,
      tried: [
        "Account 0015g00000XyZ81AAF",
        "Opportunity 0065g00000KpQ2nAAF",
        "Contact 0035g00000QwE45AAF",
        "address priya.nair@contoso.example",
        "domain contoso.example",
      ],
    });
  });

  it("does not take a top-level domain for an account", () => {
    expect(find({ ".example": "A-1", example: "A-1" }, [], ["x@contoso.example"]).accountId).toBeNull();
  });

  it("has its row with the account's id, and takes no other column for a domain", () => {
    const rows = [{ domain: "contoso.example", "Company GSID": "A-1", "tailspin.example": "A-9" }];
    expect(find(rows, []).row).toEqual({ ...rows[0], accountId: "A-1" });
    expect(find(rows, [], ["x@tailspin.example"]).accountId).toBeNull();
    expect(find({ "contoso.example": 7 }).accountId).toBe("7");
  });

  it("refuses rows that lead nowhere", () => {
    expect(() => readAccountMap([{ domain: "contoso.example" }])).toThrow("must have an accountId in row 1");
    expect(() => readAccountMap(["contoso.example"])).toThrow("must have an object or a row at place 1");
  });

  it("finds an account exactly when one of the things tried is in the map", () => {
    const id = fc.constantFrom("0015g00000XyZ81AAF", "8812345678", "0065g00000KpQ2nAAF");
    const address = fc.constantFrom("a@contoso.example", "b@mail.fabrikam.example", "c@tailspin.example");
    const key = fc.oneof(id, address, fc.constantFrom("contoso.example", "fabrikam.example"));
    fc.assert(
      fc.property(fc.array(id), fc.array(address), fc.uniqueArray(key), (ids, people, keys) => {
        const someRefs = ids.map((each) => ({
          system: "HubSpot",
          objectType: "Company",
          kind: "account" as const,
          id: each,
          name: null,
        }));
        const map = Object.fromEntries(keys.map((each) => [each, `to ${each}`]));
        const found = find(map, someRefs, people);
        expect(found.accountId === null).toBe(found.matchedBy === null);
        if (found.accountId !== null) expect(found.accountId.slice(3)).toBe(found.matchedBy?.split(" ")[1]);
        else for (const each of found.tried) expect(keys).not.toContain(each.split(" ")[1]);
      }),
    );
  });
});
