import { z } from "zod";
import { answerWith, listAnswer, records, requestId } from "#src/entities/entity";
import { User, UserSettingsChange, user, userSettingsChange } from "#src/entities/user";
import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import { userId, userIds } from "#src/form/fields";
import { operation } from "#src/operation";

const includeAvatars = field.toggle({
  label: "Include Avatars",
  comments:
    "Also return synthetic users, which Gong's own staff use to enter the account. When off, only people of the company are returned.",
  example: "false",
});

export const listUsers = operation({
  label: "List Users",
  description: "Lists all users of the company.",
  endpoint: "GET /v2/users",
  scopes: ["api:users:read"],
  effect: "reads",
  fields: { includeAvatars: optional(includeAvatars) },
  response: () => listAnswer({ users: z.array(User()).describe("The users.") }),
  list: { key: "users", cursor: "query", id: "id" },
  example: { requestId, records, users: [user] },
});

export const getUser = operation({
  label: "Get User",
  description: "Gets one user.",
  endpoint: "GET /v2/users/{userId}",
  scopes: ["api:users:read"],
  effect: "reads",
  fields: { userId },
  response: () => answerWith({ user: User().describe("The user.") }),
  example: { requestId, user },
});

export const listUsersByFilter = operation({
  label: "List Users by Filter",
  description: "Lists the users that have certain ids, or that were created in a date range.",
  endpoint: "POST /v2/users/extensive",
  scopes: ["api:users:read"],
  effect: "reads",
  fields: {
    userIds: optional(userIds),
    ...field.range({
      createdFromDateTime: optional(
        field.dateTime({
          label: "Created From",
          comments:
            "Only users created at this moment or later. ISO 8601 with a zone. Leave empty to go back to the first user.",
          example: "2026-01-01T00:00:00Z",
        }),
      ),
      createdToDateTime: optional(
        field.dateTime({
          label: "Created To",
          comments: "Only users created before this moment. ISO 8601 with a zone. Leave empty to go up to now.",
          example: "2026-02-01T00:00:00Z",
        }),
      ),
    }),
    includeAvatars: optional(includeAvatars),
  },
  request: (filter) => ({ body: { filter } }),
  response: () => listAnswer({ users: z.array(User()).describe("The users.") }),
  list: { key: "users", cursor: "body", id: "id", empty: "gongError" },
  example: { requestId, records, users: [user] },
});

export const getUserSettingsHistory = operation({
  label: "Get User Settings History",
  description: "Lists the changes of what Gong captures of a user.",
  endpoint: "GET /v2/users/{userId}/settings-history",
  scopes: ["api:users:read"],
  effect: "reads",
  fields: { userId },
  response: () =>
    answerWith({ userSettingsHistory: z.array(UserSettingsChange()).describe("The changes of the settings.") }),
  list: { key: "userSettingsHistory" },
  example: { requestId, userSettingsHistory: [userSettingsChange] },
});
