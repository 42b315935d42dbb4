import { execFileSync } from "node:child_process";
import { createServer } from "node:https";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import axios from "axios";
import { createCertificate } from "#sandbox/certificate";
import { type Sandbox, type SandboxOptions, startSandbox } from "#sandbox/index";

/** Everything that the helper processes do. Input and result travel as JSON. */

const mebibyte = 1024 * 1024;

/** A connection as the platform hands it to a step. */
export type Connection = Readonly<Record<string, unknown>>;

/** What one piece of work took. */
export interface Cost {
  readonly ms: number;
  /** Processor time of this process. */
  readonly cpuMs: number;
  /** The most memory that was held at once, above what was held before. */
  readonly extraMiB: number;
}

/** What the sandbox saw since it was last asked. */
export interface Traffic {
  readonly requests: number;
  /** Answers with 429. */
  readonly refusals: number;
  readonly violations: readonly string[];
}

type Perform = (context: unknown, inputs: Readonly<Record<string, unknown>>) => Promise<{ data: unknown }>;

const load = createRequire(join(process.cwd(), "package.json"));
const bundle = join(process.cwd(), "dist/index.js");
let sandbox: Sandbox | undefined;

const started = (): Sandbox => {
  if (!sandbox) throw new Error("No sandbox was started in this process.");
  return sandbox;
};

const quiet = () => {};
const logger = { metric: quiet, trace: quiet, debug: quiet, info: quiet, log: quiet, warn: quiet, error: quiet };

const actions = () => (load(bundle) as { default: { actions: Record<string, { perform: Perform }> } }).default.actions;

/** Runs an action of what is published, as the platform's runner does. */
const perform = async (action: string, connection: Connection, inputs: Readonly<Record<string, unknown>>) => {
  const { data } = (await actions()[action]?.perform({ logger }, { connection, ...inputs })) ?? {};
  return data as Readonly<Record<string, unknown>>;
};

const measure = async <T>(work: () => Promise<T>): Promise<{ result: T; cost: Cost }> => {
  global.gc?.();
  const held = process.memoryUsage.rss();
  const highBefore = process.resourceUsage().maxRSS * 1024;
  let sampled = held;
  const sampler = setInterval(() => {
    sampled = Math.max(sampled, process.memoryUsage.rss());
  }, 5);
  const cpu = process.cpuUsage();
  const began = performance.now();
  try {
    const result = await work();
    const ms = performance.now() - began;
    const { user, system } = process.cpuUsage(cpu);
    // The system's own high-water mark misses nothing, but only counts once it rises.
    const high = process.resourceUsage().maxRSS * 1024;
    const most = high > highBefore ? high : sampled;
    return { result, cost: { ms, cpuMs: (user + system) / 1000, extraMiB: (most - held) / mebibyte } };
  } finally {
    clearInterval(sampler);
  }
};

/** Each is another one: Gong refuses what it has. */
const recording = (bytes: number): Buffer => {
  const content = Buffer.alloc(bytes, 7);
  content.write(`RIFF\0\0\0\0WAVEfmt ${process.pid} ${process.hrtime.bigint()}`, "latin1");
  return content;
};

const listOf = (data: Readonly<Record<string, unknown>> | undefined, key: string): readonly unknown[] => {
  const list = data?.[key];
  return Array.isArray(list) ? list : [];
};

const newCall = async (connection: Connection): Promise<unknown> => {
  const { users } = await perform("listUsers", connection, {});
  const [user] = users as readonly { readonly id: string }[];
  const { callId } = await perform("createNewCall", connection, {
    clientUniqueId: `bench-${process.pid}-${process.hrtime.bigint()}`,
    actualStart: "2026-01-05T10:00:00Z",
    direction: "Outbound",
    primaryUser: user?.id,
    parties: [{ userId: user?.id }],
  });
  return callId;
};

/** Gong's pages one after the other, each with the transcripts of its calls: how most connectors read. */
const readOneByOne = async (url: string, authorization: string, filter: Readonly<Record<string, unknown>>) => {
  let cursor: string | undefined;
  let calls = 0;
  do {
    const ask = (path: string, body: unknown) =>
      axios.post(url + path, body, { headers: { authorization }, proxy: false });
    const { data } = await ask("/v2/calls/extensive", {
      filter,
      ...(cursor ? { cursor } : {}),
      contentSelector: {
        context: "Extended",
        exposedFields: { parties: true, content: { trackers: true, topics: true, brief: true, outline: true } },
      },
    });
    const ids = (data.calls as { metaData: { id: string } }[]).map(({ metaData }) => metaData.id);
    await ask("/v2/calls/transcript", { filter: { callIds: ids } });
    calls += ids.length;
    cursor = data.records.cursor;
  } while (cursor);
  return calls;
};

