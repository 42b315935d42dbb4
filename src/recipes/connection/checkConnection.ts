import { z } from "zod";
import { BrokenConnectionError, GongError } from "#src/base/errors";
import { once } from "#src/base/lazy";
import { dayMs, hourMs, isoSecondOf } from "#src/base/time";
import { detailedCall } from "#src/entities/detailedCall";
import { normalize } from "#src/entities/tolerant";
import { user } from "#src/entities/user";
import * as field from "#src/form/field";
import { type Fields, type Input, optional } from "#src/form/field";
import type { Gong } from "#src/gong/client";
import type { Operation, Scope } from "#src/operation";
import { operations } from "#src/operations/index";
import { defaultScopes } from "#src/operations/scopes";
import { recipe } from "#src/recipe";
import {
  brokenConnectionCheck,
  Check,
  callsCheck,
  clockCheck,
  credentialsCheck,
  crmCheck,
  grantedScopeChecks,
  hostCheck,
  importCheck,
  probedScopeCheck,
  toReport,
  trackersCheck,
} from "./checks";

const {
  listUsers,
  listDetailedCalls,
  getCallTranscript,
  listCallsUsingGet,
  listWorkspaces,
  listTrackers,
  listScorecards,
  listCallOutcomes,
  listLibraryFolders,
  getLogsDataByTypeAndTimeRange,
  listCrmIntegrations,
} = operations;

const Report = once(() =>
  z.object({
    ok: z
      .boolean()
      .describe("True when the connection works. Trackers, call import and CRM link are advice and do not count."),
    checks: z.array(Check()).describe("One entry per thing that was looked at."),
  }),
);

const sampleDays = 30;
const timeoutMs = 20_000;

/** The first request: it says whether host, credentials and clock are right. */
const knock = async (gong: Gong) => {
  try {
    const { headers, body } = await gong.raw({ method: "GET", url: "/v2/users", timeoutMs, retries: { max: 1 } });
    const { users, records } = normalize(operations.listUsers.response, body) ?? {};
    return { date: headers.date, users: users ?? [], isComplete: !records?.cursor, fault: undefined };
  } catch (error) {
    return { date: undefined, users: [], isComplete: false, fault: asReportable(error) };
  }
};

/** What Gong or the network refused can be reported; anything else is a fault of this component. */
const asReportable = (fault: unknown): Error => {
  if (fault instanceof GongError || fault instanceof BrokenConnectionError) return fault;
  throw fault;
};

/** Runs one operation, and gives its answer or what it met. */
const attempt = async <T>(work: () => Promise<T>): Promise<{ answer?: T; fault?: Error }> => {
  try {
    return { answer: await work() };
  } catch (error) {
    return { fault: asReportable(error) };
  }
};

/** What a small read of each scope needs beside the credentials. */
interface Sample {
  readonly callId: string | undefined;
  readonly now: number;
}

/** A small read that needs one scope. */
interface Probe {
  readonly operation: Operation;
  readonly input: (sample: Sample) => Input<Fields>;
}

const lastHour = (now: number) => ({ fromDateTime: isoSecondOf(now - hourMs), toDateTime: isoSecondOf(now) });

const sampleCall = ({ callId, now }: Sample) => (callId ? { callIds: [callId] } : lastHour(now));

const transcriptProbe: Readonly<Record<Scope, Probe>> = {
  "api:calls:read:transcript": { operation: getCallTranscript, input: sampleCall },
};

/** Cheap reads, one for each scope that can be tried without knowing more than a call. */
const furtherProbes: Readonly<Record<Scope, Probe>> = {
  "api:calls:read:basic": { operation: listCallsUsingGet, input: ({ now }) => lastHour(now) },
  "api:calls:read:media-url": {
    operation: listDetailedCalls,
    input: (sample) => ({ ...sampleCall(sample), include: ["media"] }),
  },
  "api:workspaces:read": { operation: listWorkspaces, input: () => ({}) },
  "api:settings:scorecards:read": { operation: listScorecards, input: () => ({}) },
  "api:call-outcomes:read": { operation: listCallOutcomes, input: () => ({}) },
  "api:library:read": { operation: listLibraryFolders, input: () => ({}) },
  "api:logs:read": {
    operation: getLogsDataByTypeAndTimeRange,
    input: ({ now }) => ({ logType: "UserActivityLog", ...lastHour(now) }),
  },
  "api:crm:integrations:read": { operation: listCrmIntegrations, input: () => ({}) },
};

