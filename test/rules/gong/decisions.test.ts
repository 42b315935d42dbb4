import fc from "fast-check";
import { z } from "zod";
import { GongError } from "#src/base/errors";
import { parseJson, toWord } from "#src/base/json";
import { holdSecrets, redact, registerSecret } from "#src/base/redact";
import * as field from "#src/form/field";
import { readConnection } from "#src/gong/account";
import { accept, arrive, dueAt, leave, newPace, noteTime, queueUp, refuse, spentToday, start } from "#src/gong/pace";
import { follow, type Position, toPosition, toResume } from "#src/gong/pages";
import { targetOf, toRequest } from "#src/gong/request";
import { type Attempt, decide, readRetryAfter } from "#src/gong/retry";
import { split } from "#src/gong/split";
import { paceOf } from "#src/gong/turn";
import { operation } from "#src/operation";

const words = { label: "Call", comments: "The call." };

describe("the address of a connection", () => {
  const address = (baseUrl: unknown) =>
    readConnection({
      key: "gongApiKey",
      configVarKey: "connection",
      fields: { accessKey: "KEY", accessKeySecret: "secret-123456", baseUrl },
    }).origin;

  it.each([
    [undefined, "https://api.gong.io"],
    ["  ", "https://api.gong.io"],
    ["https://us-12345.api.gong.io", "https://us-12345.api.gong.io"],
    [" https://us-12345.api.gong.io/v2 \n", "https://us-12345.api.gong.io"],
    ["https://us-12345.api.gong.io/v2/", "https://us-12345.api.gong.io"],
    ["us-12345.api.gong.io", "https://us-12345.api.gong.io"],
    ["HTTPS://US-12345.API.GONG.IO/V2", "https://us-12345.api.gong.io"],
    ["https://api.gong.io/v2/calls?cursor=1#top", "https://api.gong.io"],
    ["https://us-12345.\napi.gong.io", "https://us-12345.api.gong.io"],
    ["http://127.0.0.1:8080/", "http://127.0.0.1:8080"],
    ["http://localhost:8080", "http://localhost:8080"],
    ["//us-12345.api.gong.io", "https://us-12345.api.gong.io"],
    [null, "https://api.gong.io"],
  ])("reads %j", (pasted, expected) => expect(address(pasted)).toBe(expected));

  it.each([
    ["https://app.gong.io", /web app.*https:\/\/api\.gong\.io/],
    ["https://us-12345.app.gong.io/calls", /web app/],
    ["http://api.gong.io", /unprotected/],
    ["ftp://api.gong.io", /https:\/\//],
    ["https://user:word@api.gong.io", /user name or password/],
    ["https://api.gong.io/somewhere", /path/],
    ["gong", /leads to gong, which is not Gong/],
    ["https://api.gong.io:8443", /leads to api.gong.io:8443, which is not Gong.*usual port/],
    ["https://api.gong.io.evil.example", /not Gong.*GONG_ALLOWED_HOSTS/],
    ["https://evilgong.io", /not Gong/],
    ["https://myapp.gong.io/v2x", /path/],
    ["https://:word@api.gong.io", /user name or password/],
    ["see https://api.gong.io", /seehttps:.*unprotected/],
    ["https://api.gong.io/x/v2", /path/],
    ["https://gong.io@evil.example", /user name or password/],
    ["https://10.0.0.1", /not Gong/],
    ["https://", /not a web address/],
    [42, /must be text/],
  ])("refuses %j with advice", (pasted, message) => expect(() => address(pasted)).toThrow(message));

  it("opens this machine only where GONG_ALLOWED_HOSTS names it", () => {
    const allowed = process.env.GONG_ALLOWED_HOSTS;
    process.env.GONG_ALLOWED_HOSTS = "sandbox.example, LOCALHOST";
    expect(address("http://localhost:8080")).toBe("http://localhost:8080");
    expect(address("https://sandbox.example:8443")).toBe("https://sandbox.example:8443");
    expect(() => address("https://127.0.0.1:8080")).toThrow(/not Gong/);
    expect(() => address("http://127.0.0.1:8080")).toThrow(/unprotected/);
    process.env.GONG_ALLOWED_HOSTS = allowed;
  });

  it("takes no host from a token but Gong's", () => {
    const token = { access_token: "token-123456", api_base_url_for_customer: "https://gong.evil.example" };
    expect(() => readConnection({ key: "oauth2", configVarKey: "c", fields: {}, token })).toThrow(
      /api_base_url_for_customer\) leads to gong\.evil\.example, which is not Gong.*Reconnect/,
    );
  });

  it("reads a token that is nested or JSON text", () => {
    const answer = {
      access_token: "token-123456",
      api_base_url_for_customer: "https://us-1.api.gong.io",
      scope: "a b",
    };
    for (const token of [answer, { data: answer }, { raw: JSON.stringify(answer) }]) {
      const account = readConnection({ key: "oauth2", configVarKey: "c", fields: {}, token });
      expect(account).toMatchObject({ origin: "https://us-1.api.gong.io", authorization: "Bearer token-123456" });
      expect(account.grantedScopes).toEqual(["a", "b"]);
    }
    const holder = { a: { b: { ...answer, scope: " a,b\n c " } }, odd: "{", more: null };
    expect(readConnection({ key: "oauth2", configVarKey: "c", fields: {}, token: holder }).grantedScopes).toEqual([
      ...["a", "b", "c"],
    ]);
    for (const token of [{ a: holder }, "{", "[]", { raw: "{" }, null])
      expect(() => readConnection({ key: "oauth2", configVarKey: "c", fields: {}, token: token as never })).toThrow(
        /no access token\. Reconnect/,
      );
    for (const access_token of ["token\u00e9", "to ken", " "])
      expect(() => readConnection({ key: "oauth2", configVarKey: "c", token: { ...answer, access_token } })).toThrow(
        /no access token\. Reconnect/,
      );
    expect(() => readConnection({ key: "oauth2", configVarKey: "c", token: { access_token: "token-123456" } })).toThrow(
      /does not know its Gong host/,
    );
    const full = { ...answer, refresh_token: " refresh-123456 " };
    const asking = { clientSecret: "client-123456", scopes: "x, y" };
    expect(readConnection({ key: "oauth2", configVarKey: "c", fields: asking, token: full })).toMatchObject({
      secrets: ["token-123456", "refresh-123456", "client-123456"],
      requestedScopes: ["x", "y"],
    });
    const bare = readConnection({ key: "oauth2", configVarKey: "c", token: answer });
    expect(bare).toMatchObject({ requestedScopes: [], secrets: ["token-123456"] });
  });

  it("knows no scopes of an access key", () => {
    const fields = { accessKey: "KEY", accessKeySecret: "SECRET-123456" };
    const account = readConnection({ key: "gongApiKey", configVarKey: "c", fields });
    expect(account).toMatchObject({ grantedScopes: [], requestedScopes: [], usesOAuth: false });
  });

  it("is the same account for the same key at the same host only", () => {
    const identityOf = (fields: object) =>
      readConnection({
        key: "gongApiKey",
        configVarKey: "c",
        fields: { accessKey: "KEY", accessKeySecret: "SECRET-123456", ...fields },
      }).identity;
    expect(identityOf({ accessKeySecret: "other-123456", baseUrl: "https://api.gong.io/v2" })).toBe(identityOf({}));
    expect(identityOf({ accessKey: "OTHER" })).not.toBe(identityOf({}));
    expect(identityOf({ baseUrl: "https://us-1.api.gong.io" })).not.toBe(identityOf({}));
    expect(() => identityOf({ accessKey: "KEY:SECRET" })).toThrow(/holds a colon/);
    expect(() => identityOf({ accessKey: 5, accessKeySecret: " " })).toThrow(
      /no Access Key and no Access Key Secret\./,
    );
  });

  it("says what is missing, and shows no secret", () => {
    const fields = { accessKey: " ", accessKeySecret: "SECRET-123456" };
    const attempt = () => readConnection({ key: "gongApiKey", configVarKey: "c", fields });
    expect(attempt).toThrow(/no Access Key\./);
    try {
      attempt();
    } catch (error) {
      expect(JSON.stringify({ ...(error as object), fault: error })).not.toContain("SECRET");
    }
    expect(() => readConnection({ key: "oauth2", configVarKey: "c", fields: {} })).toThrow(/Reconnect/);
    expect(() => readConnection(undefined)).toThrow(/No Gong connection/);
  });
});

