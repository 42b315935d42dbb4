import { z } from "zod";
import { CallAccess, callAccess } from "#src/entities/callAccess";
import { answerWith, requestId } from "#src/entities/entity";
import * as field from "#src/form/field";
import { reworded } from "#src/form/field";
import { callId, callIds, userIds } from "#src/form/fields";
import { operation } from "#src/operation";

const callAccessList = field.groupList(
  {
    label: "Call Access List",
    comments:
      'The calls with their users, one entry for each call. Also accepts JSON, such as [{"callId": "7782342274025937895", "userIds": ["234599484848423"]}].',
  },
  {
    callId,
    userIds: reworded(userIds, {
      comments: "Gong's ids of the users: a list, one id, or ids separated by commas.",
    }),
  },
);

export const listCallAccess = operation({
  label: "List Call Access",
  description: "Lists the users who were given access to certain calls through Gong's API.",
  endpoint: "POST /v2/calls/users-access",
  scopes: ["api:call-user-access:read"],
  effect: "reads",
  fields: {
    callIds: reworded(callIds, {
      comments: "Gong's ids of the calls: a list, one id, or ids separated by commas.",
    }),
  },
  request: (filter) => ({ body: { filter } }),
  response: () => answerWith({ callAccessList: z.array(CallAccess()).describe("One entry per call.") }),
  list: { key: "callAccessList" },
  example: { requestId, callAccessList: [callAccess] },
  notes: [
    "People who may see a call for another reason, such as their permission profile or a share, are not listed.",
    "One unknown call id makes Gong refuse the whole request.",
  ],
});

export const giveCallAccess = operation({
  label: "Give Call Access",
  description: "Gives users access to certain calls.",
  endpoint: "PUT /v2/calls/users-access",
  scopes: ["api:call-user-access:write"],
  effect: "repeatable",
  fields: { callAccessList },
  response: () => answerWith({}),
  example: { requestId },
  notes: [
    "Nothing changes for a user who has access already.",
    "One unknown call id makes Gong refuse the whole request.",
  ],
});

export const removeCallAccess = operation({
  label: "Remove Call Access",
  description: "Takes away access to calls that was given through Gong's API.",
  endpoint: "DELETE /v2/calls/users-access",
  scopes: ["api:call-user-access:write"],
  effect: "repeatable",
  fields: { callAccessList },
  request: (body) => ({ body }),
  response: () => answerWith({}),
  example: { requestId },
  notes: [
    "Access through a permission profile or a share stays as it is.",
    "Nothing changes for a user who has no access.",
  ],
});
