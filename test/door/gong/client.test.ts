import nock from "nock";
import { z } from "zod";
import * as field from "#src/form/field";
import { gong } from "#src/gong/index";
import { operation } from "#src/operation";

const connection = {
  key: "gongApiKey",
  configVarKey: "Gong",
  fields: { baseUrl: " https://api.gong.io/v2/ ", accessKey: "KEY1234567", accessKeySecret: "SECRET-9876543210" },
};

const listUsers = operation({
  label: "List Users",
  description: "Lists users.",
  endpoint: "GET /v2/users",
  scopes: ["api:users:read"],
  effect: "reads",
  fields: { includeAvatars: field.optional(field.toggle({ label: "Include Avatars", comments: "Whether." })) },
  response: () => z.looseObject({ users: z.array(z.unknown()) }),
  list: { key: "users", cursor: "query" },
  example: { users: [] },
});

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
// Nock patches modules that the next test file of this process shares.
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

describe("the client", () => {
  it("signs in, sends to the host of the connection and gives the answer", async () => {
    nock("https://api.gong.io")
      .get("/v2/users?includeAvatars=true")
      .basicAuth({ user: "KEY1234567", pass: "SECRET-9876543210" })
      .reply(200, { requestId: "r", users: [{ id: "1" }], records: { totalRecords: 1 } });
    const answer = await gong(connection).run(listUsers, { includeAvatars: true });
    expect(answer).toEqual({ requestId: "r", users: [{ id: "1" }], records: { totalRecords: 1 } });
  });

  it("counts nothing where Gong does not", async () => {
    nock("https://api.gong.io")
      .get("/v2/users")
      .reply(200, { users: [{ id: "1" }] });
    const { continuation: _, ...answer } = await gong(connection).all(listUsers, {});
    expect(answer).toEqual({ users: [{ id: "1" }] });
  });

  it("joins all pages", async () => {
    nock("https://api.gong.io")
      .get("/v2/users")
      .reply(200, { users: [{ id: "1" }], records: { totalRecords: 2, cursor: "two" } })
      .get("/v2/users?cursor=two")
      .reply(200, { users: [{ id: "2" }], records: { totalRecords: 2 } });
    const answer = await gong(connection).all(listUsers, {});
    expect(answer).toEqual({
      users: [{ id: "1" }, { id: "2" }],
      records: { totalRecords: 2, currentPageSize: 2, currentPageNumber: 0 },
      continuation: { truncated: false, reason: null, resume: null },
    });
  });
});
