import { z } from "zod";
import { InputError } from "#src/base/errors";
import * as field from "#src/form/field";
import { type Field, optional, orNone, reworded } from "#src/form/field";
import { isRow, toEntries } from "#src/form/table";
import { reader } from "#src/form/value";
import { listDetailedCalls } from "#src/operations/calls/index";
import { recipe, type StepContext } from "#src/recipe";
import { completeCallSample } from "#src/recipes/calls/completeCall";
import { faultsOfFilters, filterOperators } from "#src/recipes/calls/filters";
import { readCompleteCalls } from "#src/recipes/calls/read";
import type { CallPart } from "#src/recipes/completeCallShape";
import {
  callSelection,
  exampleCounters,
  isOfOneItem,
  itemsOutput,
  type Note,
  timeLimitSeconds,
  toFailure,
  withCounters,
} from "#src/recipes/shared";
import {
  directoryOf,
  matchUser,
  suggestedExternalLicences,
  suggestedPaidLicences,
  suggestedRules,
} from "#src/recipes/users/matching";
import { type AccountMap, readAccountMap } from "./accounts";
import { TimelineActivity } from "./activity";
import { suggestedType, suggestedTypeRules } from "./activityType";
import {
  type Book,
  type Candidate,
  decide,
  decideEach,
  type Given,
  toGiven,
  type Unread,
  usualParts,
} from "./decision";
import { knownFrom, outcomeOf } from "./outcome";
import { readUserMap, type UserMap } from "./owners";
import { LogEntry, type Reason, type RetryOptions, runStatuses, waitingIn } from "./runLog";

const defaultMaxAttempts = 10;

const { includePrivateCalls: _never, ...selection } = callSelection;

const anyValue: Field<unknown, false> = {
  ...field.text({
    label: "Value",
    comments:
      "What to compare with; for is one of, several values separated by commas. Upper and lower case are the same. Leave empty for is empty and is not empty.",
    placeholder: "Agriculture",
    example: "Agriculture",
  }),
  required: false,
  schema: () => z.unknown(),
};

