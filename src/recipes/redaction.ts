/** What can be taken out of a text. */
const redactables = ["emails", "phones", "cards"] as const;
export type Redactable = (typeof redactables)[number];

interface Span {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** Replaces addresses and numbers by [email], [phone] and [card]. */
export const redactText = (text: string, kinds: readonly Redactable[]): string => redactParts([text], kinds)[0] ?? "";

/**
 * Replaces e-mail addresses, phone numbers and card numbers in texts that follow each other, since people say a number
 * over several sentences; the label stands where it began. Both as written and as spoken: "ada dot reyes at northwind
 * dot example", "four two five, double five five". A card's digits must pass the Luhn check; any other seven digits
 * in a row count as a phone number, so that it rather hides too much. English number words are understood, digits and
 * addresses of any language.
 */
export const redactParts = (parts: readonly string[], kinds: readonly Redactable[]): string[] => {
  const spans = spansIn(parts.join("\n"), kinds);
  let offset = 0;
  return parts.map((part) => {
    const [begin, end] = [offset, offset + part.length];
    offset = end + 1;
    let kept = "";
    let at = begin;
    for (const { from, to, label } of spans) {
      if (to <= begin || from >= end) continue;
      kept += part.slice(at - begin, Math.max(from, begin) - begin) + (from >= begin ? label : "");
      at = Math.min(to, end);
    }
    return kept + part.slice(at - begin);
  });
};

/** Redacts every text of a record and of what lies in it. Ids, web addresses and moments stay. */
export const redactRecord = <T>(record: T, kinds: readonly Redactable[]): T => {
  if (kinds.length === 0) return record;
  const texts: string[] = [];
  const walk = (value: unknown, key: string, change: (text: string) => string): unknown => {
    if (typeof value === "string") return isPlace(value, key) ? value : change(value);
    if (Array.isArray(value)) return value.map((each) => walk(each, key, change));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each, name, change)]));
  };
  walk(record, "", (text) => {
    texts.push(text);
    return text;
  });
  const clean = redactParts(texts, kinds).values();
  return walk(record, "", () => clean.next().value ?? "") as T;
};

/** True for what leads to something and tells of nobody. */
const isPlace = (text: string, key: string): boolean =>
  /(?:^id|I[dD])s?$/.test(key) || /^https?:\/\/\S+$/.test(text) || /^\d{4}-\d{2}-\d{2}T[\d:.+Z-]+$/.test(text);

const spansIn = (text: string, kinds: readonly Redactable[]): Span[] => {
  const found = [...(kinds.includes("emails") ? emailsIn(text) : []), ...numbersIn(text, kinds)].sort(
    (a, b) => a.from - b.from,
  );
  const apart: Span[] = [];
  for (const span of found) {
    const last = apart.at(-1);
    if (last && span.from < last.to) apart[apart.length - 1] = { ...last, to: Math.max(last.to, span.to) };
    else apart.push(span);
  }
  return apart;
};

const units = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const teens = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" ");
const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

const digitsOf: ReadonlyMap<string, string> = new Map([
  ...units.map((word, value) => [word, String(value)] as const),
  ...["oh", "o", "nought", "naught"].map((word) => [word, "0"] as const),
  ...teens.map((word, value) => [word, String(10 + value)] as const),
  ...tens.map((word, value) => [word, String(20 + 10 * value)] as const),
]);

const numberWords = [...digitsOf.keys(), "hundred", "thousand", "double", "triple"].join("|");

const gap = ",?\\s{1,9}";
/** Letters, digits and what addresses hold between them. */
const name = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}_%+'’.-]*[\\p{L}\\p{N}])?";
const label = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?";
const joint = `(?:${gap}(?:dot|period|point|punkt|punto|ponto|underscore|under score|dash|hyphen|minus|plus)${gap})`;
const spelled = `(?:(?:[\\p{L}\\p{N}]|${numberWords})[\\s,-]+){0,40}`;
const local = `(?<![\\p{L}\\p{N}'’])${spelled}${name}(?:${joint}${spelled}${name}){0,10}`;

