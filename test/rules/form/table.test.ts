import fc from "fast-check";
import { strToU8, unzipSync, zipSync } from "fflate";
import writeXlsxFile, { type SheetData } from "write-excel-file/node";
import { InputError } from "#src/base/errors";
import { toCsv } from "#src/form/csv";
import { cellOf, listCell, plainName, readTable, readTextTable, textCell, toEntries } from "#src/form/table";
import { seed } from "../../support/seed";

const rowsOf = async (given: unknown) => (await readTable(given, "Rows")).rows.map(({ cells }) => cells);
const problemOf = async (given: unknown): Promise<string> => {
  try {
    return JSON.stringify(await readTable(given, "Rows"));
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
};

const ada = { name: "Ada", phone: "1" };

describe("A table", () => {
  it.each<[string, unknown]>([
    ["a list of objects", [ada]],
    ["a list with blanks", [null, ada, ""]],
    [
      "lists with a heading",
      [
        ["name", "phone"],
        ["Ada", "1"],
      ],
    ],
    ["one object", ada],
    ["what an action returned", { data: { results: [ada] } }],
    [
      "what a sheet returned",
      {
        range: "A1:B2",
        values: [
          ["name", "phone"],
          ["Ada", "1"],
        ],
      },
    ],
    ["JSON text", ` ${JSON.stringify([ada])}`],
    ["CSV text", "name,phone\nAda,1\n\n"],
    ["CSV with semicolons and a mark", "\uFEFFname;phone\r\nAda;1"],
    ["CSV with bars", "name|phone\nAda|1"],
    ["CSV that says what stands between", "sep=\t\r\nname\tphone\r\nAda\t1"],
    ["CSV that says so in quotes", '"sep=;"\nname;phone\nAda;1'],
    ["a heading with marks in quotes", '"name";"phone"\nAda;1'],
    ["rows of a form", { rows: [ada], total: 1 }],
    ["data that holds a list", { data: { users: [ada] }, other: 5 }],
    ["a list in a list's name", { values: { items: [ada] } }],
    ["JSON text of a list of lists", '[["name","phone"],["Ada","1"],["",null]]'],
    ["CSV behind empty lines", "\n\n name,phone\nAda,1".replace(" ", "")],
    ["a file in text", { data: "name,phone\nAda,1", contentType: "text/csv" }],
    ["a CSV file", { data: Buffer.from("name,phone\nAda,1"), contentType: "text/csv" }],
    ["bytes that went through JSON", JSON.parse(JSON.stringify(Buffer.from("name,phone\nAda,1")))],
    ["a JSON file", Buffer.from(JSON.stringify({ users: [ada] }))],
    ["a file in UTF-16", Buffer.from("\uFEFFname\tphone\r\nAda\t1", "utf16le")],
    ["a file in UTF-16 the other way round", Buffer.from("\uFEFFname,phone\nAda,1", "utf16le").swap16()],
    ["a file in UTF-16 without its mark", Buffer.from("name,phone\nAda,1", "utf16le")],
  ])("is read from %s", async (_kind, given) => expect(await rowsOf(given)).toEqual([ada]));

  it("keeps every letter of a file in Windows-1252, the euro sign and curly quotes too", async () => {
    const file = Buffer.from("name;note\r\nZo\xeb \x80 5;\x93so\x94 \x96 caf\xe9", "latin1");
    expect(await rowsOf(file)).toEqual([{ name: "Zoë € 5", note: "“so” – café" }]);
  });

  it("is empty where nothing was given, and where only a heading was", async () => {
    expect(await rowsOf([])).toEqual([]);
    expect(await rowsOf(undefined)).toEqual([]);
    expect(await readTable("name,phone\n", "Rows")).toEqual({ columns: ["name", "phone"], rows: [], warnings: [] });
  });

  it("takes texts under one heading, and objects with different ones", async () => {
    expect(await rowsOf("name\nAda\nBo")).toEqual([{ name: "Ada" }, { name: "Bo" }]);
    expect(await readTable([{ a: 1 }, "", { b: 2 }], "Rows")).toEqual({
      columns: ["a", "b"],
      rows: [
        { number: 1, cells: { a: 1 } },
        { number: 3, cells: { b: 2 } },
      ],
      warnings: [],
    });
    expect(await readTable(" \n", "Rows")).toEqual({ columns: [], rows: [], warnings: [] });
    expect((await readTable("a,a,a,a (2)\n1,2,3,4", "Rows")).columns).toEqual(["a", "a (2)", "a (3)", "a (2) (2)"]);
  });

  it("tells its columns, the number of each row, and what it could not place", async () => {
    expect(await readTable("name,,name\nAda,2,3\n,,\nBob,2,3,4", "Rows")).toEqual({
      columns: ["name", "Column 2", "name (2)"],
      rows: [
        { number: 1, cells: { name: "Ada", "Column 2": "2", "name (2)": "3" } },
        { number: 2, cells: { name: "Bob", "Column 2": "2", "name (2)": "3" } },
      ],
      warnings: ["Row 2 has more cells than the heading names; they are not used."],
    });
  });

  it.each<[unknown, RegExp]>([
    ["hello", /^Rows must be a list of objects/],
    ["ada=5", /must be a list of objects/],
    ["ada@northwind.example\nbo@northwind.example", /must be a list of objects/],
    ["5", /must be a list of objects/],
    ["+1 425\n+1 426", /must be a list of objects/],
    ["a:b\nc", /must be a list of objects/],
    [[ada, 5], /must be a list of objects/],
    [[["name"], ada], /must be a list of objects/],
    [{ users: [5] }, /must be a list of objects/],
    ["{", /must be valid JSON/],
    ["a,b\nc\0d,e", /read as text/],
    [5, /must be a list of objects/],
    [true, /must be a list of objects/],
    [["a", "b"], /must be a list of objects/],
    ["[1, 2]", /must be a list of objects/],
    ["[{", /must be valid JSON/],
    ['name,phone\n"Ada,1', /is not valid CSV: .*quote/i],
    ["PK\u0003\u0004\u0014", /read as text/],
  ])("is not %j: %s", async (given, words) => {
    const problem = await problemOf(given);
    expect(problem).toMatch(words);
    expect(problem.length).toBeLessThan(250);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["an old workbook", Buffer.from("d0cf11e0a1b11ae1", "hex"), /old \.xls workbook.*save it as \.xlsx or CSV/],
    [
      "a workbook with a password",
      Buffer.from(`\xd0\xcf\x11\xe0${"E.n.c.r.y.p.t.e.d.P.a.c.k.a.g.e.".replaceAll(".", "\0")}`, "latin1"),
      /password/,
    ],
    ["a PDF", Buffer.from("%PDF-1.7 …"), /PDF/],
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), /neither text nor a workbook/],
    ["an archive", zipSync({ "a.txt": strToU8("a") }), /zip archive/],
    ["a binary workbook", zipSync({ "xl/workbook.bin": strToU8("a") }), /\.xlsb/],
    [
      "an OpenDocument one",
      zipSync({ mimetype: strToU8("application/vnd.oasis.opendocument.spreadsheet") }, { level: 0 }),
      /OpenDocument/,
    ],
  ])("is not in %s, whose bytes are not shown", async (_kind, file, words) => {
    const problem = await problemOf(file);
    expect(problem).toMatch(words);
    expect(problem.length).toBeLessThan(120);
  });

  it(`is read as it was written, or refused in words (seed ${seed})`, async () => {
    const cell = fc.string({ minLength: 1 }).filter((text) => text.trim() !== "" && !text.includes("\0"));
    const heading = fc.uniqueArray(fc.stringMatching(/^[a-z]{2,8}$/), { minLength: 2, maxLength: 4 });
    const encode = fc.constantFrom<(text: string) => unknown>(
      (text) => text,
      (text) => Buffer.from(text),
      (text) => Buffer.from(`\uFEFF${text}`, "utf16le"),
    );
    await fc.assert(
      fc.asyncProperty(
        heading,
        fc.array(fc.array(cell, { minLength: 4, maxLength: 4 })),
        encode,
        async (names, cells, as) => {
          const records = cells.map((record) => record.slice(0, names.length));
          const read = await rowsOf(as(toCsv([names, ...records])));
          expect(read).toEqual(
            records.map((record) => Object.fromEntries(names.map((name, at) => [name, record[at]]))),
          );
        },
      ),
      { seed },
    );
    const anything = fc.oneof(
      fc.anything(),
      fc.string(),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (given) => expect(await problemOf(given)).toMatch(/^(Rows |\{)/)),
      { seed },
    );
  });
});

