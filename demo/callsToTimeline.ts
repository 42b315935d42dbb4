import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { screen } from "./screen";
import { act, counted, inSeconds, introduce, type Outcome, type Stage, setUp, tally } from "./stage";
import { startTimeline, type TimelineAccount, type TimelineUser, type WrittenActivity } from "./timelineSystem";

interface GongUser {
  readonly id: string;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly emailAddress?: string | null;
  readonly active?: boolean | null;
}

interface Decision {
  readonly decision: string;
}

interface Entry {
  readonly status: string;
  readonly title: string | null;
  readonly code: string | null;
  readonly message: string | null;
}

const template = "calls-to-timeline";
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const newCalls = 10;

/** Who uses the timeline: most of Gong's users; one twice, with different licences; one who has left; one not at all. */
const timelineUsers = (users: readonly GongUser[]): TimelineUser[] =>
  users
    .filter(({ emailAddress }) => emailAddress)
    .flatMap(({ firstName, lastName, emailAddress }, index) => {
      const user = {
        id: `T-${index + 1}`,
        name: `${firstName} ${lastName}`,
        email: emailAddress ?? "",
        active: index % 7 !== 5,
        licence: index % 3 === 0 ? "Full" : "Viewer",
      };
      if (index % 7 === 4) return [];
      return index % 7 === 3 ? [user, { ...user, id: `T-${index + 1}b`, licence: "External" }] : [user];
    });

/** A range with a few calls, the latest that there is; of a whole day a large company has thousands. */
const recentRange = async (stage: Stage) => {
  const now = Date.now();
  for (const days of [1, 7, 30, 90]) {
    const range = { fromDateTime: new Date(now - days * dayMs).toISOString(), toDateTime: new Date(now).toISOString() };
    const { calls } = (await act(stage, "listCallsUsingGet", range)) as {
      calls?: { started?: string | null }[] | null;
    };
    const starts = (calls ?? []).flatMap(({ started }) => (started ? [Date.parse(started)] : [])).sort((a, b) => a - b);
    const [first, last] = [starts[0], starts.slice(0, newCalls).at(-1)];
    if (first !== undefined && last !== undefined)
      return { fromDateTime: new Date(first).toISOString(), toDateTime: new Date(last + 1000).toISOString() };
  }
  throw new Error("This connection sees no call of the last 90 days, so there is nothing to show.");
};

/** Writes the transcript of the first of these calls that has one. */
const leaveTranscript = async (stage: Stage, callIds: readonly string[]): Promise<void> => {
  if (callIds.length === 0) return;
  screen.busy("Reading a transcript");
  const { results } = (await act(stage, "getReadableTranscript", {
    callIds: callIds.slice(0, 5),
    format: "markdown",
  })) as {
    results: { readonly title: string | null; readonly text: string; readonly speakers: readonly unknown[] }[];
  };
  screen.idle();
  const [transcript] = results;
  if (!transcript) return;
  const file = path.join(stage.folder, "transcript.md");
  mkdirSync(stage.folder, { recursive: true });
  writeFileSync(file, transcript.text);
  screen.heading("And a transcript, with Get Readable Transcript");
  screen.line("Found", `"${transcript.title}", ${counted(transcript.speakers.length, "speaker")}`);
  screen.change("Left", file);
};

