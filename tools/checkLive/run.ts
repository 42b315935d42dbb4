import { gong } from "#src/gong/index";
import { firstLook } from "#tools/firstLook";
import packageJson from "../../package.json";
import { checkLive } from "./check";
import { toDetails, toLine, toReport } from "./report";

/** Where the report is written. */
export const reportFile = "out/live-report.json";

const whatToSet = `The live check reads a real Gong and compares its answers with the published contract.

Set these in the environment, then run it again:

  GONG_BASE_URL           the API address that Gong shows beside the access key, such as https://us-12345.api.gong.io
  GONG_ACCESS_KEY         the access key
  GONG_ACCESS_KEY_SECRET  its secret

or, instead of the last two, GONG_ACCESS_TOKEN: an OAuth access token of that company.

It calls each reading operation once (about forty requests), writes nothing and spends no AI credits. The report names
fields and kinds of differences, never what Gong holds, so it can be shared.`;

const connectionFrom = (environment: Surroundings["environment"]): unknown => {
  const { GONG_BASE_URL, GONG_ACCESS_KEY, GONG_ACCESS_KEY_SECRET, GONG_ACCESS_TOKEN } = environment;
  if (GONG_BASE_URL && GONG_ACCESS_TOKEN)
    return {
      key: "oauth2",
      configVarKey: "Gong",
      fields: {},
      token: { access_token: GONG_ACCESS_TOKEN, api_base_url_for_customer: GONG_BASE_URL },
    };
  if (GONG_BASE_URL && GONG_ACCESS_KEY && GONG_ACCESS_KEY_SECRET)
    return {
      key: "gongApiKey",
      configVarKey: "Gong",
      fields: { baseUrl: GONG_BASE_URL, accessKey: GONG_ACCESS_KEY, accessKeySecret: GONG_ACCESS_KEY_SECRET },
    };
  return undefined;
};

/** How the check speaks and where it writes. */
interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  readonly write: (file: string, text: string) => void;
}

/** Makes the check. Answers the exit code: 0 when it was made, whatever it found; 1 when Gong could not be read; 2 without keys. */
export const runLive = async ({ environment, print, write }: Surroundings): Promise<0 | 1 | 2> => {
  const connection = connectionFrom(environment);
  if (!connection) {
    print(whatToSet);
    return 2;
  }
  try {
    const client = gong(connection);
    print(`Looking whether ${client.address} answers …`);
    await firstLook(client.address, "GONG_BASE_URL");
    print("Reading Gong. Nothing is written to it.\n");
    const outcomes = await checkLive(client, (outcome) => print(toLine(outcome)));
    const signIn = client.usesOAuth ? "OAuth 2.0" : "access key";
    const report = toReport(outcomes, { version: packageJson.version, signIn, requests: client.requests }, Date.now());
    write(reportFile, `${JSON.stringify(report, null, 2)}\n`);
    const details = toDetails(outcomes);
    if (details.length > 0) print(["", "What differs from the contract:", "", ...details].join("\n"));
    const totals = Object.entries(report.totals).map(([result, count]) => `${count} ${result}`);
    print(`\n${totals.join(", ")}. ${client.requests} requests. The report is in ${reportFile}.`);
    return outcomes.some(({ result }) => result !== "failed" && result !== "skipped") ? 0 : 1;
  } catch (error) {
    print(`\nThe check stopped: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
};