const sheetXml = (data: string) =>
  `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${data}</sheetData></worksheet>`;
const text = (place: string, content: string) => `<c r="${place}" t="inlineStr"><is><t>${content}</t></is></c>`;

/** A workbook of these sheets, the hidden ones first. */
const workbook = (data: string, hidden = "") =>
  Buffer.from(
    zipSync({
      "xl/workbook.xml": strToU8(
        `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${hidden ? '<sheet name="Codes" sheetId="2" state="hidden" r:id="rId2"/>' : ""}<sheet name="Calls &amp; more" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
      "xl/_rels/workbook.xml.rels": strToU8(
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${[1, 2].map((id) => `<Relationship Id="rId${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${id}.xml"/>`).join("")}</Relationships>`,
      ),
      "xl/worksheets/sheet1.xml": strToU8(sheetXml(data)),
      "xl/worksheets/sheet2.xml": strToU8(sheetXml(hidden)),
    }),
  );

/** The same archive, each of whose files with such a name says that it unpacks to so many bytes. */
const claiming = (archive: Buffer, bytes: number, named = /./) => {
  for (let at = archive.indexOf("PK\x01\x02"); at !== -1; at = archive.indexOf("PK\x01\x02", at + 1)) {
    const name = archive.toString("latin1", at + 46, at + 46 + archive.readUInt16LE(at + 28));
    if (named.test(name)) archive.writeUInt32LE(bytes, at + 24);
  }
  return archive;
};

