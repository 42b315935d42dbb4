import { BrokenConnectionError, GongError, MissingScopeError, NotAnsweredError } from "#src/base/errors";
import {
  callsCheck,
  clockCheck,
  credentialsCheck,
  crmCheck,
  grantedScopeChecks,
  hostCheck,
  importCheck,
  probedScopeCheck,
  toReport,
  trackersCheck,
} from "#src/recipes/connection/checks";

const here = "https://api.gong.io";
const connection = { key: "gongApiKey", configVarKey: "Gong", fields: {} };
const deadKey = new BrokenConnectionError(connection, "Raw Request: Gong answered 401.", { status: 401 });
const redirect = new BrokenConnectionError(connection, "Redirects.", { address: "https://us-1.api.gong.io" });
const silence = new NotAnsweredError("Raw Request: GET /v2/users got no answer: the host name does not exist.", {
  code: "ENOTFOUND",
});
const scopeless = new MissingScopeError("The scope api:users:read is missing.", { status: 401 });
const refused = (status: number) => new GongError(`Gong answered ${status}.`, { status, gongErrors: ["No."] });

describe("the host", () => {
  it("is fine when Gong answers, whatever it says", () => {
    for (const fault of [undefined, deadKey, scopeless, refused(403), refused(500)])
      expect(hostCheck(here, fault)).toEqual({ name: "Host", ok: true, found: `Gong answers at ${here}.`, fix: null });
  });

  it("is named when it is another one", () => {
    expect(hostCheck(here, redirect)).toMatchObject({
      ok: false,
      fix: expect.stringContaining("https://us-1.api.gong.io"),
    });
  });

  it("is wrong when nothing of Gong's comes back", () => {
    expect(hostCheck(here, silence)).toMatchObject({
      ok: false,
      found: expect.stringMatching(/^GET \/v2\/users got no answer/),
    });
    for (const status of [200, 404])
      expect(hostCheck(here, new GongError("Odd.", { status }))).toMatchObject({ ok: false, found: "Odd." });
    for (const fault of [new GongError("Odd.", { status: 400 }), new GongError("Odd."), refused(404)])
      expect(hostCheck(here, fault).ok).toBe(true);
  });
});

describe("the credentials", () => {
  it("are fine when a request passes, or lacks only a scope", () => {
    for (const fault of [undefined, scopeless])
      for (const [usesOAuth, what] of [
        [true, "token"],
        [false, "access key"],
      ] as const)
        expect(credentialsCheck(fault, usesOAuth)).toMatchObject({
          ok: true,
          found: `Gong accepts the ${what} of the connection.`,
        });
  });

  it("are dead with words what to do", () => {
    expect(credentialsCheck(deadKey, false)).toMatchObject({
      ok: false,
      found: "Gong answered 401.",
      fix: expect.stringMatching(
        /^Create an access key.*base URL.*https:\/\/api\.gong\.io answers 401 to keys of a region/,
      ),
    });
    expect(credentialsCheck(deadKey, true)).toMatchObject({ fix: expect.stringContaining("Reconnect") });
    expect(credentialsCheck(refused(403), true)).toMatchObject({
      ok: false,
      fix: expect.stringContaining("trusted IP"),
    });
    expect(credentialsCheck(refused(500), true)).toMatchObject({ ok: false, fix: expect.stringContaining("later") });
  });
});

describe("scopes", () => {
  it("are compared with the token's own list", () => {
    expect(grantedScopeChecks(["api:users:read"], ["api:users:read", "api:logs:read"])).toMatchObject([
      { name: "Scope api:users:read", ok: true, fix: null },
      { name: "Scope api:logs:read", ok: false, fix: expect.stringContaining("reconnect") },
    ]);
  });

  it("are there when Gong refuses for another reason", () => {
    for (const fault of [undefined, refused(400), refused(404)])
      expect(probedScopeCheck("api:logs:read", fault).ok).toBe(true);
    for (const fault of [scopeless, refused(403), refused(500), silence])
      expect(probedScopeCheck("api:logs:read", fault)).toMatchObject({ ok: false, fix: expect.any(String) });
  });
});

describe("the clock", () => {
  const gongs = "Fri, 20 Nov 2026 08:00:00 GMT";
  const at = (seconds: number) => clockCheck(gongs, Date.parse(gongs) + 500 + seconds * 1000);

  it("may differ by a minute", () => {
    expect(at(1)).toMatchObject({ found: "Gong's clock is 1 second behind that of this platform." });
    expect(at(0)).toMatchObject({ ok: true, found: "This platform and Gong have the same time." });
    expect(at(60)).toMatchObject({ ok: true, found: expect.stringContaining("60 seconds behind") });
    expect(at(-61)).toMatchObject({ ok: false, found: expect.stringContaining("61 seconds ahead of") });
    expect(at(3600)).toMatchObject({ ok: false, fix: expect.stringContaining("clock") });
    expect(clockCheck(undefined, 0).ok).toBe(true);
  });
});

