import { findUser } from "#src/recipes/users/findUser";
import { tokenConnectionTo } from "../../support/component";
import { act, useSandbox } from "../../support/door";

const sandbox = useSandbox({ world: { calls: 1, users: 120 } });

const find = (emailAddress: unknown, connection = tokenConnectionTo(sandbox)) =>
  act<Record<string, unknown>>(sandbox, "findUser", { connection, emailAddress });
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

  describe("five steps of one run", () => {
    const pages = () => sandbox.log.entries.length;
    beforeEach(() => sandbox.log.clear());
    afterEach(() => void jest.restoreAllMocks());

    it("cost one listing, one after the other or at once", async () => {
      const connection = tokenConnectionTo(sandbox);
      for (const index of [0, 1, 2, 3, 119])
        expect(await find(userAt(index).emailAddress, connection)).toMatchObject({ found: true });
      expect(pages()).toBe(2);
      const other = tokenConnectionTo(sandbox);
      await Promise.all([0, 1, 2, 3, 119].map((index) => find(userAt(index).emailAddress, other)));
      expect(pages()).toBe(4);
    });

    it("look for somebody unknown in a new listing, and list anew after five minutes", async () => {
      const connection = tokenConnectionTo(sandbox);
      await find("priya.nair@contoso.example", connection);
      await find("priya.nair@contoso.example", connection);
      expect(pages()).toBe(2);
      const start = Date.now();
      jest.spyOn(Date, "now").mockImplementation(() => start + 60_000);
      await find(userAt(0).emailAddress, connection);
      expect(pages()).toBe(2);
      await find("priya.nair@contoso.example", connection);
      expect(pages()).toBe(4);
      jest.spyOn(Date, "now").mockImplementation(() => start + 361_000);
      await find(userAt(0).emailAddress, connection);
      expect(pages()).toBe(6);
    });

    it("try again by themselves where the step whose listing they share fails", async () => {
      sandbox.faults.add({ kind: "403", match: { operation: "GET /v2/users", times: 1 } });
      const connection = tokenConnectionTo(sandbox);
      const address = userAt(0).emailAddress;
      const outcomes = await Promise.allSettled([find(address, connection), find(address, connection)]);
      expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
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
