import { isUrl } from "#src/base/url";

it("knows addresses, also with umlauts, however often it is asked", () => {
  const answers = Array.from({ length: 20_000 }, () => isUrl("https://b\u00fccher.example/x"));
  expect(answers.filter((isKnown) => !isKnown)).toEqual([]);
});

it.each([
  ["https://a.example", undefined, true],
  ["/v2/calls", "https://api.gong.io", true],
  ["/v2/calls", undefined, false],
  ["", undefined, false],
  ["https://", undefined, false],
])("%s from %s", (text, base, isKnown) => expect(isUrl(text, base)).toBe(isKnown));
