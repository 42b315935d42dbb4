import fc from "fast-check";
import {
  type Directory,
  directoryOf,
  type Ladder,
  type LadderRule,
  matchUser,
  suggestedExternalLicences,
  suggestedPaidLicences,
  suggestedRules,
} from "#src/recipes/users/matching";
import {
  type GongPerson,
  type OtherUser,
  readGongPerson,
  readManualMap,
  readOtherUsers,
} from "#src/recipes/users/people";

const ada: GongPerson = {
  gongUserId: "234599484848423",
  name: "Ada Reyes",
  firstName: "Ada",
  lastName: "Reyes",
  emailAddress: "ada.reyes@northwind.example",
  trustedAddress: "ada.reyes@sso.northwind.example",
  aliases: ["ada@northwind.example"],
  isActive: true,
};

const other = (id: string, patch: Partial<OtherUser> = {}): OtherUser => ({
  id,
  name: "Ada Reyes",
  emailAddress: "ada.reyes@northwind.example",
  aliases: [],
  active: true,
  licence: "Full",
  lastLogin: null,
  ...patch,
});

const suggested: Ladder = {
  rules: suggestedRules,
  paidLicences: suggestedPaidLicences,
  externalLicences: suggestedExternalLicences,
  manualMap: new Map(),
};

const match = (users: readonly OtherUser[], ladder: Partial<Ladder> = {}, person = ada) =>
  matchUser(person, directoryOf(users), { ...suggested, ...ladder });

interface Row {
  readonly what: string;
  readonly users: readonly OtherUser[];
  readonly rules?: readonly LadderRule[];
  readonly decision: string;
  readonly reason: string;
  readonly chosen?: string;
}

const off = { active: false };
const unpaid = { licence: "Internal Collaborator" };
const external = { licence: "External" };
const viewer = { licence: "Viewer" };
const analytics = { licence: "Viewer + Analytics" };
const monday = { lastLogin: "2026-01-05T08:00:00Z" };
const sunday = { lastLogin: "2026-01-04T08:00:00Z" };

