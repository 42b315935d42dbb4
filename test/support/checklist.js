const { readFileSync } = require("node:fs");
const path = require("node:path");

const mostReasons = 10;

/** The lines of the seeds' checklists: A competitor mentions, B timeline sync, C telephony upload. */
const lines = [
  ...Array.from({ length: 10 }, (_, index) => `A${index + 1}`),
  ...Array.from({ length: 38 }, (_, index) => `B${index + 1}`),
  ...Array.from({ length: 37 }, (_, index) => `C${index + 1}`),
];

/** The rows of the table in docs/checklists.md, by line: the tests it names, or the reason of a stated difference. */
const rowsOf = (markdown) =>
  new Map(
    [...markdown.matchAll(/^\| ([ABC]\d+) \| (.+?) \| (.+?) \|$/gm)].map(([, line, , shown]) => [
      line,
      shown.startsWith("Differs: ")
        ? { reason: shown.slice("Differs: ".length) }
        : {
            tests: [...shown.matchAll(/`(test\/[^`]+)`: (.+?)(?:<br>|$)/g)].map(([, file, title]) => ({ file, title })),
          },
    ]),
  );

/**
 * What is wrong with the table, as sentences: a line without a row, a row without a test that ran and passed or a
 * reason, too many reasons. `ran` holds the titles of the tests that passed, by file.
 */
const faultsOf = (markdown, ran) => {
  const rows = rowsOf(markdown);
  const faults = lines.filter((line) => !rows.has(line)).map((line) => `Line ${line} has no row.`);
  for (const [line, { tests = [], reason }] of rows) {
    if (!lines.includes(line)) faults.push(`Line ${line} is not in the checklists.`);
    if (reason === undefined && tests.length === 0) faults.push(`Line ${line} names neither a test nor a reason.`);
    for (const { file, title } of tests)
      if (!ran.get(file)?.some((passed) => passed.startsWith(title)))
        faults.push(`Line ${line} names a test that did not run and pass: ${file}: ${title}`);
  }
  const reasons = [...rows.values()].filter(({ reason }) => reason !== undefined).length;
  if (reasons > mostReasons) faults.push(`${reasons} lines give reasons; at most ${mostReasons} may.`);
  return faults;
};

/** Fails a run of all tests when docs/checklists.md promises what was not shown. */
class ChecklistReporter {
  constructor(globalConfig) {
    this.rootDir = globalConfig.rootDir;
    this.isWhole = !globalConfig.nonFlagArgs?.length && !globalConfig.testNamePattern && !globalConfig.onlyChanged;
  }

  onRunComplete(_contexts, { testResults }) {
    if (!this.isWhole) return;
    const ran = new Map(
      testResults.map(({ testFilePath, testResults: tests }) => [
        path.relative(this.rootDir, testFilePath).split(path.sep).join("/"),
        tests.filter(({ status }) => status === "passed").map(({ title }) => title),
      ]),
    );
    const faults = faultsOf(readFileSync(path.join(this.rootDir, "docs/checklists.md"), "utf8"), ran);
    if (faults.length === 0) return;
    this.error = new Error(`docs/checklists.md:\n${faults.join("\n")}`);
    // Jest takes the error as a failure, but never shows it.
    console.error(`\n${this.error.message}`);
  }

  getLastError() {
    return this.error;
  }
}

module.exports = ChecklistReporter;
module.exports.faultsOf = faultsOf;
module.exports.lines = lines;
