import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { openGongCompanion } from "#workbench/gong";
import { contentOf } from "#workbench/page/drawings";
import { startWorkbench } from "#workbench/server";
import type { Entry } from "#workbench/types";

const folder = "docs/pictures";

/** The forms that have a picture, by their route. */
export const forms: Readonly<Record<string, string>> = {
  "actions/uploadCalls": "form-upload-calls.png",
  "triggers/webhook": "form-webhook.png",
};

/** What the pictures show, without how it looks, as the text of the file beside them: when it changes, they are stale. */
export const contentsText = (entries: readonly Entry[]): string => {
  const contents = Object.keys(forms).map((route) => {
    const entry = entries.find(({ kind, key }) => route === `${kind}/${key}`);
    if (!entry) throw new Error(`The component has no ${route} to draw.`);
    const { label, description, inputs } = entry;
    return [route, { label, description, inputs: contentOf(inputs) }];
  });
  return `${JSON.stringify(Object.fromEntries(contents), null, 2)}\n`;
};

/** Runs in the page: where the last field ends that is seen whole. */
const lastBottom =
  "Math.max(...[...document.querySelectorAll('.field')].map((field) => field.getBoundingClientRect().bottom).filter((bottom) => bottom < 640))";

/** As much of a browser as the pictures need. */
interface Browser {
  newPage(options: object): Promise<Page>;
  close(): Promise<void>;
}

interface Page {
  goto(address: string): Promise<unknown>;
  waitForSelector(selector: string): Promise<unknown>;
  click(selector: string): Promise<void>;
  evaluate(script: string): Promise<number>;
  fill(selector: string, text: string): Promise<void>;
  selectOption(selector: string, value: string): Promise<unknown>;
  screenshot(options: object): Promise<unknown>;
  close(): Promise<void>;
}

const flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"];

/** The browser of the tests of the workbench; undefined when it is not installed. */
const openBrowser = async (): Promise<Browser | undefined> => {
  const base = resolve("test/workbench/package.json");
  if (!existsSync(resolve(base, "../node_modules/playwright-core"))) return undefined;
  const need = createRequire(base);
  const packaged = need("@sparticuz/chromium") as { executablePath(): Promise<string> };
  const { chromium } = need("playwright-core") as { chromium: { launch(options: object): Promise<Browser> } };
  return chromium.launch({ executablePath: await packaged.executablePath(), args: flags });
};

const run = async (page: Page) => {
  await page.click("button.run");
  await page.waitForSelector("button.run:enabled");
  await page.waitForSelector(".report");
};

/** Polls, lets a call come late, and polls again when it is there. */
const pollTwice = async (page: Page) => {
  await page.selectOption('[data-path="resourceType"]', "calls");
  await run(page);
  await page.click(".chip-button");
  await page.click("button:text-is('Add a late call')");
  await page.waitForSelector("text=will be listed in 2 h");
  await page.fill('[data-path="clock.hours"]', "3");
  await page.click("button:text-is('Move the clock')");
  await page.waitForSelector("text=Both clocks moved");
  await page.click('[aria-label="Close"]');
  await run(page);
  await page.waitForSelector("text=1 item for one run");
};

/** A whole view, after something was done in it. */
const drawWhole = async (
  browser: Browser,
  address: string,
  file: string,
  colorScheme: "light" | "dark",
  act: (page: Page) => Promise<void>,
): Promise<void> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 560 }, colorScheme });
  await page.goto(address);
  await page.waitForSelector("button.run");
  await act(page);
  await page.screenshot({ path: `${folder}/${file}` });
  await page.close();
};

const files = [...Object.values(forms), "workbench.png", "workbench-dark.png"].map((name) => `${folder}/${name}`);
const contentsFile = `${folder}/forms.json`;

/** True when each picture is there and shows what the forms hold now. A picture that was deleted is drawn anew. */
const areFresh = (contents: string): boolean =>
  [...files, contentsFile].every((file) => existsSync(file)) && readFileSync(contentsFile, "utf8") === contents;

/**
 * Draws the forms and two views of the workbench where they are stale, and a browser is installed.
 * @returns what to do when there is no browser.
 */
export const drawPictures = async (entries: readonly Entry[]): Promise<string | undefined> => {
  const contents = contentsText(entries);
  if (areFresh(contents)) return undefined;
  const browser = await openBrowser();
  if (!browser)
    return "The pictures of forms are stale: npm ci --prefix test/workbench installs a browser that draws them.";
  mkdirSync(folder, { recursive: true });
  const workbench = await startWorkbench({ path: resolve("dist/index.js"), companion: await openGongCompanion() });
  const [origin = "", token = ""] = workbench.address.split("/#token=");
  try {
    for (const [route, file] of Object.entries(forms)) {
      const page = await browser.newPage({
        viewport: { width: 800, height: 700 },
        deviceScaleFactor: 1.5,
        colorScheme: "light",
      });
      await page.goto(`${origin}/?picture#/${route}?token=${token}`);
      await page.waitForSelector(".field");
      await page.screenshot({
        path: `${folder}/${file}`,
        clip: { x: 0, y: 0, width: 620, height: (await page.evaluate(lastBottom)) + 12 },
      });
      await page.close();
    }
    await drawWhole(browser, `${origin}/#/actions/checkConnection?token=${token}`, "workbench.png", "light", run);
    await drawWhole(
      browser,
      `${origin}/#/triggers/pollChangesTrigger?token=${token}`,
      "workbench-dark.png",
      "dark",
      pollTwice,
    );
  } finally {
    await browser.close();
    await workbench.close();
  }
  writeFileSync(contentsFile, contents);
  return undefined;
};
