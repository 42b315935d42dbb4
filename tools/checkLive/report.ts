import type { Outcome } from "./check";
import type { DifferenceKind } from "./compare";

/** What may be shared: which actions answered how, and where answers differ from the contract. */
interface LiveReport {
  readonly madeBy: string;
  /** The day, YYYY-MM-DD. */
  readonly day: string;
  readonly version: string;
  readonly signIn: "access key" | "OAuth 2.0";
  readonly requests: number;
  readonly totals: Readonly<Record<string, number>>;
  readonly operations: readonly Outcome[];
}

/** @param now milliseconds since 1970. */
export const toReport = (
  operations: readonly Outcome[],
  facts: Pick<LiveReport, "version" | "signIn" | "requests">,
  now: number,
): LiveReport => ({
  madeBy: "npm run tool checkLive",
  day: new Date(now).toISOString().slice(0, 10),
  ...facts,
  totals: countBy(operations.map(({ result }) => result)),
  operations,
});

const countBy = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

const resultWidth = 14;
const actionWidth = 42;

/** One line for an operation: its result, and why or how many differences. */
export const toLine = ({ action, result, reason, differences }: Outcome): string => {
  const kinds = Object.entries(countBy(differences.map(({ kind }) => kind)));
  const counted = kinds.map(([kind, count]) => `${count} ${plural(kind as DifferenceKind, count)}`).join(", ");
  return `  ${result.padEnd(resultWidth)}${action.padEnd(actionWidth)}${reason ?? counted}`.trimEnd();
};

const plurals: Readonly<Partial<Record<DifferenceKind, string>>> = {
  "new field": "new fields",
  null: "nulls",
  "other type": "other types",
  "other format": "other formats",
  "new value": "new values",
};

const plural = (kind: DifferenceKind, count: number) => (count === 1 ? kind : (plurals[kind] ?? kind));

/** The differences that matter, each on a line; what is only absent or null is in the file. */
export const toDetails = (operations: readonly Outcome[]): readonly string[] =>
  operations
    .filter(({ result }) => result === "differs")
    .flatMap(({ action, endpoint, differences }) => [
      `  ${action} (${endpoint})`,
      ...differences
        .filter(({ kind }) => kind !== "null" && kind !== "missing")
        .map(({ path, kind, described, found }) => `    ${path}: ${kind}; described is ${described}, found ${found}.`),
    ]);
