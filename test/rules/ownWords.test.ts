import ts from "typescript";
import { redact } from "#src/base/redact";
import { sources, visit } from "../support/patterns";

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
