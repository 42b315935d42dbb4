/**
 * Changes the sources one by one, and counts how many changes a test notices. `src` has thousands of possible changes,
 * so a sample is tried, drawn by a seed.
 */
const { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { moduleNameMapper } = require("../../jest.config");
const { folders, whole } = require("./folders");

const root = path.resolve(__dirname, "../..");
const packages = path.join(__dirname, "node_modules/@stryker-mutator");

const optionsOf = (args) => {
  const numberOf = (name, usual) => Number(args.find((each) => each.startsWith(`--${name}=`))?.split("=")[1] ?? usual);
  const paths = args.filter((each) => !each.startsWith("--")).map((each) => each.replace(/\/$/, ""));
  const options = {
    paths,
    seed: numberOf("seed", 1),
    size: numberOf("size", 100),
    isBounded: args.some((each) => each.startsWith("--size=")),
    concurrency: numberOf("concurrency", 2),
  };
  for (const name of ["seed", "size", "concurrency"])
    if (!Number.isSafeInteger(options[name]) || options[name] < 1)
      throw new Error(`--${name} must be a whole number from 1.`);
  return options;
};

const filesIn = (place) =>
  statSync(place).isDirectory()
    ? readdirSync(place, { recursive: true })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => path.join(place, name))
        .sort()
    : [place];

/** What of the list a path is in. */
const folderOf = (place) => {
  const found = Object.keys(folders)
    .sort((one, other) => other.length - one.length)
    .find((each) => place === each || place.startsWith(`${each}/`));
  if (!found)
    throw new Error(
      `${place} is in none of the folders that have tests named for them: ${Object.keys(folders).join(", ")}.`,
    );
  return found;
};

