import fc from "fast-check";
import { redactParts, redactRecord, redactText } from "#src/recipes/redaction";

const all = ["emails", "phones", "cards"] as const;

describe("e-mail addresses", () => {
  it.each([
    ["Write to ada.reyes@northwind.example, please.", "Write to [email], please."],
    ["It's ada dot reyes at northwind dot example.", "It's [email]."],
    ["It's Ada dot Reyes, at Northwind dot Example. Did you get it?", "It's [email]. Did you get it?"],
    ["ada underscore reyes at north wind dot co dot example works", "[email] works"],
    ["priya dash nair at contoso dash farms dot example", "[email]"],
    ["p dot nair at contoso.example is better", "[email] is better"],
    ["that is p r i y a at contoso dot example", "that is [email]"],
    ["p-r-i-y-a at contoso dot example", "[email]"],
    ["priya two one at contoso dot example", "priya [email]"],
    ["priya @ contoso dot example", "[email]"],
    ["priya [at] contoso.example", "[email]"],
    ["priya at sign contoso dot example", "[email]"],
    ["priya arroba contoso punto example", "[email]"],
    ["priya.nair+robots@farms.contoso.example!", "[email]!"],
    ["<priya@contoso.example>", "<[email]>"],
    ["root@localhost, please", "[email], please"],
    ["o=hara!/x#1@contoso.example.", "[email]."],
    ["ada@northwind.example x@!!!", "[email] x@!!!"],
  ])("hides %s", (said, expected) => {
    expect(redactText(said, ["emails"])).toBe(expected);
  });

  it.each([
    "We looked at that point and we agreed.",
    "At this point the dot on the map is at the farm.",
    "The demo is at ten thirty, or at 10.30.",
    "It starts at one point five million.",
    "Meet me at the farm. Example fields are fine.",
  ])("leaves alone: %s", (said) => expect(redactText(said, ["emails"])).toBe(said));

  it("leaves no address, however it is said", () => {
    const word = fc.stringMatching(/^[a-z]{2,8}$/).filter((each) => each !== "at" && each !== "dot");
    const dot = fc.constantFrom(".", " dot ", ", dot ", " Dot ");
    const at = fc.constantFrom("@", " at ", ", at ", " @ ", " At ");
    const address = fc
      .tuple(word, dot, word, at, word, dot, fc.constantFrom("example", "test"))
      .filter(([, first, , sign, , last]) => sign.trim() !== "@" || !/,/.test(first + last));
    fc.assert(
      fc.property(
        address,
        fc.constantFrom("", "Write to ", "Well, "),
        fc.constantFrom("", " please.", ". Yes."),
        (parts, lead, end) => {
          const redacted = redactText(lead + parts.join("") + end, ["emails"]);
          expect(redacted).toContain("[email]");
          expect(redacted).not.toMatch(/@|\bexample\b|\btest\b/);
        },
      ),
    );
  });
});

describe("phone numbers", () => {
  it.each([
    ["Call me at +1 (425) 555-2671 tonight.", "Call me at [phone] tonight."],
    ["It is 425.555.2671.", "It is [phone]."],
    ["It is four two five, five five five, two six seven one.", "It is [phone]."],
    ["It is plus one four two five, triple five, twenty six seventy one.", "It is [phone]."],
    ["eight hundred five five five oh one four two", "[phone]"],
    ["oh twenty, seven nine four six, uh, oh nine five eight", "[phone]"],
    ["It's 425 555, two six seven one, extension one four two.", "It's [phone]."],
    ["From 425 555 2671 to 206 555 0142", "From [phone] to [phone]"],
    ["425 555 2671 206 555 0142", "[phone]"],
    ["It is 99 2026-01-05.", "It is [phone]."],
    ["It is 20 five 20 five six.", "It is [phone]."],
    ["It is $5: 425 555 2671.", "It is $5: [phone]."],
    ["For $ now call 425 555 2671.", "For $ now call [phone]."],
    ["1,234,567 425 555 2671", "[phone]"],
    ["425 555 2671 1,234,567", "[phone]"],
    ["425 555 2671, 1,234,567", "[phone]"],
    ["It is two hundred five five five one.", "It is [phone]."],
    ["It is double twenty five five five.", "It is [phone]."],
    ["It is twenty fifteen five five five.", "It is [phone]."],
    ["It is twenty ten five five five.", "It is [phone]."],
    ["It is twenty double five five five five.", "It is [phone]."],
  ])("hides %s", (said, expected) => expect(redactText(said, ["phones"])).toBe(expected));

  it.each([
    "It costs 1,200,000 dollars.",
    "It costs $1 200 000 a year.",
    "The pilot starts on 2026-01-05 at 10:30.",
    "Two or three of the five robots, one at a time.",
    "Robots twenty five 1234.",
    "Robots twenty five thirty five one two.",
    "It costs $ 1200000, or €1234567.",
    "It costs 12,345,678.25 dollars.",
    "Forty harvest robots for one hundred thousand.",
  ])("leaves alone: %s", (said) => expect(redactText(said, ["phones"])).toBe(said));

  const words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 15 });
  const spoken = digits.chain((each) =>
    fc.tuple(
      fc.constant(each),
      fc.array(fc.boolean(), { minLength: each.length, maxLength: each.length }),
      fc.array(fc.constantFrom(" ", ", ", " - ", ". "), { minLength: each.length, maxLength: each.length }),
    ),
  );

  it("leave no digits, whether they are written, spoken or both", () => {
    fc.assert(
      fc.property(spoken, ([each, isSpoken, gaps]) => {
        const said = each.map((digit, index) => `${isSpoken[index] ? words[digit] : digit}${gaps[index]}`).join("");
        expect(redactText(`Call ${said}now`, ["phones"])).toMatch(/^Call \[phone\][ ,.-]*now$/);
      }),
    );
  });

  it("are hidden where they run over several sentences", () => {
    expect(
      redactParts(["My number is four two five.", "Five five five.", "Two six seven one. Bye."], ["phones"]),
    ).toEqual(["My number is [phone]", "", ". Bye."]);
  });

  it("stay the same text when nothing is hidden", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (parts) => {
        expect(redactParts(parts, [])).toEqual(parts);
        expect(redactParts(parts, all)).toHaveLength(parts.length);
      }),
    );
  });
});

