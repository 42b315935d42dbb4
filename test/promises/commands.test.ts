import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startSandbox } from "#sandbox/index";
import { templateNames } from "#tools/workflow/definition";
import packageJson from "../../package.json";

/** The fenced commands of a page, in its order. */
const commandsOf = (page: string): string[] =>
  [...readFileSync(page, "utf8").matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, content = ""]) => content);

/** Pages for people; the reference is made of the code. */
const markdownIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(".md") && !name.startsWith("docs/reference/"));

/** Remembers what was answered to the same words. */
const once = <A extends string[]>(answer: (...args: A) => string) => {
  const known = new Map<string, string>();
  return (...args: A): string => {
    const key = args.join(" ");
    const given = known.get(key) ?? answer(...args);
    known.set(key, given);
    return given;
  };
};

/** A port that is free now: what listens on it is stopped, so that the commands can have it. */
const freePort = async (): Promise<string> => {
  const server = await startSandbox({ world: { calls: 1 } });
  await server.close();
  return new URL(server.url).port;
};

it("runs the commands of docs/sandbox.md as they are printed, but for the ports", async () => {
  const [asked, heard] = [await freePort(), await freePort()];
  const sandbox = await startSandbox({ port: Number(asked), world: { calls: 20 } });
  const printed = commandsOf("docs/sandbox.md").map((each) =>
    each.replaceAll("7731/", `${asked}/`).replaceAll("3000", heard),
  );
  const listener = printed.find((each) => each.startsWith("node -e")) ?? "";
  const listening = spawn("bash", ["-c", listener], { detached: true });
  const received = new Promise<string>((resolve) =>
    listening.stdout.once("data", (chunk: Buffer) => resolve(String(chunk))),
  );
  const script = printed.filter((each) => /^(curl|KEY|JSON|CALL)/.test(each)).join("\n");
  expect(script.match(/\bcurl\b/g)?.length).toBeGreaterThan(8);
  const run = spawn("bash", ["-eu", "-o", "pipefail"], { stdio: ["pipe", "pipe", "pipe"] });
  run.stdin.end(`sleep 0.3\n${script}`);
  let said = "";
  run.stdout.on("data", (chunk: Buffer) => {
    said += String(chunk);
  });
  const code = await new Promise((resolve) => run.once("close", resolve));
  expect(code).toBe(0);
  expect(said).not.toContain("Sandbox contract check");
  expect(said).toContain('"status":200');
  expect(await received).toContain("callData");
  if (listening.pid) process.kill(-listening.pid);
  await sandbox.close();
});

it.each(["start", "release", "tool"])("prints the help of npm run %s at once", (script) => {
  const [command = "", ...args] = String(packageJson.scripts[script as keyof typeof packageJson.scripts]).split(" ");
  const { status, stdout } = spawnSync(command, [...args, "--help"], { timeout: 20_000 });
  expect(String(stdout)).toMatch(/Usage|npm run|npm start/);
  expect(status).toBe(0);
});

