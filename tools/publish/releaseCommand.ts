import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { releasedChangelog, versionFault, withVersion } from "./release";

const files = ["package.json", "package-lock.json", "CHANGELOG.md"] as const;

/** What a release has to pass. The publisher is installed first, since it is not part of the project. */
const steps = [
  ["npm", "test"],
  ["npm", "run", "tool", "checkPublish"],
  ["npm", "ci", "--ignore-scripts", "--prefix", "test/publish"],
  ["npm", "run", "tool", "rehearse"],
  ["npm", "run", "tool", "manifest"],
] as const;

const ask = (command: string, ...rest: string[]) => execFileSync(command, rest).toString().trim();
const run = (command: string, ...rest: string[]) => void execFileSync(command, rest, { stdio: "inherit" });

/** Builds, tests, checks, rehearses, then writes version and changelog, commits and tags. Pushes nothing. */
const main = (given: readonly string[]): void => {
  const isDryRun = given.includes("--dry-run");
  const [version = ""] = given.filter((each) => each !== "--dry-run");
  const { version: current } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const fault = versionFault(version, current);
  if (fault) throw new Error(fault);
  const changes = ask("git", "status", "--porcelain");
  if (changes !== "")
    throw new Error(`There are changes that are not committed. Commit or drop them first:\n${changes}`);
  const tag = `v${version}`;
  if (ask("git", "tag", "--list", tag) !== "") throw new Error(`The tag ${tag} exists. Choose another version.`);
  const today = new Date().toISOString().slice(0, 10);
  const written = files.map((file) => {
    const text = readFileSync(file, "utf8");
    const next =
      file === "CHANGELOG.md" ? releasedChangelog(text, version, today) : withVersion(text, current, version);
    return [file, next] as const;
  });

  for (const [command, ...rest] of steps) run(command, ...rest);
  if (isDryRun) {
    console.log(`${version} could be released. Nothing was written, since this is a dry run.`);
    return;
  }
  for (const [file, text] of written) writeFileSync(file, text);
  run("git", "commit", "--quiet", "--message", `Release ${version}`, "--", ...files);
  run("git", "tag", "--annotate", tag, "--message", `Release ${version}`);
  console.log(`${tag} stands. Push it with: git push --follow-tags. Then publish: cd dist && prism components:publish`);
};

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
