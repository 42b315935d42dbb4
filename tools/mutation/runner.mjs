/**
 * Stryker's runner for Jest loads every file of tests for each change and runs them to the end. This one takes only the
 * files with a test that reaches the change, the quickest first, and stops with the first that notices. Of a file it
 * runs all tests: what is made once, such as a schema, counts as reached by the test that came first. For what some file
 * makes while it loads, every file is one that reaches it.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { JestTestRunner } from "./node_modules/@stryker-mutator/jest-runner/dist/src/jest-test-runner.js";

export { strykerPlugins, strykerValidationSchema } from "./node_modules/@stryker-mutator/jest-runner/dist/src/index.js";

/** The first run and the changes are in processes of their own. */
const told = path.resolve("out/tests.json");
const { dryRun, mutantRun } = JestTestRunner.prototype;

JestTestRunner.prototype.dryRun = async function (options) {
  const result = await dryRun.call(this, options);
  const tests = (result.tests ?? []).map(({ id, fileName, timeSpentMs }) => ({ id, fileName, timeSpentMs }));
  mkdirSync(path.dirname(told), { recursive: true });
  writeFileSync(told, JSON.stringify({ tests, madeAtLoad: Object.keys(result.mutantCoverage?.static ?? {}) }));
  return result;
};

JestTestRunner.prototype.mutantRun = async function (options) {
  const files = new Map();
  const { tests, madeAtLoad } = JSON.parse(readFileSync(told, "utf8"));
  for (const { id, fileName, timeSpentMs } of tests) {
    const file = files.get(fileName) ?? { ids: [], ms: 0 };
    files.set(fileName, { ids: [...file.ids, id], ms: file.ms + timeSpentMs });
  }
  const isAnyFile = !options.testFilter || madeAtLoad.includes(String(options.activeMutant.id));
  const reaching = new Set(options.testFilter);
  const { jestConfig } = this;
  let result = { status: "survived", nrOfTests: 0 };
  try {
    for (const [file, { ids }] of [...files].sort(([, one], [, other]) => one.ms - other.ms)) {
      if (!isAnyFile && !ids.some((id) => reaching.has(id))) continue;
      this.jestConfig = { ...jestConfig, testMatch: [file] };
      result = await mutantRun.call(this, { ...options, testFilter: ids });
      // A file of tests that cannot even be loaded is red too.
      if (result.status === "error")
        result = { status: "killed", killedBy: [], failureMessage: result.errorMessage, nrOfTests: 0 };
      if (result.status !== "survived") break;
    }
  } finally {
    this.jestConfig = jestConfig;
  }
  return result;
};
