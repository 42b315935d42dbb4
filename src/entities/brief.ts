import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";
import { manager } from "./user";
import { workspace } from "./workspace";

/** The definition of an AI brief. */
export const Brief = once(() =>
  entity({
    briefId: z.string().describe("Gong's id of the brief."),
    briefName: z.string().describe("What the brief is called."),
    workspaceId: z.string().describe("Gong's id of the workspace; null where it belongs to none."),
    description: z.string().describe("What the brief is for."),
    status: z.string().describe("Published or Not published."),
    creator: z.string().describe("The creator's name."),
    creatorUserId: z.string().describe("The creator's user id."),
    created: z.string().describe("ISO 8601."),
    updated: z.string().describe("ISO 8601."),
  }),
);
export type Brief = z.infer<ReturnType<typeof Brief>>;

export const brief = {
  briefId: "3318264407712950446",
  briefName: "Account Handover",
  workspaceId: workspace.id,
  description: "What customer success has to know about a new account.",
  status: "Published",
  creator: `${manager.firstName} ${manager.lastName}`,
  creatorUserId: manager.id,
  created: "2026-04-14T10:02:55-07:00",
  updated: "2026-06-01T08:47:19-07:00",
};
