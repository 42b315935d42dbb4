import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** The floors of `src`, the lowest first: a file imports from its own floor or from a lower one. */
const floors: readonly (readonly string[])[] = [
  ["src/base"],
  ["src/form", "src/entities"],
  ["src/operation.ts", "src/operations"],
  ["src/gong"],
  ["src/recipe.ts", "src/recipes"],
  ["src/actions", "src/dataSources", "src/triggers", "src/connections.ts"],
  ["src/index.ts"],
];

/** Which family of recipes may import which other one; any may import what stands beside the families. */
const families: Readonly<Record<string, readonly string[]>> = {
  calls: ["users"],
  transcripts: ["calls"],
  users: [],
  timeline: ["calls", "users"],
  upload: ["users"],
  connection: [],
};

/** Imports that stand against the rules until they are untied, each a pair of files. Empty when the house is finished. */
const known: readonly string[] = [];

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`);

const importsOf = (file: string): string[] =>
  ts
    .preProcessFile(readFileSync(file, "utf8"), true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => /^[.#]/.test(name))
    .map((name) => {
      const path = name.startsWith("#") ? name.slice(1) : join(dirname(file), name);
      const found = [`${path}.ts`, `${path}/index.ts`, `${path}.tsx`, path].find((each) => existsSync(each));
      if (!found) throw new Error(`${file} imports ${name}, which is no file.`);
      return found;
    });

const floorOf = (file: string): number =>
  floors.findIndex((places) => places.some((place) => file === place || file.startsWith(`${place}/`)));

const familyOf = (file: string): string | undefined => /^src\/recipes\/([a-z]+)\//.exec(file)?.[1];

const sources = filesIn("src");
const arrows = sources.flatMap((file) => importsOf(file).map((to) => [file, to] as const));
const named = (pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([from, to]) => `${from} → ${to}`).filter((pair) => !known.includes(pair));

it("puts every file of src on a floor", () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((file) => floorOf(file) < 0)).toEqual([]);
});

it("imports nothing from a higher floor", () => {
  expect(named(arrows.filter(([from, to]) => floorOf(to) > floorOf(from)))).toEqual([]);
});

/** The imports from one family of recipes to another. */
const across = arrows.filter(([from, to]) => familyOf(from) && familyOf(to) && familyOf(from) !== familyOf(to));

it("lets a family of recipes import only the families it builds on, and few files of those", () => {
  const forbidden = across.filter(([from, to]) => !families[familyOf(from) ?? ""]?.includes(familyOf(to) ?? ""));
  expect(named(forbidden)).toEqual([]);
  expect(across.length).toBeLessThan(20);
  const unused = Object.entries(families).flatMap(([family, others]) =>
    others
      .filter((other) => !across.some(([from, to]) => familyOf(from) === family && familyOf(to) === other))
      .map((other) => `${family} → ${other}`),
  );
  expect(unused).toEqual([]);
});

it("lets what families of recipes share import none of them", () => {
  const beside = arrows.filter(([from]) => /^src\/recipes\/(?!index)[A-Za-z]+\.ts$/.test(from));
  expect(beside.length).toBeGreaterThan(10);
  expect(named(beside.filter(([, to]) => familyOf(to)))).toEqual([]);
});

it.each(["src", "sandbox"])("lets %s import nothing from outside itself", (folder) => {
  const leaving = filesIn(folder).flatMap((file) => importsOf(file).filter((to) => !to.startsWith(`${folder}/`)));
  expect(leaving).toEqual([]);
});

it("has no circle of imports", () => {
  const next = new Map(sources.map((file) => [file, arrows.filter(([from]) => from === file)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    else if (!done.has(file)) {
      for (const [, to] of next.get(file) ?? []) visit(to, [...path, file]);
      done.add(file);
    }
  };
  for (const file of sources) visit(file, []);
  expect(circles.filter((circle) => !known.includes(circle))).toEqual([]);
});
