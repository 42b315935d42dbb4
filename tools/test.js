/** `npm test`: the build and then the tests, with types and style beside them; options go to Jest. Its help builds nothing. */
const { spawn } = require("node:child_process");
const path = require("node:path");

const root = path.resolve(__dirname, "..");

const help = `Checks types and style, builds, and runs the tests.

Usage: npm test [-- options of Jest, such as a part of a path]`;

/** Waits for the end of a process. */
const ended = (what, child) =>
  new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(Object.assign(new Error(`${what} failed.`), { status: code ?? 1 })),
    );
  });

/** Runs a script of the package and keeps what it says until its end, so that two can run at once. */
const run = async (script) => {
  const said = [];
  const child = spawn("npm", ["run", "--silent", script], { cwd: root, shell: process.platform === "win32" });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => said.push(part));
  await ended(`npm run ${script}`, child).finally(() => process.stdout.write(Buffer.concat(said)));
};

const runTests = (options) =>
  ended(
    "The tests",
    spawn(process.execPath, ["node_modules/jest/bin/jest.js", ...options], { cwd: root, stdio: "inherit" }),
  );

const main = async (options) => {
  if (options.includes("--help") || options.includes("-h")) return console.log(help);
  const checked = run("check");
  const tested = run("build").then(() => runTests(options));
  const results = await Promise.allSettled([checked, tested]);
  for (const { status, reason } of results) if (status === "rejected") throw reason;
};

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = error.status || 1;
});
