/** Lower case without accents, with plain quotes and single spaces. */
export const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[’‘ʼ]/g, "'")
    .replace(/[‐‑–—]/g, "-")
    .replace(/\s+/g, " ")
    .trim();

/** Scripts that put no space between words, or endings onto them. */
const scriptsWithoutWords = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}]/u;

/**
 * Finds a phrase in folded texts, as whole words: cat is not in category. In scripts that put no space between words it
 * is found anywhere. Undefined for a phrase of nothing but spaces and accents.
 */
export const phraseFinder = (phrase: string): ((folded: string) => boolean) | undefined => {
  const folded = fold(phrase);
  if (folded === "") return undefined;
  const literal = folded.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  const bounded = scriptsWithoutWords.test(phrase.normalize("NFKC"))
    ? literal
    : `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`;
  const pattern = new RegExp(bounded, "u");
  return (text) => pattern.test(text);
};

/** True when a name holds every word of another, in any order: `nair priya` is in Priya Nair, MBA. */
export const hasWords = (name: string, words: string): boolean => {
  const folded = fold(name);
  const finders = fold(words)
    .split(/[^\p{L}\p{N}]/u)
    .flatMap((word) => phraseFinder(word) ?? []);
  return finders.length > 0 && finders.every((isIn) => isIn(folded));
};

/** The same words on one line: line breaks of any kind and control characters become a space. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, " ").trim();

/** A name, word or address as it is compared: case and the space around it do not count. */
export const lower = (text: string): string => text.trim().toLowerCase();

/** So many of a thing in words: 1 call, 2 calls. */
export const counted = (count: number, thing: string) => `${count} ${thing}${count === 1 ? "" : "s"}`;
