import { BrokenConnectionError, GongBusyError, GongError, MissingScopeError, NotAnsweredError } from "#src/base/errors";
import { type Account, readConnection } from "#src/gong/account";
import { readJsonAnswer, readObjectAnswer, toError } from "#src/gong/answer";
import type { GongRequest } from "#src/gong/request";

const account = readConnection({
  key: "gongApiKey",
  configVarKey: "Gong",
  fields: { baseUrl: "https://us-1.api.gong.io", accessKey: "KEY-OF-ANSWERS", accessKeySecret: "secret-of-answers" },
});
const oauth: Account = { ...account, usesOAuth: true };

const reading: GongRequest = {
  label: "Do It",
  method: "GET",
  path: "/v2/calls",
  query: {},
  effect: "reads",
  scopes: ["api:calls:read:basic"],
};
const writing: GongRequest = { ...reading, method: "POST", effect: "writes" };

const received = (status: number, body: unknown = "", headers: Record<string, string> = {}) => ({
  status,
  headers,
  bytes: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
});
const saying = (errors: unknown, more: object = {}) => ({ requestId: "r1", errors, ...more });

/** The end of the message, behind what Gong answered to what. */
const next = (status: number, body: unknown, request = reading, by = account, retryAfterMs?: number) => {
  const error = toError(received(status, body), by, request, { retryAfterMs });
  const lead = `${request.label}: Gong answered ${status} to ${request.method} ${request.path}`;
  expect(error.message.startsWith(lead)).toBe(true);
  return error.message.slice(lead.length);
};

describe("the error of an answer says what to do next", () => {
  it.each<[number, unknown, string]>([
    [400, saying(["a: must not be null."]), ": a: must not be null. Correct the named input. (Gong request r1)"],
    [400, saying([]), ". Check the inputs against Gong's API reference. (Gong request r1)"],
    [
      400,
      saying(["Bad Request."]),
      ": Bad Request. Gong does not say what is wrong: compare the inputs with Gong's API reference, ids first. (Gong request r1)",
    ],
    [400, saying(["Bad request: toDate"]), ": Bad request: toDate. Correct the named input. (Gong request r1)"],
    [400, saying(["Not a bad request"]), ": Not a bad request. Correct the named input. (Gong request r1)"],
    [
      400,
      saying(["Call not found"]),
      ": Call not found. Check the ids: Gong has no call with some of them, or these credentials may not see it. (Gong request r1)",
    ],
    [
      400,
      saying(["cursor has expired"]),
      ": cursor has expired. Cursors live for about an hour: leave Cursor empty to read the range again from its beginning. (Gong request r1)",
    ],
    [
      402,
      "",
      ". The company's AI credits are used up: an administrator sees and extends them in Gong's company settings.",
    ],
    [405, "", ". This method does not exist at this path. Check both against Gong's API reference."],
    [
      409,
      saying(["  "]),
      ". Gong already has this, or its settings forbid it: the same unique id was used before, the host is not set to be recorded, or another integration holds the place. (Gong request r1)",
    ],
    [409, saying(["Taken."]), ": Taken. (Gong request r1)"],
    [413, "", ". The request is too large for Gong: send fewer records or a smaller file."],
    [415, "", ". Gong does not take this kind of content: check the file's format or the body."],
    [418, "", ". Check the inputs against Gong's API reference."],
    [422, "", ". Gong understood the request but cannot apply it: correct the values."],
    [
      429,
      "",
      ". Gong's limits (3 requests a second and 10,000 a day for the whole company) are used up. Run this again later.",
    ],
    [500, "", ". Gong failed, not the request. Try again later; Gong's support can look the request up."],
    [
      599,
      "<html>",
      " with an HTML page instead of data. Gong failed, not the request. Try again later; Gong's support can look the request up.",
    ],
    [
      404,
      saying(["a", "b.", " ", "c: ", "d . \n"]),
      ": a; b. c: d. Check the ids: nothing that these credentials may see has them. (Gong request r1)",
    ],
    [404, saying([5]), ". Check the ids: nothing that these credentials may see has them."],
    [404, saying("no list"), ". Check the ids: nothing that these credentials may see has them."],
    [404, "null", ". Check the ids: nothing that these credentials may see has them."],
    [404, saying(["x"], { requestId: 5 }), ": x. Check the ids: nothing that these credentials may see has them."],
    [404, saying(["x"], { helpUrl: "https://help.example." }), ": x. https://help.example. (Gong request r1)"],
    [
      404,
      saying(["x"], { fixUrl: 5, userFacingError: " " }),
      ": x. Check the ids: nothing that these credentials may see has them. (Gong request r1)",
    ],
  ])("%i %j", (status, body, words) => expect(next(status, body)).toBe(words));

  it("tells how long to wait, and to look before a change is made again", () => {
    expect(next(503, "", writing, account, 90_000)).toBe(
      ". Gong failed, not the request; look in Gong whether the change was made before running it again. Try again later; Gong asks to wait 90 seconds; Gong's support can look the request up.",
    );
    expect(next(429, "", reading, account, 90_500)).toContain("are used up; Gong asks to wait 91 seconds. Run");
    for (const [ms, words] of [
      [1000, "1 second"],
      [1500, "2 seconds"],
      [119_000, "119 seconds"],
      [120_000, "2 minutes"],
      [3_590_000, "60 minutes"],
    ] as const)
      expect(next(429, "", reading, account, ms)).toContain(`asks to wait ${words}.`);
    expect(toError(received(429), account, reading, { retryAfterMs: 90_500 })).toMatchObject({
      facts: { retryAfterSeconds: 91 },
    });
    expect(toError(received(429), account, reading)).not.toHaveProperty("facts.retryAfterSeconds");
  });

  it("names the trace of the request where Gong names no id", () => {
    const error = toError(received(404, "", { "x-traceid": "t1" }), account, { ...reading, step: "Get All" });
    expect(error).toMatchObject({ name: "GongError", requestId: "t1", gongErrors: [], status: 404 });
    expect(error.message).toMatch(/^Get All, Do It: Gong answered 404.* \(Gong request t1\)$/);
    expect(toError(received(404), account, { ...reading, step: "Do It" }).message).toMatch(/^Do It: /);
    expect(toError(received(404), account, { ...reading, path: "/calls" }).message).toContain("try /v2/calls.");
  });
});

