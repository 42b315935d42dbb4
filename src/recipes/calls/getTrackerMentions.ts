import { GongError } from "#src/base/errors";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { callId } from "#src/form/fields";
import { listDetailedCalls } from "#src/operations/calls/index";
import { recipe } from "#src/recipe";
import { completeCallSample } from "#src/recipes/calls/completeCall";
import { completeCall } from "./completeCall";
import { TrackerMentions, toTrackerMentions } from "./trackerMentions";

const defaultSeparator = ", ";

export const getTrackerMentions = recipe({
  label: "Get Tracker Mentions",
  description:
    "Finds what trackers such as Competitors heard in one call: the phrases, who said them and when, as one text for a CRM field, beside the ids of the linked CRM records.",
  uses: [listDetailedCalls],
  effect: "reads",
  important: true,
  fields: {
    callId: reworded(callId, {
      comments: "Gong's id of the call, up to 20 digits. Take call.id of the webhook trigger, or pick a recent call.",
    }),
    trackers: optional(
      field.list(
        field.text({
          label: "Trackers",
          comments:
            "The trackers to look for: names in upper or lower case, or ids; several as a list or separated by commas. Leave empty for every tracker of the call.",
          placeholder: "Competitors",
          example: "Competitors",
          dataSource: "trackers",
        }),
      ),
    ),
    separator: optional(
      field.verbatim({
        label: "Separator",
        comments:
          "What stands between two phrases in phrasesText; \\n means a line break. Leave empty for a comma and a space.",
        placeholder: ";",
        example: ", ",
      }),
    ),
    maxLength: optional(
      field.integer(
        {
          label: "Max Length",
          comments:
            "The most characters that phrasesText may have, as the CRM field allows. It is cut at a whole phrase. Leave empty for no limit.",
          placeholder: "255",
          example: "255",
        },
        { min: 1 },
      ),
    ),
    existingText: optional(
      field.longText({
        label: "Existing Text",
        comments:
          "What the CRM field holds now. phrasesText keeps it and adds only the phrases that it lacks. Leave empty to start from nothing.",
        example: "Fabrikam, Litware",
      }),
    ),
    includePrivateCalls: optional(
      field.toggle({
        label: "Include Private Calls",
        comments:
          "Also read a private call. When off, a private call gives mentioned false, the existing text unchanged, and a warning that begins with PRIVATE.",
        example: "false",
      }),
    ),
  },
  output: TrackerMentions,
  example: toTrackerMentions(completeCallSample, {
    trackers: ["Competitors"],
    separator: defaultSeparator,
    existingText: "Fabrikam, Litware",
  }),
  run: async ({ callId, separator = defaultSeparator, ...options }, { gong }) => {
    const { calls } = await gong.run(listDetailedCalls, {
      callIds: [callId],
      include: ["parties", "trackers", "trackerOccurrences"],
      context: "Extended",
    });
    const [found] = calls ?? [];
    if (!found)
      throw new GongError(
        `Gong has no call ${callId} that this connection may see. Check the Call ID; a call that has just ended appears in Gong after it was processed, which may take some hours.`,
        { operation: listDetailedCalls.label },
      );
    const call = completeCall(found, { include: ["participants", "trackers", "crm"] });
    return toTrackerMentions(call, { ...options, separator: separator.replaceAll("\\n", "\n") });
  },
  notes: [
    "Trackers in webhooks have counts and no phrases, so this step reads the call again: one request.",
    "Only keyword trackers have phrases, and only when API request results and Separate phrases are ticked in the tracker's settings.",
    "Nothing mentioned is a result with mentioned false, not an error.",
    "A private call is not an error either: unless Include Private Calls is on, it gives mentioned false, the existing text unchanged, and a warning that begins with PRIVATE.",
    "Moments of mentions exist for calls since 2023-01-01.",
  ],
});
