import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { faultKinds } from "#sandbox/faults";
import { dataSources } from "#src/dataSources/index";
import * as recipes from "#src/recipes/index";
import { triggers } from "#src/triggers/index";
import { between } from "#tools/docs/generate";
import { generatedParts } from "#tools/docs/guides";
import packageJson from "../../package.json";
import published from "./compat/published-keys.json";

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .sort();

const pages = [
  "README.md",
  "CHANGELOG.md",
  ...filesIn("docs", ".md"),
  ...filesIn("templates", ".md").filter((path) => !path.includes("node_modules")),
];
/** Pages written by hand; the reference has its own test. */
const guides = pages.filter((path) => !path.startsWith("docs/reference/"));
const textOf = Object.fromEntries(pages.map((path) => [path, readFileSync(path, "utf8")]));

const withoutCode = (text: string) => text.replace(/^( *)```[\s\S]*?^ *```/gm, "").replace(/`[^`\n]*`/g, "`code`");

/** The fenced samples of a language, with the page they are on. */
const samples = (language: string): [string, string][] =>
  guides.flatMap((path) =>
    [...(textOf[path] ?? "").matchAll(/^( *)```(\w+)\n([\s\S]*?)^ *```/gm)]
      .filter(([, , each]) => each === language)
      .map(([, , , content = ""]): [string, string] => [path, content]),
  );

/** Short pieces of code in a page's sentences. */
const codesIn = (text: string) =>
  [...text.replace(/^( *)```[\s\S]*?^ *```/gm, "").matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);

/** The anchors of a page's headings, as code hosts make them. */
const anchorsOf = (text: string): Set<string> => {
  const anchors = new Set<string>();
  for (const [, heading = ""] of text.replace(/^( *)```[\s\S]*?^ *```/gm, "").matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-");
    let unique = slug;
    for (let count = 1; anchors.has(unique); count++) unique = `${slug}-${count}`;
    anchors.add(unique);
  }
  return anchors;
};

describe.each(pages)("%s", (path) => {
  const text = textOf[path] ?? "";
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);

  it("links only to what exists", () => {
    const broken = links.filter((link) => {
      if (/^(https?:|mailto:)/.test(link)) return false;
      const [place = "", anchor] = link.split("#");
      const target = place === "" ? path : normalize(join(dirname(path), decodeURIComponent(place)));
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(target, "utf8")).has(anchor);
    });
    expect(broken).toEqual([]);
  });
});

describe("samples", () => {
  it.each(samples("json"))("of JSON in %s can be read", (_path, content) => {
    expect(() => JSON.parse(content)).not.toThrow();
  });

  it.each(samples("sh"))("of commands in %s name scripts and files that exist", (_path, content) => {
    const scripts = [...content.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script]) => script);
    expect(scripts.filter((script) => !(String(script) in packageJson.scripts))).toEqual([]);
    const files = [...content.matchAll(/(?:^|\s)((?:test|docs|src|sandbox)\/[\w./-]+)/gm)].map(([, file = ""]) => file);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  it("in sentences name scripts that exist", () => {
    const named = guides.flatMap((path) =>
      codesIn(textOf[path] ?? "").flatMap((code) => [...code.matchAll(/^npm run ([\w:-]+)/g)]),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.map(([, script]) => script).filter((script) => !(String(script) in packageJson.scripts))).toEqual([]);
  });
});

const sourceText = ["src", "sandbox", "tools/checkLive"]
  .flatMap((folder) => filesIn(folder, ".ts"))
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");
const contractText = readFileSync("sandbox/gong-api.json", "utf8");
const sourceWords = new Set(`${sourceText}\n${contractText}`.match(/[A-Za-z_][\w]*/g));

it.each(guides.filter((path) => path.startsWith("docs/")))("%s names keys and properties that exist", (path) => {
  const words = codesIn(textOf[path] ?? "")
    .filter((code) => /^[a-z]+(?:[A-Z][\w]*)+(?:\.[\w.]+)?$/.test(code))
    .flatMap((code) => code.split("."));
  expect(words.filter((word) => !sourceWords.has(word))).toEqual([]);
});

it.each(
  Object.entries(generatedParts()).flatMap(([path, parts]) =>
    Object.entries(parts).map(([name, content]): [string, string, string] => [path, name, content]),
  ),
)("%s has %s as the code has it (npm run docs)", (path, name, content) => {
  const text = textOf[path] ?? "";
  expect(text).toBe(between(text, name, content));
});

describe("troubleshooting", () => {
  const text = textOf["docs/troubleshooting.md"] ?? "";
  const quotes = [...text.matchAll(/^\| (.+?) \|/gm)]
    .flatMap(([, cell = ""]) => codesIn(cell))
    .filter((code) => code.includes(" "));

  it("quotes errors as the source has them", () => {
    expect(quotes.length).toBeGreaterThan(80);
    expect(quotes.filter((quote) => !sourceText.includes(quote))).toEqual([]);
  });

  it("has every kind of error", () => {
    const classes = [...sourceText.matchAll(/export class (\w+Error) extends/g)].map(([, name = ""]) => name);
    expect(classes).toContain("WebhookRefusedError");
    const named = classes
      .filter((name) => name !== "RefusedCredentialsError")
      .map((name) => (name === "BrokenConnectionError" ? "ConnectionError" : name));
    expect(named.filter((name) => !text.includes(`\n| \`${name}\` |`))).toEqual([]);
  });

  it("has every check of the webhook", () => {
    const checks = /type WebhookCheck =([^;]+);/.exec(sourceText)?.[1]?.match(/\w+/g) ?? [];
    expect(checks.length).toBeGreaterThan(8);
    expect(checks.filter((check) => !text.includes(`| \`${check}\` |`))).toEqual([]);
  });

  it("has every status that an error has advice for, and every word of the network", () => {
    const answer = readFileSync("src/gong/answer.ts", "utf8");
    const statuses = [...answer.matchAll(/status === (4\d\d)/g)].map(([, status]) => status);
    expect(statuses.filter((status) => !text.includes(` ${status}`))).toEqual([]);
    const words = /const words[^{]+{([^}]+)}/.exec(readFileSync("src/base/errors.ts", "utf8"))?.[1] ?? "";
    const sentences = [...words.matchAll(/: "([^"]+)"/g)].map(([, sentence = ""]) => sentence);
    expect(sentences.length).toBeGreaterThan(8);
    expect(sentences.filter((sentence) => !text.includes(sentence))).toEqual([]);
  });
});

