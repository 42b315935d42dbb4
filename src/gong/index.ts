import type { z } from "zod";
import { GongError, NotAnsweredError } from "#src/base/errors";
import { registerSecret } from "#src/base/redact";
import { normalize } from "#src/entities/tolerant";
import type { Fields, Input } from "#src/form/field";
import type { Answer, List, Operation } from "#src/operation";
import { type Account, readConnection } from "./account";
import { readAll } from "./all";
import { bareValue, readJsonAnswer, readObjectAnswer, titleOf } from "./answer";
import { exchange, type Session } from "./attempts";
import type { Bounds, Gong, Step } from "./client";
import { spentToday } from "./pace";
import { follow, itemsOf, toPosition } from "./pages";
import { ofRawRequest, toRawAnswer } from "./raw";
import { type GongRequest, toRequest } from "./request";
import type { Range } from "./split";
import { paceOf } from "./turn";

export * from "#src/base/errors";
export { parseJson } from "#src/base/json";
export { redact, redactAll, registerSecret } from "#src/base/redact";
export { type Account, defaultAddress, readConnection } from "./account";
export type { AnswerOf, Bounds, Continuation, Gong, RawAnswer, RawRequest, ReadOptions, Step } from "./client";
export { isReading } from "./raw";

const defaultBudgetMs = 600_000;
const defaultTimeoutMs = 120_000;

/**
 * The client of one connection, for whoever runs no step of the platform.
 * @throws ConnectionError when the connection lacks something.
 */
export const gong = (connection: unknown, step?: Step, bounds?: Bounds): Gong =>
  clientOf(readConnection(connection), step, bounds);

/** The client of an account whose connection was read. */
export const clientOf = (account: Account, step?: Step, bounds: Bounds = {}): Gong => {
  for (const secret of account.secrets) registerSecret(secret);
  const session: Session = {
    account,
    step,
    timeoutMs: bounds.timeoutMs ?? defaultTimeoutMs,
    deadline: Date.now() + (bounds.budgetMs ?? defaultBudgetMs),
    requests: 0,
    latencyMs: 0,
  };

  /** One request of an operation. What a chain of cursors waits for is urgent. */
  const once = async <F extends Fields, R extends z.ZodType<Answer>>(
    operation: Operation<F, R>,
    input: Input<F>,
    { cursor, isUrgent }: { readonly cursor?: string; readonly isUrgent?: boolean } = {},
  ): Promise<z.output<R>> => {
    const request = { ...toRequest(operation, input, cursor), step: step?.name, isUrgent };
    const read = (answer: Answer) => normalized(operation, operation.answer?.({ ...answer }, input) ?? answer, request);
    try {
      return await exchange(session, request, (received) =>
        read(refuseTooMany(operation.list, readObjectAnswer(received, account, request), request)),
      );
    } catch (error) {
      const empty = emptyAnswer(operation.list, error);
      if (!empty) throw error;
      return read(empty);
    }
  };

  return {
    run: (operation, input) => once(operation, input),

    pages: async function* (operation, input, { cursor: start } = {}) {
      const fetchPage = (cursor: string | undefined) =>
        once(operation, input, { cursor, isUrgent: cursor !== undefined });
      for await (const { answer } of follow(fetchPage, listOf(operation), toPosition(start))) yield answer;
    },

    all: async (operation, input, options = {}) => {
      const { maxRecords = Number.POSITIVE_INFINITY, cursor: start, onItems, requestsPerPage = 1 } = options;
      const list = listOf(operation);
      const { first, items, reason, resume } = await readAll({
        fetchPage: (cursor, part) =>
          once(operation, { ...input, ...(part && inputsOf(part, list)) }, { cursor, isUrgent: !!cursor || !!part }),
        list,
        from: toPosition(start),
        range: rangeIn(input, list),
        latencyMs: () => session.latencyMs,
        maxRecords,
        onItems,
        requestsPerPage,
      });
      const continuation = { truncated: reason !== null, reason, resume };
      return { ...first, ...joinedList(list, items, first), continuation };
    },

    raw: (given) => {
      const request = ofRawRequest(given, account);
      return exchange(session, request, (received) =>
        toRawAnswer(received, given.responseType, () => readJsonAnswer(received, account, request)),
      );
    },

    get requests() {
      return session.requests;
    },
    get remainingMs() {
      return Math.max(0, session.deadline - Date.now());
    },
    get spentToday() {
      return spentToday(paceOf(account.identity), Date.now());
    },
    address: account.origin,
    scopes: { granted: account.grantedScopes, requested: account.requestedScopes },
    usesOAuth: account.usesOAuth,
    identity: account.identity,
    grantedScopes: account.grantedScopes,
  };
};

const listOf = ({ label, list }: Pick<Operation, "label" | "list">): List => {
  if (!list) throw new Error(`${label} has no list.`);
  return list;
};

/** The range whose parts may be read side by side, where the operation allows that and both ends are given. */
const rangeIn = (input: object, { splitBy }: List): Range | undefined => {
  const values: Readonly<Record<string, unknown>> = { ...input };
  const [from, to] = splitBy ? [values[splitBy.from], values[splitBy.to]] : [];
  return typeof from === "string" && typeof to === "string" ? { from, to } : undefined;
};

const inputsOf = ({ from, to }: Range, { splitBy }: List) => splitBy && { [splitBy.from]: from, [splitBy.to]: to };

/** Gong's longest lists that come at once, such as trackers, have some thousand. */
const mostRecords = 50_000;

const refuseTooMany = (list: List | undefined, answer: Answer, request: GongRequest): Answer => {
  const records = list ? itemsOf(answer, list).length : 0;
  if (records <= mostRecords) return answer;
  const { label: operation, method, path } = request;
  throw new NotAnsweredError(
    `${titleOf(request)}: ${method} ${path} was answered with ${records.toLocaleString("en-US")} records at once, which no list of Gong's has. Check the Base URL of the connection.`,
    { operation, method, path },
  );
};

const joinedList = ({ key }: List, items: readonly unknown[], first: Answer) => {
  if (first.records === undefined) return { [key]: items };
  const { cursor: _stale, ...records } = (first.records ?? {}) as Record<string, unknown>;
  return { [key]: items, records: { ...records, currentPageSize: items.length, currentPageNumber: 0 } };
};

/** The answer as its entity describes it: nothing behind the client looks at a raw one. */
const normalized = <R extends z.ZodType<Answer>>(
  { response }: { readonly response: () => R },
  answer: Answer,
  request: GongRequest,
): z.output<R> => {
  const read = normalize(response, answer);
  if (read !== undefined) return read;
  throw bareValue(request);
};

const noCalls = "No calls found corresponding to the provided filters";

/** The empty list that a 404 means, where the operation says so. */
const emptyAnswer = (list: List | undefined, fault: unknown): Answer | undefined => {
  if (!list?.empty || !(fault instanceof GongError) || fault.status !== 404) return undefined;
  const saysSo =
    list.empty === "noCalls"
      ? fault.gongErrors.some((words) => words.trim().replace(/\.$/, "") === noCalls)
      : fault.gongErrors.length > 0;
  if (!saysSo) return undefined;
  const records = { totalRecords: 0, currentPageSize: 0, currentPageNumber: 0 };
  return { requestId: fault.requestId, records, [list.key]: [] };
};