describe("a request", () => {
  const getCall = operation({
    label: "Get Call",
    description: "Gets a call.",
    endpoint: "GET /v2/calls/{callId}",
    scopes: [],
    effect: "reads",
    fields: {
      callId: field.text({ ...words, label: "Call ID" }),
      phone: field.optional(field.text({ ...words, label: "Phone" })),
      folder: field.formOnly(field.text({ ...words, label: "Folder" })),
    },
    response: () => z.looseObject({}),
    example: {},
  });

  it("keeps any id in its own path segment", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (callId) => {
        const trimmed = callId.trim();
        if (trimmed === "" || trimmed === "." || trimmed === "..") {
          expect(() => toRequest(getCall, { callId })).toThrow(/Call ID/);
          return;
        }
        const { path } = toRequest(getCall, { callId });
        const url = new URL(path, "https://api.gong.io");
        expect(url.pathname.split("/")).toHaveLength(4);
        expect(url.pathname.startsWith("/v2/calls/")).toBe(true);
        expect(url.search + url.hash).toBe("");
        expect(decodeURIComponent(url.pathname.slice(10))).toBe(trimmed.toWellFormed());
      }),
    );
  });

  it("encodes query values once, and leaves out blank and form-only ones", () => {
    const target = (input: object) => targetOf(toRequest(getCall, { callId: "1", ...input }));
    expect(target({ phone: "+1 425", folder: "f" })).toBe("/v2/calls/1?phone=%2B1%20425");
    expect(target({ phone: " " })).toBe("/v2/calls/1");
  });

  it("says in the query what was meant, for any values", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.array(fc.string())), (query) => {
        const request = { ...toRequest(getCall, { callId: "1" }), query };
        const read = new URL(targetOf(request), "https://api.gong.io").searchParams;
        for (const [name, values] of Object.entries(query))
          expect(read.getAll(name.toWellFormed())).toEqual(
            values.filter((value) => value.trim() !== "").map((value) => value.toWellFormed()),
          );
      }),
    );
  });

  it("puts the cursor beside the filter, and never sends the paging inputs", () => {
    const list = operation({
      label: "List",
      description: "Lists.",
      endpoint: "POST /v2/calls/extensive",
      scopes: [],
      effect: "reads",
      fields: { workspaceId: field.optional(field.text(words)) },
      request: ({ workspaceId }) => ({ body: { filter: { workspaceId } } }),
      response: () => z.looseObject({}),
      list: { key: "calls", cursor: "body" },
      example: {},
    });
    const input = { workspaceId: "1", fetchAll: true, maxRecords: 3, cursor: "form" };
    const { method, path, query, body, multipart } = toRequest(list, input, "next");
    expect({ method, path, query, body, multipart }).toEqual({
      method: "POST",
      path: "/v2/calls/extensive",
      query: {},
      body: { filter: { workspaceId: "1" }, cursor: "next" },
      multipart: undefined,
    });
  });
});

