import { isUrl } from "#src/base/url";

/**
 * The one reader of ids. Spreadsheets turn long ids into numbers and round them, so what they make of an id is refused
 * everywhere: the digits that are gone would name another call or person.
 */

/** An id as text, or what is wrong with it: words without a full stop that follow the label, as in "Call ID is …". */
export type ReadId = { readonly id: string } | { readonly problem: string };

/** `1.76762E+15`, `9,87654E+12`, `7E+18`, and Java's `1.76762E15`. */
const scientific = /^[+-]?(?:\d+[.,]\d+E\+?\d+|\d+E\+\d+)$/i;
/** `1767620000000000.0`: an id that was a number with decimals on its way. */
const withDecimals = /^[+-]?\d{3,}[.,]0+$/;
const longestId = 20;
/** Gong keeps its ids as signed numbers of 64 bits, and answers `should be a valid Long` to a larger one. */
const largestId = 2n ** 63n - 1n;
/** Nothing as long as this is an id; patterns see no longer text. */
const longestText = 2_100;

const roundedProblem =
  "is a number as spreadsheets write it, and may have lost digits. Format the column as text there and take the id from its source again";
const tooLargeProblem = `is larger than any id of Gong's (${largestId}), and may have been rounded. Take it from its source again`;
const impreciseProblem =
  "must be text: as a number of this size it has already lost digits. Take it from its source again";

/** The id as it was written, unless a spreadsheet wrote it or it is no text or number. */
const readText = (given: unknown): ReadId => {
  if (typeof given === "bigint") return { id: String(given) };
  if (typeof given === "number" && Number.isFinite(given)) {
    const isImprecise = Number.isInteger(given) && !Number.isSafeInteger(given);
    return isImprecise ? { problem: impreciseProblem } : { id: String(given) };
  }
  if (typeof given !== "string") return { problem: "must be text" };
  const text = given.trim();
  const isRounded = text.length <= longestText && (scientific.test(text) || withDecimals.test(text));
  return isRounded ? { problem: roundedProblem } : { id: text };
};

/** The id in a call's web address, such as `https://us-12345.app.gong.io/call?id=7782342274025937895`. */
const idInCallAddress = (text: string): string | undefined => {
  if (!/^https?:\/\//i.test(text) || text.length > longestText || !isUrl(text)) return undefined;
  const { hostname, pathname, searchParams } = new URL(text);
  const isCall = /(?:^|\.)gong\.io$/.test(hostname) && pathname.replace(/\/$/, "") === "/call";
  return isCall ? (searchParams.get("id") ?? undefined) : undefined;
};

/**
 * An id that Gong makes of digits, at most 9223372036854775807: of calls, users, workspaces and the like.
 *
 * @param options `isCall` false where a call's web address, which is taken for the call's id, makes no sense.
 */
export const readGongId = (given: unknown, { isCall = true }: { readonly isCall?: boolean } = {}): ReadId => {
  const read = readText(given);
  if ("problem" in read) return read;
  const id = (isCall ? idInCallAddress(read.id) : undefined) ?? read.id;
  if (id.length <= longestId && /^\d+$/.test(id)) return BigInt(id) > largestId ? { problem: tooLargeProblem } : { id };
  return {
    problem: `must be an id made of digits, such as 7782342274025937895${isCall ? ", or the call's web address in Gong" : ""}`,
  };
};

/** An id of another system, or one whose form Gong leaves open: any text but what a spreadsheet makes of an id. */
export const readForeignId = (given: unknown): ReadId => readText(given);
