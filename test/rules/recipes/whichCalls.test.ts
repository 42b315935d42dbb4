import fc from "fast-check";
import { compactCall } from "#src/recipes/calls/compactCall";
import { completeCallSample } from "#src/recipes/calls/completeCall";
import { matchedBy, narrows, type Which, whichIn } from "#src/recipes/calls/whichCalls";
import type { CompleteCall } from "#src/recipes/completeCallShape";

/** The sample: Ada Reyes of Northwind Robotics with Priya Nair of contoso.example, about an opportunity of Contoso Farms; without an outcome. */
const call: CompleteCall = { ...completeCallSample, outcome: null };

type Lists = Pick<
  Which,
  "participants" | "accounts" | "opportunities" | "titleIncludes" | "titleExcludes" | "trackers" | "lacks"
>;

const values: Readonly<Record<keyof Lists, readonly string[]>> = {
  participants: ["contoso.example", "@contoso.example", "priya.nair@contoso.example", "Priya", "nobody.example", "Zoe"],
  accounts: ["Contoso Farms", "contoso.example", "0015g00000XyZ81AAF", "Fabrikam", "0015g00000XyZ99AAF"],
  opportunities: ["0065g00000KpQ2nAAF", "roll-out", "0065g00000KpQ9nAAF", "nothing"],
  titleIncludes: ["discovery", "DISCOVERY", "disco", "renewal"],
  titleExcludes: ["discovery", "renewal", "interview"],
  trackers: ["competitors", "Pricing", "nothing"],
  lacks: ["nextSteps", "opportunity", "account", "outcome"],
};

const someOf = (key: keyof Lists) =>
  fc.array(fc.oneof(fc.constantFrom(...values[key]), fc.string({ maxLength: 12 })), { minLength: 1, maxLength: 3 });

const keys = Object.keys(values) as (keyof Lists)[];
const question = fc.oneof(...keys.map((key) => someOf(key).map((list): Which => ({ [key]: list }))));

const isMeant = (which: Which) => matchedBy(which, call) !== undefined;

