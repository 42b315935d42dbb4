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
    expect(match("")).toBeUndefined();
    expect(directory.byId(" 1 ")).toBe(ada);
    expect(directory.byId("3")).toBeUndefined();
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