describe("A workbook", () => {
  const written = async (sheet: SheetData) => writeXlsxFile(sheet).toBuffer();

  it("shows its dates as the cells show them, its long numbers as what they are, and its rows as the sheet counts", async () => {
    const third = new Date(Date.UTC(2026, 0, 5, 8));
    const file = await written([
      [{ value: "Calls of November" }],
      [],
      [{ value: "Call ID" }, { value: "Started" }, { value: "Day" }, { value: "Length" }, { value: "Note" }],
      [
        { value: 7782342274025937, type: Number },
        { value: third, type: Date, format: "yyyy-mm-dd hh:mm:ss" },
        { value: new Date(Date.UTC(2026, 0, 5)), type: Date, format: "dd/mm/yyyy" },
        { value: 41, type: Number },
        { value: " kept " },
      ],
      [],
      [{ value: "pbx-2" }, null, null, { value: 100.5, type: Number }, { value: true, type: Boolean }],
    ]);
    const { columns, rows } = await readTable({ data: file, contentType: "application/vnd.ms-excel" }, "Rows");
    expect(columns).toEqual(["Call ID", "Started", "Day", "Length", "Note"]);
    expect(rows).toEqual([
      {
        number: 4,
        cells: {
          "Call ID": "7.782342274025937E+15",
          Started: "2026-01-05 08:00:00",
          Day: "2026-01-05",
          Length: 41,
          Note: " kept ",
        },
      },
      { number: 6, cells: { "Call ID": "pbx-2", Started: "", Day: "", Length: 100.5, Note: true } },
    ]);
    expect(
      await rowsOf(file.toString("base64").length > 0 ? { data: file.toString("base64"), contentType: "x" } : ""),
    ).toHaveLength(2);
  });

  it("is read from its first visible sheet, with the saved values of formulas", async () => {
    const data = `<row r="1">${text("A1", "name")}${text("B1", "minutes")}</row><row r="2">${text("A2", "Ada")}<c r="B2"><f>1+1</f><v>2</v></c></row><row r="3">${text("A3", "Bo")}<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`;
    const file = workbook(data, `<row r="1">${text("A1", "secret")}${text("B1", "code")}</row>`);
    expect(await rowsOf(file)).toMatchObject([{ name: "Ada", minutes: 2 }, { name: "Bo" }]);
    expect(() => readTextTable(file)).toThrow(/^cannot be an \.xlsx workbook in this input; save it/);
  });

  it("is read whatever else lies in it, however large", async () => {
    const data = `<row r="1">${text("A1", "name")}</row><row r="2">${text("A2", "Ada")}</row>`;
    const others = ["old/xl/a.xml", "xl/media/a.xml", "xl/a.xmlx", "xl/a.png", "xl/_rels/b/a.rels"];
    const parts = { ...unzipSync(workbook(data)), ...Object.fromEntries(others.map((name) => [name, strToU8("a")])) };
    const archive = claiming(Buffer.from(zipSync(parts)), 100_000_000, /a\.\w+$/);
    expect(await rowsOf(archive)).toEqual([{ name: "Ada" }]);
  });

  it("shows lengths of time as hours, minutes and seconds", async () => {
    const length = (value: number) => ({ value, type: Number, format: "[h]:mm:ss" }) as const;
    const file = await written([
      [{ value: "a" }, { value: "b" }],
      [length(0.0212963), length(1.0416667)],
    ]);
    expect(await rowsOf(file)).toEqual([{ a: "00:30:40", b: "25:00:00" }]);
  });

  it.each<[string, () => Buffer, RegExp]>([
    ["damaged", () => workbook("").subarray(0, 200), /damaged|zip archive/],
    ["without XML in it", () => Buffer.from(zipSync({ "xl/workbook.xml": strToU8("none") })), /cannot be read/],
    ["far too wide", () => workbook(`<row r="1">${text("ZZZZZZZ1", "a")}</row>`), /too large/],
    ["far too long", () => workbook('<row r="99999999999"><c r="A1"><v>1</v></c></row>'), /too large/],
    [
      "wide and long",
      () => workbook(`<row r="1">${text("XFD1", "a")}</row><row r="1000000">${text("A1000000", "a")}</row>`),
      /too large/,
    ],
    ["wide behind a bracket", () => workbook(`<row r="1"><c x=">" r="ZZZZZZZ1"><v>1</v></c></row>`), /too large/],
    ["unpacked far larger", () => claiming(workbook("<row/>"), 100_000_000), /too large/],
  ])("is refused where it is %s", async (_what, make, words) => expect(await problemOf(make())).toMatch(words));
});

