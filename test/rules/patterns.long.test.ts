import { building, recordBuilt, slowOnes, written } from "../support/patterns";

it("patterns are pumped so that a quadratic one is seen", () => {
  const bad = [/\s+$/, /[^@]+@[^@]+\.com/, /(a+)+b/].map((pattern) => ({ where: String(pattern), pattern }));
  expect(slowOnes(bad)).toHaveLength(bad.length);
});

it("every pattern of the sources is linear", () => {
  expect(slowOnes(written)).toEqual([]);
});

it("patterns built from parts and from users' terms are linear", () => {
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
