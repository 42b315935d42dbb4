import { CompleteCall } from "#src/entities/completeCall";
import { isRow, type LooseRow } from "#src/form/table";
import { callParts, completeCall } from "#src/recipes/calls/completeCall";
import { type Filter, type FilterMode, failedFilter, filterInWords } from "#src/recipes/calls/filters";
import type { Note } from "#src/recipes/shared";
import {
  type ActivityOptions,
  isShortcoming,
  type Resolved,
  resolve,
  type TimelineActivity,
  toActivity,
} from "./activity";
import { type LogEntry, planRetry, type Reason, type RunStatus, type Waiting } from "./runLog";

/** A call that an earlier step handed over, and what its webhook said of it. */
export interface Given {
  readonly call: CompleteCall;
  readonly isFromWebhook: boolean;
  readonly isTest: boolean;
  /** Why the trigger's own filters did not let it through; null when they did. */
  readonly skipReason: string | null;
}

const webhookParts = callParts.filter((part) => part !== "transcript" && part !== "media");

/**
 * Reads a call as any step has it: a complete-call record, `results.call` of the webhook trigger, the webhook's own
 * body, or an item of List Detailed Calls. Undefined when it is none of these.
 */
export const toGiven = (entry: unknown): Given | undefined => {
  if (!isRow(entry)) return undefined;
  const { callData, metaData } = entry;
  const isPrivate = entry.isPrivate === true;
  const isTest = entry.isTest === true;
  const record = isRow(callData) ? callData : isRow(metaData) ? entry : undefined;
  if (record) {
    const isFromWebhook = isRow(callData) || !hasPhrases(record);
    const call = completeCall(record, { include: isFromWebhook ? webhookParts : usualParts, isPrivate });
    return { call, isFromWebhook, isTest, skipReason: null };
  }
  const read = CompleteCall().safeParse({ ...completeCall({}, { include: [] }), ...entry });
  if (!read.success || read.data.id === null) return undefined;
  const { matches, skipReason } = entry;
  return {
    call: read.data,
    isFromWebhook: "verified" in entry,
    isTest,
    skipReason: matches === false && typeof skipReason === "string" ? skipReason : null,
  };
};

/** The parts that activities are made of. */
export const usualParts = ["participants", "crm", "trackers", "topics"] as const;

const hasPhrases = ({ content }: LooseRow): boolean =>
  isRow(content) &&
  Array.isArray(content.trackers) &&
  content.trackers.some((each) => isRow(each) && "phrases" in each);

