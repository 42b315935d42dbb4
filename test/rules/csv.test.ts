import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { decodeText, readCsv, toCsv, toQuotedCsv } from "#src/form/csv";

test("What is written is read again, whatever the cells hold.", () => {
  const cell = fc.string({ minLength: 1 }).filter((text) => !/^\s*$/.test(text) && !text.startsWith("\uFEFF"));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1 }), (records) => {
      expect(parse(toCsv(records), { relax_column_count: true, record_delimiter: "\r\n" })).toEqual(records);
    }),
  );
});

test("A byte order mark, empty lines and line breaks within quotes are understood.", () => {
  expect(readCsv('\uFEFFa,b\r\n\r\n"one\ntwo",3\n')).toEqual([
    ["a", "b"],
    ["one\ntwo", "3"],
  ]);
});

test("A quote that does not close is an error.", () => {
  expect(() => readCsv('a,b\n"one,2\n')).toThrow(/quote/i);
});

test.each([
  ["a,b\n1;2;3,4", ",", ["1;2;3", "4"]],
  ["\n a;b;c\r\n1,5;2;3", ";", ["1,5", "2", "3"]],
  ["a\tb\r1,5\t2", "\t", ["1,5", "2"]],
  ["a\n1", ",", ["1"]],
] as const)("The first line of %j tells what stands between cells: %j.", (text, _delimiter, row) => {
  expect(readCsv(text).at(-1)).toEqual(row);
});

test("Cells are quoted where they have to be, or all of them for spreadsheets.", () => {
  const records = [["a", "b c", 'say "hi"', "1,5", "two\nlines", "cr\rhere", ""], ["=1;2"]];
  expect(toCsv(records)).toBe('a,b c,"say ""hi""","1,5","two\nlines","cr\rhere",\r\n=1;2\r\n');
  expect(toQuotedCsv(records)).toBe('"a","b c","say ""hi""","1,5","two\nlines","cr\rhere",""\r\n"=1;2"\r\n');
});

test.each([
  [
    "sep=;\r\na;b\r\n1,5;2",
    [
      ["a", "b"],
      ["1,5", "2"],
    ],
  ],
  ["SEP=| \ra|b", [["a", "b"]]],
  ['\uFEFF"sep=;"\n\n;x\n', [["", "x"]]],
  ["sep=;", []],
  ["a sep=;\n1", [["a sep=", ""], ["1"]]],
  ["sep=;;\n1", [["sep=", "", ""], ["1"]]],
  [
    "a;b\n1;2",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  ['"x;y;z",b', [["x;y;z", "b"]]],
])("The file %j may say in its first line what stands between its cells.", (text, records) =>
  expect(readCsv(text)).toEqual(records),
);

test("The bytes of a text tell its encoding.", () => {
  const text = "name;note\r\nAda;caf\u00e9 \u2013 \u20ac";
  const utf16 = Buffer.from(text, "utf16le");
  const swapped = Buffer.from(utf16).swap16();
  const marked = (bytes: Buffer, ...mark: number[]) => Buffer.concat([Buffer.from(mark), bytes]);
  const files = [Buffer.from(text), utf16, swapped, marked(utf16, 0xff, 0xfe), marked(swapped, 0xfe, 0xff)];
  expect(files.map(decodeText)).toEqual(files.map(() => text));
  // Letters of other scripts have no zero bytes, so only the mark tells.
  for (const far of ["\u4ef7\u683c", "\u0430\u0431"]) {
    const bytes = Buffer.from(far, "utf16le");
    expect(decodeText(marked(bytes, 0xff, 0xfe))).toBe(far);
    expect(decodeText(marked(Buffer.from(bytes).swap16(), 0xfe, 0xff))).toBe(far);
    expect(decodeText(Buffer.from(far))).toBe(far);
  }
  expect(decodeText(Buffer.from("caf\xe9 \x80", "latin1"))).toBe("caf\u00e9 \u20ac");
  expect(decodeText(Buffer.from([0xff, 0x41]))).toBe("\u00ffA");
  for (const [first, second] of [
    [0xfe, 0x41],
    [0x41, 0xff],
    [0x41, 0xfe],
  ] as const)
    expect(decodeText(Buffer.from([first, second]))).toBe(String.fromCharCode(first, second));
  // One zero among many bytes, or zeros at both places, tell nothing.
  for (const odd of ["a\0bcdefgh", "\0abcdefgh", "a\0\0b\0\0"]) expect(decodeText(Buffer.from(odd))).toBe(odd);
  expect(decodeText(Buffer.alloc(0))).toBe("");
});