const ownFields = {
  calls: orNone(
    optional(
      field.json(
        {
          label: "Calls",
          comments:
            "Calls that an earlier step has already: the results of Get Complete Calls, or results.call of the webhook trigger. They are not read again, so they cost no request. An empty list means that there are none. Leave empty to read calls by Call IDs or From and To.",
          example: JSON.stringify([{ id: completeCallSample.id, title: completeCallSample.title }]),
        },
        () => reader(toEntries),
      ),
    ),
  ),
  userMap: optional(
    field.withWorkbooks(
      field.json<UserMap>(
        {
          label: "User Map",
          comments:
            'The output of Match Users, or a table of Gong users (id or address) and user ids of the target system (also a .csv or .xlsx file), such as {"ada.reyes@northwind.example": "005A1"}. Leave empty to leave the owner open.',
          example: '{"ada.reyes@northwind.example": "005A1"}',
        },
        () => reader((given) => readUserMap(toEntries(given))),
      ),
    ),
  ),
  accountMap: optional(
    field.withWorkbooks(
      field.pairs<AccountMap>(
        {
          label: "Account Map",
          comments:
            "As key a CRM id, domain or e-mail address, as value the account's id in the target system. Also rows of an earlier step or file (.csv, .xlsx) with crmId, domain or email, and accountId; further columns serve in filters. Leave empty where calls are linked to accounts in the CRM.",
          example: "A-1001",
        },
        () => reader((given) => readAccountMap(toEntries(given))),
      ),
    ),
  ),
  requireAccount: optional(
    field.toggle(
      {
        label: "Require Account",
        comments:
          "Hold back calls whose account is not found; they fail with ACCOUNT_NOT_FOUND. When off, their activities are handed out as partial.",
        example: "true",
      },
      "true",
    ),
  ),
  activityTypeRules: optional(
    field.groupList(
      {
        label: "Activity Type Rules",
        comments:
          "Which type an activity gets; the first rule that fits decides. Leave empty for Call for inbound and outbound calls and Meeting for conferences.",
      },
      {
        direction: optional(
          field.choice(
            { label: "Direction", comments: "The call's direction. Leave empty for any.", example: "Conference" },
            ["Inbound", "Outbound", "Conference", "Unknown"],
          ),
        ),
        media: optional(
          field.choice({ label: "Media", comments: "Video or Audio. Leave empty for any.", example: "Video" }, [
            "Video",
            "Audio",
          ]),
        ),
        activityType: field.text({
          label: "Activity Type",
          comments: "The name of the type in the target system.",
          placeholder: "Meeting",
          example: "Meeting",
        }),
      },
    ),
  ),
  defaultActivityType: optional(
    field.text({
      label: "Default Activity Type",
      comments: "The type of calls that no rule fits. Leave empty for Meeting.",
      placeholder: "Meeting",
      example: "Meeting",
    }),
  ),
  filters: optional(
    field.groupList(
      {
        label: "Filters",
        comments:
          "Only calls that pass get an activity; the others are logged as skipped-filter. Leave empty for all calls.",
      },
      {
        field: field.text({
          label: "Field",
          comments:
            "A dotted path into the call, its host, people, CRM records, trackers, owner or account, such as call.direction, participants.emailAddress or crm.Salesforce.Account.fields.Industry. A field with several values passes when one of them does.",
          placeholder: "crm.Salesforce.Account.fields.Industry",
          example: "crm.Salesforce.Account.fields.Industry",
        }),
        operator: field.choice(
          {
            label: "Operator",
            comments: "How to compare. Numbers and dates are compared as such.",
            example: "equals",
          },
          filterOperators,
        ),
        value: anyValue,
      },
    ),
  ),
  filterMode: optional(
    field.choice(
      {
        label: "Filter Mode",
        comments: "Whether a call must pass all filters or any one of them. Leave empty for all.",
        example: "all",
      },
      [
        { value: "all", label: "All filters" },
        { value: "any", label: "Any filter" },
      ],
      { default: "all" },
    ),
  ),
  include: optional(
    field.choiceList(
      {
        label: "Include",
        comments: "What else the text of an activity tells, where Gong has it. Leave empty for none of it.",
        example: "nextSteps",
      },
      [
        { value: "brief", label: "Brief" },
        { value: "keyPoints", label: "Key points" },
        { value: "nextSteps", label: "Next steps" },
        { value: "outcome", label: "Call outcome, for filters" },
      ],
    ),
  ),
  alreadySeen: optional(
    field.list(
      field.text({
        label: "Already Seen",
        comments:
          "Ids of calls that earlier runs have handed out: a list, or ids separated by commas. They are skipped. Leave empty when none is known; written as upserts by idempotencyKey, activities are not doubled either way.",
        placeholder: "7782342274025937895",
        example: "7782342274025937894",
      }),
    ),
  ),
  previousLog: orNone(
    optional(
      field.json(
        {
          label: "Previous Log",
          comments:
            "The retries of the last run, or its whole log. Calls that wait are read again once their next try has come, and their attempts go on counting. Leave empty for a first run.",
          example: JSON.stringify([
            {
              callId: completeCallSample.id,
              status: "retry-waiting",
              code: "OWNER_NOT_FOUND",
              attempts: 1,
              nextTry: "2026-01-05T21:00:00.000Z",
              loggedAt: "2026-01-05T20:00:00.000Z",
            },
          ]),
        },
        () => reader((given) => toEntries(isRow(given) && Array.isArray(given.retries) ? given.retries : given)),
      ),
    ),
  ),
  maxAttempts: optional(
    field.integer(
      {
        label: "Max Attempts",
        comments: `How many runs may try a call before it is given up. They wait 1, 2, 4, 8, 16 and then 24 hours. Leave empty for ${defaultMaxAttempts}.`,
        placeholder: String(defaultMaxAttempts),
        example: String(defaultMaxAttempts),
      },
      { min: 1, max: 100 },
    ),
  ),
};

