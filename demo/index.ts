import type { RunnableComponent } from "#tools/workflow/runner";
import { askGong } from "./askGong";
import { callsToTimeline } from "./callsToTimeline";
import { competitorMentions } from "./competitorMentions";
import { openGong } from "./gong";
import { screen } from "./screen";
import type { Outcome, Stage } from "./stage";
import { telephonyUpload } from "./telephonyUpload";

const demos: Readonly<Record<string, (stage: Stage) => Promise<Outcome>>> = {
  "competitor-mentions-to-salesforce": competitorMentions,
  "calls-to-timeline": callsToTimeline,
  "telephony-upload": telephonyUpload,
  "ask-gong": askGong,
};

/** Templates may be named by their beginnings. */
const chosen = (names: readonly string[]): readonly string[] => {
  const all = Object.keys(demos);
  if (names.length === 0) return all;
  return names.map((name) => {
    const found = all.find((each) => each.startsWith(name));
    if (!found) throw new Error(`There is no workflow "${name}" to run. There are: ${all.join(", ")}.`);
    return found;
  });
};

const summary = (outcomes: readonly Outcome[]) => {
  screen.title("Summary");
  screen.table([
    ["workflow", "calls", "requests", "least possible", "seconds"],
    ...outcomes.map(({ workflow, calls, requests, least, seconds }) => [
      workflow,
      String(calls),
      requests === undefined ? "–" : String(requests),
      String(least),
      seconds.toFixed(1),
    ]),
  ]);
  screen.blank();
  screen.text(
    "Least possible: one request lists a hundred calls or users, one reads a hundred calls, one uploads a call, and one looks for it. Gong allows three a second.",
  );
};

const whatNext = (isReal: boolean) => {
  screen.title("What next");
  for (const line of [
    "npm start -- telephony-upload   one of the workflows by its name",
    "npm run sandbox                 a Gong on this machine to try requests against",
    "npm test                        everything that is promised, checked",
    "docs/templates.md               how to import the workflows, and what each needs",
    "docs/reference                  every action with its inputs and an example",
  ])
    screen.verbatim(line);
  if (!isReal)
    screen.text(
      "With GONG_BASE_URL, GONG_ACCESS_KEY and GONG_ACCESS_KEY_SECRET in the environment, npm start reads that Gong, and never writes to it.",
    );
  screen.blank();
};

/** Runs the workflows, all or those that are named, from their template files with the built component. */
export const run = async (component: RunnableComponent, names: readonly string[], folder = "out"): Promise<void> => {
  const workflows = chosen(names);
  const gong = await openGong(process.env);
  if (!gong.sandbox) screen.text(`This reads the real Gong at ${gong.name}. Nothing is written to it.`);
  try {
    const outcomes: Outcome[] = [];
    for (const name of workflows) {
      const outcome = await demos[name]?.({ gong, component, folder });
      if (outcome) outcomes.push(outcome);
    }
    summary(outcomes);
    whatNext(!gong.sandbox);
  } finally {
    screen.idle();
    await gong.close();
  }
};
