import { reportFile, runLive } from "#tools/checkLive/run";
import { hurry } from "../../door/gong/support";
import { startSandbox } from "../../support/sandbox";
import { startProxy } from "./proxy";

const runWith = async (environment: Record<string, string | undefined>) => {
  const printed: string[] = [];
  const written: Record<string, string> = {};
  const code = await hurry(() =>
    runLive({
      environment,
      print: (text) => printed.push(text),
      write: (file, text) => {
        written[file] = text;
      },
    }),
  );
  return { code, printed: printed.join("\n"), written };
};

it.each([
  ["nothing", {}],
  ["a key without its address", { GONG_ACCESS_KEY: "KEY", GONG_ACCESS_KEY_SECRET: "secret" }],
  ["half a key", { GONG_BASE_URL: "https://api.gong.example", GONG_ACCESS_KEY: "KEY" }],
])("says what to set when the environment holds %s", async (_name, environment) => {
  const { code, printed, written } = await runWith(environment);
  expect(code).toBe(2);
  expect(printed).toMatch(/GONG_BASE_URL[\s\S]*GONG_ACCESS_KEY_SECRET[\s\S]*GONG_ACCESS_TOKEN/);
  expect(written).toEqual({});
});

describe("with keys", () => {
  it.each(["access key", "OAuth 2.0"])("prints a line for each action and writes the report (%s)", async (signIn) => {
    const sandbox = await startSandbox({ limits: false });
    const proxy = await startProxy(sandbox.url, (endpoint, text) =>
      endpoint === "GET /v2/users" ? { text: text.replaceAll('"active":', '"shoeSize":44,"active":') } : undefined,
    );
    const { code, printed, written } = await runWith({
      GONG_BASE_URL: proxy.url,
      ...(signIn === "OAuth 2.0"
        ? { GONG_ACCESS_TOKEN: sandbox.issueToken().access_token }
        : { GONG_ACCESS_KEY: sandbox.accessKey, GONG_ACCESS_KEY_SECRET: sandbox.accessKeySecret }),
    });
    await proxy.close();
    await sandbox.close();
    expect(code).toBe(0);
    expect(printed).toMatch(/^ {2}as described {2}List Workspaces$/m);
    expect(printed).toMatch(/^ {2}differs {7}List Users {32}1 new field$/m);
    expect(printed).toContain("List Users (GET /v2/users)\n    users[].shoeSize: new field");
    const report = JSON.parse(written[reportFile] ?? "");
    expect(report).toMatchObject({ madeBy: "npm run tool checkLive", signIn, totals: { differs: expect.any(Number) } });
    expect(report.requests).toBeGreaterThan(30);
    expect(report.operations).toHaveLength(40);
  });

  it("says within seconds that nothing answers at the address", async () => {
    const keys = { GONG_ACCESS_KEY: "ACCESSKEY0815", GONG_ACCESS_KEY_SECRET: "some-secret-value" };
    const { code, printed, written } = await runWith({ GONG_BASE_URL: "http://127.0.0.1:1", ...keys });
    expect(code).toBe(1);
    expect(printed).toMatch(/Looking whether .* answers[\s\S]*Nothing answers at http:\/\/127\.0\.0\.1:1/);
    expect(written).toEqual({});
  });

  it("stops when Gong refuses them, without naming them", async () => {
    const sandbox = await startSandbox({ limits: false });
    const keys = { GONG_ACCESS_KEY: "WRONGACCESSKEY", GONG_ACCESS_KEY_SECRET: "wrong-secret-value" };
    const { code, printed, written } = await runWith({ GONG_BASE_URL: sandbox.url, ...keys });
    await sandbox.close();
    expect(code).toBe(1);
    expect(printed).toContain("Check both parts of the access key");
    expect(printed).not.toMatch(/WRONGACCESSKEY|wrong-secret-value/);
    expect(written).toEqual({});
  });
});