describe("A workbook's sheet", () => {
  const named = (...states: string[]) =>
    Buffer.from(
      zipSync({
        ...unzipSync(
          workbook(`<row r="1">${text("A1", "name")}${text("B1", "age")}</row><row r="2">${text("A2", "Ada")}</row>`),
        ),
        "xl/worksheets/sheet2.xml": strToU8(
          sheetXml(`<row r="1">${text("A1", "code")}${text("B1", "age")}</row><row r="2">${text("A2", "x")}</row>`),
        ),
        "xl/workbook.xml": strToU8(
          `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${states.map((state, index) => `<sheet name="S${index}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`).join("")}</sheets></workbook>`,
        ),
      }),
    );
  const [ofFirst, ofSecond] = [[{ name: "Ada", age: "" }], [{ code: "x", age: "" }]];

  it.each([
    ["", "", ofFirst],
    [' state="visible"', "", ofFirst],
    [' state="hidden"', "", ofSecond],
    [" state = 'veryHidden'", "", ofSecond],
    [' state="hidden"', ' state="hidden"', ofFirst],
    [' other-state="hidden"', "", ofFirst],
  ])("is the first visible one: %j, %j", async (first, second, rows) =>
    expect(await rowsOf(named(first, second))).toEqual(rows),
  );

  const cells = (xml: string) => problemOf(workbook(xml));
  const last = "XFD1048576";
  it.each([
    ["a cell at the last place", `<row r="1048576"><c r="${last}"/></row>`, false],
    ["an empty cell far out", `<row r="1">${text("A1", "a")}${text("B1", "b")}<c r="XFD1" s="1"/>\n</row>`, false],
    ["a cell beyond the last column", `<row r="1">${text("XFE1", "a")}</row>`, true],
    ["an empty cell beyond the last column", `<row r="1"><c r="XFE1"/></row>`, true],
    ["a row beyond the last", `<row r="1048577"></row>`, true],
    ["a cell with a place of eight digits", `<row r="1">${text("A10000000", "a")}</row>`, true],
    ["a place that is written twice", `<row r="1"><c r="A1" r="B1"><v>1</v></c></row>`, true],
    ["a place behind other attributes", `<row r="1"><c s="1" t='n' r="XFE1"><v>1</v></c></row>`, true],
    ["a place with spaces", `<row r="1"><c r = "XFE1"><v>1</v></c></row>`, true],
    ["an attribute with spaces before its place", `<row r="1"><c s = "1" r="A1"><v>1</v></c></row>`, false],
    ["a place in a prefixed element", `<xx:row r="1"><xx:c r="XFE1"><xx:v>1</xx:v></xx:c></xx:row>`, true],
    ["a place in an attribute's text", `<row r="1"><c t=" r='A1'" r="XFE1"><v>1</v></c></row>`, true],
    [
      "many rows without places beside a wide one",
      `<row r="1">${text("XFD1", "a")}</row>${"<row></row>".repeat(620)}`,
      true,
    ],
    [
      "some rows without places beside a wide one",
      `<row r="1">${text("ZZ1", "a")}</row>${"<row></row>".repeat(20)}`,
      false,
    ],
    ["many cells without places in a wide row", `<row r="1">${"<c/>".repeat(620)}${text("XFD1", "a")}</row>`, false],
    [
      "a far cell in a row without place beside a wide one",
      `<row r="1">${text("XFD1", "a")}</row><row>${text("A1000000", "a")}</row>`,
      true,
    ],
    ["a far row without cells beside a wide one", `<row r="1">${text("XFD1", "a")}</row><row r="620"></row>`, false],
    [
      "columns and cells of other elements",
      `<cols><col r="XFE1"/></cols><row r="1">${text("A1", "a")}${text("B1", "b")}</row>`,
      false,
    ],
  ])("with %s", async (_what, xml, isTooLarge) => {
    expect((await cells(xml)).includes("too large")).toBe(isTooLarge);
  });

  it("keeps numbers of 14 digits, and shows longer ones in short", async () => {
    const numbers = ["99999999999999", "100000000000000", "-100000000000000", "0.5"];
    const xml = `<row r="1">${text("A1", "a")}${text("B1", "b")}</row>${numbers.map((each, index) => `<row r="${index + 2}"><c r="A${index + 2}"><v>${each}</v></c></row>`).join("")}`;
    expect((await rowsOf(workbook(xml))).map(({ a }) => a)).toEqual([99999999999999, "1E+14", "-1E+14", 0.5]);
  });

  it("needs a heading: texts that fill half the width", async () => {
    const number = (place: string) => `<c r="${place}"><v>5</v></c>`;
    expect(await cells(`<row r="1">${number("A1")}${number("B1")}</row>`)).toContain(
      "must have a row that names the columns",
    );
    const wide = `<row r="1">${text("A1", "Title")}</row><row r="2">${text("A2", "a")}${text("B2", "b")}</row><row r="3">${["A3", "B3", "C3", "D3"].map(number).join("")}</row>`;
    expect(await rowsOf(workbook(wide))).toEqual([{ a: 5, b: 5, "Column 3": 5, "Column 4": 5 }]);
    expect(JSON.parse(await cells(""))).toEqual({ columns: [], rows: [], warnings: [] });
    const single = `<row r="1">${text("A1", "a")}</row><row r="2">${text("A2", "b")}</row>`;
    expect(JSON.parse(await cells(single)).rows).toEqual([{ number: 2, cells: { a: "b" } }]);
  });
});

