import { existsSync, readFileSync } from "node:fs";

const lockfiles = ["", "test/publish/", "test/node22/", "test/workbench/", "tools/mutation/"].filter((path) =>
  existsSync(`${path}package-lock.json`),
);

it.each(lockfiles)("has the integrity of every package in %spackage-lock.json, and no address", (path) => {
  const { packages } = JSON.parse(readFileSync(`${path}package-lock.json`, "utf8")) as {
    packages: Record<string, { integrity?: string; resolved?: string; link?: boolean }>;
  };
  const locked = Object.entries(packages).filter(([key, { link }]) => key !== "" && !link);
  expect(locked.length).toBeGreaterThan(0);
  expect(locked.filter(([, { integrity }]) => !integrity).map(([key]) => key)).toEqual([]);
  expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([key]) => key)).toEqual([]);
});

it.each(lockfiles)("has every package in %spackage-lock.json, or npm ci refuses it", (folder) => {
  const { packages } = JSON.parse(readFileSync(`${folder}package-lock.json`, "utf8")) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const locked = Object.keys(packages);
  const optional = Object.values(packages).flatMap((each) => Object.keys(each.optionalDependencies ?? {}));
  expect(optional.filter((each) => !locked.some((path) => path.endsWith(`node_modules/${each}`)))).toEqual([]);
});
