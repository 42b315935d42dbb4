import { stripVTControlCharacters } from "node:util";
import { escapeHtml } from "#src/base/escape";

const colours: Readonly<Record<string, string>> = {
  "31": "#ff7b72",
  "32": "#7ee787",
  "33": "#f2cc60",
  "36": "#79c0ff",
};

/** What switches colours in a terminal's text. */
const escapes = new RegExp(`${String.fromCharCode(27)}\\[([0-9;]*)m`);

const faint = "#8b949e";

const lineHeight = 18;
const letterWidth = 7.83;
const margin = 24;
const barHeight = 36;

interface Style {
  bold: boolean;
  dim: boolean;
  colour: string | undefined;
}

const apply = (style: Style, code: string): Style => {
  if (code === "0") return { bold: false, dim: false, colour: undefined };
  if (code === "1") return { ...style, bold: true };
  if (code === "2") return { ...style, dim: true };
  if (code === "22") return { ...style, bold: false, dim: false };
  return { ...style, colour: colours[code] };
};

const span = (text: string, { bold, dim, colour }: Style): string => {
  const fill = colour ?? (dim ? faint : undefined);
  const attributes = [fill ? ` fill="${fill}"` : "", bold ? ' font-weight="bold"' : ""].join("");
  return text === "" ? "" : `<tspan${attributes}>${escapeHtml(text)}</tspan>`;
};

/** A picture of what a terminal shows. Knows the colours that the demo uses. */
export const svgOf = (output: string, title: string): string => {
  let style: Style = { bold: false, dim: false, colour: undefined };
  const lines = output.split("\n").map((line) =>
    line
      .split(escapes)
      .map((part, index) => {
        if (index % 2 === 0) return span(part, style);
        for (const code of part.split(";")) style = apply(style, code || "0");
        return "";
      })
      .join(""),
  );
  const longest = Math.max(
    ...stripVTControlCharacters(output)
      .split("\n")
      .map(({ length }) => length),
  );
  const width = Math.ceil(longest * letterWidth) + 2 * margin;
  const height = lines.length * lineHeight + barHeight + 2 * margin - lineHeight;
  const rows = lines.map(
    (line, index) => `<text x="${margin}" y="${barHeight + margin + index * lineHeight}">${line}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeHtml(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>`,
    ...["#ff5f57", "#febc2e", "#28c840"].map(
      (fill, index) => `<circle cx="${margin + index * 20}" cy="${barHeight / 2}" r="6" fill="${fill}"/>`,
    ),
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13" fill="#e6edf3" xml:space="preserve">`,
    ...rows,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
};
