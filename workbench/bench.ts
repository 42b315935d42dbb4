import type { Companion, Host, RingPlan } from "./companion";
import { type NewConnection, readConnection, registerSecrets, type StoredConnection, viewOf } from "./connections";
import type { States } from "./context";
import type { KeptBytes } from "./plain";
import type { Redactor } from "./redact";
import { CancelledError, startThread } from "./thread";
import type { Detail, Entry, Kind, RunOrder, RunReport, Start, Status } from "./types";
import type { Delivery, WorkerReport } from "./worker";

type Answer = (input: never) => unknown;

/** What the page can ask for and have done. */
interface Bench {
  readonly answers: Readonly<Record<string, Answer>>;
  readonly doings: Readonly<Record<string, Answer>>;
  fileOf(id: string): KeptBytes | undefined;
  /** Hands a delivery to the ring that awaits it at this path; false when none does. */
  deliver(path: string, read: () => Promise<Delivery>): Promise<boolean>;
  close(): Promise<void>;
}

const mostKeptBytes = 256 * 1024 * 1024;
const ringWaitMs = 10_000;

/** The last files that outputs held, up to a sum of bytes. */
const createFiles = () => {
  const files = new Map<string, KeptBytes>();
  let size = 0;
  return {
    get: (id: string) => files.get(id),
    keep(kept: KeptBytes) {
      files.set(kept.id, kept);
      size += kept.bytes.byteLength;
      for (const [id, { bytes }] of files) {
        if (size <= mostKeptBytes || files.size === 1) return;
        files.delete(id);
        size -= bytes.byteLength;
      }
    },
  };
};

