import fc from "fast-check";
import { readPhone } from "#src/form/phone";
import { seed } from "../../support/seed";

describe("A phone number", () => {
  it.each<[string, string | undefined, string]>([
    ["442079460958", "44", "+442079460958"],
    ["06 69812345", "39", "+390669812345"],
    ["06 1 234 5678", "36", "+3612345678"],
    ["8 (495) 123-45-67", "7", "+74951234567"],
    ["011 44 20 7946 0958", "1", "+442079460958"],
    ["(425) 555-2671", "1", "+14255552671"],
    ["1-425-555-2671", "+1", "+14255552671"],
    ["0171 2345678", "49", "+491712345678"],
    ["+44 (0)20 7946 0958", undefined, "+442079460958"],
    ["0044 20 7946 0958", undefined, "+442079460958"],
    ["%2B14255552671", undefined, "+14255552671"],
    ["tel:+1-425-555-2671", undefined, "+14255552671"],
  ])("%j with country code %s is %s", (given, code, e164) =>
    expect(readPhone(given, code)).toEqual({ e164, text: e164 }),
  );

  it.each(["+1 425 555 2671 ext. 88", "+1 425 555 2671 x88", "tel:+14255552671;ext=88"])(
    "%j has its extension split off",
    (given) => expect(readPhone(given)).toEqual({ e164: "+14255552671", text: "+14255552671", extension: "88" }),
  );

  it.each<[string, string | undefined, RegExp]>([
    ["0171 2345678", "1", /no phone number of its country/],
    ["+1 425", undefined, /no phone number of its country/],
    ["(425) 555-2671", undefined, /no country code.*Country Code/],
    ["(425) 555-2671", "999", /no phone number of its country/],
    ["sip:ada@northwind.example", "49", /sent as written/],
    ["0049 or ask for 0049 30 901820", undefined, /sent as written|no country code/],
    ["4".repeat(500), "49", /sent as written/],
  ])("%j with country code %s is sent as written, with a warning", (given, code, warning) => {
    expect(readPhone(` ${given} `, code)).toEqual({ text: given, warning: expect.stringMatching(warning) });
  });

  it.each(["%2b14255552671", "TEL:+14255552671"])("%j begins in any case", (given) =>
    expect(readPhone(given)).toMatchObject({ e164: "+14255552671" }),
  );

  it.each<[string, string | undefined]>([
    ["1234567", undefined],
    ["x tel:5", undefined],
    ["see %2B1", undefined],
    ["12345a", "49"],
  ])("%j with country code %s is no internal one", (given, code) =>
    expect(readPhone(given, code)).toEqual({ text: given, warning: expect.any(String) }),
  );

  it("that is an internal one stays as it is", () => {
    for (const given of ["1042", "1", "123456"]) expect(readPhone(given, "49")).toEqual({ text: given });
  });

  it(`is never invented (seed ${seed})`, () => {
    const written = fc.oneof(fc.string(), fc.stringMatching(/^\+?[\d ().-]{4,18}( ?x\d{1,4})?$/));
    const code = fc.option(fc.constantFrom("1", "7", "36", "39", "44", "49", "91", "nowhere"), { nil: undefined });
    fc.assert(
      fc.property(written, code, (given, countryCode) => {
        const { e164, text, extension, warning } = readPhone(given, countryCode);
        if (!/^\s*\d{1,6}\s*$/.test(given)) expect(e164 === undefined).toBe(warning !== undefined);
        if (e164 === undefined) return expect(text).toBe(given.trim());
        expect(e164).toMatch(/^\+\d{7,15}$/);
        expect(given.replace(/\D/g, "")).toContain(e164.slice(-4));
        expect(readPhone(e164, countryCode)).toEqual({ e164, text: e164 });
        if (extension) expect(given.replace(/\D/g, "").endsWith(extension)).toBe(true);
      }),
      { seed, numRuns: 500 },
    );
  });
});
