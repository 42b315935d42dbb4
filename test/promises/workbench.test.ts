import { readFileSync } from "node:fs";
import component from "#src/index";
import { contentsText, forms } from "#tools/docs/formPictures";
import { sideFile, sideFileText } from "#tools/docs/sideFile";
import { componentIn, describe as describeComponent } from "#workbench/describe";

const { entries } = describeComponent(componentIn(component, "src"), "dist/index.js");

it("has docs/workbench.json as the code has it (npm run docs)", () => {
  expect(readFileSync("docs/workbench.json", "utf8")).toBe(sideFileText());
});

it("knows the chapter of every action", () => {
  const { groups, entries: known } = sideFile();
  const actions = entries.filter(({ kind, key }) => kind === "actions" && key !== "rawRequest");
  for (const { key } of actions) expect(groups).toContain(known[`actions/${key}`]?.group);
});

it("has pictures of forms as they are drawn now (npm run docs)", () => {
  expect(readFileSync("docs/pictures/forms.json", "utf8")).toBe(contentsText(entries));
});

it.each([...Object.values(forms), "workbench.png", "workbench-dark.png"])("keeps %s small", (file) => {
  expect(readFileSync(`docs/pictures/${file}`).length).toBeLessThan(150_000);
});
