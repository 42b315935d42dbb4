import fc from "fast-check";
import { detailedCall, toDetailedCall } from "#src/entities/detailedCall";
import { completeCall, completeCallSample } from "#src/recipes/calls/completeCall";
import { mergePhrases } from "#src/recipes/calls/mergePhrases";
import { type MentionOptions, TrackerMentions, toTrackerMentions } from "#src/recipes/calls/trackerMentions";

const find = (options: Partial<MentionOptions> = {}, call: unknown = detailedCall) =>
  toTrackerMentions(completeCall(toDetailedCall(call)), { separator: ", ", ...options });

const withTrackers = (...trackers: unknown[]) => ({ ...detailedCall, content: { trackers } });

describe("tracker mentions", () => {
  it("say everything that a CRM field and a reader need", () => {
    const found = find({ trackers: ["Competitors"] });
    expect(TrackerMentions().parse(found)).toEqual(found);
    expect(found).toEqual({
      callId: detailedCall.metaData.id,
      url: detailedCall.metaData.url,
      mentioned: true,
      totalCount: 3,
      phrases: ["Fabrikam", "Tailspin"],
      phrasesText: "Fabrikam, Tailspin",
      trackers: [
        {
          id: "8034572198765432107",
          name: "Competitors",
          type: "KEYWORD",
          count: 3,
          phrases: [
            {
              phrase: "Fabrikam",
              count: 2,
              occurrences: [
                {
                  startSec: 462.3,
                  speakerName: "Priya Nair",
                  affiliation: "External",
                  momentUrl: `${detailedCall.metaData.url}&highlights=${encodeURIComponent('[{"type":"SHARE","from":462,"to":462}]')}`,
                },
                expect.objectContaining({ speakerName: "Ada Reyes", affiliation: "Internal" }),
              ],
            },
            expect.objectContaining({ phrase: "Tailspin", count: 1 }),
          ],
        },
      ],
      crm: completeCallSample.crm,
      opportunityId: "0065g00000KpQ2nAAF",
      opportunityIds: ["0065g00000KpQ2nAAF"],
      accountId: "0015g00000XyZ81AAF",
      accountIds: ["0015g00000XyZ81AAF"],
      warnings: [],
    });
  });

  it.each([["competitors"], [" COMPETITORS "], ["8034572198765432107"]])("find the tracker as %j", (name) => {
    expect(find({ trackers: [name] }).trackers.map(({ name }) => name)).toEqual(["Competitors"]);
  });

  it("take every tracker when none is named", () => {
    expect(find()).toMatchObject({ totalCount: 4, trackers: [{ name: "Competitors" }, { name: "Budget Objection" }] });
  });

  it("A6: put the most frequent phrase first, each once across trackers and spellings", () => {
    const { phrases } = find(
      {},
      withTrackers(
        { name: "A", count: 3, phrases: [{ phrase: "Tailspin", count: 2 }, { phrase: "Litware", count: 0 }, null] },
        {
          name: "B",
          count: 4,
          phrases: [
            { phrase: "Fabrikam", count: 3 },
            { phrase: "tailspin ", count: 2 },
          ],
        },
      ),
    );
    expect(phrases).toEqual(["Tailspin", "Fabrikam"]);
  });

  it("are no error when nothing was said: the CRM's text stays as it is", () => {
    const call = withTrackers({ name: "Competitors", count: 0, phrases: [] });
    expect(find({ trackers: ["competitors"], existingText: "Litware,  " }, call)).toMatchObject({
      mentioned: false,
      totalCount: 0,
      phrases: [],
      phrasesText: "Litware,  ",
      warnings: [],
    });
  });

  it.each([
    ["a tracker that Gong does not list", { trackers: ["Rivals"] }, detailedCall, /no tracker Rivals/],
    ["no trackers at all", {}, { ...detailedCall, content: null }, /still be processing/],
    [
      "a tracker whose boxes are not ticked",
      {},
      withTrackers({ name: "Competitors", type: "KEYWORD", count: 3 }),
      /Competitors counted 3 mentions but has no phrases\. Tick "API request results" and "Separate phrases"/,
    ],
    ["a smart tracker", { trackers: ["Budget Objection"] }, detailedCall, /smart trackers have no phrases/],
    ["a call without CRM record", {}, { ...detailedCall, context: [] }, /not linked to any CRM record/],
    ["phrases that do not fit", { maxLength: 10 }, detailedCall, /1 phrase did not fit into 10 characters/],
  ])("warn of %s", (_what, options, call, words) => {
    expect(find(options, call).warnings).toEqual(expect.arrayContaining([expect.stringMatching(words)]));
  });

  it("A7: find deals and companies of other CRMs", () => {
    const objects = [
      { objectType: "Company", objectId: "71" },
      { objectType: "Deal", objectId: "72" },
    ];
    expect(find({}, { ...detailedCall, context: [{ system: "HubSpot", objects }] })).toMatchObject({
      opportunityId: "72",
      accountId: "71",
      crm: { HubSpot: { Deal: { id: "72" } } },
    });
  });

  it("tell nothing of a private call, unless it is meant", () => {
    const call = { ...detailedCall, metaData: { ...detailedCall.metaData, isPrivate: true } };
    expect(find({ existingText: "Litware" }, call)).toEqual({
      callId: detailedCall.metaData.id,
      url: detailedCall.metaData.url,
      mentioned: false,
      totalCount: 0,
      phrases: [],
      phrasesText: "Litware",
      trackers: [],
      crm: {},
      opportunityId: null,
      opportunityIds: [],
      accountId: null,
      accountIds: [],
      warnings: [expect.stringMatching(/^PRIVATE: /)],
    });
    expect(find({ includePrivateCalls: true }, call).mentioned).toBe(true);
  });

  it("come of any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (call, trackers) => {
        for (const each of [call, withTrackers(...trackers)])
          expect(TrackerMentions().safeParse(find({}, each)).error).toBeUndefined();
      }),
    );
  });
});

