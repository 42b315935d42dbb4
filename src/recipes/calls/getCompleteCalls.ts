import { getCallTranscript, listDetailedCalls } from "#src/operations/calls/index";
import { recipe } from "#src/recipe";
import { CompleteCall, completeCallSample } from "#src/recipes/calls/completeCall";
import { callSelection, exampleCounters, include, itemsOutput, toParts, withCounters } from "#src/recipes/shared";
import { readCompleteCalls } from "./read";

export const getCompleteCalls = recipe({
  label: "Get Complete Calls",
  description:
    "Gets calls with everything that Gong knows of them, one flat record per call: participants, CRM records, trackers, brief, next steps, transcript with names, and more. By ids or by date range, as fast as Gong allows.",
  uses: [listDetailedCalls, getCallTranscript],
  effect: "reads",
  fields: { ...callSelection, include },
  output: () => itemsOutput(CompleteCall()),
  example: { results: [completeCallSample], failed: [], skipped: [], ...exampleCounters, requests: 2 },
  run: async ({ include, ...selection }, context) =>
    withCounters(context.gong, await readCompleteCalls(context, selection, toParts(include))),
  notes: [
    "A hundred calls cost two requests, or one without the transcript. Long ranges are read in several windows at the same time, up to Gong's limit of three requests a second.",
    "Calls of a range come oldest first, named calls in the order of their names.",
    "Parts that were not asked for are absent; parts that Gong does not have, or not yet, are null and named in missing.",
    "What was read in ten minutes is handed out; resume then leads to the rest, and nothing is lost or given twice.",
    "A call that Gong does not show is listed under failed with the code NOT_FOUND, and the others come all the same.",
    "Media links work for eight hours; keep the call's url instead.",
  ],
});
