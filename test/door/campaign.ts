import type { Fault, FaultKind } from "#sandbox/index";
import { harness, quietLogger, tokenConnectionTo } from "../support/component";
import { useSandbox } from "../support/door";
import { wav } from "../support/forms";
import { hurry } from "./gong/support";

/**
 * Every fault that Gong can have, at every page, through the front door: actions as the platform runs them, on a
 * virtual clock. What the client does with faults is shown in test/gong; here it is shown that every reader uses it.
 */

const now = Date.parse("2026-11-20T00:00:00Z");
const range = { fromDateTime: "2026-01-01T00:00:00Z", toDateTime: "2026-11-20T00:00:00Z" };
const always = Number.POSITIVE_INFINITY;

const sandbox = useSandbox({ pageSize: 4, world: { calls: 20, users: 20, now } });

type Data = Readonly<Record<string, unknown>>;

const act = async (action: string, inputs: Record<string, unknown>, pauseMs = 0): Promise<Data> => {
  const context = { logger: quietLogger() } as never;
  // The token is made on the clock that flies, else it may have expired there.
  const begin = () => harness.action(action, { connection: tokenConnectionTo(sandbox), ...inputs }, context);
  const { data } = (await hurry(begin, pauseMs)) as { data: Data };
  return data;
};

export interface Reader {
  readonly action: string;
  readonly inputs: Record<string, unknown>;
  /** Where faults meet it, page by page. */
  readonly operation: string;
  readonly list: string;
  readonly idOf: (item: never) => string;
  /** Whether it stopped early, and how it continues. */
  readonly end: (data: Data) => { readonly truncated: boolean; readonly next: Record<string, unknown> };
}

const endOfList = ({ continuation }: Data) => {
  const { truncated, resume } = continuation as { truncated: boolean; resume: string };
  return { truncated, next: { cursor: resume } };
};
const endOfRecipe = ({ truncated, resume }: Data) => ({ truncated: truncated === true, next: { resumeFrom: resume } });

const readers: readonly Reader[] = [
  {
    action: "listUsers",
    inputs: { fetchAll: true },
    operation: "GET /v2/users",
    list: "users",
    idOf: ({ id }: { id: string }) => id,
    end: endOfList,
  },
  {
    action: "listDetailedCalls",
    inputs: { ...range, fetchAll: true },
    operation: "POST /v2/calls/extensive",
    list: "calls",
    idOf: ({ metaData }: { metaData: { id: string } }) => metaData.id,
    end: endOfList,
  },
  {
    action: "getCallTranscript",
    inputs: { ...range, fetchAll: true },
    operation: "POST /v2/calls/transcript",
    list: "callTranscripts",
    idOf: ({ callId }: { callId: string }) => callId,
    end: endOfList,
  },
  ...["POST /v2/calls/extensive", "POST /v2/calls/transcript"].map((operation) => ({
    action: "getCompleteCalls",
    inputs: { ...range, includePrivateCalls: true },
    operation,
    list: "results",
    idOf: ({ id, transcript }: { id: string; transcript: unknown }) => `${id} ${transcript === null ? "bare" : "told"}`,
    end: endOfRecipe,
  })),
];

const idsOf = ({ list, idOf }: Reader, data: Data) => (data[list] as never[]).map(idOf);

const faults: readonly FaultKind[] = [
  ...(["429", "500", "502", "503", "504", "reset", "silence"] as const),
  ...(["truncated", "html", "empty", "latency", "expiredCursor"] as const),
];
const pages = [0, 1, 2, 3, 4];

/** One reader, and a fault that meets it on every page. */
export interface Trial {
  readonly reader: Reader;
  readonly kind: FaultKind;
  /** Whether the fault outlasts the time that the reader has. */
  readonly lasts: boolean;
}

export const trials: readonly Trial[] = readers.flatMap((reader) => [
  ...faults.map((kind) => ({ reader, kind, lasts: false })),
  ...(["429", "503", "html"] as const).map((kind) => ({ reader, kind, lasts: true })),
]);

/** In words, for the title of a test. */
export const inWords = ({ reader: { action, operation }, kind, lasts }: Trial) =>
  `${action}, ${lasts ? "faults that last" : "one fault on any page"} of ${operation}: ${kind}`;

