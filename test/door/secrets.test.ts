import { sample, seed } from "../support/seed";
import { parts } from "./oddAnswers";
import { searchLinks, searchParts, searchWorks, works } from "./secrets";

describe(`the sources, a sample drawn by the seed ${seed}`, () => {
  searchWorks("the sources", sample(works, 2));
  searchParts(sample(parts, 1));
  searchLinks("the sources");
});

describe("the bundle", () => {
  searchWorks("the bundle", sample(works, 1));
  searchLinks("the bundle");
});
