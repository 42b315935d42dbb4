import { createColors } from "picocolors";

const { CI, NO_COLOR, FORCE_COLOR, TERM } = process.env;

/** A person watches a terminal: not a pipe, not CI, and colours are wanted. */
const isLive = Boolean(process.stdout.isTTY) && !CI && !NO_COLOR && TERM !== "dumb";

const pc = createColors(isLive || (Boolean(FORCE_COLOR) && !NO_COLOR));

const width = Math.min(process.stdout.columns || 100, 110);
const indent = "   ";
const labelWidth = 11;
const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

let spinner: NodeJS.Timeout | undefined;
let turn = 0;
let busyWith: () => string = () => "";

const clear = () => {
  if (spinner) process.stdout.write("\r\x1b[2K");
};

const print = (line: string) => {
  clear();
  console.log(line);
};

/** Breaks a text into lines that fit beside a label. */
const wrap = (text: string, room: number): string[] => {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

const labelled = (label: string, text: string, paint: (text: string) => string) => {
  const lines = text.split("\n").flatMap((line) => wrap(line, width - indent.length - labelWidth - 1));
  for (const [index, line] of lines.entries())
    print(`${indent}${pc.dim((index === 0 ? label : "").padEnd(labelWidth))} ${paint(line)}`);
};

const plain = (text: string) => text;

/** Prints for people: colour and progress where the terminal has them, plain lines where it has not. */
export const screen = {
  title: (text: string) => print(`\n${pc.bold(text)}\n${pc.dim("─".repeat(Math.min(text.length, width)))}`),
  heading: (text: string) => print(`\n${pc.bold(text)}`),
  step: (number: number, name: string, detail: string) =>
    print(`\n${pc.bold(pc.cyan(String(number)))}  ${pc.bold(name)} ${pc.dim(detail)}`),
  line: (label: string, text: string) => labelled(label, text, plain),
  change: (label: string, text: string) => labelled(label, text, (line) => pc.bold(pc.yellow(line))),
  good: (label: string, text: string) => labelled(label, `✔ ${text}`, pc.green),
  bad: (label: string, text: string) => labelled(label, `✘ ${text}`, pc.red),
  /** Says more about the line before. */
  more: (text: string) => labelled("", text, pc.dim),
  text: (text: string) => {
    for (const line of wrap(text, width - indent.length)) print(`${indent}${line}`);
  },
  /** A line that is not broken, such as a command. */
  verbatim: (text: string) => print(`${indent}${text}`),
  faint: (text: string) => print(`${indent}${pc.dim(text)}`),
  blank: () => print(""),

  /** Columns side by side; cells of numbers stand at the right. */
  table: (rows: readonly (readonly string[])[]) => {
    const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    for (const [index, row] of rows.entries()) {
      const cells = row.map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      );
      print(`${indent}${index === 0 ? pc.dim(cells.join("   ")) : cells.join("   ")}`);
    }
  },

  /** Shows that something is going on, and how far it is, until `idle`. Silent where nobody watches. */
  busy: (text: string, progress: () => string = () => "") => {
    busyWith = () => `${text}${progress()}`.slice(0, width - indent.length - 2);
    if (!isLive || spinner) return;
    spinner = setInterval(() => {
      process.stdout.write(`\r\x1b[2K${indent}${pc.cyan(frames[turn++ % frames.length] ?? "")} ${pc.dim(busyWith())}`);
    }, 80);
  },
  idle: () => {
    clear();
    clearInterval(spinner);
    spinner = undefined;
  },
};
