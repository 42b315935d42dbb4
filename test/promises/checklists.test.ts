import { readdirSync, readFileSync } from "node:fs";

const tags = [...readFileSync("test/support/checklists.md", "utf8").matchAll(/^- ([ABC]\d+): \S/gm)].map(
  ([, tag = ""]) => tag,
);

/** The tags that stand at the beginning of a test's title, such as "B4 B23: names the boxes". */
const tagsIn = (text: string): string[] =>
  [...text.matchAll(/["`]((?:[ABC]\d+(?:, | )?)+): /g)].flatMap(([, found = ""]) => found.split(/, | /));

const shown = new Set(
  ["rules", "door", "promises"].flatMap((folder) =>
    readdirSync(`test/${folder}`, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".test.ts"))
      .flatMap((name) => tagsIn(readFileSync(`test/${folder}/${name}`, "utf8"))),
  ),
);

it("has every line of what was asked for", () => {
  const lines = (letter: string, count: number) => Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
  expect(tags).toEqual([...lines("A", 10), ...lines("B", 38), ...lines("C", 37)]);
});

it.each(tags)("%s stands in the title of a test", (tag) => expect(shown).toContain(tag));
