import { budgets, packageKiB, rules } from "./check";
import { readPublication } from "./read";

/** Checks what is about to be published, and says what to mend. */
const main = async (): Promise<void> => {
  const publication = await readPublication();
  for (const [name, rule] of Object.entries(rules)) {
    const faults = rule(publication);
    console.log(`${faults.length === 0 ? "✔" : "✘"} ${name}`);
    for (const fault of faults) console.log(`    ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
  const { files, imported } = publication;
  const bundleKiB = Math.ceil((files.get("index.js")?.length ?? 0) / 1024);
  console.log(
    `\nBundle ${bundleKiB} of ${budgets.bundleKiB} KiB, package ${packageKiB(files)} of ${budgets.packageKiB} KiB, ` +
      `load time ${imported.loadRatio.toFixed(2)} of spectral alone, at most ${budgets.loadRatio}.`,
  );
};

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
