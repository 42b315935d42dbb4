import pc from "picocolors";

const isLive = Boolean(process.stdout.isTTY) && !process.env.CI && pc.isColorSupported;

const width = Math.min(process.stdout.columns || 100, 110);

/** Prints for people: colour and progress where the terminal has them, plain lines where it has not. */
export const screen = {
  title: (text: string) => console.log(`\n${pc.bold(text)}\n${pc.dim("─".repeat(Math.min(text.length, width)))}`),
  step: (number: number, text: string) => console.log(`\n${pc.bold(pc.cyan(`${number}`))}  ${pc.bold(text)}`),
  line: (label: string, value: string) => console.log(`   ${pc.dim(label.padEnd(14))} ${value}`),
  text: (text: string) => console.log(`   ${text}`),
  good: (text: string) => console.log(`   ${pc.green("✔")} ${text}`),
  bad: (text: string) => console.log(`   ${pc.red("✘")} ${text}`),
  blank: () => console.log(""),
  strong: pc.bold,
  faint: pc.dim,
  changed: pc.yellow,

  /** Shows that something is going on, and takes it away again when it is done. Silent where nobody watches. */
  async during<T>(text: string, work: () => Promise<T>): Promise<T> {
    if (!isLive) return work();
    const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
    let turn = 0;
    const timer = setInterval(() => {
      process.stdout.write(`\r   ${pc.cyan(frames[turn++ % frames.length] ?? "")} ${text}`);
    }, 80);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      process.stdout.write("\r\x1b[2K");
    }
  },
};