describe("Entries", () => {
  it.each([
    [
      [1, "", null, "a"],
      [1, "a"],
    ],
    [{ results: [1, { a: 1 }] }, [1, { a: 1 }]],
    [{ data: { rows: ["a"] } }, ["a"]],
    [' ["a", "b"]', ["a", "b"]],
    ["name,age\nAda,5", [{ name: "Ada", age: "5" }]],
    [{ name: "Ada" }, [{ name: "Ada" }]],
  ])("of %j are %j", (given, entries) => expect(toEntries(given)).toEqual(entries));

  it("of what is none are refused", () => {
    for (const none of [5, "[a", '["a"', true]) expect(() => toEntries(none)).toThrow(/must be/);
  });
});

describe("A cell", () => {
  it("may hold several values", () => {
    const row = { "E-Mails": "a, b;c\nd|, ", list: ["a ", 5, "", "b"], number: 5 };
    expect(listCell(row, ["emails"])).toEqual(["a", "b", "c", "d"]);
    expect(listCell(row, ["list"])).toEqual(["a", "b"]);
    expect(listCell(row, ["number"])).toEqual([]);
    expect(listCell(row, ["other"])).toEqual([]);
    expect([textCell({ id: 12n }, ["ID"]), textCell({ id: true }, ["ID"])]).toEqual(["12", null]);
    expect(plainName(" License_Type (2)! \u00c9")).toBe("licensetype2\u00e9");
  });

  it("is the first that is filled in under one of the headings, in their order", () => {
    const row = { "E-Mail": " ", email: " ada@northwind.example ", Name: 7, Address: ["a"] };
    expect(cellOf(row, ["Mail", "email", "name"])).toBe(" ada@northwind.example ");
    expect(textCell(row, ["e-mail"])).toBe("ada@northwind.example");
    expect(textCell(row, ["name"])).toBe("7");
    expect(textCell(row, ["address"])).toBeNull();
    expect(textCell({ email: "a@x.example", "E-Mail": "" }, ["email"])).toBe("a@x.example");
  });

  it.each(["+1 425\n+1 426", "42", "a@x.example\nb@x.example"])(
    "is no table of one column without a heading: %j",
    (text) => {
      expect(() => readTextTable(text)).toThrow();
    },
  );
});
