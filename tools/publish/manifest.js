const { execFileSync } = require("node:child_process");
const {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");
const vm = require("node:vm");

const root = path.resolve(__dirname, "../..");
const target = path.join(root, "out/gong-manifest");
const publisher = path.join(root, "test/publish/node_modules/.bin");

const generate = () => {
  const home = mkdtempSync(path.join(tmpdir(), "manifest-"));
  const env = {
    PATH: [publisher, path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
    HOME: home,
    PRISM_CONFIG_FILE: path.join(home, "config.yml"),
    PRISM_SKIP_NEW_VERSION_CHECK: "true",
  };
  const generator = path.join(root, "node_modules/@prismatic-io/spectral/bin/component-manifest.js");
  const options = ["--skip-signature-verify", "--name", "gong-manifest", "--output-dir", target];
  rmSync(target, { recursive: true, force: true });
  execFileSync(process.execPath, [generator, ...options], { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
  rmSync(home, { recursive: true, force: true });
};

const outputSchema = /(outputSchema: \{\s*type: "actionOutput",\s*schema:\s*)((['"`])(?:\\.|(?!\3)[^\\])*\3)/;

/**
 * Spectral 10.31.1 writes output schemas as text, which its own types refuse: they want the schema itself.
 * @throws Error when a schema is written in a way that is not known here.
 */
const fixOutputSchemas = () => {
  const folder = path.join(target, "src/actions");
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    const text = readFileSync(file, "utf8");
    if (!/^ {2}outputSchema:/m.test(text)) continue;
    if (!outputSchema.test(text))
      throw new Error(`The output schema in ${name} is not written as text. See manifest.js.`);
    const toSchema = (_, before, literal) => {
      // The generator escapes inconsistently; whoever reads the literal as the compiler does is right.
      const schema = vm.runInNewContext(literal);
      return `${before}${JSON.stringify(JSON.parse(schema), undefined, 2)} as ActionOutputSchema["schema"]`;
    };
    const fixed = text.replace(outputSchema, toSchema);
    const import_ = 'import type { ActionOutputSchema } from "@prismatic-io/spectral/dist/types";\n';
    writeFileSync(file, fixed.replace(/^import /m, `${import_}import `));
  }
};

const run = (...command) => execFileSync(process.execPath, command, { cwd: root, stdio: "inherit" });

/** Builds and tests the example where somebody would copy it to: beside the manifest, with its packages. */
const tryCopy = () => {
  const copy = path.join(root, "out/code-native");
  rmSync(copy, { recursive: true, force: true });
  cpSync(path.join(root, "templates/code-native"), copy, { recursive: true });
  symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  const options = { cwd: copy, stdio: "inherit" };
  for (const command of ["typescript/bin/tsc", "webpack/bin/webpack.js", "jest/bin/jest.js"])
    execFileSync(process.execPath, [path.join(root, "node_modules", command)], options);
};

const main = () => {
  if (!existsSync(publisher)) throw new Error("The publisher is not installed. Run: npm ci --prefix test/publish");
  if (!existsSync(path.join(root, "dist/index.js"))) throw new Error("There is no bundle. Run: npm run build");
  generate();
  fixOutputSchemas();
  console.log(`The manifest stands in ${path.relative(root, target)}. Checking it with templates/code-native …`);
  run("node_modules/typescript/bin/tsc", "--project", "test/publish");
  run("node_modules/jest/bin/jest.js", "--config", "test/publish/jest.config.cjs");
  tryCopy();
};

try {
  main();
} catch (error) {
  // What a command had to say, it has said.
  if (error.status === undefined) console.error(error.message);
  process.exitCode = 1;
}