/** Whole numbers below the one given; the sequence follows from the seed. */
const randomBy = (seed) => {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const sample = (items, size, seed) => {
  const [left, draw] = [[...items], randomBy(seed)];
  return Array.from({ length: Math.min(size, left.length) }, () => left.splice(draw(left.length), 1)[0]);
};

const load = (name, file) => import(pathToFileURL(path.join(packages, name, file)).href);

/** Text for people tells nothing about behavior, so it stays as it is. */
const excludedMutations = ["StringLiteral"];

/**
 * Lets the instrumenter make only the changes that `isWanted` takes, by a name that stays the same from run to run. A
 * range of lines would not do: it takes every change that lies within.
 */
const choosing = async () => {
  const { allMutators } = await load("instrumenter", "dist/src/mutators/mutate.js");
  const { Instrumenter } = await load("instrumenter", "dist/src/instrumenter.js");
  const { createParser } = await load("instrumenter", "dist/src/parsers/index.js");
  const { print } = await load("instrumenter", "dist/src/printers/index.js");
  const { transform } = await load("instrumenter", "dist/src/transformers/index.js");
  const chosen = { isWanted: (_name) => true };
  let file = "";
  for (const [index, { name, mutate }] of allMutators.entries())
    allMutators[index] = {
      name,
      *mutate(place) {
        if (excludedMutations.includes(name)) return;
        const { start, end } = place.node.loc;
        const at = `${start.line}:${start.column}-${end.line}:${end.column}`;
        let nth = 0;
        for (const replacement of mutate(place))
          if (chosen.isWanted(`${file}:${at} ${name} ${nth++}`)) yield replacement;
      },
    };
  const { instrument } = Instrumenter.prototype;
  Instrumenter.prototype.instrument = function (files, options) {
    const own = this._transform;
    this._transform = (ast, ...rest) => {
      file = path.relative(root, ast.originFileName);
      return own(ast, ...rest);
    };
    return instrument.call(this, files, options);
  };
  const silent = { debug() {}, info() {}, warn() {}, isDebugEnabled: () => false };
  const instrumenter = new Instrumenter(silent, createParser, print, transform);
  /** The names of all changes to these files. */
  const namesIn = async (files) => {
    const names = [];
    chosen.isWanted = (name) => names.push(name) < 0;
    const given = files.map((name) => ({
      name: path.resolve(root, name),
      mutate: true,
      content: readFileSync(name, "utf8"),
    }));
    await instrumenter.instrument(given, { excludedMutations: [], plugins: null, ignorers: [] });
    return names;
  };
  return { chosen, namesIn };
};

/** Tries the changes of one folder. */
const tryFolder = async ({ place, tests, names, chosen, concurrency }) => {
  const { Stryker } = await load("core", "dist/src/index.js");
  const wanted = new Set(names);
  chosen.isWanted = (name) => wanted.has(name);
  const files = [...new Set(names.map((name) => name.slice(0, name.indexOf(":"))))];
  const results = await new Stryker({
    mutate: files,
    testRunner: "jest",
    plugins: [path.join(__dirname, "runner.mjs")],
    jest: {
      projectType: "custom",
      configFile: "jest.config.js",
      config: {
        testMatch: tests.map((each) => `<rootDir>/test/${each}.test.ts`),
        maxWorkers: 1,
        // What a sample leaves out has to be noticed too.
        globals: { isMutation: true },
        moduleNameMapper: { ...moduleNameMapper, "^fast-check$": "<rootDir>/tools/mutation/fastCheck.js" },
        // Tests that count milliseconds fail while every step is watched.
        testNamePattern: "^(?!.*(?:at once|quickly|in time))",
      },
      enableFindRelatedTests: false,
    },
    coverageAnalysis: "perTest",
    ignoreStatic: true,
    incremental: false,
    concurrency,
    allowConsoleColors: false,
    reporters: ["progress-append-only"],
    tempDirName: "out/mutation",
    cleanTempDir: "always",
    ignorePatterns: [
      "/build",
      "/dist",
      "/out",
      "/docs/pictures",
      "/tools/mutation/node_modules",
      "/test/*/node_modules",
    ],
    // A busy machine is slow, and a test that is slow has noticed nothing.
    timeoutMS: 60_000,
    dryRunTimeoutMinutes: 15,
    disableTypeChecks: true,
    allowEmpty: true,
    thresholds: { high: 90, low: 85, break: null },
    fileLogLevel: "off",
  }).runMutationTest();
  const isStatic = ({ status, statusReason }) => status === "Ignored" && /static/i.test(statusReason ?? "");
  const count = (...statuses) => results.filter(({ status }) => statuses.includes(status)).length;
  const survivors = results
    .filter(({ status }) => ["Survived", "NoCoverage"].includes(status))
    .map(({ fileName, location, mutatorName, replacement, status }) => ({
      at: `${path.relative(root, fileName)}:${location.start.line}:${location.start.column}`,
      mutatorName,
      replacement,
      status,
    }));
  return {
    place,
    killed: count("Killed", "Timeout"),
    timedOut: count("Timeout"),
    survived: survivors.length,
    ignored: results.filter(isStatic).length,
    survivors,
  };
};

const rateOf = ({ killed, survived }) =>
  killed + survived === 0 ? "-" : `${((100 * killed) / (killed + survived)).toFixed(0)} %`;

const main = async () => {
  if (!existsSync(packages)) throw new Error("Run npm ci --ignore-scripts --prefix tools/mutation first.");
  process.chdir(root);
  const { paths, seed, size, isBounded, concurrency } = optionsOf(process.argv.slice(2));
  const places = paths.length > 0 ? paths : Object.keys(folders);
  const { chosen, namesIn } = await choosing();
  const done = [];
  for (const place of places) {
    const files = filesIn(place).filter((file) => folderOf(file) === folderOf(place));
    const all = await namesIn(files);
    const isWhole = (name) => !isBounded && whole.some((file) => name.startsWith(`${file}:`));
    const rest = all.filter((name) => !isWhole(name));
    const names = [...all.filter(isWhole), ...sample(rest, size, seed)];
    console.log(`${place}: ${names.length} of ${all.length} changes.`);
    const tests = folders[folderOf(place)];
    const result = await tryFolder({ place, tests, names, chosen, concurrency });
    done.push({ possible: all.length, ...result });
    for (const { at, mutatorName, replacement, status } of result.survivors)
      console.log(
        `${status === "Survived" ? "survived" : "no test"}  ${at}  ${mutatorName}: ${replacement.replace(/\s+/g, " ").slice(0, 100)}`,
      );
    mkdirSync("out", { recursive: true });
    writeFileSync("out/mutation.json", JSON.stringify({ seed, size, done }, null, 2));
  }
  console.log(`\n| Folder | Possible | Tried | Static | Ended by time | Noticed |\n|---|---|---|---|---|---|`);
  for (const each of done)
    console.log(
      `| \`${each.place}\` | ${each.possible} | ${each.killed + each.survived} | ${each.ignored} | ${each.timedOut} | ${rateOf(each)} |`,
    );
  const sum = (key) => done.reduce((total, each) => total + each[key], 0);
  const total = { killed: sum("killed"), survived: sum("survived") };
  console.log(
    `| all | ${sum("possible")} | ${total.killed + total.survived} | ${sum("ignored")} | ${sum("timedOut")} | ${rateOf(total)} |`,
  );
};

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
