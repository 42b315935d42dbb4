import type { CountryCode, MetadataJson, PhoneNumber } from "libphonenumber-js/core";
import { once } from "#src/base/lazy";

/** A phone number as it was read. */
export interface Phone {
  /** In international form, such as +14255552671; absent where the number fits no country. */
  readonly e164?: string;
  /** What to hand on: the international form, else what was written. */
  readonly text: string;
  /** The digits of an extension that stood behind the number. */
  readonly extension?: string;
  /** Why there is no international form, as a sentence without its subject; absent for internal numbers. */
  readonly warning?: string;
}

// The metadata of all countries: loaded where a number is read, not with the component.
const library = once(() => {
  const { default: parse } = require("libphonenumber-js/core") as typeof import("libphonenumber-js/core");
  const metadata = require("libphonenumber-js/min/metadata") as MetadataJson & {
    readonly country_calling_codes: Readonly<Record<string, readonly CountryCode[]>>;
  };
  return { parse, metadata };
});

const unreadable = "is no phone number of its country, so it is sent as written";

/** Longer texts are no phone numbers. */
const longestText = 60;

/**
 * Reads a phone number as people and systems write it. What has no country code of its own is read as a number of the
 * country that `countryCode` (such as 1 or 49) mainly stands for, with that country's own prefixes. A number that is
 * none of a country's is handed on as written: nothing is invented.
 */
export const readPhone = (given: string, countryCode?: string): Phone => {
  const text = given.trim();
  if (text.length > longestText) return { text, warning: unreadable };
  const plain = text.replace(/^tel:/i, "").replace(/^%2B/i, "+").replace(/;ext=/i, " ext. ");
  // An internal number of a few digits is no subscriber's, although some countries have numbers as short.
  if (/^\d{1,6}$/.test(plain)) return { text };
  const found = parsePhone(plain, countryCode);
  if (found) return { e164: found.number, text: found.number, ...(found.ext ? { extension: found.ext } : {}) };
  return { text, warning: warningFor(plain, countryCode) };
};

/**
 * A number in international form, for inputs that take no other; undefined for any other text. A number that fits no
 * country is taken too: Gong may hold it as somebody wrote it.
 */
export const readInternationalPhone = (given: string): string | undefined => {
  const { e164, text } = readPhone(given);
  const plain = text
    .replace(/^%2B/i, "+")
    .replace(/^00/, "+")
    .replace(/[\s().-]/g, "");
  return e164 ?? (/^\+\d{6,15}$/.test(plain) ? plain : undefined);
};

/** 00 stands for the plus sign in most of the world; where it does not, it begins no number. */
const parsePhone = (text: string, countryCode: string | undefined): PhoneNumber | undefined => {
  const { parse, metadata } = library();
  const code = countryCode?.replace(/\D/g, "") ?? "";
  const country = metadata.country_calling_codes[code]?.[0];
  return [text, text.replace(/^00/, "+")]
    .map((each) => parse(each, { defaultCountry: country, extract: false }, metadata))
    .find((phone) => phone?.isValid());
};

const warningFor = (text: string, countryCode: string | undefined): string =>
  countryCode || text.startsWith("+")
    ? unreadable
    : "has no country code, so it is sent as written; set Country Code to have it completed";
