import { z } from "zod";
import { BrokenConnectionError, GongError, MissingScopeError, NotAnsweredError } from "#src/base/errors";
import { once } from "#src/base/lazy";
import { counted } from "#src/base/text";
import type { DetailedCall } from "#src/entities/detailedCall";
import type { User } from "#src/entities/user";

/** What was looked at, and what came out. */
export const Check = once(() =>
  z.object({
    name: z.string().describe("What was looked at."),
    ok: z.boolean().describe("True when nothing has to be done."),
    found: z.string().describe("What was seen, as a sentence."),
    fix: z.string().nullable().describe("What to do; null when nothing needs doing."),
  }),
);
export type Check = z.infer<ReturnType<typeof Check>>;

const passed = (name: string, found: string): Check => ({ name, ok: true, found, fix: null });
const failed = (name: string, found: string, fix: string): Check => ({ name, ok: false, found, fix });

/** Whether Gong answered at this address at all; `fault` is what the first request met, if anything. */
export const hostCheck = (address: string, fault: unknown): Check => {
  const name = "Host";
  if (fault instanceof BrokenConnectionError && fault.facts.address)
    return failed(
      name,
      `${address} sends requests on to ${fault.facts.address}.`,
      `Put ${fault.facts.address} into the Base URL of the connection; with OAuth, reconnect it.`,
    );
  const isUnanswered = fault instanceof NotAnsweredError;
  const isElsewhere = fault instanceof GongError && fault.status !== undefined && fault.gongErrors.length === 0;
  if (isUnanswered || (isElsewhere && fault.status === 404) || (isElsewhere && (fault.status ?? 0) < 400))
    return failed(
      name,
      withoutLabel(fault.message),
      "Compare the Base URL of the connection with the API address that Gong shows beside the access key, and check that this platform may reach it.",
    );
  return passed(name, `Gong answers at ${address}.`);
};

/** Whether Gong knows the credentials. A missing scope shows that it does. */
export const credentialsCheck = (fault: Error | undefined, usesOAuth: boolean): Check => {
  const name = "Credentials";
  if (fault === undefined || fault instanceof MissingScopeError)
    return passed(name, `Gong accepts the ${usesOAuth ? "token" : "access key"} of the connection.`);
  const found = withoutLabel(fault.message);
  if (fault instanceof GongError)
    return failed(
      name,
      found,
      fault.status === 403
        ? "Ask a Gong technical administrator whether the access key or integration is limited to trusted IP addresses, and to add those of this platform."
        : "Nothing is known of the credentials yet: run this check again later.",
    );
  return failed(
    name,
    found,
    usesOAuth
      ? "Reconnect the connection, as a Gong technical administrator."
      : "Create an access key in Gong under Admin center > Settings > Ecosystem > API, and copy both parts and the base URL that Gong shows beside them into the connection: https://api.gong.io answers 401 to keys of a region. A new key takes up to five minutes to work.",
  );
};

/** The check of a connection that lacks so much that nothing can be asked. */
export const brokenConnectionCheck = (fault: Error): Check =>
  failed("Connection", fault.message, "Correct the connection, then run this check again.");

/** One check for each scope that the connection asks for, by the token's own list. */
export const grantedScopeChecks = (granted: readonly string[], expected: readonly string[]): Check[] => {
  const known = new Set(granted);
  return [...new Set(expected)].map((scope) =>
    known.has(scope) ? passed(scopeName(scope), "The token has this scope.") : failed(scopeName(scope), ...lacking),
  );
};

const scopeName = (scope: string) => `Scope ${scope}`;

const lacking = [
  "The token does not have this scope, although the connection asks for it.",
  "A Gong technical administrator ticks it under Admin center > Settings > Ecosystem > API > Integrations; then reconnect the connection. Where it is not needed, take it out of the Scopes of the connection.",
] as const;

/** Whether a request that needs a scope was let through; `fault` is what it met, if anything. */
export const probedScopeCheck = (scope: string, fault: Error | undefined): Check => {
  if (fault instanceof MissingScopeError)
    return failed(
      scopeName(scope),
      withoutLabel(fault.message),
      "A Gong technical administrator adds the scope to the access key or integration; with OAuth, add it to the Scopes of the connection too and reconnect it.",
    );
  const status = fault instanceof GongError ? fault.status : undefined;
  // Gong looks at the scope before anything else: any other refusal means that the scope is there.
  if (fault === undefined || status === 400 || status === 404) return passed(scopeName(scope), "Gong lets it through.");
  return failed(
    scopeName(scope),
    withoutLabel(fault.message),
    "It could not be found out: do as the message says, then run this check again.",
  );
};

const mostSkewSeconds = 60;

/** Whether this platform and Gong have the same time; `header` is the Date of an answer. */
export const clockCheck = (header: string | undefined, now: number): Check => {
  const name = "Clock";
  const gongs = Date.parse(header ?? "");
  if (Number.isNaN(gongs)) return passed(name, "The answer did not tell the time, so nothing could be compared.");
  // The header is cut to whole seconds.
  const seconds = Math.round((gongs + 500 - now) / 1000);
  const found =
    seconds === 0
      ? "This platform and Gong have the same time."
      : `Gong's clock is ${counted(Math.abs(seconds), "second")} ${seconds > 0 ? "ahead of" : "behind"} that of this platform.`;
  return Math.abs(seconds) <= mostSkewSeconds
    ? passed(name, found)
    : failed(
        name,
        found,
        "Set the clock of the machine that runs this platform. Until then signed webhooks may be refused, and triggers ask for the wrong times.",
      );
};

