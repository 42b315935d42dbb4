import { z } from "zod";
import { InputError } from "#src/base/errors";
import { once } from "#src/base/lazy";
import { answerWith, requestId } from "#src/entities/entity";
import { libraryFolder } from "#src/entities/libraryFolder";
import {
  accessRights,
  PermissionProfile,
  PermissionProfileUser,
  permissionProfile,
  permissionProfileUser,
  permissions,
} from "#src/entities/permissionProfile";
import { manager } from "#src/entities/user";
import * as field from "#src/form/field";
import { formOnly, optional, reworded } from "#src/form/field";
import { workspaceId } from "#src/form/fields";
import * as value from "#src/form/value";
import { operation } from "#src/operation";

const profilesWorkspaceId = reworded(workspaceId, { comments: "Gong's id of the workspace that the profile is for." });

const profileId = field.foreignId({
  label: "Permission Profile",
  comments: "Gong's id of the permission profile.",
  placeholder: permissionProfile.id,
  example: permissionProfile.id,
  dataSource: "permissionProfiles",
});

/** Gong asks for the id alone; the list to pick it from is one workspace's. */
const pickedProfile = {
  profileId,
  workspaceId: formOnly(
    reworded(workspaceId, {
      comments:
        "The workspace whose profiles are offered above; it is not sent to Gong. Leave empty when the profile's id is typed or comes from an earlier step.",
    }),
  ),
};

const levels = ["all", "managers-team", "report-to-them", "own", "none"];
const libraryLevels = ["none", "all", "specific-folders"];

const ids = () => value.listOfText(value.gongId({ isCall: false }));

const Access = once(() =>
  orLevelAlone(value.record({ permissionLevel: value.choice(levels).optional(), teamLeadIds: ids().optional() })),
);

const LibraryAccess = once(() =>
  orLevelAlone(
    value.record({
      permissionLevel: value.choice(libraryLevels),
      libraryFolderIds: ids().optional(),
      managePublicFolder: value.toggle().optional(),
      manageStreams: value.toggle().optional(),
      manageFolderCalls: value.toggle().optional(),
      shareFoldersAndStreams: value.toggle().optional(),
    }),
  ),
);

const ForecastAccess = once(() =>
  value.record({
    forecastAccess: Access().optional(),
    forecastEditSubmissions: Access().optional(),
    forecastEditTargets: Access().optional(),
  }),
);

/** Also reads a level without the JSON around it, such as own. */
const orLevelAlone = <S extends z.ZodType>(record: S) =>
  z.preprocess(
    (given) => (typeof given === "string" && /^[\w-]+$/.test(given.trim()) ? { permissionLevel: given } : given),
    record,
  );

/**
 * May or may not, or left alone. A switch could not say the third, and in a group its "off" is never sent; here
 * "not allowed" has to be.
 */
const permission = (label: string, comments: string) =>
  field.custom(
    {
      type: "string",
      model: [
        { value: "true", label: "Allowed" },
        { value: "false", label: "Not allowed" },
      ],
      label,
      comments,
      example: "true",
    },
    value.toggle,
  );

const mapEntries = <K extends string, V, T>(of: Readonly<Record<K, V>>, to: (value: V) => T) =>
  Object.fromEntries(Object.entries<V>(of).map(([key, value]) => [key, to(value)])) as Record<K, T>;

const accessExample = `{"permissionLevel": "managers-team", "teamLeadIds": ["${manager.id}"]}`;
const libraryExample = `{"permissionLevel": "specific-folders", "libraryFolderIds": ["${libraryFolder.id}"], "managePublicFolder": false, "manageStreams": false, "manageFolderCalls": true, "shareFoldersAndStreams": true}`;
const forecastExample = `{"forecastAccess": ${accessExample}, "forecastEditSubmissions": ${accessExample}, "forecastEditTargets": ${accessExample}}`;

/** The body of a profile. `leftEmpty` says what an input left empty means: that differs between making and changing. */
const profileOf = (comments: string, leftEmpty: { text: string; right: string }) =>
  field.group(
    { label: "Profile", comments },
    {
      name: optional(
        field.text({
          label: "Name",
          comments: `The name of the profile. ${leftEmpty.text}`,
          example: "Account Executives",
        }),
      ),
      description: optional(
        field.text({
          label: "Description",
          comments: `What the profile is for. ${leftEmpty.text}`,
          example: "For people who sell.",
        }),
      ),
      ...mapEntries(accessRights, (label) =>
        optional(
          field.json(
            {
              label,
              comments: `Whose work is seen: a level alone (${levels.join(", ")}), or JSON such as ${accessExample}, where teamLeadIds says whose teams. ${leftEmpty.right}`,
              example: accessExample,
            },
            Access,
          ),
        ),
      ),
      libraryFolderAccess: optional(
        field.json(
          {
            label: "Library Folder Access",
            comments: `Which folders are seen, and what may be done there: a level alone (${libraryLevels.join(", ")}), or JSON such as {"permissionLevel": "all", "manageStreams": true}. ${leftEmpty.right}`,
            example: libraryExample,
          },
          LibraryAccess,
        ),
      ),
      forecastPermissions: optional(
        field.json(
          {
            label: "Forecast Permissions",
            comments: `Whose forecast is seen and changed: JSON with forecastAccess, forecastEditSubmissions and forecastEditTargets, such as {"forecastAccess": "own"}. ${leftEmpty.right}`,
            example: forecastExample,
          },
          ForecastAccess,
        ),
      ),
      ...mapEntries(permissions, ([label, deed]) =>
        optional(permission(label, `Whether people may ${deed}. ${leftEmpty.right}`)),
      ),
      id: optional(
        field.foreignId({
          label: "ID",
          comments: "Only for a whole profile from an earlier step, which carries its id. Leave empty otherwise.",
          example: permissionProfile.id,
        }),
      ),
    },
  );

