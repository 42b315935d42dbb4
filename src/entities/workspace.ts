import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";

/** A part of the company with its own calls and settings. */
export const Workspace = once(() =>
  entity({
    id: z.string().describe("Gong's id of the workspace."),
    name: z.string().describe("What the workspace is called."),
    description: z.string().describe("What the workspace is for; null when nobody wrote it."),
  }),
);
export type Workspace = z.infer<ReturnType<typeof Workspace>>;

export const workspace = {
  id: "623457276584334",
  name: "Northwind Sales",
  description: "New business and renewals of Northwind Robotics.",
};