/** Whether the credentials see calls: how many Gong counts in these days, or what the question met. */
export const callsCheck = (total: number, days: number, fault?: Error): Check => {
  const name = "Calls";
  if (fault) return failed(name, fault.message, "Do as the message says, then run this check again.");
  if (total > 0)
    return passed(name, `This connection sees ${counted(total, "call")} of the last ${counted(days, "day")}.`);
  return failed(
    name,
    `This connection sees no call of the last ${counted(days, "day")}.`,
    "When there were calls, ask a Gong technical administrator whether the access key or integration may see them, and whether they are recorded.",
  );
};

/** Whether the trackers that were heard have phrases. */
export const trackersCheck = (calls: readonly DetailedCall[], defined?: readonly string[]): Check => {
  const name = "Trackers";
  const phrases = new Map<string, boolean>();
  for (const tracker of calls.flatMap((call) => call?.content?.trackers ?? [])) {
    if (!tracker?.name || !tracker.count || tracker.type?.toUpperCase() === "SMART") continue;
    phrases.set(tracker.name, phrases.get(tracker.name) || Boolean(tracker.phrases?.length));
  }
  const without = [...phrases].filter(([, has]) => !has).map(([each]) => each);
  const unheard = defined?.filter((each) => !phrases.has(each)) ?? [];
  const also = unheard.length > 0 ? ` Not mentioned in these calls: ${listed(unheard)}.` : "";
  if (without.length > 0)
    return failed(
      name,
      `Trackers that counted mentions but have no phrases: ${listed(without)}.${also}`,
      'Tick "API request results" and "Separate phrases" in the settings of each of these trackers in Gong. Calls processed from then on have phrases.',
    );
  return passed(
    name,
    phrases.size > 0
      ? `All ${phrases.size} keyword trackers that were mentioned in ${counted(calls.length, "call")} have phrases.${also}`
      : `No keyword tracker was mentioned in ${counted(calls.length, "call")}, so nothing could be compared.${also}`,
  );
};

/** Whose calls Gong would not take over from a telephone system. */
export const importCheck = (users: readonly User[], isComplete: boolean): Check => {
  const name = "Call import";
  const active = users.filter((user) => user?.active !== false);
  const off = active.filter((user) => user?.settings?.telephonyCallsImported === false);
  const of = `${isComplete ? "" : "the first "}${counted(active.length, "active user")}`;
  return off.length === 0
    ? passed(name, `Telephone calls are imported for ${isComplete ? "all of " : ""}${of}.`)
    : failed(
        name,
        `Telephone calls are not imported for ${off.length} of ${of}: ${listed(off.map(nameOf))}.`,
        "Before uploading calls of these hosts, switch their call import on in Gong under Admin center > Settings > Team members. Leave it off for people who host none.",
      );
};

const nameOf = (user: User) => user.emailAddress ?? user.id ?? "a user without address";

/** How many calls are linked to records of the CRM, and to which. */
export const crmCheck = (calls: readonly DetailedCall[]): Check => {
  const name = "CRM link";
  const linksOf = (call: DetailedCall) =>
    (call?.context ?? []).flatMap((context) =>
      (context?.objects ?? []).map((object) => `${context.system ?? "Unknown"} ${object?.objectType ?? "record"}`),
    );
  const links = calls.map((call) => new Set(linksOf(call))).filter(({ size }) => size > 0);
  if (calls.length === 0) return passed(name, "There are no calls in which a link could be seen.");
  if (links.length === 0)
    return failed(
      name,
      `None of ${counted(calls.length, "call")} is linked to a CRM record.`,
      "Connect the CRM in Gong under Admin center > Settings > Ecosystem, and check that participants are in the CRM with the addresses of their invitations.",
    );
  const counts = new Map<string, number>();
  for (const each of links.flatMap((set) => [...set])) counts.set(each, (counts.get(each) ?? 0) + 1);
  const types = [...counts].sort(([, a], [, b]) => b - a).map(([type, count]) => `${type} ${count}`);
  const share = Math.round((100 * links.length) / calls.length);
  return passed(name, `${links.length} of ${counted(calls.length, "call")} are linked (${share} %): ${listed(types)}.`);
};

/** These say what to improve; the connection works all the same. */
const advice = new Set(["Trackers", "Call import", "CRM link"]);

/** The checks together. */
export const toReport = (checks: readonly Check[]) => ({
  ok: checks.every(({ name, ok }) => ok || advice.has(name)),
  checks: [...checks],
});

const mostListed = 20;

const listed = (names: readonly string[]): string => {
  const rest = names.length - mostListed;
  return names.slice(0, mostListed).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
};

/** The person asked for a check, not for the request behind it. */
const withoutLabel = (message: string) => message.replace("Raw Request: ", "");