describe("trying again", () => {
  const attempt = fc.record<Attempt>({
    effect: fc.constantFrom("reads", "writes", "repeatable", "spendsCredits"),
    failure: fc.oneof(
      fc.record({
        status: fc.constantFrom(400, 404, 429, 500, 501, 502, 503, 504),
        retryAfterMs: fc.option(fc.nat(), { nil: undefined }),
      }),
      fc.record({ unanswered: fc.constantFrom("ECONNRESET", "ETIMEDOUT", "ECONNREFUSED"), sent: fc.boolean() }),
    ),
    attempt: fc.integer({ min: 1, max: 8 }),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
    remainingMs: fc.integer({ min: -1000, max: 600_000 }),
    own: fc.constant(undefined),
  });

  it("never repeats what may have happened, and never spends credits twice", () => {
    const repeated = new Map<string, number>();
    fc.assert(
      fc.property(attempt, (each) => {
        if (!decide(each).again) return;
        repeated.set(each.effect, (repeated.get(each.effect) ?? 0) + 1);
        expect(each.effect).not.toBe("spendsCredits");
        if (each.effect !== "writes") return;
        expect("status" in each.failure ? each.failure.status === 429 : !each.failure.sent).toBe(true);
      }),
      { numRuns: 1000 },
    );
    expect([...repeated.keys()].sort()).toEqual(["reads", "repeatable", "writes"]);
  });

  it("never waits beyond the budget, and never less than Gong asks", () => {
    fc.assert(
      fc.property(attempt, (each) => {
        const decision = decide(each);
        if (!decision.again) return;
        expect(decision.waitMs).toBeLessThan(each.remainingMs);
        if ("status" in each.failure && each.failure.retryAfterMs !== undefined)
          expect(decision.waitMs).toBe(each.failure.retryAfterMs);
        else expect(decision.waitMs).toBeLessThanOrEqual(30_000);
      }),
    );
  });

  it.each([400, 401, 402, 403, 404, 409, 413, 415, 422, 501])("takes %i as final", (status) => {
    const decision = decide({ effect: "reads", failure: { status }, attempt: 1, random: 0, remainingMs: 1e6 });
    expect(decision).toEqual({ again: false, busy: false });
  });

  const untilFinal = (failure: Attempt["failure"], own?: Attempt["own"], effect: Attempt["effect"] = "reads") => {
    const isAgain = (attempt: number) => decide({ effect, failure, attempt, random: 0, remainingMs: 1e9, own }).again;
    let retries = 0;
    while (retries < 100 && isAgain(retries + 1)) retries++;
    return retries;
  };

  it.each<[number | string, number]>([
    [429, 100],
    [500, 4],
    [502, 8],
    [503, 8],
    [504, 8],
    ["ENOTFOUND", 2],
    ["UNREADABLE", 3],
    ["ECONNRESET", 8],
    ["EAI_AGAIN", 8],
    ["ETIMEDOUT", 8],
    ["TOO_LARGE", 0],
    ["CERT_HAS_EXPIRED", 0],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", 0],
    ["SELF_SIGNED_CERT_IN_CHAIN", 0],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", 0],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", 0],
    ["ERR_TLS_CERT_ALTNAME_INVALID", 0],
  ])("repeats a read after %s at most %i times", (what, retries) => {
    const failure = typeof what === "number" ? { status: what } : { unanswered: what, sent: true };
    expect(untilFinal(failure)).toBe(retries);
    // What repeating does nothing to is like a read; a write is repeated only where Gong refused it.
    expect(untilFinal(failure, undefined, "repeatable")).toBe(retries);
    expect(untilFinal(failure, undefined, "writes")).toBe(what === 429 ? retries : 0);
    expect(untilFinal(failure, undefined, "spendsCredits")).toBe(0);
  });

  it("says of AI that was refused with 429 that only time is missing, and of nothing else", () => {
    const base = { effect: "spendsCredits", attempt: 1, random: 0, remainingMs: 1e6 } as const;
    expect(decide({ ...base, failure: { status: 429, retryAfterMs: 5 } })).toEqual({ again: false, busy: true });
    expect(decide({ ...base, failure: { status: 500 } })).toEqual({ again: false, busy: false });
    expect(decide({ ...base, failure: { unanswered: "ECONNREFUSED", sent: false } }).again).toBe(false);
  });

  it("obeys Gong's wait in the retries of a raw request, and says when they are used up that time is missing", () => {
    const base = { effect: "writes", random: 0, remainingMs: 1e6, own: { max: 2, delayMs: 10 } } as const;
    const refused = { status: 429, retryAfterMs: 700 };
    expect(decide({ ...base, failure: refused, attempt: 2 })).toEqual({ again: true, waitMs: 700 });
    expect(decide({ ...base, failure: { status: 429 }, attempt: 2 })).toEqual({ again: true, waitMs: 10 });
    expect(decide({ ...base, failure: refused, attempt: 3 })).toEqual({ again: false, busy: true, waitMs: 700 });
    expect(decide({ ...base, failure: { status: 500 }, attempt: 1 })).toEqual({ again: false, busy: false });
    expect(untilFinal({ status: 500 }, { max: 20 })).toBe(20);
    expect(untilFinal({ status: 400 }, { max: 20 })).toBe(0);
    expect(untilFinal({ status: 400 }, { max: 20, onAllErrors: true })).toBe(20);
  });

  it("lets a raw request decide for itself", () => {
    const base = { effect: "writes", attempt: 1, random: 0, remainingMs: 1e6 } as const;
    const own = { max: 2, delayMs: 10, onAllErrors: true };
    expect(decide({ ...base, failure: { status: 400 }, own })).toEqual({ again: true, waitMs: 10 });
    expect(decide({ ...base, failure: { status: 400 }, own, attempt: 3 }).again).toBe(false);
    expect(decide({ ...base, failure: { status: 429 }, own: { max: 0 } }).again).toBe(false);
    const growing = { max: 5, delayMs: 100, growing: true, onAllErrors: true };
    expect(decide({ ...base, failure: { status: 500 }, attempt: 3, own: growing })).toEqual({
      again: true,
      waitMs: 400,
    });
  });

  it("waits twice as long each time, up to half a minute, and leaves a half to chance", () => {
    const waitOf = (attempt: number, random: number) => {
      const failure = { status: 503 };
      return decide({ effect: "reads", failure, attempt, random, remainingMs: 600_000 });
    };
    for (const [attempt, mostMs] of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000].entries()) {
      expect(waitOf(attempt + 1, 1)).toEqual({ again: true, waitMs: mostMs });
      expect(waitOf(attempt + 1, 0)).toEqual({ again: true, waitMs: mostMs / 2 });
    }
  });

  it("reads Retry-After as seconds or as a date", () => {
    const now = Date.parse("2026-11-20T10:00:00Z");
    expect(readRetryAfter("7", now)).toBe(7000);
    expect(readRetryAfter(" 7 ", now)).toBe(7000);
    expect(readRetryAfter("20 Nov 2026 10:00:30 GMT", now)).toBe(30_000);
    expect(readRetryAfter("Fri, 20 Nov 2026 10:00:30 GMT", now)).toBe(30_000);
    for (const nothing of ["Fri, 20 Nov 2026 09:00:00 GMT", "0", "-1", "soon", "", undefined])
      expect(readRetryAfter(nothing, now)).toBeUndefined();
  });
});

