import { InputError } from "#src/base/errors";
import type { Gong } from "#src/gong/client";
import { findUserByAddress, readUserDirectory } from "#src/recipes/users/directory";

const isId = (said: string): boolean => /^\d{1,20}$/.test(said.trim());

/**
 * Gong's ids of hosts who are given by id, e-mail address or name. Gong's users are listed only when there is anything
 * but ids.
 * @throws InputError naming every host whom nobody in Gong answers to.
 */
export const toHostIds = async (gong: Gong, hosts: readonly string[]): Promise<string[]> => {
  if (hosts.every(isId)) return [...hosts];
  const found: string[][] = [];
  for (const said of hosts) found.push(isId(said) ? [said.trim()] : await idsOf(gong, said));
  const unknown = hosts.filter((_, index) => found[index]?.length === 0);
  if (unknown.length > 0)
    throw new InputError(
      unknown.map(
        (said) =>
          `Hosts names ${said}, and no user of Gong has this address or name. Correct it, or give the user's id.`,
      ),
    );
  return [...new Set(found.flat())];
};

const idsOf = async (gong: Gong, said: string): Promise<string[]> => {
  const users = said.includes("@")
    ? [(await findUserByAddress(gong, said))?.user]
    : (await readUserDirectory(gong)).byName(said);
  return users.flatMap((user) => user?.id ?? []);
};
