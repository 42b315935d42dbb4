const { execFileSync } = require("node:child_process");
const { existsSync } = require("node:fs");
const path = require("node:path");

/**
 * Runs a command of Node under Node 22: `node test/node22/run.js node_modules/jest/bin/jest.js`. A mac with an Apple
 * processor runs the Intel build.
 */
const { platform, arch } = process;
const name = platform === "win32" ? "node.exe" : "node";
const node22 = [arch, "x64"]
  .map((each) => path.join(__dirname, "node_modules", `node-${platform.replace("win32", "win")}-${each}`, "bin", name))
  .find(existsSync);

if (!node22) {
  console.error("There is no Node 22 here. Run: npm ci --prefix test/node22");
  process.exit(1);
}
const version = execFileSync(node22, ["--version"]).toString().trim();
if (!version.startsWith("v22.")) throw new Error(`${node22} is ${version}, not a Node 22.`);
console.log(`Node ${version}`);
const options = {
  stdio: "inherit",
  env: { ...process.env, PATH: `${path.dirname(node22)}${path.delimiter}${process.env.PATH}` },
};
try {
  execFileSync(node22, process.argv.slice(2), options);
} catch ({ status }) {
  process.exitCode = status ?? 1;
}
