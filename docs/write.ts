import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { actionTable, between, referencePages } from "./generate";

mkdirSync("docs/reference", { recursive: true });
for (const [path, page] of Object.entries(referencePages())) writeFileSync(path, page);
writeFileSync("README.md", between(readFileSync("README.md", "utf8"), "operations", actionTable()));
