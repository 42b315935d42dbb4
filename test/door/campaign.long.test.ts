import { inWords, otherFaults, trials, tryReader, tryWriteUnder, writeNames } from "./campaign";

it.each(trials.map((trial) => [inWords(trial), trial] as const))(
  "D12: nothing lost and nothing twice: %s",
  (_, trial) => tryReader(trial),
);

it.each(writeNames)(
  "%s happens at most once under any other fault, whether Gong did it before or not",
  async (name) => {
    for (const fault of otherFaults) await tryWriteUnder(name, fault);
  },
);