/** New calls become activities, with owner, account and trackers; the log says what became of each. */
export const callsToTimeline = async (stage: Stage): Promise<Outcome> => {
  const { gong, folder } = stage;
  introduce(template);
  screen.busy("Reading the users");
  const { users } = (await act(stage, "listUsers", { fetchAll: true })) as { users: GongUser[] };
  screen.idle();
  const accounts: TimelineAccount[] = (gong.sandbox?.world.customers ?? [])
    .slice(0, -2)
    .map(({ name, accountId, domain }, index) => ({ accountId: `A-${index + 1}`, name, crmId: accountId, domain }));
  const timeline = await startTimeline(timelineUsers(users), accounts, folder);
  screen.blank();
  screen.line("Gong", gong.name);
  screen.line(
    "Timeline",
    `a stand-in on this machine, with ${counted(timeline.users.length, "user")} and ${counted(accounts.length, "account")}`,
  );

  let calls = 0;
  let log: readonly Entry[] = [];
  const instance = setUp(
    stage,
    template,
    {
      "Gong Connection": gong.connection,
      "Timeline Users URL": `${timeline.url}/users`,
      "Timeline Accounts URL": `${timeline.url}/accounts`,
      "Timeline Activities URL": `${timeline.url}/activities`,
      "Run Log URL": `${timeline.url}/files`,
      "Webhook Public Keys": [],
      "Create Missing Users": "true",
    },
    {
      callsReady: ({ results }) => {
        const found = (results as { body: { data: { calls: { title: string }[] } } }).body.data.calls;
        calls = found.length;
        screen.line(
          "Found",
          calls === 0
            ? "nothing yet: the first poll only saves its place"
            : `${counted(calls, "new call")}, each delivered once, trackers ready`,
        );
      },
      getCompleteCalls: ({ results }) => {
        calls = (results as { results: unknown[] }).results.length;
        screen.line("Found", counted(calls, "call"));
      },
      matchUsers: ({ results }) => {
        const { results: decisions } = results as { results: Decision[] };
        screen.line(
          "Found",
          `${counted(decisions.length, "user")}: ${tally(decisions.map(({ decision }) => decision))}`,
        );
      },
      buildTimelineActivities: ({ results }) => {
        const built = results as { results: unknown[]; log: Entry[] };
        log = built.log;
        screen.good("Ready", counted(built.results.length, "activity", "activities"));
        const told = new Set<string | null>();
        for (const { status, code, title, message } of log) {
          if (status === "synced" || status === "partial") continue;
          screen.bad("Not ready", `${code}: ${title ?? "a private call"}`);
          if (!told.has(code)) screen.more(message ?? "");
          told.add(code);
        }
      },
      eachOwner: () =>
        screen.line("Sent", `${counted(timeline.users.length - usersBefore, "new user")} for owners who had none`),
      eachActivity: ({ results, durationMs }) => {
        const written = [...timeline.activities.values()];
        screen.line(
          "Sent",
          `${counted((results as unknown[]).length, "activity", "activities")}, ${inSeconds(durationMs)}`,
        );
        const [sample] = written.filter(({ trackersText }) => trackersText).concat(written);
        if (sample) showActivity(sample);
      },
      exportRunLog: ({ results }) => {
        const { rows, fileName } = results as { rows: number; fileName: string };
        screen.line("Made", `${fileName}, ${counted(rows, "row")}`);
      },
      sendFile: () => screen.change("Left", path.join(folder, "run-log.xlsx")),
    },
  );
  const usersBefore = timeline.users.length;
  const showActivity = ({ title, activityType, ownerId, accountId, trackersText }: WrittenActivity) => {
    const owner = timeline.users.find(({ id }) => id === ownerId)?.name;
    const account = accounts.find((each) => each.accountId === accountId)?.name;
    screen.change(
      "Such as",
      `${activityType}: ${title}\n${[owner, account, trackersText].filter(Boolean).join(" · ")}`,
    );
  };

  try {
    let startedMs = Date.now();
    let sent = gong.requests().length;
    if (gong.sandbox) {
      await instance.run("Every Four Hours");
      screen.blank();
      screen.text(
        `Meanwhile ${counted(newCalls, "call")} are held at Northwind Robotics, one of them private. Four hours later:`,
      );
      const now = Date.now();
      for (let index = 0; index < newCalls; index++)
        gong.sandbox.world.addCall({
          started: now - (75 - index * 4) * minuteMs,
          durationSeconds: 25 * 60 + index * 30,
          isPrivate: index === 6,
        });
      [startedMs, sent] = [Date.now(), gong.requests().length];
      await instance.run("Every Four Hours");
    } else {
      const range = await recentRange(stage);
      screen.text(`Sync a Range is run for up to ${counted(newCalls, "call")} of the last days.`);
      await instance.run("Sync a Range", { body: { data: range } });
    }
    const seconds = (Date.now() - startedMs) / 1000;
    const requests = gong.sandbox && gong.requests().length - sent;
    await instance.run("Send Run Log");
    await leaveTranscript(stage, [...timeline.activities.keys()]);
    // One request lists a hundred calls, one brings their parts, one lists a hundred users.
    const hundreds = Math.max(1, Math.ceil(calls / 100));
    return { workflow: template, calls, requests, least: 2 * hundreds + Math.ceil(users.length / 100), seconds };
  } finally {
    await timeline.close();
  }
};