const probe = (gong: Gong, probes: Readonly<Record<Scope, Probe>>, sample: Sample): Promise<Check[]> =>
  Promise.all(
    Object.entries(probes).map(async ([scope, { operation, input }]) =>
      probedScopeCheck(scope, (await attempt(() => gong.run(operation, input(sample)))).fault),
    ),
  );

/** Everything that may be run; each once. */
const uses: readonly Operation[] = [
  ...new Set([
    listUsers,
    listDetailedCalls,
    listTrackers,
    ...Object.values({ ...transcriptProbe, ...furtherProbes }).map(({ operation }) => operation),
  ]),
];

const check = async (gong: Gong, isFull: boolean): Promise<Check[]> => {
  const { date, users, isComplete, fault } = await knock(gong);
  const { granted, requested } = gong.scopes;
  const tellsItsScopes = granted.length > 0;
  const host = hostCheck(gong.address, fault);
  const credentials = credentialsCheck(fault, gong.usesOAuth);
  if (!host.ok) return [host];
  if (!credentials.ok) return [host, credentials];

  const now = Date.now();
  const calls = await attempt(() =>
    gong.run(listDetailedCalls, {
      fromDateTime: isoSecondOf(now - sampleDays * dayMs),
      toDateTime: isoSecondOf(now),
      include: ["trackers"],
      context: "Basic",
    }),
  );
  const found = calls.answer?.calls ?? [];
  const sample = { callId: found.at(-1)?.metaData?.id ?? undefined, now };
  const [trackers, everyone] = isFull
    ? await Promise.all([attempt(() => gong.run(listTrackers, {})), attempt(() => gong.all(listUsers, {}))])
    : [];
  const scopes = tellsItsScopes
    ? grantedScopeChecks(granted, requested.length > 0 ? requested : defaultScopes)
    : [
        probedScopeCheck("api:users:read", fault),
        probedScopeCheck("api:calls:read:extensive", calls.fault),
        ...(await probe(gong, transcriptProbe, sample)),
        ...(trackers ? [probedScopeCheck("api:settings:trackers:read", trackers.fault)] : []),
        ...(isFull ? await probe(gong, furtherProbes, sample) : []),
      ];
  const defined = trackers?.answer?.keywordTrackers?.flatMap((each) => each.trackerName ?? []);
  return [
    host,
    credentials,
    ...scopes,
    ...(fault ? [] : [clockCheck(date, now)]),
    callsCheck(calls.answer?.records?.totalRecords ?? found.length, sampleDays, calls.fault),
    ...(calls.fault ? [] : [trackersCheck(found, defined), crmCheck(found)]),
    ...(fault ? [] : [importCheck(everyone?.answer?.users ?? users, isComplete || everyone?.answer !== undefined)]),
  ];
};

export const checkConnection = recipe({
  label: "Check Connection",
  description:
    "Says in one step what is wrong with the connection or with Gong's settings, and what to do: address, credentials, scopes, visible calls, clock, trackers, CRM link, and hosts whose calls are not imported.",
  uses,
  effect: "reads",
  important: true,
  fields: {
    depth: optional(
      field.choice(
        {
          label: "Check Depth",
          comments:
            "Quick takes at most three requests and looks at the first hundred users. Full also reads all users and trackers and, with an access key, tries more scopes. Leave empty for quick.",
          example: "full",
        },
        [
          { value: "quick", label: "Quick" },
          { value: "full", label: "Full" },
        ],
        { default: "quick" },
      ),
    ),
  },
  output: Report,
  example: toReport([
    hostCheck("https://api.gong.io", undefined),
    credentialsCheck(undefined, true),
    ...grantedScopeChecks(
      ["api:users:read", "api:calls:read:extensive"],
      ["api:users:read", "api:calls:read:extensive"],
    ),
    clockCheck("Mon, 05 Jan 2026 18:30:00 GMT", Date.UTC(2026, 0, 5, 18, 30)),
    callsCheck(250, sampleDays),
    trackersCheck([detailedCall, detailedCall]),
    crmCheck([detailedCall]),
    importCheck([user], true),
  ]),
  run: async ({ depth }, { gong }) => toReport(await check(gong, depth === "full")),
  withoutClient: (fault) => toReport([brokenConnectionCheck(fault)]),
  notes: [
    "A connection that does not work is a result with ok false, not an error.",
    "With OAuth, the scopes are those that the token names, compared with those that the connection asks for. With an access key, each scope is tried with a small read.",
    "Trackers, CRM link and clock are judged by the calls of the last 30 days and by Gong's answers; ok does not depend on trackers, call import and CRM link.",
  ],
});
