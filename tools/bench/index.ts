import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { allowThisMachine } from "#sandbox/index";
import { type Figure, toTable } from "./figures";
import { jobs } from "./jobs";
import { serveJobs } from "./processes";
import { sections } from "./sections";

const help = `Measures the built component against a sandbox, each in a process of its own.

Usage: npm run tool bench -- [sections] [options]

  Sections             ${Object.keys(sections).join(", ")}. All when left out.
  --quick              Few repetitions: the noise of the machine shows more.
  --json               Prints the figures as JSON instead of as a table.
  --help               This text.

Every figure is the median of its runs, with the least and the most beside it. Times depend on the machine: compare the
ratios, which are taken within one run. The figures are written to out/bench.json as well.`;

const outFile = "out/bench.json";

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    options: {
      quick: { type: "boolean" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
      helper: { type: "boolean" },
    },
    allowPositionals: true,
  });
  if (values.helper) return serveJobs(jobs);
  if (values.help) return console.log(help);
  allowThisMachine();
  const unknown = positionals.filter((name) => !(name in sections));
  if (unknown.length > 0) throw new Error(`There is no section ${unknown.join(", ")}. Try --help.`);
  const chosen = positionals.length > 0 ? positionals : Object.keys(sections);
  const thoroughness = values.quick ? { runs: 1, shortRuns: 5 } : { runs: 5, shortRuns: 25 };

  const figures: Figure[] = [];
  for (const name of chosen) {
    console.error(`Measuring ${name} …`);
    figures.push(...(await sections[name as keyof typeof sections](thoroughness)));
  }
  const machine = { node: process.version, processors: cpus().length, processor: cpus()[0]?.model ?? "" };
  mkdirSync("out", { recursive: true });
  const json = JSON.stringify({ machine, figures }, null, 2);
  writeFileSync(outFile, `${json}\n`);
  if (values.json) return console.log(json);
  console.log(`${toTable(figures)}\n\nNode ${machine.node}, ${machine.processors} processors. Written to ${outFile}.`);
};

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
