import { sample, seed } from "../support/seed";
import { inWords, otherFaults, trials, tryReader, tryWriteAfter429, tryWriteUnder, writeNames } from "./campaign";

const some = <T>(items: readonly T[], size: number, toWords: (item: T) => string) =>
  sample(items, size).map((item) => [toWords(item), item] as const);

describe(`faults, a sample drawn by the seed ${seed}`, () => {
  it.each(some(trials, 2, inWords))("D12: nothing lost and nothing twice: %s", (_words, trial) => tryReader(trial));

  it.each(writeNames)("%s happens exactly once after one 429", tryWriteAfter429);

  it.each(writeNames)("%s happens at most once under any other fault", async (name) => {
    for (const fault of sample(otherFaults, 2)) await tryWriteUnder(name, fault);
  });
});
