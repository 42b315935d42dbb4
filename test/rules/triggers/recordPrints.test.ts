import { detailedCall } from "#src/entities/detailedCall";
import { user } from "#src/entities/user";
import {
  changesBetween,
  changesOfCalls,
  changesOfUsers,
  printOfCall,
  printOfUser,
} from "#src/triggers/polling/recordPrints";

const changes = (changed: object) =>
  changesBetween(printOfCall(detailedCall), printOfCall({ ...detailedCall, ...changed }), changesOfCalls);

describe("what changed in a call", () => {
  const { metaData, content, parties, context } = detailedCall;

  it.each([
    ["title", { metaData: { ...metaData, title: "Another" } }],
    ["time", { metaData: { ...metaData, duration: 1 } }],
    ["details", { metaData: { ...metaData, isPrivate: true } }],
    ["participants", { parties: parties.slice(1) }],
    ["crm", { context: context.slice(1) }],
    ["trackers", { content: { ...content, trackers: [] } }],
    ["brief", { content: { ...content, brief: "Another." } }],
    ["highlights", { content: { ...content, keyPoints: [{ text: "Another." }] } }],
    ["outcome", { content: { ...content, callOutcome: null } }],
    ["comments", { collaboration: null }],
  ])("is told by name: %s", (name, changed) => expect(changes(changed)).toEqual([name]));

  it("is nothing when Gong says the same in another way", () => {
    const reversed = Object.fromEntries(Object.entries(metaData).reverse());
    expect(changes({ metaData: reversed, interaction: null, addedByGong: null })).toEqual([]);
    const bare = printOfCall({ metaData: { id: "1" } });
    expect(printOfCall({ metaData: { id: "1", title: null, purpose: "" }, parties: [], content: {} })).toBe(bare);
  });

  it("is told from a few characters of each: two for the whole, and one for each part", () => {
    expect([printOfCall(detailedCall).length, printOfUser(user).length]).toEqual([12, 5]);
  });

  it("is other when no part shows it", () => expect(changesBetween("abXY", "acXY", ["x", "y"])).toEqual(["other"]));
});

it("tells what changed in a user", () => {
  const changed = { ...user, emailAliases: [], settings: { ...user.settings, emailsImported: false } };
  expect(changesBetween(printOfUser(user), printOfUser(changed), changesOfUsers)).toEqual(["addresses", "settings"]);
});

it.each<[string, string, readonly unknown[]]>([
  ["profile", "firstName lastName title phoneNumber extension managerId", ["9", "8"]],
  ["addresses", "emailAddress emailAliases trustedEmailAddress", ["x@contoso.example", "y@contoso.example"]],
  ["active", "active", [true, false]],
  ["settings", "settings personalMeetingUrls conferencingProviders spokenLanguages", [["one"], ["two"]]],
])("tells a change in each part of the %s of a user", (name, keys, [before, after]) => {
  for (const key of keys.split(" ")) {
    const prints = [before, after].map((each) => printOfUser({ ...user, [key]: each } as typeof user));
    expect([key, changesBetween(prints[0] ?? "", prints[1] ?? "", changesOfUsers)]).toEqual([key, [name]]);
  }
});
