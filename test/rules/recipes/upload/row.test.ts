import fc from "fast-check";
import { isIdLike, toTitle, unknownPlaceholders } from "#src/recipes/upload/newCall";
import { readRow } from "#src/recipes/upload/row";

const read = (cells: Record<string, unknown>, options: Parameters<typeof readRow>[1] = {}) =>
  readRow({ stage: "given", row: 1, cells }, options);
const toClientUniqueId = (sourceSystem: string | undefined, sourceId: string) =>
  read({ sourceId }, { sourceSystem }).clientUniqueId ?? "";
const toPhoneNumber = (externalPhone: unknown, countryCode?: string) =>
  read({ externalPhone }, { countryCode }).externalSide.phoneNumber;

describe("The direction", () => {
  it.each([
    ["Inbound", ["inbound", "IN", "Incoming call", "received"]],
    ["Outbound", ["Outbound", "out", "OUTGOING", "dialed", "outbound-api", "outbound-dial"]],
    ["Conference", ["conference", "internal", "Internal call", "Meeting"]],
    ["Unknown", ["unknown"]],
    [undefined, ["sideways", "", "5", "constructor", "toString", null]],
  ])("%s is written as %j", (expected, words) => {
    for (const word of words) expect(read({ direction: word }).direction).toBe(expected);
  });
});

describe("The client unique id", () => {
  it("is the same for the same call, never that of another, and never too long", () => {
    const pair = fc.tuple(fc.string({ minLength: 1, maxLength: 12 }), fc.string({ minLength: 1, maxLength: 3000 }));
    fc.assert(
      fc.property(pair, pair, ([system, id], [otherSystem, otherId]) => {
        const own = toClientUniqueId(system, id);
        expect(own).toBe(toClientUniqueId(system, id));
        expect(own.length).toBeLessThanOrEqual(2048);
        const isSame = system.trim().toLowerCase() === otherSystem.trim().toLowerCase() && id === otherId;
        expect(toClientUniqueId(otherSystem, otherId) === own).toBe(isSame);
      }),
    );
  });

  it("stays as it was given in what is handed back, also where it cannot be read", () => {
    expect(read({ clientUniqueId: { color: "red" } }).back.clientUniqueId).toEqual({ color: "red" });
    expect(read({ sourceId: "7731" }).back).toEqual({ sourceId: "7731", clientUniqueId: "7731" });
    expect(JSON.stringify(read({}).back)).toBe("{}");
  });

  it.each(["pbx-7731", "7".repeat(2048)])("is the id itself where no system is named, up to 2048 characters", (id) =>
    expect(toClientUniqueId(undefined, id)).toBe(id),
  );

  it("is a digest of what is longer", () =>
    expect(toClientUniqueId("Aircall ", "7".repeat(2048))).toMatch(/^sha256:[0-9a-f]{64}$/));
});

describe("A phone number", () => {
  it.each([
    ["+1 (425) 555-2671", undefined, "+14255552671"],
    ["0049 30 123456", undefined, "+4930123456"],
    ["tel:+14255552671", undefined, "+14255552671"],
    ["+44 (0)20 7946 0018", undefined, "+442079460018"],
    ["+14255552671 ext. 12", undefined, "+14255552671"],
    ["(425) 555-2671", "1", "+14255552671"],
    ["1-425-555-2671", "1", "+14255552671"],
    ["030 123456", "49", "+4930123456"],
    ["(425) 555-2671", undefined, "(425) 555-2671"],
    ["142", "1", "142"],
    ["sip:ada@northwind.example", "1", "sip:ada@northwind.example"],
    ["Anonymous", "1", undefined],
    ["", "1", undefined],
    [null, "1", undefined],
  ])("%j with country code %s is %s", (given, countryCode, expected) =>
    expect(toPhoneNumber(given, countryCode)).toBe(expected),
  );

  it("stays as it is once it is in Gong's form", () => {
    const written = fc.oneof(fc.string(), fc.stringMatching(/^[+0-9 ()-]{0,18}$/));
    fc.assert(
      fc.property(written, fc.constantFrom(undefined, "1", "49"), (given, countryCode) => {
        const once = toPhoneNumber(given, countryCode);
        fc.pre(once?.startsWith("+") === true);
        expect(toPhoneNumber(once, countryCode)).toBe(once);
      }),
    );
  });
});

test.each([
  ["1834", 1834],
  [61.5, 61.5],
  ["61,5", 61.5],
  [" 90 sec ", 90],
  ["30:34", 1834],
  ["01:02:03", 3723],
  ["half an hour", undefined],
  ["-5", undefined],
])("The duration %j is %s seconds.", (given, expected) =>
  expect(read({ duration: given }).durationSeconds).toBe(expected),
);

test("What a cell holds stands in messages with 80 characters at most, and without the query of an address.", () => {
  const messageOf = (direction: string) =>
    read({ direction }).findings.find(({ code }) => code === "BAD_DIRECTION")?.message;
  expect(messageOf("x".repeat(80))).toContain(`"${"x".repeat(80)}" is no direction.`);
  expect(messageOf("x".repeat(81))).toContain(`"${"x".repeat(80)}…" is no direction.`);
  expect(messageOf(" https://a.example/b?c=d ")).toContain('"https://a.example/b?…" is no direction.');
  expect(messageOf("Why? =")).toContain('"Why?…"');
  expect(messageOf("= why?")).toContain('"= why?"');
});

test.each([
  [0, 0],
  ["1", 1],
  ["Left", 0],
  ["r", 1],
  [2, undefined],
])("The channel %j is %s.", (given, expected) =>
  expect(read({ hostChannel: given }).hostSide.mediaChannelId).toBe(expected),
);

describe("A title", () => {
  const words = {
    direction: "Outbound",
    external: "Priya Nair",
    host: "Ada Reyes",
    date: "2026-01-05",
    purpose: "",
    disposition: "",
  };
  it.each([
    ["{direction} call – {external} – {date}", "Outbound call – Priya Nair – 2026-01-05"],
    ["{purpose} – {external} – {disposition}", "Priya Nair"],
    ["{host}, {purpose}, {date}", "Ada Reyes, 2026-01-05"],
    ["Call – {purpose} {disposition}", "Call"],
  ])("%s is %s", (template, expected) => expect(toTitle(template, words)).toBe(expected));

  it("never ends or begins with a dash, whatever is missing", () => {
    const word = fc.constantFrom("", "Word");
    fc.assert(
      fc.property(
        fc.record({ direction: word, external: word, host: word, date: word, purpose: word, disposition: word }),
        (some) => {
          const title = toTitle("{direction} – {external}, {host} – {date}", some);
          expect(title).not.toMatch(/^[–,]|[–,]$|[–,]\s*[–,]/);
        },
      ),
    );
  });

  it("knows what it cannot speak of", () => {
    expect(unknownPlaceholders("{direction} {customer} {}")).toEqual(["customer", ""]);
  });

  it.each([
    ["7731", true],
    ["4f3c2b1a00ffee9988776655", true],
    ["Q4-2026", false],
    ["7782342274025937895", true],
    ["{3f2504e0-4f89-11d3-9a0c-0305e82c3301}", true],
    ["recording_0001.wav", true],
    ["demo.wave", false],
    ["Renewal", false],
    ["Call 7731 with Priya", false],
  ])("%s is nothing but an id: %s", (text, expected) => expect(isIdLike(text)).toBe(expected));
});
