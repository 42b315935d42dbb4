import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";
import { manager, user } from "./user";

/** Something that a person did in Gong. It has no id of its own. */
export const LogEntry = once(() =>
  entity({
    userId: z.string().describe("Gong's id of the user."),
    userEmailAddress: z.string().describe("The user's e-mail address."),
    userFullName: z.string().describe("The user's name."),
    impersonatorUserId: z.string().describe("Who acted in the user's name; null when nobody did."),
    impersonatorEmailAddress: z
      .string()
      .describe("The address of whoever acted in the user's place; null when nobody did."),
    impersonatorFullName: z.string().describe("The name of whoever acted in the user's place; null when nobody did."),
    impersonatorCompanyId: z
      .string()
      .describe("The company of whoever acted in the user's place; null when nobody did."),
    eventTime: z.string().describe("ISO 8601 with offset."),
    logRecord: z.record(z.string(), z.unknown()).describe("Other values by name; the names depend on the type of log."),
  }),
);

export const logEntry = {
  userId: user.id,
  userEmailAddress: user.emailAddress,
  userFullName: `${user.firstName} ${user.lastName}`,
  impersonatorUserId: manager.id,
  impersonatorEmailAddress: manager.emailAddress,
  impersonatorFullName: `${manager.firstName} ${manager.lastName}`,
  impersonatorCompanyId: "318402759164850",
  eventTime: "2026-01-05T10:42:17-08:00",
  logRecord: { action: "Sign in", ipAddress: "203.0.113.24", browser: "Firefox" },
};
