import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";

/** A part of the company with its own calls and settings. */
export const Workspace = once(() => entity({ id: z.string(), name: z.string(), description: z.string() }));
export type Workspace = z.infer<ReturnType<typeof Workspace>>;

export const workspace = {
  id: "623457276584334",
  name: "Northwind Sales",
  description: "New business and renewals of Northwind Robotics.",
};
