import { slowOnes, written } from "../support/patterns";

it("every pattern of the sources is linear", () => {
  expect(slowOnes(written)).toEqual([]);
});
