import { stateSizes } from "../../support/stateSizes";

it.each(stateSizes())("what a trigger keeps is small: $what", ({ bytes, mostBytes }) =>
  expect(bytes).toBeLessThan(mostBytes),
);