const ladderTable: readonly Row[] = [
  {
    what: "B28: the only user with the address",
    users: [other("A")],
    decision: "MATCHED",
    reason: "ONLY_CANDIDATE",
    chosen: "A",
  },
  { what: "B29 B35: nobody, so one is created", users: [], decision: "CREATE", reason: "NOBODY_FOUND" },
  {
    what: "B30: active beats inactive",
    users: [other("A", off), other("B")],
    decision: "MATCHED",
    reason: "ACTIVE_ONLY",
    chosen: "B",
  },
  {
    what: "B30: active beats several inactive",
    users: [other("A", off), other("B", off), other("C")],
    decision: "MATCHED",
    reason: "ACTIVE_ONLY",
    chosen: "C",
  },
  {
    what: "B30: an active unpaid user beats an inactive paid one",
    users: [other("A", off), other("B", unpaid)],
    decision: "MATCHED",
    reason: "ACTIVE_ONLY",
    chosen: "B",
  },
  {
    what: "B31: Full beats Internal Collaborator",
    users: [other("A", unpaid), other("B")],
    decision: "MATCHED",
    reason: "PAID",
    chosen: "B",
  },
  {
    what: "B31: Viewer beats Internal Collaborator",
    users: [other("A", unpaid), other("B", viewer)],
    decision: "MATCHED",
    reason: "PAID",
    chosen: "B",
  },
  {
    what: "B31: a paid licence beats none",
    users: [other("A", { licence: null }), other("B", viewer)],
    decision: "MATCHED",
    reason: "PAID",
    chosen: "B",
  },
  {
    what: "B31: Full beats External",
    users: [other("A", external), other("B")],
    decision: "MATCHED",
    reason: "NOT_EXTERNAL",
    chosen: "B",
  },
  {
    what: "B32: Full beats Viewer + Analytics",
    users: [other("A", analytics), other("B")],
    decision: "MATCHED",
    reason: "LICENCE_RANK",
    chosen: "B",
  },
  {
    what: "B32: Viewer + Analytics beats Viewer",
    users: [other("A", viewer), other("B", analytics)],
    decision: "MATCHED",
    reason: "LICENCE_RANK",
    chosen: "B",
  },
  {
    what: "B32: Full beats Viewer",
    users: [other("A", viewer), other("B")],
    decision: "MATCHED",
    reason: "LICENCE_RANK",
    chosen: "B",
  },
  {
    what: "B32: Full beats both others",
    users: [other("A", viewer), other("B"), other("C", analytics)],
    decision: "MATCHED",
    reason: "LICENCE_RANK",
    chosen: "B",
  },
  {
    what: "B32: licences are told apart whatever their spelling",
    users: [other("A", { licence: "viewer license" }), other("B", { licence: "Viewer+ Analytics License" })],
    decision: "MATCHED",
    reason: "LICENCE_RANK",
    chosen: "B",
  },
  { what: "B33: the owner is inactive", users: [other("A", off)], decision: "OWNER_INACTIVE", reason: "ALL_INACTIVE" },
  {
    what: "B33: all users with the address are inactive",
    users: [other("A", off), other("B", { ...off, ...viewer })],
    decision: "OWNER_INACTIVE",
    reason: "ALL_INACTIVE",
  },
  ...["External", "Partner", "System", "Guest"].map(
    (licence): Row => ({
      what: `B34: ${licence} counts as absent`,
      users: [other("A", { licence })],
      decision: "CREATE",
      reason: "ALL_EXTERNAL",
    }),
  ),
  {
    what: "B34: an external user does not stand in the way of an unpaid one",
    users: [other("A", external), other("B", unpaid)],
    decision: "MATCHED",
    reason: "NOT_EXTERNAL",
    chosen: "B",
  },
  {
    what: "B34: active only first: an inactive external user means an inactive owner",
    users: [other("A", { ...off, ...external })],
    decision: "OWNER_INACTIVE",
    reason: "ALL_INACTIVE",
  },
  {
    what: "B34: not external first: an inactive external user means nobody",
    users: [other("A", { ...off, ...external })],
    rules: ["NOT_EXTERNAL", "ACTIVE_ONLY"],
    decision: "CREATE",
    reason: "ALL_EXTERNAL",
  },
  {
    what: "B34: paid before external: the paid user remains",
    users: [other("A", external), other("B", viewer)],
    rules: ["PAID", "NOT_EXTERNAL"],
    decision: "MATCHED",
    reason: "PAID",
    chosen: "B",
  },
  {
    what: "the newest login decides among equals",
    users: [other("A", sunday), other("B", monday)],
    decision: "MATCHED",
    reason: "NEWEST_LOGIN",
    chosen: "B",
  },
  {
    what: "the newest login is told by the minute",
    users: [other("A", { lastLogin: "2026-01-05T08:00:00Z" }), other("B", { lastLogin: "2026-01-05T08:01:00Z" })],
    decision: "MATCHED",
    reason: "NEWEST_LOGIN",
    chosen: "B",
  },
  {
    what: "someone who signed in beats someone who never did",
    users: [other("A"), other("B", sunday)],
    decision: "MATCHED",
    reason: "NEWEST_LOGIN",
    chosen: "B",
  },
  {
    what: "login before rank, when the builder says so",
    users: [other("A", sunday), other("B", { ...viewer, ...monday })],
    rules: ["NEWEST_LOGIN", "LICENCE_RANK"],
    decision: "MATCHED",
    reason: "NEWEST_LOGIN",
    chosen: "B",
  },
  {
    what: "B36: equals in everything are a conflict",
    users: [other("A", monday), other("B", monday)],
    decision: "CONFLICT",
    reason: "UNDECIDED",
  },
  {
    what: "B36: unpaid equals are a conflict too",
    users: [other("A", unpaid), other("B", unpaid)],
    decision: "CONFLICT",
    reason: "UNDECIDED",
  },
  {
    what: "B36: without rules, sharing an address is a conflict",
    users: [other("A", off), other("B")],
    rules: ["MANUAL_MAP"],
    decision: "CONFLICT",
    reason: "UNDECIDED",
  },
  {
    what: "a primary address beats an alias, when the builder says so",
    users: [other("A", { emailAddress: "ada@northwind.example" }), other("B", viewer)],
    rules: ["PRIMARY_ADDRESS", "LICENCE_RANK"],
    decision: "MATCHED",
    reason: "PRIMARY_ADDRESS",
    chosen: "B",
  },
];

