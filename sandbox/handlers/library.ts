import type { Handler } from "#sandbox/types";
import type { World } from "#sandbox/world/index";
import { idFor, Random } from "#sandbox/world/random";
import { setUpAt } from "#sandbox/world/settings";
import { folderNames } from "#sandbox/world/texts";
import { dayMs, formatTime } from "#sandbox/world/time";
import { list, refuse, say } from "./answer";

interface Folder {
  readonly id: string;
  readonly name: string;
  readonly parentFolderId: string | null;
  readonly workspaceId: string;
}

/** The public folders: two at the top of every workspace, the others below the second. */
const foldersOf = (world: World): Folder[] =>
  world.workspaces.flatMap(({ id: workspaceId }) => {
    const folder = (name: string, parentFolderId: string | null): Folder => ({
      id: idFor(world.seed, "folder", workspaceId, name),
      name,
      parentFolderId,
      workspaceId,
    });
    const top = folderNames.top.map((name) => folder(name, null));
    const parent = top.at(-1)?.id ?? null;
    return [...top, ...folderNames.below.map((name) => folder(name, parent))];
  });

const describe = (world: World, { id, name, parentFolderId }: Folder) => ({
  id,
  name,
  parentFolderId,
  createdBy: parentFolderId === null ? null : (world.users[1]?.id ?? null),
  updated: formatTime(setUpAt(world.options) + 60 * dayMs),
});

export const library: Record<string, Handler> = {
  "GET /v2/library/folders": (world, { query }) => {
    const folders = foldersOf(world).filter(
      ({ workspaceId }) => !query.workspaceId || workspaceId === query.workspaceId,
    );
    const { length } = folders;
    const records = { totalRecords: length, currentPageSize: length, currentPageNumber: 0 };
    return list(folders, (folder) => describe(world, folder), { records });
  },

  "GET /v2/library/folder-content": (world, { query: { folderId }, now }) => {
    if (!folderId) return refuse(400, "folderId parameter is missing");
    const folder = foldersOf(world).find(({ id }) => id === folderId);
    if (!folder) return refuse(404, `Folder ID ${folderId} was not found`);
    const random = new Random(world.seed, "folder content", folderId);
    const { parentFolderId: _parent, ...described } = describe(world, folder);
    // The folder at the top that holds the others has no calls of its own.
    const count = folder.name === folderNames.top[1] ? 0 : random.integer(3, 8);
    const picked = world.calls.length ? Array.from({ length: count }, () => random.pick(world.calls)) : [];
    const shown = [...new Set(picked)].filter(({ visibleAt, isPrivate }) => visibleAt <= now && !isPrivate);
    const calls = shown.map((call) => {
      const { title, url } = world.describeCall(call).metaData;
      const isSnippet = random.chance(0.4);
      const fromSec = random.integer(10, Math.max(11, call.durationSeconds - 60));
      return {
        id: call.id,
        title,
        note: random.chance(0.5) ? "Listen to how the price question is answered." : null,
        addedBy: random.pick(world.users).id,
        created: formatTime(call.visibleAt + dayMs),
        url,
        ...(isSnippet && { snippet: { fromSec, toSec: fromSec + 45 } }),
      };
    });
    return say({ ...described, calls });
  },
};
