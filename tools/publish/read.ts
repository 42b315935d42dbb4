import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ComponentPart, ImportReport, Publication } from "./publication";

const rounds = 7;

const probe = (mode: "time" | "watch", module: string): unknown => {
  const output = execFileSync(process.execPath, ["tools/publish/probe.js", mode, module], {
    timeout: 30_000,
  }).toString();
  // What the module itself prints stands before.
  return JSON.parse(output.slice(output.lastIndexOf("\n") + 1));
};

const milliseconds = (module: string) => (probe("time", module) as { milliseconds: number }).milliseconds;

/** What loading a module does besides. */
export const effectsOf = (module: string) => probe("watch", module) as Omit<ImportReport, "loadRatio">;

/** The time to load a module as a share of that for spectral: the best of several rounds, in turn. */
const loadRatio = (module: string): number => {
  const measured = Array.from({ length: rounds }, () => [milliseconds(module), milliseconds("@prismatic-io/spectral")]);
  const best = (index: number) => Math.min(...measured.map((each) => each[index] ?? Number.POSITIVE_INFINITY));
  return best(0) / best(1);
};

/** The files of a folder by name. */
const readFiles = (folder: string): Map<string, Buffer> =>
  new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));

interface Configuration {
  readonly name: string;
  readonly output: object;
}

interface Webpack {
  webpack(configuration: object): {
    run(done: (fault: Error | null, result: { hasErrors(): boolean; toString(how: string): string }) => void): void;
  };
}

/** Builds the component once more, into a folder of its own, and returns the files. */
const buildAgain = async (root: string): Promise<Map<string, Buffer>> => {
  const load = createRequire(join(root, "package.json"));
  const { webpack } = load("webpack") as Webpack;
  const configurations = load("./webpack.config.js") as Configuration[];
  const component = configurations.find(({ name }) => name === "component");
  const folder = mkdtempSync(join(tmpdir(), "second-build-"));
  try {
    await new Promise<void>((resolve, reject) => {
      webpack({ ...component, output: { ...component?.output, path: folder } }).run((fault, result) => {
        if (fault) return reject(fault);
        if (result.hasErrors()) return reject(new Error(result.toString("errors-only")));
        resolve();
      });
    });
    return readFiles(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Everything that is checked, of the project in the working directory. */
export const readPublication = async (): Promise<Publication> => {
  const root = process.cwd();
  const bundle = join(root, "dist/index.js");
  const { default: component } = createRequire(bundle)(bundle) as { default: ComponentPart };
  return {
    component,
    files: readFiles("dist"),
    rebuilt: await buildAgain(root),
    imported: { ...effectsOf(bundle), loadRatio: loadRatio(bundle) },
  };
};