describe("the ladder", () => {
  it.each(ladderTable)("$what", ({ users, rules, decision, reason, chosen }) => {
    for (const order of [users, [...users].reverse()])
      expect(match(order, rules ? { rules } : {})).toMatchObject({ decision, reason, otherUserId: chosen ?? null });
  });

  it("B36: a conflict lists the candidates and suggests the newest login", () => {
    const users = [other("A", sunday), other("B", monday), other("C", off)];
    const decision = match(users, { rules: ["ACTIVE_ONLY"] });
    expect(decision).toMatchObject({ decision: "CONFLICT", suggestedUserId: "B" });
    expect(decision.candidates.map(({ otherUserId, leftOutBy }) => [otherUserId, leftOutBy])).toEqual([
      ["A", null],
      ["B", null],
      ["C", "ACTIVE_ONLY"],
    ]);
    expect(decision.message).toMatch(/may be any of A, B: .*Pick one in Manual Map; B is the suggestion\./);
  });

  it.each([
    ["234599484848423", "by Gong id"],
    ["Ada.Reyes@Northwind.example", "by primary address"],
    ["ada@northwind.example", "by alias"],
  ])("B36: the manual map wins over the ladder: %s, %s", (key) => {
    const manualMap = readManualMap({ [key]: "Z" });
    const users = [other("A"), other("Z", off)];
    expect(match(users, { manualMap })).toMatchObject({ decision: "MATCHED", reason: "MANUAL_MAP", otherUserId: "Z" });
    // It stands first even where the builder's rules do not name it, and last where they name it last.
    expect(match(users, { manualMap, rules: ["ACTIVE_ONLY"] })).toMatchObject({ otherUserId: "Z" });
    expect(match([other("A", off)], { manualMap, rules: ["ACTIVE_ONLY", "MANUAL_MAP"] })).toMatchObject({
      otherUserId: "Z",
    });
    expect(match(users, { manualMap }).message).toMatch(/lists that user as inactive\./);
    expect(match([other("A")], { manualMap }).message).toMatch(/check that it exists\./);
    expect(match([other("Z")], { manualMap }).message).toMatch(/ is mapped by hand to Z\.$/);
  });

  it("B33 B36: with everybody inactive, a manual map below still decides, and its silence leaves the owner inactive", () => {
    const users = [other("A", off), other("B", off)];
    const rules: readonly LadderRule[] = ["ACTIVE_ONLY", "NOT_EXTERNAL", "PAID", "MANUAL_MAP"];
    const manualMap = new Map([["ada@northwind.example", "Z"]]);
    expect(match(users, { rules, manualMap })).toMatchObject({
      decision: "MATCHED",
      reason: "MANUAL_MAP",
      otherUserId: "Z",
      candidates: [{ leftOutBy: "ACTIVE_ONLY" }, { leftOutBy: "ACTIVE_ONLY" }],
    });
    for (const silent of [new Map([["tomas.lind@northwind.example", "Z"]]), new Map<string, string>()])
      expect(match(users, { rules, manualMap: silent })).toMatchObject({
        decision: "OWNER_INACTIVE",
        reason: "ALL_INACTIVE",
        otherUserId: null,
      });
  });

  it("B28: counts who shares two addresses once, by the better one", () => {
    const both = other("A", { emailAddress: "ada@northwind.example", aliases: ["ada.reyes@northwind.example"] });
    const { candidates, decision } = match([both, other("B", { emailAddress: "ada@northwind.example" })], {
      rules: ["PRIMARY_ADDRESS"],
    });
    expect(decision).toBe("MATCHED");
    expect(candidates.map(({ otherUserId, matchedBy }) => [otherUserId, matchedBy])).toEqual([
      ["A", "primary"],
      ["B", "alias"],
    ]);
  });

  it("B28: primary, trusted and alias addresses count, in any case", () => {
    const at = (emailAddress: string) => match([other("A", { emailAddress })]).candidates[0]?.matchedBy;
    expect(at("ADA.REYES@northwind.EXAMPLE")).toBe("primary");
    expect(at(" ada.reyes@sso.northwind.example ")).toBe("trusted");
    expect(at("Ada@northwind.example")).toBe("alias");
    expect(match([other("A", { emailAddress: null, aliases: ["ADA@northwind.example"] })])).toMatchObject({
      otherUserId: "A",
    });
  });

  it("B29: says whom to create, with the licence that gives the least rights", () => {
    expect(match([])).toMatchObject({
      decision: "CREATE",
      needsCreate: true,
      newUser: {
        name: "Ada Reyes",
        firstName: "Ada",
        lastName: "Reyes",
        emailAddress: "ada.reyes@northwind.example",
        licence: "Internal Collaborator",
        active: true,
        externalId: "234599484848423",
      },
    });
  });

  it("lists those who remain first, and says in words what decided", () => {
    const decision = match([other("A", off), other("C"), other("B", sunday)], {
      rules: ["ACTIVE_ONLY", "NEWEST_LOGIN"],
    });
    expect(decision.candidates.map(({ otherUserId }) => otherUserId)).toEqual(["B", "A", "C"]);
    expect(decision.message).toMatch(/ is B, decided by the rule NEWEST_LOGIN among 3 users\.$/);
    expect(match([other("A")]).message).toMatch(/ is A, the only user with the address\.$/);
    expect(match([]).message).toMatch(/ has no user in the target system\. Create one from newUser, with the licence /);
    expect(match([other("A", external)]).message).toMatch(/ only has users that do not count in the target system\./);
    expect(match([other("A", off), other("B", { ...off, ...external })], { rules: suggestedRules }).message).toMatch(
      /Activate A or B there/,
    );
  });

  it("reads a manual map whose left sides have spaces, and leaves out what says nothing", () => {
    expect([...readManualMap({ " 7 ": " A ", " ": "B", "8": " ", " Ada@B.example ": "C" })]).toEqual([
      ["7", "A"],
      ["ada@b.example", "C"],
    ]);
    for (const odd of ["x", 5, null]) expect(() => readManualMap(odd)).toThrow(/must be an object of Gong users/);
    expect(() => readManualMap([5])).toThrow(/must be an object of Gong users/);
    expect(() => readManualMap([{ gongUserId: "7" }])).toThrow(/must have gongUserId/);
    expect(() => readManualMap({ "7": "1.76762E+15" })).toThrow(/has for 7 an id that is a number as spreadsheets/);
    expect([
      ...readManualMap([
        { key: "7", value: "A" },
        { key: "", value: "" },
      ]),
    ]).toEqual([["7", "A"]]);
  });

  it("B33: names the inactive owner and what to do", () => {
    expect(match([other("A", off)]).message).toBe(
      "Ada Reyes (ada.reyes@northwind.example, Gong user 234599484848423) is inactive in the target system. Activate A there, or map the user by hand in Manual Map.",
    );
  });

  it("calls a user without any address invalid, unless a manual map names it", () => {
    const nobody = { ...ada, emailAddress: null, trustedAddress: null, aliases: [] };
    expect(match([other("A")], {}, nobody)).toMatchObject({ decision: "INVALID", reason: "NO_ADDRESS" });
    expect(
      match([other("A")], { manualMap: readManualMap([{ gongUserId: ada.gongUserId, otherUserId: "A" }]) }, nobody),
    ).toMatchObject({ decision: "MATCHED" });
  });

  it("B31 B32 B34: the lists of licences are the builder's", () => {
    const users = [other("A", { licence: "Gold" }), other("B", { licence: "Full" })];
    expect(match(users, { paidLicences: ["Gold", "Full"] })).toMatchObject({ otherUserId: "A" });
    expect(match(users, { externalLicences: ["Full"], paidLicences: [] })).toMatchObject({ otherUserId: "A" });
  });
});

