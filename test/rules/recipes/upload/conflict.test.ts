import fc from "fast-check";
import { readConflict } from "#src/recipes/upload/conflict";

describe("The words of a 409", () => {
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
  ])("%j about %s", (words, id, nameCall, callId, areAboutImport) => {
    expect(readConflict(words, id, "500")).toEqual({ nameCall, callId, areAboutImport });
  });

  it("name an id exactly when it stands there as a word of its own", () => {
    const id = fc.stringMatching(/^[a-z0-9][a-z0-9.:-]{0,12}[a-z0-9]$/);
    fc.assert(
      fc.property(
        id,
        fc.constantFrom(" ", '"', "'", "(", ","),
        fc.constantFrom(" ", '"', "'", ")", ".", "!"),
        (each, before, after) => {
          expect(readConflict(`Used:${before}${each}${after}`, each, "500").nameCall).toBe(true);
          expect(readConflict(`Used:${before}x${each}${after}`, each, "500").nameCall).toBe(false);
          expect(readConflict(`Used:${before}${each}9${after}`, each, "500").nameCall).toBe(false);
        },
      ),
    );
  });
});
