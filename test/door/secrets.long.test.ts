import { parts } from "./oddAnswers";
import { searchParts, searchWorks, works } from "./secrets";

describe("the sources", () => {
  searchWorks("the sources", works);
  searchParts(parts);
});

describe("the bundle", () => searchWorks("the bundle", works));
