/** `npm run release`: the checks and the tag of a new version. Its help builds nothing. */
const { execFileSync } = require("node:child_process");
const path = require("node:path");

const help = `Tests, checks and rehearses, then writes the version and the changelog, commits and tags. Pushes nothing.

Usage: npm run release -- <version> [--dry-run]

  <version>     Such as 1.2.0; it has to come after the one in package.json.
  --dry-run     Does everything but the writing.
  --help        This text.`;

const given = process.argv.slice(2);
if (given.includes("--help") || given.includes("-h")) console.log(help);
else
  try {
    const options = { cwd: path.resolve(__dirname, ".."), stdio: "inherit" };
    execFileSync("npm", ["run", "--silent", "build"], options);
    execFileSync(process.execPath, ["build/release.js", ...given], options);
  } catch (error) {
    // What a command had to say, it has said.
    if (error.status === undefined) console.error(error.message);
    process.exitCode = error.status ?? 1;
  }
