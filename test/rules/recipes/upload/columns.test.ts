import fc from "fast-check";
import { toCsv } from "#src/form/csv";
import { readTextTable } from "#src/form/table";
import { textOf, toGivenRows } from "#src/recipes/upload/columns";

const readUploadRows = (given: unknown) => {
  const { rows, unusedColumns } = toGivenRows(readTextTable(given));
  return { rows: rows.map(({ cells }) => cells), unusedColumns };
};

const one = { clientUniqueId: "pbx-7731", hostEmail: "ada.reyes@northwind.example", duration: "1834" };

describe("The rows of an export", () => {
  it.each<[string, unknown]>([
    ["a list", [one]],
    ["one object", one],
    ["JSON text", JSON.stringify([one])],
    ["JSON text of one object", JSON.stringify(one)],
    ["CSV text", "clientUniqueId,hostEmail,duration\r\npbx-7731,ada.reyes@northwind.example,1834\r\n"],
    ["CSV with semicolons", "\uFEFFclientUniqueId;hostEmail;duration\npbx-7731;ada.reyes@northwind.example;1834"],
    ["CSV with tabs", "clientUniqueId\thostEmail\tduration\npbx-7731\tada.reyes@northwind.example\t1834\n\n"],
    [
      "headings as people have them",
      "Unique ID,Agent Email,Duration (sec),Comment\npbx-7731,ada.reyes@northwind.example,1834,",
    ],
    ["a file", { data: Buffer.from(JSON.stringify([one])), contentType: "application/json" }],
    ["a file as text", Buffer.from(toCsv([Object.keys(one), Object.values(one)]))],
    ["the output of a step", { data: [one] }],
  ])("are read from %s", (_name, given) => {
    expect(readUploadRows(given)).toEqual({ rows: [one], unusedColumns: [] });
  });

  it("survive the way through CSV, whatever the cells hold", () => {
    const cell = fc.string({ minLength: 1 }).map((text) => `x${text.replace(/[\r]/g, "")}`);
    const row = fc.record({ clientUniqueId: cell, title: cell, purpose: cell });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const csv = toCsv([["clientUniqueId", "title", "purpose"], ...rows.map((each) => Object.values(each))]);
        expect(readUploadRows(csv).rows).toEqual(rows);
      }),
    );
  });

  it("keep the digits of long ids in JSON text", () => {
    expect(readUploadRows('[{"Call ID": 7782342274025937895123}]').rows).toEqual([
      { sourceId: "7782342274025937895123" },
    ]);
  });

  it("leave blank rows and cells out, and name what is not used", () => {
    const csv = "Call ID,Agent Email,Team\n1,,Sales\n,,\n2,ada@northwind.example,\n";
    expect(readUploadRows(csv)).toEqual({
      rows: [{ sourceId: "1" }, { sourceId: "2", hostEmail: "ada@northwind.example" }],
      unusedColumns: ["Team"],
    });
  });

  it("prefer our own name to others, and a better name to a worse, in any order of the columns", () => {
    const row = { id: "5", "Call ID": "6", "Start Time": "b", actualStart: "a", Outcome: "won" };
    const expected = { sourceId: "6", actualStart: "a", disposition: "won" };
    const turned = Object.fromEntries(Object.entries(row).reverse());
    for (const each of [row, turned]) expect(readUploadRows([each]).rows).toEqual([expected]);
  });

  it("tell Gong's call from the telephony system's in a failed row that comes back", () => {
    const failed = { ...one, id: "pbx-7731", row: 3, code: "MEDIA_PENDING", message: "…", attempt: 1 };
    expect(readUploadRows([{ ...failed, callId: "8231", mediaPending: true, requestId: "x" }])).toEqual({
      rows: [{ ...one, callId: "8231", mediaPending: true, attempt: 1 }],
      unusedColumns: [],
    });
    expect(readUploadRows([{ callId: "8231" }]).rows).toEqual([{ sourceId: "8231" }]);
  });

  it.each<[string, unknown, object]>([
    [
      "a name in two parts",
      { externalName: { firstName: " Priya", last_name: "Nair" } },
      { externalName: "Priya Nair" },
    ],
    ["one part of a name", { hostEmail: { lastName: "Reyes", phone: 0 } }, { hostName: "Reyes", hostPhone: "0" }],
    [
      "everything about a person, in a list of one",
      {
        externalPhone: [{ fullName: "Priya Nair" }],
        externalName: [{ name: "Priya", emails: [{ value: "p@x.example" }] }],
      },
      { externalPhone: [{ fullName: "Priya Nair" }], externalName: "Priya", externalEmail: "p@x.example" },
    ],
    [
      "no name in a number",
      { fromNumber: { firstName: "Priya", digits: "142" } },
      { fromNumber: "142", fromName: "Priya" },
    ],
    [
      "nothing over what a column of its own holds",
      { hostEmail: { email: "ada@x.example", name: "Ada" }, hostName: "Ada Reyes" },
      { hostEmail: "ada@x.example", hostName: "Ada Reyes" },
    ],
    [
      "no list of two",
      { fromNumber: [{ phone: "1" }, { phone: "2" }] },
      { fromNumber: [{ phone: "1" }, { phone: "2" }] },
    ],
    ["nothing where nothing is understood", { toNumber: { color: "red" } }, { toNumber: { color: "red" } }],
  ])("have objects in their cells taken apart: %s", (_name, row, cells) => {
    expect(readUploadRows([row]).rows).toEqual([cells]);
  });

  it.each<[string, unknown]>([
    ["words", "pbx-7731"],
    ["a list of words", ["pbx-7731"]],
    ["objects of something else", [{ colour: "red" }]],
    ["broken JSON", "[{]"],
    ["a number", 5],
  ])("are refused with words that say what is expected: %s", (_name, given) => {
    expect(() => readUploadRows(given)).toThrow(/must be/);
  });

  it("are none where nothing is given", () => {
    for (const given of ["", "[]", []]) expect(readUploadRows(given).rows).toEqual([]);
  });
});

test("A cell as text is trimmed, and undefined when blank or a structure.", () => {
  expect([" a ", 5, "", null, undefined, {}, []].map(textOf)).toEqual(["a", "5", ...Array(5).fill(undefined)]);
});
