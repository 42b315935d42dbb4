import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { withBrowser } from "./support";

withBrowser(["test/workbench/secondComponent/index.js"], (visit) => {
  it("draws any component: every type of input, hidden ones not, one list of actions, no sandbox", async () => {
    const { page, open, complaints } = await visit();
    await expect(page.locator("nav h2").allInnerTexts()).resolves.toEqual([
      "Connections",
      "Triggers",
      "Actions",
      "Data sources",
    ]);
    await expect(page.getByRole("button", { name: "Sandbox" }).count()).resolves.toBe(0);
    await open("actions/echo");
    const labels = await page.locator(".sheet .label-row").allInnerTexts();
    for (const label of [
      "Word",
      "Size",
      "Story",
      "Pin",
      "Is Fast",
      "Filter",
      "Day",
      "Moment",
      "File",
      "Rule",
      "Selection",
      "Field Map",
      "Settings",
      "Tags",
      "Headers",
      "Pets",
      "Owner",
      "Name",
      "Payment",
    ])
      expect(labels.some((each) => each.startsWith(label))).toBe(true);
    await open("connections/basic");
    await expect(page.getByLabel("Address").count()).resolves.toBe(0);
    expect(complaints).toEqual([]);
  });

  it("says that a connection is needed before it runs", async () => {
    const { page, open } = await visit();
    await open("actions/erase");
    await page.getByRole("button", { name: "Run simulated" }).click();
    await page.getByRole("alert").filter({ hasText: "This needs a connection" }).waitFor();
  });

  it("hands over what the form shows, fills templates, and keeps secrets and bytes off the page", async () => {
    const { page, open, output } = await visit();
    await open("connections/basic");
    await page.getByLabel("Shop").fill("tulips");
    await page.getByLabel("Password", { exact: false }).first().fill("very secret word");
    await page.getByRole("button", { name: "Set up" }).click();
    await page.getByText("is set up").waitFor();

    await open("actions/echo");
    await page.getByLabel("Word").fill("hello");
    await page.getByLabel("Pin").fill("pin-4711-pin");
    await page.getByRole("button", { name: "Choose City" }).click();
    await page.getByRole("listbox").getByRole("option", { name: "First city of is" }).click();
    await page.getByLabel("Moment", { exact: true }).fill("2026-01-05T10:00:00Z");
    await page
      .getByLabel("File: choose a file")
      .setInputFiles({ name: "a.wav", mimeType: "audio/wav", buffer: Buffer.from([1, 2, 255]) });
    await page.getByRole("button", { name: "Add value to Tags" }).click();
    await page.getByLabel("Tags 1", { exact: true }).fill("blue");
    await page.getByRole("button", { name: "Add a value to Headers" }).click();
    await page.getByLabel("Headers 1: Header").fill("accept");
    await page.getByLabel("Headers 1: Value").fill("json");
    await page.getByRole("button", { name: "Add value to Pets" }).click();
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText("Name is required.").waitFor();
    await page.locator('[data-path="pets[0].name"]').fill("  Rex ");
    await page.locator('[data-path="payment"]').selectOption("Card");
    await page.getByLabel("Number").fill("42");
    await page.getByRole("button", { name: /^Open the form/ }).click();
    await page.getByLabel("Which mode").selectOption("Mode B");
    await page.locator('[data-path="rule[0]"]').waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Run", exact: true }).click();
    const shown = await output();
    expect(shown).toMatch(/Done/);
    for (const part of [
      "https://tulips.example/api",
      "is-1",
      "isBuffer true",
      "3 bytes",
      "12345678901234567890",
      "accept",
      "blue",
      "card",
      "Rex",
    ])
      expect(shown).toContain(part);
    expect(shown).not.toMatch(/very secret|pin-4711/);
    expect(shown).not.toContain(Buffer.from("shop:very secret word").toString("base64").slice(8, -4));
    await page.getByRole("tab", { name: /^Log/ }).click();
    await expect(output()).resolves.toContain("•••");
    await page.getByRole("tab", { name: "Copy" }).click();
    const copies = await output();
    expect(copies).toMatch(/key: echo.*context\.components\.small\.echo/s);
    expect(copies).not.toMatch(/very secret|pin-4711/);
    await page.reload();
    await expect(page.getByLabel("Word").inputValue()).resolves.toBe("hello");
    await expect(page.getByLabel("Pin").inputValue()).resolves.toBe("");
  });

  it("never runs what is not marked safe until it is ticked and confirmed", async () => {
    const { page, open, output } = await visit();
    await open("actions/erase");
    await page.getByRole("button", { name: "Run simulated" }).click();
    await expect(output()).resolves.toMatch(/Simulated: the component was not called.*erased 3/s);
    await page.getByRole("switch", { name: "Really write" }).check();
    await page.getByRole("button", { name: /^Write to/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Write" }).click();
    await expect(output()).resolves.toMatch(/Erase really ran/);
  });

  it("shows what is thrown even when it is no error, and ends what never ends", async () => {
    const { page, open, output } = await visit();
    await open("actions/wrapped");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(output()).resolves.toMatch(/Something without a message was thrown: \{"wrapped":true\}/);
    await open("actions/endless");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(output()).resolves.toMatch(/Cancelled/);
    await open("actions/wrapped");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(output()).resolves.toMatch(/wrapped/);
  });

  it("sends a request of one's own to a trigger, polls another, and remembers for both", async () => {
    const { page, open, output } = await visit();
    await open("triggers/received");
    await page.getByLabel("JSON body").fill('{"hello": "world"}');
    await page.getByRole("button", { name: "Send" }).click();
    await expect(output()).resolves.toMatch(/A flow would start.*body data hello/s);
    await page.getByRole("tab", { name: "State" }).click();
    await expect(output()).resolves.toMatch(/\+.*"count": 1/s);
    await open("triggers/polled");
    await page.getByRole("button", { name: "Poll now" }).click();
    await expect(output()).resolves.toMatch(/Nothing new/);
    await page.getByRole("button", { name: "Poll now", disabled: false }).click();
    await page.getByText("Done").waitFor();
    await page.getByRole("tab", { name: "State" }).click();
    await expect(output()).resolves.toMatch(/"count": 2/);
  });

  it("draws the form of a data source, with its conditions", async () => {
    const { page, open, output } = await visit();
    await open("dataSources/settingsForm");
    await page.getByRole("button", { name: "Load" }).click();
    await output();
    await expect(page.getByLabel("Which mode").inputValue()).resolves.toBe("0");
    await expect(page.getByLabel("Hidden one").count()).resolves.toBe(0);
    await page.getByRole("switch", { name: "Is on" }).check();
    await page.getByLabel("Hidden one").fill("seen");
    await page.getByRole("button", { name: "Add to Rows" }).click();
    await page.getByLabel("From").nth(1).fill("two");
    await expect(output()).resolves.toMatch(/hiddenOne seen/);
  });
});

const copied = join(mkdtempSync(join(tmpdir(), "workbench-")), "index.js");
const source = readFileSync(join(__dirname, "secondComponent/index.js"), "utf8").replace(
  "@prismatic-io/spectral",
  resolve("node_modules/@prismatic-io/spectral"),
);
writeFileSync(copied, source);

withBrowser([copied], (visit) => {
  it("loads a component again when it was rebuilt, and says when that fails", async () => {
    const { page } = await visit();
    writeFileSync(copied, source.replace('display("Echo")', 'display("Echo Two")'));
    await page.getByRole("link", { name: "Echo Two" }).waitFor();
    writeFileSync(copied, "not code");
    await page.getByRole("alert").filter({ hasText: "could not be loaded again" }).waitFor();
    writeFileSync(copied, source);
    await page.getByRole("link", { name: "Echo", exact: true }).waitFor();
  });
});
