import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { startSandbox } from "#sandbox/index";
import packageJson from "../../package.json";

/** The fenced commands of a page, in its order. */
const commandsOf = (page: string): string[] =>
  [...readFileSync(page, "utf8").matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, content = ""]) => content);

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
