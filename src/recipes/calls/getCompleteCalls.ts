import { z } from "zod";
import { getCallTranscript, listDetailedCalls } from "#src/operations/calls/index";
import { listUsers } from "#src/operations/users";
import { recipe } from "#src/recipe";
import { CompleteCall } from "#src/recipes/completeCallShape";
import { redactRecord } from "#src/recipes/redaction";
import {
  callSelection,
  exampleCounters,
  include,
  itemsOutput,
  redact,
  timeLimitSeconds,
  toParts,
  withCounters,
} from "#src/recipes/shared";
import { CompactCall, compactCall, compactParts, detailField } from "./compactCall";
import { completeCall, completeCallSample } from "./completeCall";
import { readCalls } from "./read";
import { whichFields, whichIn } from "./whichCalls";

export const getCompleteCalls = recipe({
  label: "Get Complete Calls",
  description:
    "Gets calls with everything that Gong knows of them, one flat record per call: participants, CRM records, trackers, brief, next steps, transcript with names, and more. By ids or by date range, as fast as Gong allows.",
  uses: [listDetailedCalls, getCallTranscript, listUsers],
  effect: "reads",
  important: true,
  fields: {
    ...callSelection,
    ...whichFields,
    include,
    detail: detailField(
      "Complete gives the parts chosen under Include. Compact gives a short record instead: who, when, account, opportunity, brief and next steps. Leave empty for complete.",
      "complete",
    ),
    redact,
    timeLimitSeconds,
  },
  output: () => itemsOutput(z.union([CompleteCall(), CompactCall()])),
  example: { results: [completeCallSample], failed: [], skipped: [], ...exampleCounters, requests: 2 },
  run: async ({ include, detail, redact = [], ...answers }, context) => {
    const isCompact = detail === "compact";
    const parts = isCompact ? compactParts : toParts(include);
    const read = await readCalls<CompleteCall | CompactCall>(
      context,
      { ...answers, which: whichIn(answers) },
      parts,
      (call, transcript) => {
        const record = redactRecord(completeCall(call, { include: parts, transcript }), redact);
        return isCompact ? compactCall(record) : record;
      },
    );
    return withCounters(context.gong, read);
  },
  notes: [
    "A hundred calls cost two requests, or one without the transcript. Long ranges are read in several windows at the same time, up to Gong's limit of three requests a second.",
    "With participants, accounts, titles and the like, every call of the range is read, and transcripts are fetched only for those that are meant.",
    "Calls of a range come oldest first, named calls in the order of their names.",
    "Parts that were not asked for are absent; parts that Gong does not have, or not yet, are null and named in missing.",
    "What was read in ten minutes is handed out; resume then leads to the rest, and nothing is lost or given twice.",
    "A call that Gong does not show is listed under failed with the code NOT_FOUND, and the others come all the same.",
    "Media links work for eight hours; keep the call's url instead.",
  ],
});