describe("a question about calls", () => {
  it("has values of which some lead to the sample and some do not", () => {
    for (const key of keys) {
      const found = values[key].map((value) => isMeant({ [key]: [value] }));
      expect([key, new Set(found).size]).toEqual([key, 2]);
    }
  });

  it("takes the values of one input as alternatives, and those of Title Excludes all at once", () => {
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.context(), (key, context) => {
        fc.assert(
          fc.property(someOf(key), someOf(key), (one, other) => {
            context.log(JSON.stringify([key, one, other]));
            const each = [one, other].map((list) => isMeant({ [key]: list }));
            const both = isMeant({ [key]: [...one, ...other] });
            expect(both).toBe(key === "titleExcludes" ? each.every(Boolean) : each.some(Boolean));
          }),
          { numRuns: 30 },
        );
      }),
      { numRuns: 20 },
    );
  });

  it("narrows with each input, and tells by what each was found", () => {
    fc.assert(
      fc.property(
        fc.array(question, { maxLength: 4 }),
        fc.option(fc.integer({ min: 1, max: 90 })),
        (parts, minutes) => {
          const inputs = [...parts, ...(minutes === null ? [] : [{ minimumMinutes: minutes }])];
          const byKey = new Map(inputs.map((part) => [Object.keys(part)[0], part]));
          const all: Which = Object.assign({}, ...byKey.values());
          const each = [...byKey.values()].map((part) => matchedBy(part, call));
          expect(isMeant(all)).toBe(each.every((reasons) => reasons !== undefined));
          if (isMeant(all))
            expect(matchedBy(all, call)?.toSorted()).toEqual(each.flatMap((part) => part ?? []).toSorted());
        },
      ),
    );
  });

  it("does not mind capitals, accents and spaces", () => {
    const change = fc.constantFrom(
      (text: string) => text.toUpperCase(),
      (text: string) => ` ${text}  `,
      (text: string) => text.normalize("NFD"),
      (text: string) => text.replace(/([aeiou])/g, "$1\u0301"),
    );
    const named = fc.constantFrom<Which>(
      { participants: ["priya nair"] },
      { accounts: ["contoso farms"] },
      { titleIncludes: ["discovery"] },
      { trackers: ["competitors"] },
    );
    fc.assert(
      fc.property(named, change, (which, alter) => {
        const [[key = "", list = []] = []] = Object.entries(which) as [string, string[]][];
        expect(matchedBy({ [key]: list.map(alter) }, call)).toBeDefined();
      }),
    );
  });

  it("means a domain with those below it, and no other that ends or begins like it", () => {
    const label = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    fc.assert(
      fc.property(fc.array(label, { maxLength: 3 }), label, (below, joined) => {
        const at = (domain: string): CompleteCall => ({
          ...call,
          participants: [{ ...firstPerson, emailAddress: `p@${domain}` }],
        });
        expect(
          matchedBy({ participants: ["contoso.example"] }, at([...below, "contoso.example"].join("."))),
        ).toBeDefined();
        expect(matchedBy({ participants: ["contoso.example"] }, at(`${joined}contoso.example`))).toBeUndefined();
        expect(matchedBy({ participants: ["contoso.example"] }, at(`contoso.example.${joined}`))).toBeUndefined();
      }),
    );
  });

  it("finds a phone number however it is written, with its country or without", () => {
    const withNumber = { ...call, participants: [{ ...firstPerson, phoneNumber: "+14255552671" }] };
    const digits = fc.constantFrom("+14255552671", "14255552671", "4255552671", "0014255552671");
    const gaps = fc.array(fc.constantFrom("", " ", "-", ".", "/"), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(digits, gaps, (number, between) => {
        const written = [...number].map((digit, index) => digit + (index === 0 ? "" : between[index])).join("");
        expect(matchedBy({ participants: [written] }, withNumber)).toBeDefined();
        expect(matchedBy({ participants: [`${written}9`] }, withNumber)).toBeUndefined();
      }),
    );
  });

  it("is answered for any text and any call, without an error", () => {
    const text = fc.option(fc.string({ unit: "grapheme" }));
    const person = fc.record({ name: text, emailAddress: text, phoneNumber: text });
    fc.assert(
      fc.property(question, fc.string(), text, fc.array(person), (which, value, title, people) => {
        const odd: CompleteCall = {
          ...call,
          title,
          participants: people.map((each) => ({ ...firstPerson, ...each })),
          crmRecords: null,
          trackers: null,
          nextSteps: null,
        };
        const own = matchedBy({ ...which, participants: [value] }, odd);
        expect(own === undefined || Array.isArray(own)).toBe(true);
        if (!narrows(whichIn({}))) expect(matchedBy({}, odd)).toEqual([]);
      }),
    );
  });
});

it("a compact record keeps its limits whatever the call holds", () => {
  const long = fc.string({ unit: "grapheme", maxLength: 3000 });
  fc.assert(
    fc.property(long, fc.array(long, { maxLength: 30 }), fc.integer({ min: 0, max: 40 }), (text, steps, people) => {
      const compact = compactCall({
        ...call,
        title: text,
        brief: text,
        nextSteps: steps.map((step) => ({ text: step, second: null, momentUrl: null })),
        participants: Array.from({ length: people }, () => ({ ...firstPerson, name: text })),
      });
      expect(compact.brief?.length ?? 0).toBeLessThanOrEqual(400);
      expect(compact.title?.length ?? 0).toBeLessThanOrEqual(120);
      expect(compact.nextSteps.length).toBeLessThanOrEqual(5);
      expect(compact.participants.length).toBeLessThanOrEqual(10);
      expect(compact.participantCount).toBe(people);
      expect(JSON.stringify(compact)).not.toMatch(/(?<!\\ud[89ab]..)\\ud[c-f]/i);
    }),
    { numRuns: 50 },
  );
});

const firstPerson = (() => {
  const [person] = completeCallSample.participants ?? [];
  if (!person) throw new Error("The sample has no participants.");
  return person;
})();
