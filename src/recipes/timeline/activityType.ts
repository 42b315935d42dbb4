import { lower } from "#src/base/text";
import type { CompleteCall } from "#src/recipes/completeCallShape";

/** Which calls become which type of the target system's. */
export interface ActivityTypeRule {
  /** Any when absent. */
  readonly direction?: string;
  /** Any when absent. */
  readonly media?: string;
  readonly activityType: string;
}

/** Used when the builder gives no rules. */
export const suggestedTypeRules: readonly ActivityTypeRule[] = [
  { direction: "Inbound", activityType: "Call" },
  { direction: "Outbound", activityType: "Call" },
  { direction: "Conference", activityType: "Meeting" },
];

export const suggestedType = "Meeting";

/** The type of the first rule that fits. */
export const activityTypeOf = (
  { direction, media }: Pick<CompleteCall, "direction" | "media">,
  rules: readonly ActivityTypeRule[],
  otherwise: string,
): string =>
  rules.find((rule) => fits(rule.direction, direction) && fits(rule.media, media))?.activityType ?? otherwise;

const fits = (wanted: string | undefined, actual: string | null): boolean =>
  wanted === undefined || (actual !== null && lower(wanted) === lower(actual));
