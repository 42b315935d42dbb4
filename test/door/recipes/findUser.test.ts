import { findUser } from "#src/recipes/users/findUser";
import { harness, quietLogger, tokenConnectionTo } from "../../support/component";
import { type Sandbox, startSandbox } from "../../support/sandbox";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: false, world: { calls: 1, users: 120 } });
});
afterAll(() => sandbox.close());

const find = async (emailAddress: unknown) => {
  const inputs = { connection: tokenConnectionTo(sandbox), emailAddress };
  const result = await harness.action("findUser", inputs, { logger: quietLogger() });
  return (result as { data: Record<string, unknown> }).data;
};
const userAt = (index: number) => {
  const user = sandbox.world.users[index];
  if (!user) throw new Error("No such user.");
  return sandbox.world.describeUser(user);
};

describe("Find User", () => {
  it("finds a user by each address, and says by which", async () => {
    const { id, emailAddress, trustedEmailAddress, emailAliases } = userAt(1);
    for (const [address, matchedBy] of [
      [emailAddress, "primary"],
      [String(trustedEmailAddress).toUpperCase(), "trusted"],
      [emailAliases[0], "alias"],
    ])
      expect(await find(address)).toMatchObject({ found: true, user: { id }, matchedBy });
  });

  it("finds users of later pages", async () => {
    expect(await find(userAt(119).emailAddress)).toMatchObject({ user: { id: userAt(119).id } });
  });

  it("says whether calls are recorded and imported", async () => {
    expect(await find(userAt(2).emailAddress)).toMatchObject({ callsRecorded: true, callsImported: false });
    expect(await find(userAt(0).emailAddress)).toMatchObject({ callsRecorded: false, callsImported: true });
  });

  it("says found false for a stranger", async () => {
    expect(await find("priya.nair@contoso.example")).toEqual({
      found: false,
      user: null,
      matchedBy: null,
      callsRecorded: false,
      callsImported: false,
    });
  });

  it("refuses what is no address, and sends nothing", async () => {
    sandbox.log.clear();
    await expect(find("Ada Reyes")).rejects.toThrow(/Email Address must be an e-mail address/);
    expect(sandbox.log.entries).toEqual([]);
  });

  it("fails rather than say that someone is unknown when the list could not be read to its end", async () => {
    sandbox.faults.add({ kind: "403", match: { operation: "GET /v2/users", page: 1 } });
    await expect(find(userAt(0).emailAddress)).rejects.toThrow(/could not be read to its end/);
  });

  it("has an example that fits what it returns", () => void findUser.output().parse(findUser.example));
});
