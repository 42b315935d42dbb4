import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { componentIn, describe } from "#workbench/describe";
import { drawPictures } from "./formPictures";
import { between, referencePages } from "./generate";
import { generatedParts } from "./guides";
import { sideFileText } from "./sideFile";

mkdirSync("docs/reference", { recursive: true });
for (const [path, page] of Object.entries(referencePages())) writeFileSync(path, page);

const rewrite = (path: string, parts: Readonly<Record<string, string>>) => {
  let text = readFileSync(path, "utf8");
  for (const [name, content] of Object.entries(parts)) text = between(text, name, content);
  writeFileSync(path, text);
};

for (const [path, parts] of Object.entries(generatedParts())) rewrite(path, parts);

writeFileSync("docs/workbench.json", sideFileText());

const path = resolve("dist/index.js");
const { entries } = describe(componentIn(createRequire(path)(path), path), path);
drawPictures(entries).then((missing) => missing && console.log(missing));
