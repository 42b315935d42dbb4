import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cellOf, fault, startHost, stopHost } from "./behavior/cells";
import { type Cells, cellsIn, pageOf, path } from "./behavior/page";
import { type Row, rows } from "./behavior/rows";
import { situations } from "./behavior/situations";

const isWritten = process.env.BEHAVIOR === "write";
const page = existsSync(path) ? readFileSync(path, "utf8") : "";
const written = new Map<Row, Cells>();

beforeAll(startHost);
afterAll(async () => {
  await stopHost();
  if (isWritten)
    writeFileSync(
      path,
      pageOf((row) => written.get(row) ?? cellsIn(page, row)),
    );
});

it.each(rows.map((row) => [`${row.section}, ${row.name.replace(/\]\(.*/, "").replace("[", "")}`, row] as const))(
  "%s does what the page says",
  async (_name, row) => {
    const cells: Record<string, string> = {};
    for (const situation of situations) cells[situation.head] = await cellOf(row, situation);
    written.set(row, cells);
    expect(Object.values(cells).filter((cell) => cell === "" || cell.includes(fault))).toEqual([]);
    if (!isWritten) expect(cells).toEqual(cellsIn(page, row));
  },
);