describe("for any users", () => {
  const anyUsers = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom("A", "B", "C", "D", "E"),
      name: fc.constant(null),
      emailAddress: fc.constantFrom(
        "ada.reyes@northwind.example",
        "ada@northwind.example",
        "tomas.lind@northwind.example",
        null,
      ),
      aliases: fc.subarray(["ADA@northwind.example", "ada.reyes@sso.northwind.example"]),
      active: fc.boolean(),
      licence: fc.constantFrom(
        "Full",
        "Viewer + Analytics",
        "Viewer",
        "Internal Collaborator",
        "Partner",
        "Guest",
        null,
      ),
      lastLogin: fc.constantFrom("2026-01-05T08:00:00Z", "2026-01-04T08:00:00Z", null),
    }),
    { selector: ({ id }) => id },
  );
  const anyRules = fc.shuffledSubarray([...suggestedRules, "PRIMARY_ADDRESS" as const]);

  it("decides the same whatever the order of the users and the case of the addresses", () => {
    fc.assert(
      fc.property(anyUsers, anyRules, fc.nat(), (users, rules, turn) => {
        const cut = users.length > 0 ? turn % users.length : 0;
        const turned = [...users.slice(cut), ...users.slice(0, cut)].map((user) => ({
          ...user,
          emailAddress: user.emailAddress?.toUpperCase() ?? null,
        }));
        const [one, two] = [match(users, { rules }), match(turned, { rules })];
        expect([two.decision, two.otherUserId, two.suggestedUserId, two.reason]).toEqual([
          one.decision,
          one.otherUserId,
          one.suggestedUserId,
          one.reason,
        ]);
      }),
    );
  });

  it("names exactly one candidate that no rule left out, or says why not", () => {
    fc.assert(
      fc.property(anyUsers, anyRules, (users, rules) => {
        const { decision, otherUserId, candidates, needsCreate, newUser, suggestedUserId } = match(users, { rules });
        const remaining = candidates.filter(({ leftOutBy }) => leftOutBy === null).map((each) => each.otherUserId);
        expect(decision === "MATCHED").toBe(otherUserId !== null);
        if (decision === "MATCHED") expect(remaining).toEqual([otherUserId]);
        else if (decision === "CONFLICT") {
          expect(remaining.length).toBeGreaterThan(1);
          expect(remaining).toContain(suggestedUserId);
        } else expect(remaining).toEqual([]);
        expect(needsCreate).toBe(decision === "CREATE");
        expect(newUser === null).toBe(!needsCreate);
      }),
    );
  });

  it("never assigns an inactive or external user in the suggested order", () => {
    fc.assert(
      fc.property(anyUsers, (users) => {
        const { otherUserId } = match(users);
        const chosen = users.find(({ id }) => id === otherUserId);
        if (chosen)
          expect([chosen.active, suggestedExternalLicences.includes(chosen.licence ?? "")]).toEqual([true, false]);
      }),
    );
  });

  it("is never moved by an inactive user when an active one is there", () => {
    fc.assert(
      fc.property(anyUsers, (users) => {
        const before = match(users);
        fc.pre(before.decision !== "CREATE" || before.candidates.some(({ leftOutBy }) => leftOutBy === "NOT_EXTERNAL"));
        const after = match([...users, other("Z", { ...off, lastLogin: "2026-06-01T00:00:00Z" })]);
        expect([after.decision, after.otherUserId]).toEqual([before.decision, before.otherUserId]);
      }),
    );
  });

  it("always follows the manual map", () => {
    fc.assert(
      fc.property(anyUsers, fc.constantFrom("A", "Q"), (users, target) => {
        const manualMap = new Map([["ada.reyes@northwind.example", target]]);
        expect(match(users, { manualMap })).toMatchObject({ decision: "MATCHED", otherUserId: target });
      }),
    );
  });
});

