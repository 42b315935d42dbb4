import { faultOf, oddAnswers, parts } from "./oddAnswers";

/** Equal values at equal places of equal answers are tried once a part. */
describe.each(parts.map((part) => [part.name, part] as const))("C17: %s", (_name, part) => {
  it("takes every odd answer without a crash, and with the healthy neighbor", async () => {
    const faults: (string | undefined)[] = [];
    for (const odd of oddAnswers().filter((each) => each.part === part)) faults.push(await faultOf(odd));
    expect(faults.filter(Boolean)).toEqual([]);
  });
});