export interface RunOptions extends ActivityOptions {
  readonly filters: readonly Filter[];
  readonly filterMode: FilterMode;
  /** Ids of calls that earlier runs have handed out. */
  readonly alreadySeen: ReadonlySet<string>;
  /** Calls that wait for another try, by id. */
  readonly waiting: ReadonlyMap<string, Waiting>;
  readonly maxAttempts: number;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** What a run has made of its calls. */
export interface RunOutcome {
  readonly results: TimelineActivity[];
  readonly failed: Note[];
  readonly skipped: Note[];
  readonly log: LogEntry[];
  /** The entries to hand to the next run: what waits, from this run and from earlier ones. */
  readonly retries: LogEntry[];
  readonly summary: Record<RunStatus, number>;
}

/** Sorts calls into activities, skipped and failed ones, each once, with an entry in the log for each. */
export const startRun = (options: RunOptions) => {
  const results: TimelineActivity[] = [];
  const failed: Note[] = [];
  const skipped: Note[] = [];
  const log: LogEntry[] = [];
  const done = new Set<string>();
  const attemptsBefore = (callId: string | null) => options.waiting.get(callId ?? "")?.attempts ?? 0;

  const note = (
    call: Partial<CompleteCall> & { readonly id: string | null },
    status: RunStatus,
    { reasons = [], ...more }: { readonly reasons?: readonly Reason[] } & Partial<LogEntry> = {},
  ): LogEntry => {
    const entry: LogEntry = {
      callId: call.id,
      title: call.title ?? null,
      url: call.url ?? null,
      started: call.started ?? null,
      hostName: call.host?.name ?? null,
      hostEmailAddress: call.host?.emailAddress ?? null,
      hostUserId: call.host?.userId ?? null,
      activityType: null,
      ownerId: null,
      accountId: null,
      status,
      code: reasons[0]?.code ?? null,
      message: reasons.length > 0 ? reasons.map(({ message }) => message).join(" ") : null,
      attempts: attemptsBefore(call.id) + 1,
      nextTry: null,
      giveUp: false,
      loggedAt: new Date(options.nowMs).toISOString(),
      ...more,
    };
    log.push(entry);
    return entry;
  };

  const skip = (
    call: Partial<CompleteCall> & { readonly id: string },
    reason: Reason,
    status?: "skipped-private" | "skipped-filter",
  ) => {
    skipped.push({ id: call.id, ...reason });
    if (status) note(call, status, { reasons: [reason] });
  };

  const fail = (call: Partial<CompleteCall> & { readonly id: string }, reasons: readonly Reason[]) => {
    const plans = reasons.map((reason) => ({ reason, plan: planRetry(reason.code, attemptsBefore(call.id), options) }));
    // One reason that needs a person decides: trying again would fail on it.
    const [first] = plans.sort(
      (a, b) => Number(a.plan.status === "retry-waiting") - Number(b.plan.status === "retry-waiting"),
    );
    if (!first) return;
    const { status, ...plan } = first.plan;
    const said = plans.map(({ reason }) => reason);
    const entry = note(call, status, {
      reasons: plan.giveUp ? [...said, givenUp(plan.attempts)] : said,
      ...plan,
    });
    failed.push({
      id: call.id,
      code: first.reason.code,
      message: entry.message ?? "",
      status,
      ...plan,
    });
  };

  const build = (call: CompleteCall & { readonly id: string }, resolved: Resolved) => {
    const activity = toActivity(call, resolved, options);
    results.push(activity);
    const { activityType, ownerId, accountId, warnings } = activity;
    const isWhole = !warnings.some(isShortcoming);
    note(call, isWhole ? "synced" : "partial", { reasons: warnings, activityType, ownerId, accountId });
  };

  /** True for a call that this run should not read or take again. */
  const isDone = (callId: string) => options.alreadySeen.has(callId) || done.has(callId);

  const take = ({ call, isFromWebhook, isTest, skipReason }: Given) => {
    const { id } = call;
    if (id === null) {
      failed.push({ id: "", ...withoutId });
      note({ id }, "failed-permanent", { reasons: [withoutId] });
      return;
    }
    const known = { ...call, id };
    if (isDone(id)) return skip({ id }, alreadySeen);
    done.add(id);
    if (call.isPrivate) return skip({ id }, privateCall, "skipped-private");
    if (isTest) return skip(known, testDelivery, "skipped-filter");
    if (skipReason !== null) return skip(known, leftByTrigger(skipReason), "skipped-filter");
    const resolved = resolve(call, options, isFromWebhook);
    const subject = { call, owner: resolved.owner?.row, account: resolved.account.row };
    const hindrance = failedFilter(options.filters, options.filterMode, subject);
    if (hindrance) return skip(known, leftByFilter(hindrance, options), "skipped-filter");
    if (resolved.failures.length > 0) return fail(known, resolved.failures);
    return build(known, resolved);
  };

  return {
    take,
    isDone,
    /** A call that could not be read. */
    fail: (callId: string, reason: Reason) => {
      done.add(callId);
      fail({ ...toKnown(options.waiting.get(callId)?.entry), id: callId }, [reason]);
    },
    /** A call that an earlier run has handed out, and that was not even read. */
    skipSeen: (callId: string) => skip({ id: callId }, alreadySeen),
    outcome: (): RunOutcome => {
      const stillWaiting = [...options.waiting.values()].flatMap(({ callId, entry }) =>
        isDone(callId) ? [] : [entry],
      );
      const summary = Object.fromEntries(
        statuses.map((status) => [status, log.filter((entry) => entry.status === status).length]),
      ) as Record<RunStatus, number>;
      const waiting = log.filter(({ status }) => status === "retry-waiting");
      return { results, failed, skipped, log, retries: [...stillWaiting, ...waiting], summary };
    },
  };
};

export type Run = ReturnType<typeof startRun>;

const statuses: readonly RunStatus[] = [
  "synced",
  "partial",
  "skipped-private",
  "skipped-filter",
  "retry-waiting",
  "failed-permanent",
];

/** What an earlier entry knows of a call that could not be read this time. */
const toKnown = (entry: LogEntry | undefined): Partial<CompleteCall> =>
  entry
    ? {
        title: entry.title,
        url: entry.url,
        started: entry.started,
        host: { userId: entry.hostUserId, name: entry.hostName, emailAddress: entry.hostEmailAddress },
      }
    : {};

const withoutId: Reason = {
  code: "NO_CALL",
  message: "This record has no call id, so it would be doubled by the next run. Hand over a call as Gong gives it.",
};

const alreadySeen: Reason = { code: "ALREADY_SEEN", message: "This call was handed out before." };

const privateCall: Reason = {
  code: "PRIVATE",
  message: "This call is private in Gong, and private calls never leave it.",
};

const testDelivery: Reason = {
  code: "TEST",
  message: "This is a test delivery of Gong's automation rule, not a call.",
};

const leftByTrigger = (skipReason: string): Reason => ({
  code: skipReason,
  message: `The trigger's own filters did not let this call through: ${skipReason}.`,
});

const leftByFilter = (filter: Filter, { filterMode }: RunOptions): Reason => ({
  code: "FILTER",
  message: `${filterMode === "any" ? "No filter let this call through, such as" : "This filter did not let the call through:"} ${filterInWords(filter)}.`,
});

const givenUp = (attempts: number): Reason => ({
  code: "GIVEN_UP",
  message: `This was attempt ${attempts}, the last one; run the call by its id once the reason is gone.`,
});
