import type { Entry, Kind } from "#workbench/types";

/** The kinds in the order of the page. */
export const kinds: readonly { readonly kind: Kind; readonly title: string }[] = [
  { kind: "connections", title: "Connections" },
  { kind: "triggers", title: "Triggers" },
  { kind: "actions", title: "Actions" },
  { kind: "dataSources", title: "Data sources" },
];

const scoreOf = ({ label, key, endpoint = "", group = "", description }: Entry, word: string): number => {
  const name = label.toLowerCase();
  if (name.startsWith(word)) return 6;
  if (name.includes(word)) return 5;
  if (key.toLowerCase().includes(word)) return 4;
  if (endpoint.toLowerCase().includes(word)) return 3;
  if (group.toLowerCase().includes(word)) return 2;
  return description.toLowerCase().includes(word) ? 1 : 0;
};

/** The entries that hold every word, best first: by label, key, endpoint, chapter, description. */
export const search = (entries: readonly Entry[], text: string): readonly Entry[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries
    .map((entry) => ({ entry, scores: words.map((word) => scoreOf(entry, word)) }))
    .filter(({ scores }) => scores.every((score) => score > 0))
    .map(({ entry, scores }) => ({
      entry,
      score: scores.reduce((sum, score) => sum + score, 0) + Number(entry.isImportant),
    }))
    .sort((one, other) => other.score - one.score)
    .map(({ entry }) => entry);
};

interface Section {
  readonly title: string;
  readonly kind: Kind;
  readonly entries: readonly Entry[];
}

const importantFirst = (entries: readonly Entry[]) =>
  [...entries].sort((one, other) => Number(other.isImportant) - Number(one.isImportant));

/** The list on the left: by kind, actions by chapter where chapters are known, important ones first. */
export const sections = (entries: readonly Entry[], groups: readonly string[]): readonly Section[] =>
  kinds.flatMap(({ kind, title }): readonly Section[] => {
    const all = entries.filter((entry) => entry.kind === kind);
    if (kind !== "actions") return all.length > 0 ? [{ title, kind, entries: importantFirst(all) }] : [];
    const grouped = groups.map((group) => ({
      title: group,
      kind,
      entries: importantFirst(all.filter((entry) => entry.group === group)),
    }));
    const others = importantFirst(all.filter(({ group }) => !group || !groups.includes(group)));
    const rest = { title: groups.length > 0 ? "Other actions" : title, kind, entries: others };
    return [...grouped, rest].filter((section) => section.entries.length > 0);
  });
