import { z } from "zod";
import { once } from "#src/base/lazy";
import { call } from "./call";
import { entity } from "./entity";
import { manager, user } from "./user";

/** A public folder of the library. */
export const LibraryFolder = once(() =>
  entity({
    id: z.string().describe("Gong's id of the folder."),
    name: z.string().describe("What the folder is called."),
    parentFolderId: z.string().describe("Null for a folder at the top."),
    createdBy: z.string().describe("The creator's user id."),
    updated: z.string().describe("ISO 8601 with offset."),
  }),
);
export type LibraryFolder = z.infer<ReturnType<typeof LibraryFolder>>;

/** A call, or a part of one, that someone put into a folder. */
export const LibraryCall = once(() =>
  entity({
    id: z.string().describe("Gong's id of the call."),
    title: z.string().describe("The call's title."),
    note: z.string().describe("What was noted when the call was put there; null when nothing was."),
    addedBy: z.string().describe("The user id of who put it there."),
    created: z.string().describe("When it was put there, ISO 8601 with offset."),
    url: z.string().describe("The call's page in Gong."),
    snippet: entity({
      fromSec: z.number().describe("Seconds from the start of the call."),
      toSec: z.number().describe("Seconds from the start of the call."),
    }).describe("The part that was chosen; absent for a whole call."),
  }),
);
export type LibraryCall = z.infer<ReturnType<typeof LibraryCall>>;

export const libraryFolder = {
  id: "3843152912968920037",
  name: "Sales Onboarding",
  parentFolderId: "2957383052123759305",
  createdBy: manager.id,
  updated: "2025-11-14T05:30:00-08:00",
};

export const libraryCall = {
  id: call.id,
  title: call.title,
  note: "How to answer a comparison with Fabrikam.",
  addedBy: user.id,
  created: "2026-01-06T09:15:00-08:00",
  url: `${call.url}&highlights=%5B%7B%22type%22%3A%22LIBRARY%22%2C%22from%22%3A455%2C%22to%22%3A520%7D%5D`,
  snippet: { fromSec: 455, toSec: 520 },
};
