import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { inspect } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import { dataSourceContext, type StepLogger } from "#tools/workflow/context";
import { benchContext, type States, stateNames, workflow } from "./context";
import { componentIn, describe, detailOf, type WireItem } from "./describe";
import { type KeptBytes, toPlain, toPlainError } from "./plain";
import { recording, watchRequests } from "./requests";
import type { Kind, LogLine, Outcome, RunReport, SentRequest } from "./types";

/** What reached the address of a trigger. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly bodyBase64: string;
}

/** What this thread is asked to do. */
export type Command =
  | { readonly do: "describe" }
  | { readonly do: "detail"; readonly kind: Kind; readonly key: string }
  | { readonly do: "clock"; readonly offsetMs: number }
  | {
      readonly do: "run";
      readonly kind: Exclude<Kind, "connections">;
      readonly key: string;
      readonly values: Readonly<Record<string, unknown>>;
      readonly way: "perform" | "examplePerform" | "examplePayload";
      readonly states: States;
      readonly hookUrl: string;
      readonly delivery?: Delivery;
    };

/** What the thread tells: an answer, or how far a run is. */
export type Told =
  | { readonly id: number; readonly value: unknown; readonly files: readonly KeptBytes[] }
  | { readonly id: number; readonly error: string }
  | { readonly id: number; readonly progress: { readonly requests: number; readonly log: string } };

/** A run as this thread reports it. */
export type WorkerReport = Pick<RunReport, "outcome" | "simulated" | "ms" | "requests" | "log" | "flow"> & {
  readonly states: States;
};

type Run = Extract<Command, { do: "run" }>;

const { path } = workerData as { readonly path: string };
let offsetMs = (workerData as { readonly offsetMs: number }).offsetMs;

/** The clock of the component can be moved: it reads Date, so Date is another one in this thread. */
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts: unknown[]) {
    super(...((parts.length === 0 ? [RealDate.now() + offsetMs] : parts) as [number]));
  }
  static override now() {
    return RealDate.now() + offsetMs;
  }
} as DateConstructor;

watchRequests();
const component = componentIn(createRequire(path)(path), path);

const itemOf = (kind: Kind, key: string): WireItem => {
  const item = kind === "connections" ? undefined : component[kind]?.[key];
  if (!item) throw new Error(`The component has no ${kind}/${key}.`);
  return item;
};

/** Files come as base64, since a Buffer that crosses threads is none any more. */
const withFiles = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withFiles);
  if (typeof value !== "object" || value === null) return value;
  const { $file } = value as { $file?: { name: string; contentType: string; base64: string } };
  if ($file)
    return {
      data: Buffer.from($file.base64, "base64"),
      contentType: $file.contentType,
      suggestedExtension: /\.(\w+)$/.exec($file.name)?.[1],
    };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withFiles(inner)]));
};

const loggerInto = (log: LogLine[], startedMs: number, onChange: () => void): StepLogger => {
  const at =
    (level: string) =>
    (...parts: unknown[]) => {
      const text = parts.map((part) => (typeof part === "string" ? part : inspect(part, { depth: 4 }))).join(" ");
      log.push({ level, text, atMs: performance.now() - startedMs });
      onChange();
    };
  return {
    metric: at("metric"),
    trace: at("trace"),
    debug: at("debug"),
    info: at("info"),
    log: at("log"),
    warn: at("warn"),
    error: at("error"),
  };
};

