import { z } from "zod";
import { InputError } from "#src/base/errors";
import * as field from "#src/form/field";
import { readConnection } from "#src/gong/account";
import { isReading, ofRawRequest, toRawAnswer } from "#src/gong/raw";
import { targetOf, toRequest } from "#src/gong/request";
import { operation } from "#src/operation";

const account = readConnection({
  key: "gongApiKey",
  configVarKey: "Gong",
  fields: { accessKey: "KEY-OF-RAW", accessKeySecret: "secret-of-raw" },
});
const raw = (given: Partial<Parameters<typeof ofRawRequest>[0]>) =>
  ofRawRequest({ method: "GET", url: "/v2/users", ...given }, account);

describe("a raw request", () => {
  it.each([
    [" v2/users?a=1 ", {}, "/v2/users?a=1"],
    [
      "/v2/users",
      { b: ["1", "", "2"], c: null, d: new Date(0), e: { f: 1 }, "g h": true },
      "/v2/users?b=1&b=2&d=1970-01-01T00%3A00%3A00.000Z&e=%7B%22f%22%3A1%7D&g%20h=true",
    ],
    ["/v2/users?a=1", { b: "x&y" }, "/v2/users?a=1&b=x%26y"],
    ["/v2/users?a=1", { b: " " }, "/v2/users?a=1"],
    ["https://api.gong.io/v2/calls#top", {}, "/v2/calls"],
    ["//api.gong.io/v2/calls", {}, "/v2/calls"],
    ["/v2/a:b", {}, "/v2/a:b"],
  ])("to %j with the query %j goes to %s", (url, query, target) => expect(targetOf(raw({ url, query }))).toBe(target));

  it.each([
    ["", "URL is required"],
    ["https://", "not a web address"],
    ["https://ada@api.gong.io/v2", "must be on the host of the connection"],
    ["https://:word@api.gong.io/v2", "must be on the host of the connection"],
    ["http://api.gong.io/v2", "must be on the host of the connection"],
    ["/\\evil.example/v2", "must be on the host of the connection"],
    ["mailto:ada@northwind.example", "must be on the host of the connection"],
  ])("to %j is refused", (url, words) => {
    expect(() => raw({ url })).toThrow(InputError);
    expect(() => raw({ url })).toThrow(words);
  });

  it("has a method that tells whether it changes anything", () => {
    const effects = [" get ", "Head", "OPTIONS", "post", "PURGE"].map((method) => raw({ method }).effect);
    expect(effects).toEqual(["reads", "reads", "reads", "writes", "writes"]);
    expect([isReading("GET"), isReading("get"), isReading("PUT")]).toEqual([true, false, false]);
    expect(raw({ method: " post " })).toMatchObject({ method: "POST", label: "Raw Request", scopes: [], headers: {} });
    for (const method of ["", "GE T", "GET1"]) expect(() => raw({ method })).toThrow("Method must be an HTTP method");
  });

  it("keeps its headers to itself where the client sets them", () => {
    for (const name of ["Authorization", "HOST", "content-length", "Connection", "Transfer-Encoding", " cookie "])
      expect(() => raw({ headers: { "X-A": "1", [name]: "x" } })).toThrow(`must not hold ${name}, which`);
    const wrong: Record<string, string>[] = [
      { "X A": "1" },
      { "": "1" },
      { "X-\u00e9": "1" },
      { "X-A": "a\nb" },
      { "X-A": "\u007f" },
    ];
    for (const headers of wrong) expect(() => raw({ headers })).toThrow("cannot be sent");
    expect(() => raw({ headers: { " A\n ": "1", "B\u0000": "2", C: "3" } })).toThrow(/cannot be sent: B/);
    const fine = { "X-!#$%&'*+.^`|~_1": "a\tb \u00e9" };
    expect(raw({ headers: fine }).headers).toEqual(fine);
  });

  it("has a body or a form, or neither", () => {
    for (const body of [undefined, null, ""]) expect(raw({ body })).not.toHaveProperty("body");
    for (const body of [0, false, "x", {}]) expect(raw({ body }).body).toBe(body);
    const files = [{ part: "f", fileName: "f", content: "x" }];
    expect(raw({ files }).form).toEqual({ fields: {}, files });
    expect(raw({ formData: { a: 1 }, body: "" }).form).toEqual({ fields: { a: 1 }, files: [] });
    expect(raw({ formData: {}, files: [] })).not.toHaveProperty("form");
    expect(() => raw({ files, body: 0 })).toThrow("exclude each other");
  });
});

