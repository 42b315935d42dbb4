import { oneLine } from "./text";

/**
 * Other people's words inside formats that give marks a meaning: one function for each format. Names and titles are
 * theirs, and must neither forge a line nor end an element.
 */

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text of an element or an attribute of HTML. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (mark) => references[mark] ?? mark);

/** Text of a WebVTT cue or of its voice. */
export const escapeWebVtt = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Words within a line of Markdown, themselves on one line. */
export const escapeMarkdown = (text: string): string => oneLine(text).replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");

/** The same in front of a line, where some more marks begin a list or a heading. */
export const escapeMarkdownLine = (text: string): string =>
  escapeMarkdown(text).replace(/^(\d{0,9})([-+.)=])/, "$1\\$2");

/**
 * A cell that spreadsheets show and never run: programs take what begins like a formula for one, also in a CSV and
 * behind spaces.
 */
export const withoutFormula = (cell: string): string =>
  /^\s*[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/.test(cell) ? `'${cell}` : cell;
