/** A line of two texts: in both, only before, or only after. */
export interface Line {
  readonly mark: " " | "-" | "+";
  readonly text: string;
}

const most = 2000;

/** How many lines the rest of both texts have in common, from each pair of places on. */
const commonLines = (old: readonly string[], now: readonly string[]) => {
  const width = now.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      common[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  return at;
};

/** The lines of two texts as one list, by their longest common sequence; of long texts the first 2,000 lines. */
export const diff = (before: string, after: string): readonly Line[] => {
  const [old, now] = [before.split("\n").slice(0, most), after.split("\n").slice(0, most)];
  const common = commonLines(old, now);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      lines.push({ mark: " ", text: now[j++] ?? "" });
      i += 1;
    } else if (common(i + 1, j) >= common(i, j + 1)) lines.push({ mark: "-", text: old[i++] ?? "" });
    else lines.push({ mark: "+", text: now[j++] ?? "" });
  }
  const gone = old.slice(i).map((text): Line => ({ mark: "-", text }));
  const added = now.slice(j).map((text): Line => ({ mark: "+", text }));
  return [...lines, ...gone, ...added];
};
