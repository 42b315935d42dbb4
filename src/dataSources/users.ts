import { fullName, user } from "#src/entities/user";
import { listUsers } from "#src/operations/users";
import { everything, picklist } from "./picklist";

interface Person {
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly emailAddress?: string | null;
}

const nameAndAddress = (person: Person): string => {
  const name = fullName(person);
  return name && person.emailAddress ? `${name} (${person.emailAddress})` : name || (person.emailAddress ?? "");
};

const activeMark = (label: string, { active }: { readonly active?: boolean | null }) =>
  label && active === false ? `${label}, inactive` : label;

export const users = picklist({
  label: "Fetch Users",
  description: "Fetches all users of the company by name and e-mail address. Those who are inactive are marked.",
  noun: "user",
  fields: {},
  choices: async (_input, { gong }) => {
    const { users } = await everything(gong, listUsers, {});
    return users?.map((each) => ({ key: each.id, label: activeMark(nameAndAddress(each), each) }));
  },
  example: [{ key: user.id, label: nameAndAddress(user) }],
});

/** The value is the address, for inputs that ask for a user by it. */
export const userEmails = picklist({
  label: "Fetch User Emails",
  description:
    "Fetches the e-mail addresses of all users of the company, with their names. Those who are inactive are marked.",
  noun: "user",
  fields: {},
  choices: async (_input, { gong }) => {
    const { users } = await everything(gong, listUsers, {});
    return users?.map((each) => ({ key: each.emailAddress, label: activeMark(nameAndAddress(each), each) }));
  },
  example: [{ key: user.emailAddress, label: nameAndAddress(user) }],
});
