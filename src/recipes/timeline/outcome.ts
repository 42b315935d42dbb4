import type { Note } from "#src/recipes/shared";
import { isShortcoming, type TimelineActivity } from "./activity";
import type { Decision, KnownCall } from "./decision";
import { type LogEntry, planRetry, type RetryOptions, type RetryPlan, type RunStatus, runStatuses } from "./runLog";

/** What a run over calls returns; each list is a view of its decisions. */
interface RunOutcome {
  readonly results: TimelineActivity[];
  readonly failed: Note[];
  readonly skipped: Note[];
  readonly log: LogEntry[];
  /** The entries to hand to the next run: what waits, from this run and from earlier ones. */
  readonly retries: LogEntry[];
  readonly summary: Record<RunStatus, number>;
}

/** What a run hands out and tells of its decisions. */
export const outcomeOf = (
  decisions: readonly Decision[],
  options: RetryOptions & { readonly alreadySeen: ReadonlySet<string> },
): RunOutcome => {
  const log = decisions.flatMap((decision) => toEntry(decision, options) ?? []);
  const decided = new Set(decisions.map(({ call }) => call.id));
  const stillWaiting = [...options.waiting.values()].filter(
    ({ callId }) => !decided.has(callId) && !options.alreadySeen.has(callId),
  );
  return {
    results: decisions.flatMap((each) => (each.kind === "activity" ? [each.activity] : [])),
    failed: decisions.flatMap((each) => (each.kind === "failed" ? [toFailed(each, options)] : [])),
    skipped: decisions.flatMap((each) => (each.kind === "skipped" ? [{ id: each.call.id ?? "", ...each.reason }] : [])),
    log,
    retries: [...stillWaiting.map(({ entry }) => entry), ...log.filter(({ status }) => status === "retry-waiting")],
    summary: Object.fromEntries(
      runStatuses.map(({ value }) => [value, log.filter(({ status }) => status === value).length]),
    ) as Record<RunStatus, number>,
  };
};

type Failure = Extract<Decision, { kind: "failed" }>;

const toFailed = (failure: Failure, options: RetryOptions): Note => {
  const { code, message, plan } = judge(failure, options);
  return { id: failure.call.id ?? "", code, message, ...plan };
};

/** One reason that needs a person decides whether a call is tried again: trying again would fail on it. */
const judge = ({ call, reasons }: Failure, options: RetryOptions) => {
  const attemptsBefore = attemptsOf(call, options);
  const judged = reasons
    .map((reason) => ({ ...reason, plan: planRetry(reason.code, attemptsBefore, options) }))
    .sort((a, b) => Number(a.plan.status === "retry-waiting") - Number(b.plan.status === "retry-waiting"));
  const [{ code, plan }] = judged as [(typeof judged)[number]];
  const said = judged.map(({ message }) => message);
  return { code, plan, message: [...said, ...(plan.giveUp ? [givenUp(plan)] : [])].join(" ") };
};

const givenUp = ({ attempts }: RetryPlan) =>
  `This was attempt ${attempts}, the last one; run the call by its id once the reason is gone.`;

const attemptsOf = ({ id }: KnownCall, { waiting }: RetryOptions): number => waiting.get(id ?? "")?.attempts ?? 0;

/** The line of the log about a decision; none for a call that was handed out before. */
const toEntry = (decision: Decision, options: RetryOptions): LogEntry | undefined => {
  const { call } = decision;
  const line = { ...lineOf(call, options), attempts: attemptsOf(call, options) + 1 };
  switch (decision.kind) {
    case "activity": {
      const { activityType, ownerId, accountId, warnings } = decision.activity;
      const status = warnings.some(isShortcoming) ? "partial" : "synced";
      const message = warnings.length > 0 ? warnings.map((each) => each.message).join(" ") : null;
      return { ...line, activityType, ownerId, accountId, status, code: warnings[0]?.code ?? null, message };
    }
    case "skipped":
      return decision.status === null ? undefined : { ...line, ...decision.reason, status: decision.status };
    case "failed": {
      const { code, message, plan } = judge(decision, options);
      return { ...line, code, message, ...plan };
    }
  }
};

const lineOf = ({ id, title, url, started, host }: KnownCall, { nowMs }: RetryOptions) => ({
  callId: id,
  title: title ?? null,
  url: url ?? null,
  started: started ?? null,
  hostName: host?.name ?? null,
  hostEmailAddress: host?.emailAddress ?? null,
  hostUserId: host?.userId ?? null,
  activityType: null,
  ownerId: null,
  accountId: null,
  nextTry: null,
  giveUp: false,
  loggedAt: new Date(nowMs).toISOString(),
});

/** What an earlier line of the log says of a call that cannot be read this time. */
export const knownFrom = (callId: string, { waiting }: RetryOptions): KnownCall => {
  const entry = waiting.get(callId)?.entry;
  if (!entry) return { id: callId };
  const { title, url, started, hostUserId, hostName, hostEmailAddress } = entry;
  return {
    id: callId,
    title,
    url,
    started,
    host: { userId: hostUserId, name: hostName, emailAddress: hostEmailAddress },
  };
};
