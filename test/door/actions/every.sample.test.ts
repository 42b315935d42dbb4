import nock from "nock";
import { read } from "#src/form/field";
import { toRequest } from "#src/gong/request";
import type { Operation } from "#src/operation";
import { operations } from "#src/operations/index";
import { built, connectionTo, harness, quietLogger, tokenConnectionTo } from "../../support/component";
import { useSandbox } from "../../support/door";
import { compatibleAnswers, leastAnswers } from "../../support/forms";
import { seed, someOf } from "../../support/seed";

const all = Object.entries<Operation>(operations);

const isAcceptedBy = (operation: Operation) => (answers: Record<string, unknown>) => {
  try {
    toRequest(operation, read(operation.fields, answers));
    return true;
  } catch {
    return false;
  }
};

const least = (operation: Operation) => leastAnswers(operation.fields, isAcceptedBy(operation));
const most = (operation: Operation) => compatibleAnswers(operation.fields, isAcceptedBy(operation), least(operation));

describe(`every action against the sandbox (seed ${seed})`, () => {
  const sandbox = useSandbox({ world: { calls: 20 } });

  it.each(["", " ", undefined])(
    "List Calls in Folder refuses a blank folder (%j) before it sends",
    async (folderId) => {
      await expect(
        harness.action("listCallsInFolder", { connection: tokenConnectionTo(sandbox), folderId }),
      ).rejects.toThrow("Folder ID is required. Pick a folder");
      expect(sandbox.log.entries).toEqual([]);
    },
  );

  it.each(someOf(all, 35))(
    "%s sends what the contract allows, with required inputs and with all",
    async (key, operation) => {
      for (const answers of [least(operation), most(operation)]) {
        sandbox.log.clear();
        // An id of the examples may be unknown to the sandbox: what counts here is that the request was right.
        await harness
          .action(key, { connection: tokenConnectionTo(sandbox), ...answers }, { logger: quietLogger() })
          .catch((error: unknown) => expect((error as { status?: number }).status).toBeGreaterThanOrEqual(400));
        expect(sandbox.log.violations()).toEqual([]);
        expect(sandbox.log.entries.length).toBeGreaterThan(0);
      }
    },
  );
});

describe(`every action against a recorded answer (seed ${seed})`, () => {
  const connectionWith = (accessKey: string) =>
    connectionTo({ url: "https://api.gong.io", accessKey, accessKeySecret: "a secret of tests" });
  beforeAll(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });

  it.each(someOf(all, 35))(
    "%s hands out the answer to the last digit, with properties that nobody knows",
    async (key, operation) => {
      const id = "9223372036854775807";
      const answer = { ...(operation.example as object), addedByGong: { ratio: 0.1, nothing: null } };
      const text = `${JSON.stringify(answer).slice(0, -1)},"beyondNumbers":${id}}`;
      const { method, path } = toRequest(operation, read(operation.fields, least(operation)));
      nock("https://api.gong.io").intercept(path, method).query(true).reply(200, text);
      const { data } = (await harness.action(
        key,
        { connection: connectionWith(key), ...least(operation) },
        { logger: quietLogger() },
      )) as {
        data: Record<string, unknown>;
      };
      const { partialFailure, ...rest } = data;
      expect(rest).toEqual({ ...answer, beyondNumbers: id });
    },
  );
});

describe(`every action while building (seed ${seed})`, () => {
  it.each(someOf(all, 35))(
    "%s is safe to run, or has a sample",
    async (key, { effect, example, list, lookUpFirst, partialFailure }) => {
      const action = built.actions[key];
      if (effect === "reads") {
        expect(action?.performSafety).toBe("SAFE");
      } else {
        expect(action?.performSafety).toBe("NOT_ALLOWED");
        expect(action?.examplePerformSafety).toBe("SAFE");
        expect(await action?.examplePerform?.({}, {})).toEqual({ data: example });
      }
      expect(action?.examplePayload).toEqual({ data: example });
      const schema = JSON.parse(action?.outputSchema?.schema ?? "{}");
      expect(schema).toMatchObject({ $schema: expect.stringContaining("draft-07"), type: "object" });
      const { properties = {} } = schema;
      const beside = ["continuation", "foundBeforehand", "partialFailure"].filter((name) => name in properties);
      expect(beside).toEqual([
        ...(list?.cursor ? ["continuation"] : []),
        ...(lookUpFirst ? ["foundBeforehand"] : []),
        ...(partialFailure ? ["partialFailure"] : []),
      ]);
      if (list?.cursor)
        expect(Object.keys(properties.continuation.properties)).toEqual(["truncated", "reason", "resume"]);
      if (partialFailure) expect(Object.keys(properties.partialFailure.properties)).toEqual(["message", "count"]);
    },
  );
});