/** How addresses are said: the sign for `at`, what must follow it, and the whole. */
interface Spoken {
  readonly sign: RegExp;
  readonly point: RegExp;
  readonly whole: RegExp;
}

/** `at` and `dot` as patterns of the words for them. */
const spokenAddress = (at: string, dot: string): Spoken => {
  const point = `(?:\\s{0,9}\\.(?=[\\p{L}\\p{N}])|${gap}(?:${dot})${gap})`;
  const within = `(?:${gap}|${gap}(?:dash|hyphen|minus)${gap})`;
  const domain = `(?:${label}${within}){0,4}?${label}(?:${point}${label}){0,4}${point}\\p{L}[\\p{L}-]+`;
  return {
    sign: new RegExp(at, "giu"),
    point: new RegExp(point, "iu"),
    whole: new RegExp(`${local}${at}${domain}`, "giu"),
  };
};

/** Only with a sign that cannot be anything else may "point" mean a dot: "at this point we" is no address. */
const spokenAddresses = [
  spokenAddress(`${gap}at(?:\\s{1,9}sign)?${gap}`, "dot"),
  spokenAddress(
    `(?:\\s{0,9}@\\s{0,9}|\\s{0,9}[[(]\\s{0,9}at\\s{0,9}[\\])]\\s{0,9}|${gap}(?:ät|arroba|arobase|chiocciola|klammeraffe)${gap})`,
    "dot|period|point|punkt|punto|ponto",
  ),
];

/** How far around its sign an address is looked for, in characters; patterns see no longer text. */
const before = 300;
const after = 200;

const emailsIn = (text: string): Span[] => [
  ...writtenIn(text),
  ...spokenAddresses.flatMap((each) => spokenIn(text, each)),
];