describe("the pace", () => {
  it("never lets more than three start within a second, in the order in which they asked", () => {
    const steps = fc.array(
      fc.record({ pauseMs: fc.nat(400), delayMs: fc.nat(200), refusedFor: fc.option(fc.nat(3000), { freq: 8 }) }),
      { minLength: 8, maxLength: 30 },
    );
    fc.assert(
      fc.property(steps, (requests) => {
        const pace = newPace();
        const arrivals: number[] = [];
        let now = 1_000_000;
        for (const { pauseMs, delayMs, refusedFor } of requests) {
          now += pauseMs;
          const turn = queueUp(pace, now);
          now = dueAt(pace, turn, now);
          expect(now).toBeGreaterThanOrEqual(pace.heldUntil);
          start(pace, turn, now);
          arrive(turn, now + delayMs);
          arrivals.push(now + delayMs);
          if (refusedFor === null) accept(pace, turn);
          else refuse(pace, turn, now + delayMs, refusedFor);
        }
        arrivals.forEach((at, index) => {
          const third = arrivals[index - 3];
          if (third !== undefined) expect(at - third).toBeGreaterThanOrEqual(1020);
        });
      }),
    );
  });

  it("slows down once for a burst of refusals, and recovers", () => {
    const pace = newPace();
    const turns = [0, 1, 2].map(() => queueUp(pace, 1000));
    for (const turn of turns) start(pace, turn, 1000);
    for (const turn of turns) refuse(pace, turn, 1100, 2000);
    expect(pace.windowMs).toBeCloseTo(1122);
    expect(pace).toMatchObject({ heldUntil: 3100, mustProbe: false });
    for (let answers = 0; answers < 20; answers++) for (const turn of turns.slice(0, 1)) accept(pace, turn);
    expect(pace.windowMs).toBe(1020);
  });

  it("slows down more when it is refused again soon, which tells of other clients", () => {
    const slowedBy = (afterMs: number) => {
      const pace = newPace();
      const refused = (now: number) => {
        const turn = queueUp(pace, now);
        start(pace, turn, now);
        refuse(pace, turn, now + 100, 1000);
        return pace.windowMs;
      };
      const first = refused(100_000);
      return refused(100_000 + afterMs) / first;
    };
    expect(slowedBy(5000)).toBeCloseTo(1.5);
    expect(slowedBy(60_000)).toBeCloseTo(1.1);
  });

  it("after a long hold lets one request try, and the others go on once Gong took it", () => {
    const pace = newPace();
    const refused = queueUp(pace, 0);
    start(pace, refused, 0);
    refuse(pace, refused, 0, 3_600_000);
    const [probe, other] = [queueUp(pace, 10), queueUp(pace, 10)];
    expect([dueAt(pace, probe, 10), dueAt(pace, other, 10)]).toEqual([3_600_000, 3_600_000]);
    start(pace, probe, 3_600_000);
    expect(dueAt(pace, other, 3_600_000)).toBe(3_605_000);
    accept(pace, refused);
    expect(dueAt(pace, other, 3_600_000)).toBe(3_605_000);
    accept(pace, probe);
    expect(dueAt(pace, other, 3_600_000)).toBe(3_600_000);
  });

  it("lets an urgent request go ahead of what asked in the ten seconds before, and of nothing that waits longer", () => {
    const pace = newPace();
    for (let count = 0; count < 3; count++) start(pace, queueUp(pace, 0), 0);
    const [old, recent] = [queueUp(pace, 0), queueUp(pace, 5000)];
    const [urgent, later] = [queueUp(pace, 10_500, true), queueUp(pace, 10_500, true)];
    refuse(pace, old, 10_500, 1000);
    const inOrder = [old, urgent, later, recent].map((turn) => dueAt(pace, turn, 10_500));
    expect(inOrder).toEqual([11_500, 11_500, 11_500, 11_500 + pace.windowMs]);
    expect(pace.waiting).toEqual([old, urgent, later, recent]);
    leave(pace, urgent);
    expect(dueAt(pace, recent, 10_500)).toBe(11_500);
    leave(pace, old);
    leave(pace, later);
    const first = queueUp(pace, 10_600, true);
    expect(pace.waiting).toEqual([first, recent]);
  });

  it("counts from when the line stood, never from before the start", () => {
    const pace = newPace();
    const turn = queueUp(pace, 1000);
    start(pace, turn, 1000);
    arrive(turn, 1300);
    expect(turn.at).toBe(1300);
    arrive(turn, 900);
    expect(turn.at).toBe(1300);
  });

  it("keeps who waits in the queue when the clock is set back", () => {
    const pace = newPace();
    noteTime(pace, 1_000_000);
    for (let count = 0; count < 3; count++) start(pace, queueUp(pace, 1_000_000), 1_000_000);
    const turns = Array.from({ length: 4 }, () => queueUp(pace, 1_000_000));
    noteTime(pace, 1_000_100);
    expect(turns.map((turn) => dueAt(pace, turn, 1_000_100))).toEqual([...Array(3).fill(1_001_020), 1_002_040]);
    noteTime(pace, 5000);
    expect(turns.map((turn) => dueAt(pace, turn, 5000))).toEqual([5000, 5000, 5000, 6020]);
  });

  it("keeps 200 accounts in mind, those used last", () => {
    const first = paceOf("account 0");
    first.spent = 7;
    for (let index = 1; index < 200; index++) paceOf(`account ${index}`);
    expect(paceOf("account 0")).toBe(first);
    const second = paceOf("account 1");
    for (let index = 200; index < 399; index++) paceOf(`account ${index}`);
    expect(paceOf("account 1")).toBe(second);
    expect(paceOf("account 0")).not.toBe(first);
  });

  it("counts what was spent today", () => {
    const pace = newPace();
    const noon = Date.parse("2026-11-20T12:00:00Z");
    start(pace, queueUp(pace, noon), noon);
    start(pace, queueUp(pace, noon), noon + 3_600_000);
    expect(spentToday(pace, noon + 7_200_000)).toBe(2);
    expect(spentToday(pace, noon + 86_400_000)).toBe(0);
  });
});