describe("reading the rows of the target system", () => {
  it("understands the headings that exports have", () => {
    const { users, rowsWithoutId } = readOtherUsers([
      {
        "User ID": "A",
        "E-mail Address": "ada@x.example",
        "License Type": "Full",
        Status: "Inactive",
        "Last Login": "2026-01-05 08:00",
      },
      {
        GSID: 42,
        EMAIL: "b@x.example",
        other_emails: "c@x.example; d@x.example",
        is_active: "TRUE",
        "First Name": "Tomas",
        "Last Name": "Lind",
      },
      { email: "nobody@x.example" },
      "not a row",
    ]);
    expect(users).toEqual([
      {
        id: "A",
        name: null,
        emailAddress: "ada@x.example",
        aliases: [],
        active: false,
        licence: "Full",
        lastLogin: "2026-01-05T08:00:00.000Z",
      },
      {
        id: "42",
        name: "Tomas Lind",
        emailAddress: "b@x.example",
        aliases: ["c@x.example", "d@x.example"],
        active: true,
        licence: null,
        lastLogin: null,
      },
    ]);
    expect(rowsWithoutId).toEqual([3, 4]);
  });

  it("takes booleans, and a row without active as active", () => {
    const email = "ada@x.example";
    const { users } = readOtherUsers([{ id: "A", active: false, email }, { id: "B" }, { id: "C", active: "" }]);
    expect(users.map(({ active }) => active)).toEqual([false, true, true]);
  });

  it.each([
    ["2026-01-05T08:00:00Z", "2026-01-05T08:00:00Z"],
    ["2026-01-05T08:00:00.250+02:00", "2026-01-05T06:00:00.250Z"],
    ["2026-01-05 08:00:30", "2026-01-05T08:00:30.000Z"],
    ["1767600000", "2026-01-05T08:00:00Z"],
    ["never", null],
  ])("reads the last login %s exactly", (lastLogin, read) => {
    expect(readOtherUsers([{ id: "A", email: "ada@x.example", lastLogin }]).users[0]?.lastLogin).toBe(read);
  });

  it.each<[unknown[], string]>([
    [[], "must have rows: without any user of the target system, everybody would count as absent"],
    [[5, "x"], "must have the ids of users, in a column such as id or User ID."],
    [
      [{ email: "a@x.example" }],
      "must have the ids of users, in a column such as id or User ID. Its columns are email",
    ],
    [
      [
        { id: "A", name: "Ada" },
        { id: "B", email: " " },
      ],
      "must have the addresses of users, in a column such as email or Email Address. Its columns are id, name, email",
    ],
  ])("refuses %j, which would make everybody absent", (rows, words) =>
    expect(() => readOtherUsers(rows)).toThrow(new Error(words)),
  );

  it("takes users who have other addresses only, and tells unused columns", () => {
    const rows = [{ id: "A", aliases: ["a@x.example"], Team: "West" }, { id: "B", name: "Bo" }, 5];
    expect(readOtherUsers(rows)).toMatchObject({
      users: [{ id: "A", emailAddress: null }, { id: "B" }],
      rowsWithoutId: [3],
      unusedColumns: ["Team"],
    });
  });

  it("does not guess what an unknown status means", () => {
    expect(() => readOtherUsers([{ id: "A" }, { id: "B", status: "Pending" }])).toThrow(
      /row 2 must say .*\(it says "pending"\)/,
    );
  });

  it("reads Gong users as records, ids and addresses", () => {
    expect(readGongPerson(" 234599484848423")).toMatchObject({ gongUserId: "234599484848423", emailAddress: null });
    expect(readGongPerson({ id: 7 })).toMatchObject({ gongUserId: "7", isActive: null });
    expect(readGongPerson("ada@northwind.example ")).toMatchObject({
      gongUserId: null,
      emailAddress: "ada@northwind.example",
    });
    expect(
      readGongPerson({
        id: "1",
        emailAddress: "a@x.example",
        trustedEmailAddress: "t@x.example",
        emailAliases: ["b@x.example"],
        active: false,
        firstName: "Ada",
        lastName: "Reyes",
      }),
    ).toEqual({
      gongUserId: "1",
      name: "Ada Reyes",
      firstName: "Ada",
      lastName: "Reyes",
      emailAddress: "a@x.example",
      trustedAddress: "t@x.example",
      aliases: ["b@x.example"],
      isActive: false,
    });
  });

  it("refuses a manual map whose rows lack a side", () => {
    expect(() => readManualMap([{ gongUserId: "1" }])).toThrow(/gongUserId \(or emailAddress\) and otherUserId/);
    expect(() => readManualMap(["1"])).toThrow(/rows of both/);
    expect(() =>
      readManualMap([
        { gongUserId: "1", otherUserId: "A" },
        { gongUserId: " ", otherUserId: "B" },
      ]),
    ).toThrow("must name the Gong user in row 2, by id or address: it only has B");
    expect([
      ...readManualMap([
        { gongUserId: " ", otherUserId: "" },
        { key: " 1 ", value: "A" },
      ]),
    ]).toEqual([["1", "A"]]);
    expect([...readManualMap({ "A@x.example": 7, "": "x", b: " " })]).toEqual([["a@x.example", "7"]]);
  });

  it("keeps one directory entry for a user listed twice", () => {
    const directory: Directory = directoryOf([other("A"), other("A")]);
    expect(directory.find("ada.reyes@northwind.example")).toHaveLength(1);
  });
});
