import { sample, seed } from "../support/seed";
import { parts } from "./oddAnswers";
import { searchLinks, searchParts, searchWorks, works } from "./secrets";

describe(`the sources, a sample drawn by the seed ${seed}`, () => {
  searchWorks("the sources", sample(works, 5));
  searchParts(sample(parts, 4));
  searchLinks("the sources");
});

describe("the bundle", () => {
  searchWorks("the bundle", sample(works, 2));
  searchLinks("the bundle");
});