describe("the page about the sandbox", () => {
  const text = textOf["docs/sandbox.md"] ?? "";
  const read = (file: string) => readFileSync(`sandbox/${file}`, "utf8");

  it.each([
    ["option of the command", [...read("cli.ts").matchAll(/^ {2}(--[\w-]+(?: <\w+>)?) /gm)]],
    ["control", [...read("control.ts").matchAll(/"((?:GET|POST|DELETE) \/sandbox\/\w+)"/g)]],
    ["fault", faultKinds.map((kind) => ["", kind])],
    [
      "option of startSandbox",
      [
        ...(/interface SandboxOptions {([\s\S]+?)^}/m.exec(read("sandbox.ts"))?.[1]?.matchAll(/readonly (\w+)\?:/g) ??
          []),
      ],
    ],
    [
      "property of a delivery",
      [
        ...(/interface WebhookDelivery {([\s\S]+?)^}/m
          .exec(read("sandbox.ts"))?.[1]
          ?.matchAll(/readonly (url|callId|mode|generation|isTest|webhookUrl|expiresInSeconds|overrides)\b/g) ?? []),
      ],
    ],
  ])("has every %s", (_what, found) => {
    const names = found.map(([, name = ""]) => name);
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

it("counts the actions of the earlier component", () => {
  expect(textOf["docs/migrating.md"]).toContain(`its ${Object.keys(published.actions).length}\nactions`);
});

it("lists every recipe, trigger and dropdown on the page about the component", () => {
  const text = textOf["docs/component.md"] ?? "";
  const keys = [...Object.keys(recipes), ...Object.keys(triggers), ...Object.keys(dataSources)];
  expect(keys.length).toBeGreaterThan(25);
  expect(keys.filter((key) => !text.includes(`\`${key}\``))).toEqual([]);
});
