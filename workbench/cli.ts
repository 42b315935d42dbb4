import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { openGongCompanion } from "./gong";
import { startWorkbench } from "./server";

const help = `The workbench: a built component in your browser, as a builder sees it, ready to be tried.

Usage: npm run workbench -- [options] [path/to/dist/index.js]

  path               Another component. This project's own when left out, with a Gong sandbox to try it against.
  --port <number>    Port on 127.0.0.1. A free one when left out.
  --no-open          Only prints the address, and opens no browser.
  --help             This text.

It loads and runs the component's code, and runs until stopped with Ctrl+C. Credentials that are typed in stay in its
memory, and end with it.`;

const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** Opens the address in the browser. Where there is none, the printed address has to do. */
const open = (address: string) => {
  const [command = "xdg-open", ...before] = openers[process.platform] ?? [];
  spawn(command, [...before, address], { stdio: "ignore", detached: true })
    .on("error", () => console.log("No browser could be opened: open the address yourself."))
    .unref();
};

const portOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^\d{1,5}$/.test(text)) throw new Error(`--port needs a number, not "${text}".`);
  return Number(text);
};

const main = async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: "string" }, "no-open": { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) return console.log(help);
  const [given] = positionals;
  const path = resolve(given ?? "dist/index.js");
  if (!existsSync(path)) throw new Error(`There is no ${path}: build the component first.`);
  const companion = given === undefined ? await openGongCompanion() : undefined;
  const workbench = await startWorkbench({ path, port: portOf(values.port), companion });
  console.log(`The workbench runs ${path} at\n\n  ${workbench.address}\n\nStop it with Ctrl+C.`);
  if (!values["no-open"]) open(workbench.address);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => workbench.close().then(() => process.exit(0)));
};

main().catch((error: unknown) => {
  console.error(`${error instanceof Error ? error.message : String(error)} Try --help.`);
  process.exit(1);
});
