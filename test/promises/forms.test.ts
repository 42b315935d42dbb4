import { writeFileSync } from "node:fs";
import { type BuiltInput, built } from "../support/component";

/** What people meet in a form: short comments, and a dropdown wherever an id or a user can be listed. */

interface Input extends BuiltInput {
  /** Of which part, and inside which groups. */
  readonly where: string;
}

const inputsOf = (where: string, inputs: readonly BuiltInput[]): Input[] =>
  inputs.flatMap((each) => [
    { ...each, where: `${where}.${each.key}` },
    ...inputsOf(`${where}.${each.key}`, each.inputs ?? []),
  ]);

const parts = Object.entries({ ...built.actions, ...built.triggers, ...built.dataSources });
const all = parts.flatMap(([key, { inputs }]) => inputsOf(key, inputs));

const longestComment = 300;

/** Inputs by name, with the dropdown that lists what they hold. */
const listed: readonly (readonly [RegExp, string])[] = [
  [/\.callIds?$/, "calls"],
  [/\.(userIds?|primaryUserIds|reviewedUserIds|primaryUser|managerId)$/, "users"],
  [/\.(workspaceId)$/, "workspaces"],
  [/\.scorecardIds$/, "scorecards"],
  [/\.profileId$/, "permissionProfiles"],
  [/\.targetId$/, "targets"],
  [/\.integrationId$/, "crmIntegrations"],
  [/\.flowIds?$/, "flows"],
  [/^listCallsInFolder\.folderId$/, "folders"],
  [/^(listFlows\.folderId|listFlowFolders\.parentId)$/, "flowFolders"],
  [
    /\.(flowOwnerEmail|flowFolderOwnerEmail|flowInstanceOwnerEmail|unassignedByUserEmail|organizerEmail|emails)$/,
    "userEmails",
  ],
  [/^generateBrief\.briefName$/, "briefs"],
];

const missing = all.filter(({ where, dataSource }) =>
  listed.some(([name, source]) => name.test(where) && dataSource !== source),
);

it("offers a dropdown for everything that can be listed", () => {
  expect(missing.map(({ where }) => where)).toEqual([]);
  const sources = new Set(Object.keys(built.dataSources));
  expect(all.filter(({ dataSource }) => dataSource && !sources.has(dataSource)).map(({ where }) => where)).toEqual([]);
});

it(`says of each input what it is in at most ${longestComment} characters`, () => {
  const long = all.filter(({ comments = "" }) => comments.length > longestComment);
  expect(long.map(({ where, comments }) => `${where}: ${comments?.length}`)).toEqual([]);
});

it("FORMS: writes the table of forms where FORMS_TABLE names a file", () => {
  const rows = parts.map(([key, { inputs }]) => {
    const own = inputsOf(key, inputs).filter(({ type }) => type !== "connection");
    const lacking = own.filter(({ where }) => missing.some((each) => each.where === where));
    const longest = Math.max(0, ...own.map(({ comments = "" }) => comments.length));
    return [key, own.length, own.filter(({ type }) => type === "code").length, lacking.length, longest];
  });
  const table = [
    "| part | inputs | JSON boxes | missing dropdowns | longest comment |",
    "|---|---|---|---|---|",
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ];
  if (process.env.FORMS_TABLE) writeFileSync(process.env.FORMS_TABLE, `${table.join("\n")}\n`);
  expect(rows).toHaveLength(parts.length);
});
