import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

const root = join(__dirname, "../..");
const own = createRequire(join(__dirname, "package.json"));

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const machines = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/google-chrome"];

const isInstalled = (name: string): boolean => existsSync(join(__dirname, "node_modules", name));

/** What has to be done to have a browser; undefined when there is one. */
export const missingBrowser: string | undefined = isInstalled("playwright-core")
  ? undefined
  : "The tests of the workbench need a browser: npm ci --prefix test/workbench";

const executable = async (): Promise<string> => {
  if (isInstalled("@sparticuz/chromium")) {
    return (own("@sparticuz/chromium") as { executablePath(): Promise<string> }).executablePath();
  }
  const found = machines.find((each) => each && existsSync(each));
  if (!found) throw new Error("There is no Chromium: run npm ci --prefix test/workbench, or set CHROMIUM_PATH.");
  return found;
};

/** A workbench that runs, as its command starts it. */
export interface Running {
  /** With the token. */
  readonly address: string;
  readonly origin: string;
  readonly startedMs: number;
  readonly stop: () => void;
}

/** Starts the command; without arguments for this project's component beside a sandbox. */
export const startCommand = (...args: string[]): Promise<Running> =>
  new Promise((resolve, reject) => {
    const before = performance.now();
    const child: ChildProcess = spawn(process.execPath, ["build/workbench.js", "--no-open", ...args], { cwd: root });
    let said = "";
    const read = (chunk: Buffer) => {
      said += String(chunk);
      const address = /http:\/\/\S+/.exec(said)?.[0];
      if (!address) return;
      const origin = new URL(address).origin;
      resolve({ address, origin, startedMs: performance.now() - before, stop: () => child.kill() });
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", () => reject(new Error(`The workbench ended: ${said}`)));
  });

/** A person at a browser. */
export interface Person {
  readonly page: Page;
  readonly workbench: Running;
  /** What the page complained about. */
  readonly complaints: readonly string[];
  /** Opens a form by its route. */
  open(route: string): Promise<void>;
  /** The pane of results. */
  output(): Promise<string>;
}

const sit = async (context: BrowserContext, workbench: Running): Promise<Person> => {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.setDefaultTimeout(20_000);
  await page.goto(workbench.address);
  await page.locator("h1").waitFor();
  return {
    page,
    workbench,
    complaints,
    async open(route) {
      await page.goto(`${workbench.origin}/#/${route}`);
      await page.locator("h1").waitFor();
    },
    async output() {
      await page.getByRole("tab", { name: "Output" }).last().waitFor();
      return (await page.locator(".run-pane").textContent()) ?? "";
    },
  };
};

export type Visit = (options?: BrowserContextOptions) => Promise<Person>;

/**
 * Tests with one workbench and one browser for all; each test gets people with a browser profile of their own. Where no
 * browser is installed, one line says so and the tests pass.
 */
export const withBrowser = (args: readonly string[], tests: (visit: Visit) => void): void => {
  if (missingBrowser) {
    process.stderr.write(`${missingBrowser}\n`);
    it("has no browser, and says how to get one", () => expect(missingBrowser).toMatch("npm ci"));
    return;
  }
  let browser: Browser;
  let workbench: Running;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    const { chromium } = own("playwright-core") as typeof import("playwright-core");
    browser = await chromium.launch({ executablePath: await executable(), args: flags });
    workbench = await startCommand(...args);
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    workbench?.stop();
  });
  tests(async (options) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
    contexts.push(context);
    return sit(context, workbench);
  });
};

/** The source of axe, which the page's own policy lets in only by evaluation. */
export const axeSource = (): string => (own("axe-core") as { source: string }).source;
