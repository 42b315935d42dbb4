import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { readWorkflow, templateFile, templateNames } from "#tools/workflow/definition";
import { svgOf } from "./svg";
import { templatePage } from "./templatePages";

for (const name of templateNames()) {
  const file = templateFile(name, "README.md");
  writeFileSync(file, templatePage(readFileSync(file, "utf8"), readWorkflow(name)));
}

// CI means no spinner, and FORCE_COLOR colours all the same.
const { GONG_BASE_URL: _url, ...environment } = process.env;
const shown = "competitor-mentions";
const { stdout, stderr, status } = spawnSync(process.execPath, ["demo/start.js", shown], {
  encoding: "utf8",
  env: { ...environment, CI: "1", FORCE_COLOR: "1", COLUMNS: "100" },
});
if (status !== 0) throw new Error(`The demo failed. ${stderr}`);
const [output = ""] = stdout.replace(/^Building .*\n/, "").split(/\n[^\n]*What next/);
const command = `$ npm start -- ${shown}`;
mkdirSync("docs/pictures", { recursive: true });
writeFileSync("docs/pictures/demo.svg", svgOf(`${command}\n${output.trimEnd()}`, "What npm start prints"));
