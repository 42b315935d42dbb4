import { notAsked } from "./cells";
import { type Row, rows } from "./rows";
import { situations } from "./situations";

export const path = "docs/reference/behavior.md";

/** The cells of a row, by the heads of their columns. */
export type Cells = Readonly<Record<string, string>>;

const signs: readonly (readonly [string, string])[] = [
  ["✓", "done, with an output"],
  ["∅", "done, and the list of the output is empty"],
  ["✓… or ∅…", "stopped before the end; the output has what was read, and says where to continue"],
  ["`A_CODE`", "the output has a note with this code and a message for people"],
  ["reported", "the report that is the output names what is wrong"],
  ["warned", "the log has a warning"],
  ["input", "refused before anything was sent: the message names the input"],
  ["400, 403 …", "fails with Gong's status, Gong's words and what to do next"],
  ["connection", "fails, and the platform marks the connection"],
  ["scope", "fails and names the scope that is missing"],
  ["later", "fails without waiting longer: only time is missing"],
  ["no answer", "fails: no answer came"],
  ["unreadable", "fails: what came is no answer of Gong's"],
  ["fails", "fails: what was asked for is not in the answer, as the message says"],
  ["refused", "a webhook that is not Gong's, or not readable: no step runs"],
  ["×5", "so many requests were sent where it was not one; operations only"],
  [notAsked, "cannot happen: it asks Gong nothing of the kind"],
];

const lead = `# What happens when

What each action, recipe, trigger and dropdown does when Gong answers well, badly or not at all: one row for each, one
column for each thing that can happen, no cell empty. It is written by a test that runs the component against a host on
this machine that answers so, on a clock that flies. \`npm test\` compares a sample with this page, \`npm run test:long\`
all of it. Write it anew, after a change of behavior that is meant:

\`\`\`sh
BEHAVIOR=write npx jest --config jest.long.config.js test/door/behavior
\`\`\`

A fault of "each time" lasts. What reads is tried again for as long as that makes sense; what writes is not, since Gong
may have done it all the same. Where a row names an operation behind a colon, only that one meets what happens.`;

const table = (head: readonly string[], body: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** The whole page. */
export const pageOf = (cellsOf: (row: Row) => Cells): string => {
  const sections = [...new Set(rows.map(({ section }) => section))];
  return [
    lead,
    "## Columns",
    table(
      ["Column", "What happens"],
      situations.map(({ head, meaning }) => [head, `${meaning}.`]),
    ),
    "## Cells",
    table(
      ["Cell", "Meaning"],
      signs.map(([sign, meaning]) => [sign, `${meaning}.`]),
    ),
    ...sections.flatMap((section) => [
      `## ${section}`,
      table(
        ["", ...situations.map(({ head }) => head)],
        rows
          .filter((row) => row.section === section)
          .map((row) => {
            const cells = cellsOf(row);
            return [row.name, ...situations.map(({ head }) => cells[head] ?? "")];
          }),
      ),
    ]),
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
};

/** The cells of a row as the page has them. */
export const cellsIn = (page: string, { section, name }: Row): Cells => {
  const part = page.split(`\n## ${section}\n`)[1]?.split("\n## ")[0] ?? "";
  const line = part.split("\n").find((each) => each.startsWith(`| ${name} |`)) ?? "";
  const cells = line
    .split(" | ")
    .slice(1)
    .map((cell) => cell.replace(/ \|$/, ""));
  return Object.fromEntries(situations.map(({ head }, index) => [head, cells[index] ?? ""]));
};
