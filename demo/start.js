const { existsSync, readdirSync, statSync } = require("node:fs");
const path = require("node:path");

const root = path.resolve(__dirname, "..");
const sources = ["src", "sandbox", "demo", "tools", "workbench", "assets", "package-lock.json", "webpack.config.js"];
const outputs = ["dist/index.js", "build/demo.js", "build/sandbox.js", "build/workbench.js", "build/workbench/page.js"];

const newest = (file) => {
  const stat = statSync(file);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(file).map((each) => newest(path.join(file, each))));
};

const isBuilt = () => {
  const files = outputs.map((each) => path.join(root, each));
  if (!files.every(existsSync)) return false;
  const oldest = Math.min(...files.map((each) => statSync(each).mtimeMs));
  return oldest > Math.max(...sources.map((each) => newest(path.join(root, each))));
};

const build = () =>
  new Promise((resolve, reject) => {
    const { webpack } = require("webpack");
    console.log("Building the component and what runs beside it …");
    webpack(require("../webpack.config.js")).run((error, stats) => {
      if (error) return reject(error);
      if (stats.hasErrors()) return reject(new Error(stats.toString("errors-only")));
      resolve();
    });
  });

const help = `Runs whole workflows from their template files, each step with the built component.

Usage: npm start [-- workflows]

  npm start                       all workflows against the built-in sandbox, one after another
  npm start -- telephony-upload   one of them, by its name or the beginning of it

With GONG_BASE_URL, GONG_ACCESS_KEY and GONG_ACCESS_KEY_SECRET in the environment it reads that Gong instead, and never
writes to it. The first run builds the component.`;

const main = async ([command, ...rest]) => {
  process.chdir(root);
  if (command === "--help" || command === "-h") {
    console.log(help);
    return undefined;
  }
  if (!existsSync("node_modules")) throw new Error("The packages are missing. Run this first: npm install");
  if (!isBuilt()) await build();
  if (command === "sandbox" || command === "workbench") {
    process.argv.splice(2, 1);
    return require(`../build/${command}.js`);
  }
  const { run } = require("../build/demo.js");
  await run(require("../dist/index.js").default, command === undefined ? rest : [command, ...rest]);
};

// Whoever reads only the beginning, as `npm start | head` does, closes the pipe.
process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 1));

main(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