describe("a scope that is missing", () => {
  const lacking = "You lack the permission api:calls:create, api:users:read and api:calls:create";

  it.each([401, 403])("is named after %i, each once, with what the action needs beside", (status) => {
    const error = toError(received(status, saying([lacking])), account, reading);
    expect(error).toBeInstanceOf(MissingScopeError);
    expect(error).toMatchObject({ facts: { scopes: ["api:calls:create", "api:users:read"] } });
    expect(error.message).toContain(
      "The scope api:calls:create, api:users:read is missing. This action needs api:calls:read:basic as well. An administrator adds it",
    );
    expect(next(status, saying([lacking]), reading, oauth)).toContain("An administrator ticks it in the integration");
  });

  it("is the one of the action where Gong names none", () => {
    const unnamed = saying(["Insufficient SCOPE"]);
    expect(next(401, unnamed)).toContain(". The scope api:calls:read:basic is missing. An administrator");
    expect(next(401, unnamed, { ...reading, scopesAreUnsure: true })).toContain(
      "api:calls:read:basic is missing (Gong does not say which; this is the likely one). An",
    );
    expect(next(401, unnamed, { ...reading, scopes: [] })).toContain(". A scope is missing. An administrator");
    expect(next(401, saying([lacking]), { ...reading, scopesAreUnsure: true })).toContain(
      "api:users:read is missing. This",
    );
  });

  it("is not what any other refusal tells", () => {
    for (const words of ["No permission", "api:calls:create is odd"])
      expect(toError(received(403, saying([words])), account, reading)).not.toBeInstanceOf(MissingScopeError);
  });
});

