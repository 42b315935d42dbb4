import { readdirSync, readFileSync } from "node:fs";

/** Every Salesforce id with 18 characters in sources, pages and templates has the check characters of its first 15. */

const textsIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(tsx?|md|yml|json|txt)$/.test(name) && !name.includes("node_modules"))
    .map((name) => `${folder}/${name}`);

/** One character for each five: bit by bit, which of them are capitals. */
const checkOf = (id: string): string =>
  [0, 5, 10]
    .map((start) =>
      [...id.slice(start, start + 5)].reduce((sum, each, bit) => sum + (/[A-Z]/.test(each) ? 2 ** bit : 0), 0),
    )
    .map((number) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[number])
    .join("");

const isWrong = (id: string) => checkOf(id.slice(0, 15)) !== id.slice(15);

it("has the right check characters in every sample", () => {
  const files = ["src", "docs", "templates", "demo", "sandbox"].flatMap(textsIn);
  const found = files.flatMap((file) =>
    (readFileSync(file, "utf8").match(/\b00[1356][0-9][a-zA-Z][0-9a-zA-Z]{13}\b/g) ?? []).map(
      (id) => [file, id] as const,
    ),
  );
  expect(found.length).toBeGreaterThan(50);
  expect(found.filter(([, id]) => isWrong(id))).toEqual([]);
});

it("knows right from wrong", () => {
  expect(["0065g00000KpQ2nAAF", "0065g00000KpQ2nAAB", "0015g00000contosoA"].map(isWrong)).toEqual([false, true, true]);
});