export const jobs = {
  startSandbox: async (options: SandboxOptions) => {
    sandbox = await startSandbox(options);
    const { url, ca, accessKey, accessKeySecret } = sandbox;
    const basic = `Basic ${Buffer.from(`${accessKey}:${accessKeySecret}`).toString("base64")}`;
    const fields = { baseUrl: url, accessKey, accessKeySecret };
    return { url, ca, basic, connection: { key: "gongApiKey", configVarKey: "Gong", fields } as Connection };
  },

  /** Another token is another account to the client, whose pace then holds nothing back. */
  newToken: (): { connection: Connection; authorization: string } => {
    const token = started().issueToken();
    return {
      connection: { key: "oauth2", configVarKey: "Gong", fields: {}, token },
      authorization: `Bearer ${token.access_token}`,
    };
  },

  takeTraffic: (): Traffic => {
    const { log } = started();
    const traffic = {
      requests: log.entries.length,
      refusals: log.entries.filter(({ status }) => status === 429).length,
      violations: [...log.violations()],
    };
    log.clear();
    return traffic;
  },

  /** A host of recordings over HTTPS: `/<bytes>` is a WAV file of that size. */
  startHost: async () => {
    const certificate = createCertificate("recordings");
    const block = Buffer.alloc(256 * 1024, 7);
    const server = createServer(certificate, (request, response) => {
      let left = Number(request.url?.slice(1));
      response.writeHead(200, { "Content-Type": "audio/wav", "Content-Length": left });
      const head = recording(64);
      response.write(head);
      left -= head.length;
      const go = () => {
        while (left > 0) {
          const part = block.subarray(0, Math.min(left, block.length));
          left -= part.length;
          if (!response.write(part)) return void response.once("drain", go);
        }
        response.end();
      };
      go();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, ca: certificate.cert };
  },

  /** Milliseconds to load a module in a process that has loaded nothing else: this one has, for its other jobs. */
  loadTime: (what: "bundle" | "spectral"): number => {
    const name = JSON.stringify(what === "bundle" ? bundle : "@prismatic-io/spectral");
    const script = `const began = performance.now(); require(${name}); process.stdout.write(String(performance.now() - began));`;
    return Number(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }));
  },

  /** Runs an action and counts the records of its list. Loading the component is a figure of its own. */
  act: async (action: string, connection: Connection, inputs: Readonly<Record<string, unknown>>, listKey: string) => {
    actions();
    const { result, cost } = await measure(() => perform(action, connection, inputs));
    return { ...cost, records: listOf(result, listKey).length, isTruncated: result.truncated === true };
  },

  /** Milliseconds from a process that has loaded nothing to the first record in hand. */
  firstRecord: async (action: string, connection: Connection, inputs: Readonly<Record<string, unknown>>) => {
    const began = performance.now();
    await perform(action, connection, inputs);
    return performance.now() - began;
  },

  /** The same page by the component and by axios alone, in turns. */
  onePage: async (url: string, connection: Connection, authorization: string) => {
    const ours = await measure(() => perform("listUsers", connection, {}));
    const bare = await measure(() => axios.get(`${url}/v2/users`, { headers: { authorization }, proxy: false }));
    return { ours: ours.cost, bare: bare.cost };
  },

  oneByOne: async (url: string, authorization: string, filter: Readonly<Record<string, unknown>>) => {
    const { result, cost } = await measure(() => readOneByOne(url, authorization, filter));
    return { ...cost, records: result };
  },

  /** Uploads a recording of that size to a new call, after a small one for warming up. */
  upload: async (connection: Connection, from: "buffer" | "url", bytes: number, hostUrl: string): Promise<Cost> => {
    const inputsFor = (size: number) =>
      from === "url"
        ? { mediaUrl: `${hostUrl}/${size}`, fileName: "call.wav" }
        : { fileInput: { data: recording(size), contentType: "audio/wav" } };
    await perform("addMedia", connection, { callId: await newCall(connection), ...inputsFor(mebibyte) });
    const callId = await newCall(connection);
    const inputs = inputsFor(bytes);
    const { cost } = await measure(() => perform("addMedia", connection, { callId, ...inputs }));
    return cost;
  },
};

export type Jobs = typeof jobs;
export type Job = keyof Jobs;
