import fc from "fast-check";
import { parseCsv, toCsv } from "../src/csv";

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
