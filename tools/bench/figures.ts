/** One measured figure: what was measured several times, against what. */
export interface Figure {
  readonly section: string;
  readonly name: string;
  readonly unit: string;
  /** Half of the runs were below. */
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly runs: number;
  /** The median against another figure of the same run: what is said here. */
  readonly ratios: Readonly<Record<string, number>>;
  /** Whatever explains it, such as the number of requests. */
  readonly note?: string;
}

/** The middle value. */
export const medianOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

/** Makes a figure of the runs. */
export const figure = (
  section: string,
  name: string,
  unit: string,
  values: readonly number[],
  { ratios = {}, note }: Partial<Pick<Figure, "ratios" | "note">> = {},
): Figure => ({
  section,
  name,
  unit,
  median: rounded(medianOf(values)),
  least: rounded(Math.min(...values)),
  most: rounded(Math.max(...values)),
  runs: values.length,
  ratios: Object.fromEntries(Object.entries(ratios).map(([to, ratio]) => [to, rounded(ratio)])),
  note,
});

const rounded = (value: number) => Number(value.toPrecision(4));

/** The runs of one thing divided by those of another, run by run, so that a slow moment of the machine slows both. */
export const ratioOf = (values: readonly number[], others: readonly number[]): number =>
  medianOf(values.map((value, run) => value / (others[run] ?? Number.NaN)));

const columns = ["section", "name", "median", "spread", "runs", "ratios", "note"] as const;

/** The figures as a table for a terminal. */
export const toTable = (figures: readonly Figure[]): string => {
  const rows = figures.map(({ section, name, unit, median, least, most, runs, ratios, note = "" }) => ({
    section,
    name,
    median: `${median} ${unit}`,
    spread: runs === 1 ? "" : `${least} to ${most}`,
    runs: String(runs),
    ratios: Object.entries(ratios)
      .map(([to, ratio]) => `${ratio} × ${to}`)
      .join(", "),
    note,
  }));
  const heading = Object.fromEntries(columns.map((column) => [column, column])) as Record<
    (typeof columns)[number],
    string
  >;
  const widths = columns.map((column) => Math.max(...[heading, ...rows].map((row) => row[column].length)));
  const lines = [heading, ...rows].map((row) =>
    columns
      .map((column, index) => row[column].padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => "─".repeat(width)).join("  "));
  return lines.join("\n");
};