describe("card numbers", () => {
  it.each([
    ["Room 12 4111 1111 1111 1111", "Room 12 [card]"],
    ["4111 1111 1111 1111 99", "[card] 99"],
    ["It's 4111 1111 1111 1111, thanks.", "It's [card], thanks."],
    ["It's 4111-1111-1111-1111.", "It's [card]."],
    ["It's 378282246310005.", "It's [card]."],
    ["four one one one, one one one one, one one one one, one one one one", "[card]"],
    ["forty one eleven, eleven eleven, eleven eleven, eleven eleven", "[card]"],
    ["four, triple one, double one double one, eleven eleven, eleven eleven", "[card]"],
  ])("hides %s", (said, expected) => {
    expect(redactText(said, ["cards"])).toBe(expected);
    expect(redactText(said, all)).toBe(expected);
  });

  it("have 13 to 19 digits", () => {
    const ofLength = (length: number) => {
      const lead = "4".padEnd(length - 1, "1");
      return `${lead}${checkDigitOf(lead)}`;
    };
    for (const length of [13, 19]) expect(redactText(ofLength(length), ["cards"])).toBe("[card]");
    for (const length of [12, 20]) expect(redactText(ofLength(length), ["cards"])).toBe(ofLength(length));
  });

  it("are told from the phone numbers around them", () => {
    expect(redactText("It's 360 555 0101, 4111 1111 1111 1111, 360 555 0101.", all)).toBe(
      "It's [phone], [card], [phone].",
    );
    expect(redactText("Call 425 555 2671 or write to ada@northwind.example.", all)).toBe(
      "Call [phone] or write to [email].",
    );
  });

  it("never take a piece of the numbers before and behind a comma or the end of a sentence", () => {
    const number = (lengths: readonly number[]) =>
      fc.tuple(
        ...lengths.map((length) =>
          fc
            .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
            .map((each) => each.join("")),
        ),
      );
    const card = fc.oneof(number([4, 4, 4, 3]), number([4, 6, 4]), number([15])).map((groups) => {
      const written = groups.join(" ");
      return `${written}${checkDigitOf(written.replaceAll(" ", ""))}`;
    });
    const phone = number([3, 3, 4]).map((groups) => groups.join(" "));
    fc.assert(
      fc.property(phone, card, phone, fc.constantFrom(", ", ". ", "\n"), (before, between, after, mark) => {
        expect(redactText([before, between, after].join(mark), all)).toBe(["[phone]", "[card]", "[phone]"].join(mark));
        expect(redactText([before, after].join(mark), ["cards"])).toBe([before, after].join(mark));
      }),
    );
    expect(redactText("206 555 0142, 4111 1111 1111 1111, 206 555 0142", all)).toBe("[phone], [card], [phone]");
  });

  it("may be said with a comma between their groups", () => {
    for (const said of ["4111, 1111, 1111, 1111", "4111 1111. 1111 1111", "four 111, 1111, 1111, 11 eleven"])
      expect(redactText(`It's ${said}.`, ["cards"])).toBe("It's [card].");
  });

  it("are told from other numbers by their check digit", () => {
    expect(redactText("Order 4111 1111 1111 1112.", ["cards"])).toBe("Order 4111 1111 1111 1112.");
    expect(redactText("Call 425 555 2671 or 4111 1111 1111 1111.", ["cards"])).toBe("Call 425 555 2671 or [card].");
  });

  it("leave no card, in whatever groups it is written", () => {
    const card = fc.tuple(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 }),
      fc.array(fc.constantFrom("", " ", "-"), { minLength: 18, maxLength: 18 }),
    );
    fc.assert(
      fc.property(card, ([digits, gaps]) => {
        const check = checkDigitOf(digits.join(""));
        const said = [...digits.map((digit, index) => `${digit}${gaps[index]}`), check].join("");
        expect(redactText(`Card ${said}.`, ["cards"])).toBe("Card [card].");
      }),
    );
  });
});

