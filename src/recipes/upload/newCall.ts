import { createHash } from "node:crypto";
import type { Input } from "#src/form/field";
import * as value from "#src/form/value";
import type { createNewCall } from "#src/operations/calls/index";

/** How single cells of an export become what Gong wants. */

export type NewCall = Input<(typeof createNewCall)["fields"]>;
export type Party = NewCall["parties"][number];
export type Direction = "Inbound" | "Outbound" | "Conference" | "Unknown";

const namesOfDirections: Readonly<Record<Direction, string>> = {
  Inbound: "inbound in incoming received i",
  Outbound: "outbound out outgoing dialed dialled placed o",
  Conference: "conference conf internal meeting multiparty c",
  Unknown: "unknown other none",
};

const directions = new Map(
  (Object.entries(namesOfDirections) as [Direction, string][]).flatMap(([direction, names]) =>
    names.split(" ").map((name) => [name, direction] as const),
  ),
);

/** Gong's word for a direction as telephony systems write it; undefined for one that nobody knows. */
export const toDirection = (given: unknown): Direction | undefined =>
  directions.get(
    String(given)
      .toLowerCase()
      .replace(/\b(?:call|phone)\b/g, "")
      .replace(/[^a-z]/g, ""),
  );

/**
 * The id under which Gong remembers an upload, made of the system's name and its id for the call: the same call always
 * gets the same, and two calls never share one. Ids beyond Gong's 2048 characters become a digest.
 */
export const toClientUniqueId = (sourceSystem: string | undefined, id: string): string => {
  const whole = sourceSystem ? `${encodeURIComponent(sourceSystem.trim().toLowerCase())}:${id}` : id;
  return whole.length <= 2048 ? whole : `sha256:${createHash("sha256").update(whole).digest("hex")}`;
};

const withheld = /^(?:anonymous|unknown|private|restricted|blocked|unavailable|withheld|n\/?a|none|-+)$/i;

/**
 * A phone number as E.164, such as +14255552671. A national number gets the country code, without its leading zero;
 * numbers that are no subscriber's (short internal ones, sip addresses) stay as they are; a withheld one is absent.
 */
export const toPhoneNumber = (given: unknown, countryCode?: string): string | undefined => {
  const written = String(given ?? "").trim();
  if (written === "" || withheld.test(written)) return undefined;
  const bare = written
    .replace(/^tel:/i, "")
    .replace(/\s*(?:ext\.?|x|#)\s*\d+$/i, "")
    .replace(/\(0\)/, "");
  const international = value.phoneNumber().safeParse(bare);
  if (international.success) return international.data;
  const digits = bare.replace(/[\s().\-/]/g, "");
  if (!countryCode || !/^\d{7,14}$/.test(digits)) return written;
  const code = countryCode.replace(/\D/g, "");
  // In North America people write the country code as a leading 1, elsewhere a leading 0 stands for a national number.
  if (code === "1") return `+1${digits.length === 11 ? digits.replace(/^1/, "") : digits}`;
  return `+${code}${digits.replace(/^0/, "")}`;
};

/** A length in seconds, from seconds or from 31:07 and 1:02:03; undefined for anything else. */
export const toSeconds = (given: unknown): number | undefined => {
  const text = String(given)
    .trim()
    .replace(/\s*s(?:ec(?:onds)?)?$/i, "")
    .replace(",", ".");
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (!/^\d{1,3}(?::\d{1,2}){1,2}(?:\.\d+)?$/.test(text)) return undefined;
  return text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
};

/** The side of a stereo recording: 0 or left, 1 or right; undefined for anything else. */
export const toChannel = (given: unknown): 0 | 1 | undefined => {
  const word = String(given).trim().toLowerCase();
  if (word === "0" || word === "left" || word === "l") return 0;
  return word === "1" || word === "right" || word === "r" ? 1 : undefined;
};

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
    .split(/(\s+[–—|-]\s+|,\s+)/)
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
