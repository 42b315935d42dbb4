import path from "node:path";
import ts from "typescript";

/**
 * What the TypeScript compiler says of workflows that are read as the platform's own types (`vendorDefinition.ts`): an
 * unknown key, a value that is not among those allowed, a kind of value, something that is missing.
 * @param workflows the definitions as they were parsed, by name.
 * @returns sentences by the name of the workflow; none for those that are right.
 */
export const vendorFaultsOf = (workflows: Readonly<Record<string, unknown>>): Readonly<Record<string, string[]>> => {
  const folder = path.resolve("tools/workflow");
  const texts = new Map(
    Object.entries(workflows).map(([name, workflow]) => [
      path.join(folder, `${name}.workflow.ts`),
      `import type { VendorWorkflow } from "./vendorDefinition";\nexport const workflow: VendorWorkflow = ${JSON.stringify(workflow, null, 1)};`,
    ]),
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    esModuleInterop: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    types: ["node"],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => texts.has(path.normalize(file)) || fileExists(file);
  host.readFile = (file) => texts.get(path.normalize(file)) ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = texts.get(path.normalize(file));
    return text === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  const faultsIn = (file: string): string[] => {
    const source = program.getSourceFile(file);
    return ts
      .getPreEmitDiagnostics(program, source)
      .map(
        ({ messageText, start = 0 }) =>
          `${placeOf(source, start)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
      );
  };
  return Object.fromEntries([...texts.keys()].map((file) => [path.basename(file, ".workflow.ts"), faultsIn(file)]));
};

/** The line of the definition at which a fault was found. */
const placeOf = (source: ts.SourceFile | undefined, start: number): string => {
  const { line = 0 } = source?.getLineAndCharacterOfPosition(start) ?? {};
  return source?.text.split("\n")[line]?.trim() ?? "";
};
