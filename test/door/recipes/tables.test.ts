import writeXlsxFile from "write-excel-file/node";
import { toCsv } from "#src/form/csv";
import { built, harness, quietLogger, tokenConnectionTo } from "../../support/component";
import { useSandbox } from "../../support/door";

const gong = useSandbox({ world: { calls: 20, users: 3 } });

type Row = Record<string, string>;

/** The rows as people hand them over, under a heading in the third line where there are lines. */
const forms: Record<string, (rows: Row[]) => Promise<unknown>> = {
  "a CSV file": async (rows) => ({ data: Buffer.from(toCsv(linesOf(rows))), contentType: "text/csv" }),
  "an Excel workbook": async (rows) => ({
    data: await writeXlsxFile([[{ value: "Exported in November" }], [], ...linesOf(rows).map(toCells)]).toBuffer(),
    contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  }),
};

const linesOf = (rows: Row[]) => [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))];
const toCells = (line: string[]) => line.map((value) => ({ value }));

const users = () => gong.world.users.map((user) => gong.world.describeUser(user));
const otherUsers = () =>
  users().map(({ id, emailAddress }) => ({ "User ID": `T${id}`, "Email Address": emailAddress }));
const range = { fromDateTime: "2020-01-01T00:00:00Z" };
const pairs = () => users().map(({ id }) => ({ gongUserId: id, otherUserId: `T${id}` }));

/** What differs from run to run. */
const steady = (data: unknown): unknown =>
  JSON.parse(
    JSON.stringify(data, (key, value) =>
      ["loggedAt", "created", "deleteAfter", "nextTry", "fileName", "data"].includes(key) ? undefined : value,
    ),
  );

const act = async (key: string, inputs: Record<string, unknown>) => {
  const all = { connection: tokenConnectionTo(gong), ...inputs };
  const isAction = key in built.actions;
  const run = isAction ? harness.action(key, all, { logger: quietLogger() }) : harness.dataSource(key, all);
  return steady(await run);
};

describe.each<[string, string, () => Row[], () => Record<string, unknown>]>([
  ["matchUsers", "otherUsers", otherUsers, () => ({})],
  [
    "matchUsers",
    "gongUsers",
    () => users().map(({ id }) => ({ "Gong ID": id, Name: "x" })),
    () => ({ otherUsers: otherUsers() }),
  ],
  ["matchUsers", "manualMap", pairs, () => ({ otherUsers: otherUsers() })],
  ["buildTimelineActivities", "userMap", pairs, () => ({ ...range, requireAccount: false })],
  ["buildTimelineActivities", "accountMap", () => [{ Domain: "contoso.example", "Account ID": "A-1" }], () => range],
  ["exportRunLog", "entries", () => [{ callId: "7782342274025937895", status: "synced" }], () => ({ format: "csv" })],
  ["userMapForm", "otherUsers", otherUsers, () => ({})],
])("%s: %s", (key, input, rows, others) => {
  it.each(Object.keys(forms))("takes the rows of %s as it takes a list", async (form) => {
    const expected = await act(key, { ...others(), [input]: rows() });
    const given = await forms[form]?.(rows());
    expect(await act(key, { ...others(), [input]: given })).toEqual(expected);
  });
});

it("counts the rows of a workbook as its sheet shows them", async () => {
  const otherUsers = await forms["an Excel workbook"]?.([
    { id: "T1", email: "ada@northwind.example" },
    { id: "1.76762E+15", email: "bo@northwind.example" },
  ]);
  await expect(act("matchUsers", { otherUsers })).rejects.toThrow("row 5 has an id that is a number as spreadsheets");
});

it("names the input whose workbook cannot be read", async () => {
  const file = Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.from("xl/workbook.xml")]);
  await expect(act("matchUsers", { otherUsers: file })).rejects.toThrow(/Other Users is a workbook that is damaged/);
});