describe("every command that a page prints", () => {
  const pages = ["README.md", ...markdownIn("docs"), ...templateNames().map((name) => `templates/${name}/README.md`)];
  const files = readdirSync("test", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `test/${name.replaceAll("\\", "/")}`);

  const helpOf = once((file: string, ...args: string[]) => {
    const { status, stdout } = spawnSync(process.execPath, [file, ...args, "--help"], { timeout: 60_000 });
    expect([file, ...args, status]).toEqual([file, ...args, 0]);
    return String(stdout);
  });
  const flagsIn = (words: readonly string[]) => words.filter((word) => word.startsWith("--") && word !== "--");
  const isIn = (help: string, words: readonly string[]) =>
    flagsIn(words).flatMap((flag) => (help.split(/\s+/).includes(flag) ? [] : [`its help does not know ${flag}`]));
  const mustExist = (path = "") => (existsSync(path) ? [] : [`there is no ${path}`]);

  /** The publisher's commands with their options, which only a login shows. */
  const prism: Readonly<Record<string, readonly string[]>> = {
    login: [],
    "me:token": ["--type"],
    "integrations:import": ["--path", "--open"],
    "workflows:import": ["--path", "--customer"],
    "components:publish": ["--skip-on-signature-match"],
  };
  const faultsOfPrism = ([name = "", ...words]: readonly string[]) => {
    const known = prism[name];
    if (!known) return [`the publisher has no ${name}`];
    const path = words.indexOf("--path");
    return [
      ...flagsIn(words).flatMap((flag) => (known.includes(flag) ? [] : [`${name} has no ${flag}`])),
      ...(path < 0 ? [] : mustExist(words[path + 1])),
    ];
  };

  const scripts: Readonly<Record<string, string>> = packageJson.scripts;
  const faultsOfScript = ([name = "", ...words]: readonly string[]): string[] => {
    if (!scripts[name]) return [`package.json has no script ${name}`];
    if (name === "tool")
      return words[0]
        ? [...(helpOf("tools/run.js").includes(`  ${words[0]} `) ? [] : [`there is no tool ${words[0]}`])]
        : [];
    if (name === "release") return isIn(helpOf("tools/release.js"), words);
    if (name === "sandbox") return isIn(helpOf("build/sandbox.js"), words);
    if (name === "test:long") return words.slice(1).flatMap(mustExist);
    return [];
  };

  const faultsOfNpm = ([verb = "", ...words]: readonly string[]): string[] => {
    if (verb === "run") return faultsOfScript(words);
    if (verb === "start") {
      const [, ...workflows] = words;
      const help = helpOf("demo/start.js");
      const names = ["competitor-mentions-to-salesforce", "calls-to-timeline", "telephony-upload", "ask-gong"];
      expect(help).toContain("npm start");
      return workflows.flatMap((name) => (names.some((each) => each.startsWith(name)) ? [] : [`there is no ${name}`]));
    }
    const prefix = words.indexOf("--prefix");
    const isKnown = ["install", "ci", "test", "pack"].includes(verb);
    return [...(isKnown ? [] : [`npm ${verb}`]), ...(prefix < 0 ? [] : mustExist(`${words[prefix + 1]}/package.json`))];
  };

  const faultsOfJest = (words: readonly string[]) =>
    words
      .filter((word, index) => !word.startsWith("-") && words[index - 1] !== "-t")
      .flatMap((path) => (files.some((file) => file.includes(path)) ? [] : [`no test lies at ${path}`]));

  const packed = `./${packageJson.name}-${packageJson.version}.tgz`;

  type Rule = readonly [begins: RegExp, faults: (words: readonly string[]) => string[]];
  /** What each kind of command is looked at for; its words are those after the beginning. */
  const rules: readonly Rule[] = [
    [
      /^(?:npm install (?:--\S+ )*|npx --package )(?=\S+\.tgz)/,
      ([file, command, ...words]) => [
        ...(file === packed ? [] : [`the package is ${packed}`]),
        ...(command === "gong-sandbox" ? isIn(helpOf("build/sandbox.js"), words) : []),
      ],
    ],
    [/^npm /, faultsOfNpm],
    [/^npx jest /, faultsOfJest],
    [/^(?:npx |\S+\/\.bin\/)?prism /, faultsOfPrism],
    [/^npx biome /, () => []],
    [/^node (?=\S+\.js)/, ([file]) => mustExist(file)],
    // Those of the sandbox run in the test above; one names what not to use.
    [/^(?:curl|KEY=|JSON=|CALL=|node -e|cd dist|git push --follow-tags|npx prism$)/, () => []],
  ];

  /** What is wrong with a command; undefined for what no rule knows. */
  const faultsOf = (command: string): string[] | undefined => {
    const rule = rules.find(([begins]) => begins.test(command));
    return rule?.[1](
      command
        .replace(rule[0], "")
        .split(/\s+/)
        .filter((word) => word !== ""),
    );
  };

  const printed = (page: string): string[] => {
    const text = readFileSync(page, "utf8");
    const blocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].flatMap(([, content = ""]) =>
      content.split("\n"),
    );
    const inline = [...text.replace(/```[\s\S]*?```/g, "").matchAll(/`((?:npm|npx|node) [^`\n]+)`/g)].map(
      ([, each = ""]) => each,
    );
    return [...blocks, ...inline]
      .flatMap((line) => line.split(/ # |\s+#\s/)[0]?.split(" && ") ?? [])
      .map((command) => command.trim())
      .filter((command) => command !== "");
  };

  it.each(pages)("exists, with its options: %s", (page) => {
    const own = page.startsWith("templates/code-native");
    const faults = printed(page).flatMap((command) => {
      const found = faultsOf(command);
      return found?.length === 0 || own ? [] : [`${command}: ${found?.join(", ") ?? "no rule knows this command"}`];
    });
    expect(faults).toEqual([]);
  });

  it.each(pages)("and every file that stands in marks of code: %s", (page) => {
    const named = [
      ...readFileSync(page, "utf8").matchAll(/`((?:src|test|tools|sandbox|demo|workbench|templates|docs)\/[\w./-]+)`/g),
    ]
      .map(([, path = ""]) => path)
      .filter((path) => !existsSync(path));
    expect(named).toEqual([]);
  });

  it.each(pages)("and its JSON is JSON: %s", (page) => {
    for (const [, content = ""] of readFileSync(page, "utf8").matchAll(/^ *```json\n([\s\S]*?)^ *```/gm))
      expect(() => JSON.parse(content)).not.toThrow();
  });

  it("notices what is not there", () => {
    for (const [command, words] of [
      ["npm run benchmark", "no script"],
      ["npm run tool measure", "no tool"],
      ["npm run sandbox -- --ports 1", "--ports"],
      ["npm run release -- 1.0.0 --dry", "--dry"],
      ["npm start -- slack", "no slack"],
      ["npm ci --prefix test/nowhere", "test/nowhere"],
      ["npx jest test/nothing", "no test"],
      ["prism integrations:import --file x", "--file"],
      ["prism integrations:import --path templates/none.yml", "none.yml"],
      ["node tools/none.js", "none.js"],
    ] as const)
      expect(faultsOf(command)?.join()).toContain(words);
    expect(faultsOf("rm -rf dist")).toBeUndefined();
  });
});

it("says before npm install what to do first, and gives help even then", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "clone-"));
  mkdirSync(path.join(folder, "demo"));
  cpSync("demo/start.js", path.join(folder, "demo/start.js"));
  cpSync("package.json", path.join(folder, "package.json"));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ["demo/start.js", ...args], { cwd: folder, encoding: "utf8" });
  const { status, stderr } = run();
  expect([status, stderr.trim()]).toEqual([1, "The packages are missing. Run this first: npm install"]);
  expect(run("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("Usage: npm start") });
  rmSync(folder, { recursive: true });
});

it("says within seconds that nothing answers, and tells no story of the sandbox about a real Gong", () => {
  const code = `require("./build/demo.js").run(require("./dist/index.js").default, ["ask-gong"]).catch((error) => { console.error(error.message); process.exitCode = 1; })`;
  const keys = { GONG_BASE_URL: "http://127.0.0.1:9", GONG_ACCESS_KEY: "key", GONG_ACCESS_KEY_SECRET: "secret" };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", code], {
    encoding: "utf8",
    timeout: 30_000,
    env: { ...process.env, ...keys },
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Nothing answers at http:\/\/127\.0\.0\.1:9 .+Check GONG_BASE_URL/);
  expect(stdout).not.toMatch(/sandbox|Northwind/i);
});
