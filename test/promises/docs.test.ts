import { readFileSync } from "node:fs";
import { actionTable, between, referencePages } from "#tools/docs/generate";

it("has the table of actions in the README as the code has it (npm run docs)", () => {
  const readme = readFileSync("README.md", "utf8");
  expect(readme).toBe(between(readme, "operations", actionTable()));
});

it.each(Object.entries(referencePages()))("has %s as the code has it (npm run docs)", (path, page) => {
  expect(readFileSync(path, "utf8")).toBe(page);
});
