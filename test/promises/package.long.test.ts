import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** A folder with nothing but the packed package, as `npx` would unpack it, and no other package around. */
const folder = mkdtempSync(join(tmpdir(), "packed-"));
const { bin, name } = JSON.parse(readFileSync("package.json", "utf8")) as { bin: Record<string, string>; name: string };
const command = bin["gong-sandbox"] ?? "";

let packed: Packed;
let sandbox: ChildProcess | undefined;

beforeAll(() => {
  if (!existsSync(command)) throw new Error("Run npm run build first.");
  const output = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    stdio: ["ignore", "pipe", "ignore"],
  }).toString();
  const [first] = JSON.parse(output) as Packed[];
  if (!first) throw new Error("npm packed nothing.");
  packed = first;
  execFileSync("tar", ["-xzf", packed.filename], { cwd: folder });
}, 60_000);

afterAll(() => {
  sandbox?.kill();
  rmSync(folder, { recursive: true });
});

it("packs what others need, and nothing that only we need", () => {
  const paths = packed.files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(["dist/index.js", "build/sandbox.js", "build/startSandbox.js", "README.md", "LICENSE"]),
  );
  expect(paths.filter((path) => /^(src|test|node_modules|out|build\/(?!sandbox|startSandbox))/.test(path))).toEqual([]);
  expect(name).toBe("gong-connector");
});

it("runs the sandbox of the package with no other package around", async () => {
  const file = join(folder, "package", command);
  expect(readFileSync(file, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  sandbox = spawn(process.execPath, [file, "--calls", "5"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const said = await new Promise<string>((resolve, reject) => {
    let text = "";
    const listen = (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("Ctrl+C")) resolve(text);
    };
    sandbox?.stdout?.on("data", listen);
    sandbox?.stderr?.on("data", listen);
    sandbox?.on("exit", () => reject(new Error(`The sandbox ended: ${text}`)));
  });
  const url = said.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0] ?? "";
  const key = said.match(/KEY=(\S+)/)?.[1] ?? "";
  const headers = { authorization: `Basic ${Buffer.from(key).toString("base64")}` };
  const users = (await (await fetch(`${url}/v2/users`, { headers })).json()) as { users: unknown[] };
  expect(users.users.length).toBeGreaterThan(0);
  expect(await (await fetch(`${url}/openapi.json`)).json()).toHaveProperty("paths");
}, 30_000);

it("starts the sandbox in the tests of another project, as the docs show it", () => {
  const project = join(folder, "project");
  mkdirSync(join(project, "node_modules"), { recursive: true });
  cpSync(join(folder, "package"), join(project, "node_modules", name), { recursive: true });
  cpSync("tools/docs/samples/gong.test.js", join(project, "gong.test.js"));
  writeFileSync(join(project, "package.json"), "{}");
  const jest = join(process.cwd(), "node_modules/jest/bin/jest.js");
  const { status, stderr } = spawnSync(process.execPath, [jest, "--rootDir", project], { cwd: project });
  expect(stderr.toString()).toContain("Tests:       1 passed, 1 total");
  expect(status).toBe(0);
}, 60_000);
