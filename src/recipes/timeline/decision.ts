import { toDetailedCall } from "#src/entities/detailedCall";
import { isRow, type LooseRow } from "#src/form/table";
import { completeCall } from "#src/recipes/calls/completeCall";
import { type Filter, type FilterMode, failedFilter, filterInWords } from "#src/recipes/calls/filters";
import { CompleteCall, callParts } from "#src/recipes/completeCallShape";
import { type ActivityOptions, resolve, type TimelineActivity, toActivity } from "./activity";
import type { Reason, RunStatus } from "./runLog";

/** A call that could be read, and what its webhook said of it. */
export interface Given {
  readonly call: CompleteCall;
  readonly isFromWebhook: boolean;
  readonly isTest: boolean;
  /** Why the trigger's own filters did not let it through; null when they did. */
  readonly skipReason: string | null;
}

/** A call that could not be read, with what an earlier run knew of it; one without a reason was not even tried. */
export interface Unread {
  readonly call: KnownCall;
  readonly reason?: Reason;
}

/** A call to decide about. */
export type Candidate = Given | Unread;

/** What is told of a call beside its activity; of a private one nothing but the id. */
export type KnownCall = { readonly id: string | null } & Partial<
  Pick<CompleteCall, "title" | "url" | "started" | "host">
>;

/** What a call becomes. */
export type Decision =
  | { readonly kind: "activity"; readonly call: KnownCall; readonly activity: TimelineActivity }
  | {
      readonly kind: "skipped";
      readonly call: KnownCall;
      readonly reason: Reason;
      /** Null for a call that the log has already. */
      readonly status: Extract<RunStatus, "skipped-private" | "skipped-filter"> | null;
    }
  | { readonly kind: "failed"; readonly call: KnownCall; readonly reasons: readonly Reason[] };

/** What calls are decided by. */
export interface Book extends ActivityOptions {
  readonly filters: readonly Filter[];
  readonly filterMode: FilterMode;
  /** Ids of calls that earlier runs have handed out. */
  readonly alreadySeen: ReadonlySet<string>;
}

/** Decides about calls in their order, about each once. */
export const decideEach = (candidates: readonly Candidate[], book: Book): Decision[] => {
  const met = new Set<string | null>(book.alreadySeen);
  return candidates.map((candidate) => {
    const { id } = candidate.call;
    const isRepeated = met.has(id);
    if (id !== null) met.add(id);
    if ("isTest" in candidate) return isRepeated ? skipped({ id }, alreadySeen, null) : decide(candidate, book);
    const { call, reason } = candidate;
    return reason ? { kind: "failed", call, reasons: [reason] } : skipped({ id }, alreadySeen, null);
  });
};

/** What a call becomes: an activity, or a reason why it has none. */
export const decide = ({ call, isFromWebhook, isTest, skipReason }: Given, book: Book): Decision => {
  const { id } = call;
  if (id === null) return { kind: "failed", call: { id }, reasons: [withoutId] };
  if (call.isPrivate) return skipped({ id }, privateCall, "skipped-private");
  if (isTest) return skipped(call, testDelivery, "skipped-filter");
  if (skipReason !== null) return skipped(call, leftByTrigger(skipReason), "skipped-filter");
  const resolved = resolve(call, book, isFromWebhook);
  const subject = { call, owner: resolved.owner?.row, account: resolved.account.row };
  const hindrance = failedFilter(book.filters, book.filterMode, subject);
  if (hindrance) return skipped(call, leftByFilter(hindrance, book.filterMode), "skipped-filter");
  if (resolved.failures.length > 0) return { kind: "failed", call, reasons: resolved.failures };
  return { kind: "activity", call, activity: toActivity({ ...call, id }, resolved, book) };
};

const skipped = (
  call: KnownCall,
  reason: Reason,
  status: Extract<Decision, { kind: "skipped" }>["status"],
): Decision => ({ kind: "skipped", call, reason, status });

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

const leftByFilter = (filter: Filter, mode: FilterMode): Reason => ({
  code: "FILTER",
  message: `${mode === "any" ? "No filter let this call through, such as" : "This filter did not let the call through:"} ${filterInWords(filter)}.`,
});

/** The parts that activities are made of. */
export const usualParts = ["participants", "crm", "trackers", "topics"] as const;

const webhookParts = callParts.filter((part) => part !== "transcript" && part !== "media");

/**
 * Reads a call as any step has it: a complete-call record, `results.call` of the webhook trigger, the webhook's own
 * body, or an item of List Detailed Calls. Undefined when it is none of these.
 */
export const toGiven = (entry: unknown): Given | undefined => {
  if (!isRow(entry)) return undefined;
  const record = gongsRecord(entry);
  const isTest = entry.isTest === true;
  if (record) {
    const isFromWebhook = isRow(entry.callData) || !hasPhrases(record);
    const include = isFromWebhook ? webhookParts : usualParts;
    const call = completeCall(toDetailedCall(record), { include, isPrivate: entry.isPrivate === true });
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

/** The call as Gong describes it, in the body of a webhook or as a list has it. */
const gongsRecord = (entry: LooseRow): LooseRow | undefined => {
  if (isRow(entry.callData)) return entry.callData;
  return isRow(entry.metaData) ? entry : undefined;
};

const hasPhrases = ({ content }: LooseRow): boolean =>
  isRow(content) &&
  Array.isArray(content.trackers) &&
  content.trackers.some((each) => isRow(each) && "phrases" in each);