describe("JSON", () => {
  it("is read like JSON.parse does", () => {
    fc.assert(
      fc.property(fc.json(), fc.boolean(), (text, isForced) => {
        fc.pre(!/\d{16}/.test(text));
        // A long integer beside it sends the text through the slower parser.
        const whole = isForced ? `[${text},1234567890123456]` : text;
        expect(parseJson(whole)).toEqual(JSON.parse(whole));
      }),
      { numRuns: 500 },
    );
  });

  it("D26: keeps every digit of long integers as text", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.constantFrom("", " ", "\n"), (number, space) => {
        const read = parseJson(`{"a":[${space}${number}],"b":${space}${number}}`);
        const isSafe = Number.isSafeInteger(Number(number));
        const expected = isSafe ? Number(number) : String(number);
        expect(read).toEqual({ a: [expected], b: expected });
      }),
    );
  });

  it("survives what breaks other parsers", () => {
    expect(parseJson('{"a":1,"a":9007199254740993}')).toEqual({ a: "9007199254740993" });
    expect(parseJson("9007199254740993")).toBe("9007199254740993");
    expect(JSON.stringify(parseJson('{"__proto__":{"x":1},"n":9007199254740993}'))).toBe(
      '{"__proto__":{"x":1},"n":"9007199254740993"}',
    );
    expect(() => parseJson('{"a":')).toThrow(SyntaxError);
  });

  it("is read 200 deep and no deeper, whatever lies between the brackets", () => {
    const nested = (depth: number) => `${'[7,{"a[]":'.repeat(depth / 2)}"\\"[{"${"}]".repeat(depth / 2)}`;
    expect(parseJson(nested(200))).toEqual(JSON.parse(nested(200)));
    expect(() => parseJson(nested(202))).toThrow(/nested more than 200 deep/);
    expect(() => parseJson(`[${nested(200)}]`)).toThrow(/nested more than 200 deep/);
    const beside = `[${"[[]],{},".repeat(300)}1]`;
    expect(parseJson(beside)).toEqual(JSON.parse(beside));
  });
});

