import { readFileSync } from "node:fs";
import { referencePages } from "#tools/docs/generate";

it.each(Object.entries(referencePages()))("has %s as the code has it (npm run docs)", (path, page) => {
  expect(readFileSync(path, "utf8")).toBe(page);
});
