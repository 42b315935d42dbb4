import { z } from "zod";
import { once } from "#src/base/lazy";
import { call } from "./call";
import { entity } from "./entity";
import { manager, user } from "./user";

/** The users who were given access to a call through the API. */
export const CallAccess = once(() =>
  entity({
    callId: z.string().describe("Gong's id of the call, up to 20 digits."),
    users: z
      .array(entity({ userId: z.string().describe("Gong's id of the user.") }))
      .describe("The users with access."),
  }),
);
export type CallAccess = z.infer<ReturnType<typeof CallAccess>>;

export const callAccess = { callId: call.id, users: [{ userId: user.id }, { userId: manager.id }] };
