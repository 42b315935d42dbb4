import { faultsAt, oddPlaces, parts } from "./oddAnswers";

describe.each(parts.map((part) => [part.name, part] as const))("C17: %s", (_name, part) => {
  it("takes every odd answer without a crash, and with the healthy neighbor", async () => {
    const faults: string[] = [];
    for (const odd of oddPlaces().filter((each) => each.part === part)) faults.push(...(await faultsAt(odd)));
    expect(faults).toEqual([]);
  });
});