const asJson = "The whole group may also come as JSON or from an earlier step, with Gong's names";
const strictNotes = [
  "A name that this component does not know is refused, since Gong would drop it without a word. Rights that Gong added later can be sent with Raw Request.",
  "Library Folder Access has permissionLevel, libraryFolderIds, managePublicFolder, manageStreams, manageFolderCalls and shareFoldersAndStreams. Where its level is none, Gong takes nothing else.",
  "Each of the three parts of Forecast Permissions is a level alone, or JSON with permissionLevel and teamLeadIds.",
];

export const listPermissionProfiles = operation({
  label: "List Permission Profiles",
  description: "Lists the permission profiles of a workspace by name.",
  endpoint: "GET /v2/all-permission-profiles",
  scopes: ["api:permission-profile:read"],
  scopesAreUnsure: true,
  effect: "reads",
  fields: { workspaceId: reworded(workspaceId, { comments: "Gong's id of the workspace whose profiles are listed." }) },
  response: () => answerWith({ profiles: z.array(PermissionProfile()).describe("The profiles of the workspace.") }),
  list: { key: "profiles" },
  example: { requestId, profiles: [permissionProfile] },
});

export const getPermissionProfile = operation({
  label: "Get Permission Profile",
  description: "Gets one permission profile: what its users may see and do.",
  endpoint: "GET /v2/permission-profile",
  scopes: ["api:permission-profile:read"],
  scopesAreUnsure: true,
  effect: "reads",
  fields: pickedProfile,
  response: () => answerWith({ profile: PermissionProfile().describe("The profile.") }),
  example: { requestId, profile: permissionProfile },
});

export const createPermissionProfile = operation({
  label: "Create Permission Profile",
  description: "Creates a permission profile in a workspace.",
  endpoint: "POST /v2/permission-profile",
  scopes: ["api:permission-profile:write"],
  scopesAreUnsure: true,
  effect: "writes",
  fields: {
    workspaceId: profilesWorkspaceId,
    profile: profileOf(`What people with the new profile may see and do. ${asJson}.`, {
      text: "Leave empty for none.",
      right: "Leave empty to allow nothing.",
    }),
  },
  request: ({ workspaceId, profile }) => ({ query: { workspaceId }, body: profile }),
  response: () => answerWith({ profile: PermissionProfile().describe("The profile.") }),
  example: { requestId, profile: permissionProfile },
  notes: ["What is left out is not allowed: Gong sets levels to none and permissions to false.", ...strictNotes],
});

export const updatePermissionProfile = operation({
  label: "Update Permission Profile",
  description: "Changes a permission profile. Only what is given changes; everything else stays as it is in Gong.",
  endpoint: "PUT /v2/permission-profile",
  scopes: ["api:permission-profile:write"],
  scopesAreUnsure: true,
  effect: "writes",
  fields: {
    ...pickedProfile,
    profile: profileOf(`What changes. Only what is given is sent, and Gong keeps the rest. ${asJson}.`, {
      text: "Leave empty to keep it.",
      right: "Leave empty to keep it.",
    }),
  },
  request: ({ profileId, profile }) => {
    if (profile.id !== undefined && profile.id !== profileId)
      throw new InputError([
        `Profile.id (${profile.id}) is not the profile that is picked (${profileId}). Leave it out, or pick that profile.`,
      ]);
    return { query: { profileId }, body: profile };
  },
  response: () => answerWith({ profile: PermissionProfile().describe("The profile.") }),
  example: { requestId, profile: permissionProfile },
  notes: [
    "Gong merges: only what is given is sent and changed, and what is left out keeps its value.",
    "A permission is taken away by Not allowed, and a list such as teamLeadIds is emptied by an empty list.",
    ...strictNotes,
  ],
});

export const listPermissionProfileUsers = operation({
  label: "List Permission Profile Users",
  description: "Lists the users whose access is governed by a permission profile.",
  endpoint: "GET /v2/permission-profile/users",
  scopes: ["api:users:read"],
  effect: "reads",
  fields: pickedProfile,
  response: () => answerWith({ users: z.array(PermissionProfileUser()).describe("The users with the profile.") }),
  list: { key: "users" },
  example: { requestId, users: [permissionProfileUser] },
});
