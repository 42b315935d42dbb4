import nock from "nock";
import type { Operation } from "#src/operation";
import { operations } from "#src/operations/index";

// It would take the requests of the next file of tests in this process too.
afterAll(() => nock.restore());

const all = Object.values<Operation>(operations);

const isAskedBy = (method: string, path: string) => (operation: Operation) => {
  const [verb, template = ""] = operation.endpoint.split(" ");
  return verb === method && new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`).test(path);
};

/** The operation that a request is of. */
export const operationAt = (method: string, path: string): Operation | undefined => all.find(isAskedBy(method, path));

/** What an operation's example says, as the last page of its list. */
export const wholeAnswer = ({ example, list }: Operation): Record<string, unknown> => {
  const answer = { ...(example as Record<string, unknown>) };
  if (list?.cursor) answer.records = { totalRecords: 1, currentPageSize: 1, currentPageNumber: 0 };
  return answer;
};

/** A Gong that answers every operation with its example, or with what `answerOf` says instead. */
export const standIn = (answerOf: (operation: Operation) => unknown = wholeAnswer) => {
  nock.disableNetConnect();
  const respond = (method: string) =>
    function (this: { req: { path: string } }): [number, string] {
      const path = this.req.path.split("?")[0] ?? "";
      const operation = operationAt(method, path);
      return operation ? [200, JSON.stringify(answerOf(operation) ?? {})] : [404, '{"errors":["Nothing is here"]}'];
    };
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"])
    nock("https://api.gong.io")
      .persist()
      .intercept(/.*/, method)
      .reply(respond(method) as never);
  return () => {
    nock.cleanAll();
    nock.enableNetConnect();
  };
};