describe("positions", () => {
  it("survive as text", () => {
    const position = fc.record<Position>({
      cursor: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
      delivered: fc.option(fc.array(fc.stringMatching(/^[\w-]{8}$/)), { nil: undefined }),
      taken: fc.option(fc.array(fc.stringMatching(/^[\w-]{8}$/)), { nil: undefined }),
      isRestarted: fc.boolean(),
    });
    fc.assert(
      fc.property(position, (each) => {
        const resume = toResume(each);
        expect(toPosition(resume)).toEqual(each);
        expect(toPosition(` ${resume.slice(0, 9)}\n${resume.slice(9)} `)).toEqual(each);
      }),
    );
  });

  it("are refused with words when they are cut", () => {
    const resume = toResume({ cursor: "a cursor", delivered: ["12345678"] });
    for (const wrong of [resume.slice(0, 20), `gong1.${toWord({ c: 5 })}`, `gong1.${toWord({ d: 5 })}`])
      expect(() => toPosition(wrong)).toThrow(/Cursor is not complete/);
  });
});

describe("following cursors", () => {
  const listKey = "logEntries";
  const readOut = async (pages: readonly (readonly number[])[], from?: Position) => {
    const items: unknown[] = [];
    const fetchPage = async (cursor: string | undefined) => {
      const page = Number(cursor ?? 0);
      return { [listKey]: pages[page], records: page + 1 < pages.length ? { cursor: String(page + 1) } : {} };
    };
    for await (const { records } of follow(fetchPage, { key: listKey }, from))
      items.push(...records.map(({ item }) => item));
    return items;
  };

  it("gives every record, equal ones as often as Gong does", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.nat(3)), { minLength: 1 }), async (pages) => {
        expect(await readOut(pages)).toEqual(pages.flat());
      }),
    );
  });

  it("takes an answer without its list for an empty page", async () => {
    const answer = { [listKey]: "none" };
    for await (const { records } of follow(async () => answer, { key: listKey })) expect(records).toEqual([]);
  });

  it("knows a record again by its id when the range begins anew, whatever else changed in it", async () => {
    const expired = new GongError("expired", { gongErrors: ["cursor has expired"] });
    const answers = [
      { calls: [{ id: "1", title: "Before" }], records: { cursor: "two" } },
      expired,
      { calls: [{ id: "1", title: "After" }, { id: "2" }], records: {} },
    ];
    const fetchPage = async () => {
      const answer = answers.shift();
      if (!answer || answer instanceof Error) throw answer;
      return answer;
    };
    const items: unknown[] = [];
    for await (const { records } of follow(fetchPage, { key: "calls", id: "id" }))
      items.push(...records.map(({ item }) => item));
    expect(items).toEqual([{ id: "1", title: "Before" }, { id: "2" }]);
  });
});

