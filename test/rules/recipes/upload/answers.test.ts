import fc from "fast-check";
import { readRefusedCall, readRefusedMedia } from "#src/recipes/upload/codes";

describe("The words about a call that is refused", () => {
  it.each<[string, string, boolean, string | undefined, boolean]>([
    ["A call with clientUniqueId pbx-1 was uploaded before. Call ID: 8231234567", "pbx-1", true, "8231234567", false],
    ['Duplicate "pbx-1".', "pbx-1", true, undefined, false],
    ["Duplicate: pbx-1.", "pbx-1", true, undefined, false],
    ["Duplicate pbx-12", "pbx-1", false, undefined, false],
    ["Duplicate pbx-1.2", "pbx-1", false, undefined, false],
    ["Duplicate my-pbx-1", "pbx-1", false, undefined, false],
    ["Exists as call 8231234567", "7", false, "8231234567", false],
    ["The id 7 exists as call 8231234567", "7", true, "8231234567", false],
    ["Call ID 8231234567 exists", "8231234567", true, undefined, false],
    ["Telephony calls are not imported for user ID 500", "pbx-1", false, undefined, true],
    ["Recording is off for user ID 500", "500", false, undefined, true],
    ["pbx-1 cannot be imported for this host", "pbx-1", false, undefined, true],
    ["pbx-1 was imported before", "pbx-1", true, undefined, true],
    ["Conflict for user 500", "500", false, undefined, false],
    ["", "pbx-1", false, undefined, false],
    [
      "A call with clientUniqueId 'pbx-1' has already been posted for the call 7022652889306584427",
      "pbx-1",
      true,
      "7022652889306584427",
      false,
    ],
  ])("%j about %s", (words, id, nameCall, callId, areAboutImport) => {
    expect(readRefusedCall(words, id, "500")).toMatchObject({ nameCall, callId, areAboutImport });
  });

  it("name an id exactly when it stands there as a word of its own", () => {
    const id = fc.stringMatching(/^[a-z0-9][a-z0-9.:-]{0,12}[a-z0-9]$/);
    fc.assert(
      fc.property(
        id,
        fc.constantFrom(" ", '"', "'", "(", ","),
        fc.constantFrom(" ", '"', "'", ")", ".", "!"),
        (each, before, after) => {
          expect(readRefusedCall(`Used:${before}${each}${after}`, each, "500").nameCall).toBe(true);
          expect(readRefusedCall(`Used:${before}x${each}${after}`, each, "500").nameCall).toBe(false);
          expect(readRefusedCall(`Used:${before}${each}9${after}`, each, "500").nameCall).toBe(false);
        },
      ),
    );
  });
});

describe("The words about a recording that is refused", () => {
  const same = (id: string) =>
    `A media file with the same content has been uploaded in the past callID with the same content: ${id}`;
  it.each<[string, object]>([
    [same("8231234567"), { says: "handled" }],
    [same("9991234567"), { says: "another", callId: "9991234567" }],
    ["The media file has already been handled", { says: "handled" }],
    ["Call has media already", { says: "handled" }],
    ["Bad request", { says: "nothing" }],
    ["", { says: "nothing" }],
  ])("%j", (words, expected) => expect(readRefusedMedia(words, "8231234567")).toEqual(expected));
});
