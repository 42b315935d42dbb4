import { fold, hasWords, oneLine, phraseFinder } from "#src/base/text";

it.each([
  ["Priya Nair, MBA", "nair priya", true],
  ["Priya Nair, MBA", "NAIR-priya!", true],
  ["Priya Nair", "nair priya mba", false],
  ["Priya Nair", "pri", false],
  ["Zoë Łuczak 2", "zoe 2", true],
  ["Priya Nair", " - ", false],
  ["Priya Nair", "", false],
  ["", "nair", false],
])("%j has the words %j: %s", (name, words, has) => expect(hasWords(name, words)).toBe(has));

it.each([
  ["  Two\t \n words ", "two words"],
  ["’don‘tʼ", "'don't'"],
  ["a‐b‑c–d—e", "a-b-c-d-e"],
  ["GROẞE Straße É ﬁ", "grosse strasse e fi"],
])("%j is folded to %j", (text, folded) => expect(fold(text)).toBe(folded));

it("a phrase is found as whole words, and anywhere in scripts without spaces", () => {
  expect(phraseFinder(" \u0301")).toBeUndefined();
  const finds = (phrase: string, text: string) => phraseFinder(phrase)?.(fold(text));
  expect([finds("a|b (c)", "xa|b (c)"), finds("a|b (c)", "is a|b (c).")]).toEqual([false, true]);
  expect([finds("cat", "2cat"), finds("cat", "cat2"), finds("cat", "-cat-")]).toEqual([false, false, true]);
  for (const word of ["价格", "ひらがな", "カタカナ", "가격", "ราคา", "ລາຄາ", "តម្លៃ"])
    expect(finds(word, `x${word}x`)).toBe(true);
});

it("one line has no breaks and no control characters", () => {
  expect(oneLine(" a\r\n\u2028b\u0000\u0085\u2029c\td ")).toBe("a b c d");
});