describe("the answer of a raw request", () => {
  const read = (text: string, type?: string, responseType?: "json" | "text" | "document" | "arraybuffer") =>
    toRawAnswer(
      { status: 201, headers: type === undefined ? {} : { "content-type": type }, bytes: Buffer.from(text) },
      responseType,
      () => "as JSON",
    ).body;

  it("is read as its type says, or as was asked", () => {
    expect([read("{}"), read("{}", "application/problem+JSON"), read("<html>", "text/plain")]).toEqual(
      Array(3).fill("as JSON"),
    );
    expect(read("hello", "text/html")).toBe("as JSON");
    expect([read("hello", "text/plain"), read(" a ", "text/csv", "json")]).toEqual(["hello", " a "]);
    expect([read(" \n"), read("", "text/plain")]).toEqual([null, null]);
    expect([read("{}", "application/json", "text"), read("", undefined, "document")]).toEqual(["{}", ""]);
    expect(read("{}", "application/json", "arraybuffer")).toEqual(Buffer.from("{}"));
  });

  it("is given without the headers that hold secrets", () => {
    const secret = "set-cookie cookie authorization proxy-authorization www-authenticate x-api-key x-csrf-token tokens";
    const open = "x-cookie my-authorization retry-after x-api-keys authorization-info";
    const headers = Object.fromEntries(`${secret} ${open}`.split(" ").map((name) => [name, "v"]));
    const answer = toRawAnswer({ status: 201, headers, bytes: Buffer.alloc(0) }, "json", () => null);
    expect(answer.statusCode).toBe(201);
    expect(Object.keys(answer.headers)).toEqual(open.split(" "));
  });
});

describe("the request of an operation", () => {
  const id = field.text({ label: "Call ID", comments: "The call." });
  const make = (more: object = {}) =>
    operation({
      ...{ label: "Do It", description: "Does it.", endpoint: "PUT /v2/calls/{callId}", scopes: [], effect: "writes" },
      fields: { callId: id, note: field.optional(id), hidden: field.formOnly(id) },
      response: () => z.looseObject({}),
      example: {},
      ...more,
    } as Parameters<typeof operation>[0]);
  const input = { callId: " a/b ", note: "n", hidden: "h", other: "o" } as never;

  it("places what it declares, and sends nothing else", () => {
    expect(toRequest(make(), input)).toMatchObject({ path: "/v2/calls/a%2Fb", query: {}, body: { note: "n" } });
    for (const method of ["GET", "DELETE"])
      expect(toRequest(make({ endpoint: `${method} /v2/calls/{callId}` }), input)).toMatchObject({
        method,
        query: { note: "n" },
        body: undefined,
      });
  });

  it("takes the cursor where the list wants it", () => {
    const listed = (cursor: string) => make({ list: { key: "calls", cursor } });
    expect(toRequest(listed("query"), input, "c")).toMatchObject({ query: { cursor: "c" }, body: { note: "n" } });
    expect(toRequest(listed("body"), input, "c")).toMatchObject({ query: {}, body: { note: "n", cursor: "c" } });
    for (const cursor of ["query", "body"])
      for (const none of [undefined, ""])
        expect(toRequest(listed(cursor), input, none)).toMatchObject({ query: {}, body: { note: "n" } });
    expect(toRequest(make(), input, "c").query).toEqual({});
  });

  it("holds a file only where the operation takes one", () => {
    const content = { fileName: "a.wav", contentType: "audio/wav", content: "x" };
    const request = () => ({ multipart: content });
    expect(toRequest(make({ request, file: { part: "f" } }), input).multipart).toEqual({ part: "f", ...content });
    expect(toRequest(make({ request }), input).multipart).toBeUndefined();
    expect(toRequest(make({ file: { part: "f" } }), input).multipart).toBeUndefined();
  });

  it("needs what its path names", () => {
    for (const callId of ["", " ", undefined, {}])
      expect(() => toRequest(make(), { callId } as never)).toThrow("Call ID is required.");
    for (const callId of [".", " .. "])
      expect(() => toRequest(make(), { callId } as never)).toThrow("must be an id, not");
    expect(toRequest(make(), { callId: 5 } as never).path).toBe("/v2/calls/5");
    expect(toRequest(make(), { callId: "..." } as never).path).toBe("/v2/calls/...");
    expect(toRequest(make(), { callId: ".a" } as never).path).toBe("/v2/calls/.a");
  });
});