/** Runs what the page asks for; knows the connections, what triggers remember, and who waits for a delivery. */
export const createBench = async (
  path: string,
  companion: Companion | undefined,
  redactor: Redactor,
  newHookUrl: () => string,
): Promise<Bench> => {
  const files = createFiles();
  const thread = await startThread(path, files.keep);
  const connections = new Map<string, StoredConnection>(companion?.connections.map((each) => [each.id, each]));
  const states = new Map<string, States>();
  const awaited = new Map<string, (delivery: Delivery) => void>();
  let offsetMs = 0;

  const host: Host = {
    get offsetMs() {
      return offsetMs;
    },
    async moveClock(next) {
      offsetMs = next;
      await thread.moveClock(next);
    },
    forgetStates: () => states.clear(),
  };

  const entryOf = (kind: Kind, key: string): Entry => {
    const entry = thread.view.entries.find((each) => each.kind === kind && each.key === key);
    if (!entry) throw new Error(`The component has no ${kind}/${key}.`);
    return entry;
  };

  /** The connection of an order; undefined when it takes none, or none was chosen. */
  const connectionOf = (entry: Entry, values: RunOrder["values"]): StoredConnection | undefined => {
    const input = entry.inputs.find(({ type }) => type === "connection");
    return input && connections.get(String(values[input.key]));
  };

  const openedOf = (stored: StoredConnection) => {
    const value = stored.value();
    const definition = thread.view.entries.find((each) => each.kind === "connections" && each.key === value.key);
    registerSecrets(value, definition, redactor);
    return value;
  };

  /** Names in place of connections, for eyes; values in their place, for the component. */
  const withConnections = (
    entry: Entry,
    values: RunOrder["values"],
    inPlace: (stored: StoredConnection) => unknown,
  ) => ({
    ...values,
    ...Object.fromEntries(
      entry.inputs
        .filter(({ type }) => type === "connection")
        .map(({ key }) => {
          const stored = connections.get(String(values[key]));
          return [key, stored && inPlace(stored)];
        }),
    ),
  });

  /** What may write is called only when that is wanted, and against a real account only when it is named. */
  const wayOf = (entry: Entry, order: RunOrder, connection: StoredConnection | undefined) => {
    if (entry.isSafe) return "perform";
    if (!order.reallyWrite) return entry.hasExamplePerform ? "examplePerform" : "examplePayload";
    const isPractice = connection?.isPractice === true;
    const account = connection?.account ?? "";
    if (!isPractice && order.confirmedAccount !== account)
      throw new Error(`${entry.label} may write to ${account || "a real account"}: confirm it first.`);
    return "perform";
  };

  const runInThread = async (
    entry: Entry,
    order: RunOrder,
    more: {
      readonly way?: "perform";
      readonly delivery?: Delivery;
      readonly hookUrl?: string;
      readonly title?: string;
    } = {},
  ): Promise<RunReport> => {
    const connection = connectionOf(entry, order.values);
    const way = more.way ?? wayOf(entry, order, connection);
    const before = states.get(order.key) ?? {};
    const startedMs = performance.now();
    for (const { key, type } of entry.inputs) if (type === "password") redactor.add(order.values[key]);
    const sent = withConnections(entry, order.values, ({ name }) => `(${name})`);
    const common = { sent, title: more.title };
    try {
      const report = await thread.ask<WorkerReport>({
        do: "run",
        kind: order.kind,
        key: order.key,
        values: withConnections(entry, order.values, openedOf),
        way,
        states: before,
        hookUrl: more.hookUrl ?? newHookUrl(),
        delivery: more.delivery,
      });
      const { states: after, ...rest } = report;
      companion?.annotate(report.requests, connection);
      if (order.kind !== "triggers") return { ...rest, ...common };
      states.set(order.key, after);
      return { ...rest, ...common, state: { before, after } };
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      return { ...common, outcome: { kind: "cancelled" }, ms: performance.now() - startedMs, requests: [], log: [] };
    }
  };

  const run = (order: RunOrder) => runInThread(entryOf(order.kind, order.key), order);

  const arrival = (url: string): Promise<Delivery> =>
    new Promise((resolve, reject) => {
      const { pathname } = new URL(url);
      const timer = setTimeout(() => {
        awaited.delete(pathname);
        reject(new Error("Nothing arrived at the address of the webhook."));
      }, ringWaitMs);
      awaited.set(pathname, (delivery) => {
        clearTimeout(timer);
        awaited.delete(pathname);
        resolve(delivery);
      });
    });

  const altered = (delivery: Delivery, { alter }: RingPlan): Delivery =>
    alter
      ? { ...delivery, bodyBase64: alter(Buffer.from(delivery.bodyBase64, "base64")).toString("base64") }
      : delivery;

  /** Rings a trigger: through the companion, or with a request of one's own. One report per delivery. */
  const ring = async (order: RunOrder): Promise<readonly RunReport[]> => {
    const entry = entryOf("triggers", order.key);
    const hookUrl = newHookUrl();
    if (!order.ring || !companion) {
      const { headers = {}, body = "" } = order.request ?? {};
      const delivery = { headers, query: {}, bodyBase64: Buffer.from(body).toString("base64") };
      return [await runInThread(entry, order, { hookUrl, delivery })];
    }
    const plan = companion.ring(order.ring, hookUrl);
    const [arrived] = await Promise.all([arrival(hookUrl), plan.send()]);
    const delivery = altered(arrived, plan);
    const reports: RunReport[] = [];
    const times = plan.times ?? 1;
    for (let count = 1; count <= times; count += 1) {
      const title = times > 1 ? `${plan.title} Delivery ${count} of ${times}.` : plan.title;
      reports.push(await runInThread(entry, order, { hookUrl, delivery, title }));
    }
    return reports;
  };

  const status = (): Status => ({
    version: thread.version,
    now: new Date(Date.now() + offsetMs).toISOString(),
    broken: thread.broken,
    facts: companion?.facts() ?? [],
    running: thread.progress,
  });

  const views = () => [...connections.values()].map(viewOf);

  const start = (): Start => ({
    component: thread.view,
    companion: companion?.view,
    connections: views(),
    status: status(),
  });

  return {
    answers: { start, status },
    doings: {
      detail: ({ kind, key }: { kind: Kind; key: string }) => thread.ask<Detail>({ do: "detail", kind, key }),
      run,
      ring,
      cancel: () => thread.restart(),
      forget: ({ key }: { key: string }) => {
        states.delete(key);
        return {};
      },
      connect: (given: NewConnection) => {
        const stored = readConnection(given, thread.view.entries);
        openedOf(stored);
        connections.set(stored.id, stored);
        return { id: stored.id, connections: views() };
      },
      disconnect: ({ id }: { id: string }) => {
        if (!connections.get(id)?.isPractice) connections.delete(id);
        return { connections: views() };
      },
      control: async ({ key, values }: { key: string; values: Record<string, unknown> }) => ({
        words: (await companion?.control(key, values, host)) ?? "",
        status: status(),
      }),
    },
    fileOf: (id) => files.get(id),
    async deliver(path, read) {
      const take = awaited.get(path);
      if (!take) return false;
      take(await read());
      return true;
    },
    close: () => thread.close(),
  };
};
