/**
 * What Gong's words to an upload mean. It refuses a call that is there already, and a recording that it has, with the
 * same statuses as what is wrong; only words that name the id count as "already there".
 */

/** Words are looked at in a short form: patterns see no more than this. */
const plain = (words: string) => words.slice(0, 4000).replace(/\s+/g, " ");

const already = /\b(?:already|before|exists?|existing|duplicate|earlier|previous|previously|posted)\b/i;

/** What Gong's words about a new call say. */
export interface RefusedCall {
  /** True when they name the row's own id as a word of its own, and not as one that cannot be imported. */
  readonly nameCall: boolean;
  /** True when they speak of something that was there before. */
  readonly speakOfEarlier: boolean;
  /** The id of the earlier call, when they tell it. */
  readonly callId: string | undefined;
  /** True when they speak of importing or recording. */
  readonly areAboutImport: boolean;
}

/** Reads the words of a refused call. The host's id is part of other refusals, so it proves nothing. */
export const readRefusedCall = (words: string, clientUniqueId: string, primaryUser: string): RefusedCall => {
  const text = plain(words);
  const named = [...text.matchAll(/\bcall ?(?:id)? ?[:=#]? ?["']?(\d{6,20})\b/gi)].map(([, id]) => id);
  const areAboutImport = /\bimport|\brecord/i.test(text);
  const speakOfEarlier = already.test(text);
  return {
    nameCall: clientUniqueId !== primaryUser && (speakOfEarlier || !areAboutImport) && hasWord(text, clientUniqueId),
    speakOfEarlier,
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

/** What Gong's words about a recording say: it has it already, another call has it, or nothing. */
export type RefusedMedia =
  | { readonly says: "handled" | "nothing" }
  | { readonly says: "another"; readonly callId: string };

export const readRefusedMedia = (words: string, callId: string): RefusedMedia => {
  const text = plain(words);
  const holder = /\bsame content\b/i.test(text)
    ? /\bcall ?id with the same content ?[:=]? ?["']?(\d{6,20})\b/i.exec(text)?.[1]
    : undefined;
  if (holder !== undefined) return holder === callId ? { says: "handled" } : { says: "another", callId: holder };
  const isHandled =
    /\balready been handled\b/i.test(text) || (/\balready\b/i.test(text) && /media|recording/i.test(text));
  return { says: isHandled ? "handled" : "nothing" };
};