export const buildTimelineActivities = recipe({
  label: "Build Timeline Activities",
  description:
    "Makes of calls the activities of a customer-success or CRM timeline: title, type, owner, account, attendees, trackers, recording link and text, with a log that says of every call what became of it. Private calls are never handed out.",
  uses: [listDetailedCalls],
  effect: "reads",
  important: true,
  fields: {
    ...selection,
    callIds: reworded(selection.callIds, {
      comments:
        "Gong's ids of the calls: a list, one id, or ids separated by commas. Leave empty to take Calls, or every call of the range.",
    }),
    fromDateTime: reworded(selection.fromDateTime, {
      comments:
        "Only calls that started at this moment or later. ISO 8601 with a zone, such as 2026-01-05T10:00:00Z. Leave empty when Calls, Call IDs, Previous Log or Resume From is given.",
    }),
    ...ownFields,
    timeLimitSeconds,
  },
  output: () =>
    itemsOutput(TimelineActivity()).extend({
      log: z.array(LogEntry()).describe("What became of every call of this run. Export Run Log makes a file of it."),
      retries: z
        .array(LogEntry())
        .describe(
          "The entries of calls that wait for another try. Keep them, and hand them to the next run as Previous Log.",
        ),
      summary: z
        .object(Object.fromEntries(runStatuses.map(({ value, label }) => [value, z.number().describe(`${label}.`)])))
        .describe("How many entries of the log have each status."),
    }),
  get example() {
    return exampleOutput();
  },
  run: async (
    {
      calls,
      userMap,
      accountMap,
      requireAccount = true,
      activityTypeRules = suggestedTypeRules,
      defaultActivityType = suggestedType,
      filters = [],
      filterMode = "all",
      include = [],
      alreadySeen = [],
      previousLog,
      maxAttempts = defaultMaxAttempts,
      ...asked
    },
    context,
  ) => {
    const faults = faultsOfFilters(filters);
    if (faults.length > 0) throw new InputError(faults);
    const options: RunOptions = {
      userMap,
      accountMap,
      requireAccount,
      typeRules: activityTypeRules,
      defaultType: defaultActivityType,
      filters,
      filterMode,
      alreadySeen: new Set(alreadySeen),
      waiting: waitingIn(previousLog ?? []),
      maxAttempts,
      nowMs: Date.now(),
    };
    const parts = [...new Set([...usualParts, ...include])];
    const given = (calls ?? []).map(toCandidate);
    const due = await readDue(given, options, context, parts);
    const hasOtherWork = calls !== undefined || previousLog !== undefined;
    const { candidates, ...rest } = await readAsked([...given, ...due], asked, options, context, parts, hasOtherWork);
    const decisions = decideEach([...given, ...due, ...candidates], options);
    const outcome = outcomeOf(decisions, options);
    context.logger.info(
      `Activities: ${outcome.results.length}. ${runStatuses.map(({ value }) => `${value}: ${outcome.summary[value]}`).join(", ")}.`,
    );
    return withCounters(context.gong, { ...outcome, ...rest, scanned: decisions.length });
  },
  notes: [
    "Private calls are never handed out, whether Gong's record or the webhook says that they are private; the log counts them without their title.",
    "A hundred calls cost one request; calls that an earlier step hands over cost none.",
    "Owners and accounts are resolved before the filters, so filters may use them.",
    "Nothing is kept between runs: store retries, log and the ids of results, and hand them to the next run.",
    "CONFLICT, OWNER_NOT_FOUND, LIMIT_REACHED and GONG_UNAVAILABLE are tried again by later runs; OWNER_INACTIVE and missing accounts need a person.",
    "A call from the webhook has trackers without phrases; read it by its id where phrases are wanted.",
  ],
});

interface RunOptions extends Book, RetryOptions {}

const toCandidate = (entry: unknown, index: number): Candidate =>
  toGiven(entry) ?? {
    call: { id: `calls[${index + 1}]` },
    reason: {
      code: "NOT_A_CALL",
      message:
        "This entry of Calls is not a call. Hand over the results of Get Complete Calls, or results.call of the webhook trigger.",
    },
  };

type Asked = Parameters<typeof readCompleteCalls>[1];

/** Without filters, a call that Gong does not find is one that it has no more. */
const reasonOf = ({ id, code, message }: Note, { fromDateTime, toDateTime, workspaceId, primaryUserIds }: Asked) =>
  code === "NOT_FOUND" && !(fromDateTime || toDateTime || workspaceId || primaryUserIds)
    ? {
        code: "RECORDING_GONE",
        message: `Gong has no call ${id} that this connection may see: it was deleted, or the id is wrong. Check the id in Gong; a call that has just ended appears after it was processed.`,
      }
    : { code, message };

/** Tells which calls need not be read: those handed out by earlier runs, and those that this run has. */
const isKnown = (candidates: readonly Candidate[], { alreadySeen }: RunOptions) => {
  const ids = new Set(candidates.map(({ call }) => call.id));
  return (callId: string) => alreadySeen.has(callId) || ids.has(callId);
};

