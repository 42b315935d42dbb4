import { objectOf } from "#src/base/object";
import { isSameCrmType } from "#src/entities/crmContext";
import { toDetailedCall } from "#src/entities/detailedCall";
import { completeCall } from "#src/recipes/calls/completeCall";
import type { CallPart, CompleteCall } from "#src/recipes/completeCallShape";

/** Why a flow should leave a delivery alone. */
type SkipReason = "NO_CALL" | "TEST" | "PRIVATE" | "NOT_LINKED" | "NOT_MENTIONED" | "REPEATED";

/** What a webhook brought, as one flat record, and whether the trigger's filters let it through. */
export interface WebhookCall extends CompleteCall {
  /** True for deliveries from Gong's "Test now" button, and for simulated runs of the platform. */
  readonly isTest: boolean;
  /** False only when the trigger was told not to verify, and in simulated runs of the platform. */
  readonly verified: boolean;
  /** True when this call was delivered, and let through, within the last 24 hours. */
  readonly isRepeat: boolean;
  /** A trigger cannot skip a run: a flow branches on this. */
  readonly matches: boolean;
  /** Null when it matches. */
  readonly skipReason: SkipReason | null;
}

export interface Filters {
  readonly includeTestDeliveries?: boolean;
  readonly includePrivateCalls?: boolean;
  /** A kind of CRM object, or `Any`. */
  readonly linkedTo?: string;
  /** Names in any case, or ids. */
  readonly trackers?: readonly string[];
  readonly skipRepeats?: boolean;
}

/** What a webhook always tells; other parts come only when Gong sent them. */
const usualParts: readonly CallPart[] = ["participants", "crm", "trackers", "topics"];

/**
 * Reads the body of a webhook of either generation: the call under `callData`, or (earlier rules) at the top level.
 * Private is what either the call or the webhook says is private.
 */
export const toWebhookCall = (
  body: unknown,
  {
    verified,
    isTest: isSimulated = false,
    filters,
    isSeen,
  }: { verified: boolean; isTest?: boolean; filters: Filters; isSeen: (callId: string) => boolean },
): WebhookCall => {
  const envelope = objectOf(body);
  const record = "callData" in envelope ? objectOf(envelope.callData) : envelope;
  const call = completeCall(toDetailedCall(record), {
    include: partsIn(record),
    isPrivate: envelope.isPrivate === true,
  });
  const isTest = isSimulated || envelope.isTest === true;
  const isRepeat = call.id !== null && isSeen(call.id);
  const skipReason = reasonToSkip(call, { isTest, isRepeat }, filters);
  return { ...call, isTest, verified, isRepeat, matches: skipReason === null, skipReason };
};

const partsIn = (record: Readonly<Record<string, unknown>>): CallPart[] => {
  const content = objectOf(record.content);
  const { brief, outline, keyPoints, callOutcome: outcome, highlights } = content;
  const { interaction, media } = record;
  const comments = objectOf(record.collaboration).publicComments;
  const brought: Partial<Record<CallPart, unknown>> = {
    ...{ brief, outline, keyPoints, outcome, highlights, nextSteps: highlights },
    ...{ interaction, comments, media },
  };
  return [...usualParts, ...(Object.keys(brought) as CallPart[]).filter((part) => brought[part])];
};

const reasonToSkip = (
  call: CompleteCall,
  { isTest, isRepeat }: { isTest: boolean; isRepeat: boolean },
  { includeTestDeliveries, includePrivateCalls, linkedTo, trackers = [], skipRepeats }: Filters,
): SkipReason | null => {
  if (call.id === null) return "NO_CALL";
  if (isTest && !includeTestDeliveries) return "TEST";
  if (call.isPrivate && !includePrivateCalls) return "PRIVATE";
  if (linkedTo && !isLinked(call, linkedTo)) return "NOT_LINKED";
  if (trackers.length > 0 && !mentionsOne(call, trackers)) return "NOT_MENTIONED";
  return isRepeat && skipRepeats ? "REPEATED" : null;
};

/** The call itself counts, not its participants: those are linked to a contact or user nearly always. */
const isLinked = ({ crmRecords }: CompleteCall, kind: string): boolean =>
  (crmRecords ?? []).some(({ objectType }) => isSameName(kind, "Any") || isSameCrmType(objectType, kind));

const mentionsOne = ({ trackers }: CompleteCall, wanted: readonly string[]): boolean =>
  (trackers ?? []).some(
    ({ id, name, count }) => count > 0 && wanted.some((each) => each === id || isSameName(each, name ?? "")),
  );

/** The form gives what was asked for without spaces around it; Gong's own names may have some. */
const isSameName = (asked: string, given: string): boolean => asked.toLowerCase() === given.trim().toLowerCase();
