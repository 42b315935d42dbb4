import { permissionProfile } from "#src/entities/permissionProfile";
import { read } from "#src/form/field";
import { toRequest } from "#src/gong/request";
import { createPermissionProfile, getPermissionProfile, updatePermissionProfile } from "#src/operations/permissions";

const updateWith = (profile: unknown, profileId = permissionProfile.id) =>
  toRequest(updatePermissionProfile, read(updatePermissionProfile.fields, { profileId, workspaceId: "62", profile }));

test("An update sends what is given and nothing else, since Gong merges.", () => {
  expect(updateWith({ name: "", callsAccess: undefined, scoreCalls: "false", deleteCalls: "true" })).toMatchObject({
    method: "PUT",
    query: { profileId: permissionProfile.id },
    body: { scoreCalls: false, deleteCalls: true },
  });
  expect(updateWith({ name: "", callsAccess: undefined, scoreCalls: "false" }).body).toEqual({ scoreCalls: false });
});

test("The workspace that only fills the dropdown is not sent.", () => {
  const input = read(getPermissionProfile.fields, { profileId: permissionProfile.id, workspaceId: "62" });
  expect(toRequest(getPermissionProfile, input).query).toEqual({ profileId: permissionProfile.id });
});

test("A false from an earlier step is sent too.", () => {
  expect(
    updateWith({ aiBuilder: false, libraryFolderAccess: { permissionLevel: "all", manageStreams: false } }).body,
  ).toEqual({ aiBuilder: false, libraryFolderAccess: { permissionLevel: "all", manageStreams: false } });
});

test.each(["own", " own ", '{"permissionLevel": "own"}', { permissionLevel: "own" }])(
  "A level may stand alone or in JSON: %j.",
  (callsAccess) => {
    expect(updateWith({ callsAccess }).body).toEqual({ callsAccess: { permissionLevel: "own" } });
  },
);

test("A list is emptied by an empty list.", () => {
  const callsAccess = { permissionLevel: "own", teamLeadIds: [] };
  expect(updateWith({ callsAccess }).body).toEqual({ callsAccess });
});

test("A profile as Gong returns it can be sent, as JSON text as well; its nulls are left out.", () => {
  const asReturned = {
    ...permissionProfile,
    description: null,
    dealsAccess: { permissionLevel: "own", teamLeadIds: null },
  };
  const { description: _, ...sent } = { ...asReturned, dealsAccess: { permissionLevel: "own" } };
  expect(updateWith(asReturned).body).toEqual(sent);
  expect(updateWith(JSON.stringify(asReturned)).body).toEqual(sent);
});

test.each([
  [{ deleteCall: true }, /^Profile has no property "deleteCall"; it has name, .*deleteCalls/],
  [
    { callsAccess: { level: "own" } },
    /^Profile\.callsAccess has no property "level"; it has permissionLevel, teamLeadIds/,
  ],
  [{ callsAccess: "everything" }, /^Profile\.callsAccess\.permissionLevel must be one of all, managers-team/],
  [{ libraryFolderAccess: { manageStreams: true } }, /^Profile\.libraryFolderAccess\.permissionLevel is required/],
  [
    { forecastPermissions: { forecastAccess: "specific-folders" } },
    /^Profile\.forecastPermissions\.forecastAccess\.perm/,
  ],
  [{ scoreCalls: "perhaps" }, /^Profile\.scoreCalls must be true or false/],
  [{}, /^Profile is required/],
])("%j is refused.", (profile, message) => {
  expect(() => updateWith(profile)).toThrow(message);
});

test("A profile is not written over another one.", () => {
  expect(() => updateWith(permissionProfile, "99")).toThrow(/is not the profile that is picked \(99\)/);
});

test("A new profile goes into the workspace that is named.", () => {
  const input = read(createPermissionProfile.fields, { workspaceId: "62", profile: { name: "Sales" } });
  expect(toRequest(createPermissionProfile, input)).toMatchObject({
    method: "POST",
    query: { workspaceId: "62" },
    body: { name: "Sales" },
  });
});
