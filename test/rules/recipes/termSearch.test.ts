import fc from "fast-check";
import { fold } from "#src/base/text";
import { searchConversation } from "#src/recipes/transcripts/terms";
import type { Conversation } from "#src/recipes/transcripts/transcript";

const speaker = (name: string, side: "Internal" | "External") => ({
  name,
  emailAddress: null,
  title: null,
  side,
  userId: null,
  speakerId: name,
  isUnmatched: false,
});

const ada = speaker("Ada Reyes", "Internal");
const priya = speaker("Priya Nair", "External");

/** Turns of Ada and Priya by turns, one second a sentence. */
const conversation = (...turns: string[][]): Conversation => {
  let second = 0;
  return {
    callId: "7782342274025937895",
    title: "Northwind Robotics and Contoso Farms: discovery",
    started: "2026-01-05T10:00:12-08:00",
    url: "https://app.gong.io/call?id=7782342274025937895",
    turns: turns.map((sentences, index) => ({
      speaker: index % 2 === 0 ? ada : priya,
      topic: null,
      sentences: sentences.map((text) => ({ text, startSecond: second++, endSecond: second })),
    })),
  };
};

const sentencesWith = (terms: string[], ...said: string[]) =>
  searchConversation(conversation(said), terms).map(({ sentence }) => sentence);

describe("a search", () => {
  it("tells the call's title, where it has one", () => {
    const titleOf = (title: string | null) =>
      searchConversation({ ...conversation(["One price."]), title }, ["price"])[0]?.title;
    expect([titleOf("Demo"), titleOf(null)]).toEqual(["Demo", null]);
  });

  it("finds in what was said, and hides a number that goes over its neighbours", () => {
    const call = conversation(
      ["It's four two five."],
      ["Five five five, two six seven one, at that price."],
      ["Fine."],
    );
    expect(searchConversation(call, ["price"], "both", ["phones"])).toMatchObject([
      { before: "It's [phone]", sentence: ", at that price.", after: "Fine." },
    ]);
  });

  it("gives the sentence with its neighbours, its speaker and its moment", () => {
    const call = conversation(["Hello.", "What about the price?"], ["A flat price, please."], ["Fine."]);
    expect(searchConversation(call, ["flat  PRICE", "price"])).toEqual([
      expect.objectContaining({
        term: "price",
        sentence: "What about the price?",
        before: "Hello.",
        speaker: "Ada Reyes",
      }),
      {
        callId: "7782342274025937895",
        title: "Northwind Robotics and Contoso Farms: discovery",
        started: "2026-01-05T10:00:12-08:00",
        term: "flat  PRICE",
        sentence: "A flat price, please.",
        before: "What about the price?",
        after: "Fine.",
        speaker: "Priya Nair",
        side: "External",
        second: 2,
        momentUrl: expect.stringContaining("highlights=%5B%7B%22type%22%3A%22SHARE%22%2C%22from%22%3A2"),
      },
      expect.objectContaining({ term: "price", sentence: "A flat price, please." }),
    ]);
  });

  it("looks only at one side when told, and keeps the other as neighbours", () => {
    const call = conversation(["The price?"], ["The price."]);
    expect(searchConversation(call, ["price"], "External")).toMatchObject([
      { speaker: "Priya Nair", before: "The price?" },
    ]);
    expect(searchConversation(call, ["price"], "both")).toHaveLength(2);
  });

  it("finds whole words only, in any case and with any accent", () => {
    expect(sentencesWith(["cat"], "The category.", "A cat!", "Concat it.", "CAT-like.")).toEqual([
      "A cat!",
      "CAT-like.",
    ]);
    expect(sentencesWith(["cafe"], "Un café.", "Un CAFÉ.")).toHaveLength(2);
    expect(sentencesWith(["resume", "Zürich"], "A résumé.", "In Zurich.")).toHaveLength(2);
    expect(sentencesWith(["Straße"], "Die STRASSE.")).toHaveLength(1);
    expect(sentencesWith(["don't"], "We don’t.")).toHaveLength(1);
    expect(sentencesWith(["C++", "a.b"], "In C++ it is.", "axb")).toEqual(["In C++ it is."]);
    expect(sentencesWith(["价格"], "我们的价格很好。")).toHaveLength(1);
    expect(sentencesWith([" ", ""], "Anything.")).toEqual([]);
  });

  it("finds any word of a sentence, whatever stands around it", () => {
    const word = fc.stringMatching(/^[a-zé]{1,8}$/);
    const mark = fc.constantFrom(" ", ", ", "! ", " — ", '" ');
    fc.assert(
      fc.property(fc.array(fc.tuple(word, mark), { minLength: 1 }), fc.nat(), (parts, pick) => {
        const [wanted = ""] = parts[pick % parts.length] ?? [];
        const said = parts.map(([each, gap]) => each + gap).join("");
        expect(sentencesWith([wanted.toUpperCase()], said)).toEqual([said]);
        expect(sentencesWith([`${wanted}q`], said)).toHaveLength(
          parts.some(([each]) => fold(each) === fold(`${wanted}q`)) ? 1 : 0,
        );
      }),
    );
  });

  it("takes any text as a term without failing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (term) => {
        const found = sentencesWith([term], term);
        expect(found).toHaveLength(fold(term) === "" ? 0 : 1);
      }),
    );
  });
});