/** Addresses as they are written: from the beginning of a word with a sign in it to the word's last letter or digit. */
const writtenIn = (text: string): Span[] =>
  [...text.matchAll(/[^\s<>()[\],;:"]+/gu)].flatMap(({ 0: word, index }) => {
    const sign = word.indexOf("@", 1);
    if (sign < 0) return [];
    const end = [...word.slice(sign).matchAll(/[\p{L}\p{N}]/gu)].at(-1);
    return end ? [{ from: index, to: index + sign + end.index + end[0].length, label: "[email]" }] : [];
  });

const spokenIn = (text: string, { sign, point, whole }: Spoken): Span[] => {
  const spans: Span[] = [];
  let done = 0;
  for (const { 0: said, index } of text.matchAll(sign)) {
    const end = index + said.length + after;
    if (index < done || !point.test(text.slice(index + said.length, end))) continue;
    const reach = Math.max(done, index - before);
    // A window begins between words, or half a word would be taken for a name.
    const begin = reach === 0 ? 0 : reach + text.slice(reach, index).search(/\s|$/);
    for (const match of text.slice(begin, end).matchAll(whole)) {
      done = begin + match.index + match[0].length;
      spans.push({ from: begin + match.index, to: done, label: "[email]" });
    }
  }
  return spans;
};

const numeral = `(?:\\d+|(?<![\\p{L}\\p{N}])(?:${numberWords})(?![\\p{L}\\p{N}]))`;
const between =
  "(?:[\\s.,()/–—-]|(?<![\\p{L}\\p{N}])(?:uh|um|er|dash|hyphen|then|and|area code|extension|ext)(?![\\p{L}\\p{N}]))*";
const runPattern = new RegExp(`(?:\\+\\s*|plus\\s+)?\\(?${numeral}(?:${between}${numeral})*`, "giu");
const numeralPattern = new RegExp(numeral, "giu");

/** A part of a number that stays together, with the digits that it means. */
interface Group {
  readonly from: number;
  readonly to: number;
  readonly digits: string;
  /** True for the first, and behind a comma or the end of a sentence beside written digits. */
  readonly begins: boolean;
}

const leastPhoneDigits = 7;

const numbersIn = (text: string, kinds: readonly Redactable[]): Span[] =>
  [...text.matchAll(runPattern)].flatMap(({ 0: run, index }) => {
    const groups = groupsIn(run, index);
    const spans: Span[] = [];
    let rest: Group[] = [];
    const endPhone = () => {
      const [first, last] = [rest[0], rest.at(-1)];
      const from = first === groups[0] ? index : first?.from;
      if (first && last && from !== undefined && kinds.includes("phones") && isPhone(rest, text, from, last.to))
        spans.push({ from, to: last.to, label: "[phone]" });
      rest = [];
    };
    for (let at = 0; at < groups.length; at++) {
      const end = kinds.includes("cards") ? endOfCard(groups, at) : undefined;
      const [first, last] = [groups[at] as Group, groups[end ?? at] as Group];
      if (end === undefined) {
        rest.push(first);
        continue;
      }
      endPhone();
      spans.push({ from: first.from, to: last.to, label: "[card]" });
      at = end;
    }
    endPhone();
    return spans;
  });

/** Dates, amounts with separators and amounts of money have as many digits and are no phone numbers. */
const isPhone = (groups: readonly Group[], text: string, from: number, to: number): boolean => {
  const written = text.slice(from, to);
  if (/^\d{4}-\d{2}-\d{2}$/.test(written) || /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(written)) return false;
  if (/[$€£¥]\s*$/.test(text.slice(Math.max(0, from - 9), from))) return false;
  return groups.reduce((sum, { digits }) => sum + digits.length, 0) >= leastPhoneDigits;
};

/**
 * The index of the last group of a card number that begins at a group; the longest one counts. Behind a comma or the end
 * of a sentence another number may begin: a card goes on there only if it begins and ends at such places itself.
 */
const endOfCard = (groups: readonly Group[], start: number): number | undefined => {
  let digits = "";
  let end: number | undefined;
  let goesOn = false;
  for (let at = start; at < groups.length; at++) {
    goesOn ||= at > start && groups[at]?.begins === true;
    if (goesOn && !groups[start]?.begins) break;
    digits += groups[at]?.digits ?? "";
    if (digits.length > 19) break;
    const mayEnd = !goesOn || (groups[at + 1]?.begins ?? true);
    if (mayEnd && digits.length >= 13 && passesLuhn(digits)) end = at;
  }
  return end;
};

/** The check digit of card numbers (ISO/IEC 7812). */
const passesLuhn = (digits: string): boolean => {
  let total = 0;
  for (let place = 1; place <= digits.length; place++) {
    const value = Number(digits[digits.length - place]) * (place % 2 === 0 ? 2 : 1);
    total += value > 9 ? value - 9 : value;
  }
  return total % 10 === 0;
};

const zerosOf: Readonly<Record<string, string | undefined>> = { hundred: "00", thousand: "000" };

/** Whether a number may end within what is between two groups, given with the characters beside it. */
const isBreak = (gap: string): boolean => /[,.\n]/.test(gap) && /\d/.test(gap);

const groupsIn = (run: string, offset: number): Group[] => {
  const groups: Group[] = [];
  let times = 1;
  let from = 0;
  for (const match of run.matchAll(numeralPattern)) {
    const word = match[0].toLowerCase();
    const to = offset + match.index + match[0].length;
    const last = groups.at(-1);
    if (times === 1) from = offset + match.index;
    if (word === "double" || word === "triple") {
      times = word === "double" ? 2 : 3;
      continue;
    }
    const zeros = zerosOf[word];
    const isUnitOfTens = last?.digits.match(/^[2-9]0$/) && /^[1-9]$/.test(digitsOf.get(word) ?? "") && times === 1;
    if (zeros !== undefined && last) groups[groups.length - 1] = { ...last, to, digits: last.digits + zeros };
    else if (isUnitOfTens && last && !/\d/.test(run.slice(last.from - offset, last.to - offset)))
      groups[groups.length - 1] = { ...last, to, digits: `${last.digits[0]}${digitsOf.get(word)}` };
    else
      groups.push({
        from,
        to,
        digits: (digitsOf.get(word) ?? zeros ?? word).repeat(times),
        begins: !last || isBreak(run.slice(last.to - offset - 1, from - offset + 1)),
      });
    times = 1;
  }
  return groups;
};
