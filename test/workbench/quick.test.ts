import { withBrowser } from "./support";

withBrowser([], (visit) => {
  it("finds an action, fills its form from dropdowns that depend on one another, runs it and shows what came out", async () => {
    const { page, output, complaints } = await visit();
    await page.keyboard.press("/");
    await page.keyboard.type("calls in folder");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "List Calls in Folder", exact: true }).waitFor();

    await page.getByRole("button", { name: "Choose Folder ID" }).click();
    await page.getByText("Fill in Workspace first").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Choose Workspace" }).click();
    await page.getByRole("listbox").getByRole("option").first().click();
    await page.getByRole("button", { name: "Choose Folder ID" }).click();
    await page.getByRole("listbox").getByRole("option").nth(1).waitFor();
    await page.keyboard.type("best");
    await page.keyboard.press("Enter");

    await page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(output()).resolves.toMatch(/Done · \d+ ms/);
    await page.getByRole("tab", { name: "Requests 1" }).click();
    await expect(output()).resolves.toMatch(
      /1 request, 1 of the day's budget.*GET.*\/v2\/library\/folder-content.*200/s,
    );
    expect(complaints).toEqual([]);
  });

  it("simulates a write until the tick, and then writes", async () => {
    const { page, open, output } = await visit();
    await open("actions/createNewGongMeeting");
    const title = `Planning ${Date.now()}`;
    await page.getByRole("button", { name: "Examples for all inputs" }).click();
    await page.getByRole("button", { name: "Run simulated" }).click();
    await expect(output()).resolves.toMatch(/Simulated: nothing was sent/);
    await page.getByRole("tab", { name: "Requests 0" }).waitFor();

    await page.getByLabel("Title", { exact: true }).fill(title);
    await page.getByRole("switch", { name: "Really write" }).check();
    await page.getByRole("button", { name: "Write to Sandbox" }).click();
    await page.getByRole("tab", { name: "Requests 1" }).click();
    await expect(output()).resolves.toMatch(/POST.*\/v2\/meetings/s);
    await open("actions/listUsers");
    await open("actions/createNewGongMeeting");
    await expect(page.getByRole("switch", { name: "Really write" }).isChecked()).resolves.toBe(false);
  });

  it("keeps the form over a reload, but no secret", async () => {
    const { page, open } = await visit();
    await open("triggers/webhook");
    await page.getByLabel("Webhook URL").fill("https://hooks.northwind.example/kept");
    await page.getByLabel("URL Secret").fill("a-secret-that-must-not-stay-here");
    await page.reload();
    await expect(page.getByLabel("Webhook URL").inputValue()).resolves.toBe("https://hooks.northwind.example/kept");
    await expect(page.getByLabel("URL Secret").inputValue()).resolves.toBe("");
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...sessionStorage }, { ...localStorage }, location.href, document.cookie]),
    );
    expect(kept).not.toContain("must-not-stay");
  });
});
