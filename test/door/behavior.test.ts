import { readFileSync } from "node:fs";
import { sample, seed } from "../support/seed";
import { cellOf, startHost, stopHost } from "./behavior/cells";
import { cellsIn, pageOf, path } from "./behavior/page";
import { rows } from "./behavior/rows";
import { situations } from "./behavior/situations";

const page = readFileSync(path, "utf8");
const cells = rows.flatMap((row) => situations.map((situation) => ({ row, situation })));

beforeAll(startHost);
afterAll(stopHost);

it(`does what the page says, in a sample of ${cells.length} cells (seed ${seed})`, async () => {
  const found: string[] = [];
  const written: string[] = [];
  for (const { row, situation } of sample(cells, 20)) {
    const where = `${row.section}, ${row.name}, ${situation.head}: `;
    found.push(where + (await cellOf(row, situation)));
    written.push(where + cellsIn(page, row)[situation.head]);
  }
  expect(found).toEqual(written);
});

it("has a row for each action, recipe, trigger and data source, and no blank cell", () => {
  expect(pageOf((row) => cellsIn(page, row))).toBe(page);
  const blank = cells.filter(({ row, situation }) => !cellsIn(page, row)[situation.head]);
  expect(blank.map(({ row, situation }) => `${row.name}, ${situation.head}`)).toEqual([]);
});
