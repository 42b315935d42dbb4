import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { actionTable, between, referencePages } from "./generate";
import { generatedParts } from "./guides";

mkdirSync("docs/reference", { recursive: true });
for (const [path, page] of Object.entries(referencePages())) writeFileSync(path, page);

const rewrite = (path: string, parts: Readonly<Record<string, string>>) => {
  let text = readFileSync(path, "utf8");
  for (const [name, content] of Object.entries(parts)) text = between(text, name, content);
  writeFileSync(path, text);
};

rewrite("README.md", { operations: actionTable() });
for (const [path, parts] of Object.entries(generatedParts())) rewrite(path, parts);
