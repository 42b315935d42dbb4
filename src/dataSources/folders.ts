import { libraryFolder } from "#src/entities/libraryFolder";
import { reworded } from "#src/form/field";
import { workspaceId } from "#src/form/fields";
import { listLibraryFolders } from "#src/operations/library";
import { picklist } from "./picklist";

export interface Folder {
  readonly id?: string | null;
  readonly name?: string | null;
  readonly parentFolderId?: string | null;
}

/** The names from the topmost folder down. A parent may be missing from the list: private folders are not listed. */
export const pathOf = (folder: Folder, byId: ReadonlyMap<unknown, Folder>): string => {
  const path: Folder[] = [];
  for (let each: Folder | undefined = folder; each && !path.includes(each); each = byId.get(each.parentFolderId))
    path.unshift(each);
  return path.map(({ id, name }) => name?.trim() || `Unnamed folder (${id})`).join(" / ");
};

export const folders = picklist({
  label: "Fetch Folders",
  description: "Fetches all public library folders of a workspace, each with the folders that it lies in.",
  noun: "folder",
  fields: {
    workspaceId: reworded(workspaceId, { comments: "Gong's id of the workspace whose library folders are offered." }),
  },
  choices: async (input, { gong }) => {
    const { folders } = await gong.run(listLibraryFolders, input);
    const byId = new Map<unknown, Folder>(folders?.map((each) => [each.id, each]));
    return folders?.map((each) => ({ key: each.id, label: pathOf(each, byId) }));
  },
  example: [{ key: libraryFolder.id, label: `Sales / ${libraryFolder.name}` }],
});
