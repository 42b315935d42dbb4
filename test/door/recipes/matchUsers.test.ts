import { matchUsers } from "#src/recipes/index";
import type { UserDecision } from "#src/recipes/users/matching";
import { toWebhookCall } from "#src/triggers/webhook/call";
import { quietLogger } from "../../support/component";
import { act, useSandbox } from "../../support/door";
import type { Sandbox } from "../../support/sandbox";
import { hurry } from "../gong/support";

const gong = useSandbox({
  world: { calls: 30, users: 230, now: Date.parse("2026-11-20T00:00:00Z") },
});

interface Data {
  results: UserDecision[];
  failed: { id: string; code: string; message: string }[];
  skipped: { id: string; code: string; message: string }[];
  truncated: boolean;
  requests: number;
  unusedColumns: string[];
}

const logger = quietLogger();

const run = async (inputs: Record<string, unknown>) => {
  return act<Data>(gong, "matchUsers", inputs, logger);
};

const users = () => gong.world.users.map((user) => gong.world.describeUser(user));

const add = (patch: Parameters<Sandbox["world"]["addUser"]>[0]) => gong.world.describeUser(gong.world.addUser(patch));

const ada = () =>
  add({
    emailAddress: "ada.reyes@northwind.example",
    trustedEmailAddress: "ada.reyes@sso.northwind.example",
    emailAliases: ["ada@northwind.example"],
    firstName: "Ada",
    lastName: "Reyes",
  });

const somebody = { id: "005T1", email: "tomas.lind@elsewhere.example" };