/** The last digit of a card number, by ISO/IEC 7812: from the right, each second digit counts twice, as its own digits. */
const checkDigitOf = (digits: string): number => {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const weighed = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + Math.floor(weighed / 10) + (weighed % 10);
  }, 0);
  return (10 - (sum % 10)) % 10;
};

describe("hostile texts", () => {
  const pumps = [
    "@",
    "@ ",
    "a@",
    "a.",
    "a ",
    "at ",
    "a at ",
    "a at b ",
    "a at b dot c ",
    "dot ",
    "one ",
    "1 ",
    "+",
    "$1 ",
    " ",
    "um ",
    "a-",
  ];

  it.each(pumps)("of 20 KB of %j are looked through in linear time, ended or not", (pump) => {
    const text = pump.repeat(20_000 / pump.length);
    const began = performance.now();
    redactParts([`x${text}!`], ["emails", "phones", "cards"]);
    // A tenth of a second where time grows with the text; minutes where it grows with its square.
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe("records", () => {
  const record = {
    id: "7782342274025937895",
    userId: "234599484848423",
    url: "https://app.gong.io/call?id=7782342274025937895",
    started: "2026-01-05T10:00:12.123-08:00",
    title: "Ask priya@contoso.example",
    durationSeconds: 1800,
    host: null,
    participants: [{ name: "Priya Nair", emailAddress: "priya@contoso.example", phoneNumber: "+14255552671" }],
    crmRecords: [{ id: "001000000012345AAA", fields: { Phone: "+1 425 555 2671", OwnerID: "005000000098765AAA" } }],
    turns: [{ text: "Call four two five, five five five." }, { text: "Two six seven one, please." }],
  };

  it("lose addresses and numbers everywhere, over neighbours too, and keep ids, links and moments", () => {
    expect(redactRecord(record, all)).toEqual({
      ...record,
      title: "Ask [email]",
      participants: [{ name: "Priya Nair", emailAddress: "[email]", phoneNumber: "[phone]" }],
      crmRecords: [{ id: "001000000012345AAA", fields: { Phone: "[phone]", OwnerID: "005000000098765AAA" } }],
      turns: [{ text: "Call [phone]" }, { text: ", please." }],
    });
  });

  it("keep what only looks like an id, an address or a moment out of sight too", () => {
    const texts = {
      idea: "4255550142",
      link: "see https://x.example/4255550142",
      day: "at 2026-01-05T10:00 4255550142",
      paid: "call 4255550142",
      plain: "http://x.example/4255550142",
      linked: "https://x.example/ 4255550142",
      began: "2026-01-05T10:00 4255550142",
      ended: "4255550142 2026-01-05T10:00",
    };
    expect(redactRecord(texts, all)).toEqual({
      idea: "[phone]",
      link: "see https://x.example/[phone]",
      day: expect.stringMatching(/\[phone\]$/),
      paid: "call [phone]",
      plain: "http://x.example/4255550142",
      linked: "https://x.example/ [phone]",
      began: expect.not.stringContaining("0142"),
      ended: expect.not.stringContaining("0142"),
    });
    expect(redactRecord({ userIds: ["4255550142"], id: "4255550142" }, all)).toEqual({
      userIds: ["4255550142"],
      id: "4255550142",
    });
  });

  it("lose only what was asked for", () => {
    const text = "ada.reyes@northwind.example, 4255550142, 4111 1111 1111 1111";
    expect(redactText(text, ["emails"])).toBe("[email], 4255550142, 4111 1111 1111 1111");
    expect(redactText(text, ["cards"])).toBe("ada.reyes@northwind.example, 4255550142, [card]");
    expect(redactText("call 2026-01-05 99", ["phones"])).toBe("call [phone]");
  });

  it("stay as they are when nothing is to be hidden", () => expect(redactRecord(record, [])).toBe(record));
});
