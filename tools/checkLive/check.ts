import { answerSchema, type Operation as Contract, findOperation } from "#sandbox/index";
import { read } from "#src/form/field";
import {
  BrokenConnectionError,
  type Gong,
  GongBusyError,
  GongError,
  InputError,
  MissingScopeError,
  NotAnsweredError,
  type RawAnswer,
} from "#src/gong/index";
import { toRequest } from "#src/gong/request";
import type { Operation } from "#src/operation";
import { operations } from "#src/operations/index";
import { type Difference, differencesOf } from "./compare";
import { daysBefore, type Known, type KnownName, knownInWords, plan, type Step, textsAt, type Wanted } from "./plan";

/**
 * How one operation fared. `as described` lets pass what Gong leaves out or sends as null, which it does everywhere;
 * both are listed all the same.
 */
export interface Outcome {
  readonly action: string;
  readonly endpoint: string;
  readonly result: "as described" | "differs" | "empty" | "skipped" | "failed";
  /** Why there is nothing to compare; one of the sentences of this check, never Gong's words. */
  readonly reason?: string;
  readonly differences: readonly Difference[];
}

/** The credentials do not work, so nothing can be checked. The message says what to do, and may be shown. */
export class RefusedCredentialsError extends Error {
  override readonly name = "RefusedCredentialsError";
}

/**
 * Calls every reading operation once, one after the other, and compares each answer with the contract. Writes nothing
 * and spends no AI credits. What the answers say stays in memory.
 * @param tell is given each outcome as soon as it is there.
 * @throws RefusedCredentialsError
 */
export const checkLive = async (client: Gong, tell: (outcome: Outcome) => void = () => {}): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  let known: Known = {};
  let stopped: string | undefined;
  for (const step of plan) {
    const operation: Operation = operations[step.key];
    const facts = { action: operation.label, endpoint: operation.endpoint };
    const checked = await checkUnlessStopped(step, operation);
    known = { ...known, ...checked.learned };
    stopped = checked.stop ?? stopped;
    const { result, reason, differences = [] } = checked;
    const outcome: Outcome = { ...facts, result, ...(reason ? { reason } : {}), differences };
    outcomes.push(outcome);
    tell(outcome);
  }
  return outcomes;

  async function checkUnlessStopped(step: (typeof plan)[number], operation: Operation): Promise<Checked> {
    if (stopped) return skipped(stopped);
    return "leftOut" in step ? skipped(step.leftOut) : check(step, operation);
  }

  async function check(step: Step, operation: Operation): Promise<Checked> {
    if (operation.effect !== "reads")
      throw new Error(`${operation.label} does more than read, so it is not called here.`);
    const missing = (step.needs ?? []).find((name) => !known[name]?.length);
    if (missing) return skipped(`Nothing to ask for: ${knownInWords[missing]}.`);
    const days = daysBefore(Date.now());
    const ask = (answers: Step["answers"]) => send(client, operation, answers?.(firstOf(known), known, days) ?? {});
    try {
      return compare(step, await ask(step.answers));
    } catch (error) {
      if (!(error instanceof MissingScopeError) || !step.otherwise) return explain(error, operation);
    }
    try {
      return compare(step, await ask(step.otherwise));
    } catch (error) {
      return explain(error, operation);
    }
  }
};

interface Checked extends Pick<Outcome, "result" | "reason"> {
  readonly differences?: readonly Difference[];
  readonly learned?: Known;
  /** Why nothing more is called. */
  readonly stop?: string;
}

interface Answered extends RawAnswer {
  readonly contract: Contract;
}

const skipped = (reason: string): Checked => ({ result: "skipped", reason });
const failed = (reason: string): Checked => ({ result: "failed", reason });

const firstOf = (known: Known): Wanted =>
  Object.fromEntries(Object.entries(known).map(([name, [first = ""]]) => [name, first])) as Record<KnownName, string>;

/** The request that the action would send, but with Gong's answer as it came. */
const send = async (
  client: Gong,
  operation: Operation,
  answers: Readonly<Record<string, unknown>>,
): Promise<Answered> => {
  const { method, path, query, body } = toRequest(operation, read(operation.fields, answers));
  const answer = await client.raw({ method, url: path, query, body });
  return { ...answer, contract: contractOf(operation, path) };
};

const contractOf = ({ endpoint, label }: Operation, path: string): Contract => {
  const destination = findOperation(endpoint.split(" ")[0] ?? "", path);
  if ("status" in destination) throw new Error(`Gong's contract does not have the endpoint of ${label}.`);
  return destination.operation;
};

const compare = ({ learns = {} }: Step, { contract, statusCode, body }: Answered): Checked => {
  const isDescribed = String(statusCode) in contract.answers;
  const schema = answerSchema(contract, isDescribed ? statusCode : contract.successStatus) ?? {};
  const differences = [...(isDescribed ? [] : [otherStatus(contract, statusCode)]), ...differencesOf(schema, body)];
  return {
    result: differences.every(({ kind }) => kind === "null" || kind === "missing") ? "as described" : "differs",
    differences,
    learned: Object.fromEntries(Object.entries(learns).map(([name, path]) => [name, textsAt(body, path)])),
  };
};

const otherStatus = (contract: Contract, status: number): Difference => ({
  path: "(status)",
  kind: "other status",
  described: Object.keys(contract.answers).join(", "),
  found: String(status),
  count: 1,
});

/** What a fault means for the check, in words of our own: Gong's may name people, calls or addresses. */
const explain = (fault: unknown, operation: Operation): Checked => {
  if (fault instanceof BrokenConnectionError) throw new RefusedCredentialsError(fault.message);
  if (fault instanceof InputError) return skipped("What an earlier answer gave does not fit the form of this action.");
  if (fault instanceof MissingScopeError) {
    const scopes = (fault.facts.scopes ?? []).filter((scope) => /^api:[a-z:-]+$/.test(scope));
    const named = scopes.length > 0 ? scopes : operation.scopes;
    return skipped(`The connection lacks a scope: ${named.join(", ") || "Gong does not say which"}.`);
  }
  if (fault instanceof GongBusyError) {
    const stop = "Gong's limits or the time of this check were used up. Run it again later.";
    return { ...skipped(stop), stop };
  }
  if (fault instanceof NotAnsweredError) {
    const code = /^[A-Z_]+$/.test(fault.facts.code ?? "") ? ` (${fault.facts.code})` : "";
    return failed(`No usable answer came${code}.`);
  }
  if (fault instanceof GongError && fault.status !== undefined) return explainStatus(fault.status, operation);
  throw fault;
};

const explainStatus = (status: number, operation: Operation): Checked => {
  const contract = contractOf(operation, (operation.endpoint.split(" ")[1] ?? "").replace(/\{\w+\}/g, "1"));
  if (status === 404 && operation.list?.empty) return { result: "empty", reason: "Gong has nothing in this range." };
  // Gong may answer 401 and 429 anywhere, and faults of its own are no part of a description.
  if (status >= 500) return failed(`Gong failed with status ${status}. Run the check again later.`);
  if (status === 403)
    return skipped("Gong answered 403: it does not allow this here, or the feature is not released to the company.");
  if (!(String(status) in contract.answers)) return { result: "differs", differences: [otherStatus(contract, status)] };
  if (status === 404) return skipped("Gong answered 404: it has nothing under this id for these credentials.");
  return failed(`Gong refused the request with status ${status}.`);
};
