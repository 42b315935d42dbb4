import { spawnSync } from "node:child_process";
import { svgOf } from "#tools/docs/svg";

/** The demo as it was built, in a process of its own. `npm test` builds first. */
const runDemo = (environment: Readonly<Record<string, string>>) => {
  const { GONG_BASE_URL: _url, FORCE_COLOR: _color, NO_COLOR: _plain, ...rest } = process.env;
  const code = `require("./build/demo.js").run(require("./dist/index.js").default, ["competitor-mentions"])`;
  return spawnSync(process.execPath, ["-e", code], { encoding: "utf8", env: { ...rest, ...environment } });
};

const escapeCharacter = String.fromCharCode(27);

test("in CI with NO_COLOR the demo is plain, tells every step, and refuses the forged webhook", () => {
  const { stdout, stderr, status } = runDemo({ CI: "true", NO_COLOR: "1" });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).not.toContain(escapeCharacter);
  for (const words of [
    "1  Call Processed",
    "4  Update Opportunity",
    "After       Tailspin, ",
    "Refused     ✘",
    "What next",
  ])
    expect(stdout).toContain(words);
  expect(stdout).toMatch(/competitor-mentions-to-salesforce +1 +1 +1 +\d/);
});

test("colours go into the picture, and marks of markup do not", () => {
  const picture = svgOf(
    `plain <b>\n${escapeCharacter}[1m${escapeCharacter}[32mgood & bold${escapeCharacter}[39m${escapeCharacter}[22m rest`,
    "Title",
  );
  expect(picture).toContain("<tspan>plain &lt;b&gt;</tspan>");
  expect(picture).toContain('<tspan fill="#7ee787" font-weight="bold">good &amp; bold</tspan><tspan> rest</tspan>');
  expect(picture).not.toContain(escapeCharacter);
});
