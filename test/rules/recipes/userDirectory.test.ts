import fc from "fast-check";
import type { User } from "#src/entities/user";
import { toUserDirectory } from "#src/recipes/users/directory";

const user = (id: string, more: Partial<User> = {}): User => ({ id, active: true, ...more });
const shared = "sales@northwind.example";

describe("The directory of users", () => {
  it("finds by primary, trusted and alias address in any case, and by id", () => {
    const ada = user("1", {
      emailAddress: "Ada@northwind.example",
      trustedEmailAddress: "ada@sso.northwind.example",
      emailAliases: ["a.reyes@northwind.example"],
    });
    const directory = toUserDirectory([ada, user("2", { emailAddress: null, emailAliases: null })]);
    const match = (address: string) => directory.byAddress(address)?.matchedBy;
    expect(match(" ADA@northwind.example ")).toBe("primary");
    expect(match("ada@SSO.northwind.example")).toBe("trusted");
    expect(match("A.Reyes@northwind.example")).toBe("alias");
    expect(match("nobody@northwind.example")).toBeUndefined();
    for (const none of ["", " "]) expect(match(none)).toBeUndefined();
    expect(toUserDirectory([user("3", { emailAliases: [" "] })]).byAddress("")).toBeUndefined();
    expect(directory.byId(" 1 ")).toBe(ada);
    expect(directory.byId("3")).toBeUndefined();
  });

  it("keeps the first of equals, and finds by the words of a name", () => {
    const [one, two] = [user("1", { emailAddress: shared, firstName: "Priya" }), user("2", { emailAddress: shared })];
    expect(toUserDirectory([one, two]).byAddress(shared)?.user).toBe(one);
    expect(toUserDirectory([two, one]).byAddress(shared)?.user).toBe(two);
    const left = user("3", { emailAddress: shared, active: false });
    expect(toUserDirectory([left, { ...left, id: "4" }]).byAddress(shared)?.user).toBe(left);
    const named = user("5", { firstName: "Priya", lastName: "Nair" });
    const directory = toUserDirectory([
      one,
      named,
      user("6", { firstName: null, lastName: "Nair" }),
      { ...two, id: null },
    ]);
    expect(directory.byName("nair PRIYA")).toEqual([named]);
    expect(directory.byName("nair").map(({ id }) => id)).toEqual(["5", "6"]);
    expect(directory.byName("null")).toEqual([]);
    expect(directory.byId("")).toBeUndefined();
  });

  it("prefers a primary address to a trusted one, that to an alias, and an active user, in any order of the list", () => {
    const users = [
      user("alias", { emailAliases: [shared] }),
      user("trusted", { trustedEmailAddress: shared }),
      user("left", { emailAddress: shared, active: false }),
      user("primary", { emailAddress: shared }),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(users, { minLength: 1 }), (some) => {
        const best = ["primary", "left", "trusted", "alias"].find((id) => some.some((each) => each.id === id));
        expect(toUserDirectory(some).byAddress(shared)?.user.id).toBe(best);
      }),
    );
  });
});
