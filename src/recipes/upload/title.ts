/** What a title may speak of. */
export interface TitleWords {
  readonly direction: string;
  readonly external: string;
  readonly host: string;
  readonly date: string;
  readonly purpose: string;
  readonly disposition: string;
}

export const titlePlaceholders: readonly (keyof TitleWords)[] = [
  "direction",
  "external",
  "host",
  "date",
  "purpose",
  "disposition",
];

/** Names in braces that a title cannot speak of. */
export const unknownPlaceholders = (template: string): readonly string[] =>
  [...template.matchAll(/\{([^{}]*)\}/g)]
    .map(([, name = ""]) => name)
    .filter((name) => !titlePlaceholders.some((known) => known === name));

/** A title from its template. A word that the row does not have leaves no dangling dash or comma behind. */
export const toTitle = (template: string, words: TitleWords): string =>
  template
    .replace(/\s+/g, " ")
    .split(/( [–—|-] |, )/)
    .reduce<{ text: string; pending: string }>(
      ({ text, pending }, part, index) => {
        if (index % 2 === 1) return { text, pending: part };
        const filled = part.replace(/\{(\w+)\}/g, (all, name: string) =>
          Object.hasOwn(words, name) ? words[name as keyof TitleWords] : all,
        );
        if (filled.trim() === "") return { text, pending };
        return { text: text === "" ? filled : text + pending + filled, pending: "" };
      },
      { text: "", pending: "" },
    )
    .text.replace(/\s+/g, " ")
    .trim();

/** True for a text that tells people nothing: a number, a digest, the name of a media file. */
export const isIdLike = (text: string) =>
  /^[{(]?(?:\d+|[\da-f]{8}(?:-?[\da-f]{4}){3}-?[\da-f]{12}|[\da-f]{24,})[)}]?$/i.test(text.trim()) ||
  /^\S+\.(?:wav|mp3|mp4|m4a|mkv|webm|flac|ogg)$/i.test(text.trim());
