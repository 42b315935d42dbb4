import { createHash } from "node:crypto";

/** What triggers keep of ids between runs: Gong's own digits, or a hash of any other text. */

/** The hash of a text, as 43 characters of six bits each. */
export const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** What is kept of an id that is no digits: 48 bits of its hash. */
export const markOf = (id: string): string => `#${hashOf(id).slice(0, 8)}`;

/** What is kept of any id. */
export const keptIdOf = (id: string): string => (/^\d{1,20}$/.test(id) ? id : markOf(id));

/** True for what `keptIdOf` gives. */
export const isKeptId = (text: string): boolean => /^(?:\d{1,20}|#[\w-]{8})$/.test(text);

/** A text of marks that stand without a space, in pieces of one length; a shorter rest is left out. */
export const cut = (text: string, length: number): string[] =>
  Array.from({ length: Math.floor(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  );
