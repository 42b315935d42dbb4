import type { Operation } from "#src/operation";
import { sample, seed } from "../support/seed";
import { faultsAt, oddPlaces, parts, showsNeighbor } from "./oddAnswers";

it(`C17: takes odd answers through everything, without a crash and with the healthy neighbor (seed ${seed})`, async () => {
  const faults: string[] = [];
  for (const odd of sample(oddPlaces(), 10)) faults.push(...(await faultsAt(odd)));
  expect(faults).toEqual([]);
});

/** They hand on one item of a list, or a report about it; short ids tell no neighbor. */
const withoutNeighbor = [
  "listCallOutcomes",
  "getUserSettingsHistory",
  "getMeetingIntegrationStatus",
  "checkConnection",
  "findUser",
  "getCallMedia",
  "getTrackerMentions",
  "uploadCalls",
  "the dropdown briefs",
  "the dropdown callOutcomes",
];

it("shows the healthy neighbor of everything else that hands on a list", async () => {
  const lists = parts.filter(({ uses: [operation] }) => operation?.list);
  const blind: string[] = [];
  for (const part of lists) if (!(await showsNeighbor(part, part.uses[0] as Operation))) blind.push(part.name);
  expect(blind).toEqual(withoutNeighbor);
});

it("reaches every action, recipe, polling trigger and dropdown", () => {
  const reached = new Set(oddPlaces().map(({ part }) => part.name));
  const idle = parts.map(({ name }) => name).filter((name) => !reached.has(name));
  expect(idle).toEqual(["exportRunLog"]);
});
