import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { operations } from "#src/operations/index";

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
    .filter((name) => /\.tsx?$/.test(name) && !name.includes("node_modules"))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`);

const importsOf = (file: string): string[] =>
  ts
    .preProcessFile(readFileSync(file, "utf8"), true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => /^[.#]/.test(name))
    .map((name) => fileOf(file, name));

const fileOf = (file: string, name: string): string => {
  const path = name.startsWith("#") ? name.slice(1) : join(dirname(file), name);
  const found = [`${path}.ts`, `${path}/index.ts`, `${path}.tsx`, path].find((each) => existsSync(each));
  if (!found) throw new Error(`${file} imports ${name}, which is no file.`);
  return found;
};

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

it("ends nock in every file of tests that loads it: it would take the requests of the next file too", () => {
  const loading = filesIn("test").filter((file) => /from "nock"/.test(readFileSync(file, "utf8")));
  expect(loading.length).toBeGreaterThan(4);
  expect(loading.filter((file) => !readFileSync(file, "utf8").includes("nock.restore()"))).toEqual([]);
});

it("exports no value that only tests take", () => {
  const users = ["src", "sandbox", "demo", "tools", "workbench"].flatMap(filesIn);
  const taken = new Set(users.flatMap(takenBy));
  const unused = sources
    .flatMap((file) => valuesOf(file).map((name) => `${file} ${name}`))
    .filter((each) => !taken.has(each) && !taken.has(`${each.split(" ")[0]} *`));
  // The operations are taken by whoever builds a flow.
  expect(unused.filter((each) => !((each.split(" ")[1] ?? "") in operations))).toEqual([]);
});

const trees = new Map<string, ts.SourceFile>();
const parsed = (file: string): ts.SourceFile => {
  const tree = trees.get(file) ?? ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  trees.set(file, tree);
  return tree;
};

/** The values that a file exports by name. */
const valuesOf = (file: string): string[] =>
  parsed(file).statements.flatMap((each) => {
    const isExported =
      ts.canHaveModifiers(each) && each.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(each))
      return each.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? name.text : []));
    return (ts.isFunctionDeclaration(each) || ts.isClassDeclaration(each)) && each.name ? each.name.text : [];
  });

/** What a file imports or hands on, each as "file name"; all of a module that it takes as one or loads later is "file *". */
const takenBy = (file: string): string[] => {
  const text = readFileSync(file, "utf8");
  const found = parsed(file).statements.flatMap((each) => {
    const from = ts.isImportDeclaration(each) || ts.isExportDeclaration(each) ? each.moduleSpecifier : undefined;
    if (!from || !ts.isStringLiteral(from) || !/^[.#]/.test(from.text)) return [];
    const to = fileOf(file, from.text);
    const names = ts.isImportDeclaration(each)
      ? each.importClause?.namedBindings
      : (each as ts.ExportDeclaration).exportClause;
    if (names && (ts.isNamedImports(names) || ts.isNamedExports(names)))
      return names.elements.map(({ name, propertyName }) => `${to} ${(propertyName ?? name).text}`);
    if (names && ts.isNamespaceImport(names))
      return [...text.matchAll(new RegExp(`\\b${names.name.text}\\.(\\w+)`, "g"))].map(([, name]) => `${to} ${name}`);
    return [`${to} *`];
  });
  const loaded = [...text.matchAll(/(?:require|import)\("([.#][^"]+)"\)/g)].map(
    ([, name = ""]) => `${fileOf(file, name)} *`,
  );
  return [...found, ...loaded];
};
