/** `npm run tool <name>`: what is needed now and then. Its help builds nothing. */
const { execFileSync } = require("node:child_process");
const path = require("node:path");

const root = path.resolve(__dirname, "..");
const build = ["npm", ["run", "--silent", "build"]];
const node = (...command) => [process.execPath, command];

const tools = {
  bench: {
    help: "Measures the built component against a sandbox: loading, reading, uploading, memory. Sections may be named; --quick takes few repetitions, --json prints JSON.",
    steps: [build, node("build/bench.js")],
  },
  checkLive: {
    help: "Compares the answers of a real Gong with its contract, reading only. Wants GONG_BASE_URL, GONG_ACCESS_KEY and GONG_ACCESS_KEY_SECRET in the environment.",
    steps: [["npx", ["webpack", "--config-name", "tools"]], node("build/checkLive.js")],
  },
  checkPublish: {
    help: "Checks dist for everything that a publication needs, and says what to fix.",
    steps: [build, node("build/checkPublish.js")],
  },
  manifest: {
    help: "Writes the typed manifest for code-native integrations into out/gong-manifest, then checks and runs the example with it. Wants npm ci --prefix test/publish and a build first.",
    steps: [node("tools/publish/manifest.js")],
  },
  mutation: {
    help: "Changes src one by one, and counts how many changes a test notices, by folder. Paths may be named; --seed=1 draws the sample, --size=100 is how many a folder, --concurrency=2. Wants npm ci --ignore-scripts --prefix tools/mutation. Survivors are printed, and written into out/mutation.json.",
    steps: [node("tools/mutation/run.js")],
  },
  pictures: {
    help: "Draws the pictures of the README and the templates anew.",
    steps: [["npx", ["webpack", "--config-name", "tools"]], node("build/pictures.js")],
  },
  rehearse: {
    help: "Publishes dist with the real publisher to a stand-in on this machine. Wants npm ci --prefix test/publish and a build first.",
    steps: [node("test/publish/rehearse.js")],
  },
};

const listOf = () =>
  Object.entries(tools)
    .map(([name, { help }]) => `  ${name.padEnd(14)}${help}`)
    .join("\n");

const main = ([name, ...rest]) => {
  const tool = tools[name];
  if (!tool) {
    console.log(`Usage: npm run tool <name> [-- options]\n\n${listOf()}`);
    if (name !== undefined && name !== "--help" && name !== "-h") process.exitCode = 1;
    return;
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    console.log(`npm run tool ${name} [-- options]\n\n${tool.help}`);
    return;
  }
  tool.steps.forEach(([command, args], index) => {
    const given = index === tool.steps.length - 1 ? rest : [];
    execFileSync(command, [...args, ...given], { cwd: root, stdio: "inherit" });
  });
};

try {
  main(process.argv.slice(2));
} catch (error) {
  // What a command had to say, it has said.
  if (error.status === undefined) console.error(error.message);
  process.exitCode = error.status ?? 1;
}
