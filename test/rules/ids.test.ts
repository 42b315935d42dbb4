import fc from "fast-check";
import { readForeignId, readGongId } from "#src/form/ids";
import { seed } from "../support/seed";

/** Long ids as spreadsheets and programs that read them as numbers write them. */
const rounded = fc
  .tuple(
    fc.bigInt({ min: 10n ** 11n, max: 10n ** 20n - 1n }).map(Number),
    fc.integer({ min: 0, max: 14 }),
    fc.constantFrom(".", ","),
    fc.constantFrom("E+", "e+"),
    fc.integer({ min: 1, max: 3 }),
  )
  .chain(([id, decimals, separator, exponent, zeros]) =>
    fc.constantFrom(
      id.toExponential(decimals).replace(".", separator).replace("e+", exponent),
      `${BigInt(id)}${separator}${"0".repeat(zeros)}`,
    ),
  );

const gongId = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String);

const noGongId = fc.oneof(
  fc.emailAddress(),
  fc.webUrl(),
  fc
    .date({ noInvalidDate: true, min: new Date("1990-01-01"), max: new Date("2100-01-01") })
    .map((date) => date.toISOString()),
  fc.constantFrom("2026-01-05", "05.01.2026", "Ada Reyes", "sales", "0x1F", "+14255552671", "-5", "1 2", "١٢٣"),
  fc.string().filter((text) => !/^\s*\d{1,20}\s*$/.test(text)),
  fc.bigInt({ min: 2n ** 63n }).map(String),
);

const check = <T>(property: fc.IProperty<T>): void => fc.assert(property, { seed, numRuns: 300 });

describe(`ids (seed ${seed})`, () => {
  it("takes Gong's digits as text, as exact numbers and with spaces around", () =>
    check(
      fc.property(gongId, (id) => {
        for (const given of [id, ` ${id}\n`]) expect(readGongId(given)).toEqual({ id });
        expect(readGongId(BigInt(id))).toEqual({ id: String(BigInt(id)) });
        if (Number.isSafeInteger(Number(id))) expect(readGongId(Number(id))).toEqual({ id: String(Number(id)) });
      }),
    ));

  it("takes a call's web address for its id, and only where a call is meant", () =>
    check(
      fc.property(gongId, fc.constantFrom("app", "us-12345.app", "eu-9.app"), (id, host) => {
        const moment = `https://${host}.gong.io/call?id=${id}&highlights=%5B%7B%22type%22%3A%22SHARE%22%7D%5D`;
        for (const address of [moment, ` https://${host}.gong.io/call/?id=${id}`]) {
          expect(readGongId(address)).toEqual({ id });
          expect(readGongId(address, { isCall: false })).toEqual({ problem: expect.stringMatching(/digits/) });
          expect(readForeignId(address)).toEqual({ id: address.trim() });
        }
      }),
    ));

  it.each([
    "https://app.gong.io.example/call?id=7782342274025937895",
    "https://notgong.io/call?id=7782342274025937895",
    "ftp://app.gong.io/call?id=7782342274025937895",
    "https://app.gong.io/deal?id=7782342274025937895",
    "https://app.gong.io/call?id=sales",
    "https://app.gong.io/call",
    "https://",
  ])("takes no id from %s", (address) => expect(readGongId(address)).toEqual({ problem: expect.any(String) }));

  it("refuses what spreadsheets make of an id, everywhere, and says so", () =>
    check(
      fc.property(rounded, (given) => {
        for (const read of [readGongId, readForeignId])
          expect(read(given)).toEqual({ problem: expect.stringMatching(/spreadsheets/) });
      }),
    ));

  it.each(["1.76762E+15", "9,87654E+12", "1767620000000000.0", "7.5E+18", "1E+15", "1.76762E15"])(
    "refuses %s with words about spreadsheets",
    (given) => {
      for (const read of [readGongId, readForeignId])
        expect(read(given)).toEqual({ problem: expect.stringMatching(/spreadsheets/) });
    },
  );

  it("refuses numbers that have lost digits already", () => {
    for (const read of [readGongId, readForeignId])
      expect(read(Number("7782342274025937895"))).toEqual({
        problem: expect.stringMatching(/^must be text: .* lost digits/),
      });
  });

  it("refuses what is larger than a signed number of 64 bits, as a rounded id may be", () => {
    expect(readGongId("9223372036854775807")).toEqual({ id: "9223372036854775807" });
    for (const given of ["9223372036854775808", "9223372036854776000", "18446744073709551615"])
      expect(readGongId(given)).toEqual({ problem: expect.stringMatching(/larger than any id of Gong's/) });
    expect(readForeignId("9223372036854775808")).toEqual({ id: "9223372036854775808" });
  });

  it("refuses addresses, names and dates where Gong's digits are due", () =>
    check(fc.property(noGongId, (given) => expect(readGongId(given)).toEqual({ problem: expect.any(String) }))));

  it("leaves every other text alone where the id is somebody else's", () => {
    const withoutDigits = fc.string().map((text) => text.replace(/\d/g, "x"));
    const anyId = fc.oneof(
      withoutDigits,
      gongId,
      fc.uuid(),
      fc.emailAddress(),
      fc.constantFrom("2.0", "7e10", "0x1F", "1E+15x", "1.5E15-a", "x1E+15", "x1000.0", "1000.0x", "1000.01"),
    );
    check(fc.property(anyId, (id) => expect(readForeignId(id)).toEqual({ id: id.trim() })));
  });

  it("refuses what is no text", () => {
    for (const given of [null, undefined, {}, [], true, Number.NaN, Number.POSITIVE_INFINITY, new Date()])
      for (const read of [readGongId, readForeignId]) expect(read(given)).toEqual({ problem: "must be text" });
  });
});
