import fc from "fast-check";
import { compactCall } from "#src/recipes/calls/compactCall";
import { completeCallSample } from "#src/recipes/calls/completeCall";
import { matchedBy, narrows, partsToLookAt, type Which, whichIn } from "#src/recipes/calls/whichCalls";
import type { CompleteCall } from "#src/recipes/completeCallShape";

type Person = NonNullable<CompleteCall["participants"]>[number];
type CrmRecord = NonNullable<CompleteCall["crmRecords"]>[number];

const address = "priya.nair@contoso.example";
const [firstPerson, firstTracker] = [completeCallSample.participants?.[0], completeCallSample.trackers?.[0]];
if (!firstPerson || !firstTracker) throw new Error("The sample has no participants or no trackers.");

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

  /** Priya Nair, without what is said to be missing. */
  const priya = (patch: Partial<Person>): CompleteCall => ({
    ...call,
    participants: [{ ...firstPerson }, { ...(call.participants?.[1] as Person), ...patch }],
  });

  it.each<[Which, CompleteCall, string[] | undefined]>([
    [{ participants: ["Ada Reyes", "priya"] }, call, ["participant Ada Reyes", "participant Priya Nair"]],
    [{ participants: ["Priya <priya.nair@contoso.example>"] }, call, [`participant Priya Nair (${address})`]],
    [{ participants: ["PRIYA.NAIR@contoso.example"] }, call, ["participant Priya Nair (PRIYA.NAIR@contoso.example)"]],
    [{ participants: ["https://www.contoso.example/a"] }, call, ["participant Priya Nair (domain contoso.example)"]],
    [{ participants: ["425 555 2671"] }, call, ["participant Priya Nair (425 555 2671)"]],
    [{ participants: ["234599484848423"] }, call, ["participant Ada Reyes (234599484848423)"]],
    [{ participants: ["555-2671"] }, call, ["participant Priya Nair (555-2671)"]],
    [{ participants: ["55-2671"] }, call, undefined],
    ...["priya.nair (sales)", "(sales) priya.nair", "room 4255552", "4255552 room"].map(
      (name): [Which, CompleteCall, string[]] => [
        { participants: [name] },
        priya({ name: name.toUpperCase() }),
        [`participant ${name.toUpperCase()}`],
      ],
    ),
    [{ participants: ["contoso.example"] }, priya({ name: null }), [`participant ${address} (domain contoso.example)`]],
    [
      { participants: ["4255552671"] },
      priya({ name: null, emailAddress: null }),
      ["participant +14255552671 (4255552671)"],
    ],
    [{ participants: ["7"] }, priya({ name: null, emailAddress: null, phoneNumber: null }), undefined],
    [{ accounts: ["0015G00000XYZ81AAF"] }, call, ["account Contoso Farms (id 0015g00000XyZ81AAF)"]],
    [
      { accounts: ["0015g00000XyZ81AAF"] },
      { ...call, crmRecords: (call.crmRecords ?? []).map((record) => ({ ...record, name: null })) },
      ["account (id 0015g00000XyZ81AAF)"],
    ],
    [{ accounts: ["contoso"] }, call, ["account Contoso Farms"]],
    [{ accounts: ["contoso.example"] }, call, ["account by domain contoso.example (Priya Nair)"]],
    [{ accounts: ["Contoso"] }, { ...call, crmRecords: null }, ["account by domain contoso.example (Priya Nair)"]],
    [{ accounts: ["Con-toso!"] }, { ...call, crmRecords: [] }, ["account by domain contoso.example (Priya Nair)"]],
    [{ accounts: ["example"] }, { ...call, crmRecords: [] }, undefined],
    [{ accounts: ["Northwind"] }, { ...call, crmRecords: [] }, undefined],
    [{ accounts: ["northwind.example"] }, { ...call, crmRecords: [] }, undefined],
    [{ accounts: ["A.B."] }, priya({ emailAddress: "p@ab.example" }), undefined],
    [
      { accounts: ["A.B.C."] },
      priya({ emailAddress: "p@mail.a-bc.example" }),
      ["account by domain mail.a-bc.example (Priya Nair)"],
    ],
    [{ opportunities: ["harvest robots"] }, call, ["opportunity Contoso Farms: 40 harvest robots"]],
    [{ opportunities: ["Contoso Farms"], accounts: ["zoe"] }, call, undefined],
    [{ titleIncludes: ["discovery", "renewal"] }, call, ["title has discovery"]],
    [{ titleIncludes: ["discovery"] }, { ...call, title: null }, undefined],
    [{ titleExcludes: ["discovery"] }, { ...call, title: null }, []],
    [{ trackers: ["8034572198765432108 "] }, call, ["tracker Budget Objection"]],
    [{ trackers: ["803457219876543210"] }, call, undefined],
    [{ trackers: ["7"] }, { ...call, trackers: [{ ...firstTracker, id: "7", name: null }] }, ["tracker 7"]],
    [{ trackers: ["competitors"] }, { ...call, trackers: [{ ...firstTracker, count: 0 }] }, undefined],
    [{ lacks: ["outcome", "account"] }, call, ["lacks a call outcome"]],
    [{ lacks: ["outcome", "nextSteps"] }, completeCallSample, undefined],
    [{ lacks: ["nextSteps"] }, { ...call, nextSteps: [] }, ["lacks next steps"]],
    [{ lacks: ["account", "opportunity"] }, { ...call, crmRecords: [] }, ["lacks an account", "lacks an opportunity"]],
    [{ minimumMinutes: 30 }, { ...call, durationSeconds: 1800 }, []],
    [{ minimumMinutes: 30 }, { ...call, durationSeconds: 1799 }, undefined],
    [{ minimumMinutes: 1 }, { ...call, durationSeconds: null }, undefined],
  ])("is answered in words: %j", (which, of, words) => expect(matchedBy(which, of)).toEqual(words));

  it("looks at the records of people outside too, after those of the call", () => {
    const account = { ...(call.crmRecords?.[1] as CrmRecord), id: "1", name: "Contoso Holding" };
    const of = priya({ crmRecords: [account] });
    expect(matchedBy({ accounts: ["Contoso Holding"] }, of)).toEqual(["account Contoso Holding"]);
    expect(matchedBy({ accounts: ["Contoso"] }, of)).toEqual(["account Contoso Farms"]);
    const [ada, guest] = of.participants ?? [];
    const within = { ...of, participants: [{ ...ada, crmRecords: [account] } as Person, guest as Person] };
    expect(
      matchedBy({ accounts: ["Contoso Holding"] }, { ...within, participants: within.participants.slice(0, 1) }),
    ).toBeUndefined();
  });

  it.each<[Which, string]>([
    [{}, "participants"],
    [{ accounts: ["a"] }, "participants crm"],
    [{ opportunities: ["a"] }, "participants crm"],
    [{ lacks: ["account"] }, "participants crm"],
    [{ lacks: ["opportunity"] }, "participants crm"],
    [{ trackers: ["a"] }, "participants trackers"],
    [{ lacks: ["nextSteps"] }, "participants nextSteps"],
    [{ lacks: ["outcome"] }, "participants outcome"],
  ])("needs no more parts of calls than tell: %j", (which, parts) =>
    expect(partsToLookAt(which).join(" ")).toBe(parts),
  );

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

