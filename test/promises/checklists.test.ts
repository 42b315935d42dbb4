import { faultsOf, lines } from "../support/checklist";

const table = (change: (line: string) => string | undefined = () => undefined) =>
  lines
    .map((line: string) => change(line) ?? `| ${line} | What it asks. | \`test/a.test.ts\`: ${line}: is done |`)
    .join("\n");
const ran = new Map([["test/a.test.ts", lines.map((line: string) => `${line}: is done in full`)]]);

it("accepts a table whose tests all ran", () => expect(faultsOf(table(), ran)).toEqual([]));

it.each([
  ["a line without a row", table((line) => (line === "B7" ? "" : undefined)), "Line B7 has no row."],
  [
    "a row that says nothing",
    table((line) => (line === "C3" ? "| C3 | What it asks. | somewhere |" : undefined)),
    "Line C3 names neither a test nor a reason.",
  ],
  [
    "a test that did not run",
    table((line) => (line === "A2" ? "| A2 | What it asks. | `test/b.test.ts`: A2 |" : undefined)),
    "Line A2 names a test that did not run and pass: test/b.test.ts: A2",
  ],
  [
    "more than ten reasons",
    table((line) =>
      line.startsWith("C1") ? `| ${line} | What it asks. | Differs: Gong has no such thing. |` : undefined,
    ),
    "11 lines give reasons; at most 10 may.",
  ],
])("refuses %s", (_what, markdown, fault) => expect(faultsOf(markdown, ran)).toEqual([fault]));