describe("credentials that Gong does not take", () => {
  it("are the connection's fault, with words for each kind", () => {
    const error = toError(received(401, saying(["Bad key"])), account, reading);
    expect(error).toBeInstanceOf(BrokenConnectionError);
    expect(error.message).toContain("Bad key. Check both parts of the access key in the connection, and the Base URL");
    expect(error.message).not.toContain("revoked");
    expect(next(401, saying(["Bad token"]), reading, oauth)).toBe(
      ": Bad token. Reconnect the connection. (Gong request r1)",
    );
    expect(next(401, saying(["Token was REVOKED"]), reading, oauth)).toContain(
      "https://us-1.api.gong.io may be another's. Compare it with the address that Gong shows. Reconnect",
    );
  });
});

describe("a redirect", () => {
  const to = (location?: string, by = account) =>
    toError(received(302, "", location === undefined ? {} : { location }), by, reading);

  it("names the base URL where the same path lies with Gong elsewhere", () => {
    for (const status of [300, 399])
      expect(
        toError(received(status, "", { location: "https://us-2.api.gong.io/v2/calls?a=1" }), account, reading),
      ).toBeInstanceOf(BrokenConnectionError);
    expect(to("https://us-2.api.gong.io/v2/calls")).toMatchObject({
      facts: { address: "https://us-2.api.gong.io", status: 302 },
      message: expect.stringMatching(
        /^Do It: https:\/\/us-1\.api\.gong\.io redirects GET \/v2\/calls to .*: put it into the Base URL of the connection\.$/,
      ),
    });
    expect(to("https://us-2.api.gong.io/v2/calls", oauth).message).toMatch(/: reconnect the connection, so/);
  });

  it.each([undefined, "", "https://[", "/v2/calls", "https://us-2.api.gong.io/signin", "https://a.example/v2/calls"])(
    "to %s names none",
    (location) => {
      expect(to(location)).toBeInstanceOf(GongError);
      expect(to(location).message).toMatch(/Check that the Base URL/);
    },
  );
});

describe("an answer with a good status", () => {
  const read = (body: unknown, { status = 200, headers = {}, request = reading } = {}) => {
    try {
      return readObjectAnswer(received(status, body, headers), account, request);
    } catch (error) {
      expect(error).toBeInstanceOf(NotAnsweredError);
      return (error as Error).message;
    }
  };

  it("is what it says, or nothing where none is due", () => {
    expect([read({ a: 1 }), read("[]"), read("x", { status: 204 })]).toEqual([{ a: 1 }, [], {}]);
    expect(readJsonAnswer(received(200, "5"), account, reading)).toBe(5);
  });

  it("is named where it cannot be read", () => {
    const lead = "Do It: GET /v2/calls was answered with status 200, but ";
    expect(read(" \n")).toBe(`${lead}with an empty body where data is due.`);
    for (const page of ["<!doctype html>", " <HTML>", "<head>", "<Body>"]) expect(read(page)).toContain("HTML page");
    expect(read("hello", { headers: { "content-type": "Text/HTML; charset=utf-8" } })).toContain("HTML page");
    expect(read("x<html>")).toBe(`${lead}with JSON that is cut off or broken.`);
    expect(read("[".repeat(300))).toBe(`${lead}with JSON that is nested too deep to be read.`);
    expect(read("{", { request: writing })).toBe(
      "Do It: POST /v2/calls was answered with status 200, but with JSON that is cut off or broken. Look in Gong whether the change was made before running it again.",
    );
    for (const bare of ["null", "5", '"a"']) expect(read(bare, { status: 201 })).toContain("with a bare value");
  });

  it("that cannot be read may have changed something, unless it was a read", () => {
    for (const request of [reading, writing])
      for (const body of ["", "{", "null", "<html>"])
        try {
          readObjectAnswer(received(201, body), account, request);
        } catch (error) {
          expect(error).toMatchObject({
            facts: { operation: "Do It", path: "/v2/calls", status: 201, mayHaveHappened: request === writing },
          });
        }
    expect.assertions(8);
  });
});

it("only a busy Gong is a GongBusyError", () => {
  expect(toError(received(429), account, reading)).not.toBeInstanceOf(GongBusyError);
});
