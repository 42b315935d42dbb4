import fc from "fast-check";
import { z } from "zod";
import { entity } from "#src/entities/entity";
import { normalize } from "#src/entities/tolerant";
import type { Operation } from "#src/operation";
import { operations } from "#src/operations/index";
import { hostileValues, mutationsOf, placesOf } from "../../support/mutations";
import { sample, seed } from "../../support/seed";

const Person = () => entity({ id: z.string(), age: z.number(), isActive: z.boolean(), names: z.array(z.string()) });
const Company = () =>
  entity({
    people: z.array(Person()),
    host: Person(),
    byName: z.record(z.string(), Person().nullable()),
    either: z.array(z.union([z.boolean(), z.number()])),
    counts: z.array(z.number()),
  });
const ada = { id: "1", age: 36, isActive: true, names: ["Ada"] };

describe("an answer", () => {
  it.each<[string, unknown, unknown]>([
    ["is itself where it is right", { people: [ada], host: null }, { people: [ada], host: null }],
    [
      "has ids as text",
      { people: [{ id: 71 }, { id: 9223372036854775807n }] },
      { people: [{ id: "71" }, { id: "9223372036854775807" }] },
    ],
    [
      "has numbers and switches that came as text",
      { host: { age: "36", isActive: "true" } },
      { host: { age: 36, isActive: true } },
    ],
    ["has nothing where a list is due and a text came", { people: "Ada" }, { people: null }],
    [
      "has a list of one where a single item came",
      { people: ada, host: { names: "Ada" } },
      { people: [ada], host: { names: ["Ada"] } },
    ],
    ["has the first where one is due and a list came", { host: [null, ada] }, { host: ada }],
    ["leaves out what is no item", { people: [null, ada, "x", 7, true] }, { people: [ada] }],
    ["has null for what is nothing of the kind", { host: "Ada", byName: 7 }, { host: null, byName: null }],
    [
      "has null for a number that is none",
      { host: { age: "many", isActive: "maybe" }, people: [{ age: " " }, { age: true }, { age: [] }, { id: false }] },
      { host: { age: null, isActive: null }, people: [{ age: null }, { age: null }, { age: null }, { id: null }] },
    ],
    [
      "has what a value of several kinds is already, or else what it can be read as",
      { either: [1, true, "7", "true", "Ada"] },
      { either: [1, true, 7, true] },
    ],
    ["has numbers in lists", { counts: [1, 2n, " 3 ", "", Infinity] }, { counts: [1, 2, 3, Infinity] }],
    ["keeps what is unknown", { color: [null, 7], host: { pet: null } }, { color: [null, 7], host: { pet: null } }],
    ["reads maps", { byName: { ada, nobody: null, odd: 7 } }, { byName: { ada, nobody: null, odd: null } }],
  ])("%s", (_what, came, read) => {
    const before = structuredClone(came);
    expect(normalize(Company, came)).toEqual(read);
    expect(came).toEqual(before);
  });

  it("shares what is right with the answer as it came", () => {
    const came = { people: [ada], host: null };
    expect(normalize(Company, came)).toBe(came);
  });

  it("is nothing when the whole is nothing of the kind", () => {
    expect(normalize(Company, "Ada")).toBeUndefined();
  });

  it("cannot be described by a type that no answer is read by", () => {
    expect(() => normalize(() => z.date(), {})).toThrow("by a type that answers are not read by");
  });

  it("is the same when it is read twice, whatever came", () => {
    fc.assert(
      fc.property(fc.record({ people: fc.jsonValue(), host: fc.jsonValue(), byName: fc.jsonValue() }), (came) => {
        const read = normalize(Company, came);
        expect(Company().safeParse(read).error).toBeUndefined();
        expect(normalize(Company, read)).toBe(read);
      }),
    );
  });
});

describe.each(Object.entries<Operation>(operations))(`C17: the answer of %s (seed ${seed})`, (_key, operation) => {
  it("comes as it is when it is right", () => {
    expect(normalize(operation.response, operation.example)).toBe(operation.example);
  });

  it("fits its description with any property null, missing or of another type", () => {
    const schema = operation.response();
    const places = sample(placesOf(operation.example), 8);
    for (const place of places)
      for (const { answer } of mutationsOf(operation.example, place, hostileValues)) {
        const read = normalize(operation.response, answer);
        expect(schema.safeParse(read).error).toBeUndefined();
      }
  });
});