describe("merging phrases into a text", () => {
  const merge = (existing: string, phrases: string[], maxLength?: number, separator = ", ") =>
    mergePhrases(existing, phrases, { separator, maxLength });

  it.each([
    ["", ["Fabrikam", "Tailspin"], "Fabrikam, Tailspin"],
    ["Litware", ["Fabrikam"], "Litware, Fabrikam"],
    ["litware,FABRIKAM", ["Fabrikam", "Tailspin"], "litware,FABRIKAM, Tailspin"],
    ["Litware, ", ["Fabrikam"], "Litware, Fabrikam"],
    ["Litware; Fabrikam", [], "Litware; Fabrikam"],
    ["Tailspin, Inc.", ["Tailspin, Inc.", "Inc."], "Tailspin, Inc."],
    ["", ["Fabrikam", "fabrikam"], "Fabrikam"],
  ])("%j and %j", (existing, phrases, text) => {
    expect(merge(existing, phrases)).toEqual({ text, left: 0 });
  });

  it("cuts at a whole phrase, and counts what is left out", () => {
    expect(merge("", ["Fabrikam", "Tailspin", "Ox"], 18)).toEqual({ text: "Fabrikam, Tailspin", left: 1 });
    expect(merge("", ["Fabrikam", "Tailspin", "Ox"], 17)).toEqual({ text: "Fabrikam", left: 2 });
    expect(merge("Litware, Tailspin", ["Fabrikam"], 10)).toEqual({ text: "Litware", left: 2 });
    expect(merge("", ["Fabrikam"], 3)).toEqual({ text: "", left: 1 });
  });

  it("A9: joins with any separator", () => {
    expect(merge("A;B", ["b", "C"], undefined, ";").text).toBe("A;B;C");
    expect(merge("A\nB", ["b", "C"], undefined, "\n").text).toBe("A\nB\nC");
  });

  const phrase = fc.string({ minLength: 1, maxLength: 12 }).filter((each) => each.trim() !== "");
  const separator = fc.constantFrom(", ", ";", " | ", "\n");

  it("is never longer than allowed, and twice is the same as once where the text had room", () => {
    fc.assert(
      fc.property(
        fc.array(phrase),
        fc.array(phrase),
        separator,
        fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
        (existing, phrases, mark, maxLength) => {
          const options = { separator: mark, maxLength };
          const once = mergePhrases(existing.join(mark), phrases, options);
          expect(once.text.length).toBeLessThanOrEqual(maxLength ?? Number.POSITIVE_INFINITY);
          if (existing.join(mark).length <= (maxLength ?? Number.POSITIVE_INFINITY))
            expect(mergePhrases(once.text, phrases, options).text).toBe(once.text);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("keeps what was there, and loses no phrase when there is room", () => {
    const word = fc.stringMatching(/^[a-z]{1,6}$/);
    fc.assert(
      fc.property(fc.array(word), fc.array(word), (existing, phrases) => {
        const { text } = mergePhrases(existing.join(", "), phrases, { separator: ", " });
        expect(text.startsWith(existing.join(", "))).toBe(true);
        expect(new Set(text === "" ? [] : text.split(", "))).toEqual(new Set([...existing, ...phrases]));
      }),
    );
  });
});
