import { availableParallelism, loadavg } from "node:os";
import { axeSource, type Person, startCommand, withBrowser } from "./support";

/** Opens the sandbox's panel, fills one of its controls by the keys of its inputs, and does it. */
const control = async ({ page }: Person, label: string, values: Readonly<Record<string, string>>) => {
  const panel = page.getByRole("dialog", { name: "Sandbox" });
  if (!(await panel.isVisible())) await page.getByRole("button", { name: /^Sandbox/ }).click();
  const section = panel.getByRole("region", { name: label });
  for (const [key, value] of Object.entries(values)) {
    const field = section.locator(`[data-path$=".${key}"]`);
    if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
  await section.getByRole("button", { name: label }).click();
  await section.getByRole("status").filter({ hasText: /\S/ }).waitFor();
};

withBrowser([], (visit) => {
  it("shows missing inputs at their places before a run, and the component's faults at theirs after one", async () => {
    const { page, open, output } = await visit();
    await open("actions/bulkAssignProspectsToFlow");
    await page.getByRole("switch", { name: "Really write" }).check();
    await page.getByRole("button", { name: "Write to Sandbox" }).click();
    await page.getByText("Flow is required.").waitFor();
    await expect(page.evaluate(() => document.activeElement?.getAttribute("data-path"))).resolves.toBe("flowId");

    await page.locator('[data-path="flowId"]').fill("7.5E+18");
    await page.locator('[data-path="flowInstanceOwnerEmail"]').fill("ada.reyes@northwind.example");
    await page.getByRole("button", { name: "Add value to Prospects" }).click();
    await page.locator('[data-path="prospects[0].email"]').fill("no address");
    await page.getByRole("button", { name: "Write to Sandbox" }).click();
    await expect(output()).resolves.toMatch(/Failed.*InputError/s);
    const problemAt = (path: string) =>
      page.locator(`[data-path="${path}"]`).evaluate((element) => {
        const ids = element.getAttribute("aria-describedby")?.split(" ") ?? [];
        return ids.map((id) => document.getElementById(id)?.textContent).join(" ");
      });
    await expect(problemAt("flowId")).resolves.toMatch(/^Flow [a-z]/);
    await expect(problemAt("prospects[0].email")).resolves.toMatch(/^Prospects\[1\]\.email/);
    await expect(page.locator('[data-path="flowInstanceOwnerEmail"]').getAttribute("aria-invalid")).resolves.toBe(
      "false",
    );
  });

  it("polls, moves both clocks, polls again and sees the one call that came late", async () => {
    const person = await visit();
    const { page, open, output } = person;
    await control(person, "Start over", {});
    await open("triggers/pollChangesTrigger");
    await page.locator('[data-path="resourceType"]').selectOption({ index: 1 });
    const poll = async () => {
      await page.getByRole("button", { name: "Poll now" }).click();
      await page.getByRole("button", { name: "Poll now", disabled: false }).waitFor();
      return output();
    };
    await expect(poll()).resolves.toMatch(/Nothing new/);
    await page.getByRole("tab", { name: "State" }).click();
    await page.locator(".diff .added").first().waitFor();
    await control(person, "Add a late call", { hours: "2", title: "Came late" });
    await control(person, "Move the clock", { hours: "1" });
    await page.getByRole("tab", { name: "Output" }).click();
    await expect(poll()).resolves.toMatch(/Nothing new/);
    await control(person, "Move the clock", { hours: "1.5" });
    await expect(poll()).resolves.toMatch(/Done.*1 item for one run of the flow.*Came late/s);
    await expect(poll()).resolves.toMatch(/Nothing new/);
  });

  it("rings the webhook: genuine, repeated, late and forged, and shows each refusal", async () => {
    const { page, open, output } = await visit();
    await open("triggers/webhook");
    const ring = async (way: string) => {
      await page.getByLabel("How to ring").selectOption(way);
      await page.getByRole("button", { name: "Ring" }).click();
      await page.getByRole("button", { name: "Ring", disabled: false }).waitFor();
      return output();
    };
    await expect(ring("genuine")).resolves.toMatch(/Done.*A flow would start/s);
    await expect(ring("forged")).resolves.toMatch(/Failed.*body/s);
    await expect(ring("late")).resolves.toMatch(/Failed.*expired/s);
    await expect(ring("repeated")).resolves.toMatch(/Delivery 1 of 2.*isRepeat.*Delivery 2 of 2.*isRepeat true/s);
  });

  it("shows what a missing scope and a failing Gong look like", async () => {
    const person = await visit();
    const { page, open, output } = person;
    await open("actions/listTrackers");
    await page.getByLabel("Connection", { exact: true }).selectOption("sandbox-few-scopes");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(output()).resolves.toMatch(/MissingScopeError/);
    await page.getByLabel("Connection", { exact: true }).selectOption("sandbox-oauth");
    await control(person, "Let requests fail", { kind: "503", times: "1" });
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("tab", { name: "Requests 2" }).click();
    await expect(output()).resolves.toMatch(/503.*told to fail.*200/s);
  });

  it("asks again before it writes to a real account, and shows none of its secrets", async () => {
    const { page, open, complaints } = await visit();
    await open("connections/gongApiKey");
    await page.getByLabel("Name", { exact: true }).fill("Real one");
    await page.getByLabel("Base URL").fill("https://us-12345.api.gong.example");
    await page.locator('[data-path="accessKey"]').fill("REALACCESSKEY0001");
    await page.locator('[data-path="accessKeySecret"]').fill("a-real-secret-of-somebody");
    await page.getByRole("button", { name: "Set up" }).click();
    await page.getByText("Real one is set up").waitFor();
    await page.getByText("Real account · us-12345.api.gong.example").waitFor();
    await open("actions/createNewGongMeeting");
    await page.getByRole("button", { name: "Examples for all inputs" }).click();
    await page.getByRole("switch", { name: "Really write" }).check();
    await page.getByRole("button", { name: "Write to us-12345.api.gong.example…" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.textContent()).resolves.toMatch(/Create New Gong Meeting.*us-12345\.api\.gong\.example/s);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByRole("tab", { name: "Output" }).count()).resolves.toBe(0);
    const everything = await page.evaluate(
      () => document.documentElement.outerHTML + JSON.stringify({ ...sessionStorage }),
    );
    expect(everything).not.toMatch(/a-real-secret|REALACCESSKEY/);
    expect(complaints).toEqual([]);
  });

  it("is used with the keyboard alone", async () => {
    const { page, output } = await visit();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await press("/");
    await page.keyboard.type("find user");
    await press("ArrowDown", "Enter");
    await page.getByRole("heading", { name: "Find User", level: 1 }).waitFor();
    await page.locator('[data-path^="email"]').focus();
    await page.keyboard.type("nobody@northwind.example");
    await press("Control+Enter");
    await output();
    await page.getByRole("tab", { name: "Output" }).focus();
    await press("ArrowRight");
    await expect(page.getByRole("tab", { name: /^Requests/ }).getAttribute("aria-selected")).resolves.toBe("true");
    await press("/", "Escape");
    await expect(page.evaluate(() => document.activeElement?.getAttribute("type"))).resolves.toBe("search");
    // Whatever can be reached can be seen there.
    for (let stop = 0; stop < 40; stop += 1) {
      await press("Tab");
      const isOutlined = await page.evaluate(() => {
        const { outlineStyle } = getComputedStyle(document.activeElement ?? document.body);
        return (
          document.activeElement === document.body ||
          document.activeElement?.tagName === "MAIN" ||
          outlineStyle !== "none"
        );
      });
      expect(isOutlined).toBe(true);
    }
  });

  /** What axe looks at: a form, and what was done in it. */
  const sights: Readonly<Record<string, (person: Person) => Promise<void>>> = {
    "connections/gongApiKey": async () => {},
    "triggers/webhook": async ({ page }) => page.getByRole("button", { name: "Ring" }).click(),
    "actions/uploadCalls": async () => {},
    "actions/bulkAssignProspectsToFlow": async ({ page }) =>
      page.getByRole("button", { name: "Examples for all" }).click(),
    "actions/listCallsInFolder": async ({ page }) => {
      await page.getByRole("button", { name: "Choose Workspace" }).click();
      await page.getByRole("listbox").getByRole("option").first().waitFor();
    },
    "actions/findUser": async ({ page }) => {
      await page.getByRole("button", { name: "Run", exact: true }).click();
      await page.getByText("Email Address is required.").waitFor();
    },
    "actions/listUsers": async ({ page, output }) => {
      await page.getByRole("button", { name: "Run", exact: true }).click();
      await output();
      await page.getByRole("button", { name: /^Sandbox/ }).click();
    },
  };
  const serious = `axe.run().then(({ violations }) => violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => id + ": " + nodes[0].html))`;

  it.each(["light", "dark"] as const)("has nothing serious for axe in %s, wide and narrow", async (colorScheme) => {
    for (const width of [1280, 400]) {
      const person = await visit({ colorScheme, viewport: { width, height: 860 } });
      for (const [route, act] of Object.entries(sights)) {
        await person.open(route);
        await act(person);
        await person.page.evaluate(axeSource());
        const found = await person.page.evaluate<string[]>(serious);
        expect({ route, width, found }).toEqual({ route, width, found: [] });
      }
    }
  });

  it("is not wider than a phone", async () => {
    const { page, open } = await visit({ viewport: { width: 400, height: 800 } });
    for (const route of ["", "triggers/webhook", "actions/uploadCalls", "actions/rawRequest", "connections/oauth2"]) {
      await open(route);
      await expect(page.evaluate(() => document.documentElement.scrollWidth)).resolves.toBeLessThanOrEqual(400);
    }
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("dialog").getByRole("link", { name: "List Users", exact: true }).click();
    await page.getByRole("heading", { name: "List Users", level: 1 }).waitFor();
  });

  it("opens every form without a complaint, and draws every input", async () => {
    const { page, open, complaints } = await visit();
    const routes = await page
      .locator("nav a")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")?.slice(2) ?? ""));
    expect(routes.length).toBeGreaterThan(95);
    for (const route of routes) {
      await open(route);
      const drawn = await page.locator(".sheet .field").count();
      const isBare = await page.getByText("It has no inputs").count();
      expect({ route, isDrawn: drawn > 0 || isBare === 1 }).toEqual({ route, isDrawn: true });
    }
    expect(complaints).toEqual([]);
  });

  it("draws the forms of data sources, with nothing left to be typed as JSON", async () => {
    const { page, open, output } = await visit();
    const sources = page.getByRole("region", { name: "Data sources" }).getByRole("link");
    const routes = await sources.evaluateAll((links) => links.map((link) => link.getAttribute("href")?.slice(2) ?? ""));
    for (const route of routes) {
      await open(route);
      if ((await page.getByText("Gives jsonForm").count()) === 0) continue;
      const examples = page.getByRole("button", { name: "Examples for required inputs" });
      if ((await examples.count()) > 0) await examples.click();
      for (const choose of await page.getByRole("button", { name: /^Choose / }).all()) {
        await choose.click();
        await page.getByRole("listbox").getByRole("option").first().click();
      }
      await page.getByRole("button", { name: "Load" }).click();
      await expect(output()).resolves.toMatch(/Done/);
      await page.getByRole("button", { name: /^Add to/ }).click();
      await expect(page.locator(".json-form :is(input, select)").count()).resolves.toBeGreaterThan(1);
      await expect(page.locator(".json-form textarea").count()).resolves.toBe(0);
    }
  });

  it("starts in under three seconds", async () => {
    // On a machine that is busy with other tests, it gets its share only.
    const share = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
    const { startedMs, stop } = await startCommand();
    stop();
    expect(startedMs / share).toBeLessThan(3000);
  });
});
