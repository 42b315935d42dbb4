import fc from "fast-check";
import { toChunks } from "#src/recipes/transcripts/formats";

const cut = (text: string, size: number, overlap = 0) =>
  toChunks(text, { size, overlap }).map(({ from, to }) => text.slice(from, to));

const anyText = fc
  .array(fc.oneof(fc.string({ unit: "grapheme", maxLength: 30 }), fc.constantFrom(" ", "\n", ". ", "😀")))
  .map((parts) => parts.join(""));
const anySize = fc
  .integer({ min: 4, max: 80 })
  .chain((size) => fc.record({ size: fc.constant(size), overlap: fc.integer({ min: 0, max: Math.floor(size / 2) }) }));

describe("chunks", () => {
  it("are the text again without their overlaps, none of them too long", () => {
    fc.assert(
      fc.property(anyText, anySize, (text, options) => {
        const chunks = toChunks(text, options);
        expect(chunks.map(({ newFrom, to }) => text.slice(newFrom, to)).join("")).toBe(text);
        for (const { from, to } of chunks) expect(to - from).toBeLessThanOrEqual(options.size);
      }),
    );
  });

  it("repeat at most the overlap, and each says something new", () => {
    fc.assert(
      fc.property(anyText, anySize, (text, options) => {
        for (const { from, newFrom, to } of toChunks(text, options)) {
          expect(newFrom - from).toBeGreaterThanOrEqual(0);
          expect(newFrom - from).toBeLessThanOrEqual(options.overlap);
          expect(to).toBeGreaterThan(newFrom);
        }
      }),
    );
  });

  it("never cut a character in two", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("😀", "a"), minLength: 1 }), anySize, (text, options) => {
        for (const { from, to } of toChunks(text, options)) expect(text.slice(from, to).isWellFormed()).toBe(true);
      }),
    );
  });

  it("end with a line, else a sentence, else a word, else inside the word", () => {
    expect(cut("One line here.\nAnother line.", 20)).toEqual(["One line here.\n", "Another line."]);
    expect(cut("One sentence. Another one.", 20)).toEqual(["One sentence. ", "Another one."]);
    expect(cut("several words and more", 10)).toEqual(["several ", "words and ", "more"]);
    expect(cut("Donaudampfschifffahrt", 10)).toEqual(["Donaudampf", "schifffahr", "t"]);
  });

  it("begin an overlap with a word", () => {
    expect(cut("one two three four five", 12, 6)).toEqual(["one two ", "two three ", "three four ", "four five"]);
  });

  it("are none of an empty text, and one of a short one", () => {
    expect(cut("", 100)).toEqual([]);
    expect(cut("short", 100)).toEqual(["short"]);
  });
});