/** JSON where the body is JSON, else the text, as the platform parses what arrives. */
const parsedBody = (bytes: Buffer, contentType: string | undefined): unknown => {
  const text = bytes.toString();
  if (!contentType?.includes("json")) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** What a trigger is given: a delivery, or for a poll nothing. */
const payloadOf = (context: ReturnType<typeof benchContext>, delivery: Delivery | undefined) => {
  const { webhookUrls, webhookApiKeys, invokeUrl, executionId, customer, instance, user, integration, flow } = context;
  const bytes = Buffer.from(delivery?.bodyBase64 ?? "", "base64");
  const contentType = delivery?.headers["content-type"];
  return {
    headers: delivery?.headers ?? {},
    queryParameters: delivery?.query ?? {},
    rawBody: { data: delivery ? bytes : null, contentType },
    body: { data: delivery ? parsedBody(bytes, contentType) : null, contentType },
    pathFragment: "",
    webhookUrls,
    webhookApiKeys,
    invokeUrl,
    executionId,
    customer,
    instance,
    user,
    integration,
    flow,
    startedAt: context.startedAt,
    globalDebug: false,
  };
};

interface TriggerResult extends States {
  readonly payload?: unknown;
  readonly resultType?: string;
}

/** What is remembered after a run that did not throw: the copy that it worked on, and over it what it gave back. */
const statesAfter = (worked: States, given: unknown): States => {
  const result = (given ?? {}) as States;
  return Object.fromEntries(
    stateNames
      .map((name) => [name, { ...worked[name], ...result[name] }] as const)
      .filter(([, state]) => Object.keys(state).length > 0),
  );
};

const flowOf = async (item: WireItem, context: unknown, result: TriggerResult): Promise<RunReport["flow"]> => {
  const starts = result.resultType !== "polled_no_changes";
  if (!starts || !item.resolveTriggerItems) return { starts };
  const items = await item.resolveTriggerItems(context, result);
  if (!Array.isArray(items)) return { starts };
  const size = item.triggerResolverDefaultBatchSize ?? items.length;
  return { starts, items, batches: size > 0 ? Math.ceil(items.length / size) : 0 };
};

const perform = async (item: WireItem, run: Run, logger: StepLogger, states: States) => {
  const values = withFiles(run.values);
  // Spectral tells its ways apart by the number of arguments.
  if (run.kind === "dataSources") return { value: await item.perform(dataSourceContext({ logger, workflow }), values) };
  const context = benchContext(logger, states, run.hookUrl);
  if (run.kind === "actions") {
    const call = run.way === "examplePerform" ? item.examplePerform : item.perform;
    return { value: await call?.(context, values) };
  }
  const value = await item.perform(context, payloadOf(context, run.delivery), values);
  return { value, flow: await flowOf(item, context, value as TriggerResult) };
};

const runOnce = async (
  run: Run,
  keep: (bytes: Uint8Array, contentType: string) => string,
  tell: (told: { requests: number; log: string }) => void,
): Promise<WorkerReport> => {
  const item = itemOf(run.kind, run.key);
  const startedMs = performance.now();
  const requests: SentRequest[] = [];
  const log: LogLine[] = [];
  const states: States = Object.fromEntries(stateNames.map((name) => [name, structuredClone(run.states[name] ?? {})]));
  const onChange = () => tell({ requests: requests.length, log: log.at(-1)?.text.slice(0, 200) ?? "" });
  const simulated = run.way === "perform" ? undefined : run.way;
  const report = (outcome: Outcome, after: States, flow?: RunReport["flow"]): WorkerReport => ({
    outcome,
    simulated,
    ms: performance.now() - startedMs,
    requests,
    log,
    flow: toPlain(flow, keep) as RunReport["flow"],
    states: after,
  });
  if (run.way === "examplePayload")
    return report({ kind: "done", value: toPlain(item.examplePayload, keep) }, run.states);
  try {
    const logger = loggerInto(log, startedMs, onChange);
    const { value, flow } = await recording(requests, onChange, () => perform(item, run, logger, states));
    return report({ kind: "done", value: toPlain(value, keep) }, statesAfter(states, value), flow);
  } catch (error) {
    return report({ kind: "failed", error: toPlainError(error) }, run.states);
  }
};

const answer = async (
  id: number,
  command: Command,
  keep: (bytes: Uint8Array, contentType: string) => string,
): Promise<unknown> => {
  if (command.do === "describe") return describe(component, path);
  if (command.do === "detail") return toPlain(detailOf(itemOf(command.kind, command.key)), keep);
  if (command.do === "clock") {
    offsetMs = command.offsetMs;
    return {};
  }
  return runOnce(command, keep, (progress) => tell({ id, progress }));
};

const tell = (told: Told) => parentPort?.postMessage(told);

parentPort?.on("message", async ({ id, command }: { id: number; command: Command }) => {
  const files: KeptBytes[] = [];
  const keep = (bytes: Uint8Array, contentType: string) => {
    const kept = { id: randomUUID(), contentType, bytes };
    files.push(kept);
    return kept.id;
  };
  try {
    // As JSON: the descriptions of inputs hold functions, which cannot cross threads.
    const value: unknown = JSON.parse(JSON.stringify((await answer(id, command, keep)) ?? null));
    tell({ id, value, files });
  } catch (error) {
    tell({ id, error: toPlainError(error).message });
  }
});
