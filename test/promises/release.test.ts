import { releasedChangelog, versionFault, withVersion } from "#tools/publish/release";

describe("the next version", () => {
  it.each([
    ["0.2.0", "0.1.0"],
    ["0.1.1", "0.1.0"],
    ["1.0.0", "0.9.12"],
    ["1.10.0", "1.9.3"],
    ["1.0.0-beta.1", "0.9.0"],
    ["1.0.0", "1.0.0-beta.1"],
    ["1.0.0-beta.10", "1.0.0-beta.9"],
  ])("may be %s after %s", (next, current) => expect(versionFault(next, current)).toBeUndefined());

  it.each([
    ["0.1.0", "0.1.0", "does not come after"],
    ["0.1.0", "0.2.0", "does not come after"],
    ["1.9.9", "1.10.0", "does not come after"],
    ["1.0.0-beta.1", "1.0.0-beta.2", "does not come after"],
    ["1.0.0-beta.1", "1.0.0", "does not come after"],
    ["v1.0.0", "0.1.0", "is not a version"],
    ["", "0.1.0", "is not a version"],
    ["1.0.0", "one", "cannot be read"],
  ])("may not be %s after %s", (next, current, words) => expect(versionFault(next, current)).toContain(words));
});

describe("the changelog", () => {
  const changelog =
    "# Changelog\n\n## Unreleased\n\n- **Get Call** reads faster.\n\n## 0.1.0 (2026-01-05)\n\n- First.\n";

  it("gets a heading for the release, and keeps an empty one for what comes", () => {
    expect(releasedChangelog(changelog, "0.2.0", "2026-11-20")).toBe(
      "# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-11-20)\n\n- **Get Call** reads faster.\n\n## 0.1.0 (2026-01-05)\n\n- First.\n",
    );
  });

  it("has to say something", () => {
    const empty = changelog.replace("- **Get Call** reads faster.\n", "");
    expect(() => releasedChangelog(empty, "0.2.0", "2026-11-20")).toThrow("nothing under Unreleased");
    expect(() => releasedChangelog("# Changelog\n", "0.2.0", "2026-11-20")).toThrow('no heading "## Unreleased"');
  });
});

describe("the version in npm's files", () => {
  it("is changed in the package and in its lockfile, and nowhere else", () => {
    const lock = { version: "0.1.0", packages: { "": { version: "0.1.0" }, "node_modules/a": { version: "0.1.0" } } };
    expect(JSON.parse(withVersion(JSON.stringify(lock), "0.1.0", "0.2.0"))).toEqual({
      version: "0.2.0",
      packages: { "": { version: "0.2.0" }, "node_modules/a": { version: "0.1.0" } },
    });
    expect(withVersion('{ "version": "0.1.0" }', "0.1.0", "0.2.0")).toBe('{\n  "version": "0.2.0"\n}\n');
  });

  it("has to be the same in both", () => {
    expect(() => withVersion('{ "version": "0.0.9" }', "0.1.0", "0.2.0")).toThrow("0.0.9 in one file and 0.1.0");
  });
});