describe("Match Users", () => {
  it.each([{ calls: [] }, { calls: { results: [] } }, { gongUsers: "[]" }, { gongUsers: [] }])(
    "matches nobody where an earlier step found nobody: %j",
    async (inputs) => {
      expect(await run({ otherUsers: [somebody], ...inputs })).toMatchObject({ results: [], failed: [], requests: 0 });
    },
  );

  it("B28: matches every user of the company, a hundred a request", async () => {
    const otherUsers = users().map(({ id, emailAddress }) => ({ id: `T${id}`, email: emailAddress.toUpperCase() }));
    const data = await run({ otherUsers });
    expect(data.results).toHaveLength(users().length);
    for (const { gongUserId, decision, otherUserId } of data.results)
      expect([decision, otherUserId]).toEqual(["MATCHED", `T${gongUserId}`]);
    expect(data).toMatchObject({
      failed: [],
      skipped: [],
      truncated: false,
      requests: Math.ceil(users().length / 100),
    });
    expect(logger.lines.at(-1)).toContain(`MATCHED: ${users().length}, CREATE: 0`);
  });

  it.each(["ADA.REYES@northwind.example", "ada.reyes@sso.northwind.example", "Ada@Northwind.example"])(
    "B28: finds the user of the target system by %s",
    async (email) => {
      const { id } = ada();
      const data = await run({ gongUsers: id, otherUsers: [somebody, { id: "005A1", email }] });
      expect(data).toMatchObject({
        results: [{ gongUserId: id, decision: "MATCHED", otherUserId: "005A1" }],
        requests: 1,
      });
    },
  );

  it("B28: understands the target's users as a list, JSON and CSV", async () => {
    const { id } = ada();
    const rows = [
      {
        "User ID": "005A1",
        "Email Address": "ada.reyes@northwind.example",
        "License Type": "Full",
        Status: "Inactive",
      },
      {
        "User ID": "005A2",
        "Email Address": "ada.reyes@northwind.example",
        "License Type": "Viewer",
        Status: "Active",
      },
    ];
    const csv =
      "User ID,Email Address,License Type,Status\r\n005A1,ada.reyes@northwind.example,Full,Inactive\r\n005A2,ada.reyes@northwind.example,Viewer,Active\r\n";
    for (const otherUsers of [
      rows,
      JSON.stringify(rows),
      { data: rows },
      csv,
      { data: Buffer.from(csv), contentType: "text/csv" },
      Buffer.from(csv),
    ])
      expect((await run({ gongUsers: [id], otherUsers })).results).toMatchObject([
        { otherUserId: "005A2", reason: "ACTIVE_ONLY" },
      ]);
  });

  it("B29 B35: hands out who is to be created, and leaves it to the builder", async () => {
    const { id } = ada();
    const { results } = await run({ gongUsers: [id], otherUsers: [somebody] });
    expect(results).toMatchObject([
      {
        decision: "CREATE",
        needsCreate: true,
        newUser: {
          name: "Ada Reyes",
          emailAddress: "ada.reyes@northwind.example",
          licence: "Internal Collaborator",
          externalId: id,
        },
      },
    ]);
  });

  it("B30 B31 B32 B33 B34 B36: the ladder's order is the form's", async () => {
    const { id } = ada();
    const email = "ada.reyes@northwind.example";
    const otherUsers = [
      { id: "A", email, active: false, licence: "Full" },
      { id: "B", email, licence: "Partner" },
    ];
    const decide = async (inputs: object) => (await run({ gongUsers: [id], otherUsers, ...inputs })).results[0];
    expect(await decide({})).toMatchObject({ decision: "CREATE", reason: "ALL_EXTERNAL" });
    expect(await decide({ rules: ["NOT_EXTERNAL", "ACTIVE_ONLY"] })).toMatchObject({ decision: "OWNER_INACTIVE" });
    expect(await decide({ rules: "ACTIVE_ONLY" })).toMatchObject({ decision: "MATCHED", otherUserId: "B" });
    expect(await decide({ externalLicences: ["Guest"] })).toMatchObject({ decision: "MATCHED", otherUserId: "B" });
    expect(await decide({ rules: ["LICENCE_RANK"], paidLicences: ["Partner", "Full"] })).toMatchObject({
      otherUserId: "B",
    });
    expect(await decide({ rules: ["NEWEST_LOGIN"] })).toMatchObject({ decision: "CONFLICT", suggestedUserId: "A" });
  });

  it("B36: the manual map wins, as an object, rows or text", async () => {
    const { id } = ada();
    const otherUsers = [
      { id: "A", email: "ada.reyes@northwind.example" },
      { id: "B", email: "ada.reyes@northwind.example" },
    ];
    expect((await run({ gongUsers: [id], otherUsers })).results).toMatchObject([
      { decision: "CONFLICT", candidates: [{ otherUserId: "A" }, { otherUserId: "B" }] },
    ]);
    const rows = [{ gongUserId: id, otherUserId: "B" }];
    for (const manualMap of [
      { [id]: "B" },
      { "ada@northwind.example": "B" },
      rows,
      JSON.stringify(rows),
      JSON.stringify({ [id]: "B" }),
      `Gong User,Other User\n${id},B`,
    ])
      expect((await run({ gongUsers: [id], otherUsers, manualMap })).results).toMatchObject([
        { decision: "MATCHED", otherUserId: "B", reason: "MANUAL_MAP" },
      ]);
  });

  it("matches the hosts of calls, each once, and looks up all their addresses", async () => {
    const host = ada();
    const other = users()[0];
    const ids = [host.id, host.id, other?.id ?? ""].map(
      (primaryUserId) => gong.world.addCall({ primaryUserId, visibleAt: 0, isPrivate: false }).id,
    );
    const complete = { data: await act(gong, "getCompleteCalls", { callIds: ids, include: ["participants"] }) };
    const { body } = gong.webhook({ url: "https://hooks.northwind.example/gong", callId: ids[0] ?? "" });
    const fromWebhook = toWebhookCall(JSON.parse(body), { verified: true, filters: {}, isSeen: () => false });
    gong.log.clear();
    const otherUsers = [{ id: "005A1", email: "ada@northwind.example" }];
    const data = await run({ calls: (complete as { data: unknown }).data, otherUsers });
    expect(data.results.map(({ gongUserId, decision }) => [gongUserId, decision])).toEqual([
      [host.id, "MATCHED"],
      [other?.id, "CREATE"],
    ]);
    expect(data.requests).toBe(1);
    for (const calls of [fromWebhook, JSON.parse(body)])
      expect((await run({ calls, otherUsers })).results).toMatchObject([{ gongUserId: host.id, otherUserId: "005A1" }]);
  });

  it("takes ids, addresses and records of Gong's users", async () => {
    const { id } = ada();
    const record = gong.world.describeUser(gong.world.findUser(id) as never);
    const otherUsers = [{ id: "005A1", email: "ada.reyes@northwind.example" }];
    for (const gongUsers of [
      [record],
      { users: [record] },
      id,
      [id],
      "ada@northwind.example",
      "ADA.REYES@SSO.northwind.example",
    ])
      expect((await run({ gongUsers, otherUsers })).results).toMatchObject([{ gongUserId: id, otherUserId: "005A1" }]);
    gong.log.clear();
    await run({ gongUsers: [record], otherUsers });
    expect(gong.log.entries).toHaveLength(0);
  });

  it("decides about an address that Gong does not know, and names ids that it does not have", async () => {
    const data = await run({
      gongUsers: "new@northwind.example, 123456789, nonsense, x1, newer@northwind.example, NEW@northwind.example",
      otherUsers: [somebody],
    });
    expect(data).toMatchObject({ truncated: false, reason: null, resume: null });
    expect(data.results).toMatchObject([
      { gongUserId: null, emailAddress: "NEW@northwind.example", decision: "CREATE" },
      { gongUserId: null, emailAddress: "newer@northwind.example", decision: "CREATE" },
    ]);
    expect(data.failed).toMatchObject([
      { id: "123456789", code: "NOT_FOUND" },
      { id: "nonsense", code: "NOT_FOUND" },
      { id: "x1", code: "NOT_FOUND" },
    ]);
    expect(gong.log.entries.at(-1)?.body).toMatchObject({ filter: { userIds: ["123456789"] } });
  });

  it.each<[string, unknown, RegExp]>([
    ["no rows", { rows: [] }, /Other Users is required/],
    ["a heading alone", "id,email\r\n", /Other Users must have rows: without any user/],
    ["text that is no table", "hello", /Other Users must/],
    ["text that is no table either", "ada=5", /Other Users must/],
    [
      "ids that are not understood",
      "Person,Email\n005A1,ada@northwind.example",
      /ids of users.*columns are Person, Email/,
    ],
    ["ids that are empty", "id,email\n,ada@northwind.example", /Other Users must have the ids of users/],
    ["addresses that are not understood", "id,Login\nA1,ada@northwind.example", /addresses of users.*are id, Login/],
    ["addresses that are empty", [{ id: "A1", email: "" }], /Other Users must have the addresses of users/],
    [
      "an id that a spreadsheet rounded",
      "id,email\n1.76762E+15,ada@northwind.example",
      /row 1 has an id.*spreadsheets/,
    ],
  ])("decides about nobody by a table with %s", async (_what, otherUsers, words) => {
    await expect(run({ gongUsers: "ada@northwind.example", otherUsers })).rejects.toThrow(words);
    expect(gong.log.entries).toEqual([]);
  });

  it("names the columns that it did not use", async () => {
    const otherUsers = "User ID,Email Address,Team,Cost Center\n005A1,ada.reyes@northwind.example,West,7";
    const data = await run({ gongUsers: [ada().id], otherUsers });
    expect(data).toMatchObject({ results: [{ decision: "MATCHED" }], unusedColumns: ["Team", "Cost Center"] });
    expect(logger.lines.join("\n")).toContain("Columns of Other Users that are not used: Team, Cost Center.");
  });

  it("tells entries of Gong Users that name nobody, and refuses a manual map without its Gong user", async () => {
    const { id } = ada();
    const data = await run({ gongUsers: [{ Person: "Ada" }, id], otherUsers: [somebody] });
    expect(data.results).toHaveLength(1);
    expect(data.failed).toEqual([
      { id: "gongUsers[1]", code: "NO_ID", message: expect.stringContaining("names nobody") },
    ]);
    const manualMap = [{ gongUserId: "", otherUserId: "005A1" }];
    await expect(run({ gongUsers: [id], otherUsers: [somebody], manualMap })).rejects.toThrow(
      /Manual Map must name the Gong user in row 1, by id or address: it only has 005A1/,
    );
  });

  it("tells rows without id apart, and refuses a status that it would have to guess", async () => {
    const data = await run({ gongUsers: [ada().id], otherUsers: [{ email: "ada@northwind.example" }, somebody] });
    expect(data.skipped).toEqual([
      { id: "row 1", code: "NO_ID", message: expect.stringContaining("Row 1 of Other Users has no id") },
    ]);
    await expect(run({ otherUsers: [{ id: "A", status: "Pending" }] })).rejects.toThrow(
      /Other Users row 1 must say true or false/,
    );
    await expect(run({ otherUsers: 7 })).rejects.toThrow(/Other Users must be a list/);
  });

  it("refuses to look for addresses in half a list of users", async () => {
    gong.faults.add({ kind: "429", retryAfter: 86_400, match: { nth: 2 } });
    await expect(run({ gongUsers: "ada@northwind.example", otherUsers: [somebody] })).rejects.toThrow(
      /could not be read to its end, so nobody was matched/,
    );
  });

  it("a failing look-up does not stop the others", async () => {
    const wanted = users()
      .slice(0, 150)
      .map(({ id }) => id);
    gong.faults.add({ kind: "503", match: { nth: 1, times: 9 } });
    const data = await hurry(() => run({ gongUsers: wanted, otherUsers: [somebody] }));
    expect(data.results).toHaveLength(50);
    expect(data.failed).toHaveLength(100);
    expect(data.failed[0]).toMatchObject({ id: wanted[0], code: "GONG_UNAVAILABLE" });
  });

  it("has an example that fits what it says it returns", () => {
    expect(matchUsers.output().parse(matchUsers.example)).toEqual(matchUsers.example);
    expect(matchUsers.example).toMatchObject({ unusedColumns: [], skipped: [], failed: [] });
    expect(matchUsers.example.results).toMatchObject([
      { decision: "MATCHED", otherUserId: "005A1", reason: "ACTIVE_ONLY" },
    ]);
  });
});
