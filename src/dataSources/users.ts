import { user } from "#src/entities/user";
import { listUsers } from "#src/operations/users";
import { everything, picklist } from "./picklist";

interface Person {
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly emailAddress?: string | null;
}

/** First and last name, or what there is of them. */
export const fullName = ({ firstName, lastName }: Person): string =>
  [firstName, lastName]
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(" ");

const nameAndAddress = (person: Person): string => {
  const name = fullName(person);
  return name && person.emailAddress ? `${name} (${person.emailAddress})` : name || (person.emailAddress ?? "");
};

export const users = picklist({
  label: "Fetch Users",
  description: "Fetches all users of the company by name and e-mail address. Those who are inactive are marked.",
  noun: "user",
  fields: {},
  choices: async (_input, { gong }) => {
    const { users } = await everything(gong, listUsers, {});
    return users?.map((each) => {
      const label = nameAndAddress(each);
      return { key: each.id, label: label && each.active === false ? `${label}, inactive` : label };
    });
  },
  example: [{ key: user.id, label: nameAndAddress(user) }],
});
