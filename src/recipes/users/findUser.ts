import { z } from "zod";
import { once } from "#src/base/lazy";
import { User, user } from "#src/entities/user";
import { reworded } from "#src/form/field";
import { emailAddress } from "#src/form/fields";
import { listUsers } from "#src/operations/users";
import { recipe } from "#src/recipe";
import { findUserByAddress } from "./listing";

const FoundUser = once(() =>
  z.object({
    found: z.boolean().describe("False when no user of the company has the address; that is not an error."),
    user: User().nullable().describe("The user as Gong lists it; null when there is none."),
    matchedBy: z
      .enum(["primary", "trusted", "alias"])
      .nullable()
      .describe("Which of the user's addresses it is; null when there is no user."),
    callsRecorded: z.boolean().describe("Whether Gong records the user's web conferences."),
    callsImported: z.boolean().describe("Whether Gong imports the user's telephone calls; uploads need it."),
  }),
);

export const findUser = recipe({
  label: "Find User",
  description:
    "Finds the Gong user with an e-mail address, whether it is the user's primary address, the trusted one or an alias.",
  uses: [listUsers],
  effect: "reads",
  fields: {
    emailAddress: reworded(emailAddress, {
      comments: "The person's e-mail address, in upper or lower case. An alias finds the user too.",
    }),
  },
  output: FoundUser,
  example: { found: true, user, matchedBy: "primary", callsRecorded: true, callsImported: true },
  run: async ({ emailAddress }, { gong }) => {
    const match = await findUserByAddress(gong, emailAddress);
    return {
      found: match !== undefined,
      user: match?.user ?? null,
      matchedBy: match?.matchedBy ?? null,
      callsRecorded: match?.user.settings?.webConferencesRecorded === true,
      callsImported: match?.user.settings?.telephonyCallsImported === true,
    };
  },
  notes: [
    "Every user of the company is read: one request for each hundred users. Steps within five minutes share one reading; for somebody who is not in it, the list is read again once it is older than 30 seconds.",
    "Nobody found is a result with found false, not an error. Users who left are found too: look at user.active.",
  ],
});
