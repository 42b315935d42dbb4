import ts from "typescript";
import { redact } from "#src/base/redact";
import { building, recordBuilt, slowOnes, sources, visit, written } from "../support/patterns";
import { sample, seed } from "../support/seed";

describe("patterns", () => {
  it("are pumped so that a quadratic one is seen", () => {
    const bad = [/\s+$/, /[^@]+@[^@]+\.com/, /(a+)+b/].map((pattern) => ({ where: String(pattern), pattern }));
    expect(slowOnes(bad)).toHaveLength(bad.length);
  });

  it(`of the sources are linear: forty drawn by the seed ${seed}`, () => {
    expect(written.length).toBeGreaterThan(100);
    expect(slowOnes(sample(written, 40))).toEqual([]);
  });

  it("built from parts and from users' terms are linear", () => {
    const built = recordBuilt(() => {
      const { redact } = require("#src/base/redact") as typeof import("#src/base/redact");
      redact("text");
      const { redactText } = require("#src/recipes/redaction") as typeof import("#src/recipes/redaction");
      redactText("ada at northwind dot example, plus four four", ["emails", "phones", "cards"]);
      const { searchConversation } =
        require("#src/recipes/transcripts/terms") as typeof import("#src/recipes/transcripts/terms");
      const conversation = { callId: "1", title: null, started: null, url: null, turns: [] };
      const terms = ["a* b", '"quoted words"', "(x+)+y", "x".repeat(50), "  spaces   between  ", "漢字"];
      searchConversation(conversation as unknown as Parameters<typeof searchConversation>[0], terms);
      const { readMoment } = require("#src/form/time") as typeof import("#src/form/time");
      for (const given of ["7 days ago", "20.11.2026 10:15", "Fri, 20 Nov 2026 10:15:00 +0000", "1767620000"])
        readMoment(given, { zone: "Europe/Berlin", dateOrder: "dayFirst", relative: true });
    });
    const files = new Set(built.map(({ file }) => file));
    // There any character is taken a fixed number of times.
    files.add("src/triggers/polling/pollState.ts");
    expect(building.filter((file) => !files.has(file))).toEqual([]);
    expect(slowOnes(built.map(({ file, pattern }) => ({ where: `${file} ${pattern}`, pattern })))).toEqual([]);
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
