import { GongError, NotAnsweredError } from "#src/base/errors";
import { toJsonText } from "#src/base/json";
import { registerSecret } from "#src/base/redact";
import { normalize } from "#src/entities/tolerant";
import type { Fields, Input } from "#src/form/field";
import type { Operation } from "#src/operation";
import { type Account, readConnection } from "./account";
import { type Range, readAll } from "./all";
import { type Asked, readJsonAnswer, readObjectAnswer, titleOf } from "./answer";
import { exchange, type Session, toJsonBody } from "./attempts";
import type { Bounds, Continuation, Gong, RawRequest, ReadOptions, Step } from "./client";
import { toMultipartBody } from "./multipart";
import { paceOf, spentToday } from "./pace";
import { type Answer, follow, itemsOf, type Position, toPosition } from "./pages";
import { toPendingRequest, toRawAnswer } from "./raw";
import { toQueryString, toRequest } from "./request";

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
  const timeoutMs = bounds.timeoutMs ?? defaultTimeoutMs;
  const session: Session = {
    account,
    step,
    deadline: Date.now() + (bounds.budgetMs ?? defaultBudgetMs),
    requests: 0,
    latencyMs: 0,
  };

  const once = async (operation: Operation, input: Input<Fields>, cursor?: string): Promise<Answer> => {
    const { method, path, query, body: content, multipart } = toRequest(operation, input, cursor);
    const asked: Asked = { ...operation, step: step?.name, method, path };
    const target = path + toQueryString(query);
    const text = toJsonText(content);
    const jsonBody = text === undefined ? undefined : () => toJsonBody(text);
    const body = multipart ? () => toMultipartBody(multipart, step, session.deadline) : jsonBody;
    try {
      const request = { ...asked, target, headers: {}, body, timeoutMs };
      const answer = await exchange(session, request, (received) =>
        refuseTooMany(operation, asked, readObjectAnswer(received, account, asked)),
      );
      return toAnswer(operation, input, answer);
    } catch (error) {
      const empty = emptyAnswer(operation, error);
      if (empty) return toAnswer(operation, input, empty);
      throw error;
    }
  };

  const pages = (operation: Operation, input: Input<Fields>, position: Position) =>
    follow((cursor) => once(operation, input, cursor), listKeyOf(operation), position);

  const run = async (operation: Operation, input: Input<Fields>): Promise<Answer> => {
    const cursor = cursorIn(input);
    if (!operation.list?.cursor || !cursor) return once(operation, input);
    for await (const { answer } of pages(operation, input, toPosition(cursor))) return answer;
    throw new Error("A list without a first page.");
  };

  const all = async (
    operation: Operation,
    input: Input<Fields>,
    { maxRecords = Number.POSITIVE_INFINITY, cursor, onItems }: ReadOptions = {},
  ) => {
    const key = listKeyOf(operation);
    const { first, items, reason, resume } = await readAll({
      fetchPage: (cursor, range) => once(operation, { ...input, ...range }, cursor),
      listKey: key,
      from: toPosition(cursor ?? cursorIn(input)),
      range: rangeOf(operation, input),
      latencyMs: () => session.latencyMs,
      maxRecords,
      onItems,
    });
    const continuation: Continuation = { truncated: reason !== null, reason, resume };
    return { ...first, ...joinedList(key, items, first), continuation };
  };

  const raw = async (given: RawRequest) => {
    const request = toPendingRequest(given, account, timeoutMs);
    return exchange(session, request, (received) =>
      toRawAnswer(received, given.responseType, () => readJsonAnswer(received, account, request)),
    );
  };

  return {
    run,
    all,
    pages: async function* (operation: Operation, input: Input<Fields>, options: { cursor?: string } = {}) {
      for await (const { answer } of pages(operation, input, toPosition(options.cursor ?? cursorIn(input))))
        yield answer;
    },
    raw,
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
  } as unknown as Gong;
};

/** The cursor that the form of a paged list holds beside the operation's own inputs. */
const cursorIn = (input: Input<Fields>): string | undefined => {
  const { cursor } = input as Record<string, unknown>;
  return typeof cursor === "string" ? cursor : undefined;
};

const listKeyOf = (operation: Operation): string => {
  if (!operation.list) throw new Error(`${operation.label} has no list.`);
  return operation.list.key;
};

/** The range of an operation whose pages may be read side by side: calls and transcripts between two moments. */
const rangeOf = (operation: Operation, input: Input<Fields>): Range | undefined => {
  const { fromDateTime, toDateTime } = input as Record<string, unknown>;
  if (operation.list?.empty !== "noCalls" || typeof fromDateTime !== "string" || typeof toDateTime !== "string")
    return undefined;
  return { fromDateTime, toDateTime };
};

/** Gong's longest lists that come at once, such as trackers, have some thousand. */
const mostRecords = 50_000;

const refuseTooMany = (operation: Operation, asked: Asked, answer: Answer): Answer => {
  const records = operation.list ? itemsOf(answer, operation.list.key).length : 0;
  if (records <= mostRecords) return answer;
  throw new NotAnsweredError(
    `${titleOf(asked)}: ${asked.method} ${asked.path} was answered with ${records.toLocaleString("en-US")} records at once, which no list of Gong's has. Check the Base URL of the connection.`,
    { operation: asked.label, method: asked.method, path: asked.path },
  );
};

const joinedList = (key: string, items: readonly unknown[], first: Answer | undefined) => {
  if (first?.records === undefined) return { [key]: items };
  const { cursor: _stale, ...records } = (first?.records ?? {}) as Record<string, unknown>;
  return { [key]: items, records: { ...records, currentPageSize: items.length, currentPageNumber: 0 } };
};

/** The answer as its entity describes it: nothing behind the client looks at a raw one. */
const toAnswer = (operation: Operation, input: Input<Fields>, answer: Answer): Answer =>
  normalize(operation.response, operation.answer?.({ ...answer }, input) ?? answer) as Answer;

const noCalls = "No calls found corresponding to the provided filters";

/** The empty list that a 404 means, where the operation says so; anything else stays an error. */
const emptyAnswer = (operation: Operation, fault: unknown): Answer | undefined => {
  if (!operation.list?.empty || !(fault instanceof GongError) || fault.status !== 404) return undefined;
  const saysSo =
    operation.list.empty === "noCalls"
      ? fault.gongErrors.some((words) => words.trim().replace(/\.$/, "") === noCalls)
      : fault.gongErrors.length > 0;
  if (!saysSo) return undefined;
  const records = { totalRecords: 0, currentPageSize: 0, currentPageNumber: 0 };
  return {
    requestId: fault.requestId,
    ...(operation.list.cursor ? { records } : {}),
    [operation.list.key]: [],
  };
};