/** Reads the calls whose next try has come. One that cannot be read goes on waiting. */
const readDue = async (
  before: readonly Candidate[],
  options: RunOptions,
  context: StepContext,
  parts: readonly CallPart[],
): Promise<readonly Candidate[]> => {
  const isDone = isKnown(before, options);
  const due = [...options.waiting.values()].filter(
    ({ callId, nextTryMs }) => nextTryMs <= options.nowMs && !isDone(callId),
  );
  if (due.length === 0) return [];
  return (await readCandidates({ callIds: due.map(({ callId }) => callId) }, options, context, parts)).candidates;
};

interface CandidatesRead {
  readonly candidates: readonly Candidate[];
  readonly truncated: boolean;
  readonly reason: string | null;
  readonly resume: string | null;
}

/** Reads what the form asks for, unless it asks for nothing and there is other work. */
const readAsked = async (
  before: readonly Candidate[],
  asked: Asked,
  options: RunOptions,
  context: StepContext,
  parts: readonly CallPart[],
  hasOtherWork: boolean,
): Promise<CandidatesRead> => {
  const nothing = { candidates: [], truncated: false, reason: null, resume: null };
  const isAsked = asked.callIds !== undefined || asked.fromDateTime !== undefined || asked.resumeFrom !== undefined;
  if (!isAsked && hasOtherWork) return nothing;
  if (!isAsked)
    throw new InputError([
      "Calls, Call IDs, From, Previous Log and Resume From are all empty, so there is nothing to do. Give the calls, their ids, or the moment from which to read.",
    ]);
  if (!asked.callIds || asked.resumeFrom !== undefined) return readCandidates(asked, options, context, parts);
  const isDone = isKnown(before, options);
  const done = asked.callIds.filter(isDone).map((id): Unread => ({ call: { id } }));
  const callIds = asked.callIds.filter((id) => !isDone(id));
  const read = callIds.length > 0 ? await readCandidates({ ...asked, callIds }, options, context, parts) : nothing;
  return { ...read, candidates: [...done, ...read.candidates] };
};

const readCandidates = async (
  asked: Asked,
  options: RunOptions,
  context: StepContext,
  parts: readonly CallPart[],
): Promise<CandidatesRead> => {
  const callIds = asked.resumeFrom === undefined ? asked.callIds : undefined;
  const unread = (id: string, reason: Reason): Unread => ({ call: knownFrom(id, options), reason });
  try {
    // Private calls are read too, so that the log can count them; nothing of them is handed out.
    const read = await readCompleteCalls(context, { ...asked, includePrivateCalls: true }, parts);
    const { results, failed, truncated, reason, resume } = read;
    const found = results.map((call): Given => ({ call, isFromWebhook: false, isTest: false, skipReason: null }));
    const missing = failed.map((note) => unread(note.id, reasonOf(note, asked)));
    return { candidates: [...found, ...missing], truncated, reason, resume };
  } catch (error) {
    // Without ids nothing is known that could wait: the step fails, and the platform runs it again.
    if (!callIds || !isOfOneItem(error)) throw error;
    const candidates = callIds.map((id) => unread(id, toFailure(id, error)));
    return { candidates, truncated: false, reason: null, resume: null };
  }
};

function exampleOutput() {
  const owner = matchUser(
    {
      gongUserId: completeCallSample.host?.userId ?? null,
      name: completeCallSample.host?.name ?? null,
      firstName: "Ada",
      lastName: "Reyes",
      emailAddress: completeCallSample.host?.emailAddress ?? null,
      trustedAddress: null,
      aliases: [],
      isActive: true,
    },
    directoryOf([
      {
        id: "005A1",
        name: "Ada Reyes",
        emailAddress: "ada.reyes@northwind.example",
        aliases: [],
        active: true,
        licence: "Full",
        lastLogin: "2026-01-04T08:00:00Z",
      },
    ]),
    {
      rules: suggestedRules,
      paidLicences: suggestedPaidLicences,
      externalLicences: suggestedExternalLicences,
      manualMap: new Map(),
    },
  );
  const options: RunOptions = {
    userMap: readUserMap([owner]),
    accountMap: readAccountMap([{ "0015g00000XyZ81AAF": "A-1001" }]),
    requireAccount: true,
    typeRules: suggestedTypeRules,
    defaultType: suggestedType,
    filters: [],
    filterMode: "all",
    alreadySeen: new Set(),
    waiting: new Map(),
    maxAttempts: defaultMaxAttempts,
    nowMs: Date.UTC(2026, 0, 5, 20),
  };
  const given = { call: completeCallSample, isFromWebhook: false, isTest: false, skipReason: null };
  return { ...outcomeOf([decide(given, options)], options), ...exampleCounters, requests: 1 };
}