describe("calls, trackers, CRM and import", () => {
  const call = (trackers: object[], objects: object[] = []) =>
    ({ content: { trackers }, context: objects.length > 0 ? [{ system: "Salesforce", objects }] : [] }) as never;

  it("tell a connection that sees nothing", () => {
    expect(callsCheck(0, 30)).toMatchObject({ ok: false });
    expect(callsCheck(1, 30)).toMatchObject({ ok: true, found: "This connection sees 1 call of the last 30 days." });
    expect(callsCheck(0, 30, scopeless)).toMatchObject({ ok: false, found: expect.stringContaining("api:users:read") });
  });

  it("name the trackers that count but have no phrases, and the two boxes", () => {
    const calls = [
      call([
        { name: "Competitors", type: "KEYWORD", count: 2, phrases: [] },
        { name: "Budget", type: "KEYWORD", count: 1, phrases: [] },
        { name: "Objections", type: "Smart", count: 4, phrases: [] },
        { name: "Silent", type: "KEYWORD", count: 0, phrases: [] },
      ]),
      call([{ name: "Budget", type: "KEYWORD", count: 1, phrases: [{ phrase: "budget", count: 1 }] }]),
    ];
    expect(trackersCheck(calls, ["Competitors", "Silent"])).toEqual({
      name: "Trackers",
      ok: false,
      found: "Trackers that counted mentions but have no phrases: Competitors. Not mentioned in these calls: Silent.",
      fix: expect.stringMatching(/"API request results" and "Separate phrases"/),
    });
    expect(trackersCheck([])).toMatchObject({
      ok: true,
      found: "No keyword tracker was mentioned in 0 calls, so nothing could be compared.",
    });
    expect(trackersCheck(calls.slice(1), ["Budget", "Silent"])).toMatchObject({
      ok: true,
      found: "All 1 keyword trackers that were mentioned in 1 call have phrases. Not mentioned in these calls: Silent.",
    });
    expect(trackersCheck([call([{ name: "Budget", count: 1, phrases: null }])])).toMatchObject({
      ok: false,
      found: "Trackers that counted mentions but have no phrases: Budget.",
    });
    const many = Array.from({ length: 22 }, (_, index) => ({ name: `T${index}`, count: 1 }));
    expect(trackersCheck([call(many.slice(0, 20))]).found).toMatch(/ T18, T19\.$/);
    expect(trackersCheck([call(many)]).found).toMatch(/ T18, T19 and 2 more\.$/);
  });

  it("tell the share of calls with CRM records, by system and type", () => {
    const account = { objectType: "Account" };
    const calls = [
      call([], [account, account, { objectType: "Opportunity" }]),
      call([], [account]),
      call([]),
      call([]),
    ];
    expect(crmCheck(calls)).toMatchObject({
      ok: true,
      found: "2 of 4 calls are linked (50 %): Salesforce Account 2, Salesforce Opportunity 1.",
    });
    const rare = { context: [{ objects: [{ objectType: "Lead" }, null] }] } as never;
    expect(crmCheck([rare, ...calls])).toMatchObject({
      found:
        "3 of 5 calls are linked (60 %): Salesforce Account 2, Unknown Lead 1, Unknown record 1, Salesforce Opportunity 1.",
    });
    expect(crmCheck([{ context: null } as never])).toMatchObject({
      ok: false,
      fix: expect.stringContaining("Connect the CRM"),
    });
    expect(crmCheck([]).ok).toBe(true);
  });

  it("name the active users whose calls are not imported", () => {
    const person = (emailAddress: string, active: boolean, telephonyCallsImported: boolean) =>
      ({ emailAddress, active, settings: { telephonyCallsImported } }) as never;
    const users = [
      person("a@northwind.example", true, false),
      person("b@northwind.example", true, true),
      person("c@northwind.example", false, false),
    ];
    expect(importCheck(users, true)).toMatchObject({
      ok: false,
      found: "Telephone calls are not imported for 1 of 2 active users: a@northwind.example.",
    });
    expect(importCheck(users.slice(1), false)).toMatchObject({
      ok: true,
      found: "Telephone calls are imported for the first 1 active user.",
    });
    expect(importCheck(users.slice(1), true).found).toBe("Telephone calls are imported for all of 1 active user.");
    const off = { settings: { telephonyCallsImported: false } };
    expect(importCheck([{ ...off, id: "7", active: true }, off] as never, true).found).toBe(
      "Telephone calls are not imported for 2 of 2 active users: 7, a user without address.",
    );
  });

  it("are advice: a report without anything worse is ok", () => {
    const bad = crmCheck([call([])]);
    expect(toReport([bad])).toEqual({ ok: true, checks: [bad] });
    expect(toReport([bad, callsCheck(0, 30)]).ok).toBe(false);
  });

  it("survive any shape of Gong's", () => {
    const odd = [
      null,
      {},
      { content: null, context: null },
      { content: { trackers: [null, {}] }, context: [null, { objects: [null] }] },
    ];
    expect(() => [
      trackersCheck(odd as never),
      crmCheck(odd as never),
      importCheck([null, {}] as never, true),
    ]).not.toThrow();
  });
});
