import ts from "typescript";
import { redact } from "#src/base/redact";
import { slowOnes, sources, visit, written } from "../support/patterns";
import { sample, seed } from "../support/seed";

describe("patterns", () => {
  it("are pumped so that a quadratic one is seen", () => {
    const bad = [/\s+$/, /[^@]+@[^@]+\.com/, /(a+)+b/].map((pattern) => ({ where: String(pattern), pattern }));
    expect(slowOnes(bad)).toHaveLength(bad.length);
  });

  it(`of the sources are linear: fifteen drawn by the seed ${seed}`, () => {
    expect(written.length).toBeGreaterThan(100);
    expect(slowOnes(sample(written, 15))).toEqual([]);
  });
});

describe("words of our own", () => {
  it("are never redacted", () => {
    const texts: string[] = [];
    for (const { tree } of sources)
      visit(tree, (node) => {
        if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
          texts.push(node.text);
      });
    // What is one word, or shows a token, is a sample of what has to be redacted.
    const words = texts.filter((text) => /\S\s+\S/.test(text) && !/\beyJ/.test(text));
    expect(words.length).toBeGreaterThan(1000);
    expect(words.filter((text) => redact(text) !== text)).toEqual([]);
    expect(redact("Gong Basic Authentication, or Gong OAuth 2.0.")).toBe(
      "Gong Basic Authentication, or Gong OAuth 2.0.",
    );
  });
});