describe("splitting a range", () => {
  const iso = (ms: number) => new Date(ms).toISOString();
  const day = (date: number) => Date.UTC(2026, 0, date);
  const ofJanuary = { from: iso(day(1)), to: iso(day(31)) };
  const first = { size: 100, total: 1000, reached: day(4), requestsPerPage: 1, latencyMs: 1000, now: day(31) };
  const seams = (page: Partial<typeof first>, range = ofJanuary) => split(range, { ...first, ...page });
  const whole = (ms: number) => iso(ms).replace(".000Z", "Z");

  it("makes parts that touch, in order, up to the end of the range", () => {
    const moment = fc.integer({ min: day(1), max: day(31) });
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 400, max: 5000 }),
        fc.integer({ min: 700, max: 3000 }),
        (reached, ...rest) => {
          const [total, latencyMs] = rest;
          fc.pre(reached > day(1) + 3_600_000 && reached < day(30));
          const parts = seams({ reached, total, latencyMs });
          expect(parts).toHaveLength(2);
          expect(parts.at(-1)?.to).toBe(ofJanuary.to);
          parts.forEach(({ from, to }, index) => {
            expect(Date.parse(from)).toBeGreaterThanOrEqual(reached - 1000);
            expect(Date.parse(from)).toBeLessThan(Date.parse(to));
            if (index > 0) expect(from).toBe(parts[index - 1]?.to);
          });
        },
      ),
    );
  });

  it("takes the rest to be spread like the first page, up to now and to the end of the range", () => {
    // Three days a page: thirty in all, of which the first page has three.
    expect(seams({}).map(({ from }) => from)).toEqual([whole(day(13)), whole(day(22))]);
    expect(seams({ total: 400 }).map(({ from }) => from)).toEqual([whole(day(7)), whole(day(10))]);
    expect(seams({ now: day(16) }).map(({ from }) => from)).toEqual([whole(day(8)), whole(day(12))]);
    expect(seams({ reached: Number.NaN }).map(({ from }) => from)).toEqual([whole(day(13)), whole(day(22))]);
  });

  it("makes as many parts as keep Gong's limit busy, and none where that is not worth it", () => {
    expect(seams({ latencyMs: 600 })).toHaveLength(1);
    expect(seams({ latencyMs: 300 })).toEqual([]);
    expect(seams({ requestsPerPage: 2 })).toHaveLength(1);
    expect(seams({ requestsPerPage: 2, latencyMs: 600 })).toEqual([]);
    expect(seams({ total: 300 })).toHaveLength(1);
    expect(seams({ total: 200 })).toEqual([]);
    expect(seams({ reached: Date.UTC(2026, 0, 1, 0, 0, 10) })).toEqual([]);
    expect(split(ofJanuary, { ...first, size: 0, total: 0 })).toEqual([]);
  });
});

describe("what the process remembers", () => {
  it("is a thousand secrets, those used last, and those of running steps besides", () => {
    const secret = (index: number) => `secret-${index}-of-a-tenant`;
    const release = holdSecrets([secret(-1)]);
    registerSecret(secret(0));
    for (let index = 1; index < 1000; index++) registerSecret(secret(index));
    expect(redact(`${secret(0)} ${secret(999)}`)).toBe("[redacted] [redacted]");
    registerSecret(secret(0));
    registerSecret(secret(1000));
    expect(redact(`${secret(0)} ${secret(1)} ${secret(2)}`)).toBe(`[redacted] ${secret(1)} [redacted]`);
    for (let index = 1001; index < 3000; index++) registerSecret(secret(index));
    expect(redact(`${secret(-1)} ${secret(0)}`)).toBe(`[redacted] ${secret(0)}`);
    release();
    expect(redact(secret(-1))).toBe("[redacted]");
  });
});
