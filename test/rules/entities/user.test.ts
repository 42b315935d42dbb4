import { fullName } from "#src/entities/user";

it.each([
  [{ firstName: " Ada ", lastName: "Reyes " }, "Ada Reyes"],
  [{ firstName: " ", lastName: "Reyes" }, "Reyes"],
  [{ firstName: null, lastName: undefined }, ""],
])("names a user by what there is of a name: %j", (user, name) => expect(fullName(user)).toBe(name));
