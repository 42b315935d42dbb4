import { screen } from "./screen";
import { act, counted, introduce, type Outcome, type Stage, setUp, tally } from "./stage";
import { startTelephony } from "./telephonySystem";

interface GongUser {
  readonly emailAddress?: string | null;
  readonly active?: boolean | null;
  readonly settings?: { readonly telephonyCallsImported?: boolean | null } | null;
}

interface Uploaded {
  readonly results: readonly {
    readonly status: string;
    readonly code: string;
    readonly message: string;
    readonly clientUniqueId: string | null;
  }[];
  readonly budget: { readonly estimated: number };
}

const template = "telephony-upload";
const pastCalls = 18;
const newcomer = "noor.haddad@northwind.example";
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const customers = ["Priya Nair", "Jonas Weber", "Mei Tanaka", "Luis Ortega", "Sara Lind"];

const statusesInWords: Readonly<Record<string, string>> = {
  uploaded: "uploaded",
  alreadyUploaded: "already there",
  ready: "ready, not sent: this is a dry run",
};

/** A recorded call as such systems export it, in their words. */
const recorded = (number: number, startedMs: number, agentEmail: string) => ({
  "Call ID": `pbx-${7700 + number}`,
  "Start Time": new Date(startedMs).toISOString(),
  "Duration (sec)": 95 + ((number * 137) % 1500),
  Direction: number % 3 === 0 ? "inbound" : "outbound",
  "Agent Email": agentEmail,
  "Customer Name": customers[number % customers.length] ?? "",
  "Customer Phone": `(425) 555-${String(2600 + number)}`,
  "Recording URL": `https://recordings.northwind.example/pbx-${7700 + number}.mp3`,
});

/** Thirty days of recorded calls are uploaded, then those of the last hour, and then looked for. */
export const telephonyUpload = async (stage: Stage): Promise<Outcome> => {
  const { gong } = stage;
  introduce(template);
  screen.busy("Reading the users");
  const { users } = (await act(stage, "listUsers", { fetchAll: true })) as { users: GongUser[] };
  screen.idle();
  const agents = users
    .filter(({ active, settings }) => active && settings?.telephonyCallsImported)
    .flatMap(({ emailAddress }) => emailAddress ?? []);
  const agent = (number: number) => agents[number % agents.length] ?? "nobody@northwind.example";

  const telephony = await startTelephony();
  const now = Date.now();
  const add = (call: Readonly<Record<string, string | number>>, startedMs: number) =>
    telephony.add(call, startedMs + Number(call["Duration (sec)"]) * 1000);
  for (let number = 1; number <= pastCalls; number++) {
    const startedMs = now - 2 * dayMs - number * 1.4 * dayMs;
    add(recorded(number, startedMs, agent(number)), startedMs);
  }
  const wrong = [
    { ...recorded(31, now - 3 * dayMs, agent(1)), "Duration (sec)": 41 },
    { ...recorded(33, now - 5 * dayMs, agent(2)), Direction: "sideways" },
    { ...recorded(34, now - 6 * dayMs, agent(3)), "Recording URL": "" },
  ];
  for (const call of wrong) add(call, now - 3 * dayMs);

  screen.blank();
  screen.line(
    "Telephony",
    `a stand-in on this machine, with ${counted(pastCalls + wrong.length, "recorded call")} of the last 30 days`,
  );
  screen.line("Gong", gong.name);
  if (!gong.sandbox) screen.text("A real Gong is never written to, so this is a dry run.");

  let taken = 0;
  const explained = new Set<string>();
  const tellUpload = (results: unknown) => {
    const { results: rows, budget } = results as Uploaded;
    screen.line("Estimated", counted(budget.estimated, "request"));
    for (const [status, words] of Object.entries(statusesInWords)) {
      const count = rows.filter((row) => row.status === status).length;
      if (count > 0) screen.good("Done", `${counted(count, "call")} ${words}`);
      taken += count;
    }
    for (const { clientUniqueId, code, message } of rows.filter(({ status }) => status === "failed")) {
      screen.bad("Not sent", `${clientUniqueId ?? "a call without id"}: ${code}`);
      if (!explained.has(code)) screen.more(message);
      explained.add(code);
    }
  };
  const states: string[] = [];
  const instance = setUp(
    stage,
    template,
    {
      "Gong Connection": gong.connection,
      "Call Export URL": `${telephony.url}/calls`,
      "Report URL": `${telephony.url}/reports`,
      "Dry Run": gong.sandbox ? "false" : "true",
    },
    {
      getPastCalls: ({ results }) => screen.line("Came in", counted((results as unknown[]).length, "row")),
      uploadPastCalls: ({ results }) => tellUpload(results),
      getNewCalls: ({ results }) => {
        const failed = (instance.crossFlowState["Failed Calls"] ?? []) as unknown[];
        const again = failed.length > 0 ? `, and ${counted(failed.length, "failed row")} of the last run` : "";
        screen.line("Came in", `${counted((results as unknown[]).length, "row")} since the last run${again}`);
      },
      uploadCalls: ({ results }) => tellUpload(results),
      reportFailures: ({ inputs }) =>
        screen.line("Sent", `${counted((inputs.data as unknown[]).length, "row")} to the report, each with what to do`),
      eachUpload: () => screen.line("Found", tally(states)),
    },
    ({ name, results }) => {
      if (name === "checkUploadedCall") states.push((results as { status: string }).status);
    },
  );

  try {
    const [startedMs, sent] = [Date.now(), gong.requests().length];
    screen.heading("Half past: the back-fill of thirty days");
    await instance.run("Back-fill");
    screen.heading("On the hour: three new calls, one of somebody whom Gong does not know");
    for (const [number, email] of [[41], [42], [43, newcomer]] as const)
      add(recorded(number, now - 50 * minuteMs, email ?? agent(number)), now - 50 * minuteMs);
    await instance.run("Every Hour");
    screen.heading("An hour later: the user was added in Gong");
    gong.sandbox?.world.addUser({ emailAddress: newcomer, firstName: "Noor", lastName: "Haddad" });
    await instance.run("Every Hour");
    screen.heading("Twenty minutes later, on the clock of the sandbox: have they appeared?");
    gong.sandbox?.clock.advance(20 * minuteMs);
    await instance.run("Check Uploads");
    const seconds = (Date.now() - startedMs) / 1000;
    const requests = gong.sandbox && gong.requests().length - sent;
    const userPages = Math.ceil(users.length / 100);
    // Each upload reads the users and takes one request a call; each look takes one.
    return { workflow: template, calls: taken, requests, least: 3 * userPages + taken + states.length, seconds };
  } finally {
    await telephony.close();
  }
};