it("a compact record names people outside first, what it can of records and people, and cuts at words", () => {
  const nobody = { name: null, emailAddress: null, phoneNumber: null };
  const [ada, priya] = call.participants as [Person, Person];
  const participants = [
    ada,
    priya,
    { ...priya, name: null },
    { ...priya, ...nobody, phoneNumber: "+1" },
    { ...priya, ...nobody },
    { ...ada, name: "Tomas Lind" },
  ];
  const crmRecords = [{ ...(call.crmRecords?.[1] as CrmRecord), id: "0015", name: null }];
  const compact = compactCall({
    ...call,
    participants,
    crmRecords,
    title: `${"x".repeat(100)} ${"y".repeat(30)}`,
    brief: null,
  });
  expect(compact).toMatchObject({
    participants: ["Priya Nair", address, "+1", "Ada Reyes", "Tomas Lind"],
    participantCount: 6,
    account: "0015",
    opportunity: null,
    host: "Ada Reyes",
    title: `${"x".repeat(100)}…`,
    brief: null,
    nextSteps: call.nextSteps?.map(({ text }) => text),
  });
  const cut = (title: string) => compactCall({ ...call, title, host: null }).title;
  expect(cut("x".repeat(120))).toBe("x".repeat(120));
  expect(cut(`${"x".repeat(96)} ${"y".repeat(30)}`)).toBe(`${"x".repeat(96)} ${"y".repeat(22)}…`);
  expect(compactCall({ ...call, host: { userId: null, name: null, emailAddress: address } }).host).toBe(address);
  expect(compactCall({ ...call, participants: null, nextSteps: null })).toMatchObject({
    participants: [],
    nextSteps: [],
  });
});
