import { z } from "zod";
import { InputError } from "#src/base/errors";
import { answerWith, listAnswer, records, requestId } from "#src/entities/entity";
import { LibraryCall, LibraryFolder, libraryCall, libraryFolder } from "#src/entities/libraryFolder";
import { manager } from "#src/entities/user";
import * as field from "#src/form/field";
import { formOnly, optional, reworded } from "#src/form/field";
import { workspaceId } from "#src/form/fields";
import { operation } from "#src/operation";
import { unmarkedPrivateCallsNote } from "./calls/selection";

export const listLibraryFolders = operation({
  label: "List Library Folders",
  description: "Lists the public folders of the library.",
  endpoint: "GET /v2/library/folders",
  scopes: ["api:library:read"],
  effect: "reads",
  fields: {
    workspaceId: optional(
      reworded(workspaceId, {
        comments:
          "Gong's id of the workspace whose folders are listed. Leave empty only in a company with a single workspace: Gong demands it of all others.",
      }),
    ),
  },
  response: () => listAnswer({ folders: z.array(LibraryFolder()).describe("The folders of the library.") }),
  list: { key: "folders" },
  example: { requestId, folders: [libraryFolder], records },
  notes: [
    "Private and archived folders are not listed.",
    "Everything comes in one answer; there is no cursor to send, even where the answer holds records.",
  ],
});

export const listCallsInFolder = operation({
  label: "List Calls in Folder",
  description: "Lists the calls and snippets of a library folder.",
  endpoint: "GET /v2/library/folder-content",
  scopes: ["api:library:read"],
  effect: "reads",
  fields: {
    workspaceId: formOnly(
      reworded(workspaceId, {
        comments:
          "Whose folders the dropdown offers; it is not sent to Gong. Leave empty to type the folder's id or take it from an earlier step.",
      }),
    ),
    folderId: optional(
      field.gongId({
        label: "Folder ID",
        comments: "Gong's id of the folder, up to 20 digits. Required, although saved workflows may show it empty.",
        placeholder: libraryFolder.id,
        example: libraryFolder.id,
        dataSource: "folders",
      }),
    ),
  },
  request: ({ folderId }) => {
    if (folderId === undefined)
      throw new InputError(["Folder ID is required. Pick a folder, or take the id from List Library Folders."]);
    return { query: { folderId } };
  },
  response: () =>
    answerWith({
      id: z.string().describe("The folder's id."),
      name: z.string().describe("What the folder is called."),
      createdBy: z.string().describe("The user id of the folder's creator."),
      updated: z.string().describe("ISO 8601 with offset."),
      calls: z.array(LibraryCall()).describe("The calls in the folder."),
    }),
  list: { key: "calls" },
  example: {
    requestId,
    id: libraryFolder.id,
    name: libraryFolder.name,
    createdBy: manager.id,
    updated: libraryFolder.updated,
    calls: [libraryCall],
  },
  notes: [
    "A call that was added as a whole may come without snippet, or with a snippet without seconds.",
    unmarkedPrivateCallsNote,
  ],
});
