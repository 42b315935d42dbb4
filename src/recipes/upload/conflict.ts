/**
 * What Gong's 409 to a new call means. It says it both for a call that is there already and for a host whose calls are
 * not imported, and its words are documented nowhere; so only words that name the id, or the call itself in a list of
 * that day, count as "already there".
 */

/** What Gong's words say about a conflict. */
export interface ConflictWords {
  /** True when they name the row's own id as a word of its own, and not as one that cannot be imported. */
  readonly nameCall: boolean;
  /** The id of the earlier call, when they tell it. */
  readonly callId: string | undefined;
  /** True when they speak of importing or recording. */
  readonly areAboutImport: boolean;
}

/** Reads the words of a 409. The host's id is part of other conflicts, so it proves nothing. */
export const readConflict = (words: string, clientUniqueId: string, primaryUser: string): ConflictWords => {
  const named = [...words.matchAll(/\bcall\s*(?:id)?\s*[:=#]?\s*"?(\d{6,20})\b/gi)].map(([, id]) => id);
  const areAboutImport = /\bimport|\brecord/i.test(words);
  const isRefused = areAboutImport && !/\balready|\bbefore|\bexist|\bduplicate|\bearlier|\bprevious/i.test(words);
  return {
    nameCall: clientUniqueId !== primaryUser && !isRefused && hasWord(words, clientUniqueId),
    callId: named.find((id) => id !== clientUniqueId),
    areAboutImport,
  };
};

/** True when the text holds the word with nothing of an id right before or after it. */
const hasWord = (text: string, word: string): boolean => {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? " ";
    const after = text.slice(at + word.length, at + word.length + 2);
    // A full stop ends a sentence unless the id goes on behind it.
    if (!/[\w:.-]/.test(before) && !/^(?:[\w:-]|\.\w)/.test(after)) return true;
  }
  return false;
};