/** Tries a reader: complete after one fault, to be continued when it lasts, nothing lost and nothing twice. */
export const tryReader = async ({ reader, kind, lasts }: Trial) => {
  const { action, inputs, operation, end } = reader;
  const read = (more: Record<string, unknown> = {}, pauseMs?: number) => act(action, { ...inputs, ...more }, pauseMs);
  const everyId = idsOf(reader, await read());
  expect(sandbox.log.of(operation)).toHaveLength(5);
  expect(new Set(everyId).size).toBe(everyId.length);

  const endsComplete = async (page: number) => {
    sandbox.reset();
    const added = sandbox.faults.add({ kind, ms: 3000, match: { operation, page } });
    const data = await read();
    expect({ page, hits: added.hits, ids: idsOf(reader, data) }).toEqual({ page, hits: 1, ids: everyId });
    expect(end(data).truncated).toBe(false);
  };
  const canBeContinued = async (page: number) => {
    sandbox.reset();
    sandbox.faults.add({ kind, retryAfter: 3600, match: { operation, page, times: always } });
    const first = await read();
    const { truncated, next } = end(first);
    expect({ page, truncated }).toEqual({ page, truncated: true });
    sandbox.faults.clear();
    const second = await read(next, 3_600_000);
    expect(end(second).truncated).toBe(false);
    const both = [...idsOf(reader, first), ...idsOf(reader, second)];
    expect(both).toHaveLength(everyId.length);
    expect(new Set(both)).toEqual(new Set(everyId));
  };
  if (lasts) for (const page of [1, 4]) await canBeContinued(page);
  else for (const page of pages) if (kind !== "expiredCursor" || page > 0) await endsComplete(page);
};

const newCall = () => {
  const primaryUser = sandbox.world.users[0]?.id;
  return {
    clientUniqueId: "campaign-1",
    actualStart: "2026-01-05T10:00:00Z",
    direction: "Outbound",
    primaryUser,
    parties: [{ userId: primaryUser }],
  };
};

/** Each write with what Gong has of it afterwards. */
const writes = {
  createNewCall: async () => {
    const before = sandbox.world.calls.length;
    return {
      operation: "POST /v2/calls",
      write: () => act("createNewCall", newCall()),
      happened: () => sandbox.world.calls.length - before,
    };
  },
  giveCallAccess: async () => {
    const callId = sandbox.world.calls[0]?.id ?? "";
    const userIds = [sandbox.world.users[1]?.id];
    return {
      operation: "PUT /v2/calls/users-access",
      write: () => act("giveCallAccess", { callAccessList: [{ callId, userIds }] }),
      happened: () => sandbox.world.state.access.get(callId)?.size ?? 0,
    };
  },
  addMedia: async () => {
    const { callId } = await act("createNewCall", newCall());
    return {
      operation: "PUT /v2/calls/{id}/media",
      write: () => act("addMedia", { callId, fileInput: { data: wav, contentType: "audio/wav" } }),
      // Gong takes a recording once whatever is sent: what counts is how often it could have.
      happened: () =>
        sandbox.log.of("PUT /v2/calls/{id}/media").filter(({ fault, file }) => fault !== "429" && file).length,
    };
  },
};

export type WriteName = keyof typeof writes;
export const writeNames = Object.keys(writes) as WriteName[];

/** Tries a write: it happens exactly once after one 429. */
export const tryWriteAfter429 = async (name: WriteName) => {
  for (const retryAfter of [undefined, 2]) {
    sandbox.reset();
    const { operation, write, happened } = await writes[name]();
    sandbox.faults.add({ kind: "429", retryAfter, match: { operation } });
    await write();
    expect(happened()).toBe(1);
    expect(sandbox.log.of(operation)).toHaveLength(2);
  }
};

/** Every other fault, whether Gong did what was asked before it or not. */
export const otherFaults: readonly Fault[] = faults
  .filter((kind) => kind !== "429" && kind !== "expiredCursor")
  .flatMap((kind) => [{ kind }, { kind, happened: true }]);

/** Tries a write: it happens at most once under this fault. */
export const tryWriteUnder = async (name: WriteName, fault: Fault) => {
  sandbox.reset();
  const { operation, write, happened } = await writes[name]();
  const added = sandbox.faults.add({ ...fault, match: { operation, times: 2 } });
  const outcome = await write().then(
    () => "done",
    (thrown: unknown) => thrown,
  );
  expect({ fault, isMet: added.hits > 0, isAtMostOnce: happened() <= 1 }).toEqual({
    fault,
    isMet: true,
    isAtMostOnce: true,
  });
  if (outcome === "done") expect(happened()).toBe(1);
  else expect(outcome).toHaveProperty("message", expect.stringMatching(/\.( \(Gong request .*\))?$/));
};
