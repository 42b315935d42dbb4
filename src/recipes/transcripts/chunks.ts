/** A piece of a text, from and to as positions in it. */
export interface Chunk {
  readonly from: number;
  readonly to: number;
  /** Where the part begins that the chunk before does not hold. */
  readonly newFrom: number;
}

/**
 * Cuts a text into pieces of at most `size` characters, of which each begins with up to `overlap` characters of the one
 * before, which may be at most half of the size. Cuts at the end of a line, else of a sentence, else of a word, and
 * only in a longer word inside it. Without the overlaps the pieces are the text again, to the character.
 */
export const toChunks = (text: string, { size, overlap }: { size: number; overlap: number }): Chunk[] => {
  const chunks: Chunk[] = [];
  let from = 0;
  let newFrom = 0;
  while (newFrom < text.length) {
    const to = cutIn(text, newFrom, Math.min(from + size, text.length));
    chunks.push({ from, to, newFrom });
    newFrom = to;
    from = wordFrom(text, Math.max(from + 1, to - overlap), to);
  }
  return chunks;
};

/** Where to cut after `begin` and at `limit` at the latest. A line or sentence that would leave half empty waits. */
const cutIn = (text: string, begin: number, limit: number): number => {
  if (limit === text.length) return limit;
  const half = begin + Math.floor((limit - begin) / 2);
  for (const [pattern, least] of [
    [/\n/g, half],
    [/[.!?…。！？]["'”’)]*\s/g, half],
    [/\s/g, begin],
  ] as const) {
    const ends = [...text.slice(begin, limit).matchAll(pattern)].map(
      ({ index, 0: mark }) => begin + index + mark.length,
    );
    const end = ends.at(-1);
    if (end !== undefined && end > least) return end;
  }
  const whole = isInsideCharacter(text, limit) ? limit - 1 : limit;
  return whole > begin ? whole : limit + 1;
};

const wordFrom = (text: string, wanted: number, end: number): number => {
  const space = text.slice(wanted - 1, end).search(/\s\S/);
  if (space >= 0) return wanted + space;
  return isInsideCharacter(text, wanted) ? wanted + 1 : wanted;
};

/** True between the two halves of a character beyond the first 65,536. */
const isInsideCharacter = (text: string, position: number) => /[\udc00-\udfff]/.test(text[position] ?? "");
