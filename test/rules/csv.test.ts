import fc from "fast-check";
import { delimiterOf, parseCsv, toCsv } from "#src/form/csv";

test("What is written is read again, whatever the cells hold.", () => {
  const cell = fc.string({ minLength: 1 }).filter((text) => !/^\s*$/.test(text) && !text.startsWith("\uFEFF"));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1 }), (records) => {
      expect(parseCsv(toCsv(records))).toEqual(records);
    }),
  );
});

test("A byte order mark, empty lines and line breaks within quotes are understood.", () => {
  expect(parseCsv('\uFEFFa,b\r\n\r\n"one\ntwo",3\n')).toEqual([
    ["a", "b"],
    ["one\ntwo", "3"],
  ]);
});

test("A quote that does not close is an error.", () => {
  expect(() => parseCsv('a,b\n"one,2\n')).toThrow(/quote/i);
});

test.each([
  ["a,b\n1;2;3,4", ",", ["1;2;3", "4"]],
  ["\n a;b;c\r\n1,5;2;3", ";", ["1,5", "2", "3"]],
  ["a\tb\r1,5\t2", "\t", ["1,5", "2"]],
  ["a\n1", ",", ["1"]],
] as const)("The first line of %j tells what stands between cells: %j.", (text, delimiter, row) => {
  expect(delimiterOf(text)).toBe(delimiter);
  expect(parseCsv(text, delimiterOf(text)).at(-1)).toEqual(row);
});
