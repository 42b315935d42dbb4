import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";
import ts from "typescript";

const root = path.resolve(__dirname, "../..");
export const sources = readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => {
    const file = path.posix.join("src", name.split(path.sep).join("/"));
    const text = readFileSync(path.join(root, file), "utf8");
    return { file, tree: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true) };
  });

export const visit = (node: ts.Node, look: (node: ts.Node) => void) => {
  look(node);
  node.forEachChild((child) => visit(child, look));
};
const lineOf = (tree: ts.SourceFile, node: ts.Node) => tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;

export interface Pattern {
  readonly where: string;
  readonly pattern: RegExp;
}

/** The patterns that stand in the sources. */
export const written: Pattern[] = [];
/** The files that build one while they run. */
export const building: string[] = [];
for (const { file, tree } of sources)
  visit(tree, (node) => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/");
      const pattern = new RegExp(node.text.slice(1, end), node.text.slice(end + 1));
      written.push({ where: `${file}:${lineOf(tree, node)} ${node.text}`, pattern });
    }
    const isCall = ts.isNewExpression(node) || ts.isCallExpression(node);
    if (isCall && node.expression.getText() === "RegExp") building.push(file);
  });

/** What is built while the sources are loaded and used, by file. */
export const recordBuilt = (use: () => void): { file: string; pattern: RegExp }[] => {
  const built: { file: string; pattern: RegExp }[] = [];
  const Real = RegExp;
  const make = (source: string | RegExp, flags?: string): RegExp => {
    // The frame behind this function and the proxy's: what libraries build is theirs.
    const file = /[\\/](src[\\/][^\s:)]+\.ts)/.exec((new Error().stack ?? "").split("\n")[3] ?? "")?.[1];
    if (file) built.push({ file: file.split(path.sep).join("/"), pattern: new Real(source, flags) });
    return new Real(source, flags);
  };
  global.RegExp = new Proxy(Real, {
    construct: (_, [source, flags]: [string, string?]) => make(source, flags),
    apply: (_, _this, [source, flags]: [string, string?]) => make(source, flags),
  });
  try {
    jest.isolateModules(use);
  } finally {
    global.RegExp = Real;
  }
  return built;
};

const size = 100_000;

/** Texts that keep a pattern busy: what it is made of, over and over, behind what it begins with. */
const pumpsFor = ({ source }: RegExp): string[] => {
  const plain = source
    .replace(/\\s/g, " ")
    .replace(/\\d/g, "0")
    .replace(/\\w/g, "a")
    .replace(/\\[bBpP]\{?[A-Za-z_=]*\}?|\(\?(?:[:=!]|<[=!]|<\w+>)/g, "")
    .replace(/\\n/g, "\n")
    .replace(/\\(.)/g, "$1");
  const characters = [...new Set([...plain.replace(/[()[\]{}|^$*?]/g, ""), " ", "a", "0", "@", "\n", '"', "\\"])];
  const words = [...new Set(plain.match(/[A-Za-z]{3,}\W?/g) ?? [])].slice(0, 6);
  const units = [
    ...characters.slice(0, 20),
    ...words,
    ...characters.slice(0, 4).flatMap((first) => characters.slice(0, 4).map((second) => first + second)),
  ];
  const [prefix = ""] = words;
  return units.map((unit) => `${prefix}${unit.repeat(Math.ceil(size / unit.length))}\u0000`);
};

/** How long a pattern may take for one text; a quadratic one takes thousands of times longer. */
const mostMs = 1500;

const isLinear = (pattern: RegExp, pump: string): boolean => {
  const global = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, "").concat("g"));
  const context = vm.createContext({ global, pump });
  try {
    vm.runInContext("pump.replace(global, '')", context, { timeout: mostMs });
    return true;
  } catch {
    return false;
  }
};

export const slowOnes = (patterns: readonly Pattern[]) =>
  patterns.flatMap(({ where, pattern }) => {
    const slow = pumpsFor(pattern).find((pump) => !isLinear(pattern, pump));
    return slow === undefined ? [] : [`${where} takes too long for ${JSON.stringify(slow.slice(0, 30))}…`];
  });
