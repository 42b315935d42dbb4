/** Versions as semver.org has them, without build metadata. */
const versionPattern = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?$/;

const numbersOf = (version: string): number[] | undefined => versionPattern.exec(version)?.slice(1, 4).map(Number);

/** Why this cannot be the next version; undefined when it can. */
export const versionFault = (next: string, current: string): string | undefined => {
  const [after, before] = [numbersOf(next), numbersOf(current)];
  if (!after) return `"${next}" is not a version. Give one such as 1.2.0: npm run release -- 1.2.0`;
  if (!before) return `The version "${current}" in package.json cannot be read. Fix it first.`;
  const changed = after.findIndex((number, index) => number !== before[index]);
  const { compare } = new Intl.Collator("en", { numeric: true });
  const isLater =
    changed >= 0
      ? (after[changed] ?? 0) > (before[changed] ?? 0)
      : current.includes("-") && (!next.includes("-") || compare(next, current) > 0);
  return isLater ? undefined : `${next} does not come after ${current}.`;
};

const unreleased = "## Unreleased\n";

/**
 * The changelog with what was unreleased under the new version.
 * @param date The day of the release, as 2026-11-20.
 * @throws Error when there is nothing to release.
 */
export const releasedChangelog = (changelog: string, version: string, date: string): string => {
  const [before, after] = changelog.split(unreleased);
  if (before === undefined || after === undefined)
    throw new Error('CHANGELOG.md has no heading "## Unreleased". Write what users will notice under one.');
  const [entries = ""] = after.split(/^## /m);
  if (entries.trim() === "")
    throw new Error("CHANGELOG.md says nothing under Unreleased. Write what users will notice.");
  return `${before}${unreleased}\n## ${version} (${date})\n${after}`;
};

/** A file of npm with another version at its top, and in the first package of a lockfile. */
export const withVersion = (json: string, current: string, next: string): string => {
  const file = JSON.parse(json) as { version: string; packages?: Record<string, { version?: string }> };
  if (file.version !== current)
    throw new Error(`The version is ${file.version} in one file and ${current} in another.`);
  file.version = next;
  const root = file.packages?.[""];
  if (root) root.version = next;
  return `${JSON.stringify(file, undefined, 2)}\n`;
};
