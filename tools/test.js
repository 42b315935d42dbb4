/** `npm test`: types and style beside the build, then the tests; options go to Jest. Its help builds nothing. */
const { execFileSync, spawn } = require("node:child_process");
const path = require("node:path");

const root = path.resolve(__dirname, "..");

const help = `Checks types and style, builds, and runs the tests.

Usage: npm test [-- options of Jest, such as a part of a path]`;

/** Runs a script of the package and keeps what it says until its end, so that two can run at once. */
const run = (script) =>
  new Promise((resolve, reject) => {
    const said = [];
    const child = spawn("npm", ["run", "--silent", script], { cwd: root, shell: process.platform === "win32" });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => said.push(part));
    child.once("error", reject);
    child.once("close", (code) => {
      process.stdout.write(Buffer.concat(said));
      if (code === 0) resolve();
      else reject(Object.assign(new Error(`npm run ${script} failed.`), { status: code ?? 1 }));
    });
  });

const main = async (options) => {
  if (options.includes("--help") || options.includes("-h")) return console.log(help);
  const results = await Promise.allSettled(["check", "build"].map(run));
  for (const { status, reason } of results) if (status === "rejected") throw reason;
  execFileSync(process.execPath, ["node_modules/jest/bin/jest.js", ...options], { cwd: root, stdio: "inherit" });
};

main(process.argv.slice(2)).catch((error) => {
  // What a command had to say, it has said.
  if (error.status === undefined) console.error(error.message);
  process.exitCode = error.status || 1;
});
