import { reportFile, runLive } from "../../checkLive/run";
import { startSandbox } from "../../sandbox";
import { hurry } from "../gong/support";

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
    const { code, printed, written } = await runWith({
      GONG_BASE_URL: sandbox.url,
      ...(signIn === "OAuth 2.0"
        ? { GONG_ACCESS_TOKEN: sandbox.issueToken().access_token }
        : { GONG_ACCESS_KEY: sandbox.accessKey, GONG_ACCESS_KEY_SECRET: sandbox.accessKeySecret }),
    });
    await sandbox.close();
    expect(code).toBe(0);
    expect(printed).toMatch(/^ {2}as described {2}List Workspaces$/m);
    expect(printed).toContain("List Detailed Calls (POST /v2/calls/extensive)");
    const report = JSON.parse(written[reportFile] ?? "");
    expect(report).toMatchObject({ madeBy: "npm run check:live", signIn, requests: 38, totals: { skipped: 2 } });
    expect(report.operations).toHaveLength(40);
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
